"""A ranked niche to review: two camps of accounts, of whom one is the niche, with hostile names."""

import shutil
import tempfile
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from random import Random

from leaders import pipeline
from leaders.importing import import_path
from leaders.niche import load_niche
from leaders.review import Review, load_review
from leaders.settings import Workspace
from leaders.store.imports import ImportRequest

MONDAY = datetime(2026, 1, 5, tzinfo=UTC)
SEEDS = ("a00", "a01", "a02", "a03")
CAMPS = {camp: [f"{camp}{number:02}" for number in range(20)] for camp in "ab"}
NAMES = {
    "a04": '=HYPERLINK("http://evil.example","x")',
    "a05": "Anna; =1+1",
    "a06": "two, \u0027quoted\u0027",
    "b04": "@SUM(A1)",
    "b05": "\u202egnittink\u202c \x07",
    "b06": "Ёлка, вязание",
}
NICHE = f"""title = "Knitters"
platforms = ["files"]
seeds = [{", ".join(f'"files:d/{name}"' for name in SEEDS)}]
[shortlist]
size = 10
exclude = ["files:d/a19"]
[score.weights]
reach = 0.5
follow_pagerank = 0.5
"""


def is_of_niche(account_id: str) -> bool:
    """The truth: camp a."""
    return account_id.startswith("files:d/a")


def copy_ranked(folder: Path) -> Workspace:
    """A copy of the ranked workspace."""
    shutil.copytree(_make_ranked(), folder / "ranked")
    return Workspace(folder / "ranked")


def load(workspace: Workspace) -> Review:
    """What can be asked of it."""
    return load_review(workspace, load_niche(workspace, "niche"))


@cache
def _make_ranked() -> Path:
    workspace = Workspace(Path(tempfile.mkdtemp()))
    workspace.niches.mkdir(parents=True)
    (workspace.niches / "niche.toml").write_text(NICHE, encoding="utf-8")
    # Names come in by another niche: whom a file of accounts names for a niche is of it.
    shelf = 'title = "All"\nplatforms = ["files"]\n'
    (workspace.niches / "shelf.toml").write_text(shelf, encoding="utf-8")
    quoted = [f'{name},"{text.replace(chr(34), chr(34) * 2)}"' for name, text in NAMES.items()]
    _import(workspace, "shelf", "accounts", ["id,name", *quoted])
    _import(workspace, "niche", "edges", ["source,target,kind", *_draw_edges()])
    pipeline.rank(workspace, "niche")
    return workspace.root


def _draw_edges() -> list[str]:
    """Everybody follows six of the own camp, and now and then two of the other."""
    random = Random(7)
    everybody = [*CAMPS["a"], *CAMPS["b"], *(f"u{number}" for number in range(240))]
    edges = {"u0,c00,follow", "u1,c01,follow"}  # of whom too little is known to rank them
    for name in everybody:
        own, other = ("a", "b") if name in CAMPS["a"] else ("b", "a")
        if name.startswith("u"):
            own, other = random.choice(["ab", "ba"])
        followed = random.sample(CAMPS[own], 6) + random.sample(CAMPS[other], random.choice([0, 2]))
        edges |= {f"{name},{it},follow" for it in followed if it != name}
    return sorted(edges)


def _import(workspace: Workspace, niche: str, shape: str, lines: list[str]) -> None:
    path = workspace.root / f"{shape}.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    request = ImportRequest(niche, "d", "files", "follow", {}, MONDAY, is_seen_at_given=True)
    import_path(workspace, path, shape, request, lambda sentence: None)
