"""Difference-in-differences in relative cost, with the placebo distribution over the control units.

For every unit, treated or not, the months after are compared with what they would have cost had the unit's
own same months before developed as the comparable units did:

    expected_t = index_t · Σ_y w_y · cost_{t−12y} / index_{t−12y},     D = 1 − Σ cost_t / Σ expected_t

`index` is the trimmed mean of the *other* units' cost relative to their own mean before, month by month, so
wages in April and on-costs in January, which meet all units in the same month, cancel. Each year back weighs
half of the next (units drift). D is divided by the unit's own noise, so that quiet and noisy units are
comparable. The controls' D are what happens without a measure: their quantiles give p and, by inverting the
test, the interval.

Sources: Abadie, Diamond & Hainmueller (2010) for placebo in space; Smyth (2004) for moderated variances;
Grubbs (1950) for the control that looks treated.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats
from scipy.optimize import brentq
from scipy.special import digamma, polygamma

from rjh_warehouse.statistics.measure_series import (
    CONTROLS_FOR_CLAIM,
    LEVEL,
    POWER,
    BoolArray,
    Estimate,
    FloatArray,
    MeasureSeries,
)

TRIM = 0.2  # share of units cut at each end of the index
YEAR_WEIGHT = 0.5  # weight of a year relative to the year after it
SUSPECT_LEVEL = 0.01
FEWEST_CONTROLS = 4  # under this there is no placebo distribution to speak of


@dataclass(frozen=True, slots=True)
class _Panel:
    """Units × months without a missing cell; row 0 is the treated unit."""

    cost: FloatArray
    is_after: BoolArray
    month: NDArray[np.int64]  # running number, so that 12 apart is the same calendar month
    control_rows: NDArray[np.int64]  # the row of `MeasureSeries.controls` behind each row from 1


def placebo_estimate(series: MeasureSeries, level: float = LEVEL) -> Estimate | None:
    """Effect per year with placebo interval; None where no calendar month after has a month before, or < 4
    controls.

    With under 19 controls no order statistic reaches 5 %: the interval is then Student's t on the placebo
    distribution, good for description only.
    """
    panel = _panel(series)
    if panel is None or panel.cost.shape[0] - 1 < FEWEST_CONTROLS:
        return None
    relative, noise, expected = _relative_effects(panel)
    suspects = _suspects(relative[1:] / noise[1:])
    if suspects.any():
        keep = np.concatenate([[True], ~suspects])
        suspect_rows = tuple(int(r) for r in panel.control_rows[suspects])
        panel = _Panel(panel.cost[keep], panel.is_after, panel.month, panel.control_rows[~suspects])
        relative, noise, expected = _relative_effects(panel)
    else:
        suspect_rows = ()
    placebo = relative[1:] / noise[1:]
    half = placebo_quantile(placebo, level) * noise[0]
    per_year = expected * 12 / int(panel.is_after.sum())
    power_margin = stats.t.ppf(POWER, placebo.size - 1) * placebo.std(ddof=1) * noise[0]
    share = _ramp_share(series, panel)
    return Estimate(
        effect_sek=float(relative[0]) * per_year,
        low_sek=float(relative[0] - half) * per_year,
        high_sek=float(relative[0] + half) * per_year,
        smallest_measurable_sek=float(half + power_margin) * per_year,
        placebo_p=placebo_p(placebo, float(relative[0] / noise[0])),
        full_effect_sek=None if share is None else float(relative[0]) * per_year / share,
        control_count=placebo.size,
        suspect_controls=suspect_rows,
    )


def placebo_quantile(placebo: FloatArray, level: float = LEVEL) -> float:
    """The size that a share `level` of units without a measure stay under, in units of their own noise.

    Conformal rank level·(k+1) among the k absolute placebo effects, interpolated between neighbours;
    Student's t where k is too small for that rank.
    """
    k = placebo.size
    rank = level * (k + 1)
    if rank > k:
        return float(stats.t.ppf((1 + level) / 2, k - 1) * placebo.std(ddof=1) * np.sqrt(1 + 1 / k))
    return float(np.interp(rank, np.arange(1, k + 1), np.sort(np.abs(placebo))))


def placebo_p(placebo: FloatArray, treated: float) -> float:
    """Two-sided rank p of the treated unit among the placebo units, the inverse of `placebo_quantile`.

    (1 + number of units at least as extreme) / (k + 1), interpolated between the ranks so that p and the
    interval agree; never under 1 / (k + 1). Under 19 controls: Student's t.
    """
    k = placebo.size
    if k < CONTROLS_FOR_CLAIM:
        spread = placebo.std(ddof=1) * np.sqrt(1 + 1 / k)
        return float(2 * stats.t.sf(abs(treated) / spread, k - 1)) if spread > 0 else 1.0
    ordered = np.concatenate([[0.0], np.sort(np.abs(placebo))])
    return float(1 - np.interp(abs(treated), ordered, np.arange(k + 1)) / (k + 1))


def _panel(series: MeasureSeries) -> _Panel | None:
    """The months the treated unit has, and the controls that have them all; None when nothing can be
    compared.
    """
    month = np.arange(series.cost.size)
    has_month = np.isfinite(series.cost)
    before = set((month[has_month & ~series.is_after] % 12).tolist())
    usable = has_month & (~series.is_after | np.isin(month % 12, list(before)))
    if not series.controls.size or not (usable & series.is_after).any() or series.months_before < 12:
        return None
    controls = series.controls[:, usable]
    base = controls[:, ~series.is_after[usable]]
    complete = np.isfinite(controls).all(axis=1) & (base.mean(axis=1) > 0)
    own = series.cost[usable]
    if own[~series.is_after[usable]].mean() <= 0:
        return None
    rows = np.flatnonzero(complete)
    return _Panel(np.vstack([own[None, :], controls[rows]]), series.is_after[usable], month[usable], rows)


def _relative_effects(panel: _Panel) -> tuple[FloatArray, FloatArray, float]:
    """Per unit: relative effect D and noise; the treated unit's expected cost over the months after, SEK."""
    before = ~panel.is_after
    scaled = panel.cost / panel.cost[:, before].mean(axis=1, keepdims=True)
    index = np.vstack([_trimmed_mean(scaled[1:]), _trimmed_mean_of_the_others(scaled[1:])])
    ratio = panel.cost / index
    pattern = _seasonal_pattern(ratio, panel)
    expected = pattern * index
    total = expected[:, panel.is_after].sum(axis=1)
    relative = 1 - panel.cost[:, panel.is_after].sum(axis=1) / total
    residual = (ratio[:, before] - pattern[:, before]) / ratio[:, before].mean(axis=1, keepdims=True)
    degrees = max(int(before.sum()) - 12, 1)
    if int(before.sum()) < 24:  # the same month stands once: deviation from the own mean is all there is
        residual, degrees = (
            ratio[:, before] / ratio[:, before].mean(axis=1, keepdims=True) - 1,
            int(before.sum()) - 1,
        )
    return relative, _moderated_noise((residual**2).sum(axis=1) / degrees, degrees), float(total[0])


