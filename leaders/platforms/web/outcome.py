"""What an answer means: a body of JSON, a refusal of this request, or a platform that is away."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

import httpx

from leaders.errors import GarbledAnswer, PlatformRefused, PlatformUnreachable
from leaders.platforms.web.retry import LARGEST, PASSING, TooLarge

_LONGEST_MESSAGE = 200
_LATER = "the same command goes on later from where it stopped"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a platform answered: ``body`` is parsed JSON, names of headers are in lower case.

    ``host`` is who answered. A repr shows neither body nor headers: they may hold a token.
    """

    status: int
    body: Any = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    host: str = ""


def read_answer(response: httpx.Response, host: str, secrets: Iterable[str]) -> Answer:
    """The answer; raises ``PlatformRefused`` and ``PlatformUnreachable``.

    ``secrets`` are left out of what the platform says of its refusal.
    """
    status = response.status_code
    body = None if status == 204 else _read_json(response.content)
    if not response.is_success:
        _refuse(response, host, body, secrets)
    if body is _NO_JSON:
        raise GarbledAnswer(
            f"{host} answered with something else than JSON; look for a portal or a proxy "
            f"in the way: {_LATER}."
        )
    return Answer(status, body, dict(response.headers), host)


def read_text(response: httpx.Response, host: str, secrets: Iterable[str]) -> str:
    """The text of an answer that need not be JSON; raises as ``read_answer``."""
    if not response.is_success:
        _refuse(response, host, None, secrets)
    return response.text


def _refuse(response: httpx.Response, host: str, body: Any, secrets: Iterable[str]) -> NoReturn:
    status = response.status_code
    if (status in PASSING and status != 500) or status > 501:
        raise PlatformUnreachable(f"{host} is busy or down (HTTP {status}): {_LATER}.", status)
    code, message = _read_error(body)
    said = _tidy(message or code, secrets)
    raise PlatformRefused(
        f"{host} refused this request (HTTP {status})" + (f": {said}" if said else "."),
        status,
        _tidy(code, secrets),
    )


def refuse_failure(error: Exception, host: str) -> NoReturn:
    """Says in our words what httpx says: its own words may repeat a header."""
    if isinstance(error, TooLarge):
        raise PlatformRefused(f"{host} answered with more than {LARGEST >> 20} MB.", 200) from None
    if isinstance(error, httpx.TimeoutException):
        what = "did not answer in time"
    elif isinstance(error, httpx.ProxyError):
        what = "could not be reached through the proxy that the environment names"
    elif isinstance(error, httpx.ConnectError):
        what = f"could not be reached ({_tidy(str(error), ())})"
    else:
        what = f"broke off the conversation ({type(error).__name__})"
    raise PlatformUnreachable(f"{host} {what}: {_LATER}.") from None


def printable(text: str) -> str:
    """One line of printable characters, cut to a length that an error can hold."""
    line = "".join(one if one.isprintable() else " " for one in text)
    words = " ".join(line.split())
    return words if len(words) <= _LONGEST_MESSAGE else words[: _LONGEST_MESSAGE - 1] + "…"


_NO_JSON = object()


def _read_json(content: bytes) -> Any:
    try:
        return json.loads(content, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):  # so deeply nested that it can only be meant badly
        return _NO_JSON


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _read_error(body: Any) -> tuple[str, str]:
    """The platform's own code and message; empty where it has none."""
    if not isinstance(body, Mapping):
        return "", ""
    error = body.get("error")
    inner = error if isinstance(error, Mapping) else {}
    messages = (body.get("message"), body.get("error_description"), inner.get("message"))
    codes = (error, _read_reason(inner), inner.get("status"))
    return _first_text(codes), _first_text(messages)


def _read_reason(error: Mapping[str, Any]) -> Any:
    """Google's own word for an error lies in the first of a list of errors."""
    errors = error.get("errors")
    first = errors[0] if isinstance(errors, list) and errors else None
    return first.get("reason") if isinstance(first, Mapping) else None


def _first_text(values: Iterable[object]) -> str:
    return next((text for text in values if isinstance(text, str)), "")


def _tidy(text: str, secrets: Iterable[str]) -> str:
    for secret in sorted(secrets, key=len, reverse=True):
        text = text.replace(secret, "***")
    return printable(text)
