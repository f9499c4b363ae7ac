"""Exports of Telegram Desktop: which chats are read, and what their messages become."""

import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaders.errors import LeadersError
from leaders.model import Account, AccountKind, Edge, EdgeKind, Post
from leaders.platforms.telegram_chats import ChatsFile, chat, json_stream
from leaders.platforms.telegram_chats.json_stream import JsonStream
from leaders.platforms.telegram_chats.parse import parse_handle, parse_peer, parse_unix

NEWS, OTHER, GROUP, CLUB = 1111111111, 2222222222, 3333333333, 77
NEWS_ID, OTHER_ID = "telegram:-1001111111111", "telegram:-1002222222222"
GROUP_ID, CLUB_ID = "telegram:-1003333333333", "telegram:-77"
AT = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
HANDLES = {"known_channel": OTHER_ID}

Rows = list[Edge | Post]


def message(number: object, sender: object = None, **fields: Any) -> dict[str, Any]:
    """As Telegram Desktop writes one at 10 o'clock UTC, on a machine three hours east."""
    return {
        "id": number, "type": "message", "date": "2026-11-23T13:00:00",
        "date_unixtime": str(int(AT.timestamp())), "from": "A Name", "from_id": sender,
        "text": "", "text_entities": [], **fields,
    }  # fmt: skip


def one_chat(kind: str, number: object, *messages: object, name: object = "A chat") -> Any:
    return {"name": name, "type": kind, "id": number, "messages": list(messages)}


def channel(*messages: object) -> Any:
    return one_chat("public_channel", NEWS, *messages)


def group(*messages: object) -> Any:
    return one_chat("public_supergroup", GROUP, *messages)


def export(*chats: object, left: object = ()) -> Any:
    return {
        "about": "Here is the data you requested.",
        "personal_information": {"user_id": 1, "phone_number": "+7 900 000 00 00"},
        "contacts": {"about": "", "list": [{"user_id": 8, "first_name": "Mum"}]},
        "chats": {"about": "", "list": list(chats)},
        "left_chats": {"about": "", "list": list(left)},
    }  # fmt: skip


class Export:
    """A file that was read to its end."""

    def __init__(self, folder: Path, content: object, **options: bool) -> None:
        path = folder / "result.json"
        text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
        path.write_text(text, encoding="utf-8")
        file = ChatsFile(path, **options)
        self.accounts: list[Account] = []
        self.rows: Rows = []
        self.whys: list[str] = []
        for it in file.chats(HANDLES):
            for page in it.pages():
                self.accounts += page.accounts
                self.rows += [*page.posts, *page.edges]
            self.whys.append(it.why)
        self.left_out = {key: count for key, count in file.left_out().items() if count}

    def of(self, kind: EdgeKind) -> Rows:
        return [row for row in self.rows if isinstance(row, Edge) and row.kind == kind]


@pytest.mark.parametrize(
    ("peer", "account_id"),
    [
        ("user12", "telegram:12"),
        ("chat77", CLUB_ID),
        ("channel1111111111", NEWS_ID),
        ("channel997852516352", "telegram:-1997852516352"),
        ("channel123456789", "telegram:-1000123456789"),
        ("channel997852516353", None),
        ("user4503599627370496", None),
        ("user0", None),
        ("user-5", None),
        ("user٣", None),
        ("user", None),
        ("bot5", None),
        ("user12\n", None),
        (12, None),
        (None, None),
    ],
)
def test_ids_are_those_that_reading_telegram_itself_gives(
    peer: object, account_id: str | None
) -> None:
    assert parse_peer(peer) == account_id


def test_channels_and_groups_are_taken_and_nobodys_own_chats(tmp_path: Path) -> None:
    secret = message(1, "user8", text="hello", text_entities=[{"type": "mention_name"}])
    own = [one_chat(it, 8, secret) for it in ("personal_chat", "bot_chat", "saved_messages", "new")]
    private = [
        one_chat(it, 9, secret) for it in ("private_channel", "private_supergroup", "private_group")
    ]
    read = Export(tmp_path, export(channel(), *own, group(), left=[*private, own[0]]))
    assert read.accounts == [
        Account(NEWS_ID, AccountKind.COMMUNITY, name="A chat"),
        Account(GROUP_ID, AccountKind.COMMUNITY, name="A chat"),
    ]
    assert read.rows == []
    assert read.left_out == {"personal_chat_count": 5, "private_chat_count": 3}


