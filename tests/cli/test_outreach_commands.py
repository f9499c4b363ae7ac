"""leaders mark, contacts and placements: what they take, print and refuse."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from reviewed_niche import copy_ranked
from typer.testing import CliRunner, Result

from leaders import cli, forgetting
from leaders.settings import Workspace

Command = Callable[..., Result]
TODAY = datetime.now(UTC).date()


@pytest.fixture
def ranked(tmp_path: Path) -> Workspace:
    made = copy_ranked(tmp_path)
    (made.niches / "shelf.toml").unlink()
    return made


@pytest.fixture
def run(ranked: Workspace) -> Command:
    def call(*arguments: object) -> Result:
        return CliRunner().invoke(cli.app, ["--workspace", str(ranked.root), *map(str, arguments)])

    return call


def test_an_account_is_marked_and_listed(run: Command) -> None:
    assert "Nobody was written to yet" in run("contacts").stderr
    done = run("mark", "a01", "written", "--owner", "Anna", "--note", "[b]=1\x07")
    assert done.stderr == f"files:d/a01 (niche): written on {TODAY}, by Anna: [b]=1 (was new)\n"
    done = run("mark", "files:d/a01", "replied", "--price", "12 000", "--currency", "руб",
               "--date", TODAY - timedelta(days=1))  # fmt: skip
    assert f"replied on {TODAY - timedelta(days=1)}, by Anna, 12,000.00 RUB: [b]=1" in done.stderr
    assert f"(was written on {TODAY}, by Anna: [b]=1)" in done.stderr
    assert "(known already)" in run("mark", "a01", "replied").stderr
    row = next(it for it in run("contacts", "niche").stdout.splitlines() if "files:d/" in it)
    assert [it.strip() for it in row.split("│")] == [
        "files:d/a01", "", "replied", str(TODAY - timedelta(days=1)), "Anna", "12,000.00 RUB",
        "[b]=1",
    ]  # fmt: skip
    [told] = json.loads(run("contacts", "--json").stdout)
    assert (told["status"], told["price"], told["currency"]) == ("replied", 12000, "RUB")
    told = json.loads(run("mark", "a01", "never", "--json").stdout)
    assert (told["client"], told["status"], told["before"]["status"]) == (
        "niche", "never", "replied",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("a01", "written", "--price", "5"), "--price and --currency go together"),
        (("a01", "written", "--price", "-5", "--currency", "EUR"), "--price '-5' is below 0"),
        (("a01", "written", "--price", "5", "--currency", "EUX"), "--currency 'EUX' is no currenc"),
        (("a01", "written", "--date", "2999-01-01"), "--date '2999-01-01' is in the future"),
        (("a01", "written", "--note", "x" * 1001), "--note has 1,001 characters"),
        (("a01", "written", "--client", "Acme"), "No niche file names the client Acme"),
        (("a01", "written", "--client", "x", "--niche", "niche"), "do not go together"),
        (("nobody", "written"), "No account nobody is stored"),
    ],
)
def test_what_cannot_be_marked(run: Command, arguments: tuple, told: str) -> None:
    done = run("mark", *arguments)
    assert done.exit_code == 1
    assert told in str(done.exception)
    assert "Nobody was written to yet" in run("contacts").stderr


def test_a_status_that_there_is_not(run: Command) -> None:
    done = run("mark", "a01", "bought")
    assert done.exit_code == 2
    assert "'bought' is not one of" in done.stderr


def test_who_is_suppressed_is_not_marked(run: Command, ranked: Workspace) -> None:
    forgetting.forget(ranked, "files:d/a01", never_again_at=datetime.now(UTC))
    done = run("mark", "files:d/a01", "written")
    assert "files:d/a01 asked not to be listed (leaders suppress): not marked." in str(
        done.exception
    )


def test_of_several_clients_one_is_named(run: Command, ranked: Workspace) -> None:
    text = (ranked.niches / "niche.toml").read_text(encoding="utf-8")
    for name, client in (("one", "Acme"), ("two", "Acme"), ("three", "Zed")):
        told = f'{text}\n[client]\nname = "{client}"\n'
        (ranked.niches / f"{name}.toml").write_text(told, encoding="utf-8")
    done = run("mark", "files:d/a01", "never")
    assert "Say --niche NICHE or --client NAME; the clients are: Acme, Zed, niche." in str(
        done.exception
    )
    assert "files:d/a01 (Acme): never" in run("mark", "d/a01", "never", "--client", "acme").stderr
    assert "files:d/a02 (Zed): never" in run("mark", "a02", "never", "--niche", "three").stderr
    assert "files:d/a01" in run("contacts", "one").stdout
    assert run("contacts", "two").stdout == run("contacts", "one").stdout
    both = run("contacts").stdout
    assert "Acme" in both
    assert "Zed" in both


def test_a_sheet_goes_out_and_comes_back(run: Command, tmp_path: Path) -> None:
    run("mark", "a01", "written")
    path = tmp_path / "sheet.xlsx"
    done = run("contacts", "niche", "--sheet", path)
    assert done.stderr.splitlines() == [
        f"wrote {path}: 11 accounts; fill in status", f"Next: leaders contacts niche {path}",
    ]  # fmt: skip
    assert done.stdout == ""
    book = load_workbook(path)
    cells = {row[0].value: row for row in book["Contacts"].iter_rows(min_row=2)}
    cells["files:d/a17"][4].value = "agreed"
    cells["files:d/a18"][4].value = "perhaps"
    cells["files:d/a01"][4].value = "refused"
    book.save(path)
    run("mark", "a01", "replied")
    lines = run("contacts", "niche", path).stderr.splitlines()
    assert "status: is 'perhaps'; write one of new" in lines[0]
    assert f"conflict in line {cells['files:d/a01'][0].row}, files:d/a01: says refused" in lines[1]
    assert lines[2] == (
        f"{path}: 1 contact changed, 8 as known, 1 conflict, 1 row left out (niche)"
    )
    assert lines[3].startswith("conflicts are left as they are stored")
    told = json.loads(run("contacts", "niche", path, "--json").stdout)
    assert (told["changed"], told["same_count"]) == ([], 9)
    assert [it["account_id"] for it in told["conflicts"]] == ["files:d/a01"]
    assert [it["column"] for it in told["mistakes"]] == ["status"]


def test_show_tells_the_status_and_leaves_out_who_was_written_to(run: Command) -> None:
    assert "status" not in run("show", "niche").stdout
    run("mark", "a17", "never")
    shown = run("show", "niche")
    row = next(it for it in shown.stdout.splitlines() if "d/a17" in it)
    assert "│ never" in row
    assert "d/a17" not in run("show", "niche", "--fresh").stdout
    assert "contact: never on" in run("explain", "niche", "a17").stdout
    told = json.loads(run("explain", "niche", "a17", "--json").stdout)
    assert told["contact"]["status"] == "never"


def test_placements_are_taken_in_and_listed(run: Command, tmp_path: Path) -> None:
    assert "No placement of niche is known" in run("placements", "niche").stderr
    path = tmp_path / "placed.csv"
    path.write_text(
        f"account,date,cost,currency,views,clicks\nfiles:d/a01,{TODAY},100,EUR,5000,50\n"
        f"files:d/a02,{TODAY},x,EUR,1,1\n"
    )
    lines = run("placements", "niche", path).stderr.splitlines()
    assert "line 3, cost: 'x' is no number" in lines[0]
    assert lines[1:] == [
        f"{path}: 1 placement, 1 of them new or changed, 1 row left out",
        "Next: leaders placements niche",
    ]
    done = run("placements", "niche")
    row = next(it for it in done.stdout.splitlines() if "files:d/" in it)
    assert [it.strip() for it in row.split("│")] == [
        "files:d/a01", str(TODAY), "post", "100.00", "EUR", "5,000", "", "", "50", "", "20.00",
        "2.00", "",
    ]  # fmt: skip
    assert "nothing was known" in done.stderr
    told = json.loads(run("placements", "niche", "--json").stdout)
    assert told["views_forecast"] == {"count": 0, "median_ratio": None, "off": None}
    assert told["placements"][0]["cpc"] == 2


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("contacts", "niche", "x.csv", "--sheet", "y.csv"), "--sheet and FILE do not go together"),
        (("contacts", "--sheet", "y.csv"), "--sheet needs a NICHE"),
        (("placements", "niche", "--out", "y.csv"), "--out goes with --template"),
        (("placements", "niche", "x.csv", "--template"), "--template and FILE do not go together"),
    ],
)
def test_options_that_do_not_go_together(run: Command, arguments: tuple, told: str) -> None:
    assert told in str(run(*arguments).exception)
