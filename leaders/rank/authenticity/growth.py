"""Jumps of follower counts that nothing seen explains."""

import numpy as np
import polars as pl

from leaders.rank.authenticity.peers import (
    FEWEST_PEERS,
    MAD_TO_DEVIATION,
    BoolArray,
    FloatArray,
    IntArray,
    Measured,
    discovered,
    nothing_measured,
    two_sided,
)

WINDOW = 28
"""Gains before a gain that say what is usual: four weeks of daily counts."""
FEWEST_FOLLOWERS = 100
LEAST_SHARE = 0.03
SPIKE_BOUND = 5.0
ROOT_DEVIATION = 0.5
"""The square root of a Poisson count has this deviation: no series is steadier than chance."""
NEAR_DAYS = 3
NOISE_BOUND = 3.5


def growth_spike(
    counts: pl.DataFrame, account_no: IntArray, attention: pl.DataFrame | None = None
) -> Measured:
    """Gains and losses of followers that stand out of an account's own series.

    Between two observations an account gains ``x`` followers a day, ``g = sgn(x) sqrt(|x|)``;
    z is the distance of g from the median of the 28 gains before, in their robust deviation, .5
    at least (that of a Poisson count); a gain over fewer days than usual is allowed more noise.
    Unusual: |z| > 5, the whole gain at least 3 % of the followers before, no spike of attention
    within 3 days, and a discovery, with p multiplied by the number of gains judged.

    The value is the most unusual gain or, where none is, the largest judged, as a share of the
    followers before; the median is that of the peers' largest,
    whatever its sign.

    counts: account_no, on (date), followers_count; any days, in any order. Of two counts of one
        day the larger counts. A series has to have 29 gains or nothing of it is judged; nor are
        gains of accounts below 100 followers.
    account_no: the accounts, shape (accounts,), each once.
    attention: account_no, on, count: mentions and reposts by day; days without a row had none.
        None when they were not collected: then a gain that they would explain stands.
    """
    gains = _judge_gains(counts, account_no)
    days = np.bincount(gains["row"].to_numpy(), minlength=len(account_no))  # judged, an account
    if (days > 0).sum() < FEWEST_PEERS:
        return nothing_measured(len(account_no))
    jumps = gains.filter((pl.col("share").abs() >= LEAST_SHARE) & (pl.col("z").abs() > SPIKE_BOUND))
    if attention is not None:
        is_explained = _had_attention(jumps, _number_rows(attention, account_no))
        jumps = jumps.filter(pl.Series(~is_explained))
    largest = _first_of_each(gains.sort("row", -pl.col("share").abs(), "on"), len(account_no))
    odd = _first_of_each(jumps.sort("row", -pl.col("z").abs(), "on"), len(account_no))
    z, is_measured = odd["z"].to_numpy(), days > 0
    chance = np.nan_to_num(two_sided(z), nan=1)  # of those without a jump there is nothing to say
    p = np.where(is_measured, np.minimum(1, chance * days), np.nan)
    is_unusual = ~np.isnan(z) & discovered(p)
    usual = np.median(np.abs(largest["share"].to_numpy()[is_measured]))
    return Measured(
        value=np.where(np.isnan(z), largest["share"].to_numpy(), odd["share"].to_numpy()),
        median=np.where(is_measured, usual, np.nan),
        peers_count=np.where(is_measured, is_measured.sum(), 0),
        is_unusual=is_unusual,
        z=z,
        p=p,
        detail={row: f"until {odd['on'][row]}" for row in np.flatnonzero(is_unusual).tolist()},
    )


