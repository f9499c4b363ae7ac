from dataclasses import replace
from datetime import datetime
from io import BytesIO

import polars as pl
import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from sample_shortlist import COLUMNS, HOSTILE, IDENTITY, build_empty, build_shortlist

from leaders.errors import LeadersError
from leaders.export import Column, Sheet, workbook
from leaders.export.workbook import to_xlsx

NAMES = [column.name for column in COLUMNS]


def open_book(shortlist):
    (file,) = to_xlsx(shortlist)
    return load_workbook(BytesIO(file.content))


@pytest.fixture(scope="module")
def book():
    return open_book(build_shortlist())


def cell(sheet, row, name):
    return sheet.cell(row + 1, NAMES.index(name) + 1)


def test_sheets_header_and_values(book):
    assert book.sheetnames == ["Creators", "Communities", "About"]
    named = replace(
        build_shortlist(), tables={"VK role unknown": build_shortlist().tables["creators"]}
    )
    assert open_book(named).sheetnames == ["VK Role Unknown", "About"]
    creators = book["Creators"]
    assert [each.value for each in creators[1]] == NAMES
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
    assert columns == {NAMES.index("url") + 1}


def test_a_link_too_long_for_excel_stays_text():
    long = "https://example.org/" + "a" * 2_060
    escaped = "https://example.org/" + "ж" * 400  # six characters each once escaped
    creators = build_shortlist().tables["creators"].head(3)
    urls = pl.Series([long[:2_079], long, escaped])
    sheet = open_book(build_shortlist(creators.with_columns(url=urls)))["Creators"]
    assert [bool(cell(sheet, row, "url").hyperlink) for row in (1, 2, 3)] == [True, False, False]
    assert cell(sheet, 2, "url").value == long


def test_links_beyond_the_limit_of_a_sheet_stay_text(monkeypatch):
    monkeypatch.setattr(workbook, "MAX_LINKS", 2)
    sheet = open_book(build_shortlist())["Creators"]
    assert [bool(cell(sheet, row, "url").hyperlink) for row in (1, 2, 3)] == [True, True, False]
    assert cell(sheet, 3, "url").value.startswith("https://")


def test_look(book):
    for sheet in (book["Creators"], book["Communities"]):
        assert sheet.freeze_panes == "F2"
        last = get_column_letter(len(NAMES))
        assert sheet.auto_filter.ref == f"A1:{last}{sheet.max_row}"
        assert all(side.width < 40 for side in sheet.column_dimensions.values())
        rules = {it.type: it for each in sheet.conditional_formatting for it in each.rules}
        assert set(rules) == {"dataBar", "expression"}
        status = get_column_letter(NAMES.index("status") + 1)
        assert rules["expression"].formula == [f'OR(${status}2="refused",${status}2="never")']


def test_columns_are_called_as_excel_calls_them():
    told = [workbook._letters(number) for number in range(800)]
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


def test_about_explains_the_run_and_every_column(book):
    rows = [tuple(each.value for each in row) for row in book["About"].iter_rows()]
    assert rows[0][0].startswith("Chemistry: 22 of 3,127 =1+1")
    for pair in IDENTITY.items():
        assert (*pair, None) in rows
    assert "=HYPERLINK(1) " in [row[1] for row in rows]
    assert rows[-len(COLUMNS) :] == [(each.name, each.meaning, each.form) for each in COLUMNS]


def test_the_only_date_is_the_rankings(book):
    assert book.properties.created == datetime(2026, 3, 1, 23, 59, 59)
    assert book.properties.modified == book.properties.created


def test_empty_tables_have_a_header():
    sheet = open_book(build_empty())["Creators"]
    assert [each.value for each in sheet[1]] == NAMES
    assert sheet.max_row == 1


def test_more_rows_than_a_sheet_holds(monkeypatch):
    monkeypatch.setattr(workbook, "MAX_ROWS", 3)
    with pytest.raises(LeadersError, match="holds 3 accounts, not 22"):
        to_xlsx(build_shortlist())
