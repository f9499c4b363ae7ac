"""What is posted and who engages with it: the events, as columns."""

from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from leaders.model import EdgeKind
from leaders.platforms.simulated.accounts import Population
from leaders.platforms.simulated.attention import UNLISTED_SHARE, draw_targets, pods
from leaders.platforms.simulated.draws import Draws, Integers

PRESENT = datetime(2026, 1, 31, 12, tzinfo=UTC)
"""The simulation's fixed present: nothing happens later."""

DAY = 86_400
WINDOW_DAYS = 180
LURKERS = 0.3  # of everybody, who never engage
COMMENTING, COMING_BACK = 0.7, 0.2  # the chances of mass commenters, and of those whom they met
KINDS = (EdgeKind.LIKE, EdgeKind.COMMENT, EdgeKind.REPOST, EdgeKind.REPLY, EdgeKind.MENTION)
LIKE, COMMENT, REPOST, REPLY, MENTION = range(len(KINDS))
KIND_WEIGHTS = np.array([0.6, 0.17, 0.1, 0.08, 0.05])


@dataclass(frozen=True, eq=False)
class Posts:
    """Posts, newest first; ``posted_at`` in seconds since 1970, UTC."""

    author: Integers
    posted_at: Integers
    views_count: Integers
    likes_count: Integers
    comments_count: Integers
    reposts_count: Integers


@dataclass(frozen=True, eq=False)
class Interactions:
    """Interactions, newest first: ``source`` engages with ``target``.

    ``post`` is a row of the posts: the one engaged with, except where an author mentions
    somebody in a post of its own (then ``posts.author[post] == source``). ``kind`` is an index
    of ``KINDS``; ``happened_at`` in seconds since 1970, UTC.
    """

    source: Integers
    target: Integers
    post: Integers
    kind: Integers
    happened_at: Integers
    is_listed: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class _Archive:
    """Who posted when, and each author's posts side by side."""

    author: Integers
    posted_at: Integers
    first: Integers
    count: Integers


Events = tuple[Integers, Integers, Integers]  # source, post, kind


def draw_posts(
    seed: int, population: Population, unlisted_share: float = UNLISTED_SHARE
) -> tuple[Posts, Interactions]:
    """All posts and interactions, of the planted attacks too."""
    draws = Draws(seed, 4)
    archive = _write_posts(draws, population)
    engaged = _distinct(
        [
            _engage_by_merit(draws, population, archive),
            _engage_in_pods(population, archive),
            _engage_in_giveaways(draws, population, archive),
            _comment_everywhere(Draws(seed, 6), population, archive),
        ],
        archive,
    )
    mentions = _mention_peers(draws, population, archive)
    interactions = _date(draws, archive, engaged, mentions, unlisted_share)
    return _newest_first(archive, _count(draws, archive, engaged), interactions)


def _write_posts(draws: Draws, population: Population) -> _Archive:
    authors = np.flatnonzero(~np.isin(population.truth.role, ["audience", "bot"]))
    count = np.zeros(len(population.group), np.int64)
    count[authors] = 6 + draws.below(20, len(authors))
    author = np.repeat(np.arange(len(count)), count)
    posted_at = int(PRESENT.timestamp()) - 1 - draws.below(WINDOW_DAYS * DAY, len(author))
    return _Archive(author, posted_at, np.cumsum(count) - count, count)


def _engage_by_merit(draws: Draws, population: Population, archive: _Archive) -> Events:
    """Fans: an actor has some favourites, drawn by their pull, and returns to them."""
    persons = np.flatnonzero((population.truth.kind == "person") & (population.truth.role != "bot"))
    actors = persons[draws.unit(len(persons)) >= LURKERS]
    favourites = draws.heavy_tailed(len(actors), 4.5, 1.5, 60.0).astype(np.int64)
    source = np.repeat(actors, favourites)
    pull = np.where(archive.count > 0, population.engage_pull, 0.0)
    target = draw_targets(draws, population, source, pull, 0.85)
    times = draws.heavy_tailed(len(source), 1.0, 1.2, 12.0).astype(np.int64)
    source, target = np.repeat(source, times), np.repeat(target, times)
    post = archive.first[target] + draws.below(archive.count[target], len(target))
    return source, post, draws.weighted(KIND_WEIGHTS, len(source))


def _engage_in_pods(population: Population, archive: _Archive) -> Events:
    """Every member of a pod likes, comments on and reposts every post of the others."""
    parts = []
    for pod in pods(population):
        post = np.flatnonzero(np.isin(archive.author, pod))
        kinds = np.array([LIKE, COMMENT, REPOST])
        parts.append(np.stack(np.meshgrid(pod, post, kinds), axis=-1).reshape(-1, 3))
    events = np.concatenate(parts)
    return events[:, 0], events[:, 1], events[:, 2]


