"""Telling what is new in a niche: an artifact, files, and the channels that are set up."""

from datetime import UTC, datetime

from prefect import get_run_logger, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE

from flows.export import name_key
from flows.opening import open_workspace
from leaders import pipeline


@task(name="digest", cache_policy=NO_CACHE)
def digest_niche(niche: str, workspace: str) -> dict[str, list[str]]:
    """Write and send the digest; returns its files and what became of each channel.

    A channel that fails is a warning of the run, not its failure.
    """
    where, now = open_workspace(workspace), datetime.now(UTC)
    markdown, files = pipeline.digest_niche(where, niche, now)
    create_markdown_artifact(
        markdown, key=name_key("digest", niche), description=f"{niche}: what is new, what to do"
    )
    told, failed = pipeline.send_digest(where, niche, now)
    for sentence in failed:
        get_run_logger().warning(sentence)
    return {"files": [str(file) for file in files], "told": told + failed}
