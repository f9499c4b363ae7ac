"""Tables: CSV that no spreadsheet runs, Parquet and JSON that keep every character."""

from io import BytesIO
from typing import TYPE_CHECKING

from leaders.export.manifest import File
from leaders.export.sheet import describe_columns
from leaders.export.shortlist import Shortlist
from leaders.export.text import ILLEGAL_IN_XML, dump_json

if TYPE_CHECKING:
    import polars as pl

# A spreadsheet runs a cell that begins with = + - or @, also in their full-width and small
# forms, and skips white space and invisible characters before them. Where the list separator
# is a semicolon, it also splits our cells at semicolons and line breaks, quoted or not.
_BREAK = r"\t\r\n\x{85}\x{2028}\x{2029}"
_SKIPPED = rf'[\s\p{{Z}}\p{{C}}"&&[^{_BREAK}]]*'
_OPERATOR = r"[=+\-@\x{FF1D}\x{FF0B}\x{FF0D}\x{FF20}\x{FE66}\x{FE62}\x{FE63}\x{FE6B}\x{2212}]"
_FORMULA = f"(^|[;{_BREAK}])({_SKIPPED}{_OPERATOR})"
_CONTROL = r"^([\t\r\n])"


def defuse(text: "pl.Expr") -> "pl.Expr":
    """Text cells with an apostrophe before whatever a spreadsheet would run (OWASP).

    All other text stays as it is, but for control characters, which are dropped.
    """
    legal = text.str.replace_all(ILLEGAL_IN_XML, "")
    return legal.str.replace_all(_FORMULA, "${1}'${2}").str.replace(_CONTROL, "'${1}")


def to_csv(shortlist: Shortlist, *, bom: bool = False) -> list[File]:
    """A file a list, such as ``creators.csv``, in UTF-8; ``bom`` for Excel's sake.

    CSV has no place for a run's identity and notes: the manifest carries them.
    """
    return [
        make_csv(f"{slug(name)}.csv", frame, bom=bom) for name, frame in shortlist.tables.items()
    ]


def make_csv(name: str, frame: "pl.DataFrame", *, bom: bool = False) -> File:
    """A frame as CSV that no spreadsheet runs."""
    import polars as pl  # noqa: PLC0415

    buffer = BytesIO()
    frame.with_columns(defuse(pl.col(pl.String))).write_csv(buffer, include_bom=bom)
    return File(name, buffer.getvalue(), frame.height)


def to_parquet(shortlist: Shortlist) -> list[File]:
    """A file a list, such as ``creators.parquet``, identity and notes in their metadata."""
    metadata = {key: value.encode("utf-8", "replace").decode() for key, value in _about(shortlist)}
    files = []
    for name, frame in shortlist.tables.items():
        buffer = BytesIO()
        frame.write_parquet(buffer, metadata=metadata)
        files.append(File(f"{slug(name)}.parquet", buffer.getvalue(), frame.height))
    return files


def slug(name: str) -> str:
    """A table's name in a file's."""
    return name.lower().replace(" ", "-")


def _about(shortlist: Shortlist) -> list[tuple[str, str]]:
    return [*shortlist.identity.items(), ("notes", "\n".join(shortlist.notes))]


def to_json(shortlist: Shortlist) -> list[File]:
    """``shortlist.json``: identity, notes, columns, the lists by name and the edges."""
    document = {
        "niche": shortlist.niche,
        "title": shortlist.title,
        "identity": shortlist.identity,
        "notes": shortlist.notes,
        "columns": describe_columns(shortlist.columns),
        "lists": {name: frame.to_dicts() for name, frame in shortlist.tables.items()},
        "edges": shortlist.edges.to_dicts(),
    }
    return [File("shortlist.json", dump_json(document), shortlist.rows)]
