"""What a row opens into, as plain values for the page's script."""

from collections.abc import Iterable
from typing import Any

from leaders.export.briefing import Detail, Family, Flag, Post, Price, Standing
from leaders.export.page.cleaned import clean, web_address


def plain_detail(detail: Detail) -> dict[str, Any]:
    """A detail without what is not known; names as in `Detail`, tuples in the order they have."""
    told: dict[str, Any] = {
        "pinned": clean(detail.pinned_by),
        "base": detail.base,
        "families": [_family(it) for it in detail.families],
        "role": clean(detail.role_evidence),
        "listing": clean(detail.listing),
        "declared": detail.declared_count,
        "fetched": detail.fetched_count,
        "ended": clean(detail.ended),
        "lacking": _texts(detail.lacking),
        "flags": [_flag(it) for it in detail.flags],
        "usual": _texts(detail.usual),
        "unmeasured": _texts(detail.unmeasured),
        "history": [_standing(it) for it in detail.history],
        "posts": [_post(it) for it in detail.posts],
        "price": _price(detail.price) if detail.price else None,
    }
    return {name: it for name, it in told.items() if it not in (None, "", [])}


def _texts(texts: Iterable[str]) -> list[str]:
    return [clean(text) for text in texts]


def _family(it: Family) -> list[Any]:
    return [clean(it.name), it.nats, clean(it.words)]


def _flag(it: Flag) -> dict[str, Any]:
    return {
        "name": clean(it.name),
        "sentence": clean(it.sentence, 600),
        "value": it.value,
        "median": it.peer_median,
        "form": it.form,
        "peers": it.peers_count,
        "seen": it.seen_count,
        "on": clean(it.measured_on),
        "formula": clean(it.formula, 600),
        "cautions": clean(it.cautions, 600),
    }


def _standing(it: Standing) -> list[Any]:
    return [clean(it.as_of)[:10], it.rank, it.rank_low, it.rank_high]


def _post(it: Post) -> list[Any]:
    url = web_address(it.url)
    return [clean(it.excerpt), clean(it.posted_on), url, it.view_count, it.reaction_count]


def _price(it: Price) -> list[Any]:
    return [it.amount, clean(it.currency), clean(it.format), clean(it.priced_on)]
