"""Many calls in one: ``execute`` runs a program of up to 25 calls on VK's side.

A pack that grows too large fails as a whole, with a page of HTML or nothing at all; then packs are
made smaller for the rest of the process, and the caller asks for what it needs by single calls.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from leaders.errors import PlatformRefused, PlatformUnreachable, QuotaSpent
from leaders.platforms.parsing import dig
from leaders.platforms.vk.calls import Arguments, Calls
from leaders.platforms.vk.refusals import Failure

MOST_CALLS = 25


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a pack. The arguments are written into a program: numbers, and words of ours."""

    method: str
    arguments: Arguments

    def write(self) -> str:
        """As an expression of VKScript."""
        return f"API.{self.method}({json.dumps(dict(self.arguments), separators=(',', ':'))})"


Result = Mapping[str, object] | Failure | None
"""What a call of a pack brought; None: it failed, and nobody knows why."""


class Packer:
    """Asks several calls at once as long as that goes well; safe to use from several threads."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._size = MOST_CALLS

    @property
    def size(self) -> int:
        """How many calls fit a pack; 1: packs are no use."""
        return self._size if self._calls.can("execute") else 1

    def ask(self, calls: Sequence[Call]) -> list[Result] | None:
        """The result of each call; None when the pack failed as a whole."""
        try:
            returned, errors = self._calls.execute(write_program(calls))
            return read_results(calls, returned, self._read_errors(errors))
        except QuotaSpent:
            return None
        except (PlatformRefused, PlatformUnreachable):
            self._size = max(1, min(self._size, len(calls)) // 2)
            return None

    def _read_errors(self, errors: object) -> list[tuple[str, Failure]]:
        """Each error with its method; the last is told again as the program's own."""
        told = errors if isinstance(errors, list) else []
        return [(str(dig(it, "method")), self._calls.read_failure(it)) for it in told]


def write_program(calls: Sequence[Call]) -> str:
    """The program of VKScript that makes these calls and returns their answers in order."""
    return f"return [{','.join(call.write() for call in calls)}];"


def read_results(
    calls: Sequence[Call], returned: object, errors: Sequence[tuple[str, Failure]]
) -> list[Result]:
    """The result of each call.

    VK puts false in place of a call that failed, and tells the errors in the order of those calls:
    the second failed call of a method has the second error of that method. Where there are not as
    many of both, nobody knows which is whose. Raises ``PlatformRefused`` for another shape.
    """
    if not isinstance(returned, list) or len(returned) != len(calls):
        raise PlatformRefused("VK returned something else than a pack's answers.", 200)
    failed = [call.method for call, it in zip(calls, returned, strict=True) if it is False]
    told = [method for method, _ in errors]
    queues = {
        method: iter([failure for name, failure in errors if name == method])
        for method in failed
        if failed.count(method) == told.count(method)
    }
    return [
        _read_result(it, queues.get(call.method, iter(())))
        for call, it in zip(calls, returned, strict=True)
    ]


def _read_result(returned: object, failures: Iterator[Failure]) -> Result:
    if returned is False:
        return next(failures, None)
    return returned if isinstance(returned, Mapping) else None
