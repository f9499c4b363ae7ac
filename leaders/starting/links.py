"""Pasted links and handles, sorted by platform."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from leaders.model import PlatformName
from leaders.platforms import PLATFORMS
from leaders.recognise import platform_of
from leaders.starting.answers import AnswerMistake, split_links

_HANDLE = re.compile(r"@?[\w.·'-]{2,100}")


@dataclass(frozen=True, slots=True)
class Links:
    """``seeds`` whose platform shows, ``handles`` that may be of any, ``unknown`` addresses."""

    seeds: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def sort_links(text: str) -> Links:
    """Sort what was pasted: many at once, with spaces, commas or line ends between."""
    pasted = split_links(text)
    seeds = tuple(it for it in pasted if platform_of(it))
    handles = tuple(it for it in pasted if it not in seeds and _HANDLE.fullmatch(it))
    return Links(seeds, handles, tuple(it for it in pasted if it not in {*seeds, *handles}))


def name_platforms() -> list[str]:
    """The platforms that a handle may be of: those that can be collected from come first."""
    collected = [name for name in PLATFORMS if name != PlatformName.SIMULATED]
    others = [it.value for it in PlatformName if it.value not in PLATFORMS]
    return collected + [name for name in others if name != PlatformName.FILES]


def read_platform(text: str) -> str:
    """A platform's name in any case; raises ``AnswerMistake`` for another word."""
    name = text.strip().lower()
    if name not in list(PlatformName):
        raise AnswerMistake("platform", text.strip())
    return name


def read_platforms(text: str) -> tuple[str, ...]:
    """Several platforms' names, with commas or spaces between; one at least."""
    names = tuple(dict.fromkeys(map(read_platform, split_links(text))))
    if not names:
        raise AnswerMistake("empty")
    return names


def name_seed(platform: str, handle: str) -> str:
    """A handle as a niche file names it, so that it is looked for on its platform alone."""
    return f"{platform}:{handle.removeprefix('@')}"


def platforms_of(seeds: Iterable[str]) -> tuple[str, ...]:
    """The platforms that seeds are of, each once, in their order."""
    found = (platform_of(seed) for seed in seeds)
    return tuple(dict.fromkeys(it.value for it in found if it))
