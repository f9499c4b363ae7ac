"""What is new in a niche, told to people: as files, to a webhook, by e-mail and by a Telegram bot.

A digest always comes, also where nothing changed: what became of the accounts that the client wrote
to or booked, then competitors' new placements, then what moved beyond noise, then at most five
things to do. No channel is told the same news twice; one that failed is told them the next time.
"""

from leaders.digest.channels import HOW, find_channels
from leaders.digest.files import find_report, link_report, write_digest
from leaders.digest.making import make_digest
from leaders.digest.message import Channel, Message
from leaders.digest.news import Digest, News, Unread
from leaders.digest.telling import Outcome, tell_channels
from leaders.digest.writing import describe, to_html, to_json, to_markdown, to_telegram, to_text

__all__ = [
    "HOW",
    "Channel",
    "Digest",
    "Message",
    "News",
    "Outcome",
    "Unread",
    "describe",
    "find_channels",
    "find_report",
    "link_report",
    "make_digest",
    "tell_channels",
    "to_html",
    "to_json",
    "to_markdown",
    "to_telegram",
    "to_text",
    "write_digest",
]
