"""JSON and JSON lines."""

import json
from pathlib import Path
from typing import Any

import pytest

from leaders.errors import LeadersError
from leaders.platforms.files import json_rows, open_file

LONG_ID = 115292150460684697


def read(path: Path, data: bytes | str, shape: str = "edges") -> tuple[list[Any], list[Any]]:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    batches = list(open_file(path, shape, {}).batches())
    rows = [row for batch in batches for row in batch.frame.iter_rows()]
    return rows, [(reject.line, reject.reason) for batch in batches for reject in batch.rejects]


def as_lines(rows: list[Any]) -> str:
    return "\n".join(json.dumps(row) for row in rows)


@pytest.mark.parametrize(
    ("name", "write"), [("file.json", json.dumps), ("file.jsonl", as_lines), ("f.ndjson", as_lines)]
)
def test_an_array_and_lines_read_the_same(tmp_path: Path, name: str, write: Any) -> None:
    told = [{"from": LONG_ID, "to": "анна"}, {"to": "b", "from": "a", "count": 2}, {"from": "c"}]
    rows, rejects = read(tmp_path / name, write(told))
    assert rows == [(1, str(LONG_ID), "анна", None), (2, "a", "b", 2.0)]
    assert rejects == [(3, "to is empty")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1251"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    data = '{"from": "пётр", "to": "ольга"}\n'.encode(encoding)
    assert read(tmp_path / "file.jsonl", data) == ([(1, "пётр", "ольга")], [])


@pytest.mark.parametrize("number", ["1.15292E+17", "1.15292150460684697e17"])
def test_an_id_that_was_a_float_is_refused(tmp_path: Path, number: str) -> None:
    rows, rejects = read(tmp_path / "file.jsonl", f'{{"from": {number}, "to": 1}}')
    assert (rows, rejects) == ([], [(1, "from was a float and has lost digits")])


def test_a_broken_line_costs_only_itself(tmp_path: Path) -> None:
    good = '{"from": "a", "to": "b"}'
    data = f'{good}\n{{"from": \n\n[1]\n"text"\n{good}'
    rows, rejects = read(tmp_path / "file.jsonl", data)
    assert [row[0] for row in rows] == [1, 6]
    assert [(line, reason.split(":")[0]) for line, reason in rejects] == [
        (2, "not JSON"),
        (4, "not an object"),
        (5, "not an object"),
    ]


@pytest.mark.parametrize("name", ["file.jsonl", "file.json"])
def test_broken_bytes_cost_only_their_row(tmp_path: Path, name: str) -> None:
    rows = [b'{"from": "\xd0\xb0", "to": "b"}', b'{"from": "c\xff", "to": "d"}']
    data = b"[" + b",".join(rows) + b"]" if name == "file.json" else b"\n".join(rows)
    assert read(tmp_path / name, data) == ([(1, "а", "b")], [(2, "bytes that are not utf-8")])


def test_half_a_character_at_the_end_of_a_name_is_no_reason_to_lose_the_account(
    tmp_path: Path,
) -> None:
    rows, rejects = read(tmp_path / "file.jsonl", '{"id": "1", "name": "cut \\ud83d"}', "accounts")
    assert (rows, rejects) == ([(1, "1", "cut ?")], [])


def test_nested_values_are_empty_and_truth_is_a_word(tmp_path: Path) -> None:
    told = [{"from": ["a"], "to": "b"}, {"from": True, "to": "b"}, {"from": None, "to": "b"}]
    rows, rejects = read(tmp_path / "file.json", json.dumps(told))
    assert rows == [(2, "true", "b")]
    assert rejects == [(1, "from is empty"), (3, "from is empty")]


def test_a_line_longer_than_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_rows, "LINE_CHARACTERS", 100)
    good = '{"from": "a", "to": "b"}'
    data = f'{good}\n{{"from": "{"x" * 500}"}}\n{good}'
    rows, rejects = read(tmp_path / "file.jsonl", data)
    assert [row[0] for row in rows] == [1, 3]
    assert rejects == [(2, "line longer than 100 characters")]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ('[{"from": "a"},', "is not JSON.*Nothing was taken in"),
        ("[" * 100_000, "is not JSON"),
        ("[1, 2]", "no JSON objects"),
        ("[]", "no JSON objects"),
        ("from,to\na,b\n", "no JSON objects"),
        ('{\n"from": "a"\n}', "no JSON objects"),
        ('{"x": 1}', "No column looks like the source"),
    ],
)
def test_what_is_no_list_of_objects_is_refused(tmp_path: Path, data: str, says: str) -> None:
    with pytest.raises(LeadersError, match=says):
        read(tmp_path / "file.json", data)
