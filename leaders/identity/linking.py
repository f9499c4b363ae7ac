"""Who is one person in a niche: what is proved, what people said, and what is left to ask about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import polars as pl

from leaders.errors import LeadersError
from leaders.identity.guesses import Guess, Guesser
from leaders.identity.profiles import Directory, Profile, load_profiles
from leaders.identity.proofs import Proof, find_proofs
from leaders.niche import Niche
from leaders.settings import Workspace
from leaders.store import Store
from leaders.store.observations import find_moment
from leaders.store.people import CONFIRMED, REJECTED, VERIFIED, Pair, fold

_LINK = pl.Schema(
    {
        "account_no": pl.Int32(),
        "other_no": pl.Int32(),
        "status": pl.String(),
        "kind": pl.String(),
        "evidence": pl.String(),
        "niche": pl.String(),
        "decided_at": pl.Datetime("us", "UTC"),
    }
)
BY_HAND = "a person said so"


@dataclass(frozen=True)
class Links:
    """What is known of the people of a niche as of a moment.

    profiles: its candidates, by permanent id. decided: a row a pair that somebody spoke of, as
    `identity/decided`. people: the person's number of each account that is one of several.
    left_out: joins that a person's no kept out.
    """

    niche: str
    as_of: datetime
    directory: Directory
    proofs: tuple[Proof, ...]
    decided: pl.DataFrame
    people: Mapping[int, int]
    left_out: tuple[Pair, ...]

    @property
    def profiles(self) -> Sequence[Profile]:
        """The candidates, by permanent id."""
        return self.directory.profiles

    @cached_property
    def guesses(self) -> list[Guess]:
        """The pairs to ask about, likeliest first: neither proved nor decided nor one already."""
        row_of = {it.account_no: row for row, it in enumerate(self.profiles)}
        said = self.decided.select("account_no", "other_no").iter_rows()
        rows = [
            (row_of[one], row_of[other])
            for one, other in (*said, *self._same_people())
            if one in row_of and other in row_of
        ]
        settled = {(min(pair), max(pair)) for pair in (*rows, *(it[:2] for it in self.proofs))}
        return Guesser(self.directory).guess(settled)

    @cached_property
    def groups(self) -> list[list[Profile]]:
        """The accounts of each person that has several, by permanent id."""
        found: dict[int, list[Profile]] = {}
        for it in self.profiles:
            if it.account_no in self.people:
                found.setdefault(self.people[it.account_no], []).append(it)
        return [group for group in found.values() if len(group) > 1]

    def find_first(self) -> dict[int, str]:
        """The id of the person's first account, by permanent id, of each account of several."""
        return {it.account_no: group[0].account_id for group in self.groups for it in group}

    def tell_why(self, group: Sequence[Profile]) -> list[str]:
        """What joins the accounts of a person, a sentence a pair."""
        ids = {it.account_id for it in group}
        told = []
        for proof in self.proofs:
            one, other = (self.profiles[row].account_id for row in proof[:2])
            if {one, other} <= ids and (one, other) not in self._words:
                told.append(f"{one} and {other}: {proof.kind}, {proof.evidence}")
        for (one, other), (status, by) in self._words.items():
            if {one, other} <= ids and status == CONFIRMED:
                told.append(f"{one} and {other}: {by} said so")
        return told

    @cached_property
    def _words(self) -> dict[tuple[str, str], tuple[str, str]]:
        rows = self.decided.select("account_id", "other_id", "status", "decided_by").iter_rows()
        return {(min(a, b), max(a, b)): (status, by) for a, b, status, by in rows}

    def _same_people(self) -> list[tuple[int, int]]:
        return [
            (one.account_no, other.account_no)
            for group in self.groups
            for place, one in enumerate(group)
            for other in group[place + 1 :]
        ]


def find_links(store: Store, niche: Niche, as_of: datetime) -> Links:
    """What profiles prove as of a moment, and what people said, folded into people."""
    directory = Directory(load_profiles(store, niche, as_of))
    proofs = find_proofs(directory)
    decided = store.query("identity/decided")
    columns = ("account_no", "other_no", "account_id", "other_id", "status")
    words = [Pair(*row) for row in decided.select(columns).iter_rows()]
    spoken = {tuple(sorted(it[2:4])) for it in words}
    proved = [
        Pair(one.account_no, other.account_no, one.account_id, other.account_id, VERIFIED)
        for one, other in (
            (directory.profiles[it.one], directory.profiles[it.other]) for it in proofs
        )
        if (one.account_id, other.account_id) not in spoken
    ]
    people, left_out = fold([*words, *proved])
    return Links(niche.name, as_of, directory, tuple(proofs), decided, people, tuple(left_out))


def load_links(workspace: Workspace, niche: Niche, as_of: datetime | None = None) -> Links:
    """As ``find_links``, by default as of the last finished visit.

    Raises ``LeadersError`` where nothing is stored.
    """
    with Store(workspace, must_exist=True) as store:
        moment = find_moment(store, as_of)
        if moment is None:
            raise LeadersError(
                f"No profile is stored yet; collect it (leaders run {niche.name}) or import "
                "accounts first."
            )
        return find_links(store, niche, moment)


def write_proofs(store: Store, niche: Niche, as_of: datetime) -> None:
    """Store what profiles prove as of a moment, in place of what they proved before."""
    directory = Directory(load_profiles(store, niche, as_of))
    rows = []
    for it in find_proofs(directory):
        pair = sorted(directory.profiles[row].account_no for row in it[:2])
        rows.append((*pair, VERIFIED, it.kind, it.evidence, niche.name, as_of))
    with store.transaction():
        store.execute("identity/clear_verified", niche=niche.name)
        store.append("identity_link", pl.DataFrame(rows, schema=_LINK, orient="row"))


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person says of two accounts, and what spoke for it when they were asked."""

    account_id: str
    other_id: str
    is_same: bool
    evidence: str = BY_HAND


def decide(workspace: Workspace, answers: Sequence[Answer], by: str, now: datetime) -> None:
    """Store what a person said, all or nothing; it holds in every niche.

    Raises ``LeadersError`` when an account is stored no more.
    """
    with Store(workspace, must_exist=True) as store, store.transaction():
        for it in answers:
            written = store.execute(
                "identity/decide", account_id=it.account_id, other_id=it.other_id,
                status=CONFIRMED if it.is_same else REJECTED, kind="asked", evidence=it.evidence,
                decided_by=by, decided_at=now,
            )  # fmt: skip
            if not written:
                raise LeadersError(
                    f"{it.account_id} or {it.other_id} is stored no more, or they are one account; "
                    "look again with leaders links."
                )


def undo(
    workspace: Workspace, account_id: str, other_id: str, decided_at: datetime | None = None
) -> int:
    """Take back what was said of two accounts at a moment, or ever; how many words that were."""
    with Store(workspace, must_exist=True) as store, store.transaction():
        return store.execute(
            "identity/undo", account_id=account_id, other_id=other_id, decided_at=decided_at
        )
