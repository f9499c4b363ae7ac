"""Parquet: every type of column as text."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from leaders.errors import LeadersError
from leaders.platforms.files import open_file, parquet

LONG_ID = 115292150460684697


def read(path: Path, frame: pl.DataFrame, shape: str = "edges") -> tuple[list[Any], list[Any]]:
    frame.write_parquet(path)
    batches = list(open_file(path, shape, {}).batches())
    rows = [row for batch in batches for row in batch.frame.iter_rows()]
    return rows, [(reject.line, reject.reason) for batch in batches for reject in batch.rejects]


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ([LONG_ID], str(LONG_ID)),
        (pl.Series([2**64 - 1], dtype=pl.UInt64), str(2**64 - 1)),
        (["007"], "007"),
        ([b"\x00\xff\x10"], "00ff10"),
        ([12.0], "12"),
        ([1.5], "1.5"),
        (pl.Series(["x"], dtype=pl.Categorical), "x"),
    ],
    ids=str,
)
def test_ids_of_every_type(tmp_path: Path, values: Any, text: str) -> None:
    frame = pl.DataFrame({"from": values, "to": ["b"]})
    assert read(tmp_path / "file.parquet", frame) == ([(1, text, "b")], [])


@pytest.mark.parametrize("value", [1.15292150460684697e17, 1e18, 2.0**53 * 4])
def test_floats_that_have_lost_digits_are_refused(tmp_path: Path, value: float) -> None:
    frame = pl.DataFrame({"from": [value, 7.0], "to": ["a", "b"]})
    rows, rejects = read(tmp_path / "file.parquet", frame)
    assert rows == [(2, "7", "b")]
    assert rejects == [(1, "from was a float and has lost digits")]


def test_nothing_and_not_a_number_are_empty(tmp_path: Path) -> None:
    frame = pl.DataFrame({"from": [1.0, None, float("nan")], "to": ["a", "b", "c"]})
    rows, rejects = read(tmp_path / "file.parquet", frame)
    assert rows == [(1, "1", "a")]
    assert rejects == [(2, "from is empty"), (3, "from is empty")]


@pytest.mark.parametrize(
    ("moment", "read_as"),
    [
        (datetime(2026, 11, 23, 10, 30, tzinfo=UTC), datetime(2026, 11, 23, 10, 30, tzinfo=UTC)),
        (datetime(2026, 11, 23, 10, 30), datetime(2026, 11, 23, 10, 30, tzinfo=UTC)),
        (date(2026, 11, 23), datetime(2026, 11, 23, tzinfo=UTC)),
    ],
)
def test_dates(tmp_path: Path, moment: Any, read_as: datetime) -> None:
    frame = pl.DataFrame({"from": ["a"], "to": ["b"], "date": [moment], "n": [2]})
    rows, rejects = read(tmp_path / "file.parquet", frame)
    assert rows == [(1, "a", "b", 2.0, read_as)]
    assert not rejects


def test_many_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "BATCH_ROWS", 3)
    frame = pl.DataFrame({"from": range(10), "to": range(10, 20)})
    rows, _ = read(tmp_path / "file.parquet", frame)
    assert rows == [(n + 1, str(n), str(n + 10)) for n in range(10)]


def test_a_name_with_brackets_is_no_pattern(tmp_path: Path) -> None:
    frame = pl.DataFrame({"from": ["a"], "to": ["b"]})
    assert read(tmp_path / "file[1]*.parquet", frame)[0] == [(1, "a", "b")]


def test_a_nested_column_is_refused_only_where_it_is_needed(tmp_path: Path) -> None:
    frame = pl.DataFrame({"from": ["a"], "to": ["b"], "tags": [["x"]]})
    assert read(tmp_path / "file.parquet", frame) == ([(1, "a", "b")], [])
    with pytest.raises(LeadersError, match="'from' is nested"):
        read(tmp_path / "file.parquet", pl.DataFrame({"from": [["a"]], "to": ["b"]}))


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "file.parquet"
    frame = pl.DataFrame({"from": [f"a{n}" for n in range(5_000)], "to": ["b"] * 5_000})
    frame.write_parquet(path)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(LeadersError, match="is not a whole Parquet file"):
        open_file(path, "edges", {})
    path.write_bytes(whole[:4] + b"\xff" * 2_000 + whole[2_004:])
    with pytest.raises(LeadersError, match="is not a whole Parquet file"):
        list(open_file(path, "edges", {}).batches())
