"""Writing down what a person decided, each with who and when, and taking it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from leaders.errors import LeadersError
from leaders.model import Role
from leaders.review.questions import Review
from leaders.settings import Workspace
from leaders.store import Store


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person says of an account; None is nothing said of that."""

    account_no: int
    account_id: str
    is_top: bool
    is_member: bool | None = None
    role: Role | None = None


def decide(
    workspace: Workspace, review: Review, decisions: Sequence[Decision], by: str, now: datetime
) -> None:
    """Store decisions, all or none.

    Raises ``LeadersError`` when an account is stored no more: it was forgotten meanwhile.
    """
    with Store(workspace, must_exist=True) as store, store.transaction():
        for it in decisions:
            written = store.execute(
                "review/decide", niche=review.niche, ranking_id=review.ranking_id,
                account_no=it.account_no, account_id=it.account_id, is_member=it.is_member,
                role=it.role and it.role.value, decided_by=by, decided_at=now,
                prior=review.prior, is_top=it.is_top,
            )  # fmt: skip
            if not written:
                raise LeadersError(
                    f"{it.account_id} is stored no more; start again: leaders review {review.niche}"
                )


def undo(workspace: Workspace, review: Review, decision: Decision, decided_at: datetime) -> None:
    """Take a decision back."""
    with Store(workspace, must_exist=True) as store, store.transaction():
        store.execute(
            "review/undo", niche=review.niche, account_no=decision.account_no,
            decided_at=decided_at,
        )  # fmt: skip
