"""Workspaces filled by importing rows, as a user fills them."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from leaders.importing import import_path
from leaders.settings import Workspace
from leaders.store.imports import ImportRequest

MONDAY = datetime(2026, 1, 5, tzinfo=UTC)

Row = tuple[str, str, str]


@contextmanager
def new_workspace(settings_text: str = "") -> Iterator[Workspace]:
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder))
        workspace.niches.mkdir(parents=True)
        write_niche(workspace, settings_text)
        yield workspace


def write_niche(workspace: Workspace, text: str) -> None:
    head = 'title = "A niche"\nplatforms = ["files"]\n'
    (workspace.niches / "niche.toml").write_text(head + text, encoding="utf-8")


def store_rows(
    workspace: Workspace, shape: str, header: str, rows: list, at: datetime = MONDAY, **said
) -> None:
    """Import rows as a file of one data set."""
    path = workspace.root / f"{shape}.csv"
    lines = [header, *(",".join(map(str, row)) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    said = {"platform": "files", "dataset": "d", **said}
    request = ImportRequest(
        "niche", kind="follow", mapping={}, seen_at=at, is_seen_at_given=True, **said
    )
    import_path(workspace, path, shape, request, lambda sentence: None)


def store_edges(workspace: Workspace, rows: list[Row], at: datetime = MONDAY, **said) -> None:
    store_rows(workspace, "edges", "source,target,kind", rows, at, **said)
