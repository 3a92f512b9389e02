"""The periodised budget: the calibrated year by part, cost type and month, in whole tkr that sum to the
plan's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from rjh_warehouse.simulate.accounts import ACCOUNTS, BEHAVIOURS, COST_TYPES
from rjh_warehouse.simulate.calendar import month_of
from rjh_warehouse.simulate.calibration import (
    BOOKS_SALE_AS_COST,
    budget_levels,
    calibrated_area,
    trade_levels,
)
from rjh_warehouse.simulate.economy import price_factor
from rjh_warehouse.simulate.organisation import UNREGISTERED_CODE, Unit, parts

COST_TYPE_CODES = tuple(COST_TYPES)


@dataclass(frozen=True)
class BudgetLine:
    """A unit's budget of one cost type: twelve months in tkr, revenue positive; None: no budget stated."""

    unit: Unit
    cost_type: str
    months: tuple[int | None, ...]

    @property
    def year(self) -> int:
        """The stated months' sum."""
        return sum(m for m in self.months if m is not None)


@cache
def year_levels() -> NDArray[np.float64]:
    """Kronor of the calibration year by [part, cost type], revenue positive, internal trade included."""
    ledger = budget_levels()
    levels = np.zeros((len(parts()), len(COST_TYPE_CODES)))
    for a, account in enumerate(ACCOUNTS):
        levels[:, COST_TYPE_CODES.index(account.cost_type)] -= ledger[:, a]
    for seller, buyer, amount in trade_levels():
        sale = "INT_COST" if calibrated_area(parts()[seller]) in BOOKS_SALE_AS_COST else "INT_REV"
        levels[seller, COST_TYPE_CODES.index(sale)] += amount
        levels[buyer, COST_TYPE_CODES.index("INT_COST")] -= amount
    return levels


@cache
def budget_lines(board: str, year: int) -> tuple[BudgetLine, ...]:
    """The adopted budget of a board and year, by unit and cost type, ordered by unit code.

    Every area's cost type is rounded as one, so that its months sum to the area's own whole tkr.
    """
    levels = year_levels()
    january = month_of(year, 1)
    by_unit: dict[tuple[str, str], list[int]] = {}
    units: dict[str, Unit] = {}
    areas: dict[tuple[str, str], list[tuple[Unit, NDArray[np.float64]]]] = {}
    for i, part in enumerate(parts()):
        unit = part.unit(january)
        if unit is None or unit.board != board or unit.code == UNREGISTERED_CODE:
            continue
        for k, cost_type in enumerate(COST_TYPE_CODES):
            if levels[i, k]:
                areas.setdefault((unit.area, cost_type), []).append((unit, _months(levels[i, k], cost_type, year)))
    for (_, cost_type), members in areas.items():
        exact = np.concatenate([months for _, months in members]) / 1000
        rounded = round_to_sum(exact)
        for n, (unit, _) in enumerate(members):
            units[unit.code] = unit
            months = rounded[12 * n : 12 * n + 12]
            known = by_unit.setdefault((unit.code, cost_type), [0] * 12)
            by_unit[unit.code, cost_type] = [a + int(b) for a, b in zip(known, months, strict=True)]
    order = sorted(by_unit, key=lambda key: (key[0], COST_TYPE_CODES.index(key[1])))
    return tuple(BudgetLine(units[code], kind, tuple(by_unit[code, kind])) for code, kind in order)


def _months(level: float, cost_type: str, year: int) -> NDArray[np.float64]:
    """A year's level spread over its months: price level of the year, shape of the cost type."""
    price = sum(price_factor(cost_type, month_of(year, n)) for n in range(1, 13)) / 12
    season = np.array(BEHAVIOURS[cost_type].season)
    months: NDArray[np.float64] = level * price * season / season.sum()
    return months


def round_to_sum(exact: NDArray[np.float64]) -> NDArray[np.int64]:
    """Whole numbers nearest to the exact ones whose sum is the exact sum, rounded (largest remainders)."""
    floor = np.floor(exact)
    left = round(float(exact.sum())) - int(floor.sum())
    rounded = floor.astype(np.int64)
    rounded[np.argsort(floor - exact, kind="stable")[:left]] += 1
    return rounded


def draft_of(lines: Sequence[BudgetLine]) -> list[BudgetLine]:
    """The draft before the decision: costs one per cent lower, other revenue the same."""
    return [
        BudgetLine(x.unit, x.cost_type, tuple(None if m is None else m - m // 100 if m < 0 else m for m in x.months))
        for x in lines
    ]


def revision_of(lines: Sequence[BudgetLine]) -> list[BudgetLine]:
    """A revision inside the frame: a tenth of May–December's other cost becomes personnel, unit by unit."""
    moved = {
        x.unit.code: [m // 10 if m is not None and n >= 4 and m < 0 else 0 for n, m in enumerate(x.months)]
        for x in lines
        if x.cost_type == "OTHER_EXT"
    }
    has_personnel = {x.unit.code for x in lines if x.cost_type == "PERSONNEL"}
    revised = []
    for x in lines:
        shift = moved.get(x.unit.code, [0] * 12) if x.unit.code in has_personnel else [0] * 12
        sign = {"OTHER_EXT": -1, "PERSONNEL": 1}.get(x.cost_type, 0)
        months = tuple(None if m is None else m + sign * s for m, s in zip(x.months, shift, strict=True))
        revised.append(BudgetLine(x.unit, x.cost_type, months))
    return revised
