"""Finding the one account that a person means."""

import re

from leaders.errors import LeadersError
from leaders.store import Store
from leaders.store.accounts import find_accounts
from leaders.store.suppression import find_suppressed

MOST_SHOWN = 10


def find_ranking(store: Store, niche: str) -> int | None:
    """The number of a niche's last ranking; None where it has none."""
    head = store.query("ranking/latest", niche=niche)
    return None if head.is_empty() else int(head["ranking_no"][0])


def find_one(store: Store, ranking_no: int | None, niche: str, text: str) -> tuple[int | None, str]:
    """Number and id of the account that ``text`` means; those that a ranking judged go first.

    ranking_no: None where the niche has no ranking. The number is None for the full id of an
    account that is suppressed and not stored. Raises ``LeadersError`` when nobody or several are
    meant.
    """
    plain = text.strip()
    found = find_accounts(store, plain)
    exact = [account for account in found if account[1] == plain]
    if exact:
        return exact[0]
    found = found or _find_named(store, ranking_no, plain)
    judged = store.query(
        "explain/judged", ranking_no=ranking_no, accounts=[number for number, _ in found]
    )["account_no"].to_list()
    meant = [account for account in found if account[0] in judged] or found
    if len(meant) == 1:
        return meant[0]
    if meant:
        ids = ", ".join(account_id for _, account_id in meant[:MOST_SHOWN])
        more = ", and others" if len(meant) > MOST_SHOWN else ""
        raise LeadersError(f"{text} may be any of {ids}{more}; say which by its full id.")
    if find_suppressed(store, [plain]):
        return None, plain
    raise LeadersError(
        f"No account {text} is stored; check the spelling, or find its id with: "
        f"leaders show {niche} --top 1000 --json"
    )


def _find_named(store: Store, ranking_no: int | None, text: str) -> list[tuple[int, str]]:
    """Those that a ranking judged, by name or page; else all, by the end of the id."""
    page = re.sub(r"^https?://(www\.)?", "", text.lower()).partition("?")[0].rstrip("/")
    rows = store.query("explain/named", ranking_no=ranking_no, spelt=text.lower(), page=page)
    if rows.is_empty():
        rows = store.query("explain/ending", text=text)
    return [(int(number), str(account_id)) for number, account_id in rows.iter_rows()]
