"""How good the forecasts were, on the data as known then, and the interval that follows from it.

Rolling origin: after every month of every year with a whole year before it, each method forecasts the year
from what was known at that time; the year's final outcome is the judge. Intervals are quantiles of these
errors after the same month (conformal: with the finite-sample rank), in units of each series' own change from
year to year.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rjh_warehouse.statistics.forecast import DEFAULT_METHOD, FloatArray, forecast_year_end, known_months

LEVEL = 0.80


@dataclass(frozen=True, slots=True)
class Backtest:
    """All origins of a backtest; `forecast[code]`, `outcome`, `scale` are [origins × series]."""

    known: NDArray[np.int64]  # months known of the year, per origin (1–11)
    year: NDArray[np.int64]  # 0 = the first year of the history
    outcome: FloatArray
    scale: FloatArray  # a year's mean absolute change of a month to the same month a year later, × 12
    forecast: dict[str, FloatArray]

    def error(self, method_code: str) -> FloatArray:
        """Outcome − forecast, SEK; positive = the year ended better (higher) than forecast."""
        return np.asarray(self.outcome - self.forecast[method_code])


@dataclass(frozen=True, slots=True)
class Score:
    """The record of one method after one month of the year, over all series and years of a backtest."""

    method_code: str
    known_months: int
    forecasts: int
    mape: float | None  # mean |error| / |outcome|; None where every outcome is zero
    mase: float | None  # mean |error| over the year's mean change from year to year
    bias_sek: float  # mean of outcome − forecast
    coverage: float | None  # of the 80 % interval, the year's own errors left out; None with one year only


def backtest(
    actual: FloatArray,
    *,
    as_known: Mapping[int, FloatArray] | None = None,
    budget: FloatArray | None = None,
    membership: NDArray[np.bool_] | None = None,
) -> Backtest:
    """Forecast every past year from each of its first eleven months.

    Args:
        actual: [series × months], final outcomes, whole years from January; months after the last whole
            year are left aside.
        as_known: origin (number of months known) → [series × origin] as the ledger stood then; where an
            origin is missing, `actual` up to it is used.
        budget: [series × years × 12].
        membership: [sums × series]. Forecasts of the series are added, and the sums are judged: an
            organisation's total is the sum of its parts, and has its own, narrower, interval.

    Raises ValueError when there are under two whole years.
    """
    years = actual.shape[1] // 12
    if years < 2:
        raise ValueError(f"{actual.shape[1]} months hold no year with a whole year before it")
    origins = [origin for year in range(1, years) for origin in range(12 * year + 1, 12 * year + 12)]
    weights = np.eye(actual.shape[0]) if membership is None else membership.astype(float)
    forecasts: dict[str, list[FloatArray]] = {}
    scales = []
    for origin in origins:
        known = actual[:, :origin] if as_known is None else as_known.get(origin, actual[:, :origin])
        year_budget = None if budget is None else budget[:, origin // 12]
        for code, values in forecast_year_end(known, year_budget).items():
            forecasts.setdefault(code, []).append(weights @ values)
        scales.append(yearly_change(weights @ known))
    year = np.array([origin // 12 for origin in origins])
    totals = (weights @ actual[:, : 12 * years]).reshape(len(weights), years, 12).sum(axis=2)
    return Backtest(
        known=np.array([known_months(origin) for origin in origins]),
        year=year,
        outcome=totals[:, year].T,
        scale=np.array(scales),
        forecast={code: np.array(values) for code, values in forecasts.items()},
    )


def yearly_change(history: FloatArray) -> FloatArray:
    """12 × the mean absolute change of a month to the same month a year later [series], SEK; the size of the
    month itself where there is a year only. NaN where it is zero: such a series has no scale.
    """
    change = np.abs(history[:, 12:] - history[:, :-12])
    mean = change.mean(axis=1) if change.shape[1] >= 6 else 0.05 * np.abs(history).mean(axis=1)
    return np.asarray(np.where(mean > 0, 12 * mean, np.nan))


def interval(
    forecast: FloatArray,
    scale: FloatArray,
    tested: Backtest,
    known: int,
    method_code: str = DEFAULT_METHOD,
    level: float = LEVEL,
) -> tuple[FloatArray, FloatArray]:
    """Low and high [series] of a forecast made after `known` months, from the backtest's errors after that
    month.

    NaN where the backtest has too few errors for the level: (n + 1)(1 − level)/2 must be at least 1.
    """
    low, high = _error_quantiles(_scaled_errors(tested, method_code, tested.known == known), level)
    return np.asarray(forecast + low * scale), np.asarray(forecast + high * scale)


def scores(tested: Backtest, level: float = LEVEL) -> list[Score]:
    """The record of every method after every month."""
    return [_score(tested, code, int(known), level) for code in tested.forecast for known in np.unique(tested.known)]


def pooled_coverage(tested: Backtest, method_code: str = DEFAULT_METHOD, level: float = LEVEL) -> float | None:
    """Share of all years, months and series inside the interval that the *other* years' errors give."""
    inside = [_inside(tested, method_code, int(known), level) for known in np.unique(tested.known)]
    values = np.concatenate(inside)
    return float(values.mean()) if values.size else None


def _score(tested: Backtest, method_code: str, known: int, level: float) -> Score:
    at = tested.known == known
    error, outcome = tested.error(method_code)[at], tested.outcome[at]
    has_both = np.isfinite(error)
    has_size = has_both & (outcome != 0)
    relative = np.abs(error[has_size] / outcome[has_size])
    scaled = np.abs(_scaled_errors(tested, method_code, at))
    inside = _inside(tested, method_code, known, level)
    return Score(
        method_code=method_code,
        known_months=known,
        forecasts=int(has_both.sum()),
        mape=float(relative.mean()) if relative.size else None,
        mase=float(scaled.mean()) if scaled.size else None,
        bias_sek=float(error[has_both].mean()) if has_both.any() else float("nan"),
        coverage=float(inside.mean()) if inside.size else None,
    )


def _scaled_errors(tested: Backtest, method_code: str, chosen: NDArray[np.bool_]) -> FloatArray:
    scaled = tested.error(method_code)[chosen] / tested.scale[chosen]
    return np.asarray(scaled[np.isfinite(scaled)])


def _inside(tested: Backtest, method_code: str, known: int, level: float) -> NDArray[np.bool_]:
    """Whether each error after this month lies in the interval made of the other years' errors."""
    at = tested.known == known
    found = []
    for year in np.unique(tested.year):
        low, high = _error_quantiles(_scaled_errors(tested, method_code, at & (tested.year != year)), level)
        if np.isfinite(low):
            own = _scaled_errors(tested, method_code, at & (tested.year == year))
            found.append((own >= low) & (own <= high))
    return np.concatenate(found) if found else np.empty(0, dtype=bool)


def _error_quantiles(errors: FloatArray, level: float) -> tuple[float, float]:
    """The ranks floor((n + 1)·(1 − level)/2) from each end: cover `level` of exchangeable errors or more."""
    rank = int(np.floor((errors.size + 1) * (1 - level) / 2 + 1e-9))
    if rank < 1:
        return float("nan"), float("nan")
    ordered = np.sort(errors)
    return float(ordered[rank - 1]), float(ordered[-rank])
