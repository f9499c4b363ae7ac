"""What the deployment of a niche is: its parts, and its schedule as the niche file has it."""

import re
from typing import Any

from leaders.errors import LeadersError
from leaders.niche import Niche, Schedule
from leaders.scheduling.due import FIELDS

ENTRYPOINT = "flows.refresh.refresh"
FLOW = "refresh"
POOL = "leaders"
TAG = "leaders"
LIMIT = {"limit": 1, "collision_strategy": "CANCEL_NEW"}
_LAST_WEEKDAY = re.compile(r"LW|\dL", re.IGNORECASE)


def describe_schedules(niche: Niche) -> list[dict[str, Any]]:
    """The schedules of a niche's deployment as ``prefect.yaml`` has them: one, or none.

    Raises ``LeadersError`` for a cron line that Prefect cannot read.
    """
    schedule = niche.schedule
    if schedule is None:
        return []
    if _LAST_WEEKDAY.search(schedule.cron):
        raise LeadersError(
            f"{niche.name}: schedule.cron: Prefect knows L for a month's last day alone, not with "
            f"a weekday: {schedule.cron}; write for example 0 6 L * *"
        )
    if len(schedule.cron.split()) != FIELDS:
        raise LeadersError(
            f"{niche.name}: schedule.cron: has seconds, {schedule.cron}; write five fields, for "
            "example 0 6 * * 1"
        )
    return [schedule.model_dump()]


def tell_schedule(schedule: Schedule | None) -> str:
    """A schedule in a few words."""
    if schedule is None:
        return "no schedule"
    return f"{schedule.cron} {schedule.timezone}" + (", not active" * (not schedule.active))
