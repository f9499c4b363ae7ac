"""Which characters the bytes of a file stand for."""

import codecs
from pathlib import Path

import pytest

from leaders.errors import LeadersError
from leaders.platforms.files import open_file
from leaders.platforms.files.encoding import detect_encoding, open_text

LATIN = "source,target\njosé,müller\nfrançois,zoë\n"
CYRILLIC = "source,target\nиван,мария\nпётр,ольга\n"
LONG_CYRILLIC = "source;target\n" + "оченьдлинноеимя" * 8 + ";" + "другоедлинноеимя" * 8 + "\n"


def read(tmp_path: Path, data: bytes) -> tuple[list[tuple[str, str]], list[tuple[int, str]]]:
    path = tmp_path / "edges.csv"
    path.write_bytes(data)
    batches = list(open_file(path, "edges", {}).batches())
    rows = [row for b in batches for row in b.frame.select("source", "target").iter_rows()]
    return rows, [(reject.line, reject.reason) for b in batches for reject in b.rejects]


def rows_of(text: str) -> list[tuple[str, ...]]:
    return [tuple(line.replace(";", ",").split(",")) for line in text.splitlines()[1:]]


@pytest.mark.parametrize("text", [LATIN, CYRILLIC, LONG_CYRILLIC], ids=["latin", "short", "long"])
@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (b"", "utf-16-le"),
        (b"", "utf-16-be"),
    ],
)
def test_unicode_with_and_without_mark(
    tmp_path: Path, text: str, mark: bytes, encoding: str
) -> None:
    assert read(tmp_path, mark + text.encode(encoding)) == (rows_of(text), [])


@pytest.mark.parametrize(
    "text",
    [CYRILLIC, LONG_CYRILLIC, "source,target\nИван,anna\n", "source,target\nЁлка,«Чай»\n"],
)
def test_windows_1251(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text.encode("cp1251")) == (rows_of(text), [])


@pytest.mark.parametrize(
    "text",
    [
        LATIN,
        "source,target\njosé,andré\n",
        "source,target\nMüller,Weiß\n",
        "source,target\nÅse,Bjørn\nMañana,Größe\nL’Été,“Noël”\n",
    ],
)
def test_windows_1252(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text.encode("cp1252")) == (rows_of(text), [])


def test_a_few_broken_bytes_cost_only_their_rows(tmp_path: Path) -> None:
    lines = CYRILLIC.encode().splitlines()
    data = b"\n".join([*lines, b"br\xffken,b", b"c,\xd0", b"d,e"])
    rows, rejects = read(tmp_path, data)
    assert rows == [*rows_of(CYRILLIC), ("d", "e")]
    assert rejects == [(4, "bytes that are not utf-8"), (5, "bytes that are not utf-8")]


@pytest.mark.parametrize("half", [b"c", b"\xff"])
def test_utf_16_that_breaks_off_within_a_character(tmp_path: Path, half: bytes) -> None:
    data = codecs.BOM_UTF16_LE + "source,target\na,b\nc,".encode("utf-16-le") + half
    assert read(tmp_path, data) == ([("a", "b")], [(3, "bytes that are not utf-16")])


def test_nul_bytes_in_a_text_file_are_no_utf_16(tmp_path: Path) -> None:
    rows, rejects = read(tmp_path, b"source,target\na\0,b\nc,d\0\ne,f\n")
    assert rows == [("e", "f")]
    assert rejects == [
        (2, "source has control characters"),
        (3, "target has control characters"),
    ]


def test_a_byte_that_is_not_of_the_encoding_is_known_by_its_surrogate(tmp_path: Path) -> None:
    path = tmp_path / "text"
    path.write_bytes(b"a\xfe")
    with open_text(path, "utf-8") as file:
        assert file.read() == "a\udcfe"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b" \n\r\n", "is empty"),
        (b"PK\x03\x04rest", "spreadsheet"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"PAR1....", ".parquet"),
        (b"%PDF-1.7", "PDF"),
        (b"\x89PNG\r\n", "picture"),
        (bytes(range(256)) * 8, "binary"),
        (b"\0" * 100, "binary"),
    ],
)
def test_what_is_no_text_is_refused(tmp_path: Path, data: bytes, says: str) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(data)
    with pytest.raises(LeadersError, match=says):
        detect_encoding(path)
