"""Presets: what holds for all of them, and how headers are matched."""

import tomllib
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaders.errors import UsageMistake
from leaders.model import IMPORT_ONLY
from leaders.platforms.files import SHAPES, presets
from leaders.platforms.files.presets import (
    Preset,
    find_preset,
    list_presets,
    load_presets,
    plain_header,
)

PRESETS = load_presets()
ALL = pytest.mark.parametrize("name", PRESETS)


@ALL
def test_every_field_is_one_of_its_shape(name: str) -> None:
    preset = PRESETS[name]
    fields = {field.name for field in SHAPES[preset.shape]}
    beside = {"platform", "email", "url"} if preset.shape == "accounts" else {"platform"}
    assert set(preset.columns) <= fields | beside
    assert set(preset.joined) <= set(preset.columns)


@ALL
def test_a_preset_names_an_account_and_where_its_headers_are_from(name: str) -> None:
    preset = PRESETS[name]
    assert {"url", "handle", "id", "source", "target"} & set(preset.columns)
    assert preset.title
    assert preset.source
    assert bool(preset.marks) != bool(preset.json_lists)
    assert (preset.owner is None) == (preset.shape != "edges")
    if preset.platform is None:
        assert "platform" in preset.columns


@ALL
def test_no_header_is_claimed_by_two_fields_or_for_nothing(name: str) -> None:
    claimed = [plain_header(it) for known in PRESETS[name].columns.values() for it in set(known)]
    told = [it for it in set(claimed) if claimed.count(it) > 1]
    assert not told
    assert not set(map(plain_header, PRESETS[name].never)) & set(claimed)


def test_no_two_presets_claim_the_same_header() -> None:
    for one, other in combinations(PRESETS.values(), 2):
        assert set(one.json_lists).isdisjoint(other.json_lists)
        for mine, its in ((one, other), (other, one)):
            if mine.marks and its.marks:
                everything = [it for known in mine.columns.values() for it in known]
                header = everything + [group[0] for group in mine.marks]
                assert not its.fits(header), (mine.title, its.title)


def test_the_usual_columns_are_no_export_of_anybody() -> None:
    for shape, fields in SHAPES.items():
        usual = [column for field in fields for column in field.columns]
        assert not [name for name, it in PRESETS.items() if it.fits(usual)], shape


def test_an_e_mail_is_taken_only_where_the_header_says_that_it_is_public() -> None:
    for preset in PRESETS.values():
        for header in preset.columns.get("email", ()):
            assert plain_header(header).startswith(("business", "public", "contact"))
    assert "email" not in PRESETS["linkedin"].columns
    assert PRESETS["linkedin"].never == ("email address",)


def test_headers_match_whatever_their_case_spaces_and_punctuation() -> None:
    header = ["Avg. Likes", "FULL_NAME", "username ", "engagementRate", "Engagements"]
    assert PRESETS["modash"].match(header) == {"name": ["FULL_NAME"], "handle": ["username "]}
    assert PRESETS["modash"].fits(header)
    assert not PRESETS["modash"].fits(header[:3])


def test_a_column_holds_one_field_and_a_joined_field_all_its_columns() -> None:
    preset = Preset(
        title="t", what="w", shape="accounts", confirmed=False, source="s",
        columns={"id": ("a", "b"), "name": ("b", "c", "d")}, joined={"name": " "}, never=("d",),
    )  # fmt: skip
    assert preset.match(["d", "c", "b", "a"]) == {"id": ["a"], "name": ["b", "c"]}
    assert preset.match(["b", "c"]) == {"id": ["b"], "name": ["c"]}
    assert preset.match([]) == {}


@given(st.lists(st.text()))
def test_no_header_is_too_odd(header: list[str]) -> None:
    for preset in PRESETS.values():
        preset.fits(header)
        matched = preset.match(header)
        assert all(it in header for names in matched.values() for it in names)


def test_an_unknown_preset_is_said_with_the_nearest() -> None:
    assert find_preset("modash") is PRESETS["modash"]
    with pytest.raises(UsageMistake, match="did you mean modash"):
        find_preset("modsh")
    with pytest.raises(UsageMistake, match=r"there are modash, .*facebook-pages\."):
        find_preset("???")


def test_the_table_has_a_row_for_each() -> None:
    rows = list_presets()
    assert [row[0] for row in rows] == list(PRESETS)
    assert {row[4] for row in rows} == {"confirmed", "assumed"}
    told = tomllib.loads(Path(presets.__file__).with_name("presets.toml").read_text("utf-8"))
    assert [row[4] == "confirmed" for row in rows] == [it["confirmed"] for it in told.values()]


def test_presets_of_downloads_are_of_networks_without_an_interface() -> None:
    for preset in PRESETS.values():
        if preset.json_lists:
            assert preset.platform in IMPORT_ONLY
