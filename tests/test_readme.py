"""The README says what the program does: its tables and its printed shortlist are current."""

from pathlib import Path

import pytest
from readme_tables import README, fill

from leaders.cli import _run


def test_tables_are_made_from_the_code() -> None:
    text = README.read_text(encoding="utf-8")
    assert fill(text) == text, "run: make readme"


def test_printed_shortlist_is_what_the_demo_prints(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(["--workspace", str(tmp_path), "demo", "--direct"]) == 0
    printed = [line.rstrip() for line in capsys.readouterr().out.splitlines()][:10]
    assert "\n".join(printed) in README.read_text(encoding="utf-8")
