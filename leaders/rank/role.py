"""What an account does in a niche: creator, brand, media, community, or unknown.

Not its kind: a blogger's page is a community by kind and a creator by role. Signs of an account's
own words and counts are added up a role, in nats; a role is given when it is likelier than all
else together.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import polars as pl

from leaders.model import AccountKind
from leaders.rank.role_reading import (
    Sign,
    has_price,
    person_nats,
    plain,
    read_address,
    read_bio,
    read_handle,
    read_title,
    read_words,
)
from leaders.rank.role_words import ADDRESSES, Role

__all__ = ["ROLE_COLUMNS", "Role", "assign_roles"]

ROLE_COLUMNS = {
    "account_id": pl.String,
    "role": pl.String,
    "role_evidence": pl.String,
    "role_certainty": pl.Float64,
}
BY_A_PERSON = "set by a person"
NOTHING_SAID = "it says too little of itself"
LONGEST_EVIDENCE = 120
DECIMALS = 6
MOST_LINKS = 20
MOST_QUOTED = 3

TRUST = {"name": 1.0, "handle": 0.8, "bio": 0.7, "address": 0.7, "contacts": 0.5}
"""What a word counts by where it stands: a name says what one is, a bio also what one likes."""
AGAIN = 0.5
"""Each further word of one place for one role counts half the one before: no gain in repeating."""

PRIOR: Mapping[str, dict[Role, float]] = {
    AccountKind.PERSON: {Role.CREATOR: 1.0, Role.COMMUNITY: -1.0},
    AccountKind.ORGANISATION: {Role.CREATOR: -1.0, Role.BRAND: 1.0, Role.MEDIA: 0.5},
    AccountKind.COMMUNITY: {Role.COMMUNITY: 1.2},
}
UNSAID = 1.0
"""What stands for "unknown" from the start: a lone hint is not enough."""
SAID = tuple(role for role in Role if role is not Role.UNKNOWN)
START = dict.fromkeys(Role, 0.0) | {Role.UNKNOWN: UNSAID}
KIND_WORDS: Mapping[str, str] = {
    AccountKind.PERSON: "a person by kind",
    AccountKind.ORGANISATION: "an organisation by kind",
    AccountKind.COMMUNITY: "a community by kind",
}
MARKET_WORDS = {
    Role.BRAND: "a shop's address",
    Role.CREATOR: "an author's address",
    Role.COMMUNITY: "a meeting place's address",
}
SAYS_WORDS = {place: f"its {place}" for place in TRUST} | {it: it for it in MARKET_WORDS.values()}
"""Places that are shown with what stands in them; the others say all themselves."""
FEW_FOLLOWERS = 100
MOSTLY = 0.5


class Clue(NamedTuple):
    """What speaks for or against a role, what it weighs there, and the words that say so."""

    role: Role
    nats: float
    place: str
    word: str = ""


def assign_roles(
    candidates: pl.DataFrame, reviewed: Mapping[str, str] | pl.DataFrame | None = None
) -> pl.DataFrame:
    """The role of every candidate: ``ROLE_COLUMNS``, one row a candidate, in the order given.

    P(role) is proportional to exp(prior of its kind + sum of clues), "unknown" being a fifth
    role with a start of ``UNSAID`` nats; ``role_certainty`` is the probability of the likeliest
    of the four, and where that is no more than one half, the role is unknown. It orders accounts
    for a review; it is not calibrated.

    candidates: account_id, and as far as they are known kind, handle, name, bio, links (list of
        text), contacts (list of structs with kind, value, role), followers_count,
        following_count, posts_count, posts_by_itself_share (the share of the posts on its page
        that it wrote itself, 0..1), member_share (the share of its audience that joined rather
        than followed; it stands in for a kind that is not known). Other columns are ignored,
        missing ones are null.
    reviewed: the roles that a person gave, by account_id (or a frame of account_id and role);
        they stand, with certainty 1. Raises ValueError for a role that does not exist.
    """
    if isinstance(reviewed, pl.DataFrame):
        reviewed = dict(reviewed.select("account_id", "role").iter_rows())
    given = {account_id: Role(role) for account_id, role in (reviewed or {}).items()}
    rows = []
    for account in candidates.iter_rows(named=True):
        account_id = account["account_id"]
        if account_id in given:
            rows.append((account_id, given[account_id].value, BY_A_PERSON, 1.0))
        else:
            rows.append((account_id, *_judge(list(_find_clues(account)))))
    return pl.DataFrame(rows, schema=ROLE_COLUMNS, orient="row")


def _judge(clues: list[Clue]) -> tuple[str, str, float]:
    """The role, its evidence in words and its certainty."""
    odds = dict(START)
    for clue in clues:
        odds[clue.role] += clue.nats
    first, second = sorted(SAID, key=lambda role: -odds[role])[:2]
    total = math.fsum(math.exp(nats - odds[first]) for nats in odds.values())
    certainty = round(1 / total, DECIMALS)
    if certainty > MOSTLY:
        return first.value, _put_in_words(clues, first), certainty
    if odds[second] > UNSAID:
        evidence = _put_in_words(clues, first, f"between {first} and {second}: ")
    else:
        evidence = _put_in_words(clues, Role.UNKNOWN)
    return Role.UNKNOWN.value, evidence, certainty


def _find_clues(account: Mapping[str, Any]) -> Iterator[Clue]:
    """Everything that an account's row says of its role."""
    name, bio = plain(account.get("name")), plain(account.get("bio"))
    places: dict[str, Iterable[Sign]] = {
        "name": read_title(name),
        "handle": read_handle(plain(account.get("handle"))),
        "bio": read_bio(bio),
        "address": _read_links(account.get("links")),
        "contacts": _read_contacts(account.get("contacts")),
    }
    for place, signs in places.items():
        yield from _weigh(place, signs)
    if nats := person_nats(name):
        yield Clue(Role.CREATOR, nats, "named like a person")
    if has_price(bio):
        yield Clue(Role.BRAND, 0.8, "prices in its bio")
    yield from _read_counts(account)


