"""The printed report, page by page: A4, nothing cut, nothing that a client may not see."""

import re
import subprocess
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

import numpy as np
import pytest
from machine import need
from samples import make_sample

from leaders.export.pdf import print_page, to_pdf
from leaders.export.words import Words

DPI = 50
SAMPLES = ("client", "russian", "varied", "many", "hostile", "empty", "unknown")
EDGE = round(4 / 25.4 * DPI)
"""Four millimetres, in which printers print nothing."""


@dataclass(frozen=True)
class Printed:
    path: Path

    @cached_property
    def sizes(self) -> list[tuple[float, float]]:
        """Width and height of each page in points."""
        told = ask("pdfinfo", "-f", "1", "-l", "-1", self.path)
        found = re.findall(r"^Page +\d+ size: +([\d.]+) x ([\d.]+) pts", told, re.M)
        return [(float(width), float(height)) for width, height in found]

    @cached_property
    def texts(self) -> list[str]:
        """What each page says, on one line each."""
        pages = range(1, len(self.sizes) + 1)
        return [" ".join(ask("pdftotext", "-f", n, "-l", n, self.path, "-").split()) for n in pages]

    @cached_property
    def pictures(self) -> list[np.ndarray]:
        """Each page in greys, 0 black to 255 white."""
        ask("pdftoppm", "-r", DPI, "-gray", self.path, self.path.with_suffix(""))
        files = sorted(self.path.parent.glob(f"{self.path.stem}-*.pgm"))
        return [read_greys(file.read_bytes()) for file in files]


def ask(program: str, *arguments: object, content: bytes = b"") -> str:
    command = [need(program), *map(str, arguments)]
    done = subprocess.run(command, input=content, capture_output=True, check=True, timeout=120)
    return done.stdout.decode()


def read_greys(pgm: bytes) -> np.ndarray:
    _, width, height, _ = pgm.split(maxsplit=4)[:4]
    size = int(width) * int(height)
    return np.frombuffer(pgm[-size:], np.uint8).reshape(int(height), int(width))


@pytest.fixture(scope="module")
def prints(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Printed]:
    need("chromium")
    folder = tmp_path_factory.mktemp("pdf")
    made = {}
    for name in SAMPLES:
        shortlist, html = make_sample(name)
        path = folder / f"{name}.pdf"
        path.write_bytes(print_page(html, shortlist.as_of))
        made[name] = Printed(path)
    return made


@pytest.mark.parametrize("name", SAMPLES)
def test_every_page_is_a4_with_something_on_it_and_nothing_cut(prints, name):
    printed = prints[name]
    assert printed.sizes
    assert len(printed.pictures) == len(printed.sizes)
    for number, (size, picture) in enumerate(zip(printed.sizes, printed.pictures, strict=True), 1):
        assert size == pytest.approx((595, 842), abs=1), number
        inner = picture[EDGE:-EDGE, EDGE:-EDGE]
        assert (inner < 128).sum() > 50, f"page {number} is blank"
        outside = picture.copy()
        outside[EDGE:-EDGE, EDGE:-EDGE] = 255
        assert outside.min() > 200, f"page {number} goes over its edge"


def test_a_client_reads_who_made_it_and_no_word_of_prices_or_notes(prints):
    texts = prints["client"].texts
    assert "The Yarn Shop" in texts[0]
    assert "Agency & Sons" in texts[0]
    for text in texts:
        assert not re.search("SECRET|EUR|€", text)


def test_what_a_client_may_not_see_is_in_our_own_edition(prints):
    """Else the test above could not fail."""
    whole = " ".join(prints["russian"].texts)
    assert "EUR" in whole or "€" in whole


@pytest.mark.parametrize("name", ["varied", "client"])
def test_everybody_of_every_list_is_on_paper(prints, name):
    shortlist, _ = make_sample(name)
    whole = " ".join(prints[name].texts)
    for listed in shortlist.tables:
        assert Words("en")(f"list_{listed}") in whole
    names = [row["name"] for frame in shortlist.tables.values() for row in frame.to_dicts()]
    for told, count in Counter(names).items():
        assert whole.count(told) >= count, told


def test_cyrillic_is_text_that_can_be_copied(prints):
    words, whole = Words("ru"), " ".join(prints["russian"].texts)
    for key in ("list_creators", "list_communities", "list_media", "list_brands"):
        assert words(key) in whole


def test_rows_stay_whole_and_headers_come_again(open_report):
    page = open_report(java_script_enabled=False).page
    page.emulate_media(media="print")
    style = "it => getComputedStyle(it).breakInside"
    for row in page.locator("tr.account").all():
        assert row.evaluate(style) == "avoid"
    head = page.locator("#accounts thead, thead#accounts").first
    assert head.evaluate("it => getComputedStyle(it).display") == "table-header-group"


def test_no_script_runs_while_it_is_printed():
    need("chromium")
    script = b"<body>as written<script>document.body.textContent = 'changed'</script>"
    printed = [print_page(head + script, datetime(2026, 3, 1, tzinfo=UTC))
               for head in (b"<!doctype html><html><head>", b"<!doctype html><html>")]  # fmt: skip
    told = [ask("pdftotext", "-", "-", content=it).strip() for it in printed]
    assert told == ["as written", "changed"], "the second shows that the first could fail"


def test_the_same_report_is_the_same_pdf():
    need("chromium")
    shortlist, _ = make_sample("client")
    [first], [second] = to_pdf(shortlist), to_pdf(shortlist)
    assert first.name == "report.pdf"
    assert first.rows == shortlist.rows
    assert first.content == second.content
    assert b"(D:20260301235959+00'00')" in first.content
