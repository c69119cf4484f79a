"""pyHanko waits in asyncio; our threads may already run a loop of somebody else's, or none."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, TypeVar

Told = TypeVar("Told")


def finished(waiting: Coroutine[Any, Any, Told]) -> Told:
    """Its result, out of a loop in a thread of its own."""
    # A loop refuses to start where another one already turns.
    with ThreadPoolExecutor(max_workers=1) as apart:
        return apart.submit(asyncio.run, waiting).result()


async def unattended(act: Callable[[], Told]) -> Told:
    """The result of something that may hang for ever, in a thread that nobody ever waits for.

    asyncio's own threads are waited for, by its loop and once more by the end of the process: a name server
    that does not answer would hold up both, whatever time was allowed.
    """
    loop = asyncio.get_running_loop()
    told: asyncio.Future[Told] = loop.create_future()

    def run() -> None:
        try:
            settle, result = told.set_result, act()
        except Exception as error:  # it is told to whoever waits
            settle, result = told.set_exception, error  # type: ignore[assignment]
        # When nobody waits any more the loop is closed.
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(_unless_left, told, settle, result)

    threading.Thread(target=run, name="time stamp", daemon=True).start()
    return await told


def _unless_left(told: asyncio.Future[Any], settle: Callable[[Any], None], result: Any) -> None:
    if not told.done():
        settle(result)
