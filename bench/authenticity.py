"""Flags on simulated networks: who is flagged where nobody cheats, and who where many do.

    python -m bench authenticity [--quick]

Three networks of 3,000 accounts each way, crawled and ranked as the product does. A figure is the
share of those of whom a flag could be measured that it is raised of, over all seeds; peers are 30
at least, so a flag that few lists can carry says nothing of the others.
"""

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from bench.tables import publish, table
from leaders import pipeline
from leaders.collect import Crawl
from leaders.niche import load_niche
from leaders.platforms.simulated import Attacks, Network, SimulatedPlatform, simulate
from leaders.rank.authenticity import FLAGS
from leaders.settings import Workspace

SEEDS = (1, 2, 3)
ACCOUNTS = 3_000
NAME = "bench"
CLEAN, ATTACKED = "nobody cheats", "attacked: honest"
KINDS = ("pod", "bought", "giveaway", "comment", "mass")
COLUMNS = (CLEAN, ATTACKED, *KINDS)
ANY, HIGH, LISTED = "any flag", "risk review or high", "listed, of all planted"

Counts = Counter[tuple[str, str, str]]
"""(row, column, what: raised or measured) -> accounts."""


def run(*, is_quick: bool = False) -> None:
    """Measure and publish the table; with one seed it is only printed."""
    title = "# Flags on simulated networks"
    if is_quick:
        print(f"{title}\n\n{measure(SEEDS[:1])}", flush=True)
    else:
        publish("authenticity", title, measure())


def measure(seeds: Iterable[int] = SEEDS) -> str:
    """The table, in Markdown."""
    counts: Counts = Counter()
    for seed in seeds:
        for attacks in (Attacks.none(), Attacks.strong()):
            network = simulate(seed, ACCOUNTS, attacks)
            niche = network.niches[seed % len(network.niches)]
            _count(counts, network, niche, dict(_rank(network, niche)))
    rows = [*(name for name, flag in FLAGS.items() if not flag.not_computed), ANY, HIGH, LISTED]
    cells = [[row, *(_show(counts, row, column) for column in COLUMNS)] for row in rows]
    return table(["raised of those measured", *COLUMNS], cells)


Judged = tuple[str | None, list[str], list[str]]
"""The level of an account, the flags that could be measured of it, and those raised."""


def _rank(network: Network, name: str) -> Iterator[tuple[str, Judged]]:
    """Crawl and rank a niche; by account what was judged of it."""
    seeds = ", ".join(f'"{seed}"' for seed in network.seeds(name))
    with _new_workspace(
        f'title = "{name}"\nplatforms = ["simulated"]\nseeds = [{seeds}]\n'
    ) as workspace:
        platform = SimulatedPlatform(network)
        Crawl(workspace, load_niche(workspace, NAME), platform, lambda _: None).run()
        ranking_id = pipeline.rank(workspace, NAME).ranking_id
        with duckdb.connect(str(workspace.database), read_only=True) as connection:
            rows = connection.execute(
                "select account_id, level, measured_flags, list(flag) filter (flag is not null) "
                "from ranking join risk using (ranking_no) join account using (account_no) "
                "left join finding using (ranking_no, account_no) where ranking_id = $id "
                "group by all order by account_id",
                {"id": ranking_id},
            ).fetchall()
    for account_id, level, measured, raised in rows:
        yield account_id, (level, measured, raised or [])


def _count(counts: Counts, network: Network, niche: str, judged: dict[str, Judged]) -> None:
    truth = network.truth
    honest = ATTACKED if (truth.attack != "").any() else CLEAN
    for number, account_id in enumerate(network.ids):
        column = str(truth.attack[number]) or honest
        if truth.niche[number] == niche and truth.attack[number]:
            counts[LISTED, column, "measured"] += 1
            counts[LISTED, column, "raised"] += account_id in judged
        if account_id not in judged:
            continue
        level, measured, raised = judged[account_id]
        for flag in measured:
            counts[flag, column, "measured"] += 1
            counts[flag, column, "raised"] += flag in raised
        if level is not None:
            for row, is_raised in ((ANY, bool(raised)), (HIGH, level in ("review", "high"))):
                counts[row, column, "measured"] += 1
                counts[row, column, "raised"] += is_raised


def _show(counts: Counts, row: str, column: str) -> str:
    measured, raised = counts[row, column, "measured"], counts[row, column, "raised"]
    return f"{raised / measured:.1%} of {measured:,}" if measured else "-"


@contextmanager
def _new_workspace(niche: str) -> Iterator[Workspace]:
    with tempfile.TemporaryDirectory(prefix="leaders-bench-") as folder:
        workspace = Workspace(Path(folder))
        workspace.niches.mkdir(parents=True)
        (workspace.niches / f"{NAME}.toml").write_text(niche, encoding="utf-8")
        yield workspace
