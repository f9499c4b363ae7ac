"""Which sheets a briefed workbook has, what stands on each, and how it is folded and coloured."""

import re
import struct
import zlib
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import polars as pl
import pytest
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from sample_briefing import build_briefed
from sample_shortlist import build_empty, build_shortlist, build_unknown

from leaders.export import Column, Sheet
from leaders.export.briefing import Edition, Logo
from leaders.export.workbook import to_xlsx


def paint(shade, width=40, height=20):
    """A grey PNG."""

    def chunk(name, content):
        checked = name + content
        return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = (b"\x00" + bytes([shade]) * width) * height
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def count_pictures(shortlist):
    with ZipFile(BytesIO(write(shortlist))) as packed:
        return sum(name.startswith("xl/media/") for name in packed.namelist())


def write(shortlist):
    return to_xlsx(shortlist)[0].content


def read(shortlist):
    return load_workbook(BytesIO(write(shortlist)))


def heads(sheet):
    return [cell.value for cell in sheet[1]]


def column(sheet, name):
    at = heads(sheet).index(name)
    return [row[at].value for row in sheet.iter_rows(min_row=2)]


def texts(sheet):
    return [cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None]


def make_sheet(name, **columns):
    described = tuple(Column(it, "It.", "text") for it in columns)
    return Sheet(name, f"About {name}.", described, pl.DataFrame(columns))


def with_beside(shortlist, **parts):
    return replace(shortlist, beside=replace(shortlist.beside, **parts))


@pytest.fixture(scope="module")
def book():
    return read(build_briefed(40))


def test_the_order_of_sheets_is_that_of_the_issue():
    given = [make_sheet(it, who=["a"]) for it in ("contacts", "overlap", "plan", "people", "more")]
    briefed = build_briefed()
    several = (*briefed.beside.competitors, make_sheet("unused", who=["a"]))
    told = with_beside(replace(briefed, sheets=tuple(given)), competitors=several)
    told = replace(told, tables=told.tables | {"in doubt": told.tables["brands"]})
    assert read(told).sheetnames == [
        "Summary", "Creators", "Communities", "Media and brands", "Others", "People", "Plan",
        "Overlap", "Overlap pairs", "Changes", "Competitors Carriers", "Competitors Unused",
        "More", "Contacts", "Coverage", "Definitions", "Chart data", "Budget data",
    ]  # fmt: skip


def test_a_part_that_is_missing_has_no_sheet():
    names = ("changes", "plan", "shared", "coverage", "people")
    bare = with_beside(build_briefed(), **dict.fromkeys(names), competitors=())
    assert read(bare).sheetnames == [
        "Summary", "Creators", "Communities", "Media and brands", "Definitions", "Chart data",
    ]  # fmt: skip


def test_lists_of_one_sort_are_on_one_sheet_whatever_their_platform():
    tables = build_shortlist().tables
    names = ("VK creators", "VK role unknown", "Bluesky creators", "VK media", "VK brands")
    told = replace(build_shortlist(), tables=dict.fromkeys(names, tables["communities"]))
    book = read(told)
    assert book.sheetnames[1:4] == ["Creators", "Media and brands", "Others"]
    assert column(book["Creators"], "list") == ["VK creators"] * 2 + ["Bluesky creators"] * 2
    assert column(book["Media and brands"], "list") == ["VK media"] * 2 + ["VK brands"] * 2
    assert "list" not in heads(book["Others"])
    assert heads(book["Creators"])[:3] == ["list", "rank", "name"]
    assert book["Creators"].freeze_panes == "D2"


def test_what_matters_is_seen_and_statistics_are_folded(book):
    sheet = book["Creators"]
    folded, seen = [], []
    for name, cell in zip(heads(sheet), sheet[1], strict=True):
        spans = [it for it in sheet.column_dimensions.values() if it.min <= cell.column <= it.max]
        assert (spans[0].outlineLevel == 1) == bool(spans[0].hidden), name
        (folded if spans[0].hidden else seen).append(name)
    assert heads(sheet) == seen + folded  # one click opens all of them
    assert {"rank", "name", "followers_count", "engagement", "flags", "url"} <= set(seen)
    assert {"stress_best", "reach", "reach_percentile", "reach_contribution"} <= set(folded)
    assert "city" in folded  # nothing is known of it
    after = [it for it in sheet.column_dimensions.values() if it.min == len(heads(sheet)) + 1]
    assert [it.collapsed for it in after] == [True]


