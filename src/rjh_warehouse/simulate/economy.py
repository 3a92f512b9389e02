"""The true economy: what every part costs and earns, by account and month, in whole öre.

Levels come from the calibration year's budget. Over them lie: yearly price growth, the wage revision of each
April, the on-cost rate of each January, the year's shape, autocorrelated noise, overruns, one-off items and
the measures. Internal trade is one amount that seller and buyer book alike. Ledger sign: cost positive,
revenue negative.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from rjh_warehouse.simulate.accounts import (
    ACCOUNT_INDEX,
    ACCOUNTS,
    BEHAVIOURS,
    INTERNAL_COST,
    PO_ACCOUNT,
    PO_PENSION,
    REVENUE,
    USUAL_GROWTH,
    USUAL_PO_PENSION,
    USUAL_WAGE_REVISION,
    WAGE_ACCOUNTS,
    WAGE_REVISION,
    po_rate,
)
from rjh_warehouse.simulate.calendar import Month, month_of, number_of, year_of
from rjh_warehouse.simulate.calibration import (
    CALIBRATION_YEAR,
    budget_levels,
    calibrated_area,
    overrun,
    trade_levels,
)
from rjh_warehouse.simulate.comparability import comparability_items
from rjh_warehouse.simulate.measures import Measure, measures, ramp_factor, start_month, true_full_year_tkr
from rjh_warehouse.simulate.organisation import UNREGISTERED_CODE, parts
from rjh_warehouse.simulate.randomness import stream
from rjh_warehouse.simulate.settings import SimulationSettings

WAGE_MONTH = 4  # wages are revised in April
LARGEST_NOISE = 0.20
MOST_OF_A_SLICE = 0.9  # a measure never takes more than this share of its slice


@dataclass(frozen=True)
class Economy:
    """`amounts` [part, account, month] without internal trade; `trade` [flow, month], positive; all in öre.

    `effects` [measure, month]: what each measure truly took from its slice, öre, positive.
    """

    months: tuple[Month, ...]
    amounts: NDArray[np.int64]
    flows: list[tuple[int, int]]
    trade: NDArray[np.int64]
    measures: tuple[Measure, ...]
    effects: NDArray[np.int64]


def make_economy(settings: SimulationSettings) -> Economy:
    """The whole region's true months."""
    amounts = _base_amounts(settings)
    chosen = measures(settings)
    effects = _apply_measures(amounts, chosen, settings)
    for item in comparability_items(settings):
        part = part_index(item.part)
        for month, ore in item.month_amounts().items():
            amounts[part, ACCOUNT_INDEX[item.account], month - settings.oldest] += ore
    pairs = trade_levels()
    return Economy(settings.span, amounts, [(s, b) for s, b, _ in pairs], _trade(pairs, settings), chosen, effects)


def part_index(key: str) -> int:
    """The position of a part. Raises KeyError when there is no such part."""
    for i, part in enumerate(parts()):
        if part.key == key:
            return i
    raise KeyError(key)


@cache
def price_factor(cost_type: str, month: Month) -> float:
    """The price level of a cost type in a month, where the calibration year's mean is 1."""
    year_months = [month_of(CALIBRATION_YEAR, n) for n in range(1, 13)]
    level = _wage_level if cost_type == "PERSONNEL" else lambda m: _drift_level(cost_type, m)
    return level(month) / (sum(level(m) for m in year_months) / 12)


def _drift_level(cost_type: str, month: Month) -> float:
    """Cumulative growth from January of the calibration year, the year's rate spread evenly over its
    months.
    """
    start = month_of(CALIBRATION_YEAR, 1)
    steps = range(start, month) if month >= start else range(month, start)
    growth = BEHAVIOURS[cost_type].growth
    log = sum(np.log1p(growth.get(year_of(m), USUAL_GROWTH) / 100) / 12 for m in steps)
    return float(np.exp(log if month >= start else -log))


def _wage_level(month: Month) -> float:
    """Cumulative wage revisions relative to the months before the calibration year's April."""
    level, this = 1.0, month_of(CALIBRATION_YEAR, WAGE_MONTH)
    for year in range(min(year_of(month), CALIBRATION_YEAR) - 1, max(year_of(month), CALIBRATION_YEAR) + 1):
        april = month_of(year, WAGE_MONTH)
        rise = 1 + WAGE_REVISION.get(year, USUAL_WAGE_REVISION) / 100
        if this <= april <= month:
            level *= rise
        elif month < april < this:
            level /= rise
    return level


def pension_factor(month: Month) -> float:
    """Pension cost follows the pension part of the on-cost rate."""
    rate = PO_PENSION.get(year_of(month), USUAL_PO_PENSION)
    return rate / PO_PENSION[CALIBRATION_YEAR]


