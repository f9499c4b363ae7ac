"""A niche of several platforms to store profiles in, each as its platform would tell it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from leaders.identity.linking import Links, find_links
from leaders.model import Account, Edge, Ended, Listing, Page
from leaders.niche import load_niche
from leaders.settings import Workspace
from leaders.store import Store
from leaders.store.pages import OpenVisit, PageRead, write_pages

MONDAY = datetime(2026, 1, 5, tzinfo=UTC)
NICHE = """title = "Knitters"
platforms = ["bluesky", "mastodon", "telegram", "vk", "youtube", "instagram"]
seeds = []
[shortlist]
size = 10
"""
BLUESKY, MASTODON = "bluesky:did:plc:anna", "mastodon:anna@example.social"
TELEGRAM, VK = "telegram:-1001000000001", "vk:-12"
PAGES = {
    BLUESKY: ("anna.bsky.social", "https://bsky.app/profile/did:plc:anna"),
    MASTODON: ("anna@example.social", "https://example.social/@anna"),
    TELEGRAM: ("annawool", "https://t.me/annawool"),
    VK: ("wool_by_anna", "https://vk.com/club12"),
}


def account(account_id: str, *links: str, **told: object) -> Account:
    """An account as its platform would tell it, which names some addresses."""
    handle, url = PAGES.get(account_id, (None, None))
    known = Account(account_id, handle=handle, url=url, links=links, verified_links=())
    return replace(known, **told)


def make_workspace(folder: Path, niche: str = NICHE) -> Workspace:
    """A workspace with the niche's file and nothing else."""
    workspace = Workspace(folder / "people")
    workspace.niches.mkdir(parents=True)
    (workspace.niches / "niche.toml").write_text(niche, encoding="utf-8")
    return workspace


def store_accounts(
    workspace: Workspace, *accounts: Account, edges: Iterable[Edge] = (), at: datetime = MONDAY,
    niche: str = "niche",
) -> None:  # fmt: skip
    """Store profiles as candidates of the niche, and who pays attention to whom."""
    pages = [(it.account_id, Listing.PROFILE, Page(accounts=(it,))) for it in accounts]
    pages += [(it.target_id, Listing.FOLLOWERS, Page(edges=(it,))) for it in edges]
    with Store(workspace) as store:
        for account_id, listing, page in pages:
            visit = OpenVisit(account_id, listing, at)
            read = PageRead(visit, 0, page, at, Ended.CUT, None)
            write_pages(store, niche, account_id.partition(":")[0], [read])
        for it in accounts:
            store.execute("collect/add_seed", niche=niche, account_id=it.account_id, visit_no=-1)


def read_links(workspace: Workspace, at: datetime = MONDAY) -> Links:
    """What is known of the niche's people."""
    with Store(workspace) as store:
        return find_links(store, load_niche(workspace, "niche"), at)


def groups(links: Links) -> list[list[str]]:
    """The accounts of each person with several."""
    return [[it.account_id for it in group] for group in links.groups]
