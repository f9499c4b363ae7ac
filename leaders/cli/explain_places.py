"""Where a community's members say that they are, in lines for a person."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leaders.explanation import MembersPlaces
    from leaders.explanation.members_places import MembersPlace


def tell_places(told: "MembersPlaces") -> Iterator[str]:
    """The lines on one sample; nothing is told of fewer than ten people."""
    of = "" if told.followers_count is None else f" (it declares {told.followers_count:,})"
    yield (
        f"asked {told.asked_count:,} of {told.members_count:,} members known{of} "
        f"on {told.asked_at:%Y-%m-%d}; still there: {_show_few(told.here_count)}"
    )
    for what, said, silent, places in (
        ("country", told.says_country_count, told.no_country_share, told.countries),
        ("city", told.says_city_count, told.no_city_share, told.cities),
    ):
        nothing = "" if silent is None else f"; {silent:.0%} do not"
        yield f"say their {what}: {_show_few(said)}{nothing}"
        yield from (f"  {_tell_place(place)}" for place in places)
        if not places:
            yield f"  no {what} is named by ten of them"
    yield (
        "a share is of those who say it, with its 90 % interval for the members known; "
        "behind it, of all, if none or all of the others were there"
    )
    if told.followers_count is not None and told.members_count < told.followers_count:
        yield "careful: of the members who are not known no interval tells"


def _tell_place(place: "MembersPlace") -> str:
    name = ", ".join(it for it in (place.city, place.country) if it)
    return (
        f"{name}: {place.share:.0%} ({place.low:.0%} to {place.high:.0%}), {place.people_count:,} "
        f"people; {place.least:.0%} to {place.most:.0%}"
    )


def _show_few(count: int | None) -> str:
    return "fewer than 10" if count is None else f"{count:,}"
