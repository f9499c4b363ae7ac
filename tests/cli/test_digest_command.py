"""`leaders digest`: printed, written, sent; and what a run does with it."""

import json
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from digested_niche import SECOND, copy_digested

from leaders import cli, pipeline
from leaders.digest import link_report
from leaders.environment import find_names
from leaders.settings import Workspace

sys.path.insert(0, str(Path(__file__).parents[1] / "platforms"))
from fake_http import Asked, on_this_machine

SECRET = "s3cret-of-hook"


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in find_names():
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def digested(tmp_path: Path) -> Workspace:
    return copy_digested(tmp_path)


def run(workspace: Workspace, *arguments: str) -> int:
    return cli._run(["--workspace", str(workspace.root), *arguments])


def read_all(workspace: Workspace) -> bytes:
    return b"".join(path.read_bytes() for path in workspace.root.rglob("*") if path.is_file())


def test_it_is_printed_and_written_without_control_characters(digested, tmp_path, capsys) -> None:
    assert run(digested, "digest", "niche", "--out", str(tmp_path / "out")) == 0
    spoken = capsys.readouterr()
    assert "1 new placement of competitors" in spoken.out
    assert "Competitors\n- Name c3: advertised Rivalwool" in spoken.out
    assert spoken.err.count("wrote ") == 3
    for text in spoken:
        assert "\x1b" not in text
        assert "\u202e" not in text
    written = {it.name: it.read_text(encoding="utf-8") for it in (tmp_path / "out").iterdir()}
    assert sorted(written) == ["digest.html", "digest.json", "digest.md"]
    assert run(digested, "digest", "niche", "--json") == 0
    assert json.loads(capsys.readouterr().out) == json.loads(written["digest.json"])


def test_without_a_ranking_or_a_channel_it_says_what_to_do(digested, capsys) -> None:
    (digested.niches / "other.toml").write_text('title = "A"\nplatforms = ["files"]\n')
    assert run(digested, "digest", "other") == 1
    assert "leaders rank other" in capsys.readouterr().err
    assert run(digested, "digest", "niche", "--send") == 1
    assert "No channel is set up: set LEADERS_WEBHOOK, or" in capsys.readouterr().err


def test_it_is_sent_once_and_failures_are_told(digested, capsys, monkeypatch) -> None:
    taken: list[Asked] = []

    def answer(asked: Asked) -> tuple[int, dict[str, str], bytes]:
        taken.append(asked)
        return (403 if len(taken) == 1 else 200), {}, b"no"

    with on_this_machine(answer) as base:
        monkeypatch.setenv("LEADERS_WEBHOOK", f"{base}/path-secret")
        monkeypatch.setenv("LEADERS_WEBHOOK_SECRET", SECRET)
        assert run(digested, "digest", "niche", "--send") == 1
        failed = capsys.readouterr()
        assert "digest by webhook: 127.0.0.1 refused this request (HTTP 403)" in failed.err
        assert run(digested, "digest", "niche", "--send") == 0
        assert "new" in capsys.readouterr().err
        assert run(digested, "digest", "niche", "--send") == 0
        last = capsys.readouterr()
    assert "digest by webhook: sent, 0 new" in last.err
    assert len(taken) == 3
    for text in (*failed, *last):
        assert SECRET not in text
        assert "path-secret" not in text
    assert SECRET.encode() not in read_all(digested)


def test_half_a_channel_is_told_and_another_one_is_used(digested, capsys, monkeypatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123:AbC")
    with on_this_machine(lambda asked: (200, {}, b"ok")) as base:
        monkeypatch.setenv("LEADERS_WEBHOOK", base)
        assert run(digested, "digest", "niche", "--send") == 1
    told = capsys.readouterr().err
    assert "digest by webhook: sent" in told
    assert "TELEGRAM_CHAT_ID must be" in told
    assert "123:AbC" not in told


def test_a_run_writes_it_beside_the_shortlist_and_a_failed_channel_fails_no_run(
    digested, monkeypatch
) -> None:
    now = SECOND + timedelta(days=1)
    pipeline.export_niche(digested, "niche")
    markdown, files = pipeline.digest_niche(digested, "niche", now)
    assert [it.name for it in files] == ["digest.md", "digest.html"]
    assert "[The report](<report.html>)" in files[0].read_text(encoding="utf-8")
    assert "report.html" not in markdown
    before = [it.read_bytes() for it in files]
    pipeline.export_niche(digested, "niche")  # which removes no digest
    assert pipeline.digest_niche(digested, "niche", now)[1] == files
    assert [it.read_bytes() for it in files] == before
    monkeypatch.setenv("LEADERS_REPORTS", "https://example.org/exports/")
    with on_this_machine(lambda asked: (404, {}, b"")) as base:
        monkeypatch.setenv("LEADERS_WEBHOOK", base)
        told, failed = pipeline.send_digest(digested, "niche", now)
    assert (told, len(failed)) == ([], 1)
    assert link_report(digested.exports / "niche", "niche") == (
        "https://example.org/exports/niche/report.html"
    )
