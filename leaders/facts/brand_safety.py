"""Where an account says what a niche's brand does not want to stand beside."""

import re

import polars as pl

from leaders.facts.excerpt import cut_around
from leaders.niche import Terms
from leaders.rank.keywords import Keyword, Keywords
from leaders.rank.terms import LONGEST_TEXT, read_terms, split_tokens
from leaders.rank.vocabulary import Vocabulary

MOST_SHOWN = 10
BATCH = 50_000
"""Texts that are split into pieces at once: all of a large niche need too much memory."""

HIT_SCHEMA = pl.Struct(
    {
        "word": pl.String,
        "quote": pl.String,
        "posted_at": pl.Datetime("us", "UTC"),
        "link": pl.String,
    }
)


def find_hits(texts: pl.DataFrame, words: Terms) -> pl.DataFrame:
    """account_no, brand_safety_count and brand_safety of each account with a text.

    texts: account_no, text, posted_at and link, a row a text, in the order in which hits are
    shown. A hit is a text that says a word in any of its forms, as words of the niche are found;
    a text with two of the words counts twice. Without words no rows.
    """
    if not any(words.values()):
        return pl.DataFrame(
            schema={
                "account_no": pl.Int32,
                "brand_safety_count": pl.Int64,
                "brand_safety": pl.List(HIT_SCHEMA),
            }
        )
    keywords = Keywords(words, {})
    accounts = texts["account_no"].unique(maintain_order=True)
    known = _Pieces(keywords)
    read = [text for it in texts.iter_slices(BATCH) for text in _to_read(known, it["text"])]
    texts = texts.with_columns(read=pl.Series(read, dtype=pl.String)).drop_nulls("read")
    vocabulary = Vocabulary(keywords)
    numbers = [vocabulary.read(split_tokens(text)) for text in texts["read"]]
    columns, weights, forms = vocabulary.columns(), vocabulary.weights(), vocabulary.forms()
    keyword = {
        number: column for number, column in enumerate(columns.tolist()) if weights[column] > 0
    }
    count = dict.fromkeys(accounts, 0)
    shown: dict[int, list[dict[str, object]]] = {account_no: [] for account_no in accounts}
    for said, (account_no, text, moment, link) in zip(
        numbers, texts.select("account_no", "text", "posted_at", "link").iter_rows(), strict=True
    ):
        found = {keyword[number]: forms[number] for number in reversed(said) if number in keyword}
        count[account_no] += len(found)
        hits = shown[account_no]
        for form in sorted(found.values())[: MOST_SHOWN - len(hits)]:
            hits.append(
                {"word": form, "quote": _quote(text, form), "posted_at": moment, "link": link}
            )
    return pl.DataFrame(
        {
            "account_no": accounts.cast(pl.Int32),
            "brand_safety_count": pl.Series(list(count.values()), dtype=pl.Int64),
            "brand_safety": pl.Series(list(shown.values()), dtype=pl.List(HIT_SCHEMA)),
        }
    )


class _Pieces(dict[str, bool | None]):
    """What a piece of a text between spaces says, each read once: no word reaches over a space.

    True for the longest word of a phrase, False for a keyword, None for neither.
    """

    def __init__(self, keywords: Keywords) -> None:
        self.keywords = keywords
        self.longest = {(no, _longest_part(keywords.all[no])) for no in keywords.phrases}

    def __missing__(self, piece: str) -> bool | None:
        terms = read_terms(piece)
        is_phrase = not self.longest.isdisjoint(self.keywords.phrase_parts(terms))
        is_word = any(map(self.keywords.match, terms))
        self[piece] = said = True if is_phrase else False if is_word else None
        return said


def _to_read(known: _Pieces, texts: pl.Series) -> pl.Series:
    """What must be read of each text to find all that is said in it; null where nothing is.

    The pieces that say a keyword are enough; where one says a word of a phrase, the whole text.
    """
    rows = pl.select(row=pl.int_range(len(texts)), text=texts.str.head(LONGEST_TEXT))
    said = rows.select("row", pl.col("text").str.split(" ").alias("piece")).explode("piece")
    distinct = said["piece"].unique()
    is_phrase = pl.Series("is_phrase", map(known.__getitem__, distinct), dtype=pl.Boolean)
    pieces = pl.DataFrame([distinct, is_phrase]).drop_nulls()
    saying = said.join(pieces, on="piece", maintain_order="left").group_by("row").agg(
        pl.col("piece").str.join(" "), pl.col("is_phrase").any()
    )  # fmt: skip
    found = rows.join(saying, on="row", how="left", maintain_order="left")
    return found.select(pl.when("is_phrase").then("text").otherwise("piece"))["text"]


def _longest_part(phrase: Keyword) -> int:
    """The place of the word with most letters: small words are in every second text."""
    lengths = [min(len(lemma) for _, lemma in part) for part in phrase.parts]
    return lengths.index(max(lengths))


def _quote(text: str, form: str) -> str:
    """The words around a form as it was written; a phrase is looked for by its first word."""
    for looked_for in (form, form.partition(" ")[0]):
        if found := re.search(re.escape(looked_for), text, re.IGNORECASE):
            return cut_around(text, *found.span())
    return cut_around(text, 0, 0)
