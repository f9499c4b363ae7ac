"""What the report of a list of 1,000 costs: its size, the time to write it, the time to sort it.

    python -m bench report [--quick]

The made-up niche of ``niche-speed`` at a fourth of its size, texts and facts included, is ranked
and exported; the machine's Chromium opens the page and sorts its longest list by each column, the
time for the new layout included.
"""

import tempfile
import time
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np

from bench.niche_speed import NAME, fill
from bench.processes import describe_machine
from bench.tables import publish, table

if TYPE_CHECKING:
    from leaders.settings import Workspace

ROWS, SCALE, QUICK_ROWS, QUICK_SCALE = 1_000, 0.25, 100, 0.04
BYTES, MILLISECONDS = 1_000_000, 100.0
TIMES = 5
RANKINGS = 12
FORMATS = ("html", "xlsx", "csv", "json", "gexf", "pdf")
SORT = """(name) => {
  const button = document.querySelector(`button[data-sort="${name}"]`);
  const start = performance.now();
  button.click();
  document.body.getBoundingClientRect();
  return performance.now() - start;
}"""


def run(*, is_quick: bool = False) -> None:
    """Make the niche, export it in each format, sort it in a browser, and tell the cost."""
    with tempfile.TemporaryDirectory(prefix="leaders-bench-") as folder:
        rows, scale = (QUICK_ROWS, QUICK_SCALE) if is_quick else (ROWS, SCALE)
        parts = [describe_machine(), *measure(Path(folder), rows, scale)]
    title = "# What the report costs"
    if is_quick:
        print("\n\n".join([title, *parts]), flush=True)
    else:
        publish("report", title, *parts)


def measure(folder: Path, rows: int, scale: float) -> list[str]:
    """The tables, in Markdown."""
    from leaders import pipeline
    from leaders.settings import Workspace

    fill(folder, scale)
    workspace = Workspace(folder)
    niche = workspace.niches / f"{NAME}.toml"
    with niche.open("a", encoding="utf-8") as file:
        file.write(f"[shortlist]\nsize = {rows}\n")
    pipeline.rank(workspace, NAME)
    written = []
    for name in FORMATS:
        start = time.perf_counter()
        files = pipeline.export_niche(workspace, NAME, [name], folder / name)
        wall = time.perf_counter() - start
        size = sum(file.stat().st_size for file in files if file.name != "manifest.json")
        written.append([name, f"{wall:.1f}", f"{size / 1e6:.2f}"])
    report = folder / "html" / "report.html"
    size = report.stat().st_size
    listed, sorts = _sort(report)
    slowest = max(sorts.values())
    extreme = _measure_extreme(workspace)
    verdicts = [
        [f"{listed:,} rows", f"{size / 1e6:.2f} MB", "met" if size < BYTES else "MISSED"],
        [
            f"and {RANKINGS} earlier rankings of places drawn at random, and a price of each",
            f"{extreme / 1e6:.2f} MB",
            "met" if extreme < BYTES else "MISSED",
        ],
        ["slowest sort", f"{slowest:.0f} ms", "met" if slowest < MILLISECONDS else "MISSED"],
    ]
    return [
        table(["what", "measured", f"< {BYTES / 1e6:g} MB, < {MILLISECONDS:g} ms"], verdicts),
        table(["sort by", "ms"], [[name, f"{it:.0f}"] for name, it in sorts.items()]),
        table(["format", "wall s (whole export)", "MB"], written),
    ]


def _measure_extreme(workspace: "Workspace") -> int:
    """Bytes of the page where each account has a long history that does not press, and a price."""
    from leaders.briefing import brief
    from leaders.export.briefing import Price, Standing
    from leaders.export.page import write_page
    from leaders.niche import load_niche
    from leaders.shortlist import load_shortlist

    niche = load_niche(workspace, NAME)
    shortlist = brief(workspace, niche, load_shortlist(workspace, niche))
    rng = np.random.default_rng(1)
    details = {
        account_id: replace(
            detail,
            history=tuple(
                Standing(f"2026-{month:02}-01", int(rank), max(1, int(rank) - 9), int(rank + wide))
                for month, (rank, wide) in enumerate(
                    rng.integers(1, 999, (RANKINGS, 2)).tolist(), 1
                )
            ),
            price=Price(float(rng.integers(10, 9_999)), "EUR", "post", "2026-02-01"),
        )
        for account_id, detail in shortlist.beside.details.items()
    }
    return len(write_page(replace(shortlist, beside=replace(shortlist.beside, details=details))))


def _sort(report: Path) -> tuple[int, dict[str, float]]:
    """How many rows are shown, and by column the median time of a sort in milliseconds."""
    from playwright.sync_api import sync_playwright

    from leaders.export.pdf import find_chromium

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        page: Any = browser.new_page(viewport={"width": 1400, "height": 900})
        page.goto(report.as_uri())
        page.wait_for_selector("body[data-ready]")
        names = page.eval_on_selector_all(
            "button[data-sort]", "them => them.map(it => it.dataset.sort)"
        )
        sorts = {name: median(page.evaluate(SORT, name) for _ in range(TIMES)) for name in names}
        listed = page.locator("tr.account:visible").count()
        browser.close()
    return listed, sorts
