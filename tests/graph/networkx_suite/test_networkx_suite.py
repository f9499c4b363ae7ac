"""networkx's own tests of the functions that our backend has, run against it."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import networkx as nx
import pytest

from leaders.networkx_info import FUNCTIONS

HERE = Path(__file__).parent
NETWORKX = Path(nx.__file__).parent


def modules() -> list[str]:
    """Every test module of networkx that calls one of our functions."""
    call = re.compile(rf"\b({'|'.join(FUNCTIONS)})\(")
    files = sorted(NETWORKX.rglob("tests/test_*.py"))
    return [str(file) for file in files if call.search(file.read_text(encoding="utf-8"))]


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    folder = tmp_path_factory.mktemp("suite")
    environment = os.environ | {
        "NETWORKX_TEST_BACKEND": "leaders",
        "NETWORKX_FALLBACK_TO_NX": "True",
        "RECORD_DISPATCH": str(folder / "found.json"),
        "PYTHONPATH": str(HERE),
    }
    environment.pop("PYTEST_ADDOPTS", None)
    (folder / "pytest.ini").write_text("[pytest]\n")
    command = [
        sys.executable, "-m", "pytest", "-q", "-c", str(folder / "pytest.ini"),
        "-p", "record_dispatch", "-p", "no:cacheprovider", "-p", "no:logging", "-p", "no:xdist",
        *modules(),
    ]  # fmt: skip
    run = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True)
    found = json.loads((folder / "found.json").read_text())
    assert run.returncode == 0, run.stdout[-4000:]
    return found
