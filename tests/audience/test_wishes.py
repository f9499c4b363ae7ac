"""Wishes that cannot be had: every clash in words, and all of them at once."""

import polars as pl
import pytest

from leaders.audience.wishes import Wishes, refuse_clashes
from leaders.errors import LeadersError

ROWS = [
    ("vk:1", "vk", "allowed", False, 60.0, 1), ("vk:2", "vk", "allowed", False, 50.1, 1),
    ("vk:3", "vk", "allowed", False, None, 2),
    ("instagram:4", "instagram", "banned", False, 5.0, 3),
    ("vk:5", "vk", "disputed", False, 50.2, 4), ("vk:6", "vk", "allowed", True, 5.0, 5),
]  # fmt: skip
COLUMNS = ["account_id", "platform", "status", "is_gone", "cost", "owner"]
WHY = "refused on 2026-02-01 (leaders contacts, Acme)"
MARKET = pl.DataFrame(
    [*ROWS, ("vk:7", "vk", "allowed", False, 5.0, 6)], COLUMNS, orient="row"
).with_columns(not_again=pl.when(account_id="vk:7").then(pl.lit(WHY)))


def told(budget: float, *must: str, never: tuple[str, ...] = (), per_owner: int | None = None):
    wishes = Wishes(budget, "EUR", per_owner=per_owner)
    with pytest.raises(LeadersError) as caught:
        refuse_clashes(wishes, must, never, MARKET)
    text = str(caught.value)
    assert text.startswith("No plan can meet these wishes: ")
    assert text.endswith(". Give one up.")
    return text.removeprefix("No plan can meet these wishes: ").removesuffix(". Give one up.")


@pytest.mark.parametrize(
    ("must", "words"),
    [
        ("vk:3", "vk:3 must be bought and nobody said what it costs (leaders prices)"),
        ("instagram:4", "instagram:4 must be bought and advertising on Instagram is banned"),
        ("vk:6", "vk:6 must be bought and is gone (deleted, suspended or private)"),
        ("vk:7", f"vk:7 must be bought and is {WHY}"),
        ("vk:9", "vk:9 must be bought and is no candidate that can be shown"),
    ],
)
def test_what_cannot_be_bought(must: str, words: str) -> None:
    assert told(1000, must) == words


def test_must_and_never() -> None:
    assert told(1000, "vk:1", never=("vk:1", "vk:2")) == "--must and --never both name vk:1"


def test_musts_beyond_the_budget() -> None:
    assert told(110, "vk:1", "vk:2") == (
        "what must be bought costs 110.10 EUR together and the budget is 110.00"
    )


def test_musts_beyond_an_owners_turns() -> None:
    assert told(1000, "vk:1", "vk:5", "vk:2", per_owner=1) == (
        "2 placements of one owner must be bought (vk:1, vk:2) and --per-owner allows 1"
    )


def test_all_clashes_at_once() -> None:
    text = told(10, "vk:1", "vk:2", "vk:3", "instagram:4", never=("vk:2",), per_owner=1)
    assert [it.split(" and ")[0] for it in text.split("; ")] == [
        "--must", "vk:3 must be bought", "instagram:4 must be bought",
        "what must be bought costs 115.10 EUR together",
        "2 placements of one owner must be bought (vk:1, vk:2)",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("budget", "must", "per_owner"),
    [
        (0, (), None), (60, ("vk:1",), 1), (110.1, ("vk:1", "vk:2"), 2),
        (100.3, ("vk:2", "vk:5"), 1),  # 50.1 + 50.2 is a little more in floating point
    ],
)  # fmt: skip
def test_wishes_that_can_be_had(budget: float, must: tuple, per_owner: int | None) -> None:
    wishes = Wishes(budget, "EUR", per_owner=per_owner)
    refuse_clashes(wishes, must, ("vk:3",), MARKET)
