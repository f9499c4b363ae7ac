"""Paths and environment. Imports nothing of ours but the error."""

import os
from dataclasses import dataclass
from pathlib import Path

from leaders.errors import LeadersError

PACKAGE = Path(__file__).parent
CHECKOUT = PACKAGE.parent


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder with niches, a store, exports and Prefect's home."""

    root: Path

    @property
    def niches(self) -> Path:
        """Where the niche files lie, the one thing a user edits."""
        return self.root / "data" / "niches"

    @property
    def database(self) -> Path:
        """The store."""
        return self.root / "data" / "leaders.duckdb"

    @property
    def suppression_key(self) -> Path:
        """The key of the suppress list; it lies outside the store so that hashes tell nothing."""
        return self.root / "data" / "suppression.key"

    @property
    def rejects(self) -> Path:
        """Rows of imported files that could not be read."""
        return self.root / "data" / "rejects"

    @property
    def dotenv(self) -> Path:
        """Variables that the environment does not set, such as keys (``leaders.environment``)."""
        return self.root / ".env"

    @property
    def exports(self) -> Path:
        """Where shortlists are written, a folder a niche."""
        return self.root / "exports"

    @property
    def prefect_home(self) -> Path:
        """Prefect's database and results."""
        return self.root / ".prefect"


def find_workspace(given: str | Path | None = None) -> Workspace:
    """The workspace that was asked for: ``given``, else ``LEADERS_HOME``, else this folder."""
    root = Path(given or os.environ.get("LEADERS_HOME") or ".").expanduser().resolve()
    if root.exists() and not root.is_dir():
        raise LeadersError(f"{root} is a file; name a folder as the workspace.")
    return Workspace(root)


def find_bundled(name: str) -> Path:
    """A file or folder that ships with leaders: beside the checkout first, then in the wheel.

    ``name`` is ``sql``, ``niches`` or ``env.example``.
    """
    in_checkout = {"niches": "data/niches", "env.example": ".env.example"}.get(name, name)
    beside = CHECKOUT / in_checkout
    is_checkout = (CHECKOUT / "pyproject.toml").exists()
    return beside if is_checkout and beside.exists() else PACKAGE / name


def read_seconds(variable: str, default: float) -> float:
    """A duration in seconds from the environment.

    Raises ``LeadersError`` when it is no number.
    """
    text = os.environ.get(variable)
    if not text:
        return default
    try:
        return float(text)
    except ValueError:
        raise LeadersError(f"{variable} must be a number of seconds, not {text!r}.") from None


def read_text(variable: str) -> str:
    """A text from the environment, empty when it is not set."""
    return os.environ.get(variable, "").strip()


def read_rate(variable: str, default: float) -> float:
    """How many calls a second may be made, from the environment.

    Raises ``LeadersError`` when it is no number between 0.01 and 1000.
    """
    text = read_text(variable)
    try:
        rate = float(text) if text else default
    except ValueError:
        rate = 0.0
    if not 0.01 <= rate <= 1000:  # nan compares false
        raise LeadersError(f"{variable} must be calls a second from 0.01 to 1000, not {text!r}.")
    return rate


def prefect_environment(workspace: Workspace) -> dict[str, str]:
    """What Prefect must know before it is imported: its home, patience, and to stay silent."""
    return {
        "PREFECT_HOME": str(workspace.prefect_home),
        # The default of 20 s is too little on a busy machine.
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
        "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    }
