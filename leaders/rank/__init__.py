"""Ranking a niche: one run under one identity, the same bytes for the same identity."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leaders.errors import LeadersError
from leaders.niche import Niche
from leaders.rank.attention import is_all_too_old, load_attention
from leaders.rank.calibration import Calibration, load_calibration
from leaders.rank.components import COMPONENTS, PRESETS
from leaders.rank.confidence import judge_confidence, redraw_components
from leaders.rank.draws import Everyone
from leaders.rank.evidence import Told, load_evidence
from leaders.rank.findings import find_unusual, tell_findings, write_findings
from leaders.rank.identity import NONE, hash_identity, make_identity
from leaders.rank.lists import name_list, split_lists
from leaders.rank.measured_metrics import measure_posts, write_measures
from leaders.rank.membership import Membership
from leaders.rank.network import FloatArray, NicheNetwork, load_network
from leaders.rank.notes import TOO_OLD, find_unattended, make_notes
from leaders.rank.recording import RankedList, write_list, write_membership
from leaders.rank.score import Scores, score_values
from leaders.rank.settings_told import record_settings, tell_settings
from leaders.rank.stress import rank_among, stress_values
from leaders.store import Store
from leaders.store.accounts import find_named
from leaders.store.suppression import find_suppressed
from leaders.wording import counted

__all__ = [
    "COMPONENTS",
    "PRESETS",
    "RankReport",
    "make_identity",
    "name_list",
    "rank_niche",
    "weights_of",
]

FIRST = (10, 20)
_BLOCK = 25
"""So many replicates are scored at once: more would take memory and gain no time."""
_TABLES = (
    "ranking", "ranked_account", "component", "membership", "finding", "risk", "measure", "fact",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RankReport:
    """Which ranking this is and what it says of itself."""

    ranking_id: str
    niche: str
    as_of: datetime
    account_count: int
    is_known: bool
    remarks: tuple[str, ...] = ()


def weights_of(niche: Niche) -> dict[str, float]:
    """The weights of a niche's score, before they are scaled, in the order of the components.

    Raises ``LeadersError`` for a component that does not exist and when nothing counts.
    """
    weights = niche.score.weights or PRESETS[niche.score.preset]
    unknown = sorted(set(weights) - set(COMPONENTS))
    if unknown:
        raise LeadersError(
            f"{niche.name}: score.weights: {unknown[0]!r} is no component; "
            f"components are {', '.join(COMPONENTS)}."
        )
    if not any(weights.values()):
        raise LeadersError(f"{niche.name}: score.weights: at least one weight must be above zero.")
    return {name: weights[name] for name in COMPONENTS if name in weights}


def rank_niche(
    store: Store,
    niche: Niche,
    as_of: datetime,
    seed: int = 0,
    remarks: Sequence[str] = (),
    beside: Callable[[int], None] | None = None,
) -> RankReport:
    """Rank a niche's candidates as of a moment and store the ranking.

    ``remarks`` are put before the ranking's notes; ``beside`` writes what is stored with a new
    ranking, whose number it is given, in its transaction. A ranking whose identity is
    known already is not computed again, and is the niche's last one from then on. Raises
    ``LeadersError`` when there is nothing to rank.
    """
    excluded, strangers = find_named(store, niche.shortlist.exclude, niche.platforms)
    if strangers:
        remarks = [*remarks, f"exclude: nobody is stored by the name {', '.join(strangers)}"]
    weights = weights_of(niche)
    identity = make_identity(store, niche, as_of, seed)
    ranking_id = hash_identity(identity)
    known = store.query("ranking/head", ranking_id=ranking_id)
    if not known.is_empty():
        _make_latest(store, niche, known["ranking_no"][0])
        said = (*remarks, *find_unattended(json.loads(known["notes"][0])))
        return RankReport(ranking_id, niche.name, as_of, known["account_count"][0], True, said)
    network = _without_suppressed(store, load_network(store, niche, as_of))
    told = load_evidence(store, niche, network, as_of, identity["before"])
    calibration = load_calibration(store, niche.name)
    judged = calibration.judge(network, told.evidence)
    network = replace(network, probability=judged.p, is_judged=judged.is_judged)
    network = load_attention(store, network, as_of)
    ranked = _rank_lists(
        store, niche, network, told, judged, calibration, weights, identity["reference"], seed
    )
    candidates = network.candidates.with_columns(
        told.roles["role"], pl.Series("probability", np.round(judged.probability, 9))
    )
    posts = store.query("rank/post_counts", as_of=as_of)
    found = find_unusual(store, network, ranked, posts, as_of)
    listed = candidates[np.sort(np.concatenate([one.rows for one in ranked]))]
    measured = measure_posts(posts, listed, as_of)
    is_too_old = is_all_too_old(network)
    told_of_it = make_notes(niche, candidates, judged, ranked, weights, is_too_old=is_too_old)
    notes = [*remarks, *calibration.notes, *told_of_it, *tell_findings(found)]
    count = sum(int((it.scores.rank > 0).sum()) for it in ranked)
    with store.transaction():
        number = int(store.value("ranking/next_number"))
        store.execute(
            "ranking/add", ranking_no=number, ranking_id=ranking_id, niche=niche.name, as_of=as_of,
            account_count=count, identity=json.dumps(identity, sort_keys=True),
            notes=json.dumps(notes, ensure_ascii=False),
        )  # fmt: skip
        settings = tell_settings(niche, frozenset(excluded))
        record_settings(store, identity["config_hash"], settings)
        for one in ranked:
            write_list(store, number, one, candidates[one.rows], excluded)
        write_membership(store, number, candidates["account_no"], judged, told.matched, told.roles)
        write_findings(store, number, found)
        write_measures(store, number, measured)
        if beside is not None:
            beside(number)
    said = (*remarks, *find_unattended(notes))
    return RankReport(ranking_id, niche.name, as_of, count, False, said)


def _rank_lists(
    store: Store,
    niche: Niche,
    network: NicheNetwork,
    told: Told,
    judged: Membership,
    calibration: Calibration,
    weights: Mapping[str, float],
    reference: str,
    seed: int,
) -> list[RankedList]:
    lists = split_lists(
        niche, network.candidates["account_id"].to_list(), told.roles["role"], judged.zone
    )
    kept = np.sort(np.concatenate([rows for _, rows in lists]))
    is_kept = np.zeros(len(network.node), dtype=bool)
    is_kept[kept] = True
    seen = network.keep(is_kept)
    values = {name: COMPONENTS[name].measure(seen, Everyone(seed))[0] for name in weights}
    if all(np.isnan(values[name]).all() for name, weight in weights.items() if weight > 0):
        why = "no edges, no counts and no posts"
        if is_all_too_old(seen):
            why = TOO_OLD
        raise LeadersError(
            f"{niche.name} has {counted(len(kept), 'candidate')} but nothing to rank them by: "
            f"{why}; import edges or posts for them (leaders import --as edges, --as posts), or a "
            "list with their followers (--as accounts), or collect more."
        )
    weighted = [name for name, weight in weights.items() if weight > 0]
    redrawn = redraw_components(seen, weighted, values, seed)
    ours = {name: values[name] for name in weighted}
    stressed = list(stress_values(network, kept, told.evidence, ours, calibration.judge))
    pinned = _load_reference(store, reference)
    tops = (*(k for k in FIRST if k < niche.shortlist.size), niche.shortlist.size)
    followers = seen.column("followers_count")
    ranked = []
    for name, rows in lists:
        place = np.searchsorted(kept, rows)
        score = _Recipe(niche, weights, pinned.get(name), followers[place])
        scores = score({k: v[place] for k, v in values.items()})
        draws = score.replicate(redrawn, place)
        cases = [
            rank_among(scores.rank > 0, score({k: v[place] for k, v in case.items()}).score)
            for _, case in stressed
        ]
        stress = np.array(cases, dtype=np.int64).reshape(len(cases), len(rows))
        ranked.append(
            RankedList(name, rows, scores, judge_confidence(scores.score, draws, tops), stress)
        )
    return ranked


@dataclass(frozen=True, eq=False)
class _Recipe:
    """How the components of one list become its scores."""

    niche: Niche
    weights: Mapping[str, float]
    reference: Mapping[str, FloatArray] | None
    followers: FloatArray

    def __call__(self, values: Mapping[str, FloatArray], *, exact: bool = True) -> Scores:
        """exact: percentiles among the pinned accounts; a replicate's are among its own."""
        count = len(self.followers)
        reference = self.reference if exact else None
        if reference is not None and any(len(v) < count / 2 for v in reference.values()):
            reference = None  # so many have come since that the old accounts are no measure
        return score_values(
            values,
            self.weights,
            aggregation=self.niche.score.aggregation,
            reference=reference,
            followers=self.followers if self.niche.score.preset == "hidden_gems" else None,
        )

    def replicate(self, redrawn: Mapping[str, FloatArray], place: NDArray[np.int64]) -> FloatArray:
        """The scores of the accounts at ``place`` in each replicate; shape (replicates, c).

        A component that is held, one row broadcast to all replicates, is scored once a block.
        """
        scores = np.empty((len(next(iter(redrawn.values()))), len(place)))
        for start in range(0, len(scores), _BLOCK):
            rows = slice(start, start + _BLOCK)
            values = {
                name: (value[rows] if value.strides[0] else value[:1])[:, place]
                for name, value in redrawn.items()
            }
            scores[rows] = self(values, exact=False).score
        return scores


