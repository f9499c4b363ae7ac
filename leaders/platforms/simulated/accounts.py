"""Who exists: roles, merits, planted attacks, and how much attention each account pulls."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from leaders.model import AccountKind
from leaders.platforms.simulated.draws import Draws, Floats

NICHES = ("knitting", "running", "gardening")
OUTSIDE = len(NICHES)  # the group of everybody without a niche

LEADERS = 30  # a niche
LEADING_COMMUNITIES = 5  # a niche
CELEBRITIES = 20

WORTH = {"creator": 0.15, "brand": 0.45, "media": 0.5, "community": 0.25, "audience": 0.00001}
"""What those without merit may reach at most: much less than a leader, but not nothing."""

RENOWN = {"brand": 3.0, "media": 3.0}
"""Shops and media are known beyond their worth, so they are followed much …"""

WARMTH = {"brand": 0.15, "media": 0.15, "community": 0.3}
"""… and engaged with less."""

CELEBRITY_PULL = 5.0
LEAST_AUDIENCE = 0.4  # of all accounts

POD_SIZE = 10
BUYING_CHANCE = 0.8
"""That a bot follows a client: of all bots, so many follow each."""


@dataclass(frozen=True, slots=True)
class Attacks:
    """What is planted, in numbers a niche.

    ``pods`` of ``POD_SIZE`` creators, who praise every post of each other; ``clients``, who bought
    followers; ``giveaways``, creators with one post on which half of the niche comments;
    ``mass_followers``, who follow everybody; ``commenters``, creators who comment on nearly
    everybody and are answered by some. ``bots`` are those of all niches together, of whom each
    client has four in five; None is a tenth of all accounts. Where they do not act the same
    accounts exist, and nobody cheats.
    """

    pods: int = 1
    clients: int = 4
    giveaways: int = 3
    mass_followers: int = 4
    commenters: int = 0
    bots: int | None = None
    do_act: bool = True

    @classmethod
    def none(cls) -> Self:
        """The accounts of the default, of whom nobody cheats."""
        return cls(do_act=False)

    @classmethod
    def strong(cls) -> Self:
        """3 pods, 12 clients with 500 bought followers each, 8 giveaways, 15 mass commenters."""
        return cls(pods=3, clients=12, giveaways=8, commenters=15, bots=round(500 / BUYING_CHANCE))

    def count_bots(self, accounts: int) -> int:
        """How many accounts of a network are bots."""
        return accounts // 10 if self.bots is None else self.bots


@dataclass(frozen=True, eq=False)
class Truth:
    """What was planted; every array has one entry an account, in the order of account numbers.

    ``niche``: its name or ''. ``role``: creator, brand, media, community, audience, celebrity,
    bot. ``merit``: 0..1, above 0 only for the leaders (creators and communities). ``attack``:
    '', pod, bought, mass, comment or giveaway. ``is_hidden``: hides its followers;
    ``is_limited``: the platform shows only its newest followers; ``is_gone``: the account was
    deleted.
    """

    niche: NDArray[np.str_]
    role: NDArray[np.str_]
    kind: NDArray[np.str_]
    merit: Floats
    attack: NDArray[np.str_]
    is_hidden: NDArray[np.bool_]
    is_limited: NDArray[np.bool_]
    is_gone: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Population:
    """The truth and what makes attention follow it, one entry an account.

    ``group`` is the niche's number or ``OUTSIDE``; the pulls are proportional to the chance of
    being followed (or joined) and engaged with by somebody of the same group.
    """

    truth: Truth
    group: NDArray[np.int64]
    follow_pull: Floats
    engage_pull: Floats


@dataclass(frozen=True)
class Block:
    """Accounts of one sort; ``merits`` are those of its first and last one."""

    count: int
    role: str
    group: int
    attack: str = ""
    merits: tuple[float, float] = (0.0, 0.0)
    kind: AccountKind = AccountKind.PERSON


def _niche_blocks(group: int, accounts: int, attacks: Attacks) -> Iterator[Block]:
    yield Block(LEADERS, "creator", group, merits=(1.0, 0.3))
    yield Block(accounts * 24 // 1000, "creator", group)
    yield Block(POD_SIZE * attacks.pods, "creator", group, "pod")
    yield Block(attacks.clients, "creator", group, "bought")
    yield Block(attacks.giveaways, "creator", group, "giveaway")
    yield Block(attacks.commenters, "creator", group, "comment")
    yield Block(8, "brand", group, kind=AccountKind.ORGANISATION)
    yield Block(4, "media", group, kind=AccountKind.ORGANISATION)
    yield Block(1, "media", group)
    yield Block(
        LEADING_COMMUNITIES, "community", group, merits=(1.0, 0.6), kind=AccountKind.COMMUNITY
    )
    yield Block(accounts // 250, "community", group, kind=AccountKind.COMMUNITY)
    yield Block(attacks.mass_followers, "audience", group, "mass")


def _blocks(accounts: int, attacks: Attacks) -> list[Block]:
    blocks = [
        block for group in range(OUTSIDE) for block in _niche_blocks(group, accounts, attacks)
    ]
    blocks += [
        Block(CELEBRITIES, "celebrity", OUTSIDE),
        Block(accounts // 50, "creator", OUTSIDE),
        Block(accounts // 250, "community", OUTSIDE, kind=AccountKind.COMMUNITY),
        Block(attacks.count_bots(accounts), "bot", OUTSIDE),
    ]
    rest = accounts - sum(block.count for block in blocks)
    if rest < accounts * LEAST_AUDIENCE:
        raise ValueError(f"{accounts} accounts leave no audience for {attacks}")
    in_niche = rest * 26 // 100
    blocks += [Block(in_niche, "audience", group) for group in range(OUTSIDE)]
    return [*blocks, Block(rest - in_niche * OUTSIDE, "audience", OUTSIDE)]


def make_population(seed: int, accounts: int, attacks: Attacks) -> Population:
    """All accounts in random order, so that an account's number says nothing of it."""
    blocks = _blocks(accounts, attacks)
    draws = Draws(seed, 1)
    order = draws.order(accounts)
    counts = [block.count for block in blocks]

    def column(values: list[str]) -> NDArray[np.str_]:
        return np.repeat(np.array(values), counts)[order]

    group = np.repeat(np.array([block.group for block in blocks]), counts)[order]
    merit = np.concatenate([np.linspace(*block.merits, block.count) for block in blocks])[order]
    role = column([block.role for block in blocks])
    planted = column([block.attack for block in blocks])
    truth = Truth(
        niche=np.array([*NICHES, ""])[group],
        role=role,
        kind=column([block.kind.value for block in blocks]),
        merit=merit,
        attack=planted if attacks.do_act else np.full_like(planted, ""),
        **_draw_flags(draws, role, (merit == 0) & (planted == "")),
    )
    return Population(truth, group, *_draw_pulls(draws, role, merit))


