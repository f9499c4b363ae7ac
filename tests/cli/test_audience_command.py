"""`leaders audience` and `leaders communities`, as a person calls them; also wrongly."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from leaders.cli import _run
from leaders.settings import Workspace
from leaders.store import Store
from leaders.store.suppression import suppress

NICHE = 'title = "A"\nplatforms = ["files"]\n[audience]\ncommunities = ["d/a", "d/b"]\n'


@pytest.fixture
def stored(workspace: Workspace) -> Workspace:
    """Communities a (p0 to p59), b (p40 to p79) and c (p50 to p149)."""
    (workspace.niches / "niche.toml").write_text(NICHE)
    rows = [("a", range(60)), ("b", range(40, 80)), ("c", range(50, 150))]
    lines = [f"p{who},{name}" for name, people in rows for who in people]
    path = workspace.root / "members.csv"
    path.write_text("member,community\n" + "\n".join(lines) + "\n")
    said = ["--niche", "niche", "--as", "members", "--dataset", "d", "--seen-at", "2026-01-05"]
    assert run(workspace, "import", str(path), *said) == 0
    return workspace


def run(workspace: Workspace, *arguments: str) -> int:
    return _run(["--workspace", str(workspace.root), *arguments])


def test_audience_is_counted(stored: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(stored, "audience", "niche") == 0
    told = capsys.readouterr()
    assert "niche: 80 people in the target audience as of 2026-01-05" in told.err
    assert "60 people: a part, the rest was not read" in told.out
    assert "p41" not in told.out + told.err


def test_json(stored: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(stored, "audience", "niche", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["people_count"], told["platforms"], told["sets"]) == (
        80, {"files": 80}, {"plain": 80},
    )  # fmt: skip
    assert [row["seen_count"] for row in told["communities"]] == [60, 40]


def test_few_are_not_told(stored: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    (stored.niches / "few.txt").write_text("d/p1\nd/p2\n")
    sets = '[audience]\ncombine = "few"\n[audience.sets.few]\nfile = "few.txt"\n'
    (stored.niches / "niche.toml").write_text('title = "A"\nplatforms = ["files"]\n' + sets)
    capsys.readouterr()
    assert run(stored, "audience", "niche") == 0
    assert "fewer than 10 people in the target" in capsys.readouterr().err
    assert run(stored, "audience", "niche", "--json") == 0
    assert json.loads(capsys.readouterr().out)["people_count"] is None


def test_ids_are_written(stored: Workspace, tmp_path: Path) -> None:
    out = tmp_path / "ids.txt"
    assert run(stored, "audience", "niche", "--out", str(out)) == 0
    assert sorted(out.read_text().split()) == sorted(f"d/p{number}" for number in range(80))
    assert run(stored, "audience", "niche", "--out", str(out), "--maximum", "30") == 0
    parts = [(tmp_path / f"ids-{n}.txt").read_text().split() for n in (1, 2, 3)]
    assert [it for part in parts for it in part] == out.read_text().split()


def test_who_objected_is_not_written(
    stored: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Store(stored) as store:
        suppress(store, "files:d/p3", datetime(2026, 1, 6, tzinfo=UTC))
    out = tmp_path / "ids.txt"
    assert run(stored, "audience", "niche", "--out", str(out)) == 0
    assert "d/p3" not in out.read_text().split()
    assert "1 person on the suppress list left out" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["audience", "nich"], 1, "did you mean 'niche'?"),
        (["audience", "niche", "--platform", "files"], 2, "go with --out FILE"),
        (["audience", "niche", "--out", "x.txt", "--platform", "vk"], 2, "does not name the platf"),
        (
            ["audience", "niche", "--out", "x.txt", "--minimum", "81"],
            1,
            "80 ids in a list of Files is fewer",
        ),
        (["audience", "niche", "--out", "x.txt", "--minimum", "0"], 2, "Invalid value for"),
        (["audience", "niche", "--as-of", "soon"], 2, "--as-of"),
        (["audience", "niche", "--as-of", "2020-01-01"], 0, "nobody: its members were never read"),
        (["communities", "niche", "--base", "x.txt"], 1, "x.txt is neither niche nor platform"),
        (["communities", "niche", "--minimum", "3"], 2, "Invalid value for"),
        (["communities", "niche", "--as-of", "2020-01-01"], 1, "Nobody is in the target audience"),
        (["communities", "niche", "--out", "/dev/null/x.csv"], 1, "cannot be written"),
    ],
)
def test_wrong_calls(
    stored: Workspace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
    arguments: list[str], code: int, told: str,
) -> None:  # fmt: skip
    monkeypatch.chdir(stored.root)
    capsys.readouterr()
    assert run(stored, *arguments) == code
    said = capsys.readouterr()
    assert told in said.err + said.out
    assert not list(stored.root.glob("x*"))


def test_without_data(workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("audience", "communities"):
        assert run(workspace, command, "niche") == 1
        assert "There is no data in" in capsys.readouterr().err


def test_communities(stored: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "best.csv"
    capsys.readouterr()
    assert run(stored, "communities", "niche", "--minimum", "10", "--out", str(out)) == 0
    told = capsys.readouterr()
    assert "30.0% (2" in told.out
    assert "Base: everybody seen in an audience of the candidates of niche" in told.err
    lines = out.read_text().splitlines()
    assert lines[0].startswith("rank,account_id,kind,handle,name,url,is_named,target_count")
    assert [line.split(",")[1] for line in lines[1:]] == [
        "files:d/a", "files:d/b", "files:d/c",
    ]  # fmt: skip
    assert run(stored, "communities", "niche", "--minimum", "10", "--json") == 0
    table = json.loads(capsys.readouterr().out)["table"]
    assert [row["target_count"] for row in table] == [60, 40, 30]