def _seasonal_pattern(ratio: FloatArray, panel: _Panel) -> FloatArray:
    """For each unit and month: the weighted mean of the same calendar months before, newest weighing most."""
    pattern = np.empty_like(ratio)
    before = np.flatnonzero(~panel.is_after)
    newest = panel.month[before[-1]]
    weight = YEAR_WEIGHT ** ((newest - panel.month[before]) // 12)
    for calendar_month in np.unique(panel.month % 12):
        same = panel.month[before] % 12 == calendar_month
        if same.any():
            mean = ratio[:, before[same]] @ (weight[same] / weight[same].sum())
            pattern[:, panel.month % 12 == calendar_month] = mean[:, None]
    return pattern


def _trimmed_mean(scaled: FloatArray) -> FloatArray:
    return np.asarray(stats.trim_mean(scaled, TRIM, axis=0))


def _trimmed_mean_of_the_others(scaled: FloatArray) -> FloatArray:
    """[units × months]: the trimmed mean over all units but the row's own, all at once from one sorting."""
    k = scaled.shape[0]
    cut = int(TRIM * (k - 1))
    order = np.argsort(scaled, axis=0, kind="stable")
    ordered = np.take_along_axis(scaled, order, axis=0)
    position = np.empty_like(order)
    np.put_along_axis(position, order, np.broadcast_to(np.arange(k)[:, None], order.shape), axis=0)
    inside = ordered[cut : k - cut].sum(axis=0)
    without = np.where(position < cut, ordered[cut], np.where(position >= k - cut, ordered[k - cut - 1], scaled))
    return np.asarray((inside - without) / (k - 1 - 2 * cut))


def _moderated_noise(variance: FloatArray, degrees: int) -> FloatArray:
    """Each unit's noise: its own, but not under what the units' common noise makes likely (Smyth 2004).

    A unit that was quiet by chance would look moved afterwards. A slice noisier than all controls keeps its
    noise: drawn towards theirs it would raise false alarms (7 % in simulation, with 24 months before).
    """
    positive = variance > 0
    if positive.sum() < 3:
        return np.asarray(np.full(variance.shape, max(float(np.sqrt(variance.mean())), 1e-9)))
    log_variance = np.log(variance[positive])
    excess = float(log_variance.var(ddof=1) - polygamma(1, degrees / 2))
    prior = 1e6 if excess <= 1e-5 else 2 * float(brentq(lambda half: polygamma(1, half) - excess, 1e-4, 1e6))
    common = np.exp(
        log_variance.mean() - digamma(degrees / 2) + np.log(degrees / 2) + digamma(prior / 2) - np.log(prior / 2)
    )
    moderated = (prior * common + degrees * variance) / (prior + degrees)
    return np.asarray(np.sqrt(np.maximum(variance, moderated)))


def _suspects(placebo: FloatArray) -> BoolArray:
    """Controls so far out (Grubbs' test at 1 %, repeated for at most a tenth) that they look treated
    themselves.
    """
    suspect = np.zeros(placebo.size, dtype=bool)
    for _ in range(max(1, placebo.size // 10)):
        rest = np.flatnonzero(~suspect)
        n = rest.size
        spread = placebo[rest].std(ddof=1)
        if n < 6 or spread == 0:
            break
        distance = np.abs(placebo[rest] - placebo[rest].mean()) / spread
        t2 = float(stats.t.isf(SUSPECT_LEVEL / (2 * n), n - 2)) ** 2
        if distance.max() <= (n - 1) / np.sqrt(n) * np.sqrt(t2 / (n - 2 + t2)):
            break
        suspect[rest[distance.argmax()]] = True
    return suspect


def _ramp_share(series: MeasureSeries, panel: _Panel) -> float | None:
    if series.ramp is None:
        return None
    share = float(series.ramp[panel.month[panel.is_after] - series.start].mean())
    return share if share > 0 else None
