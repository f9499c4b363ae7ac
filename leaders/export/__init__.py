"""Exports: a shortlist becomes files that a person, a spreadsheet or Gephi can open.

Each format is one function from a shortlist to its files' bytes, and one line in
``EXPORTERS``. The same shortlist gives the same bytes, on any day and in any process.
"""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from leaders.errors import LeadersError
from leaders.export.manifest import File, read_earlier, to_manifest, write_files
from leaders.export.network import to_gexf, to_graphml
from leaders.export.page import to_html
from leaders.export.pdf import to_pdf
from leaders.export.sheet import FORMS, Column, Sheet
from leaders.export.shortlist import IDENTITY_KEYS, LEADING, Shortlist
from leaders.export.tables import to_csv, to_json, to_parquet
from leaders.export.workbook import to_xlsx

__all__ = [
    "EXPORTERS",
    "FORMS",
    "IDENTITY_KEYS",
    "LEADING",
    "Column",
    "Exporter",
    "File",
    "Sheet",
    "Shortlist",
    "export",
]

Exporter = Callable[[Shortlist], list[File]]

EXPORTERS: dict[str, Exporter] = {
    "csv": to_csv,
    "xlsx": to_xlsx,
    "parquet": to_parquet,
    "json": to_json,
    "gexf": to_gexf,
    "graphml": to_graphml,
    "html": to_html,
    "pdf": to_pdf,
}


def export(
    shortlist: Shortlist, formats: Sequence[str], folder: Path, *, bom: bool = False
) -> list[Path]:
    """Write the shortlist in each format into ``folder``, and last its manifest.json.

    A folder holds one ranking: files that its earlier manifest lists are removed when they are
    of another (by ``identity``), and are carried into the new manifest when they are of this
    one and unchanged. A manifest.json that is broken or not ours is overwritten.

    ``bom`` puts a byte order mark before CSV, without which Excel garbles Cyrillic. Returns
    the paths written. Raises ``LeadersError`` for an unknown format or a folder that cannot
    be written; then no file has changed or every changed file is whole.
    """
    unknown = [name for name in formats if name not in EXPORTERS]
    if unknown or not formats:
        asked = f"{unknown[0]!r} is no export format" if unknown else "No export format was named"
        raise LeadersError(f"{asked}; choose from {', '.join(EXPORTERS)}.")
    exporters: dict[str, Exporter] = {**EXPORTERS, "csv": partial(to_csv, bom=bom)}
    files = [file for name in dict.fromkeys(formats) for file in exporters[name](shortlist)]
    kept, stale = read_earlier(shortlist, files, folder)
    return write_files([*files, to_manifest(shortlist, [*files, *kept])], folder, stale)
