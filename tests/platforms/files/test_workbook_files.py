"""Workbooks: rows of text with the numbers that a spreadsheet shows, whatever the file claims."""

import zipfile
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from leaders.errors import LeadersError
from leaders.platforms.files import open_file, workbook
from leaders.platforms.files.workbook import WorkbookReader, open_workbook


def write(path: Path, *sheets: list[list[Any]], hidden: tuple[str, ...] = ()) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets, start=1):
        sheet = book.create_sheet(f"sheet {number}")
        for row in rows:
            sheet.append(row)
        if sheet.title in hidden:
            sheet.sheet_state = "hidden"
    book.save(path)
    return path


def rows_of(path: Path) -> list[Any]:
    with open_workbook(path) as book:
        return [row for sheet in book.sheets for row in book.rows(sheet)]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("Ян", "Ян"),
        (12, "12"),
        (12.0, "12"),
        (1.5, "1.5"),
        (True, "true"),
        (datetime(2026, 11, 23), "2026-11-23"),
        (datetime(2026, 11, 23, 6, 30), "2026-11-23T06:30:00"),
        (date(2026, 11, 23), "2026-11-23"),
        (time(6, 30), "06:30:00"),
        (1152921504606846976, "1.152921504606847e+18"),
        ("#N/A", None),
        ("  ", None),
        (None, None),
    ],
    ids=str,
)
def test_a_cell_is_text(tmp_path: Path, value: Any, text: str | None) -> None:
    assert rows_of(write(tmp_path / "a.xlsx", [[value, "end"]])) == [(1, [text, "end"])]


def test_lines_are_those_that_the_spreadsheet_shows(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", [["a"], [], [None, "b", None]], [["c"]])
    assert rows_of(path) == [(1, ["a"]), (3, [None, "b"]), (1, ["c"])]


def test_a_formula_is_never_run_and_counts_as_what_was_stored(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", [["=1+1", "x"], ["=cmd|' /C calc'!A0", "y"]])
    assert rows_of(path) == [(1, [None, "x"]), (2, [None, "y"])]


def test_hidden_sheets_are_not_read(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", [["secret"]], [["id"], ["b"]], hidden=("sheet 1",))
    assert rows_of(path) == [(1, ["id"]), (2, ["b"])]


def test_accounts_of_the_first_sheet_with_rows(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.xlsx",
        [],
        [["id", "name", "followers"], ["a", "Ann", 12.0], ["b", None, None, "too many"], ["c"]],
        [["other"]],
    )
    plan = open_file(path, "accounts", {})
    assert plan.said[0] == "read as a workbook, sheet 'sheet 2' (not read: 'sheet 3')"
    (batch,) = plan.batches()
    assert batch.frame.select("line", "id", "name", "followers_count").rows() == [
        (2, "a", "Ann", 12), (4, "c", None, None),
    ]  # fmt: skip
    assert [(it.line, it.reason) for it in batch.rejects] == [(3, "4 cells where the header has 3")]


def test_a_header_may_begin_lower(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", [["a note"], [], ["id", "name"], ["a", "Ann"]])
    reader = WorkbookReader(path, 3)
    assert reader.columns == ["id", "name"]
    (batch,) = reader.batches(["name"])
    assert batch.frame.rows() == [(4, "Ann")]


def test_an_id_that_was_a_number_too_long_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", [["id"], [1152921504606846976]])
    (batch,) = open_file(path, "accounts", {}).batches()
    assert [it.reason for it in batch.rejects] == ["id was a float and has lost digits"]


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([], "no sheet with rows"),
        ([["id", "id"]], "has the column 'id' twice"),
    ],
)
def test_a_workbook_without_sense_is_said(tmp_path: Path, rows: list[Any], says: str) -> None:
    with pytest.raises(LeadersError, match=says):
        WorkbookReader(write(tmp_path / "a.xlsx", rows))


@pytest.mark.parametrize("content", [b"id\na\n", b"\xd0\xcf\x11\xe0" + b"\0" * 600])
def test_what_is_no_workbook_or_has_a_password_is_said(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    with pytest.raises(LeadersError, match=r"save it as \.xlsx without a password, or as CSV"):
        WorkbookReader(path)


def test_a_folder_that_is_no_workbook_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("x.txt", "x")
    with pytest.raises(LeadersError, match="no workbook that can be read"):
        WorkbookReader(path)


def test_what_unpacks_to_too_much_is_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "a.xlsx", [["id"], ["a" * 5_000]])
    monkeypatch.setattr(workbook, "UNPACKED_BYTES", 4_000)
    with pytest.raises(LeadersError, match="unpacks to more than"):
        WorkbookReader(path)


def test_a_sheet_without_end_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "a.xlsx", [["id"], ["a"], ["b"]])
    monkeypatch.setattr(workbook, "SHEET_ROWS", 2)
    with pytest.raises(LeadersError, match="has over 2 rows"):
        list(WorkbookReader(path).batches(["id"]))


def test_a_claimed_size_is_not_believed(tmp_path: Path) -> None:
    path, edited = write(tmp_path / "a.xlsx", [["id"], ["a"]]), tmp_path / "b.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(edited, "w") as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                assert b'ref="A1:A2"' in content
                content = content.replace(b'ref="A1:A2"', b'ref="A1:XFD1048576"')
            new.writestr(part, content)
    assert rows_of(edited) == [(1, ["id"]), (2, ["a"])]
