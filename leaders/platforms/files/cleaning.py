"""From text to typed rows: what cannot be meant is set apart with line and reason."""

from collections.abc import Mapping

import polars as pl

from leaders.model import AccountKind, EdgeKind
from leaders.platforms.files.numbers import read_counts
from leaders.platforms.files.rows import LINE, TEXT_SHOWN, Batch, Reject
from leaders.platforms.parsing import parse_name, parse_post_text, parse_text

LONGEST_ID = 256
_LOST_DIGITS = r"^\d(\.\d+[eE]\+?|[eE]\+)\d+$"
"""What spreadsheets and float columns make of an 18-digit id: 1.15292E+18, 1.15292e18."""
_WORDS = {"bio": parse_text, "text": parse_post_text, "country": parse_name, "city": parse_name}
_YES_OR_NO = {
    **dict.fromkeys(("1", "true", "yes", "y", "t", "x", "да", "ja", "oui", "sí", "+"), True),
    **dict.fromkeys(("0", "false", "no", "n", "f", "нет", "nee", "nein", "non", "-"), False),
}
_NAMES = ("id", "source", "target", "author", "post", "handle")
_MOMENTS = (
    "%Y-%m-%dT%H:%M:%S%.f%#z",
    "%Y-%m-%d %H:%M:%S%.f%#z",
    "%Y-%m-%dT%H:%M:%S%.f",
    "%Y-%m-%d %H:%M:%S%.f",
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%d %H:%M",
    "%d.%m.%Y %H:%M:%S",
    "%d.%m.%Y %H:%M",
)
_DAYS = ("%Y-%m-%d", "%d.%m.%Y", "%Y/%m/%d")
_KINDS = {
    "accounts": {str(kind) for kind in AccountKind},
    "edges": {str(kind) for kind in EdgeKind},
}


def clean(shape: str, batch: Batch, columns: Mapping[str, str]) -> Batch:
    """Rename columns to fields, trim, type and check them.

    A row without a usable id, or with a weight, date or kind that cannot be read, is rejected.
    A count that is no number, a date of creation that is none, or a mark that is neither yes nor
    no, is left empty and reported, and its row is kept.
    """
    raw = batch.frame.select(
        LINE, *(_trim(field, column).alias(field) for field, column in columns.items())
    )
    typed = raw.with_columns(_type(field).alias(f"{field}:typed") for field in columns)
    typed = typed.with_columns(_find_reason(shape, columns).alias("reason"))
    bad = typed.filter(pl.col("reason").is_not_null())
    good = typed.filter(pl.col("reason").is_null())
    rejects = [*batch.rejects, *_rejects(bad, columns), *_unread_values(good, columns)]
    frame = good.select(
        pl.col(LINE).alias("line"), *(pl.col(f"{field}:typed").alias(field) for field in columns)
    )
    return Batch(frame, tuple(sorted(rejects, key=lambda reject: reject.line)))


def _trim(field: str, column: str) -> pl.Expr:
    text = pl.col(column).str.strip_chars()
    if field in _NAMES:
        text = text.str.strip_prefix("@")
    return text.replace("", None)


def _type(field: str) -> pl.Expr:
    if field.endswith("_at"):
        return _parse_moment(pl.col(field))
    if field.endswith("_count"):
        return read_counts(pl.col(field))
    if field == "weight":
        number = pl.col(field).str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
        is_ambiguous = pl.col(field).str.contains(
            r"^[1-9]\d*,\d{3}$"
        )  # 1,234: a thousand or one and a bit
        return pl.when(~is_ambiguous).then(number)
    if field in _WORDS:
        return pl.col(field).map_elements(_WORDS[field], return_dtype=pl.String)
    if field == "url":
        is_web = pl.col(field).str.contains(r"^(?i)https?://[^\s\x00-\x1f]+$")
        return pl.when(is_web).then(pl.col(field))
    text = pl.col(field).str.to_lowercase() if field == "kind" else pl.col(field)
    return _parse_yes_or_no(text) if field.startswith("is_") else text


def _parse_yes_or_no(text: pl.Expr) -> pl.Expr:
    told = text.str.to_lowercase()
    return told.replace_strict(_YES_OR_NO, default=None, return_dtype=pl.Boolean)


