"""Where in a listing we are, as the cursor of a page says it.

VK counts rows by offset, and rows shift while a listing is read: whoever comes moves those behind
to the next page, whoever leaves moves them back to the one before, where they would be missed. So
each page begins a little before the last row of the one before it, and goes on behind that row.
"""

import re
from dataclasses import dataclass, replace

from leaders.errors import LeadersError

OVERLAP = 10
"""So many may leave between two pages without anybody being missed."""

_CURSOR = re.compile(r"([a-z]{0,20})(!?):([0-9]{1,18}\.-?[0-9]{1,18}(?:\.[0-9]{1,18}){0,101})")


@dataclass(frozen=True, slots=True)
class Place:
    """``last`` is the last row seen, ``step`` which part of a listing that has several, ``others``
    what else that part must know, and ``is_torn`` says that somebody may have been missed.
    """

    offset: int = 0
    last: int = 0
    step: str = ""
    others: tuple[int, ...] = ()
    is_torn: bool = False

    @property
    def start(self) -> int:
        """The offset to ask for: the last row seen is still there if no more than that left."""
        return max(0, self.offset - OVERLAP - 1)

    def write(self) -> str:
        """As the cursor of a page."""
        numbers = ".".join(map(str, (self.offset, self.last, *self.others)))
        return f"{self.step}{'!' if self.is_torn else ''}:{numbers}"

    def follow(self, keys: list[int], rows: int, count: int) -> "Place | None":
        """The place behind a page of so many rows at most; None at the end of ``count`` rows.

        Short and empty pages are no end: rows that VK hides count as rows.
        """
        offset = self.start + rows
        if offset >= count:
            return None
        last = keys[-1] if keys else self.last
        return replace(self, offset=offset, last=last, is_torn=self.tears(keys))

    def tears(self, keys: list[int]) -> bool:
        """Whether a page does not meet the one before it: the last row seen is not on it."""
        return self.is_torn or (self.last != 0 and self.last not in keys)

    def find_fresh(self, keys: list[int]) -> int:
        """At which of a page's rows those begin that are not known yet."""
        return keys.index(self.last) + 1 if self.last in keys else 0


def read_place(cursor: str | None) -> Place:
    """The place that ``Place.write`` wrote; raises ``LeadersError`` for another text."""
    if cursor is None:
        return Place()
    found = _CURSOR.fullmatch(cursor) if len(cursor) <= 2000 else None
    if found is None:
        raise LeadersError("vk: a listing cannot go on at a cursor that is none of ours.")
    offset, last, *others = map(int, found[3].split("."))
    return Place(offset, last, found[1], tuple(others), bool(found[2]))
