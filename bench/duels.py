"""The limit and the product in turns, in short blocks: what else the machine does falls on both alike."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from bench import races
from bench.client import Phone
from bench.load import Result, Step
from bench.servers import Server

ROUNDS, BLOCK = 5, 1.0


@dataclass(frozen=True)
class Runner:
    """Who runs: a server, the phones that ask it, and what they ask."""

    server: Server
    phones: list[Phone]
    step: Step


@dataclass(frozen=True)
class Duel:
    """Blocks of the limit and of the product side by side; the figures are medians over the pairs."""

    limit: list[Result]
    product: list[Result]

    def ratio(self, figure: Callable[[Result], float]) -> float:
        pairs = zip(self.product, self.limit, strict=True)
        return median(figure(ours) / figure(bare) for ours, bare in pairs if figure(bare))

    @property
    def cpu(self) -> float:
        """How many times the limit's CPU the product takes."""
        return self.ratio(lambda one: one.cpu_ms)

    @property
    def share(self) -> float:
        """How much of the limit's rate the product reaches."""
        return self.ratio(lambda one: one.rate)

    @property
    def wrong(self) -> int:
        """Answers of the product that were refusals or mishaps."""
        return sum(one.wrong for one in self.product)


async def duel(limit: Runner, product: Runner, rounds: int = ROUNDS, seconds: float = BLOCK) -> Duel:
    """First one, then the other, and again."""
    found = Duel([], [])
    for _ in range(rounds):
        for runner, results in ((limit, found.limit), (product, found.product)):
            results.append(await races.race(runner.step, runner.phones, runner.server, seconds))
    return found


def middle(results: list[Result]) -> Result:
    """The block whose rate is the median one, to be shown."""
    return sorted(results, key=lambda one: one.rate)[len(results) // 2]
