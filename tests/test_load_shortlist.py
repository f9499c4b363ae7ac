"""What is shown and exported of a stored ranking."""

from datetime import UTC, datetime

import polars as pl
import pytest

from leaders import forgetting, pipeline
from leaders.errors import LeadersError
from leaders.export import IDENTITY_KEYS, LEADING, Shortlist
from leaders.facts.columns import FACT_COLUMNS
from leaders.importing import import_path
from leaders.niche import load_niche
from leaders.rank.stress import depends_on_one_source
from leaders.settings import Workspace
from leaders.shortlist import _count_notes, load_shortlist
from leaders.store.imports import ImportRequest

MONDAY = datetime(2026, 1, 5, tzinfo=UTC)
SUNDAY = datetime(2026, 1, 11, tzinfo=UTC)
ACCOUNTS = """id,handle,name,url,kind,followers_count
ann,ann_knits,Ann,https://a.example/ann,person,20000
ben,ben_knits,Ben,,organisation,300
cyd,,,,,300
dot,dot_knits,Dot,,person,40
club,the_club,Club,,community,
"""
EDGES = """source,target,kind,weight
ben,ann,follow,
cyd,ann,follow,
dot,ann,like,2
dot,ann,mention,1
ann,ben,follow,
x,cyd,follow,
dot,club,member,
"""
EVERYBODY = ["files:d/ann", "files:d/ben", "files:d/cyd", "files:d/dot"]


def store_file(workspace: Workspace, shape: str, text: str, at: datetime = MONDAY) -> None:
    path = workspace.root / f"{shape}.csv"
    path.write_text(text, encoding="utf-8")
    request = ImportRequest("niche", "d", "files", "follow", {}, at, is_seen_at_given=True)
    import_path(workspace, path, shape, request, lambda sentence: None)


def store_all(workspace: Workspace, settings_text: str = "") -> None:
    weights = "[score.weights]\nreach = 0.5\nfollow_pagerank = 0.5\n"
    niche = workspace.niches / "niche.toml"
    niche.write_text(f'title = "Knitters"\nplatforms = ["files"]\n{settings_text}\n{weights}')
    store_file(workspace, "accounts", ACCOUNTS)
    store_file(workspace, "edges", EDGES)


def rank_all(workspace: Workspace, settings_text: str = "") -> Shortlist:
    store_all(workspace, settings_text)
    pipeline.rank(workspace, "niche")
    return load(workspace)


def load(workspace: Workspace, size: int | None = None) -> Shortlist:
    return load_shortlist(workspace, load_niche(workspace, "niche"), size)


def everybody(shortlist: Shortlist) -> pl.DataFrame:
    return pl.concat(list(shortlist.tables.values()))


def test_columns_lead_with_the_account_and_each_component_has_three(workspace) -> None:
    shortlist = rank_all(workspace)
    components = [
        f"{name}{part}"
        for name in ("reach", "follow_pagerank")
        for part in ("", "_percentile", "_contribution")
    ]
    assert [column.name for column in shortlist.columns] == [
        *(column.name for column in LEADING), *components,
        *(column.name for column in FACT_COLUMNS),
    ]  # fmt: skip
    for table in shortlist.tables.values():
        assert table.columns == [column.name for column in shortlist.columns]


def test_a_row_says_who_it_is_and_what_is_not_known_stays_empty(workspace) -> None:
    rows = {row["account_id"]: row for row in everybody(rank_all(workspace)).to_dicts()}
    ann, cyd = rows["files:d/ann"], rows["files:d/cyd"]
    who = ("platform", "handle", "name", "kind", "url", "tier", "followers_count")
    assert [ann[key] for key in who] == [
        "files", "ann_knits", "Ann", "person", "https://a.example/ann", "micro", 20_000,
    ]  # fmt: skip
    assert [cyd[key] for key in who] == ["files", None, None, "person", None, "nano", 300]
    assert ann["coverage"] is None
    assert (ann["role"], cyd["role"], ann["probability"]) == ("creator", "unknown", 1)
    assert ann["rank_low"] == ann["rank"] == ann["rank_high"] == 1
    assert (ann["standing"], ann["p_top"]) == ("solid", 1)
    assert ann["stress_best"] is ann["stress_worst"] is ann["depends_on_one_source"] is None
    assert (ann["reach"], ann["reach_percentile"], ann["reach_contribution"]) == (
        20_000,
        1.0,
        50.0,
    )


def test_contributions_add_up_to_the_score_that_is_shown(workspace) -> None:
    listed = everybody(rank_all(workspace))
    total = listed.select(pl.sum_horizontal(pl.selectors.ends_with("_contribution"))).to_series()
    assert total.to_list() == pytest.approx(listed["score"].to_list(), abs=1e-9)


def test_lists_are_in_order_of_rank_and_equals_in_order_of_id(workspace) -> None:
    store_all(workspace, "[edge_weights]\nfollow = 0\nmember = 0\n")
    store_file(workspace, "accounts", ACCOUNTS.replace("person,40", "person,300"), SUNDAY)
    pipeline.rank(workspace, "niche")
    shortlist = load(workspace)
    assert shortlist.tables["creators"].select("rank", "account_id", "is_tied").rows() == [
        (1, "files:d/ann", False),
        (2, "files:d/ben", True),
        (2, "files:d/dot", True),
    ]
    assert shortlist.tables["communities"]["account_id"].to_list() == ["files:d/club"]


