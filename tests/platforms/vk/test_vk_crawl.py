"""A whole crawl of the fake VK: what is in the store is the truth, as far as it was read."""

import duckdb
from fake_http import Faulty
from fake_vk import FakeVk
from vk_asking import platform_on
from vk_society import Society

from leaders.collect import Crawl
from leaders.niche import Limits, Niche
from leaders.settings import Workspace, find_bundled

SEEDS = ("https://vk.com/garden_2", "vk:-5", "garden_9", "vk:2")
LIMITS = Limits(
    accounts=6, audience=4, candidates=12, pages=30, posts=1, audience_pages=3, search=10
)


def read(workspace: Workspace, sql: str) -> list[tuple]:
    with duckdb.connect(str(workspace.database)) as connection:
        return connection.execute(sql).fetchall()


def crawl(workspace: Workspace, server, limits: Limits = LIMITS, **settings) -> None:
    niche = Niche(
        name="niche", title="Gardens", platforms=("vk",), seeds=SEEDS, limits=limits,
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


def test_a_crawl_stores_the_truth(vk: FakeVk, society: Society, tmp_path) -> None:
    crawled = Workspace(tmp_path / "workspace")
    crawl(crawled, Faulty(vk, every=5))
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


def test_a_second_crawl_with_service_tokens_alone_finds_nothing_new(vk, tmp_path) -> None:
    workspace = Workspace(tmp_path / "workspace")
    few = Limits(accounts=4, audience=3, candidates=5, pages=5, posts=1)
    crawl(workspace, vk, few, user_tokens=())
    asked = len(vk.methods())
    assert {it.token for it in vk.called} == {"service-token-of-a-test-000001"}
    assert "groups.search" not in vk.methods()
    crawl(workspace, vk, few, user_tokens=())
    # Short names of seeds may lead to somebody else by now: they are all that is asked again.
    assert set(vk.methods()[asked:]) <= {"utils.resolveScreenName"}
