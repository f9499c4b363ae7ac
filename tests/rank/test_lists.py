"""In which list an account stands."""

import numpy as np
import pytest

from leaders.model import LISTS, Role
from leaders.niche import Niche
from leaders.rank.lists import LIST_OF_ROLE, PLACEMENTS, list_of, name_list, split_lists
from leaders.rank.membership import IN, OUT, REVIEW, THIN


def make_niche(*platforms: str, preset: str = "collab") -> Niche:
    return Niche(name="n", title="N", platforms=platforms, score={"preset": preset})


def split(niche: Niche, accounts: list[tuple[str, str, str]]) -> dict[str, list[int]]:
    ids, roles, zones = zip(*accounts, strict=True)
    return {name: rows.tolist() for name, rows in split_lists(niche, ids, roles, np.array(zones))}


EVERY_ROLE = [(f"files:{role}", str(role), IN) for role in LIST_OF_ROLE]


def test_every_role_has_a_list_of_its_own() -> None:
    assert set(LIST_OF_ROLE) == set(Role)
    assert sorted(LIST_OF_ROLE.values()) == sorted(LISTS[:-1])
    assert [len(rows) for rows in split(make_niche("files"), EVERY_ROLE).values()] == [1] * 5


def test_what_sells_placements_is_one_list_for_ads() -> None:
    found = split(make_niche("files", preset="ads"), EVERY_ROLE)
    assert len(found[PLACEMENTS[0]]) == len(PLACEMENTS)
    assert set(found) == set(LISTS[:-1]) - set(PLACEMENTS[1:])


@pytest.mark.parametrize("preset", ["collab", "ads", "experts", "hidden_gems"])
def test_who_is_in_doubt_stands_there_whatever_its_role(preset) -> None:
    assert {list_of(str(role), REVIEW, preset) for role in Role} == {LISTS[-1]}


def test_who_is_neither_in_nor_in_doubt_is_in_no_list() -> None:
    zones = [("files:a", "creator", OUT), ("files:b", "creator", THIN), ("files:c", "brand", IN)]
    assert split(make_niche("files"), zones) == {"brands": [2]}


def test_platforms_are_apart_in_the_order_of_the_niche_and_strangers_come_last() -> None:
    accounts = [
        ("bluesky:a", "creator", IN), ("files:b", "creator", IN), ("vk:c", "creator", IN),
        ("vk:d", "media", IN), ("vk:e", "creator", IN),
    ]  # fmt: skip
    found = split(make_niche("vk", "files"), accounts)
    assert found == {
        "VK creators": [2, 4], "VK media": [3], "Files creators": [1], "Bluesky creators": [0],
    }  # fmt: skip
    assert list(found) == ["VK creators", "VK media", "Files creators", "Bluesky creators"]


def test_the_only_platform_is_not_named() -> None:
    assert name_list(make_niche("vk"), "vk", "media") == "media"
    assert name_list(make_niche("vk"), "files", "media") == "Files media"
    assert name_list(make_niche("vk", "files"), "vk", "media") == "VK media"
