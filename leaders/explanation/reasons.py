"""Why an account is of the niche or not, what it does there, and what was seen of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, expm1, log
from typing import Any

import polars as pl

from leaders.rank.membership import ENTER, IN, OUT, REJECT, REVIEW, THIN, WEIGHTS
from leaders.wording import counted

Row = Mapping[str, Any]
LIKELIEST = 1 - 1e-9
"""Beyond it log-odds are only rounding."""


@dataclass(frozen=True, slots=True)
class Family:
    """A family of evidence: its weighted nats (None: there is no such evidence), in words."""

    name: str
    nats: float | None
    words: str


@dataclass(frozen=True, slots=True)
class Membership:
    """How likely it is of the niche. base: the log-odds before any evidence, None where pinned.

    pinned_by: what decided it without evidence: seed, file, person; None where nothing did.
    """

    is_judged: bool
    probability: float
    zone: str
    pinned_by: str | None
    base: float | None
    families: tuple[Family, ...]
    matched: str | None
    neighbour_count: int
    niche_neighbour_count: int


@dataclass(frozen=True, slots=True)
class RoleGiven:
    """What it does in the niche, and by what that was told."""

    role: str
    evidence: str | None
    is_decided: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """How much of its audience was seen, in a sentence; is_partial warns of a part alone."""

    coverage: float | None
    declared_count: int | None
    fetched_count: int | None
    is_newest_first: bool | None
    is_partial: bool
    words: str


def read_membership(told: Row) -> Membership:
    """From the row of a ranking's membership."""
    nats = {
        name: None if told[name] is None else round(weight * told[name], 9)
        for name, weight in WEIGHTS.items()
    }
    probability, base = told["probability"], None
    if told["is_judged"] and not told["is_pinned"] and 1 - LIKELIEST < probability < LIKELIEST:
        evidence = sum(value for value in nats.values() if value is not None)
        base = round(log(probability / (1 - probability)) - evidence, 6)
    families = tuple(Family(name, nats[name], _tell_family(name, told)) for name in WEIGHTS)
    return Membership(
        told["is_judged"], probability, told["zone"], _tell_pinned(told), base, families,
        told["matched"], told["neighbour_count"], told["niche_neighbour_count"],
    )  # fmt: skip


def _tell_pinned(told: Row) -> str | None:
    if not told["is_pinned"]:
        return None
    if told["decided_member"] is not None:
        return "person"
    return "seed" if told["is_seed"] else "file"


def _tell_family(name: str, told: Row) -> str:
    value = told[name]
    if name == "words":
        return _tell_words(value, told["matched"])
    if name == "lists":
        return _tell_lists(value)
    if name == "neighbour_share":
        inside, count = told["niche_neighbour_count"], told["neighbour_count"]
        return (
            f"{inside:,} of {counted(count, 'neighbour')} in the niche"
            if count
            else "no neighbours"
        )
    if value is None:
        return "nobody seen attends to it"
    odds, way = exp(abs(value)), "for" if value >= 0 else "against"
    return f"who attends to it, compared with others, speaks {odds:.1f} to 1 {way} the niche"


def _tell_words(value: float | None, matched: str | None) -> str:
    if value is None:
        return "no text of it was read"
    return f"matched: {matched}" if matched else "nothing in its text matched"


def _tell_lists(value: float | None) -> str:
    if value is None:
        return "in no curated list or search result"
    return f"named in {counted(round(expm1(value)), 'list or search', 'lists or searches')}"


def tell_zone(told: Row, niche: str) -> str:
    """The zone in a sentence, with what would decide it."""
    zone, by = told["zone"], _tell_pinned(told)
    if by == "person":
        return f"a person decided that it is {'' if zone == IN else 'not '}of the niche"
    if by:
        return "it is of the niche: " + ("it is a seed" if by == "seed" else "a file names it")
    if not told["is_judged"]:
        return "whether it is of the niche was not judged: the niche has no seeds"
    said = {
        IN: "it is of the niche: probability {p}",
        OUT: "it is not of the niche: probability {p}, under {reject}; {decide}",
        THIN: "too little is known to judge it: fewer than 3 neighbours, no text and no list; "
        "collect more, or {decide}",
        REVIEW: "it is in doubt: probability {p}{alone}; {decide}",
    }
    alone = ", but by one kind of evidence and fewer than 5 neighbours"
    return said[zone].format(
        p=f"{told['probability']:.0%}", reject=f"{REJECT:.0%}",
        alone=alone if told["probability"] >= ENTER else "",
        decide=f"decide with: leaders review {niche}",
    )  # fmt: skip


def read_role(told: Row) -> RoleGiven:
    """From the row of a ranking's membership."""
    return RoleGiven(told["role"], told["role_evidence"], told["decided_role"] == told["role"])


def read_seen(listings: pl.DataFrame, coverage: float | None) -> Seen:
    """How much of the audience was seen.

    listings: of the account, each as its newest reading left it.
    """
    rows = listings.filter(pl.col("listing").is_in(["followers", "members"]))
    if rows.is_empty():
        words = "how much of its audience was seen is not known"
        return Seen(coverage, None, None, None, is_partial=False, words=words)
    row = rows.sort("fetched_count", descending=True).row(0, named=True)
    if row["ended"] == "hidden":
        words = f"it hides its {row['listing']}"
        return Seen(coverage, row["declared_count"], 0, None, is_partial=True, words=words)
    declared, fetched = row["declared_count"], row["fetched_count"]
    is_partial = row["ended"] != "complete" and (declared is None or fetched < declared)
    newest = ", newest first" if row["is_newest_first"] else ""
    of = f" of {declared:,}" if declared is not None else ""
    words = f"{fetched:,}{of} {row['listing']} seen" + (newest if is_partial else ", to the end")
    return Seen(coverage, declared, fetched, row["is_newest_first"], is_partial, words)


def find_lacking(told: Row, profile: Row, listings: pl.DataFrame) -> tuple[str, ...]:
    """What was not seen of an account, a sentence each."""
    read = set(listings["listing"])
    hidden = set(listings.filter(pl.col("ended") == "hidden")["listing"])
    is_file = profile["account_id"].startswith("files:")  # their rows are told by file
    lacking = {
        "how many followers it has is not known": profile["followers_count"] is None,
        "who follows it was not read": not is_file and not read & {"followers", "members"},
        "it hides who follows it": bool(hidden & {"followers", "members"}),
        "its posts were not read": not is_file and "posts" not in read,
        "no text of it was read": told["is_judged"] and told["words"] is None,
        "nobody it is joined to was seen": not told["neighbour_count"],
    }
    return tuple(sentence for sentence, is_so in lacking.items() if is_so)
