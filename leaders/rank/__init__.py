"""Ranking a niche: one run under one identity, the same bytes for the same identity."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
import polars as pl

from leaders import __version__
from leaders.errors import LeadersError
from leaders.model import LISTS, AccountKind
from leaders.niche import Niche
from leaders.rank.components import COMPONENTS, PRESETS
from leaders.rank.network import FloatArray, NicheNetwork, load_network
from leaders.rank.score import DECIMALS, Scores, score_values, tier_of
from leaders.settings import PACKAGE, find_bundled
from leaders.store import Store
from leaders.store.accounts import find_named
from leaders.store.suppression import find_suppressed

__all__ = [
    "COMPONENTS",
    "PRESETS",
    "RankReport",
    "make_identity",
    "name_list",
    "rank_niche",
    "weights_of",
]


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
    store: Store, niche: Niche, as_of: datetime, seed: int = 0, remarks: Sequence[str] = ()
) -> RankReport:
    """Rank a niche's candidates as of a moment and store the ranking.

    ``remarks`` are put before the ranking's notes. A ranking whose identity is
    known already is not computed again, and is the niche's last one from then on. Raises
    ``LeadersError`` when there is nothing to rank.
    """
    excluded, strangers = find_named(store, niche.shortlist.exclude, niche.platforms)
    if strangers:
        remarks = [*remarks, f"exclude: nobody is stored by the name {', '.join(strangers)}"]
    identity = make_identity(store, niche, as_of, seed)
    ranking_id = hashlib.sha256(json.dumps(identity, sort_keys=True).encode()).hexdigest()[:16]
    known = store.query("ranking/head", ranking_id=ranking_id)
    if not known.is_empty():
        _make_latest(store, niche, known["ranking_no"][0])
        return RankReport(
            ranking_id, niche.name, as_of, known["account_count"][0], True, tuple(remarks)
        )
    network = load_network(store, niche, as_of)
    network = _without_suppressed(store, network)
    weights = weights_of(niche)
    values = {name: COMPONENTS[name].measure(network, seed) for name in weights}
    if all(np.isnan(values[name]).all() for name, weight in weights.items() if weight > 0):
        raise LeadersError(
            f"{niche.name} has {len(network.node)} candidates but nothing to rank them by: no "
            "edges, no counts and no posts; import edges or counts for them, or collect more."
        )
    lists = [
        (name, rows, score_values({k: v[rows] for k, v in values.items()}, weights))
        for name, rows in _split_lists(niche, network)
    ]
    notes = [*remarks, *_make_notes(niche, network, lists, weights)]
    with store.transaction():
        number = int(store.value("ranking/next_number"))
        store.execute(
            "ranking/add", ranking_no=number, ranking_id=ranking_id, niche=niche.name, as_of=as_of,
            account_count=len(network.node), identity=json.dumps(identity, sort_keys=True),
            notes=json.dumps(notes, ensure_ascii=False),
        )  # fmt: skip
        for name, rows, scores in lists:
            _write_list(store, number, name, network.candidates[rows], scores, excluded)
    return RankReport(ranking_id, niche.name, as_of, len(network.node), False, tuple(remarks))


def make_identity(store: Store, niche: Niche, as_of: datetime, seed: int) -> dict[str, str]:
    """All that a ranking depends on; the same identity gives the same bytes."""
    excluded, _ = find_named(store, niche.shortlist.exclude, niche.platforms)
    return {
        "niche": niche.name,
        "as_of": as_of.isoformat(),
        "config_hash": hash_config(niche, frozenset(excluded)),
        "code_hash": _hash_code(),
        "code_version": __version__,
        "seed": str(seed),
        "data_digest": str(store.value("rank/data_digest", as_of=as_of, niche=niche.name))[:16],
    }


def hash_config(niche: Niche, excluded: frozenset[str] = frozenset()) -> str:
    """Of all that the niche file says, whatever the order of its keys."""
    config = json.dumps([niche.model_dump(mode="json"), sorted(excluded)], sort_keys=True)
    return hashlib.sha256(config.encode()).hexdigest()[:16]


def _make_latest(store: Store, niche: Niche, number: int) -> None:
    """What is shown and exported is the ranking that was asked for last."""
    if store.value("ranking/latest", niche=niche.name) == number:
        return
    with store.transaction():
        next_no = int(store.value("ranking/next_number"))
        for table in ("ranking", "ranked_account", "component"):
            store.execute(f"ranking/renumber_{table}", ranking_no=number, next_no=next_no)


def _hash_code() -> str:
    digest = hashlib.sha256()
    for root in (PACKAGE, find_bundled("sql")):
        files = sorted(
            (p.relative_to(root).as_posix(), p) for e in ("*.py", "*.sql") for p in root.rglob(e)
        )
        for name, path in files:
            if root == PACKAGE and name.startswith("sql/"):
                continue  # an installed copy has its sql inside the package
            digest.update(name.encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:16]


def _without_suppressed(store: Store, network: NicheNetwork) -> NicheNetwork:
    """A backup that was put back may hold accounts that objected since."""
    suppressed = find_suppressed(store, network.candidates["account_id"])
    if not suppressed:
        return network
    kept = ~network.candidates["account_id"].is_in(sorted(suppressed)).to_numpy()
    return replace(
        network, candidates=network.candidates.filter(pl.Series(kept)), node=network.node[kept]
    )


def name_list(niche: Niche, platform: str, name: str) -> str:
    """What a list of a platform is called: of the niche's only platform without its name."""
    return name if niche.platforms == (platform,) else f"{platform} {name}"


