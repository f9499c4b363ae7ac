"""Who is behind a short name, a number or an address, and what accounts say of themselves."""

from collections.abc import Sequence

from leaders.errors import PlatformRefused
from leaders.model import Account, EdgeKind, Ended, Page, Place
from leaders.platforms.parsing import demand_rows, dig
from leaders.platforms.vk.addresses import is_community, is_owner
from leaders.platforms.vk.calls import Calls
from leaders.platforms.vk.parse import make_edges
from leaders.platforms.vk.profiles import (
    COMMUNITY_FIELDS,
    PERSON_FIELDS,
    PLACE_FIELDS,
    find_neighbours,
    parse_community,
    parse_person,
    parse_place,
)
from leaders.platforms.vk.refusals import is_gone

PROFILES_A_CALL = 500
PEOPLE_A_CALL = 1000
MOST_NAMES = 20
"""New short names that are resolved for one community's links: each is a call."""
MOST_KNOWN = 100_000
_COMMUNITIES = ("group", "page", "event")


class Names:
    """Asks VK for accounts by number and by short name; safe to use from several threads."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._known: dict[str, int | None] = {}  # short names that were resolved

    def find(self, named: int | str) -> int | None:
        """The number of whoever is named, if there is or was such an account."""
        if isinstance(named, str):
            return self.resolve(named)
        views = self._ask_communities([-named], "") if named < 0 else self._ask_people([named], "")
        is_known = any(dig(view, "id") == abs(named) for view in views)
        return named if is_known else None

    def resolve(self, name: str) -> int | None:
        """The number behind a short name; None when nobody has it."""
        if name not in self._known:
            number = self._ask_name(name)
            if len(self._known) < MOST_KNOWN:
                self._known[name] = number
            return number
        return self._known[name]

    def read_profiles(self, owners: Sequence[int]) -> dict[int, Account]:
        """Profiles by number, without those that are gone; two calls for up to 500 accounts."""
        found: dict[int, Account] = {}
        for start in range(0, len(owners), PROFILES_A_CALL):
            asked = owners[start : start + PROFILES_A_CALL]
            people = [it for it in asked if not is_community(it)]
            communities = [-it for it in asked if is_community(it)]
            views = self._ask_people(people, PERSON_FIELDS)
            accounts = [parse_person(view) for view in views]
            views = self._ask_communities(communities, COMMUNITY_FIELDS)
            accounts += [parse_community(view) for view in views]
            found |= {_number(account): account for account in accounts if account}
        return found

    def read_places(self, people: Sequence[int]) -> list[Place]:
        """Where people say that they are, without those who are deleted or banned."""
        found: list[Place] = []
        for start in range(0, len(people), PEOPLE_A_CALL):
            views = self._ask_people(list(people[start : start + PEOPLE_A_CALL]), PLACE_FIELDS)
            found += [parse_place(it) for it in views if dig(it, "deactivated") is None]
        return found

    def read_featured(self, community: int) -> Page:
        """Whose pages a community links to: people and communities that it recommends."""
        views = self._ask_communities([-community], "links")
        if not views:
            return Page(ended=Ended.GONE, why="VK knows it no more")
        named = find_neighbours(views[0])
        unknown = [it for it in named if isinstance(it, str) and it not in self._known]
        left_out = set(unknown[MOST_NAMES:])
        owners = [
            self.resolve(it) if isinstance(it, str) else it for it in named if it not in left_out
        ]
        edges = make_edges(EdgeKind.MENTION, [community], [it for it in owners if it is not None])
        why = f"more than {MOST_NAMES} short names among its links were not resolved"
        return Page(
            edges=tuple(dict.fromkeys(edges)),
            ended=Ended.CUT if left_out else Ended.COMPLETE,
            why=why if left_out else None,
        )

    def _ask_people(self, numbers: list[int], fields: str) -> list[object]:
        return self._ask("users.get", "user_ids", numbers, fields)

    def _ask_communities(self, numbers: list[int], fields: str) -> list[object]:
        return self._ask("groups.getById", "group_ids", numbers, fields)

    def _ask(self, method: str, key: str, numbers: list[int], fields: str) -> list[object]:
        """Their views; one wrong number may spoil a call, so that it is asked for by halves."""
        if not numbers:
            return []
        named = {key: ",".join(map(str, numbers))}
        try:
            answer = self._calls.ask(method, named | ({"fields": fields} if fields else {}))
        except PlatformRefused as refusal:
            if not is_gone(refusal):
                raise
            if len(numbers) == 1:
                return []
            half = len(numbers) // 2
            halves = (numbers[:half], numbers[half:])
            return [view for it in halves for view in self._ask(method, key, it, fields)]
        path = ("response", "groups") if key == "group_ids" else ("response",)
        return demand_rows({"response": answer}, "VK", *path)

    def _ask_name(self, name: str) -> int | None:
        try:
            answer = self._calls.ask("utils.resolveScreenName", {"screen_name": name})
        except PlatformRefused as refusal:
            if is_gone(refusal):
                return None
            raise
        kind, number = dig(answer, "type"), dig(answer, "object_id")
        if not is_owner(number) or number < 0:
            return None
        if kind in _COMMUNITIES:
            return -number
        return number if kind == "user" else None


def _number(account: Account) -> int:
    return int(account.account_id.rpartition(":")[2])
