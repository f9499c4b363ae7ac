"""The official schema, if it is there."""

import os
from pathlib import Path

import pytest
from youtube_schema import Schema

HERE = Path(__file__).parent


def find_schemas() -> Path | None:
    folder = Path(os.environ.get("LEADERS_TEST_DATA") or HERE / "nowhere") / "schemas" / "youtube"
    return folder if (folder / "youtube.v3.json").is_file() else None


@pytest.fixture(scope="session")
def official() -> Path:
    """The folder of the official schema and of recorded answers; skips where there is none."""
    folder = find_schemas()
    if folder is None:
        pytest.skip("LEADERS_TEST_DATA names no folder with YouTube's schema: not compared with it")
    return folder


@pytest.fixture(scope="session")
def schema(official: Path) -> Schema:
    """The official schema; skips where there is none."""
    return Schema.load(official / "youtube.v3.json")


@pytest.fixture(scope="session")
def schema_or_none() -> Schema | None:
    """The official schema, for tests that look at more than that."""
    folder = find_schemas()
    return Schema.load(folder / "youtube.v3.json") if folder else None
