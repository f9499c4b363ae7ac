"""A digest as a message of a Telegram bot (core.telegram.org/bots/api#sendmessage)."""

import re
from dataclasses import dataclass, field

from leaders.digest.message import Message
from leaders.digest.posting import Patience, open_host, split_address
from leaders.digest.writing import to_telegram
from leaders.errors import LeadersError, PlatformRefused
from leaders.settings import read_text

API = "https://api.telegram.org"
_TOKEN = re.compile(r"[0-9]{1,20}:[A-Za-z0-9_-]{1,100}")
_CHAT = re.compile(r"-?[0-9]{1,20}|@[A-Za-z0-9_]{1,64}")


@dataclass(frozen=True, slots=True)
class TelegramBot:
    """Writes a digest to a chat. A failed message is not sent again at once: it may have come."""

    token: str = field(repr=False)
    chat: str
    api: str = API
    patience: Patience = field(default_factory=Patience)
    name: str = "telegram"

    def send(self, message: Message) -> None:
        """Raises ``LeadersError`` where Telegram did not take it; the token is in no error."""
        base, path = split_address(self.api, "TELEGRAM_BOT_API")
        body = {
            "chat_id": self.chat, "text": to_telegram(message.digest), "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True},
        }  # fmt: skip
        with open_host(base, (self.token,), self.patience) as client:
            try:
                client.post(f"{path.rstrip('/')}/bot{self.token}/sendMessage", body)
            except PlatformRefused as error:
                wrong = {401: "TELEGRAM_BOT_TOKEN", 404: "TELEGRAM_BOT_TOKEN"}
                look = wrong.get(error.status, "TELEGRAM_CHAT_ID, and whether the bot may write")
                raise LeadersError(
                    f"Telegram refused the message (HTTP {error.status}); look at {look}."
                ) from None


def read_telegram() -> TelegramBot | None:
    """The bot of the environment; raises ``LeadersError`` where it is set up by half."""
    token, chat = read_text("TELEGRAM_BOT_TOKEN"), read_text("TELEGRAM_CHAT_ID")
    if not token and not chat:
        return None
    if not _TOKEN.fullmatch(token):
        raise LeadersError("TELEGRAM_BOT_TOKEN must be what @BotFather gives, such as 12:Ab-c.")
    if not _CHAT.fullmatch(chat):
        raise LeadersError("TELEGRAM_CHAT_ID must be a number, or @ and a channel's name.")
    api = read_text("TELEGRAM_BOT_API") or API
    split_address(api, "TELEGRAM_BOT_API")
    return TelegramBot(token, chat, api)
