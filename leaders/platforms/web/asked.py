"""How long an answer asks us to stay away: ``Retry-After`` and the headers of rate limits.

Every platform spells a reset its own way: seconds from now, seconds since 1970, an ISO date.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST = 366 * 86400.0
"""Seconds. More is nonsense, and would not fit a date either."""

_PREFIXES = ("ratelimit-", "x-ratelimit-", "x-rate-limit-")
_NUMBER = re.compile(r"[0-9]{1,12}(\.[0-9]{1,9})?")
_SOON = 1e9
"""A smaller number counts from now, a larger one from 1970 (this many is the year 2001)."""


def read_wait(status: int, headers: Mapping[str, str], now: datetime) -> float:
    """Seconds to stay away from the host, 0 when it asks for nothing; header names in lower case.

    Dates are compared with the answer's own ``Date``, so that our clock may be wrong.
    """
    now = _read_http_date(headers.get("date", "")) or now
    waits = [0.0]
    if status >= 400:
        waits.append(_read_retry_after(headers.get("retry-after", ""), now))
    for prefix in _PREFIXES:
        remaining = headers.get(prefix + "remaining", "").strip()
        is_spent = status == 429 if not remaining else _NUMBER.fullmatch(remaining) is not None
        if is_spent and float(remaining or 0) == 0:
            waits.append(_read_reset(headers.get(prefix + "reset", ""), now))
    return min(max(waits), LONGEST)


def _read_retry_after(text: str, now: datetime) -> float:
    if _NUMBER.fullmatch(text.strip()):
        return float(text)
    until = _read_http_date(text)
    return (until - now).total_seconds() if until else 0.0


def _read_reset(text: str, now: datetime) -> float:
    if _NUMBER.fullmatch(text.strip()):
        number = float(text)
        return number if number < _SOON else number - now.timestamp()
    try:
        until = datetime.fromisoformat(text.strip())
    except ValueError:
        return 0.0
    return (_with_zone(until) - now).total_seconds()


def _read_http_date(text: str) -> datetime | None:
    try:
        return _with_zone(parsedate_to_datetime(text))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _with_zone(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
