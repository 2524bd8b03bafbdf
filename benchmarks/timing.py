"""Medians and 99th percentiles of repeated times, in seconds."""

import gc
import statistics
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

from msgspec import Struct


class Times(Struct, frozen=True):
    """The times of one thing done again and again."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    @property
    def p99(self) -> float:
        """The smallest time that 99 in a hundred are no longer than (nearest rank)."""
        ordered = sorted(self.seconds)
        return ordered[-(-len(ordered) * 99 // 100) - 1]

    def __add__(self, other: "Times") -> "Times":
        return Times(self.seconds + other.seconds)


async def repeated(times: int, work: Callable[[int], Awaitable[object]], warm_up: int = 1) -> Times:
    """The times of `work(0)`, `work(1)` …, one after another, after so many that do not count."""
    for number in range(-warm_up, 0):
        await work(number)
    taken = []
    with uncollected():
        for number in range(times):
            began = time.perf_counter()
            await work(number)
            taken.append(time.perf_counter() - began)
    return Times(tuple(taken))


@contextmanager
def uncollected() -> Iterator[None]:
    """Garbage of the measuring process is collected before the block and not in it."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