def _parse_moment(text: pl.Expr) -> pl.Expr:
    """ISO and day-first dates (UTC where no zone is said), and Unix seconds or milliseconds."""
    seconds = pl.when(text.str.contains(r"^\d{9,11}$")).then(text.cast(pl.Int64, strict=False))
    millis = pl.when(text.str.contains(r"^\d{12,14}$")).then(text.cast(pl.Int64, strict=False))
    zone = {"time_unit": "us", "time_zone": "UTC"}
    tries = [
        (seconds * 1_000_000).cast(pl.Datetime(**zone)),  # type: ignore[arg-type]
        (millis * 1_000).cast(pl.Datetime(**zone)),  # type: ignore[arg-type]
    ]
    zulu = text.str.replace("Z$", "+00:00")
    for form in _MOMENTS:
        moment = zulu.str.to_datetime(form, strict=False, time_unit="us")
        zoned = "%#z" in form
        tries.append(
            moment.dt.convert_time_zone("UTC") if zoned else moment.dt.replace_time_zone("UTC")
        )
    days = [text.str.to_date(form, strict=False) for form in _DAYS]
    tries += [day.cast(pl.Datetime("us")).dt.replace_time_zone("UTC") for day in days]
    return pl.coalesce(tries)


def _find_reason(shape: str, columns: Mapping[str, str]) -> pl.Expr:
    reasons = []
    for field in ("id", "source", "target", "author", "post"):
        if field not in columns:
            continue
        value = pl.col(field)
        if field != "post":  # an interaction need not name its post
            reasons.append(_when(value.is_null(), f"{columns[field]} is empty"))
        reasons.append(
            _when(
                value.str.len_chars() > LONGEST_ID,
                f"{columns[field]} is longer than {LONGEST_ID} characters",
            )
        )
        reasons.append(
            _when(
                value.str.contains(_LOST_DIGITS),
                f"{columns[field]} was a float and has lost digits",
            )
        )
        reasons.append(
            _when(
                value.str.contains(r"[\x00-\x1f\x7f]"), f"{columns[field]} has control characters"
            )
        )
    if "weight" in columns:
        weight, said = pl.col("weight:typed"), pl.col("weight").is_not_null()
        reasons.append(
            _when(
                said & (weight.is_null() | weight.is_nan() | weight.is_infinite()),
                "weight is no number",
            )
        )
        reasons.append(_when(weight <= 0, "weight is not above zero"))
    for field in ("happened_at", "posted_at"):
        if field in columns:
            unread = pl.col(field).is_not_null() & pl.col(f"{field}:typed").is_null()
            reasons.append(_when(unread, f"{columns[field]} is no date"))
    if "kind" in columns:
        known = sorted(_KINDS[shape])
        unknown = pl.col("kind").is_not_null() & ~pl.col("kind:typed").is_in(known)
        reasons.append(_when(unknown, f"kind is none of {', '.join(known)}"))
    return pl.coalesce(reasons)


def _when(condition: pl.Expr, reason: str) -> pl.Expr:
    return pl.when(condition).then(pl.lit(reason))


def _rejects(bad: pl.DataFrame, columns: Mapping[str, str]) -> list[Reject]:
    named = [field for field in columns if field not in _WORDS]
    shown = bad.select(
        LINE,
        "reason",
        pl.concat_str(named, separator=" | ", ignore_nulls=True).alias("shown"),
    )
    return [Reject(line, reason, text[:TEXT_SHOWN]) for line, reason, text in shown.iter_rows()]


def _unread_values(good: pl.DataFrame, columns: Mapping[str, str]) -> list[Reject]:
    rejects = []
    for field in columns:
        if field.endswith("_count") or field.startswith("is_") or field == "created_at":
            what = "no whole number" if field.endswith("_count") else "neither yes nor no"
            what = "no date" if field == "created_at" else what
            unread = pl.col(field).is_not_null() & pl.col(f"{field}:typed").is_null()
            for line, text in good.filter(unread).select(LINE, field).iter_rows():
                reason = f"{columns[field]} is {what}: left empty, the row was kept"
                rejects.append(Reject(line, reason, text[:TEXT_SHOWN]))
    return rejects
