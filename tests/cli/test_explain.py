"""`leaders explain`: lines for a person, JSON for a program, one sentence where it cannot."""

import json
import sys
from pathlib import Path

import pytest

from leaders import cli, pipeline
from leaders.cli.explain import BAR, draw_bar, show_value
from leaders.settings import Workspace

sys.path.insert(0, str(Path(__file__).parents[1] / "rank"))
from imported_rows import store_edges, store_rows, write_niche

HOSTILE = "[red]x[/red] \x1b[31m\u202eevil"


@pytest.fixture
def ranked(workspace: Workspace) -> Workspace:
    write_niche(workspace, "[score.weights]\nreach = 0.6\nin_degree = 0.4\n")
    rows = [(f"a{n}", f"h{n}", HOSTILE if n == 2 else f"N{n}", 10 * n) for n in range(1, 6)]
    store_rows(workspace, "accounts", "id,handle,name,followers_count", rows)
    store_edges(workspace, [(f"f{k}", f"a{n}", "follow") for n in range(1, 6) for k in range(n)])
    pipeline.rank(workspace, "niche")
    return workspace


def run(workspace: Workspace, *arguments: str) -> int:
    return cli._run(["--workspace", str(workspace.root), "explain", "niche", *arguments])


def test_lines_tell_place_components_and_neighbours(ranked, capsys, monkeypatch) -> None:
    for width in (80, 120):
        monkeypatch.setenv("COLUMNS", str(width))
        assert run(ranked, "h4") == 0
        text = capsys.readouterr().out
        assert max(map(len, text.splitlines())) <= width
        for words in (
            "rank 2 of 5", "Score, in points", "in degree", "h5", "is above by", "h3",
            "is below by", "What would change the rank", "not enough is the list's highest",
        ):  # fmt: skip
            assert words in " ".join(text.split())


def test_strangers_move_no_cursor_and_set_no_colour(ranked, capsys) -> None:
    for account in ("h2", "h3"):
        assert run(ranked, account) == 0
        text = capsys.readouterr().out
        assert "\x1b" not in text
        assert "\u202e" not in text


def test_json_has_the_same_as_data(ranked, capsys) -> None:
    assert run(ranked, "h4", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert list(told) == [
        "ranking", "niche", "as_of", "cautions", "account", "state", "why", "place", "components",
        "membership", "role", "seen", "lacking", "findings", "above", "below", "change",
    ]  # fmt: skip
    assert {"ranking", "config_hash", "code_hash", "data_digest", "seed"} <= set(told["ranking"])
    assert told["place"]["rank"] == 2
    assert set(told["components"][0]) >= {"name", "meaning", "value", "percentile", "contribution"}
    assert told["above"]["account_id"] == "files:d/a5"
    assert {step["component"] for step in told["change"]["steps"]} == {"reach", "in_degree"}


def test_unknown_names_are_one_sentence(ranked, capsys) -> None:
    assert run(ranked, "nobody") == 1
    captured = capsys.readouterr()
    assert not captured.out
    assert captured.err.startswith("No account nobody is stored")
    assert len(captured.err.splitlines()) == 1


def test_a_bar_is_as_wide_as_its_points() -> None:
    assert draw_bar(10, 10, 10) == "█" * BAR
    assert draw_bar(5, 10, 10) == "█" * (BAR // 2) + "·" * (BAR // 2)
    assert draw_bar(0, 0, 10) == " " * BAR
    assert draw_bar(-5, 0, 10).rstrip() == "-" * (BAR // 2)


def test_values_keep_the_digits_that_count() -> None:
    assert show_value(48.123456, "decimal") == "48.12"
    assert show_value(0.000123456, "decimal") == "0.0001235"
    assert show_value(48000.4, "decimal") == "48,000"
    assert show_value(57, "count") == "57"
    assert show_value(0.5, "share") == "50.0%"
