"""`leaders plan`: sentences and tables for a person, JSON for a program, one sentence where not."""

import io
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.cells import cell_len

from leaders import cli
from leaders.settings import Workspace

sys.path.insert(0, str(Path(__file__).parents[1] / "audience"))
from stored_market import Channel, put_market

HOSTILE = "=cmd()[red]\x1b[31m\u202e\nx"
LONG = "Вязание крючком и спицами для всей семьи, узоры и пряжа"
CHANNELS = (
    Channel("vk:-1", range(1000), 20_000.5, followers=1000, views=100, name="Alpha"),
    Channel("vk:-2", range(900), 19_000, followers=900, views=90, name=HOSTILE),
    Channel("telegram:3", range(1000, 1030), [("story", 900, "RUB", 10, 0)], name=LONG),
    Channel("vk:-4", range(1500, 1545), 1_100, followers=45, views=9, name="Delta"),
    Channel("telegram:5", price=400, followers=5000, views=800, ended="hidden", name="Eps"),
    Channel("vk:-6", range(2000, 2600), followers=600, views=60, name="Zeta"),
)  # fmt: skip
RU = '[client]\ncountry = "RU"\n'
Command = Callable[..., int]


@pytest.fixture
def stored(workspace: Workspace) -> Workspace:
    return put_market(workspace, CHANNELS, RU)


@pytest.fixture
def plan(stored: Workspace) -> Command:
    """Run `leaders plan niche` with some arguments; returns the exit code."""
    return lambda *words: cli._run(["--workspace", str(stored.root), "plan", "niche", *words])


def rubles(amount: float) -> tuple[str, ...]:
    return "--budget", str(amount), "--currency", "rub", "--as-of", "2026-10-06"


def cells(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("│")] for line in table.splitlines()]


def test_sentences_and_tables(plan: Command, capsys: pytest.CaptureFixture) -> None:
    assert plan(*rubles(24_000), "--must", "telegram:3") == 0
    captured = capsys.readouterr()
    said = captured.err.splitlines()
    assert said[0].startswith("niche: 4 placements for 23,")
    assert said[0].endswith(" left), as of 2026-10-06 23:59 UTC, prices told by 2026-10-06")
    assert said[1] == (
        "115 people see it (10.7 % of 1,075), fewer than 10 twice or more; 1.00 times each on "
        "average; of everybody seen in an audience on offer"
    )
    assert "nothing bounds whom they add" not in captured.err
    assert said[2] == "at least 100.0 % of the best possible plan for the people seen"
    assert said[3].startswith("2 of 3 picks would be bought again")
    rows = cells(captured.out)
    assert ["Alpha, post", "20,600.52", "1,000", "100%", "10%", "100", "206,005"] in [
        row[:-1] for row in rows
    ]
    assert ["Eps", "post", "412", "800", "515", "bought"] in rows
    zeta = next(row for row in rows if row[0] == "Zeta")
    assert zeta[1:4] == ["", "60", "60"]
    assert zeta[5] == "nobody said what it costs"
    assert "careful: Telegram: 2 placements flagged, advertising there is disputed" in captured.err
    assert "seen by 800 people (a view each)" in captured.err
    assert said[-1] == (
        "Market rules are information with a date and a source, and no legal advice. These are of "
        "2025-08-18 to 2026-03-11; --json has them with their sources."
    )