def test_private_chats_that_are_asked_for_have_no_name_and_are_never_listed(
    tmp_path: Path,
) -> None:
    chats = [one_chat("private_group", CLUB, message(1, "user8")), one_chat("bot_chat", 8)]
    read = Export(tmp_path, export(*chats), with_private=True)
    assert read.accounts == [Account(CLUB_ID, AccountKind.COMMUNITY, is_unlisted=True)]
    assert read.rows == [Edge("telegram:8", CLUB_ID, EdgeKind.MEMBER)]
    assert read.left_out == {"personal_chat_count": 1}


def test_an_export_of_one_chat(tmp_path: Path) -> None:
    late = message(3, date_unixtime=str(int(datetime(2026, 12, 1, tzinfo=UTC).timestamp())))
    read = Export(tmp_path, channel(late, message(2)))
    assert [account.account_id for account in read.accounts] == [NEWS_ID]
    assert [row.post_id for row in read.rows] == [f"{NEWS_ID}/3", f"{NEWS_ID}/2"]
    assert read.whys == ["an export of 2026-11-23 to 2026-12-01"]
    assert Export(tmp_path, channel()).whys == ["an export that tells no dates"]


def test_a_channels_message_is_a_post_with_the_reactions_of_people(tmp_path: Path) -> None:
    reactions = [
        {"type": "emoji", "count": 40, "emoji": "👍"},
        {"type": "custom_emoji", "count": 2, "document_id": "x"},
        {"type": "paid", "count": 500},  # stars
    ]
    posts = Export(tmp_path, channel(message(5, reactions=reactions), message(6))).rows
    assert posts == [
        Post(f"{NEWS_ID}/5", NEWS_ID, AT, likes_count=42, text=""),
        Post(f"{NEWS_ID}/6", NEWS_ID, AT, text=""),
    ]


def test_words_are_kept_of_what_a_public_channel_itself_wrote(tmp_path: Path) -> None:
    parts = ["Кофе\nи ", {"type": "bold", "text": "чай"}, {"type": "mention", "text": "@other"},
             {"type": "mention_name", "text": "Anna", "user_id": 5}, " #кофе @more"]  # fmt: skip
    rows = [
        message(1, text="Кофе @other"), message(2, text=parts), message(3, text=7),
        message(4, text="x", forwarded_from="Anna"),
        message(5, text="x", forwarded_from_id=f"channel{OTHER}"),
    ]  # fmt: skip
    posts = [it for it in Export(tmp_path, channel(*rows)).rows if isinstance(it, Post)]
    assert [it.text for it in posts] == ["Кофе", "Кофе и чай #кофе", None, None, None]
    private = one_chat("private_channel", NEWS, *rows)
    read = Export(tmp_path, export(private), with_private=True)
    assert {it.text for it in read.rows if isinstance(it, Post)} == {None}
    talk = Export(tmp_path, group(message(1, "user8", text="secret")))
    assert "secret" not in repr(talk.rows)


def test_what_is_no_message_is_no_post(tmp_path: Path) -> None:
    service = {**message(1), "type": "service", "action": "pin_message", "actor_id": "user5"}
    assert Export(tmp_path, channel(service, {"id": 2, "type": "unsupported"})).rows == []


def test_who_reacted_likes_the_channel_at_a_moment_told_in_local_time(tmp_path: Path) -> None:
    recent = [
        {"from": "A Name", "from_id": "user8", "date": "2026-11-23T13:30:00"},
        {"from": None, "from_id": "channel2222222222", "date": "yesterday"},
        {"from": "The channel itself", "from_id": f"channel{NEWS}", "date": ""},
        {"from": "Nobody", "date": "2026-11-23T13:30:00"},
    ]
    reactions = [{"type": "emoji", "count": 4, "recent": recent}]
    read = Export(tmp_path, channel(message(5, reactions=reactions)))
    assert read.of(EdgeKind.LIKE) == [
        Edge("telegram:8", NEWS_ID, EdgeKind.LIKE, f"{NEWS_ID}/5", AT.replace(minute=30)),
        Edge(OTHER_ID, NEWS_ID, EdgeKind.LIKE, f"{NEWS_ID}/5"),
    ]


