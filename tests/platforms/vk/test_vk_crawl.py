"""A whole crawl of the fake VK: what is in the store is the truth, as far as it was read."""

import shutil

import duckdb
import pytest
from fake_http import Faulty
from fake_vk import SERVICE, USER, FakeVk
from vk_asking import platform_on
from vk_society import Society

from leaders.collect import Crawl
from leaders.collect.budget import Budget
from leaders.collect.reading import Reader
from leaders.collect.report import CollectReport
from leaders.model import Listing
from leaders.niche import Limits, Niche
from leaders.settings import Workspace, find_bundled
from leaders.store import Store
from leaders.store.pages import OpenVisit, open_visits

SEEDS = ("https://vk.com/garden_2", "vk:-5", "vk:2")
LIMITS = Limits(
    accounts=3, audience=2, candidates=4, pages=30, posts=1, audience_pages=2, search=10
)


def read(workspace: Workspace, sql: str) -> list[tuple]:
    with duckdb.connect(str(workspace.database)) as connection:
        return connection.execute(sql).fetchall()


def crawl(workspace: Workspace, server, **settings) -> None:
    niche = Niche(
        name="niche", title="Gardens", platforms=("vk",), seeds=SEEDS, limits=LIMITS,
        words={"en": ("roses",)},
    )  # fmt: skip
    report = Crawl(workspace, niche, platform_on(server, **settings)).run()
    assert report.stopped == "nothing is left to read within the limits"
    assert report.unknown_seeds == []


def number(account_id: str) -> int:
    return int(account_id.removeprefix("vk:"))


def is_true(  # noqa: PLR0911 (a truth for each kind)
    society: Society, source: int, target: int, kind: str, post: str | None
) -> bool:
    """Whether the society knows of this attention."""
    if kind == "follow":
        friends = society.friends.get(source, set())
        return target in friends or target in society.subscriptions.get(source, set())
    if kind == "member":
        return source in society.members[-target]
    wall, _, of_post = (post or "vk:0_0").removeprefix("vk:").rpartition("_")
    place = (int(wall), int(of_post))
    if kind == "like":
        return target == place[0] and source in society.likes[place]
    if kind == "comment":
        comments = society.comments[place]
        authors = {it["from_id"] for top in comments for it in (top, *top["replies"])}
        return target == place[0] and source in authors
    if kind == "repost":
        history = [
            it["copy_history"][-1] for it in society.posts_of(source) if "copy_history" in it
        ]
        is_told = (target, place[1]) in {(it["owner_id"], it["id"]) for it in history}
        return target == place[0] and (is_told or source in society.copies.get(place, ()))
    if post is None:  # a community's links
        return (source, target) in {(-2, -3), (-2, 5)}
    texts = {it["id"]: it["text"] for it in society.posts_of(source)}
    tag = f"id{target}" if target > 0 else f"club{-target}"
    return kind == "mention" and place[0] == source and tag in texts[place[1]]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory, society: Society, mistakes_of) -> Workspace:
    """A store after a whole crawl, over a network that fails now and then."""
    workspace = Workspace(tmp_path_factory.mktemp("vk") / "workspace")
    vk = FakeVk(society)
    crawl(workspace, Faulty(vk, every=5))
    assert [it for called in vk.called for it in mistakes_of(called)] == []
    return workspace


