"""Planted advertising: who carries whose, marked, hidden or in between, and what looks like it.

It is drawn from a stream of its own, and nothing of it changes who posts when and is seen by whom.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leaders.platforms.simulated.advertising_phrases import BRANDS, CODES, DECOYS, FORMS
from leaders.platforms.simulated.draws import Draws, Integers
from leaders.platforms.simulated.phrases import Sentences
from leaders.platforms.simulated.words import MANY, fill

CARRIERS = ("creator", "community", "media")
"""Roles that sell advertising."""


@dataclass(frozen=True, slots=True)
class Advertising:
    """What is planted. share: of the posts of those who sell, how many advertise a brand of the
    niche; decoys: how many speak of advertising or of a brand, and are none.
    """

    share: float = 0.0
    decoys: float = 0.0

    def __bool__(self) -> bool:
        return self.share > 0 or self.decoys > 0


@dataclass(frozen=True, eq=False)
class Placements:
    """The truth of each post: every array has one entry a post.

    ``form``: '' where nothing was planted, else one of ``FORMS`` (how it is advertising) or
    ``DECOYS``. ``brand``: a row of the niche's ``BRANDS``. ``topic`` and ``language`` as in the
    phrases. ``picks`` choose among phrases.
    """

    form: NDArray[np.str_]
    brand: Integers
    topic: Integers
    language: Integers
    picks: Integers

    @property
    def is_ad(self) -> NDArray[np.bool_]:
        """Whether a post advertises."""
        return np.isin(self.form, list(FORMS))

    def is_marked(self, row: int) -> bool:
        """Whether the platform marks a post as advertising."""
        return str(self.form[row]) == "platform"

    def write(self, row: int) -> str | None:
        """What a planted post says; None where nothing was planted."""
        form = str(self.form[row])
        if not form:
            return None
        topic, language = int(self.topic[row]), int(self.language[row])
        brand = BRANDS[topic][int(self.brand[row])]
        pick, code = divmod(int(self.picks[row]), len(CODES[language]))
        told = {name: (it,) for name, it in brand.spelt(language).items()}
        told["code"] = (CODES[language][code],)
        return fill(_sentences(form), topic, language, pick, told)


def _sentences(form: str) -> Sentences:
    return FORMS[form] if form in FORMS else DECOYS[form]


def plant(
    seed: int, advertising: Advertising, roles: list[str], groups: list[int],
    languages: list[int], author: Integers,
) -> Placements:  # fmt: skip
    """Draw what is planted in each post; ``author`` is whose each is."""
    draws, size = Draws(seed, 11), len(author)
    topic = np.array(groups)[author]
    can = np.isin(np.array(roles)[author], CARRIERS) & (topic < len(BRANDS))
    number = draws.unit(size)
    names = np.array(["", *FORMS, *DECOYS])
    ads = 1 + draws.below(len(FORMS), size)
    others = 1 + len(FORMS) + draws.below(len(DECOYS), size)
    is_ad = can & (number < advertising.share)
    is_decoy = can & ~is_ad & (number < advertising.share + advertising.decoys)
    return Placements(
        form=names[np.where(is_ad, ads, np.where(is_decoy, others, 0))],
        brand=draws.below(len(BRANDS[0]), size),
        topic=np.minimum(topic, len(BRANDS) - 1),
        language=np.array(languages)[author],
        picks=draws.below(MANY, size),
    )
