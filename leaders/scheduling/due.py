"""When a schedule is due and was; pure: the moment comes in."""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cronsim import CronSim, CronSimError

FIELDS = 5
"""Of a cron line; where there are six, Prefect has the seconds last and others have them first."""


@dataclass(frozen=True, slots=True)
class Due:
    """A cron line in its time zone. Moments are given and told with a zone."""

    cron: str
    timezone: str

    def after(self, moment: datetime) -> datetime:
        """The first moment that it is due after this one."""
        return next(CronSim(self.cron, moment.astimezone(ZoneInfo(self.timezone))))

    def before(self, moment: datetime) -> datetime:
        """The last moment that it was due before this one."""
        return next(CronSim(self.cron, moment.astimezone(ZoneInfo(self.timezone)), reverse=True))

    def missed(self, since: datetime, now: datetime) -> datetime | None:
        """The last moment that it was due between the two; None: it was not.

        since: when it last ran, or was made. One run makes up for all that were missed.
        """
        last = self.before(now)
        return last if last > since else None


def read_due(cron: str, timezone: str) -> Due | None:
    """A schedule that somebody gave Prefect; None: its line has signs that only Prefect knows."""
    try:
        due = Due(cron, timezone)
        due.after(datetime(2026, 1, 1, tzinfo=UTC))
    except (CronSimError, ZoneInfoNotFoundError):
        return None
    return due if len(cron.split()) == FIELDS else None


def tell_moment(moment: datetime, now: datetime) -> str:
    """A moment for a person, in its own zone: by the weekday alone where that is clear."""
    is_near = abs((now - moment).days) < 6
    return f"{moment:%A %H:%M}" if is_near else f"{moment:%A %Y-%m-%d %H:%M}"
