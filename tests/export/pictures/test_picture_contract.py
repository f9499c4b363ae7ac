"""What every picture keeps to: safe, small, readable, and the same each time."""

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from drawn_picture import ISOLATES, draw_all, outside, overlaps, read
from sample_briefing import build_briefed
from sample_shortlist import build_empty, build_unknown

from leaders.export.words import LANGUAGES, Words

NAMES = ("intervals", "audience_sizes", "heat_map", "budget_curve", "slopes", "coverage")
LARGEST = 60_000


@pytest.fixture(scope="module", params=LANGUAGES)
def drawn(request):
    """Pictures of much, of hostile names and of little, in one language."""
    samples = (build_briefed(60), build_briefed(60, hostile=True), build_briefed(2))
    return [svg for it in samples for svg in draw_all(it, Words(request.param)).values()]


def test_all_are_drawn_of_a_whole_briefing():
    assert [name for name, svg in draw_all(build_briefed(60)).items() if svg is None] == []


def test_nothing_lies_on_another_or_is_cut(drawn):
    for svg in drawn:
        root = read(svg)
        assert overlaps(root) == []
        assert outside(root) == []


def test_a_reader_hears_a_title_and_a_description(drawn):
    for svg in drawn:
        root = read(svg)
        assert root.get("role") == "img"
        assert [child.tag for child in root[:2]] == ["title", "desc"]
        assert root[0].text
        assert root[1].text
        assert root.get("width") is None


def test_colours_come_from_the_page_and_nothing_can_run(drawn):
    allowed = {"svg", "title", "desc", "g", "text", "tspan", "path", "line", "circle", "rect"}
    for svg in drawn:
        for element in read(svg).iter():
            assert element.tag in allowed
            assert "style" not in element.attrib
            assert "href" not in "".join(element.attrib)
            assert not [name for name in element.attrib if name.startswith("on")]
            for name in ("fill", "stroke"):
                assert element.get(name) in (None, "none", "currentColor")


def test_what_the_page_says_again_holds_only_its_text(drawn):
    for svg in drawn:
        for element in read(svg).iter():
            if "data-t" not in element.attrib:
                continue
            assert len(element) == 0
            words = [Words(language) for language in LANGUAGES]
            assert all(it.has(element.get("data-t")) for it in words)
            assert isinstance(json.loads(element.get("data-v", "{}")), dict)


def test_numbers_and_sentences_follow_the_language():
    for name in NAMES:
        spoken = {draw_all(build_briefed(60), Words(it))[name] for it in LANGUAGES}
        assert len(spoken) == len(LANGUAGES)
        # Everything but the sentences is the same, so that the page can say them again.
        bare = {re.sub(r">[^<]+<", "><", svg) for svg in spoken}
        assert len(bare) == 1, name


def test_hostile_names_turn_nothing():
    for svg in draw_all(build_briefed(60, hostile=True)).values():
        assert not re.search("[\x00-\x08\x0b-\x1f\u200b-\u200f\u202a-\u202e\ufeff\ufffe]", svg)
        assert "<script" not in svg
        for element in read(svg).iter():
            text = element.text or ""
            assert text.count(ISOLATES[0]) == text.count(ISOLATES[1])
            assert len(text) < 300


def test_all_stay_small():
    for shortlist in (build_briefed(1000), build_briefed(1000, hostile=True)):
        for name, svg in draw_all(shortlist).items():
            assert len(svg.encode()) < LARGEST, name


def test_the_same_data_gives_the_same_picture_in_any_process():
    script = (
        "import hashlib; from drawn_picture import draw_all; "
        "from sample_briefing import build_briefed; "
        "print(hashlib.sha256(repr(draw_all(build_briefed(30))).encode()).hexdigest())"
    )
    here = Path(__file__).parent
    paths = os.pathsep.join([str(here), str(here.parent), *filter(None, sys.path)])
    digests = {
        subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60,
            env={**os.environ, "PYTHONPATH": paths, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(digests) == 1


def test_without_data_there_is_no_picture():
    assert set(draw_all(build_empty()).values()) == {None}
    full = build_briefed(2)
    beside = full.beside
    bare = replace(
        full,
        tables={name: frame.clear() for name, frame in full.tables.items()},
        beside=replace(
            beside,
            shared=replace(beside.shared, account_ids=(), names=(), seen=(), shared=()),
            plan=replace(beside.plan, points=beside.plan.points.clear()),
            changes=replace(beside.changes, places=beside.changes.places.clear()),
            coverage=beside.coverage.clear(),
        ),
    )
    assert set(draw_all(bare).values()) == {None}


def test_accounts_of_which_nothing_else_is_known_still_have_a_place():
    drawn = draw_all(build_unknown())
    assert [name for name, svg in drawn.items() if svg] == ["intervals"]
    assert "files:u/1" in drawn["intervals"]


def test_a_client_sees_no_money():
    assert draw_all(build_briefed(12, is_for_client=True))["budget_curve"] is None


def test_nulls_alone_make_no_picture():
    shortlist = build_briefed(3)
    nothing = {
        name: frame.with_columns(pl.lit(None, pl.Int64).alias("rank"))
        for name, frame in shortlist.tables.items()
    }
    assert draw_all(replace(shortlist, tables=nothing))["intervals"] is None
