"""Reports: one contract for every format, on hostile words and names."""

import csv
import io
import json
import re
from datetime import UTC, datetime
from io import BytesIO

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from sample_shortlist import HOSTILE, build_shortlist

from leaders.errors import LeadersError
from leaders.export import Column, Sheet
from leaders.export.report import REPORT_EXPORTERS, Report, Section, export_report
from leaders.export.text import escape_markdown
from leaders.export.workbook import to_xlsx

COLUMNS = (
    Column("name", "What it calls itself.", "text"),
    Column("url", "Its page.", "url"),
    Column("cost", "What it costs.", "money"),
    Column("reach", "Who sees it.", "decimal"),
)
AS_OF = datetime(2026, 3, 1, 12, tzinfo=UTC)


def build_sheet(names=HOSTILE, **changes):
    count = len(names)
    rows = pl.DataFrame(
        {
            "name": list(names),
            "url": ["javascript:alert(1)", "https://example.org/"][:count] + [None] * (count - 2),
            "cost": [10.5 * (n + 1) for n in range(count)],
            "reach": [float("nan"), *(float(n) for n in range(1, count))],
        }
    )
    told = {"name": "plan", "about": "=1+1", "columns": COLUMNS, "rows": rows, "frozen": 1}
    return Sheet(**(told | changes))


def build_report(names=HOSTILE):
    curve = build_sheet(names, name="other budgets", chart=("cost", "reach"))
    return Report(
        name="plan",
        title="=A plan </script>\x00",
        as_of=AS_OF,
        facts={"niche": "n", "certificate": None},
        sections=(
            Section("What to buy", tuple(names), is_ordered=True),
            Section("Nothing to say", ()),
        ),
        sheets=(build_sheet(names), curve),
    )


@pytest.mark.parametrize("name", REPORT_EXPORTERS)
def test_the_same_report_gives_the_same_bytes(name, tmp_path):
    first = export_report(build_report(), [name], tmp_path / "a")
    second = export_report(build_report(), [name], tmp_path / "b")
    assert sorted(first) == sorted((tmp_path / "a").iterdir())  # nothing is left beside them
    assert [it.name for it in first] == [it.name for it in second]
    for one, other in zip(first, second, strict=True):
        assert one.read_bytes() == other.read_bytes()


def test_files_are_called_by_report_and_table(tmp_path):
    written = export_report(build_report(), ["csv", "md", "csv", "json", "xlsx"], tmp_path)
    assert [it.name for it in written] == [
        "plan.csv", "plan-other-budgets.csv", "plan.md", "plan.json", "plan.xlsx",
    ]  # fmt: skip