def test_a_crawl_stores_the_truth(crawled: Workspace, society: Society) -> None:
    stored = read(
        crawled,
        """select s.account_id, t.account_id, e.kind, post_id from edge as e
        join account as s on s.account_no = source_no join account as t on t.account_no = target_no
        left join post using (post_no)""",
    )
    kinds = {kind for _, _, kind, _ in stored}
    assert kinds == {"follow", "member", "like", "comment", "repost", "mention"}
    wrong = [
        row for row in stored if not is_true(society, number(row[0]), number(row[1]), *row[2:])
    ]
    assert wrong == []

    complete = read(
        crawled,
        """select account_id, post_id, listing, fetched_count from visit
        join account on account_no = subject_no left join post using (post_no)
        where ended = 'complete'""",
    )
    states = {row[:3] for row in stored}
    for account_id, post_id, listing, _ in complete:
        owner = number(account_id)
        if listing == "members":
            truth = {(f"vk:{it}", account_id, "member") for it in society.members[-owner]}
        elif listing == "followers":
            followers = {*society.followers_of(owner), *society.friends[owner]}
            truth = {(f"vk:{it}", account_id, "follow") for it in followers}
        elif listing == "likers":
            place = (owner, int(post_id.rpartition("_")[2]))
            likers = set(society.likes[place]) - {owner}
            truth = {(f"vk:{it}", account_id, "like") for it in likers}
        else:
            continue
        assert truth <= states
    listings = {listing for _, _, listing, _ in complete}
    assert {"members", "followers", "likers", "reposters", "repliers", "posts"} <= listings
    rows = read(crawled, "select distinct listing from visit where ended = 'complete'")
    assert {"featured", "search accounts", "search posts", "profile"} <= {row[0] for row in rows}
    assert ("vk:-2", None, "members") in {row[:3] for row in complete}

    contacts = read(crawled, "select * from profile where account_no in "
                    "(select account_no from account where account_id = 'vk:-2')")  # fmt: skip
    assert "ads2@garden.example" in str(contacts)
    checks = sorted((find_bundled("sql") / "checks").glob("*.sql"))
    assert checks
    for check in checks:
        assert read(crawled, check.read_text()) == [], check.stem


def test_a_second_crawl_finds_nothing_new(vk: FakeVk, crawled: Workspace) -> None:
    kept = b"".join(it.read_bytes() for it in crawled.root.rglob("*") if it.is_file())
    assert SERVICE.encode() not in kept
    assert USER.encode() not in kept
    crawl(crawled, vk, user_tokens=())
    # Short names of seeds may lead to somebody else by now: they are all that is asked again.
    assert set(vk.methods()) <= {"utils.resolveScreenName"}


@pytest.mark.parametrize(
    ("code", "ended", "why"),
    [
        (5, "failed", "VK refuses token 1 of VK_SERVICE_TOKENS (5)"),
        (14, "failed", "to log in and confirm it (14)"),
        (17, "failed", "to log in and confirm it (17)"),
        (15, "hidden", "closed to strangers"),
        (18, "gone", "deleted or banned"),
        (30, "hidden", "private"),
        (203, "hidden", "closed"),
        (8, "failed", "***"),
    ],
)  # fmt: skip
def test_errors_become_statuses_of_visits(vk, crawled, tmp_path, code, ended, why) -> None:
    workspace = Workspace(tmp_path / "workspace")
    shutil.copytree(crawled.root, workspace.root)
    platform = platform_on(vk, user_tokens=())
    budget = Budget(LIMITS)
    niche = Niche(name="niche", title="Gardens", platforms=("vk",), seeds=SEEDS)
    visits = [OpenVisit("vk:-5", it, platform.now()) for it in (Listing.POSTS, Listing.MEMBERS)]
    with Store(workspace) as store:
        open_visits(store, "niche", "vk", visits)
    for method in ("wall.get", "groups.getMembers"):
        vk.errors[method] = [(code, f"Not with {SERVICE}")]
    report = CollectReport("vk")
    with Reader(workspace, niche, platform, budget, report, lambda progress: None) as reader:
        reader.read(visits)
        with reader.open():
            pass
    numbers = [it.visit_no for it in visits]
    rows = read(workspace, f"select ended, why from visit where visit_no in {tuple(numbers)}")
    assert [row[0] for row in rows] == [ended] * 2
    assert all(why in row[1] for row in rows)
    kept = b"".join(it.read_bytes() for it in workspace.root.rglob("*") if it.is_file())
    assert SERVICE.encode() not in kept
