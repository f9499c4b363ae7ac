"""The review: whom it asks first, what it stores of an answer, and answers in a table."""

import csv
import io
import math
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import duckdb
import polars as pl
import pytest
from reviewed_niche import MONDAY, NAMES, SEEDS, copy_ranked, is_of_niche, load

from leaders import forgetting, pipeline
from leaders.errors import LeadersError
from leaders.filled_table.answers import read_word
from leaders.model import Role
from leaders.niche import load_niche
from leaders.review import (
    Decision,
    Review,
    decide,
    load_review,
    put_in_words,
    read_answers,
    undo,
)
from leaders.review.table import write_questions
from leaders.settings import Workspace
from leaders.shortlist import load_shortlist


@pytest.fixture
def ranked(tmp_path: Path) -> Workspace:
    return copy_ranked(tmp_path)


def read(workspace: Workspace, sql: str) -> list[tuple]:
    with duckdb.connect(str(workspace.database)) as connection:
        return connection.execute(sql).fetchall()


def decisions_of(rows: pl.DataFrame) -> list[Decision]:
    """True answers."""
    return [
        Decision(
            row["account_no"], row["account_id"], row["is_top"], is_of_niche(row["account_id"])
        )
        for row in rows.iter_rows(named=True)
    ]


def answer(workspace: Workspace, count: int) -> list[Decision]:
    review = load(workspace)
    given = decisions_of(review.queue(count))
    decide(workspace, review, given, "Anna", MONDAY)
    return given


# Whom it asks


def test_an_answer_is_worth_its_doubt_times_the_chance_of_a_place(ranked) -> None:
    review = load(ranked)
    sizes = dict(review.candidates.drop_nulls("list").group_by("list").len().iter_rows())
    unranked = 0
    for row in review.candidates.iter_rows(named=True):
        p, chance = row["probability"], row["p_top"]
        doubt = -sum(q * math.log2(q) for q in (p, 1 - p) if q > 0)
        if chance is None:
            unranked += 1
            chance = min(1, 10 / (sizes.get("role unknown", sizes.get("creators", 0)) + 1))
            assert row["role"] in ("creator", "unknown")
        assert row["worth"] == pytest.approx(doubt * chance, abs=1e-9)
    assert unranked


def test_neither_the_pinned_nor_the_excluded_nor_the_decided_are_asked_about(ranked) -> None:
    first = load(ranked)
    asked = first.queue(1000)["account_id"].to_list()
    assert len(asked) > 30
    assert not {f"files:d/{name}" for name in (*SEEDS, "a19")} & set(asked)
    given = answer(ranked, 3)
    again = load(ranked).queue(1000)["account_id"].to_list()
    assert sorted(again + [it.account_id for it in given]) == sorted(asked)


def test_the_top_fifth_and_the_rest_take_turns_until_thirty_are_answered(ranked) -> None:
    review = load(ranked)
    queue = review.queue(1000)
    tops = queue["is_top"].to_list()
    count = sum(tops)
    assert count == int(0.2 * (~review.candidates["is_pinned"]).sum())
    assert tops[: 2 * count] == [True, False] * count
    for _, side in queue[: 2 * count].group_by("is_top"):
        assert side["worth"].is_sorted(descending=True)
    done = replace(review, usable=(15, 15)).queue(1000)
    assert done["worth"].is_sorted(descending=True)
    assert sorted(done["account_id"]) == sorted(queue["account_id"])
    behind = replace(review, usable=(3, 0)).queue(1000)["is_top"].to_list()
    assert behind[:5] == [False, False, False, True, False]


def test_it_has_as_many_as_are_asked_for(ranked) -> None:
    review = load(ranked)
    assert review.queue(5).equals(review.queue(1000).head(5))


def test_a_niche_without_a_ranking_says_what_to_do(workspace, ranked) -> None:
    with pytest.raises(LeadersError, match="There is no data"):
        load(workspace)
    (ranked.niches / "other.toml").write_text('title = "O"\nplatforms = ["files"]\n')
    with pytest.raises(LeadersError, match="no ranking yet; make one with: leaders rank other"):
        load_review(ranked, load_niche(ranked, "other"))


# What it shows

NOTHING = {
    "matched": None, "words": None, "neighbour_count": 0, "niche_neighbour_count": 0,
    "lists": None, "graph_lift": None, "probability": 0.5,
}  # fmt: skip


@pytest.mark.parametrize(
    ("known", "words"),
    [
        ({}, ""),
        ({"matched": "вяжу, #вязание"}, "matched: вяжу, #вязание"),
        ({"words": -1.0}, "its words are rather those of others"),
        (
            {"neighbour_count": 60, "niche_neighbour_count": 41, "lists": math.log(4)},
            "41 of 60 neighbours in the niche; lists and searches that name it: 3",
        ),
        ({"graph_lift": math.log(4.2)}, "attention of the niche: 4.2 x the usual"),
        ({"neighbour_count": 1, "niche_neighbour_count": 1}, "1 of 1 neighbour in the niche"),
        ({"probability": None, "neighbour_count": 3, "niche_neighbour_count": 3}, "3 neighbours"),
    ],
)
def test_evidence_is_told_in_words(known, words) -> None:
    assert put_in_words(NOTHING | known) == words


