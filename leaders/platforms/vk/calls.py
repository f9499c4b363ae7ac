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

NOBODYS = "nobody's"
"""The code of a refusal of ours: other methods have tokens, but this one has none that is left."""

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
            today = self._today()
            with self._pool.lend(method, today) as token:
                if token is None:
                    raise self._explain(method, today)
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
                if token.strikes:  # it goes on slowly, and faster from call to call
                    token.client.freeze(token.strikes)
                    token.strikes = max(0, token.strikes - 1)
                return body
            failure = self.read_failure(error)
            attempts += failure.code in PASSING
            may_pass = _learn(token, method, failure, today)
            if attempts == ATTEMPTS and failure.code in TOO_FAST:
                raise PlatformUnreachable(
                    "VK says again and again that we are too fast; lower VK_RATE or run the same "
                    "command later."
                )
            is_pack_too_large = not is_repeatable and failure.code in (1, 10)
            if attempts == ATTEMPTS or is_pack_too_large or not may_pass:
                raise failure.as_refusal(method)

    def _explain(self, method: str, today: date) -> LeadersError:
        """Why nobody is left to call a method: the way out that is nearest."""
        tokens = self._pool.allowed(method)
        if any(not token.out and token.spent.get(method) == today for token in tokens):
            return self._ledger.exhaust(method)
        needed = " or ".join(kind.value for kind in METHODS[method])
        message = "; ".join(
            [
                f"None of our tokens may call {method}",
                *(token.out for token in tokens if token.out),
                f"get a token at {KEY_PAGE} and put it into .env as {needed}.",
            ]
        )
        if any(not token.out for token in self._pool.tokens):
            return PlatformRefused(message, 200, NOBODYS)
        return LeadersError(message)

    def _today(self) -> date:
        return self._now().astimezone(ZONE).date()


def _learn(token: Token, method: str, failure: Failure, today: date) -> bool:
    """Note what a failure says of the token; returns whether to ask again."""
    code = failure.code
    if code in PASSING:
        token.client.freeze(PASSING[code] * 2**token.strikes)
        token.strikes = min(token.strikes + 1, MOST_STRIKES)
    elif code == SPENT:
        token.spent[method] = today
    elif code in UNFIT:
        token.barred.add(method)
    elif code in REVOKED:
        token.out = f"VK refuses {token.name} ({code})"
    elif code in GUARDED:
        token.out = f"VK wants the owner of {token.name} to log in and confirm it ({code})"
    return code in {*PASSING, SPENT, *UNFIT, *REVOKED, *GUARDED}
