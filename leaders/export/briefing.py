"""What stands beside the lists in the report and the workbook: why, what changed, what to buy."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from leaders.export.sheet import Sheet

if TYPE_CHECKING:  # polars takes .1 s to import; `leaders --help` does not wait for it
    from datetime import datetime

    import polars as pl

Value = "str | int | float | Said"


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence that every language has: its key in ``leaders/export/words``, and what fills it.

    Text among the values is a stranger's and only shown; a ``Said`` among them is said itself.
    """

    key: str
    values: "Mapping[str, str | int | float | Said]" = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Passage:
    """Sentences under a heading, which is a key."""

    heading: str
    sentences: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture: its media type, such as ``image/png``, and its bytes."""

    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Edition:
    """For whom the files are made, and by whom; names and logos may be missing."""

    is_for_client: bool = False
    client: str | None = None
    agency: str | None = None
    client_logo: Logo | None = None
    agency_logo: Logo | None = None


@dataclass(frozen=True, slots=True)
class Family:
    """A family of evidence that an account is of the niche: nats of log-odds, None without any."""

    name: str
    nats: float | None
    words: str


@dataclass(frozen=True, slots=True)
class Flag:
    """A flag that was raised; value and peer_median in ``form``; the texts are English."""

    name: str
    sentence: str
    value: float
    peer_median: float
    form: str
    peers_count: int
    seen_count: int
    measured_on: str
    formula: str
    cautions: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an account stood in one ranking; rank is None where it stood in no list."""

    as_of: str
    rank: int | None
    rank_low: int | None
    rank_high: int | None


@dataclass(frozen=True, slots=True)
class Post:
    """One post: an excerpt, its day, link and counts, as far as they are known."""

    excerpt: str
    posted_on: str | None
    url: str | None
    view_count: int | None
    reaction_count: int | None


@dataclass(frozen=True, slots=True)
class Price:
    """What an account was last said to cost, on which day, for which format."""

    amount: float
    currency: str
    format: str
    priced_on: str


@dataclass(frozen=True, slots=True)
class Detail:
    """What a row opens into, besides its own columns.

    pinned_by: what decided without evidence that it is of the niche (seed, file, person).
    base: log-odds before evidence. listing, declared, fetched, ended: how its audience was read.
    lacking: what was not seen of it. usual, unmeasured: flags that were looked at and not raised,
    and those with too little data. history: the earliest first. English: role_evidence, lacking.
    """

    pinned_by: str | None = None
    base: float | None = None
    families: tuple[Family, ...] = ()
    role_evidence: str | None = None
    listing: str | None = None
    declared_count: int | None = None
    fetched_count: int | None = None
    ended: str | None = None
    lacking: tuple[str, ...] = ()
    flags: tuple[Flag, ...] = ()
    usual: tuple[str, ...] = ()
    unmeasured: tuple[str, ...] = ()
    history: tuple[Standing, ...] = ()
    posts: tuple[Post, ...] = ()
    price: Price | None = None


@dataclass(frozen=True, eq=False)
class Changes:
    """What changed since an earlier ranking.

    rows: those beyond noise, the most telling first: account_id, name, list, kind (entered, left,
    moved), rank_before, rank_after (null where it had none), cause (network, collection, settings),
    why, gained_count, lost_count (followers; null where not known).
    places: every listed account that stood in both or either: account_id, name, list, rank_before,
    rank_after. within_noise: how many changed without more. settings: English.
    """

    since: "datetime"
    rows: "pl.DataFrame"
    places: "pl.DataFrame"
    within_noise: int
    settings: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Plan:
    """What to buy. Money is None in a client's edition, and then there is no curve.

    picks: in buying order: account_id, name, format, cost, adds (people; null under ten), reach
    (so far; null under ten). points: spent, reach at other budgets. reach: people reached at least
    once. certificate: at least this share of the best possible plan's value.
    """

    budget: float | None
    currency: str | None
    spent: float | None
    people: int
    reach: float | None
    reach_at_most: float | None
    certificate: float | None
    picks: "pl.DataFrame"
    points: "pl.DataFrame"
    notes: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class SharedAudience:
    """How the audiences of some accounts overlap.

    seen: how many of each were seen (None under ten). shared: for every two what part of the
    smaller seen audience is also in the other; None where it is not told. A square, 1 on the
    diagonal.
    """

    account_ids: tuple[str, ...]
    names: tuple[str, ...]
    seen: tuple[int | None, ...]
    shared: tuple[tuple[float | None, ...], ...]
    chosen: str
    cautions: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Briefing:
    """What stands beside the lists; all of it may be missing.

    language: of the texts, en, ru or nl. top: the k of ``p_top``. details: by account_id.
    people: a sheet of persons over platforms. coverage: platform, listing, ended, listings_count,
    declared_count, fetched_count. plan_report: the plan's sections of English sentences.
    competitors: sheets on their advertising.
    """

    language: str = "en"
    edition: Edition = Edition()
    top: int | None = None
    summary: tuple[Passage, ...] = ()
    details: Mapping[str, Detail] = field(default_factory=dict)
    changes: Changes | None = None
    plan: Plan | None = None
    shared: SharedAudience | None = None
    coverage: "pl.DataFrame | None" = None
    people: Sheet | None = None
    competitors: tuple[Sheet, ...] = ()
