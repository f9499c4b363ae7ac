"""Where an account says what a niche's brand does not want to stand beside."""

import re

import polars as pl

from leaders.facts.excerpt import cut_around
from leaders.niche import Terms
from leaders.rank.keywords import Keywords
from leaders.rank.terms import split_tokens
from leaders.rank.vocabulary import Vocabulary

MOST_SHOWN = 10

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
    vocabulary = Vocabulary(Keywords(words, {}))
    numbers = [vocabulary.read(split_tokens(text)) for text in texts["text"]]
    columns, weights, forms = vocabulary.columns(), vocabulary.weights(), vocabulary.forms()
    keyword = {
        number: column for number, column in enumerate(columns.tolist()) if weights[column] > 0
    }
    count: dict[int, int] = {}
    shown: dict[int, list[dict[str, object]]] = {}
    for said, (account_no, text, moment, link) in zip(
        numbers, texts.select("account_no", "text", "posted_at", "link").iter_rows(), strict=True
    ):
        found = {keyword[number]: forms[number] for number in reversed(said) if number in keyword}
        count[account_no] = count.get(account_no, 0) + len(found)
        hits = shown.setdefault(account_no, [])
        for form in sorted(found.values())[: MOST_SHOWN - len(hits)]:
            hits.append(
                {"word": form, "quote": _quote(text, form), "posted_at": moment, "link": link}
            )
    return pl.DataFrame(
        {
            "account_no": pl.Series(list(count), dtype=pl.Int32),
            "brand_safety_count": pl.Series(list(count.values()), dtype=pl.Int64),
            "brand_safety": pl.Series(list(shown.values()), dtype=pl.List(HIT_SCHEMA)),
        }
    )


def _quote(text: str, form: str) -> str:
    """The words around a form as it was written; a phrase is looked for by its first word."""
    for looked_for in (form, form.partition(" ")[0]):
        if found := re.search(re.escape(looked_for), text, re.IGNORECASE):
            return cut_around(text, *found.span())
    return cut_around(text, 0, 0)
