import csv
import json
import re
from io import BytesIO, StringIO

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sample_shortlist import HOSTILE, IDENTITY, build_shortlist

from leaders.export.tables import defuse, to_csv, to_json, to_parquet

STARTERS = "=+-@＝＋－＠﹢﹣﹦﹫−"
BREAKS = ";\t\r\n\x85\u2028\u2029"
PIECES = st.sampled_from(
    [*STARTERS, *" \t\r\n;,\"'|\x85\u2028\u200b\ufeff\u202e\xa0\x00\x07", "a", "1", "ж"]
)
TEXT = st.one_of(st.text(st.characters(exclude_categories=["Cs"])), st.lists(PIECES).map("".join))


def is_run(cell):
    """Whether a spreadsheet might read the cell as more than text (an oracle of its own)."""
    seen = "".join(c for c in cell if not c.isspace() and c.isprintable() and c != '"')
    return seen[:1] in tuple(STARTERS) or cell[:1] in ("\t", "\r", "\n")


def write_and_read(texts, delimiter=","):
    creators = build_shortlist().tables["creators"].head(1)
    frame = pl.concat([creators] * len(texts)).with_columns(name=pl.Series(texts))
    frame = frame.with_columns(rank=pl.Series(range(len(texts))))
    creators, _ = to_csv(build_shortlist(frame))
    return list(csv.reader(StringIO(creators.content.decode(), newline=""), delimiter=delimiter))


@settings(deadline=None)
@given(st.lists(TEXT, min_size=1, max_size=5))
@example(list(HOSTILE))
def test_no_cell_runs_and_all_other_text_comes_back(texts):
    header, *rows = write_and_read(texts)
    names = [row[header.index("name")] for row in rows]
    assert len(names) == len(texts)
    for name, text in zip(names, texts, strict=True):
        assert not is_run(name)
        legal = "".join(c for c in text if c in "\t\r\n" or (c >= " " and c not in "\ufffe\uffff"))
        assert name.replace("'", "") == legal.replace("'", "")  # only apostrophes were added
        if not any(is_run(part) for part in _split_everywhere(legal)):
            assert name == legal


def _split_everywhere(text):
    """The text, and each end of it that a reader with another separator makes a cell."""
    return [text] + [text[i + 1 :] for i, c in enumerate(text) if c in BREAKS]


@settings(deadline=None)
@given(st.lists(TEXT, min_size=1, max_size=3))
@example(["a;=1+1", 'x;"=1+1"', "line\n=1+1", "\r=1", "\n\n=1", ";;=1", "\u2028 =1"])
def test_no_cell_runs_where_the_separator_is_a_semicolon(texts):
    cells = pl.DataFrame({"name": texts}).select(defuse(pl.col("name")))["name"]
    for cell in cells:
        assert not any(is_run(part) for part in re.split(f"[{BREAKS}]", cell))


def test_numbers_stay_numbers():
    creators, communities = to_csv(build_shortlist())
    frame = pl.read_csv(creators.content)
    assert frame["reach"].dtype == pl.Float64
    assert frame["reach"][0] == -0.123456
    assert frame["followers_count"].to_list() == [1_234_567] * 22
    assert frame["rank_low"].to_list()[:2] == [None, 2]
    assert frame["is_tied"].dtype == pl.Boolean
    assert pl.read_csv(communities.content)["name"].to_list() == ["Club", None]


@pytest.mark.parametrize(("bom", "start"), [(True, b"\xef\xbb\xbfrank,"), (False, b"rank,")])
def test_bom_on_request(bom, start):
    for file in to_csv(build_shortlist(), bom=bom):
        assert file.content.startswith(start)


def test_parquet_keeps_every_character_and_says_which_run():
    creators, communities = to_parquet(build_shortlist())
    assert pl.read_parquet(BytesIO(creators.content)).equals(build_shortlist().tables["creators"])
    for file in (creators, communities):
        metadata = pl.read_parquet_metadata(BytesIO(file.content))
        assert IDENTITY.items() <= metadata.items()


def test_json_keeps_every_character():
    shortlist = build_shortlist()
    (file,) = to_json(shortlist)
    document = json.loads(file.content)
    assert document["lists"]["creators"] == shortlist.tables["creators"].to_dicts()
    assert document["edges"] == shortlist.edges.to_dicts()
    assert document["title"] == shortlist.title  # even the lone surrogate
    assert list(document["lists"]["creators"][0]) == [
        column["name"] for column in document["columns"]
    ]
    assert "Мария Кюри" in file.content.decode()
