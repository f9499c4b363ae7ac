"""What people write into the cells of a table; ``ValueError`` says what is wrong with one."""

import re
import unicodedata
from contextlib import suppress
from datetime import date, datetime, timedelta

SPACE = r"[\s\u00a0\u2007\u2009\u202f'’]"
"""What stands between thousands, but for a dot or a comma."""
_NUMBER = re.compile(
    rf"(?P<spaced>[0-9]{{1,3}}(?:{SPACE}[0-9]{{3}})+(?:[.,][0-9]{{1,2}})?)"
    r"|(?P<dotted>[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]{1,2})?)"
    r"|(?P<commaed>[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]{1,2})?)"
    r"|(?P<plain>[0-9]+(?:[.,][0-9]*)?)"
)
_AMBIGUOUS = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
MOST = 1e12

_MONTH = (
    "jan|feb|mar|mrt|maa|apr|may|mei|jun|jul|aug|sep|oct|okt|nov|dec"
    "|янв|фев|мар|апр|май|мая|июн|июл|авг|сен|окт|ноя|дек"
)
_LOOKS_DATED = re.compile(
    rf"(?:[0-9]{{1,2}}[.\- ])?(?:{_MONTH})[^\W\d_]*\.?(?:[.\- ][0-9]{{1,4}})?"
    r"|[0-9]{1,4}[./-][0-9]{1,2}[./-][0-9]{1,4}"
)
_HOURS = re.compile(r"[0-9]{1,3}/[0-9]{1,3}")
DEFAULT_FORMAT = "post"
LONGEST_FORMAT = 40

_YEAR_FIRST = re.compile(r"([0-9]{4})[./-]([0-9]{1,2})[./-]([0-9]{1,2})")
_YEAR_LAST = re.compile(r"([0-9]{1,2})([./-])([0-9]{1,2})[./-]([0-9]{4})")
_TIME = re.compile(r"[T ][0-9:.]+(?:Z|[+-][0-9:]+)?$")
EARLIEST = date(2000, 1, 1)
EAST = timedelta(hours=14)
"""So far ahead of UTC the first day on Earth begins."""
HOW_DATED = "write year-month-day, such as 2026-10-05"

_OPERATOR = "[=+\\-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b\u2212]"
_DEFUSED = re.compile(rf"(^|;)'+(?=[ \"]*{_OPERATOR})")
"""The apostrophe that keeps a spreadsheet from running a cell."""
LONGEST_LINK = 2_000
_ADDRESS = re.compile(r'(?i)https?://[^\s<>"]+')


def read_amount(text: str) -> float:
    """A number as people and spreadsheets write it: 12 500,50 or 12'500.50 or 12.500,50."""
    plain = text.removeprefix("'").strip()  # an apostrophe keeps a cell from being a formula
    sign = -1 if plain[:1] in ("-", "−") else 1
    digits = plain.lstrip("-−").lstrip()
    if _AMBIGUOUS.fullmatch(digits):
        whole, part = re.split("[.,]", digits)
        raise ValueError(
            f"{text[:30]!r} may be {whole}{part} or {whole} and {int(part)} thousandths; "
            f"write {whole}{part} or {whole}.{part[:2]}"
        )
    match = _NUMBER.fullmatch(digits)
    if match is None:
        raise ValueError(f"{text[:30]!r} is no number; write digits alone, such as 12500.50")
    number = re.sub(SPACE, "", digits)
    if match["dotted"]:
        number = number.replace(".", "")
    elif match["commaed"]:
        number = number.replace(",", "")
    amount = float(number.replace(",", "."))
    if amount > MOST:
        raise ValueError(f"{text[:30]!r} is more than anything costs; check the number")
    return sign * round(amount, 2)


def read_money(text: str) -> float:
    """An amount of money from 0, to the cent."""
    amount = read_amount(text)
    if amount < 0:
        raise ValueError(f"{text[:30]!r} is below 0; write what a placement costs")
    return amount


