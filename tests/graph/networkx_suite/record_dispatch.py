"""A plugin of pytest: what became of each test, and what our backend was asked for.

Writes both as JSON to the file that RECORD_DISPATCH names.
"""

import json
import logging
import os
from collections import Counter
from pathlib import Path

outcomes = {}
dispatched = Counter()
refused = Counter()


class _Listener(logging.Handler):
    def emit(self, record):
        if record.msg.startswith("Using backend '%s' for call to '%s'"):
            dispatched[record.args[1]] += record.args[0] == "leaders"
        elif record.msg.startswith(("Backend '%s' raised when", "Graph conversion failed")):
            refused[record.args[1]] += 1


def pytest_configure():
    logger = logging.getLogger("networkx.utils.backends")
    logger.setLevel(logging.DEBUG)
    logger.addHandler(_Listener())


def pytest_runtest_logreport(report):
    if report.when == "call" or report.outcome != "passed":
        expected = "x" if hasattr(report, "wasxfail") else ""
        outcomes[report.nodeid] = expected + report.outcome


def pytest_sessionfinish():
    found = {"outcomes": outcomes, "dispatched": dispatched, "refused": refused}
    Path(os.environ["RECORD_DISPATCH"]).write_text(json.dumps(found))
