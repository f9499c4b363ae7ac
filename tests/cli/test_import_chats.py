"""`leaders import --as telegram`: an export goes in once, whole or not at all."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import polars as pl
import pytest

from leaders import cli
from leaders.platforms.telegram_chats import chat, json_stream
from leaders.settings import Workspace
from leaders.store import Store

Command = Callable[..., tuple[int, str, str]]
CHANNELS = {1111111111: "Coffee news", 2222222222: "Чай и кофе", 3333333333: "Roasters"}
LEADER, GROUP = 1111111111, 4444444444
BEGIN = int(datetime(2026, 9, 1, tzinfo=UTC).timestamp())
SECRETS = ("Private Name", "secret words", "Mum", "+79000000000", "The club")


def message(number: int, sender: str, hours: int, **fields: Any) -> dict[str, Any]:
    at = BEGIN + 3600 * hours
    return {
        "id": number, "type": "message", "date_unixtime": str(at),
        "date": datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%S"),
        "from": "Private Name", "from_id": sender, "text": "secret words",
        "text_entities": [{"type": "plain", "text": "secret words"}], **fields,
    }  # fmt: skip


def write_channel(number: int, draw: Random) -> list[dict[str, Any]]:
    """Posts; the leader's get the most reactions, and the others pass them on."""
    posts = []
    for n in range(1, 31):
        count = draw.randrange(20, 30) if number == LEADER else draw.randrange(1, 5)
        recent = [
            {"from": "Private Name", "from_id": f"user{user}", "date": "2026-09-01T10:00:00"}
            for user in draw.sample(range(1, 100), 3 if number == LEADER else 1)
        ]
        fields = {"reactions": [{"type": "emoji", "count": count, "recent": recent}]}
        fields |= {"text": f"Open words of {number}"}
        if number != LEADER and n % 5 == 0:
            fields |= {"forwarded_from": "Coffee news", "forwarded_from_id": f"channel{LEADER}"}
            fields |= {"text": "secret words"}
        posts.append(message(n, f"channel{number}", 12 * n, **fields))
    return posts


def write_group(draw: Random) -> list[dict[str, Any]]:
    """The group of the leader's channel: every tenth message is one of its posts."""
    talk = []
    for n in range(1, 101):
        if n % 10 == 1:
            post = {"from": "Coffee news", "forwarded_from": "Coffee news"}
            origin = {"forwarded_from_id": f"channel{LEADER}"}
            talk.append(message(n, f"channel{LEADER}", n, **post, **origin))
        else:
            answered = n - (n - 1) % 10 if n % 2 else n - 1
            user = f"user{draw.randrange(1, 100)}"
            talk.append(message(n, user, n, reply_to_message_id=answered))
    return talk


def make_export() -> dict[str, Any]:
    draw = Random(5)
    chats = [
        {"name": name, "type": "public_channel", "id": number, "messages": posts}
        for number, name in CHANNELS.items()
        for posts in [write_channel(number, draw)]
    ]
    talk = write_group(draw)
    chats += [
        {"name": "Coffee talk", "type": "public_supergroup", "id": GROUP, "messages": talk},
        {"name": "Mum", "type": "personal_chat", "id": 5, "messages": [message(1, "user5", 1)]},
        {"name": "The club", "type": "private_group", "id": 7,
         "messages": [message(1, "user777", 1), message(2, "user5", 1, reply_to_message_id=1)]},
        {"type": "saved_messages", "id": 9, "messages": [message(1, "user9", 1)]},
    ]  # fmt: skip
    return {
        "about": "", "personal_information": {"phone_number": "+79000000000"},
        "chats": {"about": "", "list": chats},
    }  # fmt: skip


EXPORT = json.dumps(make_export(), ensure_ascii=False, indent=1)


