import json
import re
from dataclasses import replace
from itertools import combinations
from xml.etree import ElementTree

import polars as pl
import pytest
from sample_briefing import build_briefed
from sample_shortlist import (
    COLUMNS,
    HOSTILE,
    build_edges,
    build_empty,
    build_shortlist,
    build_unknown,
)

from leaders.export.pictures.labels import Box
from leaders.export.pictures.network import choose, draw_network
from leaders.export.words import LANGUAGES, Words, load_words

SVG = "{http://www.w3.org/2000/svg}"
EN = Words("en")
CLASSES = {
    "picture", "ink", "muted", "line", "network", "node", "edge", "name", "first", "legend",
    *(f"{kind}{number}" for kind in "cs" for number in range(8)),
}  # fmt: skip


def build_listed(sizes, pairs=(), name=lambda account_id: account_id):
    """Lists of so many accounts, ``list/1`` the first of each, and ties between them."""
    row = dict.fromkeys(column.name for column in COLUMNS)
    tables = {}
    for listed, size in sizes.items():
        ids = [f"{listed}/{number}" for number in range(1, size + 1)]
        rows = [
            row | {"rank": rank, "account_id": it, "name": name(it), "score": 100 - rank / 10}
            for rank, it in enumerate(ids, start=1)
        ]
        tables[listed] = pl.DataFrame(rows, schema=list(row), infer_schema_length=None)
    edges = build_edges([(a, b, "follow", 1.0) for a, b in pairs])
    return replace(build_shortlist(edges=edges), tables=tables)


def build_full():
    """600 ties and more among 150 accounts of more, with long names in Cyrillic."""
    pairs = [
        (f"creators/{n}", f"creators/{(n * step) % 150 + 1}")
        for n in range(1, 151)
        for step in (3, 7, 11, 13, 17)
    ]
    return build_listed({"creators": 300}, pairs, lambda it: f"Наталья Журавлёва | пряжа {it[-3:]}")


def draw(shortlist, words=EN):
    drawn = draw_network(shortlist, words)
    return ElementTree.fromstring(drawn)


def find(picture, class_):
    return [it for it in picture.iter() if class_ in (it.get("class") or "").split()]


def read_text(element):
    return "".join(element.itertext()).translate(
        dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"))
    )


@pytest.mark.parametrize(
    "shortlist", [build_empty(), build_unknown(), build_listed({"creators": 5})], ids=str
)
def test_no_picture_without_a_tie(shortlist):
    assert draw_network(shortlist, EN) is None


def test_every_account_is_a_node_that_tells_its_name_list_and_rank():
    picture = draw(build_briefed(12))
    nodes = find(picture, "node")
    assert [it.get("data-n") for it in nodes] == [str(number) for number in range(20)]
    assert read_text(nodes[0].find(f"{SVG}title")) == "Анна 1 | knitting · Creators · place 1"
    assert read_text(nodes[1].find(f"{SVG}title")) == "Анна 1 | knitting · Communities · place 1"


def test_every_tie_names_two_nodes():
    shortlist = build_listed({"creators": 3}, [("creators/3", "creators/1")])
    (edge,) = find(draw(shortlist), "edge")
    assert (edge.get("data-a"), edge.get("data-b")) == ("2", "0")  # who pays, and who gets it
    picture = draw(build_full())
    numbers = {it.get("data-n") for it in find(picture, "node")}
    for edge in find(picture, "edge"):
        assert {edge.get("data-a"), edge.get("data-b")} <= numbers


def test_lists_are_taken_in_turn_and_the_uncertain_last():
    sizes = {"vk in doubt": 100, "creators": 100, "role unknown": 5, "media": 2}
    chosen = list(choose(build_listed(sizes)))
    assert chosen[:5] == ["creators/1", "media/1", "creators/2", "media/2", "creators/3"]
    assert chosen[101:105] == ["creators/100", "vk in doubt/1", "role unknown/1", "vk in doubt/2"]
    assert len(chosen) == 150


def test_what_is_left_out_is_said():
    picture = draw(build_full())
    assert (len(find(picture, "node")), len(find(picture, "edge"))) == (150, 600)
    said = [read_text(it) for it in find(picture, "legend")]
    assert "Shown: the first of all lists, accounts: 150 of 300." in said
    known = re.search(r"the strongest ties between them, 600 of (\d+)", "\n".join(said))
    assert int(known[1]) > 600


def test_of_too_many_ties_the_strongest_are_drawn():
    full = build_full()
    strong = [("creators/150", "creators/149"), ("creators/149", "creators/150")]
    edges = pl.concat([full.edges, build_edges([(*it, "reply", 5.0) for it in strong])])
    drawn = find(draw(replace(full, edges=edges)), "edge")
    numbers = {it: n for n, it in enumerate(choose(full))}
    ends = {(it.get("data-a"), it.get("data-b")) for it in drawn}
    assert {(str(numbers[a]), str(numbers[b])) for a, b in strong} <= ends


def test_nothing_is_said_of_what_is_not_left_out():
    said = "\n".join(read_text(it) for it in find(draw(build_briefed(12)), "legend"))
    assert "Shown" not in said


def test_the_largest_picture_is_small_enough():
    for language in LANGUAGES:
        assert len(draw_network(build_full(), Words(language)).encode()) < 120_000


