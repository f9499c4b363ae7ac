"""The ways in which a digest reaches people, each set up by the environment alone."""

from collections.abc import Callable

from leaders.digest.mail import read_mail
from leaders.digest.message import Channel
from leaders.digest.telegram import read_telegram
from leaders.digest.webhook import read_webhook
from leaders.errors import LeadersError

HOW = (
    "set LEADERS_WEBHOOK, or TELEGRAM_BOT_TOKEN and TELEGRAM_CHAT_ID, or SMTP_HOST, SMTP_FROM and "
    "LEADERS_MAIL_TO (see .env.example)"
)


def find_channels() -> tuple[list[Channel], list[str]]:
    """The channels that the environment sets up, and a sentence on each that it sets up by half."""
    readers: tuple[Callable[[], Channel | None], ...] = (read_webhook, read_mail, read_telegram)
    channels: list[Channel] = []
    mistakes = []
    for read in readers:
        try:
            channel = read()
        except LeadersError as error:
            mistakes.append(str(error))
        else:
            channels += [channel] if channel else []
    return channels, mistakes
