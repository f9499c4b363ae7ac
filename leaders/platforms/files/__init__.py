"""Files of any column names: CSV, Excel, Parquet, JSON, JSON lines, GEXF and GraphML.

A file becomes batches of clean, typed rows and a list of what could not be read; the store
takes the batches in one transaction. Ids stay text from the first byte on.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from leaders.errors import LeadersError
from leaders.model import IMPORT_ONLY
from leaders.platforms.files.cleaning import clean
from leaders.platforms.files.delimited import DelimitedReader
from leaders.platforms.files.fields import SHAPES, describe_columns, recognise_columns
from leaders.platforms.files.json_rows import JsonReader
from leaders.platforms.files.network import NetworkReader
from leaders.platforms.files.parquet import ParquetReader
from leaders.platforms.files.rows import Batch, Reader, Reject
from leaders.platforms.files.whose import name_rows
from leaders.platforms.files.workbook import WorkbookReader

__all__ = ["SHAPES", "Batch", "FilePlan", "Reject", "check_file", "open_file"]

_ENDINGS = (
    ".csv", ".tsv", ".txt", ".xlsx", ".parquet", ".json", ".jsonl", ".ndjson", ".gexf", ".graphml",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FilePlan:
    """A file whose columns are understood and whose rows are still to be read.

    ``said`` are sentences about what was recognised, for the person to check.
    """

    path: Path
    shape: str
    columns: Mapping[str, str]
    said: tuple[str, ...]
    is_undirected: bool
    _reader: Reader = field(repr=False)
    platform: str = "files"

    def batches(self) -> Iterator[Batch]:
        """Clean rows with the fields of ``columns`` and ``line``, and the rejects beside them."""
        wanted = list(dict.fromkeys(self.columns.values()))
        for batch in self._reader.batches(wanted):
            cleaned = clean(self.shape, batch, self.columns)
            is_by_address = self.platform in IMPORT_ONLY
            yield name_rows(self.platform, self.shape, cleaned) if is_by_address else cleaned


def open_file(
    path: Path, shape: str, mapping: Mapping[str, str], platform: str = "files"
) -> FilePlan:
    """Look at a file: its format by its ending, its columns by ``mapping`` and their names.

    The ids of networks without an open interface may be addresses or handles, see ``whose``.
    Raises ``LeadersError`` when there is no such file, when it is empty, of another format, or
    when a needed column cannot be told.
    """
    check_file(path)
    reader = _choose_reader(path, shape)
    try:
        columns = recognise_columns(shape, reader.columns, mapping)
    except LeadersError as error:
        raise type(error)(f"{path}: {error}") from None
    said = (*reader.said, describe_columns(shape, columns))
    return FilePlan(path, shape, columns, said, reader.is_undirected, reader, platform)


def check_file(path: Path) -> None:
    """Raise ``LeadersError`` where there is nothing to read."""
    if not path.exists():
        raise LeadersError(f"There is no file {path}; check the path.")
    if path.is_dir():
        raise LeadersError(f"{path} is a folder; name the files in it.")
    if path.stat().st_size == 0:
        raise LeadersError(f"{path} is empty; name a file with a header line and rows.")


def _choose_reader(path: Path, shape: str) -> Reader:
    ending = path.suffix.lower()
    if ending == ".parquet":
        return ParquetReader(path)
    if ending in (".json", ".jsonl", ".ndjson"):
        return JsonReader(path)
    if ending in (".gexf", ".graphml"):
        return NetworkReader(path, nodes=shape == "accounts")
    if ending in (".csv", ".tsv", ".txt"):
        return DelimitedReader(path)
    if ending == ".xlsx":
        return WorkbookReader(path)
    raise LeadersError(
        f"{path} has no ending that says its format; use one of {', '.join(_ENDINGS)}."
    )
