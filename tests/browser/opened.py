"""An open report as a person sees it: which rows are shown, in which order, with which cells."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Request

from leaders.export import Shortlist

_HOME = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
AXE = Path(os.environ.get("LEADERS_TEST_CACHE") or _HOME / "leaders-tests") / "browser/axe.min.js"
"""Where setup.sh puts it."""

_SHOWN = """name => [...document.querySelectorAll("tr.account")]
  .filter(row => row.getClientRects().length)
  .map(row => name === null ? row.dataset.id
    : row.querySelector(`[data-column="${name}"]`)?.textContent.trim())"""

_HEADERS = """() => [...document.querySelectorAll("thead button[data-sort]")]
  .filter(it => it.getClientRects().length).map(it => it.dataset.sort)"""


@dataclass
class Opened:
    """``complaints``: what the console said, what was asked of the network, what was thrown."""

    page: Page
    shortlist: Shortlist
    complaints: list[str]

    @property
    def shown(self) -> list[str]:
        """Ids of the accounts whose rows are to be seen, from the top."""
        return self.page.evaluate(_SHOWN, None)

    def cells(self, column: str) -> list[str | None]:
        """What the shown rows say in a column; None where a row has no such cell."""
        return self.page.evaluate(_SHOWN, column)

    @property
    def headers(self) -> list[str]:
        """The columns to be seen."""
        return self.page.evaluate(_HEADERS)

    def choose_column(self, name: str) -> None:
        """Show a column, or leave it out again."""
        chooser = self.page.locator("#columns")
        unfold = "it => [it, ...it.querySelectorAll('details')].forEach(one => one.open = true)"
        chooser.evaluate(unfold)
        chooser.locator(f'input[data-column="{name}"]').click()

    def row(self, account_id: str) -> Locator:
        return self.page.locator(f'tr.account[data-id="{account_id}"]')

    def show(self, name: str) -> None:
        """Choose a list, or ``all``."""
        self.page.locator(f'#lists input[name=list][value="{name}"]').check(force=True)

    def sort(self, column: str) -> str | None:
        """Press a column's header; the direction that it tells then."""
        button = self.page.locator(f'button[data-sort="{column}"]')
        button.click()
        return button.locator("xpath=ancestor::th").get_attribute("aria-sort")

    def pick(self, *account_ids: str) -> None:
        for account_id in account_ids:
            self.row(account_id).locator("input.pick").check()

    def open(self, account_id: str) -> Locator:
        """Open a row; what it opens into."""
        row = self.row(account_id)
        row.locator("button.open").click()
        assert row.locator("button.open").get_attribute("aria-expanded") == "true"
        return row.locator("xpath=following-sibling::tr[1]")

    def rows(self, *lists: str) -> list[dict[str, Any]]:
        """What the tables say, in the order of ranks; of all lists where none is named."""
        tables = self.shortlist.tables
        return [row for name in lists or tables for row in tables[name].iter_rows(named=True)]


def watch(context: BrowserContext) -> list[str]:
    """Everything that a silent page does not do, as it happens."""
    complaints: list[str] = []

    def note_request(request: Request) -> None:
        if not request.url.startswith(("file:", "data:", "blob:")):
            complaints.append(f"asked for {request.url[:200]}")

    def note_message(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            complaints.append(f"console: {message.text[:500]}")

    context.on("request", note_request)
    context.on("console", note_message)
    context.on("weberror", lambda error: complaints.append(f"thrown: {error.error}"))
    context.on("dialog", lambda it: (complaints.append(f"dialog: {it.message}"), it.dismiss()))
    context.on("page", lambda page: complaints.append(f"opened {page.url[:200]}"))
    return complaints
