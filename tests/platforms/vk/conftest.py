"""The official schema, if it is there."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fake_vk import Called, FakeVk
from vk_schema import Schema
from vk_society import Society

HERE = Path(__file__).parent


def find_schema() -> Schema | None:
    folder = Path(os.environ.get("LEADERS_TEST_DATA") or HERE / "nowhere") / "schemas" / "vk"
    return Schema(folder) if (folder / "errors.json").is_file() else None


@pytest.fixture(scope="session")
def schema() -> Schema:
    """The official schema; skips where there is none."""
    found = find_schema()
    if found is None:
        pytest.skip("LEADERS_TEST_DATA names no folder with VK's schema: not compared with it")
    return found


@pytest.fixture(scope="session")
def society() -> Society:
    """Who is who: nobody changes it."""
    return Society()


@pytest.fixture(scope="session")
def mistakes_of() -> Callable[[Called], list[str]]:
    """What is wrong with a call by VK's schema, if it is here; the same one is looked at once."""
    schema, seen = find_schema(), set()

    def look(called: Called) -> list[str]:
        asked = sorted(called.arguments.items() - {("access_token", called.token)})
        key = str((called.method, asked, str(called.answer)[:500]))
        is_new = schema is not None and key not in seen
        seen.add(key)
        return schema.mistakes(called) if schema and is_new else []

    return look


@pytest.fixture
def vk(society: Society, mistakes_of: Callable[[Called], list[str]]) -> Iterator[FakeVk]:
    """A server; what was asked of it and what it answered is as VK's schema says, if it is here."""
    fake = FakeVk(society)
    yield fake
    assert [it for called in fake.called for it in mistakes_of(called)] == []
