"""Tables that explain themselves: what each column means, and in which form its values are."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from leaders.export.text import WEB_ADDRESS

if TYPE_CHECKING:  # polars takes .1 s to import; `leaders --help` does not wait for it
    import polars as pl

FORMS = ("text", "count", "decimal", "share", "score", "url", "flag", "money")
"""How a column's values are shown; a share is 0..1, a score 0..100."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its name, one sentence on its meaning, and its form."""

    name: str
    meaning: str
    form: str

    def __post_init__(self) -> None:
        if self.form not in FORMS:
            raise ValueError(f"{self.name}: {self.form!r} is no form; one of {', '.join(FORMS)}")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table in the order given, such as the placements of a plan.

    name: in small letters. about: a sentence. columns: of ``rows``, in their order; in Excel those
    up to ``frozen`` stay where they are. chart: the columns of a curve's x and y. hidden: columns
    that are not shown. choices: what may be written into a column. Raises ``ValueError`` when rows
    and columns disagree.
    """

    name: str
    about: str
    columns: tuple[Column, ...]
    rows: "pl.DataFrame"
    frozen: int = 0
    chart: tuple[str, str] | None = None
    hidden: tuple[str, ...] = ()
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.rows.columns != [column.name for column in self.columns]:
            raise ValueError(f"the {self.name} table and its description differ")
        settled = self.rows.with_columns(settle_columns(self.rows, self.columns))
        object.__setattr__(self, "rows", settled)


def describe_columns(columns: tuple[Column, ...]) -> list[dict[str, str]]:
    """The columns in plain values."""
    return [{"name": it.name, "meaning": it.meaning, "form": it.form} for it in columns]


def settle_columns(frame: "pl.DataFrame", columns: tuple[Column, ...]) -> Iterator["pl.Expr"]:
    """One type a form, null for infinite numbers, web addresses or nothing in url columns."""
    import polars as pl  # noqa: PLC0415

    whole, text, decimal = pl.Int64(), pl.String(), pl.Float64()
    dtypes = {"text": text, "url": text, "flag": pl.Boolean(), "count": whole}
    for column in columns:
        values = pl.col(column.name)
        is_float = frame.schema[column.name].is_float()
        if is_float:
            values = pl.when(values.is_finite()).then(values)
        if not (is_float and column.form == "count"):  # an estimated count keeps its fraction
            values = values.cast(dtypes.get(column.form, decimal))
        if column.form == "url":
            values = pl.when(values.str.contains(WEB_ADDRESS)).then(values)
        yield values.alias(column.name)
