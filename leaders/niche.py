"""A niche: what one TOML file says, the one thing that a user edits."""

import json
import re
import tomllib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cronsim import CronSim, CronSimError
from pydantic import BaseModel, Field, ValidationError, ValidationInfo, field_validator

from leaders.errors import LeadersError, NicheError
from leaders.model import EdgeKind, PlatformName
from leaders.niche_audience import Audience, Section
from leaders.niche_client import Agency, Budget, Client, Competitors, Language, Where
from leaders.recognise import platform_of
from leaders.settings import Workspace

Terms = dict[Language, tuple[Annotated[str, Field(pattern=r"\S")], ...]]
_SAID = {
    "missing": "is missing",
    "string_type": "must be text in quotes",
    "tuple_type": 'must be a list, such as ["a", "b"]',
    "too_short": "must be a list that is not empty",
    "dict_type": "must be a section",
    "model_type": "must be a section",
    "bool_type": "must be true or false",
    "int_type": "must be a whole number",
    "float_type": "must be a number",
    r"\S": "must not be blank",
    r"^[a-z]{2}$": 'must be two small letters, such as "en"',
    r"^[A-Z]{2}$": 'must be two capital letters, such as "NL"',
    r"^[A-Z]{3}$": 'must be three capital letters, such as "EUR"',
    r"^\w[\w .-]{0,199}$": "must be the name of a file beside the niche file, without a folder",
    r"^[a-z0-9][a-z0-9_-]{0,62}$": "must be of a-z, 0-9, - and _, at most 63 (the file's name)",
}
"""What a person is told of pydantic's types of mistakes, and of a pattern that does not match."""
_SOME_DAY = datetime(2026, 1, 1, tzinfo=UTC)
Preset = Literal["collab", "ads", "experts", "balanced", "hidden_gems"]
Aggregation = Literal["weighted_percentile", "robust_z", "rrf", "veto"]
ReportLanguage = Literal["en", "ru", "nl"]


class Limits(Section):
    """How far a crawl goes on each platform. ``candidates`` is over all, and bounds a ranking.

    ``audience`` accounts are asked whom they follow, ``audience_pages`` of each; the listings of
    ``accounts`` candidates are read, ``pages`` of each. ``search`` is pages of one search,
    ``posts`` an account's, whose likes and replies are read. What was read longer than
    ``refresh_days`` ago is read again by a refresh.
    """

    candidates: Annotated[int, Field(ge=1, le=1_000_000)] = 100_000
    accounts: Annotated[int, Field(ge=1, le=1_000_000)] = 300
    audience: Annotated[int, Field(ge=0, le=1_000_000)] = 300
    audience_pages: Annotated[int, Field(ge=1, le=10_000)] = 1
    search: Annotated[int, Field(ge=0, le=100)] = 1
    depth: Annotated[int, Field(ge=1, le=5)] = 2
    pages: Annotated[int, Field(ge=1, le=10_000)] = 20
    posts: Annotated[int, Field(ge=0, le=200)] = 10
    refresh_days: Annotated[float, Field(gt=0, le=3650)] = 7
    calls: Annotated[int, Field(ge=1)] | None = None
    minutes: Annotated[float, Field(gt=0)] | None = None


class Score(Section):
    """Which components count how much; ``weights`` replace the preset's."""

    preset: Preset = "collab"
    aggregation: Aggregation = "weighted_percentile"
    weights: dict[str, Annotated[float, Field(ge=0, le=1)]] = Field(default_factory=dict)


class ShortlistSize(Section):
    """How many are listed, and who is never listed."""

    size: Annotated[int, Field(ge=1, le=100_000)] = 50
    exclude: tuple[str, ...] = ()


class Retention(Section):
    """How far back anybody looks, in days: what only earlier moments need may be purged."""

    days: Annotated[int, Field(ge=1, le=36_500)]


