"""The questions as a table for a spreadsheet, and the answers back from it."""

from pathlib import Path

import polars as pl

from leaders.errors import LeadersError
from leaders.export.tables import defuse
from leaders.filled_table.answers import read_word
from leaders.model import Role
from leaders.platforms.files.delimited import DelimitedReader
from leaders.platforms.files.rows import LINE
from leaders.review.decisions import Decision
from leaders.review.questions import Review, put_in_words

ANSWERS = ("account_id", "is_member", "role")
SHOWN = ("name", "handle", "platform", "kind", "followers_count", "probability")


def write_questions(questions: pl.DataFrame, path: Path) -> None:
    """Write questions as CSV with empty columns ``is_member`` and ``role`` to fill in.

    With a mark that tells spreadsheets that it is UTF-8, and nothing that they would run. Raises
    ``LeadersError`` for a file that is there already: it may hold answers.
    """
    words = [put_in_words(row) for row in questions.iter_rows(named=True)]
    table = questions.select(
        "account_id",
        pl.lit("").alias("is_member"),
        pl.lit("").alias("role"),
        *SHOWN,
        pl.col("role").alias("seems_to_be"),
        pl.col("role_evidence").alias("seems_so_by"),
        pl.Series("evidence", words, dtype=pl.String),
        "url",
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("xb") as file:
            table.with_columns(defuse(pl.col(pl.String))).write_csv(file, include_bom=True)
    except FileExistsError:
        raise LeadersError(
            f"{path} is there already and may hold answers; read them with --answers {path}, or "
            "name another file."
        ) from None


def read_answers(review: Review, path: Path) -> list[Decision]:
    """The decisions in a filled table, without those that stand already.

    Only the columns account_id, is_member and role are read, in any order and beside any others;
    rows with neither answer are passed over. Raises ``LeadersError`` with the number of the line
    for whatever cannot be understood; then there are no decisions at all.
    """
    reader = DelimitedReader(path)
    missing = [name for name in ANSWERS[:2] if name not in reader.columns]
    if missing:
        raise LeadersError(
            f"{path} has no column {missing[0]}; fill in the table that --csv wrote."
        )
    asked = _by_spelling(review)
    decisions: dict[str, Decision] = {}
    for batch in reader.batches([name for name in ANSWERS if name in reader.columns]):
        for reject in batch.rejects:
            raise LeadersError(f"{path}, line {reject.line}: {reject.reason}.")
        for row in batch.frame.iter_rows(named=True):
            try:
                decision = _read_row(asked, row)
            except ValueError as error:
                raise LeadersError(f"{path}, line {row[LINE]}: {error}.") from None
            if decision is None:
                continue
            if decision.account_id in decisions:
                raise LeadersError(
                    f"{path}, line {row[LINE]}: {decision.account_id} is there twice."
                )
            decisions[decision.account_id] = decision
    stands = {
        no: rest
        for no, *rest in review.candidates.select(
            "account_no", "is_member", "decided_role"
        ).iter_rows()
    }
    return [it for it in decisions.values() if not _is_known(it, *stands[it.account_no])]


def _by_spelling(review: Review) -> dict[str, list[tuple[int, str, bool]]]:
    """The candidates by how a table spells their ids."""
    spelt: dict[str, list[tuple[int, str, bool]]] = {}
    rows = review.candidates.select(
        "account_no", "account_id", "is_top", defuse(pl.col("account_id")).alias("spelling")
    )
    for account_no, account_id, is_top, spelling in rows.iter_rows():
        spelt.setdefault(spelling, []).append((account_no, account_id, is_top))
    return spelt


def _read_row(
    asked: dict[str, list[tuple[int, str, bool]]], row: dict[str, str | None]
) -> Decision | None:
    """A row's decision, None without one; ValueError says what cannot be understood."""
    cells = {name: (row.get(name) or "").strip() for name in ANSWERS}
    account_id, member, role = cells.values()
    if not member and not role:
        return None
    is_member = read_word(member)
    if member and is_member is None:
        raise ValueError(f"is_member is {member[:40]!r}; say yes or no, or leave it empty")
    if role and role.casefold() not in list(Role):
        raise ValueError(f"role is {role[:40]!r}; say {', '.join(Role)}, or leave it empty")
    meant = asked.get(row.get("account_id") or "") or asked.get(account_id, [])
    if len(meant) != 1:
        what = "may be several accounts" if meant else "is no candidate of the last ranking"
        raise ValueError(f"{account_id[:80]!r} {what}")
    account_no, exact_id, is_top = meant[0]
    return Decision(
        account_no, exact_id, is_top, is_member, Role(role.casefold()) if role else None
    )


def _is_known(decision: Decision, is_member: bool | None, role: str | None) -> bool:
    """Whether it was decided so already."""
    return decision.is_member in (None, is_member) and decision.role in (None, role)
