"""Series of outcomes → is there a trend, for the region and the boards.

Units are not tested: with some sixty units per indicator one in twenty would show a trend by chance. What is tested
is counted, and the number stands in every sentence. Only outcomes that may be shown are read, so a trend never gives a
hidden figure back; only the newest definition's periods are, so a break in the series is not a trend.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from rjh_warehouse.statistics.trend import Trend, seasonal_trend, trend

DECIDED = frozenset({"rising", "falling", "none"})
PERIODS_PER_YEAR = {"YEAR": 1, "TERTIAL": 3, "MONTH": 12}


class Point(NamedTuple):
    """One shown outcome of the newest definition."""

    indicator_code: str
    organisation_code: str
    gender_code: str
    period_kind_code: str
    is_simulated: bool
    period_start: dt.date
    value: float
    is_sliding_mean: bool
    definition_version: int = 1


Series = tuple[str, str, str, str, bool]


@dataclass(frozen=True, slots=True)
class SeriesTrend:
    """The trend of one series (indicator, organisation, gender, kind of period, simulated or not)."""

    series: Series
    trend: Trend
    first_period: dt.date
    last_period: dt.date
    definition_version: int


def trends(points: Iterable[Point]) -> tuple[list[SeriesTrend], int]:
    """The trend of every series, and how many of them were tested."""
    series: dict[Series, list[Point]] = defaultdict(list)
    for point in points:
        series[point[:5]].append(point)
    found = [_trend(key, sorted(values, key=lambda p: p.period_start)) for key, values in sorted(series.items())]
    return found, sum(f.trend.code in DECIDED for f in found)


def _trend(key: Series, points: list[Point]) -> SeriesTrend:
    per_year = PERIODS_PER_YEAR.get(key[3], 1)
    is_sliding = points[0].is_sliding_mean
    if per_year == 1:
        years = [p.period_start.year for p in points]
        answer = trend([p.value for p in points], years, is_sliding_mean=is_sliding)
    else:
        answer = seasonal_trend(_whole_years(points, per_year), per_year, is_sliding_mean=is_sliding)
    return SeriesTrend(key, answer, points[0].period_start, points[-1].period_start, points[0].definition_version)


def _whole_years(points: list[Point], per_year: int) -> np.ndarray:
    """The values from the first period of the first year to the last of the last; NaN where there is none."""
    first = points[0].period_start.year
    values = np.full((points[-1].period_start.year - first + 1) * per_year, np.nan)
    for point in points:
        season = (point.period_start.month - 1) * per_year // 12
        values[(point.period_start.year - first) * per_year + season] = point.value
    return values
