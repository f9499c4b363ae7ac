"""Where advertising may be bought, by the advertiser's country: information, no advice.

The table is ``market_rules.toml`` beside this module, each rule with its date and source; a file
``rules.toml`` in the workspace goes before it.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, field_validator

from leaders.errors import LeadersError
from leaders.model import PlatformName, show_platform
from leaders.niche import Niche
from leaders.settings import Workspace

BUNDLED = Path(__file__).with_name("market_rules.toml")
OWN_FILE = "rules.toml"
OLD_DAYS = 180
"""A rule that was looked up longer ago should be looked up again."""
NO_RULE = "no rule known"
NO_ADVICE = "Market rules are information with a date and a source, and no legal advice."

Status = Literal["allowed", "disputed", "banned", "unknown"]


@dataclass(frozen=True, slots=True)
class Rule:
    """What holds for advertising on one platform, for an advertiser of one country.

    status: ``allowed`` (no ban was found), ``disputed``, ``banned``, or ``unknown`` where there is
    no rule. levy_percent: of what is paid, on top of it. registry: which accounts must be
    registered, from registry_followers on (None: whatever their size). Texts are empty and as_of
    is None where nothing is known.
    """

    country: str
    platform: str
    status: Status = "unknown"
    marking: str = ""
    levy_percent: float = 0.0
    registry: str = ""
    registry_followers: int | None = None
    note: str = NO_RULE
    source: str = ""
    as_of: date | None = None

    def is_old(self, today: date) -> bool:
        """Whether it should be looked up again."""
        return self.as_of is not None and (today - self.as_of).days > OLD_DAYS

    def must_be_registered(self, followers_count: int | None) -> bool:
        """Whether an account of this size must be in a registry; of unknown size it may have to."""
        if not self.registry or self.registry_followers is None or followers_count is None:
            return bool(self.registry)
        return followers_count > self.registry_followers


class _Told(BaseModel):
    """What a country or a platform says; what a platform does not say its country does."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    marking: str | None = None
    levy_percent: Annotated[float, Field(ge=0, le=100)] | None = None
    registry: str | None = None
    registry_followers: Annotated[int, Field(ge=0)] | None = None
    note: str | None = None
    source: str | None = None
    as_of: date | None = None


class _Platform(_Told):
    status: Literal["allowed", "disputed", "banned"]


class _Country(_Told):
    platform: dict[str, _Platform] = Field(default_factory=dict)

    @field_validator("platform")
    @classmethod
    def _are_platforms(cls, told: dict[str, _Platform]) -> dict[str, _Platform]:
        if strays := [name for name in told if name not in list(PlatformName)]:
            raise ValueError(f"{', '.join(strays)}: no platform; say {', '.join(PlatformName)}")
        return told


_TABLE = TypeAdapter(dict[Annotated[str, Field(pattern=r"^[A-Z]{2}$")], _Country])


def find_country(niche: Niche) -> str | None:
    """The advertiser's country: the client's, else where the audience lives."""
    return niche.client.country or niche.where.country


def load_rules(workspace: Workspace, country: str | None) -> dict[str, Rule]:
    """The rule of every platform for an advertiser of a country, by the platform's name.

    Where there is none, also of an unknown country, a rule of status ``unknown``. Raises
    ``LeadersError`` with every mistake in the workspace's ``rules.toml``.
    """
    told = _read(BUNDLED)
    own = workspace.root / OWN_FILE
    if own.exists():
        told = _put_before(_read(own, is_own=True), told)
    name = country or ""
    return {
        str(platform): _make_rule(name, str(platform), told.get(name)) for platform in PlatformName
    }


def describe_rule(rule: Rule) -> str:
    """A rule in words, with its date and source."""
    where = f"{show_platform(rule.platform)}, advertiser in {rule.country or 'an unknown country'}"
    if rule.status == "unknown":
        return f"{where}: {NO_RULE}"
    duties = (
        rule.marking and f"Marking: {rule.marking}.",
        f"Levy: {rule.levy_percent:g} %." if rule.levy_percent else "",
        rule.registry and f"Registry: {rule.registry}.",
    )
    told = (rule.note, *(duties if rule.status != "banned" else ()), f"As of {rule.as_of}: ")
    return f"{where}: {rule.status}. {' '.join(filter(None, told))}{rule.source}."


def _make_rule(country: str, platform: str, told: _Country | None) -> Rule:
    said = told.platform.get(platform) if told else None
    if said is None:
        return Rule(country, platform)
    assert told is not None
    general = told.model_dump(exclude={"platform"}, exclude_none=True)
    general_note = told.note if said.status != "banned" else None
    note = " ".join(filter(None, (said.note, general_note)))
    return Rule(
        country, platform, **{**general, **said.model_dump(exclude_none=True), "note": note}
    )


def _put_before(own: Mapping[str, _Country], told: Mapping[str, _Country]) -> dict[str, _Country]:
    """The workspace's rules before the bundled ones: a platform's whole, a country's by key."""
    together = dict(told)
    for country, mine in own.items():
        theirs = told.get(country, _Country())
        general = mine.model_dump(exclude={"platform"}, exclude_none=True)
        platforms = {**theirs.platform, **mine.platform}
        together[country] = theirs.model_copy(update={**general, "platform": platforms})
    return together


def _read(path: Path, *, is_own: bool = False) -> dict[str, _Country]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LeadersError(f"{path}: not TOML in UTF-8: {error}; mend or remove it.") from None
    except OSError as error:
        raise LeadersError(f"{path}: cannot be read: {error.strerror}.") from None
    try:
        told = _TABLE.validate_python(_with_source(content) if is_own else content)
    except ValidationError as error:
        raise LeadersError("\n".join(_tell(path, it) for it in error.errors())) from None
    undated = [place for place, said in _places(told) if is_own and said.as_of is None]
    if undated:
        raise LeadersError(
            f"{path}: {', '.join(undated)}: as_of is missing; say on which day you looked, such as "
            "as_of = 2026-10-05"
        )
    return told


def _with_source(content: Mapping[str, Any]) -> dict[str, Any]:
    """The workspace's rules are their own source where they name none."""

    def named(said: Any) -> Any:
        return {"source": OWN_FILE, **said} if isinstance(said, dict) and said else said

    told: dict[str, Any] = {}
    for country, said in content.items():
        told[country] = said
        if isinstance(said, dict):
            general = named({key: value for key, value in said.items() if key != "platform"})
            platforms = said.get("platform", {})
            if isinstance(platforms, dict):
                platforms = {name: named(it) for name, it in platforms.items()}
            told[country] = {**general, "platform": platforms}
    return told


def _places(told: Mapping[str, _Country]) -> list[tuple[str, _Told]]:
    """What says something: a country with any key of its own, and each platform."""
    places: list[tuple[str, _Told]] = []
    for country, said in told.items():
        if said.model_dump(exclude={"platform"}, exclude_none=True):
            places.append((country, said))
        places += [(f"{country}.platform.{name}", it) for name, it in said.platform.items()]
    return places


def _tell(path: Path, mistake: Any) -> str:
    place = ".".join(str(part) for part in mistake["loc"] if part != "[key]")
    said = {
        "extra_forbidden": "unknown key",
        "missing": "is missing",
        "string_pattern_mismatch": 'must be a country of two capital letters, such as "NL"',
    }.get(mistake["type"], _plain(mistake["msg"]))
    return f"{path}: {place}: {said}"


def _plain(message: str) -> str:
    return message.removeprefix("Value error, ").replace("Input should", "must", 1)
