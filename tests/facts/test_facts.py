"""Facts from end to end: files in, a ranking, what is shown, explained and forgotten."""

import csv
import json
import shutil
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import polars as pl
import pytest

from leaders import forgetting, pipeline
from leaders.audience.member_places import load_audience_places
from leaders.cli import _run
from leaders.errors import UsageMistake
from leaders.explanation import explain
from leaders.facts import find_facts
from leaders.facts.columns import FACT_COLUMNS
from leaders.niche import load_niche
from leaders.settings import Workspace
from leaders.shortlist import load_shortlist
from leaders.store import Store

sys.path.insert(0, str(Path(__file__).parents[1] / "rank"))
from imported_rows import store_edges, store_rows, write_niche

LATER = datetime(2026, 2, 1, tzinfo=UTC)
NICHE = """
[where]
country = "NL"
city = "Amsterdam"
languages = ["nl"]
[brand_safety]
nl = ["gokken"]
en = ["casino"]
"""
ACCOUNTS = "id,handle,name,kind,followers_count,bio,created_at,country,city"
PEOPLE = [
    ("ann", "ann", "Ann", "person", 1000, "Breien is het mooiste. Zakelijk: ann@a.example",
     "2020-02-01", "Nederland", "Amsterdam"),
    ("ben", "ben", "Ben 🇬🇧", "person", 500, "", "soon", "", ""),
    ("club", "club", "Вязание", "community", "", "Мы из Казани", "", "", ""),
    ("cyd", "cyd", "Cyd", "person", 90, "", "", "", ""),
]  # fmt: skip
POSTS = "id,author,posted_at,views_count,likes_count,comments_count,reposts_count,text"
WRITTEN = [
    ("p1", "ann", "2026-01-28", 300, 30, 2, 1, "Vandaag is de nieuwe trui klaar en ik ben er blij"),
    ("p2", "ann", "2026-01-20", 900, 10, 0, 1, "Er is niet zoveel mis met gokken en met een kaart"),
    ("p3", "ann", "2026-01-12", 100, 50, 0, 0, "#ad Dit is een samenwerking met de wolwinkel"),
    ("p4", "ann", "2026-01-04", 200, 5, 0, 0, "Ik heb een sjaal voor mijn zus gemaakt van wol"),
    ("p5", "ben", "2026-01-02", "", 7, 0, 0, "The casino is not what I had in mind for my shop"),
]


def fill(workspace: Workspace, text: str = NICHE) -> None:
    write_niche(workspace, text)
    store_rows(workspace, "accounts", ACCOUNTS, PEOPLE, LATER)
    store_rows(workspace, "posts", POSTS, WRITTEN, LATER)
    edges = [
        (f"f{n}", who, "follow") for n in range(9) for who in ("ann", "ben", "cyd")[: 1 + n % 3]
    ]
    edges += [(f"f{n}", "club", "member") for n in range(4)]
    store_edges(workspace, edges, LATER)


