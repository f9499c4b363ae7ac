"""The simulated network: the same everywhere, true to its truth, and as awkward as real ones."""

from dataclasses import fields, is_dataclass, replace
from hashlib import sha256
from string import Formatter
from urllib.parse import quote

import numpy as np
import pytest

from leaders.errors import LeadersError
from leaders.model import AccountKind, EdgeKind, Ended, Listing, Page
from leaders.platforms import PLATFORMS
from leaders.platforms.simulated import (
    NEWEST_SHOWN,
    PRESENT,
    Attacks,
    Network,
    SimulatedPlatform,
    simulate,
)
from leaders.platforms.simulated.names import PLACES
from leaders.platforms.simulated.phrases import BIOS, FIGURES, POSTS, TOPICS
from leaders.platforms.simulated.posts import COMMENT, KINDS

GOLDEN = "205b1425fbcd8efa85ab7fec048c2c9b943c001dc0f11ce1a1e22d36295b690c"
"""Digest of the default network. It changes only when the generator is changed on purpose."""
GOLDEN_WORDS = "a6d75d86e178395799892602be1b5092b7d1473f1bf16bb3b92cb50adccc0351"
"""Digest of all that is said in it."""


@pytest.fixture(scope="module")
def network() -> Network:
    return simulate()


@pytest.fixture(scope="module")
def platform(network: Network) -> SimulatedPlatform:
    return SimulatedPlatform(network)


APART = ("words", "homes", "places", "placements", "present", "later_posts")


def digest(network: Network) -> str:
    """Of all but what is drawn apart and changes apart."""
    return sha256("\n".join(_texts(network)).encode()).hexdigest()


def digest_words(network: Network) -> str:
    return sha256("\n".join([*bios_of(network), *posts_of(network)]).encode()).hexdigest()


def bios_of(network: Network) -> list[str]:
    return [network.words.bio(number) for number in range(len(network.ids))]


def posts_of(network: Network) -> list[str]:
    return [network.words.post(row) for row in range(len(network.posts.author))]


def _texts(thing: object) -> list[str]:
    if is_dataclass(thing):
        named = [f.name for f in fields(thing) if f.name not in APART]
        return [text for name in named for text in (name, *_texts(getattr(thing, name)))]
    if isinstance(thing, np.ndarray):
        return [repr(value) for value in thing.tolist()]
    return [repr(thing)]


def read_all(platform: SimulatedPlatform, subject_id: str, listing: Listing) -> list[Page]:
    pages = [platform.fetch(subject_id, listing)]
    while (cursor := pages[-1].cursor) is not None:
        pages.append(platform.fetch(subject_id, listing, cursor))
    return pages


def edges_of(pages: list[Page]) -> list[tuple[str, str, EdgeKind]]:
    return [(edge.source_id, edge.target_id, edge.kind) for page in pages for edge in page.edges]


def followers_of(network: Network) -> np.ndarray:
    return np.bincount(network.follows.target, minlength=len(network.ids))


def first(mask: np.ndarray) -> int:
    return int(np.flatnonzero(mask)[0])


def open_account(network: Network, least_followers: int) -> int:
    truth = network.truth
    is_open = ~(truth.is_hidden | truth.is_limited | truth.is_gone)
    return first(is_open & (followers_of(network) >= least_followers))


# Determinism


def test_same_seed_gives_the_same_bytes_on_every_machine(network: Network) -> None:
    assert digest(network) == GOLDEN
    assert digest_words(network) == GOLDEN_WORDS


def test_a_second_build_is_equal_and_another_seed_is_not() -> None:
    small, again, other = (simulate(seed=seed, accounts=1000) for seed in (7, 7, 8))
    assert digest(again) == digest(small) != digest(other)
    assert digest_words(again) == digest_words(small) != digest_words(other)


def test_too_few_accounts_are_refused() -> None:
    with pytest.raises(ValueError, match="needs 1000 accounts"):
        simulate(accounts=999)
    with pytest.raises(ValueError, match="1000 accounts leave no audience"):
        simulate(accounts=1000, attacks=Attacks.strong())


# Who exists


def test_every_account_has_one_unique_handle_and_text_is_not_only_ascii(network: Network) -> None:
    assert len(network.ids) == len(network.handles) == len(network.names) == 3000
    assert len(set(network.handles)) == 3000
    assert any("а" <= letter <= "я" for handle in network.handles for letter in handle)
    assert any("ë" in name for name in network.names)


