"""Which account a cell means."""

import re
from collections.abc import Sequence

import polars as pl

from leaders.export.tables import defuse
from leaders.model import PlatformName
from leaders.store import Store

MOST_SHOWN = 5


class AccountFinder:
    """Finds the number and id of the account that a cell means.

    By permanent id, also as a spreadsheet-safe table spells it, else by native id, handle or the
    address of its page, in any case, on some platforms. All that will be asked for is looked up
    at once.
    """

    def __init__(
        self, store: Store, platforms: Sequence[str], listed: pl.DataFrame, cells: Sequence[str],
        option: str = "--template",
    ) -> None:  # fmt: skip
        """listed: account_no and account_id of those that a table to fill in may name.

        option: what writes that table.
        """
        self.platforms = platforms
        self.option = option
        found = store.query(
            "account/meant", platforms=list(platforms), texts=cells,
            names=[_split(cell)[1] for cell in cells], pages=[_plain_page(cell) for cell in cells],
        )  # fmt: skip
        self._meant: dict[str, dict[str, int]] = {}
        for number, account_id, spelling in found.iter_rows():
            self._meant.setdefault(spelling, {})[account_id] = number
        safe = listed.select(
            "account_no", "account_id", defuse(pl.col("account_id")).alias("spelling")
        )
        changed = safe.filter(pl.col("spelling") != pl.col("account_id"))
        for number, account_id, spelling in changed.iter_rows():
            self._meant.setdefault(spelling.strip(), {})[account_id] = number

    def __call__(self, cell: str) -> tuple[int, str]:
        """The number and id; ``ValueError`` where nobody or several are meant."""
        if not cell:
            raise ValueError("is empty; write its id, handle or link")
        platform, name = _split(cell)
        named = {i: n for i, n in self._meant.get(name, {}).items() if i.startswith(platform)}
        accounts = self._meant.get(cell) or named or self._meant.get(_plain_page(cell), {})
        if cell in accounts:
            return accounts[cell], cell
        if len(accounts) == 1:
            [(account_id, number)] = accounts.items()
            return number, account_id
        if accounts:
            ids = ", ".join(list(accounts)[:MOST_SHOWN])
            raise ValueError(f"{cell[:80]!r} may be any of {ids}; write the id")
        is_any = set(self.platforms) == set(PlatformName)
        where = "" if is_any else f" on {', '.join(self.platforms)}"
        raise ValueError(
            f"{cell[:80]!r} is not stored{where}; write the account_id that {self.option} "
            "gives, or collect the account first"
        )


def _split(cell: str) -> tuple[str, str]:
    """The platform that a cell begins with, with its colon, and the name, in small letters."""
    platform, _, rest = cell.partition(":")
    is_platform = platform in list(PlatformName)
    name = rest if is_platform else cell
    return f"{platform}:" if is_platform else "", name.strip().removeprefix("@").lower()


def _plain_page(cell: str) -> str:
    return re.sub(r"^https?://(www\.)?", "", cell.lower()).partition("?")[0].rstrip("/")
