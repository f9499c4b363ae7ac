"""Which people a niche asks for: known answers, coverage told, and every mistake in a sentence."""

from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stored_audiences import LATER, START, put_accounts, put_edges, put_visit

from leaders.audience.coverage import show_count, tell_count, tell_coverage
from leaders.audience.target import Target, count_platforms, find_target, newest_first
from leaders.errors import LeadersError
from leaders.niche import load_niche
from leaders.settings import Workspace
from leaders.store import Store
from leaders.store.staging import rebuild_edges

IDS = ["vk:-1", "vk:-2", "vk:-3", "vk:-9", *(f"vk:{n}" for n in range(4, 12))]
AUDIENCES = {0: {4, 5, 6, 7}, 1: {6, 7, 8}, 2: {7, 8, 9}, 3: {5, 7}}
EVENTS = [  # (who, community, days before LATER, weight)
    (4, 0, 1, None), (4, 0, 2, None), (6, 0, 40, 3.0), (7, 1, 5, None), (7, 0, None, None),
]  # fmt: skip


@pytest.fixture
def stored(workspace: Workspace) -> Workspace:
    """Communities -1, -2, -3 and -9 (accounts 0 to 3); number n from 4 on is the person vk:n."""
    with Store(workspace) as store:
        put_accounts(store, IDS)
        put_visit(store, 0, ended="cut")
        rows = [(who, c, "member") for c, people in AUDIENCES.items() for who in people]
        put_edges(store, 0, rows)
        for who, community, days, weight in EVENTS:
            at = None if days is None else LATER - timedelta(days=days)
            event = {
                "visit_no": 0, "source_no": who, "target_no": community, "kind": "comment",
                "happened_at": at, "weight": weight,
            }  # fmt: skip
            store.append("edge_seen", pl.DataFrame([event]))
        rebuild_edges(store)
    return workspace


def target(workspace: Workspace, audience: str, as_of: datetime = LATER) -> Target:
    text = f'title = "A"\nplatforms = ["vk"]\n{audience}'
    (workspace.niches / "niche.toml").write_text(text, encoding="utf-8")
    with Store(workspace) as store:
        return find_target(store, load_niche(workspace, "niche"), as_of)


def people(workspace: Workspace, audience: str) -> list[int]:
    return target(workspace, f"[audience]\n{audience}").people.tolist()


THREE = 'communities = ["vk:-1", "vk:-2", "vk:-3"]\n'


@pytest.mark.parametrize(
    ("audience", "wanted"),
    [
        (THREE, [4, 5, 6, 7, 8, 9]),
        (THREE + "at_least = 2", [6, 7, 8]),
        (THREE + "at_least = 3", [7]),
        (THREE + 'without = ["vk:-9"]', [4, 6, 8, 9]),
        (THREE + "minimum_interactions = 1", [4, 6, 7]),
        (THREE + "minimum_interactions = 2", [4, 6, 7]),
        (THREE + "minimum_interactions = 3", [6]),
        (THREE + "minimum_interactions = 1\nwithin_days = 30", [4, 7]),
        (THREE + "minimum_interactions = 2\nwithin_days = 30", [4]),
        ('communities = ["-3", "-3"]\nminimum_interactions = 1', []),
    ],
)
def test_the_plain_set(stored: Workspace, audience: str, wanted: list[int]) -> None:
    assert people(stored, audience) == wanted


SETS = """
[audience]
combine = "{}"
[audience.sets.one]
communities = ["vk:-1"]
[audience.sets.two]
communities = ["vk:-2", "vk:-3"]
without = ["vk:-9"]
[audience.sets.phones]
file = "phones.txt"
"""


