"""Servers that tests make: in memory for speed, on this machine for the whole way, with faults."""

import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from urllib.parse import parse_qs, urlsplit

import httpx


@dataclass(frozen=True)
class Asked:
    """What a client asked: the parameters of the address and of a form together.

    Names of headers are in lower case.
    """

    method: str
    path: str
    params: Mapping[str, list[str]]
    headers: Mapping[str, str]

    def one(self, name: str, default: str = "") -> str:
        """The first value of a parameter."""
        return self.params.get(name, [default])[0]


Answered = tuple[int, dict[str, str], bytes]
Answering = Callable[[Asked], Answered]


class TimedOut(Exception):
    """Raised by what answers: the server is silent."""


def in_memory(answer: Answering) -> httpx.MockTransport:
    """The network of a ``WebClient`` without a network."""

    def handle(request: httpx.Request) -> httpx.Response:
        form = parse_qs(request.content.decode(), keep_blank_values=True)
        query = parse_qs(request.url.query.decode(), keep_blank_values=True)
        headers = {name.lower(): value for name, value in request.headers.items()}
        asked = Asked(request.method, request.url.path, {**query, **form}, headers)
        try:
            status, answered, body = answer(asked)
        except TimedOut:
            raise httpx.ReadTimeout("silent") from None
        return httpx.Response(status, headers=answered, content=body)

    return httpx.MockTransport(handle)


class _Patient(ThreadingHTTPServer):
    """Clients that are killed break off: that is what some tests do."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def on_this_machine(answer: Answering) -> Iterator[str]:
    """The address of a real server on loopback; one that is silent breaks the connection off."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            form = parse_qs(self.rfile.read(length).decode(), keep_blank_values=True)
            parts = urlsplit(self.path)
            query = parse_qs(parts.query, keep_blank_values=True)
            headers = {name.lower(): value for name, value in self.headers.items()}
            try:
                status, answered, body = answer(
                    Asked(self.command, parts.path, {**query, **form}, headers)
                )
            except TimedOut:
                self.close_connection = True
                return
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **answered}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    server = _Patient(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


HTML = b"<!DOCTYPE html><html><title>Bad gateway</title></html>"
FAULTS = ("busy", "broken", "down", "silent", "truncated", "html")


@dataclass
class Faulty:
    """Lets every ``every``-th request meet one of the faults in turn, and hands on the others."""

    answer: Answering
    every: int = 3
    faults: tuple[str, ...] = FAULTS
    met: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._numbers = count(1)
        self._lock = threading.Lock()

    def __call__(self, asked: Asked) -> Answered:
        with self._lock:
            number = next(self._numbers)
            if number % self.every:
                fault = ""
            else:
                fault = self.faults[len(self.met) % len(self.faults)]
                self.met.append(fault)
        if fault == "silent":
            raise TimedOut
        if fault == "truncated":
            status, headers, body = self.answer(asked)
            return status, headers, body[: len(body) // 2]
        statuses = {"busy": 429, "broken": 500, "down": 503, "html": 200}
        if fault:
            retry = {"Retry-After": "1"} if fault == "busy" else {}
            return statuses[fault], {"Content-Type": "text/html", **retry}, HTML
        return self.answer(asked)
