"""One instance: met once, asked politely, and left alone when it does not answer.

To meet it, its robots.txt is read and it says of which domain it is. One that fails then, or
``FAILURES`` times in a row later, is left alone until the process ends; one that asks for a longer
wait than we have patience for, until that is over.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Lock
from typing import TypeVar
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from leaders.errors import GarbledAnswer, PlatformRefused, PlatformUnreachable, ServerUnreachable
from leaders.platforms.mastodon.addresses import Origin, is_home, read_host
from leaders.platforms.parsing import dig, dig_rows
from leaders.platforms.web import Answer, Params, WebClient

AGENT = "leaders"
FAILURES = 3
SILENT = 5
"""So many instances without one that ever answered: then it is our own network."""
LONGEST_RULES = 500_000
LONGEST_DELAY = 3600
"""Seconds between two calls that a robots.txt may ask for."""

ROBOTS = "its robots.txt asks not to be read"
STRANGE_ROBOTS = "its robots.txt cannot be understood"
FOREIGN = "it does not speak Mastodon's interface"
IMPOSTOR = "it names a domain that is not its own"
LOGIN = "it shows this only to those who log in; a valid token in MASTODON_TOKENS may open it"

Got = TypeVar("Got")


class Closed(ServerUnreachable):
    """An instance, or a part of it, that is not to be read; ``why`` fits behind its name."""

    def __init__(self, host: str, why: str) -> None:
        super().__init__(f"{host}: {why}", 403)
        self.host = host
        self.why = why


class Weather:
    """Whether anybody answers at all; ``hosts`` are those that a person counts on."""

    def __init__(self, hosts: frozenset[str]) -> None:
        self.is_stopped = False
        self._hosts = hosts
        self._silent: set[str] = set()
        self._has_answer = False
        self._lock = Lock()

    def note_answer(self) -> None:
        """Somebody answered: our network works."""
        self._has_answer = True

    def note_silence(self, host: str) -> None:
        """Raises ``PlatformUnreachable`` when nobody answered yet and that is no chance: one may
        be down, even the only one that is named.
        """
        with self._lock:
            self._silent.add(host)
            is_all = len(self._silent) > 1 and self._silent >= self._hosts
            if (is_all or len(self._silent) >= SILENT) and not self._has_answer:
                raise PlatformUnreachable(
                    f"None of the Mastodon instances that were asked answers ({host} was the last);"
                    " look at your network and run the same command again."
                )


class Instance:
    """One server; safe to use from several threads. Whatever asks raises ``ServerUnreachable`` for
    its troubles, ``Closed`` when it is not to be read, and ``PlatformRefused``.
    """

    def __init__(self, host: str, connect: Callable[[], WebClient], weather: Weather) -> None:
        self.host = host
        self._connect = connect
        self._weather = weather
        self._client: WebClient | None = None
        self._calls = 0
        self._failures = 0
        self._rules: RobotFileParser | None = None
        self._origin: Origin | None = None
        self._closed: str | None = None
        self._given_up: str | None = None
        self._meeting = Lock()
        self._lock = Lock()

    def get(self, path: str, params: Params) -> Answer:
        """Ask for JSON, once it has been met."""
        self.meet()
        try:
            return self._get(path, params)
        except GarbledAnswer as error:
            raise self._fail(error) from None

    def meet(self) -> Origin:
        """Who it is. The first who asks learns it, the others wait for that."""
        with self._meeting:
            if self._closed:
                raise Closed(self.host, self._closed)
            if self._origin is None:
                try:
                    self._origin = self._introduce()
                except Closed as closed:
                    self._closed = closed.why
                    raise
            return self._origin

    def find_home(self, user: str, domain: str) -> str | None:
        """The host that this domain's WebFinger names for a user; None when it names none."""
        try:
            body = self._get("/.well-known/webfinger", {"resource": f"acct:{user}@{domain}"}).body
        except GarbledAnswer:
            return None
        except ServerUnreachable:
            raise
        except PlatformRefused as refusal:
            # A web client follows nobody to another host; where it says to which, we learn that.
            return read_host(refusal.code) if refusal.status == 302 else None
        links = (it for it in dig_rows(body, "links") if dig(it, "rel") == "self")
        return next((host for it in links if (host := _read_host(dig(it, "href")))), None)

    @property
    def is_open(self) -> bool:
        """Whether it holds connections."""
        return self._client is not None

    def waiting_until(self) -> datetime | None:
        """Until when it has asked us to wait."""
        client = self._client
        return client.waiting_until() if client else None

    def rest(self) -> bool:
        """Let the connections go if nobody uses them and no wait would be forgotten."""
        with self._lock:
            if self._client is None or self._calls or self._client.waiting_until():
                return False
            self._client.close()
            self._client = None
            return True

    def stop(self) -> None:
        """Wake every call that waits."""
        with self._lock:
            if self._client:
                self._client.stop()

    def close(self) -> None:
        """Let the connections go."""
        with self._lock:
            if self._client:
                self._client.close()

    def _introduce(self) -> Origin:
        if self._rules is None:
            self._rules = self._read_rules()
        domain = self._ask_domain("/api/v2/instance", "domain")
        domain = domain or self._ask_domain("/api/v1/instance", "uri")  # before Mastodon 4
        if domain is None:
            raise Closed(self.host, FOREIGN)
        if not is_home(self.host, domain):
            raise Closed(self.host, IMPOSTOR)
        return Origin(self.host, domain)

    def _ask_domain(self, path: str, key: str) -> str | None:
        try:
            said = dig(self._get(path, {}).body, key)
        except GarbledAnswer:
            return None
        except ServerUnreachable:
            raise
        except PlatformRefused as refusal:
            if refusal.status in (401, 403):
                raise Closed(self.host, LOGIN) from None
            if refusal.status >= 500:
                raise ServerUnreachable(str(refusal), refusal.status) from None
            return None
        return read_host(said) or _read_host(said)

    def _read_rules(self) -> RobotFileParser:
        rules = RobotFileParser()
        try:
            text = self._call(lambda client: client.get_text("/robots.txt"))
        except ServerUnreachable:
            raise
        except PlatformRefused as refusal:
            if refusal.status >= 500:
                raise ServerUnreachable(str(refusal), refusal.status) from None
            text = ""
        try:
            rules.parse(text[:LONGEST_RULES].splitlines())
        except ValueError:  # of a number or an address in it that is none
            raise Closed(self.host, STRANGE_ROBOTS) from None
        return rules

    def _get(self, path: str, params: Params) -> Answer:
        if self._rules and not self._rules.can_fetch(AGENT, path):
            raise Closed(self.host, ROBOTS)
        return self._call(lambda client: client.get(path, params))

    def _call(self, ask: Callable[[WebClient], Got]) -> Got:
        if self._given_up:
            raise ServerUnreachable(self._given_up, 503)
        with self._hold() as client:
            try:
                answer = ask(client)
            except GarbledAnswer:
                self._weather.note_answer()
                raise
            except PlatformUnreachable as error:
                raise self._fail(error) from None
            except PlatformRefused:
                self._note_answer()
                raise
            self._note_answer()
            if self._rules and (delay := self._rules.crawl_delay(AGENT)):
                client.freeze(float(min(int(delay), LONGEST_DELAY)))
            return answer

    @contextmanager
    def _hold(self) -> Iterator[WebClient]:
        with self._lock:
            if self._weather.is_stopped:
                raise PlatformUnreachable("stopped")
            if self._client is None:
                self._client = self._connect()
            self._calls += 1
            client = self._client
        try:
            yield client
        finally:
            with self._lock:
                self._calls -= 1

    def _note_answer(self) -> None:
        self._failures = 0
        self._weather.note_answer()

    def _fail(self, error: PlatformUnreachable) -> PlatformUnreachable | ServerUnreachable:
        """What to raise. A wait that it asks for is no failure: it is over some time."""
        if self._weather.is_stopped:
            return error
        if not self.waiting_until():
            self._failures += 1
            if self._origin is None or self._failures >= FAILURES:
                self._given_up = str(error)
            self._weather.note_silence(self.host)
        return ServerUnreachable(str(error), 503)


def _read_host(address: object) -> str | None:
    """The host of an address; older servers give theirs as a whole address."""
    try:
        return read_host(urlsplit(address).hostname) if isinstance(address, str) else None
    except ValueError:
        return None
