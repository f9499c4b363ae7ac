"""What is unusual about an account, and what was looked at and found usual."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from leaders.rank.authenticity import FLAGS
from leaders.store import Store


@dataclass(frozen=True, slots=True)
class Raised:
    """A flag that was raised: what was measured of how many, of how many peers, and how.

    value and peer_median are shares or decimals, as ``form`` says. seen: how many posts, people or
    days, each of which is a ``measured_on``.
    cautions: what may be behind it that is nobody's fault.
    """

    flag: str
    sentence: str
    value: float
    peer_median: float
    form: str
    peers: int
    seen: int
    measured_on: str
    formula: str
    cautions: str


@dataclass(frozen=True, slots=True)
class Unusual:
    """The flags of an account. level: by the families raised (none, note, review, high), None
    where nothing could be measured. usual: measured and not raised. unmeasured: too little data.
    never: those that no account is looked at for, and why.
    """

    level: str | None
    raised: tuple[Raised, ...]
    usual: tuple[str, ...]
    unmeasured: tuple[str, ...]
    never: Mapping[str, str]


def read_unusual(store: Store, ranking_no: int, account_no: int) -> Unusual | None:
    """The flags of an account in a ranking; None for one that was in none of its lists."""
    its = pl.col("account_no") == account_no
    risk = store.query("ranking/risks", ranking_no=ranking_no).filter(its)
    if risk.is_empty():
        return None
    level, measured = risk["level"][0], set(risk["measured_flags"][0])
    found = store.query("ranking/findings", ranking_no=ranking_no).filter(its)
    raised = tuple(
        Raised(
            name, row["sentence"], row["value"], row["peer_median"], FLAGS[name].form,
            row["peers_count"], row["seen_count"], FLAGS[name].measured_on, FLAGS[name].formula,
            FLAGS[name].cautions,
        )
        for row in found.iter_rows(named=True)
        if (name := row["flag"]) in FLAGS
    )  # fmt: skip
    names = {one.flag for one in raised}
    never = {name: flag.not_computed for name, flag in FLAGS.items() if flag.not_computed}
    return Unusual(
        level,
        raised,
        tuple(name for name in FLAGS if name in measured - names),
        tuple(name for name in FLAGS if name not in measured and name not in never),
        never,
    )
