"""Why an account stands where it stands in a niche's last ranking, or in none of its lists."""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import polars as pl

from leaders.errors import LeadersError
from leaders.explanation.change import Change, find_change
from leaders.explanation.members_places import MembersPlaces, read_members_places
from leaders.explanation.placing import Gap, Part, Place, list_parts, measure_gap, read_place
from leaders.explanation.reasons import (
    Membership,
    RoleGiven,
    Seen,
    find_lacking,
    read_membership,
    read_role,
    read_seen,
    tell_zone,
)
from leaders.explanation.unusual import Unusual, read_unusual
from leaders.facts.telling import Facts, read_facts
from leaders.niche import Niche
from leaders.outreach import Contact, client_of, load_contact
from leaders.rank import make_identity
from leaders.rank.membership import IN, REVIEW
from leaders.settings import Workspace
from leaders.store import Store
from leaders.store.naming import find_one
from leaders.store.suppression import find_suppressed

__all__ = [
    "Change",
    "Explanation",
    "Facts",
    "Gap",
    "MembersPlaces",
    "Membership",
    "Part",
    "Place",
    "Seen",
    "Unusual",
    "explain",
]

LISTED, BEYOND, EXCLUDED, UNLISTED = "listed", "beyond the list", "excluded", "unlisted"
UNSCORED, SUPPRESSED, UNJUDGED = "unscored", "suppressed", "no candidate"


