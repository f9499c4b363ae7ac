"""Where the simulated live, and what they say of it."""

from collections import Counter
from hashlib import sha256

import pytest

from leaders.model import Place
from leaders.platforms.simulated import Network, SimulatedPlatform, simulate
from leaders.platforms.simulated.homes import REGIONS

GOLDEN = "c940ba9acde95707e5fecd4ca77aa08a2ffa44538953441249ad36460c5154c2"


@pytest.fixture(scope="module")
def network() -> Network:
    return simulate()


def test_same_seed_gives_the_same_homes_on_every_machine(network: Network) -> None:
    told = repr([network.homes, network.places])
    assert sha256(told.encode()).hexdigest() == GOLDEN


def test_what_they_say_is_true_and_some_say_nothing(network: Network) -> None:
    said: Counter[str] = Counter()
    for home, place in zip(network.homes, network.places, strict=True):
        said["nothing" if place == Place() else "country" if place.city is None else "city"] += 1
        assert place in (Place(), Place(home.country), home)
    whole = len(network.homes)
    assert 0.26 < said["nothing"] / whole < 0.34
    assert 0.06 < said["country"] / whole < 0.1


def test_most_of_a_niche_live_in_its_region(network: Network) -> None:
    for niche, region in zip(network.niches, REGIONS, strict=True):
        homes = [
            home
            for home, of in zip(network.homes, network.truth.niche.tolist(), strict=True)
            if of == niche
        ]
        assert 0.7 < sum(home in region for home in homes) / len(homes) < 0.9


def test_it_tells_what_is_said_and_nothing_of_who_is_gone(network: Network) -> None:
    platform = SimulatedPlatform(network)
    gone = int(network.truth.is_gone.nonzero()[0][0])
    asked = [*network.ids[:50], network.ids[gone], "simulated:nobody", "files:x/1"]
    here = [number for number in range(50) if not network.truth.is_gone[number]]
    assert Counter(platform.fetch_places(asked)) == Counter(network.places[it] for it in here)
