"""Where each listed account stands in the picture of the network, and in which community.

The listed accounts alone, and the attention that they pay to one another: the same shortlist gives
the same places to a tenth, in any process and with any number of threads.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from leaders.export.shortlist import Shortlist
from leaders.export.text import strip_illegal

if TYPE_CHECKING:
    from leaders.graph import Graph

OTHER = 8
"""The community of whoever is in none of the eight largest."""

LEAST_MEMBERS = 3
"""Two accounts are a pair and no community."""

HEAVIEST = 1e9
"""Weights above this are taken as this: they come from files, and are added up."""

LAST_LISTS = ("in doubt", "role unknown")
"""Lists (of a platform, where there are several) of accounts that come after all others."""


@dataclass(frozen=True, slots=True)
class Place:
    """An account's place in the frame, y downwards; the radius of its circle, its community 0..8.

    The area of the circle grows with the attention that it receives from the other listed accounts
    (the summed weight of the edges to it). Its score would be no good size: scores of different
    lists do not compare, they lie close to one another, and some are not known; and nothing in the
    picture would show why a circle is large, where here it is the lines that end in it.
    """

    x: float
    y: float
    radius: float
    community: int


@dataclass(frozen=True, slots=True)
class Community:
    """A community 0..7, 0 the largest: its best members by score (at most three), and its size."""

    number: int
    account_ids: tuple[str, ...]
    names: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Tie:
    """The attention that one listed account pays to another; weight as summed over the kinds."""

    source_id: str
    target_id: str
    weight: float


@dataclass(frozen=True, slots=True)
class Layout:
    """A frame of width and height, the places in it by account_id, in ascending order.

    isolated: who neither pays nor receives attention here; they stand in rows along the lower edge.
    """

    width: float
    height: float
    places: Mapping[str, Place]
    communities: tuple[Community, ...]
    ties: tuple[Tie, ...]
    isolated: frozenset[str]


def lay_out(shortlist: Shortlist) -> Layout:
    """Communities (Leiden) apart, those who heed one another near, no circle over another.

    Communities are found without directions: who belongs together does not depend on who of the
    two pays the attention. .1 s for 150 accounts, 3 s for 5,000; the first call half a second more.
    """
    import numpy as np  # noqa: PLC0415

    from leaders.export.layout.placing import place  # noqa: PLC0415
    from leaders.graph import leiden  # noqa: PLC0415

    rows = _read_rows(shortlist)
    account_ids = sorted(rows)
    graph = _read_graph(shortlist, account_ids)
    joined = graph.undirected
    is_isolated = np.diff(joined.offset) == 0
    found = leiden(joined) if account_ids else np.zeros(0, dtype=np.int64)
    community = np.where(np.bincount(found)[found] < LEAST_MEMBERS, OTHER, np.minimum(found, OTHER))
    received = graph.incoming().sum(axis=1)
    frame = place(joined, found, received)
    places = {
        account_id: Place(*values)
        for account_id, *values in zip(
            account_ids, frame.x.tolist(), frame.y.tolist(), frame.radius.tolist(),
            community.tolist(), strict=True,
        )
    }  # fmt: skip
    targets = np.repeat(np.arange(graph.node_count), np.diff(graph.offset)).tolist()
    weights = np.ones(graph.edge_count) if graph.weight is None else graph.weight
    return Layout(
        frame.width,
        frame.height,
        places,
        _describe(places, rows),
        tuple(
            Tie(account_ids[source], account_ids[target], weight)
            for source, target, weight in zip(
                graph.source.tolist(), targets, weights.tolist(), strict=True
            )
        ),
        frozenset(account_ids[number] for number in np.flatnonzero(is_isolated).tolist()),
    )


def name_account(row: Mapping[str, Any]) -> str:
    """What an account is called: its name, else its handle, else its account_id."""
    names = (strip_illegal(str(row[key] or "")).strip() for key in ("name", "handle"))
    return next(filter(None, names), str(row["account_id"]))


def is_last(list_name: str) -> bool:
    """Whether a list is one of those that come after all others."""
    return list_name.endswith(LAST_LISTS)


def _read_rows(shortlist: Shortlist) -> dict[str, tuple[bool, dict[str, Any]]]:
    """By account_id whether it is in one of the last lists, and what its community is named by."""
    rows: dict[str, tuple[bool, dict[str, Any]]] = {}
    for name, frame in shortlist.tables.items():
        told = frame.select("account_id", "name", "handle", "score")
        for row in told.iter_rows(named=True):
            rows.setdefault(row["account_id"], (is_last(name), row))
    return rows


def _read_graph(shortlist: Shortlist, account_ids: list[str]) -> "Graph":
    """Edges among the listed accounts; an edge without a weight weighs 1."""
    import polars as pl  # noqa: PLC0415

    from leaders.graph import build_graph  # noqa: PLC0415

    ends = ("source_id", "target_id")
    edges = shortlist.edges.filter(pl.all_horizontal(pl.col(ends).is_in(account_ids)))
    number = {account_id: number for number, account_id in enumerate(account_ids)}
    source, target = (
        edges[end].replace_strict(number, return_dtype=pl.Int64).to_numpy() for end in ends
    )
    weight = edges["weight"].fill_null(1.0).clip(0.0, HEAVIEST).to_numpy()
    return build_graph(source, target, weight, node_count=len(account_ids))


def _describe(
    places: Mapping[str, Place], rows: Mapping[str, tuple[bool, dict[str, Any]]]
) -> tuple[Community, ...]:
    members: dict[int, list[str]] = {}
    for account_id, place in places.items():
        members.setdefault(place.community, []).append(account_id)

    def order(account_id: str) -> tuple[bool, float, str]:
        is_last, row = rows[account_id]
        return is_last, -(row["score"] or 0.0), account_id

    described = []
    for number in sorted(members.keys() - {OTHER}):
        best = tuple(sorted(members[number], key=order)[:3])
        names = tuple(name_account(rows[account_id][1]) for account_id in best)
        described.append(Community(number, best, names, len(members[number])))
    return tuple(described)