def test_account_numbers_say_nothing_of_merit_kind_or_role(network: Network) -> None:
    number = np.arange(len(network.ids))
    for planted in (network.truth.merit > 0, network.truth.kind == "community"):
        assert abs(number[planted].mean() / len(number) - 0.5) < 0.15
    leaders = np.flatnonzero((network.truth.niche == "running") & (network.truth.merit > 0))
    assert abs(np.corrcoef(leaders, network.truth.merit[leaders])[0, 1]) < 0.5


def test_leaders_are_graded_persons_and_communities_of_each_niche(network: Network) -> None:
    truth = network.truth
    assert network.niches == ("knitting", "running", "gardening")
    for niche in network.niches:
        leads = (truth.niche == niche) & (truth.merit > 0)
        persons = leads & (truth.role == "creator")
        assert persons.sum() == 30
        assert set(truth.kind[persons]) == {"person"}
        assert len(set(truth.merit[persons].tolist())) == 30
        assert (leads & (truth.role == "community")).sum() == 5
        assert leads.sum() == 35
    assert not truth.is_gone[truth.merit > 0].any()


def test_each_niche_has_every_planted_role_and_attack(network: Network) -> None:
    truth = network.truth
    for niche in network.niches:
        inside = truth.niche == niche
        assert {"creator", "brand", "media", "community", "audience"} == set(truth.role[inside])
        assert {"", "pod", "bought", "mass", "giveaway"} == set(truth.attack[inside])
        assert (inside & (truth.attack == "pod")).sum() == 10
    assert (truth.role == "celebrity").sum() == 20
    assert set(truth.niche[truth.role == "celebrity"]) == {""}
    assert set(truth.kind[truth.role == "brand"]) == {"organisation"}


def test_seeds_are_ten_open_creators_and_none_of_the_first_ten(network: Network) -> None:
    truth = network.truth
    for niche in network.niches:
        seeds = [network.handles.index(handle) for handle in network.seeds(niche)]
        assert len(set(seeds)) == 10
        assert set(truth.niche[seeds]) == {niche}
        assert set(truth.role[seeds]) == {"creator"}
        assert set(truth.attack[seeds]) == {""}
        assert not (truth.is_hidden | truth.is_limited | truth.is_gone)[seeds].any()
        creators = (truth.niche == niche) & (truth.role == "creator")
        tenth = np.sort(truth.merit[creators])[-10]
        assert (truth.merit[seeds] < tenth).all()
        assert (truth.merit[seeds] > 0).sum() == 6
    with pytest.raises(KeyError):
        network.seeds("philately")


def test_celebrities_may_be_among_the_seeds(network: Network) -> None:
    seeds = network.seeds("running", celebrities=3)
    assert seeds[:10] == network.seeds("running")
    famous = [network.handles.index(handle) for handle in seeds[10:]]
    assert network.truth.role[famous].tolist() == ["celebrity"] * 3


# Attention


def test_celebrities_come_first_by_followers_and_outrank_every_leader(network: Network) -> None:
    order = np.argsort(-followers_of(network), kind="stable")
    assert set(network.truth.role[order[:20]]) == {"celebrity"}


