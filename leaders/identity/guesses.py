"""How likely two accounts are one person, where nothing proves it: reasons that add up.

In nats of log-odds, as Fellegi and Sunter (1969) link records: what two accounts have in common
speaks for one person by how rare it is among the candidates, ``ln(m / u)``, where m is how often
one person's accounts agree in it (a convention here) and u how often strangers' do (counted).
Before any evidence the odds are ``SHARE / n``: of the n accounts of the larger platform at most one
is hers. Of several that are alike each gets its part: the odds o become
``o / (1 + the sum of the odds of all that either could be on the other's platform)``.
Pictures are not compared: none is stored.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import combinations
from typing import NamedTuple

from leaders.identity.addresses import PAGE
from leaders.identity.profiles import Directory
from leaders.identity.words import split_name, squeeze_handle
from leaders.model import PlatformName
from leaders.wording import counted

SHARE = 0.5
"""So many of the smaller platform's candidates are taken to be candidates of the other as well."""
ONE_PLATFORM = -2.0
"""Somebody has a second account on one platform more rarely than on another."""
AGREE_NAME, AGREE_HANDLE = 0.7, 0.5
UNLIKE_NAME, UNLIKE_HANDLE = -2.0, -0.5
EXTRA_WORD = -1.0
MOST_OF_A_WORD, MOST_OF_A_NAME, MOST_OF_A_BIO = 7.0, 12.0, 2.5
A_LETTER = 0.3
"""Nats of each letter beyond four of a word that nobody else has: long ones meet less by chance."""
NEAR = 0.85
"""Handles so alike (of letters in the same order) are near; nobody's taken name is compared."""
NEAR_COSTS = -2.5
LINK, CONTACT, ADDRESS = 0.7, 2.0, 1.0
"""What a one-way link, a shared contact and a shared address give beyond making up for n."""
MOST_ALIKE = 60
"""A word or address that more accounts have is no reason to look at all their pairs."""
SHOWN = 0.2
"""Guesses less likely than this are not asked about."""
DECIMALS = 6


class Reason(NamedTuple):
    """Nats that speak for one person (against: below zero), and why."""

    nats: float
    words: str


class Guess(NamedTuple):
    """Two rows of the profiles, ascending, and how likely they are one person."""

    one: int
    other: int
    probability: float
    reasons: tuple[Reason, ...]