def test_sets_are_combined(stored: Workspace) -> None:
    (stored.niches / "phones.txt").write_text("\ufeff10\r\n\nvk:6\n 6 \n777\n", encoding="utf-8")
    found = target(stored, SETS.format("(one | phones) - two"))
    assert {name: it.tolist() for name, it in found.sets.items()} == {
        "one": [4, 5, 6, 7],
        "two": [6, 8, 9],
        "phones": [6, 10],
    }
    assert found.people.tolist() == [4, 5, 7, 10]
    assert found.combination == "(one | phones) - two"
    assert found.named.tolist() == [0, 1, 2]
    assert found.notes == [
        "phones: 1 of 3 ids in phones.txt are nobody that is stored, and are left out"
    ]


def test_a_set_that_counts_for_nothing_is_told(stored: Workspace) -> None:
    (stored.niches / "phones.txt").write_text("10\n")
    found = target(stored, SETS.format("one & two"))
    assert found.people.tolist() == [6]
    assert found.notes == ["phones: counted, but in no part of combine"]


def test_coverage_is_told_of_every_named_account(stored: Workspace) -> None:
    with Store(stored) as store:
        for number, told in enumerate(
            [
                {"subject_no": 0, "ended": "complete", "declared_count": 4, "fetched_count": 4},
                {"subject_no": 1, "ended": "hidden"},
                {"subject_no": 2, "ended": "cut", "is_newest_first": True, "declared_count": 600},
            ],
            start=1,
        ):
            put_visit(store, number, listing="members", **{"fetched_count": 3, **told})
        rebuild_edges(store)
    with Store(stored) as store:  # the complete listing lacked them, for it was seen with no edges
        put_edges(store, 1, [(who, 0, "member") for who in (4, 5, 6, 7)])
        rebuild_edges(store)
    found = target(stored, f'[audience]\n{THREE}without = ["vk:-9"]').coverage
    told = found.select("account_id", "is_without", "is_complete", "is_newest_first", "is_hidden")
    assert told.rows() == [
        ("vk:-1", False, True, False, False),
        ("vk:-2", False, False, False, True),
        ("vk:-3", False, False, True, False),
        ("vk:-9", True, False, False, False),
    ]
    assert found["words"].to_list() == [
        "all that the platform shows: 4 people of 4 declared",
        "hidden: the platform shows no members; 3 people known from elsewhere",
        "the newest 3 people of 600 declared (less than 1 %): who came earlier is missing",
        "2 people: a part, the rest was not read",
    ]


def test_what_was_not_seen_of_interactions_is_told(stored: Workspace) -> None:
    found = target(stored, f"[audience]\n{THREE}minimum_interactions = 1\nwithin_days = 3")
    assert found.notes == [
        "plain: nobody was seen to interact with 1 community of 3: their posts were not read, or "
        "nobody did",
        "plain: 1 interaction without a moment did not count, for they may be older than 3 days",
    ]


def test_names_that_nobody_has(stored: Workspace) -> None:
    found = target(stored, '[audience]\ncommunities = ["vk:-1", "vk:-77"]')
    assert found.notes == ["plain: nobody is stored by the name vk:-77, so it is left out"]
    with pytest.raises(LeadersError, match="at_least asks for 2 of its communities and 1 are sto"):
        target(stored, '[audience]\ncommunities = ["vk:-1", "vk:-77"]\nat_least = 2')


def test_a_niche_without_an_audience(stored: Workspace) -> None:
    with pytest.raises(LeadersError, match=r"niche asks for no audience; add \[audience\]"):
        target(stored, "")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, r"phones.txt cannot be read \(No such file"),
        (b"1\n2;drop\n=1+1\n", r"phones.txt: line 2 is no id; .* \(2 lines like it\)"),
        (b"1\n<script>\n", r"phones.txt: line 2 is no id; write one a line, without anything el"),
        ("Анна\n".encode(), "phones.txt: line 1 is no id"),
        (b"\xff\xfe1\x00", "phones.txt is not UTF-8 text"),
        (b"a" * 300, "phones.txt: line 1 is no id"),
    ],
)
def test_a_file_that_is_no_list_of_ids(stored: Workspace, content: bytes | None, told: str) -> None:
    if content is not None:
        (stored.niches / "phones.txt").write_bytes(content)
    with pytest.raises(LeadersError, match=told):
        target(stored, SETS.format("one | phones"))


