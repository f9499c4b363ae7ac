"""The workbook's cells: hostile text, numbers, links, limits, and what is read back of it."""

from dataclasses import replace
from datetime import datetime
from io import BytesIO
from itertools import pairwise

import polars as pl
import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from sample_shortlist import COLUMNS, HOSTILE, IDENTITY, build_empty, build_shortlist

from leaders.errors import LeadersError
from leaders.export import Column, Sheet
from leaders.export.workbook import table, to_xlsx
from leaders.export.workbook.book import entitle
from leaders.export.workbook.page import find_title

NAMES = [column.name for column in COLUMNS]


def open_book(shortlist):
    (file,) = to_xlsx(shortlist)
    return load_workbook(BytesIO(file.content))


@pytest.fixture(scope="module")
def book():
    return open_book(build_shortlist())


def cell(sheet, row, name):
    heads = [each.value for each in sheet[1]]
    return sheet.cell(row + 1, heads.index(name) + 1)


def test_sheets_header_and_values(book):
    assert book.sheetnames == ["Summary", "Creators", "Communities", "Definitions"]
    creators = book["Creators"]
    assert sorted(each.value for each in creators[1]) == sorted(NAMES)
    assert [each.value for each in creators[1]][:2] == ["rank", "name"]
    assert cell(creators, 2, "rank_low").value == 2
    assert cell(creators, 1, "rank_low").value is None
    assert cell(creators, 2, "is_tied").value is True
    assert cell(creators, 3, "reach").value == pytest.approx(-0.370368)
    assert cell(book["Communities"], 1, "name").value == "Club"
    assert cell(book["Communities"], 2, "name").value is None


def test_no_cell_is_a_formula(book):
    types = {each.data_type for sheet in book for row in sheet.iter_rows() for each in row}
    assert types == {"s", "n", "b"}


def test_hostile_names_are_the_same_text(book):
    for row, name in enumerate(HOSTILE, start=1):
        written = cell(book["Creators"], row, "name")
        assert written.data_type == "s"
        assert written.number_format == "@"  # and stay text when edited
        legal = name.translate(dict.fromkeys([0, 7, 0x1B, 0xFFFE, 0xFFFF]))
        if name.startswith("😀"):
            legal = legal[: 32_767 // 2]
        # XML itself reads CR LF and CR as LF.
        assert _newlines(written.value) == _newlines(legal.replace("_x0041_", "A"))


def _newlines(text):
    # openpyxl shows an escaped "_x0041_" as the letter, and an escaped CR as itself
    text = text.replace("_x005F_x0041_", "A").replace("_x0041_", "A").replace("_x000D_", "\r")
    return text.replace("\r\n", "\n").replace("\r", "\n")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("rank", "#,##0"),
        ("score", "0.0"),
        ("coverage", "0 %"),
        ("reach", "0.0000"),
        ("reach_percentile", "0 %"),
        ("followers_count", "#,##0"),
    ],
)
def test_number_formats(book, name, code):
    written = cell(book["Creators"], 2, name)
    assert (written.number_format, written.data_type) == (code, "n")


def test_links(book):
    linked = cell(book["Creators"], 1, "url")
    assert linked.value == "https://example.org/p/1?a=1&b=2#top"
    assert linked.hyperlink.target == "https://example.org/p/1?a=1&b=2"
    assert linked.hyperlink.location == "top"
    columns = {each.column for row in book["Creators"] for each in row if each.hyperlink}
    assert columns == {linked.column}


def test_a_link_too_long_for_excel_stays_text():
    long = "https://example.org/" + "a" * 2_060
    escaped = "https://example.org/" + "ж" * 400  # six characters each once escaped
    creators = build_shortlist().tables["creators"].head(3)
    urls = pl.Series([long[:2_079], long, escaped])
    sheet = open_book(build_shortlist(creators.with_columns(url=urls)))["Creators"]
    assert [bool(cell(sheet, row, "url").hyperlink) for row in (1, 2, 3)] == [True, False, False]
    assert cell(sheet, 2, "url").value == long


