"""Where accounts live and whether they say so: mostly in the region of their niche."""

import numpy as np

from leaders.model import Place
from leaders.platforms.simulated.draws import Draws

RUSSIA, NETHERLANDS, BRITAIN = "Россия", "Nederland", "United Kingdom"
REGIONS = (
    tuple(Place(RUSSIA, it) for it in ("Москва", "Казань", "Томск", "Пермь", "Тверь", "Сочи")),
    (
        Place(NETHERLANDS, "Amsterdam"), Place(NETHERLANDS, "Utrecht"), Place("België", "Gent"),
        Place(NETHERLANDS, "Zwolle"), Place(NETHERLANDS, "Leiden"), Place(NETHERLANDS, "Breda"),
    ),
    (
        Place(BRITAIN, "London"), Place(BRITAIN, "Leeds"), Place(BRITAIN, "Bristol"),
        Place(BRITAIN, "York"), Place(BRITAIN, "Cardiff"), Place("Ireland", "Dublin"),
    ),
)  # fmt: skip
"""Of each niche its own, the largest city first."""

AT_HOME = 0.7
"""That somebody of a niche lives in its region; everybody else lives anywhere."""
SILENT = 0.3
SHY = 0.38
"""Up to ``SILENT`` of all say nothing, from there to ``SHY`` only their country."""
SHARES = np.array([0.45, 0.2, 0.14, 0.1, 0.07, 0.04])


def draw_homes(draws: Draws, groups: list[int]) -> tuple[list[Place], list[Place]]:
    """Where each account lives, and what of it the account says."""
    size = len(groups)
    is_home = draws.unit(size) < AT_HOME
    anywhere = draws.below(len(REGIONS), size)
    city = draws.weighted(SHARES, size)
    openness = draws.unit(size)
    own = np.array(groups)
    region = np.where(is_home & (own < len(REGIONS)), own, anywhere)
    homes = [REGIONS[r][c] for r, c in zip(region.tolist(), city.tolist(), strict=True)]
    return homes, [_tell(*pair) for pair in zip(homes, openness.tolist(), strict=True)]


def _tell(home: Place, openness: float) -> Place:
    if openness < SILENT:
        return Place()
    return Place(home.country) if openness < SHY else home
