"""A little expression over sets: read, never run; every mistake told with its place."""

import operator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaders.combination import read_combination

NAMES = ("core", "phones", "customers", "buyers")
OPERATIONS = {"|": operator.or_, "&": operator.and_, "-": operator.sub}
SETS = {
    "core": frozenset({1, 2}),
    "phones": frozenset({2, 3, 4}),
    "customers": frozenset({2}),
    "buyers": frozenset({1, 4, 5}),
}


def test_the_expression_of_the_readme() -> None:
    read = read_combination("(core | phones) - customers & buyers", NAMES)
    assert str(read) == "((core | phones) - customers) & buyers"
    assert read.of(SETS, OPERATIONS) == {1, 4}
    assert read.names == set(NAMES)


@pytest.mark.parametrize("text", ["core", " core ", "(core)", "core\n", "\tcore"])
def test_one_name(text: str) -> None:
    assert str(read_combination(text, NAMES)) == "core"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "is empty"),
        ("  ", "is empty"),
        ("core | phone", "has 'phone' at character 8, which is no set; there are: buyers, core, "),
        ("core and phones", "has 'and' at character 6; use &"),
        ("core + phones", "has '+' at character 6; use |"),
        ("core, phones", "has ',' at character 5; use |"),
        ("core.phones", "has '.' at character 5; write names"),
        ("core['x']", "has '[' at character 5; write names"),
        ("__import__('os')", "has '__import__' at character 1, which is no set"),
        ("lambda: core", "has 'lambda' at character 1; write names"),
        ("core | 1", "has '1' at character 8; write names"),
        ("core | соре", "has 'с' at character 8; write names"),
        ("core \0", "has '\\x00' at character 6; write names"),
        ("core | ", "ends after '|' at character 6, where a name or ( is needed"),
        ("| core", "has '|' at character 1, where a name or ( is needed"),
        ("core phones", "has 'phones' at character 6, where |, &, - or ) is needed"),
        ("core(phones)", "has '(' at character 5, where |, &, - or ) is needed"),
        ("  -core", "has '-' at character 3, where a name or ("),
        ("core - -phones", "has '-' at character 8, where a name or ("),
        ("core || phones", "has '|' at character 7, where a name or ("),
        ("core & ()", "has ')' at character 9, where a name or ("),
        ("(core | phones", "has a '(' at character 1 without its ')'"),
        ("core | phones)", "has a ')' at character 14 without its '('"),
        ("(" * 21 + "core" + ")" * 21, "has more than 20 parentheses open at character 21"),
        ("core|" * 101 + "core", "is longer than 500 characters"),
    ],
)
def test_a_mistake_is_told_with_its_place(text: str, told: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 (the words are compared)
        read_combination(text, NAMES)
    assert str(caught.value).startswith(told)


@given(st.text(alphabet="core phones|&-()._0'\"\n\\#:=", max_size=60))
def test_any_text_is_read_or_told(text: str) -> None:
    told = ""
    try:
        names = read_combination(text, NAMES).names
    except ValueError as error:
        told, names = str(error), set()
    assert "\n" not in told
    assert names <= set(NAMES)
    assert bool(told) != bool(names)


def test_a_long_chain_is_no_danger() -> None:
    read = read_combination("core" + "-core" * 99, NAMES)
    assert read.of(SETS, OPERATIONS) == set()
    assert str(read).count("(") == 98


TREES = st.recursive(
    st.sampled_from(NAMES),
    lambda inner: st.tuples(inner, st.sampled_from("|&-"), inner).map(
        lambda it: f"({it[0]} {it[1]} {it[2]})"
    ),
    max_leaves=12,
)


@given(TREES)
def test_it_is_what_python_makes_of_it(text: str) -> None:
    read = read_combination(text, NAMES)
    assert read.of(SETS, OPERATIONS) == eval(text, {"__builtins__": {}}, SETS)
    assert read_combination(str(read), NAMES) == read