def test_links_beyond_the_limit_of_a_sheet_stay_text(monkeypatch):
    monkeypatch.setattr(table, "MAX_LINKS", 2)
    sheet = open_book(build_shortlist())["Creators"]
    assert [bool(cell(sheet, row, "url").hyperlink) for row in (1, 2, 3)] == [True, True, False]
    assert cell(sheet, 3, "url").value.startswith("https://")


def test_columns_are_called_as_excel_calls_them():
    told = [table.letters(number) for number in range(800)]
    assert told == [get_column_letter(number + 1) for number in range(800)]


def test_a_sheet_to_fill_in_has_its_choices_and_hides_a_column():
    columns = tuple(Column(name, "It.", "text") for name in ("who", "status", "known_at"))
    rows = pl.DataFrame({"who": ["a", "b"], "status": ["new", "never"], "known_at": ["", ""]})
    choices = {"status": ("new", "never")}
    made = Sheet("contacts", "To fill in.", columns, rows, hidden=("known_at",), choices=choices)
    sheet = open_book(replace(build_shortlist(), sheets=(made,)))["Contacts"]
    [rule] = sheet.data_validations.dataValidation
    assert (rule.type, rule.formula1, str(rule.sqref)) == ("list", '"new,never"', "B2:B3")
    assert [sheet.column_dimensions[it].hidden for it in "ABC"] == [False, False, True]
    empty = Sheet("contacts", "None.", columns, rows.head(0), hidden=("known_at",), choices=choices)
    sheet = open_book(replace(build_shortlist(), sheets=(empty,)))["Contacts"]
    assert sheet.max_row == 1


def test_the_summary_has_title_notes_and_the_identity(book):
    rows = [tuple(each.value for each in row) for row in book["Summary"].iter_rows()]
    assert rows[0][0].startswith("Chemistry: 22 of 3,127 =1+1")
    assert [pair for pair in rows if pair in IDENTITY.items()] == list(IDENTITY.items())
    assert "=HYPERLINK(1) " in [row[0] for row in rows]
    heights = [book["Summary"].row_dimensions[row + 1].height or 15 for row in range(len(rows))]
    assert max(heights) <= 409  # what Excel allows


def test_definitions_explain_every_column(book):
    told = [tuple(each.value for each in row) for row in book["Definitions"].iter_rows()]
    for column in COLUMNS:
        [(_, title, *rest)] = [row for row in told if row[0] == column.name]
        assert rest == [column.meaning, column.form]
        assert title, column.name


def test_the_only_date_is_the_rankings(book):
    assert book.properties.created == datetime(2026, 3, 1, 23, 59, 59)
    assert book.properties.modified == book.properties.created


def test_empty_tables_have_a_header():
    sheet = open_book(build_empty())["Creators"]
    assert sorted(each.value for each in sheet[1]) == sorted(NAMES)
    assert sheet.max_row == 1
    assert not list(sheet.conditional_formatting)


def test_more_rows_than_a_sheet_holds(monkeypatch):
    monkeypatch.setattr(table, "MAX_ROWS", 3)
    with pytest.raises(LeadersError, match="holds 3 accounts, not 22"):
        to_xlsx(build_shortlist())


def test_sheets_have_names_that_excel_takes_and_no_two_the_same():
    assert entitle("a/b [c]: 'd'?*\\ \x00") == "A B C D"
    assert len(entitle("😀" * 40).encode("utf-16-le")) <= 2 * 31
    taken = set()
    found = [find_title(title, taken) for title in ("Plan", "PLAN", "plan", "", "x" * 31, "X" * 31)]
    assert found == ["Plan", "PLAN 2", "plan 3", "Sheet 2", "x" * 31, "X" * 29 + " 2"]
    assert all(a != b for a, b in pairwise(sorted(found)))


def test_a_sheet_that_is_called_like_another_is_numbered():
    columns = (Column("who", "It.", "text"),)
    made = [Sheet(name, "", columns, pl.DataFrame({"who": ["a"]})) for name in ("summary", "odd:")]
    names = open_book(replace(build_shortlist(), sheets=tuple(made))).sheetnames
    assert names == ["Summary", "Creators", "Communities", "Summary 2", "Odd", "Definitions"]
