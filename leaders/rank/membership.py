"""Who belongs to a niche, and how likely: a sum of evidence in nats of log-odds.

``logit p = logit(prior) + 1 + 1.2 lift + 1.2 share + 0.3 words + 0.7 lists`` (science, 1.2; the
weights come from logistic fits on two labelled graphs). Nobody is judged in a niche without seeds:
then all its candidates are of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leaders.graph import Graph, pagerank, spread
from leaders.rank.network import FloatArray, NicheNetwork
from leaders.rank.weighting import without_sources

WEIGHTS = {"graph_lift": 1.2, "neighbour_share": 1.2, "words": 0.3, "lists": 0.7}
FIRST_PASS = ("graph_lift", "words", "lists")
INTERCEPT = 1.0
LOWEST, HIGHEST = -4.0, 5.0
SEED_DAMPING = 0.90
MOST_STEPS = 400
"""A walk between two sides, which swings, needs so many: .9^200 > 1e-9."""
DEGREE_SHRINK = 2.0
PSEUDO_NEIGHBOURS = 5.0
VOICE_SLOPE = 2.5
"""Nats a nat of share: who has half of the median seed's share is neither in nor out by it."""
PRIORS = (0.02, 0.5)
"""Between these the prior is estimated: by expectation-maximisation, which overshoots."""
PRIOR_INTERCEPT = 0.5
PRIOR_ROUNDS = 100

ENTER, LEAVE, REJECT = 0.70, 0.55, 0.30
FEWEST_NEIGHBOURS = 3
BACKED_NEIGHBOURS = 5
IN, REVIEW, OUT, THIN = "in", "review", "out", "thin"


@dataclass(frozen=True, eq=False)
class Evidence:
    """What is known of each candidate; arrays of shape (c,), NaN where nothing is.

    is_seed, is_named: by the niche file, by an imported file. is_member: what a person decided
    (1, 0, NaN). share: of the niche's voices among all who point at it. words: x_T of its text.
    lists: curated lists that name it. was_in: it was of the niche in the ranking before.
    """

    is_seed: NDArray[np.bool_]
    is_named: NDArray[np.bool_]
    is_member: FloatArray
    share: FloatArray
    support: FloatArray
    words: FloatArray
    lists: FloatArray
    was_in: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Membership:
    """Who is of the niche: p of all nodes (n,), and of each candidate (c,) why.

    parts: nats by family, before they are weighted, NaN where there is no such evidence.
    neighbours: how many accounts each candidate is joined to, and how many of them are of the
    niche, in expectation.
    """

    p: FloatArray
    probability: FloatArray
    zone: NDArray[np.str_]
    is_pinned: NDArray[np.bool_]
    parts: Mapping[str, FloatArray]
    neighbours: NDArray[np.int64]
    niche_neighbours: FloatArray
    prior: float
    is_judged: bool


def judge_membership(
    network: NicheNetwork, evidence: Evidence, weights: Mapping[str, float] = WEIGHTS,
    intercept: float = INTERCEPT,
) -> Membership:  # fmt: skip
    """Judge every candidate and, by whom it follows, everybody else.

    weights, intercept: of the evidence; a niche with 30 reviewed accounts has its own. They were
    fitted on top of the prior that the usual weights estimate, so that prior it is.
    """
    count = len(network.node)
    joined = _join(network)
    degree = np.diff(joined.offset).astype(np.float64)
    own = degree[network.node]
    if not (evidence.is_seed.any() or (evidence.is_member == 1).any()):
        return _judge_nobody(network, evidence, own.astype(np.int64))
    pinned_in = (evidence.is_seed | evidence.is_named) & ~(evidence.is_member == 0)
    pinned_in |= evidence.is_member == 1
    pinned_out = evidence.is_member == 0

    lift = _lift(network, joined, degree, evidence, pinned_in)
    parts = {
        "graph_lift": lift,
        "words": np.clip(evidence.words, LOWEST, HIGHEST),
        "lists": np.where(evidence.lists > 0, np.minimum(np.log1p(evidence.lists), 3.0), np.nan),
    }
    first = _add_up(parts, weights)
    prior = usual_prior(parts, pinned_in | pinned_out)

    def decide(logit: FloatArray) -> FloatArray:
        probability = 1 / (1 + np.exp(-logit))
        return np.where(pinned_in, 1.0, np.where(pinned_out, 0.0, probability))

    probability = decide(_logit(prior) + intercept + first)
    p = _spread_to_audience(network, probability)
    parts["neighbour_share"] = share = _neighbour_share(network, joined, degree, p)
    probability = decide(
        _logit(prior) + intercept + first + weights["neighbour_share"] * np.nan_to_num(share)
    )
    p = _spread_to_audience(network, probability)
    niche_neighbours = spread(joined, p)[network.node]
    zone = _zone(probability, parts, own, evidence, pinned_in, pinned_out)
    return Membership(
        p, probability, zone, pinned_in | pinned_out, parts, own.astype(np.int64),
        niche_neighbours, prior, is_judged=True,
    ) if count else _judge_nobody(network, evidence, own.astype(np.int64))  # fmt: skip