def test_few_people_are_not_counted(plan: Command, capsys: pytest.CaptureFixture) -> None:
    assert plan(*rubles(2_200)) == 0
    captured = capsys.readouterr()
    assert "niche: 2 placements for" in captured.err
    assert "15 people see it" in captured.err
    rows = {row[0].split(",")[0]: row for row in cells(captured.out)}
    assert rows["Delta"][4:7] == ["20%", "few", ""]
    assert plan(*rubles(2_200), "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert [it["adds"] for it in told["picks"]] == [None, None]
    assert [it["target_count"] for it in told["picks"]] == [45, 30]
    assert told["reach"] == {"1": 15, "2": None, "3": None}


def test_what_strangers_wrote_moves_no_cursor(plan: Command, capsys: pytest.CaptureFixture) -> None:
    assert plan(*rubles(19_600)) == 0
    captured = capsys.readouterr()
    for text in (captured.out, captured.err):
        assert "\x1b" not in text
        assert "\u202e" not in text
    assert "=cmd()[red]\ufffd[31m\ufffd\ufffdx" in captured.out
    assert "vk:1234" not in captured.out


def test_it_is_readable_in_a_narrow_terminal(
    plan: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = io.StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr(sys, "stdout", terminal)
    assert plan(*rubles(24_000), "--must", "telegram:3") == 0
    text = re.sub(r"\x1b\[[0-9;]*m", "", terminal.getvalue())  # the headings are bold
    assert max(map(cell_len, text.splitlines())) <= 80
    for word in ("20,600.52", "206,005", "1,019.70", "Alpha", "nobody said what"):
        assert word in text
    words = " ".join(row[0] for row in cells(text))
    for word in ("Вязание", "must"):  # a name may be cut, what is said of the placement is not
        assert word in words


def test_json_has_the_plan_as_data(plan: Command, capsys: pytest.CaptureFixture) -> None:
    assert plan(*rubles(24_000), "--rate", "EUR=98,5", "--never", "-2", "--json") == 0
    captured = capsys.readouterr()
    assert not captured.err
    told = json.loads(captured.out)
    assert {
        "niche", "as_of", "priced_at", "wishes", "target", "people", "spent", "reach",
        "reach_at_most", "certificate", "survivors", "picks", "rejected", "views", "points",
        "rules", "notes",
    } <= set(told)  # fmt: skip
    assert told["wishes"]["rates"] == {"EUR": 98.5}
    assert told["picks"][0]["account_id"].startswith(("vk:", "telegram:"))
    assert {it["account_id"]: it["why"] for it in told["rejected"]}["vk:-2"] == (
        "left out by --never"
    )
    assert "account_no" not in {*told["picks"][0], *told["views"][0]}
    assert plan(*rubles(24_000), "--rate", "EUR=98,5", "--never", "-2", "--json") == 0
    assert json.loads(capsys.readouterr().out) == told


def test_nothing_is_bought(plan: Command, capsys: pytest.CaptureFixture) -> None:
    assert plan(*rubles(0)) == 0
    captured = capsys.readouterr()
    assert "niche: nothing is bought for 0.00 RUB" in captured.err
    assert "the cheapest placement on offer costs 412.00 RUB" in captured.err
    assert "best possible plan" not in captured.err
    assert "In buying order" not in captured.out
    assert "costs more than the whole budget" in captured.out


def test_a_budget_of_the_niche_file(
    stored: Workspace, plan: Command, capsys: pytest.CaptureFixture
) -> None:
    path = stored.niches / "niche.toml"
    path.write_text(path.read_text() + '[budget]\namount = 2200\ncurrency = "RUB"\n')
    assert plan() == 0
    assert "of 2,200.00 RUB" in capsys.readouterr().err
    assert plan("--budget", "0") == 0
    assert "for 0.00 RUB" in capsys.readouterr().err
    # 2,200 of one currency is not 2,200 of another
    assert plan("--currency", "EUR") == 2
    assert "The budget of niche.toml is in RUB; give --budget in EUR." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ([], 2, "There is no budget; give --budget 1000 --currency EUR, or write [budget]"),
        (["--budget", "5"], 2, "--budget needs --currency"),
        (["--budget", "5", "--currency", "EUK"], 2, "did you mean EUR"),
        (["--budget", "5", "--currency", ""], 2, "--currency"),
        (["--budget", "-5", "--currency", "EUR"], 2, "--budget"),
        (["--budget", "nan", "--currency", "EUR"], 2, "--budget"),
        (["--budget", "inf", "--currency", "EUR"], 2, "no amount of money"),
        (["--budget", "ten", "--currency", "EUR"], 2, "--budget"),
        (["--budget", "5", "--currency", "EUR"], 1, "say how many EUR one is: --rate RUB=..."),
        ([*rubles(9), "--rate", "EUR"], 2, "--rate EUR is no rate"),
        ([*rubles(9), "--rate", "EUR=-1"], 2, "is no rate"),
        ([*rubles(9), "--must", "vk:-77"], 1, "No account vk:-77 is stored"),
        ([*rubles(9), "--must", " "], 2, "ACCOUNT is empty"),
        ([*rubles(9), "--never", ""], 2, "ACCOUNT is empty"),
        ([*rubles(9), "--must", "vk:-1"], 1, "what must be bought costs 20,600.52 RUB together"),
        ([*rubles(9), "--must", "vk:-1", "--never", "-1"], 1, "both name vk:-1"),
        ([*rubles(9), "--frequency", "0"], 2, "--frequency"),
        ([*rubles(9), "--per-owner", "0"], 2, "--per-owner"),
        ([*rubles(9), "--seed", "-1"], 2, "--seed"),
        (["--budget", "9", "--currency", "RUB", "--as-of", "soon"], 2, "takes a date"),
        (["--budget", "9", "--currency", "RUB", "--as-of", "2001-01-01"], 1, "no candidates"),
    ],
)
def test_wrong_input_is_one_sentence(
    plan: Command, capsys: pytest.CaptureFixture, arguments: list[str], code: int, words: str
) -> None:
    assert plan(*arguments) == code
    captured = capsys.readouterr()
    assert words in " ".join(captured.err.replace("│", "").split())
    assert "Traceback" not in captured.err
    assert not captured.out
