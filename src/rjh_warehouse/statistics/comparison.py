"""What a unit's months after would have cost, had its own same months before developed as the other units did.

Units × months, row 0 the treated slice, NaN where a control lacks a month. For every unit, treated or not:

    expected_t = index_t · Σ_y w_y · cost_{t−12y} / index_{t−12y},     D = 1 − Σ cost_t / Σ expected_t

`index` is the trimmed mean of the *other* units' cost relative to their own mean before, month by month, so that
wages in April and on-costs in January, which meet all units in the same month, cancel. Where costs are given by class
of account there is one such index per class, and a unit's index weighs them by what each class cost it before: a unit
with few wages is not expected to follow the wages of the others. Each year back weighs half of the next, since units
drift.

Sources: Abadie, Diamond & Hainmueller (2010) for placebo in space; Smyth (2004) for moderated variances.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import digamma, zeta

from rjh_warehouse.statistics.measure_series import BoolArray, FloatArray, MeasureSeries
from rjh_warehouse.statistics.verdict import LEAST_BOOKED

TRIM = 0.2  # share of units cut at each end of the index
YEAR_WEIGHT = 0.5  # weight of a year relative to the year after it
FEWEST_WITH_CLASS = 8  # controls with a class of account, under which it has no index of its own
LEAST_MONTHS = 0.9  # share of the slice's months, before and after, that a control must have


@dataclass(frozen=True, slots=True)
class Panel:
    """Units × months; row 0 is the treated unit and has every month, a control may lack some (NaN)."""

    cost: FloatArray
    is_after: BoolArray
    month: NDArray[np.int64]  # running number, so that 12 apart is the same calendar month
    control_rows: NDArray[np.int64]  # the row of `MeasureSeries.controls` behind each row from 1
    parts: FloatArray | None = None  # [classes × units × months]

    def without(self, is_left_out: BoolArray) -> Panel:
        """The panel without some of its controls."""
        keep = np.concatenate([[True], ~is_left_out])
        parts = None if self.parts is None else self.parts[:, keep]
        return Panel(self.cost[keep], self.is_after, self.month, self.control_rows[~is_left_out], parts)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Per unit, row 0 the treated: what the months after show, and what is known of the unit from before."""

    relative: FloatArray  # D: share by which the months after are below the expected; negative = above
    typical: FloatArray  # median over the months after of the same share: hardly moved by single months
    noise: FloatArray  # standard deviation of a month before about the unit's own pattern, as a share
    drift: FloatArray  # change per year, before the start, relative to the other units; 0 under two whole years
    expected_sek: float  # of the treated unit over the months after


def panel_of(series: MeasureSeries) -> Panel | None:
    """The months the treated unit has, and the controls that have nearly all; None when nothing can be compared."""
    month = np.arange(series.cost.size)
    has_month = np.isfinite(series.cost)
    before = set((month[has_month & ~series.is_after] % 12).tolist())
    usable = has_month & (~series.is_after | np.isin(month % 12, list(before)))
    if not series.controls.size or not (usable & series.is_after).any() or series.months_before < 12:
        return None
    is_after = series.is_after[usable]
    own = series.cost[usable]
    if is_sparse(own[None, ~is_after])[0]:
        return None
    rows = np.flatnonzero(is_comparable(np.where(usable, series.cost, np.nan), series.controls, series.start))
    cost = np.vstack([own[None, :], series.controls[rows][:, usable]])
    parts = None if series.parts is None else series.parts[:, np.append(0, rows + 1)][:, :, usable]
    return Panel(cost, is_after, month[usable], rows, parts)


def is_comparable(own: FloatArray, controls: FloatArray, start: int) -> BoolArray:
    """Per control: whether it has nearly all the months that the slice has, before and after, and is not sparse."""
    has_month = np.isfinite(own)
    before, after = has_month.copy(), has_month.copy()
    before[start:], after[:start] = False, False
    if not before.any() or not after.any():
        return np.zeros(len(controls), dtype=bool)
    has = np.isfinite(controls)
    enough = (has[:, before].mean(axis=1) >= LEAST_MONTHS) & (has[:, after].mean(axis=1) >= LEAST_MONTHS)
    return np.asarray(enough & ~is_sparse(controls[:, before]))