@pytest.fixture(scope="module")
def ranked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace that was filled and ranked once; each test has a copy."""
    made = Workspace(tmp_path_factory.mktemp("ranked"))
    made.niches.mkdir(parents=True)
    fill(made)
    pipeline.rank(made, "niche")
    return made.root


@pytest.fixture
def filled(ranked: Path, tmp_path: Path) -> Workspace:
    return Workspace(Path(shutil.copytree(ranked, tmp_path / "copy")))


def load(workspace: Workspace, where: str | None = None):
    return load_shortlist(workspace, load_niche(workspace, "niche"), where=where)


def rows_of(workspace: Workspace, where: str | None = None) -> dict[str, dict]:
    tables = load(workspace, where).tables.values()
    return {row["handle"]: row for table in tables for row in table.to_dicts()}


def test_each_fact_of_an_account_has_its_value(filled) -> None:
    ann = rows_of(filled)["ann"]
    assert ann["last_post"] == "2026-01-28"
    assert ann["posts_a_week"] == pytest.approx(3 / (28 / 7), abs=0.5)
    assert ann["median_views"] == 250
    assert ann["engagement_formula"].startswith("er_")
    assert ann[ann["engagement_formula"]] == ann["engagement"]
    assert (ann["ads_share"], ann["ads_posts"]) == (0.25, 4)
    assert (ann["created"], ann["age_years"]) == ("2020-02-01", 6.0)
    assert (ann["language"], ann["languages"], ann["speaks"]) == ("nl", "nl 100 %", True)
    assert (ann["country"], ann["city"], ann["is_in_place"]) == ("NL", "Amsterdam", True)
    assert ann["place_evidence"] == "profile field: Amsterdam, NL (Amsterdam, Nederland)"
    assert [it[:10] for it in ann["recent_posts"].split("; ")] == [
        "2026-01-28", "2026-01-20", "2026-01-12",
    ]  # fmt: skip
    assert [it[:10] for it in ann["best_posts"].split("; ")] == [
        "2026-01-20", "2026-01-28", "2026-01-04",
    ]  # fmt: skip
    assert ann["brand_safety_hits"] == 1
    assert ann["brand_safety"].startswith("gokken: 2026-01-20 | Er is niet")
    assert ann["business_contact"] == "ann@a.example (bio)"


def test_what_is_not_known_is_empty_and_not_zero(filled) -> None:
    rows = rows_of(filled)
    ben, club, cyd = rows["ben"], rows["club"], rows["cyd"]
    assert ben["median_views"] is None
    assert (ben["created"], ben["age_years"]) == (None, None)  # "soon" is no date
    assert (ben["country"], ben["is_in_place"], ben["speaks"]) == ("GB", False, False)
    assert ben["best_posts"].startswith("2026-01-02: The casino is not")
    assert (club["country"], club["city"], club["is_in_place"]) == ("RU", "Kazan", False)
    facts = [column.name for column in FACT_COLUMNS]
    assert [name for name in facts if cyd[name] is not None] == []


def test_an_explanation_has_the_facts_with_their_evidence_and_what_is_not_known(filled) -> None:
    niche = load_niche(filled, "niche")
    ann, cyd = (explain(filled, niche, it).facts for it in ("ann", "cyd"))
    said = "\n".join(ann.sentences)
    assert "profile field: Amsterdam, NL (Amsterdam, Nederland)" in said
    assert "advertising: 25% of 4 posts whose words are known" in said
    assert "business contact: ann@a.example (bio)" in said
    assert "not known" not in said
    assert cyd.sentences == (
        "not known: last post, median views, engagement, share of advertising, account age, "
        "languages, place, posts, brand safety, business contact",
    )
    assert json.loads(json.dumps(asdict(ann), default=str))["values"]["city"] == "Amsterdam"


def test_a_condition_keeps_who_meets_it_and_says_of_whom_it_is_not_known(filled) -> None:
    asked = "median_views >= 200 and country = nl"
    shortlist = load(filled, asked)
    assert list(rows_of(filled, asked)) == ["ann"]
    assert shortlist.identity["where"] == asked
    assert (
        f"role unknown: 1 of 2 accounts meet: {asked}; of 1 it is not known (median_views of 1, "
        "country of 1 is unknown), and they are not shown: add 'or unknown' to see them"
    ) in shortlist.notes
    assert f"creators: 0 of 1 account meet: {asked}" in shortlist.notes
    assert set(rows_of(filled, f"({asked}) or unknown")) == {"ann", "cyd"}
    assert set(rows_of(filled, "country is unknown")) == {"cyd"}
    with pytest.raises(UsageMistake, match="did you mean median_views"):
        load(filled, "median_view > 3")


def test_commands_take_a_condition(filled, capsys) -> None:
    def run(*words: str) -> str:
        assert _run(["--workspace", str(filled.root), *words]) == 0
        said = capsys.readouterr()
        return said.out + said.err

    asked = ["--where", "city = Amsterdam"]
    shown = run("show", "niche", *asked)
    assert "Ann" in shown
    assert "Ben" not in shown
    table = run("show", "niche", "--facts")
    assert "2026-01-28" in table
    assert "Amsterdam, NL" in table
    run("export", "niche", "--format", "csv", *asked)
    with (filled.exports / "niche" / "role-unknown.csv").open(encoding="utf-8") as file:
        assert [row["handle"] for row in csv.DictReader(file)] == ["ann"]
    run("prices", "niche", "--template", *asked)
    with (filled.exports / "niche" / "prices.csv").open(encoding="utf-8-sig") as file:
        assert [row["account_id"] for row in csv.DictReader(file)] == ["files:d/ann"]
    assert _run(["--workspace", str(filled.root), "prices", "niche", *asked]) == 2


def test_the_same_data_give_the_same_facts_and_a_known_ranking_keeps_them(filled) -> None:
    before = read(filled, "select * from fact order by account_no")
    assert len(before) == 4
    pipeline.rank(filled, "niche", seed=1)
    pipeline.rank(filled, "niche")  # the first again, as the latest
    numbers = read(filled, "select ranking_no, count(*) from fact group by all order by all")
    assert [count for _, count in numbers] == [4, 4]
    [(latest,)] = read(filled, "select max(ranking_no) from ranking")
    again = read(filled, f"select * from fact where ranking_no = {latest} order by account_no")
    assert [row[1:] for row in again] == [row[1:] for row in before]


def test_a_killed_ranking_leaves_no_facts_and_no_ranking(workspace, monkeypatch) -> None:
    fill(workspace)

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("leaders.facts.find_facts", fail)
    with pytest.raises(KeyboardInterrupt):
        pipeline.rank(workspace, "niche")
    assert read(workspace, "select count(*) from ranking") == [(0,)]


def test_an_old_ranking_says_that_it_has_no_facts(filled) -> None:
    with duckdb.connect(str(filled.database)) as connection:
        connection.execute("delete from fact")
    assert any("rank again" in note for note in load(filled).notes)


def test_words_of_who_forbids_being_shown_are_not_kept(filled) -> None:
    niche = load_niche(filled, "niche")
    with Store(filled) as store:
        [number] = store.query("ranking/latest", niche="niche")["ranking_no"]
        asked = {"ranking_no": number, "as_of": LATER}
        accounts, posts = (store.query(f"fact/{it}", **asked) for it in ("accounts", "posts"))
        metrics = store.query("ranking/metrics", ranking_no=number)
        members = load_audience_places(store, accounts["account_no"], LATER)
    hidden = accounts.with_columns(is_unlisted=pl.col("account_id") == "files:d/ann")
    ann = find_facts(niche, hidden, posts, metrics, members).row(0, named=True)
    told = ("recent_posts", "best_posts", "brand_safety", "languages", "country", "ads_share")
    assert [ann[name] for name in told] == [None] * 6
    assert (ann["contacts"], ann["places"]) == ([], [])
    assert ann["last_post_at"] is not None
    shown = find_facts(niche, accounts, posts, metrics, members).row(0, named=True)
    assert None not in [shown[name] for name in told]


def test_words_of_who_forbids_it_later_are_not_shown(filled) -> None:
    with duckdb.connect(str(filled.database)) as connection:
        connection.execute("update profile set is_unlisted = true where handle = 'ann'")
    facts = explain(filled, load_niche(filled, "niche"), "ann").facts
    assert not any("trui" in sentence or "@" in sentence for sentence in facts.sentences)


def test_who_is_forgotten_is_no_contact_of_others(filled) -> None:
    contact = "{'kind': 'account', 'value': 'files:d/cyd', 'found_in': 'bio', 'quote': 'x'}"
    with duckdb.connect(str(filled.database)) as connection:
        connection.execute(f"update fact set contacts = [{contact}]")
    forgetting.forget(filled, "files:d/cyd")
    assert read(filled, "select distinct contacts from fact") == [([],)]
    assert read(filled, "select count(*) from fact") == [(3,)]


def read(workspace: Workspace, sql: str) -> list[tuple]:
    with duckdb.connect(str(workspace.database)) as connection:
        return connection.execute(sql).fetchall()