def _engage_in_giveaways(draws: Draws, population: Population, archive: _Archive) -> Events:
    """Half a niche comments on one post, and most of those like it too."""
    truth = population.truth
    hosts = np.flatnonzero(truth.attack == "giveaway")
    guests = np.flatnonzero(truth.role == "audience")
    guest, host = draws.pairs(guests, hosts, 0.5)
    is_local = population.group[guest] == population.group[host]
    guest, host = guest[is_local], host[is_local]
    post = archive.first[host] + archive.count[host] // 2
    likes = np.flatnonzero(draws.unit(len(guest)) < 0.8)
    kind = np.repeat([COMMENT, LIKE], [len(guest), len(likes)])
    return np.append(guest, guest[likes]), np.append(post, post[likes]), kind


def _comment_everywhere(draws: Draws, population: Population, archive: _Archive) -> Events:
    """Mass commenters write under a post of nearly everybody in their niche, and a few of those
    come back and comment on one of theirs.
    """
    commenters = np.flatnonzero(population.truth.attack == "comment")
    guest, host = draws.pairs(commenters, np.flatnonzero(archive.count > 0), COMMENTING)
    is_local = population.group[guest] == population.group[host]
    guest, host = guest[is_local], host[is_local]
    is_back = draws.unit(len(guest)) < COMING_BACK
    source = np.append(guest, host[is_back])
    target = np.append(host, guest[is_back])
    post = archive.first[target] + draws.below(archive.count[target], len(target))
    return source, post, np.full(len(source), COMMENT, np.int64)


def _distinct(parts: list[Events], archive: _Archive) -> Events:
    """Each (source, post, kind) once, none with a post of one's own."""
    source, post, kind = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    parts.clear()
    is_other = source != archive.author[post]
    key = np.unique(((source * len(archive.author) + post) * len(KINDS) + kind)[is_other])
    pair, kind = np.divmod(key, len(KINDS))
    source, post = np.divmod(pair, len(archive.author))
    return source.astype(np.int32), post.astype(np.int32), kind.astype(np.int8)


def _mention_peers(draws: Draws, population: Population, archive: _Archive) -> Events:
    """In every fifth post its author mentions somebody; here: (target, post, kind)."""
    post = np.flatnonzero(draws.unit(len(archive.author)) < 0.2)
    author = archive.author[post]
    target = draw_targets(draws, population, author, population.engage_pull, 0.9)
    is_other = target != author
    mention = np.full(int(is_other.sum()), MENTION, np.int8)
    return target[is_other].astype(np.int32), post[is_other].astype(np.int32), mention


def _date(
    draws: Draws, archive: _Archive, engaged: Events, mentions: Events, unlisted_share: float
) -> Interactions:
    source, post, kind = engaged
    peer, peer_post, peer_kind = mentions
    lag = (draws.unit(len(source)) ** 3 * 5 * DAY).astype(np.int64)
    happened_at = np.minimum(archive.posted_at[post] + lag, int(PRESENT.timestamp()))
    is_listed = draws.unit(len(source)) >= unlisted_share
    return Interactions(
        source=np.append(source, archive.author[peer_post].astype(np.int32)),
        target=np.append(archive.author[post].astype(np.int32), peer),
        post=np.append(post, peer_post),
        kind=np.append(kind, peer_kind),
        happened_at=np.append(happened_at, archive.posted_at[peer_post]),
        is_listed=np.append(is_listed, np.ones(len(peer), np.bool_)),
    )


def _count(draws: Draws, archive: _Archive, engaged: Events) -> Posts:
    """Counts as the platform shows them: a reply is a comment, a mention is not counted."""
    _, post, kind = engaged
    size = len(archive.author)

    def counted(*kinds: int) -> Integers:
        return np.bincount(post[np.isin(kind, kinds)], minlength=size)

    likes, comments, reposts = counted(LIKE), counted(COMMENT, REPLY), counted(REPOST)
    views = (likes + comments + reposts + 1) * (8 + draws.below(20, size))
    return Posts(archive.author, archive.posted_at, views, likes, comments, reposts)


def _newest_first(
    archive: _Archive, posts: Posts, interactions: Interactions
) -> tuple[Posts, Interactions]:
    by_age = np.argsort(-archive.posted_at, kind="stable")
    new_row = np.empty(len(by_age), np.int32)
    new_row[by_age] = np.arange(len(by_age))
    when = np.argsort(-interactions.happened_at, kind="stable")
    dated = {name: column[when] for name, column in vars(interactions).items()}
    return (
        Posts(**{name: column[by_age] for name, column in vars(posts).items()}),
        Interactions(**{**dated, "post": new_row[dated["post"]]}),
    )
