"""A shortlist with everything beside it, as large as asked for; names are hostile where asked."""

from dataclasses import replace
from datetime import UTC, datetime

import polars as pl
from sample_shortlist import HOSTILE, IDENTITY, build_edges

from leaders.export import LEADING, Column, Sheet, Shortlist
from leaders.export.briefing import (
    Briefing,
    Changes,
    Detail,
    Edition,
    Family,
    Flag,
    Passage,
    Plan,
    Post,
    Price,
    Said,
    SharedAudience,
    Standing,
)
from leaders.facts.columns import FACT_COLUMNS
from leaders.rank import COMPONENTS

SCORED = ("reach", "engaged_audience", "interaction_pagerank", "follow_pagerank", "consistency",
          "affinity")  # fmt: skip
COLUMNS = (
    *LEADING,
    *(
        column
        for name in SCORED
        for column in (
            Column(name, COMPONENTS[name].meaning, COMPONENTS[name].form),
            Column(f"{name}_percentile", f"share of the ranked accounts below it by {name}",
                   "share"),
            Column(f"{name}_contribution", f"points of the score that {name} gives", "score"),
        )
    ),
    Column("risk", "By how many independent kinds of flags are raised.", "text"),
    Column("flags", "What is unusual about it: a reason to look, no verdict.", "text"),
    *FACT_COLUMNS,
)  # fmt: skip
LISTS = {"creators": "creator", "communities": "community", "media": "media", "brands": "brand"}
TIERS = ("nano", "micro", "mid", "macro", "mega")
FORMULA = "er_views 1"


