import math
import os
import subprocess
import sys
from itertools import combinations
from pathlib import Path

import polars as pl
import pytest
from sample_briefing import build_briefed
from sample_shortlist import COLUMNS, build_edges, build_empty, build_shortlist, build_unknown

from leaders.export.layout import OTHER, lay_out, placing

FRESH = """
from sample_briefing import build_briefed
from leaders.export.layout import lay_out
print(sorted(lay_out(build_briefed(60)).places.items()))
"""


def build_network(pairs, scores=None, others=()):
    """A shortlist of whoever is in a pair (source, target[, weight]) and of others, by name."""
    ends = [end for pair in pairs for end in pair[:2]]
    names = list(dict.fromkeys([*ends, *others]))
    row = dict.fromkeys(column.name for column in COLUMNS)
    rows = [
        row | {"rank": rank, "account_id": name, "name": name, "score": (scores or {}).get(name)}
        for rank, name in enumerate(names, start=1)
    ]
    table = pl.DataFrame(rows, schema=list(row), infer_schema_length=None)
    edges = build_edges([(*pair[:2], "follow", (*pair, None)[2]) for pair in pairs])
    return build_shortlist(table, table.head(0), edges)


def clique(prefix, size):
    return list(combinations([f"{prefix}{number}" for number in range(size)], 2))


def distance(a, b):
    return math.hypot(a.x - b.x, a.y - b.y)


def find_overlaps(layout):
    pairs = combinations(layout.places.values(), 2)
    return [(a, b) for a, b in pairs if distance(a, b) < a.radius + b.radius]


SAMPLES = {
    "plain": lambda: build_briefed(60),
    "large": lambda: build_briefed(400),
    "hostile": build_shortlist,
    "unknown": build_unknown,
    "star": lambda: build_network([(f"fan{number}", "star") for number in range(149)]),
    "all alike": lambda: build_network(clique("a", 60)),
    "heavy": lambda: build_network([("a", "b", 1e308), ("b", "c", -1.0), ("c", "a", 0.5)]),
}


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_account_has_a_place_of_its_own_within_the_frame(sample):
    shortlist = SAMPLES[sample]()
    layout = lay_out(shortlist)
    listed = {it for frame in shortlist.tables.values() for it in frame["account_id"]}
    assert list(layout.places) == sorted(listed)
    for place in layout.places.values():
        assert place.radius <= place.x <= layout.width - place.radius
        assert place.radius <= place.y <= layout.height - place.radius
        assert 0 <= place.community <= OTHER
        assert (place.x, place.y) == (round(place.x, 1), round(place.y, 1))
    assert find_overlaps(layout) == []


def test_nobody_is_laid_out_where_nobody_is_listed():
    layout = lay_out(build_empty())
    assert (layout.places, layout.ties, layout.communities) == ({}, (), ())


def test_two_cliques_are_two_communities_apart():
    layout = lay_out(build_network([*clique("a", 8), *clique("b", 6), ("a0", "b0")]))
    place = layout.places
    assert [place[f"a{n}"].community for n in range(8)] == [0] * 8
    assert [place[f"b{n}"].community for n in range(6)] == [1] * 6
    within = max(distance(place["a1"], place[f"a{n}"]) for n in range(2, 8))
    between = min(distance(place[f"a{n}"], place[f"b{m}"]) for n in range(8) for m in range(6))
    assert within < between


def test_a_pair_is_no_community_and_neither_is_the_ninth():
    pairs = [pair for number in range(10) for pair in clique(f"c{number}-", 13 - number)]
    layout = lay_out(build_network([*pairs, ("pair1", "pair2")]))
    assert [it.number for it in layout.communities] == list(range(8))
    assert [it.count for it in layout.communities] == list(range(13, 5, -1))
    for last in ("c8-0", "c9-0", "pair1"):
        assert layout.places[last].community == OTHER


def test_a_community_is_named_by_its_best_members_by_score():
    scores = {"a0": 10.0, "a1": 30.0, "a2": 99.0, "a4": 30.0}
    (community,) = lay_out(build_network(clique("a", 5), scores)).communities
    assert (community.names, community.count) == (("a2", "a1", "a4"), 5)


