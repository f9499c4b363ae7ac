"""What single answers become, and that no answer makes more of itself than a row."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telethon.tl import types

from leaders.errors import PlatformRefused
from leaders.model import Edge, EdgeKind
from leaders.platforms.published import find_emails, find_links
from leaders.platforms.telegram import messages, parse

GROUP = "telegram:-1001000000001"
OTHER = "telegram:-1001000000002"
MOMENT = datetime(2026, 5, 4, 12, tzinfo=UTC)
ID = re.compile(r"telegram:(-1[0-9]{12}|[1-9][0-9]{0,15})")
POST_ID = re.compile(r"telegram:-1[0-9]{12}/[1-9][0-9]{0,9}")


def message(number: int = 7, text: str = "", **values: object) -> types.Message:
    values = {"date": MOMENT, "post": True, **values}
    return types.Message(number, types.PeerChannel(1_000_000_001), message=text, **values)


def channel(number: int, **values: object) -> types.Channel:
    return types.Channel(number, "T", types.ChatPhotoEmpty(), MOMENT, **values)


def mentions(text: str, *entities: object) -> set[str]:
    history = messages.read_history([message(text=text, entities=list(entities))], GROUP)
    found = {name for name, _ in history.mentions} | {it.target_id for it in history.edges}
    assert all(it.kind is EdgeKind.MENTION for it in history.edges)
    return found


def test_mentions_are_read_by_utf_16() -> None:
    text = "🧶🧶 @yarn и t.me/wool, https://t.me/+invite"
    assert mentions(text, types.MessageEntityMention(5, 5)) == {"yarn"}
    assert mentions(text, types.MessageEntityUrl(13, 9)) == {"wool"}
    assert mentions(text, types.MessageEntityUrl(24, 20)) == set()
    assert mentions(text, types.MessageEntityTextUrl(0, 4, "https://t.me/c/1000000002/5")) == {
        OTHER
    }
    assert mentions(text, types.MessageEntityMentionName(0, 4, 55)) == {"telegram:55"}
    assert mentions(text, types.MessageEntityBold(5, 5)) == set()
    assert mentions(text, types.MessageEntityMention(500, 5)) == set()


def test_a_name_is_credited_once_it_is_known() -> None:
    text = "@yarn @wool"
    entities = [types.MessageEntityMention(0, 5), types.MessageEntityMention(6, 5)]
    history = messages.read_history([message(text=text, entities=entities)], GROUP)
    assert history.credit({"yarn": OTHER, "wool": GROUP}) == (
        Edge(GROUP, OTHER, EdgeKind.MENTION, f"{GROUP}/7", MOMENT),
    )


def test_who_signs_a_channels_post_is_not_its_writer() -> None:
    signed = message(from_id=types.PeerUser(5))
    assert messages.read_history([signed], GROUP).edges == {}
    by_member = message(from_id=types.PeerUser(5), post=None)
    assert list(messages.read_history([by_member], GROUP).edges) == [
        Edge("telegram:5", GROUP, EdgeKind.COMMENT, f"{GROUP}/7", MOMENT)
    ]


def test_a_channels_post_in_its_own_group_is_not_read_twice() -> None:
    origin = types.PeerChannel(1_000_000_002)
    header = types.MessageFwdHeader(MOMENT, from_id=origin, channel_post=3, saved_from_peer=origin)
    brought = message(post=None, from_id=origin, fwd_from=header)
    history = messages.read_history([brought], GROUP)
    assert (history.posts, history.edges) == ([], {})
    by_hand = message(post=None, from_id=types.PeerUser(5), fwd_from=header)
    kinds = {it.kind for it in messages.read_history([by_hand], GROUP).edges}
    assert kinds == {EdgeKind.FORWARD, EdgeKind.COMMENT}


def test_replies_within_a_page_of_a_group_are_credited() -> None:
    question = message(5, post=None, from_id=types.PeerUser(11))
    reply_to = types.MessageReplyHeader(reply_to_msg_id=5)
    answer = message(6, post=None, from_id=types.PeerUser(12), reply_to=reply_to)
    lost = message(
        8,
        post=None,
        from_id=types.PeerUser(12),
        reply_to=types.MessageReplyHeader(reply_to_msg_id=4),
    )
    history = messages.read_history([lost, answer, question], GROUP)
    assert [it for it in history.edges if it.kind is EdgeKind.REPLY] == [
        Edge("telegram:12", "telegram:11", EdgeKind.REPLY, f"{GROUP}/5", MOMENT)
    ]


def test_a_forward_of_ones_own_post_is_no_attention() -> None:
    header = types.MessageFwdHeader(
        MOMENT, from_id=types.PeerChannel(1_000_000_001), channel_post=3
    )
    history = messages.read_history([message(fwd_from=header)], GROUP)
    assert history.credit({}) == ()
    assert history.posts == []


def test_paid_reactions_count_no_people() -> None:
    counted = [
        types.ReactionCount(types.ReactionPaid(), 10_000),
        types.ReactionCount(types.ReactionEmoji("👍"), 3),
        types.ReactionCount(types.ReactionCustomEmoji(5), 2),
    ]
    [post] = messages.read_history(
        [message(reactions=types.MessageReactions(counted))], GROUP
    ).posts
    assert post.likes_count == 5
    [silent] = messages.read_history([message()], GROUP).posts
    assert (silent.likes_count, silent.comments_count, silent.views_count) == (None, None, None)


def test_every_comment_is_a_row_but_those_of_the_channel_and_its_group() -> None:
    group = types.PeerChannel(1_000_000_009)
    writers = [types.PeerUser(5), types.PeerUser(5), group, types.PeerChannel(1_000_000_001), None]
    writers += [types.PeerChannel(1_000_000_002), types.PeerChat(3)]
    rows = [types.Message(9, group, MOMENT, "x", from_id=it) for it in writers]
    edges = messages.read_comments(rows, GROUP, f"{GROUP}/7")
    assert [it.source_id for it in edges] == ["telegram:5", "telegram:5", OTHER]
    assert {(it.target_id, it.kind, it.post_id) for it in edges} == {
        (GROUP, EdgeKind.COMMENT, f"{GROUP}/7")
    }


def test_restricted_members_are_members_and_those_who_left_are_none() -> None:
    rights = types.ChatBannedRights(MOMENT)
    rows = [
        types.ChannelParticipant(1, MOMENT),
        types.ChannelParticipantSelf(2, 1, MOMENT),
        types.ChannelParticipantBanned(types.PeerUser(3), 1, MOMENT, rights),
        types.ChannelParticipantBanned(types.PeerUser(4), 1, MOMENT, rights, left=True),
        types.ChannelParticipantLeft(types.PeerUser(5)),
        types.ChannelParticipant(1, MOMENT),
    ]
    members = [it.source_id for it in parse.parse_members(rows, GROUP)]
    assert members == ["telegram:1", "telegram:2", "telegram:3"]


@pytest.mark.parametrize(
    "row", [types.ChannelParticipant(-1, MOMENT), types.ChannelParticipant(2**60, MOMENT), object()]
)
def test_a_member_that_cannot_be_read_refuses_the_page(row) -> None:
    with pytest.raises(PlatformRefused, match="members that cannot be read"):
        parse.parse_members([types.ChannelParticipant(1, MOMENT), row], GROUP)


def test_the_name_is_the_active_one() -> None:
    bought = [types.Username("Sold"), types.Username("Yarn", active=True)]
    assert parse.find_name(channel(5, usernames=bought)) == "yarn"
    assert parse.find_name(channel(5, username="Wool")) == "wool"
    assert parse.find_name(channel(5)) is None
    assert parse.find_public([channel(5), channel(6, username="Wool"), types.ChatEmpty(7)]) == (
        "telegram:-1000000000006",
    )


def test_a_profile_that_is_closed_to_us_is_gone_and_anothers_is_refused() -> None:
    full = types.ChannelFull(
        1_000_000_001, "", 0, 0, 0, types.PhotoEmpty(0), types.PeerNotifySettings(), [], 1
    )
    closed = types.ChannelForbidden(1_000_000_001, 5, "T")
    assert parse.parse_account(types.messages.ChatFull(full, [closed], []), GROUP) is None
    own = channel(1_000_000_001, username="yarn")
    profile = parse.parse_account(types.messages.ChatFull(full, [own], []), GROUP)
    assert profile is not None
    assert profile.followers_count is None
    other = channel(1_000_000_002, username="wool")
    with pytest.raises(PlatformRefused):
        parse.parse_account(types.messages.ChatFull(full, [other], []), GROUP)


def test_a_bio_is_what_a_channel_that_everybody_can_find_says_of_itself() -> None:
    full = types.ChannelFull(
        1_000_000_001, "О пряже\nи спицах", 0, 0, 0, types.PhotoEmpty(0),
        types.PeerNotifySettings(), [], 1,
    )  # fmt: skip
    for name, bio in (("yarn", "О пряже и спицах"), (None, "")):
        own = channel(1_000_000_001, username=name)
        profile = parse.parse_account(types.messages.ChatFull(full, [own], []), GROUP)
        assert profile is not None
        assert profile.bio == bio


def test_words_are_kept_of_what_the_channel_itself_wrote() -> None:
    def texts(*rows: types.Message) -> list[str | None]:
        return [it.text for it in messages.read_history(rows, GROUP).posts]

    assert texts(message(text="Вяжу\nшаль @yarn #вязание")) == ["Вяжу шаль #вязание"]
    assert texts(message(9, "Шаль", grouped_id=5), message(8, grouped_id=5)) == ["Шаль"]
    assert texts(message(text="x", from_id=types.PeerUser(5))) == ["x"]  # signed
    assert texts(message(text="x", from_id=types.PeerUser(5), post=None)) == [None]
    of_a_person = types.MessageFwdHeader(MOMENT, from_id=types.PeerUser(5))
    unnamed = types.MessageFwdHeader(MOMENT, from_name="Anna")
    for header in (of_a_person, unnamed):
        assert texts(message(text="x", fwd_from=header)) == [None]


def test_contacts_and_links_of_a_text() -> None:
    text = (
        "Пишите: Ads@Example.org, user@@x, https://shop.example/a?b=1. t.me/x https://t.me/x "
        "https://yarn.t.me/ http://telegram.org/a https://evil\u202e.example/x (https://b.example)"
    )
    assert find_emails(text) == ("ads@example.org",)
    assert find_links(text, parse.OURS) == ("https://shop.example/a?b=1", "https://b.example")


def test_an_album_at_the_end_of_a_page_waits_for_the_next() -> None:
    rows = [message(9), message(8, grouped_id=5), message(7, grouped_id=5)]
    assert messages.hold_back_album(rows) == rows[:1]
    assert messages.hold_back_album(rows[1:]) == rows[1:]
    assert messages.hold_back_album(rows[:1]) == rows[:1]
    assert messages.hold_back_album([]) == []
    ten = [message(30)] + [message(it, grouped_id=5) for it in range(20, 10, -1)]
    assert messages.hold_back_album(ten) == ten


INTS = st.integers(-(2**70), 2**70)
TEXTS = st.text(max_size=40)
PEERS = (
    st.none()
    | st.builds(types.PeerUser, INTS)
    | st.builds(types.PeerChannel, INTS)
    | st.builds(types.PeerChat, INTS)
)
DATES = st.none() | st.datetimes(timezones=st.just(UTC)) | st.datetimes()
ENTITIES = st.lists(
    st.builds(types.MessageEntityMention, INTS, INTS)
    | st.builds(types.MessageEntityUrl, st.integers(-5, 50), st.integers(-5, 50))
    | st.builds(types.MessageEntityTextUrl, INTS, INTS, TEXTS)
    | st.builds(types.MessageEntityMentionName, INTS, INTS, INTS)
    | st.builds(types.MessageEntityBold, INTS, INTS),
    max_size=3,
)
MESSAGES = st.builds(
    types.Message,
    id=st.integers(-3, 12) | INTS,
    peer_id=PEERS,
    date=DATES,
    message=TEXTS | st.none(),
    post=st.booleans() | st.none(),
    from_id=PEERS,
    entities=ENTITIES | st.none(),
    grouped_id=st.none() | st.integers(0, 2),
    views=INTS | st.none(),
    forwards=INTS | st.none(),
    replies=st.none() | st.builds(types.MessageReplies, INTS, INTS, comments=st.booleans()),
    fwd_from=st.none()
    | st.builds(
        types.MessageFwdHeader, DATES, from_id=PEERS, channel_post=INTS, saved_from_peer=PEERS
    ),
    reply_to=st.none()
    | st.builds(types.MessageReplyStoryHeader, PEERS, INTS)
    | st.builds(types.MessageReplyHeader, reply_to_msg_id=INTS, reply_to_peer_id=PEERS),
    reactions=st.none()
    | st.builds(
        types.MessageReactions,
        st.lists(
            st.builds(types.ReactionCount, st.just(types.ReactionEmoji("x")), INTS), max_size=2
        ),
    ),
)
ROWS = st.lists(
    MESSAGES
    | st.builds(types.MessageEmpty, INTS, PEERS)
    | st.builds(
        types.MessageService, INTS, PEERS, DATES, action=st.just(types.MessageActionPinMessage())
    ),
    max_size=6,
)


def check_edges(edges) -> None:
    for edge in edges:
        assert ID.fullmatch(edge.source_id)
        assert ID.fullmatch(edge.target_id)
        assert edge.source_id != edge.target_id
        assert edge.post_id is None or POST_ID.fullmatch(edge.post_id)


@given(ROWS)
def test_messages_of_any_kind_make_rows_or_nothing(rows) -> None:
    history = messages.read_history(rows, GROUP)
    accounts = {name: OTHER for name, _ in history.mentions}
    check_edges(history.credit(accounts))
    check_edges(messages.read_comments(rows, GROUP, f"{GROUP}/7"))
    for post in history.posts:
        assert POST_ID.fullmatch(post.post_id)
        assert post.author_id == GROUP
        counts = (post.views_count, post.likes_count, post.comments_count, post.reposts_count)
        assert all(count is None or 0 <= count < 2**60 for count in counts)
    assert len({post.post_id for post in history.posts}) <= len(rows)
    assert 0 <= messages.find_offset(rows) < 2**31
    assert messages.hold_back_album(rows) or not rows


@given(st.lists(st.builds(types.MessagePeerReaction, PEERS, DATES, st.none()), max_size=5))
def test_reactions_of_any_kind_make_rows_or_nothing(rows) -> None:
    check_edges(parse.parse_likers(rows, GROUP, f"{GROUP}/7"))


@given(INTS, TEXTS | st.none(), TEXTS, INTS | st.none())
def test_channels_of_any_kind_make_rows_or_nothing(number, name, text, count) -> None:
    one = types.Channel(number, text, types.ChatPhotoEmpty(), None, username=name)
    check_edges(parse.parse_similar([one], GROUP))
    own = types.Channel(1_000_000_001, text, types.ChatPhotoEmpty(), None, username=name)
    full = types.ChannelFull(1, text, 0, 0, 0, None, None, [], 1, participants_count=count)
    profile = parse.parse_account(types.messages.ChatFull(full, [one, own], []), GROUP)
    assert profile is not None
    assert profile.followers_count is None or profile.followers_count >= 0
    assert profile.url is None or profile.url.isascii()
    assert all(find_links(link, parse.OURS) == (link,) for link in profile.links)


@given(TEXTS)
def test_any_text_of_a_profile_is_read(text) -> None:
    for found in (*find_emails(text), *find_links(text, parse.OURS)):
        assert found.isprintable()