def is_sparse(before: FloatArray) -> BoolArray:
    """Per unit: whether its months before have too few bookings, or no cost in all, to compare anything with."""
    has = np.isfinite(before)
    booked = (has & (before != 0)).sum(axis=1)
    total = np.where(has, before, 0.0).sum(axis=1)
    return np.asarray((booked < LEAST_BOOKED * has.sum(axis=1)) | (total <= 0))


def compare(panel: Panel) -> Comparison:
    """Every unit with the others."""
    before, after = ~panel.is_after, panel.is_after
    if panel.parts is None:
        index = _index(_relative(panel.cost, np.nanmean(panel.cost[:, before], axis=1)))
    else:
        index = _index_of_parts(panel.parts, before)
    ratio = panel.cost / index
    pattern = _pattern(ratio, panel, YEAR_WEIGHT)
    expected = np.where(np.isfinite(ratio), pattern * index, np.nan)
    counted = np.isfinite(expected) & after
    total = np.where(counted, expected, 0.0).sum(axis=1)
    relative = 1 - np.where(counted, panel.cost, 0.0).sum(axis=1) / total
    with np.errstate(divide="ignore", invalid="ignore"):
        gaps = np.where(counted, 1 - panel.cost / expected, np.nan)[:, after]
    return Comparison(
        relative=relative,
        typical=(np.nanmedian if np.isnan(gaps).any() else np.median)(gaps, axis=1),  # the former is slow
        noise=_noise(ratio, pattern, before),
        drift=_drift(ratio, panel),
        expected_sek=float(total[0]),
    )


def _relative(cost: FloatArray, mean: FloatArray) -> FloatArray:
    """Each unit's cost relative to its own mean before; NaN where it had none."""
    level = np.where(mean > 0, mean, np.nan)[:, None]
    return np.asarray(cost / level)


def _index_of_parts(parts: FloatArray, before: BoolArray) -> FloatArray:
    """For each unit and month: the classes' indexes, weighted by the unit's mean cost of each class before.

    A class that a unit had no cost of before weighs nothing in it, and the unit nothing in the class. A class that too
    few units have is counted with the largest.
    """
    mean = np.nanmean(parts[:, :, before], axis=2)
    is_common = (mean[:, 1:] > 0).sum(axis=1) >= FEWEST_WITH_CLASS
    largest = int(mean.clip(min=0).sum(axis=1).argmax())
    is_common[largest] = True
    classes = parts[is_common]
    classes[int(is_common[:largest].sum())] += parts[~is_common].sum(axis=0)
    mean = np.nanmean(classes[:, :, before], axis=2).clip(min=0)
    weight = mean / mean.sum(axis=0)
    indexes = np.stack([_index(_relative(*one)) for one in zip(classes, mean, strict=True)])
    return np.asarray((weight[:, :, None] * indexes).sum(axis=0))


def _index(scaled: FloatArray) -> FloatArray:
    """For each unit and month: the trimmed mean over the controls but the unit itself, from one sorting."""
    controls = scaled[1:]
    has = np.isfinite(controls)
    order = np.argsort(np.where(has, controls, np.inf), axis=0, kind="stable")
    ordered = np.take_along_axis(np.where(has, controls, 0.0), order, axis=0)
    position = np.empty_like(order)
    np.put_along_axis(position, order, np.broadcast_to(np.arange(len(order))[:, None], order.shape), axis=0)
    count = has.sum(axis=0)
    sums = np.vstack([np.zeros(controls.shape[1]), np.cumsum(ordered, axis=0)])

    def inside(cut: NDArray[np.int64]) -> FloatArray:
        ends = np.take_along_axis(sums, np.vstack([count - cut, cut]), axis=0)
        return np.asarray(ends[0] - ends[1])

    cut = (TRIM * count).astype(np.int64)
    of_all = inside(cut) / (count - 2 * cut)
    cut = (TRIM * (count - 1)).astype(np.int64)
    lowest, highest = np.take_along_axis(ordered, np.vstack([cut, count - cut - 1]), axis=0)
    own = np.where(position < cut, lowest, np.where(position >= count - cut, highest, controls))
    of_others = (inside(cut) - own) / (count - 1 - 2 * cut)
    return np.vstack([of_all, of_others])


