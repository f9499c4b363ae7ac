"""What is exported: the listed accounts, what each column means, and which run made them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from leaders.export.briefing import Briefing
from leaders.export.sheet import Column, Sheet, settle_columns
from leaders.model import ContactStatus

if TYPE_CHECKING:  # polars takes .1 s to import; `leaders --help` does not wait for it
    import polars as pl

IDENTITY_KEYS = (
    "ranking",
    "niche",
    "as_of",
    "config_hash",
    "code_hash",
    "code_version",
    "seed",
    "data_digest",
)
"""What together names a ranking: the same identity means the same bytes."""


LEADING: tuple[Column, ...] = (
    Column("rank", "Place in the ranking; 1 is the best.", "count"),
    Column("account_id", "Permanent id, platform:native_id; join tables on it.", "text"),
    Column("platform", "The network that the account lives on.", "text"),
    Column("handle", "The name in the account's address; it can change.", "text"),
    Column("name", "What the account calls itself; free text written by strangers.", "text"),
    Column("kind", "Person, organisation or community.", "text"),
    Column("role", "What it does in the niche: creator, community, media, brand, unknown.", "text"),
    Column("probability", "How likely it is to be of the niche; 1 where that is given.", "share"),
    Column("score", "What the components add up to, 0 to 100; more is better.", "score"),
    Column("rank_low", "Best place of the 90 % rank interval; empty where not known.", "count"),
    Column("rank_high", "Worst place of the 90 % rank interval; empty where not known.", "count"),
    Column(
        "p_top",
        "How likely it is among the first of its list, as many as the niche file lists.",
        "share",
    ),
    Column("standing", "By p_top: solid (from 90 %), borderline, out (below 10 %).", "text"),
    Column(
        "stress_best",
        "Best place when a fifth of the seeds, the follows or the interactions are left out; "
        "empty where that was not tried.",
        "count",
    ),
    Column("stress_worst", "Worst place when one of these is left out.", "count"),
    Column(
        "depends_on_one_source",
        "True when leaving one of these out takes it two rank intervals away, by 2 places or more.",
        "flag",
    ),
    Column(
        "coverage",
        "Share of the declared audience that was read; empty where the platform hides it.",
        "share",
    ),
    Column("url", "The account's page; empty where not known.", "url"),
    Column(
        "tier",
        "By declared audience: nano, micro (10,000), mid (50,000), macro (500,000), mega (1 M).",
        "text",
    ),
    Column("is_tied", "True when another account has the same score and so the same rank.", "flag"),
    Column("followers_count", "Followers or members that the platform declares.", "count"),
    Column(
        "person",
        "The first account of the person whose account it is; empty where no other is known.",
        "text",
    ),
    Column("contacts", "How it asks to be written to, as it publishes itself.", "text"),
    Column("links", "Addresses on its own page: hints of who it is elsewhere.", "text"),
    Column(
        "status",
        f"How far the client is with it, as of the export: {', '.join(ContactStatus)}; empty where "
        "nobody said. No part of the score.",
        "text",
    ),
    Column("status_on", "Since which day.", "text"),
    Column("status_owner", "Who at the client talks to it.", "text"),
)
"""The columns that every table begins with; the components follow."""


@dataclass(frozen=True, slots=True)
class Shortlist:
    """A ranking's first accounts with everything that a reader needs to check them.

    ``tables`` are its lists by name: creators, communities, media and so on, of each platform by
    itself where there are several. They have exactly ``columns``, which begin with
    ``LEADING``; ``edges`` has source_id, target_id, kind, weight; ``sheets``
    stand beside the lists in the workbook alone; ``beside`` is what the report and the workbook
    tell besides. However the frames
    come, they are kept in one order (rank, then account_id), with one type a form, with null
    for every unknown or infinite number, and with web addresses or nothing in url columns.

    Raises ``ValueError`` when a frame and ``columns`` disagree or the identity is not whole.
    """

    niche: str
    title: str
    identity: dict[str, str]
    notes: tuple[str, ...]
    columns: tuple[Column, ...]
    tables: "Mapping[str, pl.DataFrame]"
    edges: "pl.DataFrame"
    sheets: tuple[Sheet, ...] = ()
    beside: Briefing = field(default_factory=Briefing)

    def __post_init__(self) -> None:
        _check_identity(self)
        _check_columns(self)
        settled = {name: _settle(frame, self.columns) for name, frame in self.tables.items()}
        object.__setattr__(self, "tables", settled)
        object.__setattr__(self, "edges", _settle_edges(self.edges))

    @property
    def as_of(self) -> datetime:
        """The moment the ranking looks from, in UTC; the only date that an export carries."""
        moment = datetime.fromisoformat(self.identity["as_of"])
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)

    @property
    def rows(self) -> int:
        """How many accounts are listed."""
        return sum(frame.height for frame in self.tables.values())


def _check_identity(shortlist: Shortlist) -> None:
    missing = [key for key in IDENTITY_KEYS if key not in shortlist.identity]
    if missing:
        raise ValueError(f"a shortlist's identity lacks {', '.join(missing)}")
    datetime.fromisoformat(shortlist.identity["as_of"])


def _check_columns(shortlist: Shortlist) -> None:
    described = [column.name for column in shortlist.columns]
    leading = [column.name for column in LEADING]
    if described[: len(leading)] != leading:
        raise ValueError(f"a shortlist's columns begin with {', '.join(leading)}")
    for name, frame in shortlist.tables.items():
        if frame.columns != described:
            strays = sorted(set(frame.columns) ^ set(described)) or "their order"
            raise ValueError(f"the {name} table and its description differ in {strays}")


def _settle_edges(edges: "pl.DataFrame") -> "pl.DataFrame":
    import polars as pl  # noqa: PLC0415

    names = ("source_id", "target_id", "kind")
    weight = pl.col("weight").cast(pl.Float64)
    settled = edges.select(pl.col(names).cast(pl.String), pl.when(weight.is_finite()).then(weight))
    return settled.sort(*names, "weight", nulls_last=True)


def _settle(frame: "pl.DataFrame", columns: tuple[Column, ...]) -> "pl.DataFrame":
    settled = frame.with_columns(settle_columns(frame, columns))
    return settled.sort("rank", "account_id", nulls_last=True)
