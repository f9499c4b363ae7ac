"""The guesses as a table for a spreadsheet, and the answers back from it."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from leaders.errors import LeadersError
from leaders.export.tables import defuse, make_csv
from leaders.export.text import WEB_ADDRESS
from leaders.filled_table import Row, read_table
from leaders.filled_table.answers import read_word
from leaders.identity.guesses import Guess, Reason
from leaders.identity.linking import Answer, Links
from leaders.store.people import CONFIRMED

NAMES = {
    "account_id": ("account_id",),
    "other_id": ("other_id",),
    "is_same_person": ("is_same_person", "same_person"),
}


def tell_reasons(reasons: Sequence[Reason]) -> str:
    """What speaks for and against, with its nats, in one line."""
    return "; ".join(f"{it.words} ({it.nats:+.1f})" for it in reasons)


def describe_guess(links: Links, guess: Guess) -> dict[str, object]:
    """A guess in plain values, the accounts by permanent id."""
    one, other = links.profiles[guess.one], links.profiles[guess.other]
    return {
        "account_id": one.account_id, "other_id": other.account_id,
        "probability": guess.probability, "name": one.name, "other_name": other.name,
        "handle": one.handle, "other_handle": other.handle, "url": one.url,
        "other_url": other.url, "reasons": tell_reasons(guess.reasons),
    }  # fmt: skip


def write_questions(links: Links, guesses: Sequence[Guess], path: Path) -> None:
    """Write guesses as CSV with an empty column ``is_same_person`` to fill in.

    Raises ``LeadersError`` for a file that is there already: it may hold answers.
    """
    rows = [describe_guess(links, it) for it in guesses]
    frame = pl.DataFrame(rows, infer_schema_length=None).with_columns(
        pl.col("name", "other_name", "handle", "other_handle", "url", "other_url").cast(pl.String)
    )
    safe = [
        pl.when(pl.col(name).str.contains(WEB_ADDRESS)).then(name).alias(name)
        for name in ("url", "other_url")
    ]
    asked = frame.with_columns(*safe).select(
        "account_id", "other_id", pl.lit("").alias("is_same_person"),
        pl.exclude("account_id", "other_id"),
    )  # fmt: skip
    content = make_csv(path.name, asked, bom=True).content
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError:
        raise LeadersError(
            f"{path} is there already and may hold answers; read them with --answers {path}, or "
            "name another file."
        ) from None


def read_answers(links: Links, path: Path) -> list[Answer]:
    """The answers of a filled table, without those that stand already.

    Rows without an answer are passed over. Raises ``LeadersError`` with every line that cannot be
    understood; then there are no answers at all.
    """
    table = read_table(path, NAMES, list(NAMES), advice="--csv writes")
    ids = pl.DataFrame({"id": [it.account_id for it in links.profiles]}, schema={"id": pl.String})
    spelt = dict(ids.select(defuse(pl.col("id")).alias("spelling"), "id").iter_rows())
    stands = {
        frozenset(it[:2]): it[2] == CONFIRMED
        for it in links.decided.select("account_id", "other_id", "status").iter_rows()
    }
    said: dict[frozenset[str], Answer] = {}
    mistakes = [str(it) for it in table.mistakes]
    for row in table.rows:
        try:
            answer = _read_row(row, spelt)
        except ValueError as error:
            mistakes.append(f"line {row.line}: {error}")
            continue
        if answer is None:
            continue
        pair = frozenset((answer.account_id, answer.other_id))
        if pair in said and said[pair].is_same != answer.is_same:
            mistakes.append(f"line {row.line}: the same two accounts have another answer above")
        said[pair] = answer
    if mistakes:
        raise LeadersError("\n".join(f"{path}, {it}." for it in mistakes))
    return [it for pair, it in said.items() if stands.get(pair) != it.is_same]


def _read_row(row: Row, spelt: dict[str, str]) -> Answer | None:
    word = row.cells["is_same_person"]
    if not word:
        return None
    is_same = read_word(word)
    if is_same is None:
        raise ValueError(f"is_same_person is {word[:40]!r}; say yes or no, or leave it empty")
    ids = []
    for name in ("account_id", "other_id"):
        cell = row.cells[name]
        if cell not in spelt:
            raise ValueError(f"{cell[:80]!r} is no candidate of the niche")
        ids.append(spelt[cell])
    if ids[0] == ids[1]:
        raise ValueError("both are one account")
    return Answer(min(ids), max(ids), is_same)