def _base_amounts(settings: SimulationSettings) -> NDArray[np.int64]:
    """[part, account, month] before one-offs and measures."""
    levels = budget_levels() / 12
    cost = np.array([a.cost_type not in REVENUE for a in ACCOUNTS])
    over = np.array([[1 + overrun(calibrated_area(p), year_of(m)) for m in settings.span] for p in parts()])
    factors = np.empty((len(ACCOUNTS), settings.months))
    for a, account in enumerate(ACCOUNTS):
        season = BEHAVIOURS[account.cost_type].season
        for m, month in enumerate(settings.span):
            factors[a, m] = price_factor(account.cost_type, month) * season[number_of(month) - 1]
            if account.code == "4310":
                factors[a, m] *= pension_factor(month)
    exact = levels[:, :, None] * factors[None] * np.exp(_noise(levels, settings))
    exact[:, cost] *= over[:, None, :]
    amounts: NDArray[np.int64] = np.rint(exact * 100).astype(np.int64)
    _set_on_cost(amounts, settings)
    amounts[~_is_active(settings)] = 0
    return amounts


def _is_active(settings: SimulationSettings) -> NDArray[np.bool_]:
    """[part, account, month]: false before a part begins and after it has ended."""
    active = np.zeros((len(parts()), len(ACCOUNTS), settings.months), dtype=bool)
    for i, part in enumerate(parts()):
        for m, month in enumerate(settings.span):
            unit = part.unit(month)
            if unit and unit.code == UNREGISTERED_CODE:
                active[i, :, m] = "unknown_unit" in settings.planted and month >= settings.newest - 2
            else:
                active[i, :, m] = unit is not None
    return active


def _set_on_cost(amounts: NDArray[np.int64], settings: SimulationSettings) -> None:
    """On-cost is exactly the year's rate on the month's wages; the calibration's share of it is replaced."""
    wages = sum(amounts[:, ACCOUNT_INDEX[code]] for code in WAGE_ACCOUNTS)
    rates = np.array([round(po_rate(year_of(m)) * 100) for m in settings.span], dtype=np.int64)
    amounts[:, ACCOUNT_INDEX[PO_ACCOUNT]] = (wages * rates + 5000) // 10000


def _noise(levels: NDArray[np.float64], settings: SimulationSettings) -> NDArray[np.float64]:
    """Autocorrelated noise of the logarithm by [part, account, month]; small cells are noisier, mean
    effect none.
    """
    rng = stream(settings.seed, "economy/noise")
    base = np.array([BEHAVIOURS[a.cost_type].noise for a in ACCOUNTS])
    size = np.maximum(np.abs(levels), 1.0)
    sigma = settings.noise * np.minimum(base * (1 + np.sqrt(40_000 / size)), LARGEST_NOISE)
    phi = settings.autocorrelation
    shocks = rng.standard_normal((settings.months, *levels.shape))
    state = shocks[0]
    series = [state]
    for shock in shocks[1:]:
        state = phi * state + np.sqrt(1 - phi**2) * shock
        series.append(state)
    path: NDArray[np.float64] = np.stack(series, axis=-1) * sigma[:, :, None] - sigma[:, :, None] ** 2 / 2
    return path


def _trade(pairs: list[tuple[int, int, float]], settings: SimulationSettings) -> NDArray[np.int64]:
    """[flow, month] of internal trade in öre."""
    rng = stream(settings.seed, "economy/trade")
    levels = np.array([amount / 12 for _, _, amount in pairs])
    factors = np.array([price_factor(_cost_type(INTERNAL_COST), m) for m in settings.span])
    noise = rng.normal(0.0, 0.02 * settings.noise, (len(pairs), settings.months))
    trade: NDArray[np.int64] = np.rint(levels[:, None] * factors * np.exp(noise) * 100).astype(np.int64)
    return trade


def _cost_type(account: str) -> str:
    return ACCOUNTS[ACCOUNT_INDEX[account]].cost_type


def slice_cells(measure: Measure) -> list[tuple[int, int]]:
    """The (part, account) positions of a measure's slice."""
    accounts = [i for i, a in enumerate(ACCOUNTS) if measure.account_from <= a.code <= measure.account_to]
    return [(part_index(key), a) for key in measure.slice_parts for a in accounts]


def _apply_measures(
    amounts: NDArray[np.int64], chosen: tuple[Measure, ...], settings: SimulationSettings
) -> NDArray[np.int64]:
    """Take each measure's true effect from its slice, öre for öre; a moved cost is put on the other board."""
    effects = np.zeros((len(chosen), settings.months), dtype=np.int64)
    for k, measure in enumerate(chosen):
        cells = slice_cells(measure)
        full = true_full_year_tkr(measure) * 100_000 / 12
        for m, month in enumerate(settings.span):
            wanted = full * ramp_factor(measure, month - start_month(measure, settings))
            there = np.array([amounts[p, a, m] for p, a in cells])
            total = int(there.sum())
            taken = min(round(wanted), int(MOST_OF_A_SLICE * total))
            if taken <= 0:
                continue
            cuts = taken * there // total
            cuts[0] += taken - int(cuts.sum())
            for (p, a), cut in zip(cells, cuts, strict=True):
                amounts[p, a, m] -= cut
                if measure.moved_to:
                    amounts[part_index(measure.moved_to), a, m] += cut
            effects[k, m] = taken
    return effects
