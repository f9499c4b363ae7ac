"""The reports that are opened, each made once."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import polars as pl
from sample_briefing import build_briefed
from sample_shortlist import build_empty, build_shortlist, build_unknown

from leaders.briefing.edition import leave_out_ours
from leaders.export import Shortlist
from leaders.export.briefing import Price
from leaders.export.page import to_html

NAMES = ("ёлка из шерсти", "Аня вяжет", "zwarte wol", "Еж и нитки", "Жанна", "breien met Bo",
         "Королёва", "Abel knits", "Яков", "wol & zo", "Дом пряжи", "Zeeuws garen")  # fmt: skip
DAYS = ("2026-02-27", "2025-12-31", None, "2026-02-27", "2026-01-05")
CHANCES = (0.97, 0.9, 0.55, 0.5, 0.31, None, 0.05)
AMOUNTS = (160.0, 75.5, None, 900.0, 160.0)
STATUSES = ("agreed", None, "written", "never", "new", None, "published")


def build_varied() -> Shortlist:
    """Twelve creators and others who differ in every one of the first columns, with ties."""
    sample = build_briefed(len(NAMES))
    tables = {name: _vary(frame, name) for name, frame in sample.tables.items()}
    ids = [row["account_id"] for frame in tables.values() for row in frame.iter_rows(named=True)]
    details = {
        account_id: replace(detail, price=_price(ids.index(account_id)))
        for account_id, detail in sample.beside.details.items()
    }
    return replace(sample, tables=tables, beside=replace(sample.beside, details=details))


def _price(number: int) -> Price | None:
    amount = AMOUNTS[number % len(AMOUNTS)]
    return None if amount is None else Price(amount, "EUR", "post", "2026-02-01")


def _vary(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    def turn(values: tuple) -> pl.Series:
        return pl.Series([values[n % len(values)] for n in range(frame.height)])

    roles = ("creator", "unknown", "creator") if name == "creators" else frame["role"].to_list()
    return frame.with_columns(
        name=turn(NAMES),
        platform=turn(("vk", "telegram", "bluesky", "youtube")),
        role=turn(tuple(roles)),
        last_post=turn(DAYS),
        p_top=turn(CHANCES),
        status=turn(STATUSES),
        language=turn(("ru", "nl", None, "en")),
        coverage=turn((0.2, None, 0.5, 0.8, 1.0)),
    )


SAMPLES: dict[str, Callable[[], Shortlist]] = {
    "briefed": build_briefed,
    "russian": lambda: build_briefed(language="ru"),
    "dutch": lambda: build_briefed(language="nl"),
    "client": lambda: leave_out_ours(build_briefed(is_for_client=True)),
    "varied": build_varied,
    "many": lambda: build_briefed(796),  # 1,000 rows in all
    "hostile": lambda: build_briefed(44, hostile=True),
    "hostile without a briefing": build_shortlist,
    "empty": build_empty,
    "unknown": build_unknown,
}


@cache
def make_sample(name: str) -> tuple[Shortlist, bytes]:
    """One of ``SAMPLES`` and its page."""
    shortlist = SAMPLES[name]()
    [file] = to_html(shortlist)
    return shortlist, file.content
