"""Trying a platform's credential live: with the fewest calls that show what it opens."""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from leaders.errors import LeadersError, PlatformRefused, ServerUnreachable
from leaders.model import Account, AccountKind, Ended, Listing
from leaders.platforms import Platform

MOST_LOOKED_UP = 10
"""So many of the seeds of a platform are looked up; the crawl looks for the others."""
SEARCHES = (Listing.SEARCH_ACCOUNTS, Listing.SEARCH_POSTS)


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of trying a platform.

    ``lacks`` says which credential is missing, ``trouble`` why it did not answer; where both are
    None it did. ``found`` seeds are accounts there, of ``unknown`` ones nobody is known, and
    ``shown`` is one of the accounts as it tells of itself. ``finds``, ``reads`` and ``reacts`` are
    what the credential opens: searches, listings of accounts and of posts.
    """

    platform: str
    lacks: str | None = None
    trouble: str | None = None
    found: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    shown: Account | None = None
    finds: tuple[Listing, ...] = ()
    reads: tuple[Listing, ...] = ()
    reacts: tuple[Listing, ...] = ()
    needs: str = ""
    unseen: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it can be collected from."""
        return self.lacks is None and self.trouble is None


def try_platform(
    name: str, make: Callable[[], Platform], seeds: Sequence[str], words: Sequence[str]
) -> Trial:
    """Look the seeds up, and show one of them; without seeds search for the first word.

    Raises nothing: what went wrong is in the answer.
    """
    try:
        platform = make()
    except LeadersError as error:
        return Trial(name, trouble=str(error))
    with closing(platform):
        trial = Trial(name, platform.lacks, needs=platform.needs, unseen=platform.unseen)
        if trial.lacks:
            return trial
        try:
            trial = _ask(trial, platform, seeds[:MOST_LOOKED_UP], words)
        except LeadersError as error:
            trial = replace(trial, trouble=str(error))
        return replace(
            trial,
            finds=platform.discoveries(),
            reads=_read_listings(platform),
            reacts=platform.post_listings(),
            remarks=platform.remarks(),
        )


def _ask(trial: Trial, platform: Platform, seeds: Sequence[str], words: Sequence[str]) -> Trial:
    found: list[str] = []
    unknown: list[str] = []
    away: list[str] = []
    for seed in seeds:
        try:
            account_id = platform.find_account(seed)
        except ServerUnreachable as error:  # one server of many says nothing of the others
            away.append(str(error))
            continue
        (found if account_id else unknown).append(account_id or seed)
    if away and not found and not unknown:
        return replace(trial, trouble=away[0])
    if not seeds:
        _search(platform, words)
    shown = platform.fetch_profiles(found[:1]) if found else []
    return replace(
        trial, found=tuple(found), unknown=tuple(unknown), shown=shown[0] if shown else None
    )


def _search(platform: Platform, words: Sequence[str]) -> None:
    """One page of one search; a refusal is the platform's trouble."""
    searches = [it for it in SEARCHES if it in platform.discoveries()]
    if searches and words:
        page = platform.fetch(words[0], searches[0])
        if page.ended in (Ended.FAILED, Ended.HIDDEN):
            raise PlatformRefused(page.why or "", 0)


def _read_listings(platform: Platform) -> tuple[Listing, ...]:
    """The listings of all kinds of accounts, each once."""
    return tuple(dict.fromkeys(it for kind in AccountKind for it in platform.listings(kind)))
