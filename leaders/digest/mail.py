"""A digest as an e-mail, handed to the SMTP server that the environment names."""

import re
import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from ipaddress import ip_address
from typing import NoReturn

from leaders.digest.message import Message
from leaders.digest.writing import tell_title, to_html, to_text
from leaders.errors import LeadersError
from leaders.settings import read_text

TIMEOUT = 30.0
TLS_AT_ONCE, STARTTLS = 465, 587
LONGEST_SUBJECT = 150
US = "[127.0.0.1]"
"""How we greet: the name of this machine is nobody's business."""
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,253}")
_HOST = re.compile(r"[A-Za-z0-9.:-]{1,253}")


@dataclass(frozen=True, slots=True)
class Mail:
    """Sends a digest as text and HTML. context: whose certificates are believed.

    Port 465 speaks TLS at once, the others by STARTTLS; a server that offers none is spoken to on
    this machine alone.
    """

    host: str
    port: int
    sender: str
    receivers: tuple[str, ...]
    user: str = ""
    password: str = field(default="", repr=False)
    timeout: float = TIMEOUT
    context: ssl.SSLContext | None = field(default=None, repr=False)
    name: str = "mail"

    def send(self, message: Message) -> None:
        """Raises ``LeadersError`` where the server did not take it for everybody."""
        letter = write_letter(message, self.sender, self.receivers)
        refused = None
        try:
            with self._open() as server:
                if self.user:
                    server.login(self.user, self.password)
                refused = server.send_message(letter, self.sender, list(self.receivers))
        except (OSError, smtplib.SMTPException, ValueError) as error:
            if refused is None:  # else it was taken, and only the good-bye went wrong
                _refuse(self.host, error)
        if refused:  # the others have it: once more would be the same news twice
            count = f"{len(refused)} of {len(self.receivers)}"
            raise PartlyRefused(f"{self.host} refused {count} addresses of LEADERS_MAIL_TO.")

    @contextmanager
    def _open(self) -> Iterator[smtplib.SMTP]:
        context = self.context or ssl.create_default_context()
        if self.port == TLS_AT_ONCE:
            with smtplib.SMTP_SSL(
                self.host, self.port, US, timeout=self.timeout, context=context
            ) as server:
                yield server
            return
        with smtplib.SMTP(self.host, self.port, US, timeout=self.timeout) as server:
            server.ehlo()
            if server.has_extn("starttls"):
                server.starttls(context=context)
            elif not is_here(server.sock):
                raise LeadersError(
                    f"{self.host} offers no encryption, so nothing was sent; name a server that "
                    "speaks STARTTLS, or port 465."
                )
            yield server


class PartlyRefused(LeadersError):
    """Some have it and some do not: it is told, and not sent again."""


def write_letter(message: Message, sender: str, receivers: tuple[str, ...]) -> EmailMessage:
    """The e-mail of a digest. No name can add a header: line breaks are refused by the policy."""
    digest = message.digest
    letter = EmailMessage(policy=SMTP_POLICY)
    subject = f"{tell_title(digest)}: {digest.head}"
    letter["Subject"] = subject[:LONGEST_SUBJECT]
    letter["From"] = sender
    letter["To"] = ", ".join(receivers)
    letter["Date"] = message.now
    letter["Message-ID"] = f"<{message.delivery}@{sender.rpartition('@')[2]}>"
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(to_text(digest), cte="quoted-printable")
    letter.add_alternative(to_html(digest), subtype="html", cte="quoted-printable")
    return letter


def is_here(connection: socket.socket | None) -> bool:
    """Whether the other side of a connection is on this machine."""
    if connection is None:
        return False
    return ip_address(str(connection.getpeername()[0]).partition("%")[0]).is_loopback


def read_mail() -> Mail | None:
    """The e-mail of the environment; raises ``LeadersError`` where it is set up by half."""
    host, told = read_text("SMTP_HOST"), read_text("LEADERS_MAIL_TO")
    if not host and not told:
        return None
    if not told:
        raise LeadersError("SMTP_HOST is set and LEADERS_MAIL_TO is not: say who gets the e-mail.")
    if not _HOST.fullmatch(host):
        raise LeadersError("LEADERS_MAIL_TO needs SMTP_HOST, the name of the server that takes it.")
    receivers = tuple(dict.fromkeys(filter(None, map(str.strip, told.split(",")))))
    user = read_text("SMTP_USER")
    sender = read_text("SMTP_FROM") or (user if _ADDRESS.fullmatch(user) else "")
    for name, addresses in (("LEADERS_MAIL_TO", receivers), ("SMTP_FROM", (sender,))):
        if not addresses or not all(map(_ADDRESS.fullmatch, addresses)):
            raise LeadersError(f"{name} must be an e-mail address, such as you@example.org.")
    return Mail(host, _read_port(), sender, receivers, user, read_text("SMTP_PASSWORD"))


def _read_port() -> int:
    text = read_text("SMTP_PORT") or str(STARTTLS)
    if not (text.isascii() and text.isdecimal() and 0 < int(text) < 65536):
        raise LeadersError("SMTP_PORT must be a number from 1 to 65535, such as 587 or 465.")
    return int(text)


def _refuse(host: str, error: Exception) -> NoReturn:
    """Says in our words what went wrong: the server's own may repeat what we sent."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        what = "refused the login; look at SMTP_USER and SMTP_PASSWORD"
    elif isinstance(error, ssl.SSLCertVerificationError):
        what = "shows a certificate that cannot be verified, so nothing was sent"
    elif isinstance(error, ssl.SSLError):
        what = "does not speak TLS as it should; look at SMTP_PORT"
    elif isinstance(error, TimeoutError):
        what = "did not answer in time"
    elif isinstance(error, smtplib.SMTPRecipientsRefused):
        what = "refused every address of LEADERS_MAIL_TO"
    elif isinstance(error, smtplib.SMTPSenderRefused):
        what = "refused the sender; look at SMTP_FROM, SMTP_USER and SMTP_PASSWORD"
    elif isinstance(error, smtplib.SMTPResponseException):
        what = f"refused the e-mail (SMTP {error.smtp_code})"
    elif isinstance(error, ValueError):
        what = "was given nothing: SMTP_USER and SMTP_PASSWORD must be plain Latin letters"
    else:
        what = f"could not be spoken to ({type(error).__name__}); look at SMTP_HOST and SMTP_PORT"
    raise LeadersError(f"{host} {what}.") from None