@pytest.fixture
def command(workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run the command in a workspace with a niche of Telegram: code, output, errors."""
    text = 'title = "Coffee"\nplatforms = ["telegram"]\n'
    (workspace.niches / "coffee.toml").write_text(text)

    def run(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = cli._run(["--workspace", str(workspace.root), *arguments])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return code, captured.out, captured.err

    return run


@pytest.fixture
def take_in(command: Command, workspace: Workspace) -> Command:
    """Import an export."""

    def run(*options: str, text: str = EXPORT) -> tuple[int, str, str]:
        path = workspace.root / "result.json"
        path.write_text(text, encoding="utf-8")
        return command("import", str(path), "--niche", "coffee", "--as", "telegram", *options)

    return run


def look(workspace: Workspace, sql: str) -> list[Any]:
    with duckdb.connect(str(workspace.database), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def dump(workspace: Workspace) -> dict[str, list[Any]]:
    """Everything that is stored."""
    tables = look(workspace, "select table_name from duckdb_tables()")
    return {name: look(workspace, f"select * from {name} order by all") for (name,) in tables}


def edges(workspace: Workspace, kind: str) -> list[Any]:
    sides = " join ".join(
        f"account as {it} on {it}.account_no = {it}_no" for it in ("source", "target")
    )
    return look(
        workspace,
        "select source.account_id, target.account_id, post_id, epoch(happened_at)::bigint "
        f"from edge join {sides} left join post using (post_no) "
        f"where edge.kind = '{kind}' order by all",
    )


def test_an_export_is_imported_ranked_and_shown(
    workspace: Workspace, command: Command, take_in: Command
) -> None:
    code, _, said = take_in()
    assert code == 0
    accounts, edges_ = (
        look(workspace, f"select count(*) from {it}")[0][0] for it in ("account", "edge")
    )
    assert said.splitlines()[0].endswith(
        f"result.json: 4 chats, 190 messages, 90 posts, {accounts} accounts, {edges_} edges"
    )
    assert "  2 personal chats passed over: they are never read" in said.splitlines()
    assert "  1 private channel or group passed over; --private takes them" in said.splitlines()
    assert command("rank", "coffee")[0] == 0
    _, shown, _ = command("show", "coffee", "--json")
    ranked = json.loads(shown)["lists"]
    assert [row["name"] for row in ranked["media"]] == ["Coffee news"]
    names = [row["name"] for rows in ranked.values() for row in rows]
    assert sorted(names) == sorted([*CHANNELS.values(), "Coffee talk"])
    assert names[0] == "Coffee news"
    assert {row["kind"] for rows in ranked.values() for row in rows} == {"community"}


def test_what_is_stored_is_what_the_export_says(workspace: Workspace, take_in: Command) -> None:
    take_in()
    told = {it["id"]: it["messages"] for it in make_export()["chats"]["list"]}
    likes = {
        (f"telegram:{recent['from_id'][4:]}", f"telegram:-100{number}",
         f"telegram:-100{number}/{post['id']}")
        for number in CHANNELS
        for post in told[number]
        for recent in post["reactions"][0]["recent"]
    }  # fmt: skip
    assert {row[:3] for row in edges(workspace, "like")} == likes
    forwards = [
        (f"telegram:-100{number}", f"telegram:-100{LEADER}", None, int(post["date_unixtime"]))
        for number in CHANNELS
        for post in told[number]
        if "forwarded_from" in post
    ]
    assert edges(workspace, "forward") == sorted(forwards)
    talk = {it["id"]: it for it in told[GROUP]}
    comments = [
        (f"telegram:{it['from_id'][4:]}", f"telegram:-100{LEADER}", None, int(it["date_unixtime"]))
        for it in talk.values()
        if talk.get(it.get("reply_to_message_id"), {}).get("from_id") == f"channel{LEADER}"
    ]
    assert edges(workspace, "comment") == sorted(comments)
    members = {f"telegram:{it['from_id'][4:]}" for it in talk.values() if "user" in it["from_id"]}
    assert {row[:2] for row in edges(workspace, "member")} == {
        (member, f"telegram:-100{GROUP}") for member in members
    }
    counts = look(workspace, "select likes_count from post join post_count using (post_no) "
                             "where posted_at is not null and author_no is not null")  # fmt: skip
    assert sorted(count for (count,) in counts) == sorted(
        post["reactions"][0]["count"] for number in CHANNELS for post in told[number]
    )


def test_each_chat_is_a_visit_and_only_chats_are_candidates(
    workspace: Workspace, take_in: Command
) -> None:
    take_in("--seen-at", "2026-10-01")
    visits = look(
        workspace,
        "select account_id, platform, niche, listing, fetched_count, ended, why, "
        "ended_at::date::varchar from visit join account on account_no = subject_no",
    )
    told = ("telegram", "coffee", "posts")
    channels = [
        (f"telegram:-100{number}", *told, 30, "cut", "an export of 2026-09-01 to 2026-09-16")
        for number in CHANNELS
    ]
    group = (f"telegram:-100{GROUP}", *told, 100, "cut", "an export of 2026-09-01 to 2026-09-05")
    assert visits == [(*visit, "2026-10-01") for visit in (*channels, group)]
    assert look(
        workspace,
        "select account_id, why, depth from niche_account join account using (account_no)",
    ) == [(account_id, "imported", 0) for account_id, *_ in (*channels, group)]
    kinds = look(workspace, "select account_id, kind from account where kind is not null")
    assert sorted(kinds) == sorted((it[0], "community") for it in (*channels, group))


def test_no_name_and_no_word_of_a_person_is_stored(workspace: Workspace, take_in: Command) -> None:
    assert take_in("--private")[0] == 0
    assert sorted(look(workspace, "select name from profile where name is not null")) == sorted(
        (name,) for name in (*CHANNELS.values(), "Coffee talk")
    )
    stored = repr(dump(workspace))
    assert "Coffee news" in stored
    assert f"Open words of {LEADER}" in stored  # what a public channel itself wrote
    assert [secret for secret in SECRETS if secret in stored] == []


def test_a_private_chat_that_is_asked_for_counts_and_is_never_listed(
    workspace: Workspace, command: Command, take_in: Command
) -> None:
    assert take_in()[0] == 0
    assert not look(workspace, "select 1 from account where account_id = 'telegram:777'")
    code, _, said = take_in("--private")
    assert (code, "--private" in said) == (0, False)
    assert ("telegram:777", "telegram:-7", None, None) in edges(workspace, "member")
    assert look(workspace, "select count(*) from niche_account") == [(4,)]
    code, _, said = command("rank", "coffee")
    assert code == 0, said
    assert "telegram:-7" not in command("show", "coffee", "--json")[1]
    assert "The club" not in command("status", "coffee", "--all")[1]


def test_the_same_export_twice_changes_nothing(workspace: Workspace, take_in: Command) -> None:
    take_in()
    stored = dump(workspace)
    code, _, said = take_in()
    assert (code, said.count("\n")) == (0, 1)
    assert "taken in before with the same options; nothing changed" in said
    assert dump(workspace) == stored


def test_a_longer_export_of_the_same_chats_doubles_nothing(
    workspace: Workspace, take_in: Command
) -> None:
    half = make_export()
    for it in half["chats"]["list"]:
        it["messages"] = it["messages"][: len(it["messages"]) // 2]
    take_in()
    whole = look(workspace, "select * exclude weight from edge order by all")
    again = take_in(text=json.dumps(half))
    assert again[0] == 0
    assert look(workspace, "select * exclude weight from edge order by all") == whole
    assert look(workspace, "select count(*) from post where author_no is not null") == [(90,)]
    assert look(workspace, "select count(*) from niche_account") == [(4,)]


def test_the_report_for_programs(take_in: Command) -> None:
    code, printed, _ = take_in("--json")
    [report] = json.loads(printed)
    assert code == 0
    assert (report["shape"], report["chat_count"], report["message_count"]) == ("telegram", 4, 190)
    assert report["left_out"] == {
        "personal_chat_count": 2, "private_chat_count": 1, "unreadable_count": 0,
        "unknown_author_count": 0, "unknown_answer_count": 0, "unknown_forward_count": 0,
        "unknown_mention_count": 0,
    }  # fmt: skip
    assert json.loads(take_in("--json")[1]) == [report | {"is_repeated": True}]


def test_mentions_by_a_handle_that_the_store_knows(workspace: Workspace, take_in: Command) -> None:
    with Store(workspace) as store:  # as collecting, with a login, leaves them
        known = [("telegram:-1009999999999", "Known"), ("telegram:-1008888888888", "Twice"),
                 ("telegram:-1007777777777", "twice"), ("vk:1", "elsewhere")]  # fmt: skip
        numbers = list(range(len(known)))
        ids, handles = zip(*known, strict=True)
        store.append("account", pl.DataFrame({"account_no": numbers, "account_id": ids}))
        store.append(
            "profile", pl.DataFrame({"account_no": numbers, "visit_no": 0, "handle": handles})
        )
        store.append(
            "visit",
            pl.DataFrame(
                {"visit_no": [0], "platform": ["telegram"], "listing": ["profile"],
                 "fetched_count": [1], "started_at": [datetime(2026, 1, 1, tzinfo=UTC)],
                 "ended_at": [datetime(2026, 1, 1, tzinfo=UTC)], "ended": ["complete"]}
            ),
        )  # fmt: skip
    words = [
        {"type": "mention", "text": f"@{it}"} for it in ("KNOWN", "twice", "elsewhere", "newer")
    ]
    posts = [message(1, f"channel{LEADER}", 1, text_entities=words)]
    one = {"name": "Coffee news", "type": "public_channel", "id": LEADER, "messages": posts}
    _, _, said = take_in(text=json.dumps(one))
    assert "  3 mentions by a handle that belongs to no stored account" in said.splitlines()
    assert edges(workspace, "mention") == [
        (f"telegram:-100{LEADER}", "telegram:-1009999999999", f"telegram:-100{LEADER}/1",
         BEGIN + 3600)
    ]  # fmt: skip


def test_a_suppressed_account_is_not_taken_in(
    workspace: Workspace, command: Command, take_in: Command
) -> None:
    for account in (f"telegram:-100{LEADER}", "telegram:50"):
        assert command("suppress", account)[0] == 0
    code, _, said = take_in()
    assert code == 0
    assert "left out: a suppressed account is named" in said
    stored = repr(dump(workspace))
    assert "Чай и кофе" in stored
    assert [it for it in ("Coffee news", str(LEADER), "'telegram:50'") if it in stored] == []


def test_forgetting_a_chat_leaves_nothing_of_it(
    workspace: Workspace, command: Command, take_in: Command
) -> None:
    take_in()
    for number in (LEADER, GROUP):
        assert command("forget", f"telegram:-100{number}")[0] == 0
        stored = repr(dump(workspace))
        assert str(number) not in stored
    assert "Coffee" not in stored.replace("coffee", "")
    assert command("rank", "coffee")[0] == 0


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "{path} is empty; export the chat again."),
        ("[1, 2]", "{path} is no export of Telegram Desktop; choose Export chat history there, "
                   "machine-readable JSON as its format, and name the result.json that it writes."),
        (EXPORT[:-20], "{path} breaks off or is damaged near character "),
        (EXPORT[: len(EXPORT) // 2], "{path} breaks off or is damaged near character "),
        (EXPORT.replace("public_", "private_"), "{path} has no public channel or group; passed "
         "over: 2 personal chats, 5 private channels and groups (--private takes those)."),
    ],
    ids=["empty", "other", "end", "half", "private"],
)  # fmt: skip
def test_a_file_that_cannot_be_taken_in(
    workspace: Workspace, take_in: Command, monkeypatch: pytest.MonkeyPatch, text: str, says: str
) -> None:
    monkeypatch.setattr(json_stream, "CHUNK_CHARACTERS", 5_000)
    monkeypatch.setattr(chat, "BATCH_ROWS", 50)
    assert take_in(text=json.dumps({**make_export()["chats"]["list"][1]}))[0] == 0
    before = dump(workspace)
    code, printed, said = take_in(text=text)
    assert (code, printed, said.count("\n")) == (1, "", 1)
    assert said.startswith(says.format(path=workspace.root / "result.json"))
    assert dump(workspace) == before


def test_an_import_that_is_broken_off_leaves_the_store_as_it_was(
    workspace: Workspace, take_in: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(text=json.dumps(make_export()["chats"]["list"][1]))
    before = dump(workspace)
    execute = Store.execute

    def interrupted(self: Store, name: str, **params: Any) -> int:
        if name == "import/record":
            raise KeyboardInterrupt
        return execute(self, name, **params)

    with monkeypatch.context() as patch:
        patch.setattr(Store, "execute", interrupted)
        assert take_in()[0] == 1
    assert dump(workspace) == before
    code, _, said = take_in()
    assert (code, "taken in before" in said) == (0, False)


def test_a_niche_that_does_not_name_telegram(workspace: Workspace, command: Command) -> None:
    path = workspace.root / "result.json"
    path.write_text(EXPORT)
    code, _, said = command("import", str(path), "--niche", "niche", "--as", "telegram")
    assert (code, said) == (
        1,
        "niche does not name the platform telegram; add it to platforms in its niche file.\n",
    )
    assert not workspace.database.exists()


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ("--as telegram --map id=user", "--as telegram takes no --map, "),
        ("--as telegram --complete", "--as telegram takes no --map, "),
        ("--as telegram --platform vk", "--as telegram takes no --map, "),
        ("--as telegram --dataset -set", "--dataset '-set' must be one short word"),
        ("--as edges", "--as edges needs --dataset, a word for where the rows come from."),
        ("--as edges --dataset set --private", "--private goes with --as telegram alone."),
    ],
)
def test_wrong_usage(command: Command, options: str, says: str) -> None:
    code, _, said = command("import", "x.json", "--niche", "coffee", *options.split())
    assert (code, said.count("\n")) == (2, 1)
    assert said.startswith(says)


def test_platform_telegram_may_be_said(take_in: Command, workspace: Workspace) -> None:
    assert take_in("--platform", "telegram", "--dataset", "desk")[0] == 0
    assert look(workspace, "select dataset from file_import") == [("desk",)]


def test_a_file_that_is_missing_is_no_store(workspace: Workspace, command: Command) -> None:
    path: Path = workspace.root / "result.json"
    code, _, said = command("import", str(path), "--niche", "coffee", "--as", "telegram")
    assert (code, said) == (1, f"There is no file {path}; check the path.\n")
    assert not workspace.database.exists()
