"""What the page says besides the page itself: why an account stands there, cleaned text, tables."""

from dataclasses import replace

import polars as pl
import pytest
from sample_briefing import build_briefed

from leaders.export.briefing import Detail, Flag, Said
from leaders.export.page import beside
from leaders.export.page.cells import write_row
from leaders.export.page.cleaned import clean, cut, web_address
from leaders.export.page.notes import fold_notes
from leaders.export.page.rows import name_list, read_accounts
from leaders.export.page.why import tell_why
from leaders.export.sheet import Column, Sheet
from leaders.export.terms import name_sureness
from leaders.export.words import LANGUAGES, Words, load_words
from leaders.rank import COMPONENTS
from leaders.rank.authenticity import FLAGS

EN = Words("en")
FLAG = Flag("er_vs_tier", "few", 0.1, 0.2, "share", 60, 12, "post", "f", "c")


def why(detail=None, **values):
    row = {"depends_on_one_source": None, "coverage": None, "flags": None}
    for name in ("reach", "affinity", "consistency"):
        row |= {f"{name}_percentile": None, f"{name}_contribution": None}
    for name, percentile in values.pop("percentiles", {"reach": 0.95}).items():
        row |= {f"{name}_percentile": percentile, f"{name}_contribution": 5.0}
    told = tell_why(row | values, detail or Detail(), ("reach", "affinity", "consistency"), EN)
    return told and EN.say(told)


@pytest.mark.parametrize("name", COMPONENTS)
def test_every_component_has_a_name_and_a_reason(name):
    for language in LANGUAGES:
        assert load_words()[language][f"component_{name}"]
        assert load_words()[language][f"why_{name}"]


@pytest.mark.parametrize("name", FLAGS)
def test_every_flag_has_a_name(name):
    assert all(load_words()[language][f"flag_{name}"] for language in LANGUAGES)


def test_why_names_the_two_highest_components():
    told = why(percentiles={"reach": 0.91, "affinity": 0.99, "consistency": 0.95})
    assert told == f"Among the best: {EN('why_affinity')}, {EN('why_consistency')}."


def test_why_names_one_where_the_second_is_of_a_lower_level():
    assert why(percentiles={"reach": 0.95, "affinity": 0.6}) == (
        f"Among the best: {EN('why_reach')}."
    )


def test_who_stands_low_is_not_praised():
    told = why(percentiles={"reach": 0.2, "affinity": 0.1})
    assert told == f"Below the middle; strongest: {EN('why_reach')}."


def test_components_that_give_no_points_are_no_reason():
    assert why(percentiles={"affinity": 0.6}, reach_percentile=0.99, reach_contribution=0.0) == (
        f"Above the middle: {EN('why_affinity')}."
    )
    assert why(percentiles={}) is None


def test_the_gravest_doubt_is_told():
    doubts = {"coverage": 0.3, "depends_on_one_source": True}
    flagged = why(Detail(flags=(FLAG,)), **doubts)
    assert flagged.endswith(f"; but look first: {EN('flag_er_vs_tier')}.")
    assert why(**doubts).endswith("; but the place depends on one source.")
    assert why(coverage=0.3).endswith("; but of its audience was seen only 30\u00a0%.")
    assert why(coverage=0.5).endswith(f"{EN('why_reach')}.")
    assert why(flags="odd").endswith("something is unusual.")


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("\u202eright\u200f to\u2066 left", "right to left"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        (" two\n\tlines\u2028three ", "two lines three"),
        ("\x00\x07\x1bname", "name"),
        ("e" + "\u0301" * 50, "e" + "\u0301" * 3),
        ("\u3164\u2800", ""),
        (None, ""),
        ("ёлка & <b>", "ёлка & <b>"),
    ],
)
def test_text_is_cleaned(text, cleaned):
    assert clean(text) == cleaned


def test_text_is_cut_with_a_sign():
    assert clean("n" * 10_000) == "n" * 299 + "\u2026"
    assert cut("abcdef", 6) == "abcdef"
    assert cut("abc def", 5) == "abc\u2026"


@pytest.mark.parametrize(
    "text",
    ["javascript:alert(1)", "data:text/html,x", "//example.org", "https://", "https:///x",
     "https://a b.org", 'https://a"b', "https://[::1", "https://a\u202e.org", "", None],
)  # fmt: skip
def test_no_other_address_becomes_a_link(text):
    assert web_address(text) is None


def test_web_addresses_stay():
    assert web_address("HTTPS://Example.org/a?b=1&c=2#d") == "HTTPS://Example.org/a?b=1&c=2#d"


def test_notes_go_to_their_lists():
    notes = ("media: a", "b", "creators: c", "creatorsd: e")
    assert fold_notes(notes, ("creators", "media")) == [
        (None, ["b", "creatorsd: e"]), ("creators", ["c"]), ("media", ["a"]),
    ]  # fmt: skip