def _pattern(ratio: FloatArray, panel: Panel, year_weight: float) -> FloatArray:
    """For each unit and month: the weighted mean of its same calendar months before; NaN where it has none."""
    pattern = np.full_like(ratio, np.nan)
    before = np.flatnonzero(~panel.is_after)
    weight = year_weight ** ((panel.month[before[-1]] - panel.month[before]) // 12)
    for calendar_month in np.unique(panel.month % 12):
        same = panel.month[before] % 12 == calendar_month
        values = ratio[:, before[same]]
        share = np.where(np.isfinite(values), weight[same], 0.0)
        weights = share.sum(axis=1)
        total = (np.where(share > 0, values, 0.0) * share).sum(axis=1)
        mean = np.divide(total, weights, out=np.full(weights.shape, np.nan), where=weights > 0)
        pattern[:, panel.month % 12 == calendar_month] = mean[:, None]
    return pattern


def _noise(ratio: FloatArray, pattern: FloatArray, before: BoolArray) -> FloatArray:
    level = np.nanmean(ratio[:, before], axis=1, keepdims=True)
    if int(before.sum()) < 24:  # the same month stands once: deviation from the own mean is all there is
        residual, lost = ratio[:, before] / level - 1, 1
    else:
        residual, lost = (ratio - pattern)[:, before] / level, 12
    degrees = max(int(before.sum()) - lost, 1)
    own_degrees = np.maximum(np.isfinite(residual).sum(axis=1) - lost, 1)
    return _moderated(np.nansum(residual**2, axis=1) / own_degrees, degrees)


def _moderated(variance: FloatArray, degrees: int) -> FloatArray:
    """Each unit's noise: its own, but not under what the units' common noise makes likely (Smyth 2004).

    A unit that was quiet by chance would look moved afterwards. A slice noisier than all controls keeps its
    noise: drawn towards theirs it would raise false alarms (7 % in simulation, with 24 months before).
    """
    positive = variance > 0
    if positive.sum() < 3:
        return np.asarray(np.full(variance.shape, max(float(np.sqrt(variance.mean())), 1e-9)))
    log_variance = np.log(variance[positive])
    excess = float(log_variance.var(ddof=1) - zeta(2, degrees / 2))  # zeta(2, x) is the trigamma function
    prior = 1e6 if excess <= 1e-5 else 2 * float(brentq(lambda half: zeta(2, half) - excess, 1e-4, 1e6))
    common = np.exp(
        log_variance.mean() - digamma(degrees / 2) + np.log(degrees / 2) + digamma(prior / 2) - np.log(prior / 2)
    )
    moderated = (prior * common + degrees * variance) / (prior + degrees)
    return np.asarray(np.sqrt(np.maximum(variance, moderated)))


def _drift(ratio: FloatArray, panel: Panel) -> FloatArray:
    """Slope over the whole years before of the unit's cost relative to the others', season taken out; per year."""
    before = np.flatnonzero(~panel.is_after)
    year = (panel.month[before[-1]] - panel.month[before]) // 12
    whole = (panel.month[before[-1]] - panel.month[before[0]] + 1) // 12
    if whole < 2:
        return np.zeros(len(ratio))
    season = _pattern(ratio, panel, 1.0)[:, before]
    level = np.divide(ratio[:, before], season, out=np.full(season.shape, np.nan), where=season > 0)
    means = np.stack([_mean(level[:, year == back]) for back in range(whole)], axis=1)
    centred = (whole - 1) / 2 - np.arange(whole)
    slope = means @ centred / (centred @ centred)
    return np.asarray(np.where(np.isfinite(slope), slope, 0.0))


def _mean(values: FloatArray) -> FloatArray:
    """Per row the mean of what is there; NaN where nothing is."""
    has = np.isfinite(values)
    count = has.sum(axis=1)
    total = np.where(has, values, 0.0).sum(axis=1)
    return np.asarray(np.divide(total, count, out=np.full(count.shape, np.nan), where=count > 0))
