"""A small platform seen at two dates, written down as a crawl would."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from leaders.model import Account, Edge, EdgeKind, Ended, Listing, Page, Post
from leaders.settings import Workspace
from leaders.store import Store
from leaders.store.pages import OpenVisit, PageRead, write_pages
from leaders.store.staging import rebuild_edges

FIRST = datetime(2026, 1, 5, tzinfo=UTC)
SECOND = FIRST + timedelta(days=30)
FOLLOW = EdgeKind.FOLLOW


def x(name: str) -> str:
    return f"simulated:{name}"


def visit(
    at: datetime,
    subject: str,
    listing: Listing,
    page: Page,
    ended: Ended = Ended.COMPLETE,
    post: str | None = None,
) -> PageRead:
    """One visit of one page."""
    rows = len(page.edges) + len(page.posts)
    opened = OpenVisit(
        x(subject), listing, at, None if post is None else x(post), fetched_count=rows,
        declared_count=page.declared_count,
    )  # fmt: skip
    return PageRead(opened, 0, page, at, ended, None)


def see_all(workspace: Workspace, reads: Sequence[PageRead]) -> None:
    """Store visits."""
    with Store(workspace) as store:
        write_pages(store, "niche", "simulated", reads)
        rebuild_edges(store)


def see(workspace: Workspace, *told: object, **said: object) -> None:
    """Store one visit, told as to `visit`."""
    see_all(workspace, [visit(*told, **said)])  # type: ignore[arg-type]


def followers(target: str, sources: Iterable[str]) -> Page:
    return Page(edges=tuple(Edge(x(source), x(target), FOLLOW) for source in sources))


def following(source: str, targets: Iterable[str]) -> Page:
    return Page(edges=tuple(Edge(x(source), x(target), FOLLOW) for target in targets))


def profile(handle: str, count: int | None = None, name: str | None = None) -> Page:
    return Page(accounts=(Account(x(handle), handle=handle, name=name, followers_count=count),))


def posts(author: str, names: Sequence[str], at: datetime) -> Page:
    told = (
        Post(x(name), x(author), at - timedelta(hours=place), likes_count=1)
        for place, name in enumerate(names)
    )
    return Page(posts=tuple(told))


def likes(author: str, post: str, sources: Iterable[str], at: datetime) -> Page:
    return Page(edges=tuple(Edge(x(it), x(author), EdgeKind.LIKE, x(post), at) for it in sources))


def people(count: int, start: int = 0) -> list[str]:
    return [f"fan{number}" for number in range(start, start + count)]
