"""How the page's text becomes HTML: sentences that can be said again, values that are not known."""

from typing import TYPE_CHECKING

from leaders.export.briefing import Said
from leaders.export.words import Words, attributes

if TYPE_CHECKING:
    from markupsafe import Markup


def link(address: str, text: str) -> "Markup":
    """A link out of the page, to a web address that `cleaned.web_address` let through."""
    from markupsafe import Markup  # noqa: PLC0415

    safe = '<a href="{}" rel="noreferrer nofollow noopener" target="_blank"><bdi>{}</bdi></a>'
    return Markup(safe).format(address, text)  # noqa: S704


def tell(said: Said, words: Words) -> "Markup":
    """A sentence as an element that the page's script says again in another language."""
    from markupsafe import Markup  # noqa: PLC0415

    told = Markup("").join(
        Markup(' {}="{}"').format(name, value) for name, value in attributes(said).items()
    )
    return Markup("<span{}>{}</span>").format(told, words.say(said))


def show(value: "Said | str | None", words: Words) -> "Markup":
    """A cell: a sentence, a stranger's text by itself, or that nothing is known."""
    from markupsafe import Markup  # noqa: PLC0415

    if isinstance(value, Said):
        return tell(value, words)
    if not value:
        return Markup('<i class="na">{}</i>').format(tell(Said("not_known"), words))
    return Markup("<bdi>{}</bdi>").format(value)


def number(value: "float | None") -> "Said | None":
    """A whole number to say."""
    return None if value is None else Said("page_number", {"n": value})


def share(value: "float | None") -> "Said | None":
    """A share as a percentage: with two decimals where it is under 1 %, else with one."""
    if value is None:
        return None
    return Said("page_share2" if abs(value) < 0.01 else "page_share1", {"n": value})


def money(amount: "float | None", currency: "str | None") -> "Said | None":
    """Money with its currency, with cents where there are any."""
    if amount is None:
        return None
    key = "page_money" if float(amount).is_integer() else "page_cents"
    return Said(key, {"n": amount, "currency": currency or ""})


def known(key: str, fallback: "str | None", words: Words) -> "Said | str | None":
    """The sentence of a table's word, or the word itself where nobody wrote one."""
    return Said(key) if words.has(key) else fallback
