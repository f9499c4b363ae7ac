"""Many calls in one: ``execute`` runs a program of up to 25 calls on VK's side.

A pack that grows too large fails as a whole, with a page of HTML or nothing at all: then packs are
halved, and the caller asks for what it needs by single calls. What goes well lets them grow again,
for a network that failed is no reason to go slowly for days.
"""

import json
from collections.abc import Iterable, Mapping, Sequence

from leaders.errors import PlatformRefused, PlatformUnreachable, QuotaSpent
from leaders.platforms.parsing import dig
from leaders.platforms.vk.calls import Arguments, Calls
from leaders.platforms.vk.refusals import Failure

MOST_CALLS = 25


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

    def ask(self, method: str, calls: Sequence[Arguments]) -> list[Result] | None:
        """The result of each call of a method; None when the pack failed as a whole."""
        try:
            returned, errors = self._calls.execute(write_program(method, calls))
            told = errors if isinstance(errors, list) else []
            # The last is told again as the program's own.
            of_calls = [it for it in told if dig(it, "method") == method]
            results = read_results(len(calls), returned, map(self._calls.read_failure, of_calls))
        except QuotaSpent:
            return None
        except (PlatformRefused, PlatformUnreachable):
            self._size = max(1, min(self._size, len(calls)) // 2)
            return None
        if len(calls) == self._size:
            self._size = min(MOST_CALLS, self._size + 1)
        return results


def write_program(method: str, calls: Sequence[Arguments]) -> str:
    """The program of VKScript that makes these calls and returns their answers in order.

    The arguments are written into it: numbers, and words of ours.
    """
    written = (json.dumps(dict(it), separators=(",", ":")) for it in calls)
    return f"return [{','.join(f'API.{method}({it})' for it in written)}];"


def read_results(count: int, returned: object, failures: Iterable[Failure]) -> list[Result]:
    """The result of each of so many calls.

    VK puts false in place of a call that failed, and tells the errors in the order of those
    calls. Where there are not as many of both, nobody knows which is whose. Raises
    ``PlatformRefused`` for another shape.
    """
    if not isinstance(returned, list) or len(returned) != count:
        raise PlatformRefused("VK returned something else than a pack's answers.", 200)
    told = list(failures)
    queue = iter(told if returned.count(False) == len(told) else [])
    return [
        next(queue, None) if it is False else it if isinstance(it, Mapping) else None
        for it in returned
    ]
