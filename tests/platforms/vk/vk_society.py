"""A small VK that knows its own truth: everybody in it is made up.

People are 1 to 400, communities -1 to -40. Community -1 has thousands of members beyond them.
"""

from dataclasses import dataclass, field
from random import Random
from typing import Any

PEOPLE = 400
COMMUNITIES = 40
STRANGERS = 10_000
"""Who has a higher number exists, and little else is known of it."""
START = 1_790_000_000  # a moment in September 2026
LARGE, CLOSED, LINKED = 1, 7, 2
PRIVATE, DELETED, SHY = 13, 17, 19
"""A private profile, a deleted account, and somebody who hides friends but not followers."""
POPULAR = 2
FRIENDLY = 3
"""People with more followers, and with more friends, than a page holds."""
WORDS = ("garden", "roses")
HOMES: tuple[dict[str, str], ...] = (
    *({"country": "Россия", "city": "Москва"},) * 5,
    *({"country": "Россия", "city": "Казань"},) * 2,
    {"country": "Беларусь", "city": "Минск"}, {"country": "Россия"}, {},
)  # fmt: skip
"""What people say by the last digit of their number."""


@dataclass
class Wall:
    """Posts of an owner, newest first but for the pinned one, which stands in front."""

    posts: list[dict[str, Any]] = field(default_factory=list)


class Society:
    """``friends`` both ways, ``subscriptions`` of people to people, ``members`` by community."""

    def __init__(self, seed: int = 5) -> None:
        draw = Random(seed)
        people = range(1, PEOPLE + 1)
        self.friends: dict[int, set[int]] = {it: set() for it in people}
        self.subscriptions: dict[int, set[int]] = {it: set() for it in people}
        self.members: dict[int, list[int]] = {}
        for one in people:
            for other in draw.sample(people, 4):
                if one != other:
                    self._befriend(one, other)
            self.subscriptions[one] = set(draw.sample(people, 3)) - {one}
        for other in range(10_001, 12_501):  # strangers who only follow
            self.subscriptions[other] = {POPULAR}
        for other in range(20_001, 26_101):
            self._befriend(FRIENDLY, other)
        for community in range(1, COMMUNITIES + 1):
            some = set(draw.sample(people, 40 + 5 * community))
            self.members[community] = sorted(some - {DELETED})
        self.members[LARGE] = sorted(draw.sample(range(1, 90_000), 31_234))
        self.likes: dict[tuple[int, int], list[int]] = {}
        self.copies: dict[tuple[int, int], list[int]] = {}
        self.comments: dict[tuple[int, int], list[dict[str, Any]]] = {}
        self.walls = {owner: self._make_wall(draw, owner) for owner in self.owners}

    @property
    def owners(self) -> list[int]:
        return [*range(1, PEOPLE + 1), *range(-COMMUNITIES, 0)]

    def home_of(self, person: int) -> dict[str, Any]:
        """Where a person says that it lives; private profiles tell nobody."""
        names = HOMES[person % len(HOMES)] if person != PRIVATE else {}
        return {key: {"id": len(name), "title": name} for key, name in names.items()}

    def followers_of(self, person: int) -> list[int]:
        """Whoever subscribes to somebody, without friends, in an order that is always the same."""
        found = [it for it, whom in self.subscriptions.items() if person in whom]
        return sorted((it for it in found if it not in self.friends.get(person, ())), reverse=True)

    def subscribed(self, person: int) -> list[int]:
        return sorted(self.subscriptions.get(person, set()) - self.friends.get(person, set()))

    def communities_of(self, person: int) -> list[int]:
        return [it for it, members in self.members.items() if person in members]

    def name_of(self, owner: int) -> str:
        return f"person{owner}" if owner > 0 else f"garden_{-owner}"

    def owner_of(self, name: str) -> int | None:
        return next((it for it in self.owners if self.name_of(it) == name), None)

    def posts_of(self, owner: int) -> list[dict[str, Any]]:
        return self.walls[owner].posts if owner in self.walls else []

    def find_posts(self, words: str) -> list[dict[str, Any]]:
        """Newest first, whoever wrote them."""
        found = [it for wall in self.walls.values() for it in wall.posts if words in it["text"]]
        return sorted(found, key=lambda it: (-it["date"], it["owner_id"]))

    def _befriend(self, one: int, other: int) -> None:
        self.friends.setdefault(one, set()).add(other)
        self.friends.setdefault(other, set()).add(one)

    def _make_wall(self, draw: Random, owner: int) -> Wall:
        count = 230 if owner == -LINKED else draw.randint(0, 6)
        posts = [self._make_post(draw, owner, number) for number in range(count, 0, -1)]
        if len(posts) > 3:
            pinned = posts.pop()
            posts.insert(0, {**pinned, "is_pinned": 1})
        return Wall(posts)

    def _make_post(self, draw: Random, owner: int, number: int) -> dict[str, Any]:
        place = (owner, number)
        other = draw.choice([it for it in self.owners if it != owner])
        is_large = place == (-LINKED, 230)
        people = range(1, PEOPLE + 1)
        self.likes[place] = (
            list(range(30_000, 32_300)) if is_large else draw.sample(people, draw.randint(0, 9))
        )
        self.copies[place] = [-3, *draw.sample(people, 2)] if number % 3 == 0 else []
        self.comments[place] = self._make_comments(draw, owner, 240 if is_large else 3)
        tag = f"[id{other}|Somebody]" if other > 0 else f"[club{-other}|A club]"
        post: dict[str, Any] = {
            "inner_type": "wall_wallpost", "id": number, "owner_id": owner, "from_id": owner,
            "date": START + 3600 * number + abs(owner), "post_type": "post",
            "text": f"{draw.choice(WORDS)} with {tag}, see vk.com/club{abs(other) % 40 + 1}",
            "likes": {"can_like": 1, "count": len(self.likes[place]), "user_likes": 0},
            "reposts": {"count": len(self.copies[place]), "user_reposted": 0},
            "comments": {"can_post": 1, "count": self.count_comments(place)},
            "views": {"count": 10 * number + 7},
        }  # fmt: skip
        if number % 4 == 0:
            post["copy_history"] = [
                {
                    "inner_type": "wall_wallpost", "id": 5, "owner_id": other, "from_id": other,
                    "date": START, "text": "", "post_type": "post",
                }
            ]  # fmt: skip
        return post

    def _make_comments(self, draw: Random, owner: int, most: int) -> list[dict[str, Any]]:
        made: list[dict[str, Any]] = []
        for number in range(1, draw.randint(most // 2, most) + 1):
            shown = 35 if number == 3 and most > 100 else 130 if number == 9 else number % 3
            thread = [self._make_comment(draw, owner, 1000 * number + it) for it in range(shown)]
            made.append({**self._make_comment(draw, owner, number), "replies": thread})
        return made

    def _make_comment(self, draw: Random, owner: int, number: int) -> dict[str, Any]:
        authors = [draw.randint(1, PEOPLE), draw.randint(1, PEOPLE), -draw.randint(1, 9), owner]
        comment: dict[str, Any] = {
            "id": number, "from_id": draw.choice(authors), "date": START + number, "text": "x",
        }  # fmt: skip
        if number % 11 == 0:
            comment |= {"deleted": True, "from_id": 0, "text": ""}
        return comment

    def count_comments(self, place: tuple[int, int]) -> int:
        return sum(1 + len(it["replies"]) for it in self.comments[place])
