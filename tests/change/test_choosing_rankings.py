"""Which two rankings are compared."""

from datetime import UTC, datetime, timedelta

import pytest

from leaders.change.pairing import choose_before, choose_pair
from leaders.errors import LeadersError

DAY = datetime(2026, 1, 1, tzinfo=UTC)


def heads(*days: int) -> list[dict]:
    """Rankings in the order in which they were made, each as of a day."""
    made = [
        {"ranking_no": number, "as_of": DAY + timedelta(days=day), "niche": "n"}
        for number, day in enumerate(days)
    ]
    return sorted(made, key=lambda head: (head["as_of"], head["ranking_no"]), reverse=True)


def numbers(pair) -> tuple[int, int] | None:
    return None if pair is None else (pair[0]["ranking_no"], pair[1]["ranking_no"])


@pytest.mark.parametrize(
    ("days", "since", "pair"),
    [
        ([0], None, None),
        ([0, 7], None, (0, 1)),
        ([0, 7, 14], None, (1, 2)),
        ([0, 7, 14], 13, (1, 2)),
        ([0, 7, 14], 6, (0, 2)),
        ([0, 7, 14], 20, (1, 2)),
        ([0, 7, 7], None, (0, 2)),  # of one moment the last: the other is no other date
        ([7, 7], None, (0, 1)),  # unless there is none
        ([7, 0], None, None),  # the last looks further back than all
    ],
)
def test_the_last_made_and_the_last_before_it(days, since, pair) -> None:
    moment = None if since is None else DAY + timedelta(days=since)
    assert numbers(choose_pair(heads(*days), moment)) == pair


def test_nothing_as_old_is_said() -> None:
    with pytest.raises(LeadersError, match="leaders rank n --as-of 2025-12-31"):
        choose_pair(heads(0, 7), DAY - timedelta(days=1))


def test_the_one_before_the_older_one() -> None:
    made = heads(0, 7, 14)
    assert choose_before(made, made[1])["ranking_no"] == 0
    assert choose_before(made, made[2]) is None