class Guesser:
    """Weighs what profiles have in common by how rare it is among them."""

    def __init__(self, directory: Directory) -> None:
        self.directory = directory
        self.profiles = profiles = directory.profiles
        self.names = [split_name(it.name) for it in profiles]
        self.handles = [
            squeeze_handle(it.handle, is_domain=it.platform == PlatformName.BLUESKY)
            for it in profiles
        ]
        self.bios = [
            split_name(it.bio, 5) - name for it, name in zip(profiles, self.names, strict=True)
        ]
        self.contacts = [
            {c for c in it.contacts or () if not c.startswith("account:")} for it in profiles
        ]
        self.pages = [{key for key in it.named if key.startswith(PAGE)} for it in profiles]
        self.sizes = Counter(it.platform for it in profiles)
        self.counts = {
            "name": Counter(word for words in self.names for word in words),
            "bio": Counter(word for words in self.bios for word in words),
            "handle": Counter(filter(None, self.handles)),
            "contact": Counter(it for found in self.contacts for it in found),
            "page": Counter(it for found in self.pages for it in found),
        }
        self.naming = Counter(it for named in directory.named for it in named)

    def guess(self, settled: Iterable[tuple[int, int]] = ()) -> list[Guess]:
        """All pairs worth asking about, likeliest first, but for those that are settled."""
        reasons = {pair: self.weigh(*pair) for pair in self._find_pairs()}
        odds = {pair: math.exp(sum(it.nats for it in why)) for pair, why in reasons.items()}
        rivals: defaultdict[tuple[int, str], float] = defaultdict(float)
        for (one, other), value in odds.items():
            rivals[one, self.profiles[other].platform] += value
            rivals[other, self.profiles[one].platform] += value
        skipped = set(settled)
        guesses = []
        for (one, other), value in odds.items():
            most = max(
                rivals[one, self.profiles[other].platform],
                rivals[other, self.profiles[one].platform],
            )
            probability = round(value / (1 + most), DECIMALS)
            if probability >= SHOWN and (one, other) not in skipped:
                why = sorted(reasons[one, other][1:], key=lambda it: (-it.nats, it.words))
                rest = most - value
                if rest > value / 10:
                    why.append(Reason(math.log1p(value) - math.log1p(most), "others are as alike"))
                guesses.append(Guess(one, other, probability, (*why, reasons[one, other][0])))
        return sorted(guesses, key=lambda it: (-it.probability, it.one, it.other))

    def weigh(self, one: int, other: int) -> list[Reason]:
        """All that speaks for or against two accounts being one; what is known before is first."""
        before = math.log(SHARE) - math.log(self._rivals(one, other))
        if self.profiles[one].platform == self.profiles[other].platform:
            before += ONE_PLATFORM
        found = [Reason(before, "before any evidence: so few of all pairs are one person")]
        name = self._weigh_name(one, other)
        found += name
        found += self._weigh_handle(one, other)
        found += self._weigh_bio(one, other)
        found += self._weigh_links(one, other)
        found += self._weigh_shared("contact", self.contacts, one, other, CONTACT)
        found += self._weigh_shared("page", self.pages, one, other, ADDRESS)
        return found

    def _rivals(self, one: int, other: int) -> int:
        return max(self.sizes[self.profiles[it].platform] for it in (one, other))

    def _rarity(self, kind: str, word: str) -> float:
        """``-ln u``: of all but these two, how many have it, half an account added."""
        others = max(0, self.counts[kind][word] - 2)
        nats = math.log(len(self.profiles) / (others + 0.5))
        if not others:
            nats += A_LETTER * max(0, len(word) - 4)
        return max(0.0, min(MOST_OF_A_WORD, nats))

    def _weigh_name(self, one: int, other: int) -> Iterator[Reason]:
        mine, yours = self.names[one], self.names[other]
        if not mine or not yours:
            return
        shared = sorted(mine & yours)
        if not shared:
            yield Reason(UNLIKE_NAME, "their names have no word in common")
            return
        extra = len(mine ^ yours)
        nats = sum(self._rarity("name", it) for it in shared) + math.log(AGREE_NAME)
        nats = min(MOST_OF_A_NAME, nats) + EXTRA_WORD * min(3, extra)
        alike = "the same name" if not extra else "words of the name in common"
        rare = max(self.counts["name"][it] - 2 for it in shared)
        yield Reason(nats, f"{alike} ({_tell_others(rare, len(shared))})")

    def _weigh_handle(self, one: int, other: int) -> Iterator[Reason]:
        mine, yours = self.handles[one], self.handles[other]
        if not mine or not yours:
            return
        likeness = 1.0 if mine == yours else _liken(mine, yours)
        if likeness < NEAR:
            if likeness < 0.5:
                yield Reason(UNLIKE_HANDLE, "unlike handles")
            return
        nats = self._rarity("handle", mine) + math.log(AGREE_HANDLE)
        said = self.names[one] & self.names[other]
        left = mine
        for word in sorted(said, key=lambda it: (-len(it), it)):
            left = left.replace(word, "", 1)
        nats *= max(0.15, len(left) / len(mine))  # what the name has told counts once
        what = "the same handle" if mine == yours else "nearly the same handle"
        if mine != yours:
            nats = max(0.0, nats + NEAR_COSTS)
        yield Reason(nats, what)

    def _weigh_bio(self, one: int, other: int) -> Iterator[Reason]:
        shared = self.bios[one] & self.bios[other]
        weighed = sorted(((max(0.0, self._rarity("bio", it) - 2), it) for it in shared),
                         key=lambda it: (-it[0], it[1]))  # fmt: skip
        nats = min(MOST_OF_A_BIO, 0.25 * sum(nats for nats, _ in weighed))
        if nats > 0.1:
            yield Reason(nats, "rare words of what they say of themselves in common")

    def _weigh_links(self, one: int, other: int) -> Iterator[Reason]:
        named = self.directory.named
        for source, target in ((one, other), (other, one)):
            if target not in named[source]:
                continue
            crowd = len(named[source]) * self.naming[target]
            nats = math.log(self._rivals(one, other)) + LINK - 2 * math.log(crowd)
            name = self.profiles[source].account_id
            yield Reason(max(0.0, nats), f"{name} names the other on its profile")

    def _weigh_shared(
        self, kind: str, values: Sequence[set[str]], one: int, other: int, worth: float
    ) -> Iterator[Reason]:
        shared = values[one] & values[other]
        if not shared:
            return
        fewest = min(self.counts[kind][it] for it in shared)
        nats = math.log(self._rivals(one, other)) + worth - 2 * math.log(fewest - 1)
        what = "the same contact" if kind == "contact" else "a link to the same page"
        yield Reason(max(0.0, nats), f"{what} ({_tell_others(fewest - 2, 1)})")

    def _find_pairs(self) -> list[tuple[int, int]]:
        """The pairs that have something in common by which they may be one person."""
        across: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
        anywhere: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
        for row in range(len(self.profiles)):
            handle = self.handles[row]
            for word in self.names[row]:
                across["name", word].add(row)
            if handle:
                across["begins", handle[:4]].add(row)
                anywhere["handle", handle].add(row)
            for key in self.contacts[row] | self.pages[row]:
                anywhere["shared", key].add(row)
        pairs = {
            (min(row, it), max(row, it))
            for row, named in enumerate(self.directory.named)
            for it in named
        }
        for rows in anywhere.values():
            if len(rows) <= MOST_ALIKE:
                pairs |= set(combinations(sorted(rows), 2))
        for rows in across.values():
            if len(rows) <= MOST_ALIKE:
                pairs |= {
                    pair for pair in combinations(sorted(rows), 2)
                    if self.profiles[pair[0]].platform != self.profiles[pair[1]].platform
                }  # fmt: skip
        return sorted(pairs)


def _liken(one: str, other: str) -> float:
    if min(len(one), len(other)) < 6:
        return 0.6  # too short to tell a slip from another name
    first, second = sorted((one, other))
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    at_most = matcher.quick_ratio()
    return matcher.ratio() if at_most >= NEAR else at_most


def _tell_others(others: int, words: int) -> str:
    what = "it" if words == 1 else f"these {words} words, the most usual"
    if others <= 0:
        return f"nobody else has {what}"
    has = "has" if others == 1 else "have"
    return f"{counted(others, 'other')} of the niche {has} {what}"
