"""A digest as text that fits a phone: Markdown, HTML, JSON, plain text, and what Telegram takes.

Names and links are hostile: each format has its own escape, and only web addresses are linked.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from html import escape
from typing import Any

from leaders.digest.news import UNREAD, Digest, News, plain
from leaders.export.text import dump_json, escape_markdown
from leaders.wording import counted

SHOWN = 8
"""So many news of a section are told; the others are counted."""
NOTES = 3
LONGEST_TELEGRAM = 4096
"""Letters of a message, as UTF-16 counts them."""
_WEB_ADDRESS = re.compile(r"(?i)https?://[^\s<>\"'()\[\]\\`]+")
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<style>body{{font:16px/1.4 sans-serif;max-width:30rem;margin:0 auto;padding:.75rem;\
overflow-wrap:anywhere}}h1{{font-size:1.25rem}}h2{{font-size:1.05rem;margin-bottom:.25rem}}\
ul,ol{{margin:0;padding-left:1.25rem}}</style></head>
<body>
{body}
</body></html>
"""


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence: who, with where to look, and what; ``who`` may be empty."""

    what: str
    who: str = ""
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """Sentences under a heading."""

    heading: str
    lines: tuple[Line, ...]
    is_ordered: bool = False


def list_parts(digest: Digest) -> list[Part]:
    """The parts of a digest in the order in which they are told, without those that are empty."""
    unread = [
        Line(f"{it.platform}: {counted(it.lists, 'list')} {UNREAD.get(it.ended, it.ended)}")
        for it in digest.unread
    ]
    notes = [Line(it) for it in digest.notes[:NOTES]]
    parts = [
        Part("Your contacts", _tell(digest.contacts)),
        Part("Competitors", _tell(digest.placements)),
        Part("Movements", _tell(digest.movements)),
        Part("To do", tuple(map(Line, digest.todo)), is_ordered=True),
        Part("Not read to the end", tuple(unread)),
        Part("Careful", tuple(notes)),
    ]
    return [part for part in parts if part.lines]


def _tell(news: tuple[News, ...]) -> tuple[Line, ...]:
    lines = [Line(it.what, it.who, it.url) for it in news[:SHOWN]]
    if len(news) > SHOWN:
        lines.append(Line(f"{len(news) - SHOWN:,} more in the report"))
    return tuple(lines)


def tell_title(digest: Digest) -> str:
    """Which digest it is, on one line."""
    return plain(f"{digest.title}, {digest.as_of:%Y-%m-%d}")


def tell_span(digest: Digest) -> str:
    """From when to when it tells."""
    if digest.since is None:
        return f"as of {digest.as_of:%Y-%m-%d %H:%M} UTC"
    return f"{digest.since:%Y-%m-%d %H:%M} to {digest.as_of:%Y-%m-%d %H:%M} UTC"


def tell_report(digest: Digest) -> str:
    """Where more is told, to whom no link can be given."""
    return f"More: leaders changes {digest.niche}"


def to_markdown(digest: Digest) -> str:
    """``digest.md``; also what Prefect keeps as an artifact."""
    return _write(
        digest,
        lambda title: f"# {escape_markdown(title)}\n",
        lambda heading: f"## {heading}\n",
        lambda number, line: f"{f'{number}.' if number else '-'} {_line(line, _link_markdown)}",
        escape_markdown,
        _link_markdown,
    )


def to_text(digest: Digest) -> str:
    """Plain text, for an e-mail and the terminal."""
    return _write(
        digest,
        lambda title: f"{title}\n",
        str,
        lambda number, line: f"{f'{number}.' if number else '-'} {_line(line, _link_text, plain)}",
        plain,
        _link_text,
    )


def to_html(digest: Digest) -> str:
    """``digest.html``: one page that needs nothing else, as wide as a phone."""
    body = [f"<h1>{_html(tell_title(digest))}</h1>", f"<p><b>{_html(digest.head)}</b><br>"
            f"{_html(tell_span(digest))}</p>"]  # fmt: skip
    for part in list_parts(digest):
        tag = "ol" if part.is_ordered else "ul"
        lines = "\n".join(f"<li>{_line(it, _link_html, _html)}</li>" for it in part.lines)
        body.append(f"<h2>{part.heading}</h2>\n<{tag}>\n{lines}\n</{tag}>")
    body.append(f"<p>{_more(digest, _link_html, _html)}</p>")
    return _PAGE.format(title=_html(tell_title(digest)), body="\n".join(body))


def to_telegram(digest: Digest) -> str:
    """A message of a bot (parse_mode HTML), with as many whole lines as it may hold."""
    lines = [f"<b>{_html(tell_title(digest))}</b>", _html(digest.head)]
    for part in list_parts(digest):
        lines += ["", f"<b>{part.heading}</b>"]
        for number, line in enumerate(part.lines, start=1):
            mark = f"{number}." if part.is_ordered else "•"
            lines.append(f"{mark} {_line(line, _link_telegram, _html)}")
    end = ["", _more(digest, _link_telegram, _html)]
    whole = "\n".join([*lines, *end])
    while _measure(whole) > LONGEST_TELEGRAM:
        lines.pop()
        whole = "\n".join([*lines, "…", *end])
    return whole


def to_json(digest: Digest) -> bytes:
    """The digest for programs; the number of an account is ours alone and left out."""
    return dump_json(describe(digest))


def describe(digest: Digest) -> dict[str, Any]:
    """The digest in plain values, its sentence and its text with it."""
    told = asdict(digest)
    for name in ("contacts", "placements", "movements"):
        told[name] = [
            {**{k: v for k, v in it.items() if k != "account_no"}, "url": web_address(it["url"])}
            for it in told[name]
        ]
    for name in ("as_of", "since"):
        told[name] = told[name] and told[name].isoformat()
    return {**told, "head": digest.head, "text": to_text(digest)}


def web_address(url: str | None) -> str | None:
    """An address that may be linked; None for all else."""
    return url if url and url.isprintable() and _WEB_ADDRESS.fullmatch(url) else None


def _write(
    digest: Digest,
    title: Callable[[str], str],
    heading: Callable[[str], str],
    item: Callable[[int, Line], str],
    say: Callable[[str], str],
    link: Callable[[str, str], str],
) -> str:
    def lines() -> Iterator[str]:
        yield title(tell_title(digest))
        yield say(digest.head)
        yield ""
        yield say(tell_span(digest))
        yield ""
        for part in list_parts(digest):
            yield heading(part.heading)
            for number, line in enumerate(part.lines, start=1):
                yield item(number if part.is_ordered else 0, line)
            yield ""
        yield _more(digest, link, say)

    return "\n".join(lines()).rstrip("\n") + "\n"


def _more(digest: Digest, link: Callable[[str, str], str], say: Callable[[str], str]) -> str:
    return link("The report", digest.report) if digest.report else say(tell_report(digest))


def _line(
    line: Line,
    link: Callable[[str, str], str],
    say: Callable[[str], str] = escape_markdown,
) -> str:
    """Who, linked where there is somewhere to look, and what."""
    if not line.who:
        return say(line.what)
    url = web_address(line.url)
    return f"{link(line.who, url) if url else say(line.who)}: {say(line.what)}"


def _link_markdown(text: str, url: str) -> str:
    return f"[{escape_markdown(text)}](<{url}>)"


def _link_text(text: str, url: str) -> str:
    return f"{plain(text)} <{url}>"


def _link_html(text: str, url: str) -> str:
    return f'<a href="{escape(url)}" rel="noreferrer nofollow">{_html(text)}</a>'


def _link_telegram(text: str, url: str) -> str:
    return f'<a href="{escape(url)}">{_html(text)}</a>'


def _html(text: str) -> str:
    return escape(plain(text))


def _measure(text: str) -> int:
    return len(text.encode("utf-16-le", "replace")) // 2
