"""The report on A4: a headless Chromium of the machine prints the page, alone and offline."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from leaders.errors import LeadersError
from leaders.export.manifest import File
from leaders.export.shortlist import Shortlist
from leaders.settings import read_text

SECONDS = 60.0
"""How long Chromium may take to print a page."""
LARGEST = 2_000_000
"""Bytes of the page that is printed: some 2,500 rows, on 200 sheets. Paper has no script that could
add the others; it says how many there are."""
NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "msedge",
    "microsoft-edge",
)
USUAL_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"${PROGRAMFILES}\Google\Chrome\Application\chrome.exe",
    r"${PROGRAMFILES(X86)}\Google\Chrome\Application\chrome.exe",
    r"${LOCALAPPDATA}\Google\Chrome\Application\chrome.exe",
    r"${PROGRAMFILES(X86)}\Microsoft\Edge\Application\msedge.exe",
)

_OFFLINE = (
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--disable-breakpad",
    "--no-first-run",
    "--no-default-browser-check",
)
_NO_SCRIPT = b'<head><meta http-equiv="Content-Security-Policy" content="script-src \'none\'">'
_DATE = re.compile(rb"(/(?:CreationDate|ModDate) \(D:)\d{14}([+-]\d\d'\d\d'|Z)(?=\))")
NO_CHROMIUM = (
    "A PDF is printed by Chromium, Chrome or Edge, and none was found; install one (on Debian: "
    "apt install chromium) or name it in LEADERS_CHROMIUM."
)
_NODE = re.compile(rb"(?<=\(node)\d{8}(?=\))")
_HTML_PRINTS_WELL = "The HTML report prints well by itself, from any browser."


def to_pdf(shortlist: Shortlist) -> list[File]:
    """``report.pdf``: the report on A4. Raises ``LeadersError`` where it cannot be printed."""
    from leaders.export.page import write_page  # noqa: PLC0415

    page = write_page(shortlist, LARGEST)
    return [File("report.pdf", print_page(page, shortlist.as_of), shortlist.rows)]


def print_page(html: bytes, as_of: datetime) -> bytes:
    """A page of HTML as a PDF, which carries no other moment than ``as_of``.

    It is printed as it was written, with all lists: no script runs. The same Chromium makes the
    same bytes of the same page. It gets a profile of its own and no network.

    Raises ``LeadersError`` where there is no Chromium, or it fails, or takes too long.
    """
    chromium = find_chromium()
    if chromium is None:
        raise LeadersError(tell_missing())
    with tempfile.TemporaryDirectory(
        prefix="leaders-pdf-", dir=_find_room(chromium), ignore_cleanup_errors=True
    ) as room:
        folder = Path(room)
        (folder / "report.html").write_bytes(html.replace(b"<head>", _NO_SCRIPT, 1))
        _run(chromium, folder)
        return _number(_date((folder / "report.pdf").read_bytes(), as_of))


def find_chromium() -> str | None:
    """The program that prints: what LEADERS_CHROMIUM names, else one of the usual ones."""
    named = read_text("LEADERS_CHROMIUM")
    if named:
        return shutil.which(named)
    places = (place for place in map(os.path.expandvars, USUAL_PLACES) if "$" not in place)
    return next(filter(None, map(shutil.which, (*NAMES, *places))), None)


def tell_missing() -> str:
    """Why nothing can be printed, and what to do."""
    named = read_text("LEADERS_CHROMIUM")
    if named:
        return (
            f"LEADERS_CHROMIUM names {named}, which is no program here, and a PDF needs one; name "
            f"Chromium or Chrome, or leave it out to have one looked for. {_HTML_PRINTS_WELL}"
        )
    return f"{NO_CHROMIUM} {_HTML_PRINTS_WELL}"


def _find_room(chromium: str) -> Path | None:
    """Where the page is put for a while. A snap, as Ubuntu's, sees nothing in the usual place."""
    with Path(chromium).open("rb") as program:
        is_snap = "/snap/" in chromium or b"/snap/bin/" in program.read(4096)
    if not is_snap:
        return None
    room = Path.home() / "snap/chromium/common"
    room.mkdir(parents=True, exist_ok=True)
    return room


def _run(chromium: str, folder: Path) -> None:
    command = [
        chromium,
        "--headless",
        f"--user-data-dir={folder / 'profile'}",
        f"--print-to-pdf={folder / 'report.pdf'}",
        "--no-pdf-header-footer",
        "--generate-pdf-document-outline",
        "--disable-gpu",
        "--disable-dev-shm-usage",  # containers have little of it
        *_OFFLINE,
        *_without_sandbox(),
        (folder / "report.html").as_uri(),
    ]
    log = folder / "log"
    try:
        with log.open("wb") as output:
            process = subprocess.Popen(  # noqa: S603 (our own command line)
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=sys.platform != "win32",
            )
    except OSError as problem:
        raise LeadersError(
            f"{chromium} cannot be started ({problem.strerror}); name another in "
            f"LEADERS_CHROMIUM. {_HTML_PRINTS_WELL}"
        ) from None
    try:
        code = process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        raise LeadersError(
            f"{chromium} did not print the report within {SECONDS:.0f} seconds and was stopped; "
            f"try again when the machine is less busy. {_HTML_PRINTS_WELL}"
        ) from None
    finally:
        _end(process)
    if code:
        raise LeadersError(
            f"{chromium} failed (code {code}) and printed no report: {_read_complaint(log)}. "
            + _HTML_PRINTS_WELL
        )
    if not _is_pdf(folder / "report.pdf"):
        raise LeadersError(
            f"{chromium} ended without printing a PDF: {_read_complaint(log)}; name another in "
            f"LEADERS_CHROMIUM. {_HTML_PRINTS_WELL}"
        )


def _without_sandbox() -> list[str]:
    """Chromium refuses to run as root with its sandbox, which containers of Linux often do."""
    is_root = sys.platform == "linux" and os.geteuid() == 0
    return ["--no-sandbox"] if is_root else []


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End it and all that it started; that they have ended already is no mistake."""
    with suppress(OSError):
        if sys.platform == "win32":
            kill = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
            subprocess.run(kill, capture_output=True, check=False)  # noqa: S603
        else:
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _read_complaint(log: Path) -> str:
    """The line that tells most of what went wrong: the fatal one, else the last."""
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    told = [" ".join(line.split()) for line in lines if line.strip()]
    fatal = [line for line in told if "FATAL" in line]
    found = [*told, *fatal][-1] if told else "it said nothing"
    return "".join(mark for mark in found if mark.isprintable()).rstrip(".")[:300]


def _is_pdf(path: Path) -> bool:
    return path.is_file() and path.read_bytes().startswith(b"%PDF-")


def _date(pdf: bytes, as_of: datetime) -> bytes:
    """The PDF with the ranking's moment for Chromium's clock; no length and no offset changes."""
    moment = as_of.astimezone(UTC).strftime("%Y%m%d%H%M%S").encode()

    def write(found: re.Match[bytes]) -> bytes:
        zone = b"Z" if found[2] == b"Z" else b"+00'00'"
        return found[1] + moment + zone

    return _DATE.sub(write, pdf)


def _number(pdf: bytes) -> bytes:
    """The PDF with its elements numbered from 1: Chromium leaves out another number every time."""
    numbers = {it: b"%08d" % n for n, it in enumerate(sorted(set(_NODE.findall(pdf))), start=1)}
    return _NODE.sub(lambda found: numbers[found[0]], pdf)
