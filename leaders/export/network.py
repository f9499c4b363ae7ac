"""The listed accounts as a network: GEXF and GraphML that Gephi opens, scores as attributes.

Gephi shows it as the report draws it: places, sizes, and a colour for each community.
"""

import json
from io import BytesIO
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from leaders.export.layout import lay_out, name_account
from leaders.export.manifest import File
from leaders.export.shortlist import Shortlist
from leaders.export.text import escape_illegal, strip_illegal

if TYPE_CHECKING:
    import networkx as nx

COLOURS = (
    (0, 114, 178), (213, 94, 0), (0, 158, 115), (204, 121, 167), (230, 159, 0), (86, 180, 233),
    (240, 228, 66), (0, 0, 0), (153, 153, 153),
)  # fmt: skip
"""Red, green, blue of each community, which the colour-blind tell apart (Okabe and Ito 2008).

The last, a grey, is of whoever is in none of the eight largest.
"""

LOOKS = ("x", "y", "size", "r", "g", "b")
"""Node attributes that Gephi takes for places, radius and colour when GraphML names them so."""


def build_network(shortlist: Shortlist) -> "nx.DiGraph":
    """Who among the listed accounts pays attention to whom.

    A node has a label, every known value of its row but the percentiles and contributions, its
    community (0 the largest, 8 for none) and ``LOOKS``: the middle of the frame is 0, 0, and y
    goes up, as in Gephi.
    Gephi takes one edge a pair, so an edge has the summed weight (1 where none is known) of its
    ``kinds``, named in alphabetical order.
    """
    import networkx as nx  # noqa: PLC0415

    network = nx.DiGraph()
    for frame in shortlist.tables.values():
        for row in frame.iter_rows(named=True):
            network.add_node(escape_illegal(row["account_id"]), **_describe_node(row))
    layout = lay_out(shortlist)
    for account_id, place in layout.places.items():
        x, y = place.x - layout.width / 2, layout.height / 2 - place.y
        looks = (round(x, 1), round(y, 1), place.radius, *COLOURS[place.community])
        network.add_node(
            escape_illegal(account_id), community=place.community,
            **dict(zip(LOOKS, looks, strict=True)),
        )  # fmt: skip
    for source_id, target_id, kind, weight in _read_edges(shortlist):
        if source_id not in network or target_id not in network:
            continue
        if not network.has_edge(source_id, target_id):
            network.add_edge(source_id, target_id, weight=0.0, kinds=[])
        edge = network.edges[source_id, target_id]
        edge["weight"] += weight
        edge["kinds"].append(kind)
    for *_, edge in network.edges(data=True):
        edge["kinds"] = ", ".join(dict.fromkeys(edge["kinds"]))
    return network


def _describe_node(row: dict[str, object]) -> dict[str, object]:
    described: dict[str, object] = {"label": escape_illegal(name_account(row))}
    for name, value in row.items():
        if name in ("account_id", "name") or name.endswith(("_percentile", "_contribution")):
            continue
        if value is not None:
            described[name] = strip_illegal(value) if isinstance(value, str) else value
    return described


def _read_edges(shortlist: Shortlist) -> list[tuple[str, str, str, float]]:
    return [
        (escape_illegal(source_id), escape_illegal(target_id), kind, 1.0 if w is None else float(w))
        for source_id, target_id, kind, w in shortlist.edges.iter_rows()
    ]


def _about(shortlist: Shortlist) -> str:
    """The run as JSON text, for the one free-text place that each format has."""
    about = {"identity": shortlist.identity, "notes": shortlist.notes}
    return strip_illegal(json.dumps(about, ensure_ascii=False))


def to_gexf(shortlist: Shortlist) -> list[File]:
    """``network.gexf`` (1.2draft), identity and notes in its meta element; looks as viz."""
    from networkx.readwrite.gexf import GEXFWriter  # noqa: PLC0415

    network = build_network(shortlist)
    network.name = strip_illegal(shortlist.title)
    for node in network.nodes.values():
        x, y, size, r, g, b = (node.pop(name) for name in LOOKS)
        node["viz"] = {
            "color": {"r": r, "g": g, "b": b, "a": 1.0},
            "size": size,
            "position": {"x": x, "y": y, "z": 0.0},
        }
    writer = GEXFWriter(network)
    meta = writer.xml.find("meta")
    # networkx would write today's date and its own version here.
    meta.set("lastmodifieddate", shortlist.as_of.date().isoformat())
    meta.find("creator").text = "leaders"
    SubElement(meta, "description").text = _about(shortlist)
    buffer = BytesIO()
    writer.write(buffer)
    return [File("network.gexf", buffer.getvalue(), shortlist.rows)]


def to_graphml(shortlist: Shortlist) -> list[File]:
    """``network.graphml``, identity and notes in its desc element.

    Gephi reports every graph attribute as an error, and takes a key with the id ``d3`` for
    yEd's label: hence a description, and keys that are called what they are.
    """
    from networkx.readwrite.graphml import GraphMLWriter  # noqa: PLC0415

    writer = GraphMLWriter(encoding="utf-8", prettyprint=True, named_key_ids=True)
    writer.add_graph_element(build_network(shortlist))
    *keys, graph = writer.xml
    description = Element("desc")
    description.text = _about(shortlist)
    writer.xml[:] = [description, *reversed(keys), graph]  # networkx puts the last key first
    buffer = BytesIO()
    writer.dump(buffer)
    return [File("network.graphml", buffer.getvalue(), shortlist.rows)]
