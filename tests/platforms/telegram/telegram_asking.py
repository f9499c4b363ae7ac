"""Asking a fake Telegram through the whole platform, to the end of a listing."""

from pathlib import Path

from fake_telegram import FakeTelegram, clients_of, settings_for
from telegram_society import EdgeRow, PostRow
from web_fakes import FakeClock

from leaders.model import Edge, Page, Post
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


def edge_row(edge: Edge) -> EdgeRow:
    return edge.source_id, edge.target_id, str(edge.kind), edge.post_id


def post_row(post: Post) -> PostRow:
    return (
        post.post_id, post.author_id, post.views_count, post.likes_count, post.comments_count,
        post.reposts_count,
    )  # fmt: skip


def posts_of(pages: list[Page]) -> list[PostRow]:
    return [post_row(post) for page in pages for post in page.posts]


def edges_of(pages: list[Page]) -> set[EdgeRow]:
    return {edge_row(edge) for page in pages for edge in page.edges}