@pytest.mark.parametrize(
    ("posted", "reacted"),
    [
        ("2026-11-23T13:00:00", "9999-12-31T23:59:59"),
        ("2026-11-25T13:00:00", "2026-11-25T14:00:00"),  # no zone is two days away
        ("2026-11-23T13:00:00", "2026-11-20T13:00:00"),  # before the post
        ("2026-11-23T13:00:00+03:00", "2026-11-23T13:00:00"),
        (5, "2026-11-23T13:00:00"),
    ],
)
def test_a_moment_that_makes_no_sense_is_not_said(
    tmp_path: Path, posted: object, reacted: str
) -> None:
    reactions = [{"type": "emoji", "recent": [{"from_id": "user8", "date": reacted}]}]
    read = Export(tmp_path, channel(message(5, date=posted, reactions=reactions)))
    assert read.of(EdgeKind.LIKE) == [Edge("telegram:8", NEWS_ID, EdgeKind.LIKE, f"{NEWS_ID}/5")]


def test_a_channel_that_passes_a_post_on(tmp_path: Path) -> None:
    read = Export(
        tmp_path,
        channel(
            message(1, forwarded_from="Other", forwarded_from_id=f"channel{OTHER}"),
            message(2, forwarded_from="Itself", forwarded_from_id=f"channel{NEWS}"),
            message(3, forwarded_from="A person", forwarded_from_id="user8"),
            message(4, forwarded_from="An older export"),
        ),
    )
    assert read.of(EdgeKind.FORWARD) == [Edge(NEWS_ID, OTHER_ID, EdgeKind.FORWARD, None, AT)]
    assert read.left_out == {"unknown_forward_count": 1}


ENTITIES = [
    {"type": "plain", "text": "by "},
    {"type": "mention_name", "text": "A Name", "user_id": 8},
    {"type": "mention", "text": "@Known_Channel"},
    {"type": "mention", "text": "@stranger"},
    {"type": "link", "text": "https://t.me/known_channel/15"},
    {"type": "text_link", "text": "here", "href": "https://t.me/s/known_channel?before=5"},
    {"type": "link", "text": "https://example.org/t.me/known_channel"},
]


@pytest.mark.parametrize("key", ["text_entities", "text"])
def test_mentions_by_id_and_by_handles_that_are_known(tmp_path: Path, key: str) -> None:
    text = {"text": [], "text_entities": [], key: ["Look, ", *ENTITIES]}
    read = Export(tmp_path, channel(message(1, **text)))
    assert read.of(EdgeKind.MENTION) == [
        Edge(NEWS_ID, mentioned, EdgeKind.MENTION, f"{NEWS_ID}/1", AT)
        for mentioned in ["telegram:8", *[OTHER_ID] * 3]
    ]
    assert read.left_out == {"unknown_mention_count": 1}


def test_the_words_of_a_forward_mention_nobody(tmp_path: Path) -> None:
    words = {"text_entities": ENTITIES, "forwarded_from": "X", "forwarded_from_id": "user9"}
    read = Export(
        tmp_path, export(channel(message(1, **words)), group(message(1, "user8", **words)))
    )
    assert read.of(EdgeKind.MENTION) == []


@pytest.mark.parametrize(
    ("kind", "text", "handle"),
    [
        ("mention", "@Name_1", "name_1"),
        ("link", "t.me/name_1", "name_1"),
        ("link", "HTTPS://T.me/Name_1", "name_1"),
        ("link", "http://telegram.me/name_1/5", "name_1"),
        ("link", "https://t.me/joinchat/abcdef", None),
        ("link", "https://t.me/+abcdef", None),
        ("link", "https://t.me/c/123/5", None),
        ("link", "https://t.me/addstickers/x", None),
        ("link", "https://not-t.me/name_1", None),
        ("text_link", "https://t.me/name_1", None),  # the text of a link says nothing
        ("bold", "@name_1", None),
        ("mention", 5, None),
        ([], "@name_1", None),
    ],
)
def test_handles(kind: object, text: object, handle: str | None) -> None:
    assert parse_handle({"type": kind, "text": text}) == handle


