"""The made-up society some time later: everybody goes on as before, and some are given a rise."""

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from leaders.platforms.simulated.attention import UNLISTED_SHARE, States
from leaders.platforms.simulated.draws import Draws, Integers
from leaders.platforms.simulated.network import Network
from leaders.platforms.simulated.posts import DAY, WINDOW_DAYS, Interactions, Posts
from leaders.platforms.simulated.words import Words

STREAM = 14
"""Of the draws; the network itself was made from others, which stay as they are."""
FOLLOWS_A_WINDOW = 0.1
"""So many of all follows are made anew in the length of the window, and as many are ended."""


def live_on(
    network: Network, days: int, seed: int = 1, risers: Collection[int] = (), factor: float = 2.0
) -> Network:
    """The network so many days later: the same bytes for the same arguments, everywhere.

    Everybody posts as often as before, and each post moves as many people as before. ``risers`` are
    account numbers whose new posts move ``factor`` times as many, up to twice, of whom the further
    ones are new to them.
    Advertising that was planted is not carried on.

    Raises ValueError for more days than the window of the past, and for another factor.
    """
    if not 0 <= days <= WINDOW_DAYS:
        raise ValueError(f"the network can live on for 0 to {WINDOW_DAYS} days, not {days}")
    if not 1 <= factor <= 2:
        raise ValueError(f"a rise is by a factor of one to two, not {factor}")
    draws = Draws(seed, STREAM)
    present = network.present + timedelta(days=days)
    is_riser = np.isin(np.arange(len(network.ids)), list(risers))
    posts, like = _write_posts(draws, network, days)
    interactions = _engage(draws, network, posts, is_riser, factor)
    return replace(
        network,
        present=present,
        later_posts=network.later_posts + len(posts.author),
        follows=_follow(draws, network.follows, days, is_riser, factor),
        posts=_count(draws, network.posts, posts, interactions),
        interactions=_join(network.interactions, interactions, len(posts.author)),
        words=_speak(network.words, like),
        placements=None,
    )


def _write_posts(draws: Draws, network: Network, days: int) -> tuple[Posts, Integers]:
    """New posts, newest first, and the old post that each is like."""
    old = network.posts
    like = np.flatnonzero(draws.unit(len(old.author)) < days / WINDOW_DAYS)
    now = int((network.present + timedelta(days=days)).timestamp())
    posted_at = now - 1 - draws.below(max(1, days * DAY), len(like))
    order = np.argsort(-posted_at, kind="stable")
    like = like[order]
    nothing = np.zeros(len(like), np.int64)
    author = old.author[like]
    return Posts(author, posted_at[order], nothing, nothing, nothing, nothing), like


def _engage(
    draws: Draws, network: Network, posts: Posts, is_riser: NDArray[np.bool_], factor: float
) -> Interactions:
    """What happens under the new posts; ``post`` is a row of theirs.

    Each actor does under a new post what it did under one of the author's old posts, whichever: as
    often nothing as before.
    """
    events, size = network.interactions, len(network.posts.author)
    author = network.posts.author[events.post].astype(np.int64)
    pair = np.unique(events.source.astype(np.int64) * len(network.ids) + author)
    actor, whom = np.divmod(pair, len(network.ids))
    more = np.flatnonzero(
        (draws.unit(len(pair)) < factor - 1) & is_riser[whom] & (actor != whom)
    )  # fmt: skip
    as_who = np.append(actor, _strangers(draws, network, whom[more]))
    actor, whom = np.append(actor, actor[more]), np.append(whom, whom[more])
    fresh = np.bincount(posts.author, minlength=len(network.ids))
    fresh_rows, fresh_first = _by_author(posts.author, len(network.ids))
    old_rows, old_first = _by_author(network.posts.author, len(network.ids))
    old = np.bincount(network.posts.author, minlength=len(network.ids))
    row = np.repeat(np.arange(len(actor)), fresh[whom])
    nth = np.arange(len(row)) - np.repeat(np.cumsum(fresh[whom]) - fresh[whom], fresh[whom])
    post = fresh_rows[fresh_first[whom[row]] + nth]
    like = old_rows[old_first[whom[row]] + draws.below(old[whom[row]], len(row))]
    key = events.source.astype(np.int64) * size + events.post
    order = np.argsort(key, kind="stable")
    wanted = actor[row] * size + like
    low, high = (np.searchsorted(key[order], wanted, side=side) for side in ("left", "right"))
    times = high - low
    event = order[np.repeat(low, times) + _count_up(times)]
    source, post = np.repeat(as_who[row], times), np.repeat(post, times)
    is_other = source != events.target[event]
    found = np.stack([source, post, events.kind[event], events.target[event]])[:, is_other]
    source, post, kind, target = np.unique(found, axis=1)
    lag = (draws.unit(len(source)) ** 3 * 5 * DAY).astype(np.int64)
    is_mention = source == posts.author[post]
    last = int(posts.posted_at.max(initial=0)) + 1
    happened_at = np.minimum(posts.posted_at[post] + np.where(is_mention, 0, lag), last)
    is_listed = is_mention | (draws.unit(len(source)) >= UNLISTED_SHARE)
    columns = (
        source.astype(np.int32), target.astype(np.int32), post.astype(np.int32),
        kind.astype(np.int8), happened_at, is_listed,
    )  # fmt: skip
    newest = np.argsort(-happened_at, kind="stable")
    return Interactions(*(column[newest] for column in columns))


