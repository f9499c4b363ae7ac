"""`leaders overlap`: tables for a person, JSON and CSV for a program, one sentence where not."""

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
LISTS = {"a": range(200), "b": range(150, 250), "c": range(248, 300)}


@pytest.fixture
def stored(workspace: Workspace) -> Workspace:
    """Three communities that were imported whole."""
    write_niche(workspace, "")
    names = {"a": "Alpha", "b": HOSTILE, "c": "Gamma"}
    store_rows(workspace, "accounts", "id,name", list(names.items()))
    put_members(workspace, is_complete=True)
    return workspace


def put_members(workspace: Workspace, *, is_complete: bool) -> None:
    rows = [(f"p{person}", one) for one, people in LISTS.items() for person in people]
    store_rows(workspace, "members", "member,community", rows, is_complete=is_complete)


def run(workspace: Workspace, *arguments: str) -> int:
    return cli._run(["--workspace", str(workspace.root), "overlap", "niche", *arguments])


def test_tables_tell_the_plan_the_accounts_and_the_matrix(stored, capsys) -> None:
    assert run(stored, "a", "b", "c", "--metric", "overlap_containment") == 0
    captured = capsys.readouterr()
    lines = [[cell.strip() for cell in line.split("│")] for line in captured.out.splitlines()]
    for line in (
        ["352", "listed, as often as they are", "total"],
        ["300", "in at least one list", "unique_union"],
        ["17.3 %", "in two or more of these", "overlap_overall"],
        ["1.17", "lists a person", "expected_frequency_primetag"],
        ["1", "Alpha", "200", "150", "75.0", "50.0"],
        ["1", "Alpha", "·", "25.0", "few"],
        ["3", "Gamma", "few", "few", "·"],
    ):
        assert line in lines
    assert max(map(len, captured.out.splitlines())) <= 80
    assert "every audience was read whole" in captured.err
    assert "fewer than 10 people" in captured.err


def test_nobody_is_named_and_no_cursor_is_moved(stored, capsys) -> None:
    assert run(stored, "a", "b") == 0
    captured = capsys.readouterr()
    for text in (captured.out, captured.err):
        assert "p199" not in text
        assert "\x1b" not in text
        assert "\u202e" not in text


def test_audiences_seen_in_part_are_told_twice(workspace, capsys) -> None:
    write_niche(workspace, "")
    store_rows(
        workspace, "accounts", "id,name,followers_count", [("a", "Alpha", 300), ("b", "Beta", 100)]
    )
    put_members(workspace, is_complete=False)
    assert run(workspace, "a", "b") == 0
    captured = capsys.readouterr()
    for words in (
        "overlap_min of the people seen, %", "overlap_min of whole audiences, %", "50.0", "50–100",
        "300–350",
    ):  # fmt: skip
        assert words in " ".join(captured.out.split())  # titles are folded
    assert "nothing says that everybody was seen: Alpha, Beta" in captured.err
    assert run(workspace, "a", "b", "--assume-random") == 0
    assert "~75" in capsys.readouterr().out


def test_json_has_the_same_as_data(stored, capsys) -> None:
    assert run(stored, "a", "b", "c", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert list(told) == [
        "niche", "as_of", "chosen", "cautions", "plan", "accounts", "frequency", "pairs",
    ]  # fmt: skip
    assert told["pairs"][0]["shared"] == 50
    assert told["pairs"][2]["shared"] is None
    assert told["accounts"][0]["account_id"] == "files:d/a"


def test_pairs_as_a_file_that_no_spreadsheet_runs(stored, capsys) -> None:
    out = stored.root / "new" / "pairs.csv"
    assert run(stored, "a", "b", "--out", str(out)) == 0
    pairs = pl.read_csv(out)
    assert pairs["b_name"].item().startswith("'=cmd()")
    assert pairs["overlap_min"].item() == 0.5
    assert f"wrote {out}, 1 pair" in capsys.readouterr().err


def test_without_names_the_first_of_the_last_ranking(stored, capsys) -> None:
    assert run(stored) == 0
    assert "3 candidates of niche" in capsys.readouterr().err
    pipeline.rank(stored, "niche")
    assert run(stored, "--top", "2") == 0
    assert "2 first listed of the last ranking" in capsys.readouterr().err


def test_many_accounts_are_listed_by_their_largest_overlaps(workspace, capsys) -> None:
    write_niche(workspace, "")
    people = [range(n * 10, n * 10 + 25) for n in range(14)]
    rows = [(f"p{person}", f"c{n:02}") for n, listed in enumerate(people) for person in listed]
    store_rows(workspace, "members", "member,community", rows, is_complete=True)
    assert run(workspace, "--top", "14") == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "Largest overlap_min, %: 13 of 91 pairs" in out
    assert out.count("60.0") >= 13


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["a"], 1, "name two accounts or more"),
        (["a", "zz"], 1, "No account zz is stored"),
        (["a", " "], 2, "ACCOUNT is empty"),
        (["--metric", "jaccard"], 2, "choose from overlap_min, overlap_jaccard"),
        (["--out", "pairs.xlsx"], 2, "must end in .csv"),
        (["--top", "1"], 2, "--top"),
        (["--as-of", "soon"], 2, "takes a date"),
        (["--as-of", "2001-01-01"], 1, "fewer than two accounts"),
    ],
)
def test_wrong_input_is_one_sentence(stored, capsys, arguments, code, words) -> None:
    assert run(stored, *arguments) == code
    captured = capsys.readouterr()
    assert words in captured.err
    assert not captured.out
