"""The tables of the README, made from the code: `make readme` writes them, a test compares."""

import contextlib
import inspect
import io
import os
import re
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from unittest.mock import patch

import typer.main

from leaders.cli import _run, app
from leaders.export import EXPORTERS, LEADING
from leaders.metrics import METRICS
from leaders.model import AccountKind
from leaders.networkx_info import FUNCTIONS
from leaders.niche import WITHOUT_EFFECT
from leaders.platforms import PLATFORMS
from leaders.platforms.files.fields import SHAPES, asked_name
from leaders.platforms.files.presets import list_presets
from leaders.rank import COMPONENTS, PRESETS
from leaders.rank.score import AGGREGATIONS

CREDENTIALS = {
    "VK_USER_TOKENS": "a-token-of-a-person",
    "MASTODON_TOKENS": "mastodon.social=a-token-of-a-person",
}
README = Path(__file__).parents[1] / "README.md"


def make_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def commands() -> str:
    group = typer.main.get_command(app)
    rows = [
        (f"`leaders {name}`", command.get_short_help_str(200))
        for name, command in group.commands.items()
    ]
    return make_table(("command", "what it does"), rows)


def components() -> str:
    def weight(preset: str, name: str) -> str:
        weights = PRESETS[preset]
        share = weights.get(name, 0) / sum(weights.values())
        return f"{100 * share:.0f} %" if share else ""

    rows = [
        (f"`{name}`", component.meaning, *(weight(preset, name) for preset in PRESETS))
        for name, component in COMPONENTS.items()
    ]
    return make_table(("component", "what it measures", *PRESETS), rows)


def aggregations() -> str:
    """What each way does, as the first sentence on its function says."""
    first = [
        (name, re.split(r"\.\s", inspect.getdoc(way) or "")[0].replace("``", "`").rstrip("."))
        for name, way in AGGREGATIONS.items()
    ]
    return make_table(("aggregation", "what it does"), [(f"`{k}`", text) for k, text in first])


def metrics() -> str:
    rows = []
    for metric in METRICS.values():
        told = {key: text.replace("|", "\\|") for key, text in metric.describe().items()}
        rows.append((f"`{told['name']}`", *(told[k] for k in ("version", "formula", "source"))))
    return make_table(("metric", "version", "formula", "source"), rows)


def columns() -> str:
    return make_table(
        ("column", "meaning"), [(f"`{column.name}`", column.meaning) for column in LEADING]
    )


def fields() -> str:
    rows = []
    for shape, known in SHAPES.items():
        for field in known:
            name = asked_name(shape, field.name)
            needed = "yes" if field.is_required else ""
            rows.append((f"`{shape}`", f"`{name}`", needed, ", ".join(field.columns)))
    return make_table(("`--as`", "field", "needed", "columns recognised without `--map`"), rows)


def platforms() -> str:
    """What each platform gives to whoever has all its credentials."""
    heads = ("platform", "needs", "finds accounts by", "reads of an account", "reads of a post",
             "what nobody is shown here")  # fmt: skip
    rows = []
    with patch.dict(os.environ, CREDENTIALS):
        for name in sorted(set(PLATFORMS) - {"simulated"}):
            with closing(PLATFORMS[name]()) as platform:
                own = [it for kind in AccountKind for it in platform.listings(kind)]
                cells = (platform.discoveries(), dict.fromkeys(own), platform.post_listings())
                rows.append((name, platform.needs, *map(", ".join, cells), platform.unseen))
    return make_table(heads, rows)


def presets() -> str:
    heads = ("`--preset`", "export of", "brings", "platform", "its headers are")
    return make_table(heads, [(f"`{name}`", *rest) for name, *rest in list_presets()])


def formats() -> str:
    return ", ".join(EXPORTERS)


def without_effect() -> str:
    return ", ".join(f"`{key}`" for key in WITHOUT_EFFECT)


def shortlist() -> str:
    """The first rows of each table that the demo prints."""
    printed = io.StringIO()
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(printed):
        assert _run(["--workspace", folder, "demo", "--direct"]) == 0
    lines = [line.rstrip() for line in printed.getvalue().splitlines()]
    first, second, *_ = (n for n, line in enumerate(lines) if " as of " in line)
    shown = [*lines[first : first + 13], "...", *lines[second : second + 8], "..."]
    return "\n".join(["```", *shown, "```"])


def forecast() -> str:
    """What `leaders check` says of the niche file that the README gives."""
    niche = re.search(
        r'```toml\n(title = "Knitting on Bluesky".*?)```', README.read_text("utf-8"), re.S
    )
    assert niche
    said = io.StringIO()
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stderr(said):
        path = Path(folder) / "data" / "niches" / "knitting.toml"
        path.parent.mkdir(parents=True)
        path.write_text(niche[1], encoding="utf-8")
        assert _run(["--workspace", folder, "check", "knitting", "--minutes", "2"]) == 0
    return f"```\n$ leaders check knitting --minutes 2\n{said.getvalue()}```"


def networkx_functions() -> str:
    return ", ".join(f"`{name}`" for name in FUNCTIONS)


TABLES = {
    "forecast": forecast,
    "shortlist": shortlist,
    "commands": commands,
    "components": components,
    "aggregations": aggregations,
    "columns": columns,
    "fields": fields,
    "platforms": platforms,
    "presets": presets,
    "formats": formats,
    "without effect": without_effect,
    "networkx": networkx_functions,
    "metrics": metrics,
}


def fill(text: str) -> str:
    """The README with every marked part made anew."""
    for name, make in TABLES.items():
        pattern = rf"(<!-- {name} -->)(\n?).*?(<!-- end -->)"
        table = make()
        text, count = re.subn(
            pattern, lambda m, table=table: f"{m[1]}{m[2]}{table}{m[2]}{m[3]}", text, flags=re.S
        )
        assert count == 1, f"README.md has {count} parts marked {name}"
    return text


if __name__ == "__main__":
    README.write_text(fill(README.read_text(encoding="utf-8")), encoding="utf-8")
