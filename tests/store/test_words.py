"""Bios and posts in the store: whose are kept, since when, and that nothing shows them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from leaders import forgetting, pipeline
from leaders.importing import import_path
from leaders.model import Account, Edge, EdgeKind, Ended, Listing, Page, Post
from leaders.settings import Workspace
from leaders.store import Store
from leaders.store.imports import ImportRequest
from leaders.store.pages import OpenVisit, PageRead, write_pages

DAY = datetime(2026, 1, 5, tzinfo=UTC)
ANN, BEN = "x:ann", "x:ben"


def see(
    workspace: Workspace, page: Page, listing: Listing, day: int, subject: str | None = ANN
) -> None:
    """Store a page of one visit, so many days later."""
    at = DAY + timedelta(days=day)
    post_id = page.edges[0].post_id if listing is Listing.REPLIERS else None
    visit = OpenVisit(subject, listing, at, post_id, query=None if subject else "yarn")
    with Store(workspace) as store:
        write_pages(store, "niche", "x", [PageRead(visit, 0, page, at, Ended.COMPLETE, None)])


def post(text: str | None, author: str = ANN, name: str = "p") -> Page:
    return Page(posts=(Post(f"x:{name}", author, likes_count=1, text=text),))


def bio(text: str | None, name: str = "Ann") -> Page:
    return Page(accounts=(Account(ANN, name=name, bio=text),))


def look(workspace: Workspace, sql: str) -> list[tuple]:
    with Store(workspace) as store:
        return store._connection.execute(sql).fetchall()


def seen(workspace: Workspace, view: str, column: str, days: Sequence[int]) -> list[str | None]:
    moments = [f"{DAY + timedelta(days=day, hours=1):%Y-%m-%dT%H:%M:%SZ}" for day in days]
    rows = [look(workspace, f"select {column} from {view}('{it}')") for it in moments]
    return [row[0][0] if row else None for row in rows]


def test_a_bio_is_kept_as_each_moment_saw_it(workspace: Workspace) -> None:
    told = ("I knit", "I knit", None, "I run", "")
    for day, text in enumerate(told):
        see(workspace, bio(text), Listing.PROFILE, day)
    kept = seen(workspace, "profile_as_of", "bio", range(-1, 5))
    assert kept == [None, "I knit", "I knit", "I knit", "I run", ""]
    assert look(workspace, "select count(*) from profile") == [(3,)]


def test_a_post_is_kept_as_each_moment_saw_it_and_only_where_it_changed(
    workspace: Workspace,
) -> None:
    told = ("a shawl", "a shawl", None, "a sock", "a shawl", "")
    for day, text in enumerate(told):
        see(workspace, post(text), Listing.POSTS, day)
    kept = seen(workspace, "post_text_as_of", "text", range(-1, 6))
    assert kept == [None, "a shawl", "a shawl", "a shawl", "a sock", "a shawl", ""]
    texts = look(workspace, "select text from post_count order by visit_no")
    assert texts == [("a shawl",), (None,), (None,), ("a sock",), ("a shawl",), ("",)]


def test_nothing_longer_than_its_limit_is_kept(workspace: Workspace) -> None:
    see(workspace, bio("b" * 9000), Listing.PROFILE, 0)
    see(workspace, post("p" * 9000), Listing.POSTS, 1)
    assert seen(workspace, "profile_as_of", "bio", [1]) == ["b" * 2000]
    assert seen(workspace, "post_text_as_of", "text", [1]) == ["p" * 2000]


@pytest.mark.parametrize(
    ("listing", "subject"),
    [(Listing.SEARCH_POSTS, None), (Listing.LIKERS, ANN), (Listing.POSTS, BEN)],
)
def test_words_that_are_not_of_the_visited_account_are_not_kept(
    workspace: Workspace, listing: Listing, subject: str | None
) -> None:
    see(workspace, post("secret words"), listing, 0, subject)
    assert look(workspace, "select likes_count, text from post_count") == [(1, None)]
    assert b"secret words" not in workspace.database.read_bytes()


def test_who_asks_not_to_be_shown_keeps_no_words(workspace: Workspace) -> None:
    hidden = Page(accounts=(Account(ANN, is_unlisted=True, bio=""),))
    see(workspace, hidden, Listing.PROFILE, 0)
    see(workspace, post("secret words"), Listing.POSTS, 1)
    assert b"secret words" not in workspace.database.read_bytes()


def test_an_account_of_an_audience_has_no_words(workspace: Workspace) -> None:
    reply = Edge(BEN, ANN, EdgeKind.REPLY, "x:p")
    see(workspace, Page(edges=(reply,)), Listing.REPLIERS, 0)
    assert look(workspace, "select count(*) from profile") == [(0,)]
    assert look(workspace, "select count(*) from post_count") == [(0,)]


def take_in(workspace: Workspace, text: str, shape: str, day: int = 0) -> None:
    (workspace.niches / "niche.toml").write_text('title = "A niche"\nplatforms = ["files"]\n')
    path = workspace.root / "file.csv"
    path.write_text(text, encoding="utf-8")
    seen_at = DAY + timedelta(days=day)
    request = ImportRequest("niche", "d", "files", "follow", {}, seen_at, is_seen_at_given=True)
    import_path(workspace, path, shape, request, lambda sentence: None)


def test_files_tell_words_in_whatever_order_of_time_they_come(workspace: Workspace) -> None:
    for day, words in ((2, "later words"), (0, "later words"), (1, "words between")):
        take_in(workspace, f"id,name,bio\nann,Ann,{words}\n", "accounts", day)
        take_in(workspace, f"id,author,text\np1,ann,{words}\n", "posts", day)
    told = ["later words", "words between", "later words"]
    assert seen(workspace, "profile_as_of", "bio", range(3)) == told
    assert seen(workspace, "post_text_as_of", "text", range(3)) == told


def test_exports_show_no_words_and_forgetting_leaves_none(workspace: Workspace) -> None:
    words = ("bio-of-quux", "post-words-of-quux")
    take_in(workspace, f"id,name,bio\nquux,Quux,{words[0]}\nann,Ann,I knit\n", "accounts")
    take_in(workspace, f"id,author,text\np1,quux,{words[1]}\np2,ann,a shawl\n", "posts")
    take_in(workspace, "from,to\nben,quux\nben,ann\nann,quux\n", "edges")
    (workspace.root / "file.csv").unlink()
    pipeline.rank(workspace, "niche")
    formats = ("csv", "gexf", "graphml", "json", "parquet", "xlsx")
    paths = pipeline.export_niche(workspace, "niche", formats)
    assert not [path for path in paths for it in words if it.encode() in path.read_bytes()]
    assert all(it.encode() in workspace.database.read_bytes() for it in words)
    forgetting.forget(workspace, "files:d/quux", never_again_at=DAY)
    kept = [path for path in workspace.database.parent.rglob("*") if path.is_file()]
    assert not [path for path in kept for it in words if it.encode() in path.read_bytes()]
    assert look(workspace, "select bio from profile") == [("I knit",)]
    take_in(workspace, f"id,author,text\np3,quux,{words[1]}\n", "posts", 1)
    take_in(workspace, f"id,bio\nquux,{words[0]}\n", "accounts", 1)
    (workspace.root / "file.csv").unlink()
    assert look(workspace, "select text from post_count") == [("a shawl",)]
    assert not [it for it in words if it.encode() in workspace.database.read_bytes()]
