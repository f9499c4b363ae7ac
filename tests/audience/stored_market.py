"""Small markets, put into a store by hand: channels with people, prices, views and contacts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import polars as pl
from stored_audiences import put_accounts, put_edges, put_visit

from leaders.audience.media_plan import MediaPlan, make_plan
from leaders.audience.prices import keep_prices
from leaders.audience.wishes import Wishes
from leaders.niche import load_niche
from leaders.settings import Workspace
from leaders.store import Store
from leaders.store.staging import rebuild_edges

NOW = datetime(2026, 10, 5, 12, tzinfo=UTC)
TOLD = NOW - timedelta(hours=1)
TODAY = TOLD.date()
NOBODY = range(0)


@dataclass(frozen=True)
class Channel:
    """An account on offer. people: its members, by number. views: of each of six posts.

    price: None, a number, or rows of (format, price, currency, fees in per cent, amount).
    """

    id: str
    people: Iterable[int] = NOBODY
    price: float | Sequence[tuple] | None = None
    views: int | None = None
    followers: int | None = None
    ended: str = "complete"
    name: str | None = None
    contacts: Sequence[str] = ()
    is_unlisted: bool = False
    is_candidate: bool = True
    priced_on: date = TODAY


def put_market(
    workspace: Workspace, channels: Sequence[Channel], niche: str = "", told_at: datetime = TOLD
) -> Workspace:
    """Channels are the first accounts, in their order; person n is ``vk:n``."""
    platforms = sorted({it.id.split(":")[0] for it in channels})
    text = f'title = "A niche"\nplatforms = {platforms}\n{niche}'
    (workspace.niches / "niche.toml").write_text(text, encoding="utf-8")
    people = sorted({person for it in channels for person in it.people})
    number = {person: place for place, person in enumerate(people, len(channels))}
    with Store(workspace) as store:
        put_accounts(store, [*(it.id for it in channels), *(f"vk:{it}" for it in people)])
        put_visit(store, 0)
        for no, it in enumerate(channels):
            _put_channel(store, no, it)
            rows = [(number[person], no, "member") for person in it.people]
            if rows:
                put_edges(store, no + 1, rows)
        said = [row for no, it in enumerate(channels) for row in _say(no, it)]
        if said:
            keep_prices(store, pl.DataFrame(said, infer_schema_length=None), "list", told_at)
        rebuild_edges(store)
    return workspace


def plan(workspace: Workspace, budget: float, **wishes: object) -> MediaPlan:
    """The plan of the niche, in roubles."""
    told = {"currency": "RUB", **wishes}
    return make_plan(workspace, load_niche(workspace, "niche"), Wishes(budget, **told), NOW)


def picked(made: MediaPlan) -> list[str]:
    return made.picks["account_id"].to_list()


def whys(made: MediaPlan) -> dict[str, str]:
    return dict(made.rejected.select("account_id", "why").iter_rows())


def _put_channel(store: Store, no: int, it: Channel) -> None:
    size = len(list(it.people))
    put_visit(
        store, no + 1, subject_no=no, listing="members", ended=it.ended,
        declared_count=it.followers, fetched_count=size,
    )  # fmt: skip
    contacts = [{"kind": "mail", "value": value, "role": None} for value in it.contacts]
    struct = pl.Struct({"kind": pl.String, "value": pl.String, "role": pl.String})
    profile = pl.DataFrame(
        {
            "account_no": [no], "visit_no": [0], "name": [it.name],
            "is_unlisted": [it.is_unlisted], "contacts": [contacts or None],
        },
        schema_overrides={"contacts": pl.List(struct), "name": pl.String},
    )  # fmt: skip
    store.append("profile", profile)
    if it.followers is not None:
        counts = {"account_no": no, "visit_no": 0, "followers_count": it.followers}
        store.append("account_count", pl.DataFrame([counts]))
    if it.is_candidate:
        row = {"niche": "niche", "account_no": no, "why": "seed", "depth": 0, "since_visit": 0}
        store.append("niche_account", pl.DataFrame([row]))
    if it.views is not None:
        _put_posts(store, no, it.views)


def _put_posts(store: Store, no: int, views: int) -> None:
    """Six posts, old enough when the first visit saw them."""
    numbers = [1000 * (no + 1) + place for place in range(6)]
    posted = [datetime(2025, 12, 1, tzinfo=UTC) + timedelta(days=n) for n in range(6)]
    posts = {"post_no": numbers, "post_id": [f"x:{it}" for it in numbers], "author_no": [no] * 6}
    store.append("post", pl.DataFrame({**posts, "posted_at": posted}))
    counts = {"post_no": numbers, "visit_no": [0] * 6, "views_count": [views] * 6}
    store.append("post_count", pl.DataFrame(counts))


def _say(no: int, it: Channel) -> list[dict[str, object]]:
    if it.price is None:
        return []
    rows = [("post", it.price, "RUB", 0.0, 0.0)] if isinstance(it.price, int | float) else it.price
    return [
        {
            "account_no": no, "format": form, "priced_on": it.priced_on, "price": float(price),
            "currency": code, "fees_percent": float(percent), "fees_amount": float(amount),
        }
        for form, price, code, percent, amount in rows
    ]  # fmt: skip
