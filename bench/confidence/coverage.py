"""What share of true ranks the stated intervals hold."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from bench.confidence.worlds import BoolArray, IntArray, World
from leaders.rank import PRESETS
from leaders.rank.components import COMPONENTS
from leaders.rank.confidence import REPLICATES, Confidence, judge_confidence, redraw_components
from leaders.rank.draws import Everyone
from leaders.rank.network import NicheNetwork
from leaders.rank.score import Scores, competition_rank, score_values

TARGET = 0.88
FIRST = 100
TOPS = (10, 20, 30)
WEIGHTS = PRESETS["collab"]
BLOCK = 25
"""So many replicates are scored at once."""
CAPS = (20, 100, 500)
HIDDEN = (0.1, 0.3, 0.5)


@dataclass(frozen=True, slots=True)
class Held:
    """Shares of true ranks inside, and mean widths: of the true first 100 and of all."""

    world: str
    what: str
    count: int
    first: float
    first_width: float
    all: float
    all_width: float


def measure_sampling(
    worlds: Iterable[World], shares: Sequence[float], repeats: int
) -> Iterator[Held]:
    """One figure a world and share of actors that are seen, the mean of some draws."""
    for world in worlds:
        true = true_ranks(world)
        for share in shares:
            found = []
            for repeat in range(repeats):
                rng = np.random.default_rng([repeat, round(1000 * share)])
                network = world.see_actors(rng.random(world.node_count) < share)
                found.append(compare(world.name, f"{share:.0%}", true, *rank(network, repeat)))
            yield _mean(found)


def measure_caps(world: World) -> Iterator[Held]:
    """One figure a limit of newest rows a list, and a share of accounts that hide their lists."""
    true = true_ranks(world)
    for cap in CAPS:
        follows = is_newest(world.follows[1], cap)
        interactions = is_newest(world.interactions[1], cap)
        what = f"newest {cap} of each list"
        yield compare(world.name, what, true, *rank(world.see(follows, interactions)))
    for share in HIDDEN:
        is_hidden = np.random.default_rng([7, round(1000 * share)]).random(world.node_count) < share
        shown = (~is_hidden[world.follows[1]], ~is_hidden[world.interactions[1]])
        what = f"{share:.0%} hide their lists"
        yield compare(world.name, what, true, *rank(world.see(*shown, is_hidden)))


def true_ranks(world: World) -> IntArray:
    """The rank of each candidate when everything is seen."""
    return score(world.see_actors(np.ones(world.node_count, dtype=bool))).rank


def score(network: NicheNetwork) -> Scores:
    """The score of what is seen, by the default weights of what can be measured."""
    return score_values(
        {name: COMPONENTS[name].measure(network, Everyone())[0] for name in WEIGHTS}, WEIGHTS
    )


def rank(
    network: NicheNetwork, seed: int = 0, replicates: int = REPLICATES
) -> tuple[Scores, Confidence]:
    """The scores and how sure they are, as the product does it."""
    scores = score(network)
    redrawn = redraw_components(network, list(WEIGHTS), scores.value, seed, replicates)
    draws = [
        score_values({name: values[b : b + BLOCK] for name, values in redrawn.items()}, WEIGHTS)
        for b in range(0, replicates, BLOCK)
    ]
    drawn = np.concatenate([scored.score for scored in draws])
    return scores, judge_confidence(scores.score, drawn, TOPS)


def compare(world: str, what: str, true: IntArray, scores: Scores, confidence: Confidence) -> Held:
    """How much of the truth is inside, among those who have a score: ranks are theirs alone."""
    is_known = (scores.rank > 0) & (true > 0)
    true = competition_rank(np.where(is_known, -true.astype(np.float64), np.nan))[0]
    is_first = is_known & (true <= FIRST)
    is_held = (confidence.low <= true) & (true <= confidence.high)
    width = confidence.high - confidence.low
    return Held(
        world, what, int(is_known.sum()), float(is_held[is_first].mean()),
        float(width[is_first].mean()), float(is_held[is_known].mean()),
        float(width[is_known].mean()),
    )  # fmt: skip


def is_newest(target: IntArray, cap: int) -> BoolArray:
    """Which rows are among the first ``cap`` of their target; rows are newest first."""
    order = np.argsort(target, kind="stable")
    ordered = target[order]
    place = np.empty(len(target), dtype=np.int64)
    place[order] = np.arange(len(target)) - np.searchsorted(ordered, ordered)
    return place < cap


def _mean(found: Sequence[Held]) -> Held:
    one = found[0]
    names = ("first", "first_width", "all", "all_width")
    means = [float(np.mean([getattr(it, name) for it in found])) for name in names]
    print(f"{one.world}, {one.what}: {means[0]:.3f} {means[2]:.3f}", file=sys.stderr, flush=True)
    return Held(one.world, one.what, one.count, *means)