class Schedule(Section):
    """When the niche refreshes itself."""

    cron: str
    timezone: str = "UTC"
    active: bool = True

    @field_validator("cron")
    @classmethod
    def _is_cron(cls, text: str) -> str:
        try:
            CronSim(text, _SOME_DAY)
        except CronSimError:
            raise ValueError('is no cron line; write for example "0 6 * * 1"') from None
        return text

    @field_validator("timezone")
    @classmethod
    def _is_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):  # "Europe" is a folder
            raise ValueError('is no time zone; write for example "Europe/Amsterdam"') from None
        return name


class Niche(Section):
    """Everything that a niche file says; its name is the file's. No dump has how reports look."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,62}$")]
    title: Annotated[str, Field(pattern=r"\S", max_length=200)]
    platforms: Annotated[tuple[str, ...], Field(min_length=1)]
    seeds: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    sensitive: bool = False
    language: ReportLanguage | None = Field(default=None, exclude=True)
    words: Terms = Field(default_factory=dict)
    negative_words: Terms = Field(default_factory=dict)
    brand_safety: Terms = Field(default_factory=dict)
    where: Where = Where()
    client: Client = Client()
    agency: Agency = Field(default=Agency(), exclude=True)
    competitors: Competitors = Competitors()
    limits: Limits = Limits()
    edge_weights: dict[str, Annotated[float, Field(ge=0, le=100)]] = Field(default_factory=dict)
    score: Score = Score()
    shortlist: ShortlistSize = ShortlistSize()
    audience: Audience | None = None
    budget: Budget | None = None
    schedule: Schedule | None = None
    retention: Retention | None = None

    @field_validator("platforms")
    @classmethod
    def _are_platforms(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        _check_names(names, "platform", list(PlatformName))
        if twice := [name for name in dict.fromkeys(names) if names.count(name) > 1]:
            raise ValueError(f"{', '.join(twice)}: named twice")
        return names

    @field_validator("seeds")
    @classmethod
    def _are_of_platforms(cls, seeds: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        platforms = info.data.get("platforms", tuple(PlatformName))
        strays = [seed for seed in seeds if platform_of(seed) not in (None, *platforms)]
        if strays:
            raise ValueError(f"{', '.join(strays)}: of a platform that platforms does not name")
        return seeds

    @field_validator("edge_weights")
    @classmethod
    def _are_kinds(cls, weights: dict[str, float]) -> dict[str, float]:
        _check_names(weights, "kind of edge", list(EdgeKind))
        return weights

    def weight_of(self, kind: EdgeKind) -> float:
        """How much one edge of this kind counts."""
        return self.edge_weights.get(kind, DEFAULT_EDGE_WEIGHTS[kind])


DEFAULT_EDGE_WEIGHTS: dict[EdgeKind, float] = {
    EdgeKind.FOLLOW: 1.0,
    EdgeKind.MEMBER: 1.0,
    EdgeKind.REPOST: 1.0,
    EdgeKind.FORWARD: 1.0,
    EdgeKind.QUOTE: 1.0,
    EdgeKind.MENTION: 0.8,
    EdgeKind.REPLY: 0.7,
    EdgeKind.COMMENT: 0.7,
    EdgeKind.LIKE: 0.25,
    EdgeKind.SIMILAR: 0.0,
}
"""How much attention an interaction is: convention, to be changed in ``[edge_weights]``."""

assert set(DEFAULT_EDGE_WEIGHTS) == set(EdgeKind)


def report_language(niche: Niche) -> ReportLanguage:
    """Which language a niche's report is in: as it says, else its audience's, else its words'."""
    known: tuple[ReportLanguage, ...] = get_args(ReportLanguage)
    told = (niche.language, *niche.where.languages, *niche.words)
    return next((it for name in told for it in known if it == name), "en")


WITHOUT_EFFECT = ("sensitive",)
"""Keys that are read and checked, and whose work comes in a later version."""


