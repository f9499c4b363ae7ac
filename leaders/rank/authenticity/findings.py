"""From what was measured to what a person reads: a row a flag, a risk level an account."""

from collections.abc import Mapping

import numpy as np
import polars as pl

from leaders.rank.authenticity.flags import FLAGS, Flag
from leaders.rank.authenticity.peers import IntArray, Measured
from leaders.rank.score import SIGNIFICANT_DIGITS

RISK_LEVELS = ("none", "note", "review", "high")
"""By the number of families flagged, three or more being high."""

FINDING_SCHEMA = pl.Schema(
    {
        "account_no": pl.Int32,
        "flag": pl.String,
        "family": pl.String,
        "value": pl.Float64,
        "median": pl.Float64,
        "peers_count": pl.Int64,
        "z": pl.Float64,
        "p": pl.Float64,
        "bound": pl.Float64,
        "is_unusual": pl.Boolean,
        "sentence": pl.String,
    }
)


def list_findings(measured: Mapping[str, Measured], account_no: IntArray) -> pl.DataFrame:
    """A row for each account and flag that was measured of it; a sentence where it is unusual.

    measured: by the flag's name; its arrays are in the order of ``account_no``. Columns are those
    of ``FINDING_SCHEMA``, with null for a z, p or bound that the flag does not have; sorted by
    place in ``account_no``, then by the order of ``FLAGS``. Raises KeyError for an unknown flag.
    """
    unknown = sorted(set(measured) - set(FLAGS))
    if unknown:
        raise KeyError(unknown[0])
    parts = [
        _list_flag(name, measured[name], account_no).with_columns(order=pl.lit(order))
        for order, name in enumerate(FLAGS)
        if name in measured
    ]
    if not parts:
        return pl.DataFrame(schema=FINDING_SCHEMA)
    return pl.concat(parts).sort("row", "order").select(FINDING_SCHEMA.names())


def risk_levels(findings: pl.DataFrame, account_no: IntArray) -> pl.DataFrame:
    """How many independent families are unusual about each account: never part of a score.

    Returns account_no, risk (none, note, review or high; null where nothing was measured),
    families_count and measured_count (flags that could be measured), in the given order.
    """
    found = findings.group_by("account_no").agg(
        families_count=pl.col("family").filter("is_unusual").n_unique(),
        measured_count=pl.len(),
    )
    level = pl.col("families_count").clip(upper_bound=len(RISK_LEVELS) - 1)
    return (
        pl.DataFrame({"account_no": account_no}, schema={"account_no": pl.Int32})
        .join(found, on="account_no", how="left", maintain_order="left")
        .with_columns(
            risk=level.replace_strict(dict(enumerate(RISK_LEVELS)), return_dtype=pl.String)
        )
        .with_columns(pl.col("families_count", "measured_count").fill_null(0).cast(pl.Int64))
        .select("account_no", "risk", "families_count", "measured_count")
    )


def _list_flag(name: str, measured: Measured, account_no: IntArray) -> pl.DataFrame:
    rows = np.flatnonzero(~np.isnan(measured.value))
    flag = FLAGS[name]
    sentences = [
        _write(flag, measured, row) if is_unusual else None
        for row, is_unusual in zip(rows.tolist(), measured.is_unusual[rows].tolist(), strict=True)
    ]
    columns = {
        "row": rows,
        "account_no": account_no[rows],
        "value": measured.value[rows],
        "median": measured.median[rows],
        "peers_count": measured.peers_count[rows],
        "z": measured.z[rows],
        "p": measured.p[rows],
        "is_unusual": measured.is_unusual[rows],
        "sentence": pl.Series(sentences, dtype=pl.String),
    }
    named = {"flag": pl.lit(name), "family": pl.lit(flag.family), "bound": pl.lit(measured.bound)}
    table = pl.DataFrame(columns).with_columns(**named)
    rounded = table.with_columns(
        pl.col("value", "median", "z", "p").round_sig_figs(SIGNIFICANT_DIGITS)
    )
    return rounded.cast(FINDING_SCHEMA).with_columns(pl.col("z", "p", "bound").fill_nan(None))


def _write(flag: Flag, measured: Measured, row: int) -> str:
    """What is unusual about an account."""
    said = flag.sentence.format(
        value=_show(measured.value[row], flag.form),
        median=_show(measured.median[row], flag.form),
        peers=f"{measured.peers_count[row]:,}",
    )
    detail = measured.detail.get(row)
    return f"unusual: {said} ({detail})" if detail else f"unusual: {said}"


def _show(value: float, form: str) -> str:
    """Two significant digits: a share as a percentage, a decimal as it is."""
    if form == "share":
        return f"{float(f'{100 * value:.2g}'):g} %"
    return f"{value:.2g}"
