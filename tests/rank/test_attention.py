"""Interactions as they count: aged, capped, saturated, and exchanges discounted."""

from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from imported_rows import MONDAY, new_workspace
from networks import make_graph, make_network

from leaders.model import EdgeKind
from leaders.rank.attention import (
    ACTOR_CAP,
    HALF_LIFE_DAYS,
    POST_CAP,
    RECIPROCITY_DISCOUNT,
    WINDOW_DAYS,
    discount_exchanges,
    load_attention,
    saturate,
)
from leaders.rank.loading import layers_of_kinds, put_kinds
from leaders.rank.network import NicheNetwork
from leaders.store import Store

NODES = 30
EDGE = {
    "source_no": pl.Int32, "target_no": pl.Int32, "kind": pl.String, "post_no": pl.Int32,
    "happened_at": pl.Datetime("us", "UTC"), "weight": pl.Float64,
}  # fmt: skip


def ago(days: float) -> datetime:
    return MONDAY - timedelta(days=days)


def load(
    rows: list[tuple], posts: dict[int, int] | None = None, p: np.ndarray | None = None,
    candidates: tuple[int, ...] = (0, 1),
) -> NicheNetwork:  # fmt: skip
    """rows: (source, target, post or None, moment or None), mentions; posts: post -> author."""
    edges = [(s, t, "mention", post, at, None) for s, t, post, at in rows]
    network = replace(make_network(NODES, candidates=candidates), probability=p)
    with new_workspace() as workspace, Store(workspace) as store:
        store.append("edge", pl.DataFrame(edges, schema=EDGE, orient="row"))
        store.append(
            "post",
            pl.DataFrame(
                [(no, f"files:d/p{no}", author, MONDAY) for no, author in (posts or {}).items()],
                schema={"post_no": pl.Int32, "post_id": pl.String, "author_no": pl.Int32,
                        "posted_at": pl.Datetime("us", "UTC")}, orient="row",
            ),
        )  # fmt: skip
        put_kinds(store, layers_of_kinds(), dict.fromkeys(EdgeKind, 1.0))
        store.execute("graph/see_current")
        store._connection.execute(
            f"create temp table candidate as select unnest({list(candidates)}) as account_no, "
            "'person' as kind"
        )
        return load_attention(store, network, MONDAY)


def strength(network: NicheNetwork, source: int, target: int) -> float:
    return float(network.attention.incoming()[[target], :].toarray()[0, source])


def test_interactions_age_and_leave_the_window() -> None:
    network = load([
        (10, 0, None, MONDAY),
        (11, 0, None, ago(HALF_LIFE_DAYS)),
        (12, 0, None, None),
        (13, 0, None, ago(WINDOW_DAYS + 1)),
        (14, 0, None, ago(-1)),
        (15, 0, None, ago(WINDOW_DAYS - 1)),
    ])  # fmt: skip
    assert strength(network, 10, 0) == pytest.approx(1)
    assert strength(network, 11, 0) == pytest.approx(np.log2(1.5))
    assert strength(network, 12, 0) == pytest.approx(1)
    assert strength(network, 13, 0) == strength(network, 14, 0) == 0
    assert strength(network, 15, 0) > 0


def test_one_actor_is_saturated() -> None:
    posts = dict.fromkeys(range(1, 11), 1)
    network = load([(10, 0, post, MONDAY) for post in posts] + [(11, 0, 1, MONDAY)], posts)
    assert strength(network, 10, 0) == pytest.approx(np.log2(1 + ACTOR_CAP))
    assert strength(network, 11, 0) == pytest.approx(1)


CROWD = [(actor, 0, 3, MONDAY) for actor in range(10, 30)]
USUAL = [(actor, 0, post, MONDAY) for post in (1, 2) for actor in (2, 3)]


def test_no_post_counts_more_than_some_median_posts() -> None:
    network = load([*CROWD, *USUAL], {1: 0, 2: 0, 3: 0})
    share = POST_CAP * 2 / len(CROWD)
    assert share < 1
    assert strength(network, 10, 0) == pytest.approx(np.log2(1 + share))
    assert strength(network, 2, 0) == pytest.approx(np.log2(3))


