"""Bad input gets one clear sentence, a non-zero exit, and loses nothing."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest

from leaders import cli
from leaders.cli.data import parse_moment
from leaders.cli.output import Output
from leaders.cli.runs import _run_flow
from leaders.errors import LeadersError
from leaders.settings import Workspace, prefect_environment
from leaders.store import Store

Told = tuple[int, list[str]]
Command = Callable[..., Told]
EDGES = "--niche niche --dataset set --as edges"


@pytest.fixture
def command(workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run the command in the workspace: its exit code and the lines of standard error."""

    def run(*arguments: str) -> Told:
        capsys.readouterr()
        code = cli._run(["--workspace", str(workspace.root), *arguments])
        captured = capsys.readouterr()
        assert not captured.out
        assert "Traceback" not in captured.err
        return code, captured.err.splitlines()

    return run


@pytest.fixture
def take_in(command: Command, workspace: Workspace) -> Command:
    """Import a file of some bytes."""

    def run(name: str, content: bytes | None, *options: str) -> Told:
        path = workspace.root / name
        if content is not None:
            path.write_bytes(content)
        return command("import", str(path), *EDGES.split(), *options)

    return run


@pytest.fixture
def stored(workspace: Workspace, take_in: Command) -> bytes:
    """What the store holds after a good import."""
    assert take_in("good.csv", b"from,to\na,b\n")[0] == 0
    return workspace.database.read_bytes()


def in_process(workspace: Workspace, *arguments: str, code: str = "", **variables: str) -> Told:
    """The same in a process of its own."""
    start = ["-c", code] if code else ["-m", "leaders"]
    done = subprocess.run(
        [sys.executable, *start, "--workspace", str(workspace.root), *arguments],
        check=False, capture_output=True, text=True, env={**os.environ, **variables},
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    return done.returncode, done.stderr.splitlines()


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("missing.csv", None, "There is no file {path}; check the path."),
        ("empty.csv", b"", "{path} is empty; name a file with a header line and rows."),
        ("empty.json", b"", "{path} is empty; name a file with a header line and rows."),
        ("blank.csv", b"\n \n", "{path} is empty; name a file with a header line and rows."),
        (
            "columns.csv",
            b"x,y\na,b\n",
            "{path}: No column looks like the source of edges; the file has x, y. "
            "Say which it is: --map source=COLUMN.",
        ),
        (
            "binary.csv",
            bytes(range(256)) * 40,
            "{path} is a binary file; name a CSV, Parquet, JSON, GEXF or GraphML file.",
        ),
        (
            "sheet.csv",
            b"PK\x03\x04\0\0\0\0",
            "{path} is a zip or spreadsheet file; save the sheet as CSV, then import that.",
        ),
        (
            "sheet.xls",
            b"PK\x03\x04",
            "{path} has no ending that says its format; use one of .csv, .tsv, .txt, .xlsx, "
            ".parquet, .json, .jsonl, .ndjson, .gexf, .graphml.",
        ),
        ("broken.parquet", b"PAR1", "{path} is not a whole Parquet file ("),
        ("broken.json", b"[{", "{path} is not JSON: "),
        ("broken.gexf", b"<gexf", "{path} is not a gexf file ("),
    ],
)
def test_a_file_that_cannot_be_read(
    workspace: Workspace, take_in: Command, name: str, content: bytes | None, says: str
) -> None:
    code, [sentence] = take_in(name, content)
    assert code == 1
    assert sentence.startswith(says.format(path=workspace.root / name))
    assert not workspace.database.exists()


def test_a_folder_is_no_file(workspace: Workspace, command: Command) -> None:
    code, [sentence] = command("import", str(workspace.niches), *EDGES.split())
    assert (code, sentence) == (1, f"{workspace.niches} is a folder; name the files in it.")


def test_a_bad_file_after_a_good_one_does_not_undo_it(
    workspace: Workspace, command: Command
) -> None:
    good, missing = workspace.root / "good.csv", workspace.root / "missing.csv"
    good.write_text("from,to\na,b\n")
    code, lines = command("import", str(good), str(missing), *EDGES.split())
    assert (code, lines[-1]) == (1, f"There is no file {missing}; check the path.")
    assert accounts(workspace) == ["files:set/a", "files:set/b"]


@pytest.mark.parametrize("arguments", ["check nich", "rank nich", "show nich", "run nich --direct"])
def test_a_niche_that_does_not_exist(command: Command, arguments: str) -> None:
    code, [sentence] = command(*arguments.split())
    assert code == 1
    assert "There is no niche 'nich'" in sentence
    assert sentence.endswith("did you mean 'niche'?")


def test_an_import_for_a_niche_that_does_not_exist(workspace: Workspace, command: Command) -> None:
    code, [sentence] = command("import", "x.csv", "--niche", "nihce", *EDGES.split()[2:])
    assert code == 1
    assert "did you mean 'niche'?" in sentence


