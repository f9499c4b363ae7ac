"""A server of e-mail on this machine, as far as a client of one letter needs it."""

import base64
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@cache
def certificate() -> tuple[bytes, bytes]:
    """Of localhost and signed by itself, with its key: nobody believes it who is not told to."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    pem = serialization.Encoding.PEM
    return (
        signed.public_bytes(pem),
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain),
    )


def trusting() -> ssl.SSLContext:
    return ssl.create_default_context(cadata=certificate()[0].decode())


@dataclass
class FakeSmtp:
    """What the server offers and refuses, and what it heard."""

    has_tls: bool = False
    login: tuple[str, str] | None = None
    refused: tuple[str, ...] = ()
    answer_to_data: str = "250 taken"
    port: int = 0
    heard: list[str] = field(default_factory=list)
    letters: list[EmailMessage] = field(default_factory=list)


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    told: FakeSmtp


class _Handler(socketserver.StreamRequestHandler):
    timeout = 20
    server: _Server

    def handle(self) -> None:
        self.told = self.server.told
        self.say("220 here")
        with suppress(OSError):  # the client went away, or did not believe the certificate
            while line := self.rfile.readline().decode().rstrip("\r\n"):
                self.told.heard.append(line)
                verb = line.split(" ")[0].lower()
                getattr(self, f"take_{verb}", self.take_other)(line)
                if verb == "quit":
                    return

    def say(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())

    def take_other(self, line: str) -> None:
        self.say("250 ok")

    def take_quit(self, line: str) -> None:
        self.say("221 bye")

    def take_ehlo(self, line: str) -> None:
        offers = ["250-STARTTLS"] * self.told.has_tls + ["250-AUTH PLAIN"] * bool(self.told.login)
        self.say("250-here", *offers, "250 8BITMIME")

    def take_starttls(self, line: str) -> None:
        self.say("220 go on")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        with TemporaryDirectory() as folder:
            chain = Path(folder, "localhost.pem")
            chain.write_bytes(b"".join(certificate()))
            context.load_cert_chain(chain)
        self.request = context.wrap_socket(self.request, server_side=True)
        self.rfile = self.request.makefile("rb")
        self.wfile = self.request.makefile("wb", buffering=0)

    def take_auth(self, line: str) -> None:
        user, password = base64.b64decode(line.split(" ")[2]).decode().split("\0")[1:]
        is_good = (user, password) == self.told.login
        self.say("235 welcome" if is_good else f"535 not {password}")

    def take_rcpt(self, line: str) -> None:
        is_refused = any(it in line for it in self.told.refused)
        self.say("550 unknown" if is_refused else "250 ok")

    def take_data(self, line: str) -> None:
        self.say("354 go on")
        lines = []
        while (told := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(told.removeprefix(b"."))
        if self.told.answer_to_data.startswith("250"):
            letter = message_from_bytes(b"".join(lines), policy=policy.default)
            self.told.letters.append(letter)
        self.say(self.told.answer_to_data)

    def finish(self) -> None:
        with suppress(OSError):
            super().finish()
        self.request.close()


@contextmanager
def serving_smtp(told: FakeSmtp) -> Iterator[FakeSmtp]:
    """A server of its own; it listens no more at the end."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.told = told
    told.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
