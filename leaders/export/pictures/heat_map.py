"""Overlap of audiences: which accounts reach the same people twice."""

from leaders.export.briefing import Said, SharedAudience
from leaders.export.pictures.scales import tell_ticks
from leaders.export.pictures.svg import (
    LINE_HEIGHT,
    SMALL,
    WIDTH,
    Attribute,
    Element,
    Sign,
    clean_name,
    element,
    hover,
    legend,
    picture,
    show,
    text,
)
from leaders.export.words import Words

MOST = 16
"""With more accounts no number would be readable in its cell."""

DARKEST = 0.5
"""How opaque a cell of 100 % is: the number on it stays readable."""

_LEFT, _TOP = 256.0, 32.0
_LARGEST = 44.0
_ITSELF: "dict[str, Attribute]" = {"class": "muted", "fill-opacity": 0.15}
_NOT_TOLD: "dict[str, Attribute]" = {"class": "line", "fill": "none"}


def draw_heat_map(shared: SharedAudience, words: Words) -> str | None:
    """The lower half of the square: for every two a cell with their overlap in percent.

    Names stand at the left, numbered, with how many of the audience were seen; the numbers again
    at the head of each column. None with fewer than two accounts.
    """
    count = min(len(shared.account_ids), MOST)
    if count < 2:
        return None
    size = min(_LARGEST, (WIDTH - _LEFT) / count)
    high = max(size, LINE_HEIGHT + 2)
    told = [share for n, row in enumerate(shared.shared[:count]) for share in row[:n]]
    known = [share for share in told if share is not None]
    about = Said("picture_heat_map_of_none", {"n": count})
    if known:
        about = Said("picture_heat_map_of", {"n": count, "most": max(known)})
    bottom = _TOP + high * count
    below = _tell(shared, has_unknown=len(known) < len(told), y=bottom + 30, words=words)
    return picture(
        WIDTH,
        bottom + 18 + LINE_HEIGHT * len(below),
        Said("picture_heat_map"),
        about,
        text(_LEFT - 16, _TOP - 12, Said("picture_seen"), words, text_anchor="end",
             font_size=SMALL, class_="muted"),
        *(it for n in range(count) for it in _name_row(shared, n, size, high, words)),
        *(_draw_cell(shared, row, column, size, high, words)
          for row in range(count) for column in range(row + 1)),
        *below,
        words=words,
    )  # fmt: skip


def _name_row(
    shared: SharedAudience, n: int, size: float, high: float, words: Words
) -> list[Element]:
    y = _TOP + high * (n + 0.5) + 4.5
    seen = shared.seen[n]
    people = Said("picture_under_ten") if seen is None else tell_ticks([seen])[0]
    name = _name(shared, n)
    return [
        text(22, y, Said("picture_numbered", {"n": n + 1}), words, text_anchor="end",
             font_size=SMALL, class_="muted"),
        text(30, y, name, words, font_size=SMALL),
        text(_LEFT - 16, y, people, words, text_anchor="end", font_size=SMALL, class_="muted"),
    ]  # fmt: skip


def _draw_cell(
    shared: SharedAudience, row: int, column: int, size: float, high: float, words: Words
) -> Element:
    x, y = _LEFT + size * column, _TOP + high * row
    cell: dict[str, Attribute] = {"x": x + 1, "y": y + 1, "width": size - 2, "height": high - 2}
    middle = (x + size / 2, y + high / 2 + 4.5)
    if row == column:
        number = text(*middle, Said("picture_number", {"n": row + 1}), words, text_anchor="middle",
                      font_size=SMALL, class_="muted")  # fmt: skip
        return element("g", None, element("rect", cell | _ITSELF), number)
    told = hover(" / ".join(_name(shared, n) for n in (row, column)), words)
    share = shared.shared[row][column]
    if share is None:
        return element("g", None, told, element("rect", cell | _NOT_TOLD), _hatch(x, y, size, high))
    # A percentage without its sign is written alike in every language.
    percent = text(*middle, f"{100 * share:.0f}", words, text_anchor="middle", font_size=SMALL)
    shade: dict[str, Attribute] = {"class": "accent", "fill-opacity": f"{share * DARKEST:.2f}"}
    return element("g", None, told, element("rect", cell | shade), percent)


def _name(shared: SharedAudience, n: int) -> str:
    return clean_name(shared.names[n] or shared.account_ids[n], 18)


def _hatch(x: float, y: float, size: float, high: float) -> Element:
    """Three slanting lines, clipped by reckoning: a pattern would need an id of the page."""
    corners = ((0, 0.5, 0.5, 0), (0, 1, 1, 0), (0.5, 1, 1, 0.5))
    drawn = ""
    for a, b, c, d in corners:
        drawn += f"M{show(x + 1 + (size - 2) * a)} {show(y + 1 + (high - 2) * b)}"
        drawn += f"L{show(x + 1 + (size - 2) * c)} {show(y + 1 + (high - 2) * d)}"
    return element("path", {"d": drawn, "class": "line"})


def _tell(shared: SharedAudience, *, has_unknown: bool, y: float, words: Words) -> list[Element]:
    signs: list[Sign] = [("accent", "\u25a0", Said("picture_shared"))]
    if has_unknown:
        signs.append(("muted", "\u25a8", Said("picture_not_told")))
    lines = legend(0, y, signs, words)
    if len(shared.account_ids) > MOST:
        more = Said("picture_more_accounts", {"n": len(shared.account_ids) - MOST})
        lines.append(text(0, y + LINE_HEIGHT * len(lines), more, words, font_size=SMALL,
                          class_="muted"))  # fmt: skip
    return lines
