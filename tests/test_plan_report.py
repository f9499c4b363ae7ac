"""A plan as a report: its tables and words, and its sheets in the workbook of a ranking."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import planned_niche
import pytest
from openpyxl import load_workbook
from planned_niche import BUDGET, HOSTILE, TOLD, put_prices

from leaders import forgetting, pipeline
from leaders.audience.media_plan import make_plan
from leaders.audience.wishes import Wishes
from leaders.export.report import REPORT_EXPORTERS, export_report
from leaders.niche import load_niche
from leaders.plan_report import put_beside, report_plan
from leaders.settings import Workspace
from leaders.shortlist import load_shortlist

WISHES = Wishes(300, "EUR")


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    planned_niche.fill(workspace)
    return workspace


@pytest.fixture
def budgeted(workspace: Workspace) -> Workspace:
    """Filled, with a budget in the niche file, and ranked."""
    planned_niche.fill(workspace, BUDGET)
    pipeline.rank(workspace, "niche")
    return workspace


def make_report(workspace: Workspace, wishes: Wishes = WISHES):
    niche = load_niche(workspace, "niche")
    return report_plan(workspace, niche, make_plan(workspace, niche, wishes, TOLD))


def sheet_of(report, name):
    (found,) = (sheet for sheet in report.sheets if sheet.name == name)
    return found.rows


def section_of(report, heading):
    return " / ".join(
        sentence for it in report.sections if it.heading == heading for sentence in it.sentences
    )


def test_tables_tell_the_plan_what_was_left_out_and_the_overlap(filled) -> None:
    report = make_report(filled)
    plan = sheet_of(report, "plan")
    assert plan["name"].to_list() == [HOSTILE, "Alpha", "Gamma"]
    assert plan["order"].to_list() == [1, 2, 3]
    assert plan["cost"].to_list() == [99.0, 110.0, 66.0]
    assert plan["spent"].to_list() == [99.0, 209.0, 275.0]
    assert plan["adds"].sum() == pytest.approx(plan["reach"][-1], abs=0.02)
    left_out = sheet_of(report, "left out")
    assert left_out["name"].to_list() == ["Epsilon", "Delta"]
    assert left_out["target_count"].to_list() == [220, None]  # five people are not told
    assert left_out.row(1, named=True)["adds"] is None
    assert sheet_of(report, "budgets")["spent"].is_sorted()
    assert sheet_of(report, "views only")["name"].to_list() == ["Views alone"]


def test_overlap_names_pairs_as_the_plan_does_the_largest_first(filled) -> None:
    pairs = sheet_of(make_report(filled), "overlap")
    assert list(pairs.select("a_name", "b_name", "shared_seen").iter_rows()) == [
        (HOSTILE, "Alpha", 100), (HOSTILE, "Gamma", 10), ("Alpha", "Gamma", None),
    ]  # fmt: skip
    assert pairs["overlap_min_seen"].to_list() == [0.25, pytest.approx(10 / 210, abs=1e-6), None]


def test_a_plan_of_one_or_none_has_no_overlap(filled) -> None:
    for budget, bought in ((100, 1), (1, 0)):
        report = make_report(filled, replace(WISHES, budget=budget))
        assert sheet_of(report, "plan").height == bought
        assert sheet_of(report, "overlap").is_empty()
        for exporter in REPORT_EXPORTERS.values():
            assert all(file.content for file in exporter(report))


def test_words_tell_for_whom_what_how_much_and_how_sure(filled) -> None:
    wishes = replace(WISHES, must=("files:d/c",), never=("files:d/e",), per_owner=2, frequency=2)
    report = make_report(filled, wishes)
    for heading, told in (
        ("In short", "3 placements for 275.00 of 300.00 EUR"),
        ("In short", "% of the best possible plan for the people seen"),
        ("For whom", "Knitters <b>: 900 people seen, of everybody seen"),
        ("For whom", "has to be bought: files:d/c / is not bought: files:d/e"),
        ("For whom", "2 times: each time up to that counts / at most 2 placements of one owner"),
        ("What to buy, in this order", "Gamma (files:d/c), post, 66.00 EUR: "),
        ("What to buy, in this order", "; it has to be bought"),
        ("What it costs", "of that 25.00 are fees"),
        ("What to look at twice", "12.2 % of the people seen there are in two or more"),
        ("What to look at twice", "is assumed for 3 of 3 placements"),
        ("Popular, and left out", "left out by --never"),
        ("Market rules", "Telegram, advertiser in RU: disputed."),
        ("Market rules", "As of 2026-03-11: kommersant.ru"),
        ("Market rules", "no legal advice"),
    ):
        assert told in section_of(report, heading)
    assert "Delta (files:d/d): would add fewer than 10 people" in section_of(
        report, "Popular, and left out"
    )


def test_nobody_of_an_audience_is_named(filled) -> None:
    for exporter in REPORT_EXPORTERS.values():
        for file in exporter(make_report(filled)):
            assert b"p399" not in file.content


def test_facts_are_plain_numbers(filled) -> None:
    (file,) = REPORT_EXPORTERS["json"](make_report(filled))
    told = json.loads(file.content)
    assert (told["niche"], told["spent"], told["people"]) == ("niche", 275.0, 1100)
    assert told["wishes"]["budget"] == 300
    assert 0.9 < told["certificate"] <= 1
    assert told["reach"]["1"] == told["tables"]["plan"]["rows"][-1]["reach"]
    assert told["reach"]["3"] is None  # fewer than ten
    assert {rule["platform"] for rule in told["rules"]} == {"files", "telegram"}


def test_two_processes_with_other_hash_seeds_write_the_same_bytes(filled, tmp_path) -> None:
    hashes = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        command = [sys.executable, "-m", "leaders", "--workspace", str(filled.root), "plan",
                   "niche", "--budget", "300", "--currency", "EUR", "--as-of", "2026-01-31",
                   "--out", str(folder)]  # fmt: skip
        root = Path(__file__).parents[1]
        subprocess.run(
            command, check=True, capture_output=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root)},
        )  # fmt: skip
        hashes.append({p.name: sha256(p.read_bytes()).hexdigest() for p in folder.iterdir()})
    assert len(hashes[0]) == 8
    assert hashes[0] == hashes[1]


def test_whoever_is_forgotten_is_found_in_earlier_plans(filled) -> None:
    for name in REPORT_EXPORTERS:
        export_report(make_report(filled), [name], filled.exports / name)
    done = forgetting.forget(filled, "files:d/b")
    assert {file.parent.name for file in done.files_left} == set(REPORT_EXPORTERS)


def load_book(workspace: Workspace):
    pipeline.export_niche(workspace, "niche", ("xlsx",))
    return load_workbook(BytesIO((workspace.exports / "niche" / "shortlist.xlsx").read_bytes()))


def identity_of(workspace: Workspace) -> dict[str, str]:
    return json.loads((workspace.exports / "niche" / "manifest.json").read_text())["identity"]


def test_the_workbook_of_a_ranking_has_the_plan_and_its_overlap(budgeted) -> None:
    book = load_book(budgeted)
    plan, overlap, contacts = map(book.sheetnames.index, ("Plan", "Overlap", "Contacts"))
    assert plan < overlap < contacts
    names = [cell.value for cell in book["Plan"]["B"]]
    assert names[:5] == ["name", HOSTILE, "Alpha", "Gamma", None]
    summary = [[cell.value for cell in row] for row in book["Summary"].iter_rows()]
    assert any("plan: niche: 3 placements for 275.00" in str(row[0]) for row in summary)


def test_a_price_that_is_told_later_is_another_identity(budgeted) -> None:
    load_book(budgeted)
    first = identity_of(budgeted)
    load_book(budgeted)
    assert identity_of(budgeted) == first
    put_prices(budgeted, {"files:d/e": 10}, told_at=TOLD + timedelta(days=1))
    assert "Epsilon" in [cell.value for cell in load_book(budgeted)["Plan"]["B"]]
    second = identity_of(budgeted)
    assert second.pop("plan") != first.pop("plan")
    assert second.pop("prices") != first.pop("prices")
    assert second == first


def test_without_a_budget_there_is_no_plan_and_no_word_of_it(filled) -> None:
    pipeline.rank(filled, "niche")
    assert_left_alone(filled)


def test_without_a_price_there_is_no_plan_and_no_word_of_it(workspace) -> None:
    planned_niche.fill(workspace, BUDGET, costs={})
    pipeline.rank(workspace, "niche")
    assert_left_alone(workspace)


def assert_left_alone(workspace: Workspace) -> None:
    niche = load_niche(workspace, "niche")
    shortlist = load_shortlist(workspace, niche)
    told = put_beside(workspace, niche, shortlist)
    assert told.shortlist is shortlist
    assert told.made is None


def test_why_no_plan_can_be_made_is_a_note(budgeted) -> None:
    put_prices(budgeted, {"files:d/e": 10}, currency="USD", told_at=TOLD + timedelta(days=1))
    niche = load_niche(budgeted, "niche")
    told = put_beside(budgeted, niche, load_shortlist(budgeted, niche))
    assert told.made is None
    beside = told.shortlist
    assert [sheet.name for sheet in beside.sheets] == ["contacts"]
    assert beside.notes[-1].startswith("no plan: There is 1 price in USD")
