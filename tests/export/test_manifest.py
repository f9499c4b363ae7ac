import errno
from pathlib import Path

import pytest

from leaders.errors import LeadersError
from leaders.export.manifest import File, write_files

FILES = [File("a.txt", b"new a", 1), File("b.txt", b"new b", 1)]


def read_folder(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_replaces_what_was_there(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"old")
    assert write_files(FILES, tmp_path) == [tmp_path / "a.txt", tmp_path / "b.txt"]
    assert read_folder(tmp_path) == {"a.txt": b"new a", "b.txt": b"new b"}


def test_makes_the_folder(tmp_path):
    write_files(FILES, tmp_path / "x" / "y")
    assert len(read_folder(tmp_path / "x" / "y")) == 2


def test_a_full_disk_changes_nothing(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_bytes(b"old")
    write_bytes = Path.write_bytes

    def fill_up(path, content):
        if "b.txt" in path.name:
            write_bytes(path, content[:2])
            raise OSError(errno.ENOSPC, "No space left on device")
        return write_bytes(path, content)

    monkeypatch.setattr(Path, "write_bytes", fill_up)
    with pytest.raises(LeadersError, match=r"No space left.*free disk space.*half-written"):
        write_files(FILES, tmp_path, stale=[tmp_path / "a.txt"])
    assert read_folder(tmp_path) == {"a.txt": b"old"}


def test_a_failed_rename_leaves_no_part(tmp_path):
    (tmp_path / "b.txt").mkdir()  # cannot be replaced by a file, even by root
    with pytest.raises(LeadersError):
        write_files(FILES, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "b.txt"]
    assert (tmp_path / "a.txt").read_bytes() == b"new a"


def test_a_file_in_the_folders_place_is_named(tmp_path):
    (tmp_path / "taken").write_bytes(b"")
    with pytest.raises(LeadersError, match="taken"):
        write_files(FILES, tmp_path / "taken")
