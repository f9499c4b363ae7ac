"""What all tests share: a workspace, the real data where they are, and no network."""

import os
import socket
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from leaders.settings import Workspace

# No timing asserts: the machine is noisy. derandomize: the same run everywhere.
settings.register_profile(
    "leaders",
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("leaders")

_connect = socket.socket.connect


def _connect_to_this_machine(self: socket.socket, address: object) -> None:
    host = address[0] if isinstance(address, tuple) else ""
    if self.family != socket.AF_UNIX and host not in ("127.0.0.1", "::1", "localhost"):
        raise AssertionError(f"a test reached for the network: {address}")
    _connect(self, address)  # type: ignore[arg-type]


socket.socket.connect = _connect_to_this_machine  # type: ignore[method-assign, assignment]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Servers are started once: the tests that ask the same ones run in the same process.

    Not by marks of groups: pytest-xdist 3.8 writes them where pytest 9.2 does not look.
    """
    from xdist.scheduler import LoadScopeScheduling

    class OneProcessAFolder(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            _, folder, *_ = nodeid.split("/")
            if folder == "browser":
                return nodeid.partition("::")[0]  # a browser is started once a file
            return folder if folder in ("servers", "flows") else nodeid

    return OneProcessAFolder(config, log)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """An empty workspace with one niche called `niche` for imported files."""
    made = Workspace(tmp_path / "workspace")
    made.niches.mkdir(parents=True)
    (made.niches / "niche.toml").write_text('title = "A niche"\nplatforms = ["files"]\n')
    return made


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real data sets that LEADERS_TEST_DATA names; skips where there is none."""
    folder = os.environ.get("LEADERS_TEST_DATA")
    if not folder or not (Path(folder) / "data").is_dir():
        pytest.skip("LEADERS_TEST_DATA names no folder with real data: not tried on real files")
    return Path(folder) / "data"
