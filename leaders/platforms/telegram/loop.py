"""An event loop in a thread of its own, for callers who know of none, in any number of threads."""

import asyncio
import threading
from collections.abc import Coroutine
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from typing import Any, TypeVar

FAREWELL_SECONDS = 5.0
Result = TypeVar("Result")


class LoopThread:
    """Runs coroutines one beside the other. ``timeout`` is seconds that one may take at most."""

    def __init__(self, timeout: float) -> None:
        self._timeout = timeout
        self._running: set[Future[Any]] = set()
        self._is_stopped = False
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="telegram", daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        """What a coroutine returns; raises what it raises, ``TimeoutError``, and when it is
        stopped ``ConnectionError``.
        """
        future = asyncio.run_coroutine_threadsafe(asyncio.wait_for(work, self._timeout), self._loop)
        self._running.add(future)
        if self._is_stopped:
            future.cancel()
        try:
            return future.result(self._timeout + 10)
        except CancelledError:  # telethon too cancels what is under way when a connection ends
            raise ConnectionError("the connection was closed") from None
        finally:
            self._running.discard(future)

    def stop(self) -> None:
        """End what runs and whatever is still to run; whoever waits for it goes on at once."""
        self._is_stopped = True
        for future in tuple(self._running):
            future.cancel()

    def close(self, farewell: Coroutine[Any, Any, object] | None = None) -> None:
        """Run a last coroutine, whatever becomes of it; end all others, and the thread."""
        asyncio.run_coroutine_threadsafe(_end(farewell), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


async def _end(farewell: Coroutine[Any, Any, object] | None) -> None:
    if farewell is not None:
        with suppress(Exception):
            await asyncio.wait_for(farewell, FAREWELL_SECONDS)
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.wait_for(asyncio.gather(*others, return_exceptions=True), FAREWELL_SECONDS)