def _draw_flags(
    draws: Draws, role: NDArray[np.str_], is_ordinary: NDArray[np.bool_]
) -> dict[str, NDArray[np.bool_]]:
    fate = draws.unit(len(role))
    is_candidate = np.isin(role, ["creator", "brand", "media", "celebrity"])
    is_audience = role == "audience"
    lasts_to = _by_role(role, {"creator": 0.97, "audience": 0.995}, 1.0)
    return {
        "is_hidden": (is_candidate & (fate < 0.08)) | (is_audience & (fate < 0.05)),
        "is_limited": is_candidate & (fate >= 0.08) & (fate < 0.25),
        "is_gone": is_ordinary & (fate >= lasts_to),
    }


def _by_role(role: NDArray[np.str_], table: dict[str, float], default: float) -> Floats:
    names, inverse = np.unique(role, return_inverse=True)
    return np.array([table.get(str(name), default) for name in names])[inverse]


def _draw_pulls(draws: Draws, role: NDArray[np.str_], merit: Floats) -> tuple[Floats, Floats]:
    """Pull on followers (merit ^ 0.4 x fame ^ 0.6) and on engagers (nearly merit alone)."""
    size = len(role)
    lesser = _by_role(role, WORTH, 0.0) * (0.1 + 0.9 * draws.unit(size))
    worth = np.where(merit > 0, merit, lesser)
    fame = draws.heavy_tailed(size, 1.0, 1.8, 20.0) * _by_role(role, RENOWN, 1.0)
    follow_pull = worth**0.4 * fame**0.6
    engage_pull = worth * fame**0.15 * _by_role(role, WARMTH, 1.0)
    return follow_pull, np.where(role == "celebrity", CELEBRITY_PULL, engage_pull)
