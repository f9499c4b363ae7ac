"""A digest as files beside the shortlist, and where the report lies that it links to."""

from pathlib import Path

from leaders.digest.news import Digest
from leaders.digest.posting import split_address
from leaders.digest.writing import to_html, to_json, to_markdown, web_address
from leaders.errors import LeadersError
from leaders.export.manifest import File, write_files
from leaders.settings import read_text

REPORTS = ("report.html", "shortlist.xlsx", "shortlist.json")
"""What a digest links to: the first that is there."""
LONGEST_ADDRESS = 1000


def write_digest(digest: Digest, folder: Path, *, with_json: bool = False) -> list[Path]:
    """Write ``digest.md`` and ``digest.html``, all of it or nothing; returns the paths.

    Raises ``LeadersError`` where the folder cannot be written.
    """
    count = len(digest.news)
    files = [
        File("digest.md", to_markdown(digest).encode("utf-8", "replace"), count),
        File("digest.html", to_html(digest).encode("utf-8", "replace"), count),
    ]
    if with_json:
        files.append(File("digest.json", to_json(digest), count))
    return write_files(files, folder)


def find_report(folder: Path) -> str | None:
    """The report of an exports folder: its name, for a link from a file beside it."""
    return next((name for name in REPORTS if (folder / name).is_file()), None)


def link_report(folder: Path, niche: str) -> str | None:
    """The address of the report where LEADERS_REPORTS says that exports can be read; else None.

    Raises ``LeadersError`` for what is no address.
    """
    base, name = read_text("LEADERS_REPORTS").rstrip("/"), find_report(folder)
    if not base:
        return None
    split_address(base, "LEADERS_REPORTS")
    address = f"{base}/{niche}/{name or ''}"
    if web_address(address) is None or len(address) > LONGEST_ADDRESS:
        raise LeadersError("LEADERS_REPORTS must be a plain web address; correct it.")
    return address
