"""The whole job as one flow: what `leaders run` calls and what a schedule runs."""

from html import escape
from typing import Any

from prefect import flow
from prefect.artifacts import create_markdown_artifact

from flows.collect import collect_niche
from flows.digest import digest_niche
from flows.export import export_niche, name_key
from flows.rank import rank_niche
from leaders import pipeline
from leaders.errors import RankingOutdated

TRIES = 5


@flow(name="refresh")
def refresh(niche: str, workspace: str = ".") -> dict[str, Any]:
    """Collect, rank and export a niche, and tell what is new."""
    collected = collect_niche(niche, workspace, may_be_none=True)
    lines = "\n".join(f"* {escape(line)}" for line in collected)
    create_markdown_artifact(
        lines or "Nothing to read.",
        key=name_key("coverage", niche),
        description=f"{niche}: what was read, and what is missing",
    )
    with pipeline.told_after(collected):
        ranking, files = rank_and_export(niche, workspace)
    digest = digest_niche(niche, workspace)
    return {
        **ranking, "collected": collected, "files": files + digest["files"], "told": digest["told"]
    }  # fmt: skip


def rank_and_export(niche: str, workspace: str) -> tuple[dict[str, Any], list[str]]:
    """Both, and both again when the run of another niche wrote something in between."""
    for tries_left in reversed(range(TRIES)):
        ranking = rank_niche(niche, workspace)
        try:
            return ranking, export_niche(niche, workspace, list(pipeline.DEFAULT_FORMATS))
        except RankingOutdated:
            if not tries_left:
                raise
    raise AssertionError
