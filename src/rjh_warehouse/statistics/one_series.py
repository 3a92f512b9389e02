"""The methods that use the treated slice alone. None of them may claim an effect: see docs/calibration.md.

All take a `MeasureSeries`, deflate its cost when a price index is given, and give SEK per year with positive
= lower cost than expected. Months without data are left out.
"""

from __future__ import annotations

import numpy as np
import statsmodels.api as sm
from numpy.typing import NDArray
from scipy import stats

from rjh_warehouse.statistics.measure_series import LEVEL, POWER, Estimate, FloatArray, MeasureSeries

MONTHS_FOR_SEASON = 24  # under two years the season is one year's accident
FEWEST_DEGREES = 5
AR_ROUNDS = 8


def contract_arithmetic(series: MeasureSeries) -> Estimate | None:
    """Σ (price before − price after) × yearly volume, as agreed; not estimated, so no interval."""
    if not series.contract:
        return None
    return Estimate(effect_sek=sum((t.price_before - t.price_after) * t.yearly_volume for t in series.contract))


def booked_reduction(series: MeasureSeries) -> Estimate | None:
    """Booked cost of the same months the year before the start less booked cost after, as a rate per year.

    What the ledger shows in current prices; it says nothing about the cause and has no interval.
    """
    pairs = _same_months_before(series, series.cost)
    return None if pairs is None else Estimate(effect_sek=float(pairs.mean()) * 12)


def before_after(series: MeasureSeries) -> Estimate | None:
    """Welch's t on the months before against the months after. For contrast only."""
    cost = _deflated(series)
    before = _observed(cost[: series.start])
    after = _observed(cost[series.start :])
    if before.size < 3 or after.size < 3:
        return None
    interval = stats.ttest_ind(before, after, equal_var=False).confidence_interval(LEVEL)
    return Estimate(float(before.mean() - after.mean()) * 12, float(interval.low) * 12, float(interval.high) * 12)


def same_months_last_year(series: MeasureSeries) -> Estimate | None:
    """Paired t on each month after against the same month in the year before the start. For contrast only."""
    pairs = _same_months_before(series, _deflated(series))
    if pairs is None or pairs.size < 3:
        return None
    interval = stats.ttest_1samp(pairs, 0).confidence_interval(LEVEL)
    return Estimate(float(pairs.mean()) * 12, float(interval.low) * 12, float(interval.high) * 12)


def seasonal_baseline(series: MeasureSeries) -> Estimate | None:
    """Season (11 months) and linear drift fitted before the start (OLS), carried forward; the mean gap with
    interval.
    """
    cost, design, after = _log_design(series)
    degrees = int((~after).sum()) - design.shape[1]
    if series.months_before < MONTHS_FOR_SEASON or not after.any() or degrees < FEWEST_DEGREES:
        return None
    fit = sm.OLS(cost[~after], design[~after]).fit()
    gap = cost[after] - design[after] @ fit.params
    centre = design[after].mean(axis=0)
    spread = np.sqrt(fit.scale / after.sum() + centre @ fit.cov_params() @ centre)
    return _per_year(series, float(gap.mean()), float(spread), degrees)


def interrupted_series(series: MeasureSeries) -> Estimate | None:
    """Level step at the start beside drift and season, errors AR(1) (statsmodels GLSAR, iterated to
    convergence).
    """
    cost, design, after = _log_design(series)
    design = np.column_stack([design, after.astype(float)])
    degrees = cost.size - design.shape[1] - 1
    if series.months_before < MONTHS_FOR_SEASON or not after.any() or degrees < FEWEST_DEGREES:
        return None
    fit = sm.GLSAR(cost, design, rho=1).iterative_fit(maxiter=AR_ROUNDS)
    return _per_year(series, float(fit.params[-1]), float(fit.bse[-1]), degrees)


def _per_year(series: MeasureSeries, step: float, spread: float, degrees: int) -> Estimate:
    """A step in log cost (or in shares of mean cost, where a month is not positive) as SEK per year."""
    quantile = float(stats.t.ppf((1 + LEVEL) / 2, degrees))
    after = _observed(series.cost[series.start :])
    if (_observed(series.cost) > 0).all():
        actual = float(after.mean()) * 12

        def effect(size: float) -> float:
            return actual * float(np.expm1(min(size, 50.0)))
    else:
        level = float(_observed(series.cost[: series.start]).mean()) * 12

        def effect(size: float) -> float:
            return level * size

    measurable = (quantile + float(stats.t.ppf(POWER, degrees))) * spread
    return Estimate(
        effect_sek=effect(-step),
        low_sek=effect(-step - quantile * spread),
        high_sek=effect(-step + quantile * spread),
        smallest_measurable_sek=effect(-step + measurable) - effect(-step),
    )


def _log_design(series: MeasureSeries) -> tuple[FloatArray, FloatArray, NDArray[np.bool_]]:
    """Log cost (or shares of mean cost before), the columns [1, drift, 11 months], and which months are
    after.
    """
    deflated = _deflated(series)
    has_month = np.isfinite(deflated)
    cost = deflated[has_month]
    level = abs(_observed(deflated[: series.start]).mean())
    cost = np.log(cost) if (cost > 0).all() else cost / level
    month = series.calendar_month[has_month]
    season = (month[:, None] == np.arange(1, 12)[None, :]).astype(float)
    season = season[:, season.any(axis=0)]
    position = np.flatnonzero(has_month)
    drift = (position - series.start) / 12
    return cost, np.column_stack([np.ones(cost.size), drift, season]), position >= series.start


def _same_months_before(series: MeasureSeries, cost: FloatArray) -> FloatArray | None:
    """Cost whole years earlier (the last before the start) less cost now, for every month after."""
    after = np.arange(series.start, cost.size)
    years = (after - series.start) // 12 + 1
    earlier = after - 12 * years
    found = earlier >= 0
    pairs = _observed(cost[earlier[found]] - cost[after[found]])
    return pairs if pairs.size else None


def _deflated(series: MeasureSeries) -> FloatArray:
    """Cost in the prices of the months after (mean), where an index is given."""
    if series.price_index is None:
        return series.cost
    return np.asarray(series.cost / series.price_index * series.price_index[series.start :].mean())


def _observed(values: FloatArray) -> FloatArray:
    return np.asarray(values[np.isfinite(values)])
