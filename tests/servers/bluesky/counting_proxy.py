"""A proxy that counts what is asked of a server, page by page."""

import http.client
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit


class CountingProxy:
    """Passes GET requests on; ``asked`` counts each by path and query."""

    def __init__(self, server: str) -> None:
        self.asked: Counter[str] = Counter()
        self._server = urlsplit(server).netloc
        self._has_asked = threading.Event()
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                proxy.asked[self.path] += 1
                proxy._has_asked.set()
                try:
                    self._pass_on()
                except OSError:
                    self.close_connection = True  # whoever asked was killed meanwhile

            def _pass_on(self) -> None:
                connection = http.client.HTTPConnection(proxy._server, timeout=60)
                try:
                    connection.request("GET", self.path)
                    answer = connection.getresponse()
                    body = answer.read()
                finally:
                    connection.close()
                self.send_response(answer.status)
                for name, value in answer.getheaders():
                    if name.lower() in ("content-type", "retry-after"):
                        self.send_header(name, value)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments: object) -> None:
                pass

        self._listener = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._listener.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._listener.server_address[1]}"

    def forget(self) -> None:
        """Begin to count anew."""
        self.asked.clear()
        self._has_asked.clear()

    def wait_for_a_request(self, seconds: float) -> bool:
        """Wait until somebody asks, from the last ``expect`` on."""
        return self._has_asked.wait(seconds)

    def expect(self) -> None:
        """Let ``wait_for_a_request`` wait for the next one."""
        self._has_asked.clear()


@contextmanager
def counting(server: str) -> Iterator[CountingProxy]:
    """A proxy in front of a server, for as long as the block lasts."""
    proxy = CountingProxy(server)
    thread = threading.Thread(target=proxy._listener.serve_forever, daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        proxy._listener.shutdown()
        proxy._listener.server_close()
        thread.join()
