"""As which application Telegram is asked, and where the login lies."""

import os
import re
import sys
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from leaders.errors import LeadersError
from leaders.settings import read_rate, read_text

API_PAGE = "https://my.telegram.org/apps"
SUFFIX = ".session"
"""telethon adds it to every file that has another end."""

NOT_INSTALLED = (
    'Telegram is read through telethon; install it with: pip install "leaders[telegram]" '
    "(in a checkout: .venv/bin/pip install telethon)"
)
NO_API = (
    f"Telegram needs an application of yours: make one at {API_PAGE} and put "
    "TELEGRAM_API_ID=... and TELEGRAM_API_HASH=... into .env."
)
NO_LOGIN = "Telegram answers only those who log in; run: leaders login telegram"


def find_default_session() -> Path:
    """Where the login lies unless TELEGRAM_SESSION names another place: never in a workspace."""
    home = Path.home()
    if sys.platform == "win32":
        config = Path(os.environ.get("APPDATA") or home / "AppData" / "Roaming")
    elif sys.platform == "darwin":
        config = home / "Library" / "Application Support"
    else:
        config = Path(read_text("XDG_CONFIG_HOME") or home / ".config")
    return config / "leaders" / f"telegram{SUFFIX}"


@dataclass(frozen=True, slots=True)
class Settings:
    """The application, its login's file, and ``rate`` in calls a second."""

    api_id: int = 0
    api_hash: str = field(default="", repr=False)
    session: Path = field(default_factory=find_default_session)
    rate: float = 1.0

    def find_lack_of_application(self) -> str | None:
        """What a login needs first; None: it can be made."""
        if find_spec("telethon") is None:
            return NOT_INSTALLED
        return None if self.api_id and self.api_hash else NO_API

    def find_lack(self) -> str | None:
        """What is missing before Telegram can be asked; None: nothing."""
        lack = self.find_lack_of_application()
        return lack or (None if self.session.is_file() else NO_LOGIN)


def read_settings() -> Settings:
    """The settings in the environment.

    Raises ``LeadersError`` for an application or a rate that cannot be.
    """
    plain = Settings()
    api_id, api_hash = read_text("TELEGRAM_API_ID"), read_text("TELEGRAM_API_HASH")
    if api_id and not re.fullmatch(r"[1-9][0-9]{0,8}", api_id):
        raise LeadersError(f"TELEGRAM_API_ID must be the number that {API_PAGE} shows.")
    if api_hash and not re.fullmatch(r"[0-9a-fA-F]{32}", api_hash):
        raise LeadersError(f"TELEGRAM_API_HASH must be the 32 digits and letters of {API_PAGE}.")
    session = Path(read_text("TELEGRAM_SESSION") or plain.session).expanduser().absolute()
    if session.suffix != SUFFIX:
        session = session.with_name(session.name + SUFFIX)
    return Settings(
        api_id=int(api_id or 0),
        api_hash=api_hash,
        session=session,
        rate=read_rate("TELEGRAM_RATE", plain.rate),
    )