# What it stores


def test_an_answer_is_stored_with_who_when_and_what_was_known(ranked) -> None:
    review = load(ranked)
    row = review.queue(1).row(0, named=True)
    decide(ranked, review, decisions_of(review.queue(1)), "Anna", MONDAY)
    stored = read(
        ranked,
        "select account_no, is_member, role, decided_by, decided_at, evidence.prior, "
        "evidence.graph_lift, evidence.neighbour_share, evidence.is_top from review",
    )
    assert stored == [
        (
            row["account_no"], is_of_niche(row["account_id"]), None, "Anna", MONDAY, review.prior,
            row["graph_lift"], row["neighbour_share"], row["is_top"],
        )
    ]  # fmt: skip
    now = load(ranked)
    assert (now.answered, now.missing) == (1, 29)


def test_an_answer_can_be_taken_back(ranked) -> None:
    before = load(ranked)
    (given,) = answer(ranked, 1)
    undo(ranked, before, given, MONDAY)
    assert read(ranked, "select * from review") == []
    assert load(ranked).queue(1000).equals(before.queue(1000))


def test_a_changed_mind_counts_with_what_was_known_at_first(ranked) -> None:
    (given,) = answer(ranked, 1)
    pipeline.rank(ranked, "niche")
    changed = replace(given, is_member=not given.is_member)
    decide(ranked, load(ranked), [changed], "Ben", MONDAY + timedelta(days=1))
    rows = read(ranked, "select is_member, evidence is null from review order by decided_at")
    assert rows == [(given.is_member, False), (changed.is_member, True)]
    now = load(ranked)
    decided = now.candidates.filter(pl.col("account_id") == given.account_id)
    assert decided["is_member"].to_list() == [changed.is_member]
    assert (now.answered, now.missing) == (1, 29)


def test_all_or_none_when_one_was_forgotten_meanwhile(ranked) -> None:
    review = load(ranked)
    given = decisions_of(review.queue(3))
    forgetting.forget(ranked, given[2].account_id)
    with pytest.raises(LeadersError, match="stored no more; start again: leaders review niche"):
        decide(ranked, review, given, "Anna", MONDAY)
    assert read(ranked, "select * from review") == []


def test_forgetting_takes_answers_and_memberships(ranked) -> None:
    given = answer(ranked, 2)
    forgetting.forget(ranked, given[0].account_id)
    for table in ("review", "membership"):
        found = read(ranked, f"select account_no from {table}")
        assert (given[0].account_no,) not in found
        assert (given[1].account_no,) in found
    assert load(ranked).answered == 1


# What a ranking makes of it


def test_thirty_answers_calibrate_the_next_ranking(ranked) -> None:
    first = read(ranked, "select ranking_id, identity from ranking")
    assert '"calibration": "none"' in first[0][1]
    given = answer(ranked, 29)
    assert load(ranked).missing == 1
    pipeline.rank(ranked, "niche")
    second = load_shortlist(ranked, load_niche(ranked, "niche"))
    assert not any("calibrated" in note for note in second.notes)
    assert len({second.identity["ranking"], first[0][0]}) == 2
    given += answer(ranked, 1)
    assert load(ranked).missing == 0
    pipeline.rank(ranked, "niche")
    third = load_shortlist(ranked, load_niche(ranked, "niche"))
    assert "membership calibrated on 30 answers" in third.notes
    assert third.identity["calibration"].startswith('{"answers": 30,')
    probability = dict(load(ranked).candidates.select("account_id", "probability").iter_rows())
    assert all(probability[it.account_id] == it.is_member for it in given)


def test_the_same_answers_give_the_same_ranking(ranked) -> None:
    answer(ranked, 30)
    one = pipeline.rank(ranked, "niche")
    again = pipeline.rank(ranked, "niche")
    assert (again.ranking_id, again.is_known) == (one.ranking_id, True)


def test_a_corrected_role_moves_to_its_list(ranked) -> None:
    review = load(ranked)
    seed = review.candidates.filter(pl.col("account_id") == "files:d/a00").row(0, named=True)
    given = Decision(seed["account_no"], seed["account_id"], False, None, Role.MEDIA)
    decide(ranked, review, [given], "Anna", MONDAY)
    assert load(ranked).answered == 0
    pipeline.rank(ranked, "niche")
    tables = load_shortlist(ranked, load_niche(ranked, "niche"), 100).tables
    assert "files:d/a00" in tables["media"]["account_id"]


# Tables