def _judge_gains(counts: pl.DataFrame, account_no: IntArray) -> pl.DataFrame:
    """The gains with 28 before them: row, since, on, share; z where the share is large enough."""
    gain, before = pl.col("followers_count").diff(), pl.col("followers_count").shift()
    gains = (
        _number_rows(counts, account_no)
        .drop_nulls()
        .group_by("row", "on")
        .agg(pl.col("followers_count").max().cast(pl.Int64))
        .sort("row", "on")
        .with_columns(
            since=pl.col("on").shift().over("row"),
            gain=gain.over("row"),
            before=before.over("row"),
        )
        .drop_nulls("since")
        .with_columns(
            days=(pl.col("on") - pl.col("since")).dt.total_days(),
            place=pl.int_range(pl.len()).over("row"),
        )
    )
    rate = gains["gain"].to_numpy() / gains["days"].to_numpy()
    share = gains["gain"].to_numpy() / np.maximum(1, gains["before"].to_numpy())
    is_judged = (gains["place"].to_numpy() >= WINDOW) & (
        gains["before"].to_numpy() >= FEWEST_FOLLOWERS
    )
    z = np.zeros(len(gains))
    large = np.flatnonzero(is_judged & (np.abs(share) >= LEAST_SHARE))
    z[large] = _distance_from_usual(rate, gains["days"].to_numpy(), large)
    judged = gains.with_columns(share=pl.Series(share), z=pl.Series(z))
    return judged.filter(pl.Series(is_judged)).select("row", "since", "on", "share", "z")


def _distance_from_usual(rate: FloatArray, days: IntArray, gains: IntArray) -> FloatArray:
    """Z of some gains among the 28 before each."""
    root = np.sign(rate) * np.sqrt(np.abs(rate))
    before = gains[:, np.newaxis] - np.arange(WINDOW, 0, -1)
    median, deviation = _centre_rows(root[before])
    usual_days = np.median(days[before], axis=1)
    patience = np.sqrt(np.minimum(1, days[gains] / usual_days))
    z: FloatArray = (root[gains] - median) / np.maximum(ROOT_DEVIATION, deviation) * patience
    return z


def _had_attention(jumps: pl.DataFrame, attention: pl.DataFrame) -> BoolArray:
    """Whether attention rose within three days of each jump, against the 28 days before those."""
    near = pl.duration(days=NEAR_DAYS)
    by_day = attention.group_by("row", pl.col("on").alias("day")).agg(pl.col("count").sum())
    days = (
        jumps.with_row_index("jump")
        .join(by_day, on="row")
        .filter(pl.col("day") <= pl.col("on") + near)
        # 0 is the first of the near days; WINDOW days before it are what is usual.
        .with_columns(
            place=(pl.col("day") - pl.col("since") - pl.duration(days=1) + near).dt.total_days()
        )
        .filter(pl.col("place") >= -WINDOW)
    )
    jump, place = days["jump"].to_numpy(), days["place"].to_numpy()
    root = np.sqrt(days["count"].to_numpy())
    is_before = place < 0
    usual, most = np.zeros((len(jumps), WINDOW)), np.zeros(len(jumps))
    usual[jump[is_before], place[is_before]] = root[is_before]
    np.maximum.at(most, jump[~is_before], root[~is_before])
    median, deviation = _centre_rows(usual)
    explained: BoolArray = (most - median) / np.maximum(ROOT_DEVIATION, deviation) > NOISE_BOUND
    return explained


def _number_rows(frame: pl.DataFrame, account_no: IntArray) -> pl.DataFrame:
    """Those rows of a frame that are about the accounts, with each one's place among them."""
    place = pl.DataFrame({"account_no": account_no, "row": np.arange(len(account_no))})
    number = pl.col("account_no").cast(pl.Int64)
    return frame.with_columns(number).join(place.with_columns(number), on="account_no")


def _centre_rows(values: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Median and robust deviation of each row."""
    median = np.median(values, axis=1)
    spread = np.median(np.abs(values - median[:, np.newaxis]), axis=1)
    return median, MAD_TO_DEVIATION * spread


def _first_of_each(gains: pl.DataFrame, count: int) -> pl.DataFrame:
    """The first gain of each row 0..count-1; nulls, and NaN for numbers, where there is none."""
    first = gains.unique("row", keep="first", maintain_order=True)
    rows = pl.DataFrame({"row": np.arange(count)})
    joined = rows.join(first, on="row", how="left", maintain_order="left")
    return joined.with_columns(pl.col("share", "z").fill_null(np.nan))
