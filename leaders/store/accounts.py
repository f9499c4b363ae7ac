"""Finding the accounts that a person means."""

from collections.abc import Collection, Iterable

from leaders.model import PlatformName
from leaders.store import Store


def find_accounts(store: Store, text: str) -> list[tuple[int, str]]:
    """Number and permanent id of the accounts that ``text`` may mean, the likeliest first.

    ``text`` is a permanent id, a native id or a handle with or without @, in any case, and
    behind ``platform:`` only of that platform.
    """
    rows = store.query("account/find", text=text, native=_native(text)).iter_rows()
    return [(int(number), str(account_id)) for number, account_id in rows]


def find_named(
    store: Store, texts: Iterable[str], platforms: Collection[str]
) -> tuple[list[str], list[str]]:
    """The ids of the accounts that a niche file names, and the names that nobody is known by."""
    found, unknown = [], []
    for text in texts:
        ids = [i for _, i in find_accounts(store, text) if i.partition(":")[0] in platforms]
        found += ids[:1]
        unknown += [] if ids else [text]
    return found, unknown


def _native(text: str) -> str:
    platform, _, rest = text.partition(":")
    return (rest if platform in list(PlatformName) else text).removeprefix("@")
