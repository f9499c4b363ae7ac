"""A small social network, made from a seed alone, with what was planted in it."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from leaders.model import Place
from leaders.platforms.simulated.accounts import NICHES, Attacks, Truth, make_population
from leaders.platforms.simulated.advertising import Advertising, Placements, plant
from leaders.platforms.simulated.attention import (
    UNLISTED_SHARE,
    States,
    draw_follows,
    draw_memberships,
)
from leaders.platforms.simulated.draws import Draws
from leaders.platforms.simulated.homes import draw_homes
from leaders.platforms.simulated.names import name_accounts
from leaders.platforms.simulated.posts import PRESENT, Interactions, Posts, draw_posts
from leaders.platforms.simulated.words import Words, draw_words

FEWEST_ACCOUNTS = 1000
DEFAULT_ATTACKS = Attacks()
WITHOUT_ADVERTISING = Advertising()


@dataclass(frozen=True, eq=False)
class Network:
    """Accounts, attention and truth; arrays hold account numbers, ``ids`` says whose they are.

    ``ids``, ``handles``, ``names``, ``homes`` (where each lives), ``places`` (what of that it
    says) and the arrays of ``truth`` have one entry an account. Nothing happens after ``present``.
    The first ``later_posts`` rows of posts were written after the network was made.
    """

    niches: tuple[str, ...]
    ids: list[str]
    handles: list[str]
    names: list[str]
    truth: Truth
    follows: States
    memberships: States
    posts: Posts
    interactions: Interactions
    words: Words
    homes: list[Place]
    places: list[Place]
    placements: Placements | None = None
    present: datetime = PRESENT
    later_posts: int = 0

    def post_number(self, row: int) -> int:
        """The permanent number of a post: later ones have the first rows and the last numbers."""
        last = len(self.posts.author) - 1
        return last - row if row < self.later_posts else row - self.later_posts

    def post_row(self, number: int) -> int:
        """The row of a post by its permanent number."""
        last = len(self.posts.author) - 1
        is_later = number > last - self.later_posts
        return last - number if is_later else number + self.later_posts

    def post_text(self, row: int) -> str:
        """What a post says, planted advertising included."""
        planted = self.placements.write(row) if self.placements else None
        return self.words.post(row) if planted is None else planted

    def is_marked_ad(self, row: int) -> bool | None:
        """Whether the platform marks a post; None where no advertising is planted at all."""
        return self.placements.is_marked(row) if self.placements else None

    def seeds(self, niche: str, celebrities: int = 0) -> list[str]:
        """Handles of 10 accounts to start from: 6 leaders of the middle, 4 ordinary creators.

        None is among the niche's first 10, and none hides anything. So many ``celebrities``, who
        have nothing to do with the niche, come after them. Raises KeyError for an unknown niche.
        """
        if niche not in self.niches:
            raise KeyError(niche)
        truth = self.truth
        is_open = ~(truth.is_hidden | truth.is_limited | truth.is_gone) & (truth.attack == "")
        creators = np.flatnonzero((truth.niche == niche) & (truth.role == "creator"))
        by_merit = creators[np.argsort(-truth.merit[creators], kind="stable")]
        middle = by_merit[10:30]
        followers = np.bincount(self.follows.target, minlength=len(self.ids))
        ordinary = by_merit[truth.merit[by_merit] == 0]
        by_followers = ordinary[np.argsort(-followers[ordinary], kind="stable")]
        chosen = [*middle[is_open[middle]][:6], *by_followers[is_open[by_followers]][:4]]
        famous = np.flatnonzero(truth.role == "celebrity")
        chosen += famous[np.argsort(-followers[famous], kind="stable")][:celebrities].tolist()
        return [self.handles[number] for number in chosen]


def simulate(
    seed: int = 1,
    accounts: int = 3000,
    attacks: Attacks = DEFAULT_ATTACKS,
    unlisted_share: float = UNLISTED_SHARE,
    advertising: Advertising = WITHOUT_ADVERTISING,
) -> Network:
    """Make a network: the same bytes for the same arguments, everywhere.

    Of all follows, memberships and interactions ``unlisted_share`` are counted and not shown.
    ``advertising`` changes what posts say and whether they are marked, and nothing else.
    Raises ValueError for fewer than ``FEWEST_ACCOUNTS`` accounts, or for more attackers than
    leave an audience.
    """
    if accounts < FEWEST_ACCOUNTS:
        raise ValueError(f"a simulated network needs {FEWEST_ACCOUNTS} accounts, not {accounts}")
    population = make_population(seed, accounts, attacks)
    roles, groups = population.truth.role.tolist(), population.group.tolist()
    handles, names, languages = name_accounts(Draws(seed, 5), roles, groups)
    posts, interactions = draw_posts(seed, population, unlisted_share)
    homes, places = draw_homes(Draws(seed, 8), groups)
    return Network(
        niches=NICHES,
        ids=[f"simulated:u{number:06d}" for number in range(accounts)],
        handles=handles,
        names=names,
        truth=population.truth,
        follows=draw_follows(seed, population, unlisted_share),
        memberships=draw_memberships(seed, population, unlisted_share),
        posts=posts,
        interactions=interactions,
        words=draw_words(Draws(seed, 7), roles, groups, languages, posts.author),
        homes=homes,
        places=places,
        placements=plant(seed, advertising, roles, groups, languages, posts.author)
        if advertising
        else None,
    )
