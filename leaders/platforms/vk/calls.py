"""One call of VK's: with the token that is free, again where it may pass, within a day's limits."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta, timezone

from leaders.errors import LeadersError, PlatformRefused, PlatformUnreachable
from leaders.platforms.parsing import dig
from leaders.platforms.quota import DayLedger
from leaders.platforms.vk.refusals import (
    GUARDED,
    PASSING,
    REVOKED,
    SPENT,
    TOO_FAST,
    UNFIT,
    Failure,
    read_failure,
)
from leaders.platforms.vk.tokens import KEY_PAGE, METHODS, Pool, Token

VERSION = "5.199"
ATTEMPTS = 6
MOST_STRIKES = 5
DAILY = {"newsfeed.search": 1000, "wall.get": 5000, "wall.search": 1000}
"""Calls a day that VK allows a token; other methods have no limit that is known."""
ZONE = timezone(timedelta(hours=3), "Moscow")  # without summer time since 2014

Arguments = Mapping[str, str | int]


class Calls:
    """Asks VK; safe to use from several threads.

    Whatever asks raises ``QuotaSpent``, ``PlatformUnreachable`` when VK wants to be left alone,
    ``PlatformRefused`` with VK's number as its code, and ``LeadersError`` without a token.
    """

    def __init__(self, pool: Pool, ledger: DayLedger, now: Callable[[], datetime]) -> None:
        self._pool = pool
        self._ledger = ledger
        self._now = now

    def can(self, method: str) -> bool:
        """Whether there is a token left for a method."""
        return self._pool.can(method, self._today())

    def ask(self, method: str, arguments: Arguments) -> object:
        """What VK answers."""
        return dig(self._post(method, arguments), "response")

    def execute(self, code: str) -> tuple[object, object]:
        """What a program of VKScript returns, and the errors of the calls in it.

        Not made again when its answer cannot be read: the caller had better ask for less.
        """
        body = self._post("execute", {"code": code}, is_repeatable=False)
        return dig(body, "response"), dig(body, "execute_errors")

    def read_failure(self, error: object) -> Failure:
        """An error that stands among the answers of a program."""
        return read_failure(error, self._pool.secrets)

    def _post(self, method: str, arguments: Arguments, *, is_repeatable: bool = True) -> object:
        attempts = 0
        while True:
            with self._pool.lend(method, self._today()) as token:
                if token is None:
                    raise self._explain(method)
                self._ledger.spend(method)
                form = {**arguments, "access_token": token.secret, "v": VERSION}
                body = token.client.post_form(
                    f"/method/{method}", form, is_repeatable=is_repeatable
                ).body
            error = dig(body, "error")
            if error is None:
                if not isinstance(body, Mapping) or "response" not in body:
                    raise PlatformRefused(
                        f"VK answered {method} without a response; look at VK_API.", 200
                    )
                token.strikes = 0
                return body
            failure = self.read_failure(error)
            attempts += failure.code in PASSING
            may_pass = self._learn(token, method, failure)
            if attempts == ATTEMPTS and failure.code in TOO_FAST:
                raise PlatformUnreachable(
                    "VK says again and again that we are too fast; lower VK_RATE or run the same "
                    "command later."
                )
            is_pack_too_large = not is_repeatable and failure.code in (1, 10)
            if attempts == ATTEMPTS or is_pack_too_large or not may_pass:
                raise failure.as_refusal(method)

    def _explain(self, method: str) -> LeadersError:
        """Why nobody is left to call a method: the way out that is nearest."""
        tokens = self._pool.allowed(method)
        needed = " or ".join(kind.value for kind in METHODS[method])
        if any(not token.out and method in token.spent for token in tokens):
            return self._ledger.exhaust(method)
        if any(token.is_guarded for token in tokens):
            return PlatformUnreachable(
                "VK wants a person to confirm every token that is left; log in to VK with their "
                f"owners' accounts, or set other tokens in {needed}, and run the same command."
            )
        if any(not token.out for token in tokens):
            return PlatformRefused(f"VK lets none of the tokens call {method}.", 200, "28")
        said = "VK refuses every token" if tokens else f"VK needs a token for {method}"
        return LeadersError(f"{said}; get one at {KEY_PAGE} and set {needed}.")

    def _learn(self, token: Token, method: str, failure: Failure) -> bool:
        """Note what a failure says of the token; returns whether to ask again."""
        code = failure.code
        if code in PASSING:
            token.client.freeze(PASSING[code] * 2**token.strikes)
            token.strikes = min(token.strikes + 1, MOST_STRIKES)
        elif code == SPENT:
            token.spent[method] = self._today()
        elif code in UNFIT:
            token.barred.add(method)
        elif code in REVOKED:
            token.out = f"VK refuses it ({code}); get another at {KEY_PAGE}"
        elif code in GUARDED:
            token.is_guarded = True
            token.out = f"VK wants its owner to confirm it ({code}); log in to VK with that account"
        return code in {*PASSING, SPENT, *UNFIT, *REVOKED, *GUARDED}

    def _today(self) -> date:
        return self._now().astimezone(ZONE).date()
