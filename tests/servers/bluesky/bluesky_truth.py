"""What a collector that misses nothing must find, from the truth of the seeded network."""

from collections import defaultdict
from typing import Any

from network import Network

Pair = tuple[str, str]


def hidden_pairs(network: Network) -> set[frozenset[str]]:
    """Pairs that a block hides from each other."""
    return {frozenset((block["from"], block["to"])) for block in network.truth["blocks"]}


def gone(network: Network) -> set[str]:
    """Who is deactivated or taken down."""
    return set(network.truth["special"]["gone"])


def true_follows(network: Network) -> set[Pair]:
    """Follows that are shown: follower, followed."""
    away, hidden = gone(network), hidden_pairs(network)
    return {
        (one["from"], one["to"])
        for one in network.truth["follows"]
        if not away & {one["from"], one["to"]} and frozenset((one["from"], one["to"])) not in hidden
    }


def engagements(network: Network) -> dict[str, set[tuple[str, str, str]]]:
    """By kind of edge: who engaged with whom in which post, without what is not shown."""
    truth = network.truth
    posts = {post["uri"]: post for post in truth["posts"]}
    found: dict[str, set[tuple[str, str, str]]] = defaultdict(set)
    for mark in truth["likes"]:
        _add(network, found["like"], mark["from"], posts.get(mark["post"]))
    for mark in truth["reposts"]:
        _add(network, found["repost"], mark["from"], posts.get(mark["post"]))
    for post in truth["posts"]:
        if post["quoted"]:
            _add(network, found["quote"], post["author"], posts.get(post["quoted"]))
        if post["parent"]:
            _add(network, found["reply"], post["author"], posts.get(post["parent"]))
    return found


def _add(
    network: Network, rows: set[tuple[str, str, str]], source: str, post: dict[str, Any] | None
) -> None:
    if post is None or source == post["author"]:
        return
    deleted = network.truth["special"]["deleted_post"]["uri"]
    is_shown = post["uri"] != deleted and not gone(network) & {source, post["author"]}
    if is_shown and frozenset((source, post["author"])) not in hidden_pairs(network):
        rows.add((source, post["author"], post["uri"]))
