"""Sheets of workbooks: read as they show, and nothing that a stranger built does any harm."""

import zipfile
from collections.abc import Callable
from datetime import datetime, time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from leaders.errors import LeadersError
from leaders.filled_table import read_table
from leaders.filled_table.cells import read_price
from leaders.platforms.files import workbook as packed

NAMES = {"account": ("account", "аккаунт"), "price": ("price", "цена", "prijs"), "note": ("note",)}
REQUIRED = ("account", "price")

Save = Callable[..., Path]


@pytest.fixture
def save(tmp_path: Path) -> Save:
    """Save sheets (title -> rows) as a workbook."""

    def run(**sheets: list[list[Any]]) -> Path:
        book = Workbook()
        book.remove(book.active)
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
        path = tmp_path / "filled.xlsx"
        book.save(path)
        return path

    return run


def read(path: Path, sheet: str = "") -> list[tuple[int, dict[str, str]]]:
    table = read_table(path, NAMES, REQUIRED, sheet)
    assert table.mistakes == []
    return [(row.line, row.cells) for row in table.rows]


def test_cells_are_read_as_they_show(save: Save) -> None:
    rows: list[list[Any]] = [
        ["Note", "Account", "x", "PRICE"],
        ["=1+1 is text", "vk:-1", 1, 12_500],
        [None, "vk:2", None, 12_500.5],
        [datetime(2026, 10, 5), "vk:3", None, 12.345],
        [],
        [datetime(2026, 10, 5, 14, 30), "vk:4", None, " 12 500 "],
        [True, 123_456_789_012, None, 0.1 + 0.2],
        [time(9, 30), "vk:5", None, None],
    ]
    path = save(first=rows)
    book = load_workbook(path)
    book["first"]["A2"].data_type = "s"
    book.save(path)
    assert read(path) == [
        (2, {"account": "vk:-1", "price": "12500", "note": "=1+1 is text"}),
        (3, {"account": "vk:2", "price": "12500.5", "note": ""}),
        (4, {"account": "vk:3", "price": "12.3450", "note": "2026-10-05"}),
        (6, {"account": "vk:4", "price": "12 500", "note": "2026-10-05T14:30:00"}),
        (7, {"account": "123456789012", "price": "0.3", "note": "true"}),
        (8, {"account": "vk:5", "price": "", "note": "09:30:00"}),
    ]
    assert read_price("12.3450") == 12.35  # and not the thousands that 12.345 may be


def test_a_share_is_read_as_one(save: Save) -> None:
    path = save(first=[["account", "price"], ["vk:1", 0.075], ["vk:2", 0.07]])
    book = load_workbook(path)
    for cell in ("B2", "B3"):
        book["first"][cell].number_format = "0.0%"
    book.save(path)
    assert [cells["price"] for _, cells in read(path)] == ["7.5 %", "7 %"]


def test_a_formula_that_nobody_computed_is_empty(save: Save) -> None:
    path = save(first=[["account", "price"], ["vk:1", "=1+1"], ["vk:2", "=HYPERLINK(1)"]])
    assert [cells["price"] for _, cells in read(path)] == ["", ""]


def test_the_sheet_that_is_meant_is_read(save: Save) -> None:
    head, other = ["Аккаунт", "Prijs"], ["account", "sum"]
    path = save(About=[["Run", ""]], Other=[other, ["vk:9", 1]], One=[head, ["vk:1", 1]],
                Two=[head, ["vk:2", 2]])  # fmt: skip
    assert [cells["account"] for _, cells in read(path)] == ["vk:1"]
    assert [cells["account"] for _, cells in read(path, "two")] == ["vk:2"]
    assert [cells["account"] for _, cells in read(path, "none of them")] == ["vk:1"]
    with pytest.raises(LeadersError, match=r"has no column price \(it has account, sum\)"):
        read(path, "other")


def test_a_workbook_is_known_by_its_bytes_and_not_by_its_name(save: Save) -> None:
    path = save(first=[["account", "price"], ["vk:1", 5]])
    renamed = path.rename(path.with_suffix(".csv"))
    assert read(renamed) == [(2, {"account": "vk:1", "price": "5", "note": ""})]
    text = path.with_name("text.xlsx")
    text.write_text("account;price\nvk:1;5\n")
    assert read(text) == read(renamed)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "is locked with a password; save it as"),
        (b"PK\x03\x04" + bytes(100), "is no workbook that can be read"),
        (b"", "is empty"),
    ],
)
def test_what_is_no_workbook(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "odd.xlsx"
    path.write_bytes(content)
    with pytest.raises(LeadersError, match=told):
        read(path)


def rebuild(path: Path, part: str, change: Callable[[bytes], bytes]) -> None:
    """Change one part of a workbook."""
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    parts[part] = change(parts[part])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, content)


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    "change",
    [
        lambda it: it.replace(b"<v>5</v>", b"<v>nan</v>"),
        lambda it: it.replace(b'r="B2"', b'r="??"'),
        lambda it: it[: len(it) // 2],
        lambda it: (
            b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
            + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(12))
            + b"]>"
            + it.replace(b"<v>5</v>", b"<v>&m;</v>")
        ),
    ],
)
def test_a_sheet_that_was_broken_is_one_sentence(save: Save, change: Any) -> None:
    path = save(first=[["account", "price"], ["vk:1", 5]])
    rebuild(path, SHEET, change)
    with pytest.raises(LeadersError, match="is no workbook that can be read"):
        read(path)


def test_a_workbook_that_unpacks_to_too_much_is_not_unpacked(
    save: Save, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = save(first=[["account", "price"], ["vk:1", 5]])
    rebuild(path, SHEET, lambda it: it + b" " * 5_000_000)
    assert path.stat().st_size < 50_000
    monkeypatch.setattr(packed, "UNPACKED_BYTES", 4 << 20)
    with pytest.raises(LeadersError, match="unpacks to more than 4 MB"):
        read(path)


def test_a_sheet_that_claims_to_be_huge_is_read_as_it_is(save: Save) -> None:
    path = save(first=[["account", "price"], ["vk:1", 5]])
    rebuild(path, SHEET, lambda it: it.replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"'))
    assert [line for line, _ in read(path)] == [2]


def test_a_column_that_is_there_twice(save: Save) -> None:
    path = save(first=[["account", "price", "price"], ["vk:1", 5, 6]])
    with pytest.raises(LeadersError, match="has the column 'price' twice"):
        read(path)