@dataclass(frozen=True, slots=True)
class Named:
    """Which account it is; all but the id may be unknown."""

    account_id: str
    handle: str | None = None
    name: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that is known of an account's place.

    ranking: the identity of the ranking, and its id. cautions: how it is older than what is
    known now. state: listed; beyond the list, excluded, unlisted (ranked and not shown);
    unscored, out, thin, no candidate, suppressed (not ranked). why: that state in sentences.
    lacking: what was not seen of it. contact: how far the client is with it now. Parts that do not
    apply are None or empty.
    """

    ranking: dict[str, str]
    niche: str
    as_of: datetime
    cautions: tuple[str, ...]
    account: Named
    state: str
    why: tuple[str, ...]
    place: Place | None = None
    components: tuple[Part, ...] = ()
    membership: Membership | None = None
    role: RoleGiven | None = None
    seen: Seen | None = None
    members_places: MembersPlaces | None = None
    lacking: tuple[str, ...] = ()
    unusual: Unusual | None = None
    facts: Facts | None = None
    above: Gap | None = None
    below: Gap | None = None
    change: Change | None = None
    contact: Contact | None = None


def explain(workspace: Workspace, niche: Niche, text: str) -> Explanation:
    """Explain an account's place in a niche's last ranking, as it was stored.

    ``text`` is an id, a handle, a name or the address of a page. Raises ``LeadersError`` when the
    niche has not been ranked, or when nobody or several are meant.
    """
    with Store(workspace, must_exist=True) as store:
        head = store.query("ranking/latest", niche=niche.name)
        if head.is_empty():
            raise LeadersError(
                f"{niche.name} has no ranking yet; make one with: leaders rank {niche.name}"
            )
        ranking = head.row(0, named=True)
        identity = json.loads(ranking["identity"])
        cautions = _tell_age(store, niche, ranking["as_of"], identity)
        named = {"ranking": ranking["ranking_id"], **identity}
        account_no, account_id = find_one(store, ranking["ranking_no"], niche.name, text)
        if account_no is None or find_suppressed(store, [account_id]):
            why = "it asked not to be listed (leaders suppress): it is neither ranked nor shown"
            return Explanation(
                named, niche.name, ranking["as_of"], cautions, Named(account_id), SUPPRESSED, (why,)
            )
        explained = _explain_stored(store, niche, ranking, named, cautions, account_no)
        contact = load_contact(store, client_of(niche), account_no)
        return replace(explained, contact=contact)


def _explain_stored(
    store: Store,
    niche: Niche,
    ranking: dict[str, Any],
    identity: dict[str, str],
    cautions: tuple[str, ...],
    account_no: int,
) -> Explanation:
    number, as_of = ranking["ranking_no"], ranking["as_of"]
    profile = store.query("explain/profile", account_no=account_no, as_of=as_of).row(0, named=True)
    account = Named(*(profile[key] for key in ("account_id", "handle", "name", "url")))
    judged = store.query(
        "explain/head", ranking_no=number, niche=niche.name, account_no=account_no
    )  # fmt: skip
    if judged.is_empty():
        why = f"it is stored, but was no candidate of {niche.name}: nothing pointed at it as one"
        advice = "to have it judged, name it in seeds of the niche file and rank again"
        return Explanation(identity, niche.name, as_of, cautions, account, UNJUDGED, (why, advice))
    told = judged.row(0, named=True)
    listings = store.query("explain/listings", account_no=account_no, as_of=as_of)
    places = store.query("explain/places", ranking_no=number, account_no=account_no)
    place = read_place(places, account_no, niche.shortlist.size)
    lacking = find_lacking(told, profile, listings)
    state, why_not = _judge_state(niche, told, profile, place)
    explained = Explanation(
        identity, niche.name, as_of, cautions, account, state, why_not, place,
        membership=read_membership(told), role=read_role(told),
        seen=read_seen(listings, place.coverage if place else None), lacking=lacking,
        members_places=read_members_places(store, account_no, as_of),
        unusual=read_unusual(store, number, account_no),
        facts=read_facts(store, number, account_no, as_of),
    )  # fmt: skip
    if place is None:
        return explained
    return _compare(store, niche, number, explained, places, account_no)


def _compare(
    store: Store,
    niche: Niche,
    number: int,
    explained: Explanation,
    places: pl.DataFrame,
    account_no: int,
) -> Explanation:
    """With the components, the neighbours and what would change the rank."""
    components = store.query(
        "explain/components", ranking_no=number, accounts=places["account_no"].to_list()
    )
    suppressed = find_suppressed(store, places["account_id"])
    shown = places.filter("is_shown", ~pl.col("account_id").is_in(sorted(suppressed)))
    score = places.row(by_predicate=pl.col("account_no") == account_no, named=True)["score"]
    better, worse = shown.filter(pl.col("score") > score), shown.filter(pl.col("score") < score)
    is_pinned = explained.ranking.get("reference", "none") != "none"
    return replace(
        explained,
        components=list_parts(components, account_no, is_pinned=is_pinned),
        above=measure_gap(places, components, account_no, better.tail(1)),
        below=measure_gap(places, components, account_no, worse.head(1)),
        change=find_change(places, components, account_no, better.tail(1), niche.score.aggregation),
    )


def _judge_state(
    niche: Niche, told: dict[str, Any], profile: dict[str, Any], place: Place | None
) -> tuple[str, tuple[str, ...]]:
    zone = tell_zone(told, niche.name)
    if place is None and told["zone"] not in (IN, REVIEW):
        return told["zone"], (zone,)
    if place is None:
        preset = (
            " or it is too large for hidden_gems" if niche.score.preset == "hidden_gems" else ""
        )
        return UNSCORED, (
            f"it has no score: less than 60 % of what counts could be measured of it{preset}",
            zone,
        )
    if place.is_excluded:
        return EXCLUDED, ("it is left out of the list: shortlist.exclude of the niche file", zone)
    if profile["is_unlisted"]:
        return UNLISTED, ("it is left out of the list: it forbids being shown to strangers", zone)
    if place.rank > niche.shortlist.size:
        return BEYOND, (
            f"it is not listed: the list is cut after {niche.shortlist.size} (shortlist.size)",
            zone,
        )
    return LISTED, (zone,)


def _tell_age(
    store: Store, niche: Niche, as_of: datetime, identity: dict[str, str]
) -> tuple[str, ...]:
    now = make_identity(store, niche, as_of, int(identity["seed"]))
    kinds = {
        "config_hash": "niche file", "data_digest": "data before its moment",
        "code_hash": "program",
    }  # fmt: skip
    return tuple(
        f"the {what} changed since {niche.name} was ranked: this explains the ranking as it was "
        f"stored; for a new one run: leaders rank {niche.name}"
        for key, what in kinds.items()
        if now[key] != identity[key]
    )