def _load_reference(store: Store, ranking_id: str) -> dict[str, dict[str, FloatArray]]:
    """By list and component, the values of the accounts that percentiles are taken among."""
    if ranking_id == NONE:
        return {}
    rows = store.query("ranking/reference_values", ranking_id=ranking_id)
    lists: dict[str, dict[str, FloatArray]] = {}
    for (name, component), group in rows.group_by("list", "component", maintain_order=True):
        values = group["value"].fill_null(np.nan).to_numpy()
        lists.setdefault(str(name), {})[str(component)] = values
    return lists


def _make_latest(store: Store, niche: Niche, number: int) -> None:
    """What is shown and exported is the ranking that was asked for last."""
    if store.value("ranking/latest", niche=niche.name) == number:
        return
    with store.transaction():
        next_no = int(store.value("ranking/next_number"))
        for table in _TABLES:
            store.execute(f"ranking/renumber_{table}", ranking_no=number, next_no=next_no)


def _without_suppressed(store: Store, network: NicheNetwork) -> NicheNetwork:
    """A backup that was put back may hold accounts that objected since."""
    suppressed = find_suppressed(store, network.candidates["account_id"])
    if not suppressed:
        return network
    return network.keep(~network.candidates["account_id"].is_in(sorted(suppressed)).to_numpy())
