"""Verdicts on many posts at once: Rust looks at all, Python at those that may have a sign."""

from collections.abc import Mapping, Sequence

import polars as pl

from leaders.audience.advertising.brands import Brand
from leaders.audience.advertising.evidence import (
    INVISIBLE,
    LONGEST,
    MARKED,
    NONE,
    Evidence,
    find_evidence,
    judge,
)
from leaders.audience.advertising.words import AT_BEGIN, KEYS, SIGN_KEYS

NOBODY: Mapping[int, Sequence[Evidence]] = {}


def judge_posts(texts: pl.Series, is_marked: pl.Series | None = None) -> pl.Series:
    """Whether each of some posts carries advertising: ``marked``, ``likely`` or ``none``.

    ``is_marked`` is the platform's own mark, a boolean a post. Null where the text is unknown and
    there is no mark. Brands are not looked for.
    """
    marks = _marks(texts, is_marked)
    plain = _clean(texts)
    small = plain.str.to_lowercase()
    has_key = small.str.contains_any(list(KEYS)) | plain.str.contains(AT_BEGIN)
    may_be = has_key.fill_null(False) & ~marks
    rows = may_be.arg_true()
    verdicts = pl.Series("verdict", [NONE], dtype=pl.String).new_from_index(0, len(texts))
    verdicts = verdicts.zip_with(texts.is_not_null(), pl.Series([None], dtype=pl.String))
    keys = small.gather(rows).str.extract_many(list(SIGN_KEYS), overlapping=True).list.unique()
    found = [
        judge(find_evidence(text, keys=said))
        for text, said in zip(texts.gather(rows), keys.to_list(), strict=True)
    ]
    verdicts = verdicts.scatter(rows, pl.Series(found, dtype=pl.String))
    return verdicts.zip_with(~marks, pl.Series([MARKED], dtype=pl.String))


def find_carriers(
    texts: pl.Series,
    is_marked: pl.Series,
    brands: Sequence[Brand],
    mentioned: Mapping[int, Sequence[Evidence]] = NOBODY,
) -> dict[int, list[Evidence]]:
    """The evidence of the posts that name one of the brands, by place in the series.

    mentioned: evidence from elsewhere that a post names a brand, such as the accounts that it
    mentions, which its stored text does not hold.
    """
    loose = "|".join(f"(?:{brand.loose})" for brand in brands if brand.loose)
    names = _clean(texts).str.contains(loose).fill_null(False) if loose else _no(texts)
    rows = sorted({*names.arg_true(), *mentioned})
    marks = _marks(texts, is_marked).gather(rows)
    found = {}
    for row, text, mark in zip(rows, texts.gather(rows), marks, strict=True):
        told = [*find_evidence(text, mark, brands), *mentioned.get(row, ())]
        if any(it.brand for it in told):
            found[row] = told
    return found


def _marks(texts: pl.Series, is_marked: pl.Series | None) -> pl.Series:
    if is_marked is None:
        return _no(texts)
    return is_marked.cast(pl.Boolean).fill_null(False)


def _no(texts: pl.Series) -> pl.Series:
    return pl.Series([False], dtype=pl.Boolean).new_from_index(0, len(texts))


def _clean(texts: pl.Series) -> pl.Series:
    """As ``evidence.clean`` reads a text, of all at once; those in ASCII are clean as they are."""
    text = pl.col("text")
    is_ascii = text.str.len_bytes() == text.str.len_chars()
    others = pl.when(~is_ascii).then(text).str.normalize("NFKC").str.replace_all(INVISIBLE, "")
    frame = texts.str.head(LONGEST).alias("text").to_frame()
    return frame.select(pl.coalesce(others, text))["text"]
