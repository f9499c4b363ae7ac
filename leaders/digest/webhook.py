"""A digest as JSON to an address, signed so that the receiver knows who sent it and when."""

import hashlib
import hmac
from dataclasses import dataclass, field

from leaders.digest.message import Message
from leaders.digest.posting import Patience, open_host, split_address
from leaders.digest.writing import to_json
from leaders.settings import read_text

SIGNATURE, TIMESTAMP = "X-Leaders-Signature", "X-Leaders-Timestamp"
DELIVERY = "X-Leaders-Delivery"


@dataclass(frozen=True, slots=True)
class Webhook:
    """Posts the JSON of a digest to ``address``, signed if there is a ``secret``.

    The signature is ``sha256=`` and the HMAC-SHA256 in hexadecimal digits, with the secret as key,
    of the timestamp (seconds since 1970), a dot and the body. A receiver that answers 408, 425,
    429 or 5xx, or breaks off, is asked again: the delivery of a repetition is the same.
    """

    address: str = field(repr=False)
    secret: str = field(default="", repr=False)
    patience: Patience = field(default_factory=Patience)
    name: str = "webhook"

    def send(self, message: Message) -> None:
        """Raises ``LeadersError`` where the receiver did not take it."""
        base, path = split_address(self.address, "LEADERS_WEBHOOK")
        body = to_json(message.digest)
        timestamp = str(int(message.now.timestamp()))
        headers = {
            "Content-Type": "application/json", TIMESTAMP: timestamp, DELIVERY: message.delivery
        }  # fmt: skip
        if self.secret:
            headers[SIGNATURE] = sign(self.secret, timestamp, body)
        with open_host(base, (self.secret, path if path != "/" else ""), self.patience) as client:
            client.deliver(path, body, headers)


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """The signature of a body that is sent at a moment."""
    told = timestamp.encode() + b"." + body
    return f"sha256={hmac.new(secret.encode(), told, hashlib.sha256).hexdigest()}"


def read_webhook() -> Webhook | None:
    """The webhook of the environment; raises ``LeadersError`` for what is no address."""
    address = read_text("LEADERS_WEBHOOK")
    if not address:
        return None
    split_address(address, "LEADERS_WEBHOOK")
    return Webhook(address, read_text("LEADERS_WEBHOOK_SECRET"))