TEN_MISTAKES = """
titel = "Coffee"
platforms = ["blusky"]
seeds = "ann"
[where]
country = "nl"
[limits]
candidates = 0
depth = 9
[score]
preset = "best"
[budget]
amount = -5
currency = "EUR"
[schedule]
cron = "every day"
"""


def test_a_niche_file_with_ten_mistakes_tells_them_all(
    workspace: Workspace, command: Command
) -> None:
    path = workspace.niches / "coffee.toml"
    path.write_text(TEN_MISTAKES)
    code, lines = command("check", "coffee")
    assert code == 1
    assert all(line.startswith(f"{path}: ") for line in lines)
    keys = [line.removeprefix(f"{path}: ").split(":")[0] for line in lines]
    assert sorted(keys) == sorted(
        [
            "titel", "title", "platforms", "seeds", "where.country",
            "limits.candidates", "limits.depth", "score.preset", "budget.amount", "schedule.cron",
        ]
    )  # fmt: skip


@pytest.mark.parametrize(
    "arguments",
    [
        "import x.csv --niche niche --dataset set --as edges --colour red",
        "import x.csv --niche niche --dataset set --as people",
        "import --niche niche --dataset set --as edges",
        "import x.csv --niche niche --dataset set --as edges --kind love",
        "import x.csv --niche niche --dataset set --as edges --platform myspace",
        "import x.csv --niche niche --dataset set --as edges --map source",
        "import x.csv --niche niche --dataset set --as edges --map =a",
        "import x.csv --niche niche --dataset set --as edges --seen-at yesterday",
        "import x.csv --niche niche --dataset set --as edges --complete --sample",
        "import x.csv --niche niche --dataset set --as edges --map source=a --map source=b",
        "import x.csv --niche niche --dataset set --as edges --seen-at 2999-01-01",
        "import x.csv --niche niche --dataset set --as edges --seen-at 0001-01-01T00:00+05:00",
        "import x.csv --niche niche --dataset -set --as edges",
        "rank niche --as-of 2026-13-01",
        "rank niche --as-of 9999-12-31T23:00-05:00",
        "rank niche --seed -1",
        "export niche --format docx",
        "export niche --format ,",
        "show niche --top 0",
        "show niche --top 1000001",
        "show niche --top many",
        "shwo niche",
    ],
)
def test_wrong_usage(command: Command, arguments: str) -> None:
    code, lines = command(*arguments.split())
    assert code == 2
    assert lines


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--map", "source=form"], "the file has no column 'form' (did you mean 'from'?)"),
        (["--map", "source=to", "--map", "target=to"], "source and target are both to"),
        (["--map", "colour=from"], "edges have no field 'colour'; fields are source, target"),
        (["--dataset", "a b/c"], "--dataset 'a b/c' must be one short word"),
    ],
)
def test_options_that_do_not_fit_the_file(
    take_in: Command, stored: bytes, options: list[str], says: str
) -> None:
    code, [sentence] = take_in("file.csv", b"from,to\na,b\n", *options)
    assert code == 2
    assert says in sentence


def test_an_unknown_export_format_names_the_known_ones(command: Command) -> None:
    code, [sentence] = command("export", "niche", "--format", "csv,docx")
    assert code == 2
    assert sentence == (
        "--format 'docx' is no export format; "
        "choose from csv, xlsx, parquet, json, gexf, graphml, html, pdf."
    )


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-23", "2026-11-23T23:59:59.999999+00:00"),
        ("20261123", "2026-11-23T23:59:59.999999+00:00"),
        (" 2026-11-23 ", "2026-11-23T23:59:59.999999+00:00"),
        ("2026-11-23T10", "2026-11-23T10:00:00+00:00"),
        ("2026-11-23T10:00+02:00", "2026-11-23T08:00:00+00:00"),
    ],
)
def test_a_date_is_its_end_and_a_moment_is_itself(text: str, moment: str) -> None:
    assert parse_moment(text, "--as-of", end_of_day=True).isoformat() == moment


