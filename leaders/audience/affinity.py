"""In which communities, and with which bloggers, the target audience is found more than elsewhere.

Sorted by the lower bound of the share, so that 3 of 5 members do not beat 4,000 of 10,000.
"""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import sparse

from leaders.audience.bases import Base, load_base
from leaders.audience.coverage import FEWEST, tell_coverage
from leaders.audience.members import Members, load_members
from leaders.audience.name_words import NameWord, find_name_words
from leaders.audience.sizing import pick_moment
from leaders.audience.target import Target, find_target
from leaders.errors import LeadersError
from leaders.metrics import AFFINITY, OVERLAP, wilson_bounds
from leaders.niche import Niche
from leaders.settings import Workspace
from leaders.store import Store
from leaders.wording import counted

SIMILAR = 3
DECIMALS = 9
FloatArray = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Communities:
    """Where a target audience is found.

    table: the best, a row an account: rank, account_id, kind, handle, name, url, is_named (it is
        one of those that define the target), target_count, seen_count, share, share_low, share_high
        (90 % interval), affinity_index (100: as in the base; null where the base has fewer than ten
        of the target), index_low, index_high (of the same interval, the base taken as it is),
        followers_count, coverage, words (what of its audience was seen), similar (account_id, name,
        overlap_jaccard; at most 3, with ten people or more in both).
    base: what the base is, and how many people it has.
    measured_count: accounts with minimum members seen or more; below_count: with fewer; few_count:
        those measured that have fewer than ten of the target, of which nothing more is told.
    words: what recurs in the names of the best, most telling first.
    """

    niche: str
    as_of: datetime
    base: str
    minimum: int
    table: pl.DataFrame
    measured_count: int
    below_count: int
    few_count: int
    words: list[NameWord]
    notes: list[str]


def find_communities(
    workspace: Workspace,
    niche: Niche,
    *,
    base: str = "niche",
    minimum: int = 100,
    top: int = 50,
    as_of: datetime | None = None,
) -> Communities:
    """Measure every account of the niche's platforms with at least ``minimum`` members seen.

    Raises ``LeadersError`` where the target is empty, and as ``find_target`` and ``load_base`` do.
    """
    with Store(workspace, must_exist=True) as store:
        moment = pick_moment(store, niche, as_of)
        target = find_target(store, niche, moment)
        if not len(target.people):
            raise LeadersError(
                f"Nobody is in the target audience of {niche.name}; ask for less in [audience] "
                f"(see: leaders audience {niche.name})."
            )
        compared = load_base(store, niche, base, moment)
        seen = store.arrays("audience/audiences", platforms=list(niche.platforms))
        members = load_members(store, seen["target_no"][seen["edge_count"] >= minimum], moment)
    measured = measure(members, target, compared).filter(pl.col("seen_count") >= minimum)
    known = measured.filter(pl.col("target_count") >= FEWEST)
    best = known.head(top).with_row_index("rank", offset=1)
    others = measured.join(best, on="row", how="anti", maintain_order="left")
    return Communities(
        niche=niche.name,
        as_of=moment,
        base=compared.tell(target.people),
        minimum=minimum,
        table=best.with_columns(similar=_find_similar(members, measured, best["row"])).select(
            _TABLE
        ),
        measured_count=measured.height,
        below_count=len(seen["target_no"]) - measured.height,
        few_count=measured.height - known.height,
        words=find_name_words(_names(best), _names(others)),
        notes=_note(target, measured, best),
    )


