"""Names in the picture of the network: where each stands, and whose is left out."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import Any

from leaders.export.layout import Layout, Place, is_last, name_account
from leaders.export.pictures.labels import Box
from leaders.export.pictures.svg import LETTER, clean_name, measure

SIZE, NARROW_SIZE = 13.0, 28.0
"""Letters on a wide page; and of the names that a narrow one keeps."""

LONGEST = 18
"""So many letters of a name stand beside its circle; the whole name is in its title."""

FIRST = 12
"""How many names at most a narrow page keeps."""

NAMED_ISOLATED = 8
"""Of more isolated accounts none is named: the names would tear their rows apart."""

BORDER = 2.0

_ABOUT = re.compile(r"\s[|•·–—]\s")


@dataclass(frozen=True, slots=True)
class Label:
    """A name's place; ``dy`` is of its size. is_first: a narrow page keeps it, in large letters."""

    x: float
    y: float
    anchor: str
    dy: str | None
    is_first: bool


def place_names(layout: Layout, rows: Mapping[str, Mapping[str, Any]]) -> dict[str, Label]:
    """By account_id where its name stands; a name that would lie on another or a circle does not.

    The first few get a place that is free even in the large letters of a narrow page, where the
    others are not shown; then all others get one in small letters.
    """
    names = {it: shorten(name_account(rows[it]), LONGEST) for it in _order(layout, rows)}
    frame = Box(BORDER, BORDER, layout.width - BORDER, layout.height - BORDER)
    circles = [
        Box(it.x - it.radius, it.y - it.radius, it.x + it.radius, it.y + it.radius)
        for it in layout.places.values()
    ]
    labels: dict[str, Label] = {}
    for size, most in ((NARROW_SIZE, FIRST), (SIZE, len(names))):
        taken = circles + [_box(label, size, names[it]) for it, label in labels.items()]
        for account_id, name in names.items():
            if account_id in labels or len(labels) == most:
                continue
            for label in _around(layout.places[account_id], is_first=size == NARROW_SIZE):
                box = _box(label, size, name)
                if frame.holds(box) and not any(map(box.meets, taken)):
                    labels[account_id] = label
                    taken.append(box)
                    break
    return labels


def shorten(name: str, longest: int) -> str:
    """A name, cut; of "Anna | knitting" the first part: what follows the mark is what it is about.

    Isolated and clean, as `clean_name` makes it.
    """
    return clean_name(_ABOUT.split(name.strip(), maxsplit=1)[0] or name, longest)


def _order(layout: Layout, rows: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Whose name matters most: those of the legend, the largest circles, then by score."""

    def score(account_id: str) -> tuple[bool, float, str]:
        row = rows[account_id]
        return is_last(row["list"]), -(row["score"] or 0.0), account_id

    by_score = sorted(rows, key=score)
    legend = chain.from_iterable(zip_longest(*(it.account_ids for it in layout.communities)))
    largest = sorted(by_score, key=lambda it: -layout.places[it].radius)[:FIRST]
    order = dict.fromkeys(it for it in chain(legend, largest, by_score) if it)
    are_named = len(layout.isolated) <= NAMED_ISOLATED
    return [it for it in order if are_named or it not in layout.isolated]


def _around(place: Place, *, is_first: bool) -> Iterator[Label]:
    """Beside a circle, then below and above it, then ever less straight."""
    x, y, radius = place.x, place.y, place.radius
    aside, below, above = radius + 4, y + radius + 2, y - radius - 5
    for shift in (0.0, -0.6 * radius, 0.6 * radius):
        yield Label(x + aside, y + shift, "start", "0.35em", is_first)
        yield Label(x - aside, y + shift, "end", "0.35em", is_first)
        if not shift:
            yield Label(x, below, "middle", "0.85em", is_first)
            yield Label(x, above, "middle", None, is_first)
    for shift in (0.7 * radius, 0.0, -radius):
        for anchor, along in (("start", shift), ("end", -shift)):
            yield Label(x + along, above, anchor, None, is_first)
            yield Label(x + along, below, anchor, "0.85em", is_first)


def _box(label: Label, size: float, name: str) -> Box:
    width = measure(name) * size * LETTER
    left = label.x - {"start": 0.0, "middle": width / 2, "end": width}[label.anchor]
    baseline = label.y + size * float((label.dy or "0em").removesuffix("em"))
    return Box(left, baseline - 0.8 * size, left + width, baseline + 0.25 * size)
