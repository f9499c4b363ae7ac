"""Which ranking it is: all that it depends on; the same identity gives the same bytes."""

import hashlib
import json
from datetime import datetime, timedelta
from functools import cache

from leaders import __version__
from leaders.niche import Niche
from leaders.rank.calibration import load_calibration
from leaders.settings import PACKAGE, find_bundled
from leaders.store import Store
from leaders.store.accounts import find_named

REFERENCE_DAYS = 90
"""So long percentiles are taken among the accounts of one ranking."""
NONE = "none"


def make_identity(store: Store, niche: Niche, as_of: datetime, seed: int) -> dict[str, str]:
    """All that a ranking depends on.

    ``calibration`` is how answers have weighed the evidence of membership.
    ``before`` is the ranking that decided who was of the niche until now, ``reference`` the one
    among whose accounts percentiles are taken; "none" where there is none.
    """
    excluded, _ = find_named(store, niche.shortlist.exclude, niche.platforms)
    identity = {
        "niche": niche.name,
        "as_of": as_of.isoformat(),
        "config_hash": hash_config(niche, frozenset(excluded)),
        "code_hash": _hash_code(),
        "code_version": __version__,
        "seed": str(seed),
        "data_digest": str(store.value("rank/data_digest", as_of=as_of, niche=niche.name))[:16],
        "calibration": load_calibration(store, niche.name).name,
    }
    earlier = store.query("ranking/earlier", niche=niche.name, as_of=as_of)
    names = earlier["ranking_id"].to_list()
    identity["before"] = names[-1] if names else NONE
    identity["reference"] = next(
        (
            name
            for name, moment, told in earlier.iter_rows()
            if moment >= as_of - timedelta(days=REFERENCE_DAYS) and _has_same_rules(told, identity)
        ),
        NONE,
    )
    return identity


def hash_config(niche: Niche, excluded: frozenset[str] = frozenset()) -> str:
    """Of all that the niche file says but how reports look, whatever the order of its keys."""
    config = json.dumps([niche.model_dump(mode="json"), sorted(excluded)], sort_keys=True)
    return hashlib.sha256(config.encode()).hexdigest()[:16]


def _has_same_rules(told: str, identity: dict[str, str]) -> bool:
    other = json.loads(told)
    return all(other[key] == identity[key] for key in ("config_hash", "code_hash"))


def hash_identity(identity: dict[str, str]) -> str:
    """The ranking's name."""
    return hashlib.sha256(json.dumps(identity, sort_keys=True).encode()).hexdigest()[:16]


@cache
def _hash_code() -> str:
    digest = hashlib.sha256()
    for root in (PACKAGE, find_bundled("sql")):
        files = sorted(
            (p.relative_to(root).as_posix(), p)
            for e in ("*.py", "*.sql", "*.tsv")
            for p in root.rglob(e)
        )
        for name, path in files:
            if root == PACKAGE and name.startswith("sql/"):
                continue  # an installed copy has its sql inside the package
            digest.update(name.encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:16]
