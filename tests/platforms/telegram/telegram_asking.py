"""Asking a fake Telegram through the whole platform, to the end of a listing."""

from pathlib import Path

from fake_telegram import FakeTelegram, clients_of, settings_for
from telegram_society import EdgeRow, PostRow
from web_fakes import FakeClock

from leaders.errors import PlatformUnreachable
from leaders.model import Edge, Listing, Page, Post
from leaders.platforms.telegram import TelegramPlatform
from leaders.platforms.telegram.connection import Connection


class Asking(TelegramPlatform):
    """The platform on a fake, and the clock by which it waits."""

    def __init__(self, server: FakeTelegram, folder: Path) -> None:
        self.clock = FakeClock()
        settings = settings_for(folder)
        super().__init__(settings, lambda it: Connection(it, self.clock, clients_of(server)))

    def meet(self, server: FakeTelegram) -> None:
        """Look up all that have a name, as seeds are."""
        for chat in server.society.chats.values():
            if chat.username:
                assert self.find_account(f"@{chat.username}") == chat.id


def read_all(platform: TelegramPlatform, subject: str, listing: Listing) -> list[Page]:
    """Page by page; where Telegram cannot be reached, the same page is asked for again."""
    pages: list[Page] = []
    cursors: set[str] = set()
    cursor: str | None = None
    for _ in range(2000):
        try:
            page = platform.fetch(subject, listing, cursor)
        except PlatformUnreachable:
            continue
        pages.append(page)
        cursor = page.cursor
        if cursor is None:
            return pages
        assert cursor not in cursors, "a cursor is repeated"
        assert cursor.isascii()
        assert cursor.isprintable()
        cursors.add(cursor)
    raise AssertionError(f"{subject} has no end")


def edge_row(edge: Edge) -> EdgeRow:
    return edge.source_id, edge.target_id, str(edge.kind), edge.post_id


def post_row(post: Post) -> PostRow:
    return (
        post.post_id, post.author_id, post.views_count, post.likes_count, post.comments_count,
        post.reposts_count,
    )  # fmt: skip


def edges_of(pages: list[Page]) -> set[EdgeRow]:
    return {edge_row(edge) for page in pages for edge in page.edges}


def posts_of(pages: list[Page]) -> list[PostRow]:
    return [post_row(post) for page in pages for post in page.posts]