def _weigh(place: str, signs: Iterable[Sign]) -> Iterator[Clue]:
    """The signs of one place, each word once, and each further one of a role counting less."""
    share: dict[Role, float] = {}
    for role, nats, word in sorted(set(signs), key=lambda it: (-abs(it.nats), it.role, it.word)):
        yield Clue(role, nats * share.get(role, 1) * TRUST[place], place, word)
        share[role] = share.get(role, 1) * AGAIN


def _read_links(links: Iterable[str | None] | None) -> Iterator[Sign]:
    for link in list(links or ())[:MOST_LINKS]:
        yield from read_address(plain(link))


def _read_contacts(contacts: Iterable[Mapping[str, Any] | None] | None) -> Iterator[Sign]:
    """What contacts are for, and before the @ of an e-mail address: orders@, redactie@."""
    for contact in list(contacts or ())[:MOST_LINKS]:
        if contact is None:
            continue
        yield from read_words(plain(contact.get("role")))
        if contact.get("kind") == "email":
            yield from read_words(plain(contact.get("value")).split("@")[0])


def _read_counts(account: Mapping[str, Any]) -> Iterator[Clue]:
    """What its kind and its numbers say."""
    kind: str | None = account.get("kind")
    joined = account.get("member_share")
    if kind is None and joined is not None and joined > MOSTLY:
        kind = AccountKind.COMMUNITY
    if kind is not None:
        for role, nats in PRIOR[kind].items():
            yield Clue(role, nats, KIND_WORDS[kind])
    itself = account.get("posts_by_itself_share")
    if itself is not None and itself <= MOSTLY:
        others = round(100 * (1 - itself))
        yield Clue(Role.COMMUNITY, 2.0, f"others write {others} % of its posts")
    followers, following = account.get("followers_count"), account.get("following_count") or 0
    if followers is not None and followers < min(following, FEW_FOLLOWERS):
        yield Clue(Role.UNKNOWN, 1.0, "hardly followed")
    if account.get("posts_count") == 0:
        yield Clue(Role.UNKNOWN, 1.0, "no posts")


def _put_in_words(clues: list[Clue], role: Role, start: str = "") -> str:
    """What speaks for a role: the heaviest first, words of one place together, while they fit."""
    words: dict[str, list[str]] = {}
    for clue in sorted(clues, key=lambda it: (-it.nats, it.place, it.word)):
        if clue.role is role and clue.nats > 0 and (clue.word or clue.place not in TRUST):
            is_market = clue.word in ADDRESSES
            place = MARKET_WORDS[role] if is_market else clue.place
            words.setdefault(place, []).append(clue.word if is_market else f"«{clue.word}»")
    text = ""
    for place, quoted in words.items():
        said = f": {', '.join(quoted[:MOST_QUOTED])}" if place in SAYS_WORDS else ""
        clause = ("; " if text else start) + SAYS_WORDS.get(place, place) + said
        if len(text) + len(clause) <= LONGEST_EVIDENCE:
            text += clause
    return text or NOTHING_SAID
