"""The rows of an export, one platform after the other, with native ids."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as of_dataclass
from pathlib import Path

import polars as pl

from leaders.model import IMPORT_ONLY, ContactKind, PlatformName, show_platform
from leaders.platforms.files.cleaning import clean
from leaders.platforms.files.fields import SHAPES
from leaders.platforms.files.presets import Preset
from leaders.platforms.files.rows import LINE, TEXT_SHOWN, Batch, Reader, Reject, make_frame
from leaders.platforms.files.whose import read_account, read_platform, read_post
from leaders.recognise import address_of, platform_of

ACCOUNT_FIELDS = ("url", "handle", "id", "source", "target", "author")
"""Fields that name an account: the first that can be read is its id; of posts the author's."""

EMAIL = "email"
"""A column that says itself to be a public address for business; it becomes a contact."""

_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\"=]{1,64}@[\w-]+(?:\.[\w-]+)+")
_CONTACTS = pl.List(pl.Struct({"kind": pl.String, "value": pl.String, "role": pl.String}))


@dataclass(frozen=True, slots=True)
class Export:
    """A file that a preset fits: ``columns`` are its fields' headers, ``platforms`` whose rows
    it holds and how many, with None for rows that do not say it.
    """

    path: Path
    name: str
    preset: Preset
    columns: Mapping[str, tuple[str, ...]]
    platforms: Mapping[PlatformName | None, int]
    said: tuple[str, ...]
    owner: str | None
    asked: PlatformName | None
    reader: Reader = of_dataclass(repr=False)

    def plan(self, platform: PlatformName, known: Mapping[str, str]) -> "ExportPlan":
        """The rows of one platform; ``known``: native ids by handle, see ``read_account``."""
        return ExportPlan(self, platform, known)


@dataclass(frozen=True, slots=True)
class ExportPlan:
    """What the store takes in: clean rows of one platform of an export."""

    export: Export
    platform: PlatformName
    known: Mapping[str, str]

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return self.export.path

    @property
    def shape(self) -> str:
        """What a row is."""
        return self.export.preset.shape

    def batches(self) -> Iterator[Batch]:
        """Clean rows; what names nobody, or nobody who is known, is a reject."""
        export = self.export
        fields = [it for it in export.columns if it != "platform"]
        wanted = list(dict.fromkeys(it for names in export.columns.values() for it in names))
        takes_strays = self.platform == next((it for it in export.platforms if it), None)
        for batch in export.reader.batches(wanted):
            good: list[tuple[int, dict[str, str | None]]] = []
            rejects = list(batch.rejects) if takes_strays else []
            for row in batch.frame.iter_rows(named=True):
                platform = find_platform(row, export.columns, export.preset, export.asked)
                cells = {it: _join(row, export, it) for it in fields}
                if platform == self.platform:
                    mistake = self._name(cells)
                elif platform is None and takes_strays:
                    mistake = "does not say of which network it is"
                else:
                    continue
                if mistake:
                    shown = " | ".join(it for name, it in cells.items() if it and name != EMAIL)
                    rejects.append(Reject(row[LINE], mistake, shown[:TEXT_SHOWN]))
                else:
                    good.append((row[LINE], cells))
            yield self._clean(good, rejects)

    def _name(self, cells: dict[str, str | None]) -> str | None:
        """Put native ids into a row; returns what is wrong with it."""
        preset, platform = self.export.preset, self.platform
        fields = ("author", "id") if preset.shape == "posts" else ACCOUNT_FIELDS
        said = [text for field in fields if (text := cells.get(field))]
        if platform == PlatformName.VK and preset.kind == "community":
            said = [f"-{it}" if it.isdigit() else it for it in said]
        found = (read_account(platform, text, self.known) for text in said)
        native_id = next(filter(None, found), None)
        if native_id is None:
            return self._tell_unknown(said)
        if preset.shape == "posts":
            cells["author"], text = native_id, cells.get("id") or ""
            cells["id"] = read_post(platform, text, self.known)
            return None if cells["id"] else "its address is that of no post"
        if preset.owner:
            other = "target" if preset.owner == "source" else "source"
            cells[preset.owner], cells[other] = self.export.owner, native_id
            return None
        cells["id"] = native_id
        if platform in IMPORT_ONLY:
            cells["url"] = address_of(platform, native_id)
            cells["handle"] = native_id.rpartition("/")[2]
        return None

    def _tell_unknown(self, said: Sequence[str]) -> str:
        if not said:
            return "names no account"
        network = show_platform(self.platform)
        if self.platform in IMPORT_ONLY:
            return f"names no account of {network}"
        return (
            f"{network}'s own id is not told, and nobody is stored by this name: "
            "put it among the seeds of the niche, collect, and import again"
        )

    def _clean(self, good: list[tuple[int, dict[str, str | None]]], rejects: list[Reject]) -> Batch:
        preset = self.export.preset
        fields = list(dict.fromkeys(key for _, cells in good for key in cells))
        fields = fields or [it.name for it in SHAPES[preset.shape] if it.is_required]
        if preset.kind:
            fields = list(dict.fromkeys((*fields, "kind")))
            for _, cells in good:
                cells["kind"] = str(preset.kind)
        rows = [[cells.get(field) for field in fields] for _, cells in good]
        frame = make_frame(fields, [line for line, _ in good], rows)
        headers = {field: field for field in fields if field != EMAIL}
        cleaned = clean(preset.shape, Batch(frame, tuple(rejects)), headers)
        if EMAIL not in self.export.columns:
            return cleaned
        emails = {line: cells.get(EMAIL) for line, cells in good}
        contacts = [_read_email(emails[line]) for line in cleaned.frame["line"]]
        column = pl.Series("contacts", contacts, dtype=_CONTACTS)
        return Batch(cleaned.frame.with_columns(column), cleaned.rejects)


def _read_email(text: str | None) -> list[dict[str, str]] | None:
    address = (text or "").strip()
    if len(address) > 254 or not _ADDRESS.fullmatch(address):
        return None
    return [{"kind": str(ContactKind.EMAIL), "value": address, "role": "business"}]


def find_platform(
    row: Mapping[str, str | None],
    columns: Mapping[str, tuple[str, ...]],
    preset: Preset,
    asked: PlatformName | None,
) -> PlatformName | None:
    """What the preset fixes, else a column's word, else an address, else what is asked for."""
    if preset.platform:
        return preset.platform
    cells = {field: row[names[0]] or "" for field, names in columns.items()}
    word = read_platform(cells["platform"]) if cells.get("platform") else None
    if word:
        return word
    for field in ACCOUNT_FIELDS:
        text = cells.get(field)
        if text and "/" in text and (told := platform_of(text)):
            return told
    return asked


def _join(row: Mapping[str, str | None], export: Export, field: str) -> str | None:
    cells = [text.strip() for it in export.columns[field] if (text := row[it]) and text.strip()]
    return export.preset.joined.get(field, " ").join(cells) or None
