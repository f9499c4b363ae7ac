"""What the page's script needs to know, pressed into one block of text."""

import base64
import json
import re
import zlib
from typing import Any

from leaders.export.briefing import Briefing, Said
from leaders.export.page.details import plain_detail
from leaders.export.page.rows import Accounts, find_formulas, label, name_list, platform_of
from leaders.export.words import LANGUAGES, Words, attributes, load_words

_PACKED = re.compile(rb'id="data">([A-Za-z0-9+/=]+)<')


def pack(document: object) -> str:
    """JSON, zlib, base64: the same bytes for the same document."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return base64.b64encode(zlib.compress(text.encode("utf-8", "replace"), 9)).decode()


def unpack(packed: str) -> Any:
    """The document again; as the script reads it."""
    return json.loads(zlib.decompress(base64.b64decode(packed)))


def read_packed(page: bytes) -> list[bytes]:
    """The JSON that a page holds packed, for whoever looks whether it names somebody."""
    return [zlib.decompress(base64.b64decode(it)) for it in _PACKED.findall(page)]


def describe(accounts: Accounts, briefing: Briefing, words: Words) -> dict[str, Any]:
    """Words, columns and rows. Values lie by column: alike ones side by side press best."""
    rows = accounts.rows
    names = [it.name for it in accounts.columns]
    return {
        "words": {language: load_words()[language] for language in LANGUAGES},
        "top": briefing.top,
        "lists": [{"name": it, "title": _plain(name_list(it))} for it in accounts.lists],
        "first": accounts.first,
        "chosen": [
            {
                "name": it.name, "form": it.form, "meaning": it.meaning, "group": group,
                "label": _plain(label(it.name, accounts.components, words)),
            }
            for it, group in accounts.chosen
        ],
        "exported": names,
        "components": accounts.components,
        "formulas": find_formulas(accounts),
        "count": len(rows),
        "values": {name: [row.values[name] for row in rows] for name in names},
        "list": [accounts.lists.index(row.list) for row in rows],
        "ids": [row.account_id for row in rows],
        "shown": [row.shown_name for row in rows],
        "where": [platform_of(row) for row in rows],
        "why": [_plain(row.why) for row in rows],
        "details": [plain_detail(row.detail) for row in rows],
    }  # fmt: skip


def _plain(said: "Said | str | None") -> Any:
    """As ``data-t`` and ``data-v`` have it: {t, v}; text and None as they are."""
    if not isinstance(said, Said):
        return said
    told = attributes(said)
    return {"t": told["data-t"], **({"v": json.loads(told["data-v"])} if said.values else {})}
