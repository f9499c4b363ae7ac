"""What `leaders show` prints fits its lines, and says how sure a place is."""

import re
from datetime import UTC, datetime

from leaders import pipeline
from leaders.cli import _run
from leaders.importing import import_path
from leaders.settings import Workspace
from leaders.store.imports import ImportRequest

MONDAY = datetime(2026, 1, 5, tzinfo=UTC)
NAMES = {
    "an-uncommonly-long-handle-of-somebody": "A very long name indeed " * 6,
    "ben": "Ben",
}


def take_in(workspace: Workspace) -> None:
    niche = 'title = "Long names"\nplatforms = ["files"]\n'
    (workspace.niches / "niche.toml").write_text(niche)
    people = [f"{key},{key},{name},person,12345678" for key, name in NAMES.items()]
    fans = [f"fan{n},{key}" for n in range(12) for key in list(NAMES)[: 1 + n % 2]]
    tables = {"accounts": ["id,handle,name,kind,followers_count", *people]}
    tables["edges"] = ["source,target", *fans]
    for shape, lines in tables.items():
        path = workspace.root / f"{shape}.csv"
        path.write_text("\n".join(lines))
        request = ImportRequest("niche", "d", "files", "follow", {}, MONDAY, is_seen_at_given=True)
        import_path(workspace, path, shape, request, lambda sentence: None)
    pipeline.rank(workspace, "niche")


def test_every_line_fits_and_a_place_has_its_interval(workspace, capsys) -> None:
    take_in(workspace)
    assert _run(["--workspace", str(workspace.root), "show", "niche"]) == 0
    said = capsys.readouterr()
    lines = said.out.splitlines()
    assert max(map(len, lines)) <= 120
    head = next(line for line in lines if line.startswith("rank"))
    assert [cell.strip() for cell in head.split("┃")] == [
        "rank (90 %)", "standing", "account", "name", "score", "followers", "seen", "above all for",
    ]  # fmt: skip
    places = [
        line for line in lines if re.match(r" *=?\d+ \(\d+–\d+\) │ (solid|borderline|out)", line)
    ]
    assert len(places) == 2
    assert all("12,345,678" in line for line in places)
    assert said.err.count("1 of 1 ranked account listed") == 2
