"""Without telethon nothing here is tried."""

from pathlib import Path
from types import SimpleNamespace

import pytest

pytest.importorskip("telethon", reason="telethon is not installed: Telegram is not tried")

HERE = Path(__file__).parent


@pytest.fixture(autouse=True)
def _no_sleep(monkeypatch: pytest.MonkeyPatch) -> None:
    """telethon waits two seconds after an error of Telegram's; nothing is learned by that."""

    async def sleep(_seconds: float) -> None:
        pass

    monkeypatch.setattr("telethon.client.users.asyncio", SimpleNamespace(sleep=sleep))
