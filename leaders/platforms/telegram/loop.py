"""An event loop in a thread of its own, for callers who know of none, in any number of threads."""

import asyncio
import threading
from collections.abc import Coroutine
from concurrent.futures import CancelledError
from contextlib import suppress
from typing import Any, TypeVar

Result = TypeVar("Result")


class LoopThread:
    """Runs coroutines one beside the other. ``timeout`` is seconds that one may take at most."""

    def __init__(self, timeout: float) -> None:
        self._timeout = timeout
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="telegram", daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        """What a coroutine returns; raises what it raises, and ``TimeoutError``."""
        future = asyncio.run_coroutine_threadsafe(asyncio.wait_for(work, self._timeout), self._loop)
        try:
            return future.result(self._timeout + 10)
        except CancelledError:  # telethon cancels what is under way when a connection ends
            raise ConnectionError("the connection was closed") from None

    def close(self) -> None:
        """End whatever still runs, and the thread."""
        with suppress(Exception):
            asyncio.run_coroutine_threadsafe(_cancel_others(), self._loop).result(self._timeout)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


async def _cancel_others() -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
