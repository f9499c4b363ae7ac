"""Where the fakes of the folders around this one lie; without telethon nothing here is tried."""

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

pytest.importorskip("telethon", reason="telethon is not installed: Telegram is not tried")

HERE = Path(__file__).parent
for folder in (HERE.parent, HERE.parent / "web"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))


@pytest.fixture(autouse=True)
def _no_sleep(monkeypatch: pytest.MonkeyPatch) -> None:
    """telethon waits two seconds after an error of Telegram's; nothing is learned by that."""

    async def sleep(_seconds: float) -> None:
        pass

    monkeypatch.setattr("telethon.client.users.asyncio", SimpleNamespace(sleep=sleep))
