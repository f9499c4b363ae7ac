"""In which languages an account writes: each text by its script and its small words."""

from collections.abc import Sequence

import polars as pl

from leaders.facts.language_words import OWN_LETTERS, SCRIPTS, SMALL_WORDS

BATCH = 50_000
"""Texts that are split into words at once: all of a large niche need too much memory."""
READ_CHARACTERS = 400
"""Of a text; more would say no more."""
FEWEST_LETTERS = 12
FEWEST_WORDS = 2
"""Small words of a language, below which a text in Latin letters says nothing."""
LEAST_SHARE = 0.05
"""Of an account's texts; what is rarer is left out."""
SPEAKS_FROM = 0.2
"""Share of texts from which on an account is said to write in a language."""
CYRILLIC = ("ru", "uk", "be", "bg", "sr", "kk")
_ELSEWHERE = r"https?://\S+|\S+@\S+|[@#]\S+"


def detect_languages(texts: pl.Series) -> pl.Series:
    """The language of each text (two letters); null where it cannot be told.

    Greek, Hebrew and other scripts of one language decide alone. Texts in Latin letters need two
    small words of a language and more of it than of any other; those in Cyrillic are Russian
    where nothing speaks for another, as everywhere in this house.
    """
    batches = texts.alias("text").to_frame().iter_slices(BATCH)
    found = [_detect(it["text"]) for it in batches]
    return pl.concat([pl.Series("language", [], dtype=pl.String), *found])


def _detect(texts: pl.Series) -> pl.Series:
    lower = texts.str.slice(0, READ_CHARACTERS).str.replace_all(_ELSEWHERE, " ").str.to_lowercase()
    words = lower.str.replace_all(r"\P{L}+", " ").alias("words")
    frame = pl.DataFrame([lower.alias("text"), words]).with_row_index("row")
    letters = words.str.replace_all(" ", "", literal=True)
    frame = frame.with_columns(  # what is left is counted: quicker than letter by letter
        letters=letters.str.len_chars(),
        cyrillic=letters.str.replace_all(r"\P{Cyrillic}+", "").str.len_chars(),
        latin=letters.str.replace_all(r"\P{Latin}+", "").str.len_chars(),
    )
    half = pl.col("letters") / 2
    long = frame.filter(pl.col("letters") >= FEWEST_LETTERS)
    others = frame.filter(
        (pl.col("letters") >= FEWEST_LETTERS // 3) & (pl.col("cyrillic") + pl.col("latin") < half)
    )
    latin = [language for language in SMALL_WORDS if language not in CYRILLIC]
    parts = [
        _by_script(others),
        _by_words(long.filter(pl.col("latin") > half), latin, FEWEST_WORDS),
        _by_words(long.filter(pl.col("cyrillic") > half), CYRILLIC, 0),
    ]
    found = frame.select("row").join(pl.concat(parts), on="row", how="left", maintain_order="left")
    return found["language"]


def _by_script(frame: pl.DataFrame) -> pl.DataFrame:
    tries = [
        pl.when(pl.col("text").str.count_matches(script) * 4 > pl.col("letters")).then(
            pl.lit(language)
        )
        for language, script in SCRIPTS.items()
    ]
    return frame.select("row", pl.coalesce(tries).alias("language"))


def _by_words(frame: pl.DataFrame, languages: Sequence[str], least: int) -> pl.DataFrame:
    """The language with most small words and letters of its own, if no other has as many."""
    known = pl.DataFrame(
        [(word, language) for language in languages for word in SMALL_WORDS[language].split()],
        schema={"word": pl.String, "language": pl.String}, orient="row",
    ).unique(maintain_order=True)  # fmt: skip
    words = frame.select("row", pl.col("words").str.split(" ").alias("word"))
    said = words.explode("word", empty_as_null=False).join(known, on="word")
    counts = [said.group_by("row", "language").len("count")]
    for language in languages:
        if language in OWN_LETTERS:
            count = pl.col("text").str.count_matches(OWN_LETTERS[language])
            letters = frame.select("row", pl.lit(language).alias("language"), count.alias("count"))
            counts.append(letters.filter(pl.col("count") > 0))
    total = pl.concat(counts).group_by("row", "language").agg(pl.col("count").sum())
    best = total.group_by("row").agg(
        pl.col("language").sort_by("count", "language", descending=[True, False]).first(),
        pl.col("count").max().alias("most"),
        (pl.col("count") == pl.col("count").max()).sum().alias("ties"),
    )
    sure = best.filter((pl.col("most") >= least) & (pl.col("ties") == 1))
    told = frame.select("row").join(sure.select("row", "language"), on="row", how="left")
    return told.with_columns(pl.col("language").fill_null("ru")) if not least else told


def count_languages(texts: pl.DataFrame) -> pl.DataFrame:
    """account_no, languages and texts_count of each account that a language can be told of.

    texts: account_no and text, a row a text. Shares are of the texts whose language can be told,
    the most frequent language first.
    """
    told = texts.with_columns(language=detect_languages(texts["text"])).drop_nulls("language")
    counted = told.group_by("account_no", "language").len("count")
    counted = counted.with_columns(all=pl.col("count").sum().over("account_no"))
    counted = counted.with_columns(share=(pl.col("count") / pl.col("all")).round(4)).sort(
        "account_no", "count", "language", descending=[False, True, False]
    )
    kept = counted.filter(pl.col("share") >= LEAST_SHARE)
    return kept.group_by("account_no", maintain_order=True).agg(
        pl.struct("language", "share").alias("languages"),
        pl.col("all").first().cast(pl.Int64).alias("texts_count"),
    )
