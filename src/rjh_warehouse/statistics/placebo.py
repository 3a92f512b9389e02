"""Difference-in-differences in relative cost, with the placebo distribution over the control units.

`comparison` gives every unit, treated or not, its relative effect D, its noise and its drift before the start. What
the controls show is what happens without a measure. In three steps:

1. controls that moved as if they were treated themselves are left out (`_suspects`);
2. what the controls' drift before says of their D is taken from every unit's D (`_adjusted`; nothing where it
   says nothing), so that a slice that was falling before is not claimed for going on to fall;
3. D is divided by the unit's scale, so that quiet and noisy units are comparable. The controls' quantiles give p
   and, by inverting the test, the interval.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from scipy import stats

from rjh_warehouse.statistics.comparison import Comparison, Panel, compare, panel_of
from rjh_warehouse.statistics.measure_series import (
    CONTROLS_FOR_CLAIM,
    LEVEL,
    POWER,
    BoolArray,
    Estimate,
    FloatArray,
    MeasureSeries,
)

SUSPECT_LEVEL = 0.003  # that any control of a history without treated controls is left out
MAD_EFFICIENCY = 0.37  # of the median absolute deviation under the normal distribution
MOST_SUSPECTS = 1 / 3
FEWEST_CONTROLS = 4  # under this there is no placebo distribution to speak of
EXTRA_VARIANCES = (0.0, 0.1, 0.3, 1.0, 3.0, 10.0)  # of the units' drift, relative to their common noise
NORMAL_MAD = 1.4826


def placebo_estimate(series: MeasureSeries, level: float = LEVEL) -> Estimate | None:
    """Effect per year with placebo interval; None where no calendar month after has a month before, or < 4
    controls.

    With under 19 controls no order statistic reaches 5 %: the interval is then Student's t on the placebo
    distribution, good for description only.
    """
    panel = panel_of(series)
    if panel is None or len(panel.control_rows) < FEWEST_CONTROLS:
        return None
    found = compare(panel)
    suspects = _suspects(found)
    suspect_rows = tuple(int(row) for row in panel.control_rows[suspects])
    if suspects.any():
        panel = panel.without(suspects)
        found = compare(panel)
    effect = _adjusted(found)
    scale = _scale(effect[1:], found.noise)
    placebo = effect[1:] / scale[1:]
    half = placebo_quantile(placebo, level) * scale[0]
    per_year = found.expected_sek * 12 / int(panel.is_after.sum())
    power_margin = stats.t.ppf(POWER, placebo.size - 1) * placebo.std(ddof=1) * scale[0]
    share = _ramp_share(series, panel)
    return Estimate(
        effect_sek=float(effect[0]) * per_year,
        low_sek=float(effect[0] - half) * per_year,
        high_sek=float(effect[0] + half) * per_year,
        smallest_measurable_sek=float(half + power_margin) * per_year,
        placebo_p=placebo_p(placebo, float(effect[0] / scale[0])),
        full_effect_sek=None if share is None else float(effect[0]) * per_year / share,
        control_count=placebo.size,
        suspect_controls=suspect_rows,
    )


def placebo_quantile(placebo: FloatArray, level: float = LEVEL) -> float:
    """The size that a share `level` of units without a measure stay under, in units of their own scale.

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


def _adjusted(found: Comparison) -> FloatArray:
    """D less what the drift before predicts, by the line through zero over the controls; a control's own line is
    drawn without it, so that controls and the treated unit are in the same position.
    """
    weight = 1 / found.noise[1:] ** 2
    drift, relative = found.drift[1:], found.relative[1:]
    cross, square = weight * drift * relative, weight * drift**2
    left = square.sum() - square
    if not (left > 0).all():
        return found.relative
    slope = np.concatenate([[cross.sum() / square.sum()], (cross.sum() - cross) / left])
    return np.asarray(found.relative - slope * found.drift)


def _scale(placebo: FloatArray, noise: FloatArray) -> FloatArray:
    """Each unit's scale: its noise and, where the controls show it, a spread that does not follow the noise (drift).

    The extra variance is the one of `EXTRA_VARIANCES` under which the placebo effects are most likely (Laplace, so
    that a single far one decides little).
    """
    relative = noise / float(np.median(noise))
    scales = [np.maximum(relative, np.sqrt((relative**2 + extra) / (1 + extra))) for extra in EXTRA_VARIANCES]
    unlikely = [
        np.log(s[1:]).sum() + placebo.size * np.log(max((np.abs(placebo) / s[1:]).mean(), 1e-12)) for s in scales
    ]
    return np.asarray(scales[int(np.argmin(unlikely))])


def _suspects(found: Comparison) -> BoolArray:
    """Controls that moved as if they were treated themselves: far from the others, and in more than single months
    (their typical month shows at least half of it).

    First those far by median and absolute deviation, which several of them cannot hide; among the rest the farthest
    by Grubbs' test, again and again; a third of the controls at most.
    """
    relative, drift = found.relative[1:], found.drift[1:]
    if np.any(drift != 0):
        relative = relative - _least_absolute_slope(drift, relative) * drift
    place = relative / _scale(relative, found.noise)[1:]
    is_lasting = found.typical[1:] * np.sign(found.relative[1:]) >= np.abs(found.relative[1:]) / 2
    distance = np.abs(place - np.median(place))
    n = place.size
    most = max(1, int(MOST_SUSPECTS * n))
    suspect = is_lasting & (distance > _far(n, MAD_EFFICIENCY * n) * NORMAL_MAD * np.median(distance))
    if int(suspect.sum()) > most:
        suspect &= distance >= np.sort(distance[suspect])[-most]
    while int(suspect.sum()) < most:
        rest = place[~suspect]
        distance = np.where(suspect, 0.0, np.abs(place - rest.mean()))
        farthest = int(distance.argmax())
        if not is_lasting[farthest] or distance[farthest] <= _grubbs(rest.size) * rest.std(ddof=1):
            break
        suspect[farthest] = True
    return np.asarray(suspect)


@cache
def _far(n: int, degrees: float) -> float:
    """How many standard deviations any of n units is out with the probability `SUSPECT_LEVEL` (two-sided)."""
    return float(stats.t.isf(SUSPECT_LEVEL / (2 * n), degrees))


def _grubbs(n: int) -> float:
    """The critical distance of Grubbs' test (1950) in standard deviations."""
    squared = _far(n, n - 2) ** 2
    return float((n - 1) / np.sqrt(n) * np.sqrt(squared / (n - 2 + squared)))


def _least_absolute_slope(x: FloatArray, y: FloatArray) -> float:
    """The slope of the line through zero with the least sum of absolute deviations: a weighted median of y/x."""
    has = x != 0
    ratio, weight = y[has] / x[has], np.abs(x[has])
    order = np.argsort(ratio)
    reached = np.cumsum(weight[order]) >= weight.sum() / 2
    return float(ratio[order][reached.argmax()])


def _ramp_share(series: MeasureSeries, panel: Panel) -> float | None:
    if series.ramp is None:
        return None
    share = float(series.ramp[panel.month[panel.is_after] - series.start].mean())
    return share if share > 0 else None
