"""leaders schedule: prefect.yaml of a workspace."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml

from leaders import cli
from leaders.scheduling.due import Due
from leaders.settings import Workspace

NICHE = 'title = "A niche"\nplatforms = ["files"]\n[schedule]\ncron = "0 6 * * 1"\n'


@pytest.fixture
def file(workspace: Workspace) -> Path:
    (workspace.niches / "niche.toml").write_text(NICHE)
    return workspace.root / "prefect.yaml"


def run(file: Path, *arguments: str) -> int:
    return cli._run(["--workspace", str(file.parent), "schedule", *arguments])


def test_it_is_written_once_and_checked(file: Path, capsys) -> None:
    assert run(file, "--check") == 1
    assert not file.exists()
    told = capsys.readouterr().err
    assert "prefect.yaml: added niche: 0 6 * * 1 UTC\n" in told
    assert told.endswith("prefect.yaml is not up to date; write it with: leaders schedule\n")

    assert run(file) == 0
    first = file.read_bytes()
    [deployment] = yaml.safe_load(first)["deployments"]
    assert deployment["schedules"] == [{"cron": "0 6 * * 1", "timezone": "UTC", "active": True}]
    assert "niche: 0 6 * * 1 UTC, next Monday " in capsys.readouterr().err

    assert (run(file), run(file, "--check")) == (0, 0)
    assert file.read_bytes() == first
    assert list(file.parent.glob("*.part")) == []


def test_lines_end_as_they_did(file: Path) -> None:
    assert run(file) == 0
    file.write_bytes(b"# mine\r\n" + file.read_bytes().replace(b"\n", b"\r\n"))
    (file.parent / "data" / "niches" / "niche.toml").write_text(NICHE.replace("6", "7"))
    assert run(file) == 0
    text = file.read_bytes()
    assert text.startswith(b"# mine\r\n")
    assert b"0 7 * * 1" in text
    assert text.count(b"\n") == text.count(b"\r\n")


def test_a_niche_that_is_gone_is_taken_out_when_asked(file: Path, capsys) -> None:
    other = file.parent / "data" / "niches" / "other.toml"
    other.write_text(NICHE)
    assert run(file) == 0
    other.unlink()
    before = file.read_bytes()
    assert run(file) == 1
    assert "leaders schedule --prune" in capsys.readouterr().err
    assert file.read_bytes() == before
    assert run(file, "--prune") == 0
    assert b"name: other" not in file.read_bytes()


@pytest.mark.parametrize(
    ("niche", "told"),
    [
        ('title = "x"\nplatforms = ["vkk"]\n', "did you mean 'vk'?"),
        (None, "There is no niche file"),
        (NICHE.replace("* * 1", "LW * *"), "schedule.cron: Prefect knows L"),
    ],
)
def test_mistakes_are_told_and_nothing_is_written(
    file: Path, capsys, niche: str | None, told: str
) -> None:
    path = file.parent / "data" / "niches" / "niche.toml"
    path.unlink() if niche is None else path.write_text(niche)
    assert run(file) == 1
    assert told in capsys.readouterr().err
    assert not file.exists()


def test_what_a_sleeping_computer_missed_is_told() -> None:
    from uuid import UUID

    from flows.serving import Promise
    from leaders.cli.serving import tell_slept

    monday = datetime(2026, 11, 30, 12, tzinfo=UTC)
    promise = Promise(UUID(int=1), "niche", Due("0 6 * * 1", "Europe/Amsterdam"), monday)
    slept = [*tell_slept([promise], monday - timedelta(hours=9), monday)]
    assert slept == ["niche: missed Monday 06:00 because this computer slept: running now"]
    assert [*tell_slept([promise], monday - timedelta(hours=5), monday)] == []


def test_a_file_that_is_no_text_is_told(file: Path, capsys) -> None:
    file.write_bytes(b"\xff\xfe\x00")
    assert run(file) == 1
    assert "prefect.yaml is not in UTF-8" in capsys.readouterr().err