def test_authors_are_members_and_answers_go_to_authors(tmp_path: Path) -> None:
    read = Export(
        tmp_path,
        group(
            message(-5, "user1"),  # of the basic group that it was before
            message(1, "user1"),
            message(2, "user2", reply_to_message_id=1),
            message(3, "user3", reply_to_message_id=-5, reply_to_peer_id=f"channel{GROUP}"),
            message(4, "user1", reply_to_message_id=1),  # himself
            message(5, "user1", reply_to_message_id=1, reply_to_peer_id=f"channel{OTHER}"),
            message(6, "user2", reply_to_message_id=99),
            message(7, f"channel{GROUP}", reply_to_message_id=2),  # its anonymous admin
            message(8, 12345, reply_to_message_id=2),  # an older export
            message(9, "user3", text_entities=ENTITIES),
        ),
    )
    assert read.of(EdgeKind.MEMBER) == [
        Edge(f"telegram:{user}", GROUP_ID, EdgeKind.MEMBER) for user in (1, 2, 3)
    ]
    assert read.of(EdgeKind.REPLY) == [
        Edge("telegram:2", "telegram:1", EdgeKind.REPLY, None, AT),
        Edge("telegram:3", "telegram:1", EdgeKind.REPLY, None, AT),
        Edge(GROUP_ID, "telegram:2", EdgeKind.REPLY, None, AT),
    ]
    mentions = read.of(EdgeKind.MENTION)
    assert len(mentions) == 4
    assert mentions[0] == Edge("telegram:3", "telegram:8", EdgeKind.MENTION, None, AT)
    assert len(read.rows) == 3 + 3 + 4  # a group's messages are no posts
    assert read.left_out == {
        "unknown_answer_count": 1, "unknown_author_count": 1, "unknown_mention_count": 1,
    }  # fmt: skip


NEWS_POST = {"from": "News", "forwarded_from": "News"}


@pytest.mark.parametrize(
    "origin", [{"forwarded_from_id": f"channel{NEWS}"}, {}], ids=["id", "name"]
)
def test_answers_to_a_channels_post_in_its_group_are_comments(
    tmp_path: Path, origin: dict[str, str]
) -> None:
    read = Export(
        tmp_path,
        group(
            message(1, f"channel{NEWS}", **NEWS_POST, **origin, text_entities=ENTITIES),
            message(2, "user2", reply_to_message_id=1),
            message(3, "user3", reply_to_message_id=2),
            message(4, f"channel{OTHER}", reply_to_message_id=1),  # somebody in a channel's name
            message(5, "user2", reply_to_message_id=4),
            message(6, f"channel{OTHER}", **{"from": None}),  # a channel that is gone
            message(7, "user3", reply_to_message_id=6),
            message(8, f"channel{GROUP}", forwarded_from_id=f"channel{GROUP}"),  # its admin
            message(9, "user3", reply_to_message_id=8),
        ),
    )
    assert read.of(EdgeKind.COMMENT) == [
        Edge("telegram:2", NEWS_ID, EdgeKind.COMMENT, None, AT),
        Edge(OTHER_ID, NEWS_ID, EdgeKind.COMMENT, None, AT),
    ]
    assert read.of(EdgeKind.REPLY) == [
        Edge("telegram:3", "telegram:2", EdgeKind.REPLY, None, AT),
        Edge("telegram:2", OTHER_ID, EdgeKind.REPLY, None, AT),
        Edge("telegram:3", OTHER_ID, EdgeKind.REPLY, None, AT),
        Edge("telegram:3", GROUP_ID, EdgeKind.REPLY, None, AT),
    ]
    assert read.of(EdgeKind.MENTION) == []
    assert [edge.source_id for edge in read.of(EdgeKind.MEMBER)] == ["telegram:2", "telegram:3"]


def test_pages_of_many_rows_lose_and_double_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = export(channel(*map(message, range(1, 30))), group(message(1, "user1")))
    whole = Export(tmp_path, content)
    monkeypatch.setattr(chat, "BATCH_ROWS", 4)
    monkeypatch.setattr(json_stream, "CHUNK_CHARACTERS", 7)
    parts = Export(tmp_path, content)
    assert len(parts.rows) == 30
    assert (parts.accounts, parts.rows) == (whole.accounts, whole.rows)


def test_a_chat_whose_pages_nobody_reads_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    path.write_text(json.dumps(export(channel(message(1)), group(message(1, "user1")))))
    assert [it.account_id for it in ChatsFile(path).chats({})] == [NEWS_ID, GROUP_ID]


