"""The report: one page that a person opens from disk or from an e-mail, and that asks nobody else.

The table's first state is written here, so that it can be read where no script runs; everything
that a row opens into lies beside it in one block, which the page's own script reads.
"""

from pathlib import Path

from leaders.export.manifest import File
from leaders.export.page.filling import LARGEST, fill
from leaders.export.shortlist import Shortlist

__all__ = ["to_html", "write_page"]


def to_html(shortlist: Shortlist) -> list[File]:
    """``report.html``: the lists, what opens from them, and everything that stands beside."""
    return [File("report.html", write_page(shortlist), shortlist.rows)]


def write_page(shortlist: Shortlist, largest: int = LARGEST) -> bytes:
    """The page, with as many rows before its script runs as fit into ``largest`` bytes."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True,
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    page = environment.get_template("template.html").render(fill(shortlist, largest))
    return page.encode("utf-8", "replace")
