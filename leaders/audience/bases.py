"""What an audience is compared with: a base that is chosen openly and named in the output."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from leaders.audience.coverage import show_count
from leaders.audience.id_lists import read_ids
from leaders.audience.members import Numbers
from leaders.errors import LeadersError
from leaders.model import show_platform
from leaders.niche import Niche
from leaders.store import Store
from leaders.wording import counted

NICHE, PLATFORM = "niche", "platform"


@dataclass(frozen=True, eq=False)
class Base:
    """People among whom the target's usual share is measured.

    people: account numbers by platform, ascending; one base for all is under None.
    words: what the base is, for whoever reads an index.
    """

    people: dict[str | None, Numbers]
    words: str

    def tell(self, target: NDArray[np.integer]) -> str:
        """What the base is, how many people it has, and how many of the target are among them."""
        counts = ((platform, self.count(target, platform or "")) for platform in self.people)
        parts = [
            f"{'' if platform is None else f'{show_platform(platform)} '}"
            f"{counted(whole, 'person', 'people')}, {show_count(part)} of them of the target"
            for platform, (part, whole) in counts
            if whole
        ]
        return f"{self.words}: {'; '.join(parts)}"

    def count(self, target: NDArray[np.integer], platform: str) -> tuple[int, int]:
        """How many of the target are in the base of a platform, and how many people that has."""
        people = self.people.get(platform, self.people.get(None))
        if people is None:
            return 0, 0
        return len(np.intersect1d(people, target, assume_unique=True)), len(people)


def load_base(store: Store, niche: Niche, chosen: str, as_of: datetime) -> Base:
    """The base that was chosen: ``niche``, ``platform``, or the path of a file of ids.

    ``niche`` is everybody in the audience of a candidate, ``platform`` everybody on the platform of
    the account in question who is known to follow anybody. ``seen_edge`` is looked at. Raises
    ``LeadersError`` when nobody is in it.
    """
    if chosen == NICHE:
        found = store.arrays("audience/people_of_niche", niche=niche.name, as_of=as_of)
        people: dict[str | None, Numbers] = {None: np.unique(found["source_no"])}
        words = f"everybody seen in an audience of the candidates of {niche.name}"
    elif chosen == PLATFORM:
        people = {name: _load_platform(store, name) for name in niche.platforms}
        names = " or ".join(map(show_platform, niche.platforms))
        words = f"everybody on {names} who is known to follow anybody or be a member of anything"
    elif not Path(chosen).exists():
        raise LeadersError(
            f"--base {chosen} is neither niche nor platform, and there is no file of that name."
        )
    else:
        only = niche.platforms[0] if len(niche.platforms) == 1 else None
        numbers, count = read_ids(store, Path(chosen), only)
        people = {None: numbers}
        words = f"those of {count:,} ids in {Path(chosen).name} that are stored"
    if not any(map(len, people.values())):
        raise LeadersError(f"The base is empty ({words}); choose another with --base.")
    return Base(people, words)


def _load_platform(store: Store, platform: str) -> Numbers:
    return np.unique(store.arrays("audience/people_of_platform", platform=platform)["source_no"])
