"""Webhook, e-mail and Telegram bot against real servers on this machine."""

import json
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random

import pytest
from fake_smtp import FakeSmtp, serving_smtp, trusting
from web_fakes import FakeClock

from leaders.digest import Digest, Message, News, find_channels
from leaders.digest.mail import Mail, PartlyRefused, write_letter
from leaders.digest.posting import Patience, split_address
from leaders.digest.telegram import TelegramBot
from leaders.digest.webhook import Webhook, sign
from leaders.environment import find_names
from leaders.errors import LeadersError

NOW = datetime(2026, 2, 5, 6, 7, 8, tzinfo=UTC)
SECRET, TOKEN = "s3cret-of-hook", "123:AbC-dEf"
NEWS = News("k" * 64, "x:1", 1, "Ann\r\nBcc: evil@example.org", "rose", None)
DIGEST = Digest("yarn", "Yarn\r\nBcc: evil@example.org", NOW, NOW, movements=(NEWS,))
MESSAGE = Message(DIGEST, "d" * 32, NOW)
Post = tuple[str, dict[str, str], bytes]


@contextmanager
def receiving(answer: Callable[[int], tuple[int, bytes]]) -> Iterator[tuple[str, list[Post]]]:
    """A server that answers the n-th post, from 1, and what it was sent."""
    posts: list[Post] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            posts.append((self.path, {k.lower(): v for k, v in self.headers.items()}, body))
            status, content = answer(len(posts))
            self.send_response(status)
            if status in (302, 307):
                self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", posts
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def patience(**said: object) -> Patience:
    return Patience(timeout=10, clock=FakeClock(), random=Random(1), **said)  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in find_names():
        monkeypatch.delenv(name, raising=False)


def test_a_webhook_is_signed_and_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    answers = {1: (500, b""), 2: (429, b""), 3: (503, b"busy")}
    with receiving(lambda n: answers.get(n, (200, b"ok"))) as (base, posts):
        Webhook(f"{base}/hook/path-secret?a=b", SECRET, patience()).send(MESSAGE)
    assert len(posts) == 4
    assert len({(path, body) for path, _, body in posts}) == 1
    path, headers, body = posts[-1]
    assert path == "/hook/path-secret?a=b"
    assert headers["x-leaders-timestamp"] == str(int(NOW.timestamp()))
    assert headers["x-leaders-signature"] == sign(SECRET, headers["x-leaders-timestamp"], body)
    assert sign(SECRET, "2", b"{}") != sign(SECRET, "1", b"{}")
    assert headers["x-leaders-delivery"] == MESSAGE.delivery
    assert json.loads(body)["movements"][0]["account_id"] == "x:1"
    assert "path-secret" not in caplog.text
    assert SECRET not in caplog.text


def test_a_signature_is_what_others_compute() -> None:
    # printf '1.{}' | openssl dgst -sha256 -hmac s3cret-of-hook
    digits = "2d4759d67bb45265a6e41b751339b40ab6896a8fdacff0fced84b832ad66e997"
    assert sign(SECRET, "1", b"{}") == f"sha256={digits}"


def test_a_webhook_without_a_secret_is_not_signed() -> None:
    with receiving(lambda n: (204, b"")) as (base, posts):
        Webhook(base, "", patience()).send(MESSAGE)
    assert posts[0][0] == "/"
    assert "x-leaders-signature" not in posts[0][1]


@pytest.mark.parametrize("status", [302, 400, 401, 404, 410, 500])
def test_a_webhook_that_does_not_take_it_is_an_error_without_secrets(status: int) -> None:
    said = f"{SECRET} path-secret".encode()
    with receiving(lambda n: (status, said)) as (base, posts):
        hook = Webhook(f"{base}/path-secret", SECRET, patience(attempts=2))
        with pytest.raises(LeadersError) as told:
            hook.send(MESSAGE)
    assert len(posts) == (2 if status == 500 else 1)
    for text in (str(told.value), repr(hook)):
        assert SECRET not in text
        assert "path-secret" not in text


