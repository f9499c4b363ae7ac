"""The questions of `leaders start`: each is asked only where no flag answers it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from leaders.cli.output import Output, ask_line
from leaders.cli.start_words import Words
from leaders.errors import UsageMistake
from leaders.starting.answers import (
    AnswerMistake,
    Answers,
    Party,
    choose_words,
    clean,
    read_addresses,
    read_party,
    read_topic,
    read_words,
)
from leaders.starting.countries import read_country
from leaders.starting.links import (
    name_platforms,
    name_seed,
    platforms_of,
    read_platform,
    read_platforms,
    sort_links,
)
from leaders.starting.naming import propose_name, read_name

Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class Given:
    """What flags answered; None is asked for. Of several the lines are joined."""

    topic: str | None = None
    words: str | None = None
    country: str | None = None
    city: str | None = None
    client: str | None = None
    client_links: str | None = None
    client_country: str | None = None
    competitors: str | None = None
    links: str | None = None
    platforms: str | None = None
    name: str | None = None


class Interview:
    """Asks a person on a terminal; without one what was not given stays empty."""

    def __init__(self, output: Output, words: Words, given: Given, *, is_terminal: bool) -> None:
        self.output = output
        self.words = words
        self.given = given
        self.is_terminal = is_terminal

    def ask_all(self) -> tuple[str, Answers]:
        """The niche's name and its answers.

        Raises ``UsageMistake`` for a flag that cannot be meant or, without a terminal, is missing.
        """
        given, language = self.given, self.words.language
        self._demand_flags()
        if self.is_terminal:
            self.output.say(self.words("hello"))
        topic = self._answer("ask_topic", given.topic, read_topic)
        words = self._answer("ask_words", given.words, lambda it: read_words(it, language))
        country = self._answer("ask_country", given.country, read_country)
        city = self._answer("ask_city", given.city, clean)
        client, client_country = self._ask_client(country)
        competitors = self._answer("ask_competitors", given.competitors, read_party)
        platforms, seeds = self._ask_places()
        answers = Answers(
            topic, platforms, seeds, language, words or choose_words(topic, language),
            country, city or None, client, client_country, competitors,
        )  # fmt: skip
        return self._find_name(topic), answers

    def confirm(self, key: str, **shown: object) -> bool:
        """Whether a person says yes, which Enter means too."""

        def read(text: str) -> bool:
            word = text.casefold()
            if word in self.words("no").split():
                return False
            if word and word not in self.words("yes").split():
                raise AnswerMistake("yes_no", text)
            return True

        return self._ask(key, read, **shown)

    def _demand_flags(self) -> None:
        has_place = self.given.links or self.given.platforms
        missing = [flag for flag, is_there in (
            ("--topic", self.given.topic), ("--link or --platform", has_place),
        ) if not is_there]  # fmt: skip
        if missing and not self.is_terminal:
            raise UsageMistake(self.words("missing_flags", flags=", ".join(missing)))

    def _ask_client(self, country: str | None) -> tuple[Party, str | None]:
        """The client and its country, which is the audience's where nothing is said."""
        given = self.given
        name = self._answer("ask_client", given.client, clean)
        is_told = bool(name or given.client_links or given.client_country)
        if not is_told:
            return Party(), None
        sites = self._answer("ask_client_links", given.client_links, read_addresses)
        where = self._answer("ask_client_country", given.client_country, read_country)
        names = (name,) if name else ()
        return Party(names, sites.accounts, sites.domains), where or country

    def _ask_places(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The platforms, and the seeds on them."""
        given = self.given
        named = self._read(read_platforms, given.platforms) if given.platforms else ()
        is_told = given.links is not None or named or not self.is_terminal
        seeds = self._read_links(given.links or "", named) if is_told else self._ask_links()
        platforms = tuple(dict.fromkeys((*named, *platforms_of(seeds))))
        if not platforms:
            known = ", ".join(name_platforms())
            platforms = self._ask("ask_platforms", read_platforms, platforms=known)
        return platforms, seeds

    def _read_links(self, text: str, platforms: tuple[str, ...]) -> tuple[str, ...]:
        links = sort_links(text)
        if links.unknown:
            raise UsageMistake(self.words("unknown_links", shown=", ".join(links.unknown)))
        if len(platforms) == 1:
            named = tuple(name_seed(platforms[0], it) for it in links.handles)
        elif links.handles and not self.is_terminal:
            raise UsageMistake(self.words("handles_flags", shown=", ".join(links.handles)))
        else:
            named = self._ask_platforms_of(links.handles)
        return self._tell_recognised((*links.seeds, *named))

    def _ask_links(self) -> tuple[str, ...]:
        """Pasted lines until an empty one; what is not recognised is said, and may be mended.

        What needs a question waits until then: a paste of many lines would answer it.
        """
        seeds: dict[str, None] = {}
        handles: dict[str, None] = {}
        while line := ask_line(self.words("ask_more" if seeds or handles else "ask_links")):
            links = sort_links(line)
            for pasted in links.unknown:
                self.output.say(self.words("unknown_links", shown=pasted))
            seeds |= dict.fromkeys(self._tell_recognised(links.seeds))
            handles |= dict.fromkeys(links.handles)
        named = self._tell_recognised(self._ask_platforms_of(tuple(handles)))
        return tuple(seeds | dict.fromkeys(named))

    def _ask_platforms_of(self, handles: tuple[str, ...]) -> tuple[str, ...]:
        known = ", ".join(name_platforms())
        named = []
        for handle in handles:
            platform = self._ask(
                "ask_platform_of", lambda it: it and read_platform(it),
                handle=handle, platforms=known,
            )  # fmt: skip
            named += [name_seed(platform, handle)] if platform else []
        return tuple(named)

    def _tell_recognised(self, seeds: tuple[str, ...]) -> tuple[str, ...]:
        for platform in platforms_of(seeds):
            theirs = ", ".join(it for it in seeds if platforms_of([it]) == (platform,))
            self.output.say(self.words("recognised", platform=platform, seeds=theirs))
        return seeds

    def _find_name(self, topic: str) -> str:
        def read(text: str) -> str:
            return read_name(text, self.output.workspace)

        if self.given.name is not None:
            return self._read(read, self.given.name)
        try:
            return read(propose_name(topic))
        except AnswerMistake as mistake:
            told = self._tell(mistake)
        if not self.is_terminal:
            raise UsageMistake(f"{told} --name?")
        self.output.say(told)
        return self._ask("ask_name", read)

    def _answer(self, key: str, given: str | None, read: Callable[[str], Read]) -> Read:
        if given is not None or not self.is_terminal:
            return self._read(read, given or "")
        return self._ask(key, read)

    def _read(self, read: Callable[[str], Read], given: str) -> Read:
        """What a flag says."""
        try:
            return read(given)
        except AnswerMistake as mistake:
            raise UsageMistake(self._tell(mistake)) from None

    def _ask(self, key: str, read: Callable[[str], Read], **shown: object) -> Read:
        """What a person says, asked until it can be meant."""
        while True:
            try:
                return read(ask_line(self.words(key, **shown)))
            except AnswerMistake as mistake:
                self.output.say(self._tell(mistake))

    def _tell(self, mistake: AnswerMistake) -> str:
        known = ", ".join(name_platforms())
        return self.words(f"is_{mistake.code}", shown=mistake.shown, platforms=known)
