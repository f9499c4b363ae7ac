"""Sorting, filtering, searching and choosing columns give what the tables say, row for row."""

import json
from itertools import groupby

import pytest

from leaders.export.words import SPACE, Words
from leaders.model import show_platform

WORDS = Words("en")
ORDER = str.maketrans({"ё": "е", ",": "\x21", ";": "\x22", ".": "\x23"})
FIRST = ("who", "where", "role", "median_views", "last_post", "engagement", "in_top", "why",
         "price", "status")  # fmt: skip


def text(said):
    """Texts go by the alphabet, marks before letters: case and the dots of ё decide nothing."""
    return said.casefold().translate(ORDER)


def keys(report):
    """For each column what a row of the tables is sorted by; None is not known."""
    details = report.shortlist.beside.details

    def price(row):
        told = details[row["account_id"]].price
        return told and told.amount

    return {
        "who": lambda row: text(row["name"]),
        "where": lambda row: text(show_platform(row["platform"])),
        "role": lambda row: text(WORDS(f"role_{row['role']}")),
        "median_views": lambda row: row["median_views"],
        "last_post": lambda row: row["last_post"],
        "engagement": lambda row: row["engagement"],
        "in_top": lambda row: row["p_top"],
        "price": price,
        "status": lambda row: row["status"] and text(WORDS(f"page_status_{row['status']}")),
    }


def expect(rows, key, *, is_down):
    """Ids in a stable order within each list, those of whom the value is not known last."""
    ordered = []
    for _, one_list in groupby(rows, lambda row: row["account_id"].partition("/")[0]):
        known, unknown = [], []
        for row in one_list:
            (unknown if key(row) is None else known).append(row)
        # Also with reverse equal ones keep their order.
        ordered += [*sorted(known, key=key, reverse=is_down), *unknown]
    return [row["account_id"] for row in ordered]


@pytest.mark.parametrize("column", [name for name in FIRST if name != "why"])
def test_each_column_sorts_both_ways_and_back(open_report, column):
    report = open_report("varied")
    report.show("all")
    rows, key = report.rows(), keys(report)[column]
    before = report.shown
    assert before == [row["account_id"] for row in rows]
    directions = []
    for _ in range(2):
        directions.append(report.sort(column))
        expected = expect(rows, key, is_down=directions[-1] == "descending")
        assert report.shown == expected, directions[-1]
        assert expected != before or column == "role"
    assert sorted(directions) == ["ascending", "descending"]
    assert report.sort(column) in (None, "none")
    assert report.shown == before


def test_reasons_sort_by_their_words(open_report):
    report = open_report("varied")
    report.show("creators")
    told = dict(zip(report.shown, report.cells("why"), strict=True))
    assert report.sort("why") == "ascending"
    assert report.shown == sorted(told, key=lambda it: text(told[it]))


def test_only_one_header_says_that_it_sorts(open_report):
    report = open_report()
    heads = report.page.locator("th[aria-sort]")
    for column in ("who", "median_views"):
        report.sort(column)
        told = [it.get_attribute("aria-sort") for it in heads.all()]
        assert len([it for it in told if it != "none"]) == 1


@pytest.mark.parametrize("column", ["in_top", "median_views", "last_post"])
def test_a_thousand_rows_are_sorted_as_a_dozen(open_report, column):
    report = open_report("many")
    report.show("all")
    rows, key = report.rows(), keys(report)[column]
    assert len(report.shown) == len(rows) == 1000
    is_down = report.sort(column) == "descending"
    assert report.shown == expect(rows, key, is_down=is_down)


def test_cells_say_what_the_table_knows(open_report):
    report = open_report("varied")
    report.show("creators")
    unknown, details = WORDS("not_known"), report.shortlist.beside.details
    cells = {column: report.cells(column) for column in FIRST}
    for number, row in enumerate(report.rows("creators")):
        said = {column: cells[column][number] or "" for column in FIRST}
        assert row["name"] in said["who"]
        assert said["where"].startswith(show_platform(row["platform"]))
        assert WORDS(f"role_{row['role']}") in said["role"]
        views = row["median_views"]
        assert said["median_views"] == (unknown if views is None else WORDS.number(views))
        assert said["last_post"] == (row["last_post"] or unknown)
        if row["engagement"] is None:
            assert said["engagement"] == unknown
        else:
            digits = 2 if row["engagement"] < 0.01 else 1
            share = WORDS.number(100 * row["engagement"], digits) + SPACE + "%"
            assert said["engagement"].split("\n")[0].replace(" ", SPACE).startswith(share)
            assert "er_views" in said["engagement"]
        assert said["in_top"].startswith(WORDS(sureness(row)))
        price = details[row["account_id"]].price
        assert said["price"].startswith(f"{price.amount:g}" if price else unknown)
        status = row["status"]
        assert said["status"] == (WORDS(f"page_status_{status}") if status else unknown)
        assert said["why"].endswith(".")


@pytest.mark.parametrize("name", ["creators", "communities", "media", "brands"])
def test_a_list_shows_its_accounts_alone(open_report, name):
    report = open_report("varied")
    report.show(name)
    assert report.shown == [row["account_id"] for row in report.rows(name)]
    report.show("all")
    assert report.shown == [row["account_id"] for row in report.rows()]


