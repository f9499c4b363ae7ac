"""`leaders export` and `leaders open`: which files they write, for whom, and what they say."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from digested_niche import copy_digested

from leaders import cli
from leaders.export.words import Words
from leaders.settings import Workspace

BROWSER = """#!{python}
import pathlib, sys
pathlib.Path({told!r}).write_text(sys.argv[1], encoding="utf-8")
"""


@pytest.fixture
def ranked(tmp_path: Path) -> Workspace:
    return copy_digested(tmp_path)


def run(workspace: Workspace, *arguments: str) -> int:
    return cli._run(["--workspace", str(workspace.root), *arguments])


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.is_file()}


def test_the_usual_files_hold_a_report_and_the_same_again_are_the_same(ranked) -> None:
    assert run(ranked, "export", "niche") == 0
    folder = ranked.exports / "niche"
    assert {"report.html", "shortlist.xlsx", "shortlist.json", "manifest.json"} <= names_in(folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert run(ranked, "export", "niche") == 0
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_client_is_given_files_of_its_own(ranked, capsys, monkeypatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("LEADERS_CHROMIUM", "")
    monkeypatch.setattr("leaders.export.pdf.USUAL_PLACES", ())
    assert run(ranked, "export", "niche", "--for-client") == 0
    said = capsys.readouterr().err
    assert "careful: no PDF" in said
    assert names_in(ranked.exports / "niche" / "client") == {
        "report.html", "shortlist.xlsx", "manifest.json",
    }  # fmt: skip
    assert not (ranked.exports / "niche" / "report.html").exists()
    assert run(ranked, "export", "niche", "--format", "pdf") == 1
    assert "LEADERS_CHROMIUM" in capsys.readouterr().err


def test_the_report_speaks_the_language_that_is_asked_for(ranked, capsys) -> None:
    assert run(ranked, "export", "niche", "--format", "html", "--language", "nl") == 0
    page = (ranked.exports / "niche" / "report.html").read_text(encoding="utf-8")
    assert '<html lang="nl"' in page
    assert Words("nl")("page_summary") in page
    assert run(ranked, "export", "niche", "--language", "fr") == 2
    assert "--language fr: choose from en, ru, nl." in capsys.readouterr().err


def leaders_open(workspace: Workspace, *arguments: str, **variables: str) -> tuple[str, str]:
    """What it prints and says in a process of its own: Python looks for browsers once."""
    kept = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "PATH")}
    done = subprocess.run(
        [sys.executable, "-m", "leaders", "--workspace", str(workspace.root), "open", *arguments],
        env={**kept, **variables}, capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    return done.stdout, done.stderr


def test_open_writes_the_report_and_shows_it(ranked, tmp_path) -> None:
    told, browser = tmp_path / "opened.txt", tmp_path / "browser"
    browser.write_text(BROWSER.format(python=sys.executable, told=str(told)), encoding="utf-8")
    browser.chmod(0o755)
    _, said = leaders_open(ranked, "niche", BROWSER=f"{browser} %s")
    report = (ranked.exports / "niche" / "report.html").resolve()
    assert said == f"opened {report}\n"
    assert told.read_text(encoding="utf-8") == report.as_uri()
    printed, _ = leaders_open(ranked, "niche", "--for-client", "--json", BROWSER=f"{browser} %s")
    for_client = report.parent / "client" / "report.html"
    assert json.loads(printed) == {"report": str(for_client), "is_open": True}
    assert told.read_text(encoding="utf-8") == for_client.as_uri()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a browser")
def test_without_a_browser_open_says_which_file(ranked) -> None:
    _, said = leaders_open(ranked, "niche", BROWSER="/nowhere/at-all %s")
    report = (ranked.exports / "niche" / "report.html").resolve()
    assert said == f"No browser could be opened here; open this file in one: {report}\n"


def test_what_is_not_ranked_says_what_to_do(ranked, capsys) -> None:
    (ranked.niches / "other.toml").write_text('title = "A"\nplatforms = ["files"]\n')
    assert run(ranked, "open", "other") == 1
    assert "leaders rank other" in capsys.readouterr().err