def test_ids_of_no_platform(stored: Workspace) -> None:
    (stored.niches / "phones.txt").write_text("vk:4\n5\n")
    text = 'title = "A"\nplatforms = ["vk", "telegram"]\n' + SETS.format("phones")
    (stored.niches / "niche.toml").write_text(text)
    with (
        Store(stored) as store,
        pytest.raises(LeadersError, match="say of which platform its ids are"),
    ):
        find_target(store, load_niche(stored, "niche"), LATER)


def test_newest_first_then_by_id(stored: Workspace) -> None:
    found = target(stored, f"[audience]\n{THREE}")
    with Store(stored) as store:
        found = find_target(store, load_niche(stored, "niche"), LATER)
        assert count_platforms(store, found.people) == {"vk": 6}
        # 4 a day ago, 7 five, 6 forty; the others were never seen to interact
        assert newest_first(store, found, "vk", LATER) == [
            "vk:4", "vk:7", "vk:6", "vk:5", "vk:8", "vk:9",
        ]  # fmt: skip
        assert newest_first(store, found, "telegram", LATER) == []


@settings(max_examples=30)
@given(
    st.lists(st.sets(st.integers(3, 11)), min_size=3, max_size=3), st.integers(1, 3),
    st.sets(st.integers(3, 11)),
)  # fmt: skip
def test_at_least_is_counting(
    workspace: Workspace, audiences: list[set[int]], at_least: int, taken: set[int]
) -> None:
    workspace.database.unlink(missing_ok=True)
    with Store(workspace) as store:
        put_accounts(
            store, ["vk:-1", "vk:-2", "vk:-3", *(f"vk:{n}" for n in range(3, 12)), "vk:-9"]
        )
        put_visit(store, 0, ended="cut")
        every = [*enumerate(audiences), (12, taken)]
        if rows := [(who, c, "member") for c, them in every for who in them]:
            put_edges(store, 0, rows)
        rebuild_edges(store)
    found = people(workspace, f'{THREE}at_least = {at_least}\nwithout = ["vk:-9"]')
    wanted = {who for who in range(3, 12) if sum(who in it for it in audiences) >= at_least}
    assert found == sorted(wanted - taken)


def test_few_are_not_told() -> None:
    assert (show_count(9), show_count(10), show_count(1234)) == ("fewer than 10", "10", "1,234")
    assert (tell_count(9), tell_count(10)) == (None, 10)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"ended": "gone"}, "gone: 2 people of 8 declared known from before"),
        ({"seen_count": 0, "coverage": 0.0}, "nobody of 8 declared: its members were never read"),
        ({"seen_count": 1, "coverage": None, "followers_count": None}, "1 person: a part, the re"),
    ],
)
def test_coverage_in_words(told: dict, words: str) -> None:
    row = {
        "seen_count": 2, "followers_count": 8, "coverage": 0.25, "ended": None,
        "is_complete": False, "is_newest_first": False,
    }  # fmt: skip
    assert tell_coverage({**row, **told}).startswith(words)


def test_the_past_sees_less(stored: Workspace) -> None:
    with Store(stored) as store:
        put_visit(store, 100, ended="cut")
        put_edges(store, 100, [(11, 0, "member")])
        rebuild_edges(store)
    assert 11 in target(stored, f"[audience]\n{THREE}").people
    before = target(stored, f"[audience]\n{THREE}", as_of=START)
    assert np.array_equal(before.people, [4, 5, 6, 7, 8, 9])


def test_a_folder_is_no_file(stored: Workspace) -> None:
    Path(stored.niches / "phones.txt").mkdir()
    with pytest.raises(LeadersError, match="Is a directory"):
        target(stored, SETS.format("one | phones"))
