"""What can go wrong, as one sentence for the person who has to mend it."""

from datetime import datetime


class LeadersError(Exception):
    """Something that a person can mend: the message is one sentence and says what to do."""


class UsageMistake(LeadersError):
    """The command was called wrongly."""


class StoreLocked(LeadersError):
    """Another process writes the store and did not finish within the time we wait."""


class RankingOutdated(LeadersError):
    """What the last ranking of a niche was made from changed since."""


class NicheError(LeadersError):
    """A niche file with mistakes; ``mistakes`` has one line each, with file and key."""

    def __init__(self, mistakes: list[str]) -> None:
        self.mistakes = mistakes
        super().__init__("\n".join(mistakes))


class PlatformUnreachable(LeadersError):
    """The network or the platform failed; the same call may go through later.

    ``status`` is HTTP's last answer, 0 where there was none.
    """

    def __init__(self, message: str, status: int = 0) -> None:
        self.status = status
        super().__init__(message)


class GarbledAnswer(PlatformUnreachable):
    """The platform answered with something else than it should, such as a page of HTML."""


class PlatformRefused(LeadersError):
    """The platform refused one request for good; ``status`` is HTTP's, ``code`` its own word."""

    def __init__(self, message: str, status: int, code: str = "") -> None:
        self.status = status
        self.code = code
        super().__init__(message)


class ServerUnreachable(PlatformRefused):
    """One server of many is away or refuses, or one account is out of reach of this login: it says
    nothing of the others.
    """


class QuotaSpent(LeadersError):
    """What the platform allows in a day of this kind of call is used; ``resets_at`` is the end.

    The message is one sentence about the ``bucket``, not about the listing that was asked for.
    """

    def __init__(self, message: str, bucket: str, resets_at: datetime) -> None:
        self.bucket = bucket
        self.resets_at = resets_at
        super().__init__(message)
