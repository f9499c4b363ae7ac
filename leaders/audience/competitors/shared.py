"""How much of the client's audience a carrier reaches: exact, at least, or why nobody knows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leaders.audience.coverage import FEWEST, tell_coverage
from leaders.audience.members import Members, Numbers, load_members
from leaders.audience.overlap_report import find_realm
from leaders.audience.target import find_target
from leaders.errors import LeadersError
from leaders.niche import Niche
from leaders.store import Store

EXACT, AT_LEAST, UNKNOWN = "exact", "at least", "not readable"


@dataclass(frozen=True, eq=False)
class ClientAudience:
    """Whom the client reaches. whose: in words; is_whole: everybody was seen."""

    people: Numbers
    realms: frozenset[str]
    whose: str
    is_whole: bool


def find_client_audience(
    store: Store, niche: Niche, accounts: Sequence[int], as_of: datetime
) -> ClientAudience | str:
    """The people of the client's accounts, else the niche's target audience; why not, in words."""
    if len(accounts):
        members = load_members(store, np.array(accounts, dtype=np.int32), as_of)
        ids = members.accounts["account_id"].to_list()
        return ClientAudience(
            members.people(), frozenset(find_realm(it) for it in ids),
            f"the audience of the client's {', '.join(ids)}",
            bool(members.accounts["is_complete"].all()),
        )  # fmt: skip
    if niche.audience is None:
        return (
            "none of the client's accounts is stored and the niche asks for no audience; name them "
            "under [client] accounts and collect them, or add [audience]"
        )
    try:
        target = find_target(store, niche, as_of)
    except LeadersError as error:
        return str(error)
    realms = frozenset(find_realm(it) for it in target.coverage["account_id"])
    is_whole = bool(target.coverage["is_complete"].all())
    return ClientAudience(target.people, realms, "the niche's target audience", is_whole)


def measure_shared(
    store: Store, accounts: NDArray[np.integer], client: ClientAudience | str, as_of: datetime
) -> pl.DataFrame:
    """What each account shares with the client: a row an account, by account_id.

    account_no, basis (exact, at least, not readable), shared (people in both; null under ten),
    share_of_client and share_of_own (null where shared or its whole is under ten, the second also
    where not everybody was seen), why (what could not be seen, in words).
    """
    members = load_members(store, np.asarray(accounts, dtype=np.int32), as_of)
    rows = [_tell(members, number, client) for number in range(members.accounts.height)]
    schema = {
        "account_no": pl.Int32, "basis": pl.String, "shared": pl.Int64,
        "share_of_client": pl.Float64, "share_of_own": pl.Float64, "why": pl.String,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


Row = tuple[int, str, int | None, float | None, float | None, str]


def _tell(members: Members, number: int, client: ClientAudience | str) -> Row:
    account = members.accounts.row(number, named=True)
    unknown = (account["account_no"], UNKNOWN, None, None, None)
    if isinstance(client, str):
        return (*unknown, client)
    if account["account_id"] and find_realm(account["account_id"]) not in client.realms:
        return (*unknown, "the client's audience is on another platform")
    own = members.row(number)
    if not len(own) and not account["is_complete"]:
        return (*unknown, tell_coverage(account))
    if len(client.people) < FEWEST:
        return (*unknown, f"fewer than {FEWEST} of the client's audience were seen")
    shared = len(np.intersect1d(own, client.people, assume_unique=True))
    is_exact = account["is_complete"] and client.is_whole
    is_told = shared >= FEWEST
    of_client = round(shared / len(client.people), 4) if is_told and client.is_whole else None
    of_own = round(shared / len(own), 4) if is_told and account["is_complete"] else None
    basis = EXACT if is_exact else AT_LEAST
    return (
        account["account_no"], basis, shared if is_told else None, of_client, of_own,
        tell_coverage(account),
    )  # fmt: skip
