"""Shortlists to export: hostile, empty and all-unknown; a script, so that a fresh process can."""

import sys
from pathlib import Path

import polars as pl

from leaders.export import EXPORTERS, LEADING, Column, Shortlist, export

HOSTILE = (
    "=cmd|' /C calc'!A0",
    "+1",
    "-1+2",
    "@SUM(A1)",
    "\t=1+1",
    "\rdrop",
    " \u200b\ufeff=1+1",
    "＝1+1",
    "a;=1+1",
    "line\n=1+1",
    'x;"=1+1"',
    "n" * 10_000,
    "😀" * 20_000,
    "nul\x00bell\x07esc\x1b\ufffe\uffff",
    "\u202eright\u200f to left\u200d",
    "</script><script>alert(1)</script>",
    "a & b < c > d ' \" ]]>",
    "_x0041_",
    'quote"comma,semi;tab\tline\r\nend',
    "12345",
    "https://example.org/in-a-name",
    "Мария Кюри",
)

IDENTITY = {
    "ranking": "7",
    "niche": "chemistry",
    "as_of": "2026-03-01T23:59:59+00:00",
    "config_hash": "c0ffee",
    "code_hash": "beef",
    "code_version": "0.1.0",
    "seed": "42",
    "data_digest": "d1ge57",
}

COLUMNS = (
    *LEADING,
    Column("reach", "Accounts that listen.", "decimal"),
    Column("reach_percentile", "Share of accounts below it.", "share"),
    Column("reach_contribution", "Points of the score.", "score"),
)


def build_rows(names, prefix, kind, role):
    return [
        {
            "rank": number,
            "account_id": f"files:{prefix}/{number}",
            "platform": "files",
            "handle": f"h{number}",
            "name": name,
            "kind": kind,
            "role": role,
            "probability": 1.0 - number / 100,
            "score": 100.0 - number / 3,
            "rank_low": None if number % 2 else number,
            "rank_high": number + 2,
            "p_top": 0.95,
            "standing": "solid",
            "stress_best": number,
            "stress_worst": None if number == 1 else number + 9,
            "depends_on_one_source": None if number == 1 else number % 2 == 0,
            "coverage": None if number == 1 else 0.456,
            "url": f"https://example.org/{prefix}/{number}?a=1&b=2#top",
            "tier": "micro",
            "is_tied": number % 2 == 0,
            "followers_count": 1_234_567,
            "person": f"files:{prefix}/1" if number == 2 else None,
            "contacts": None if number % 2 else "=ads@example.org (advertising)",
            "links": "https://t.me/somebody; https://example.org",
            "status": {2: "agreed", 3: "never"}.get(number),
            "status_on": "2026-02-28" if number in (2, 3) else None,
            "status_owner": "=Anna" if number == 3 else None,
            "reach": -0.123456 * number,
            "reach_percentile": 0.99,
            "reach_contribution": 12.5,
        }
        for number, name in enumerate(names, start=1)
    ]


def build_edges(rows):
    return pl.DataFrame(
        rows, schema=["source_id", "target_id", "kind", "weight"], orient="row", strict=False
    )


def build_shortlist(creators=None, communities=None, edges=None, **changes):
    """The hostile sample, or one with other frames or fields."""
    names = [column.name for column in COLUMNS]
    if creators is None:
        creators = pl.DataFrame(
            build_rows(HOSTILE, "p", "person", "creator"), infer_schema_length=None
        )
    if communities is None:
        rows = build_rows(("Club", None), "c", "community", "community")
        communities = pl.DataFrame(rows, infer_schema_length=None)
    if edges is None:
        edges = build_edges(
            [
                ("files:p/2", "files:p/1", "repost", 2.0),
                ("files:p/2", "files:p/1", "follow", None),
                ("files:p/3", "files:c/1", "member", 1.0),
                ("files:p/3", "files:elsewhere/1", "follow", 1.0),
            ]
        )
    fields = {
        "niche": "chemistry",
        "title": "Chemistry: 22 of 3,127 =1+1 </script>\x00\ud800",
        "identity": IDENTITY,
        "notes": ("22 of 3,127 ranked accounts.", "=HYPERLINK(1) \x07\udfff"),
        "columns": COLUMNS,
    }
    return Shortlist(
        tables={"creators": creators.select(names), "communities": communities.select(names)},
        edges=edges,
        **(fields | changes),
    )


def build_empty():
    """No rows, hence no types either."""
    nothing = pl.DataFrame(schema=[column.name for column in COLUMNS])
    return build_shortlist(nothing, nothing, build_edges([]))


def build_unknown():
    """Nothing known but who and in which place."""
    row = dict.fromkeys(column.name for column in COLUMNS)
    rows = [row | {"rank": rank, "account_id": f"files:u/{rank}"} for rank in (1, 2)]
    return build_shortlist(pl.DataFrame(rows), pl.DataFrame(rows[:0], schema=list(row)))


if __name__ == "__main__":
    export(build_shortlist(), list(EXPORTERS), Path(sys.argv[1]), bom=True)
