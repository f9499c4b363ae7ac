import json
import math
from io import BytesIO
from xml.etree import ElementTree

import networkx as nx
import polars as pl
import pytest
from sample_briefing import build_briefed
from sample_shortlist import (
    HOSTILE,
    IDENTITY,
    build_edges,
    build_empty,
    build_shortlist,
    build_unknown,
)

from leaders.export.layout import OTHER, lay_out
from leaders.export.network import COLOURS, to_gexf, to_graphml


def read_gexf(shortlist):
    (file,) = to_gexf(shortlist)
    return nx.read_gexf(BytesIO(file.content))


def read_graphml(shortlist):
    (file,) = to_graphml(shortlist)
    return nx.read_graphml(BytesIO(file.content))


@pytest.fixture(params=[read_gexf, read_graphml])
def read(request):
    return request.param


def test_nodes_are_the_listed_accounts(read):
    network = read(build_shortlist())
    assert network.is_directed()
    assert len(network) == 24
    node = network.nodes["files:p/2"]
    assert node["label"] == "+1"
    assert (node["rank"], node["kind"], node["platform"]) == (2, "person", "files")
    assert node["score"] == pytest.approx(99.333333)
    assert node["reach"] == pytest.approx(-0.246912)
    assert node["is_tied"] is True
    assert "reach_percentile" not in node


def test_unknown_values_are_left_out(read):
    network = read(build_shortlist())
    assert "coverage" not in network.nodes["files:p/1"]
    assert network.nodes["files:c/2"]["label"] == "h2"  # no name


def test_one_edge_a_pair_with_its_kinds(read):
    network = read(build_shortlist())
    assert sorted(network.edges) == [("files:p/2", "files:p/1"), ("files:p/3", "files:c/1")]
    edge = network.edges["files:p/2", "files:p/1"]
    assert (edge["weight"], edge["kinds"]) == (3.0, "follow, repost")


def test_hostile_labels_survive_without_what_xml_cannot_hold(read):
    network = read(build_shortlist())
    drop = dict.fromkeys([0, 7, 0x1B, 0xFFFE, 0xFFFF])
    for number, name in enumerate(HOSTILE, start=1):
        label = network.nodes[f"files:p/{number}"]["label"].replace("\r\n", "\n")
        legal = name.translate(drop).strip().replace("\r\n", "\n")
        assert label == legal


def test_every_text_attribute_is_legal(read):
    creators = build_shortlist().tables["creators"].head(1).with_columns(handle=pl.lit("h\x00\x1b"))
    assert read(build_shortlist(creators)).nodes["files:p/1"]["handle"] == "h"


def test_two_ids_never_become_one(read):
    creators = build_shortlist().tables["creators"].head(3)
    ids = ["files:a\x00", "files:a", "files:a\x07"]
    edges = build_edges([(ids[0], ids[1], "follow", 1.0)])
    network = read(build_shortlist(creators.with_columns(account_id=pl.Series(ids)), edges=edges))
    assert {"files:a", "files:a%00", "files:a%07"} <= set(network)
    assert list(network.edges) == [("files:a%00", "files:a")]


@pytest.mark.parametrize(
    ("build", "path"),
    [
        (to_gexf, "{*}meta/{*}description"),
        (to_graphml, "{*}desc"),
    ],
)
def test_says_which_run(build, path):
    (file,) = build(build_shortlist())
    about = json.loads(ElementTree.fromstring(file.content).find(path).text)
    assert about["identity"] == IDENTITY
    assert about["notes"][0] == "22 of 3,127 ranked accounts."


def test_gexf_is_dated_by_the_ranking():
    (file,) = to_gexf(build_shortlist())
    meta = ElementTree.fromstring(file.content).find("{*}meta")
    assert meta.get("lastmodifieddate") == "2026-03-01"
    assert "NetworkX" not in file.content.decode()


def test_graphml_keys_are_what_gephi_expects():
    (file,) = to_graphml(build_shortlist())
    keys = ElementTree.fromstring(file.content).findall("{*}key")
    assert {key.get("for") for key in keys} == {"node", "edge"}
    ids = [key.get("id") for key in keys]
    assert ids[:2] == ["label", "rank"]
    assert len(set(ids)) == len(ids)
    assert all(key.get("id") == key.get("attr.name") for key in keys)  # never yEd's d3


SHORTLISTS = {
    "hostile": build_shortlist,
    "briefed": lambda: build_briefed(60),
    "hostile, briefed": lambda: build_briefed(60, hostile=True),
    "unknown": build_unknown,
    "empty": build_empty,
}


@pytest.mark.parametrize("name", SHORTLISTS)
def test_gephi_finds_places_sizes_and_colours_in_gexf(name):
    shortlist = SHORTLISTS[name]()
    looks = {
        node: (
            it["community"], it["viz"]["size"],
            tuple(it["viz"]["position"][axis] for axis in "xy"),
            tuple(it["viz"]["color"][part] for part in "rgb"),
        )
        for node, it in read_gexf(shortlist).nodes(data=True)
    }  # fmt: skip
    check_looks(looks, shortlist)


@pytest.mark.parametrize("name", SHORTLISTS)
def test_gephi_finds_places_sizes_and_colours_in_graphml(name):
    shortlist = SHORTLISTS[name]()
    looks = {
        node: (
            it["community"], it["size"], (it["x"], it["y"]), tuple(it[part] for part in "rgb"),
        )
        for node, it in read_graphml(shortlist).nodes(data=True)
    }  # fmt: skip
    check_looks(looks, shortlist)


def check_looks(looks, shortlist):
    assert len(looks) == shortlist.rows
    positions = [position for *_, position, _ in looks.values()]
    assert len(set(positions)) == len(positions)
    assert all(math.isfinite(it) for position in positions for it in position)
    for community, size, _, colour in looks.values():
        assert size > 0
        assert colour == COLOURS[community]


def test_both_formats_and_the_report_have_the_same_places():
    shortlist = build_briefed(12)
    layout = lay_out(shortlist)
    gexf, graphml = read_gexf(shortlist).nodes, read_graphml(shortlist).nodes
    for account_id, place in layout.places.items():
        x, y = (gexf[account_id]["viz"]["position"][axis] for axis in "xy")
        assert x == pytest.approx(place.x - layout.width / 2)
        assert y == pytest.approx(layout.height / 2 - place.y)  # in Gephi y goes up
        assert (graphml[account_id]["x"], graphml[account_id]["y"]) == (x, y)


def test_colours_are_told_apart():
    assert len(set(COLOURS)) == len(COLOURS) == OTHER + 1


def test_gephi_reads_colours_in_graphml_as_whole_numbers():
    (file,) = to_graphml(build_shortlist())
    graph = ElementTree.fromstring(file.content).find("{*}graph")
    for node in graph.iterfind("{*}node"):
        told = {it.get("key"): it.text for it in node.iterfind("{*}data")}
        assert all(0 <= int(told[name]) <= 255 for name in "rgb")
        assert [float(told[name]) for name in ("x", "y", "size")]


@pytest.mark.parametrize("build", [to_gexf, to_graphml])
def test_the_same_shortlist_gives_the_same_bytes(build):
    assert build(build_briefed(30)) == build(build_briefed(30))
