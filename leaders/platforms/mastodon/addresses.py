"""What Mastodon's accounts, posts and lists are called, and how to read that from what is pasted.

An account is ``user@domain``, the same on every instance. The *domain* is what names carry, the
*host* is the server that is asked: the domain itself, or one below it (``social.example.org``
for ``example.org``). A post is the number that its author's host gave it.
"""

import re
from dataclasses import dataclass
from urllib.parse import unquote

from leaders.recognise import is_foreign

PREFIX = "mastodon:"
LONGEST_ADDRESS = 2000
LONGEST_HOST = 253

_USER = r"[a-z0-9_](?:[a-z0-9_.-]{0,98}[a-z0-9_])?"
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = rf"(?:{_LABEL}\.)+(?:[a-z]{{2,63}}|xn--[a-z0-9-]{{1,59}})"
IDS = rf"^{PREFIX}{_USER}@{_HOST}$"

_NUMBER = re.compile(r"[A-Za-z0-9_-]{1,64}")
_WHOLE_USER = re.compile(_USER)
_WHOLE_HOST = re.compile(_HOST)
_ACCOUNT = re.compile(rf"{PREFIX}({_USER})@({_HOST})")
_POST = re.compile(rf"{PREFIX}({_HOST})/([A-Za-z0-9_-]{{1,64}})")
_LIST = re.compile(rf"https://({_HOST})/lists/([0-9]{{1,20}})/?")
_STATUS = re.compile(
    rf"https://({_HOST})/(?:users/({_USER})/statuses|@({_USER})|ap/users/[0-9]{{1,20}}/statuses)"
    r"/([0-9]{1,20})"
)
_PAGE = re.compile(
    r"(?:https?://)?([^/@?#:\s]+)/(?:web/|deck/)?(?:@|users/)([^/@?#\s]+)(?:@([^/@?#\s]+))?"
    r"(?:[/?#].*)?",
    re.IGNORECASE,
)
_NOWHERE = (".local", ".localhost", ".internal", ".lan", ".onion", ".arpa")


@dataclass(frozen=True, slots=True)
class Origin:
    """Who answered: the ``host`` that was asked, and the ``domain`` of who is at home there."""

    host: str
    domain: str


@dataclass(frozen=True, slots=True)
class Name:
    """An account as a person names it; ``is_page``: ``host`` is where its page lies."""

    user: str
    host: str
    is_page: bool = False


def read_host(text: object) -> str | None:
    """A name of the public internet, in ASCII and lower case: no address in digits, no port.

    None for letters that older rules write as others (ß as ss): that is somebody else's name.
    """
    if not isinstance(text, str) or len(text) > LONGEST_HOST:
        return None
    try:
        host = text.encode("idna").decode("ascii").lower()
        is_same = text.isascii() or host.encode("ascii").decode("idna") == text.lower()
    except UnicodeError:
        return None
    is_host = len(host) <= LONGEST_HOST and _WHOLE_HOST.fullmatch(host) is not None
    return host if is_same and is_host and not host.endswith(_NOWHERE) else None


def is_home(host: str, domain: str) -> bool:
    """Whether a host may speak for a domain: nobody else is believed to be somebody's home."""
    return host == domain or host.endswith(f".{domain}")


def is_number(value: object) -> bool:
    """Whether this is what a server calls an account, a post or a place in a listing."""
    return isinstance(value, str) and _NUMBER.fullmatch(value) is not None


def is_list_number(value: object) -> bool:
    """Whether this is what a server calls a list."""
    return isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) <= 20


def name_account(acct: object, domain: str) -> str | None:
    """The id behind an ``acct``, which lacks the ``domain`` for those who are at home there."""
    if not isinstance(acct, str):
        return None
    user, at, elsewhere = acct.partition("@")
    host = read_host(elsewhere) if at else domain
    user = user.lower()
    return f"{PREFIX}{user}@{host}" if host and _WHOLE_USER.fullmatch(user) else None


def read_account(account_id: str) -> tuple[str, str] | None:
    """User and domain of an account id."""
    found = _ACCOUNT.fullmatch(account_id)
    return (found[1], found[2]) if found else None


def name_post(host: str, number: object) -> str | None:
    """The id of a post that its author's host calls so."""
    return f"{PREFIX}{host}/{number}" if is_number(number) else None


def read_post(post_id: str) -> tuple[str, str] | None:
    """Host and number of a post id."""
    found = _POST.fullmatch(post_id)
    return (found[1], found[2]) if found else None


def find_post(uri: object, author_id: str) -> str | None:
    """The id of a post out of its address, if that is one of Mastodon's at its author's home."""
    author = read_account(author_id)
    found = _STATUS.fullmatch(uri.lower()) if isinstance(uri, str) else None
    if not found or not author:
        return None
    host, user, page_user, number = found.groups()
    is_his = is_home(host, author[1]) and (user or page_user or author[0]) == author[0]
    return name_post(host, number) if is_his else None


def read_list(text: str) -> tuple[str, str] | None:
    """Host and number of a list's address."""
    found = _LIST.fullmatch(text.strip()) if len(text) <= LONGEST_ADDRESS else None
    return (found[1], found[2]) if found else None


def read_name(text: str) -> Name | None:
    """The account in an id, ``@user@domain`` or the address of a page; None when it has none."""
    plain = unquote(text.strip()) if len(text) <= LONGEST_ADDRESS else ""
    if page := _PAGE.fullmatch(plain):
        where, user, elsewhere = page.groups()
        host = read_host(where)
        if host is None or is_foreign(host):
            return None
        return _name(user, elsewhere, False) if elsewhere else _name(user, where, True)
    user, at, domain = plain.removeprefix(PREFIX).removeprefix("@").partition("@")
    is_named = at and plain.startswith((PREFIX, "@"))
    return _name(user, domain, False) if is_named else None


def _name(user: str, host_text: str, is_page: bool) -> Name | None:
    host = read_host(host_text)
    is_user = _WHOLE_USER.fullmatch(user.lower()) is not None
    return Name(user.lower(), host, is_page) if host and is_user else None
