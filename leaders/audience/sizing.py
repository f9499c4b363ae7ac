"""How large a niche's target audience is, how much of it was seen, and its list of ids."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from leaders.audience.coverage import tell_count
from leaders.audience.id_lists import Limits, find_stale, to_native, write_ids
from leaders.audience.target import Target, count_platforms, find_target, newest_first
from leaders.errors import LeadersError, UsageMistake
from leaders.niche import Niche
from leaders.settings import Workspace
from leaders.store import Store
from leaders.store.observations import find_moment
from leaders.store.suppression import find_suppressed
from leaders.wording import counted


@dataclass(frozen=True, slots=True)
class IdList:
    """Where a list of ids goes; ``platform`` may be None where the target is on one alone."""

    path: Path
    platform: str
    limits: Limits
    is_forced: bool = False


@dataclass(frozen=True, slots=True)
class TargetSize:
    """How many people a niche asks for. Counts are None where they are under ten.

    platforms and sets: counts by name. communities: the rows of ``Target.coverage``.
    """

    niche: str
    as_of: datetime
    people_count: int | None
    platforms: dict[str, int | None]
    sets: dict[str, int | None]
    combination: str
    communities: list[dict[str, Any]]
    notes: list[str]
    files: list[Path] = field(default_factory=list)


def pick_moment(store: Store, niche: Niche, as_of: datetime | None) -> datetime:
    """The moment to look from: by default when the last visit finished."""
    moment = find_moment(store, as_of)
    if moment is None:
        raise LeadersError(
            f"There is no data of {niche.name} yet; import files (leaders import) or collect first."
        )
    return moment


def size_target(
    workspace: Workspace, niche: Niche, as_of: datetime | None = None, out: IdList | None = None
) -> TargetSize:
    """Count a niche's target audience, and write its ids where ``out`` says so.

    Raises ``LeadersError`` as ``find_target`` and ``write_ids`` do.
    """
    with Store(workspace, must_exist=True) as store:
        moment = pick_moment(store, niche, as_of)
        target = find_target(store, niche, moment)
        platforms = count_platforms(store, target.people)
        notes, files = list(target.notes), []
        if out is not None:
            files = _write(store, target, out, moment, notes)
    return TargetSize(
        niche=niche.name,
        as_of=moment,
        people_count=tell_count(len(target.people)),
        platforms={name: tell_count(count) for name, count in platforms.items()},
        sets={name: tell_count(len(people)) for name, people in target.sets.items()},
        combination=target.combination,
        communities=target.coverage.to_dicts(),
        notes=notes,
        files=files,
    )


def check_platform(niche: Niche, platform: str | None) -> str:
    """The platform whose ids are written: the one that is named, or the niche's only one."""
    if platform is None:
        if len(niche.platforms) > 1:
            raise UsageMistake(
                f"{niche.name} is of {', '.join(niche.platforms)}; say whose ids with --platform."
            )
        return niche.platforms[0]
    if platform not in niche.platforms:
        raise UsageMistake(
            f"{niche.name} does not name the platform {platform}; "
            f"it has {', '.join(niche.platforms)}."
        )
    return platform


def _write(
    store: Store, target: Target, out: IdList, moment: datetime, notes: list[str]
) -> list[Path]:
    """Write the ids of one platform; who objected is not among them."""
    account_ids = newest_first(store, target, out.platform, moment)
    objected = find_suppressed(store, account_ids)
    ids, strange_count = to_native([it for it in account_ids if it not in objected])
    if objected:
        notes.append(f"{counted(len(objected), 'person', 'people')} on the suppress list left out")
    if strange_count:
        notes.append(f"{counted(strange_count, 'id')} with other characters than ids have left out")
    files = write_ids(out.path, ids, out.platform, out.limits, is_forced=out.is_forced)
    stale = ", ".join(it.name for it in find_stale(out.path, files))
    if stale:
        notes.append(f"{stale} beside them: of an earlier list, not of this one")
    return files
