"""Stored facts beside the lists of a ranking, and the accounts of these that meet a condition."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import polars as pl

from leaders.export import Column
from leaders.facts.columns import FACT_COLUMNS, to_columns
from leaders.facts.condition import Condition, read_condition
from leaders.store import Store
from leaders.wording import counted

Tables = dict[str, pl.DataFrame]


def join_facts(
    store: Store, number: int, as_of: datetime, tables: Mapping[str, pl.DataFrame]
) -> Tables:
    """The tables, which have account_no, with `FACT_COLUMNS` at their end."""
    stored = store.query("fact/stored", ranking_no=number, account_no=None)
    told = to_columns(stored, as_of)
    return {
        name: table.join(told, on="account_no", how="left", maintain_order="left")
        for name, table in tables.items()
    }


def select_accounts(
    tables: Mapping[str, pl.DataFrame], text: str, columns: Sequence[Column], size: int
) -> tuple[Tables, list[str]]:
    """Of each table the first ``size`` accounts that meet a condition, and notes on the others.

    text: see ``read_condition``; columns: those that it may name. The notes say of how many it is
    not known whether they meet it, and what is not known of them.
    """
    condition = read_condition(text, columns)
    kept: Tables = {}
    notes = []
    for name, table in tables.items():
        meets = table.select(condition.expression.alias("meets"))["meets"]
        kept[name] = table.filter(meets.fill_null(value=False)).head(size)
        notes.append(_tell(name, table, meets, condition))
    return kept, notes


def _tell(name: str, table: pl.DataFrame, meets: pl.Series, condition: Condition) -> str:
    met, unknown = int(meets.sum()), meets.null_count()
    sentence = f"{name}: {met:,} of {counted(table.height, 'account')} meet: {condition.text}"
    if not unknown:
        return sentence
    lacking = table.filter(meets.is_null())
    counts = {it: lacking[it].null_count() for it in condition.columns}
    which = ", ".join(f"{it} of {count:,}" for it, count in counts.items() if count)
    return (
        f"{sentence}; of {unknown:,} it is not known ({which} is unknown), and they are not "
        "shown: add 'or unknown' to see them"
    )


def has_facts(store: Store, number: int) -> bool:
    """Whether facts were stored with a ranking; older versions of leaders stored none."""
    return bool(store.value("fact/is_stored", ranking_no=number))


__all__ = ["FACT_COLUMNS", "has_facts", "join_facts", "select_accounts"]