def test_follows_stay_mostly_inside_a_niche_and_are_heavy_tailed(network: Network) -> None:
    truth, follows = network.truth, network.follows
    usual = (
        (truth.niche[follows.source] != "")
        & (truth.attack[follows.source] != "mass")
        & (truth.role[follows.target] != "celebrity")
    )
    is_home = truth.niche[follows.source] == truth.niche[follows.target]
    assert is_home[usual].mean() > 0.8
    followers = np.sort(followers_of(network)[truth.role != "celebrity"])[::-1]
    assert followers[: len(followers) // 20].sum() > 0.35 * followers.sum()


def test_no_state_is_doubled_or_points_at_itself(network: Network) -> None:
    for states in (network.follows, network.memberships):
        pairs = list(zip(states.source.tolist(), states.target.tolist(), strict=True))
        assert len(set(pairs)) == len(pairs)
        assert (states.source != states.target).all()
    assert set(network.truth.role[network.memberships.target]) == {"community"}
    assert set(network.truth.kind[network.memberships.source]) == {"person"}
    assert "community" not in network.truth.role[network.follows.target]


def test_interactions_are_distinct_and_credit_the_author_within_the_window(
    network: Network,
) -> None:
    events, posts = network.interactions, network.posts
    author = posts.author[events.post]
    is_own_mention = events.source == author
    assert (events.target == author)[~is_own_mention].all()
    assert {KINDS[kind] for kind in events.kind[is_own_mention]} == {EdgeKind.MENTION}
    assert {KINDS[kind] for kind in events.kind[~is_own_mention]} == set(KINDS)
    assert (events.source != events.target).all()
    columns = (events.source, events.target, events.post, events.kind)
    assert len(np.unique(np.stack(columns), axis=1).T) == len(events.source)
    now = int(PRESENT.timestamp())
    assert (now - 180 * 86_400 <= posts.posted_at).all()
    assert (posts.posted_at < now).all()
    assert (events.happened_at <= now).all()
    assert (events.happened_at >= posts.posted_at[events.post]).all()


def test_merit_earns_distinct_engagers_where_nobody_cheats() -> None:
    network = simulate(attacks=Attacks.none())
    truth, events = network.truth, network.interactions
    assert set(truth.attack) == {""}
    pairs = np.unique(np.stack([events.source, events.target]), axis=1)
    engagers = np.bincount(pairs[1], minlength=len(truth.role))
    for niche in network.niches:
        creators = np.flatnonzero((truth.niche == niche) & (truth.role == "creator"))
        top = creators[np.argsort(-engagers[creators], kind="stable")][:30]
        assert (truth.merit[top] > 0).sum() >= 25


def test_brands_are_followed_like_leaders_and_engaged_with_much_less(network: Network) -> None:
    truth = network.truth
    received = np.bincount(network.interactions.target, minlength=len(network.ids))
    known = np.isin(truth.role, ["brand", "media"])
    leaders = (truth.merit > 0) & (truth.role == "creator")
    assert followers_of(network)[known].mean() > 0.6 * followers_of(network)[leaders].mean()
    assert received[known].mean() < 0.3 * received[leaders].mean()


# Attacks


def test_pod_members_engage_with_every_post_of_each_other(network: Network) -> None:
    truth, events = network.truth, network.interactions
    for niche in network.niches:
        pod = np.flatnonzero((truth.attack == "pod") & (truth.niche == niche))
        inside = np.isin(events.source, pod) & np.isin(events.target, pod)
        others = np.isin(events.target, pod) & ~inside
        assert inside.sum() > 3 * others.sum()
        for member in pod:
            praised = events.target[inside & (events.source == member)]
            assert set(praised) == set(pod) - {member}


def test_bought_followers_do_nothing_else_and_come_last(network: Network) -> None:
    truth, follows = network.truth, network.follows
    bots = truth.role == "bot"
    by_bots = bots[follows.source]
    assert set(truth.attack[follows.target[by_bots]]) == {"bought"}
    assert not bots[follows.target].any()
    assert not bots[network.interactions.source].any()
    assert not bots[network.memberships.source].any()
    for client in np.flatnonzero(truth.attack == "bought"):
        followers = bots[follows.source[follows.target == client]]
        assert followers.sum() > 200
        assert followers[:100].mean() > 0.9  # newest first: a cut listing shows mostly bots


def test_mass_followers_follow_more_than_1500(network: Network) -> None:
    following = np.bincount(network.follows.source, minlength=len(network.ids))
    is_mass = network.truth.attack == "mass"
    assert (following[is_mass] > 1500).all()
    assert (following[~is_mass] < 1500).all()


def test_a_giveaway_is_one_post_far_above_all_others_of_its_author(network: Network) -> None:
    per_post = np.bincount(network.interactions.post, minlength=len(network.posts.author))
    for host in np.flatnonzero(network.truth.attack == "giveaway"):
        counts = np.sort(per_post[network.posts.author == host])
        assert counts[-1] > 10 * max(1, counts[-2])


def test_naive_numbers_are_fooled(network: Network) -> None:
    """Followers, interactions and distinct engagers each let their own attackers to the top."""
    truth, events = network.truth, network.interactions
    size = len(network.ids)
    pairs = np.unique(np.stack([events.source, events.target]), axis=1)
    naive = {
        "bought": followers_of(network),
        "pod": np.bincount(events.target, minlength=size),
        "giveaway": np.bincount(pairs[1], minlength=size),
    }
    for niche in network.niches:
        creators = np.flatnonzero((truth.niche == niche) & (truth.role == "creator"))
        for attack, number in naive.items():
            top = creators[np.argsort(-number[creators], kind="stable")][:10]
            assert attack in truth.attack[top]


@pytest.fixture(scope="module")
def strong() -> Network:
    return simulate(attacks=Attacks.strong())


def test_attacks_can_be_stronger(strong: Network) -> None:
    truth, follows, events = strong.truth, strong.follows, strong.interactions
    followers = np.bincount(follows.target[truth.role[follows.source] == "bot"])
    for niche in strong.niches:
        inside = truth.niche == niche
        planted = {it: int((inside & (truth.attack == it)).sum()) for it in set(truth.attack)}
        del planted[""]
        assert planted == {"pod": 30, "bought": 12, "giveaway": 8, "comment": 15, "mass": 4}
        bought = followers[np.flatnonzero(inside & (truth.attack == "bought"))]
        assert 450 < bought.min() <= bought.max() < 550
        for member in np.flatnonzero(inside & (truth.attack == "pod")):
            praise = events.target[(events.source == member) & np.isin(events.kind, [0, 1, 2])]
            is_pod = truth.attack[praise] == "pod"
            assert len(set(praise[is_pod].tolist())) >= 9
    assert (truth.merit > 0).sum() == 105
    rested = simulate(attacks=replace(Attacks.strong(), do_act=False)).truth
    assert set(rested.attack) == {""}
    assert (rested.role == truth.role).all()


def test_mass_commenters_write_to_nearly_everybody_and_some_come_back(strong: Network) -> None:
    truth, events = strong.truth, strong.interactions
    writers = np.zeros(len(strong.ids), bool)
    writers[strong.posts.author] = True
    is_comment = events.kind == COMMENT
    for niche in strong.niches:
        hosts = writers & (truth.niche == niche)
        for commenter in np.flatnonzero((truth.attack == "comment") & (truth.niche == niche)):
            met = events.target[is_comment & (events.source == commenter)]
            back = events.source[is_comment & (events.target == commenter)]
            assert len(set(met[hosts[met]].tolist())) > 0.5 * hosts.sum()
            assert 0.05 < np.isin(back, met).sum() / hosts.sum() < 0.5


def test_more_of_the_attention_can_be_kept_back(network: Network) -> None:
    dropped = simulate(unlisted_share=0.2)
    for name in ("follows", "memberships", "interactions"):
        before, after = getattr(network, name), getattr(dropped, name)
        assert (before.source == after.source).all()
        assert (before.target == after.target).all()
        assert not (after.is_listed & ~before.is_listed).any()
    assert 0.79 < dropped.follows.is_listed.mean() < 0.81


# Words


def words_of(niche: int, *slots: str) -> list[str]:
    return [phrase for told in TOPICS[niche] for slot in slots for phrase in told[slot]]


def has_words(text: str, phrases: list[str]) -> bool:
    return any(phrase.lower() in text.lower() for phrase in phrases)


def test_most_but_not_all_write_of_their_niche(network: Network) -> None:
    bios, posts = np.array(bios_of(network)), np.array(posts_of(network))
    every = ("does", "thing", "about", "goods", "folk", "tag")
    for number, niche in enumerate(network.niches):
        spoken = words_of(number, *every)
        creators = np.flatnonzero(
            (network.truth.niche == niche) & (network.truth.role == "creator")
        )
        in_bio = [has_words(text, spoken) for text in bios[creators].tolist()]
        assert 0.55 < np.mean(in_bio) < 0.9
        rows = np.flatnonzero(np.isin(network.posts.author, creators))
        in_posts = [has_words(text, spoken) for text in posts[rows].tolist()]
        assert 0.5 < np.mean(in_posts) < 0.85
        others = network.truth.niche[network.posts.author] != niche
        strangers = [has_words(text, spoken) for text in posts[others].tolist()]
        assert 0 < np.mean(strangers) < 0.05


def test_a_role_can_be_told_from_words_of_most_but_not_of_all(network: Network) -> None:
    bios, role = np.array(bios_of(network)), network.truth.role
    telling = {
        "brand": ("магазин", "розница", "webshop", "winkel", "shop"),
        "media": ("журнал", "редакция", "magazine", "nieuws", "news"),
        "community": ("клуб", "группа", "groep", "club", "group"),
    }
    for each, words in telling.items():
        has = np.array([has_words(text, list(words)) for text in bios.tolist()])
        assert 0.6 < has[role == each].mean() < 1
        assert has[(role == "creator")].mean() < 0.05
    is_said = np.isin(role, ["creator", "brand", "media", "community", "celebrity"])
    assert 0.09 < (bios[is_said] == "").mean() < 0.15
    voices = np.array(network.words.voices)
    assert 0.05 < np.isin(voices, ["page", "seller"])[role == "creator"].mean() < 0.11
    assert not network.posts.author[np.isin(role, ["bot", "audience"])[network.posts.author]].size


def test_three_languages_are_written_and_every_phrase_can_be_filled(network: Network) -> None:
    posts = " ".join(posts_of(network))
    for tag in ("#вязаниеспицами", "#breien", "#KnittersOfInstagram", "#hardlopen"):
        assert tag in posts
    assert "{" not in posts + " ".join(bios_of(network))
    for sentences in (*BIOS.values(), *POSTS.values()):
        assert len(sentences) == len(PLACES) == 3
        for phrase in (it for language in sentences for it in language):
            slots = {name for _, name, _, _ in Formatter().parse(phrase) if name}
            assert slots <= {*TOPICS[0][0], *FIGURES, "place"}
    for topic in TOPICS:
        assert [set(told) for told in topic] == [set(TOPICS[0][0])] * 3


# The platform


@pytest.mark.parametrize("page_rows", [7, 50, 100])
def test_pages_lose_and_double_nothing(network: Network, page_rows: int) -> None:
    platform = SimulatedPlatform(network, page_rows)
    number = open_account(network, 250)
    ids, follows = network.ids, network.follows
    for listing, key in ((Listing.FOLLOWERS, follows.target), (Listing.FOLLOWING, follows.source)):
        pages = read_all(platform, ids[number], listing)
        listed = (key == number) & follows.is_listed
        expected = [
            (ids[source], ids[target], EdgeKind.FOLLOW)
            for source, target in zip(follows.source[listed], follows.target[listed], strict=True)
        ]
        assert edges_of(pages) == expected
        assert len(pages) == -(-int((key == number).sum()) // page_rows)
        assert all(len(page.edges) <= page_rows for page in pages)
        assert {page.declared_count for page in pages} == {int((key == number).sum())}
        assert pages[-1].ended is Ended.COMPLETE


@pytest.mark.parametrize("page_rows", [7, 50])
def test_members_posts_and_engagers_lose_and_double_nothing(
    network: Network, page_rows: int
) -> None:
    platform = SimulatedPlatform(network, page_rows)
    sizes = np.bincount(network.memberships.target, minlength=len(network.ids))
    community = int(sizes.argmax())
    members = edges_of(read_all(platform, network.ids[community], Listing.MEMBERS))
    listed = (network.memberships.target == community) & network.memberships.is_listed
    assert {source for source, _, _ in members} == {
        network.ids[source] for source in network.memberships.source[listed]
    }
    assert len(members) == listed.sum()
    assert {edge[1:] for edge in members} == {(network.ids[community], EdgeKind.MEMBER)}

    busiest = int(np.bincount(network.interactions.post).argmax())
    pages = read_all(platform, f"simulated:p{busiest:07d}", Listing.ENGAGERS)
    events, author = network.interactions, network.posts.author[busiest]
    on_post = (events.post == busiest) & (events.source != author)
    edges = [edge for page in pages for edge in page.edges]
    assert len(set(edges)) == len(edges) == (on_post & events.is_listed).sum()
    assert pages[0].declared_count == on_post.sum()
    assert {edge.target_id for edge in edges} == {network.ids[author]}
    assert {edge.post_id for edge in edges} == {f"simulated:p{busiest:07d}"}
    moments = [edge.happened_at for edge in edges]
    assert all(moment is not None and moment <= PRESENT for moment in moments)


def test_posts_come_newest_first_with_true_counts_and_their_mentions(
    network: Network, platform: SimulatedPlatform
) -> None:
    small = SimulatedPlatform(network, page_rows=5)
    events = network.interactions
    is_own = events.source == network.posts.author[events.post]
    author = int(np.bincount(events.source[is_own]).argmax())
    assert not network.truth.is_gone[author]
    pages = read_all(small, network.ids[author], Listing.POSTS)
    posts = [post for page in pages for post in page.posts]
    assert len(posts) == (network.posts.author == author).sum()
    assert {post.author_id for post in posts} == {network.ids[author]}
    dates = [post.posted_at for post in posts if post.posted_at is not None]
    assert dates == sorted(dates, reverse=True)
    assert edges_of(pages) == edges_of(read_all(platform, network.ids[author], Listing.POSTS))
    assert len(edges_of(pages)) == (is_own & (events.source == author)).sum() > 0
    for post in posts:
        number = int(post.post_id.removeprefix("simulated:p"))
        kinds = [KINDS[kind] for kind in events.kind[events.post == number]]
        assert post.likes_count == kinds.count(EdgeKind.LIKE)
        assert post.reposts_count == kinds.count(EdgeKind.REPOST)
        assert post.comments_count == kinds.count(EdgeKind.COMMENT) + kinds.count(EdgeKind.REPLY)
        assert (post.views_count or 0) > post.likes_count
        assert post.text == network.words.post(number)


def test_some_pages_in_the_middle_are_short(network: Network, platform: SimulatedPlatform) -> None:
    celebrity = first(
        (network.truth.role == "celebrity") & ~network.truth.is_hidden & ~network.truth.is_limited
    )
    pages = read_all(platform, network.ids[celebrity], Listing.FOLLOWERS)
    lengths = [len(page.edges) for page in pages[:-1]]
    assert 100 in lengths
    assert min(lengths) < 100
    assert sum(len(page.edges) for page in pages) < (pages[0].declared_count or 0)


def test_hidden_followers_are_counted_but_not_listed(
    network: Network, platform: SimulatedPlatform
) -> None:
    number = first(network.truth.is_hidden & (followers_of(network) > 0))
    page = platform.fetch(network.ids[number], Listing.FOLLOWERS)
    assert (page.ended, page.cursor, page.edges) == (Ended.HIDDEN, None, ())
    assert page.declared_count == followers_of(network)[number]
    assert platform.fetch(network.ids[number], Listing.FOLLOWING).ended is Ended.COMPLETE


@pytest.mark.parametrize("page_rows", [7, 100])
def test_a_limited_account_shows_its_newest_followers_and_says_so(
    network: Network, page_rows: int
) -> None:
    platform = SimulatedPlatform(network, page_rows)
    count = followers_of(network)
    number = first(network.truth.is_limited & (count > NEWEST_SHOWN))
    pages = read_all(platform, network.ids[number], Listing.FOLLOWERS)
    shown = np.flatnonzero(network.follows.target == number)[:NEWEST_SHOWN]
    shown = shown[network.follows.is_listed[shown]]
    expected = [network.ids[source] for source in network.follows.source[shown]]
    assert [source for source, _, _ in edges_of(pages)] == expected
    assert len(pages) == -(-NEWEST_SHOWN // page_rows)  # a full last page has no cursor either
    assert pages[-1].ended is Ended.CUT
    assert pages[-1].why == "the platform shows the newest 200"
    assert pages[-1].declared_count == count[number] > NEWEST_SHOWN
    short = first(network.truth.is_limited & (count <= NEWEST_SHOWN))
    pages = read_all(platform, network.ids[short], Listing.FOLLOWERS)
    assert pages[-1].ended is Ended.COMPLETE


def test_how_many_a_limited_account_shows_can_be_said(network: Network) -> None:
    number = first(network.truth.is_limited & (followers_of(network) > NEWEST_SHOWN))
    for newest in (100, 150):
        platform = SimulatedPlatform(network, newest_shown=newest)
        pages = read_all(platform, network.ids[number], Listing.FOLLOWERS)
        shown = np.flatnonzero(network.follows.target == number)[:newest]
        assert len(edges_of(pages)) == network.follows.is_listed[shown].sum()
        assert pages[-1].why == f"the platform shows the newest {newest}"
        assert f"the {newest} newest" in platform.unseen


def test_what_is_gone_has_no_pages_and_no_profile(
    network: Network, platform: SimulatedPlatform
) -> None:
    gone = first(network.truth.is_gone & (network.truth.role == "creator"))
    here = open_account(network, 1)
    for listing in (Listing.FOLLOWERS, Listing.FOLLOWING, Listing.POSTS):
        page = platform.fetch(network.ids[gone], listing)
        assert (page.ended, page.cursor, page.edges, page.posts) == (Ended.GONE, None, (), ())
    post = first(network.posts.author == gone)
    for subject in (f"simulated:p{post:07d}", "simulated:p9999999", "simulated:p", "simulated:p²"):
        assert platform.fetch(subject, Listing.ENGAGERS).ended is Ended.GONE
    assert platform.fetch("simulated:u999999", Listing.FOLLOWERS).ended is Ended.GONE
    asked = [network.ids[gone], network.ids[here], "simulated:u999999"]
    assert [profile.account_id for profile in platform.fetch_profiles(asked)] == [network.ids[here]]


def test_profiles_count_what_is_true(network: Network, platform: SimulatedPlatform) -> None:
    number = open_account(network, 250)
    community = first(network.truth.kind == "community")
    person, club = platform.fetch_profiles([network.ids[number], network.ids[community]])
    assert person.handle == network.handles[number]
    assert person.name == network.names[number]
    assert person.url == "https://simulated.example/" + quote(network.handles[number])
    assert person.followers_count == (network.follows.target == number).sum()
    assert person.following_count == (network.follows.source == number).sum()
    assert person.posts_count == (network.posts.author == number).sum()
    assert person.bio == network.words.bio(number)
    assert club.kind is AccountKind.COMMUNITY
    assert club.followers_count == (network.memberships.target == community).sum()


def test_an_account_is_found_by_any_spelling_of_its_handle_and_by_its_ids(
    network: Network, platform: SimulatedPlatform
) -> None:
    number = next(n for n, handle in enumerate(network.handles) if "й" in handle or "ё" in handle)
    handle, account_id = network.handles[number], network.ids[number]
    decomposed = handle.replace("й", "и\u0306").replace("ё", "е\u0308")
    spellings = [handle, f"@{handle}", handle.upper(), f" {decomposed} "]
    for text in (*spellings, account_id, account_id.removeprefix("simulated:"), account_id.upper()):
        assert platform.find_account(text) == account_id
    for text in ("", "@", "nobody_at_all", "u999999", "simulated:u12"):
        assert platform.find_account(text) is None


def test_listings_depend_on_the_kind(network: Network, platform: SimulatedPlatform) -> None:
    assert platform.listings(AccountKind.PERSON) == platform.listings(AccountKind.ORGANISATION)
    assert platform.listings(AccountKind.COMMUNITY) == (Listing.MEMBERS, Listing.POSTS)
    community = network.ids[first(network.truth.kind == "community")]
    for subject, listing in (
        (community, Listing.FOLLOWERS),
        (network.ids[open_account(network, 1)], Listing.MEMBERS),
        (community, Listing.PROFILE),
    ):
        with pytest.raises(LeadersError, match="ask for one of"):
            platform.fetch(subject, listing)


def test_a_foreign_cursor_is_refused(network: Network, platform: SimulatedPlatform) -> None:
    account_id = network.ids[open_account(network, 250)]
    cursor = platform.fetch(account_id, Listing.FOLLOWERS).cursor
    assert cursor is not None
    other = network.ids[first(network.truth.role == "celebrity")]
    garbage = ["", "nonsense", "0", "ff-00000000", cursor + "0", cursor.upper() + " ", "²-1"]
    for subject, text in [*((account_id, text) for text in garbage), (other, cursor)]:
        with pytest.raises(LeadersError, match="without a cursor"):
            platform.fetch(subject, Listing.FOLLOWERS, text)


def test_the_default_platform_is_registered_and_made_once() -> None:
    one, two = PLATFORMS["simulated"](), SimulatedPlatform()
    assert isinstance(one, SimulatedPlatform)
    assert one.name == "simulated"
    assert one.network is two.network
    assert one.now() == PRESENT
    with pytest.raises(ValueError, match="at least one row"):
        SimulatedPlatform(page_rows=0)
