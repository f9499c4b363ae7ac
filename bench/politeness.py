"""Whether a platform would call us polite: what a server sees of ``WebClient`` at a limit.

    python -m bench politeness

A server on this machine writes down when each request arrives. Four threads ask it 300 times at a
limit of 10 a second; then it answers once with 429 and ``Retry-After: 2``.
"""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise

from bench.processes import describe_machine
from bench.tables import publish, table
from leaders.platforms.web import WebClient

RATE = 10
REQUESTS = 300
THREADS = 4
RETRY_AFTER = 2


class Record(ThreadingHTTPServer):
    """Answers everything well but the request with the number ``refused``, counted from 0."""

    daemon_threads = True

    def __init__(self, refused: int | None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.refused = refused
        self.arrivals: list[float] = []
        self.lock = threading.Lock()

    @property
    def base(self) -> str:
        """The server's own address."""
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Write down the moment, in seconds, and answer."""
        assert isinstance(self.server, Record)
        with self.server.lock:
            is_refused = len(self.server.arrivals) == self.server.refused
            self.server.arrivals.append(time.monotonic())
        self.send_response(429 if is_refused else 200)
        if is_refused:
            self.send_header("Retry-After", str(RETRY_AFTER))
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def run() -> None:
    """Ask, look at what the server saw, and publish the table."""
    machine = describe_machine()
    steady = _arrivals(REQUESTS, refused=None)
    share = (REQUESTS - 1) / (steady[-1] - steady[0]) / RATE
    most = _most_in_a_second(steady)
    gaps = [after - before for before, after in pairwise(steady)]

    refused = 8
    frozen = _arrivals(24, refused)
    earliest = frozen[refused + 1] - frozen[refused]
    rows = [
        ["share of the limit reached", f"{share:.3f}", "at least 0.95", _mark(share >= 0.95)],
        ["most requests in any second", str(most), f"at most {RATE}", _mark(most <= RATE)],
        ["shortest gap, s", f"{min(gaps):.3f}", "", ""],
        ["longest gap, s", f"{max(gaps):.3f}", "", ""],
        [
            f"earliest request after Retry-After: {RETRY_AFTER}, s",
            f"{earliest:.3f}",
            f"at least {RETRY_AFTER}",
            _mark(earliest >= RETRY_AFTER),
        ],
    ]
    title = f"# Politeness: {REQUESTS} requests of {THREADS} threads at {RATE} a second"
    publish("politeness", title, machine, table(["seen by the server", "", "wanted", ""], rows))


def _arrivals(requests: int, refused: int | None) -> list[float]:
    with _serving(refused) as server:
        client = WebClient(server.base, rate=RATE, is_private_allowed=True)
        with ThreadPoolExecutor(THREADS) as threads:
            list(threads.map(lambda number: client.get("/page", {"n": number}), range(requests)))
        client.close()
        return sorted(server.arrivals)


@contextmanager
def _serving(refused: int | None) -> Iterator[Record]:
    with Record(refused) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def _most_in_a_second(arrivals: list[float]) -> int:
    return max(
        sum(first <= moment < first + 1 for moment in arrivals[number:])
        for number, first in enumerate(arrivals)
    )


def _mark(is_met: bool) -> str:
    return "" if is_met else "missed"
