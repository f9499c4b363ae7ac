"""networkx's own tests of the functions that our backend has, run against it."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import networkx as nx

from leaders.graph.backend import FUNCTIONS, OTHER_DRAWS

HERE = Path(__file__).parent
NETWORKX = Path(nx.__file__).parent

OF_NO_CONCERN = {
    "test_quality": "Leiden of a graph with parallel edges, which nobody has",
    "test_not_implemented_by_nx": "a function that nobody has",
}


def modules_that_call(functions) -> list[str]:
    call = re.compile(rf"\b({'|'.join(functions)})\(")
    files = sorted(NETWORKX.rglob("tests/test_*.py"))
    return [str(file) for file in files if call.search(file.read_text(encoding="utf-8"))]


def run(folder: Path, functions, **environment):
    """(pytest's exit code, its output, what `record_dispatch` found)."""
    (folder / "pytest.ini").write_text("[pytest]\n")
    options = {
        "NETWORKX_TEST_BACKEND": "leaders",
        "NETWORKX_FALLBACK_TO_NX": "True",
        "RECORD_DISPATCH": str(folder / "found.json"),
        "PYTHONPATH": str(HERE),
        "PYTEST_ADDOPTS": "",
    }
    command = [
        sys.executable, "-m", "pytest", "-q", "-c", str(folder / "pytest.ini"),
        "--rootdir", str(NETWORKX), "-p", "record_dispatch",
        "-p", "no:cacheprovider", "-p", "no:logging", "-p", "no:xdist",
        *modules_that_call(functions),
    ]  # fmt: skip
    done = subprocess.run(
        command, env=os.environ | options | environment, cwd=folder,
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    return done.returncode, done.stdout, json.loads((folder / "found.json").read_text())


def test_networkx_tests_pass_on_our_backend(tmp_path):
    code, output, found = run(tmp_path, FUNCTIONS)
    assert code == 0, output[-6000:]
    asked = {name for name, times in found["dispatched"].items() if times}
    assert asked == set(FUNCTIONS)
    ends = found["outcomes"]
    assert list(ends.values()).count("passed") > 350
    excused = set().union(OF_NO_CONCERN, *OTHER_DRAWS.values())
    failed = {name.split("::")[-1] for name, end in ends.items() if end.startswith("x")}
    assert failed <= excused


def test_networkx_tests_notice_a_mistake(tmp_path):
    code, output, found = run(tmp_path, ["pagerank"], BREAK_FUNCTION="pagerank")
    assert code == 1, output[-6000:]
    assert "failed" in found["outcomes"].values()
