"""The page's one style sheet and one script."""

import json
from collections.abc import Mapping
from pathlib import Path

HERE = Path(__file__).parent
SCRIPTS = (
    "words", "elements", "data", "cells", "table", "filters", "columns", "drawings",
    "details", "doubts", "facts", "selection", "compare", "network", "start",
)  # fmt: skip
"""The files of the script, in their order."""

NUMBERS = ("median_views", "engagement", "price")


def write_style(heads: Mapping[str, str]) -> str:
    """The sheet; with the columns' widths and names, as the table has them before a script runs.

    Cells carry no name of their own until the script gives them one: of a thousand rows they would
    be a fifth of the file.
    """
    widths = " ".join(f"var(--w-{name})" for name in heads)
    rules = [
        f"#accounts:not(.live) .account>:nth-child({place})::before{{content:{_quote(head)}}}"
        for place, head in enumerate(heads.values(), start=1)
        if place > 1
    ]
    numbers = ",".join(
        f"#accounts:not(.live) tr:not(.heading,.more)>:nth-child({place})"
        for place, name in enumerate(heads, start=1)
        if name in NUMBERS
    )
    sheet = (HERE / "page.css").read_text(encoding="utf-8")
    return (
        f"#accounts{{--columns:{widths}}}\n{sheet}"
        f"@media print,screen and (min-width:1200px){{{numbers}"
        "{text-align:end;align-items:end;padding-inline-end:1rem}}\n"
        f"@media screen and (max-width:1199px){{{''.join(rules)}}}\n"
    )


def _quote(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("<", "\\3c ")


def write_script() -> str:
    """The script; its files share one scope and nothing with the rest of the page."""
    parts = [(HERE / "script" / f"{it}.js").read_text(encoding="utf-8") for it in SCRIPTS]
    return f'(() => {{\n"use strict";\n{chr(10).join(parts)}}})();\n'
