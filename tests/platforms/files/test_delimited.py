"""CSV and its kin: nothing good is lost, whatever stands between."""

import csv
import io
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from leaders.errors import LeadersError
from leaders.platforms.files import delimited, open_file

Rows = list[tuple[Any, ...]]
Rejects = list[tuple[int, str]]
NEVER_CLOSED = "quote is never closed; the lines after it were read as rows"


def read(path: Path, data: bytes | str, shape: str = "edges") -> tuple[Rows, Rejects]:
    """The rows, each with its line number in front, and the rejects."""
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    batches = list(open_file(path, shape, {}).batches())
    rows = [row for batch in batches for row in batch.frame.iter_rows()]
    return rows, [(reject.line, reject.reason) for batch in batches for reject in batch.rejects]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "file.csv"


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(delimited, "CHUNK_CHARACTERS", 64)
    return 64


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_and_line_ends(path: Path, delimiter: str, end: str) -> None:
    text = end.join(delimiter.join(row) for row in (("from", "to"), ("a", "b"), ("c", "d")))
    assert read(path, text) == ([(2, "a", "b"), (3, "c", "d")], [])
    assert read(path, text + end) == ([(2, "a", "b"), (3, "c", "d")], [])


def test_ids_are_text_to_the_last_digit(path: Path) -> None:
    rows, rejects = read(path, "from,to\n115292150460684697,007\n1.15292E+17,1\n2,1.15e17\n")
    assert rows == [(2, "115292150460684697", "007")]
    assert rejects == [
        (3, "from was a float and has lost digits"),
        (4, "to was a float and has lost digits"),
    ]


def test_an_at_sign_before_an_id_and_spaces_around_it_fall_away(path: Path) -> None:
    assert read(path, "from,to\n @ann , bob\n") == ([(2, "ann", "bob")], [])


def test_too_many_and_too_few_fields(path: Path) -> None:
    rows, rejects = read(path, "from,to\na,b\nc\nd,e,f\ng,h\n")
    assert rows == [(2, "a", "b"), (5, "g", "h")]
    assert rejects == [
        (3, "1 fields where the header has 2"),
        (4, "3 fields where the header has 2"),
    ]


def test_empty_lines_are_no_rows(path: Path) -> None:
    assert read(path, "from,to\n\na,b\n  \nc,d\n\n") == ([(3, "a", "b"), (5, "c", "d")], [])
    rows, rejects = read(path, "username\nann\n\nbob\n", "accounts")
    assert ([row[0] for row in rows], rejects) == ([2, 4], [])


def test_columns_without_a_name_are_passed_over(path: Path) -> None:
    assert read(path, "from,to,,\na,b,,\n") == ([(2, "a", "b")], [])


def test_a_column_may_have_any_name(path: Path) -> None:
    path.write_text("line,to\na,b\n")
    (batch, *_) = open_file(path, "edges", {"source": "line"}).batches()
    assert batch.frame.rows() == [(2, "a", "b")]


@pytest.mark.parametrize(
    ("header", "says"),
    [("from,to,note,note", "column 'note' twice"), ('"from,to', "header line .* is not CSV")],
)
def test_a_header_that_cannot_be_meant(path: Path, header: str, says: str) -> None:
    with pytest.raises(LeadersError, match=says):
        read(path, f"{header}\na,b\n")


def test_quoted_line_ends_delimiters_and_quotes(path: Path) -> None:
    text = 'id,name\n1,"two\nlines, ""quoted"""\n2,plain\n3,"three\n\nlines"\n4,end\n'
    rows, rejects = read(path, text, "accounts")
    assert rows == [
        (2, "1", 'two\nlines, "quoted"'),
        (4, "2", "plain"),
        (5, "3", "three\n\nlines"),
        (8, "4", "end"),
    ]
    assert not rejects


@pytest.mark.parametrize("line_ends_in_a_row", [1, 2, 5])
def test_quoted_line_ends_across_chunks(
    path: Path, small_chunks: int, line_ends_in_a_row: int
) -> None:
    name = "\n".join("word" for _ in range(line_ends_in_a_row + 1))
    text = "id,name\n" + "".join(f'{number},"{name}"\n' for number in range(300))
    rows, rejects = read(path, text, "accounts")
    step = line_ends_in_a_row + 1
    assert rows == [(2 + step * number, str(number), name) for number in range(300)]
    assert not rejects


def test_quotes_within_a_field_are_characters(path: Path) -> None:
    rows, rejects = read(path, 'from,to\na,5"\nb,c\nd,7"\n"e"f,g\nh,i\n')
    assert rows == [(2, "a", '5"'), (3, "b", "c"), (4, "d", '7"'), (6, "h", "i")]
    assert [line for line, _ in rejects] == [5]


def test_a_quote_that_is_never_closed_costs_one_row(path: Path) -> None:
    rows, rejects = read(path, 'from,to\na,b\nc,"d\ne,f\n"g",h\ni,j\n')
    assert rows == [(2, "a", "b"), (4, "e", "f"), (5, "g", "h"), (6, "i", "j")]
    assert [line for line, _ in rejects] == [3]
    assert read(path, 'from,to\na,b\nc,"d') == ([(2, "a", "b")], [(3, NEVER_CLOSED)])


