"""A whole crawl over several instances, one of them down; and what never leaves the process."""

import logging
from typing import Any

import duckdb
import pytest
from fake_http import Answered, Asked, TimedOut
from fake_mastodon import TOKEN, Fediverse
from mastodon_asking import opener, platform_on
from mastodon_society import TAG, Society
from to_the_end import read_all
from web_fakes import FakeClock

from leaders.collect import Crawl
from leaders.errors import LeadersError
from leaders.model import AccountKind, Ended, Listing
from leaders.niche import Limits, Niche
from leaders.platforms.mastodon import MastodonPlatform, Settings
from leaders.settings import Workspace

LIMITS = Limits(accounts=12, audience=15, pages=20, posts=2, search=3)


def crawl(workspace: Workspace, fediverse: Fediverse, **settings: Any) -> None:
    society = fediverse.society
    platform = platform_on(fediverse, fediverse.clock, **settings)
    seeds = tuple(f"@{it.username}@{it.domain}" for it in society.people[:5])
    niche = Niche(
        name="niche", title="A", platforms=("mastodon",), seeds=seeds, limits=LIMITS,
        words={"en": (TAG,)},
    )  # fmt: skip
    Crawl(workspace, niche, platform).run()


def repeating(host: str, asked: Asked) -> Answered | None:
    """An instance that says in its refusals what it was sent."""
    said = asked.headers.get("authorization", "")
    if asked.path.endswith(("/following", "/quotes")):
        return 403, {}, f'{{"error": "{said} {said.removeprefix("Bearer ")}"}}'.encode()
    if asked.path.endswith(("/reblogged_by", "/favourited_by")):
        return 400, {}, f'{{"error": "{said}"}}'.encode()
    return None


def read(workspace: Workspace, sql: str) -> list[tuple]:
    with duckdb.connect(str(workspace.database)) as connection:
        return connection.execute(sql).fetchall()


def visits_of(workspace: Workspace) -> list[tuple]:
    return read(
        workspace,
        """select account_id, post_id, listing, ended from visit
        left join account on account_no = subject_no left join post using (post_no)""",
    )


def stored(workspace: Workspace) -> set[tuple]:
    return set(
        read(
            workspace,
            """select s.account_id, t.account_id, e.kind, post_id from edge as e
            join account as s on s.account_no = source_no
            join account as t on t.account_no = target_no left join post using (post_no)""",
        )
    )


def truth(society: Society, workspace: Workspace) -> set[tuple]:
    """What the listings that were read to their end hold."""
    toots = {it.id: it for it in society.toots}
    edges: set[tuple] = set()
    for account_id, post_id, listing, ended in visits_of(workspace):
        if ended != Ended.COMPLETE or not account_id:
            continue
        if post_id:
            of_post = {
                "likers": society.likes, "reposters": society.reposts,
                "quoters": society.quotes, "repliers": society.replies,
            }[listing]  # fmt: skip
            edges |= set(of_post(toots[post_id]))
        elif listing == Listing.POSTS:
            edges |= set(society.attention_of_posts(society.find(account_id)))
        elif listing in (Listing.FOLLOWERS, Listing.FOLLOWING):
            person = society.find(account_id)
            whose = society.followers if listing == Listing.FOLLOWERS else society.following
            edges |= {(*pair, "follow", None) for pair in whose(person)}
    return edges


@pytest.mark.parametrize("down", [(), ("gamma.example",)])
def test_a_crawl_stores_what_is_true_and_goes_on_without_who_is_down(
    workspace: Workspace, down: tuple[str, ...]
) -> None:
    def special(host: str, asked: Asked) -> Answered | None:
        if host in down:
            raise TimedOut
        return None

    society = Society(120, 150)
    crawl(workspace, Fediverse(society, special=special))
    complete, edges = truth(society, workspace), stored(workspace)
    assert len(complete) > 300
    assert complete <= edges
    assert edges <= society.all_attention(), "what was stored is not true"
    assert {it[2] for it in edges} >= {"follow", "like", "repost", "mention", "reply"}
    ended = {it[3] for it in visits_of(workspace)}
    assert (Ended.FAILED in ended) is bool(down)
    follows = (Listing.FOLLOWERS, Listing.FOLLOWING)
    hidden = [it for it in visits_of(workspace) if it[0] == society.people[4].id]
    assert {it[3] for it in hidden if it[2] in follows} == {Ended.HIDDEN}


def test_a_token_is_not_stored(workspace: Workspace) -> None:
    fediverse = Fediverse(Society(40, 40), special=repeating)
    crawl(workspace, fediverse, tokens={"alpha.example": TOKEN})
    assert any(TOKEN in str(asked.headers) for _, asked in fediverse.asked)
    whys = read(workspace, "select why from visit")
    assert any("***" in str(why) for (why,) in whys), "what the server repeated is told"
    tables = read(workspace, "select table_name from duckdb_tables()")
    stored = {name: str(read(workspace, f'select * from "{name}"')) for (name,) in tables}
    assert len(stored) > 5
    assert not [name for name, text in stored.items() if TOKEN in text]


def test_a_token_is_seen_by_its_own_instance_alone_and_by_nobody_else(
    caplog: pytest.LogCaptureFixture,
) -> None:
    society = Society(60, 60)
    fediverse = Fediverse(society, special=repeating)
    caplog.set_level(logging.DEBUG)
    settings = Settings(
        servers=("alpha.example", "gamma.example"), tokens={"alpha.example": TOKEN}, rate=1000.0
    )
    platform = MastodonPlatform(settings, opener(fediverse, FakeClock()))
    said: list[str] = [repr(settings), repr(platform), str(platform.remarks())]
    subjects = [(it.id, listing) for it in society.people[:6]
                for listing in platform.listings(AccountKind.PERSON)]  # fmt: skip
    subjects += [(it.id, listing) for it in society.roots()[:6]
                 for listing in platform.post_listings()]  # fmt: skip
    subjects += [(TAG, Listing.SEARCH_POSTS), ("https://alpha.example/lists/3", Listing.LISTED)]
    refused = 0
    for subject, listing in subjects:
        try:
            said += map(repr, read_all(platform, subject, listing))
        except LeadersError as error:
            refused += 1
            said += [str(error), repr(error), repr(error.__context__)]
    said += [str(platform.remarks()), caplog.text]
    assert refused
    assert "api/v1" in caplog.text, "httpx logs addresses"
    assert not any(TOKEN in text for text in said)
    sent = {host for host, asked in fediverse.asked if TOKEN in str(asked.headers)}
    assert sent == {"alpha.example"}
    assert not any(TOKEN in f"{asked.path}{asked.params}" for _, asked in fediverse.asked)


def test_a_redirect_carries_no_token_elsewhere() -> None:
    fediverse = Fediverse(Society(12, 0))

    def special(host: str, asked: Asked) -> Answered | None:
        if asked.path == "/api/v2/instance" and host == "alpha.example":
            return 302, {"Location": "https://gamma.example/api/v2/instance"}, b""
        return None

    fediverse.special = special
    platform = platform_on(fediverse, tokens={"alpha.example": TOKEN})
    platform.find_account("@person_0@alpha.example")
    assert {host for host, _ in fediverse.asked} == {"alpha.example"}
