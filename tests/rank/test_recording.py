"""A ranking written down: what is not known is null, and nobody without a score is listed."""

import numpy as np
import polars as pl
import pytest
from imported_rows import new_workspace

from leaders.rank.confidence import judge_confidence
from leaders.rank.membership import IN, REVIEW, Membership
from leaders.rank.recording import RankedList, write_list, write_membership
from leaders.rank.score import score_values
from leaders.store import Store

NAN = float("nan")
CANDIDATES = pl.DataFrame(
    {
        "account_no": [4, 7, 9],
        "account_id": ["files:d/a", "files:d/b", "files:d/c"],
        "role": ["creator", "creator", "creator"],
        "probability": [1.0, 0.8, 0.9],
        "coverage": [0.5, None, 1.0],
        "followers_count": [20_000, None, 3],
    },
    schema_overrides={"account_no": pl.Int32},
)


def read(store: Store, table: str) -> list[dict]:
    cursor = store._connection.execute(f"select * from {table} order by account_no")
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def make_list(stress: list[list[int]], draws: int = 4) -> RankedList:
    values = {"reach": np.array([30.0, 20.0, NAN]), "core": np.array([2.0, NAN, NAN])}
    scores = score_values(values, {"reach": 0.7, "core": 0.3})
    confidence = judge_confidence(scores.score, np.tile(scores.score, (draws, 1)), (1,))
    cases = np.array(stress, dtype=np.int64).reshape(-1, 3)
    return RankedList("creators", np.arange(3), scores, confidence, cases)


def test_those_with_a_score_are_written() -> None:
    with new_workspace() as workspace, Store(workspace) as store:
        write_list(store, 1, make_list([[1, 2, 0], [2, 1, 0]]), CANDIDATES, ["files:d/b"])
        first, second = read(store, "ranked_account")
        components = read(store, "component")
    assert (first["account_no"], second["account_no"]) == (4, 7)
    assert (first["rank"], first["rank_low"], first["rank_high"]) == (1, 1, 1)
    assert (first["tier"], second["tier"]) == ("micro", None)
    assert (first["coverage"], second["coverage"]) == (0.5, None)
    assert (first["is_excluded"], second["is_excluded"]) == (False, True)
    assert (first["p_top"], first["standing"], second["standing"]) == (1, "solid", "out")
    assert first["stress"] == second["stress"] == [1, 2]
    assert {row["account_no"] for row in components} == {4, 7}
    for ranked in (first, second):
        parts = [c["contribution"] for c in components if c["account_no"] == ranked["account_no"]]
        assert sum(parts) == pytest.approx(ranked["score"], abs=1e-9)
    (missing,) = [c for c in components if c["account_no"] == 7 and c["component"] == "core"]
    assert missing["value"] is missing["percentile"] is None
    assert missing["contribution"] == pytest.approx(15)


def test_what_was_not_tried_is_null() -> None:
    with new_workspace() as workspace, Store(workspace) as store:
        write_list(store, 1, make_list([], draws=0), CANDIDATES, [])
        first, _ = read(store, "ranked_account")
    for name in ("rank_low", "rank_high", "p_top", "standing", "stress"):
        assert first[name] is None, name


def test_membership_is_written_of_all_with_nulls_for_no_evidence() -> None:
    nothing = np.full(3, NAN)
    judged = Membership(
        p=np.ones(9), probability=np.array([1, 0.5, 1 / 3]), zone=np.array([IN, REVIEW, REVIEW]),
        is_pinned=np.array([True, False, False]),
        parts={"graph_lift": np.array([1.5, NAN, -1]), "neighbour_share": nothing,
               "words": nothing, "lists": nothing},
        neighbours=np.array([3, 0, 8]), niche_neighbours=np.array([2.6, 0, 0.4]), prior=0.1,
        is_judged=True,
    )  # fmt: skip
    roles = pl.DataFrame({"role": ["creator"] * 3, "role_evidence": [None, "name: shop", None]},
                         schema={"role": pl.String, "role_evidence": pl.String})  # fmt: skip
    with new_workspace() as workspace, Store(workspace) as store:
        write_membership(store, 1, CANDIDATES["account_no"], judged, ["wool", "", ""], roles)
        rows = read(store, "membership")
    assert [row["probability"] for row in rows] == [1, 0.5, 0.333333333]
    assert [row["graph_lift"] for row in rows] == [1.5, None, -1]
    assert [row["words"] for row in rows] == [None] * 3
    assert [row["matched"] for row in rows] == ["wool", None, None]
    assert [row["niche_neighbour_count"] for row in rows] == [3, 0, 0]
    assert [row["zone"] for row in rows] == ["in", "review", "review"]