def load_niche(workspace: Workspace, name: str) -> Niche:
    """Read ``data/niches/<name>.toml``.

    Raises ``LeadersError`` when there is no such niche (and names the nearest), ``NicheError``
    with every mistake at once when the file has some.
    """
    path = workspace.niches / f"{name}.toml"
    names = niche_names(workspace)
    if name not in names:
        where = f"There is no niche {name!r} in {workspace.niches}"
        if not names:
            raise LeadersError(f"{where}; make one with: leaders init")
        close = get_close_matches(name, names, n=1, cutoff=0.4)
        hint = f"did you mean {close[0]!r}?" if close else f"there are {', '.join(names)}."
        raise LeadersError(f"{where}; {hint}")
    return parse_niche(name, path)


def parse_niche(name: str, path: Path) -> Niche:
    """Read one niche file. Raises ``NicheError`` with one line a mistake: file, key, what."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        raise NicheError([f"{path}: not TOML: {error}"]) from None
    except UnicodeDecodeError:
        raise NicheError([f"{path}: not UTF-8; save the file as UTF-8"]) from None
    except OSError as error:
        raise NicheError([f"{path}: cannot be read: {error.strerror}"]) from None
    mistakes = []
    if "name" in told:
        mistakes.append(f"{path}: name: is not written in the file; the file's name is the niche's")
    try:
        # JSON, because TOML's arrays become tuples and pydantic's strict mode reads them from it.
        niche = Niche.model_validate_json(json.dumps({**told, "name": name}, default=str))
    except ValidationError as error:
        mistakes += [_tell(path, mistake) for mistake in error.errors()]
    if mistakes:
        raise NicheError(mistakes)
    return niche


def niche_names(workspace: Workspace) -> list[str]:
    """The names of the niche files of a workspace, sorted."""
    return sorted(path.stem for path in workspace.niches.glob("*.toml"))


def all_niches(workspace: Workspace) -> tuple[list[Niche], list[str]]:
    """The niches of a workspace, by name, and the mistakes of the files that are none."""
    niches, mistakes = [], []
    for name in niche_names(workspace):
        try:
            niches.append(load_niche(workspace, name))
        except NicheError as error:
            mistakes += error.mistakes
    return niches, mistakes


def keys_without_effect(niche: Niche) -> list[str]:
    """Keys that this file sets and that do nothing yet."""
    return [key for key in WITHOUT_EFFECT if _is_set(niche, key)]


def _is_set(niche: Niche, key: str) -> bool:
    first, _, last = key.partition(".")
    section = getattr(niche, first) if last else niche
    name = last or first
    return name in section.model_fields_set and bool(getattr(section, name))


def _tell(path: Path, mistake: Any) -> str:
    place = mistake["loc"]
    key = ".".join(str(part) for part in place if part != "[key]")
    message = re.sub(r"^(Input|String) should", "must", mistake["msg"])
    message = message.removeprefix("Value error, ")
    message = _SAID.get(mistake.get("ctx", {}).get("pattern", mistake["type"]), message)
    if mistake["type"] == "extra_forbidden":
        message = f"unknown key{_nearest(str(place[-1]), _known_keys(place[:-1]))}"
    return f"{path}: {key}: {message}"


def _known_keys(place: tuple[Any, ...]) -> list[str]:
    section: Any = Niche
    for part in place:
        if part not in section.model_fields:
            continue  # a key that a person chose, such as the name of a set
        kind = section.model_fields[part].annotation
        kinds = [kind, *getattr(kind, "__args__", ())]
        section = next(k for k in kinds if isinstance(k, type) and issubclass(k, BaseModel))
    return [key for key in section.model_fields if key != "name" or section is not Niche]


def _check_names(told: Iterable[str], what: str, names: Sequence[str]) -> None:
    wrong = [f"{name!r} is no {what}{_nearest(name, names)}" for name in told if name not in names]
    if wrong:
        raise ValueError("; ".join(wrong))


def _nearest(name: str, names: Any) -> str:
    close = get_close_matches(name, [str(known) for known in names], n=1)
    return f" (did you mean {close[0]!r}?)" if close else ""
