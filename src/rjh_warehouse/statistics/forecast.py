"""Where the year will end: simple methods on monthly series, all series at once.

Arrays are [series × months], January of the first year first; the last year is the one to forecast and holds
1–12 known months. Amounts in SEK with any sign; NaN (a missing month) gives NaN, not a guess. A forecast is
the whole year's amount. "Outcome + last year's remaining months" is rolling twelve: one method, not two.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

SHARE_YEARS = 3
SMALLEST_SHARE = 0.02  # of the year's absolute amount; under this a share says nothing about the year
LEVEL_WEIGHT, TREND_WEIGHT, DAMPING = 0.3, 0.05, 0.9
COMBINED = ("seasonal_share", "last_year_share", "damped_trend")
DEFAULT_METHOD = "combination"


def forecast_year_end(history: FloatArray, budget: FloatArray | None = None) -> dict[str, FloatArray]:
    """Every method's forecast of the year [series], by method code.

    `history` [series × months] has at least one whole year before the last one; `budget` [series × 12] of the
    forecast year adds `remaining_budget` (the budget as it is spread) and `flat_remaining_budget` (its total
    spread evenly).

    Raises ValueError when there is no whole year before, or the budget has another shape.
    """
    series, months = history.shape
    if months < 13:
        raise ValueError(f"{months} months hold no whole year before the year to forecast")
    if budget is not None and budget.shape != (series, 12):
        raise ValueError(f"budget {budget.shape} is not [{series} × 12]")
    found = {code: method(history) for code, method in METHODS.items()}
    found[DEFAULT_METHOD] = np.mean([found[code] for code in COMBINED], axis=0)
    if budget is not None:
        ytd, known = _ytd(history), known_months(months)
        found["remaining_budget"] = ytd + budget[:, known:].sum(axis=1)
        found["flat_remaining_budget"] = ytd + budget.sum(axis=1) * (12 - known) / 12
    return found


def known_months(months: int) -> int:
    """Months known (1–12) of the last year of a series of so many months."""
    return (months - 1) % 12 + 1


def straight_line(history: FloatArray) -> FloatArray:
    """Outcome so far × 12 / months."""
    return np.asarray(_ytd(history) * 12 / known_months(history.shape[1]))


def rolling_twelve(history: FloatArray) -> FloatArray:
    """The last twelve months: outcome so far + last year's remaining months."""
    return np.asarray(history[:, -12:].sum(axis=1))


def last_year_share(history: FloatArray) -> FloatArray:
    """Outcome so far ÷ the share of last year that the same months made."""
    return _by_share(history, 1)


def seasonal_share(history: FloatArray) -> FloatArray:
    """Outcome so far ÷ the share that the same months made of the last three years together."""
    return _by_share(history, SHARE_YEARS)


def damped_trend(history: FloatArray) -> FloatArray:
    """Outcome so far + Holt's damped trend on the season-adjusted months, with the season put back.

    Smoothing weights are fixed: fitted to three or four years of one series they follow its noise. The
    recursion is that of `statsmodels.tsa.holtwinters.Holt(damped_trend=True)`, run over all series at once.
    """
    known = known_months(history.shape[1])
    whole = history[:, : history.shape[1] - known].reshape(history.shape[0], -1, 12)[:, -SHARE_YEARS:]
    season = (whole - whole.mean(axis=2, keepdims=True)).mean(axis=1)
    adjusted = history - season[:, np.arange(history.shape[1]) % 12]
    level, trend = adjusted[:, :12].mean(axis=1), np.zeros(history.shape[0])
    for month in range(12, history.shape[1]):
        before = level + DAMPING * trend
        step = LEVEL_WEIGHT * adjusted[:, month] + (1 - LEVEL_WEIGHT) * before
        trend = TREND_WEIGHT * (step - level) + (1 - TREND_WEIGHT) * DAMPING * trend
        level = step
    ahead = np.cumsum(DAMPING ** np.arange(1, 13 - known))
    rest = (12 - known) * level + ahead.sum() * trend + season[:, known:].sum(axis=1)
    return np.asarray(_ytd(history) + rest)


METHODS: dict[str, Callable[[FloatArray], FloatArray]] = {
    "straight_line": straight_line,
    "rolling_twelve": rolling_twelve,
    "last_year_share": last_year_share,
    "seasonal_share": seasonal_share,
    "damped_trend": damped_trend,
}


def _ytd(history: FloatArray) -> FloatArray:
    return np.asarray(history[:, -known_months(history.shape[1]) :].sum(axis=1))


def _by_share(history: FloatArray, years: int) -> FloatArray:
    """Outcome so far over the share of earlier years; rolling twelve where that share is no share.

    A share outside [2 %, 100 %] of a year, or months of both signs that cancel, cannot scale anything.
    """
    known = known_months(history.shape[1])
    whole = history[:, : history.shape[1] - known].reshape(history.shape[0], -1, 12)[:, -years:]
    part, year, size = whole[:, :, :known].sum((1, 2)), whole.sum((1, 2)), np.abs(whole).sum((1, 2))
    with np.errstate(divide="ignore", invalid="ignore"):
        share = part / year
        is_share = (share >= SMALLEST_SHARE) & (share <= 1) & (np.abs(year) > 0.5 * size)
        scaled = _ytd(history) / share
    missing = np.isnan(part) | np.isnan(year)
    return np.asarray(np.where(is_share | missing, scaled, rolling_twelve(history)))
