"""Draws by lot: a stream of `random.Random` for a key, and the few distributions that the model needs."""

from __future__ import annotations

import math
from bisect import bisect
from collections.abc import Sequence
from itertools import accumulate
from random import Random
from typing import TypeVar

T = TypeVar("T")
_LARGE = 30.0  # a mean from which a Poisson count is drawn as a rounded normal


class Draw:
    """The same key gives the same stream on every machine: only `random()`, which Python promises to keep, is asked."""

    def __init__(self, key: str) -> None:
        self.uniform = Random(key).random  # from [0, 1)

    def chance(self, rate: float) -> bool:
        return self.uniform() < rate

    def choice(self, among: Sequence[T]) -> T:
        return among[int(self.uniform() * len(among))]

    def integer(self, first: int, last: int) -> int:
        """From first to last, both included."""
        return first + int(self.uniform() * (last - first + 1))

    def normal(self) -> float:
        """Mean 0, variance 1: the sum of twelve uniforms."""
        return sum(self.uniform() for _ in range(12)) - 6.0

    def gamma(self) -> float:
        """Shape 2, mean 1, variance 1/2."""
        return -(math.log(1.0 - self.uniform()) + math.log(1.0 - self.uniform())) / 2.0

    def poisson(self, mean: float) -> int:
        if mean >= _LARGE:
            return max(0, round(mean + math.sqrt(mean) * self.normal()))
        limit, product, count = math.exp(-mean), self.uniform(), 0
        while product > limit:
            product *= self.uniform()
            count += 1
        return count

    def overdispersed(self, mean: float) -> int:
        """Negative binomial: Poisson around a gamma mean; variance = mean + mean²/2."""
        return self.poisson(mean * self.gamma())

    def binomial(self, count: int, rate: float) -> int:
        return sum(self.uniform() < rate for _ in range(count))

    def multinomial(self, count: int, weights: Sequence[float]) -> list[int]:
        """How `count` fall on the weights, which need not add up to 1."""
        bounds = list(accumulate(weights))
        found = [0] * len(weights)
        for _ in range(count):
            found[min(bisect(bounds, self.uniform() * bounds[-1]), len(found) - 1)] += 1
        return found