HOSTILE = [
    None, True, 5, -1, 2**70, 1e999, "x\0\u202e\ud800", [], [[]], {}, {"id": 5}, "user5",
    {"from_id": "user5"}, [{"recent": "x", "count": True}], [{"recent": [5, {"from_id": []}]}],
    [{"type": "mention_name", "user_id": -1}, {"type": "link", "text": {}}, 7],
]  # fmt: skip


def test_wrong_types_everywhere_cost_only_what_they_spoil(tmp_path: Path) -> None:
    keys = [*message(1), "reactions", "forwarded_from", "forwarded_from_id",
            "reply_to_message_id", "reply_to_peer_id"]  # fmt: skip
    hostile = [message(7, "user7") | {key: bad} for key in keys for bad in HOSTILE]
    last = message(9, "user9")
    content = export(
        channel(*HOSTILE, *hostile, last),
        group(*HOSTILE, *hostile, last),
        *(one_chat("public_channel", bad) for bad in HOSTILE),
        *(one_chat("public_group", 5, name=bad) for bad in HOSTILE),
        one_chat(["public_channel"], 5),
        one_chat("public_channel", OTHER, name="A\0\u202e\n name"),
    )
    read = Export(tmp_path, json.dumps(content))
    assert Post(f"{NEWS_ID}/9", NEWS_ID, AT, text="") in read.rows
    assert Edge("telegram:9", GROUP_ID, EdgeKind.MEMBER) in read.rows
    assert Account(OTHER_ID, AccountKind.COMMUNITY, name="A name") in read.accounts
    assert read.left_out["unreadable_count"] > 2 * len(HOSTILE)
    check_rows(read.rows)


def check_rows(rows: Rows) -> None:
    for row in rows:
        if isinstance(row, Edge):
            assert row.source_id != row.target_id
            named, moment = (row.source_id, row.target_id), row.happened_at
        else:
            named, moment = (row.author_id,), row.posted_at
            assert row.likes_count is None or 0 <= row.likes_count < 2**53
        for account_id in named:
            platform, _, number = account_id.partition(":")
            assert platform == "telegram"
            assert str(int(number)) == number
        if row.post_id:
            channel_id, _, number = row.post_id.partition("/")
            assert channel_id == NEWS_ID
            assert 0 < int(number) < 2**31
        assert moment is None or moment.tzinfo is UTC


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
    | st.sampled_from(["user5", f"channel{NEWS}", f"channel{OTHER}", "chat5", "message", "mention",
                       "1763892000", "2026-11-23T13:00:00", "@known_channel"]),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(["type", "text", "user_id", "href", "count", "recent", "from_id", "date"]),
        inner, max_size=5,
    ),
    max_leaves=12,
)  # fmt: skip
messages = st.dictionaries(
    st.sampled_from(["id", "date", "date_unixtime", "from", "from_id", "text", "text_entities",
                     "reactions", "forwarded_from", "forwarded_from_id", "reply_to_message_id",
                     "reply_to_peer_id"]),
    values,
).map(lambda told: {"id": 1, "type": "message"} | told)  # fmt: skip


@given(first=messages, second=messages)
def test_no_message_is_hostile_enough(tmp_path: Path, first: Any, second: Any) -> None:
    content = export(channel(first, second), group(first, second))
    check_rows(Export(tmp_path, json.dumps(content)).rows)


@given(content=values)
def test_any_other_json_is_refused_with_a_sentence(tmp_path: Path, content: object) -> None:
    with pytest.raises(LeadersError, match=r"is no export of Telegram Desktop|has no public"):
        Export(tmp_path, json.dumps(content))


@pytest.mark.parametrize(
    "content",
    [
        "[]", "{}", "5", "<!DOCTYPE html>", '{"messages": "hello"}', '{"messages": []}',
        '{"messages": [{"id": 1}], "type": "public_channel", "id": 5}', '{"chats": []}',
        '{"chats": {"list": {}}}', '{"chats": {"list": [5]}}', '{"chats": {"about": "x"}} {}',
        '{"type": "FeatureCollection", "features": [{"id": 1}]}',
    ],
)  # fmt: skip
def test_what_is_no_export(tmp_path: Path, content: str) -> None:
    with pytest.raises(LeadersError, match=r"is no export of Telegram Desktop; choose"):
        Export(tmp_path, content)


def test_an_export_without_a_chat_to_take_says_what_it_passed_over(tmp_path: Path) -> None:
    chats = [one_chat("personal_chat", 5), one_chat("private_group", 6), one_chat("bot_chat", 7)]
    says = "passed over: 2 personal chats, 1 private channel or group "
    with pytest.raises(LeadersError, match=says):
        Export(tmp_path, export(*chats))


