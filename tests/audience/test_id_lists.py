"""Lists of ids: limits, even parts, hostile ids, and nothing half-written."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaders.audience.id_lists import (
    LIMITS,
    Limits,
    find_stale,
    limits_of,
    to_native,
    write_ids,
)
from leaders.errors import LeadersError

FEW = Limits(2, 5, "a test")


def test_the_limits_of_a_platform() -> None:
    assert (LIMITS["vk"].minimum, LIMITS["vk"].maximum) == (2_000, 5_000_000)
    assert limits_of("vk").source.startswith("VK Ads")
    assert limits_of("vk", minimum=10) == Limits(10, 5_000_000, "as asked for")
    assert limits_of("bluesky").minimum == 1
    with pytest.raises(LeadersError, match=r"A minimum of 2,000 is above the maximum of 100"):
        limits_of("vk", maximum=100)


def test_one_file(tmp_path: Path) -> None:
    paths = write_ids(tmp_path / "new" / "ids.txt", ["3", "1"], "vk", FEW)
    assert paths == [tmp_path / "new" / "ids.txt"]
    assert paths[0].read_bytes() == b"3\n1\n"
    assert [it.name for it in paths[0].parent.iterdir()] == ["ids.txt"]


def test_even_parts_above_the_maximum(tmp_path: Path) -> None:
    paths = write_ids(tmp_path / "ids.txt", list("abcdefghijk"), "vk", FEW)
    assert [it.name for it in paths] == ["ids-1.txt", "ids-2.txt", "ids-3.txt"]
    assert [it.read_text().split() for it in paths] == [list("abcd"), list("efg"), list("hijk")]


def test_fewer_than_the_minimum(tmp_path: Path) -> None:
    with pytest.raises(
        LeadersError, match=r"1 id in a list of VK is fewer than the minimum of 2 \(a t"
    ):
        write_ids(tmp_path / "ids.txt", ["1"], "vk", FEW)
    assert not list(tmp_path.iterdir())
    assert write_ids(tmp_path / "ids.txt", ["1"], "vk", FEW, is_forced=True)[0].exists()


def test_nobody(tmp_path: Path) -> None:
    with pytest.raises(LeadersError, match="There is nobody to write"):
        write_ids(tmp_path / "ids.txt", [], "vk", FEW, is_forced=True)


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "ids-2.txt").mkdir()
    with pytest.raises(LeadersError, match="cannot be written"):
        write_ids(tmp_path / "ids.txt", list("abcdefg"), "vk", FEW)
    assert not [it for it in tmp_path.iterdir() if it.name.endswith(".part")]
    (tmp_path / "file").write_text("")
    with pytest.raises(LeadersError, match="cannot be written"):
        write_ids(tmp_path / "file" / "ids.txt", ["1", "2"], "vk", FEW)


def test_lists_of_an_earlier_run_are_found(tmp_path: Path) -> None:
    for name in ("ids-1.txt", "ids-12.txt", "ids-x.txt", "ids-1.csv", "myids-1.txt", "ids.txt"):
        (tmp_path / name).write_text("")
    path = tmp_path / "ids.txt"
    assert [it.name for it in find_stale(path, [path])] == ["ids-1.txt", "ids-12.txt"]
    assert find_stale(path, [tmp_path / "ids-1.txt"]) == [tmp_path / "ids-12.txt", path]


@pytest.mark.parametrize(
    "native", ["1", "-5", "did:plc:abc", "1@mastodon.social", "UC-x_1", "set/0000ng", "did:web:a.b"]
)
def test_ids_of_the_platforms_pass(native: str) -> None:
    assert to_native([f"vk:{native}"]) == ([native], 0)


@pytest.mark.parametrize(
    "native",
    ["", "1\n2", "1\n", "=1+1", "@cmd", "+1", "1 2", "1;2", "1,2", "<b>", "a\x00", "Анна", "--1",
     "1\u2028", "a" * 300, "'1", '"1"'],
)  # fmt: skip
def test_nothing_else_passes(native: str) -> None:
    assert to_native([f"vk:{native}", "vk:7"]) == (["7"], 1)


@given(st.integers(1, 200), st.integers(1, 30))
def test_all_are_written_once_in_order(
    tmp_path_factory: pytest.TempPathFactory, count: int, maximum: int
) -> None:
    folder = tmp_path_factory.mktemp("ids")
    ids = [str(number) for number in range(count)]
    paths = write_ids(folder / "ids.txt", ids, "vk", Limits(1, maximum, ""))
    parts = [path.read_text().split() for path in paths]
    assert [it for part in parts for it in part] == ids
    assert max(map(len, parts)) <= maximum
    assert max(map(len, parts)) - min(map(len, parts)) <= 1
