"""Finding the accounts that a person means."""

from leaders.model import PlatformName
from leaders.store import Store


def find_accounts(store: Store, text: str) -> list[tuple[int, str]]:
    """Number and permanent id of the accounts that ``text`` may mean, the likeliest first.

    ``text`` is a permanent id, a native id or a handle with or without @, in any case, and
    behind ``platform:`` only of that platform.
    """
    rows = store.query("account/find", text=text, native=_native(text)).iter_rows()
    return [(int(number), str(account_id)) for number, account_id in rows]


def _native(text: str) -> str:
    platform, _, rest = text.partition(":")
    return (rest if platform in list(PlatformName) else text).removeprefix("@")
