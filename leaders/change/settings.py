"""Which settings differ between two rankings, and what that alone did to the ranks."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from leaders.rank import PRESETS
from leaders.rank.score import score_values
from leaders.rank.settings_told import DIGEST
from leaders.store import Store

SCORED_ANEW = ("score.", "shortlist.size", "shortlist.exclude")
"""Keys whose effect is found by scoring the stored values again."""
WITHOUT_EFFECT = ("schedule", "title", "budget", "client", "audience", "sensitive", "brand_safety",
                  "competitors", "where", "retention")  # fmt: skip
"""Keys that no rank depends on."""
COLLECTING = "limits."
"""How much is read: it looks elsewhere, and ranks nothing otherwise."""
RANKED_BY = ("limits.candidates",)
"""But for this one."""
OTHER_LISTS = ("ads", "hidden_gems")
"""Presets under which other accounts are ranked together."""


@dataclass(frozen=True, eq=False)
class SettingsChange:
    """What differs in how two rankings were made.

    sentences: each difference in words. is_rank_changed: whether ranks may differ by it.
    is_separable: whether its effect is known; then ``effect`` is by account number and list how
    many places it moved an account down (up below zero).
    """

    sentences: tuple[str, ...] = ()
    is_rank_changed: bool = False
    is_separable: bool = True
    effect: Mapping[tuple[int, str], int] | None = None

    def moved(self, account_no: int, name: str) -> int | None:
        """By how many places the settings alone moved an account; None where nobody knows."""
        if not self.is_rank_changed:
            return 0
        if self.effect is None:
            return None
        return self.effect.get((account_no, name))


def compare_settings(
    store: Store, older: dict[str, Any], newer: dict[str, Any], ranked: pl.DataFrame
) -> SettingsChange:
    """Compare how two rankings were made.

    older, newer: rows of the query change/heads. ranked: the accounts of the newer one.
    """
    was, became = (json.loads(head["identity"]) for head in (older, newer))
    sentences, changed = [], False
    if was["code_hash"] != became["code_hash"]:
        before, now = was.get("code_version", "?"), became.get("code_version", "?")
        versions = f" ({before}, now {now})" if before != now else ""
        sentences.append(f"the program changed{versions}")
        changed = True
    for key, what in (("seed", "--seed"), ("calibration", "how answers weigh the evidence")):
        if was.get(key) != became.get(key):
            sentences.append(f"{what} changed")
            changed = True
    is_separable = not changed
    if was["config_hash"] == became["config_hash"]:
        return SettingsChange(tuple(sentences), changed, is_separable)
    loaded = [_load(store, it["config_hash"]) for it in (was, became)]
    told = [it for it in loaded if it is not None]
    if len(told) < 2:
        sentences.append("the niche file changed (in what was not recorded at that time)")
        return SettingsChange(tuple(sentences), True, is_separable=False)
    keys = differing_keys(told[0], told[1])
    sentences += [_tell(key, told[0], told[1]) for key in keys]
    ranking_keys = [key for key in keys if _is_ranked_by(key)]
    if not ranking_keys:
        return SettingsChange(tuple(sentences), changed, is_separable)
    presets = [str(it.get("score.preset")) for it in told]
    can_rescore = all(key.startswith(SCORED_ANEW) for key in ranking_keys) and not (
        "score.preset" in keys and any(preset in OTHER_LISTS for preset in presets)
    )
    effect = None
    if can_rescore and is_separable:
        effect = rescore(store, newer["ranking_no"], ranked, told[0], told[1])
    return SettingsChange(tuple(sentences), True, effect is not None, effect)


def differing_keys(older: Mapping[str, Any], newer: Mapping[str, Any]) -> list[str]:
    """The keys that two settings do not agree on, sorted."""
    missing = object()
    return sorted(
        key for key in {*older, *newer} if older.get(key, missing) != newer.get(key, missing)
    )


def rescore(
    store: Store,
    ranking_no: int,
    ranked: pl.DataFrame,
    older: Mapping[str, Any],
    newer: Mapping[str, Any],
) -> dict[tuple[int, str], int] | None:
    """By how many places the newer settings moved each account down, from the stored values.

    None where the older settings count what was not measured.
    """
    components = store.query("ranking/components", ranking_no=ranking_no)
    stored = set(components["component"])
    weights = [weights_told(it) for it in (older, newer)]
    if not set(weights[0]) <= stored or not set(weights[1]) <= stored:
        return None
    effect: dict[tuple[int, str], int] = {}
    for (name,), rows in ranked.group_by("list", maintain_order=True):
        accounts = rows["account_no"].sort()
        wide = accounts.to_frame().join(
            components.pivot("component", index="account_no", values="value"),
            on="account_no", how="left", maintain_order="left",
        )  # fmt: skip
        values = {
            it: wide[it].cast(pl.Float64).fill_null(np.nan).to_numpy() for it in sorted(stored)
        }
        ranks = [
            score_values(
                {it: values[it] for it in told}, told,
                aggregation=str(settings.get("score.aggregation", "weighted_percentile")),
            ).rank
            for told, settings in zip(weights, (older, newer), strict=True)
        ]  # fmt: skip
        moved = (ranks[1] - ranks[0]).tolist()
        effect |= {(n, str(name)): it for n, it in zip(accounts.to_list(), moved, strict=True)}
    return effect


def weights_told(settings: Mapping[str, Any]) -> dict[str, float]:
    """The weights above zero that settings score by."""
    head = "score.weights."
    own = {
        key.removeprefix(head): float(value)
        for key, value in settings.items()
        if key.startswith(head)
    }
    weights = own or PRESETS.get(str(settings.get("score.preset")), {})
    return {name: weight for name, weight in sorted(weights.items()) if weight > 0}


def _load(store: Store, config_hash: str) -> dict[str, Any] | None:
    text = store.value("change/settings", config_hash=config_hash)
    return None if text is None else dict(json.loads(text))


def _is_ranked_by(key: str) -> bool:
    if key.startswith(COLLECTING):
        return key in RANKED_BY
    return key.partition(".")[0] not in WITHOUT_EFFECT


def _tell(key: str, older: Mapping[str, Any], newer: Mapping[str, Any]) -> str:
    values = [it.get(key) for it in (older, newer)]
    if any(isinstance(value, str) and value.startswith(DIGEST) for value in values):
        return f"{key} changed"
    was, became = ("not set" if value in (None, {}, []) else value for value in values)
    return f"{key} was {was}, now {became}"
