"""`leaders changes` and `leaders history`: what is told, to people, programs and spreadsheets."""

import csv
import json
import re
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from leaders import cli, forgetting, pipeline
from leaders.cli.history import BARS, draw_line
from leaders.model import Listing
from leaders.settings import Workspace
from leaders.store.pages import PageRead

sys.path.insert(0, str(Path(__file__).parents[1] / "change"))
from two_dates import FIRST, SECOND, followers, likes, people, posts, profile, see_all, visit

HOSTILE = "=1+1 \x1b[31m\u202eevil"
CREATORS = [f"c{number}" for number in range(12)]


@pytest.fixture
def refreshed(workspace: Workspace) -> Workspace:
    """Twelve accounts at two dates: the attention to c9 more than doubled."""
    write_niche(workspace)
    for at, step in ((FIRST, 0), (SECOND, 1)):
        see_all(workspace, list(look(at, step)))
        name_candidates(workspace)
        pipeline.rank(workspace, "niche")
    return workspace


def look(at: datetime, step: int) -> Iterator[PageRead]:
    for number, name in enumerate(CREATORS):
        fans = 20 + 3 * number + (7 * number + 5 * step) % 4 + (70 * step if name == "c9" else 0)
        counted = profile(name, 100 + number + step, HOSTILE)
        yield visit(at, name, Listing.PROFILE, counted)
        yield visit(at, name, Listing.FOLLOWERS, followers(name, people(30 + step, number)))
        post = f"{name}p{step}"
        yield visit(at, name, Listing.POSTS, posts(name, [post], at))
        # Of whom some come and others go, so that there is noise.
        who = people(fans, step * (8 + number % 5))
        yield visit(at, name, Listing.ENGAGERS, likes(name, post, who, at), post=post)


def write_niche(workspace: Workspace, rest: str = "") -> None:
    head = 'title = "A niche"\nplatforms = ["simulated"]\n'
    weights = "[score.weights]\nreach = 0.5\nengaged_audience = 0.5\n"
    (workspace.niches / "niche.toml").write_text(head + (rest or weights), encoding="utf-8")


def name_candidates(workspace: Workspace) -> None:
    from leaders.store import Store

    with Store(workspace) as store, store.transaction():
        for name in CREATORS:
            store.execute(
                "collect/add_seed", niche="niche", account_id=f"simulated:{name}", visit_no=-1
            )


def run(workspace: Workspace, *arguments: str) -> int:
    return cli._run(["--workspace", str(workspace.root), *arguments])


def read(workspace: Workspace, capsys, *arguments: str) -> dict:
    assert run(workspace, *arguments, "--json") == 0
    told: dict = json.loads(capsys.readouterr().out)
    return told


def test_who_rose_is_laid_to_the_network_and_nobody_else(refreshed, capsys) -> None:
    told = read(refreshed, capsys, "changes", "niche")
    by_network = {
        (it["account"]["handle"], it["kind"], it["why"])
        for it in told["changes"]
        if it["cause"] == "network"
    }
    assert by_network == {("c9", "moved", "gained attention")}
    risen = next(it for it in told["changes"] if it["account"]["handle"] == "c9")
    assert risen["tested"]["layer"] == "reactions"
    assert risen["tested"]["q"] <= 0.05
    assert risen["audience"] == {"gained": 1, "lost": 0, "kept": 30, "why": None}
    difference = risen["after"]["score"] - risen["before"]["score"]
    assert sum(risen["points"].values()) == pytest.approx(difference, abs=1e-7)
    assert told["settings"] == []
    assert told["rising"] is None


def test_who_gains_twice_in_a_row_rises(refreshed, capsys) -> None:
    third = SECOND + timedelta(days=30)
    see_all(refreshed, list(look(third, 2)))
    pipeline.rank(refreshed, "niche")
    told = read(refreshed, capsys, "changes", "niche")
    assert [it["account"]["handle"] for it in told["rising"]] == ["c9"]
    assert told["rising"][0]["growth"]["attention"] > 0.05
    assert run(refreshed, "changes", "niche") == 0
    assert "rising: c9 (" in capsys.readouterr().err
    rankings = read(refreshed, capsys, "history", "niche", "c9")["rankings"]
    assert [row["followers_count"] for row in rankings] == [109, 110, 111]


