"""In which list an account stands: what does not compare has lists of its own."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from leaders.model import LISTS, Role, show_platform
from leaders.niche import Niche
from leaders.rank.membership import IN, REVIEW

CREATORS, COMMUNITIES, MEDIA, BRANDS, UNTOLD, IN_DOUBT = LISTS

LIST_OF_ROLE = {
    Role.CREATOR: CREATORS,
    Role.COMMUNITY: COMMUNITIES,
    Role.MEDIA: MEDIA,
    Role.BRAND: BRANDS,
    Role.UNKNOWN: UNTOLD,
}
PLACEMENTS = (CREATORS, COMMUNITIES, MEDIA)
"""What sells advertising: with the preset ``ads`` one list, under the first one's name."""


def name_list(niche: Niche, platform: str, name: str) -> str:
    """What a list of a platform is called: of the niche's only platform without its name."""
    return name if niche.platforms == (platform,) else f"{show_platform(platform)} {name}"


def list_of(role: str, zone: str, preset: str) -> str:
    """The list of an account that is of the niche, or in doubt."""
    if zone == REVIEW:
        return IN_DOUBT
    name = LIST_OF_ROLE[Role(role)]
    return PLACEMENTS[0] if preset == "ads" and name in PLACEMENTS else name


def split_lists(
    niche: Niche, account_ids: Sequence[str], roles: Iterable[str], zones: NDArray[np.str_]
) -> list[tuple[str, NDArray[np.int64]]]:
    """(name, rows) of every list that has accounts; who is neither in nor in doubt has none."""
    platforms = np.array([account_id.partition(":")[0] for account_id in account_ids])
    names = np.array(
        [
            list_of(role, zone, niche.score.preset) if zone in (IN, REVIEW) else ""
            for role, zone in zip(roles, zones.tolist(), strict=True)
        ]
    )
    lists = [
        (
            name_list(niche, platform, name),
            np.flatnonzero((platforms == platform) & (names == name)),
        )
        for platform in dict.fromkeys([*niche.platforms, *sorted(set(platforms.tolist()))])
        for name in LISTS
    ]
    return [(name, rows) for name, rows in lists if len(rows)]
