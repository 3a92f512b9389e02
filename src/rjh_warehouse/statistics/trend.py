"""Is there a trend in a short series? Mann–Kendall with its exact distribution, Theil–Sen slope with
interval.

The null distribution is exact also with ties: over all orderings of the observed values the number of
inversions has the Gaussian multinomial coefficient as its generating function, so no enumeration is needed.
Sources: Mann (1945), Kendall (1975), Sen (1968), Hirsch, Slack & Smith (1982) for the seasonal form. A trend
is not the arrow against last year, and several tested series give false trends at the rate of the level: say
how many were tested.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from rjh_warehouse.messages import Language, say

FEWEST_POINTS = 5
EXACT_POINTS = (
    40  # in a series, or in a season of one; longer: normal approximation with tie correction and continuity correction
)
LEVEL = 0.05
FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Trend:
    """The answer for one series. `slope` is per unit of `times` (a year, for yearly and seasonal series)."""

    code: str  # rising, falling, none, undecidable, sliding_mean: the message is `trend.<code>`
    points: int
    s: int | None = None  # concordant less discordant pairs
    p: float | None = None  # two-sided
    is_exact: bool | None = None
    slope: float | None = None
    low: float | None = None  # 95 % interval of the slope
    high: float | None = None
    season_points: int | None = None  # the most in any season, where seasons are too short to decide

    def wording(self, tests: int, language: Language | None = None) -> str:
        """The fixed sentence, with the number of series tested in the same breath."""
        p = None if self.p is None else "< 0.001" if self.p < 0.001 else f"= {self.p:.3f}"
        if self.season_points is not None:
            return say("trend.undecidable_season", language, points=self.season_points)
        text = say(f"trend.{self.code}", language, points=self.points, p=p, tests=tests)
        return text if language == "en" or p is None else text.replace(p, p.replace(".", ","))


@dataclass(frozen=True, slots=True)
class _Null:
    """Distribution of S when order is arbitrary: `tail[k]` = P(S ≥ score[k]); moments where it is
    approximated.
    """

    score: NDArray[np.int64]
    tail: FloatArray


def trend(values: ArrayLike, times: ArrayLike | None = None, *, is_sliding_mean: bool = False) -> Trend:
    """Trend of a series in time order; NaN is a missing point. `times` (increasing) default to 0, 1, 2 …

    Raises ValueError when times do not increase or have another length.
    """
    y, x = _complete(values, times)
    if is_sliding_mean:
        return Trend("sliding_mean", y.size)
    if y.size < FEWEST_POINTS:
        return Trend("undecidable", y.size)
    s = _score(y)
    slopes = np.sort(_pair_slopes(y, x))
    ties = _ties(y)
    is_exact = y.size <= EXACT_POINTS
    if is_exact:
        p = _two_sided(s, _null(ties))
        least = _critical_score(_null((1,) * y.size))
    else:
        p = _normal_p(s, _variance(ties))
        least = _normal_critical_score(_variance(ties))
    low, high = _slope_interval(slopes, least)
    return Trend(_code(s, p), y.size, s, p, is_exact, float(np.median(slopes)), low, high)


def seasonal_trend(values: ArrayLike, period: int = 12, *, is_sliding_mean: bool = False) -> Trend:
    """Seasonal Mann–Kendall of a monthly series (NaN = missing): the months' own scores added, slope per
    year.

    Each calendar month is compared with itself only. The months are taken as independent, so strong
    autocorrelation makes p too small. Under five years in every month: cannot be decided.
    """
    y = np.asarray(values, dtype=float)
    seasons = [_complete(y[k::period], np.arange(y[k::period].size)) for k in range(period)]
    points = sum(v.size for v, _ in seasons)
    if is_sliding_mean:
        return Trend("sliding_mean", points)
    if (most := max(v.size for v, _ in seasons)) < FEWEST_POINTS:
        return Trend("undecidable", points, season_points=most)
    s = sum(_score(v) for v, _ in seasons)
    slopes = np.sort(np.concatenate([_pair_slopes(v, t) for v, t in seasons]))
    sizes = tuple(sorted(v.size for v, _ in seasons))
    is_exact = max(sizes) <= EXACT_POINTS
    if is_exact:
        p = _two_sided(s, _null_of_sum(tuple(sorted(_ties(v) for v, _ in seasons))))
        least = _critical_score(_null_of_sum(tuple((1,) * n for n in sizes)))
    else:
        variance = sum(_variance(_ties(v)) for v, _ in seasons)
        p = _normal_p(s, variance)
        least = _normal_critical_score(variance)
    low, high = _slope_interval(slopes, least)
    return Trend(_code(s, p), points, s, p, is_exact, float(np.median(slopes)), low, high)


def _code(s: int, p: float) -> str:
    return "none" if p > LEVEL else "rising" if s > 0 else "falling"


def _complete(values: ArrayLike, times: ArrayLike | None) -> tuple[FloatArray, FloatArray]:
    y = np.asarray(values, dtype=float)
    x = np.arange(y.size, dtype=float) if times is None else np.asarray(times, dtype=float)
    if x.shape != y.shape or (np.diff(x) <= 0).any():
        raise ValueError("times must increase and be as many as the values")
    known = np.isfinite(y)
    return y[known], x[known]


def _score(y: FloatArray) -> int:
    return int(np.triu(np.sign(y[None, :] - y[:, None]), 1).sum())


def _ties(y: FloatArray) -> tuple[int, ...]:
    return tuple(sorted(Counter(y.tolist()).values()))


def _pair_slopes(y: FloatArray, x: FloatArray) -> FloatArray:
    i, j = np.triu_indices(y.size, 1)
    return np.asarray((y[j] - y[i]) / (x[j] - x[i]))


def _two_sided(s: int, null: _Null) -> float:
    return min(1.0, 2 * float(null.tail[np.searchsorted(null.score, abs(s))]))


@lru_cache(maxsize=4096)
def _null(ties: tuple[int, ...]) -> _Null:
    """The exact distribution of S over all orderings of values with these tie counts."""
    counts = [1]
    total = 0
    for group in ties:  # Gaussian binomial [total + group over group], factor by factor, in whole numbers
        for k in range(1, group + 1):
            counts = _divide(_multiply(counts, total + k), k)
        total += group
    orderings = sum(counts)
    return _null_from([count / orderings for count in counts])


@lru_cache(maxsize=1024)
def _null_of_sum(seasons: tuple[tuple[int, ...], ...]) -> _Null:
    """The exact distribution of the sum of independent seasons' S, each with its tie counts."""
    chance = np.ones(1)
    for ties in seasons:
        tail = _null(ties).tail
        chance = np.convolve(chance, -np.diff(tail, append=0.0))
    return _null_from(chance.tolist())


