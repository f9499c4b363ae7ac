"""The official schema, if it is there."""

import os
from pathlib import Path

import pytest
from mastodon_schema import Schema

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def official() -> Path:
    """The folder of the official schema and of recorded answers; skips where there is none."""
    folder = Path(os.environ.get("LEADERS_TEST_DATA") or HERE / "nowhere") / "schemas" / "mastodon"
    if not (folder / "openapi.json").is_file():
        pytest.skip(
            "LEADERS_TEST_DATA names no folder with Mastodon's schema: not compared with it"
        )
    return folder


@pytest.fixture(scope="session")
def schema(official: Path) -> Schema:
    """The official schema; skips where there is none."""
    return Schema.load(official / "openapi.json")
