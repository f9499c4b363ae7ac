"""What a crawl costs by itself: its time a page and its memory, on a large simulated network.

    python -m bench collecting [ACCOUNTS]

A crawl in a process of its own, beside the network that it reads. Its own time is the CPU time of
the process without what the simulated platform takes to make the pages; the store's is included.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.processes import MAXRSS_BYTES, describe_machine
from bench.tables import publish, table

ACCOUNTS = 100_000
ALLOWED_MS = 5.0
ALLOWED_MB = 500
RUNS = 3


def run() -> None:
    """Crawl in processes of their own and publish the table."""
    machine = describe_machine()
    rows = []
    for _ in range(RUNS):
        done = subprocess.run(
            [sys.executable, "-m", "bench.collecting", str(ACCOUNTS)],
            check=True, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        rows.append(_describe(json.loads(done.stdout)))
    header = ["pages", "rows", "own ms a page", "own ms a 100 rows", "platform ms a page",
              "peak MB", "of it the network"]  # fmt: skip
    publish(
        "collecting",
        f"# A crawl of {ACCOUNTS:,} simulated accounts: allowed {ALLOWED_MS:g} ms a page of 100 "
        f"rows and {ALLOWED_MB} MB",
        machine,
        table(header, rows),
    )


def _describe(figures: dict[str, float]) -> list[str]:
    own = 1000 * (figures["cpu"] - figures["platform_cpu"])
    return [
        f"{figures['pages']:,.0f}",
        f"{figures['rows']:,.0f}",
        f"{own / figures['pages']:.2f}",
        f"{100 * own / figures['rows']:.2f}",
        f"{1000 * figures['platform_cpu'] / figures['pages']:.2f}",
        f"{figures['peak_mb']:.0f}",
        f"{figures['network_mb']:.0f}",
    ]


def crawl(accounts: int, folder: Path) -> dict[str, float]:
    """Crawl a simulated network and measure this process."""
    from leaders.collect import Crawl
    from leaders.model import Listing, Page
    from leaders.niche import Limits, Niche
    from leaders.platforms.simulated import SimulatedPlatform, simulate
    from leaders.settings import Workspace

    network = simulate(accounts=accounts)

    class Timed(SimulatedPlatform):
        seconds = 0.0
        pages = 0
        rows = 0

        def fetch(self, subject_id: str, listing: Listing, cursor: str | None = None) -> Page:
            start = time.thread_time()
            page = super().fetch(subject_id, listing, cursor)
            self.seconds += time.thread_time() - start
            self.pages += 1
            self.rows += len(page.edges) + len(page.posts)
            return page

    platform = Timed(network)
    for listing in (Listing.FOLLOWERS, Listing.FOLLOWING, Listing.POSTS, Listing.MEMBERSHIPS):
        platform.fetch(network.ids[0], listing)  # its shelves are put up at their first use
    platform.fetch("simulated:p0000000", Listing.ENGAGERS)
    network_mb = _resident_mb()
    niche = Niche(
        name="large", title="Large", platforms=("simulated",),
        seeds=tuple(network.seeds("knitting")),
        limits=Limits(accounts=400, audience=2000, pages=100, posts=5),
    )  # fmt: skip
    platform.seconds = platform.pages = platform.rows = 0
    start = time.process_time()
    Crawl(Workspace(folder), niche, platform).run()
    cpu = time.process_time() - start
    return {
        "cpu": cpu,
        "platform_cpu": platform.seconds,
        "pages": platform.pages,
        "rows": platform.rows,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * MAXRSS_BYTES / 1e6,
        "network_mb": network_mb,
    }


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="leaders-bench-") as made:
        print(json.dumps(crawl(int(sys.argv[1]), Path(made))))
