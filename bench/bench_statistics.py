"""CPU time of the statistics: python bench/bench_statistics.py. Prints one line per task."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from rjh_warehouse.statistics.calibration.history import STANDARD, simulate
from rjh_warehouse.statistics.effect import evaluate_measure
from rjh_warehouse.statistics.suppression import CountTable, Secret, suppress
from rjh_warehouse.statistics.trend import trend


def main() -> None:
    rng = np.random.default_rng(1)
    measures = [simulate(STANDARD, True, rng).series for _ in range(200)]
    _time("200 measures, 36 + 12 months, 30 controls", lambda: [evaluate_measure(m) for m in measures])
    points = rng.normal(size=(2000, 10)).round(1)
    _time("trend, 2 000 series of 10 years", lambda: [trend(row) for row in points])
    tables = [_counts(rng) for _ in range(100)]
    secret = Secret(rng.permutation(73), rng.random(73) < 0.5)
    _time("suppression, 100 tables of 73 nodes, 8 % small cells", lambda: [suppress(t, secret) for t in tables])


def _time(task: str, work: Callable[[], object]) -> None:
    started = time.process_time()
    work()
    print(f"{task:55} {time.process_time() - started:6.2f} CPU s")


def _counts(rng: np.random.Generator) -> CountTable:
    """A region of 4 boards, 8 areas and 60 units, some of them small."""
    parent = [-1, *[0] * 4, *(1 + i % 4 for i in range(8)), *(5 + i % 8 for i in range(60))]
    count = np.zeros((len(parent), 3), dtype=np.int64)
    size = rng.choice([3, 30, 100], size=(60, 1), p=[0.15, 0.35, 0.5])
    count[13:, 1:] = rng.poisson(size, (60, 2))
    for node in range(len(parent) - 1, 0, -1):
        count[parent[node]] += count[node]
    count[:, 0] = count[:, 1] + count[:, 2]
    return CountTable(np.array(parent), count)


if __name__ == "__main__":
    main()
