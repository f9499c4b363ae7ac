"""How long the headers of real platforms ask us to wait."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaders.platforms.web.asked import LONGEST, read_wait

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
UNIX = int(NOW.timestamp())


@pytest.mark.parametrize(
    ("status", "headers", "seconds"),
    [
        (429, {"retry-after": "30"}, 30),
        (503, {"retry-after": " 1.5 "}, 1.5),
        (429, {"retry-after": "Mon, 04 May 2026 12:01:00 GMT"}, 60),
        (429, {"retry-after": "Mon, 04 May 2026 11:01:00 GMT"}, 0),
        (202, {"retry-after": "30"}, 0),
        (200, {"ratelimit-remaining": "0", "ratelimit-reset": str(UNIX + 90)}, 90),
        (200, {"ratelimit-remaining": "0", "ratelimit-reset": "20"}, 20),
        (200, {"ratelimit-remaining": "1", "ratelimit-reset": "20"}, 0),
        (200, {"ratelimit-reset": "20"}, 0),
        (429, {"ratelimit-reset": "20"}, 20),
        (429, {"ratelimit-remaining": "7", "ratelimit-reset": "20"}, 0),
        (429, {"retry-after": "5", "ratelimit-remaining": "0", "ratelimit-reset": "20"}, 20),
        (
            200,
            {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "2026-05-04T12:05:00.500000Z"},
            300.5,
        ),
        (200, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "2026-05-04T12:05:00"}, 300),
        (200, {"x-rate-limit-remaining": "0", "x-rate-limit-reset": str(UNIX + 9)}, 9),
        (429, {"retry-after": "soon"}, 0),
        (429, {"retry-after": "-5"}, 0),
        (429, {"retry-after": "999999999999"}, LONGEST),
        (429, {"retry-after": "Fri, 31 Dec 9999 23:59:59 GMT"}, LONGEST),
        (200, {"ratelimit-remaining": "nan", "ratelimit-reset": "20"}, 0),
        (200, {}, 0),
    ],
)
def test_wait(status: int, headers: dict[str, str], seconds: float) -> None:
    assert read_wait(status, headers, NOW) == pytest.approx(seconds)


def test_dates_are_compared_with_the_clock_of_the_server() -> None:
    headers = {
        "date": "Mon, 04 May 2026 13:00:00 GMT",
        "retry-after": "Mon, 04 May 2026 13:00:10 GMT",
    }
    assert read_wait(429, headers, NOW) == pytest.approx(10)


@given(
    st.sampled_from([200, 429, 503]),
    st.dictionaries(
        st.sampled_from(["date", "retry-after", "ratelimit-remaining", "ratelimit-reset"]),
        st.text(max_size=40) | st.integers().map(str) | st.datetimes().map(str),
    ),
)
def test_any_header_gives_a_wait_within_reason(status: int, headers: dict[str, str]) -> None:
    assert 0 <= read_wait(status, headers, NOW) <= LONGEST