def test_strangers_do_not_make_a_post_large() -> None:
    p = np.ones(NODES)
    p[12:] = 0
    network = load([*CROWD, *USUAL], {1: 0, 2: 0, 3: 0}, p)
    assert strength(network, 10, 0) == pytest.approx(1)


def test_posts_know_who_engaged_each_actor_once() -> None:
    network = load([*USUAL, (2, 0, 1, ago(3)), (2, 1, 4, MONDAY)], {1: 0, 2: 0, 4: 1})
    assert network.posts is not None
    assert network.posts.author.tolist() == [0, 0, 1]
    assert np.diff(network.posts.graph.offset)[network.posts.nodes].tolist() == [2, 2, 1]


def test_what_an_exchange_lost_stays_given() -> None:
    fans = [(actor, 0, None, MONDAY) for actor in range(10, 20)]
    network = load([(0, 1, None, MONDAY), (1, 0, None, MONDAY), *fans])
    assert strength(network, 0, 1) == pytest.approx(1 - RECIPROCITY_DISCOUNT)
    assert network.activity[0] == 1
    assert network.given is not None
    assert network.given[0] == pytest.approx(1)


# Formulas


@pytest.mark.parametrize(("count", "strong"), [(1, 1), (3, 2), (7, 3)])
def test_saturation_is_a_logarithm_up_to_the_cap(count, strong) -> None:
    saturated = saturate(make_graph([(1, 0, count)], 2)).incoming().data[0]
    assert saturated == pytest.approx(min(strong, np.log2(1 + ACTOR_CAP)))


def discounted(edges: list[tuple], candidates: tuple[int, ...] = (0, 1)) -> dict:
    graph = discount_exchanges(make_graph(edges, 8), np.array(candidates))
    target = np.repeat(np.arange(8), np.diff(graph.offset)).tolist()
    return dict(zip(zip(graph.source.tolist(), target, strict=True), graph.incoming().data.tolist(),
                    strict=True))  # fmt: skip


def test_an_exchange_of_candidates_is_discounted_by_what_is_alike() -> None:
    fans = [(fan, 0, 2.0) for fan in range(2, 6)]
    found = discounted([(0, 1, 2.0), (1, 0, 0.5), *fans, (0, 2, 2.0)])
    assert found[0, 1] == pytest.approx(2 - RECIPROCITY_DISCOUNT * 0.5)
    assert found[1, 0] == pytest.approx(0.5 - RECIPROCITY_DISCOUNT * 0.5)
    assert found[2, 0] == found[0, 2] == 2  # a fan and an answer to it


def test_one_way_attention_is_untouched() -> None:
    edges = [(0, 1, 2.0), (2, 1, 1.0), (3, 0, 1.0)]
    assert discounted(edges) == {(s, t): w for s, t, w in edges}


def test_talk_among_candidates_is_kept_where_there_are_no_fans() -> None:
    assert discounted([(0, 1, 2.0), (1, 0, 2.0)]) == {(0, 1): 2.0, (1, 0): 2.0}


@given(
    st.lists(
        st.tuples(st.integers(0, 7), st.integers(0, 7), st.sampled_from([0.25, 1.0, 2.0])),
        min_size=1, max_size=20, unique_by=lambda edge: edge[:2],
    ).map(lambda edges: [edge for edge in edges if edge[0] != edge[1]]),
    st.sampled_from([0.5, 1.0, 3.0]),
)  # fmt: skip
@settings(max_examples=40)
def test_more_attention_never_counts_less(edges, more) -> None:
    if not edges:
        return
    (source, target, weight), *others = edges
    before = discounted(edges, (0, 1, 2, 3))
    after = discounted([(source, target, weight + more), *others], (0, 1, 2, 3))
    assert after[source, target] >= before[source, target] - 1e-12
    given_before = {(s, t): w for s, t, w in edges}
    for pair, count in before.items():
        assert 0 <= count <= given_before[pair] + 1e-12
        if max(pair) > 3:
            assert count == given_before[pair]
