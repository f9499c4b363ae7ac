"""Exporting a niche's shortlist as a flow, with the shortlist and the report as artifacts."""

from prefect import flow, get_run_logger, task
from prefect.artifacts import create_link_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE

from flows.opening import open_workspace
from leaders import pipeline
from leaders.errors import LeadersError
from leaders.settings import Workspace

SHOWN = 50


def name_key(what: str, niche: str) -> str:
    """What an artifact is called: Prefect takes small letters and dashes."""
    return f"{what}-{niche}".lower().replace("_", "-").replace(" ", "-")


@task(name="export", cache_policy=NO_CACHE)
def export_niche(niche: str, workspace: str, formats: list[str]) -> list[str]:
    """Write the shortlist's files; returns their paths."""
    where = open_workspace(workspace)
    files = pipeline.export_niche(where, niche, formats)
    for name, rows in pipeline.preview(where, niche, SHOWN).items():
        create_table_artifact(rows, key=name_key(name, niche), description=f"{niche}: {name}")
    link_report(where, niche)
    return [str(file) for file in files]


def link_report(where: Workspace, niche: str) -> None:
    """The report as an artifact that opens it."""
    try:
        address = pipeline.find_report(where, niche)
    except LeadersError as error:
        get_run_logger().warning(str(error))
        return
    if address:
        create_link_artifact(
            address, link_text=f"{niche}: the report", key=name_key("report", niche),
            description=f"{niche}: the report of the last ranking",
        )  # fmt: skip


@flow(name="export")
def export(niche: str, workspace: str = ".", formats: list[str] | None = None) -> list[str]:
    """Write the shortlist of a niche's last ranking."""
    return export_niche(niche, workspace, formats or list(pipeline.DEFAULT_FORMATS))