def test_a_person_reads_tables_without_control_characters(refreshed, capsys) -> None:
    assert run(refreshed, "changes", "niche") == 0
    spoken = capsys.readouterr()
    assert "the network changed" in spoken.out
    assert "x 2." in spoken.out
    assert "the network could be compared for" in spoken.err
    assert "rising: needs two refreshes in a row" in spoken.err
    for text in spoken:
        assert "\x1b" not in text
        assert "\u202e" not in text


def test_one_ranking_is_one_sentence(workspace, capsys) -> None:
    write_niche(workspace)
    see_all(workspace, list(look(FIRST, 0)))
    assert run(workspace, "changes", "niche") == 1
    assert "no ranking yet; changes need two" in capsys.readouterr().err
    name_candidates(workspace)
    pipeline.rank(workspace, "niche")
    assert run(workspace, "changes", "niche") == 1
    assert "has one ranking; changes need two" in capsys.readouterr().err


def test_since_chooses_the_last_ranking_of_that_day(refreshed, capsys) -> None:
    days = [f"{day:%Y-%m-%d}" for day in (FIRST, SECOND, FIRST - timedelta(days=1))]
    first = read(refreshed, capsys, "changes", "niche")
    assert read(refreshed, capsys, "changes", "niche", "--since", days[0]) == first
    assert read(refreshed, capsys, "changes", "niche", "--since", days[1]) == first
    assert run(refreshed, "changes", "niche", "--since", days[2]) == 1
    assert f"leaders rank niche --as-of {days[2]}" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("rest", "key"),
    [
        ("[score.weights]\nreach = 0.1\nengaged_audience = 0.9\n", "score.weights.reach was 0.5"),
        ('[score]\npreset = "balanced"\n', "score.preset was collab, now balanced"),
        ("[edge_weights]\nlike = 0.9\n", "edge_weights.like was not set, now 0.9"),
        ('seeds = ["c1"]\n', "seeds changed"),
    ],
)
def test_changed_settings_are_named_and_are_the_cause(refreshed, capsys, rest, key) -> None:
    write_niche(refreshed, rest)
    pipeline.rank(refreshed, "niche", SECOND + timedelta(days=1))
    told = read(refreshed, capsys, "changes", "niche")
    assert any(key in sentence for sentence in told["settings"]), told["settings"]
    causes = {it["cause"] for it in told["changes"]}
    assert causes <= {"settings"}


def test_the_same_data_and_settings_changed_nothing(refreshed, capsys) -> None:
    pipeline.rank(refreshed, "niche", SECOND + timedelta(days=1))
    told = read(refreshed, capsys, "changes", "niche")
    assert told["changes"] == []
    assert set(told["within_noise"].values()) == {0}
    assert all(it["churn"] == 0 and it["rbo"] == 1 for it in told["lists"])


def test_suppressed_accounts_are_named_nowhere(refreshed, capsys) -> None:
    forgetting.forget(refreshed, "simulated:c9", never_again_at=SECOND)
    told = read(refreshed, capsys, "changes", "niche")
    assert not re.search(r'"c9"|:c9|c9p', json.dumps(told))
    assert run(refreshed, "history", "niche", "simulated:c9") == 1
    assert "asked not to be listed" in capsys.readouterr().err


def test_history_is_told_and_written(refreshed, capsys, tmp_path) -> None:
    assert run(refreshed, "history", "niche", "c3") == 0
    spoken = capsys.readouterr().out
    assert "2026-01-05" in spoken
    assert "2026-02-04" in spoken
    path = tmp_path / "out" / "history.csv"
    told = read(refreshed, capsys, "history", "niche", "c9", "--csv", str(path))
    assert [row["state"] for row in told["rankings"]] == ["ranked", "ranked"]
    assert told["rankings"][0]["followers_count"] == 109
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [int(row["rank"]) for row in rows] == [row["rank"] for row in told["rankings"]]
    assert [float(row["score"]) for row in rows] == [row["score"] for row in told["rankings"]]
    assert not path.with_name("history.csv.part").exists()
    assert run(refreshed, "history", "niche", "nobody") == 1
    assert "No account nobody is stored" in capsys.readouterr().err


def test_a_line_of_bars_is_between_the_lowest_and_the_highest() -> None:
    assert draw_line([1, None, 8]) == f"{BARS[0]}·{BARS[-1]}"
    assert draw_line([3, 3]) == BARS[4] * 2
    assert draw_line([None]) == "·"
    assert draw_line([]) == ""
