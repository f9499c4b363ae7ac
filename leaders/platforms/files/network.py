"""GEXF and GraphML, as Gephi and networkx write them."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import networkx as nx

from leaders.errors import LeadersError
from leaders.platforms.files.rows import BATCH_ROWS, Batch, make_frame


class NetworkReader:
    """The nodes or the edges of a network file as rows.

    Nodes have ``id`` and their attributes, edges ``source``, ``target`` and theirs. The line of
    a row is its place among the nodes or edges, from 1.
    """

    def __init__(self, path: Path, *, nodes: bool) -> None:
        graph = _read(path)
        self.is_undirected = not nodes and not graph.is_directed()
        self.said = [f"read as {path.suffix[1:]}, {'nodes' if nodes else 'edges'}"]
        self._rows: list[dict[str, Any]] = (
            [{**told, "id": node} for node, told in graph.nodes(data=True)]
            if nodes
            else [{**told, "source": a, "target": b} for a, b, told in graph.edges(data=True)]
        )
        for row in self._rows:  # networkx gives every GEXF edge a serial number of its own
            row.pop("viz", None)
            if not nodes:
                row.pop("id", None)
        self.columns = list(dict.fromkeys(key for row in self._rows for key in row))

    def batches(self, wanted: Sequence[str]) -> Iterator[Batch]:
        """All nodes or edges, in the order of the file."""
        for start in range(0, len(self._rows), BATCH_ROWS):
            some = self._rows[start : start + BATCH_ROWS]
            lines = range(start + 1, start + 1 + len(some))
            yield Batch(
                make_frame(wanted, lines, [[_as_text(row.get(k)) for k in wanted] for row in some])
            )


def _read(path: Path) -> Any:
    read = nx.read_gexf if path.suffix.lower() == ".gexf" else nx.read_graphml
    try:
        return read(path, node_type=str)
    except Exception as error:  # the parsers raise whatever an odd file makes them stumble over
        raise LeadersError(f"{path} is not a {path.suffix[1:]} file ({error}).") from None


def _as_text(value: Any) -> str | None:
    if value is None or isinstance(value, list | dict):
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value)
