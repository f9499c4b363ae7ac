"""The rejects file, and what cannot be opened at all."""

from pathlib import Path

import pytest

from leaders.errors import LeadersError
from leaders.platforms.files import open_file
from leaders.platforms.files.rejects import RejectsFile
from leaders.platforms.files.rows import Reject

REJECT = Reject(3, "weight is no number", "a | b | \x1b[31m\u202emuch\nmore")


def test_a_rejects_file_tells_line_reason_and_text_on_one_line(tmp_path: Path) -> None:
    with RejectsFile(tmp_path / "rejects", "set", Path("in/edges.csv")) as rejects:
        rejects.write([REJECT, Reject(4, "broken", "\udcff")])
    assert rejects.path is not None
    assert rejects.path.match("rejects/set-edges.csv-*.txt")
    assert rejects.path.read_text() == (
        "line 3: weight is no number: a | b | \\x1b[31m\\u202emuch\\nmore\n"
        "line 4: broken: \\udcff\n"
    )


def test_files_of_one_name_in_two_folders_keep_their_own_rejects(tmp_path: Path) -> None:
    for folder in ("monday", "tuesday"):
        with RejectsFile(tmp_path, "set", tmp_path / folder / "edges.csv") as rejects:
            rejects.write([REJECT])
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("letter", ["x", "я", "😀"])
def test_a_very_long_name_of_a_file_is_shortened(tmp_path: Path, letter: str) -> None:
    name = letter * (250 // len(letter.encode())) + ".csv"
    with RejectsFile(tmp_path, "d" * 64, tmp_path / name) as rejects:
        rejects.write([REJECT])
    assert rejects.path is not None
    assert rejects.path.read_text()


def test_without_rejects_there_is_no_file(tmp_path: Path) -> None:
    with RejectsFile(tmp_path / "rejects", "set", Path("edges.csv")) as rejects:
        rejects.write([])
    assert rejects.path is None
    assert not list(tmp_path.iterdir())


def test_an_import_that_fails_leaves_no_rejects(tmp_path: Path) -> None:
    def fail() -> None:
        with RejectsFile(tmp_path, "set", Path("edges.csv")) as rejects:
            rejects.write([REJECT])
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("missing.csv", "There is no file"),
        ("folder", "is a folder"),
        ("empty.csv", "is empty"),
        ("sheet.xlsx", "is no workbook that can be read"),
        ("old.xls", "no ending that says its format; use one of .csv"),
        ("noending", "no ending that says its format"),
    ],
)
def test_what_cannot_be_opened_is_said_in_a_sentence(tmp_path: Path, name: str, says: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "empty.csv").touch()
    for other in ("sheet.xlsx", "old.xls", "noending"):
        (tmp_path / other).write_text("from,to\n")
    with pytest.raises(LeadersError, match=says):
        open_file(tmp_path / name, "edges", {})


def test_what_was_recognised_is_said(tmp_path: Path) -> None:
    path = tmp_path / "edges.CSV"
    path.write_bytes("from;to;n\nиван;b;1\n".encode("cp1251"))
    assert open_file(path, "edges", {}).said == (
        "read as cp1251, columns separated by ';'",
        "source = from, target = to, weight = n",
    )
