"""What a niche file said when a ranking was made, kept so that a later one can name what changed.

How is scored and how much is read is kept as it is. Of all else, which may name accounts, a digest
is kept: enough to say that a key changed, and nothing that forgetting an account would have to
find.
"""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from leaders.niche import Niche
from leaders.store import Store

PLAIN = ("score", "edge_weights", "limits", "shortlist.size", "schedule")
DIGEST = "#"


def tell_settings(niche: Niche, excluded: frozenset[str] = frozenset()) -> dict[str, Any]:
    """By dotted key what the file says, or ``#`` and a digest of it."""
    told = niche.model_dump(mode="json")
    told["shortlist"]["exclude"] = [sorted(told["shortlist"]["exclude"]), sorted(excluded)]
    return dict(_flatten("", told))


def record_settings(store: Store, config_hash: str, settings: dict[str, Any]) -> None:
    """Keep the settings of a ranking under its hash; within a transaction."""
    text = json.dumps(settings, sort_keys=True)
    store.execute("ranking/add_settings", config_hash=config_hash, settings=text)


def _flatten(key: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict) and value:
        for name, part in value.items():
            yield from _flatten(f"{key}.{name}" if key else name, part)
    elif any(key == plain or key.startswith(f"{plain}.") for plain in PLAIN):
        yield key, value
    else:
        text = json.dumps(value, sort_keys=True)
        yield key, DIGEST + hashlib.sha256(text.encode()).hexdigest()[:12]
