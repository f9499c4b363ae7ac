"""How the command speaks: tables and bars for people, JSON for pipes, errors as one sentence."""

import json
import signal
import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import typer

from leaders.settings import Workspace

NARROW = 10
"""Sentences in a table are not wrapped more narrowly."""


@dataclass(frozen=True, slots=True)
class Output:
    """What every command is handed: where to work and how to speak."""

    workspace: Workspace
    debug: bool = False

    def say(self, text: str) -> None:
        """A line for a person; it goes to standard error, so that pipes stay clean."""
        typer.echo(printable(text, keep="\n"), err=True)

    def json(self, value: Any) -> None:
        """A value for a program."""
        typer.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))

    def table(
        self,
        title: str,
        columns: Sequence[str],
        rows: Sequence[Sequence[str]],
        right: Sequence[str] = (),
        wrapped: Sequence[str] = (),
        dimmed: Collection[int] = (),
    ) -> None:
        """A table for a person. Cells are plain text: no markup that strangers wrote is obeyed.

        What is too wide is cut, but for columns of numbers (``right``) and sentences (``wrapped``).
        dimmed: the rows, from 0, that matter less.
        """
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        table = Table(
            title=Text(printable(title)), title_justify="left", show_edge=False, pad_edge=False
        )
        for number, column in enumerate(columns):
            is_right, is_wrapped = column in right, column in wrapped
            longest = max((len(row[number]) for row in rows), default=0)
            least = max(longest if is_right else min(longest, NARROW), len(column))
            table.add_column(
                column,
                justify="right" if is_right else "left",
                overflow="fold" if is_wrapped else "ellipsis",
                no_wrap=not is_wrapped,
                # A number that is cut short would be another number.
                min_width=least if is_right or is_wrapped else None,
            )
        for place, row in enumerate(rows):
            style = "dim" if place in dimmed else None
            table.add_row(*(Text(printable(cell)) for cell in row), style=style)
        width = None if sys.stdout.isatty() else 120
        Console(highlight=False, width=width).print(table)

    @contextmanager
    def progress(self, what: str) -> Iterator[Callable[[str], None]]:
        """A line on a terminal, nothing elsewhere. Yields what to call with how far it is."""
        if not sys.stderr.isatty():
            yield lambda text: None
            return
        from rich.console import Console
        from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(what)
            yield lambda text: bar.update(task, description=f"{what}: {text}")


def ask_line(text: str, *, is_hidden: bool = False) -> str:
    """What a person types, without spaces around it; raises ``typer.Abort`` at the end of input.

    is_hidden: the terminal does not show what is typed.
    """
    if hasattr(signal, "siginterrupt"):  # polars lets a read go on after ctrl-C
        signal.siginterrupt(signal.SIGINT, True)
    answer: str = typer.prompt(text, default="", show_default=False, err=True, hide_input=is_hidden)
    return answer.strip()


def tell_error(message: str) -> None:
    """One error, on standard error."""
    typer.echo(printable(message, keep="\n"), err=True)


def printable(text: str, keep: str = "") -> str:
    """Text without what moves a cursor, turns writing round or rings a bell."""
    return "".join(c if c.isprintable() or c in keep else "\ufffd" for c in text)


def short(text: str, length: int) -> str:
    """At most so many characters, with a sign where some are left out."""
    return text if len(text) <= length else text[: length - 1] + "…"