def measure(members: Members, target: Target, base: Base) -> pl.DataFrame:
    """Every account by the lower bound of the target's share, highest first; ties by account_id.

    The columns of ``Communities.table`` but rank and similar, and row: its row in ``members``.
    """
    accounts = members.accounts
    whole = accounts["seen_count"].to_numpy()
    part = members.seen_in(target.people)
    platforms = accounts["account_id"].str.split(":").list.first()
    counted_in = {it: base.count(target.people, it) for it in platforms.unique()}
    in_base = np.array([counted_in[it] for it in platforms], dtype=np.float64).reshape(-1, 2)
    in_base[in_base[:, 0] < FEWEST] = np.nan  # too few to compare with
    low, high = wilson_bounds(part, whole)
    share = OVERLAP["overlap_containment"].measure(part, whole, whole)
    index = AFFINITY["affinity_index"].measure(part, whole, in_base[:, 0], in_base[:, 1])
    per_share = AFFINITY["affinity_index"].measure(1, 1, in_base[:, 0], in_base[:, 1])
    columns = {
        "target_count": part, "share": share, "share_low": low, "share_high": high,
        "affinity_index": index, "index_low": low * per_share, "index_high": high * per_share,
    }  # fmt: skip
    return (
        accounts.with_columns(
            *(
                pl.Series(name, np.round(it, DECIMALS)).fill_nan(None)
                for name, it in columns.items()
            ),
            pl.Series("words", [tell_coverage(row) for row in accounts.iter_rows(named=True)]),
            is_named=pl.col("account_no").is_in(target.named.tolist()),
        )
        .with_row_index("row")
        .sort("share_low", "account_id", descending=[True, False], nulls_last=True)
    )


def _find_similar(members: Members, measured: pl.DataFrame, rows: pl.Series) -> pl.Series:
    """The most similar of the measured accounts to each of some (by their rows)."""
    others, chosen = np.sort(measured["row"].to_numpy()), rows.to_numpy()
    size = members.accounts["seen_count"].to_numpy()
    people = int(members.member.max(initial=-1)) + 1
    ones = np.ones(len(members.member), dtype=np.int32)
    shape = (members.accounts.height, people)
    # Its rows are the accounts: as the members lie in memory already.
    by_account = sparse.csr_array((ones, members.member, members.offset), shape=shape)
    shared = (by_account @ by_account[chosen].T.tocsr()).toarray()[others]
    overlap = OVERLAP["overlap_jaccard"].measure(shared, size[others, None], size[chosen])
    overlap[others[:, None] == chosen] = np.nan
    overlap = overlap.round(DECIMALS)
    ids, names = members.accounts["account_id"], _names(members.accounts)
    return pl.Series(
        "similar",
        [
            [
                {"account_id": ids[row], "name": names[row], "overlap_jaccard": overlap[at, column]}
                for at, row in _best(overlap[:, column], shared[:, column], others)
            ]
            for column in range(len(chosen))
        ],
        dtype=pl.List(_SIMILAR),
    )


_SIMILAR = pl.Struct({"account_id": pl.String, "name": pl.String, "overlap_jaccard": pl.Float64})


def _best(
    overlap: FloatArray, shared: NDArray[np.int32], rows: NDArray[np.integer]
) -> list[tuple[int, int]]:
    """Places and rows of the largest overlaps, of at least ten people; rows go by account_id."""
    order = np.argsort(-overlap, kind="stable")  # NaN, an account with itself, comes last
    good = order[(shared[order] >= FEWEST) & ~np.isnan(overlap[order])][:SIMILAR]
    return [(int(at), int(rows[at])) for at in good]


def _names(accounts: pl.DataFrame) -> list[str]:
    return accounts.select(pl.coalesce("name", "handle", "account_id")).to_series().to_list()


_TABLE = (
    "rank", "account_id", "kind", "handle", "name", "url", "is_named", "target_count", "seen_count",
    "share", "share_low", "share_high", "affinity_index", "index_low", "index_high",
    "followers_count", "coverage", "words", "similar",
)  # fmt: skip


def _note(target: Target, measured: pl.DataFrame, best: pl.DataFrame) -> list[str]:
    notes = list(target.notes)
    in_part = target.coverage.filter(~pl.col("is_complete"))["account_id"].n_unique()
    if in_part:
        notes.append(
            f"the target is drawn from {counted(in_part, 'audience')} that were seen in part "
            "(see: leaders audience)"
        )
    partial = measured.filter(~pl.col("is_complete")).height
    if partial:
        notes.append(
            f"a part was seen of {counted(partial, 'audience')} of {measured.height:,}; the "
            "intervals hold if those who were seen are a random part, and newest first is not"
        )
    if best["affinity_index"].has_nulls():
        notes.append(
            "fewer than ten of the target are in the base: no index; choose another --base"
        )
    if best["is_named"].any():
        notes.append("accounts with * define the target: their shares are high by that alone")
    return notes
