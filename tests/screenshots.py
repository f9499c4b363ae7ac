"""The pictures of the report in the README, taken of the demo: `make screenshots` writes them."""

import base64
import contextlib
import io
import struct
import sys
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from playwright.sync_api import Browser, FloatRect, Locator, Page, sync_playwright

from leaders.cli import _run
from leaders.export.pdf import find_chromium

DOCS = Path(__file__).parents[1] / "docs"
LARGEST = 250_000
"""Bytes of one picture; the repository keeps every one it ever had."""
WIDE, NARROW = (1280, 1500), (400, 860)
"""Window sizes; GitHub shows a README's pictures up to about 900 wide."""
NETWORK = (860, 1200)
SCALE = 1.5
PIXELS = """async data => {
  const image = new Image();
  image.src = "data:image/png;base64," + data;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height), brush = canvas.getContext("2d");
  brush.drawImage(image, 0, 0);
  const bytes = brush.getImageData(0, 0, image.width, image.height).data;
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return [image.height, image.width, btoa(text)];
}"""


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
        blank = browser.new_page()
        for name, picture in take_all(browser, make_report(Path(folder))):
            height, width, told = blank.evaluate(PIXELS, base64.b64encode(picture).decode())
            pixels = np.frombuffer(base64.b64decode(told), np.uint8).reshape(height, width, 4)
            save(name, write_png(pixels[:, :, :3]))


def take_all(browser: Browser, report: Path) -> Iterator[tuple[str, bytes]]:
    with opened(browser, report, WIDE) as page:
        yield "report", page.screenshot()
        yield "report-side-by-side", take_side_by_side(page)
        yield "report-row", take_row(page)
    with opened(browser, report, NETWORK) as page:
        yield "report-network", page.locator("#picture-network").screenshot()
    with opened(browser, report, NARROW, dark=True) as page:
        page.locator("#shown").evaluate("it => it.scrollIntoView()")
        yield "report-narrow-dark", page.screenshot()


def make_report(workspace: Path) -> Path:
    """The report of the bundled niche, collected and ranked anew."""
    told = io.StringIO()
    with contextlib.redirect_stdout(told), contextlib.redirect_stderr(told):
        code = _run(["--workspace", str(workspace), "demo", "--direct"])
    if code:
        sys.exit(told.getvalue())
    return workspace / "exports/demo/report.html"


@contextmanager
def opened(
    browser: Browser, report: Path, size: tuple[int, int], *, dark: bool = False
) -> Iterator[Page]:
    with browser.new_context(
        viewport={"width": size[0], "height": size[1]},
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
    page.evaluate("scrollTo(0, 0)")  # else the table's head, which stays in sight, lies over it
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


def write_png(pixels: np.ndarray) -> bytes:
    """A picture of at most 256 colours, of like ones the commonest: a third of the bytes."""
    packed = pixels.astype(np.uint32) @ np.array([1 << 16, 1 << 8, 1], np.uint32)
    colours, numbers, counts = np.unique(packed, return_inverse=True, return_counts=True)
    parted = np.stack([colours >> 16, colours >> 8 & 255, colours & 255], axis=1)
    for step in (16, 24, 43, 64):
        alike, groups = np.unique((parted + step // 2) // step, axis=0, return_inverse=True)
        if len(alike) <= 256:
            break
    by_count = np.argsort(counts, kind="stable")
    commonest = np.zeros(len(alike), int)
    commonest[groups[by_count]] = by_count  # of a group the last stays
    palette = parted[commonest]
    height, width, _ = pixels.shape
    lines = np.zeros((height, width + 1), np.uint8)  # each begins with its filter: none
    lines[:, 1:] = groups[numbers].reshape(height, width)
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
        (b"PLTE", palette.astype(np.uint8).tobytes()),
        (b"IDAT", zlib.compress(lines.tobytes(), 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content)) + name + content
        + struct.pack(">I", zlib.crc32(name + content))
        for name, content in parts
    )  # fmt: skip


def save(name: str, picture: bytes) -> None:
    if len(picture) > LARGEST:
        sys.exit(f"{name}.png would have {len(picture):,} bytes, more than {LARGEST:,}")
    path = DOCS / f"{name}.png"
    path.write_bytes(picture)
    print(f"{path.relative_to(DOCS.parent)}: {len(picture):,} bytes")


if __name__ == "__main__":
    main()
