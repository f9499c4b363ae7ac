"""Sets combined by a little expression over their names: ``(core | phones) - customers & buyers``.

Read by Python's own grammar and never run: names, ``|`` (or), ``&`` (and), ``-`` (without) and
parentheses, nothing else. As in Python ``-`` binds first, then ``&``, then ``|``.
"""

import ast
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from keyword import iskeyword
from typing import TypeVar

MOST_CHARACTERS = 500
MOST_DEPTH = 20

Set = TypeVar("Set")
Operation = Callable[[Set, Set], Set]

_SIGNS: dict[type[ast.operator], str] = {ast.BitOr: "|", ast.BitAnd: "&", ast.Sub: "-"}
_INSTEAD = {"and": "&", "or": "|", "not": "-", "+": "|", "^": "|", "*": "&", ",": "|"}
_PIECE = re.compile(r"\s*([A-Za-z_]\w*|.)", re.ASCII | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Combination:
    """An expression that was read: a name, or two combinations with a sign between them."""

    sign: str  # the name itself where there are no parts
    parts: "tuple[Combination, Combination] | None" = None

    @property
    def names(self) -> set[str]:
        """The names in it."""
        return self.parts[0].names | self.parts[1].names if self.parts else {self.sign}

    def __str__(self) -> str:
        """It is written with every pair of parentheses."""
        if self.parts is None:
            return self.sign
        left, right = (f"({it})" if it.parts else str(it) for it in self.parts)
        return f"{left} {self.sign} {right}"

    def of(self, sets: Mapping[str, Set], operations: Mapping[str, Operation[Set]]) -> Set:
        """The set that it comes to; ``operations`` says what each of ``| & -`` does."""
        if self.parts is None:
            return sets[self.sign]
        left, right = self.parts
        return operations[self.sign](left.of(sets, operations), right.of(sets, operations))


def read_combination(text: str, names: Collection[str]) -> Combination:
    """Read an expression over these names.

    Raises ValueError with one phrase that says what is wrong, and at which character.
    """
    if len(text) > MOST_CHARACTERS:
        raise ValueError(f"is longer than {MOST_CHARACTERS} characters; combine fewer sets")
    if not text.strip():
        raise ValueError('is empty; write for example "core - customers"')
    _check_order(text, names)
    return _build(ast.parse(re.sub(r"\s+", " ", text).strip(), mode="eval").body)


def _check_order(text: str, names: Collection[str]) -> None:
    """Names and signs in turn, parentheses closed: nothing else comes to Python's parser.

    Which would refuse it too, but with another place in each version.
    """
    opened: list[int] = []
    wants_name = True
    for piece in _PIECE.finditer(text.rstrip()):
        word, at = piece[1], piece.start(1) + 1
        _check_word(word, at, names)
        if wants_name != (word in names or word == "("):
            wanted = "a name or (" if wants_name else "|, &, - or )"
            raise ValueError(f"has {word!r} at character {at}, where {wanted} is needed")
        if word == "(":
            opened.append(at)
        elif word == ")" and not opened:
            raise ValueError(f"has a ')' at character {at} without its '('")
        elif word == ")":
            opened.pop()
        wants_name = word in "|&-("
        if len(opened) > MOST_DEPTH:
            raise ValueError(f"has more than {MOST_DEPTH} parentheses open at character {at}")
    if wants_name:
        raise ValueError(f"ends after {word!r} at character {at}, where a name or ( is needed")
    if opened:
        raise ValueError(f"has a '(' at character {opened[-1]} without its ')'")


def _check_word(word: str, at: int, names: Collection[str]) -> None:
    if word in names or word in "|&-()":
        return
    if word in _INSTEAD:
        raise ValueError(f"has {word!r} at character {at}; use {_INSTEAD[word]}")
    if re.match(r"[A-Za-z_]", word) and not iskeyword(word):
        known = ", ".join(sorted(names)) or "none"
        raise ValueError(f"has {word!r} at character {at}, which is no set; there are: {known}")
    raise ValueError(
        f"has {word!r} at character {at}; write names of sets, |, &, - and parentheses alone"
    )


def _build(node: ast.expr) -> Combination:
    if isinstance(node, ast.Name):
        return Combination(node.id)
    assert isinstance(node, ast.BinOp)
    return Combination(_SIGNS[type(node.op)], (_build(node.left), _build(node.right)))
