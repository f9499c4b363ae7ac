"""The .env of a workspace: what it sets, what it may not, and how it is added to."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaders import cli
from leaders.environment import (
    ENVIRONMENT_ALONE,
    find_names,
    ignore_dotenv,
    keep_variable,
    load_variables,
    quote,
)
from leaders.errors import LeadersError
from leaders.settings import Workspace, read_text

SECRET = "s3cret-$HOME-${HOME}"
on_posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")


@pytest.fixture(autouse=True)
def untouched() -> Iterator[None]:
    """Whatever a .env sets is gone after a test; nothing of ours is set before it."""
    before = dict(os.environ)
    for name in find_names():
        os.environ.pop(name, None)
    yield
    os.environ.clear()
    os.environ.update(before)


def write(workspace: Workspace, text: str | bytes, mode: int = 0o600) -> None:
    workspace.dotenv.write_bytes(text if isinstance(text, bytes) else text.encode())
    workspace.dotenv.chmod(mode)


def test_what_the_environment_does_not_set_is_read(workspace: Workspace) -> None:
    write(workspace, f'# a\n\nexport VK_RATE = 2 # b\r\nYOUTUBE_API_KEY="{SECRET}"\nOTHERS=1\n')
    assert load_variables(workspace) is None
    assert read_text("VK_RATE") == "2"
    assert os.environ["YOUTUBE_API_KEY"] == SECRET  # nothing is put in for a dollar sign
    assert "OTHERS" not in os.environ


def test_the_environment_wins(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VK_RATE", "1")
    monkeypatch.setenv("VK_SERVICE_TOKENS", "")
    write(workspace, f"VK_RATE=2\nVK_SERVICE_TOKENS={SECRET}\n")
    assert load_variables(workspace) is None
    assert (os.environ["VK_RATE"], os.environ["VK_SERVICE_TOKENS"]) == ("1", "")


def test_only_names_of_ours_are_read(workspace: Workspace) -> None:
    before = set(os.environ)
    write(workspace, "PATH2=x\nLD_PRELOAD=x\nHTTPS_PROXY=x\nPYTHONPATH2=x\nVK_RATE=2\n")
    assert load_variables(workspace) is None
    assert set(os.environ) - before == {"VK_RATE"}


@pytest.mark.parametrize("name", sorted(ENVIRONMENT_ALONE))
def test_a_workspace_neither_moves_itself_nor_says_where_keys_are_sent(
    workspace: Workspace, name: str
) -> None:
    assert name in find_names()
    write(workspace, f"\n\n{name}=https://elsewhere.example\n")
    careful = load_variables(workspace)
    assert careful == (
        f"careful: {workspace.dotenv}: {name} on line 3 is left out, it is read from the "
        "environment alone"
    )
    assert name not in os.environ


def test_every_address_that_a_credential_is_sent_to_is_of_the_environment_alone() -> None:
    root = Path(cli.__file__).parents[1] / "platforms"
    read = {
        line.split('read_base_address("')[1].split('"')[0]
        for path in root.rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if 'read_base_address("' in line
    }
    assert {"VK_API", "YOUTUBE_API"} <= read
    assert read - {"BLUESKY_APPVIEW"} <= ENVIRONMENT_ALONE  # it is asked without a login


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (f"VK_RATE=2\n\n{SECRET}\n", "line 3 cannot be read, write NAME=value"),
        (f"VK_RATE=2\nVK_USER_TOKENS='{SECRET}\n", "line 2 cannot be read"),
        (f"VK_RATE=2\n={SECRET}\nVK_USER_TOKENS\n", "lines 2, 3 cannot be read"),
        (f"VK_RATE=2\nVK_USER_TOKENS={SECRET}\0\n", "line 2 cannot be read"),
        (f"VK_RATE=2\nVK_SERVICE_TOKEN={SECRET}\n", "line 2 is left out, write VK_SERVICE_TOKENS "),
        (f"VK_RATE=2\nvk_user_tokens={SECRET}\n", "line 2 is left out, write VK_USER_TOKENS if"),
    ],
)
def test_a_broken_line_is_told_by_its_number_and_the_others_are_read(
    workspace: Workspace, text: str, says: str
) -> None:
    write(workspace, text)
    careful = load_variables(workspace) or ""
    assert careful.startswith(f"careful: {workspace.dotenv}: ")
    assert says in careful
    assert SECRET not in careful
    assert os.environ["VK_RATE"] == "2"
    assert SECRET not in os.environ.values()


@pytest.mark.parametrize(
    "content", [f"VK_RATE={SECRET}".encode("utf-16"), f"VK_RATE={SECRET}ы".encode("cp1251")]
)
def test_what_is_not_utf_8_is_told(workspace: Workspace, content: bytes) -> None:
    write(workspace, content)
    careful = load_variables(workspace) or ""
    assert "not in UTF-8" in careful
    assert SECRET not in careful
    assert "VK_RATE" not in os.environ


def test_the_mark_that_windows_puts_first_is_no_part_of_a_name(workspace: Workspace) -> None:
    write(workspace, "VK_RATE=2\r\nLEADERS_CONTACT=Пряжа\r\n".encode("utf-8-sig"))
    assert load_variables(workspace) is None
    assert (os.environ["VK_RATE"], os.environ["LEADERS_CONTACT"]) == ("2", "Пряжа")


def test_a_folder_in_its_place_is_told(workspace: Workspace) -> None:
    assert load_variables(workspace) is None
    workspace.dotenv.mkdir(mode=0o700)
    assert "it cannot be read (it is no file)" in (load_variables(workspace) or "")
    with pytest.raises(LeadersError, match="it is no file"):
        keep_variable(workspace, "VK_RATE", "2")


@on_posix
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o644])
def test_a_file_that_others_can_read_is_told_and_read(workspace: Workspace, mode: int) -> None:
    write(workspace, f"VK_SERVICE_TOKENS={SECRET}\n", mode)
    careful = load_variables(workspace)
    assert careful == f"careful: {workspace.dotenv}: others can read it (run: chmod 600 .env)"
    assert os.environ["VK_SERVICE_TOKENS"] == SECRET


@on_posix
def test_a_command_says_it_once_and_goes_on(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    write(workspace, f"VK_SERVICE_TOKENS={SECRET}\nLEADERS_HOME=/elsewhere\n", 0o644)
    assert cli._run(["--workspace", str(workspace.root), "niches", "--json"]) == 0
    told = capsys.readouterr()
    assert told.err.count("careful: ") == 1
    assert "others can read it" in told.err
    assert "LEADERS_HOME on line 2" in told.err
    assert SECRET not in told.err + told.out


def test_help_reads_no_parser(workspace: Workspace) -> None:
    write(workspace, "VK_RATE=2\n")
    code = (
        "import sys; from leaders import cli; cli._run(['--help']); "
        "assert 'dotenv' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], cwd=workspace.root, check=True,
                   capture_output=True)  # fmt: skip


values = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@given(values, st.sampled_from(["", "VK_USER_TOKENS=old", "# a\r\nFOO='b\nc'\r\n", "VK_RATE=1\n"]))
def test_what_is_kept_is_read_back(tmp_path_factory, value: str, before: str) -> None:
    workspace = Workspace(tmp_path_factory.mktemp("kept"))
    write(workspace, before)
    keep_variable(workspace, "VK_USER_TOKENS", value)
    assert workspace.dotenv.read_bytes().startswith(before.encode())
    os.environ.pop("VK_USER_TOKENS", None)
    assert load_variables(workspace) is None
    assert os.environ["VK_USER_TOKENS"] == value


def test_a_kept_line_is_one_that_a_person_would_write(workspace: Workspace) -> None:
    keep_variable(workspace, "VK_SERVICE_TOKENS", "abc")
    keep_variable(workspace, "YOUTUBE_API_KEY", "it's")
    lines = workspace.dotenv.read_text("utf-8").splitlines()
    assert lines[0].startswith("# ")
    assert lines[1:] == ["VK_SERVICE_TOKENS='abc'", r"YOUTUBE_API_KEY='it\'s'"]
    assert quote("\\") == r"'\\'"


@on_posix
def test_a_kept_file_is_its_owner_s_alone(workspace: Workspace) -> None:
    write(workspace, "VK_RATE=2\n", 0o644)
    keep_variable(workspace, "VK_USER_TOKENS", SECRET)
    assert workspace.dotenv.stat().st_mode & 0o777 == 0o600
    assert sorted(it.name for it in workspace.root.iterdir()) == [".env", ".gitignore", "data"]


def test_a_file_that_would_not_be_read_back_stays_as_it_is(workspace: Workspace) -> None:
    for content in (f"VK_RATE='{SECRET}\n".encode(), f"A={SECRET}ы".encode("cp1251")):
        write(workspace, content)
        with pytest.raises(LeadersError) as caught:
            keep_variable(workspace, "VK_USER_TOKENS", "it's")
        assert SECRET not in str(caught.value)
        assert workspace.dotenv.read_bytes() == content
        assert not (workspace.root / ".env.part").exists()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, ".env\n"), ("", ".env\n"), ("data", "data\n.env\n"),
        ("a\n!.env\n", "a\n!.env\n.env\n"),
        ("a\r\n.env\r\n", None), ("/.env\n", None), ("!.env\n*.env", None),
        (".env.example\n", ".env.example\n.env\n"),
    ],
)  # fmt: skip
def test_git_leaves_it_out(workspace: Workspace, before: str | None, after: str | None) -> None:
    path = workspace.root / ".gitignore"
    if before is not None:
        path.write_bytes(before.encode())
        path.chmod(0o664)
    assert ignore_dotenv(workspace) is (after is not None)
    assert path.read_bytes() == (before if after is None else after or "").encode()
    assert before is None or os.name == "nt" or path.stat().st_mode & 0o777 == 0o664
    assert ignore_dotenv(workspace) is False


def test_init_says_where_keys_go(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "new"
    assert cli._run(["--workspace", str(tmp_path), "init", str(folder)]) == 0
    assert (folder / ".gitignore").read_text() == ".env\n"
    told = capsys.readouterr().err
    assert f"added .env to {folder / '.gitignore'}" in told
    assert f"Keys go into {folder / '.env'}" in told
    assert cli._run(["--workspace", str(folder), "init"]) == 0
    assert "added .env" not in capsys.readouterr().err
