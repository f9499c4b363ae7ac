"""A small fediverse that knows its own truth: people on several instances who follow and answer."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

HOSTS = {
    "alpha.example": "alpha.example",
    "beta.example": "social.beta.example",  # names carry another domain than its pages
    "gamma.example": "gamma.example",
}
"""Where the accounts of a domain are asked."""
FIRST = datetime(2026, 4, 1, tzinfo=UTC)
TAG = "knitting"


@dataclass(eq=False)
class Person:
    """Whoever ``hides`` shows no follows; ``more`` is what its profile says besides."""

    index: int
    username: str
    domain: str
    hides: bool = False
    more: dict = field(default_factory=dict)

    @property
    def host(self) -> str:
        return HOSTS[self.domain]

    @property
    def id(self) -> str:
        return f"mastodon:{self.username.lower()}@{self.domain}"


@dataclass(eq=False)
class Toot:
    """A post, or a boost of one."""

    index: int
    author: Person
    at: datetime
    answers: "Toot | None" = None
    quotes: "Toot | None" = None
    boosts: "Toot | None" = None
    mentions: list[Person] = field(default_factory=list)
    tag: str = ""
    visibility: str = "public"
    likers: list[Person] = field(default_factory=list)

    @property
    def number(self) -> str:
        return str(117_000_000_000_000_000 + 10 * self.index)

    @property
    def id(self) -> str:
        return f"mastodon:{self.author.host}/{self.number}"


class Society:
    """The same for the same ``seed``. Number 0 is the most followed."""

    def __init__(self, people: int = 240, posts: int = 400, seed: int = 7) -> None:
        random = Random(seed)
        domains = list(HOSTS)
        self.people = [
            Person(it, f"{'P' if it % 5 == 0 else 'p'}erson_{it}", domains[it % 3])
            for it in range(people)
        ]
        self.people[4].hides = True
        self.people[6].more = {"group": True}
        self.people[7].more = {"discoverable": False}
        self.people[8].more = {"noindex": True}
        self.people[9].more = {"note": "<p>No crawlers. #<span>nobot</span></p>"}
        self.follows = self._draw_follows(random)
        self.toots: list[Toot] = []
        for index in range(posts):
            self.toots.append(self._draw_toot(random, index))

    def find(self, account_id: str) -> Person:
        return next(it for it in self.people if it.id == account_id)

    def followers(self, person: Person) -> list[tuple[str, str]]:
        return sorted((it.id, person.id) for it, target in self.follows if target is person)

    def following(self, person: Person) -> list[tuple[str, str]]:
        return sorted((person.id, it.id) for source, it in self.follows if source is person)

    def timeline(self, person: Person) -> list[Toot]:
        """What its page shows, the newest first: no replies to others."""
        return [
            it
            for it in reversed(self.toots)
            if it.author is person
            and it.visibility in ("public", "unlisted")
            and not (it.answers and it.answers.author is not person)
        ]

    def attention_of_posts(self, person: Person) -> list[tuple]:
        """Mentions, quotes and boosts in a timeline."""
        edges = set()
        for it in self.timeline(person):
            if it.boosts:
                edges.add((person.id, it.boosts.author.id, "repost", it.boosts.id))
                continue
            edges |= {(person.id, other.id, "mention", it.id) for other in it.mentions}
            if it.quotes:
                edges.add((person.id, it.quotes.author.id, "quote", it.quotes.id))
        return sorted(it for it in edges if it[0] != it[1])

    def likes(self, toot: Toot) -> list[tuple]:
        return self._credit(toot, "like", toot.likers)

    def reposts(self, toot: Toot) -> list[tuple]:
        return self._credit(toot, "repost", [it.author for it in self.boosts_of(toot)])

    def quotes(self, toot: Toot) -> list[tuple]:
        return self._credit(toot, "quote", [it.author for it in self.quotes_of(toot)])

    def replies(self, toot: Toot) -> list[tuple]:
        edges = {
            (it.author.id, it.answers.author.id, "reply", it.answers.id)
            for it in self.descendants(toot)
        }
        return sorted(it for it in edges if it[0] != it[1])

    def all_attention(self) -> set[tuple]:
        """Every edge that anybody could ever be told."""
        edges = {(source.id, target.id, "follow", None) for source, target in self.follows}
        for person in self.people:
            edges |= set(self.attention_of_posts(person))
        for it in self.toots:
            edges |= {*self.likes(it), *self.reposts(it), *self.quotes(it), *self.replies(it)}
        return edges

    def boosts_of(self, toot: Toot) -> list[Toot]:
        return [it for it in self.toots if it.boosts is toot]

    def quotes_of(self, toot: Toot) -> list[Toot]:
        return [it for it in self.toots if it.quotes is toot]

    def replies_of(self, toot: Toot) -> list[Toot]:
        return [it for it in self.toots if it.answers is toot]

    def descendants(self, toot: Toot) -> list[Toot]:
        found = []
        for reply in self.replies_of(toot):
            found += [reply, *self.descendants(reply)]
        return found

    def roots(self) -> list[Toot]:
        public = [it for it in self.toots if it.visibility == "public"]
        return [it for it in public if not it.boosts and not it.answers]

    def _credit(self, toot: Toot, kind: str, people: list[Person]) -> list[tuple]:
        others = {it.id for it in people if it is not toot.author}
        return sorted((it, toot.author.id, kind, toot.id) for it in others)

    def _draw_follows(self, random: Random) -> list[tuple[Person, Person]]:
        pairs = {}
        for source in self.people:
            if source.index and random.random() < 0.9:
                pairs[source, self.people[0]] = None
            for _ in range(random.randrange(12)):
                target = self.people[int(len(self.people) * random.random() ** 3)]
                if target is not source:
                    pairs[source, target] = None
        return list(pairs)

    def _draw_toot(self, random: Random, index: int) -> Toot:
        author = self.people[int(len(self.people) * random.random() ** 2)]
        toot = Toot(index, author, FIRST + timedelta(minutes=index))
        old = [it for it in self.toots if it.visibility == "public" and not it.boosts]
        chance = random.random()
        if old and chance < 0.35:
            boosted = random.choice(old[:60])
            if not any(it.boosts is boosted and it.author is author for it in self.toots):
                toot.boosts = boosted  # nobody boosts a post twice
                return toot
        if old and chance < 0.6:
            toot.answers = random.choice(old[-40:])
        elif old and chance < 0.7:
            toot.quotes = random.choice(old)
        toot.mentions = random.sample(self.people, random.randrange(3))
        toot.tag = TAG if random.random() < 0.4 else ""
        if not (toot.answers or toot.quotes):
            toot.visibility = random.choices(["public", "unlisted", "private"], [8, 1, 1])[0]
        toot.likers = random.sample(self.people, random.randrange(min(12, len(self.people))))
        return toot