def sureness(row):
    chance = row["p_top"]
    if chance is None:
        return "not_known"
    return "certain" if chance >= 0.9 else "likely" if chance >= 0.5 else "possible"


def is_fitting(name, value, row):
    if name == "coverage":
        share = row["coverage"]
        if value == "unknown":
            return share is None
        return share is not None and share >= float(value) / 100
    told = {
        "platform": show_platform(row["platform"]),
        "flags": "with" if row["flags"] else "without",
        "standing": sureness(row),
    }
    return told.get(name, row.get(name)) == value


@pytest.mark.parametrize("name", ["platform", "tier", "language", "coverage", "flags", "standing"])
def test_each_filter_leaves_what_fits(open_report, name):
    report = open_report("varied")
    report.show("all")
    choice = report.page.locator(f"#filter-{name}")
    values = choice.evaluate("it => [...it.options].map(option => option.value)")
    assert values[0] == ""
    assert len(values) > 2
    for value in values[1:]:
        choice.select_option(value)
        expected = [row["account_id"] for row in report.rows() if is_fitting(name, value, row)]
        assert report.shown == expected, value
        assert 0 < len(expected) < report.shortlist.rows, value
        assert_counted(report)
    choice.select_option("")
    assert len(report.shown) == report.shortlist.rows


def assert_counted(report):
    said = report.page.locator("#shown").inner_text()
    assert str(len(report.shown)) in said.replace(SPACE, "").split()[1:], said


def test_filters_and_the_search_are_all_to_fit(open_report):
    report = open_report("varied")
    report.show("all")
    report.page.locator("#filter-platform").select_option(show_platform("vk"))
    report.page.locator("#filter-language").select_option("ru")
    report.page.locator("#search").fill("а")
    assert_finally(report, [
        row["account_id"]
        for row in report.rows()
        if row["platform"] == "vk" and row["language"] == "ru"
        and "а" in f"{row['name']} {row['handle']} {row['account_id']}".casefold()
    ])  # fmt: skip


def assert_finally(report, expected):
    """A search may wait until the typing ends."""
    assert expected
    script = "told => JSON.stringify(" + SHOWN + ") === told"
    report.page.wait_for_function(script, arg=json.dumps(expected, separators=(",", ":")))
    assert report.shown == expected
    assert_counted(report)


SHOWN = """[...document.querySelectorAll("tr.account")]
    .filter(row => row.getClientRects().length).map(row => row.dataset.id)"""


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("королева", ["Королёва"]),
        ("КОРОЛЁВА", ["Королёва"]),
        ("ёж", ["Еж и нитки"]),
        ("  zwarte ", ["zwarte wol"]),
        ("wol", ["zwarte wol", "wol & zo"]),
        ("@anna_2", ["Аня вяжет"]),
        ("vk:creators/11", ["Дом пряжи"]),
    ],
)
def test_search_finds_names_handles_and_ids(open_report, typed, names):
    report = open_report("varied")
    report.show("creators")
    report.page.locator("#search").fill(typed)
    found = [row["account_id"] for row in report.rows("creators") if row["name"] in names]
    assert len(found) == len(names)
    assert_finally(report, found)


def test_a_search_without_a_result_says_so(open_report):
    report = open_report("varied")
    report.page.locator("#search").fill("nobody is called this")
    report.page.get_by_text(WORDS("page_nothing_fits")).wait_for()
    assert report.shown == []
    report.page.locator("#search").fill("")
    report.page.get_by_text(WORDS("page_nothing_fits")).wait_for(state="hidden")
    assert report.shown


@pytest.mark.parametrize(
    ("column", "say"),
    [
        ("followers_count", lambda row: WORDS.number(row["followers_count"])),
        ("links", lambda row: row["links"]),
        ("posts_a_week", lambda row: "2.5"),
        ("is_tied", lambda row: WORDS("page_yes" if row["is_tied"] else "page_no")),
        ("ads_share", lambda row: f"10.0{SPACE}%"),
    ],
)
def test_another_column_can_be_shown(open_report, column, say):
    report = open_report("varied")
    report.show("creators")
    assert column not in report.headers
    report.choose_column(column)
    assert column in report.headers
    for row, said in zip(report.rows("creators"), report.cells(column), strict=True):
        expected = WORDS("not_known") if row[column] is None else say(row)
        assert said is not None
        assert said.replace(" ", SPACE).startswith(expected.replace(" ", SPACE))
    report.choose_column(column)
    assert column not in report.headers


def test_at_first_there_are_the_ten_plain_columns(open_report):
    assert open_report("varied").headers == list(FIRST)


def test_columns_of_which_nothing_is_known_are_left_out(open_report):
    assert open_report("client").headers == [it for it in FIRST if it != "price"]
    assert open_report("unknown").headers == ["who", "where", "role", "in_top", "why"]


def test_one_of_the_first_columns_can_be_left_out(open_report):
    report = open_report("varied")
    report.choose_column("why")
    assert report.headers == [it for it in FIRST if it != "why"]