def test_one_broken_niche_file_does_not_hide_the_others(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = workspace.niches / "broken.toml"
    broken.write_text('title = "x"\nplatforms = ["vkk"]\n')
    for options in ([], ["--json"]):
        assert cli._run(["--workspace", str(workspace.root), "niches", *options]) == 1
        captured = capsys.readouterr()
        assert "A niche" in captured.out
        assert captured.err.startswith(f"{broken}: platforms: 'vkk' is no platform")
        if options:
            assert [row["niche"] for row in json.loads(captured.out)] == ["niche"]


def test_a_cell_with_newlines_is_one_row(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    Output(workspace).table("a\nb", ["name"], [["a\nb"], ["c"]])
    lines = [line.strip() for line in capsys.readouterr().out.splitlines()]
    assert [lines[0], *lines[3:]] == ["a\ufffdb", "a\ufffdb", "c"]


@pytest.mark.parametrize("error", [OSError("no port"), LeadersError("no data")])
def test_a_flow_that_fails_says_the_way_round(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setitem(sys.modules, "flows.refresh", SimpleNamespace(refresh=fail))
    for name in prefect_environment(workspace):
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("PREFECT_LOGGING_LEVEL", "CRITICAL")
    with pytest.raises(LeadersError) as caught:
        _run_flow(Output(workspace), "niche")
    if caught.value is error:
        assert "fail" not in [frame.name for frame in caught.traceback]
        return
    for way in ("run niche --direct", "rank niche", "show niche", "export niche"):
        assert f"leaders {way}" in str(caught.value)


@pytest.mark.parametrize("arguments", ["rank niche", "show niche", "export niche", "forget ann"])
def test_nothing_is_stored_yet(workspace: Workspace, command: Command, arguments: str) -> None:
    code, [sentence] = command(*arguments.split())
    assert (code, "import" in sentence) == (1, True)
    assert not workspace.database.exists()


def test_an_account_that_nobody_knows(command: Command, stored: bytes) -> None:
    code, [sentence] = command("forget", "nobody")
    assert (code, sentence) == (1, "No account nobody is stored; check the spelling.")


def test_a_workspace_that_is_a_file(workspace: Workspace) -> None:
    file = workspace.niches / "niche.toml"
    code, [sentence] = in_process(Workspace(file), "niches")
    assert (code, sentence) == (1, f"{file} is a file; name a folder as the workspace.")


def test_a_workspace_that_cannot_be_written(
    workspace: Workspace, take_in: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, *_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "mkdir", refuse)
    code, lines = take_in("good.csv", b"from,to\na,b\n")
    folder = workspace.database.parent
    assert (code, lines[-1]) == (1, f"{folder} cannot be used: Permission denied.")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_files_that_may_not_be_read(workspace: Workspace, take_in: Command) -> None:
    path = workspace.root / "secret.csv"
    path.touch(mode=0)
    code, [sentence] = take_in("secret.csv", None)
    assert code == 1
    assert str(path) in sentence


def test_a_database_of_a_newer_version(
    workspace: Workspace, stored: bytes, command: Command, take_in: Command
) -> None:
    with duckdb.connect(str(workspace.database)) as connection:
        connection.execute("insert into migration values ('9999_future', 'x')")
    before = workspace.database.read_bytes()
    for code, lines in (command("rank", "niche"), take_in("new.csv", b"from,to\nc,d\n")):
        assert code == 1
        assert "was changed by a newer version of leaders (9999_future)" in lines[-1]
    assert workspace.database.read_bytes() == before


def test_a_database_that_is_none(workspace: Workspace, command: Command) -> None:
    workspace.database.write_bytes(b"from,to\n" * 1_000)
    code, [sentence] = command("rank", "niche")
    assert code == 1
    assert sentence == (
        f"{workspace.database} is not a leaders store; move it away or name another --workspace."
    )


def test_a_locked_database(workspace: Workspace, stored: bytes) -> None:
    # This process is the one that holds it.
    with Store(workspace):
        code, [sentence] = in_process(workspace, "rank", "niche", LEADERS_LOCK_WAIT="0.2")
    assert code == 1
    assert f"(PID {os.getpid()}); wait until it has finished or stop it" in sentence


@pytest.mark.parametrize("arguments", ["check nich", "import missing.csv " + EDGES])
def test_a_real_process_says_one_sentence(workspace: Workspace, arguments: str) -> None:
    code, lines = in_process(workspace, *arguments.split())
    assert (code, len(lines)) == (1, 1)


def test_wrong_usage_of_a_real_process(workspace: Workspace) -> None:
    assert in_process(workspace, "check", "niche", "--colour", "red")[0] == 2


def test_debug_shows_where(workspace: Workspace) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "leaders", "--debug", "--workspace", workspace.root, "check", "x"],
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 1
    assert "Traceback" in done.stderr


INTERRUPTED = """
import os, signal, sys
from leaders import cli
from leaders.store import Store

execute = Store.execute

def interrupted(self, name, **params):
    if name == "edge/rebuild":
        os.kill(os.getpid(), signal.SIGINT)  # as ctrl-C does
    return execute(self, name, **params)

Store.execute = interrupted
cli.main(sys.argv[1:])
"""


def test_ctrl_c_leaves_nothing_half_stored(
    workspace: Workspace, stored: bytes, take_in: Command
) -> None:
    path = workspace.root / "new.csv"
    path.write_text("from,to\nc,d\nbroken\n")
    code, lines = in_process(workspace, "import", str(path), *EDGES.split(), code=INTERRUPTED)
    assert code == 1
    assert [line for line in lines if line and not line.startswith("  ")] == [
        "Stopped. What was stored is safe; run the same command to go on."
    ]
    assert len(accounts(workspace)) == 2
    assert not list(workspace.rejects.glob("*"))
    code, lines = take_in("new.csv", None)
    assert code == 0
    assert "taken in before" not in lines[-1]
    assert len(accounts(workspace)) == 4


def accounts(workspace: Workspace) -> list[str]:
    with duckdb.connect(str(workspace.database), read_only=True) as connection:
        return [row[0] for row in connection.execute("select account_id from account").fetchall()]
