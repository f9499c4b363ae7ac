"""An export of another tool or a download of one's own data: which it is, and what it holds."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from leaders.errors import LeadersError, UsageMistake
from leaders.model import PlatformName, show_platform
from leaders.platforms.files.delimited import DELIMITERS, DelimitedReader
from leaders.platforms.files.encoding import detect_encoding, open_text
from leaders.platforms.files.export_rows import ACCOUNT_FIELDS, Export, find_platform
from leaders.platforms.files.json_rows import JsonReader
from leaders.platforms.files.own_lists import OwnListReader, find_list
from leaders.platforms.files.presets import Preset, find_preset, load_presets
from leaders.platforms.files.rows import Reader
from leaders.platforms.files.whose import read_account
from leaders.platforms.files.workbook import WorkbookReader, open_workbook

HEADER_WITHIN = 20
"""A header is looked for in so many first lines: notes may go before it."""


def open_export(
    path: Path, asked: str | None, platform: PlatformName | None = None, owner: str | None = None
) -> Export | None:
    """Look at a file: the export of the preset that is asked for, or that alone fits its header.

    None where no preset is asked for and none fits, or several do. Raises ``LeadersError`` where
    the file is not what the preset says.
    """
    presets = {asked: find_preset(asked)} if asked else load_presets()
    found = _find(path, presets, is_asked=asked is not None)
    if found is None and asked is None:
        return None
    preset = presets[found[0]] if found else find_preset(asked or "")
    if found is None:
        raise LeadersError(f"{path} has no column of an export of {preset.title}; {_HINT}")
    name, reader = found
    header = reader.columns
    matched = {field: tuple(names) for field, names in preset.match(header).items()}
    _check(path, preset, matched, header)
    owner = _check_owner(preset, owner)
    if platform and preset.platform not in (None, platform):
        raise UsageMistake(
            f"--platform {platform}: {preset.title} holds accounts of "
            f"{show_platform(preset.platform or '')}; leave it out."
        )
    platforms = _count_platforms(reader, matched, preset, platform)
    said = (*reader.said, *_describe(name, preset, matched, header, platforms, is_told=bool(asked)))
    return Export(path, name, preset, matched, platforms, said, owner, platform, reader)


_HINT = "use --preset none and --map for a file with other headers."


def _find(
    path: Path, presets: Mapping[str, Preset], *, is_asked: bool
) -> tuple[str, Reader] | None:
    """The one preset that fits, and a reader that begins at its header."""
    lists = {it: name for name, preset in presets.items() for it in preset.json_lists}
    if lists and (own := find_list(path, list(lists))):
        return lists[own], OwnListReader(path, own)
    for line, header in _first_rows(path, with_json=is_asked):
        fit = [name for name, preset in presets.items() if preset.fits(header)]
        if is_asked and not fit:
            fit = [name for name, preset in presets.items() if len(preset.match(header)) > 1]
        if len(fit) == 1:
            return fit[0], _open(path, line)
    return None


def _first_rows(path: Path, *, with_json: bool) -> Iterator[tuple[int, list[str]]]:
    """The lines that may be a header, parted at the delimiter that is commonest in each."""
    ending = path.suffix.lower()
    if ending == ".xlsx":
        with open_workbook(path) as book:
            for sheet in book.sheets[:1]:
                for line, cells in islice(book.rows(sheet), HEADER_WITHIN):
                    yield line, [cell or "" for cell in cells]
    elif ending in (".csv", ".tsv", ".txt"):
        with open_text(path, detect_encoding(path)) as file:
            for number in range(1, HEADER_WITHIN + 1):
                text = file.readline(1 << 16)
                delimiter = max(DELIMITERS, key=text.count)
                yield number, [cell.strip(' "\r\n') for cell in text.split(delimiter)]
    elif with_json and ending in (".json", ".jsonl", ".ndjson"):  # is read to its end for that
        try:
            yield 1, JsonReader(path).columns
        except LeadersError:  # no rows of objects: whoever reads it will say so
            return


def _open(path: Path, line: int) -> Reader:
    ending = path.suffix.lower()
    if ending == ".xlsx":
        return WorkbookReader(path, line)
    return (
        JsonReader(path) if ending.startswith((".json", ".ndjson")) else DelimitedReader(path, line)
    )


def _check(
    path: Path, preset: Preset, matched: Mapping[str, object], header: Sequence[str]
) -> None:
    needed = {"accounts": ACCOUNT_FIELDS, "edges": ACCOUNT_FIELDS, "posts": ("id",)}[preset.shape]
    if not any(field in matched for field in needed):
        known = ", ".join(it for field in needed for it in preset.columns.get(field, ()))
        raise LeadersError(
            f"{path} has none of the columns that name an account in an export of {preset.title} "
            f"({known}); it has {', '.join(header[:20])}; {_HINT}"
        )


def _check_owner(preset: Preset, owner: str | None) -> str | None:
    if preset.owner is None:
        if owner is not None:
            raise UsageMistake(f"--owner {owner}: {preset.title} has no owner; leave it out.")
        return None
    assert preset.platform is not None
    if owner is None:
        raise UsageMistake(
            f"{preset.title}: the file does not say whose list it is; "
            "say it with --owner HANDLE, the account that downloaded it."
        )
    native_id = read_account(preset.platform, owner, {})
    if native_id is None:
        network = show_platform(preset.platform)
        raise UsageMistake(f"--owner {owner} is no handle or address of {network}.")
    return native_id


def _count_platforms(
    reader: Reader,
    matched: Mapping[str, tuple[str, ...]],
    preset: Preset,
    asked: PlatformName | None,
) -> dict[PlatformName | None, int]:
    """How many rows each platform has, the commonest first; only the asked one if one is."""
    wanted = list(dict.fromkeys(it for names in matched.values() for it in names))
    counts: Counter[PlatformName | None] = Counter()
    for batch in reader.batches(wanted):
        for row in batch.frame.iter_rows(named=True):
            counts[find_platform(row, matched, preset, asked)] += 1
    if asked:
        counts = Counter({asked: counts[asked]})
    order = sorted(counts, key=lambda it: (-counts[it], it or ""))
    return {it: counts[it] for it in order}


def _describe(
    name: str,
    preset: Preset,
    matched: Mapping[str, tuple[str, ...]],
    header: Sequence[str],
    platforms: Mapping[PlatformName | None, int],
    *,
    is_told: bool,
) -> Iterator[str]:
    """What was recognised and what was not taken, for the person to check."""
    if not is_told:
        yield (
            f"its header is that of an export of {preset.title}: read so; "
            "--preset none reads it as any other file"
        )
    if not preset.confirmed:
        yield f"the headers of {preset.title} are assumed and not confirmed: check what was taken"
    yield ", ".join(f"{field} = {' + '.join(names)}" for field, names in matched.items())
    taken = {it for names in matched.values() for it in names}
    left = [re.sub(r"\s+", " ", it)[:40] for it in header if it and it not in taken]
    if left:
        yield f"not taken: {', '.join(left[:20])}{', …' if len(left) > 20 else ''}"
    if preset.platform is None:
        told = [f"{show_platform(it)} {n:,}" for it, n in platforms.items() if it]
        yield f"rows by network: {', '.join(told) or 'none says it; say --platform'}"
    if preset.kind == "person":
        yield "these are persons: each becomes a candidate that you name, without e-mail addresses"
