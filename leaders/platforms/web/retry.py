"""Which requests are made again, and how long to wait before: full jitter, doubling."""

from random import Random

import httpx
from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception,
    retry_if_result,
    stop_after_attempt,
    wait_exponential,
)

from leaders.platforms.web.throttle import Clock, Throttle

ATTEMPTS = 6
PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
"""HTTP statuses that may be another one a little later."""
REPEATABLE = "leaders.is_repeatable"
"""The extension by which a request says that making it twice does no harm."""
TEXT = "leaders.is_text"
"""The extension by which a request says that its answer is no JSON."""
LARGEST = 32 * 1024 * 1024
"""Bytes of an answer, unpacked; a larger one is no page of a listing."""

_longest_wait = wait_exponential(multiplier=1, max=60)


class TooLarge(Exception):
    """An answer larger than ``LARGEST``."""


class RetryTransport(httpx.BaseTransport):
    """Asks again after failures that may pass, with whole answers, so that a broken one counts.

    The last answer or exception is handed on as it is. Anything but GET might have been carried
    out although it failed: it is made again only where the host says that it was not, unless the
    request itself says that it only reads.
    """

    def __init__(
        self,
        inner: httpx.BaseTransport,
        throttle: Throttle,
        clock: Clock,
        random: Random,
        longest_answer: float,
        attempts: int = ATTEMPTS,
    ) -> None:
        self._inner = inner
        self._throttle = throttle
        self._clock = clock
        self._random = random
        self._longest_answer = longest_answer
        self._attempts = attempts

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer with the body read; raises ``TooLarge`` and what httpx raises."""
        is_reading = request.extensions.get(REPEATABLE, request.method == "GET")
        is_text = request.extensions.get(TEXT, False)
        passing = PASSING if is_reading else {429}
        retrying = Retrying(
            retry=retry_if_exception(_is_passing if is_reading else _is_before_sending)
            | retry_if_result(lambda answer: answer.status_code in passing)
            | retry_if_result(lambda answer: is_reading and not (is_text or _is_whole(answer))),
            stop=stop_after_attempt(self._attempts),
            wait=self._draw_wait,
            before_sleep=self._spare_host,
            sleep=self._throttle.sleep,
            retry_error_callback=_give_last,
        )
        return retrying(self._attempt, request)

    def close(self) -> None:
        """Close the connections."""
        self._inner.close()

    def _attempt(self, request: httpx.Request) -> httpx.Response:
        response = self._inner.handle_request(request)
        try:
            return self._read_whole(response)
        finally:
            response.close()

    def _read_whole(self, response: httpx.Response) -> httpx.Response:
        # A time-out of httpx begins anew with every byte: whoever drips would hold us for ever.
        deadline = self._clock.monotonic() + self._longest_answer
        body = bytearray()
        for part in response.iter_bytes():
            body += part
            if len(body) > LARGEST:
                raise TooLarge
            if self._clock.monotonic() > deadline:
                raise httpx.ReadTimeout("the answer drips")
        headers = [
            (name, value)
            for name, value in response.headers.multi_items()
            if name not in ("content-encoding", "content-length", "transfer-encoding")
        ]
        return httpx.Response(
            response.status_code,
            headers=headers,
            content=bytes(body),
            extensions=response.extensions,
        )

    def _draw_wait(self, state: RetryCallState) -> float:
        return self._random.uniform(0, _longest_wait(state))

    def _spare_host(self, state: RetryCallState) -> None:
        """Too many requests are everybody's, not this thread's alone."""
        outcome = state.outcome
        if outcome and not outcome.failed and outcome.result().status_code == 429:
            self._throttle.freeze(state.upcoming_sleep)


def _is_passing(error: BaseException) -> bool:
    ours = (httpx.LocalProtocolError, httpx.UnsupportedProtocol)
    theirs = (httpx.TransportError, httpx.DecodingError)
    return isinstance(error, theirs) and not isinstance(error, ours)


def _is_whole(answer: httpx.Response) -> bool:
    """Whether a good answer begins and ends as JSON does, which one that broke off does not."""
    if answer.status_code != 200:
        return True
    body = answer.content.strip()
    return body[:1] + body[-1:] in (b"{}", b"[]")


def _is_before_sending(error: BaseException) -> bool:
    return isinstance(error, httpx.ConnectError | httpx.ConnectTimeout)


def _give_last(state: RetryCallState) -> httpx.Response:
    assert state.outcome is not None
    last: httpx.Response = state.outcome.result()
    return last