def _null_from(chance: list[float]) -> _Null:
    """From the chances of every second score, which is symmetric about zero."""
    most = len(chance) - 1  # pairs that are not tied
    return _Null(np.arange(-most, most + 1, 2), np.cumsum(chance)[::-1])


def _multiply(counts: list[int], k: int) -> list[int]:
    """Polynomial times (1 − q^k)."""
    return [a - b for a, b in zip(counts + [0] * k, [0] * k + counts, strict=True)]


def _divide(counts: list[int], k: int) -> list[int]:
    """Polynomial divided by (1 − q^k), which divides it."""
    quotient = counts[: len(counts) - k]
    for i in range(k, len(quotient)):
        quotient[i] += quotient[i - k]
    return quotient


def _variance(ties: tuple[int, ...]) -> float:
    n = sum(ties)
    return (n * (n - 1) * (2 * n + 5) - sum(t * (t - 1) * (2 * t + 5) for t in ties)) / 18


def _normal_p(s: int, variance: float) -> float:
    if variance <= 0 or s == 0:
        return 1.0
    return math.erfc((abs(s) - 1) / math.sqrt(2 * variance))


def _critical_score(null: _Null) -> float:
    """The smallest score that is significant at the level, two-sided; infinite when none is."""
    significant = null.score[2 * null.tail <= LEVEL]
    return float(significant.min()) if significant.size else math.inf


def _normal_critical_score(variance: float) -> float:
    return NormalDist().inv_cdf(1 - LEVEL / 2) * math.sqrt(variance) + 1


def _slope_interval(slopes: FloatArray, least: float) -> tuple[float | None, float | None]:
    """Sen's interval: slopes under which the detrended series is not significant (score under `least`)."""
    outside = math.floor((slopes.size - least) / 2)
    if outside < 0:
        return None, None
    return float(slopes[outside]), float(slopes[slopes.size - 1 - outside])
