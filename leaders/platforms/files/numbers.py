"""Counts as people and tools write them: 12 300, 12,300, 12.3K, 1,2 млн."""

import polars as pl

_TIMES = {
    "k": 1_000, "к": 1_000, "тыс": 1_000,
    "m": 1_000_000, "м": 1_000_000, "mln": 1_000_000, "млн": 1_000_000,
    "b": 1_000_000_000, "bn": 1_000_000_000, "млрд": 1_000_000_000,
}  # fmt: skip
_SHORT = (
    rf"^(\d{{1,6}}(?:[.,]\d{{1,3}})?)\s*({'|'.join(sorted(_TIMES, key=len, reverse=True))})\.?\+?$"
)
_AMBIGUOUS = r"^\d{1,3},\d{3}\s*[a-z]"  # 1,234K: a thousand thousands or one and a bit
_SPACES = "[\u00a0\u2007\u2009\u202f]"
_GROUPS = r"[\s,](\d{3})"


def read_counts(text: pl.Expr) -> pl.Expr:
    """Whole numbers from zero on; null for what is none, or may mean two.

    Thousands may be parted by spaces or commas, and shortened by K, M, B, тыс., млн or млрд after
    a decimal point or comma. A share such as 3.4% is no count.
    """
    plain = text.str.replace_all(_SPACES, " ").str.strip_chars().str.to_lowercase()
    whole = plain.str.replace_all(_GROUPS, "$1").str.replace(r"\.00?$", "")
    count = whole.cast(pl.Int64, strict=False)
    figure = plain.str.extract(_SHORT, 1).str.replace(",", ".", literal=True)
    times = plain.str.extract(_SHORT, 2).replace_strict(_TIMES, default=None, return_dtype=pl.Int64)
    short = (figure.cast(pl.Float64, strict=False) * times).round().cast(pl.Int64, strict=False)
    known = pl.coalesce(count, pl.when(~plain.str.contains(_AMBIGUOUS)).then(short))
    return pl.when(known >= 0).then(known)
