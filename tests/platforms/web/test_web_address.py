"""Whom we connect to: checked on real connections, before anything is sent."""

import socket
import threading
from typing import Any

import pytest
from web_fakes import FakeClock, page, serving

from leaders.errors import LeadersError, PlatformUnreachable
from leaders.platforms.web import WebClient
from leaders.platforms.web.address import AddressGuard, find_proxy, open_transport, read_base


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def test_a_server_on_this_machine_is_asked_where_that_is_allowed() -> None:
    with serving(lambda path: page(path=path)) as base:
        client = WebClient(base, rate=100, is_private_allowed=True)
        assert client.get("/a", {"b": "c"}).body == {"path": "/a?b=c"}
        client.close()


def test_a_name_that_leads_to_this_machine_is_refused_before_anything_is_sent() -> None:
    received: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen() -> None:
            connection, _ = server.accept()
            with connection:
                received.append(connection.recv(1000))  # empty: closed without a word

        thread = threading.Thread(target=listen)
        thread.start()
        port = server.getsockname()[1]
        client = WebClient(f"https://localhost:{port}", rate=100, timeout=2, clock=FakeClock())
        with pytest.raises(PlatformUnreachable, match=r"private address 127\.0\.0\.1"):
            client.get("/a", {}, {"Authorization": "Bearer secret"})
        thread.join(20)
        client.close()
    assert received == [b""]


class Stream:
    def __init__(self, address: str) -> None:
        self.address = address
        self.is_closed = False

    def get_extra_info(self, name: str) -> Any:
        return (self.address, 443) if name == "server_addr" else None

    def close(self) -> None:
        self.is_closed = True


@pytest.mark.parametrize(
    ("base", "is_private_allowed", "connected", "is_refused"),
    [
        ("https://platform.example", False, "93.184.216.34", False),
        ("https://platform.example", False, "2606:2800:220:1::1", False),
        ("https://platform.example", False, "10.1.2.3", True),
        ("https://platform.example", False, "172.16.0.1", True),
        ("https://platform.example", False, "169.254.169.254", True),
        ("https://platform.example", False, "100.64.0.1", True),
        ("https://platform.example", False, "0.0.0.0", True),
        ("https://platform.example", False, "::1", True),
        ("https://platform.example", False, "fd00::1", True),
        ("https://platform.example", False, "fe80::1%eth0", True),
        ("https://platform.example", False, "::ffff:127.0.0.1", True),
        ("https://platform.example", True, "10.1.2.3", False),
        ("https://platform.example", True, "93.184.216.34", False),
        ("http://platform.example", True, "10.1.2.3", False),
        ("http://platform.example", True, "93.184.216.34", True),
    ],
)
def test_guard(base: str, is_private_allowed: bool, connected: str, is_refused: bool) -> None:
    guard = AddressGuard(read_base(base, is_private_allowed), is_private_allowed)
    stream = Stream(connected)
    guard("connection.connect_tcp.started", {})
    if is_refused:
        with pytest.raises(PlatformUnreachable, match=r"platform\.example"):
            guard("connection.connect_tcp.complete", {"return_value": stream})
    else:
        guard("connection.connect_tcp.complete", {"return_value": stream})
    assert stream.is_closed == is_refused


def test_the_proxy_of_the_environment_is_used_and_may_be_private(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The proxy hears CONNECT for the platform, so its own address was not refused."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def refuse() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    heard.append(connection.recv(1000))
                    connection.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")

        thread = threading.Thread(target=refuse)
        thread.start()
        port = server.getsockname()[1]
        monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{port}")
        client = WebClient("https://platform.example", rate=100, timeout=2, clock=FakeClock())
        with pytest.raises(PlatformUnreachable, match="proxy"):
            client.get("/a", {})
        client.close()
        server.shutdown(socket.SHUT_RDWR)
        thread.join(20)
    assert heard[0].startswith(b"CONNECT platform.example:443 ")


def test_which_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    platform = read_base("https://platform.example", False)
    assert find_proxy(platform) is None
    monkeypatch.setenv("all_proxy", "proxy.example:3128")
    assert find_proxy(platform) == "http://proxy.example:3128"
    assert find_proxy(read_base("http://localhost", True)) is None
    assert find_proxy(read_base("https://10.0.0.1", True)) is None
    monkeypatch.setenv("no_proxy", "platform.example")
    assert find_proxy(platform) is None


def test_a_proxy_that_cannot_be_used_is_said_without_its_password() -> None:
    with pytest.raises(LeadersError, match="proxy") as caught:
        open_transport("gopher://me:hunter22@proxy.example", 4)
    assert "hunter22" not in str(caught.value)
    assert caught.value.__suppress_context__