def test_look(book):
    for name in ("Creators", "Communities", "Plan", "Changes", "Coverage", "Chart data"):
        sheet = book[name]
        assert sheet.auto_filter.ref.startswith("A1:"), name
        assert sheet.freeze_panes.endswith("2") or sheet.freeze_panes == "A2", name
        assert max(it.width for it in sheet.column_dimensions.values()) < 50, name
    assert book["Creators"].freeze_panes == "C2"


def rules_of(sheet):
    """(column's name, or None for several) -> what colours it."""
    told = {}
    for each in sheet.conditional_formatting:
        first, _, last, _ = range_boundaries(str(each.sqref))
        name = heads(sheet)[first - 1] if first == last else None
        told.setdefault(name, []).extend(each.rules)
    return told


def test_colours_say_what_words_say(book):
    rules = rules_of(book["Creators"])
    assert {name for name, it in rules.items() if it[0].type == "dataBar"} == {
        "score", "p_top", "coverage",
    }  # fmt: skip
    assert [it.formula for it in rules["risk"]] == [['"note"'], ['"review"'], ['"high"']]
    assert [it.formula for it in rules["standing"]] == [['"solid"'], ['"borderline"'], ['"out"']]
    grounds = [it.dxf.fill.bgColor.rgb for it in rules["risk"]]
    assert len(set(grounds)) == 3
    assert rules["flags"][0].type == "notContainsBlanks"
    [kinds] = [it for name, it in rules_of(book["Changes"]).items() if name == "kind"]
    assert {it.formula[0] for it in kinds} == {'"entered"', '"moved"', '"left"'}


def test_rows_of_who_is_not_asked_again_are_grey_before_any_other_colour(book):
    sheet = book["Creators"]
    [(ref, rule)] = [
        (str(each.sqref), it)
        for each in sheet.conditional_formatting
        for it in each.rules
        if it.type == "expression"
    ]
    status = sheet.cell(1, heads(sheet).index("status") + 1).column_letter
    assert rule.formula == [f'OR(${status}2="refused",${status}2="never")']
    assert rule.priority == 1
    assert range_boundaries(ref) == (1, 2, len(heads(sheet)), 41)


@pytest.mark.parametrize(
    "shortlist", [build_briefed(40), build_briefed(hostile=True), build_empty(), build_unknown()]
)
def test_every_colour_and_chart_is_of_cells_that_are_there(shortlist):
    content = write(shortlist)
    book = load_workbook(BytesIO(content))
    for sheet in book:
        for each in sheet.conditional_formatting:
            for span in each.sqref.ranges:
                assert (span.min_row, span.min_col) >= (2, 1)
                assert span.max_row <= sheet.max_row, sheet.title
                assert span.max_col <= sheet.max_column, sheet.title
    with ZipFile(BytesIO(content)) as packed:
        names = packed.namelist()
        charts = [packed.read(it).decode() for it in names if "/charts/chart" in it]
    assert len(names) == len(set(names))
    for place in re.findall(r"<c:f>(.*?)</c:f>", "".join(charts)):
        title, _, cells = place.replace("'", "").rpartition("!")
        columns = book[title][cells.replace("$", "")]
        values = [
            cell[0].value for cell in (columns if isinstance(columns, tuple) else ((columns,),))
        ]
        assert all(isinstance(value, int | float) and value > 0 for value in values), place
    titles = [sheet.title.casefold() for sheet in book]
    assert len(titles) == len(set(titles))


