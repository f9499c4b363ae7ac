"""One platform's HTTP interface, asked politely; the only room that knows httpx.

Transports wrap transports: ``retry`` around ``throttle`` around the network. ``asked`` reads how
long a platform asks us to wait, ``address`` whom we may talk to at all, ``outcome`` what an
answer means, ``paging`` how a listing goes on.
"""

from leaders.platforms.web.client import Headers, Params, WebClient
from leaders.platforms.web.outcome import Answer
from leaders.platforms.web.paging import (
    BodyCursor,
    LinkHeader,
    Offset,
    Paging,
    fetch_page,
    pages,
)
from leaders.platforms.web.throttle import Clock, SystemClock

__all__ = [
    "Answer",
    "BodyCursor",
    "Clock",
    "Headers",
    "LinkHeader",
    "Offset",
    "Paging",
    "Params",
    "SystemClock",
    "WebClient",
    "fetch_page",
    "pages",
]
