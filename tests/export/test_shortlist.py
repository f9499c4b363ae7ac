from datetime import UTC, datetime

import polars as pl
import pytest
from sample_shortlist import COLUMNS, IDENTITY, build_edges, build_shortlist, build_unknown

from leaders.export import LEADING, Column


def test_leading_columns_are_the_documented_ones():
    names = [column.name for column in LEADING]
    assert ", ".join(names) == (
        "rank, account_id, platform, handle, name, kind, role, probability, score, "
        "rank_low, rank_high, p_top, standing, stress_best, stress_worst, depends_on_one_source, "
        "coverage, url, tier, is_tied, followers_count, person, contacts, links, status, "
        "status_on, status_owner"
    )
    assert all(column.meaning.endswith(".") for column in LEADING)


def test_rows_are_ordered_by_rank_then_account_id():
    creators = build_shortlist().tables["creators"].head(3)
    tied = creators.with_columns(rank=pl.Series([2, 1, 1]))
    ids = build_shortlist(tied.reverse()).tables["creators"]["account_id"].to_list()
    assert ids == ["files:p/2", "files:p/3", "files:p/1"]


def test_numbers_that_are_none_become_null():
    creators = build_shortlist().tables["creators"].head(3)
    odd = creators.with_columns(reach=pl.Series([float("nan"), float("inf"), -1.5]))
    assert build_shortlist(odd).tables["creators"]["reach"].to_list() == [None, None, -1.5]
    edges = build_edges([("a", "b", "follow", float("nan"))])
    assert build_shortlist(edges=edges).edges["weight"].to_list() == [None]


def test_types_do_not_depend_on_what_is_known():
    assert build_unknown().tables["creators"].schema == build_shortlist().tables["creators"].schema


@pytest.mark.parametrize(
    ("as_of", "moment"),
    [
        ("2026-03-01", datetime(2026, 3, 1, tzinfo=UTC)),
        ("2026-03-01T01:00:00+03:00", datetime(2026, 2, 28, 22, tzinfo=UTC)),
        ("2026-03-01 01:00:00Z", datetime(2026, 3, 1, 1, tzinfo=UTC)),
    ],
)
def test_as_of_is_in_utc(as_of, moment):
    assert build_shortlist(identity=IDENTITY | {"as_of": as_of}).as_of == moment


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"columns": COLUMNS[:-1]}, "reach_contribution"),
        ({"columns": (*COLUMNS[:-2], COLUMNS[-1], COLUMNS[-2])}, "order"),
        ({"columns": COLUMNS[1:]}, "begin with rank"),
        ({"identity": {"niche": "x"}}, "lacks ranking, as_of"),
        ({"identity": IDENTITY | {"as_of": "yesterday"}}, "yesterday"),
    ],
)
def test_a_shortlist_that_does_not_fit_together_is_refused(changes, complaint):
    with pytest.raises(ValueError, match=complaint):
        build_shortlist(**changes)


def test_unknown_form_is_refused():
    with pytest.raises(ValueError, match="no form"):
        Column("reach", "Accounts that listen.", "percent")
