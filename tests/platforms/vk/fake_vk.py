"""A server that answers as VK does: good answers of HTTP with errors in them, packs and limits."""

import json
import re
import threading
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from fake_http import HTML, Answered, Asked
from vk_society import (
    CLOSED,
    COMMUNITIES,
    DELETED,
    LINKED,
    PEOPLE,
    PRIVATE,
    SHY,
    STRANGERS,
    Society,
)

SERVICE, USER = "service-token-of-a-test-000001", "vk1.a.user-token-of-a-test-000002"
SECOND_USER = "vk1.a.user-token-of-a-test-000003"
USERS_ONLY = {"groups.search"}
JSON = {"Content-Type": "application/json; charset=utf-8"}
Body = dict[str, Any]
Arguments = dict[str, str]


@dataclass(frozen=True)
class Called:
    """A call and its answer, alone or out of a pack; ``moment`` by the server's clock."""

    method: str
    arguments: Arguments
    answer: Body
    token: str
    is_packed: bool = False
    moment: float = 0.0


class Refused(Exception):
    """An error of VK's."""

    def __init__(self, code: int, message: str = "Something is wrong") -> None:
        self.code = code
        self.message = message


@dataclass
class FakeVk:
    """``errors`` are given in turn in place of answers, by method, as (code, message).

    ``most_packed`` is how many calls a pack may have before it fails with a page of HTML,
    ``packed_errors`` are the codes of calls in packs by their number from the start, ``hidden``
    members are counted and never shown, ``daily`` is what a day allows of a method, by token;
    ``before`` is called before each call, also of a pack.
    """

    society: Society
    tokens: dict[str, str] = field(default_factory=lambda: {SERVICE: "service", USER: "user"})
    errors: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    by_token: dict[str, int] = field(default_factory=dict)
    most_packed: int = 25
    html_status: int = 200
    packed_errors: dict[int, int] = field(default_factory=dict)
    is_execute_for_services: bool = True
    hidden: set[int] = field(default_factory=set)
    daily: dict[str, int] = field(default_factory=dict)
    clock: Callable[[], float] = lambda: 0.0
    before: Callable[[str, Arguments], None] = lambda method, arguments: None
    called: list[Called] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.lock = threading.RLock()
        self._spent: Counter[tuple[str, str]] = Counter()
        self._packed = count()
        self._methods: dict[str, Callable[[Arguments], Any]] = {
            "groups.getMembers": self._members, "groups.getById": self._communities,
            "groups.search": self._search, "users.get": self._people,
            "users.getFollowers": self._followers, "friends.get": self._friends,
            "users.getSubscriptions": self._subscriptions, "wall.get": self._wall,
            "wall.getComments": self._comments, "likes.getList": self._likes,
            "newsfeed.search": self._search_posts, "wall.search": self._search_wall,
            "utils.resolveScreenName": self._resolve,
        }  # fmt: skip

    def __call__(self, asked: Asked) -> Answered:
        with self.lock:
            return self._answer(asked)

    def methods(self) -> list[str]:
        """What was called, in order, without the calls in packs."""
        return [it.method for it in self.called if not it.is_packed]

    def _answer(self, asked: Asked) -> Answered:
        method = asked.path.removeprefix("/method/")
        given = {name: values[0] for name, values in asked.params.items()}
        token = given.get("access_token", "")
        assert asked.method == "POST"
        body: Body
        try:
            self._check_token(method, token, given)
            arguments = {key: it for key, it in given.items() if key not in ("access_token", "v")}
            if method == "execute":
                calls = _read_program(given.get("code", ""))
                if len(calls) > self.most_packed:
                    return self.html_status, {"Content-Type": "text/html"}, HTML
                body = self._execute(calls, token)
            else:
                body = {"response": self._call(method, arguments)}
        except Refused as refused:
            body = _error(refused, given)
        self.called.append(Called(method, given, body, token, moment=self.clock()))
        return 200, JSON, json.dumps(body).encode()

    def _check_token(self, method: str, token: str, given: Arguments) -> None:
        if given.get("v") != "5.199":
            raise Refused(8, "Invalid request: v is needed")
        if token not in self.tokens:
            raise Refused(5, "User authorization failed: invalid access_token (4).")
        if token in self.by_token:
            raise Refused(self.by_token[token], f"Not with {token}")
        if self.errors.get(method):
            raise Refused(*self.errors[method].pop(0))
        if method not in self._methods and method != "execute":
            raise Refused(3, "Unknown method passed")
        is_service = self.tokens[token] == "service"
        is_for_users = method in USERS_ONLY or (
            method == "execute" and not self.is_execute_for_services
        )
        if is_service and is_for_users:
            raise Refused(28, "Application authorization failed: not with a service token")
        self._spent[method, token] += 1
        if self._spent[method, token] > self.daily.get(method, 10**9):
            raise Refused(29, "Rate limit reached")

    def _execute(self, calls: list[tuple[str, Arguments]], token: str) -> Body:
        if not 0 < len(calls) <= 25:
            raise Refused(13, "Runtime error occurred during code invocation: Too many API calls")
        results: list[Any] = []
        errors: list[Body] = []
        for method, arguments in calls:
            try:
                number = next(self._packed)
                if number in self.packed_errors:
                    raise Refused(self.packed_errors[number], "within a pack")
                result = self._call(method, arguments)
                self.called.append(Called(method, arguments, {"response": result}, token, True))
                results.append(result)
            except Refused as refused:
                told = {"error_code": refused.code, "error_msg": refused.message}
                errors.append({"method": method, **told})
                results.append(False)
        if not errors:
            return {"response": results}
        # VK tells the last one again as the program's own.
        return {
            "response": results,
            "execute_errors": [*errors, {**errors[-1], "method": "execute"}],
        }

    def _call(self, method: str, arguments: Arguments) -> Any:
        self.before(method, arguments)
        taken = _Taken(arguments)
        answer = self._methods[method](taken)
        if unknown := set(arguments) - taken.taken:
            raise Refused(100, f"One of the parameters specified was missing or invalid: {unknown}")
        return answer

    def _members(self, asked: "_Taken") -> Any:
        community = asked.whole("group_id")
        assert asked.one_of("sort", "id_asc", "id_desc") == "id_asc"
        if community == CLOSED:
            raise Refused(203, "Access to group denied")
        if community not in self.society.members:
            raise Refused(125, "Invalid group id")
        members = self.society.members[community]
        shown = _page(members, asked, 1000)
        return {"count": len(members), "items": [it for it in shown if it not in self.hidden]}

    def _communities(self, asked: "_Taken") -> Any:
        ids = asked.whole_list("group_ids", 500)
        fields = asked.get("fields", "").split(",")
        views = [self._community(it, fields) for it in ids if 0 < it <= COMMUNITIES]
        return {"groups": views, "profiles": []}

    def _community(self, number: int, fields: list[str]) -> Body:
        view: Body = {
            "id": number, "name": f"Garden No. {number}", "is_closed": int(number == CLOSED),
            "screen_name": self.society.name_of(-number), "type": "page",
        }  # fmt: skip
        urls = [f"https://vk.com/club{number + 1}", f"https://vk.com/{self.society.name_of(5)}"]
        urls += ["https://t.me/garden", "https://vk.com/nobody_here"]
        more: Body = {
            "members_count": len(self.society.members[number]),
            "contacts": [
                {"user_id": number, "desc": "Advertising", "email": f"ads{number}@garden.example"},
                {"phone": "+7 900 000-00-00", "desc": "Telephone"},
            ],
            "links": [{"id": it, "url": url, "name": "x"} for it, url in enumerate(urls)]
            if number == LINKED else [],
            "description": f"Сад № {number}", "status": "Весна!",
            "site": f"garden{number}.example, https://www.instagram.com/garden{number}",
        }  # fmt: skip
        return view | {key: it for key, it in more.items() if key in fields}

    def _search(self, asked: "_Taken") -> Any:
        words = asked.get("q", "")
        asked.one_of("sort", *"0123456")
        found = [it for it in self.society.members if words in f"garden no. {it}"]
        shown = [self._community(it, []) for it in _page(found, asked, 1000)]
        return {"count": len(found), "items": shown}

    def _people(self, asked: "_Taken") -> Any:
        fields = asked.get("fields", "").split(",")
        ids = asked.whole_list("user_ids", 1000)
        return [self._person(it, fields) for it in ids if 0 < it <= PEOPLE or it > STRANGERS]

    def _person(self, number: int, fields: list[str]) -> Body:
        view: Body = {"id": number, "first_name": "Anna", "last_name": f"No. {number}"}
        if number == DELETED:
            return view | {"first_name": "DELETED", "deactivated": "deleted"}
        more = {
            "domain": self.society.name_of(number),
            "followers_count": len(self.society.followers_of(number)),
            "site": f"person{number}.example",
            "about": "Выращиваю розы",
            "status": "",
            **self.society.home_of(number),
        }
        is_told = {key: it for key, it in more.items() if key in fields}
        if "connections" in fields:
            is_told |= {"instagram": f"anna.{number}", "skype": "anna-skype"}
        if "exports" in fields:
            is_told |= {"exports": {"twitter": 1, "facebook": 0}}
        return view | {"is_closed": number == PRIVATE, "can_access_closed": True} | is_told

    def _followers(self, asked: "_Taken") -> Any:
        person = self._open_person(asked)
        found = self.society.followers_of(person)
        return {"count": len(found), "items": _page(found, asked, 1000)}

    def _friends(self, asked: "_Taken") -> Any:
        person = self._open_person(asked)
        if person == SHY:
            raise Refused(15, "Access denied: friends are hidden")
        found = sorted(self.society.friends.get(person, ()))
        return {"count": len(found), "items": _page(found, asked, 5000)}

    def _subscriptions(self, asked: "_Taken") -> Any:
        person = self._open_person(asked)
        assert asked.one_of("extended", "0", "1") == "0"
        asked.get("count")
        people, communities = self.society.subscribed(person), self.society.communities_of(person)
        return {
            "users": {"count": len(people), "items": people},
            "groups": {"count": len(communities), "items": communities},
        }

    def _open_person(self, asked: "_Taken") -> int:
        person = asked.whole("user_id")
        if person == DELETED:
            raise Refused(18, "User was deleted or banned")
        if person == PRIVATE:
            raise Refused(30, "This profile is private")
        if not 0 < person <= PEOPLE:
            raise Refused(113, "Invalid user id")
        return person

    def _wall(self, asked: "_Taken") -> Any:
        owner = asked.whole("owner_id")
        assert asked.get("filter") == "owner"
        if owner in (-CLOSED, PRIVATE):
            raise Refused(15, "Access denied: this wall available only for community members")
        if owner not in self.society.walls:
            raise Refused(100, "One of the parameters specified was missing or invalid: owner_id")
        posts = self.society.posts_of(owner)
        return {"count": len(posts), "items": _page(posts, asked, 100)}

    def _place(self, asked: "_Taken", number: str) -> tuple[int, int]:
        place = asked.whole("owner_id"), asked.whole(number)
        if place not in self.society.likes:
            raise Refused(15, f"Access denied: post was not found check {number} param")
        return place

    def _likes(self, asked: "_Taken") -> Any:
        assert asked.get("type") == "post"
        place = self._place(asked, "item_id")
        is_copies = asked.one_of("filter", "likes", "copies") == "copies"
        found = (self.society.copies if is_copies else self.society.likes)[place]
        return {"count": len(found), "items": _page(found, asked, 1000)}

    def _comments(self, asked: "_Taken") -> Any:
        place = self._place(asked, "post_id")
        assert asked.get("sort") == "asc"
        asked.get("preview_length")
        comments = self.society.comments[place]
        shown = int(asked.get("thread_items_count", "0") or 0)
        if shown > 10:
            raise Refused(100, "One of the parameters specified was missing or invalid")
        thread = int(asked.get("comment_id", "0") or 0)
        if thread:
            comments = next(it["replies"] for it in comments if it["id"] == thread)
        rows = [self._comment(it, shown, not thread) for it in _page(comments, asked, 100)]
        total = len(comments) if thread else self.society.count_comments(place)
        return {
            "count": total, "current_level_count": len(comments), "items": rows,
            "can_post": True, "show_reply_button": True, "groups_can_post": True,
        }  # fmt: skip

    def _comment(self, comment: Body, shown: int, is_first: bool) -> Body:
        row = {key: it for key, it in comment.items() if key != "replies"}
        if is_first:
            replies = comment["replies"]
            row["thread"] = {"count": len(replies), "items": replies[:shown]}
        return row

    def _search_posts(self, asked: "_Taken") -> Any:
        found = self.society.find_posts(asked.get("q", ""))
        assert asked.whole("start_time") > 0
        start = int((asked.get("start_from") or "0/").split("/")[0])
        end = start + min(asked.whole("count"), 200)
        body: Body = {"items": found[start:end], "count": len(found), "total_count": len(found)}
        return body | ({"next_from": f"{end}/-1_2"} if end < min(1000, len(found)) else {})

    def _search_wall(self, asked: "_Taken") -> Any:
        owner = asked.whole("owner_id")
        if owner in (-CLOSED, PRIVATE):
            raise Refused(15, "Access denied: this wall available only for community members")
        words = asked.get("query", "")
        found = [it for it in self.society.find_posts(words) if it["owner_id"] == owner]
        return {"count": len(found), "items": _page(found, asked, 100)}

    def _resolve(self, asked: "_Taken") -> Any:
        owner = self.society.owner_of(asked.get("screen_name", ""))
        if owner is None:
            return {}
        return {"type": "user" if owner > 0 else "page", "object_id": abs(owner)}


