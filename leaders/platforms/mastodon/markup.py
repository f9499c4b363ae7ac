"""The little HTML that profiles are written in: its text and its links."""

from html.parser import HTMLParser
from urllib.parse import urlsplit

LONGEST = 10_000
LONGEST_LINK = 500


def read_text(html: object) -> str:
    """The text without its tags."""
    return _read(html).text


def read_links(html: object) -> tuple[str, ...]:
    """The web addresses that anchors lead to; a text that is no HTML may be one itself."""
    page = _read(html)
    found = page.links if page.has_tags else [page.text.strip()]
    return tuple(dict.fromkeys(filter(is_link, found)))


def is_link(address: object) -> bool:
    """Whether this is a web address that can be shown and opened."""
    if not isinstance(address, str) or not (0 < len(address) <= LONGEST_LINK):
        return False
    try:
        parts = urlsplit(address)
        is_web = parts.scheme in ("http", "https") and "." in (parts.hostname or "")
    except ValueError:
        return False
    return is_web and address.isprintable() and " " not in address and not parts.username


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.links: list[str] = []
        self.has_tags = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.has_tags = True
        if tag in ("p", "br", "li"):
            self.text += " "
        if tag == "a":
            self.links += [value for name, value in attrs if name == "href" and value]

    def handle_data(self, data: str) -> None:
        self.text += data


def _read(html: object) -> _Page:
    page = _Page()
    try:
        page.feed(html[:LONGEST] if isinstance(html, str) else "")
        page.close()
    except (AssertionError, ValueError):  # what HTMLParser says of some nonsense
        pass
    return page
