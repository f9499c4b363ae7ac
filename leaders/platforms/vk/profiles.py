"""What people and communities say of themselves: counts, contacts of communities, addresses.

A person's telephone and mail are neither asked for nor read.
"""

import re
from collections.abc import Iterator, Mapping

from leaders.model import Account, AccountKind, Contact, ContactKind, Place
from leaders.platforms.parsing import dig, dig_rows, parse_count, parse_name, parse_text
from leaders.platforms.vk.addresses import account_of, read_address
from leaders.platforms.vk.parse import parse_number, parse_owner

PERSON_FIELDS = "followers_count,domain,site,connections,exports,about,status,city,country"
COMMUNITY_FIELDS = "members_count,contacts,links,site,description,status,city,country"
PLACE_FIELDS = "city,country"
MOST_LINKS = 20
MOST_CONTACTS = 20
LONGEST_LINK = 300

_SITES: Mapping[str, str] = {
    "instagram": "https://www.instagram.com/",
    "facebook": "https://www.facebook.com/",
    "twitter": "https://twitter.com/",
}
_NICKNAME = re.compile(r"[A-Za-z0-9_.]{1,64}")
_ADDRESS = re.compile(
    r"(?:https?://)?(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}(?:[/?#][!-~]*)?",
    re.IGNORECASE,
)
_MAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}")
_PHONE = re.compile(r"\+?[0-9][0-9 ()-]{3,24}[0-9]")


def parse_person(view: object) -> Account | None:
    """A person's profile; None for one that is deleted or banned."""
    number = parse_number(view)
    if number is None or dig(view, "deactivated") is not None:
        return None
    names = (dig(view, "first_name"), dig(view, "last_name"))
    return Account(
        account_id=account_of(number),
        kind=AccountKind.PERSON,
        handle=parse_name(dig(view, "domain")),
        name=parse_name(" ".join(it for it in names if isinstance(it, str))),
        url=f"https://vk.com/id{number}",
        followers_count=parse_count(dig(view, "followers_count")),
        links=_gather(_find_sites(view)),
        verified_links=_gather(_find_linked(view)),
        bio=_read_words(view, "about", "status"),
        place=_read_place(view),
    )


def parse_community(view: object) -> Account | None:
    """A community's profile with whom to write to; None for one that is deleted or banned."""
    number = parse_number(view)
    if number is None or dig(view, "deactivated") is not None:
        return None
    return Account(
        account_id=account_of(-number),
        kind=AccountKind.COMMUNITY,
        handle=parse_name(dig(view, "screen_name")),
        name=parse_name(dig(view, "name")),
        url=f"https://vk.com/club{number}",
        followers_count=parse_count(dig(view, "members_count")),
        contacts=tuple(dict.fromkeys(_find_contacts(view)))[:MOST_CONTACTS],
        links=_gather([*_find_sites(view), *_find_links(view)]),
        bio=_read_words(view, "description", "status"),
        place=_read_place(view),
    )


def parse_place(view: object) -> Place:
    """Where somebody says that it is; empty where VK tells nothing, as of a private profile."""
    return Place(*(parse_name(dig(view, key, "title")) for key in ("country", "city")))


def find_neighbours(view: object) -> tuple[int | str, ...]:
    """Whose pages a community's block of links names: numbers, and short names to be resolved."""
    urls = [dig(link, "url") for link in dig_rows(view, "links")]
    named = [read_address(url) for url in urls if isinstance(url, str)]
    return tuple(dict.fromkeys(it for it in named if it is not None))


def _read_place(view: object) -> Place | None:
    place = parse_place(view)
    return place if place.country or place.city else None


def _read_words(view: object, *keys: str) -> str | None:
    """What stands in the fields of one's own words; None where VK told none of them."""
    told = [it for it in (dig(view, key) for key in keys) if isinstance(it, str)]
    return parse_text("\n".join(told)) if told else None


def _find_contacts(view: object) -> Iterator[Contact]:
    for row in dig_rows(view, "contacts"):
        role = parse_name(dig(row, "desc"))
        mail, phone = dig(row, "email"), dig(row, "phone")
        if owner := parse_owner(row, "user_id"):
            yield Contact(ContactKind.ACCOUNT, account_of(owner), role)
        if isinstance(mail, str) and _MAIL.fullmatch(mail.strip()):
            yield Contact(ContactKind.EMAIL, mail.strip(), role)
        if isinstance(phone, str) and _PHONE.fullmatch(phone.strip()):
            yield Contact(ContactKind.PHONE, phone.strip(), role)


def _find_sites(view: object) -> Iterator[str]:
    """People write into the field of their site what they like, and often several addresses."""
    site = dig(view, "site")
    if isinstance(site, str):
        yield from re.split(r"[\s,;]+", site[: 10 * LONGEST_LINK])
    yield from (base + name for base, name in _find_connections(view).values())


def _find_linked(view: object) -> Iterator[str]:
    """The pages to which VK passes posts on: for that one has to log in there."""
    for network, (base, name) in _find_connections(view).items():
        if dig(view, "exports", network) in (1, True):
            yield base + name


def _find_connections(view: object) -> dict[str, tuple[str, str]]:
    named = {network: dig(view, network) for network in _SITES}
    return {
        network: (_SITES[network], name)
        for network, name in named.items()
        if isinstance(name, str) and _NICKNAME.fullmatch(name)
    }


def _find_links(view: object) -> Iterator[str]:
    urls = (dig(link, "url") for link in dig_rows(view, "links"))
    yield from (url.strip() for url in urls if isinstance(url, str))


def _gather(addresses: Iterator[str] | list[str]) -> tuple[str, ...]:
    """Addresses outside VK, each once and with https:// where nothing else is said."""
    kept = [
        it if it.lower().startswith(("http://", "https://")) else f"https://{it}"
        for it in addresses
        if len(it) <= LONGEST_LINK and _ADDRESS.fullmatch(it) and read_address(it) is None
    ]
    return tuple(dict.fromkeys(kept))[:MOST_LINKS]
