"""What a crawl did, in words that never call a part the whole."""

from dataclasses import dataclass, field
from datetime import datetime

from leaders.wording import counted

NOTHING_LEFT = "nothing is left to read within the limits"


@dataclass(frozen=True, slots=True)
class CrawlProgress:
    """How far a crawl is: calls used, accounts visited, accounts that wait to be.

    ``waits_until`` is the moment (UTC) until which the platform asked us to wait.
    """

    calls: int
    accounts: int
    frontier: int
    waits_until: datetime | None = None


@dataclass(slots=True)
class CollectReport:
    """What a crawl did: its calls and visits by how they ended, and what stopped it.

    ``gaps`` counts the niche's listings that are known in part, over all runs, by why: cut,
    hidden, failed or unfinished. ``again`` of the listings had been read before.
    """

    platform: str
    calls: int = 0
    visits: dict[str, int] = field(default_factory=dict)
    again: int = 0
    unknown_seeds: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    gaps: dict[str, int] = field(default_factory=dict)
    stopped: str = NOTHING_LEFT

    @property
    def is_complete(self) -> bool:
        """Whether all that the niche file asks for was read, and to its end."""
        is_whole = not (self.gaps or self.unknown_seeds or self.remarks)
        return is_whole and self.stopped == NOTHING_LEFT

    def describe(self) -> str:
        """One sentence with what could not be seen."""
        visits = ", ".join(f"{count:,} {ended}" for ended, count in sorted(self.visits.items()))
        sentence = f"{self.platform}: {counted(self.calls, 'call')}, listings: {visits or 'none'}"
        sentence += f", {self.again:,} of them read again" * bool(self.again)
        sentence += f"; {self.stopped}"
        if self.gaps:
            gaps = ", ".join(f"{count:,} {why}" for why, count in sorted(self.gaps.items()))
            sentence += f"; known in part: {gaps}"
        elif self.is_complete:
            sentence += "; complete"
        if self.unknown_seeds:
            sentence += f"; seeds not found: {', '.join(self.unknown_seeds)}"
        return "; ".join(part.rstrip(".") for part in [sentence, *dict.fromkeys(self.remarks)])
