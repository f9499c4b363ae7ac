"""`leaders competitors`: tables for a person, JSON and CSV for a program, else one sentence."""

import json
import sys
from pathlib import Path

import polars as pl
import pytest

from leaders import cli, pipeline
from leaders.settings import Workspace

sys.path.insert(0, str(Path(__file__).parents[1] / "rank"))
from imported_rows import store_rows, write_niche

HOSTILE = "=cmd()[red]\x1b[31m\u202e"
NICHE = """
[client]
accounts = ["files:d/shop"]
[competitors]
words = ["Wolmaat"]
[competitors.brands.Petelka]
accounts = ["files:d/petelka"]
words = ["Петелька"]
"""
MARK = "Реклама. ООО «Петелька»"
POSTS = [
    ("1", "a", "2025-12-01", 50, '"Breien met Wolmaat, code LENTE10"', ""),
    ("2", "a", "2025-11-01", 100, f'"=1+1 Петелька\x1b[31m. {MARK}"', ""),
    ("3", "b", "2025-12-05", 70, "Wolmaat is wol", "yes"),
    ("4", "c", "2025-12-06", 10, "gewoon breien", "no"),
    ("5", "petelka", "2025-12-07", 10, "Петелька #реклама", ""),
    *((str(10 + day), "a", f"2025-10-{day + 1:02}", 200, "sokken", "") for day in range(6)),
]  # fmt: skip


@pytest.fixture
def stored(workspace: Workspace) -> Workspace:
    write_niche(workspace, NICHE)
    names = {"a": "Alpha", "b": HOSTILE, "c": "Gamma", "petelka": "Petelka", "shop": "Shop"}
    store_rows(workspace, "accounts", "id,name", list(names.items()))
    people = {"a": range(40), "b": range(30, 38), "c": range(20), "shop": range(40)}
    rows = [(f"p{person}", one) for one, listed in people.items() for person in listed]
    store_rows(workspace, "members", "member,community", rows, is_complete=True)
    head = "id,author,posted_at,views,text,is_marked_ad"
    store_rows(workspace, "posts", head, POSTS)
    pipeline.rank(workspace, "niche")
    return workspace


def run(workspace: Workspace, *arguments: str) -> int:
    return cli._run(["--workspace", str(workspace.root), "competitors", "niche", *arguments])


def lines_of(text: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("│")] for line in text.splitlines()]


def test_tables_tell_who_carried_whom_and_who_is_free(stored, capsys) -> None:
    assert run(stored) == 0
    captured = capsys.readouterr()
    lines = lines_of(captured.out)
    for line in (
        ["Wolmaat", "2", "1", "1", "0", "0", "2", "2025-12-05"],
        ["Petelka", "1", "1", "0", "0", "0", "1", "2025-11-01"],
    ):
        assert line in lines
    first = next(line for line in lines if line[0] == "2025-12-01")
    assert first[1:6] == ["Alpha", "Wolmaat", "likely", "50", "0.25 (6)"]
    carrier = next(line for line in lines if line[:2] == ["Alpha", "2"])
    assert carrier[2:] == ["Petelka, Wolmaat", "2025-12-01", "0.38 (2)", "40 (100.0%)"]
    free = [line for line in lines if "files:d/c" in line]
    assert len(free) == 1
    assert "11 posts of 4 accounts were read, posted 2025-10-01 to 2025-12-07" in captured.err


def test_nobody_of_an_audience_is_named_and_no_cursor_is_moved(stored, capsys) -> None:
    assert run(stored) == 0
    captured = capsys.readouterr()
    for text in (captured.out, captured.err):
        assert "files:d/p3" not in text
        assert "\x1b" not in text
        assert "\u202e" not in text
    assert "fewer than 10" in captured.out


def test_json_has_the_same_as_data(stored, capsys) -> None:
    assert run(stored, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert list(told) == [
        "niche", "as_of", "since", "competitors", "notes", "by_competitor", "by_carrier", "unused",
        "carried",
    ]  # fmt: skip
    assert told["competitors"] == ["Petelka", "Wolmaat"]
    assert [(it["account_id"], it["competitor"], it["verdict"]) for it in told["carried"]] == [
        ("files:d/b", "Wolmaat", "marked"), ("files:d/a", "Wolmaat", "likely"),
        ("files:d/a", "Petelka", "marked"),
    ]  # fmt: skip
    assert [it["kind"] for it in told["carried"][0]["evidence"]] == ["brand_word", "platform"]
    shared = {it["account_id"]: it["shared"] for it in told["by_carrier"]}
    assert shared == {"files:d/a": 40, "files:d/b": None}


def test_a_file_that_no_spreadsheet_runs(stored, capsys) -> None:
    out = stored.root / "new" / "posts.csv"
    assert run(stored, "--csv", str(out)) == 0
    table = pl.read_csv(out)
    assert table["excerpt"].to_list()[2].startswith("'=1+1")
    assert table["name"].to_list()[0].startswith("'=cmd()")
    assert f"wrote {out}, 3 rows" in capsys.readouterr().err
    assert [path.name for path in out.parent.iterdir()] == ["posts.csv"]


def test_one_competitor_and_a_day(stored, capsys) -> None:
    assert run(stored, "--competitor", "petelka", "--json") == 0
    assert len(json.loads(capsys.readouterr().out)["carried"]) == 1
    assert run(stored, "--since", "2025-12-02", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert [it["account_id"] for it in told["carried"]] == ["files:d/b"]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--competitor", "Nobody"], 1, "it names Petelka, Wolmaat"),
        (["--csv", "posts.xlsx"], 2, "must end in .csv"),
        (["--since", "soon"], 2, "takes a date"),
        (["--as-of", "soon"], 2, "takes a date"),
        (["--top", "0"], 2, "--top"),
    ],
)
def test_wrong_input_is_one_sentence(stored, capsys, arguments, code, words) -> None:
    assert run(stored, *arguments) == code
    assert words in capsys.readouterr().err


def test_a_niche_without_competitors_is_told_where_to_name_them(workspace, capsys) -> None:
    write_niche(workspace, "")
    assert run(workspace) == 1
    assert "[competitors]" in capsys.readouterr().err