def test_the_niche_file_says_how_many_and_a_caller_may_say_otherwise(workspace) -> None:
    shortlist = rank_all(workspace, "[shortlist]\nsize = 2\n")
    assert shortlist.tables["creators"]["rank"].to_list() == [1, 2]
    assert shortlist.notes[:3] == (
        "creators: 2 of 3 ranked accounts listed",
        "communities: 1 of 1 ranked account listed",
        "role unknown: 1 of 1 ranked account listed",
    )
    assert load(workspace, 1).tables["creators"].height == 1
    assert load(workspace, 100).tables["creators"].height == 3


def test_it_carries_its_title_and_the_ranking_s_identity(workspace) -> None:
    store_all(workspace)
    report = pipeline.rank(workspace, "niche", seed=5)
    shortlist = load(workspace)
    assert (shortlist.niche, shortlist.title) == ("niche", "Knitters")
    assert set(shortlist.identity) >= set(IDENTITY_KEYS)
    assert shortlist.identity["ranking"] == report.ranking_id
    assert shortlist.identity["seed"] == "5"
    assert shortlist.as_of == MONDAY


def test_edges_are_those_among_the_listed_added_up_by_kind(workspace) -> None:
    edges = rank_all(workspace).edges.rows()
    assert edges == [
        ("files:d/ann", "files:d/ben", "follow", 1),
        ("files:d/ben", "files:d/ann", "follow", 1),
        ("files:d/cyd", "files:d/ann", "follow", 1),
        ("files:d/dot", "files:d/ann", "like", 2),
        ("files:d/dot", "files:d/ann", "mention", 1),
        ("files:d/dot", "files:d/club", "member", 1),
    ]
    one = load(workspace, 1)
    assert one.tables["creators"]["account_id"].to_list() == ["files:d/ann"]
    assert one.edges.rows() == [("files:d/cyd", "files:d/ann", "follow", 1)]


def test_what_came_after_the_ranking_is_not_shown(workspace) -> None:
    before = rank_all(workspace)
    store_file(workspace, "accounts", ACCOUNTS.replace("Ann", "Anna"), SUNDAY)
    store_file(workspace, "edges", "source,target\ncyd,ben\n", SUNDAY)
    after = load(workspace)
    assert everybody(after).equals(everybody(before))
    assert after.edges.equals(before.edges)


def test_after_forgetting_the_niche_is_ranked_again(workspace) -> None:
    rank_all(workspace)
    forgetting.forget(workspace, "files:d/ann")
    with pytest.raises(LeadersError, match="run: leaders rank niche"):
        load(workspace)
    pipeline.rank(workspace, "niche")
    listed = everybody(load(workspace))["account_id"].to_list()
    assert sorted(listed) == ["files:d/ben", "files:d/club", "files:d/cyd", "files:d/dot"]


def test_after_an_edit_of_the_niche_file_it_is_ranked_again(workspace) -> None:
    rank_all(workspace)
    file = workspace.niches / "niche.toml"
    file.write_text(file.read_text() + '[shortlist]\nexclude = ["files:d/ann"]\n')
    with pytest.raises(LeadersError, match=r"niche file changed .* run: leaders rank niche"):
        load(workspace)


def test_a_name_that_nobody_is_known_by_is_told(workspace) -> None:
    told = 'seeds = ["files:d/ann", "typo"]\n[shortlist]\nexclude = ["nobody"]\n'
    shortlist = rank_all(workspace, told)
    assert [note for note in shortlist.notes if "nobody is stored" in note] == [
        "seeds: nobody is stored by the name typo",
        "exclude: nobody is stored by the name nobody",
    ]


def test_everybody_is_on_one_list_only(workspace) -> None:
    shortlist = rank_all(workspace)
    assert sorted(everybody(shortlist)["account_id"]) == sorted([*EVERYBODY, "files:d/club"])
    assert list(shortlist.tables) == ["creators", "communities", "role unknown"]


@pytest.mark.parametrize(
    ("low", "high", "best", "worst", "depends"),
    [
        (3, 5, 3, 7, False),  # two intervals from its other end, and no further
        (3, 5, 3, 8, True),
        (10, 12, 7, 12, True),
        (1, 1, 1, 2, False),  # one place is nothing
        (1, 1, 1, 3, True),
        (3, 5, None, None, None),
    ],
)
def test_who_leaves_two_intervals_depends_on_one_source(low, high, best, worst, depends) -> None:
    row = {"rank_low": low, "rank_high": high, "stress_best": best, "stress_worst": worst}
    frame = pl.DataFrame([row], schema=dict.fromkeys(row, pl.Int32))
    assert frame.select(depends_on_one_source(*map(pl.col, row))).item() is depends


def test_a_niche_that_was_not_ranked_says_what_to_do(workspace) -> None:
    with pytest.raises(LeadersError, match="There is no data"):
        load(workspace)
    store_all(workspace)
    with pytest.raises(LeadersError, match="no ranking yet; make one with: leaders rank niche"):
        load(workspace)


@pytest.mark.parametrize(
    ("depends", "sentence"),
    [([True, False, None], "c: 1 of these depends on"), ([True, True], "c: 2 of these depend on")],
)
def test_who_depends_on_one_source_is_counted(depends, sentence) -> None:
    counts = pl.DataFrame([("c", len(depends), 0)], orient="row")
    notes = _count_notes({"c": pl.DataFrame({"depends_on_one_source": depends})}, counts)
    assert notes[1].startswith(sentence)
    assert len(_count_notes({"c": pl.DataFrame({"depends_on_one_source": [False]})}, counts)) == 1