def test_a_file_that_breaks_off_anywhere_is_refused(tmp_path: Path) -> None:
    content = json.dumps(export(channel(message(1, text="a \\ b"), message(12)), group()))
    assert Export(tmp_path, content)
    for length in range(1, len(content)):
        with pytest.raises(LeadersError, match="breaks off or is damaged near character"):
            Export(tmp_path, content[:length])


@pytest.mark.parametrize("bad", ["nil", "[1,]", '{"a"}', '{"id" 5}', "'x'", "[" * 100_000, "1 2"])
def test_a_damaged_file_says_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bad: str
) -> None:
    monkeypatch.setattr(json_stream, "CHUNK_CHARACTERS", 100)
    content = json.dumps(export(channel(message(1), "BAD", message(3)))).replace('"BAD"', bad)
    with pytest.raises(LeadersError, match="damaged near character ") as caught:
        Export(tmp_path, content)
    told = int(str(caught.value).split("character ")[1].split(";")[0].replace(",", ""))
    assert 0 <= told - content.index(bad) <= len(bad)


def test_a_missing_file_an_empty_one_and_a_folder(tmp_path: Path) -> None:
    (tmp_path / "empty.json").touch()
    for name, says in (
        ("missing.json", "There is no file"),
        ("empty.json", "is empty; export the chat again"),
        (".", r"is a folder; name the result\.json in it"),
    ):
        with pytest.raises(LeadersError, match=says):
            ChatsFile(tmp_path / name)


def test_a_file_that_an_editor_saved_with_a_mark(tmp_path: Path) -> None:
    assert Export(tmp_path, "\ufeff" + json.dumps(channel())).accounts


def test_control_characters_as_telegram_desktop_spells_them(tmp_path: Path) -> None:
    r"""It writes \x0B, which no other JSON has; \\x0B is a backslash and three letters."""
    chat_ = channel(message(1, text="CUT"), message(2, text=r"\x0B"))
    content = json.dumps({**chat_, "name": "A CUT chat"}).replace("CUT", r"\x0B\x1F")
    read = Export(tmp_path, content)
    assert read.accounts[0].name == "A chat"
    assert len(read.rows) == 2


def test_a_line_of_ten_megabytes(tmp_path: Path) -> None:
    long = message(1, text="я" * 10_000_000)
    assert len(Export(tmp_path, channel(long, message(2))).rows) == 2


def test_a_value_without_an_end_is_not_read_to_the_end_of_the_disk(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(json_stream, "CHUNK_CHARACTERS", 10)
    monkeypatch.setattr(json_stream, "MOST_CHARACTERS", 1000)
    file = io.StringIO('["' + "x" * 100_000)
    with pytest.raises(LeadersError, match="breaks off or is damaged"):
        JsonStream(file, Path("x.json")).value()
    assert file.tell() < 5_000


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**17), 10**17) | st.floats(allow_nan=False)
    | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=20,
)  # fmt: skip


@given(value=json_values, chunk=st.integers(1, 40), indent=st.none() | st.integers(0, 2))
def test_reading_in_pieces_gives_what_reading_at_once_gives(
    value: Any, chunk: int, indent: int | None
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_stream, "CHUNK_CHARACTERS", chunk)
        stream = JsonStream(io.StringIO(json.dumps(value, indent=indent)), Path("x.json"))
        assert read_in_pieces(stream) == value
        assert stream.peek() == ""


def read_in_pieces(stream: JsonStream) -> Any:
    if stream.peek() == "{":
        return {key: read_in_pieces(stream) for key in stream.fields()}
    if stream.peek() == "[":
        return [read_in_pieces(stream) for _ in stream.elements()]
    return stream.value()


def test_a_number_of_absurd_length_spoils_only_itself() -> None:
    file = io.StringIO(f"[{'9' * 5000}, 5]")
    assert JsonStream(file, Path("x.json")).value() == [None, 5]


@pytest.mark.parametrize("text", ["1763892000", 1763892000, "-5", "9" * 13, "٣", "", "1e9", None])
def test_moments(text: object) -> None:
    known = datetime.fromtimestamp(1763892000, UTC)
    assert parse_unix(text) == (known if text == "1763892000" else None)
