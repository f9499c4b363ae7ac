"""A niche at two dates with news of each sort: a riser, advertising, failed lists."""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from leaders import pipeline
from leaders.model import Ended, Listing, Page, Post
from leaders.settings import Workspace
from leaders.store import Store
from leaders.store.pages import PageRead

sys.path.insert(0, str(Path(__file__).parent / "change"))
from two_dates import FIRST, SECOND, followers, likes, people, posts, profile, see_all, visit, x

NOW = SECOND + timedelta(days=1)
HOSTILE = '<b>=1+1 \x1b[31m\u202e[a](http://evil.example)*&"`'
CREATORS = [f"c{number}" for number in range(12)]
NICHE = """title = "Yarn"
platforms = ["simulated"]
[score.weights]
reach = 0.5
engaged_audience = 0.5
[competitors]
words = ["Rivalwool"]
"""


def copy_digested(folder: Path, rankings: int = 2) -> Workspace:
    """A copy of the workspace after so many rankings; c9 rose most, c3 advertised."""
    shutil.copytree(_make(rankings), folder / "digested")
    return Workspace(folder / "digested")


def refresh(workspace: Workspace, at: datetime, step: int) -> None:
    """Read everything and rank."""
    see_all(workspace, list(_look(at, step)))
    with Store(workspace) as store, store.transaction():
        for name in CREATORS:
            store.execute("collect/add_seed", niche="niche", account_id=x(name), visit_no=-1)
    pipeline.rank(workspace, "niche")


@cache
def _make(rankings: int) -> Path:
    workspace = Workspace(Path(tempfile.mkdtemp()))
    workspace.niches.mkdir(parents=True)
    (workspace.niches / "niche.toml").write_text(NICHE, encoding="utf-8")
    for step in range(rankings):
        refresh(workspace, FIRST + step * (SECOND - FIRST), step)
    return workspace.root


def _look(at: datetime, step: int) -> Iterator[PageRead]:
    for number, name in enumerate(CREATORS):
        fans = 20 + 3 * number + (7 * number + 5 * step) % 4 + (70 * step if name == "c9" else 0)
        called = HOSTILE if name == "c9" else f"Name {name}"
        yield visit(at, name, Listing.PROFILE, profile(name, 100 + number + step, called))
        yield visit(at, name, Listing.FOLLOWERS, followers(name, people(30 + step, number)))
        post = f"{name}p{step}"
        yield visit(at, name, Listing.POSTS, posts(name, [post], at))
        who = people(fans, step * (8 + number % 5))
        yield visit(at, name, Listing.ENGAGERS, likes(name, post, who, at), post=post)
    if step:
        text = "#ad Rivalwool is on sale, promo code YARN10"
        ad = Post(x(f"ad{step}"), x("c3"), at - timedelta(days=1), text=text)
        yield visit(at + timedelta(seconds=1), "c3", Listing.POSTS, Page(posts=(ad,)))
        for name in CREATORS[:3]:
            yield visit(at, name, Listing.FOLLOWING, Page(), Ended.FAILED)