@pytest.fixture
def filled(ranked: Workspace) -> Callable[..., Path]:
    """Write the questions, fill them in and save them as a spreadsheet does."""

    def fill(edit: Callable[[dict], None], encoding="utf-8", delimiter=",") -> Path:
        path = ranked.root / "questions.csv"
        write_questions(load(ranked).queue(1000), path)
        rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
        for row in rows:
            edit(row)
        out = io.StringIO(newline="")
        writer = csv.DictWriter(out, rows[0].keys(), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
        answers = ranked.root / "answers.csv"
        answers.write_bytes(out.getvalue().encode(encoding, errors="replace"))
        return answers

    return fill


def say_truth(row: dict) -> None:
    row["is_member"] = "да" if is_of_niche(row["account_id"]) else "Нет "


@pytest.mark.parametrize(("encoding", "delimiter"), [("utf-8", ","), ("cp1251", ";")])
def test_a_table_comes_back_as_it_was_filled_in(ranked, filled, encoding, delimiter) -> None:
    review = load(ranked)
    found = read_answers(review, filled(say_truth, encoding, delimiter))
    assert found == decisions_of(review.queue(1000))
    decide(ranked, review, found, "Anna", MONDAY)
    now = load(ranked)
    assert now.queue(10).is_empty()
    assert read_answers(now, ranked.root / "answers.csv") == []


def test_no_spreadsheet_runs_a_name_and_the_table_is_marked_as_utf_8(ranked, filled) -> None:
    cells = []
    filled(lambda row: cells.append((row["account_id"], row["name"])))
    assert (ranked.root / "questions.csv").read_bytes().startswith(b"\xef\xbb\xbfaccount_id,")
    names = {account_id.removeprefix("files:d/"): name for account_id, name in cells}
    assert names["a04"] == "'" + NAMES["a04"]
    assert names["a05"] == "Anna;' =1+1"
    assert names["b04"] == "'@SUM(A1)"
    assert names["b06"] == NAMES["b06"]


def test_a_role_alone_is_an_answer_too(ranked, filled) -> None:
    def correct(row: dict) -> None:
        row["role"] = "Brand" if row["account_id"] == "files:d/b06" else ""

    (found,) = read_answers(load(ranked), filled(correct))
    assert (found.account_id, found.is_member, found.role) == ("files:d/b06", None, Role.BRAND)


def test_a_table_with_answers_is_not_written_over(ranked) -> None:
    path = ranked.root / "mine.csv"
    path.write_text("my answers")
    with pytest.raises(LeadersError, match="there already and may hold answers"):
        write_questions(load(ranked).queue(5), path)
    assert path.read_text() == "my answers"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "account_id,is_member\nfiles:d/b06,maybe\n",
            "line 2: is_member is 'maybe'; say yes or no",
        ),
        (
            "account_id,is_member\nfiles:d/b06,yes\nfiles:d/zz,no\n",
            "line 3: 'files:d/zz' is no can",
        ),
        ("account_id,is_member\nfiles:d/b06,yes\nfiles:d/b06,no\n", "line 3: files:d/b06 is there"),
        (
            "account_id,is_member,role\nfiles:d/b06,,shop\n",
            "line 2: role is 'shop'; say creator, b",
        ),
        ('account_id,is_member\n"files:d\n/b06",yes\n', "line 2: 'files:d"),
        ("account_id,is_member\nfiles:d/b06,yes,more,1\n", "line 2: "),
        ("account,is_member\nfiles:d/b06,yes\n", "has no column account_id; fill in the table"),
        ("account_id,name\nfiles:d/b06,Ben\n", "has no column is_member; fill in the table"),
        ("", "is empty"),
    ],
)
def test_what_cannot_be_understood_is_told_with_its_line(ranked, text, says) -> None:
    path = ranked.root / "answers.csv"
    path.write_text(text)
    with pytest.raises(LeadersError) as told:
        read_answers(load(ranked), path)
    assert says in str(told.value)


@pytest.mark.parametrize("word", ["yes", "Y", "да", " ДА", "ja", "1", "TRUE", "ИСТИНА", "waar"])
def test_a_word_for_yes(word) -> None:
    assert read_word(word) is True


@pytest.mark.parametrize("word", ["no", "N", "нет", "nee", "0", "false", "ЛОЖЬ"])
def test_a_word_for_no(word) -> None:
    assert read_word(word) is False


@pytest.mark.parametrize("word", ["", "maybe", "2", "yess", "none"])
def test_any_other_word_is_neither(word) -> None:
    assert read_word(word) is None


def test_a_review_is_a_value(ranked) -> None:
    one, other = load(ranked), load(ranked)
    assert isinstance(one, Review)
    assert one.candidates.equals(other.candidates)


def test_where_nothing_was_judged_an_answer_has_no_evidence(ranked) -> None:
    pipeline.rank(ranked, "shelf")
    review = load_review(ranked, load_niche(ranked, "shelf"))
    assert review.prior is None
    decide(ranked, review, decisions_of(review.queue(2)), "Anna", MONDAY)
    assert set(read(ranked, "select niche, evidence from review")) == {("shelf", None)}
    now = load_review(ranked, load_niche(ranked, "shelf"))
    assert (now.answered, now.missing) == (2, 30)
