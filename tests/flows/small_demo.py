"""The demo, smaller: what is proven of flows does not depend on how much is collected."""

from leaders.settings import Workspace, find_bundled

SMALLER = {"audience = 60": "audience = 20", "accounts = 80": "accounts = 20",
           "candidates = 250": "candidates = 60", "pages = 20": "pages = 5",
           "posts = 4": "posts = 2"}  # fmt: skip


def write_small_demo(workspace: Workspace) -> None:
    """The bundled niche with limits of its own; `leaders demo` takes the file that is there."""
    text = (find_bundled("niches") / "demo.toml").read_text(encoding="utf-8")
    for line, smaller in SMALLER.items():
        assert line in text
        text = text.replace(line, smaller)
    workspace.niches.mkdir(parents=True, exist_ok=True)
    (workspace.niches / "demo.toml").write_text(text, encoding="utf-8")
