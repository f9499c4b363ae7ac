"""The target audience: which people a niche file asks for, as sorted arrays of account numbers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leaders.audience.coverage import tell_coverage
from leaders.audience.id_lists import find_ids, read_ids
from leaders.audience.members import Members, Numbers, ask, load_members
from leaders.errors import LeadersError
from leaders.niche import Niche
from leaders.niche_audience import PLAIN, AudienceSet, MemberSet
from leaders.store import Store
from leaders.store.accounts import find_accounts
from leaders.wording import counted

OPERATIONS = {
    "|": np.union1d,
    "&": lambda a, b: np.intersect1d(a, b, assume_unique=True),
    "-": lambda a, b: np.setdiff1d(a, b, assume_unique=True),
}


@dataclass(frozen=True, eq=False)
class Target:
    """The people that a niche asks for.

    people: int32 account numbers, ascending. sets: the same of each set, by its name.
    combination: how they go together, with every pair of parentheses.
    named: the accounts whose members are asked for, ascending; not those of ``without``.
    coverage: a row a set and account that it names: set_name, is_without (its members are taken
        away), account_id, handle, name, followers_count, seen_count, is_complete, is_newest_first,
        is_hidden, coverage, words (a phrase on what could not be seen).
    notes: sentences on what a reader must know beside the counts.
    """

    people: Numbers
    sets: dict[str, Numbers]
    combination: str
    named: Numbers
    coverage: pl.DataFrame
    notes: list[str]


@dataclass(frozen=True, eq=False)
class _Named:
    """The accounts that one set names, found in the store."""

    communities: Numbers
    without: Numbers


def find_target(store: Store, niche: Niche, as_of: datetime) -> Target:
    """The target audience of a niche as of a moment.

    Raises ``LeadersError`` where the niche asks for none, a file of ids cannot be read, or so few
    of its communities are stored that nobody can be in the set.
    """
    if niche.audience is None:
        raise LeadersError(
            f"{niche.name} asks for no audience; add [audience] with communities to "
            f"{store.workspace.niches / niche.name}.toml"
        )
    described = _describe_sets(niche)
    notes: list[str] = []
    named = {name: _find(store, niche, name, it, notes) for name, it in described.items()}
    members = load_members(store, _gather(named.values()), as_of)
    sets = {
        name: _read_file(store, niche, name, it, notes)
        if isinstance(it, AudienceSet) and it.file
        else _find_people(store, members, name, it, named[name], as_of, notes)
        for name, it in described.items()
    }
    combination = niche.audience.combination
    if aside := [name for name in sets if name not in combination.names]:
        notes.append(f"{', '.join(aside)}: counted, but in no part of combine")
    return Target(
        people=combination.of(sets, OPERATIONS),
        sets=sets,
        combination=str(combination),
        named=np.unique(np.concatenate([_NOBODY, *(it.communities for it in named.values())])),
        coverage=_cover(members, named),
        notes=notes,
    )


_NOBODY: Numbers = np.empty(0, dtype=np.int32)


def _describe_sets(niche: Niche) -> dict[str, MemberSet]:
    assert niche.audience is not None
    plain: dict[str, MemberSet] = {PLAIN: niche.audience} if niche.audience.communities else {}
    return {**plain, **niche.audience.sets}


def _find(store: Store, niche: Niche, name: str, told: MemberSet, notes: list[str]) -> _Named:
    communities, unknown = _find_named(store, told.communities, niche.platforms)
    without, unknown_without = _find_named(store, told.without, niche.platforms)
    if unknown or unknown_without:
        names = ", ".join([*unknown, *unknown_without])
        notes.append(f"{name}: nobody is stored by the name {names}, so it is left out")
    if told.communities and len(communities) < told.at_least:
        raise LeadersError(
            f"audience set {name}: at_least asks for {told.at_least} of its communities and "
            f"{len(communities)} are stored; nobody is known by the name {', '.join(unknown)}: "
            "mend the names, or collect or import them first."
        )
    return _Named(communities, without)


def _find_named(
    store: Store, texts: Iterable[str], platforms: Iterable[str]
) -> tuple[Numbers, list[str]]:
    """The accounts that a niche file names; full ids are looked up together, which is quick."""
    named = [text.strip() for text in texts]
    exact = dict(
        find_ids(store, pl.Series(named, dtype=pl.String))
        .select("account_id", "account_no")
        .iter_rows()
    )
    numbers, unknown = [], []
    for text in named:
        found = [(exact[text], text)] if text in exact else find_accounts(store, text)
        meant = [number for number, account_id in found if account_id.split(":")[0] in platforms]
        numbers += meant[:1]
        unknown += [] if meant else [text]
    return np.unique(np.array(numbers, dtype=np.int32)), unknown


def _gather(named: Iterable[_Named]) -> Numbers:
    return np.concatenate(
        [_NOBODY, *(part for it in named for part in (it.communities, it.without))]
    )


def _read_file(
    store: Store, niche: Niche, name: str, told: AudienceSet, notes: list[str]
) -> Numbers:
    path = store.workspace.niches / str(told.file)
    only = niche.platforms[0] if len(niche.platforms) == 1 else None
    people, count = read_ids(store, path, told.platform or only)
    if len(people) < count:
        notes.append(
            f"{name}: {count - len(people):,} of {counted(count, 'id')} in {told.file} are nobody "
            "that is stored, and are left out"
        )
    return people


def _find_people(
    store: Store, members: Members, name: str, told: MemberSet, named: _Named,
    as_of: datetime, notes: list[str],
) -> Numbers:  # fmt: skip
    people = _in_at_least(members, named.communities, told.at_least)
    if told.minimum_interactions:
        active = _interacted(store, name, told, named.communities, as_of, notes)
        people = np.intersect1d(people, active, assume_unique=True)
    return np.setdiff1d(people, _in_at_least(members, named.without, 1), assume_unique=True)


def _in_at_least(members: Members, accounts: Numbers, at_least: int) -> Numbers:
    """Who is in the audience of at least so many of some accounts, ascending."""
    rows = np.flatnonzero(np.isin(members.accounts["account_no"].to_numpy(), accounts))
    everybody = np.concatenate([_NOBODY, *(members.row(row) for row in rows.tolist())])
    return np.flatnonzero(np.bincount(everybody) >= at_least).astype(np.int32)


def _interacted(
    store: Store, name: str, told: MemberSet, communities: Numbers, as_of: datetime,
    notes: list[str],
) -> Numbers:  # fmt: skip
    """Who interacted often enough with some accounts; notes get what could not be seen."""
    ask(store, communities)
    since = None if told.within_days is None else as_of - timedelta(days=told.within_days)
    counts = store.query("audience/interactions", since=since, as_of=as_of)
    met = store.query("audience/interacted_with").height
    if met < len(communities):
        silent = counted(len(communities) - met, "community", "communities")
        notes.append(
            f"{name}: nobody was seen to interact with {silent} of {len(communities)}: their posts "
            "were not read, or nobody did"
        )
    undated = int(counts["undated_count"].sum())
    if since is not None and undated:
        notes.append(
            f"{name}: {counted(undated, 'interaction')} without a moment did not count, for they "
            f"may be older than {counted(told.within_days or 0, 'day')}"
        )
    return counts.filter(pl.col("interaction_count") >= told.minimum_interactions)[
        "source_no"
    ].to_numpy()


_TOLD = (
    "account_id", "handle", "name", "followers_count", "seen_count", "is_complete",
    "is_newest_first", "is_hidden", "coverage", "words",
)  # fmt: skip


def _cover(members: Members, named: Mapping[str, _Named]) -> pl.DataFrame:
    words = [tell_coverage(row) for row in members.accounts.iter_rows(named=True)]
    told = members.accounts.with_columns(
        pl.Series("words", words, dtype=pl.String),
        is_hidden=(pl.col("ended") == "hidden").fill_null(False),
    )
    parts = [
        told.filter(pl.col("account_no").is_in(numbers.tolist())).select(
            pl.lit(name).alias("set_name"), pl.lit(is_without).alias("is_without"), *_TOLD
        )
        for name, it in named.items()
        for is_without, numbers in ((False, it.communities), (True, it.without))
    ]
    return pl.concat(parts)


def count_platforms(store: Store, people: NDArray[np.integer]) -> dict[str, int]:
    """How many of some people each platform has, by its name."""
    put_people(store, people)
    return dict(store.query("audience/platforms").iter_rows())


def newest_first(store: Store, target: Target, platform: str, as_of: datetime) -> list[str]:
    """The permanent ids of a target on a platform, by newest interaction with whom it names.

    Those who were never seen to interact come last; ties go by id.
    """
    put_people(store, target.people)
    ask(store, target.named)
    found = store.query("audience/newest_first", platform=platform, as_of=as_of)
    return found["account_id"].to_list()


def put_people(store: Store, people: NDArray[np.integer]) -> None:
    """Let the queries that follow be about these people."""
    store.execute("audience/make_people")
    store.append("target_person", pl.DataFrame({"account_no": people.astype(np.int32)}))