def test_who_is_in_doubt_names_a_community_last():
    shortlist = build_network(clique("a", 4), {"a0": 99.0, "a1": 1.0, "a2": 2.0, "a3": 3.0})
    table = shortlist.tables["creators"]
    doubted = build_shortlist(table.filter(pl.col("name") != "a0"), edges=shortlist.edges)
    tables = {**doubted.tables, "vk in doubt": table.filter(pl.col("name") == "a0")}
    object.__setattr__(doubted, "tables", tables)
    (community,) = lay_out(doubted).communities
    assert community.names == ("a3", "a2", "a1")


def test_attention_received_makes_a_circle_large_and_attention_paid_does_not():
    places = lay_out(build_network([(f"fan{n}", "star") for n in range(9)])).places
    assert places["star"].radius == placing.LARGEST
    assert {places[f"fan{n}"].radius for n in range(9)} == {placing.SMALLEST}


def test_weights_are_added_up_over_the_kinds():
    shortlist = build_network([("b", "a", 2.0), ("b", "a", None), ("a", "b", 1.0)])
    assert [(it.source_id, it.target_id, it.weight) for it in lay_out(shortlist).ties] == [
        ("b", "a", 3.0),
        ("a", "b", 1.0),
    ]


def test_ties_to_oneself_and_to_accounts_that_are_not_listed_do_not_count():
    layout = lay_out(build_shortlist())
    assert [(it.source_id, it.target_id) for it in layout.ties] == [
        ("files:p/3", "files:c/1"),
        ("files:p/2", "files:p/1"),
    ]
    itself = lay_out(build_network([("a", "a"), ("a", "b")]))
    assert [(it.source_id, it.target_id) for it in itself.ties] == [("a", "b")]


def test_who_has_no_ties_stands_in_rows_below_all_others():
    others = [f"lone{number:03}" for number in range(70)]
    layout = lay_out(build_network(clique("a", 12), others=others))
    assert layout.isolated == frozenset(others)
    lowest = max(it.y + it.radius for name, it in layout.places.items() if name[0] == "a")
    rows = [layout.places[name].y for name in others]
    assert lowest < min(rows)
    assert rows == sorted(rows)
    assert len(set(rows)) == 2
    assert {layout.places[name].community for name in others} == {OTHER}


def test_the_order_of_rows_and_edges_does_not_matter():
    shortlist = build_briefed(40)
    tables = {name: frame.reverse() for name, frame in shortlist.tables.items()}
    turned = build_shortlist(edges=shortlist.edges.reverse())
    object.__setattr__(turned, "tables", dict(reversed(tables.items())))
    assert lay_out(turned).places == lay_out(shortlist).places


@pytest.mark.parametrize("threads", ["1", "2"])
def test_a_fresh_process_finds_the_same_places(threads):
    names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS", "POLARS_MAX_THREADS")
    paths = [str(Path(__file__).parent), *sys.path]
    told = subprocess.run(
        [sys.executable, "-c", FRESH],
        env={
            **os.environ, **dict.fromkeys(names, threads), "PYTHONHASHSEED": threads,
            "PYTHONPATH": os.pathsep.join(paths),
        },
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    assert told.stdout.strip() == str(sorted(lay_out(build_briefed(60)).places.items()))


def test_of_many_the_light_ones_stand_by_their_neighbours(monkeypatch):
    monkeypatch.setattr(placing, "MOVED", 12)
    fans = [(f"fan-{side}{n}", f"{side}0", 0.1) for side in "ab" for n in range(5)]
    lonely = [("z1", "z2", 0.01), ("z2", "z3", 0.01)]  # joined to nobody who is moved
    layout = lay_out(
        build_network([*clique("a", 6), *clique("b", 6), ("a5", "b5"), *fans, *lonely])
    )
    place = layout.places
    assert len({(it.x, it.y) for it in place.values()}) == len(place)
    assert find_overlaps(layout) == []
    for side, other in ("ab", "ba"):
        for n in range(5):
            fan = place[f"fan-{side}{n}"]
            assert distance(fan, place[f"{side}0"]) < distance(fan, place[f"{other}0"])
