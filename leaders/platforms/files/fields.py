"""Which column of a file holds what, and how that is said to the person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from leaders.errors import LeadersError, UsageMistake


@dataclass(frozen=True, slots=True)
class Field:
    """Something that a shape of file can hold, with the column names that obviously mean it."""

    name: str
    columns: tuple[str, ...]
    is_required: bool = False


_PERSON = ("username", "screen_name", "handle", "user_login", "login", "user", "nickname")

SHAPES: dict[str, tuple[Field, ...]] = {
    "accounts": (
        Field("id", ("id", "account_id", "user_id", "uid"), is_required=True),
        Field("handle", _PERSON),
        Field(
            "name",
            ("name", "display_name", "user_name", "full_name", "title", "label", "page_name"),
        ),
        Field("url", ("url", "link", "profile_url")),
        Field("kind", ("kind", "account_kind")),
        Field(
            "followers_count",
            ("followers_count", "followers", "subscribers", "members_count", "members"),
        ),
        Field("following_count", ("following_count", "following", "friends_count")),
        Field("posts_count", ("posts_count", "posts", "statuses_count")),
        Field("bio", ("bio", "description", "about", "note", "biography")),
        Field("created_at", ("created_at", "created", "registered_at", "joined_at", "joined")),
        Field("country", ("country", "country_code")),
        Field("city", ("city", "town")),
    ),
    "edges": (
        Field(
            "source",
            ("source", "from", "src", "actor", "follower", "source_id", "id_1", "a"),
            is_required=True,
        ),
        Field(
            "target",
            ("target", "to", "dst", "followed", "followee", "target_id", "id_2", "b"),
            is_required=True,
        ),
        Field("kind", ("kind", "edge_kind")),
        Field("weight", ("weight", "count", "n", "n_interactions", "interactions")),
        Field("happened_at", ("happened_at", "at", "date", "time", "timestamp", "created_at")),
        Field("post", ("post", "post_id")),
    ),
    "members": (
        Field(
            "source", ("member", "member_id", *_PERSON, "user_id", "subscriber"), is_required=True
        ),
        Field(
            "target",
            ("community", "community_id", "group", "group_id", "channel", "channel_id"),
            is_required=True,
        ),
    ),
    "posts": (
        Field("id", ("id", "post_id", "post"), is_required=True),
        Field(
            "author", ("author", "author_id", "owner_id", "account_id", *_PERSON), is_required=True
        ),
        Field("posted_at", ("posted_at", "date", "created_at", "time", "timestamp")),
        Field("views_count", ("views_count", "views")),
        Field("likes_count", ("likes_count", "likes")),
        Field("comments_count", ("comments_count", "comments", "replies")),
        Field("reposts_count", ("reposts_count", "reposts", "shares", "retweets", "forwards")),
        Field("text", ("text", "message", "content", "caption", "title")),
        Field(
            "is_marked_ad",
            ("is_marked_ad", "marked_as_ads", "is_ad", "is_sponsored", "is_paid_partnership"),
        ),
    ),
}
"""The shapes of rows that can be imported (``--as``)."""

_ASKED_AS = {"members": {"member": "source", "community": "target"}}


def recognise_columns(
    shape: str, columns: Sequence[str], mapping: Mapping[str, str]
) -> dict[str, str]:
    """Field name -> column name.

    What ``mapping`` says goes first; then each field takes the first column that obviously
    means it and that nothing else has taken. Accounts without an id are known by their handle.
    Raises ``UsageMistake`` for a mapping that cannot be meant and ``LeadersError`` for a
    required field that no column holds.
    """
    fields = {field.name: field for field in SHAPES[shape]}
    found = _apply_mapping(shape, columns, mapping)
    plain = {_plain(column): column for column in reversed(columns)}
    for field in fields.values():
        for known in field.columns:
            match = plain.get(known)
            if field.name not in found and match is not None and match not in found.values():
                found[field.name] = match
    if shape == "accounts" and "id" not in found and "handle" in found:
        found["id"] = found["handle"]
    missing = [name for name, field in fields.items() if field.is_required and name not in found]
    if missing:
        asked = asked_name(shape, missing[0])
        raise LeadersError(
            f"No column looks like the {asked} of {shape}; the file has {_list(columns)}. "
            f"Say which it is: --map {asked}=COLUMN."
        )
    return found


def _apply_mapping(
    shape: str, columns: Sequence[str], mapping: Mapping[str, str]
) -> dict[str, str]:
    fields = [field.name for field in SHAPES[shape]]
    aliases = _ASKED_AS.get(shape, {})
    found: dict[str, str] = {}
    for asked, column in mapping.items():
        name = aliases.get(asked, asked)
        if name not in fields:
            known = ", ".join(asked_name(shape, field) for field in fields)
            raise UsageMistake(
                f"--map {asked}={column}: {shape} have no field {asked!r}; fields are {known}."
            )
        if name in found:
            raise UsageMistake(
                f"--map {asked}={column}: {asked_name(shape, name)} is {found[name]} already."
            )
        if column not in columns:
            raise UsageMistake(
                f"--map {asked}={column}: the file has no column {column!r}"
                f"{_nearest(column, columns)}; "
                f"it has {_list(columns)}."
            )
        found[name] = column
    if "source" in found and found["source"] == found.get("target"):
        ends = " and ".join(asked_name(shape, end) for end in ("source", "target"))
        raise UsageMistake(f"--map: {ends} are both {found['source']}; name a column for each.")
    return found


def describe_columns(shape: str, found: Mapping[str, str]) -> str:
    """Say the columns, for example: source = actor, weight = n_interactions."""
    return ", ".join(f"{asked_name(shape, field)} = {column}" for field, column in found.items())


def asked_name(shape: str, field: str) -> str:
    """The name of a field as a person says it: the source of a membership is its member."""
    asked = {name: alias for alias, name in _ASKED_AS.get(shape, {}).items()}
    return asked.get(field, field)


def _list(columns: Sequence[str]) -> str:
    """The first columns, so that a sentence stays one when the header is no header."""
    names = [name if len(name) <= 40 else f"{name[:40]}…" for name in columns[:20]]
    return ", ".join([*names, "…"] if len(columns) > 20 else names)


def _plain(column: str) -> str:
    return column.strip().lower().replace(" ", "_").replace("-", "_")


def _nearest(name: str, names: Sequence[str]) -> str:
    close = get_close_matches(name, names, n=1)
    return f" (did you mean {close[0]!r}?)" if close else ""
