"""The page at three widths, in light and dark, on paper and without its script."""

import base64

import pytest

WIDTHS = (400, 900, 1400)
COLOURS = """async data => {
  const image = new Image();
  image.src = "data:image/png;base64," + data;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height);
  const brush = canvas.getContext("2d");
  brush.drawImage(image, 0, 0);
  const pixels = new Uint32Array(brush.getImageData(0, 0, image.width, image.height).data.buffer);
  const counts = new Map();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) || 0) + 1);
  const [[most, count]] = [...counts].sort((a, b) => b[1] - a[1]);
  const light = ((most & 255) + (most >> 8 & 255) + (most >> 16 & 255)) / 3 / 255;
  return {colours: counts.size, ground: count / pixels.length, light};
}"""


def look(browser, png: bytes) -> dict[str, float]:
    """How many colours a picture has, how much of it is the commonest, and how light that is."""
    page = browser.new_page()
    try:
        return page.evaluate(COLOURS, base64.b64encode(png).decode())
    finally:
        page.close()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_it_fits_and_is_not_blank(open_report, browser, pictures, width, dark):
    report = open_report(width=width, dark=dark)
    report.open(report.shown[0])
    assert report.page.locator("#summary").is_visible()
    assert report.row(report.shown[0]).is_visible()
    picture = report.page.screenshot(full_page=True)
    (pictures / f"{width}-{'dark' if dark else 'light'}.png").write_bytes(picture)
    seen = look(browser, picture)
    assert seen["colours"] > 100
    assert 0.3 < seen["ground"] < 0.98
    assert (seen["light"] < 0.25) is dark
    assert (seen["light"] > 0.9) is not dark


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["briefed", "hostile", "unknown", "empty", "russian", "client"])
def test_the_page_never_scrolls_sideways(open_report, name, width):
    report = open_report(name, width=width)
    assert overflow(report) == []
    for account_id in report.shown[:2]:
        report.open(account_id)
    assert overflow(report) == []


def overflow(report) -> list[str]:
    """What makes the page wider than the window, without what scrolls in a box of its own."""
    return report.page.evaluate("""() => {
      const root = document.documentElement;
      if (root.scrollWidth <= root.clientWidth) return [];
      const all = [...document.querySelectorAll("*")];
      return [`${root.scrollWidth} > ${root.clientWidth}`].concat(all
        .filter(it => it.getBoundingClientRect().right > root.clientWidth + 1)
        .slice(0, 5).map(it => it.outerHTML.slice(0, 120)));
    }""")


def test_on_paper_controls_are_gone_and_the_ground_is_white(open_report, browser):
    report = open_report(dark=True)
    report.page.emulate_media(media="print")
    for name in ("#search", "#language", "#columns", "#lists", "#filter-tier", "input.pick"):
        assert not report.page.locator(name).first.is_visible(), name
    assert report.page.locator("#summary").is_visible()
    assert report.row(report.shown[0]).is_visible()
    assert look(browser, report.page.screenshot())["light"] > 0.98


def test_without_its_script_all_can_be_read(open_report):
    report = open_report(java_script_enabled=False)
    assert report.page.locator("#summary").is_visible()
    assert len(report.page.locator("#summary").inner_text()) > 10
    rows = report.page.locator("tr.account")
    assert rows.count() == report.shortlist.rows
    for row, told in zip(rows.all(), report.rows(), strict=True):
        assert row.is_visible()
        assert told["name"] in (row.text_content() or "")


@pytest.mark.parametrize("figure", ["intervals", "audience", "network", "overlap", "budget",
                                    "changes", "coverage"])  # fmt: skip
def test_pictures_are_there_and_named(open_report, figure):
    picture = open_report().page.locator(f"figure#picture-{figure} svg")
    assert picture.count() >= 1
    for one in picture.all():
        assert one.get_attribute("role") == "img"
        named = one.evaluate(
            "it => it.getAttribute('aria-label') || it.querySelector('title')?.textContent || "
            "document.getElementById(it.getAttribute('aria-labelledby'))?.textContent"
        )
        assert named
        box = one.bounding_box()
        assert box
        assert box["width"] > 200
        assert box["height"] > 50
