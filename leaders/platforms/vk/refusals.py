"""What VK's errors mean: they come as good answers of HTTP, with a number.

Some are of the token that asked, some pass, the others are of what was asked for.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from leaders.errors import PlatformRefused
from leaders.model import Ended, Page
from leaders.platforms.parsing import dig, parse_count, parse_name

TOO_FAST = frozenset({6, 9})
"""Too many calls a second, and too many of the same kind."""
PASSING = {6: 1.0, 9: 10.0, 1: 1.0, 10: 1.0}
"""Seconds to stay away at first; besides being too fast, what fails is VK itself."""
SPENT = 29
"""What a day allows of this method is used."""
REVOKED = frozenset({2, 5, 42, 1116, 1117, 1118})
"""The token is refused for good: its application is off, it was revoked, it has expired."""
GUARDED = frozenset({14, 17, 24, 25, 3300, 3301, 3302, 3303})
"""VK wants a person to prove itself: a captcha, a confirmation by telephone."""
UNFIT = frozenset({20, 27, 28})
"""This method is not for a token of this kind."""

_GONE = {
    18: "the account is deleted or banned", 37: "the account is banned",
    39: "VK knows it no more", 104: "VK knows it no more", 113: "VK knows it no more",
    125: "VK knows it no more", 3610: "the account is deactivated",
}  # fmt: skip
_HIDDEN = {
    7: "VK does not permit it", 15: "it is closed to strangers", 19: "its content is blocked",
    30: "the profile is private", 203: "the community is closed",
    210: "the post is closed to strangers", 211: "the comments are closed to strangers",
    212: "the comments are closed to strangers", 260: "its communities are hidden",
}  # fmt: skip
_ABSENT = re.compile(r"\bnot found\b|\bdeactivated\b|\bdeleted\b", re.IGNORECASE)
_WRONG_ID = re.compile(
    r"invalid: *(?:(?:user|owner|group|post|item|comment)_?ids?|object|post)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Failure:
    """An error as VK tells it; ``message`` is one line without any of our tokens."""

    code: int
    message: str

    @property
    def is_lasting(self) -> bool:
        """Whether it is of what was asked for: asking again, or with another token, is no help."""
        return self.code in _GONE or self.code in _HIDDEN or self.code == 100

    def as_refusal(self, method: str) -> PlatformRefused:
        """The error to raise, with VK's number as its code."""
        told = f"VK refused {method} ({self.code})" + (f": {self.message}" if self.message else "")
        return PlatformRefused(f"{told.rstrip('.')}.", 200, str(self.code))


def read_failure(error: object, secrets: Iterable[str]) -> Failure:
    """The error that lies in an answer; ``request_params``, which repeat the call, are not read."""
    told = dig(error, "error_msg")
    message = str(told) if isinstance(told, str) else ""
    for secret in secrets:
        message = message.replace(secret, "***")
    return Failure(parse_count(dig(error, "error_code")) or 0, parse_name(message[:200]) or "")


def is_gone(refusal: PlatformRefused) -> bool:
    """Whether there is no such account or post, or no more."""
    code, said = _read_code(refusal), str(refusal)
    if code == 15:
        return _ABSENT.search(said) is not None
    return code in _GONE or (code == 100 and _WRONG_ID.search(said) is not None)


def read_refusal(refusal: PlatformRefused) -> Page | None:
    """The page that a refusal amounts to; None when it is an error."""
    code = _read_code(refusal)
    if is_gone(refusal):
        return Page(ended=Ended.GONE, why=_GONE.get(code, "VK knows it no more"))
    if code in _HIDDEN:
        return Page(ended=Ended.HIDDEN, why=_HIDDEN[code])
    return None


def _read_code(refusal: PlatformRefused) -> int:
    is_vks = refusal.status == 200 and refusal.code.isdecimal()
    return int(refusal.code) if is_vks else 0
