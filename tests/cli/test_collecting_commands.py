"""leaders collect, status and check on a live platform: the simulated one."""

import json
import re
import sys
from collections.abc import Callable

import pytest

from leaders import cli
from leaders.settings import Workspace

Told = tuple[int, str, str]

NICHE = """
title = "Knitting"
platforms = ["simulated"]
seeds = ["mariya_pryazha", "olga_spitsy_2", "emily_knitting", "nobody_at_all"]
[limits]
accounts = 6
audience = 12
posts = 1
"""


@pytest.fixture
def command(workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> Callable[..., Told]:
    (workspace.niches / "knitting.toml").write_text(NICHE)

    def run(*arguments: str) -> Told:
        capsys.readouterr()
        code = cli._run(["--workspace", str(workspace.root), *arguments])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return code, captured.out, captured.err

    return run


def test_a_budget_is_kept_and_the_next_run_goes_on(command) -> None:
    code, _, told = command("collect", "knitting", "--calls", "20")
    assert code == 0
    assert "simulated: 20 calls" in told
    assert "the limit of 20 calls was reached" in told
    assert "complete;" not in told.partition("known in part")[2]
    code, out, _ = command("collect", "knitting", "--json")
    [report] = json.loads(out)
    assert report["stopped"] == "nothing is left to read within the limits"
    assert report["unknown_seeds"] == ["nobody_at_all"]
    assert report["is_complete"] is False


def test_status_tells_the_ledger_and_names_nobody_of_the_audience(command) -> None:
    code, _, told = command("status", "knitting")
    assert code == 1
    assert "There is no data" in told
    command("collect", "knitting")
    code, out, told = command("status", "knitting", "--all", "--top", "500")
    assert code == 0
    assert "knitting: listings by how they ended" in out
    assert "one of the audience" in out
    told = json.loads(command("status", "knitting", "--all", "--json")[1])
    assert {row["listing"] for row in told["listings"]} >= {"followers", "following", "posts"}
    named = {row["subject"] for row in told["listings"]}
    assert len(named - {"one of the audience"}) < 40


def test_status_at_80_columns_cuts_no_reason(command, monkeypatch) -> None:
    command("collect", "knitting")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "80")
    listings = json.loads(command("status", "knitting", "--json")[1])["listings"]
    reasons = {row["why"] for row in listings if row["why"]}
    assert any(len(reason) > 15 for reason in reasons)
    out = command("status", "knitting")[1].partition("Known in part")[2]
    out = re.sub(r"\x1b\[[\d;]*m", "", out)
    assert max(map(len, out.splitlines())) <= 80
    assert "…" not in out
    cells = [line.split("│") for line in out.splitlines() if line.count("│") == 6]
    told = "".join("".join(row[5].split()) for row in cells)
    assert all("".join(reason.split()) in told for reason in reasons)


def test_status_of_files_does_not_send_to_collect(command, workspace) -> None:
    rows = workspace.root / "rows.csv"
    rows.write_text("id\na\n")
    command("import", str(rows), "--niche", "niche", "--dataset", "d", "--as", "accounts")
    code, _, told = command("status", "niche")
    assert code == 0
    assert told.strip() == (
        "niche is of imported data alone, of which there is no ledger; bring more in with: "
        "leaders import"
    )
    assert "leaders collect knitting" in command("status", "knitting")[2]


def test_check_says_what_collecting_takes(command) -> None:
    code, _, told = command("check", "knitting", "--calls", "30")
    assert code == 0
    assert "simulated: about " in told
    assert "30 calls would buy: " in told
    made = json.loads(command("check", "knitting", "--json")[1])["forecast"]
    assert made[0]["usual"] <= made[0]["most"]


def test_a_niche_of_files_cannot_be_collected(command) -> None:
    code, _, told = command("collect", "niche")
    assert code == 1
    assert told.strip() == (
        "No platform of niche can be collected from; bring its data in with: leaders import"
    )


@pytest.mark.parametrize("wrong", [("--calls", "0"), ("--minutes", "-1"), ("--calls", "many")])
def test_a_budget_that_is_none_is_wrong_usage(command, wrong: tuple[str, str]) -> None:
    assert command("collect", "knitting", *wrong)[0] == 2
