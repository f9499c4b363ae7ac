"""The README's walk through a plan prints what it says, on the data that it names."""

import csv
import io
import re
import shlex
from contextlib import redirect_stderr, redirect_stdout
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
from readme_tables import README

from leaders.cli import _run

MOMENT = re.compile(r"\d{4}-\d\d-\d\d( \d\d:\d\d UTC)?|ranking [0-9a-f]{16}|csv-[0-9a-f]{8}")
AUDIENCE = '\n[audience]\ncommunities = ["lck", "lck_korea", "lolpacifictw", "lol_woolf"]\n'


def read_walk() -> list[tuple[list[str], list[str]]]:
    """Each command of the walk and the lines that it is said to print."""
    walk = re.search(r"<!-- walk -->(.*?)<!-- end -->", README.read_text("utf-8"), re.S)
    assert walk
    steps: list[tuple[list[str], list[str]]] = []
    for block in re.findall(r"```\n(.*?)```", walk[1], re.S):
        for line in block.splitlines():
            if line.startswith("$ "):
                steps.append((shlex.split(line)[2:], []))
            elif line not in ("", "..."):
                steps[-1][1].append(mask(line))
    return steps


def mask(line: str) -> str:
    here = line.replace(f"{Path.cwd()}/", "")
    return " ".join(MOMENT.sub("WHEN", here).split())


def run(arguments: list[str]) -> set[str]:
    printed, said = io.StringIO(), io.StringIO()
    with redirect_stdout(printed), redirect_stderr(said):
        assert _run(arguments) == 0
    return {mask(line) for line in (printed.getvalue() + said.getvalue()).splitlines()}


def fill_in(path: Path, streamers: Path) -> None:
    """The prices that the README makes up, in the order of the template."""
    followers = dict(pl.read_csv(streamers).select("user_id", "followers").iter_rows())
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for number, row in enumerate(rows, start=1):
        if number % 8:
            count = followers[int(row["account_id"].rpartition("/")[2])]
            today = datetime.now(UTC).date().isoformat()
            row |= {"price": str(round(60 + count / 5000)), "currency": "EUR", "date": today}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)


def test_the_walk_prints_what_the_readme_says(
    tmp_path: Path, real_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("streamers.csv", "chatters.csv"):
        (tmp_path / name).write_bytes((real_data / "twitch_chat" / name).read_bytes())
    niche = tmp_path / "data" / "niches" / "streams.toml"
    niche.parent.mkdir(parents=True)
    found = re.search(r'```toml\n(title = "Twitch streams".*?)```', README.read_text("utf-8"), re.S)
    assert found
    steps = read_walk()
    assert len(steps) == 8
    for arguments, told in steps:
        niche.write_text(found[1] + AUDIENCE * (arguments[0] == "communities"), encoding="utf-8")
        if arguments[:3] == ["prices", "streams", "exports/streams/prices.csv"]:
            fill_in(Path(arguments[2]), tmp_path / "streamers.csv")
        assert set(told) - run(["--workspace", ".", *arguments]) == set()
