"""leaders prices: what is listed, written and taken in."""

import csv
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from reviewed_niche import copy_ranked
from typer.testing import CliRunner, Result

from leaders import cli
from leaders.settings import Workspace

Command = Callable[..., Result]
HEAD = "account_id,format,price,currency,date,fees\n"
TODAY = datetime.now(UTC).date()


@pytest.fixture
def ranked(tmp_path: Path) -> Workspace:
    return copy_ranked(tmp_path)


@pytest.fixture
def prices(ranked: Workspace) -> Command:
    """Run `leaders prices niche` with some arguments."""

    def run(*arguments: object) -> Result:
        words = ["--workspace", str(ranked.root), "prices", "niche", *map(str, arguments)]
        return CliRunner().invoke(cli.app, words)

    return run


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """A list with two good rows, one of them old, and two bad ones."""
    path = tmp_path / "filled.csv"
    rows = (
        f"files:d/a00,post,1000.5,RUB,{TODAY},10 %\n",
        f"files:d/a04,story,70,EUR,{TODAY - timedelta(days=90)},5\n",
        f"files:d/nobody,post,5,RUB,{TODAY},\n",
        f"files:d/a01,post,-5,RUB,{TODAY},\n",
        "files:d/a02,,,,,\n",
    )
    path.write_text(HEAD + "".join(rows))
    return path


def test_without_prices_it_says_how_to_get_some(prices: Command) -> None:
    done = prices()
    assert done.exit_code == 0
    assert done.stdout == ""
    assert done.stderr == (
        "No prices are known for niche; make a list to fill in with: "
        "leaders prices niche --template\n"
    )
    assert json.loads(prices("--json").stdout) == []


def test_a_list_is_taken_in_and_its_mistakes_are_named(prices: Command, filled: Path) -> None:
    done = prices(filled)
    assert done.exit_code == 0
    lines = done.stderr.splitlines()
    assert lines[0].startswith(f"{filled}, line 4, account_id: 'files:d/nobody' is not stored")
    assert lines[1].startswith(f"{filled}, line 5, price: '-5' is below 0")
    assert lines[2:] == [
        f"{filled}: 2 prices, 2 of them new, 1 row without a price, 2 rows left out",
        "Next: leaders prices niche",
    ]
    assert "2 prices, 0 of them new" in prices(filled).stderr


def test_prices_are_listed_with_their_age(prices: Command, filled: Path) -> None:
    prices(filled)
    done = prices()
    assert "Knitters: what advertising costs as of" in done.stdout
    first, second = (line for line in done.stdout.splitlines() if "files:d/" in line)
    assert [it.strip() for it in first.split("│")] == [
        "files:d/a00", "", "post", "1,000.50", "RUB", "10 %", str(TODAY), "0", "",
    ]  # fmt: skip
    assert second.split("│")[-1].strip() == "old"
    assert "- 1 price is older than 60 days (marked old): ask again" in done.stderr
    told = json.loads(prices("--json").stdout)
    assert [row["account_id"] for row in told] == ["files:d/a00", "files:d/a04"]
    assert [row["is_old"] for row in told] == [False, True]
    assert told[1]["fees_amount"] == 5


def test_of_json_a_program_gets_the_mistakes(prices: Command, filled: Path) -> None:
    told = json.loads(prices(filled, "--json").stdout)
    assert (told["price_count"], told["new_count"], told["empty_count"]) == (2, 2, 1)
    assert [(it["line"], it["column"]) for it in told["mistakes"]] == [
        (4, "account_id"), (5, "price"),
    ]  # fmt: skip


def test_the_template_lies_with_the_exports(prices: Command, ranked: Workspace) -> None:
    done = prices("--template", "--top", 3)
    path = ranked.exports / "niche" / "prices.csv"
    assert f"wrote {path}: 4 accounts, 0 with a contact; fill in price" in done.stderr
    assert done.stderr.endswith(f"Next: leaders prices niche {path}\n")
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == 4
    again = prices("--template")
    assert again.exit_code == 1
    assert "is there already and may hold prices" in str(again.exception)
    told = json.loads(prices("--template", "--out", ranked.root / "p.tsv", "--json").stdout)
    assert told["path"] == str(ranked.root / "p.tsv")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--template", "list.csv"), "--template and FILE do not go together"),
        (("--out", "list.csv"), "--out goes with --template"),
        (("--template", "--out", "list.xlsx"), r"written as .csv or .tsv"),
    ],
)
def test_what_does_not_go_together(prices: Command, arguments: tuple, told: str) -> None:
    done = prices(*arguments)
    assert done.exit_code == 1
    assert told in str(done.exception)


def test_too_many_mistakes_are_counted(prices: Command, tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(HEAD + f"files:d/a00,post,-1,RUB,{TODAY},\n" * 103)
    lines = prices(path).stderr.splitlines()
    assert lines[100] == "and 3 more mistakes"
    assert lines[101] == f"{path}: 0 prices, 0 of them new, 103 rows left out"
    assert len(lines) == 102


def test_prices_of_strangers_are_said(prices: Command, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(HEAD + f"files:d/u0,post,5,RUB,{TODAY},\n")
    assert "careful: 1 account is not among the candidates of niche;" in prices(path).stderr
    assert "No prices are known" in prices().stderr