def test_a_silent_webhook_is_given_up() -> None:
    gate = threading.Event()
    with receiving(lambda n: (200 + 204 * (not gate.wait(20)), b"")) as (base, _):
        short = Patience(timeout=0.05, attempts=2, clock=FakeClock(), random=Random(1))
        with pytest.raises(LeadersError, match="did not answer in time"):
            Webhook(base, SECRET, short).send(MESSAGE)
        gate.set()


@pytest.mark.parametrize(
    "address",
    ["ftp://a.example/x", "file:///etc/passwd", "a.example", "https:///x", "https://u:p@a.example",
     "https://a.example/ b", "https://a.example:99999/", "https://[", "https://ä.example"],
)  # fmt: skip
def test_only_addresses_of_the_web_are_posted_to(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(LeadersError, match="THIS") as told:
        split_address(address, "THIS")
    assert address not in str(told.value)
    monkeypatch.setenv("LEADERS_WEBHOOK", address)
    assert find_channels()[0] == []


def test_the_bot_writes_to_its_chat(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    answers = {1: (429, b'{"ok": false}')}
    with receiving(lambda n: answers.get(n, (200, b'{"ok": true}'))) as (base, posts):
        TelegramBot(TOKEN, "-100", base, patience()).send(MESSAGE)
    assert [path for path, _, _ in posts] == [f"/bot{TOKEN}/sendMessage"] * 2
    told = json.loads(posts[0][2])
    assert (told["chat_id"], told["parse_mode"]) == ("-100", "HTML")
    assert "Ann Bcc: evil@example.org: rose" in told["text"]
    assert TOKEN not in caplog.text


@pytest.mark.parametrize(
    ("status", "says"),
    [(401, "TELEGRAM_BOT_TOKEN"), (400, "TELEGRAM_CHAT_ID"), (403, "bot may write"), (502, "busy")],
)
def test_a_token_is_in_no_error(status: int, says: str) -> None:
    body = json.dumps({"ok": False, "description": f"bad {TOKEN}", "message": TOKEN}).encode()
    with receiving(lambda n: (status, body)) as (base, posts):
        bot = TelegramBot(TOKEN, "@chat", base, patience())
        with pytest.raises(LeadersError, match=says) as told:
            bot.send(MESSAGE)
    assert len(posts) == 1  # it may have come: once more would be the same news twice
    assert TOKEN not in str(told.value)
    assert TOKEN not in repr(bot)


def mail(server: FakeSmtp, **said: object) -> Mail:
    settings = {"user": "", "password": "", "timeout": 10.0, **said}
    to = ("ann@example.org", "ben@example.org")
    return Mail("localhost", server.port, "leaders@example.org", to, **settings)  # type: ignore[arg-type]


def test_an_e_mail_has_text_and_html_and_no_added_header() -> None:
    with serving_smtp(FakeSmtp(has_tls=True, login=("me", SECRET))) as server:
        mail(server, user="me", password=SECRET, context=trusting()).send(MESSAGE)
    [letter] = server.letters
    assert letter["Subject"].startswith("Yarn Bcc: evil@example.org, 2026-02-05: 1 change beyond")
    assert letter["To"] == "ann@example.org, ben@example.org"
    assert letter["Message-ID"] == f"<{MESSAGE.delivery}@example.org>"
    assert letter["Bcc"] is None
    assert "Ann Bcc: evil@example.org: rose" in letter.get_body(("plain",)).get_content()
    assert "<!doctype html>" in letter.get_body(("html",)).get_content()
    assert server.heard.index("STARTTLS") < next(
        place for place, line in enumerate(server.heard) if line.startswith("AUTH")
    )


def test_a_certificate_that_is_not_believed_gets_no_password() -> None:
    with (
        serving_smtp(FakeSmtp(has_tls=True, login=("me", SECRET))) as server,
        pytest.raises(LeadersError, match="certificate that cannot be verified"),
    ):
        mail(server, user="me", password=SECRET).send(MESSAGE)
    assert server.letters == []
    assert not any(line.startswith(("AUTH", "MAIL")) for line in server.heard)


def test_without_encryption_mail_goes_to_this_machine_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with serving_smtp(FakeSmtp()) as server:
        mail(server).send(MESSAGE)
        assert len(server.letters) == 1
        monkeypatch.setattr("leaders.digest.mail.is_here", lambda connection: False)
        with pytest.raises(LeadersError, match="offers no encryption, so nothing was sent"):
            mail(server, user="me", password=SECRET).send(MESSAGE)
    assert len(server.letters) == 1
    assert not any(line.startswith("AUTH") for line in server.heard)


@pytest.mark.parametrize(
    ("told", "says"),
    [
        (FakeSmtp(login=("me", "other")), "refused the login"),
        (FakeSmtp(refused=("ann@", "ben@"), login=("me", SECRET)), "refused every address"),
        (FakeSmtp(answer_to_data=f"554 {SECRET}", login=("me", SECRET)), r"\(SMTP 554\)"),
    ],
)
def test_what_a_server_refuses_is_said_without_the_password(told: FakeSmtp, says: str) -> None:
    with serving_smtp(told) as server:
        channel = mail(server, user="me", password=SECRET)
        with pytest.raises(LeadersError, match=says) as error:
            channel.send(MESSAGE)
    assert SECRET not in str(error.value)
    assert SECRET not in repr(channel)
    assert server.letters == []


def test_who_of_several_is_refused_is_counted() -> None:
    with (
        serving_smtp(FakeSmtp(refused=("ben@",))) as server,
        pytest.raises(PartlyRefused, match="1 of 2 addresses"),
    ):
        mail(server).send(MESSAGE)
    assert len(server.letters) == 1


def test_nobody_who_listens_is_one_sentence() -> None:
    with serving_smtp(FakeSmtp()) as server:
        pass
    with pytest.raises(LeadersError, match="could not be spoken to"):
        mail(server).send(MESSAGE)


def test_a_letter_is_the_same_bytes_but_for_its_boundary() -> None:
    letters = [write_letter(MESSAGE, "a@b.example", ("c@d.example",)) for _ in range(2)]
    assert letters[0].items() == letters[1].items()


@pytest.mark.parametrize(
    ("variables", "names", "says"),
    [
        ({}, [], ""),
        ({"LEADERS_WEBHOOK": "https://a.example/x"}, ["webhook"], ""),
        ({"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_CHAT_ID": "@yarn"}, ["telegram"], ""),
        ({"TELEGRAM_BOT_TOKEN": TOKEN}, [], "TELEGRAM_CHAT_ID"),
        ({"TELEGRAM_BOT_TOKEN": f"{TOKEN}/../x", "TELEGRAM_CHAT_ID": "1"}, [], "TELEGRAM_BOT_TOK"),
        ({"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_CHAT_ID": "a b"}, [], "TELEGRAM_CHAT_ID"),
        ({"SMTP_HOST": "a.example"}, [], "LEADERS_MAIL_TO"),
        ({"LEADERS_MAIL_TO": "a@b.example"}, [], "SMTP_HOST"),
        ({"SMTP_HOST": "a.example", "LEADERS_MAIL_TO": "a@b.example"}, [], "SMTP_FROM"),
        ({"SMTP_HOST": "a.example", "LEADERS_MAIL_TO": "a@b.example, c@d.example",
          "SMTP_USER": "me@b.example"}, ["mail"], ""),
        ({"SMTP_HOST": "a.example", "LEADERS_MAIL_TO": "a@b.example\r\nBcc: x@y.example",
          "SMTP_FROM": "me@b.example"}, [], "LEADERS_MAIL_TO"),
        ({"SMTP_HOST": "a.example", "LEADERS_MAIL_TO": "a@b.example", "SMTP_PORT": "0",
          "SMTP_FROM": "me@b.example"}, [], "SMTP_PORT"),
    ],
)  # fmt: skip
def test_each_channel_suffices_and_half_of_one_is_told(
    variables: dict, names: list, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    channels, mistakes = find_channels()
    assert [it.name for it in channels] == names
    assert says in "\n".join(mistakes)
    assert bool(mistakes) == bool(says)
    for value in (TOKEN, "a b"):
        assert value not in "\n".join(mistakes)
