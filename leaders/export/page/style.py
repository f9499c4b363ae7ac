"""The page's one style sheet."""

import json
from collections.abc import Sequence
from pathlib import Path


def write_style(heads: Sequence[str]) -> str:
    """The sheet; with the columns' names, for narrow screens where no script runs.

    Cells carry no name of their own until the script gives them one: of a thousand rows they would
    be a fifth of the file.
    """
    rules = [
        f"#accounts:not(.live) .account>:nth-child({place})::before{{content:{_quote(head)}}}"
        for place, head in enumerate(heads, start=1)
        if place > 1
    ]
    sheet = (Path(__file__).parent / "page.css").read_text(encoding="utf-8")
    return f"{sheet}@media (max-width:999px){{{''.join(rules)}}}\n"


def _quote(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("<", "\\3c ")