def _split_lists(niche: Niche, network: NicheNetwork) -> list[tuple[str, np.ndarray]]:
    """What does not compare has lists of its own: platforms, and on each persons and
    organisations apart from communities.
    """
    is_community = (network.candidates["kind"] == AccountKind.COMMUNITY).to_numpy()
    platforms = network.candidates["account_id"].str.split(":").list.first().to_numpy()
    lists = [
        (name_list(niche, platform, name), np.flatnonzero((platforms == platform) & is_of_list))
        for platform in dict.fromkeys([*niche.platforms, *sorted(set(platforms))])
        for name, is_of_list in zip(LISTS, (~is_community, is_community), strict=True)
    ]
    return [(name, rows) for name, rows in lists if len(rows)]


def _make_notes(
    niche: Niche,
    network: NicheNetwork,
    lists: list[tuple[str, np.ndarray, Scores]],
    weights: dict[str, float],
) -> list[str]:
    candidates = network.candidates
    notes = []
    if candidates.height >= niche.limits.candidates:
        notes.append(
            f"the limit of {niche.limits.candidates:,} candidates was reached: "
            "others may be left out"
        )
    for name, rows, scores in lists:
        counted = ", ".join(f"{k} {100 * w:.0f} %" for k, w in scores.weights.items())
        notes.append(f"{name}: {len(rows):,} ranked by {counted or 'nothing: all are tied'}")
        missing = [k for k, w in weights.items() if w > 0 and k not in scores.weights]
        if missing:
            notes.append(
                f"{name}: {', '.join(missing)} left out for everybody: "
                "nothing was collected to measure it by"
            )
    partly = candidates.filter(pl.col("coverage") < 1).height
    unknown = candidates["coverage"].null_count()
    if partly:
        notes.append(f"the audience of {partly:,} accounts was seen in part")
    if unknown:
        notes.append(f"how much of their audience was seen is not known for {unknown:,} accounts")
    return notes


def _write_list(
    store: Store,
    number: int,
    name: str,
    candidates: pl.DataFrame,
    scores: Scores,
    excluded: list[str],
) -> None:
    accounts = candidates["account_no"]
    constant = pl.lit(number, dtype=pl.Int32).alias("ranking_no")
    ranked = candidates.select(
        constant,
        "account_no",
        pl.lit(name).alias("list"),
        pl.Series("rank", scores.rank),
        pl.Series("is_tied", scores.is_tied),
        pl.Series("score", scores.score),
        "coverage",
        tier_of(pl.col("followers_count")).alias("tier"),
        "followers_count",
        pl.col("account_id").is_in(sorted(excluded)).alias("is_excluded"),
    )
    store.append("ranked_account", ranked)
    for component in scores.value:
        store.append(
            "component",
            pl.DataFrame({"account_no": accounts}).select(
                constant,
                "account_no",
                pl.lit(component).alias("component"),
                _nullable("value", scores.value[component]),
                _nullable("percentile", np.round(scores.percentile[component], DECIMALS)),
                pl.Series("contribution", scores.contribution[component]),
            ),
        )


def _nullable(name: str, values: FloatArray) -> pl.Series:
    return pl.Series(name, values).fill_nan(None)
