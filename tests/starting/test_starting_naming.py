"""The name of a niche out of its topic."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaders.settings import Workspace
from leaders.starting.answers import AnswerMistake
from leaders.starting.naming import propose_name, read_name


@pytest.mark.parametrize(
    ("topic", "name"),
    [
        ("Knitting in Utrecht!", "knitting-in-utrecht"),
        ("Вязание: щука и мышь", "vyazanie-shchuka-i-mysh"),
        ("Ёлка й ї", "elka-y-yi"),
        ("Übermäßig café", "ubermaig-cafe"),
        ("../../etc/passwd", "etc-passwd"),
        ("..\\CON", "niche-con"),
        ("Aux", "niche-aux"),
        ("編み物", "niche"),
        ("", "niche"),
        ("x" * 80, "x" * 40),
    ],
)
def test_a_topic_makes_a_name(topic: str, name: str) -> None:
    assert propose_name(topic) == name


@given(st.text())
def test_a_name_is_never_a_path_and_always_one_that_may_be_given(text: str) -> None:
    name = propose_name(text)
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]*", name)
    assert read_name(name, Workspace(Path("nowhere"))) == name


@pytest.mark.parametrize("text", ["", "..", "a/b", "C:x", "Ня", "-a", "a.toml", "nul", "x" * 64])
def test_what_cannot_be_a_name(text: str, workspace: Workspace) -> None:
    with pytest.raises(AnswerMistake, match=r"^name: "):
        read_name(text, workspace)


def test_a_name_that_is_taken(workspace: Workspace) -> None:
    with pytest.raises(AnswerMistake, match=r"^taken: niche"):
        read_name("niche", workspace)
    assert read_name("niche_2", workspace) == "niche_2"
