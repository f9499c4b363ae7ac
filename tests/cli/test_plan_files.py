"""`leaders plan --format`: which files are written where, and what is refused."""

import json

import planned_niche
import pytest

from leaders import cli
from leaders.settings import Workspace

ALL = {
    "plan.csv", "plan-left-out.csv", "plan-budgets.csv", "plan-views-only.csv", "plan-overlap.csv",
    "plan.xlsx", "plan.json", "plan.md",
}  # fmt: skip


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    planned_niche.fill(workspace, planned_niche.BUDGET)
    return workspace


def run(workspace: Workspace, *arguments: object) -> int:
    return cli._run(["--workspace", str(workspace.root), "plan", "niche", *map(str, arguments)])


def names_in(folder) -> set[str]:
    return {path.name for path in folder.iterdir()} if folder.exists() else set()


def test_nothing_is_written_unasked(filled) -> None:
    assert run(filled) == 0
    assert names_in(filled.exports) == set()


def test_formats_go_to_the_exports_of_the_niche(filled, capsys) -> None:
    assert run(filled, "--format", "md, XLSX") == 0
    folder = filled.exports / "niche"
    assert names_in(folder) == {"plan.md", "plan.xlsx"}
    assert f"wrote {folder / 'plan.md'}\n" in capsys.readouterr().err


def test_a_folder_alone_gets_every_format(filled, tmp_path) -> None:
    assert run(filled, "--out", tmp_path / "plans") == 0
    assert names_in(tmp_path / "plans") == ALL


def test_the_budget_of_the_command_is_the_one_that_is_written(filled, capsys) -> None:
    assert run(filled, "--budget", 100, "--currency", "EUR", "--format", "json", "--json") == 0
    written = json.loads((filled.exports / "niche" / "plan.json").read_text("utf-8"))
    assert written["wishes"]["budget"] == 100
    printed = json.loads(capsys.readouterr().out)
    assert written["spent"] == printed["spent"] == 99


def test_csv_can_have_a_mark_for_excel(filled, tmp_path) -> None:
    assert run(filled, "--format", "csv", "--bom", "--out", tmp_path / "plans") == 0
    assert (tmp_path / "plans" / "plan.csv").read_bytes().startswith(b"\xef\xbb\xbforder,")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--format", "pdf"), "--format pdf is no format of a plan; choose from csv, xlsx, json"),
        (("--format", ","), "--format ',' is no format of a plan"),
        (("--out", "plan.xlsx"), "--out plan.xlsx names a folder; say --format xlsx."),
    ],
)
def test_wrong_usage_is_said_before_anything_is_planned(filled, capsys, arguments, told) -> None:
    assert run(filled, *arguments) == 2
    captured = capsys.readouterr()
    assert told in captured.err
    assert captured.out == ""
