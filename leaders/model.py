"""The rows that travel between the stages.

An *edge* runs ``source -> target``: the source spends attention, the target receives it
(follower -> followed, member -> community, engager -> author). Every importance is therefore
an in-measure of the graph as stored; nothing is ever transposed.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class PlatformName(StrEnum):
    """A network; `files` are imported data sets, `simulated` is made up."""

    BLUESKY = "bluesky"
    MASTODON = "mastodon"
    VK = "vk"
    YOUTUBE = "youtube"
    TELEGRAM = "telegram"
    INSTAGRAM = "instagram"
    FACEBOOK = "facebook"
    LINKEDIN = "linkedin"
    TIKTOK = "tiktok"
    DZEN = "dzen"
    OK = "ok"
    RUTUBE = "rutube"
    MAX = "max"
    FILES = "files"
    SIMULATED = "simulated"


IMPORT_ONLY = (
    PlatformName.INSTAGRAM,
    PlatformName.FACEBOOK,
    PlatformName.LINKEDIN,
    PlatformName.TIKTOK,
    PlatformName.DZEN,
    PlatformName.OK,
    PlatformName.RUTUBE,
    PlatformName.MAX,
)
"""Networks without an open interface: nothing is collected, lists of theirs are imported."""

_DISPLAY_NAMES = {
    "vk": "VK",
    "youtube": "YouTube",
    "linkedin": "LinkedIn",
    "tiktok": "TikTok",
    "ok": "OK",
    "rutube": "RuTube",
    "max": "MAX",
}


def show_platform(name: str) -> str:
    """A platform as it writes itself; niche files, ids and commands have its name in small."""
    return _DISPLAY_NAMES.get(name, name.capitalize())


class AccountKind(StrEnum):
    """What an account is; not what it does in a niche."""

    PERSON = "person"
    ORGANISATION = "organisation"
    COMMUNITY = "community"


class EdgeKind(StrEnum):
    """What the attention was."""

    FOLLOW = "follow"
    MEMBER = "member"
    MENTION = "mention"
    REPLY = "reply"
    REPOST = "repost"
    QUOTE = "quote"
    LIKE = "like"
    COMMENT = "comment"
    FORWARD = "forward"
    SIMILAR = "similar"  # the platform says that their audiences overlap: evidence, no attention


STATE_KINDS = (EdgeKind.FOLLOW, EdgeKind.MEMBER)
"""Kinds that hold until a complete listing lacks them; every other kind is an event."""


class Listing(StrEnum):
    """What one visit reads: of an account, of a post, of a text, or a file."""

    PROFILE = "profile"
    FOLLOWERS = "followers"
    FOLLOWING = "following"
    MEMBERS = "members"
    MEMBERSHIPS = "memberships"
    POSTS = "posts"
    FEATURED = "featured"  # whom an account recommends on its own page
    SIMILAR = "similar"  # whom the platform calls similar
    LISTS = "lists"  # the curated lists that an account made
    ENGAGERS = "engagers"  # of a post: all who reacted, where a platform tells them together
    LIKERS = "likers"
    REPOSTERS = "reposters"
    QUOTERS = "quoters"
    REPLIERS = "repliers"
    SEARCH_ACCOUNTS = "search accounts"  # of a text: accounts that match words
    SEARCH_POSTS = "search posts"  # authors of posts that match words
    SEARCH_WALL = "search wall"  # of an account and a text: authors of posts on its wall alone
    SEARCH_LISTS = "search lists"  # curated lists that match words
    LISTED = "listed"  # the accounts on a curated list, by its address
    PLACES = "places"  # where a sample of a community's members say that they are, in numbers
    FILE = "file"


class Ended(StrEnum):
    """Why a visit stopped."""

    COMPLETE = "complete"  # the platform said that there is no more
    KNOWN = "known"  # it reached rows that were known already
    CUT = "cut"  # a limit of ours or of the platform
    HIDDEN = "hidden"  # the account hides this listing
    GONE = "gone"  # the account is deleted, suspended or private
    FAILED = "failed"  # an error; `why` says which


class Role(StrEnum):
    """What an account does in a niche; not its kind: a blogger's page is a community by kind."""

    CREATOR = "creator"
    BRAND = "brand"
    MEDIA = "media"
    COMMUNITY = "community"
    UNKNOWN = "unknown"


