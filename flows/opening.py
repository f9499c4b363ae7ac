"""The workspace of a flow, with the variables of its `.env`."""

from prefect import get_run_logger

from leaders.environment import load_variables
from leaders.settings import Workspace, find_workspace


def open_workspace(workspace: str) -> Workspace:
    """The workspace; what to be careful of in its ``.env`` is logged."""
    opened = find_workspace(workspace)
    if careful := load_variables(opened):
        get_run_logger().warning(careful)
    return opened
