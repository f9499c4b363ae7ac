"""Whom a niche file calls the client and the competitors, as brands and as stored accounts."""

import re
from collections import defaultdict
from collections.abc import Iterable

from leaders.audience.advertising import Brand
from leaders.audience.advertising.brands import handle_of, plain_domain
from leaders.errors import LeadersError
from leaders.niche import Niche
from leaders.store import Store
from leaders.store.accounts import find_accounts


def read_competitors(niche: Niche) -> list[Brand]:
    """The competitors of a niche file, by name.

    Names under ``[competitors.brands.NAME]`` are of one brand. Of those under ``[competitors]``
    itself, names that are spelt alike are: the account ``@othershop``, the domain
    ``othershop.example`` and the words ``Other Shop``. Raises ``LeadersError`` without any.
    """
    told = niche.competitors
    alike: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for kind, texts, spell in (
        ("words", told.words, str),
        ("accounts", told.accounts, handle_of),
        ("domains", told.domains, lambda text: plain_domain(text).split(".")[0]),
    ):
        for text in filter(str.strip, texts):
            alike[_plain(spell(text)) or text][kind].append(text)
    brands = [
        Brand(_name(names), *(tuple(names[kind]) for kind in ("accounts", "domains", "words")))
        for names in alike.values()
    ]
    brands += [
        Brand(name, it.accounts, it.domains, it.words or (name,))
        for name, it in told.brands.items()
    ]
    if not brands:
        raise LeadersError(
            f"{niche.name} names no competitors; write their accounts, domains or words under "
            "[competitors] in its niche file."
        )
    return sorted(brands, key=lambda brand: (brand.name.casefold(), brand.name))


def choose(brands: list[Brand], name: str | None) -> list[Brand]:
    """The brand of that name, or all without one; raises ``LeadersError`` for an unknown name."""
    if name is None:
        return brands
    chosen = [brand for brand in brands if brand.name.casefold() == name.strip().casefold()]
    if not chosen:
        known = ", ".join(brand.name for brand in brands[:10])
        raise LeadersError(f"{name} is no competitor in the niche file; it names {known}.")
    return chosen


def find_stored(
    store: Store, texts: Iterable[str], platforms: Iterable[str]
) -> tuple[dict[str, int], list[str]]:
    """(the account numbers by how each was named, names that nobody is stored by)."""
    found: dict[str, int] = {}
    unknown = []
    wanted = set(platforms)
    for text in filter(str.strip, texts):
        # An address is also tried by its last part: what stands behind the platform's name.
        rows = find_accounts(store, text.strip()) or find_accounts(store, handle_of(text))
        numbers = [no for no, account_id in rows if account_id.partition(":")[0] in wanted]
        if numbers:
            found[text] = numbers[0]
        else:
            unknown.append(text)
    return found, unknown


def _name(names: dict[str, list[str]]) -> str:
    """How a brand is called that has no name of its own: its first word, account or domain."""
    return next(names[kind][0] for kind in ("words", "accounts", "domains") if names[kind]).strip()


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())
