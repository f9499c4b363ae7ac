"""Conditions on the columns of a list: ``median_views >= 1000 and country = NL or unknown``.

A small language that is read here, and becomes an expression of polars: nothing of it is ever run
as a program. What is not known is neither true nor false, so that nobody is dropped in silence.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from operator import ge, gt, le, lt
from typing import Any

import polars as pl

from leaders.errors import UsageMistake
from leaders.export import Column
from leaders.facts.columns import LISTED

LONGEST = 2000
_DEEPEST = 50
_TOKEN = re.compile(
    r"""\s*(?:(?P<mark>>=|<=|!=|==|[=<>~(),])
    |"(?P<double>[^"]*)"|'(?P<single>[^']*)'
    |(?P<word>[^\s=<>!~(),"']+))""",
    re.VERBOSE,
)
_NUMBER = re.compile(r"([+-]?\d[\d_]*(?:\.\d+)?)(%|k|m)?", re.IGNORECASE)
_DAY = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_SCALE = {"": 1.0, "%": 0.01, "k": 1e3, "m": 1e6}
_ORDERED: Mapping[str, Callable[[Any, Any], Any]] = {">=": ge, "<=": le, ">": gt, "<": lt}
_YES, _NO = ("true", "yes"), ("false", "no")
_NUMBERS = ("count", "decimal", "share", "score", "money")

HELP = (
    "write for example: median_views >= 1000 and country = NL and last_post >= 2026-10-01; "
    "with and, or, not, ( ), = != < <= > >=, ~ (contains), in (a, b), is known, is unknown; "
    "'or unknown' takes in those of whom it is not known"
)


@dataclass(frozen=True, eq=False)
class Condition:
    """What an account must be like; ``expression`` is true, false, or null where not known.

    columns: those that it names, in their order.
    """

    text: str
    expression: pl.Expr
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    is_quoted: bool = False
    is_mark: bool = False

    def says(self, *words: str) -> bool:
        return not self.is_quoted and self.text.lower() in words


def read_condition(text: str, columns: Sequence[Column]) -> Condition:
    """Read a condition on these columns.

    A share is written as 0.03 or 3%, a number also as 10k or 1.5m, a day as 2026-10-01, text as it
    is or in quotes; small and capital letters are the same. Raises ``UsageMistake`` with what is
    wrong and the nearest column.
    """
    if len(text) > LONGEST:
        raise UsageMistake(f"--where is longer than {LONGEST:,} characters.")
    reader = _Reader(_split(text), {column.name: column for column in columns})
    expression = reader.read_all()
    return Condition(" ".join(text.split()), expression, tuple(reader.named))


def _split(text: str) -> list[_Token]:
    tokens, place = [], 0
    while text[place:].strip():
        found = _TOKEN.match(text, place)
        if found is None:
            raise _mistake(f"what does {text[place:].strip()[:20]!r} mean? ")
        quoted = found["double"] if found["double"] is not None else found["single"]
        if quoted is not None:
            tokens.append(_Token(quoted, is_quoted=True))
        elif found["mark"]:
            tokens.append(_Token("=" if found["mark"] == "==" else found["mark"], is_mark=True))
        else:
            tokens.append(_Token(found["word"]))
        place = found.end()
    if not tokens:
        raise _mistake("it is empty; ")
    return tokens


class _Reader:
    """Recursive descent: or, and, not, what is in parentheses, one comparison."""

    def __init__(self, tokens: list[_Token], columns: Mapping[str, Column]) -> None:
        self._tokens = tokens
        self._columns = columns
        self._place = 0
        self._depth = 0
        self.named: dict[str, None] = {}

    def read_all(self) -> pl.Expr:
        found = self._read_or()
        if self._next() is not None:
            raise _mistake(f"{self._take().text!r} is not expected there; ")
        return found

    def _next(self) -> _Token | None:
        return self._tokens[self._place] if self._place < len(self._tokens) else None

    def _take(self) -> _Token:
        token = self._next()
        if token is None:
            raise _mistake("it breaks off; ")
        self._place += 1
        return token

    def _skip(self, *words: str) -> bool:
        token = self._next()
        is_there = token is not None and token.says(*words)
        self._place += is_there
        return is_there

    def _demand(self, word: str) -> None:
        if not self._skip(word):
            after = self._next()
            raise _mistake(f"{word!r} is missing{f' before {after.text!r}' if after else ''}; ")

    def _read_or(self) -> pl.Expr:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _mistake("too many parentheses; ")
        parts, with_unknown = [self._read_and()], False
        while self._skip("or"):
            if self._is_bare_unknown():
                self._place += 1
                with_unknown = True
            else:
                parts.append(self._read_and())
        self._depth -= 1
        found = pl.any_horizontal(parts) if len(parts) > 1 else parts[0]
        return found.fill_null(value=True) if with_unknown else found

    def _is_bare_unknown(self) -> bool:
        token = self._next()
        behind = self._tokens[self._place + 1 : self._place + 2]
        ends = not behind or behind[0].says(")", "and", "or")
        return token is not None and token.says("unknown") and ends

    def _read_and(self) -> pl.Expr:
        parts = [self._read_not()]
        while self._skip("and"):
            parts.append(self._read_not())
        return pl.all_horizontal(parts) if len(parts) > 1 else parts[0]

    def _read_not(self) -> pl.Expr:
        is_turned = False
        while self._skip("not"):
            is_turned = not is_turned
        found = self._read_one()
        return ~found if is_turned else found

    def _read_one(self) -> pl.Expr:
        if self._skip("("):
            found = self._read_or()
            self._demand(")")
            return found
        column = self._read_column()
        value = pl.col(column.name)
        if self._skip("is"):
            is_turned = self._skip("not")
            word = self._take()
            if not word.says("known", "unknown"):
                raise _mistake(f"is known or is unknown, not is {word.text!r}; ")
            return value.is_null() if word.says("unknown") != is_turned else value.is_not_null()
        if self._skip("in"):
            self._demand("(")
            told = [_compare(column, "=", self._take())]
            while self._skip(","):
                told.append(_compare(column, "=", self._take()))
            self._demand(")")
            return pl.any_horizontal(told)
        sign = self._next()
        if sign is not None and sign.is_mark and sign.text in (*_ORDERED, "=", "!=", "~"):
            self._place += 1
            return _compare(column, sign.text, self._take())
        if column.form == "flag":
            return value
        raise _mistake(f"what of {column.name}? ")

    def _read_column(self) -> Column:
        token = self._take()
        name = token.text.lower()
        if token.is_mark or token.is_quoted or name not in self._columns:
            close = get_close_matches(name, list(self._columns), n=1, cutoff=0.5)
            hint = f"did you mean {close[0]}? " if close else ""
            raise _mistake(f"there is no column {token.text!r}; {hint}")
        self.named[name] = None
        return self._columns[name]


def _compare(column: Column, sign: str, token: _Token) -> pl.Expr:
    if token.is_mark:
        raise _mistake(f"a value is missing after {column.name} {sign}; ")
    value = pl.col(column.name)
    if column.form in _NUMBERS:
        return _compare_number(column, sign, _read_number(column, token.text))
    if column.form == "flag":
        word = token.text.lower()
        if word not in (*_YES, *_NO) or sign not in ("=", "!="):
            raise _mistake(f"{column.name} is true or false; ")
        return value if (word in _YES) == (sign == "=") else ~value
    text = token.text.lower()
    if sign in _ORDERED:
        if not _DAY.fullmatch(text):
            raise _mistake(
                f"{column.name} {sign} {token.text!r}: < and > are for days and numbers; "
            )
        # Days as text are in the order of time; a month or year is all of its days.
        return _order(sign, value.str.slice(0, len(text)), text)
    lower = value.str.to_lowercase()
    if sign == "~":
        return lower.str.contains(text, literal=True)
    if column.name in LISTED:
        items = lower.str.split(LISTED[column.name])
        is_said = items.list.eval(pl.element().str.split(" ").list.first() == text).list.any()
    else:
        is_said = lower == text
    return is_said if sign == "=" else ~is_said


def _compare_number(column: Column, sign: str, number: float) -> pl.Expr:
    value = pl.col(column.name)
    if sign in _ORDERED:
        return _order(sign, value, number)
    if sign == "~":
        raise _mistake(f"{column.name} is a number, and ~ is for text; ")
    return value == number if sign == "=" else value != number


def _order(sign: str, value: pl.Expr, limit: str | float) -> pl.Expr:
    found: pl.Expr = _ORDERED[sign](value, limit)
    return found


def _read_number(column: Column, text: str) -> float:
    found = _NUMBER.fullmatch(text)
    if found is None:
        raise _mistake(f"{column.name} is a number, and {text!r} is none; ")
    return float(found[1].replace("_", "")) * _SCALE[(found[2] or "").lower()]


def _mistake(what: str) -> UsageMistake:
    return UsageMistake(f"--where: {what}{HELP}.")
