"""A plugin of pytest: what became of each test, and what our backend was asked for.

Writes both as JSON to the file that RECORD_DISPATCH names. BREAK_FUNCTION names a function of the
backend whose results are to be wrong.
"""

import json
import logging
import os
from collections import Counter
from pathlib import Path

outcomes = {}
dispatched = Counter()


class _Listener(logging.Handler):
    def emit(self, record):
        if record.msg.startswith("Using backend '%s' for call to '%s'"):
            dispatched[record.args[1]] += record.args[0] == "leaders"


def pytest_configure():
    logger = logging.getLogger("networkx.utils.backends")
    logger.setLevel(logging.DEBUG)
    logger.addHandler(_Listener())
    if name := os.environ.get("BREAK_FUNCTION"):
        _break(name)


def pytest_runtest_logreport(report):
    if report.when == "call" or report.outcome != "passed":
        expected = "x" if hasattr(report, "wasxfail") else ""
        outcomes[report.nodeid] = expected + report.outcome


def pytest_sessionfinish():
    found = {"outcomes": outcomes, "dispatched": dispatched}
    Path(os.environ["RECORD_DISPATCH"]).write_text(json.dumps(found))


def _break(name):
    from leaders.graph import backend

    right = getattr(backend, name)
    setattr(backend, name, lambda *args, **kwargs: _wrong(right(*args, **kwargs)))


def _wrong(result):
    """A result as it would be with a mistake at the first node."""
    if isinstance(result, dict):
        return {node: value + (not i) for i, (node, value) in enumerate(result.items())}
    if isinstance(result, tuple):
        return tuple(map(_wrong, result))
    if isinstance(result, list):
        return result[1:]
    if isinstance(result, float):
        return result + 1
    return map(_wrong, result)
