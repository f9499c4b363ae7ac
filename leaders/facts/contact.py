"""How an account asks to be written to about business, and where it says so."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from leaders.facts.excerpt import cut_around
from leaders.model import AccountKind, ContactKind
from leaders.platforms.published import find_emails

MOST = 5
BEFORE, BEHIND = 60, 25
"""Characters that may stand between what it is for and the contact, and the other way round."""
IN_FIELD, IN_BIO = "contacts field", "bio"

CONTACT_SCHEMA = pl.Struct(
    {"kind": pl.String, "value": pl.String, "found_in": pl.String, "quote": pl.String}
)

_BUSINESS = re.compile(
    r"\b(?:реклам|сотруднич|коллаб|прайс|пиар\b|менеджер|партн[её]рств"
    r"|business|collab|advertis|ads?\b|sponsor|partnership|pr\b|bookings?\b|management|manager"
    r"|inquir|enquir|werbung|kooperation|zakelijk|samenwerk|adverte)\w*",
    re.IGNORECASE,
)
"""What says that a contact is for business, in Russian, English, German and Dutch."""
_PHONE = re.compile(r"(?<![\w+/])\+\d[\d ()-]{8,17}\d(?!\w)")
_ACCOUNT = re.compile(
    r"(?<![\w@/.])@[A-Za-z]\w{3,31}(?:@[\w-]+(?:\.[\w-]+)+)?(?![\w.]*@)"
    r"|(?:https?://)?t\.me/[A-Za-z]\w{3,31}"
)


def find_contacts(account: Mapping[str, Any]) -> list[dict[str, str | None]]:
    """The business contacts of an account, each as `CONTACT_SCHEMA` says, at most `MOST`.

    account: kind, bio and contacts. What a community publishes as its contacts is for business;
    an address in a bio only where words beside it say so. Telephones of persons are not read.
    """
    bio = account["bio"] or ""
    found: dict[str, dict[str, str | None]] = {}
    if account["kind"] != AccountKind.PERSON:
        for it in account["contacts"] or ():
            if it["value"].lower() not in bio.lower():
                found[it["value"]] = _contact(it["kind"], it["value"], IN_FIELD, it["role"])
    after = 0  # what an address is for stands behind the one before it
    for start, end, kind, value in sorted(_find_all(bio, account["kind"])):
        if value not in found and _is_for_business(bio, after, start, end):
            found[value] = _contact(kind, value, IN_BIO, cut_around(bio, start, end))
        after = end
    return list(found.values())[:MOST]


def describe_contact(contact: Mapping[str, str | None]) -> str:
    """The contact and where it was found."""
    role = f", {contact['quote']}" if contact["found_in"] == IN_FIELD and contact["quote"] else ""
    return f"{contact['value']} ({contact['found_in']}{role})"


def _contact(kind: str, value: str, found_in: str, quote: str | None) -> dict[str, str | None]:
    return {"kind": kind, "value": value, "found_in": found_in, "quote": quote}


def _find_all(bio: str, kind: str) -> Iterator[tuple[int, int, str, str]]:
    """Where each address begins and ends, its kind and itself."""
    lower = bio.lower()
    for email in find_emails(bio):
        start = lower.find(email)
        if start >= 0:
            yield start, start + len(email), ContactKind.EMAIL.value, email
    for it in _ACCOUNT.finditer(bio):
        yield *it.span(), ContactKind.ACCOUNT.value, it[0]
    if kind != AccountKind.PERSON:
        for it in _PHONE.finditer(bio):
            yield *it.span(), ContactKind.PHONE.value, it[0]


def _is_for_business(bio: str, after: int, start: int, end: int) -> bool:
    """Whether the words before it, or right behind it, say that it is."""
    before = bio[max(after, start - BEFORE) : start]
    behind = bio[end : end + BEHIND].partition("@")[0]
    return any(_BUSINESS.search(it) for it in (before, behind))
