"""leaders review: the dialogue, and what it keeps however it ends."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from reviewed_niche import copy_ranked, load
from typer.testing import CliRunner, Result

from leaders import cli, pipeline
from leaders.settings import Workspace

Command = Callable[..., Result]


@pytest.fixture
def ranked(tmp_path: Path) -> Workspace:
    return copy_ranked(tmp_path)


@pytest.fixture
def review(ranked: Workspace) -> Command:
    """Run `leaders review niche` with some answers typed."""

    def run(*options: str, typed: str = "") -> Result:
        arguments = ["--workspace", str(ranked.root), "review", "niche", *options]
        return CliRunner().invoke(cli.app, arguments, input=typed)

    return run


def stored(workspace: Workspace) -> list[tuple]:
    with duckdb.connect(str(workspace.database), read_only=True) as connection:
        return connection.execute(
            "select account_id, is_member, role, decided_by from review join account "
            "using (account_no) order by decided_at"
        ).fetchall()


def test_each_answer_is_kept_and_the_end_says_what_is_next(ranked, review) -> None:
    ids = load(ranked).queue(3)["account_id"].to_list()
    done = review("--by", "Anna", typed="y\nнет\nq\n")
    assert done.exit_code == 0
    assert stored(ranked) == [(ids[0], True, None, "Anna"), (ids[1], False, None, "Anna")]
    assert done.stderr.endswith(
        "niche: 2 answered; 28 more until membership is calibrated on them\n"
        "Next: leaders rank niche\n"
    )


def test_a_question_shows_who_it_is_and_the_evidence(ranked, review) -> None:
    row = load(ranked).queue(1).row(0, named=True)
    told = review(typed="q\n").stderr
    assert "1 of 37  Files: " in told
    assert f"  {row['account_id']}" in told
    assert "neighbours in the niche; attention of the niche: " in told
    assert f"of the niche with probability {row['probability']:.2f}" in told
    assert "its role seems to be" in told


def test_skip_undo_and_words_that_are_no_answer(ranked, review) -> None:
    ids = load(ranked).queue(3)["account_id"].to_list()
    done = review(typed="u\nwhat\n\ns\ny\nu\nn\nq\n")
    assert "nothing to undo" in done.stderr
    assert f"undone: {ids[1]}" in done.stderr
    assert stored(ranked) == [(ids[1], False, None, "reviewer")]


def test_a_role_is_corrected_and_the_question_stays(ranked, review) -> None:
    ids = load(ranked).queue(2)["account_id"].to_list()
    done = review(typed="r\nnonsense\nr\nbrand\ny\nr\nme\nu\nq\n")
    assert "no such role; left as it was" in done.stderr
    assert stored(ranked) == [(ids[0], None, "brand", "reviewer"), (ids[0], True, None, "reviewer")]
    assert f"undone: {ids[1]}" in done.stderr


def test_the_end_of_input_keeps_what_was_answered(ranked, review) -> None:
    done = review(typed="y\ny\n")
    assert done.exit_code == 0
    assert len(stored(ranked)) == 2
    assert "2 answered" in done.stderr


def test_without_a_terminal_it_says_how_else(review, ranked) -> None:
    done = review(typed="")
    assert done.exit_code == 0
    assert "--csv FILE" in done.stderr
    assert "Next" not in done.stderr
    assert stored(ranked) == []


def test_next_is_told_only_when_something_was_decided(ranked, review) -> None:
    undone = review(typed="y\nu\nq\n").stderr
    assert "Next" not in undone
    assert "--csv" not in undone  # somebody answered
    assert undone.endswith("niche: 0 answered; 30 more until membership is calibrated on them\n")
    assert "Next: leaders rank niche" in review("--size", "100", typed="n\n" * 100).stderr
    nobody = review().stderr
    assert "Nobody is left to ask about." in nobody
    assert "Next" not in nobody
    assert "--csv" not in nobody


def test_without_seeds_nothing_is_called_judged(ranked, review) -> None:
    unseeded = 'title = "Knitters"\nplatforms = ["files"]\n[score.weights]\nfollow_pagerank = 1\n'
    (ranked.niches / "niche.toml").write_text(unseeded)
    with duckdb.connect(str(ranked.database)) as connection:
        connection.execute("delete from niche_account where why = 'seed'")
    pipeline.rank(ranked, "niche")
    done = review(typed="n\nq\n").stderr
    assert "probability" not in done
    assert "  whether it is of the niche was not judged: the niche has no seeds\n" in done
    assert "in the niche" not in done
    assert "more until" not in done
    assert "niche: 1 answered; the niche has no seeds, so nobody was judged" in done
    value = json.loads(review("--json").stdout)
    assert {it["probability"] for it in value["questions"]} == {None}


def test_answers_without_evidence_are_told_apart(ranked, review) -> None:
    review(typed="y\ny\nq\n")
    with duckdb.connect(str(ranked.database)) as connection:
        connection.execute("update review set evidence = null where decided_at = "
                           "(select min(decided_at) from review)")  # fmt: skip
    told = review(typed="q\n").stderr
    assert "2 answered; 29 more until membership is calibrated on those with evidence (1)" in told


@pytest.mark.parametrize("on_terminal", [False, True])
def test_ctrl_c_keeps_what_was_answered(ranked, on_terminal) -> None:
    command = [sys.executable, "-m", "leaders", "--workspace", str(ranked.root), "review", "niche"]
    ours, theirs = os.openpty() if on_terminal else os.pipe()[::-1]
    shown = theirs if on_terminal else subprocess.DEVNULL
    with subprocess.Popen(
        command, stdin=theirs, stdout=shown, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        os.write(ours, b"y\n")
        for line in process.stderr:
            if "2 of " in line:
                break
        told = ""
        while not told.endswith("q quit):"):  # it waits for an answer now
            told += process.stderr.read(1)
        process.send_signal(signal.SIGINT)
        try:
            _, rest = process.communicate(timeout=60)
        finally:
            process.kill()
    os.close(ours)
    os.close(theirs)
    assert process.returncode == 0
    assert len(stored(ranked)) == 1
    assert "1 answered; 29 more" in rest
    assert "Traceback" not in rest


def test_a_name_makes_no_line_of_its_own(ranked, review) -> None:
    told = review("--size", "1000", typed="s\n" * 40).stderr
    assert "\x07" not in told
    assert "\u202e" not in told
    assert "Anna; =1+1" in told


def test_the_queue_as_json(ranked, review) -> None:
    done = review("--json", "--size", "4")
    value = json.loads(done.stdout)
    assert value["until_calibration"] == 30
    assert [it["account_id"] for it in value["questions"]] == (
        load(ranked).queue(4)["account_id"].to_list()
    )
    assert all("in the niche" in it["evidence"] for it in value["questions"])


def test_through_a_table(ranked, review) -> None:
    path = ranked.root / "questions.csv"
    done = review("--csv", str(path), "--size", "5")
    assert f"Next: leaders review niche --answers {path}" in done.stderr
    head, *rows = path.read_text(encoding="utf-8-sig").splitlines()
    assert len(rows) == 5
    path.write_text("\n".join([head, *(row.replace(',"",', ",ja,", 1) for row in rows)]) + "\n")
    done = review("--answers", str(path), "--by", "Ben")
    assert "5 new decisions" in done.stderr
    assert "5 answered; 25 more" in done.stderr
    assert [(member, by) for _, member, _, by in stored(ranked)] == [(True, "Ben")] * 5
    again = review("--answers", str(path)).stderr
    assert "0 new decisions" in again
    assert "Next" not in again


def test_a_bad_table_stores_nothing(ranked, review) -> None:
    ids = load(ranked).queue(2)["account_id"].to_list()
    path = ranked.root / "answers.csv"
    path.write_text(f"account_id,is_member\n{ids[0]},yes\n{ids[1]},perhaps\n")
    done = review("--answers", str(path))
    assert done.exit_code == 1
    assert "line 3: is_member is 'perhaps'" in str(done.exception)
    assert stored(ranked) == []


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--json", "--csv", "x.csv"], "do not go together"),
        (["--answers", "x.csv", "--csv", "y.csv"], "do not go together"),
        (["--by", "  "], "--by must be a name"),
    ],
)
def test_what_does_not_go_together(review, options, says) -> None:
    assert says in str(review(*options).exception)


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["review", "niche", "--answers", "nowhere.csv"], 1, "nowhere.csv cannot be used"),
        (["review", "absent"], 1, "absent"),
        (["review", "niche", "--size", "0"], 2, "--size"),
    ],
)
def test_mistakes_get_one_sentence(ranked, capsys, arguments, code, says) -> None:
    assert cli._run(["--workspace", str(ranked.root), *arguments]) == code
    told = capsys.readouterr().err
    assert says in told
    assert "Traceback" not in told


def test_it_does_not_wait_with_the_store_open(ranked) -> None:
    """Another process may write while a question waits for its answer."""
    command = [sys.executable, "-m", "leaders", "--workspace", str(ranked.root), "review", "niche"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True, bufsize=1
    ) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        while "probability" not in process.stderr.readline():
            pass
        with duckdb.connect(str(ranked.database)) as connection:
            assert connection.execute("select count(*) from review").fetchone() == (0,)
        process.stdin.write("q\n")
        process.stdin.close()
        process.stderr.read()
        assert process.wait() == 0