@pytest.mark.parametrize("broken_at", [0, 777, 4_000, 9_999])
def test_a_quote_that_is_never_closed_in_a_large_file(
    path: Path, monkeypatch: pytest.MonkeyPatch, broken_at: int
) -> None:
    monkeypatch.setattr(delimited, "CHUNK_CHARACTERS", 20_000)
    lines = [f"source{number},target{number}" for number in range(10_000)]
    lines[broken_at] = f'source{broken_at},"target'
    data = "from,to\n" + "\n".join(lines) + "\n"
    assert len(data) > 10 * 20_000
    rows, rejects = read(path, data)
    assert [row[0] for row in rows] == [n + 2 for n in range(10_000) if n != broken_at]
    assert rejects == [(broken_at + 2, NEVER_CLOSED)]


def test_many_quotes_that_are_never_closed(path: Path, small_chunks: int) -> None:
    lines = [f'{n},"broken' if n % 7 == 0 else f"{n},good" for n in range(500)]
    rows, rejects = read(path, "from,to\n" + "\n".join(lines))
    assert [row[1] for row in rows] == [str(n) for n in range(500) if n % 7]
    assert [line - 2 for line, _ in rejects] == list(range(0, 500, 7))


@pytest.mark.parametrize("length", [65, 200, 5_000])
@pytest.mark.parametrize("quote", ["", '"'])
def test_a_line_longer_than_a_chunk_costs_only_itself(
    path: Path, small_chunks: int, length: int, quote: str
) -> None:
    long = quote + "x" * length + quote
    rows, rejects = read(path, f"from,to\na,b\n{long},c\nd,e\n{long}")
    assert rows == [(2, "a", "b"), (4, "d", "e")]
    assert rejects == [(line, "line longer than 64 characters") for line in (3, 5)]


def test_a_line_of_ten_million_characters(path: Path) -> None:
    data = b"from,to\na,b\n" + b"x" * 10_000_000 + b",c\nd,e\n"
    rows, rejects = read(path, data)
    assert rows == [(2, "a", "b"), (4, "d", "e")]
    assert rejects == [(3, "line longer than 4,194,304 characters")]


def test_a_rejected_row_is_shown_shortened(path: Path) -> None:
    path.write_text("from,to\n" + "x" * 5_000 + "\n")
    (reject,) = (r for b in open_file(path, "edges", {}).batches() for r in b.rejects)
    assert reject.text == "x" * 500


def test_a_file_of_a_header_alone_has_no_rows(path: Path) -> None:
    assert read(path, "from,to\n") == ([], [])
    assert read(path, "from,to") == ([], [])


ids = (
    st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=20)
    .filter(lambda text: not text.startswith("@"))
    .filter(lambda text: "E+" not in text.upper())
)


@given(table=st.lists(st.tuples(ids, ids), max_size=30), delimiter=st.sampled_from(",;\t|"))
def test_whatever_csv_writes_reads_back_the_same(
    tmp_path: Path, table: list[tuple[str, str]], delimiter: str
) -> None:
    assume(not any(field[:1].isdigit() and "e" in field.lower() for row in table for field in row))
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter).writerows([("from", "to"), *table])
    rows, rejects = read(tmp_path / "file.csv", written.getvalue())
    assert rows == [(number, *row) for number, row in enumerate(table, start=2)]
    assert not rejects


lines = st.lists(st.sampled_from(["a,b", 'a,"b', 'a,5"', '"a\n",b', "", "x" * 70, '"a"b,c', '","']))


@given(lines=lines, chunk=st.integers(1, 40))
def test_the_size_of_a_chunk_changes_nothing(tmp_path: Path, lines: list[str], chunk: int) -> None:
    text = "from,to\n" + "\n".join(lines)
    path = tmp_path / "file.csv"
    whole = read(path, text)
    with pytest.MonkeyPatch.context() as patch:
        # A chunk also bounds a line and a field: these differ from the whole by intention.
        patch.setattr(delimited, "CHUNK_CHARACTERS", 1_000)
        patch.setattr(delimited.DelimitedReader, "_chunks", small_pieces(chunk))
        assert read(path, text) == whole


def small_pieces(size: int) -> Any:
    def chunks(self: Any) -> Any:
        lines = self.path.read_text().split("\n")[1:]
        pieces = [lines[at : at + size] for at in range(0, len(lines), size)]
        for number, piece in enumerate(pieces, start=1):
            yield piece, number == len(pieces)

    return chunks


@settings(max_examples=300)
@given(
    ending=st.sampled_from(["csv", "tsv", "txt", "json", "jsonl", "parquet", "gexf", "graphml"]),
    shape=st.sampled_from(["accounts", "edges", "members", "posts"]),
    start=st.sampled_from([b"", b"from,to\n", b"\xff\xfe", b"[", b'{"id":', b"PAR1", b"<gexf>"]),
    data=st.binary(max_size=300),
)
def test_any_bytes_at_all_are_read_or_refused(
    tmp_path: Path, ending: str, shape: str, start: bytes, data: bytes
) -> None:
    path = tmp_path / f"file.{ending}"
    path.write_bytes(start + data)
    with suppress(LeadersError):
        list(open_file(path, shape, {}).batches())
