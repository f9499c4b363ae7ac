"""A real Chromium that opens reports from files, offline, and fails whatever is not silent."""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from machine import give_up, need

sys.path.insert(0, str(Path(__file__).parents[1] / "export"))

from opened import AXE, Opened, watch
from playwright.sync_api import Browser, sync_playwright
from samples import make_sample

Open = Callable[..., Opened]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One a module: while Playwright runs, the thread has an event loop that others trip over."""
    options = {
        "executable_path": need("chromium"),
        "args": ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
    }
    with sync_playwright() as playwright, playwright.chromium.launch(**options) as browser:
        yield browser


@pytest.fixture
def open_report(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Opens one of the samples; at the end nothing may have complained or asked the network.

    dark: the colours. The rest is of Playwright's context, such as java_script_enabled.
    """
    opened: list[Opened] = []

    def open_sample(
        name: str = "briefed", *, width: int = 1400, height: int = 900, dark: bool = False,
        **options: Any,
    ) -> Opened:  # fmt: skip
        shortlist, content = make_sample(name)
        path = tmp_path / f"report-{len(opened)}.html"
        path.write_bytes(content)
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            **{"offline": True} | options,
        )
        context.set_default_timeout(10_000)
        page = context.new_page()
        report = Opened(page, shortlist, watch(context))
        opened.append(report)
        page.goto(path.as_uri())
        if options.get("java_script_enabled", True):
            page.wait_for_selector('body[data-ready="1"]')
        return report

    yield open_sample
    for report in opened:
        report.page.context.close()
    assert [told for report in opened for told in report.complaints] == []


@pytest.fixture(scope="session")
def axe() -> str:
    """The script of axe-core, which looks for what keeps people out."""
    if not AXE.is_file():
        give_up(f"{AXE.name} is not in {AXE.parent}")
    return AXE.read_text(encoding="utf-8")


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Where pictures go that a person may want to look at: LEADERS_PICTURES, if that is set."""
    named = os.environ.get("LEADERS_PICTURES")
    folder = Path(named) if named else tmp_path
    folder.mkdir(parents=True, exist_ok=True)
    print(f"pictures are in {folder}")
    return folder
