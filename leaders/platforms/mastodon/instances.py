"""The instances that were met: each by itself, so that one that is away stalls nobody else."""

from datetime import datetime
from threading import Lock

from leaders.platforms.mastodon.instance import FOREIGN, Closed, Instance, Weather
from leaders.platforms.mastodon.session import OpenClient, Settings

MOST_OPEN = 100
"""So many hold connections at once: a context for TLS takes memory."""


class Instances:
    """All that were met, the one that was used last at the end."""

    def __init__(self, settings: Settings, open_client: OpenClient) -> None:
        self._settings = settings
        self._open_client = open_client
        self._met: dict[str, Instance] = {}
        self._homes: dict[str, str] = {}
        self._weather = Weather(frozenset(settings.servers))
        self._lock = Lock()

    def open(self, host: str) -> Instance:
        """The instance at a host; nothing is asked of it yet."""
        with self._lock:
            instance = self._met.pop(host, None) or Instance(
                host, lambda: self._open_client(host, self._settings), self._weather
            )
            is_crowded = sum(it.is_open for it in self._met.values()) >= MOST_OPEN
            if is_crowded:
                any(it.rest() for it in self._met.values())  # the first that can
            self._met[host] = instance
            return instance

    def find_home(self, user: str, domain: str) -> Instance:
        """Where the accounts of a domain are at home; raises as an instance does.

        A domain that only points at accounts of other domains is nobody's home. One that does not
        know this user may still tell of others.
        """
        instance = self.open(self.host_of(domain))
        if domain in self._homes:
            return instance
        try:
            instance.meet()
        except Closed as closed:
            host = instance.find_home(user, domain) if closed.why == FOREIGN else None
            if host is None:
                raise
            self._homes[domain] = domain if self._is_of_others(host, domain) else host
            return self.open(self._homes[domain])
        return instance

    def host_of(self, domain: str) -> str:
        """Where it was found to be at home; the domain itself until then."""
        return self._homes.get(domain, domain)

    def _is_of_others(self, host: str, domain: str) -> bool:
        try:
            return self.open(host).meet().domain != domain
        except Closed:
            return False  # as whoever asks it next is told, with the reason

    def waiting_until(self) -> datetime | None:
        """Until when those that we wait for, which a person named, ask us to wait."""
        with self._lock:
            named = [it for host, it in self._met.items() if host in self._settings.named]
        return max((moment for it in named if (moment := it.waiting_until())), default=None)

    def stop(self) -> None:
        """Wake every call that waits; each raises ``PlatformUnreachable``."""
        self._weather.is_stopped = True
        for instance in self._all():
            instance.stop()

    def close(self) -> None:
        """Let all connections go."""
        for instance in self._all():
            instance.close()

    def _all(self) -> list[Instance]:
        with self._lock:
            return list(self._met.values())
