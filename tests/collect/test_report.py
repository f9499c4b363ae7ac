"""What a crawl says of itself: never that a part is the whole."""

import pytest

from leaders.collect.report import CollectReport


def test_a_whole_crawl_says_so() -> None:
    report = CollectReport("small", calls=1234, visits={"complete": 5})
    assert report.is_complete
    assert report.describe() == (
        "small: 1,234 calls, listings: 5 complete; nothing is left to read within the limits; "
        "complete"
    )


@pytest.mark.parametrize(
    ("lack", "says"),
    [
        ({"gaps": {"cut": 2, "hidden": 1}}, "known in part: 2 cut, 1 hidden"),
        ({"unknown_seeds": ["ann"]}, "seeds not found: ann"),
        ({"remarks": ["posts cannot be searched"]}, "posts cannot be searched"),
        ({"stopped": "the limit of 9 calls was reached"}, "the limit of 9 calls was reached"),
    ],
)
def test_whatever_lacks_is_told_and_nothing_is_called_complete(lack: dict, says: str) -> None:
    report = CollectReport("small", visits={"complete": 5}, **lack)
    assert not report.is_complete
    assert says in report.describe()
    assert not report.describe().endswith("; complete")