def test_the_chart_of_accounts_has_a_series_a_tier_and_counts_who_is_left_out(book):
    scatter, curve = book["Summary"]._charts
    assert [axis.scaling.logBase for axis in (scatter.x_axis, scatter.y_axis)] == [10, 10]
    sheet = book["Chart data"]
    tiers = column(sheet, "tier")
    assert len(scatter.series) == len(set(tiers)) == 5
    for series, tier in zip(scatter.series, dict.fromkeys(tiers), strict=True):
        rows = [row for row, it in enumerate(tiers, start=2) if it == tier]
        assert series.xVal.numRef.f == f"'Chart data'!$E${rows[0]}:$E${rows[-1]}"
        assert series.yVal.numRef.f == f"'Chart data'!$F${rows[0]}:$F${rows[-1]}"
    followers, rates = column(sheet, "followers_count"), column(sheet, "engagement")
    assert (
        scatter.x_axis.scaling.min <= min(followers) <= max(followers) <= scatter.x_axis.scaling.max
    )
    assert scatter.y_axis.scaling.min <= min(rates) <= max(rates) <= scatter.y_axis.scaling.max
    listed = sum(book[it].max_row - 1 for it in ("Creators", "Communities", "Media and brands"))
    [told] = [it for it in texts(book["Summary"]) if "left out" in str(it)]
    assert f"shown: {len(tiers)};" in told
    assert told.endswith(f"formula: {listed - len(tiers)}.")
    assert len(curve.series) == 2


def test_only_accounts_of_the_commonest_formula_are_drawn():
    briefed = build_briefed(12)
    other = pl.when(pl.col("rank") < 3).then(pl.lit("other 1")).otherwise("engagement_formula")
    tables = {
        it: told.with_columns(engagement_formula=other) for it, told in briefed.tables.items()
    }
    sheet = read(replace(briefed, tables=tables))["Chart data"]
    assert not {"vk:creators/1", "vk:creators/2", "vk:creators/7"} & set(
        column(sheet, "account_id")
    )
    assert {"vk:creators/3", "vk:creators/8"} <= set(column(sheet, "account_id"))


def test_the_plan_is_marked_on_the_curve_of_budgets(book):
    rows = [[cell.value for cell in row] for row in book["Budget data"].iter_rows(min_row=2)]
    assert rows[-1] == [960, None, 2345.6]
    assert [row[2] for row in rows[:-1]] == [None] * 10
    curve = book["Summary"]._charts[1]
    assert curve.series[1].xVal.numRef.f == "'Budget data'!$A$12"
    assert curve.series[1].yVal.numRef.f == "'Budget data'!$C$12"


def test_a_plan_without_money_has_no_curve_and_no_costs():
    book = read(build_briefed(is_for_client=True))
    assert "Budget data" not in book.sheetnames
    assert len(book["Summary"]._charts) == 1
    assert heads(book["Plan"]) == ["name", "account_id", "format", "adds", "reach"]


def test_overlap_is_a_matrix_with_nothing_where_it_is_not_told(book):
    sheet = book["Overlap"]
    assert heads(sheet) == ["number", "name", "account_id", "seen", "1", "2", "3", "4", "5", "6"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2, max_row=7)]
    assert [row[0] for row in rows] == [1, 2, 3, 4, 5, 6]
    assert rows[0][4:] == [1, 0.5, 0.33, 0.25, 0.2, None]
    assert rows[5][3:] == [None] * 6 + [1]
    assert sheet["F2"].number_format == "0 %"
    [scale] = [rule for it in sheet.conditional_formatting for rule in it.rules]
    assert scale.type == "colorScale"
    assert [it.val for it in scale.colorScale.cfvo] == [0, 0.5]
    assert "the 6 first listed" in texts(sheet)


def test_changes_say_since_when_and_what_is_within_noise(book):
    sheet = book["Changes"]
    assert column(sheet, "kind")[:5] == ["moved"] * 4 + ["entered"]
    assert column(sheet, "rank_before")[4] is None
    told = texts(sheet)
    assert "Compared with 2026-02-01; changed within noise: 9." in told
    assert "[score] preset changed" in told


def test_coverage_tells_what_share_was_read(book):
    assert column(book["Coverage"], "read_share") == [
        pytest.approx(11_800 / 12_000), pytest.approx(20_000 / 90_000), None,
    ]  # fmt: skip


