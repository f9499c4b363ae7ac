"""Programs of the machine that some tests need: asked for by name, skipped aloud where missing."""

import os
import shutil
from typing import NoReturn

import pytest

from leaders.export.pdf import find_chromium

DEBIAN = {
    "chromium": "chromium",
    "soffice": "libreoffice-calc",
    "pdfinfo": "poppler-utils",
    "pdftoppm": "poppler-utils",
    "pdftotext": "poppler-utils",
}
"""In which package of Debian each is."""


def need(program: str) -> str:
    """The path of one of ``DEBIAN``; without it the test is skipped, or fails where it must run."""
    found = find_chromium() if program == "chromium" else shutil.which(program)
    if not found:
        give_up(f"{program} is not installed (Debian: apt install {DEBIAN[program]})")
    return found


def give_up(missing: str) -> NoReturn:
    """Skip the test and say why; where ``LEADERS_REQUIRE_SERVERS`` is set nothing is skipped."""
    message = f"{missing}. To install all that tests in a browser need: make browser"
    if os.environ.get("LEADERS_REQUIRE_SERVERS"):
        pytest.fail(message)
    pytest.skip(message)
