"""What was asked once in a process and is asked again and again."""

from threading import Lock
from typing import Generic, TypeVar

Kept = TypeVar("Kept")


class Memory(Generic[Kept]):
    """Keeps so many values, the newest; safe to use from several threads."""

    def __init__(self, most: int = 50_000) -> None:
        self._most = most
        self._kept: dict[str, Kept] = {}
        self._lock = Lock()

    def find(self, key: str) -> Kept | None:
        """What was kept, or None."""
        return self._kept.get(key)

    def keep(self, key: str, value: Kept) -> Kept:
        """Keep a value, in place of the oldest where there are too many; returns it."""
        with self._lock:
            if len(self._kept) >= self._most and key not in self._kept:
                del self._kept[next(iter(self._kept))]
            self._kept[key] = value
        return value
