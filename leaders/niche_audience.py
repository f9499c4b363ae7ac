"""What a niche file says of its target audience: sets of people, and how they go together."""

import re
from keyword import iskeyword
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from leaders.combination import Combination, read_combination
from leaders.model import PlatformName

PLAIN = "plain"
"""What ``combine`` calls the set that ``[audience]`` itself describes."""


class Section(BaseModel):
    """A section of a niche file: nothing in it changes, nothing unknown is in it."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class MemberSet(Section):
    """Members of at least so many of these, who interacted with them, minus members of those."""

    communities: tuple[Annotated[str, Field(pattern=r"\S")], ...] = ()
    at_least: Annotated[int, Field(ge=1)] = 1
    minimum_interactions: Annotated[int, Field(ge=0)] = 0
    within_days: Annotated[int, Field(ge=1, le=36_500)] | None = None
    without: tuple[Annotated[str, Field(pattern=r"\S")], ...] = ()

    @model_validator(mode="after")
    def _can_be_met(self) -> Self:
        if self.communities and self.at_least > len(set(self.communities)):
            there = len(set(self.communities))
            raise ValueError(f"at_least asks for {self.at_least} of {there} communities")
        if self.within_days is not None and not self.minimum_interactions:
            raise ValueError("within_days needs minimum_interactions, which says how many")
        return self


class AudienceSet(MemberSet):
    """One of several sets: described as the plain one, or the platform ids in a file."""

    file: str | None = None
    platform: str | None = None

    @field_validator("file")
    @classmethod
    def _lies_beside(cls, name: str | None) -> str | None:
        if name is not None and not re.fullmatch(r"\w[\w .-]{0,199}", name):
            raise ValueError("must be the name of a file beside the niche file, without a folder")
        return name

    @field_validator("platform")
    @classmethod
    def _is_platform(cls, name: str | None) -> str | None:
        if name is not None and name not in list(PlatformName):
            raise ValueError(f"{name!r} is no platform; there are {', '.join(PlatformName)}")
        return name

    @model_validator(mode="after")
    def _is_one_of_two(self) -> Self:
        if self.file is None:
            if not self.communities:
                raise ValueError("must name communities, or a file of ids")
            if self.platform is not None:
                raise ValueError("platform goes with a file of ids alone")
        elif others := sorted(self.model_fields_set - {"file", "platform"}):
            raise ValueError(f"a file of ids takes no {', '.join(others)}")
        return self


class Audience(MemberSet):
    """The target audience: the plain set, or a combination of several."""

    sets: dict[str, AudienceSet] = {}
    combine: str | None = None

    @field_validator("sets")
    @classmethod
    def _have_names(cls, sets: dict[str, AudienceSet]) -> dict[str, AudienceSet]:
        for name in sets:
            if not re.fullmatch(r"[a-z][a-z0-9_]{0,30}", name) or iskeyword(name) or name == PLAIN:
                raise ValueError(
                    f"{name!r} cannot be the name of a set; write a short word of a-z, 0-9 and _ "
                    f"that is not {PLAIN} or a word of Python's"
                )
        return sets

    @model_validator(mode="after")
    def _can_be_combined(self) -> Self:
        if self.combine is not None:
            _ = self.combination
        elif self.sets:
            names = " | ".join(self.set_names)
            raise ValueError(f'combine must say how the sets go together, such as "{names}"')
        elif not self.communities:
            raise ValueError("must name communities, or sets and how to combine them")
        return self

    @property
    def set_names(self) -> tuple[str, ...]:
        """What ``combine`` may name."""
        return (*((PLAIN,) if self.communities else ()), *self.sets)

    @property
    def combination(self) -> Combination:
        """How the sets go together; the plain set alone where nobody says."""
        if self.combine is None:
            return Combination(PLAIN)
        try:
            return read_combination(self.combine, self.set_names)
        except ValueError as error:
            raise ValueError(f"combine {error}") from None