def usual_prior(parts: Mapping[str, FloatArray], is_pinned: NDArray[np.bool_]) -> float:
    """The prior that the usual weights estimate from the candidates that nobody pinned.

    parts: nats by family, shape (c,), NaN where there is no such evidence.
    """
    return estimate_prior(_add_up(parts, WEIGHTS)[~is_pinned])


def _add_up(parts: Mapping[str, FloatArray], weights: Mapping[str, float]) -> FloatArray:
    """Nats of the first pass: all but what the first probabilities give."""
    nats: FloatArray = np.sum(
        [weights[name] * np.nan_to_num(parts[name]) for name in FIRST_PASS], axis=0
    )
    return nats


def estimate_prior(evidence: FloatArray) -> float:
    """The share of members that explains the evidence best (expectation-maximisation)."""
    prior = PRIORS[0]
    for _ in range(PRIOR_ROUNDS):
        if not len(evidence):
            break
        posterior = 1 / (1 + np.exp(-(_logit(prior) + PRIOR_INTERCEPT + evidence)))
        prior = float(np.clip(np.round(posterior.mean(), 9), *PRIORS))
    return prior


def _join(network: NicheNetwork) -> Graph:
    """Who is joined to whom by any attention, each pair once; who follows masses is left out."""
    graph = network.everything.undirected.unweighted()
    if not network.follows_many.any():
        return graph
    return without_sources(network.everything, network.follows_many).undirected.unweighted()


def _lift(
    network: NicheNetwork,
    joined: Graph,
    degree: FloatArray,
    evidence: Evidence,
    seeds: NDArray[np.bool_],
) -> FloatArray:
    """How much more the niche attends to a candidate than the world does, in nats.

    Where accounts were asked whom they follow and candidates declare their followers: the share
    of the niche's voices among all followers, against the median seed's. In a crawl around the
    seeds everybody is near everybody, and the graph's own PageRank is no baseline: it was measured
    to tell nothing. Else ``ln(pi_S / pi_0)``, the walk from the seeds against the plain one.
    """
    teleport = np.zeros(joined.node_count)
    teleport[network.node[seeds]] = 1
    near = pagerank(
        joined, damping=SEED_DAMPING, teleport=teleport, tolerance=1e-9, max_iterations=MOST_STEPS
    )
    plain = pagerank(joined, tolerance=1e-9, max_iterations=MOST_STEPS)
    with np.errstate(divide="ignore"):
        walked = np.log(near / plain)
    walked = np.clip(walked, LOWEST, HIGHEST) * degree / (degree + DEGREE_SHRINK)
    lift = np.where(degree > 0, walked, np.nan)[network.node]
    of_seeds = evidence.share[evidence.is_seed & (evidence.share > 0)]
    if not len(of_seeds):
        return lift
    usual = np.median(of_seeds)
    with np.errstate(divide="ignore"):
        voiced = VOICE_SLOPE * np.log(2 * evidence.share / usual)
    voiced = (
        np.clip(voiced, LOWEST, HIGHEST) * evidence.support / (evidence.support + DEGREE_SHRINK)
    )
    return np.where(np.isnan(evidence.share), lift, voiced)


