"""A ranking says which listings it lacks because a run was broken off or a platform failed."""

import json

import duckdb
import pytest

from leaders import pipeline
from leaders.settings import Workspace
from leaders.store import Store

NICHE = """title = "Knits"
platforms = ["simulated"]
seeds = ["mariya_pryazha", "olga_spitsy_2"]
limits = {audience = 4, accounts = 3, candidates = 8, depth = 1, pages = 2, posts = 1}
"""


@pytest.fixture
def cut_short(workspace: Workspace) -> Workspace:
    (workspace.niches / "niche.toml").write_text(NICHE)
    pipeline.collect_platform(workspace, "niche", "simulated", calls=8)
    return workspace


def notes(workspace: Workspace) -> list[str]:
    with Store(workspace, must_exist=True) as store:
        [written] = store.query("ranking/latest", niche="niche")["notes"]
    return [it for it in json.loads(written) if "missing" in it]


def unread(workspace: Workspace) -> dict[str, int]:
    with Store(workspace, must_exist=True) as store:
        rows = store.query("collect/gaps", niche="niche", platform="simulated")
    return {why: count for why, count in rows.iter_rows() if why in ("failed", "unfinished")}


def test_what_is_missing_is_counted_until_it_is_read(cut_short: Workspace) -> None:
    pipeline.rank(cut_short, "niche")
    count = unread(cut_short)["unfinished"]
    assert count > 1
    assert notes(cut_short) == [
        f"simulated: {count} listings are missing (unfinished); leaders collect niche goes on there"
    ]
    pipeline.collect_platform(cut_short, "niche", "simulated")
    assert unread(cut_short) == {}
    pipeline.rank(cut_short, "niche")
    assert notes(cut_short) == []


def test_a_look_into_the_past_lacks_what_was_missing_then(cut_short: Workspace) -> None:
    moment = pipeline.rank(cut_short, "niche").as_of
    then = notes(cut_short)
    with duckdb.connect(str(cut_short.database)) as connection:
        begun = connection.execute("select list(visit_no) from visit where ended is null")
        [visits] = begun.fetchone()
    pipeline.collect_platform(cut_short, "niche", "simulated")
    with duckdb.connect(str(cut_short.database)) as connection:  # its clock stands still
        connection.execute(
            "update visit set ended_at = ended_at + interval 1 day where visit_no in ?", [visits]
        )
    pipeline.rank(cut_short, "niche", moment, seed=1)
    assert notes(cut_short) == then != []
