"""The evidence that a post is advertising, each with its quote, and the verdict it adds up to."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from leaders.audience.advertising.brands import Brand
from leaders.audience.advertising.words import (
    DENIED,
    MARKS_BY_LAW,
    NEGATED,
    SIGN_KEYS,
    SIGNS,
    TALK,
    WEIGHTS,
    Kind,
)

MARKED, LIKELY, NONE = "marked", "likely", "none"
THRESHOLD = 0.6
"""From this sum of weights on a post that nobody marked is likely advertising."""
LONGEST = 20_000
"""So many characters of a text are looked at."""
QUOTE = 80
INVISIBLE = "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufe0f]"
_WORDS_ALONE: frozenset[Kind] = frozenset({"legal", "hashtag", "soft_hashtag", "partner"})
"""Kinds that are words and no more: they can be denied, and do not count in talk of advertising."""
_PROOF: frozenset[Kind] = frozenset({"platform", "erid", "advertiser", "promo_code", "affiliate"})
"""Kinds that nobody writes who only talks about advertising."""
_BRAND: frozenset[Kind] = frozenset({"brand_link", "brand_account", "brand_word"})


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence: its kind, the words that show it, and what it weighs.

    language: of the words, "" where it has none. brand: whom it names, "" for nobody.
    """

    kind: Kind
    quote: str
    language: str = ""
    brand: str = ""

    @property
    def weight(self) -> float:
        """What it adds to the sum."""
        return WEIGHTS[self.kind]


def find_evidence(
    text: str | None,
    is_marked: bool | None = None,
    brands: Sequence[Brand] = (),
    keys: Collection[str] | None = None,
) -> list[Evidence]:
    """The evidence of one post: the platform's mark, what its text says, the brands it names.

    In the order of the text, one a kind, language and brand. Of long texts the first 20,000
    characters are read. keys: those of ``SIGN_KEYS`` that the text holds, if somebody has looked.
    """
    found = [Evidence("platform", "marked as advertising by the platform")] if is_marked else []
    if text:
        plain = clean(text)
        signs = list(_find_signs(plain, keys))
        kinds = {it.kind for _, it in signs}
        if kinds & _WORDS_ALONE and not kinds & _PROOF and TALK.search(plain):
            signs = [(at, it) for at, it in signs if it.kind not in _WORDS_ALONE]
        signs += list(_find_brands(plain, brands))
        signs.sort(key=lambda sign: (sign[0], sign[1].kind, sign[1].brand))
        found += [it for _, it in signs]
    first = {(it.kind, it.language, it.brand): it for it in reversed(found)}
    return [it for it in found if first[it.kind, it.language, it.brand] is it]


def judge(evidence: Iterable[Evidence]) -> str:
    """``marked`` by the law's or the platform's mark, else ``likely`` from a sum of .6 on, else
    ``none``. Naming brands, however many, is no advertising by itself.
    """
    kinds = {it.kind for it in evidence}
    if kinds & MARKS_BY_LAW:
        return MARKED
    named = max((WEIGHTS[kind] for kind in kinds & _BRAND), default=0.0)
    total = named + sum(WEIGHTS[kind] for kind in kinds - _BRAND)
    return LIKELY if round(total, 6) >= THRESHOLD else NONE


def clean(text: str) -> str:
    """A text as it is read: in compatible characters, without what nobody sees, bounded."""
    plain = unicodedata.normalize("NFKC", text[:LONGEST])
    return re.sub(INVISIBLE, "", plain)[:LONGEST]


def _find_signs(text: str, keys: Collection[str] | None) -> Iterator[tuple[int, Evidence]]:
    if keys is None:
        small = text.lower()
        keys = [key for key in SIGN_KEYS if key in small]
    for sign in SIGNS:
        if sign.keys.isdisjoint(keys):
            continue
        for match in sign.pattern.finditer(text):
            if sign.kind not in _WORDS_ALONE or not _is_denied(text, match):
                yield match.start(), Evidence(sign.kind, _quote(match), sign.language)
                break


def _is_denied(text: str, match: re.Match[str]) -> bool:
    """Whether the words just before it, or a hashtag anywhere, say the contrary."""
    before = text[max(0, match.start() - 24) : _first_letter(match)]
    return bool(NEGATED.search(before) or DENIED.search(text))


def _first_letter(match: re.Match[str]) -> int:
    """Where the words of a match begin, behind brackets and the like."""
    letter = re.search(r"[\w#]", match[0])
    return match.start() + (letter.start() if letter else 0)


def _find_brands(text: str, brands: Sequence[Brand]) -> Iterator[tuple[int, Evidence]]:
    for brand in brands:
        for sighting in brand.find(text):
            quote = text[sighting.begin : sighting.end]
            yield sighting.begin, Evidence(sighting.kind, quote[:QUOTE], brand=brand.name)


def _quote(match: re.Match[str]) -> str:
    return " ".join(match[0].split()).strip(" .,;:|")[:QUOTE]
