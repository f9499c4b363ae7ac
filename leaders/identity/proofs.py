"""What proves that two accounts are one person.

A profile is written by its owner alone, so that it proves nothing that it says of others: anybody
may link to a celebrity. Two accounts are one person where both sides agree:

* *mutual links*: each profile names the other's page, or an address that the other has proved to
  be its own. Both owners say so, and each can speak for its own account alone.
* *checked link*: a platform checked that the other's page is its account's own. Mastodon found
  there a link back that calls itself the same (rel=me), which its owner alone can put there; VK
  passes posts on to it, for which its owner logged in there.
* *same address*: both have proved that one address is theirs, by a domain as a handle (whose DNS or
  web server only its owner changes) or a link back from it.

The first two are proof between platforms alone: on one platform friends, couples and sister
channels name each other too (Mastodon even calls each such link rel=me), and that stays a guess.
None is proof where one side names, or the address is proved by, more than two accounts of one
platform: a directory, a company's or a shop's page joins many people.
"""

from collections.abc import Iterator
from typing import NamedTuple

from leaders.identity.profiles import Directory
from leaders.model import show_platform

MUTUAL, CHECKED, ADDRESS = "mutual links", "checked link", "same address"
_FOUND = "{platform} found on the page of {other} a link back to {one}"
_CHECKS = {"vk": "whoever owns {one} logged in to {other}, to which {platform} posts"}


class Proof(NamedTuple):
    """Two rows of the profiles, ascending, what proves that they are one, and that in words."""

    one: int
    other: int
    kind: str
    evidence: str


def find_proofs(directory: Directory) -> list[Proof]:
    """The pairs that are proved to be one person, each once, by the rows of the profiles."""
    found: dict[tuple[int, int], Proof] = {}
    for proof in (*_find_mutual(directory), *_find_checked(directory), *_find_same(directory)):
        found.setdefault(proof[:2], proof)
    return [found[pair] for pair in sorted(found)]


def _find_mutual(directory: Directory) -> Iterator[Proof]:
    for one, named in enumerate(directory.named):
        for other in sorted(named):
            if one < other and one in directory.named[other] and _is_small(directory, one, other):
                yield Proof(one, other, MUTUAL, "each names the other on its own profile")


def _find_checked(directory: Directory) -> Iterator[Proof]:
    profiles = directory.profiles
    for row, profile in enumerate(profiles):
        for key in sorted(profile.checked):
            other = directory.owner(key)
            if other is None or other == row or key not in profiles[other].pages:
                continue
            is_across = profile.platform != profiles[other].platform
            if is_across and directory.is_selective(row, profiles[other].platform):
                evidence = _CHECKS.get(profile.platform, _FOUND).format(
                    platform=show_platform(profile.platform),
                    one=profile.account_id,
                    other=profiles[other].account_id,
                )
                yield Proof(min(row, other), max(row, other), CHECKED, evidence)


def _find_same(directory: Directory) -> Iterator[Proof]:
    for key, rows in sorted(directory.provers.items()):
        for place, one in enumerate(rows):
            for other in rows[place + 1 :]:
                evidence = f"both have proved that {key.partition(':')[2]} is theirs"
                yield Proof(one, other, ADDRESS, evidence)


def _is_small(directory: Directory, one: int, other: int) -> bool:
    profiles = directory.profiles
    platforms = profiles[one].platform, profiles[other].platform
    return (
        platforms[0] != platforms[1]
        and directory.is_selective(one, platforms[1])
        and directory.is_selective(other, platforms[0])
    )
