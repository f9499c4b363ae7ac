"""Presets: what the columns of other tools' exports are called, as data in ``presets.toml``."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter

from leaders.errors import UsageMistake
from leaders.model import AccountKind, PlatformName, show_platform


class Preset(BaseModel):
    """How one kind of export writes its columns.

    ``columns`` gives for each field the headers that hold it; those of a field in ``joined`` are
    all taken, with that between them. ``platform`` is whose accounts these are; None where each
    row says it, by a column of its own or by its address. ``owner`` is the end of the edges that
    is whoever downloaded the file. ``json`` names the lists of a download.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    what: str
    shape: Literal["accounts", "edges", "posts"]
    columns: Mapping[str, tuple[str, ...]]
    joined: Mapping[str, str] = {}
    marks: tuple[tuple[str, ...], ...] = ()
    json_lists: tuple[str, ...] = ()
    platform: PlatformName | None = None
    kind: AccountKind | None = None
    owner: Literal["source", "target"] | None = None
    never: tuple[str, ...] = ()
    confirmed: bool
    source: str

    def match(self, header: Sequence[str]) -> dict[str, list[str]]:
        """Field -> the columns of a header that hold it; a column holds one field alone."""
        plain = {plain_header(column): column for column in reversed(header)}
        barred = set(map(plain_header, self.never))
        taken: set[str] = set()
        matched: dict[str, list[str]] = {}
        for field, known in self.columns.items():
            found = [
                plain[it] for it in map(plain_header, known) if it in plain and it not in barred
            ]
            found = [it for it in found if it not in taken]
            if found:
                matched[field] = found if field in self.joined else found[:1]
                taken.update(matched[field])
        return matched

    def fits(self, header: Iterable[str]) -> bool:
        """Whether a header has what only this tool writes."""
        plain = set(map(plain_header, header))
        return bool(self.marks) and all(
            plain.intersection(map(plain_header, group)) for group in self.marks
        )


def plain_header(text: str) -> str:
    """A header without case, spaces and punctuation: ``Avg. likes`` and ``avgLikes`` are one."""
    return re.sub(r"[\W_]+", "", text.lower())


@cache
def load_presets() -> Mapping[str, Preset]:
    """All presets by the name that ``--preset`` takes."""
    text = Path(__file__).with_name("presets.toml").read_text(encoding="utf-8")
    told = tomllib.loads(text)
    for preset in told.values():
        preset["json_lists"] = preset.pop("json", [])
    return TypeAdapter(dict[str, Preset]).validate_python(told)


def find_preset(name: str) -> Preset:
    """The preset of a name. Raises ``UsageMistake`` where there is none."""
    presets = load_presets()
    if name not in presets:
        close = get_close_matches(name, presets, n=1)
        hint = f"did you mean {close[0]}?" if close else f"there are {', '.join(presets)}."
        raise UsageMistake(f"--preset {name}: there is no such preset; {hint}")
    return presets[name]


def list_presets() -> list[tuple[str, str, str, str, str]]:
    """Rows of name, whose export, what it brings, its platform, whether the names are confirmed."""
    return [
        (
            name,
            preset.title,
            f"{preset.shape}: {preset.what}",
            show_platform(preset.platform) if preset.platform else "of each row",
            "confirmed" if preset.confirmed else "assumed",
        )
        for name, preset in load_presets().items()
    ]
