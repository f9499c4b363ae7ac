"""What a part found, as Markdown: a table of everyone, and each target met or missed."""

from collections.abc import Sequence
from dataclasses import dataclass

from bench.engine.lab import Table
from bench.engine.measure import Cost, Measured
from bench.tables import table

COMPUTE_HEADER = (
    "engine", "version", "threads", "build CPU s", "compute CPU s", "wall s", "peak GB", "runs",
    "CPU, ours / theirs", "largest difference", "same of first 100",
)  # fmt: skip
TARGET_HEADER = ("work", "target", "measured", "verdict")


@dataclass(frozen=True, slots=True)
class Target:
    """One line of the issue: a number that should be at most a limit."""

    work: str
    says: str
    measured: float | None
    limit: float
    unit: str = ""

    @property
    def cells(self) -> list[str]:
        """The row of the table."""
        if self.measured is None:
            return [self.work, self.says, "no peer", "not measured"]
        verdict = "met" if self.measured <= self.limit else "MISSED"
        return [self.work, self.says, f"{self.measured:.3g}{self.unit}", verdict]


@dataclass(frozen=True, slots=True)
class Section:
    """What is published of a part."""

    title: str
    parts: tuple[str, ...]
    targets: tuple[Target, ...] = ()

    def text(self) -> str:
        """The Markdown of the section, without its heading."""
        judged = (table(TARGET_HEADER, [t.cells for t in self.targets]),) if self.targets else ()
        return "\n\n".join([*judged, *self.parts])


def compute_table(found: Table, compared: Sequence[str] = ("compute",)) -> str:
    """Everyone's row; ratios of CPU seconds over the compared phases."""
    ours = found.ours.cost(*compared).cpu
    rows = [_row(found.ours, "", "", "")]
    for peer in found.peers:
        ratio = f"{ours / max(peer.cost(*compared).cpu, 1e-9):.3f}"
        rows.append(_row(peer, ratio, *agreement_cells(found, peer.name)))
    return table(COMPUTE_HEADER, rows + failure_rows(found, len(COMPUTE_HEADER)))


def agreement_cells(found: Table, name: str) -> list[str]:
    """How far an answer agrees with ours; words when it answers something else."""
    if name not in found.agreements:
        return ["not comparable", ""]
    agreement = found.agreements[name]
    if agreement.is_same:
        return [f"{agreement.difference:.1e}", f"{agreement.top}"]
    return [f"{agreement.difference:.1e}: ANOTHER ANSWER", f"{agreement.top}"]


def failure_rows(found: Table, width: int) -> list[list[str]]:
    """Who could not be measured, and why."""
    return [[name, reason, *[""] * (width - 2)] for name, reason in found.failures]


def cells(cost: Cost) -> list[str]:
    """CPU and wall seconds."""
    return [f"{cost.cpu:.3f}", f"{cost.wall:.3f}"]


def _row(measured: Measured, ratio: str, difference: str, top: str) -> list[str]:
    return [
        measured.name, measured.version, str(measured.threads),
        f"{measured.cost('build').cpu:.2f}", *cells(measured.cost("compute")),
        f"{measured.peak_bytes / 1e9:.2f}", str(measured.runs), ratio, difference, top,
    ]  # fmt: skip


def fastest(peers: Sequence[Measured], *phases: str) -> Measured | None:
    """The peer that spends the least CPU on these phases."""
    return min(peers, key=lambda peer: peer.cost(*phases).cpu, default=None)


def ratio_to(ours: Measured, peer: Measured | None, *phases: str) -> float | None:
    """Our CPU seconds to theirs; None without a peer."""
    if peer is None:
        return None
    return ours.cost(*phases).cpu / max(peer.cost(*phases).cpu, 1e-9)