def _by_author(author: Integers, accounts: int) -> tuple[Integers, Integers]:
    """The rows of posts author by author, and where each author's begin."""
    count = np.bincount(author, minlength=accounts)
    return np.argsort(author, kind="stable"), np.cumsum(count) - count


def _count_up(times: Integers) -> Integers:
    """0, 1, ... of each number in turn."""
    return np.arange(int(times.sum())) - np.repeat(np.cumsum(times) - times, times)


def _strangers(draws: Draws, network: Network, author: Integers) -> Integers:
    """Somebody of the audience of each author's niche."""
    truth = network.truth
    strangers = np.zeros(len(author), np.int64)
    for niche in np.unique(truth.niche[author]):
        rows = np.flatnonzero(truth.niche[author] == niche)
        crowd = np.flatnonzero((truth.niche == niche) & (truth.role == "audience"))
        strangers[rows] = crowd[draws.below(len(crowd), len(rows))]
    return strangers


def _follow(
    draws: Draws, follows: States, days: int, is_riser: NDArray[np.bool_], factor: float
) -> States:
    """Some follows end, and as many begin, whom they reach being drawn like those of the past."""
    size = len(follows.source)
    rate = FOLLOWS_A_WINDOW * days / WINDOW_DAYS
    stays = draws.unit(size) >= rate
    begun = draws.unit(size)
    again = np.flatnonzero(begun < np.where(is_riser[follows.target], rate * factor, rate))
    source = follows.source[draws.below(size, len(again))]
    target = follows.target[again]
    accounts = len(is_riser)
    known = follows.source[stays].astype(np.int64) * accounts + follows.target[stays]
    key = source.astype(np.int64) * accounts + target
    kept = np.unique(key, return_index=True)[1]
    kept = kept[~np.isin(key[kept], known) & (source[kept] != target[kept])]
    is_listed = draws.unit(len(kept)) >= UNLISTED_SHARE
    return States(
        np.append(source[kept], follows.source[stays]).astype(np.int32),
        np.append(target[kept], follows.target[stays]).astype(np.int32),
        np.append(is_listed, follows.is_listed[stays]),
    )


def _count(draws: Draws, old: Posts, fresh: Posts, events: Interactions) -> Posts:
    """The posts, newest first, with the counts of the new ones as the platform shows them."""
    size = len(fresh.author)
    is_other = events.source != fresh.author[events.post]

    def counted(*kinds: int) -> Integers:
        return np.bincount(events.post[is_other & np.isin(events.kind, kinds)], minlength=size)

    likes, comments, reposts = counted(0), counted(1, 3), counted(2)
    views = (likes + comments + reposts + 1) * (8 + draws.below(20, size))
    columns = (fresh.author, fresh.posted_at, views, likes, comments, reposts)
    return Posts(
        *(np.append(new, past) for new, past in zip(columns, vars(old).values(), strict=True))
    )


def _join(old: Interactions, fresh: Interactions, shift: int) -> Interactions:
    moved = replace(old, post=(old.post + shift).astype(np.int32))
    pairs = zip(vars(fresh).values(), vars(moved).values(), strict=True)
    return Interactions(*(np.append(new, past) for new, past in pairs))


def _speak(words: Words, like: Integers) -> Words:
    """Every new post says what the old one says that it is like."""
    return replace(
        words,
        author=np.append(words.author[like], words.author),
        post_topics=np.append(words.post_topics[like], words.post_topics),
        post_languages=np.append(words.post_languages[like], words.post_languages),
        post_picks=np.append(words.post_picks[like], words.post_picks),
    )
