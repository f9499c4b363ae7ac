"""Workbooks as LibreOffice reads them: it opens each, and has every cell as it was written."""

import os
import shutil
import signal
import subprocess
import warnings
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sample_briefing import build_briefed
from sample_shortlist import build_empty, build_shortlist, build_unknown

from leaders.export.workbook import to_xlsx

SECONDS = 120
SAMPLES = {
    "briefed": lambda: build_briefed(40),
    "briefed-hostile": lambda: build_briefed(24, hostile=True, language="ru"),
    "for-client": lambda: build_briefed(12, language="nl", is_for_client=True),
    "hostile": build_shortlist,
    "empty": build_empty,
    "unknown": build_unknown,
}


@pytest.fixture(scope="module")
def soffice():
    found = shutil.which("soffice")
    if found is None:
        message = "No LibreOffice to open workbooks with: install it, so that soffice is found"
        if os.environ.get("LEADERS_REQUIRE_SERVERS"):
            pytest.fail(message)
        pytest.skip(message)
    return found


@pytest.fixture(scope="module")
def converted(soffice, tmp_path_factory):
    """The folder of the samples, and those of what LibreOffice made of them by kind."""
    folder = tmp_path_factory.mktemp("libreoffice")
    for name, build in SAMPLES.items():
        (folder / f"{name}.xlsx").write_bytes(to_xlsx(build())[0].content)
    for kind in ("pdf", "xlsx"):
        convert(soffice, kind, folder)
    return folder


def convert(soffice, kind, folder):
    """Into ``folder/kind``, with a profile of its own."""
    command = [
        soffice, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
        "--norestore", "--convert-to", kind, "--outdir", str(folder / kind),
        *(str(folder / f"{name}.xlsx") for name in SAMPLES),
    ]  # fmt: skip
    running = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
    )
    try:
        told, _ = running.communicate(timeout=SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(running.pid, signal.SIGKILL)  # what soffice itself started, too
        running.communicate()
        pytest.fail(f"LibreOffice took more than {SECONDS} seconds to make {kind}")
    assert running.returncode == 0, told.decode(errors="replace")


@pytest.mark.parametrize("name", SAMPLES)
def test_libreoffice_prints_it(converted, name):
    content = (converted / "pdf" / f"{name}.pdf").read_bytes()
    assert content.startswith(b"%PDF")


@pytest.mark.parametrize("name", SAMPLES)
def test_libreoffice_has_every_cell_as_it_was_written(converted, name):
    written = read_cells((converted / f"{name}.xlsx").read_bytes())
    read = read_cells((converted / "xlsx" / f"{name}.xlsx").read_bytes())
    assert len(written) > 20
    assert read.keys() == written.keys()
    different = {
        place: (value, read[place]) for place, value in written.items()
        if not is_same(value, read[place])
    }  # fmt: skip
    assert different == {}


@pytest.mark.parametrize("name", SAMPLES)
def test_libreoffice_has_every_sheet_chart_and_filter(converted, name):
    written = load_workbook(converted / f"{name}.xlsx")
    read = load_quietly((converted / "xlsx" / f"{name}.xlsx").read_bytes())
    assert read.sheetnames == written.sheetnames
    for sheet in written:
        other = read[sheet.title]
        assert len(other._charts) == len(sheet._charts)
        assert other.auto_filter.ref == sheet.auto_filter.ref
        for one, two in zip(sheet._charts, other._charts, strict=True):
            assert len(one.series) == len(two.series)


def load_quietly(content):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl on what LibreOffice adds to a file
        return load_workbook(BytesIO(content))


def read_cells(content):
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in load_quietly(content) for row in sheet.iter_rows() for cell in row
        if cell.value not in (None, "")
    }  # fmt: skip


def is_same(written, read):
    if isinstance(written, bool):
        return read in (written, f"={str(written).upper()}()")  # as LibreOffice writes them
    if isinstance(written, str):
        return isinstance(read, str) and lines_of(written) == lines_of(read)
    return read == pytest.approx(written)


def lines_of(text):
    return text.replace("_x000D_", "\r").replace("\r\n", "\n").replace("\r", "\n")