@pytest.mark.parametrize("build", [build_full, lambda: build_briefed(60), build_shortlist])
def test_no_name_lies_on_another_or_on_a_circle(build):
    picture = draw(build())
    frame = [float(it) for it in picture.get("viewBox").split()]
    circles = [read_circle(node.find(f"{SVG}circle")) for node in find(picture, "node")]
    (network,) = find(picture, "network")
    names = [read_box(it, float(network.get("font-size"))) for it in find(picture, "name")]
    assert names
    for box, other in combinations(names, 2):
        assert not box.meets(other)
    for box in names:
        assert not any(map(box.meets, circles))
        assert Box(0, 0, frame[2], frame[3]).holds(box)


def read_circle(it):
    x, y, r = (float(it.get(name)) for name in ("cx", "cy", "r"))
    return Box(x - r, y - r, x + r, y + r)


def read_box(it, size):
    """A little less than what a name takes."""
    width = 0.5 * size * len(read_text(it))
    anchor = it.get("text-anchor", "start")
    left = float(it.get("x")) - {"start": 0, "middle": width / 2, "end": width}[anchor]
    baseline = float(it.get("y")) + size * float((it.get("dy") or "0em").removesuffix("em"))
    return Box(left, baseline - 0.7 * size, left + width, baseline)


def test_names_that_a_narrow_page_keeps_have_room_in_large_letters():
    picture = draw(build_full())
    first = find(picture, "first")
    assert 3 <= len(first) <= 12
    for box, other in combinations([read_box(it, 28) for it in first], 2):
        assert not box.meets(other)


def test_communities_have_colours_and_are_named_in_the_legend():
    cliques = [
        (f"{listed}/{a}", f"{listed}/{b}")
        for listed, size in (("creators", 7), ("media", 5))
        for a, b in combinations(range(1, size + 1), 2)
    ]
    shortlist = build_listed({"creators": 8, "media": 5}, cliques)
    picture = draw(shortlist)
    said = [read_text(it) for it in find(picture, "legend")]
    assert said[1:4] == [
        "creators/1, creators/2, creators/3: 7", "media/1, media/2, media/3: 5",
        "In no cluster: 1",
    ]  # fmt: skip
    colours = [it.find(f"{SVG}circle").get("class") for it in find(picture, "node")]
    in_turn = [it.partition("/")[0] for it in choose(shortlist)]
    assert colours[:10] == [{"creators": "c0", "media": "c1"}[it] for it in in_turn[:10]]
    assert colours[-1] == "muted"
    (within,) = find(picture, "s0")
    assert len(within) == 21
    assert read_text(picture.find(f"{SVG}desc")) == (
        "A network of accounts: 13, ties between them: 31, clusters: 2. In their centres are: "
        "creators/1, creators/2, creators/3; media/1, media/2, media/3."
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_can_be_said_again(language):
    picture = draw(build_full(), Words(language))
    keys = load_words()["en"]
    said = [it for it in picture.iter() if it.get("data-t")]
    assert len(said) > 150
    for it in said:
        assert it.get("data-t") in keys
        assert len(it) == 0
    names = {id(it) for it in find(picture, "name")}
    texts = [it for it in picture.iter() if it.text and it.text.strip() and id(it) not in names]
    assert {id(it) for it in texts} == {id(it) for it in said}
    title = picture.find(f"{SVG}title")
    assert title.text == load_words()[language]["network_title"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_lines_below_the_picture_are_short_enough_for_a_narrow_page(language):
    sizes = {"creators": 999}
    pairs = [(f"creators/{a}", f"creators/{b}") for a, b in combinations(range(1, 40), 2)]
    for it in find(draw(build_listed(sizes, pairs), Words(language)), "legend"):
        assert len(read_text(it)) <= 58


def test_several_platforms_are_told():
    shortlist = build_listed({"VK creators": 2}, [("VK creators/1", "VK creators/2")])
    for language, told in (("en", "VK, Creators"), ("ru", "VK, Авторы")):
        node = find(draw(shortlist, Words(language)), "node")[0]
        assert told in read_text(node.find(f"{SVG}title"))


def test_hostile_names_are_shown_as_text_and_do_nothing():
    names = dict(enumerate(HOSTILE, start=1))
    pairs = [(f"creators/{n}", "creators/1") for n in range(2, len(names) + 1)]
    shortlist = build_listed(
        {"creators": len(names)}, pairs, lambda it: names[int(it.partition("/")[2])]
    )
    drawn = draw_network(shortlist, EN)
    assert len(drawn) < 30_000
    assert not re.search("[\u0000-\u001f\u202a-\u202e\u200b-\u200f\ufeff]", drawn)
    picture = ElementTree.fromstring(drawn)
    tags = {it.tag.removeprefix(SVG) for it in picture.iter()}
    assert tags == {"svg", "title", "desc", "g", "path", "circle", "text"}
    titles = [read_text(node.find(f"{SVG}title")) for node in find(picture, "node")]
    assert any(it.startswith("</script><script>alert(1)</script> ·") for it in titles)
    for it in find(picture, "name"):
        assert len(read_text(it)) < 30


def test_only_the_pages_classes_give_colours():
    picture = draw(build_full())
    for it in picture.iter():
        assert set((it.get("class") or "").split()) <= CLASSES
        assert it.get("fill") in (None, "none")
        assert not {"style", "stroke", "href", "tabindex", "id"} & set(it.keys())
        assert not any(name.startswith("on") for name in dict(it.items()))
        if it.get("data-v"):
            json.loads(it.get("data-v"))


def test_the_same_shortlist_gives_the_same_picture():
    assert draw_network(build_briefed(30), EN) == draw_network(build_briefed(30), EN)


def test_a_screen_reader_gets_one_named_picture():
    picture = draw(build_briefed(12))
    assert picture.get("role") == "img"
    assert picture[0].tag == f"{SVG}title"
    assert not {"width", "height"} & set(picture.keys())
