"""The table as it is before any script runs; `script/cells.js` says the same text."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from leaders.export.briefing import Said
from leaders.export.page.cleaned import SHOWN, clean, cut
from leaders.export.page.rows import Row, platform_of
from leaders.export.page.saying import known, link, money, number, share
from leaders.export.terms import bare_formula, name_sureness
from leaders.export.words import Words

if TYPE_CHECKING:
    from markupsafe import Markup


def write_row(row: Row, first: tuple[str, ...], words: Words) -> "Markup":
    """A row; its cells' ends are left out, as HTML allows: a thousand rows are smaller so."""
    from markupsafe import Markup  # noqa: PLC0415

    cells = Markup("").join(_CELLS[name](row, words) for name in first if name != "who")
    return Markup('<tr class=account data-id="{}">{}{}\n').format(row.account_id, _who(row), cells)


def _who(row: Row) -> "Markup":
    from markupsafe import Markup  # noqa: PLC0415

    it = row.values
    shown = cut(row.shown_name, SHOWN)
    name = link(it["url"], shown) if it["url"] else Markup("<bdi>{}</bdi>").format(shown)
    place = "" if it["rank"] is None else f"{'=' if it['is_tied'] else ''}{it['rank']}"
    handle = cut((it["handle"] or "").removeprefix("@"), SHOWN)
    return Markup("<th scope=row><b>{}</b> {}{}").format(
        place, name, Markup(" <small><bdi>@{}</bdi></small>").format(handle) if handle else ""
    )


def _cell(value: "Said | str | None", words: Words, small: "Said | str | None" = None) -> "Markup":
    from markupsafe import Markup  # noqa: PLC0415

    def text(it: "Said | str") -> str:
        return words.say(it) if isinstance(it, Said) else it

    if not value:
        return Markup("<td><i class=na><span>{}</span></i>").format(words("not_known"))
    told = Markup("<td>{}").format(text(value))
    return told + Markup(" <small>{}</small>").format(text(small)) if small else told


def _engagement(row: Row, words: Words) -> "Markup":
    formula = bare_formula(row.values.get("engagement_formula") or "")
    return _cell(share(row.values.get("engagement")), words, formula)


def _in_top(row: Row, words: Words) -> "Markup":
    from markupsafe import Markup  # noqa: PLC0415

    low, high = row.values["rank_low"], row.values["rank_high"]
    sure = name_sureness(row.values["p_top"])
    if sure == "not_known":
        return _cell(None, words)
    is_known = low is not None and high is not None
    places = Said("page_places", {"low": low, "high": high}) if is_known else None
    told = Markup("<td><em class={}>{}</em>").format(sure, words(sure))
    return told + Markup(" <small>{}</small>").format(words.say(places)) if places else told


def _price(row: Row, words: Words) -> "Markup":
    price = row.price
    if price is None:
        return _cell(None, words)
    return _cell(money(price.amount, clean(price.currency)), words, clean(price.format, SHOWN))


_CELLS: "dict[str, Callable[[Row, Words], Markup]]" = {
    "where": lambda row, words: _cell(platform_of(row), words),
    "role": lambda row, words: _cell(
        known(f"role_{row.values['role']}", row.values["role"], words), words
    ),
    "median_views": lambda row, words: _cell(number(row.values.get("median_views")), words),
    "last_post": lambda row, words: _cell(row.values.get("last_post"), words),
    "engagement": _engagement,
    "in_top": _in_top,
    "why": lambda row, words: _cell(row.why, words),
    "price": _price,
    "status": lambda row, words: _cell(
        known(f"page_status_{row.values['status']}", row.values["status"], words), words
    ),
}