@pytest.mark.parametrize("formats", [["pdf"], ["csv", "pdf"], []])
def test_an_unknown_format_writes_nothing(formats, tmp_path):
    with pytest.raises(LeadersError, match="choose from csv, xlsx, json, md"):
        export_report(build_report(), formats, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_no_cell_of_csv_is_run(tmp_path):
    path, _ = export_report(build_report(), ["csv"], tmp_path, bom=True)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")))
    assert rows[0] == ["name", "url", "cost", "reach"]
    assert len(rows) == len(HOSTILE) + 1
    assert not [row[0] for row in rows if row[0].strip("\u200b\ufeff ")[:1] in tuple("=+-@＝")]
    assert [row[1] for row in rows[1:3]] == ["", "https://example.org/"]
    assert rows[1][3] == ""


def test_the_workbook_has_words_tables_meanings_and_a_curve():
    (file,) = REPORT_EXPORTERS["xlsx"](build_report())
    book = load_workbook(BytesIO(file.content))
    assert book.sheetnames == ["Summary", "Plan", "Other Budgets", "About"]
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {
        "s", "n", "b",
    }  # fmt: skip
    summary = [[cell.value for cell in row] for row in book["Summary"].iter_rows()]
    assert summary[1] == ["What to buy", ""]
    assert [row[0] for row in summary[2:4]] == ["1", "2"]
    assert "Nothing to say" not in [row[0] for row in summary]
    assert book["Plan"].freeze_panes == "B2"
    assert book["Plan"]["C2"].number_format == "#,##0.00"
    assert [len(sheet._charts) for sheet in book] == [0, 0, 1, 0]
    told = [tuple(cell.value for cell in row) for row in book["About"].iter_rows()]
    for column in COLUMNS:
        assert told.count((column.name, column.meaning, column.form)) == 2
    assert ("Column of Other Budgets", "Meaning", "Form") in told
    assert book.properties.created == datetime(2026, 3, 1, 12)


def test_a_curve_of_one_point_is_not_drawn():
    report = build_report()
    one = build_sheet(("a", "b"), chart=("cost", "reach"), rows=report.sheets[0].rows.head(1))
    shortlist = build_shortlist(sheets=(one,))
    book = load_workbook(BytesIO(to_xlsx(shortlist)[0].content))
    assert book["Plan"]._charts == []


def test_sheets_of_a_shortlist_stand_in_its_workbook_and_are_explained():
    book = load_workbook(BytesIO(to_xlsx(build_shortlist(sheets=(build_sheet(),)))[0].content))
    assert book.sheetnames == ["Summary", "Creators", "Communities", "Plan", "Definitions"]
    told = [[cell.value for cell in row] for row in book["Definitions"].iter_rows()]
    after = told[[row[0] for row in told].index("Plan") :]
    assert [row[0] for row in after[2:6]] == ["name", "url", "cost", "reach"]
    assert after[4][2:] == ["What it costs.", "money"]


def test_json_holds_facts_words_and_tables_and_no_markup():
    (file,) = REPORT_EXPORTERS["json"](build_report())
    assert b"<script" not in file.content
    told = json.loads(file.content)
    assert (told["niche"], told["certificate"]) == ("n", None)
    assert list(told["words"]) == ["What to buy"]
    assert [it["name"] for it in told["tables"]["plan"]["rows"]][1] == HOSTILE[1]
    assert told["tables"]["plan"]["rows"][0]["reach"] is None
    assert told["tables"]["other budgets"]["columns"][0]["meaning"] == "What it calls itself."


def test_markdown_is_a_line_a_sentence():
    (file,) = REPORT_EXPORTERS["md"](build_report())
    lines = file.content.decode().splitlines()
    assert lines[0] == "# \\=A plan \\</script\\>"
    assert lines[2] == "## What to buy"
    assert [line.partition(".")[0] for line in lines[4:]] == [
        str(number) for number in range(1, len(HOSTILE) + 1)
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[a](javascript:x) <b>*c*</b>", "\\[a\\](javascript:x) \\<b\\>\\*c\\*\\</b\\>"),
        ("Ray__C lck_korea _x_", "Ray\\_\\_C lck_korea \\_x\\_"),
        ("two\nlines\u202e", "two lines"),
        ("1. first, 52.00 EUR", "1\\. first, 52.00 EUR"),
        ("0.1 % of 1.5", "0.1 % of 1.5"),
        ("# a", "\\# a"),
        ("a | b ` c ~d~ &amp;", "a \\| b \\` c \\~d\\~ \\&amp;"),
    ],
)
def test_markup_is_escaped(text, told):
    assert escape_markdown(text) == told


@given(st.text())
def test_escaped_text_is_one_printable_line_without_live_markup(text):
    told = escape_markdown(text)
    assert told.isprintable()
    assert not re.search(r"(?<!\\)(?:\\\\)*[<`*\[|]", told.replace("\\\\", ""))
    assert not re.match(r"(#|[-+]|\d+[.)])(\s|$)", told)


def test_a_table_and_its_description_must_agree():
    with pytest.raises(ValueError, match="the plan table and its description differ"):
        build_sheet(columns=COLUMNS[:-1])
