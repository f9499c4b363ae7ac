"""leaders links: who is one person, asked and answered in every way."""

import json
from collections.abc import Callable

import duckdb
import pytest
from known_people import BLUESKY, TELEGRAM, VK, account, make_workspace, store_accounts
from typer.testing import CliRunner, Result

from leaders import cli
from leaders.settings import Workspace

Command = Callable[..., Result]
URL_VK, URL_TELEGRAM = "https://vk.com/club12", "https://t.me/annawool"
NAME = "Ярослава Чижикова"
RARE = "youtube:UC" + "a" * 22


@pytest.fixture
def stored(tmp_path) -> Workspace:
    """Two that are proved to be one, and two that look so, one with a hostile name."""
    workspace = make_workspace(tmp_path)
    store_accounts(
        workspace,
        account(TELEGRAM, URL_VK, name="Anna"),
        account(VK, URL_TELEGRAM, name="Wool by Anna"),
        account(BLUESKY, name=f"{NAME} \x1b[31m", handle="chizh_knits.example.org"),
        account(RARE, name="Yaroslava Chizhikova", handle="chizhknits",
                url="https://www.youtube.com/@chizhknits"),
    )  # fmt: skip
    return workspace


@pytest.fixture
def links(stored: Workspace) -> Command:
    """Run `leaders links niche` with some answers typed."""

    def run(*options: str, typed: str = "") -> Result:
        arguments = ["--workspace", str(stored.root), "links", "niche", *options]
        return CliRunner().invoke(cli.app, arguments, input=typed)

    return run


def words(workspace: Workspace) -> list[tuple]:
    with duckdb.connect(str(workspace.database), read_only=True) as connection:
        return connection.execute(
            "select status, decided_by from identity_link where status <> 'verified' "
            "order by decided_at"
        ).fetchall()


def people(links: Command) -> list[list[str]]:
    return [it["accounts"] for it in json.loads(links("--json").stdout)["people"]]


def test_what_is_proved_is_shown_with_its_reason_and_no_guess_is_folded(stored, links) -> None:
    done = links()
    assert done.exit_code == 0, done.output
    assert "1 person with several accounts" in done.stderr
    assert f"Telegram: Anna ({TELEGRAM}) = VK: Wool by Anna ({VK})" in done.stdout
    assert f"{TELEGRAM} and {VK}: mutual links, each names the other" in done.stdout
    assert "1 of 1  one person with probability 0." in done.stderr
    assert "words of the name in common" in done.stderr
    assert "before any evidence" in done.stderr
    assert "\x1b" not in done.stderr
    assert "--yes A B" in done.stderr
    assert words(stored) == []
    assert people(links) == [[TELEGRAM, VK]]


def test_an_answer_is_kept_undone_and_remembered(stored, links) -> None:
    done = links("--by", "Olga", typed="y\n")
    assert done.stderr.endswith("Next: leaders rank niche\n")
    assert words(stored) == [("confirmed", "Olga")]
    assert people(links) == [[BLUESKY, RARE], [TELEGRAM, VK]]
    assert f"{BLUESKY} and {RARE}: Olga said so" in links().stdout
    assert "No two accounts are left to ask about." in links().stderr


def test_undo_asks_again(stored, links) -> None:
    done = links(typed="u\nhm\ns\n")
    assert "nothing to undo" in done.stderr
    assert words(stored) == []
    assert links("--undo", BLUESKY, RARE).stderr.startswith(f"{BLUESKY} and {RARE}: 0 words")
    links("--no", BLUESKY, RARE)
    assert words(stored) == [("rejected", "reviewer")]
    assert json.loads(links("--json").stdout)["questions"] == []
    assert "1 word taken back" in links("--undo", RARE, BLUESKY).stderr
    assert len(json.loads(links("--json").stdout)["questions"]) == 1


def test_undo_in_the_dialogue_takes_the_last_answer_back(tmp_path) -> None:
    workspace = make_workspace(tmp_path)
    rows = [
        account(it, name=name, handle=f"{place}{it[:2]}")
        for place, name in enumerate(("Ярослава Чижикова", "Bartholomeus Quant"))
        for it in (f"vk:{place + 1}", f"telegram:-100100000001{place}")
    ]
    store_accounts(workspace, *rows)
    arguments = ["--workspace", str(workspace.root), "links", "niche"]
    done = CliRunner().invoke(cli.app, arguments, input="y\nu\nn\nq\n")
    assert "undone: " in done.stderr
    assert words(workspace) == [("rejected", "reviewer")]


def test_a_no_wins_over_what_profiles_prove(stored, links) -> None:
    assert "are two people" in links("--no", "annawool", "wool_by_anna").stderr
    assert people(links) == []
    assert "are one person" in links("--yes", VK, TELEGRAM).stderr
    assert people(links) == [[TELEGRAM, VK]]


def test_a_table_goes_out_and_comes_back(stored, links, tmp_path) -> None:
    path = tmp_path / "guesses.csv"
    assert "1 guess; fill in is_same_person" in links("--csv", str(path)).stderr
    text = path.read_text(encoding="utf-8-sig")
    assert text.startswith("account_id,other_id,is_same_person,probability,")
    assert "there already" in str(links("--csv", str(path)).exception)
    filled = tmp_path / "filled.csv"
    filled.write_text(f"other_id;is_same_person;account_id\n{BLUESKY};Да;{RARE}\n")
    assert "1 new answer" in links("--answers", str(filled)).stderr
    assert "0 new answers" in links("--answers", str(filled)).stderr
    assert words(stored) == [("confirmed", "reviewer")]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (f"{BLUESKY},{RARE},perhaps", "line 2: is_same_person is 'perhaps'"),
        (f"{BLUESKY},vk:99,yes", "line 2: 'vk:99' is no candidate"),
        (f"{BLUESKY},{BLUESKY},yes", "line 2: both are one account"),
        (f"{BLUESKY},{RARE},yes\n{RARE},{BLUESKY},no", "line 3: the same two accounts"),
    ],
)
def test_a_table_that_cannot_be_understood_changes_nothing(stored, links, tmp_path, row, says):
    path = tmp_path / "filled.csv"
    path.write_text(f"account_id,other_id,is_same_person\n{VK},{RARE},no\n{row}\n".replace(
        f"{VK},{RARE},no\n", ""))  # fmt: skip
    assert says in str(links("--answers", str(path)).exception)
    assert words(stored) == []


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--yes", VK, VK), "are one account"),
        (("--yes", VK, "vk:nobody"), "No account vk:nobody is stored"),
        (("--json", "--csv", "x.csv"), "do not go together"),
        (("--by", "\x07"), "--by must be a name"),
    ],
)
def test_mistakes(links, options, says) -> None:
    done = links(*options)
    assert done.exit_code != 0
    assert says in str(done.exception)