LISTS = ("creators", "communities", "media", "brands", "role unknown", "in doubt")
"""What is ranked apart, because it does not compare: by role, and who may not be of the niche."""


class ContactStatus(StrEnum):
    """How far a client is with an account."""

    NEW = "new"  # nobody wrote to it
    WRITTEN = "written"
    REPLIED = "replied"
    AGREED = "agreed"
    REFUSED = "refused"  # it does not want to
    PUBLISHED = "published"
    NEVER = "never"  # the client does not want to


NOT_AGAIN = (ContactStatus.REFUSED, ContactStatus.NEVER)
"""Who is not to be offered again."""


class ContactKind(StrEnum):
    """How an account can be written to."""

    EMAIL = "email"
    PHONE = "phone"
    ACCOUNT = "account"  # an ``account_id``: whom to write to on the platform itself


@dataclass(frozen=True, slots=True)
class Contact:
    """What a community or channel publishes so that people write to it; ``role`` is what for."""

    kind: ContactKind
    value: str
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where an account says that it is, as the platform spells it: a name, or a code of two
    capitals for a country.
    """

    country: str | None = None
    city: str | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """An account as one visit saw it. ``None`` means "not said", never zero."""

    account_id: str
    kind: AccountKind | None = None
    handle: str | None = None
    name: str | None = None
    url: str | None = None
    followers_count: int | None = None
    following_count: int | None = None
    posts_count: int | None = None
    is_unlisted: bool = False  # forbids being shown to strangers: known, never listed
    contacts: tuple[Contact, ...] | None = None
    links: tuple[str, ...] | None = None  # addresses on its profile: who it is elsewhere
    bio: str | None = None  # what it says of itself, in one line; empty where that is nothing
    verified_links: tuple[str, ...] | None = None  # of the links those that the platform checked
    created_at: datetime | None = None  # since when it exists
    place: Place | None = None  # where it says that it is


@dataclass(frozen=True, slots=True)
class Edge:
    """Attention that ``source_id`` paid to ``target_id``."""

    source_id: str
    target_id: str
    kind: EdgeKind
    post_id: str | None = None
    happened_at: datetime | None = None
    weight: float | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """A post of a candidate, with its counts as seen.

    ``text`` is what its author wrote, in one line and without whom it mentions: only of an
    account's own posts in a listing of its posts, never of replies, comments or what it passes on.
    """

    post_id: str
    author_id: str
    posted_at: datetime | None = None
    views_count: int | None = None
    likes_count: int | None = None
    comments_count: int | None = None
    reposts_count: int | None = None
    quotes_count: int | None = None
    text: str | None = None
    is_marked_ad: bool | None = None  # the platform's own mark of advertising; None: it has none


@dataclass(frozen=True, slots=True)
class PlaceSample:
    """Where a sample of a community's members say that they are: numbers, and nobody's place.

    ``asked_count`` of the ``members_count`` members known were asked; ``people`` are so many of
    those who are still there by place. In a place ``None`` is what they do not say, and ``""``
    stands for all that is named by fewer than ten.
    """

    asked_count: int
    members_count: int
    people: tuple[tuple[Place, int], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a listing, as a platform answered it.

    ``cursor`` asks for the next page; ``None`` means that this was the last one, and then
    ``ended`` says why. ``declared_count`` is what the platform says the listing holds, ``found``
    the ids of accounts that a search or a curated list names, ``lists`` the addresses of curated
    lists.
    """

    accounts: tuple[Account, ...] = ()
    edges: tuple[Edge, ...] = ()
    posts: tuple[Post, ...] = ()
    found: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    cursor: str | None = None
    declared_count: int | None = None
    ended: Ended = Ended.COMPLETE
    why: str | None = None
    is_one_server: bool = False  # what failed is one server of many, and not the platform
    places: PlaceSample | None = None


@dataclass(frozen=True, slots=True)
class Quota:
    """What a platform allows in a day of one kind of call (``bucket``), and what of it is used.

    ``day`` is the platform's own, which ends at ``resets_at``.
    """

    bucket: str
    day: date
    limit: int
    used: int
    resets_at: datetime
