"""The file of a first niche: what was answered, with comments on what may be edited."""

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from leaders.errors import LeadersError
from leaders.niche import parse_niche
from leaders.settings import Workspace
from leaders.starting.answers import Answers

Comments = Mapping[str, str]


@cache
def load_comments() -> Mapping[str, Comments]:
    """The comments of a file, by language and key; each key in every language."""
    path = Path(__file__).with_name("comments.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def save_niche(workspace: Workspace, name: str, answers: Answers) -> Path:
    """Write ``data/niches/<name>.toml``, beside its place first, and read it back.

    Raises ``LeadersError`` where the folder cannot be written or the name was taken meanwhile.
    """
    path = workspace.niches / f"{name}.toml"
    part = path.with_name(f"{name}.toml.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(make_text(name, answers), encoding="utf-8", newline="\n")
        parse_niche(name, part)
        if path.exists():
            raise LeadersError(f"{path} is there already; give another --name.")
        part.replace(path)
    except OSError as error:
        raise LeadersError(
            f"{path} cannot be written ({error.strerror}); name another --workspace."
        ) from None
    finally:
        if part.exists():
            part.unlink()
    return path


def make_text(name: str, answers: Answers) -> str:
    """The text of a niche file; its comments hold nothing that was answered but the name."""
    return "\n".join(_lines(answers, load_comments()[answers.language], name)) + "\n"


def _lines(answers: Answers, say: Comments, name: str) -> Iterator[str]:
    client, others = answers.client, answers.competitors
    yield from _comment(say["head"].format(name=name))
    yield ""
    yield f"title = {quote(answers.topic)}"
    yield from _comment(say["platforms"])
    yield f"platforms = {_list(answers.platforms)}"
    yield from _comment(say["seeds"])
    yield from _long_list("seeds", answers.seeds)
    yield from _section("words", say, [(k, _list(v)) for k, v in sorted(answers.words.items())])
    yield from _section("negative_words", say, [])
    where = [("country", answers.country), ("city", answers.city)]
    yield from _section("where", say, _texts(where))
    named = [("name", ", ".join(client.names) or None), ("country", answers.client_country)]
    yield from _section(
        "client", say,
        [*_texts(named), *_lists([("accounts", client.accounts), ("domains", client.domains)])],
    )  # fmt: skip
    rows = [("accounts", others.accounts), ("domains", others.domains), ("words", others.names)]
    yield from _section("competitors", say, _lists(rows))
    yield from _section("limits", say, [])
    yield from _section("score", say, [("preset", quote("collab"))])
    yield from _section("shortlist", say, [("size", "50")])


def _section(title: str, say: Comments, rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield ""
    yield from _comment(say[title])
    yield f"[{title}]"
    yield from (f"{key} = {value}" for key, value in rows)
    if example := say.get(f"{title}_example"):
        yield from _comment(example)


def _comment(text: str) -> Iterator[str]:
    return (f"# {line}".rstrip() for line in text.strip().splitlines())


def _texts(rows: Iterable[tuple[str, str | None]]) -> list[tuple[str, str]]:
    return [(key, quote(value)) for key, value in rows if value]


def _lists(rows: Iterable[tuple[str, tuple[str, ...]]]) -> list[tuple[str, str]]:
    return [(key, _list(values)) for key, values in rows if values]


def _list(values: Iterable[str]) -> str:
    return f"[{', '.join(map(quote, values))}]"


def _long_list(key: str, values: Iterable[str]) -> Iterator[str]:
    yield f"{key} = ["
    yield from (f"  {quote(value)}," for value in values)
    yield "]"


def quote(text: str) -> str:
    """A basic string of TOML: JSON's escapes, and DEL, which JSON lets stand."""
    whole = text.encode("utf-8", "replace").decode()  # half of a pair is no text
    return json.dumps(whole, ensure_ascii=False).replace("\x7f", "\\u007f")
