"""The economy by unit and cost type: what forecasts and indicators are made from."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rjh_warehouse.simulate.accounts import ACCOUNTS, COST_TYPES
from rjh_warehouse.simulate.calendar import Month
from rjh_warehouse.simulate.calibration import BOOKS_SALE_AS_COST
from rjh_warehouse.simulate.economy import Economy
from rjh_warehouse.simulate.organisation import parts

COST_TYPE_CODES = tuple(COST_TYPES)


def by_cost_type(economy: Economy) -> NDArray[np.int64]:
    """[part, cost type, month] in öre, revenue positive and cost negative, internal trade included."""
    amounts = np.zeros((len(parts()), len(COST_TYPE_CODES), len(economy.months)), dtype=np.int64)
    for a, account in enumerate(ACCOUNTS):
        amounts[:, COST_TYPE_CODES.index(account.cost_type)] -= economy.amounts[:, a]
    sale, cost = COST_TYPE_CODES.index("INT_REV"), COST_TYPE_CODES.index("INT_COST")
    for f, (seller, buyer) in enumerate(economy.flows):
        for m, month in enumerate(economy.months):
            unit = parts()[seller].unit(month)
            kind = cost if unit and unit.area in BOOKS_SALE_AS_COST else sale
            amounts[seller, kind, m] += economy.trade[f, m]
            amounts[buyer, cost, m] -= economy.trade[f, m]
    return amounts


def unit_sums(
    amounts: NDArray[np.int64], month: Month, months: range, first: Month, board: str
) -> dict[tuple[str, str], int]:
    """Öre by (unit code, cost type) over some months, for the parts that a board's units hold in `month`."""
    sums: dict[tuple[str, str], int] = {}
    for i, part in enumerate(parts()):
        unit = part.unit(month)
        if unit is None or unit.board != board:
            continue
        for k, cost_type in enumerate(COST_TYPE_CODES):
            total = int(amounts[i, k, months.start - first : months.stop - first].sum())
            if total:
                sums[unit.code, cost_type] = sums.get((unit.code, cost_type), 0) + total
    return sums
