"""`leaders explain`: lines for a person, JSON for a program, one sentence where it cannot."""

import json
import sys
from pathlib import Path

import pytest

from leaders import cli, pipeline
from leaders.cli.explain import BAR, _tell_unusual, draw_bar, show_value
from leaders.explanation.unusual import Raised, Unusual
from leaders.rank.authenticity import FLAGS
from leaders.settings import Workspace
from leaders.store import Store

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
        "membership", "role", "seen", "members_places", "lacking", "unusual", "facts", "above",
        "below", "change", "contact",
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


def test_an_empty_name_is_refused(ranked, capsys) -> None:
    for command in (["explain", "niche", ""], ["forget", " "], ["suppress", ""]):
        assert cli._run(["--workspace", str(ranked.root), *command]) == 2
        assert capsys.readouterr().err == "ACCOUNT is empty; name one by its id or handle.\n"


def test_what_is_given_is_told_once(workspace, capsys) -> None:
    write_niche(workspace, 'seeds = ["files:d/a1"]\n[score.weights]\nreach = 1\n')
    rows = [(f"a{n}", f"h{n}", 10 * n) for n in range(1, 4)]
    store_rows(workspace, "accounts", "id,handle,followers_count", rows)
    pipeline.rank(workspace, "niche")
    with Store(workspace) as store, store.transaction():
        store._connection.execute(
            "insert into review (niche, account_no, role, decided_by, decided_at) "
            "select 'niche', account_no, 'brand', 'Anna', now() from account "
            "where account_id = 'files:d/a2'"
        )
    pipeline.rank(workspace, "niche")
    assert run(workspace, "h2") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[lines.index("Role") + 1] == "  brand: a person decided"
    settled = "  settled as said above; the evidence, which did not count, would be:"
    assert lines[lines.index("Of the niche") + 1] == settled
    assert sum("a file names it" in line for line in lines) == 1


def test_a_flag_is_told_in_words_and_what_is_never_looked_at_apart() -> None:
    flag = FLAGS["comment_like_ratio"]
    sentence = flag.sentence.format(value="88 %", median="5 %", peers="31")
    raised = Raised(
        "comment_like_ratio", sentence, 0.88, 0.05, flag.form, 31, 20, flag.measured_on, "f", "c"
    )
    unusual = Unusual("note", (raised,), (), ("growth_spike",), {"duplicate_comments": "no text"})
    assert list(_tell_unusual(unusual))[1:] == [
        "comment like ratio: its comments come to 88 % of its likes, where 31 peers of its size "
        "have 5 % in the median",
        "  measured on 20 posts",
        "  by f",
        "  it may be nothing but c",
        "too little data to look at: growth spike",
        "never looked at: duplicate comments (no text)",
    ]


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