def _neighbour_share(
    network: NicheNetwork, joined: Graph, degree: FloatArray, p: FloatArray
) -> FloatArray:
    """``logit(share of neighbours of the niche) - logit(mean)``, shrunk by five neighbours."""
    mean = float(np.clip(p.mean(), 1e-6, 1 - 1e-6))
    share = (spread(joined, p) + PSEUDO_NEIGHBOURS * mean) / (degree + PSEUDO_NEIGHBOURS)
    share = np.clip(share, 1e-9, 1 - 1e-9)
    nats = np.clip(_logits(share) - _logit(mean), LOWEST, HIGHEST)
    return np.where(degree > 0, nats, np.nan)[network.node]


def _spread_to_audience(network: NicheNetwork, probability: FloatArray) -> FloatArray:
    """P of all nodes: a candidate's own, else the share of the niche in what it attends to.

    ``p_u = (sum of p_j over the candidates j it attends to + 5 mean) / (all it follows + 5)``.
    """
    p = np.zeros(network.follows.node_count)
    p[network.node] = probability
    is_candidate = np.zeros(len(p), dtype=bool)
    is_candidate[network.node] = True
    outgoing = network.everything.reversed.unweighted()
    given = spread(outgoing, p)
    size = np.diff(outgoing.offset).astype(np.float64)
    if network.following is not None:
        size = np.maximum(size, network.following)
    others = ~is_candidate
    total = size[others].sum()
    mean = float(given[others].sum() / total) if total else float(probability.mean())
    audience = (given + PSEUDO_NEIGHBOURS * mean) / (size + PSEUDO_NEIGHBOURS)
    return np.where(is_candidate, p, np.clip(audience, 0.0, 1.0))


def _zone(
    probability: FloatArray,
    parts: Mapping[str, FloatArray],
    neighbours: FloatArray,
    evidence: Evidence,
    pinned_in: NDArray[np.bool_],
    pinned_out: NDArray[np.bool_],
) -> NDArray[np.str_]:
    """in, review, out or thin. One hashtag, which anybody can write, must not let anybody in:
    what several neighbours do not back needs two families of evidence.
    """
    families = sum((np.nan_to_num(parts[name]) > 0).astype(int) for name in ("words", "lists")) + (
        (np.nan_to_num(parts["graph_lift"]) > 0) | (np.nan_to_num(parts["neighbour_share"]) > 0)
    ).astype(int)
    is_backed = (families >= 2) | (neighbours >= BACKED_NEIGHBOURS)
    bound = np.where(evidence.was_in, LEAVE, ENTER)
    is_thin = (neighbours < FEWEST_NEIGHBOURS) & np.isnan(evidence.words) & (evidence.lists == 0)
    zone = np.where(probability >= bound, IN, np.where(probability < REJECT, OUT, REVIEW))
    zone = np.where((zone == IN) & ~is_backed, REVIEW, zone)
    zone = np.where(is_thin, THIN, zone)
    return np.where(pinned_in, IN, np.where(pinned_out, OUT, zone))


def _judge_nobody(
    network: NicheNetwork, evidence: Evidence, neighbours: NDArray[np.int64]
) -> Membership:
    count = len(network.node)
    missing = np.full(count, np.nan)
    is_out = evidence.is_member == 0
    p = np.ones(network.follows.node_count)
    p[network.node[is_out]] = 0
    return Membership(
        p=p,
        probability=np.where(is_out, 0.0, 1.0),
        zone=np.where(is_out, OUT, IN),
        is_pinned=evidence.is_seed | is_out,
        parts=dict.fromkeys(WEIGHTS, missing),
        neighbours=neighbours,
        niche_neighbours=neighbours.astype(np.float64),
        prior=1.0,
        is_judged=False,
    )


def _logit(p: float) -> float:
    return float(np.log(p / (1 - p)))


def _logits(p: FloatArray) -> FloatArray:
    nats: FloatArray = np.log(p / (1 - p))
    return nats