def test_people_of_the_briefing_have_a_sheet_and_a_given_one_goes_first():
    told = with_beside(build_briefed(2), people=make_sheet("people", who=["of the briefing"]))
    assert column(read(told)["People"], "who") == ["of the briefing"]
    given = replace(told, sheets=(make_sheet("people", who=["given"]),))
    assert column(read(given)["People"], "who") == ["given"]


@pytest.mark.parametrize(
    ("language", "said", "name"),
    [
        ("en", "likely", "Creators"),
        ("ru", "вероятно", "Авторы"),
        ("nl", "waarschijnlijk", "Makers"),
    ],
)
def test_the_summary_is_in_the_briefings_language_and_leads_to_every_sheet(language, said, name):
    book = read(build_briefed(language=language))
    summary = book["Summary"]
    assert said in texts(summary)
    links = {cell.hyperlink.location for row in summary for cell in row if cell.hyperlink}
    assert links == {f"'{it}'!A1" for it in book.sheetnames[1:]}
    assert name in [cell.value for row in summary for cell in row if cell.hyperlink]
    title = summary._charts[0].title.tx.rich.p[0].r[0].t
    assert bool(re.search("[а-яё]", title)) == (language == "ru")


def test_an_edition_names_its_parties_and_shows_their_logos():
    edition = Edition(True, "=The Yarn Shop", "Agency & Sons", Logo("image/png", paint(0)))
    told = with_beside(build_briefed(2), edition=edition)
    said = set(texts(read(told)["Summary"]))
    assert {"Made for: =The Yarn Shop", "Made by: Agency & Sons"} <= said
    assert count_pictures(told) == 1
    both = replace(edition, agency_logo=Logo("image/png", paint(99)))
    assert count_pictures(with_beside(told, edition=both)) == 2
    drawn = replace(edition, client_logo=Logo("image/svg+xml", b"<svg/>"))
    assert count_pictures(with_beside(told, edition=drawn)) == 0


@pytest.mark.parametrize(
    "content", [b"", paint(0)[:20], b"GIF8" + bytes(60), b"\xff\xd8" + b"\xff" * 50]
)
def test_a_broken_logo_is_left_out(content):
    broken = Edition(client_logo=Logo("image/png", content))
    assert count_pictures(with_beside(build_briefed(2), edition=broken)) == 0


def test_definitions_explain_all_columns_flags_and_formulas(book):
    told = [tuple(cell.value for cell in row) for row in book["Definitions"].iter_rows()]
    explained = {row[0] for row in told}
    for sheet in book.worksheets[1:]:
        if sheet.title not in ("Definitions", "Overlap"):
            assert set(heads(sheet)) <= explained, sheet.title
    assert {"number", "seen", "1 … 6"} <= explained
    assert ("Creators, Communities, Media and brands", None, None, None) in told
    [flag] = [row for row in told if row[0] == "er_vs_tier"]
    assert "er / median er of the tier (post). a quiet week" in flag[2]
    titled = {row[0]: row[1] for row in told if row[3]}
    assert titled["reach_percentile"] == "Reach in the niche: above so many"
    assert titled["followers_count"]


def test_definitions_name_the_formulas_that_were_used():
    briefed = build_briefed(4)
    used = pl.lit("er_tgstat_v1").alias("engagement_formula")
    tables = {name: table.with_columns(used) for name, table in briefed.tables.items()}
    told = texts(read(replace(briefed, tables=tables))["Definitions"])
    assert "er_tgstat_v1" in told
    assert "TGStat" in told
    assert "er_hypeauditor_v1" not in told


@pytest.mark.parametrize("is_hostile", [False, True])
def test_the_same_shortlist_gives_the_same_bytes(is_hostile):
    assert write(build_briefed(hostile=is_hostile)) == write(build_briefed(hostile=is_hostile))


def test_no_cell_of_a_hostile_workbook_is_a_formula_and_no_name_a_link():
    book = read(build_briefed(24, hostile=True))
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in ("s", "n", "b"), (sheet.title, cell.coordinate)
                if cell.hyperlink and sheet.title != "Summary":
                    assert heads(sheet)[cell.column - 1] == "url"
                if isinstance(cell.value, str) and cell.value[:1] in "=+-@":
                    assert cell.number_format == "@", (sheet.title, cell.coordinate)
