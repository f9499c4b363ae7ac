"""An event loop in a thread of its own, for callers who know of none, in any number of threads."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from typing import Any, TypeVar

FAREWELL_SECONDS = 5.0
Result = TypeVar("Result")


class LoopThread:
    """Runs coroutines one beside the other. ``timeout`` is seconds that one may take at most."""

    def __init__(self, timeout: float) -> None:
        self._timeout = timeout
        self._lock = threading.Lock()
        self._running: set[Future[Any]] = set()
        self._is_stopped = False
        self._loop = asyncio.new_event_loop()
        # Whoever asks is told. What telethon leaves lying would be written down beside it.
        self._loop.set_exception_handler(lambda _loop, _context: None)
        self._thread = threading.Thread(target=self._loop.run_forever, name="telegram", daemon=True)
        self._thread.start()

    def run(
        self, work: Callable[..., Coroutine[Any, Any, Result]], *given: Any, **named: Any
    ) -> Result:
        """What a coroutine returns; raises what it raises, and ``TimeoutError``.

        Raises ``ConnectionError`` when it is ended before it is done.
        """

        async def in_time() -> Result:
            return await asyncio.wait_for(work(*given, **named), self._timeout)

        with self._lock:
            if self._is_stopped:
                raise ConnectionError("the connection is closed")
            future = asyncio.run_coroutine_threadsafe(in_time(), self._loop)
            self._running.add(future)
        try:
            return future.result(self._timeout + 10)
        except CancelledError:  # telethon too cancels what is under way when a connection ends
            raise ConnectionError("the connection was closed") from None
        finally:
            self._running.discard(future)

    def stop(self) -> None:
        """End what runs, and start no more: whoever waits goes on at once."""
        with self._lock:
            self._is_stopped = True
            for future in tuple(self._running):
                future.cancel()

    def close(self, farewell: Callable[[], Coroutine[Any, Any, object]] | None = None) -> None:
        """Stop, run a last coroutine whatever becomes of it, and end the thread."""
        self.stop()
        asyncio.run_coroutine_threadsafe(_end(farewell), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


async def _end(farewell: Callable[[], Coroutine[Any, Any, object]] | None) -> None:
    if farewell is not None:
        with suppress(Exception):
            await asyncio.wait_for(farewell(), FAREWELL_SECONDS)
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
