"""The Bluesky networks as fixtures; each is started once, when the first test asks for it."""

import os
from collections.abc import Iterator

import pytest
from network import (
    SHORT_LIMITS,
    Network,
    NotInstalled,
    Parts,
    find_parts,
    frozen_network,
    live_network,
)
from postgres import Postgres, running_postgres


@pytest.fixture(scope="session")
def bluesky_parts() -> Parts:
    try:
        return find_parts()
    except NotInstalled as missing:
        message = f"No Bluesky servers to test with: {missing}. To install them: make servers"
        if os.environ.get("LEADERS_REQUIRE_SERVERS"):
            pytest.fail(message)
        pytest.skip(message)


@pytest.fixture(scope="session")
def bluesky_postgres(bluesky_parts: Parts) -> Iterator[Postgres]:
    with running_postgres(bluesky_parts.postgres) as postgres:
        yield postgres


@pytest.fixture(scope="session")
def bluesky(bluesky_parts: Parts, bluesky_postgres: Postgres) -> Iterator[Network]:
    """The AppView on 300 accounts, with a search. Only for reading; there is no PDS."""
    with frozen_network(bluesky_parts, bluesky_postgres) as network:
        yield network


@pytest.fixture(scope="session")
def bluesky_without_search(bluesky_parts: Parts, bluesky_postgres: Postgres) -> Iterator[Network]:
    """The same with the AppView's own search alone: handles of actors, exact words of posts."""
    with frozen_network(bluesky_parts, bluesky_postgres, search=False) as network:
        yield network


@pytest.fixture(scope="session")
def bluesky_pds(bluesky_parts: Parts, bluesky_postgres: Postgres) -> Iterator[Network]:
    """PDS and AppView with five accounts and real rate limits, in windows of ten seconds."""
    with live_network(bluesky_parts, bluesky_postgres, SHORT_LIMITS) as network:
        yield network
