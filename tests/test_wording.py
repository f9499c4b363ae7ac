"""Numbers in sentences."""

from leaders.wording import counted


def test_one_is_not_many() -> None:
    assert [counted(number, "row") for number in (0, 1, 2_000)] == ["0 rows", "1 row", "2,000 rows"]
    assert [counted(number, "more has", "more have") for number in (1, 2)] == [
        "1 more has", "2 more have",
    ]  # fmt: skip
