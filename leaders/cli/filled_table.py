"""How the command tells what is wrong with a table that was filled in."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from leaders.cli.output import Output
from leaders.wording import counted

if TYPE_CHECKING:
    from leaders.filled_table import Mistake

MOST_SHOWN = 100


def describe_mistakes(mistakes: Iterable["Mistake"]) -> list[dict[str, Any]]:
    """Mistakes for a program."""
    return [{"line": it.line, "column": it.column, "what": it.what} for it in mistakes]


def say_some(output: Output, lines: list[str], more: str) -> None:
    """The first of many lines, and how many there are ``more``."""
    for line in lines[:MOST_SHOWN]:
        output.say(line)
    if (left := len(lines) - MOST_SHOWN) > 0:
        output.say(f"and {counted(left, more)}")
