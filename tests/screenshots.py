"""The pictures of the report in the README, taken of the demo: `make screenshots` writes them."""

import contextlib
import io
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, FloatRect, Locator, Page, sync_playwright

from leaders.cli import _run
from leaders.export.pdf import find_chromium

DOCS = Path(__file__).parents[1] / "docs"
LARGEST = 250_000
"""Bytes of one picture; the repository keeps every one it ever had."""
SCALE = 2
"""Pixels a point, as on most screens of today."""


def main() -> None:
    chromium = find_chromium()
    if chromium is None:
        sys.exit("The pictures are taken by Chromium, and none is here; install it: make browser")
    DOCS.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="leaders-screenshots-") as folder,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"]) as browser,
    ):
        report = make_report(Path(folder))
        with opened(browser, report, 1280, 900) as page:
            save("report", page.screenshot())
            save("report-network", page.locator("#picture-network").screenshot())
            save("report-side-by-side", take_side_by_side(page))
            save("report-row", take_row(page))
        with opened(browser, report, 400, 860, dark=True) as page:
            save("report-narrow-dark", page.screenshot())


def make_report(workspace: Path) -> Path:
    """The report of the bundled niche, ranked anew."""
    for arguments in (["demo"], ["export", "demo", "--format", "html"]):
        with contextlib.redirect_stdout(io.StringIO()):
            if _run(["--workspace", str(workspace), *arguments]):
                sys.exit(f"leaders {' '.join(arguments)} failed")
    [report] = workspace.glob("exports/demo/*.html")
    return report


@contextmanager
def opened(
    browser: Browser, report: Path, width: int, height: int, *, dark: bool = False
) -> Iterator[Page]:
    with browser.new_context(
        viewport={"width": width, "height": height},
        device_scale_factor=SCALE,
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
        locale="en",
        offline=True,
    ) as context:
        page = context.new_page()
        page.goto(report.as_uri())
        page.wait_for_selector('body[data-ready="1"]')
        yield page


def take_side_by_side(page: Page) -> bytes:
    picks = page.locator("tr.account input.pick")
    for number in range(3):
        picks.nth(number).check()
    page.locator("#compare").click()
    picture = page.locator("#side-by-side").screenshot()
    page.locator("#close").click()
    page.locator("#clear").click()
    return picture


def take_row(page: Page) -> bytes:
    """The first account with all that its row opens into."""
    row = page.locator("tr.account").first
    row.locator("button.open").click()
    detail = row.locator("xpath=following-sibling::tr[1]")
    detail.scroll_into_view_if_needed()
    return page.screenshot(full_page=True, clip=around(row, detail))


def around(*elements: Locator) -> FloatRect:
    """The smallest box of the whole page that holds these."""
    boxes = [
        element.evaluate("""it => {
            const {left, top, right, bottom} = it.getBoundingClientRect();
            return [left + scrollX, top + scrollY, right + scrollX, bottom + scrollY];
        }""")
        for element in elements
    ]
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    left, top = min(lefts), min(tops)
    return {"x": left, "y": top, "width": max(rights) - left, "height": max(bottoms) - top}


def save(name: str, picture: bytes) -> None:
    if len(picture) > LARGEST:
        sys.exit(f"{name}.png would have {len(picture):,} bytes, more than {LARGEST:,}")
    path = DOCS / f"{name}.png"
    path.write_bytes(picture)
    print(f"{path.relative_to(DOCS.parent)}: {len(picture):,} bytes")


if __name__ == "__main__":
    main()
