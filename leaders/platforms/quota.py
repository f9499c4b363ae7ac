"""What a platform allows in a day, counted so that it holds over several runs."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from threading import Lock

from leaders.errors import QuotaSpent
from leaders.model import Quota


def _now() -> datetime:
    return datetime.now(UTC)


class DayLedger:
    """Counts calls by bucket against a day's ``limits``; safe to use from several threads.

    The day is one of ``zone``, at whose midnight the platform begins anew. A bucket without a
    limit is not counted.
    """

    def __init__(
        self,
        platform: str,
        limits: Mapping[str, int],
        zone: tzinfo = UTC,
        now: Callable[[], datetime] = _now,
    ) -> None:
        self._platform = platform
        self._limits = dict(limits)
        self._zone = zone
        self._now = now
        self._used: dict[str, int] = {}
        self._spent: set[str] = set()  # those that the platform itself says are empty
        self._day = self._today()
        self._lock = Lock()

    def spend(self, bucket: str, units: int = 1) -> None:
        """Count before asking; raises ``QuotaSpent``, and counts nothing, if they are too many."""
        with self._lock:
            self._turn_day()
            used = self._used.get(bucket, 0) + units
            if bucket in self._spent or used > self._limits.get(bucket, used):
                raise self.refuse(bucket)
            if bucket in self._limits:
                self._used[bucket] = used

    def exhaust(self, bucket: str) -> QuotaSpent:
        """The platform itself says that a bucket is empty, whatever we counted; what to raise."""
        with self._lock:
            self._turn_day()
            self._spent.add(bucket)
            return self.refuse(bucket)

    def quotas(self) -> tuple[Quota, ...]:
        """The day's quotas as used so far, by bucket."""
        with self._lock:
            self._turn_day()
            return tuple(map(self._read, sorted(self._limits.keys() | self._spent)))

    def recall(self, quotas: Iterable[Quota]) -> None:
        """Take over what earlier runs used; what is of another day counts for nothing."""
        with self._lock:
            self._turn_day()
            for quota in quotas:
                if quota.day != self._day:
                    continue
                if quota.bucket in self._limits:
                    used = self._used.get(quota.bucket, 0)
                    self._used[quota.bucket] = max(used, quota.used)
                elif quota.used >= quota.limit:
                    self._spent.add(quota.bucket)

    def _read(self, bucket: str) -> Quota:
        used = self._used.get(bucket, 0)
        limit = self._limits.get(bucket, used)
        if bucket in self._spent:
            used = max(used, limit)
        return Quota(bucket, self._day, limit, used, self._resets_at())

    def _today(self) -> date:
        return self._now().astimezone(self._zone).date()

    def _turn_day(self) -> None:
        today = self._today()
        if today != self._day:
            self._day = today
            self._used.clear()
            self._spent.clear()

    def _resets_at(self) -> datetime:
        midnight = datetime.combine(self._day + timedelta(days=1), time(), self._zone)
        return midnight.astimezone(UTC)

    def refuse(self, bucket: str) -> QuotaSpent:
        """What to raise where a bucket does not suffice."""
        resets_at = self._resets_at()
        return QuotaSpent(
            f"what {self._platform} allows of {bucket} in a day is used; the same command reads "
            f"the rest after {resets_at:%Y-%m-%d %H:%M} UTC",
            bucket,
            resets_at,
        )
