"""Instances that answer as Mastodon does: own numbers for everybody, Link headers, rate limits."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any

from fake_http import Answered, Asked
from mastodon_society import HOSTS, Person, Society, Toot
from web_fakes import FakeClock

TOKEN = "secret-token-of-alpha"
OWNER = 0
"""The number of the person whom the token belongs to, who has list 3 with ``LISTED`` on it."""
LISTED = (2, 10, 13)
WINDOW = 300
ROBOTS = "User-agent: GPTBot\nDisallow: /\n\nUser-agent: *\nDisallow: /media_proxy/\n"
WEBSITE = b"<!DOCTYPE html><html><title>A blog</title></html>"


class Refusal(Exception):
    """An answer of Mastodon's that is an error."""

    def __init__(self, status: int, error: str = "Record not found") -> None:
        self.status = status
        self.error = error
        super().__init__(error)


@dataclass
class Fediverse:
    """Answers for every host. ``sizes`` are how many rows a page really holds, in turn: None is
    as many as were asked for, which is what a real server does.
    """

    society: Society
    clock: FakeClock = field(default_factory=FakeClock)
    sizes: Sequence[int | None] = (None,)
    limit: int = 300
    robots: dict[str, str] = field(default_factory=dict)
    suspended: dict[str, int] = field(default_factory=dict)
    asked: list[tuple[str, Asked]] = field(default_factory=list)
    refused: int = 0
    special: Callable[[str, Asked], Answered | None] = lambda host, asked: None

    def __post_init__(self) -> None:
        self._pages = count()
        self._spent: dict[str, tuple[int, int]] = {}

    def __call__(self, host: str, asked: Asked) -> Answered:
        self.asked.append((host, asked))
        if special := self.special(host, asked):
            return special
        if host in HOSTS and HOSTS[host] != host:
            return self._answer_as_website(host, asked)
        if host not in HOSTS.values():
            return 200, {"Content-Type": "text/html"}, WEBSITE
        if asked.path == "/robots.txt":
            return 200, {"Content-Type": "text/plain"}, self.robots.get(host, ROBOTS).encode()
        remaining, limits = self._count(host)
        try:
            if remaining < 0:
                self.refused += 1
                raise Refusal(429, "Too many requests")
            body, link = Server(self, host, asked).answer()
            status = 200
        except Refusal as refusal:
            status, body, link = refusal.status, {"error": refusal.error}, None
        headers = {"Content-Type": "application/json; charset=utf-8", **limits}
        if link:
            headers["Link"] = link
        return status, headers, json.dumps(body).encode()

    def paths(self, host: str | None = None) -> list[str]:
        """What was asked, of everybody or of one host."""
        return [asked.path for one, asked in self.asked if host in (None, one)]

    def size(self, limit: int) -> int:
        size = self.sizes[next(self._pages) % len(self.sizes)]
        return limit if size is None else min(size, limit)

    def _count(self, host: str) -> tuple[int, dict[str, str]]:
        now = self.clock.now().timestamp()
        window = int(now // WINDOW)
        begun, used = self._spent.get(host, (window, 0))
        used = used + 1 if begun == window else 1
        self._spent[host] = (window, used)
        reset = datetime.fromtimestamp((window + 1) * WINDOW, self.clock.now().tzinfo)
        return self.limit - used, {
            "X-RateLimit-Limit": str(self.limit),
            "X-RateLimit-Remaining": str(max(0, self.limit - used)),
            "X-RateLimit-Reset": reset.isoformat(timespec="microseconds").replace("+00:00", "Z"),
        }

    def _answer_as_website(self, domain: str, asked: Asked) -> Answered:
        if asked.path != "/.well-known/webfinger":
            return 404, {"Content-Type": "text/html"}, WEBSITE
        user, _, named = asked.one("resource").removeprefix("acct:").partition("@")
        assert named == domain
        links = [
            {"rel": "http://webfinger.net/rel/profile-page", "href": f"https://{domain}/"},
            {"rel": "self", "href": f"https://{HOSTS[domain]}/users/{user}"},
        ]
        body = {"subject": asked.one("resource"), "links": links}
        return 200, {"Content-Type": "application/jrd+json"}, json.dumps(body).encode()


@dataclass
class Server:
    """One answer of one instance."""

    fediverse: Fediverse
    host: str
    asked: Asked

    def __post_init__(self) -> None:
        self.society = self.fediverse.society
        self.domain = next(domain for domain, host in HOSTS.items() if host == self.host)
        self.index = list(HOSTS).index(self.domain)
        token = self.asked.headers.get("authorization", "")
        if token and (token != f"Bearer {TOKEN}" or self.host != "alpha.example"):
            raise Refusal(401, "The access token is invalid")
        self.has_token = bool(token)

    def answer(self) -> tuple[Any, str | None]:
        for pattern, method, known in ROUTES:
            if found := re.fullmatch(pattern, self.asked.path):
                strange = set(self.asked.params) - set(known)
                assert not strange, f"{self.asked.path} knows no {strange}"
                return getattr(self, method)(*found.groups())
        raise Refusal(404, "Not Found")

    # Who it is, and who lives there

    def instance(self) -> tuple[Any, None]:
        return INSTANCE | {"domain": self.domain, "title": self.domain}, None

    def lookup(self) -> tuple[Any, None]:
        user, _, domain = self.asked.one("acct").partition("@")
        for it in self.society.people:
            if it.username.lower() == user.lower() and it.domain == (domain or self.domain):
                if self.fediverse.suspended.get(it.id) == 410:
                    raise Refusal(410, "Gone")
                return self.account(it), None
        raise Refusal(404)

    def owner(self) -> tuple[Any, None]:
        self.demand_token()
        return self.account(self.society.people[OWNER]) | CREDENTIALS, None

    def followers(self, number: str) -> tuple[Any, str | None]:
        person = self.person(number)
        rows = [(i, it) for i, (it, target) in enumerate(self.society.follows) if target is person]
        return self.people_page([] if person.hides else rows)

    def following(self, number: str) -> tuple[Any, str | None]:
        person = self.person(number)
        rows = [(i, it) for i, (source, it) in enumerate(self.society.follows) if source is person]
        return self.people_page([] if person.hides else rows)

    def statuses(self, number: str) -> tuple[Any, str | None]:
        toots = self.society.timeline(self.person(number))
        assert self.asked.one("exclude_replies") == "true"
        return self.toots_page(toots)

    # Posts

    def status(self, number: str) -> tuple[Any, None]:
        return self.view(self.toot(number)), None

    def favourited_by(self, number: str) -> tuple[Any, str | None]:
        return self.people_page(list(enumerate(self.toot(number).likers)))

    def reblogged_by(self, number: str) -> tuple[Any, str | None]:
        boosts = self.society.boosts_of(self.toot(number))
        return self.people_page([(it.index, it.author) for it in boosts])

    def quotes(self, number: str) -> tuple[Any, str | None]:
        return self.toots_page(self.society.quotes_of(self.toot(number))[::-1])

    def context(self, number: str) -> tuple[Any, None]:
        below = self.society.descendants(self.toot(number))
        shown = below if self.has_token else below[:60]
        return {"ancestors": [], "descendants": [self.view(it) for it in shown]}, None

    # Searches and lists

    def search(self) -> tuple[Any, None]:
        if "offset" in self.asked.params and not self.has_token:
            raise Refusal(401, "Search queries pagination is not supported without authentication")
        words, kind = self.asked.one("q").lower(), self.asked.one("type")
        begun, limit = int(self.asked.one("offset", "0")), self.limit(40)
        found: dict[str, list[Any]] = {"accounts": [], "statuses": [], "hashtags": []}
        if kind == "accounts":
            people = [it for it in self.society.people if words in it.username.lower()]
            found[kind] = [self.account(it) for it in people[begun : begun + limit]]
        elif self.has_token:
            toots = [it for it in self.society.roots() if words in it.tag]
            found[kind] = [self.view(it) for it in toots[begun : begun + limit]]
        return found, None

    def directory(self) -> tuple[Any, None]:
        begun, limit = int(self.asked.one("offset", "0")), self.limit(80)
        people = [it for it in self.society.people if it.domain == self.domain]
        return [self.account(it) for it in people[begun : begun + limit]], None

    def tag(self, tag: str) -> tuple[Any, str | None]:
        toots = [it for it in reversed(self.society.toots) if it.tag == tag.lower()]
        return self.toots_page([it for it in toots if it.visibility == "public"])

    def lists(self) -> tuple[Any, None]:
        self.demand_token()
        one = {"id": "3", "title": "Wool", "replies_policy": "list", "exclusive": False}
        return [one], None

    def list_accounts(self, number: str) -> tuple[Any, str | None]:
        self.demand_token()
        if number != "3":
            raise Refusal(404)
        return self.people_page([(it, self.society.people[it]) for it in LISTED])

    # How it is shown

    def demand_token(self) -> None:
        if not self.has_token:
            raise Refusal(401, "The access token is invalid")

    def limit(self, most: int) -> int:
        limit = int(self.asked.one("limit", str(most // 2)))
        assert 0 < limit <= most, "Mastodon would cut this silently"
        return limit

    def person(self, number: str) -> Person:
        found = [it for it in self.society.people if self.number_of(it) == number]
        if not found:
            raise Refusal(404)
        return found[0]

    def toot(self, number: str) -> Toot:
        for it in self.society.toots:
            if self.number_of_toot(it) == number and it.visibility in ("public", "unlisted"):
                return it
        raise Refusal(404)

    def number_of(self, person: Person) -> str:
        """Every instance has its own number for everybody."""
        return str(1_000_000 * (self.index + 1) + (person.index * 37) % 10_007)

    def number_of_toot(self, toot: Toot) -> str:
        return toot.number if toot.author.domain == self.domain else f"99{self.index}{toot.number}"

    def people_page(self, rows: list[tuple[int, Person]]) -> tuple[Any, str | None]:
        """The newest first; the number is that of the follow or the like, not of the person."""
        shown, link = self._page([(10 * number, it) for number, it in rows], 80)
        return [self.account(it) for it in shown], link

    def toots_page(self, toots: list[Toot]) -> tuple[Any, str | None]:
        shown, link = self._page([(int(self.number_of_toot(it)), it) for it in toots], 40)
        return [self.view(it) for it in shown], link

    def _page(self, rows: list[tuple[int, Any]], most: int) -> tuple[list[Any], str | None]:
        """A full page has a next one, which may be empty; so has one that was thinned out."""
        limit = self.limit(most)
        before = int(self.asked.one("max_id", str(10**30)))
        left = sorted((it for it in rows if it[0] < before), key=lambda it: it[0], reverse=True)
        size = self.fediverse.size(limit)
        if size == 0 and left and before > left[0][0] + 1:
            return [], self._link(left[0][0] + 1)
        window = left[: max(1, size)]
        goes_on = len(left) > len(window) or len(window) == limit
        return [it for _, it in window], self._link(window[-1][0]) if goes_on else None

    def _link(self, last: int) -> str:
        url = f"https://{self.host}{self.asked.path}"
        return f'<{url}?limit=1&max_id={last}>; rel="next", <{url}?min_id={last}>; rel="prev"'

    def account(self, person: Person) -> dict[str, Any]:
        is_here = person.domain == self.domain
        counts = self.society
        number = self.number_of(person)
        return ACCOUNT | {
            "id": number,
            "username": person.username,
            "acct": person.username if is_here else f"{person.username}@{person.domain}",
            "display_name": f"Person {person.index}",
            "url": f"https://{person.host}/@{person.username}",
            "uri": f"https://{person.host}/users/{person.username}",
            "followers_count": len(counts.followers(person)),
            "following_count": len(counts.following(person)),
            "statuses_count": len(counts.timeline(person)),
            "hide_collections": person.hides or None,
            "suspended": person.id in self.fediverse.suspended,
            **person.more,
        }

    def view(self, toot: Toot, is_inner: bool = False) -> dict[str, Any]:
        author = toot.author
        number = self.number_of_toot(toot)
        society = self.society
        # Newer servers name people in addresses by number, older ones by name.
        who = f"ap/users/{author.index}" if author.index % 2 else f"users/{author.username}"
        answered, quoted, boosted = toot.answers, toot.quotes, toot.boosts
        return STATUS | {
            "id": number,
            "uri": f"https://{author.host}/{who}/statuses/{toot.number}",
            "url": f"https://{author.host}/@{author.username}/{toot.number}",
            "created_at": toot.at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "account": self.account(author),
            "visibility": toot.visibility,
            "in_reply_to_id": self.number_of_toot(answered) if answered else None,
            "in_reply_to_account_id": self.number_of(answered.author) if answered else None,
            "mentions": [self.mention(it) for it in toot.mentions],
            "reblog": self.view(boosted, True) if boosted else None,
            "quote": {"state": "accepted", "quoted_status": self.view(quoted, True)}
            if quoted and not is_inner
            else None,
            "favourites_count": len(toot.likers),
            "reblogs_count": len(society.boosts_of(toot)),
            "replies_count": len(society.replies_of(toot)),
            "quotes_count": len(society.quotes_of(toot)),
        }

    def mention(self, person: Person) -> dict[str, Any]:
        view = self.account(person)
        return {key: view[key] for key in ("id", "username", "url", "acct")}


PAGE = ("limit", "max_id", "min_id", "since_id")
N = r"([0-9]+)"
ROUTES = [
    ("/api/v2/instance", "instance", ()),
    ("/api/v1/accounts/lookup", "lookup", ("acct",)),
    ("/api/v1/accounts/verify_credentials", "owner", ()),
    (f"/api/v1/accounts/{N}/followers", "followers", PAGE),
    (f"/api/v1/accounts/{N}/following", "following", PAGE),
    (f"/api/v1/accounts/{N}/statuses", "statuses", (*PAGE, "exclude_replies")),
    (f"/api/v1/statuses/{N}", "status", ()),
    (f"/api/v1/statuses/{N}/favourited_by", "favourited_by", PAGE),
    (f"/api/v1/statuses/{N}/reblogged_by", "reblogged_by", PAGE),
    (f"/api/v1/statuses/{N}/quotes", "quotes", PAGE),
    (f"/api/v1/statuses/{N}/context", "context", ()),
    ("/api/v2/search", "search", ("q", "type", "limit", "offset")),
    ("/api/v1/directory", "directory", ("limit", "offset", "local", "order")),
    (r"/api/v1/timelines/tag/(\w+)", "tag", PAGE),
    ("/api/v1/lists", "lists", ()),
    (f"/api/v1/lists/{N}/accounts", "list_accounts", PAGE),
]
PICTURE = "https://alpha.example/missing.png"
ACCOUNT: dict[str, Any] = {
    "locked": False, "bot": False, "discoverable": None, "indexable": False, "group": False,
    "created_at": "2026-01-01T00:00:00.000Z", "note": "<p>I knit</p>", "avatar": PICTURE,
    "avatar_static": PICTURE, "header": PICTURE, "header_static": PICTURE, "emojis": [],
    "fields": [], "roles": [], "noindex": False, "last_status_at": "2026-04-01",
}  # fmt: skip
CREDENTIALS: dict[str, Any] = {
    "role": {"id": "-99", "name": "", "color": "", "permissions": "65536", "highlighted": False},
    "source": {
        "privacy": "public", "sensitive": False, "language": "en", "note": "", "fields": [],
        "indexable": False, "discoverable": None, "hide_collections": None,
        "follow_requests_count": 0, "attribution_domains": [], "quote_policy": "public",
    },
}  # fmt: skip
STATUS: dict[str, Any] = {
    "sensitive": False, "spoiler_text": "", "language": "en", "content": "<p>Wool</p>",
    "media_attachments": [], "tags": [], "emojis": [], "edited_at": None, "card": None,
    "poll": None,
}  # fmt: skip
INSTANCE: dict[str, Any] = {
    "version": "4.6.4", "source_url": "https://github.com/mastodon/mastodon", "description": "",
    "usage": {"users": {"active_month": 7}}, "thumbnail": {"url": PICTURE}, "icon": [],
    "languages": ["en"], "rules": [],
    "configuration": {
        "urls": {"streaming": "wss://alpha.example"},
        "accounts": {"max_featured_tags": 10, "max_pinned_statuses": 5},
        "statuses": {
            "max_characters": 500, "max_media_attachments": 4, "characters_reserved_per_url": 23,
        },
        "media_attachments": {
            "supported_mime_types": [], "image_size_limit": 1, "image_matrix_limit": 1,
            "video_size_limit": 1, "video_frame_rate_limit": 1, "video_matrix_limit": 1,
        },
        "polls": {
            "max_options": 4, "max_characters_per_option": 50, "min_expiration": 300,
            "max_expiration": 2629746,
        },
        "translation": {"enabled": False},
    },
    "registrations": {"enabled": False, "approval_required": False, "message": None},
    "api_versions": {"mastodon": 7},
    "contact": {"email": "a@alpha.example", "account": None},
}  # fmt: skip
