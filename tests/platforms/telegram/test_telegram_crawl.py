"""A whole crawl of a fake Telegram, through the store, against what the society knows of itself."""

from pathlib import Path

import duckdb
from fake_telegram import FakeTelegram
from telegram_asking import Asking
from telegram_society import society
from test_telegram_reading import Faults

from leaders.collect import Crawl
from leaders.niche import Limits, Niche
from leaders.settings import Workspace

LIMITS = Limits(accounts=40, candidates=60, pages=50, posts=30, audience=20, search=3)


def read(workspace: Workspace, sql: str) -> list[tuple]:
    with duckdb.connect(str(workspace.database)) as connection:
        return connection.execute(sql).fetchall()


def edges_of(workspace: Workspace) -> set[tuple]:
    return set(read(
        workspace,
        """select s.account_id, t.account_id, e.kind, post_id
        from edge as e
        join account as s on s.account_no = source_no join account as t on t.account_no = target_no
        left join post using (post_no)""",
    ))  # fmt: skip


def niche_of(server: FakeTelegram) -> Niche:
    seeds = (*(f"@{it.username}" for it in server.society.channels[:5]), "@group_1", "@no_such_one")
    return Niche(
        name="niche", title="Пряжа", platforms=("telegram",), seeds=seeds,
        words={"ru": ("пряже", "#вяжем")}, limits=LIMITS,
    )  # fmt: skip


def test_a_crawl_stores_what_the_society_did(workspace: Workspace, tmp_path: Path) -> None:
    server = FakeTelegram(society(channels=6, groups=2, people=40, messages=26), rows=17)
    server.faults = Faults()
    report = Crawl(workspace, niche_of(server), Asking(server, tmp_path)).run()
    assert report.unknown_seeds == ["@no_such_one"]
    met = {it.id for it in (*server.society.channels, *server.society.groups)}
    assert edges_of(workspace) == server.society.edges
    visits = read(workspace, "select listing, ended, count(*) from visit group by all order by all")
    ended = {(listing, how): count for listing, how, count in visits}
    assert not [it for it in ended if it[1] in ("failed", "gone", None)]
    assert ended["members", "cut"] == 2  # of several pages
    assert ended["members", "hidden"] == len(met) - 2
    assert ended["similar", "complete"] + ended.get(("similar", "hidden"), 0) == len(met)
    posts = read(
        workspace,
        """select post_id, account_id, views_count, likes_count, comments_count, reposts_count
        from post join account on account_no = author_no join post_count using (post_no)
        where not (views_count is null and likes_count is null and comments_count is null
            and reposts_count is null)""",
    )
    told = {row for row in server.society.posts if row[2:] != (None, None, None, None)}
    assert set(posts) == told
    names = read(workspace, "select account_id from profile join account using (account_no)")
    assert {name for (name,) in names} <= met | {
        it.id for it in server.society.chats.values() if it.is_private
    }
