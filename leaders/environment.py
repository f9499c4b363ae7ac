"""The `.env` of a workspace: it is read for what the environment does not set, and added to.

A value stands in no sentence here, and neither does a name that is not ours: it may be a value.
"""

import io
import os
import re
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from leaders.errors import LeadersError
from leaders.settings import Workspace, find_bundled

if TYPE_CHECKING:
    from dotenv.parser import Binding

ENVIRONMENT_ALONE = frozenset({
    "BLUESKY_PDS", "LEADERS_CHROMIUM", "LEADERS_HOME", "SMTP_HOST", "SMTP_PORT", "TELEGRAM_BOT_API",
    "VK_API", "YOUTUBE_API",
})  # fmt: skip
"""What names the workspace itself, a program to run, and where credentials are sent: a workspace
that came from others must not send the keys of the environment to an address of theirs."""
_NAME = re.compile(r"^#? ?([A-Z][A-Z0-9_]*)=", re.MULTILINE)
_IGNORED = frozenset({".env", "/.env", ".env*", "/.env*", "*.env", "**/.env"})
_NEW = "# Keys of this workspace, which every leaders command reads. Keep this file to yourself.\n"
_OWNERS, _EVERYBODYS = 0o600, 0o666


@cache
def find_names() -> frozenset[str]:
    """The variables that ``.env.example`` names: no others are read from a ``.env``."""
    return frozenset(_NAME.findall(find_bundled("env.example").read_text(encoding="utf-8")))


def load_variables(workspace: Workspace) -> str | None:
    """Set the variables of ``.env`` that the environment does not set.

    Returns what to be careful of, in one sentence without a value; None: nothing.
    """
    path = workspace.dotenv
    try:
        if not path.exists():
            return None
        is_open = os.name == "posix" and bool(path.stat().st_mode & 0o077)
        remarks = ["others can read it (run: chmod 600 .env)"] if is_open else []
        remarks += _set_variables(_decode(_read(path)))
    except OSError as error:
        remarks = [f"it cannot be read ({error.strerror})"]
    except UnicodeDecodeError:
        remarks = ["it is not read, because it is not in UTF-8; save it as UTF-8"]
    return f"careful: {path}: {'; '.join(remarks)}" if remarks else None


def keep_variable(workspace: Workspace, name: str, value: str) -> None:
    """Add a line to ``.env``, for its owner alone; the last line that names a variable holds.

    Raises ``LeadersError`` where the file cannot be written or would not be read back.
    """
    path = workspace.dotenv
    try:
        before = _read(path) if path.exists() else _NEW.encode()
        if before and not before.endswith(b"\n"):
            before += b"\n"
        after = before + f"{name}={quote(value)}\n".encode()
        held = {it.key: it.value for it in _parse(_decode(after))}
    except UnicodeError:
        raise LeadersError(f"{path} is not in UTF-8, so {name} was not added to it.") from None
    except OSError as error:
        raise _no_file(path, error) from None
    if held.get(name) != value:
        raise LeadersError(f"{path} ends in a line that cannot be read; correct it by hand first.")
    ignore_dotenv(workspace)  # before there is anything to leave out
    _replace(path, after, _OWNERS)


def ignore_dotenv(workspace: Workspace) -> bool:
    """Have git leave ``.env`` out; returns whether a line was added for it.

    Raises ``LeadersError`` where ``.gitignore`` cannot be written.
    """
    path = workspace.root / ".gitignore"
    try:
        before = path.read_bytes() if path.exists() else b""
    except OSError as error:
        raise _no_file(path, error) from None
    lines = [line.strip() for line in before.decode("utf-8", "replace").splitlines()]
    told = [line for line in lines if line.lstrip("!") in _IGNORED]
    if told and not told[-1].startswith("!"):  # the last line holds
        return False
    end = b"\n" if before and not before.endswith(b"\n") else b""
    _replace(path, before + end + b".env\n", _EVERYBODYS)
    return True


def quote(value: str) -> str:
    """A value as it may stand in a ``.env``, whatever is in it."""
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def _set_variables(text: str) -> Iterator[str]:
    """Set what is ours and not set; yields what was wrong, by the lines."""
    values: dict[str, str] = {}
    broken: list[int] = []
    for binding in _parse(text):
        line, name = _find_line(binding), binding.key
        if binding.error or "\0" in (binding.value or "") or (name and binding.value is None):
            broken.append(line)
        elif name in ENVIRONMENT_ALONE:
            yield f"{name} on line {line} is left out, it is read from the environment alone"
        elif name in find_names():
            values[name] = binding.value or ""
        elif name and (meant := _guess_name(name)):
            yield f"line {line} is left out, write {meant} if that is what it means"
    if broken:
        many = "s" if len(broken) > 1 else ""
        shown = ", ".join(map(str, broken))
        yield f"line{many} {shown} cannot be read, write NAME=value"
    for name, value in values.items():
        os.environ.setdefault(name, value)


def _guess_name(written: str) -> str | None:
    """Which of our variables somebody may have meant; other programs have theirs in the file."""
    from difflib import get_close_matches

    ours = sorted(find_names() - ENVIRONMENT_ALONE)
    return next(iter(get_close_matches(written.upper(), ours, 1, 0.85)), None)


def _parse(text: str) -> "Iterator[Binding]":
    """The statements of a file; what stands in a value stays as it is, dollar signs too."""
    from dotenv.parser import parse_stream

    return parse_stream(io.StringIO(text))


def _find_line(binding: "Binding") -> int:
    """Where a statement begins: the parser counts the empty lines above it as its own."""
    told = binding.original.string
    return binding.original.line + told[: len(told) - len(told.lstrip())].count("\n")


def _read(path: Path) -> bytes:
    if not path.is_file():  # a folder, or a pipe that nobody writes to
        raise OSError(0, "it is no file")
    return path.read_bytes()


def _decode(content: bytes) -> str:
    return content.decode("utf-8-sig")  # Windows' editor begins with a mark


def _replace(path: Path, content: bytes, mode: int) -> None:
    """Write a file beside its place and rename it; what is public keeps its rights."""
    part = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        with open(part, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as file:
            file.write(content)
        if mode == _EVERYBODYS and path.exists():
            shutil.copymode(path, part)
        part.replace(path)
    except OSError as error:
        raise _no_file(path, error) from None
    finally:
        part.unlink(missing_ok=True)


def _no_file(path: Path, error: OSError) -> LeadersError:
    return LeadersError(f"{path} cannot be written ({error.strerror}); look at its rights.")
