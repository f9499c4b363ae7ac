"""Names beside dots: the first come first, and none lies on another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from leaders.export.pictures.svg import LETTER, measure

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Whether they share more than an edge."""
        return (self.left < other.right and other.left < self.right
                and self.top < other.bottom and other.top < self.bottom)  # fmt: skip

    def holds(self, other: "Box") -> bool:
        """Whether the other lies wholly within."""
        return (self.left <= other.left and other.right <= self.right
                and self.top <= other.top and other.bottom <= self.bottom)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Label:
    """Whose name (a place in the list), where its baseline begins or ends, and its room."""

    number: int
    x: float
    y: float
    anchor: str
    box: Box


def place_labels(
    names: Sequence[str], points: Sequence[Point], size: float, area: Box, radius: float
) -> list[Label]:
    """Where the names of the first points stand: beside, above or below, within the area.

    Each in its turn takes the place that hides fewest dots and meets no label and no dot of the
    named; where there is none, the name is left out.
    """
    own = [_around(*point, radius) for point in points[: len(names)]]
    placed: list[Label] = []
    for number, name in enumerate(names):
        taken = [label.box for label in placed] + [*own[:number], *own[number + 1 :]]
        free = [
            label
            for label in _candidates(number, name, points[number], size, radius)
            if area.holds(label.box) and not any(label.box.meets(it) for it in taken)
        ]
        if free:
            placed.append(min(free, key=lambda it: _count(it.box, points, radius)))
    return placed


def _around(x: float, y: float, radius: float) -> Box:
    return Box(x - radius, y - radius, x + radius, y + radius)


def _candidates(
    number: int, name: str, point: Point, size: float, radius: float
) -> Iterator[Label]:
    x, y = point
    width = size * LETTER * measure(name)
    up, down, apart = 0.9 * size, 0.3 * size, radius + 3
    for left, base, anchor in (
        (x + apart, y + 0.35 * size, "start"),
        (x - apart - width, y + 0.35 * size, "end"),
        (x - width / 2, y - apart - down, "middle"),
        (x - width / 2, y + apart + up, "middle"),
    ):
        at = {"start": left, "end": left + width, "middle": x}[anchor]
        box = Box(left, base - up, left + width, base + down)
        yield Label(number, at, base, anchor, box)


def _count(box: Box, points: Sequence[Point], radius: float) -> int:
    return sum(box.meets(_around(*point, radius)) for point in points)