def build_briefed(rows=12, *, hostile=False, language="en", is_for_client=False):
    """A shortlist of four lists, ``rows`` creators and a few others, with a whole briefing."""
    sizes = {"creators": rows, "communities": max(rows // 4, 2), "media": 2, "brands": 3}
    told = {
        name: [
            _row(name, number, size, hostile) | ({"status_owner": None} if is_for_client else {})
            for number in range(1, size + 1)
        ]
        for name, size in sizes.items()
    }
    names = [column.name for column in COLUMNS]
    tables = {
        name: pl.DataFrame(listed, infer_schema_length=None).select(names)
        for name, listed in told.items()
    }
    ids = [row["account_id"] for listed in told.values() for row in listed]
    edges = build_edges(
        [
            (ids[(7 * n * n + 3) % len(ids)], ids[(n * n * n) % len(ids)], kind, 1.0 + n % 3)
            for n, kind in ((n, ("follow", "reply", "repost")[n % 3]) for n in range(4 * len(ids)))
        ]
    )
    flat = [row for listed in told.values() for row in listed]
    return Shortlist(
        niche="knitting", title="Knitting <b>& wool</b>" if hostile else "Knitting",
        identity={**IDENTITY, "niche": "knitting"},
        notes=("creators: 12 of 64 ranked accounts listed", "how much was seen is not known for 3"),
        columns=COLUMNS, tables=tables, edges=edges, beside=_brief(flat, language, is_for_client),
    )  # fmt: skip


def with_language(shortlist, language):
    return replace(shortlist, beside=replace(shortlist.beside, language=language))


def _row(list_name, number, size, hostile):
    account_id = f"vk:{list_name}/{number}"
    share = 1 - (number - 0.5) / size
    name = HOSTILE[(number - 1) % len(HOSTILE)] if hostile else f"Анна {number} | knitting"
    followers = 300 * 7 ** (number % 6) + number
    row = dict.fromkeys(column.name for column in COLUMNS)
    row |= {
        "rank": number, "account_id": account_id, "platform": "vk", "handle": f"anna_{number}",
        "name": name, "kind": "person" if list_name == "creators" else "community",
        "role": LISTS[list_name], "probability": 0.97, "score": round(100 * share, 2),
        "rank_low": max(1, number - 2 - number % 3), "rank_high": number + 3,
        "p_top": round(min(1.0, 0.2 + share), 3), "stress_best": number, "stress_worst": number + 4,
        "standing": "solid" if share > 0.7 else "borderline" if share > 0.05 else "out",
        "depends_on_one_source": number % 9 == 0,
        "coverage": None if number % 5 == 0 else round(1 - (number % 4) / 5, 2),
        "url": f"https://vk.com/{list_name}_{number}", "tier": TIERS[number % 5],
        "is_tied": number in (3, 4), "followers_count": None if number == 6 else followers,
        "status": {2: "agreed", 4: "never"}.get(number), "status_on": "2026-02-20",
        "status_owner": "SECRET-OWNER" if number == 2 else None,
        "last_post": "2026-02-27", "posts_a_week": 2.5, "language": ("ru", "nl", "en")[number % 3],
        "median_views": None if number % 4 == 0 else followers * 0.2 + 10,
        "engagement": None if number == 7 else 0.004 * (1 + number % 9),
        "engagement_formula": None if number == 7 else FORMULA, "country": "NL",
        "ads_share": 0.1, "ads_posts": 40, "languages": "ru 82 %, nl 18 %",
        "risk": "note" if number % 10 == 2 else "none",
        "flags": "few reactions for its size" if number % 10 == 2 else None,
        "business_contact": "=ads@example.org", "links": "https://t.me/anna",
    }  # fmt: skip
    for place, component in enumerate(SCORED):
        part = max(0.0, min(1.0, share + 0.1 * ((number + place) % 3 - 1)))
        row[component] = round(followers * part / (place + 1), 4)
        row[f"{component}_percentile"] = round(part, 4)
        row[f"{component}_contribution"] = round(part * 100 / len(SCORED), 4)
    return row


def _brief(rows, language, is_for_client):
    edition = (
        Edition(is_for_client, "The Yarn Shop", "Agency & Sons") if is_for_client else Edition()
    )
    money = not is_for_client
    first = rows[:6]
    sheet = Sheet(
        "carriers", "Who carried advertising for competitors.",
        (Column("account_id", "Who.", "text"), Column("posts", "How many.", "count")),
        pl.DataFrame({"account_id": [row["account_id"] for row in first], "posts": range(6)}),
    )  # fmt: skip
    places = pl.DataFrame(
        {
            "account_id": [row["account_id"] for row in rows],
            "name": [row["name"] for row in rows],
            "list": [row["account_id"].partition(":")[2].partition("/")[0] for row in rows],
            "rank_before": [
                None if row["rank"] == 5 else (row["rank"] * 5) % (len(rows) + 1) + 1
                for row in rows
            ],
            "rank_after": [row["rank"] for row in rows],
        },
        schema_overrides={"rank_before": pl.Int64, "rank_after": pl.Int64},
    )
    moved = places.head(5).with_columns(
        kind=pl.when(pl.col("rank_before").is_null()).then(pl.lit("entered"))
        .otherwise(pl.lit("moved")),
        cause=pl.lit("network"), why=pl.lit("more people react to it"),
        gained_count=pl.lit(12, pl.Int64), lost_count=pl.lit(None, pl.Int64),
    )  # fmt: skip
    size = len(first)
    return Briefing(
        language=language, edition=edition, top=30,
        summary=(Passage("list_creators", (Said("likely"), Said("not_known"))),),
        details={row["account_id"]: _detail(row, money) for row in rows},
        changes=Changes(
            datetime(2026, 2, 1, tzinfo=UTC), moved, places, 9, ("[score] preset changed",), ()
        ),
        plan=Plan(
            budget=1000.0 if money else None, currency="EUR" if money else None,
            spent=960.0 if money else None, people=12_345, reach=2345.6, reach_at_most=8000.0,
            certificate=0.97,
            picks=pl.DataFrame(
                {
                    "account_id": [row["account_id"] for row in first],
                    "name": [row["name"] for row in first], "format": ["post"] * size,
                    "cost": [160.0 if money else None] * size,
                    "adds": [float(1000 // n) for n in range(1, size + 1)],
                    "reach": [float(1000 + 200 * n) for n in range(size)],
                },
                schema_overrides={"cost": pl.Float64},
            ),
            points=pl.DataFrame(
                {
                    "spent": [100.0 * n for n in range(1, 11)] if money else [],
                    "reach": [600.0 * n**0.6 for n in range(1, 11)] if money else [],
                },
                schema={"spent": pl.Float64, "reach": pl.Float64},
            ),
            notes=("prices are of SECRET-PRICE sort",) if money else (),
        ),
        shared=SharedAudience(
            tuple(row["account_id"] for row in first),
            tuple(row["name"] or row["account_id"] for row in first),
            tuple(None if n == 5 else 400 * (n + 1) for n in range(size)),
            tuple(
                tuple(1.0 if a == b else None if 5 in (a, b) else round(1 / (1 + abs(a - b)), 2)
                      for b in range(size))
                for a in range(size)
            ),
            "the 6 first listed", ("cut, and nobody knows who is missing: Анна 3",),
        ),
        coverage=pl.DataFrame(
            {
                "platform": ["vk", "vk", "vk"], "listing": ["followers", "members", "posts"],
                "ended": ["complete", "cut", "complete"], "listings_count": [40, 6, 50],
                "declared_count": [12_000, 90_000, None], "fetched_count": [11_800, 20_000, 900],
            }
        ),
        competitors=(sheet,),
    )  # fmt: skip


def _detail(row, money):
    number = row["rank"]
    return Detail(
        base=-1.2,
        families=(
            Family("graph_lift", 1.9, "who attends to it speaks 4.1 to 1 for the niche"),
            Family("neighbour_share", 0.4, "12 of 20 neighbours in the niche"),
            Family("words", None, "no text of it was read"),
            Family("lists", 0.2, "named in 1 list or search"),
        ),
        role_evidence="writes as one person", listing="followers", declared_count=1000,
        fetched_count=640, ended="cut", lacking=("its likes are hidden",),
        flags=(
            Flag("er_vs_tier", "few reactions for its size: 0.1 % against 2.1 %", 0.001, 0.021,
                 "share", 60, 12, "post", "er / median er of the tier", "a quiet week"),
        ) if row["flags"] else (),
        usual=("ring",), unmeasured=("growth_spike",),
        history=tuple(
            Standing(
                f"2026-0{month}-01", None if month == 1 and number % 3 == 0 else number + month,
                max(1, number - 1), number + 6,
            )
            for month in (1, 2, 3)
        ),
        posts=(
            Post(f"</script> Новая схема {number}", "2026-02-27", "https://vk.com/wall1", 1200, 31),
            Post("javascript", None, "javascript:alert(1)", None, None),
        ),
        price=Price(160.0, "EUR", "post SECRET-PRICE", "2026-02-01") if money else None,
    )  # fmt: skip