class _Taken(dict[str, str]):
    """Arguments, and which of them were looked at."""

    def __init__(self, arguments: Arguments) -> None:
        super().__init__(arguments)
        self.taken: set[str] = set()

    def get(self, name: str, default: Any = None) -> Any:
        self.taken.add(name)
        return super().get(name, default)

    def whole(self, name: str) -> int:
        text = str(self.get(name, ""))
        if not text.removeprefix("-").isdecimal():
            raise Refused(100, f"One of the parameters specified was missing or invalid: {name}")
        return int(text)

    def whole_list(self, name: str, most: int) -> list[int]:
        numbers = [int(it) for it in str(self.get(name)).split(",")]
        if len(numbers) > most:
            raise Refused(100, f"One of the parameters specified was missing or invalid: {name}")
        return numbers

    def one_of(self, name: str, *values: str) -> str:
        value = str(self.get(name, values[0]))
        if value not in values:
            raise Refused(100, f"One of the parameters specified was missing or invalid: {name}")
        return value


def _page(rows: list[Any], asked: _Taken, most: int) -> list[Any]:
    size = asked.whole("count")
    start = asked.whole("offset") if "offset" in asked else 0
    if not 0 <= size <= most or start < 0:
        raise Refused(100, "One of the parameters specified was missing or invalid: count")
    return rows[start : start + size]


def _error(refused: Refused, given: Arguments) -> Body:
    """VK repeats the call; that it masks the token we do not rely on."""
    repeated = [{"key": key, "value": value} for key, value in given.items()]
    return {
        "error": {
            "error_code": refused.code, "error_msg": refused.message, "request_params": repeated,
        }
    }  # fmt: skip


_CALL = re.compile(r"API\.([a-zA-Z]+\.[a-zA-Z]+)\((\{[^{}]*\})\)")


def _read_program(code: str) -> list[tuple[str, Arguments]]:
    """The calls of the one shape of program that we write."""
    inner = re.fullmatch(rf"return \[({_CALL.pattern}(?:,{_CALL.pattern})*)\];", code)
    if inner is None:
        raise Refused(12, "Unable to compile code")
    found = _CALL.findall(inner[1])
    return [
        (method, {key: str(it) for key, it in json.loads(arguments).items()})
        for method, arguments in found
    ]


def calls_by_token(fake: FakeVk) -> dict[str, list[float]]:
    """When each token asked."""
    moments: dict[str, list[float]] = defaultdict(list)
    for it in fake.called:
        if not it.is_packed:
            moments[it.token].append(it.moment)
    return moments
