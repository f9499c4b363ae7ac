"""The client of one platform: what goes out, and what may come back."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from random import Random
from typing import Any

import httpx

import leaders
from leaders.errors import LeadersError, PlatformRefused
from leaders.platforms.web.address import AddressGuard, find_proxy, open_transport, read_base
from leaders.platforms.web.outcome import (
    Answer,
    printable,
    read_answer,
    read_text,
    refuse_failure,
)
from leaders.platforms.web.retry import ATTEMPTS, REPEATABLE, TEXT, RetryTransport, TooLarge
from leaders.platforms.web.throttle import Clock, SystemClock, Throttle, ThrottleTransport

Params = Mapping[str, str | int | Sequence[str]]
Headers = Mapping[str, str]

REDIRECTS = 3
CONNECTIONS = 16


class WebClient:
    """Asks one host, at most ``rate`` times a second; safe to use from several threads.

    ``timeout`` and ``patience`` are seconds: how long the host may be silent, and how long a wait
    that it asks for is waited; ``attempts`` is how often a request is made at most; ``secrets``
    are blotted out of what the host says; ``random`` draws the waits between attempts;
    ``transport`` stands in for the network.

    Raises ``LeadersError`` for an address that may not be asked. Whatever asks raises
    ``PlatformUnreachable`` when the host cannot be reached, is down or asks for a longer wait
    (``GarbledAnswer`` when it answers with something else than JSON), and ``PlatformRefused`` when
    it refuses the request. No error shows parameters, headers or bodies.
    """

    def __init__(
        self,
        base: str,
        *,
        rate: float,
        contact: str | None = None,
        headers: Headers | None = None,
        is_private_allowed: bool = False,
        timeout: float = 30.0,
        patience: float = 1200.0,
        attempts: int = ATTEMPTS,
        secrets: Sequence[str] = (),
        transport: httpx.BaseTransport | None = None,
        clock: Clock | None = None,
        random: Random | None = None,
    ) -> None:
        url = read_base(base, is_private_allowed)
        clock = clock or SystemClock()
        proxy = find_proxy(url)
        self._host = url.host
        self._secrets = tuple(filter(None, secrets))
        # Behind a proxy the address connected to is the proxy's: the user's own business.
        self._guard = None if proxy else AddressGuard(url, is_private_allowed)
        self._throttle = Throttle(url.host, rate, patience, clock)
        network = transport or open_transport(proxy, CONNECTIONS)
        throttled = ThrottleTransport(network, self._throttle, clock)
        random = random or Random()  # noqa: S311 (spreads waits, guards nothing)
        self._client = httpx.Client(
            base_url=url,
            headers={
                "Accept": "application/json",
                **(headers or {}),
                "User-Agent": _user_agent(contact),
            },
            timeout=timeout,
            transport=RetryTransport(
                throttled, self._throttle, clock, random, 4 * timeout, attempts
            ),
        )

    def get(self, path: str, params: Params, headers: Headers | None = None) -> Answer:
        """Ask for something; made again when it fails in a way that may pass."""
        return self._read("GET", path, params=dict(params) or None, headers=headers)

    def get_text(self, path: str) -> str:
        """Ask for a text that is no JSON, such as ``/robots.txt``."""
        response = self._send("GET", path, extensions={TEXT: True})
        return read_text(response, self._host, set(self._secrets))

    def post(self, path: str, json_body: object, headers: Headers | None = None) -> Answer:
        """Send something; a body of None is not sent. Made again only if it did not arrive."""
        return self._read("POST", path, json=json_body, headers=headers)

    def post_form(self, path: str, form: Params, *, is_repeatable: bool = True) -> Answer:
        """Ask by a form: nothing of it stands in an address, where it might be logged.

        As repeatable as ``get``, unless the caller has a better way to go on.
        """
        extensions = {REPEATABLE: is_repeatable}
        return self._read("POST", path, data=dict(form), extensions=extensions)

    def deliver(self, path: str, content: bytes, headers: Headers) -> None:
        """Hand something over; the answer need not be JSON.

        As repeatable as ``get``: for those who can tell a second delivery from the first.
        """
        extensions = {REPEATABLE: True, TEXT: True}
        response = self._send("POST", path, content=content, headers=headers, extensions=extensions)
        if response.request.method != "POST":  # what was handed over was lost on the way
            raise PlatformRefused(
                f"{self._host} sends us elsewhere; name the address that it means.", 302
            )
        read_text(response, self._host, set(self._secrets))

    def freeze(self, seconds: float) -> None:
        """Let no request start for so long: some platforms say that in the body of an answer."""
        self._throttle.freeze(seconds)

    def waiting_until(self) -> datetime | None:
        """The moment, in UTC, until which the platform told us to wait; None when it did not."""
        return self._throttle.frozen_until()

    def stop(self) -> None:
        """Wake every thread that waits; it and every later call raise ``PlatformUnreachable``."""
        self._throttle.stop()

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _read(self, method: str, path: str, **content: Any) -> Answer:
        response = self._send(method, path, **content)
        secrets = {*self._secrets, *_secrets(response.request, content.get("json"))}
        return read_answer(response, self._host, secrets)

    def _send(self, method: str, path: str, **content: Any) -> httpx.Response:
        guard = {"trace": self._guard} if self._guard else {}
        extensions = {**guard, **content.pop("extensions", {})}
        try:
            request = self._client.build_request(method, path, extensions=extensions, **content)
        except UnicodeEncodeError:
            raise LeadersError(
                f"A header for {self._host} holds letters that HTTP cannot carry; "
                "look at the credentials in the environment."
            ) from None
        self._refuse_other_hosts(request)
        try:
            return self._follow(request)
        except (httpx.TransportError, httpx.DecodingError, TooLarge) as error:
            refuse_failure(error, self._host)

    def _follow(self, request: httpx.Request) -> httpx.Response:
        for _ in range(REDIRECTS + 1):
            response = self._client.send(request)
            if response.next_request is None:
                return response
            request = response.next_request
            self._refuse_other_hosts(request)
        raise PlatformRefused(f"{self._host} sends us in a circle.", response.status_code)

    def _refuse_other_hosts(self, request: httpx.Request) -> None:
        ours, theirs = self._client.base_url, request.url
        if (ours.scheme, ours.host, _port(ours)) != (theirs.scheme, theirs.host, _port(theirs)):
            raise PlatformRefused(
                f"{self._host} sends us to {theirs.scheme}://{printable(theirs.host)}, "
                "which is not its own address; name that one if it is meant.",
                302,
                theirs.host,
            )


def _user_agent(contact: str | None) -> str:
    agent = f"leaders/{leaders.__version__}"
    if not contact:
        return agent
    if not (contact.isascii() and contact.isprintable()):
        raise LeadersError("The contact goes into a header: write it in plain Latin letters.")
    return f"{agent} (+{contact})"


def _port(url: httpx.URL) -> int:
    return url.port or {"http": 80, "https": 443}.get(url.scheme, 0)


def _secrets(request: httpx.Request, body: object) -> Iterator[str]:
    """What was sent that a refusal must not repeat: credentials, and all that a body held."""
    authorization = request.headers.get("authorization", "")
    sent = [authorization, *authorization.split()[1:]]
    if isinstance(body, Mapping):
        sent += [value for value in body.values() if isinstance(value, str)]
    yield from filter(None, sent)