def read_price(text: str) -> float:
    """What a placement costs, above 0, to the cent."""
    price = read_money(text)
    if price == 0:
        raise ValueError("is 0; write what a placement costs, or leave the cell empty")
    return price


def read_count(text: str) -> int:
    """A whole number from 0, also with thousands set apart: 12 500, 12,500 or 12.500."""
    digits = re.sub(rf"{SPACE}|[.,](?=[0-9]{{3}}(?:[^0-9]|$))", "", text)
    if not re.fullmatch("[0-9]+", digits):
        raise ValueError(f"{text[:30]!r} is no count; write digits alone, such as 12500")
    count = int(digits)
    if count > MOST:
        raise ValueError(f"{text[:30]!r} is more than there can be; check the number")
    return count


def latest_day(now: datetime) -> date:
    """The day that it is by now somewhere on Earth."""
    return (now + EAST).date()


def read_date(text: str, latest: date, what: str = "on which day") -> date:
    """The day that something is of: year first, or day first; not after ``latest``."""
    if not text:
        raise ValueError(f"is empty; say {what}, {HOW_DATED}")
    day = _read_day(_TIME.sub("", text))
    if day > latest:
        raise ValueError(f"{text[:30]!r} is in the future; {HOW_DATED}")
    if day < EARLIEST:
        raise ValueError(f"{text[:30]!r} is too long ago; {HOW_DATED}")
    return day


def read_format(text: str) -> str:
    """What is bought, such as "post" or "story", in small letters; "post" where nobody says.

    Hours on top and in the feed, as Telegram's channels count, are of a post: "1/24" is
    "post 1/24".
    """
    plain = " ".join(text.casefold().split())
    if _LOOKS_DATED.fullmatch(_TIME.sub("", plain)):
        raise ValueError(
            f"{text[:30]!r} looks like a date that a spreadsheet made of it; write post 1/24"
        )
    if len(plain) > LONGEST_FORMAT or not plain.isprintable():
        raise ValueError(f"{text[:30]!r} is no format; write a word or two, such as post or story")
    return f"post {plain}" if _HOURS.fullmatch(plain) else plain or DEFAULT_FORMAT


def read_text(text: str, longest: int) -> str:
    """Words in one line, without what cannot be printed.

    An apostrophe that kept a spreadsheet from running them is taken away, so that text goes
    through a table and comes back the same: ``read_text(defuse(it)) == it`` of what this returns.
    """
    before = None
    while before != text:
        before = text
        plain = " ".join(text.split())
        plain = "".join(it for it in plain if unicodedata.category(it)[0] != "C")
        text = _DEFUSED.sub(r"\1", plain)
    if len(text) > longest:
        raise ValueError(f"has {len(text):,} characters; write at most {longest}")
    return text


def read_link(text: str) -> str | None:
    """The address of a page, or None where the cell is empty."""
    if not text:
        return None
    if len(text) > LONGEST_LINK or not _ADDRESS.fullmatch(text) or not text.isprintable():
        raise ValueError(f"{text[:60]!r} is no address; write one that begins with https://")
    return text


def _read_day(text: str) -> date:
    days = _days_meant(text)
    if len(days) == 1:
        return days[0]
    if days:
        raise ValueError(f"{text[:30]!r} may be two dates; write {days[0]} or {days[1]}")
    raise ValueError(f"{text[:30]!r} is no date; {HOW_DATED}")


def _days_meant(text: str) -> list[date]:
    """Each day that a date may be; with slashes Americans put the month first."""
    if year_first := _YEAR_FIRST.fullmatch(text):
        year, month, day = map(int, year_first.groups())
        ways = [(year, month, day)]
    elif year_last := _YEAR_LAST.fullmatch(text):
        first, second, year = (int(year_last[it]) for it in (1, 3, 4))
        ways = [(year, second, first)]
        if year_last[2] == "/":
            ways.append((year, first, second))
    else:
        return []
    days = []
    for way in ways:
        with suppress(ValueError):
            days.append(date(*way))
    return sorted(set(days))