def test_lists_of_several_platforms_are_named_with_theirs():
    assert EN.say(name_list("creators")) == "Creators"
    assert EN.say(name_list("VK role unknown")) == "VK: Role unknown"
    assert name_list("something else") == "something else"


def change(shortlist, **values):
    frames = {
        name: frame.with_columns(**{it: pl.lit(value) for it, value in values.items()})
        for name, frame in shortlist.tables.items()
    }
    return read_accounts(replace(shortlist, tables=frames), EN)


@pytest.mark.parametrize(
    ("chance", "key"),
    [(0.9, "certain"), (0.89, "likely"), (0.5, "likely"), (0.49, "possible"), (None, "not_known")],
)
def test_how_sure_the_top_is(chance, key):
    accounts = change(build_briefed(2), p_top=chance)
    assert name_sureness(accounts.rows[0].values["p_top"]) == key
    assert EN(key) in write_row(accounts.rows[0], accounts.first, EN)


def test_a_row_says_each_first_column():
    accounts = read_accounts(build_briefed(), EN)
    third = write_row(accounts.rows[2], accounts.first, EN)
    told = ("<b>=3</b>", "Анна 3 | knitting", "@anna_3", "<td>VK", "creator", "20,591",
            "2026-02-27", "1.6\u00a0%", "er_views", "certain", "1\u20136", "160 EUR")  # fmt: skip
    assert [it for it in told if it not in third] == []
    assert 'rel="noreferrer nofollow noopener" target="_blank"' in third
    assert third.count("not known") == 1  # no status
    seventh = write_row(accounts.rows[6], accounts.first, EN)
    assert seventh.count("not known") == 2  # neither engagement


def say(table):
    return [[EN.say(it) if isinstance(it, Said) else it for it in row] for row in table.rows]


def test_changes_are_told_with_their_cause():
    table = beside.tabulate_changes(build_briefed().beside.changes, EN)
    assert say(table)[0] == ["Анна 1 | knitting", "Creators", "moved", "6", "1",
                             "the network changed", "more people react to it", "12"]  # fmt: skip
    assert say(table)[4][2:4] == ["entered", None]


def test_a_plan_has_costs_where_they_are_known():
    briefed, client = build_briefed().beside.plan, build_briefed(is_for_client=True).beside.plan
    assert say(beside.tabulate_plan(briefed, EN))[1] == ["2", "Анна 2 | knitting", "post",
                                                         "160 EUR", "500", "1,200"]  # fmt: skip
    assert say(beside.tabulate_plan(client, EN))[1] == ["2", "Анна 2 | knitting", "post", "500",
                                                        "1,200"]  # fmt: skip
    assert EN.say(beside.tell_plan(briefed)[0]) == "Spends 960 EUR of 1,000 EUR."
    assert not any("EUR" in EN.say(it) for it in beside.tell_plan(client))
    few = replace(briefed, picks=briefed.picks.with_columns(adds=pl.lit(None, pl.Float64)))
    assert say(beside.tabulate_plan(few, EN))[0][4] == "under 10"


def test_nothing_to_buy_is_said():
    plan = build_briefed().beside.plan
    empty = replace(plan, picks=plan.picks.clear())
    assert beside.tabulate_plan(empty, EN) is None
    assert EN.say(beside.tell_plan(empty)[-1]) == "Nothing to buy."


def test_of_each_audience_the_nearest_is_told():
    table = beside.tabulate_shared(build_briefed().beside.shared)
    assert say(table)[0] == ["Анна 1 | knitting", "400", "Анна 2 | knitting", "50.0\u00a0%"]
    assert say(table)[5] == ["Анна 6 | knitting", "under 10", None, None]


def test_what_was_read_is_told_in_words():
    table = beside.tabulate_coverage(build_briefed().beside.coverage, EN)
    assert say(table)[1] == ["VK", "Members", "cut short by a limit", "6", "20,000", "90,000"]
    assert beside.tabulate_coverage(None, EN) is None


def test_a_sheet_shows_values_by_their_form_and_no_hidden_column():
    columns = (
        Column("account_id", "Who.", "text"), Column("url", "Where.", "url"),
        Column("is_tied", "Whether.", "flag"), Column("engagement", "How much.", "share"),
        Column("secret", "No.", "text"), Column("worth", "Money.", "money"),
    )  # fmt: skip
    rows = pl.DataFrame(
        {"account_id": ["a"] * 120, "url": ["https://example.org/"] * 120, "is_tied": [True] * 120,
         "engagement": [0.005] * 120, "secret": ["x"] * 120, "worth": [12.5] * 120}
    )  # fmt: skip
    table = beside.tabulate_sheet(Sheet("s", "About.", columns, rows, hidden=("secret",)), EN)
    link = beside.Link("https://example.org/")
    assert say(table)[0] == ["a", link, "yes", "0.50\u00a0%", "12.50"]
    assert (len(table.rows), table.left_out, table.numbers) == (100, 20, frozenset({3, 4}))
