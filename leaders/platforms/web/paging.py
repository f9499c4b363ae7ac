"""How a listing goes on: what asks for the next page, given this one.

A listing ends only where the platform says so: pages may be short or empty half-way, and a last
page may carry a cursor.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import httpx

from leaders.errors import PlatformRefused
from leaders.platforms.web.client import Params
from leaders.platforms.web.outcome import Answer


class Getter(Protocol):
    """What pages are asked of; ``WebClient`` is one."""

    def get(self, path: str, params: Params) -> Answer:
        """Ask with GET."""


class Paging(Protocol):
    """One style of paging; ``param`` is the parameter that a cursor is sent in."""

    @property
    def param(self) -> str:
        """The name of the parameter that takes the cursor."""

    def find_next(self, answer: Answer, cursor: str | None) -> str | None:
        """The cursor after this answer, which ``cursor`` asked for; None: it was the last.

        Raises ``PlatformRefused`` when the answer says so in no way that is understood.
        """


@dataclass(frozen=True, slots=True)
class BodyCursor:
    """The answer names what asks for the next page: a cursor or a page token.

    ``name`` is where, with dots into inner objects.
    """

    name: str = "cursor"
    param: str = "cursor"

    def find_next(self, answer: Answer, cursor: str | None) -> str | None:
        """What the answer names; nothing there, or an empty text, means the end."""
        found = _dig(answer, self.name)
        if found is None or found == "":
            return None
        if isinstance(found, bool) or not isinstance(found, str | int):
            raise _refuse(answer, "names the next page in no way that is understood")
        return str(found)


@dataclass(frozen=True, slots=True)
class Offset:
    """We count: pages of ``step`` rows, until the answer's ``total`` is reached.

    Rows that are missing from a page were counted by the platform, so a page moves on by what was
    asked for, not by what came. Where there is no total, an empty page of ``rows`` is the end.
    """

    step: int
    rows: str = "items"
    total: str | None = None
    param: str = "offset"

    def find_next(self, answer: Answer, cursor: str | None) -> str | None:
        """The offset behind this page."""
        after = int(cursor or 0) + self.step
        if self.total is None:
            rows = _dig(answer, self.rows)
            if not isinstance(rows, list):
                raise _refuse(answer, "answered a page without rows")
            return str(after) if rows else None
        total = _dig(answer, self.total)
        if isinstance(total, bool) or not isinstance(total, int):
            raise _refuse(answer, "does not say how many rows there are")
        return str(after) if after < total else None


@dataclass(frozen=True, slots=True)
class LinkHeader:
    """The answer's ``Link`` header has an address with ``rel=next``.

    Of that address only the parameter ``param`` is used, and only if it is on the same host.
    """

    param: str

    def find_next(self, answer: Answer, cursor: str | None) -> str | None:
        """The cursor in the address of the next page."""
        header = {"link": answer.headers.get("link", "")}
        try:
            link = httpx.Response(answer.status, headers=header).links.get("next")
            url = httpx.URL(link.get("url", "")) if link else None
        except httpx.InvalidURL:
            raise _refuse(answer, "names the next page in no way that is understood") from None
        if url is None:
            return None
        if url.host not in ("", answer.host):
            raise _refuse(answer, "names a next page on another host")
        found: str | None = url.params.get(self.param)
        if not found:
            raise _refuse(answer, f"names a next page without {self.param}")
        return found


def fetch_page(
    client: Getter, path: str, params: Params, paging: Paging, cursor: str | None = None
) -> tuple[Any, str | None]:
    """The body of one page and the cursor of the next one, None after the last.

    Raises as ``WebClient.get`` and ``Paging.find_next`` do, and ``PlatformRefused`` for a cursor
    that leads to the same page again.
    """
    asked = params if cursor is None else {**params, paging.param: cursor}
    answer = client.get(path, asked)
    following = paging.find_next(answer, cursor)
    if following is not None and following == cursor:
        raise _refuse(answer, "repeated a cursor")
    return answer.body, following


def pages(
    client: Getter, path: str, params: Params, paging: Paging, cursor: str | None = None
) -> Iterator[Any]:
    """The bodies of all pages from a cursor on; raises as ``fetch_page``, in a circle too."""
    seen = {cursor}
    while True:
        body, cursor = fetch_page(client, path, params, paging, cursor)
        yield body
        if cursor is None:
            return
        if cursor in seen:
            raise PlatformRefused("The platform repeated a cursor; read this listing later.", 200)
        seen.add(cursor)


def _dig(answer: Answer, name: str) -> Any:
    found = answer.body
    if not isinstance(found, Mapping):
        raise _refuse(answer, "answered something else than a page")
    for part in name.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found


def _refuse(answer: Answer, what: str) -> PlatformRefused:
    return PlatformRefused(f"{answer.host} {what}; read this listing later.", answer.status)
