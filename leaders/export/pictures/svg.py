"""How pictures are written: elements, text that the page can say again, and names of strangers.

ElementTree builds and escapes them, so nothing that a stranger wrote becomes markup. Pictures have
no literal colours: the page's classes give them (ink, muted, line, accent, c0 to c7 to fill, s0 to
s7 to draw with), in light and in dark.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from xml.etree import ElementTree

from leaders.export.briefing import Said
from leaders.export.text import ENOUGH, put_on_line, strip_illegal
from leaders.export.words import LANGUAGES, SPACE, Words, attributes

Element = ElementTree.Element
Attribute = str | float | None
Sign = tuple[str, str, Said]
"""A legend's part: the class and the sign as it is drawn, and what it means."""

WIDTH = 640
"""How wide most pictures are, in their own units; the page makes them as wide as it has room."""

SIZE = 14
SMALL = 12.5
"""Sizes of letters, in the same units."""

LINE_HEIGHT = 18
"""From one line of text to the next."""

LETTER = 0.64
"""How wide a letter is at most where letters are usual, of its size; `measure` counts them."""

_ISOLATE, _END = "\u2068", "\u2069"
_BROAD = "MWmw@%\u2026\u2014ЖМФШЩЫЮжмфшщыю"
_NARROW = " \u00a0ijlrtfI.,:;'|!()[]/-"
_MARKS_IN_A_ROW = 2
_NAMELESS = "\u2014"


def element(
    tag: str, attributes: "Mapping[str, Attribute] | None" = None, *children: "Element | str | None"
) -> Element:
    """An element; numbers get one decimal, attributes and children that are None are left out.

    A child that is a ``str`` is text, whoever wrote it.
    """
    made = Element(tag)
    for name, value in (attributes or {}).items():
        if value is not None:
            made.set(name, strip_illegal(value) if isinstance(value, str) else show(value))
    last: Element | None = None
    for child in children:
        if isinstance(child, str):
            if last is None:
                made.text = (made.text or "") + strip_illegal(child)
            else:
                last.tail = (last.tail or "") + strip_illegal(child)
        elif child is not None:
            made.append(child)
            last = child
    return made


def show(number: float) -> str:
    """A coordinate, to one decimal and without needless zeros."""
    return f"{round(number, 1) + 0:.1f}".removesuffix(".0")


def say(tag: str, said: "Said | str", words: Words, **given: Attribute) -> Element:
    """An element with one text: a sentence that the page can say again, or a name as it is.

    ``text_anchor="end"`` becomes the attribute text-anchor; ``class_`` is class.
    """
    named = _name(given)
    if isinstance(said, Said):
        named.update(attributes(said))
        return element(tag, named, words.say(said))
    return element(tag, named, said)


def text(x: float, y: float, said: "Said | str", words: Words, **given: Attribute) -> Element:
    """A line of text with its baseline at y; ``given`` as `say` takes it."""
    where: dict[str, Attribute] = {"x": x, "y": y}
    return say("text", said, words, **where, **given)


def hover(said: "Said | str", words: Words) -> Element:
    """What an element tells when the pointer rests on it; make it the first child."""
    return say("title", said, words)


def line(x1: float, y1: float, x2: float, y2: float, **given: Attribute) -> Element:
    """A straight line, thin and grey (class line) where ``given`` says no other class."""
    where: dict[str, Attribute] = {"x1": x1, "y1": y1, "x2": x2, "y2": y2, "class": "line"}
    return element("line", where | _name(given))


def legend(
    x: float, y: float, parts: "Sequence[Sign]", words: Words, width: float = WIDTH
) -> list[Element]:
    """Signs with their meanings, from the baseline y on in lines of ``LINE_HEIGHT`` that all fit.

    A line flows and has room for the longest language, so that no other one makes it overlap.
    """
    lines: list[list[Sign]] = [[]]
    taken = 0.0
    for part in parts:
        needed = SMALL * LETTER * (3.5 + longest_of(part[2]))
        if lines[-1] and taken + needed > width - x:
            lines.append([])
            taken = 0.0
        lines[-1].append(part)
        taken += needed
    return [_flow(x, y + n * LINE_HEIGHT, it, words) for n, it in enumerate(lines) if it]


def longest_of(said: Said) -> float:
    """How wide a sentence is in the language that needs most room, in letters."""
    return max(measure(Words(language).say(said)) for language in LANGUAGES)


def _flow(x: float, y: float, parts: "Sequence[Sign]", words: Words) -> Element:
    spans: list[Element | str] = []
    for class_, sign, said in parts:
        if spans:
            spans.append(3 * SPACE)
        spans += [say("tspan", sign, words, class_=class_), SPACE, say("tspan", said, words)]
    return element("text", {"x": x, "y": y, "font-size": SMALL}, *spans)


def picture(
    width: float, height: float, title: Said, description: Said, *children: Element, words: Words
) -> str:
    """The whole picture: it scales, and a screen reader reads its title and description.

    The marks inside are for the eye alone, and the tables beside the picture tell the same.
    """
    frame = element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {show(width)} {show(height)}",
            "role": "img",
            "class": "picture ink",
            "font-size": SIZE,
        },
        say("title", title, words),
        say("desc", description, words),
        *children,
    )
    return ElementTree.tostring(frame, encoding="unicode")


def clean_name(name: "str | None", longest: int = 24) -> str:
    """A stranger's text on one line, of ``longest`` letters, and unable to turn what follows.

    Of broad letters there are fewer, so that they have room. Control, bidirectional, zero-width
    and unprintable characters are gone, marks do not pile up, and the rest is isolated (U+2068,
    U+2069). A dash for what is empty then.
    """
    kept = put_on_line(unicodedata.normalize("NFC", (name or "")[:ENOUGH]), _MARKS_IN_A_ROW)
    cut = kept if _cut(kept, longest) == kept else _cut(kept, longest - 1).rstrip() + "\u2026"
    return f"{_ISOLATE}{cut}{_END}" if cut else _NAMELESS


def measure(shown: str) -> float:
    """How wide a text is, in letters; see ``LETTER``."""
    return sum(map(_measure_letter, shown))


def _name(given: "Mapping[str, Attribute]") -> "dict[str, Attribute]":
    return {name.rstrip("_").replace("_", "-"): value for name, value in given.items()}


def _measure_letter(letter: str) -> float:
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    if letter in _NARROW:
        return 0.6
    if unicodedata.east_asian_width(letter) in "WF":
        return 2
    return 1.6 if letter in _BROAD else 1.2 if letter.isupper() else 1


def _cut(shown: str, longest: float) -> str:
    width = 0.0
    for place, letter in enumerate(shown):
        width += _measure_letter(letter)
        if width > longest or place >= longest:
            return shown[:place]
    return shown
