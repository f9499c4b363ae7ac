"""Pages of what an account, a post or a list has, each asked of its home."""

from collections.abc import Mapping
from dataclasses import replace

from leaders.errors import LeadersError, PlatformRefused
from leaders.model import Ended, Listing, Page
from leaders.platforms.mastodon.addresses import is_number, read_account, read_list, read_post
from leaders.platforms.mastodon.homes import Homes
from leaders.platforms.mastodon.instance import Instance
from leaders.platforms.mastodon.instances import Instances
from leaders.platforms.mastodon.listings import (
    ENDPOINTS,
    OF_ACCOUNTS,
    OF_POSTS,
    STATES,
    demand_list,
    is_hiding,
    read_lists,
    read_of_account,
    read_of_post,
    read_replies,
)
from leaders.platforms.mastodon.parse import parse_found
from leaders.platforms.web import LinkHeader, fetch_page

HIDES = "the account hides whom it follows or who follows it"
OWNERS_VIEW = "whoever the owner of the token blocks, mutes or is blocked by is left out"
OWNERS_ONLY = "Mastodon shows lists only to whom they belong; put a token in MASTODON_TOKENS"


class Pages:
    """Raises as an instance does."""

    def __init__(self, instances: Instances, homes: Homes, tokens: Mapping[str, str]) -> None:
        self._instances = instances
        self._homes = homes
        self._tokens = tokens

    def read(self, subject: tuple[str, str], listing: Listing, cursor: str | None) -> Page:
        """One page; ``subject`` is what ``read_subject`` read. Raises for a cursor of others."""
        if cursor is not None and not is_number(cursor):
            raise LeadersError(f"mastodon: this is no cursor of {listing}: {cursor[:80]!r}.")
        if listing in OF_ACCOUNTS:
            return self._read_of_account(*subject, listing, cursor)
        if listing in OF_POSTS:
            return self._read_of_post(*subject, listing, cursor)
        if listing is Listing.LISTED:
            return self._read_listed(*subject, cursor)
        return self._read_lists(*subject)

    def _read_of_account(
        self, user: str, domain: str, listing: Listing, cursor: str | None
    ) -> Page:
        instance, local = self._homes.find_account(user, domain)
        account = local.account
        declared = {
            Listing.FOLLOWERS: account.followers_count,
            Listing.FOLLOWING: account.following_count,
        }.get(listing)
        if local.is_suspended:
            return Page(ended=Ended.GONE, why=f"{instance.host} has suspended it")
        if local.hides and listing is not Listing.POSTS:
            return Page(declared_count=declared, ended=Ended.HIDDEN, why=HIDES)
        rows, following = self._page(instance, listing, local.number, cursor)
        page = read_of_account(rows, listing, account.account_id, instance.meet())
        page = replace(page, declared_count=declared, cursor=following)
        if is_hiding(listing, rows, page, cursor):
            return replace(page, ended=Ended.HIDDEN, why=HIDES)
        if listing in STATES and following is None and instance.host in self._tokens:
            return replace(page, ended=Ended.CUT, why=OWNERS_VIEW)
        self._homes.keep_posts(page.posts)
        return page

    def _read_of_post(self, host: str, number: str, listing: Listing, cursor: str | None) -> Page:
        instance, post = self._homes.find_post(host, number)
        if listing is Listing.REPLIERS:
            body = instance.get(f"/api/v1/statuses/{number}/context", {}).body
            return read_replies(body, number, post, instance.meet())
        rows, following = self._page(instance, listing, number, cursor)
        page = read_of_post(rows, listing, post, instance.meet())
        return replace(page, cursor=following)

    def _read_listed(self, host: str, number: str, cursor: str | None) -> Page:
        if host not in self._tokens:
            return Page(ended=Ended.HIDDEN, why=OWNERS_ONLY)
        instance = self._instances.open(host)
        rows, following = self._page(instance, Listing.LISTED, number, cursor)
        return Page(found=parse_found(rows, instance.meet()), cursor=following)

    def _read_lists(self, user: str, domain: str) -> Page:
        instance, local = self._homes.find_account(user, domain)
        has_token = instance.host in self._tokens
        if not has_token or self._homes.find_owner(instance) != local.number:
            return Page(ended=Ended.HIDDEN, why=OWNERS_ONLY)
        rows = demand_list(instance.get("/api/v1/lists", {}).body, instance.host)
        return Page(lists=read_lists(rows, instance.host))

    def _page(
        self, instance: Instance, listing: Listing, number: str, cursor: str | None
    ) -> tuple[list[object], str | None]:
        """The rows of a page and the cursor of the next. Only a missing link ends a listing."""
        path, asked = ENDPOINTS[listing].ask(number)
        body, following = fetch_page(instance, path, asked, LinkHeader("max_id"), cursor)
        if following is not None and not is_number(following):
            raise PlatformRefused(
                f"{instance.host} gave a cursor for the {listing} that leads nowhere; "
                "try again later.",
                200,
            )
        return demand_list(body, instance.host), following


def read_subject(subject_id: str, listing: Listing) -> tuple[str, str]:
    """User and domain of an account, host and number of a post or a list.

    Raises ``LeadersError`` when the listing is not one of such a subject.
    """
    if listing in (*OF_ACCOUNTS, Listing.LISTS):
        named = read_account(subject_id)
    elif listing in OF_POSTS:
        named = read_post(subject_id)
    else:
        named = read_list(subject_id) if listing is Listing.LISTED else None
    if named is None:
        raise LeadersError(
            f"mastodon: {subject_id[:300]!r} has no {listing}; "
            "ask for another listing or correct the name."
        )
    return named
