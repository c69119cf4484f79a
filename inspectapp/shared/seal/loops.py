"""pyHanko waits in asyncio; our threads may already run a loop of somebody else's, or none."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

Told = TypeVar("Told")


def finished(waiting: Coroutine[Any, Any, Told]) -> Told:
    """Its result, out of a loop in a thread of its own."""
    # A loop refuses to start where another one already turns.
    with ThreadPoolExecutor(max_workers=1) as apart:
        return apart.submit(asyncio.run, waiting).result()
