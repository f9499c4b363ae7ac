"""Pictures drawn of a shortlist, and what can be seen on one."""

import re
from dataclasses import dataclass
from itertools import combinations
from xml.etree import ElementTree

from leaders.export.pictures.audience_sizes import draw_audience_sizes
from leaders.export.pictures.budget_curve import draw_budget_curve
from leaders.export.pictures.coverage import draw_coverage
from leaders.export.pictures.heat_map import draw_heat_map
from leaders.export.pictures.intervals import draw_intervals
from leaders.export.pictures.labels import Box
from leaders.export.pictures.slopes import draw_slopes
from leaders.export.pictures.svg import LETTER, SIZE, measure
from leaders.export.words import Words

NAMESPACE = "{http://www.w3.org/2000/svg}"
ISOLATES = "\u2068\u2069"


def draw_all(shortlist, words=None):
    """Every picture by its name, None where there is nothing to draw."""
    beside = shortlist.beside
    words = words or Words(beside.language)
    first = next(iter(shortlist.tables.values()))
    return {
        "intervals": draw_intervals(first, beside.top, words),
        "audience_sizes": draw_audience_sizes(shortlist.tables, words),
        "heat_map": draw_heat_map(beside.shared, words) if beside.shared else None,
        "budget_curve": draw_budget_curve(beside.plan, words) if beside.plan else None,
        "slopes": draw_slopes(beside.changes, None, words) if beside.changes else None,
        "coverage": (
            None if beside.coverage is None else draw_coverage(beside.coverage, words)
        ),
    }  # fmt: skip


def read(svg):
    """The picture as a tree without name spaces; it has to be XML."""
    root = ElementTree.fromstring(svg)
    for element in root.iter():
        element.tag = element.tag.removeprefix(NAMESPACE)
    return root


@dataclass(frozen=True)
class Text:
    said: str
    box: Box
    element: ElementTree.Element


def texts(root):
    """What stands on the picture, without the isolates around names, with its room."""
    return [_measure(element) for element in root.iter("text")]


def _measure(element):
    said = "".join(element.itertext())
    size = float(element.get("font-size", SIZE))
    width = size * LETTER * measure(said) * (1.1 if element.get("font-weight") else 1)
    x, y = float(element.get("x")), float(element.get("y"))
    left = x - {"start": 0, "middle": width / 2, "end": width}[element.get("text-anchor", "start")]
    box = Box(left, y - 0.8 * size, left + width, y + 0.2 * size)
    return Text(said.translate(dict.fromkeys(map(ord, ISOLATES))), box, element)


def said(root):
    return [text.said for text in texts(root)]


def overlaps(root):
    """The texts that lie on one another."""
    return [(a.said, b.said) for a, b in combinations(texts(root), 2) if a.box.meets(b.box)]


def outside(root):
    """The texts that the picture's edge cuts."""
    *_, width, height = map(float, root.get("viewBox").split())
    frame = Box(-0.1, -0.1, width + 0.1, height + 0.1)
    return [text.said for text in texts(root) if not frame.holds(text.box)]


def told(element):
    """What an element tells under the pointer."""
    title = element.find("title")
    return None if title is None else title.text.translate(dict.fromkeys(map(ord, ISOLATES)))


def groups(root):
    """The groups that tell something under the pointer, by what they tell."""
    return {told(group): group for group in root.iter("g") if told(group)}


def numbers(drawn):
    """The numbers of a path's or an attribute's text."""
    return [float(it) for it in re.findall(r"-?\d+(?:\.\d+)?", drawn)]
