"""What is handed to a channel, and what a channel is."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from leaders.digest.news import Digest


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent. delivery: the same for the same digest, so that a repetition can be told."""

    digest: Digest
    delivery: str
    now: datetime


class Channel(Protocol):
    """One way to reach people."""

    @property
    def name(self) -> str:
        """Under what name is kept what it was told."""

    def send(self, message: Message) -> None:
        """Hand a digest over; raises ``LeadersError`` where it was not taken."""
