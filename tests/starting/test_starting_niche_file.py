"""The file that is written: whatever was answered, it is read back as it was meant."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaders.errors import LeadersError
from leaders.niche import load_niche, parse_niche
from leaders.settings import Workspace
from leaders.starting.answers import (
    LANGUAGES,
    AnswerMistake,
    Answers,
    Party,
    clean,
    read_party,
    read_topic,
    read_words,
)
from leaders.starting.links import platforms_of, sort_links
from leaders.starting.niche_file import load_comments, make_text, quote, save_niche

HOSTILE = '"]]]\ntitle = "x"\n[limits]\ncalls = 1 # \x00\x1b[31m\x7f\u202e\\" \'\'\' \ud800 {name}'
LINKS = "https://vk.com/club1 https://t.me/wool @ann@mastodon.example simulated:anna"


def answers_of(text: str, language: str = "en") -> Answers:
    """The same text as the answer to every question."""
    try:
        topic = read_topic(text)
    except AnswerMistake:
        topic = "A topic"
    seeds = sort_links(f"{LINKS} {text}").seeds
    return Answers(
        topic, platforms_of(seeds), seeds, language, read_words(text, language), "NL",
        clean(text) or None, Party((clean(text),), ("vk:1",), ("a.example",)), "RU",
        read_party(text),
    )  # fmt: skip


def check_read_back(workspace: Workspace, name: str, answers: Answers) -> None:
    niche = load_niche(workspace, name)
    assert niche.title == answers.topic
    assert niche.platforms == answers.platforms
    assert niche.seeds == answers.seeds
    assert niche.words == answers.words
    assert (niche.where.country, niche.where.city) == (answers.country, answers.city)
    assert niche.client.name == (", ".join(answers.client.names) or None)
    assert niche.client.accounts == answers.client.accounts
    assert niche.client.domains == answers.client.domains
    assert niche.client.country == answers.client_country
    assert niche.competitors.words == answers.competitors.names
    assert niche.competitors.accounts == answers.competitors.accounts
    assert niche.competitors.domains == answers.competitors.domains
    assert niche.limits.calls is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", [HOSTILE, "Вязание", "'''", '"""', "\\", "#", "]", "a\r\nb = 1"])
def test_a_hostile_answer_stays_an_answer(workspace: Workspace, text: str, language: str) -> None:
    answers = answers_of(text, language)
    path = save_niche(workspace, "mine", answers)
    check_read_back(workspace, "mine", answers)
    assert all(c.isprintable() or c == "\n" for c in path.read_text("utf-8"))
    assert [it.name for it in path.parent.iterdir() if it.stem != "niche"] == ["mine.toml"]


@given(text=st.text(), language=st.sampled_from(LANGUAGES))
def test_any_text_is_read_back(tmp_path_factory, text: str, language: str) -> None:
    workspace = Workspace(tmp_path_factory.mktemp("any"))
    answers = answers_of(text, language)
    save_niche(workspace, "any", answers)
    check_read_back(workspace, "any", answers)


@given(st.text(st.characters(codec="utf-8")))
def test_a_quoted_text_is_the_text(text: str) -> None:
    assert tomllib.loads(f"key = {quote(text)}") == {"key": text}


def test_every_example_works_once_its_mark_is_taken_away(tmp_path: Path) -> None:
    for language in LANGUAGES:
        text = make_text("mine", Answers("A topic", ("vk",), language=language))
        uncommented = [
            line.removeprefix("# ") if " = " in line else line for line in text.splitlines()
        ]
        path = tmp_path / f"{language}.toml"
        path.write_text("\n".join(uncommented), encoding="utf-8")
        niche = parse_niche(language, path)
        assert niche.negative_words
        assert niche.limits.minutes == 60


def test_the_comments_are_the_same_in_every_language() -> None:
    said = load_comments()
    assert set(said) == set(LANGUAGES)
    assert len({frozenset(comments) for comments in said.values()}) == 1


def test_a_niche_that_is_there_is_left_as_it_is(workspace: Workspace) -> None:
    before = (workspace.niches / "niche.toml").read_bytes()
    with pytest.raises(LeadersError, match="is there already"):
        save_niche(workspace, "niche", Answers("A topic", ("vk",)))
    assert (workspace.niches / "niche.toml").read_bytes() == before
    assert [it.name for it in workspace.niches.iterdir()] == ["niche.toml"]


def test_where_nothing_can_be_written_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    with pytest.raises(LeadersError, match="cannot be written"):
        save_niche(Workspace(tmp_path), "mine", Answers("A topic", ("vk",)))
