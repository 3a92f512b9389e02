"""Levels of the plan year: the 2024 budget by area and cost type, shared out over parts and accounts.

Regionstyrelsen's figures are those of its plan and budget 2024, "Budgetramar per område inom Regionstyrelsen"
(mkr; the row Regiondirektör is RD + RG here, and 2 of Regionstaben's 291 for personnel are hired staff). The
other boards' figures are invented so that the whole fits the printed financing (5 302,0 mkr) with a deficit.
"""

from __future__ import annotations

import csv
import io
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from rjh_warehouse.simulate.accounts import (
    ACCOUNT_INDEX,
    ACCOUNTS,
    COST_TYPE_OF,
    PO_ACCOUNT,
    WAGE_ACCOUNTS,
    po_rate,
)
from rjh_warehouse.simulate.calendar import month_of
from rjh_warehouse.simulate.organisation import Part, parts

CALIBRATION_YEAR = 2024
CALIBRATION_MONTH = month_of(CALIBRATION_YEAR, 1)


def _table(name: str) -> list[dict[str, str]]:
    text = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


# Area → cost type → million kronor of the year, revenue positive and cost negative as the plan prints it.
# Internal trade stands in TRADE.
BUDGET_2024: dict[str, dict[str, float]] = {
    row["area"]: {k: float(v) for k, v in row.items() if k != "area" and v} for row in _table("budget_2024.csv")
}

# Internal trade of the year in million kronor: (selling area, buying area) → amount. Regionstyrelsen's
# internal revenue (14 + 239) and internal cost (1 + 730) are the plan's. Region-wide distribution of internal
# cost, the plan's positive 2 in Regiondirektör's internal costs, is a trade that the seller books on its cost
# account.
TRADE: dict[tuple[str, str], float] = {
    ("PV", "VV"): 705,
    ("FTV", "VV"): 25,
    ("RST", "PV"): 50, ("RST", "MED"): 56, ("RST", "KIR"): 58, ("RST", "BKV"): 22, ("RST", "PSY"): 20,
    ("RST", "DIA"): 9, ("RST", "FTV"): 6, ("RST", "HSG"): 5,
    ("RST", "RU"): 2, ("RST", "KUL"): 3, ("RST", "FHS"): 4, ("RST", "KT"): 3, ("RST", "RST"): 1,
    ("RD", "PV"): 3, ("RD", "MED"): 4, ("RD", "KIR"): 3, ("RD", "HSG"): 2, ("RD", "RU"): 1, ("RD", "KT"): 1,
    ("DIA", "PV"): 34, ("DIA", "MED"): 38, ("DIA", "KIR"): 36, ("DIA", "BKV"): 12,
    ("RG", "HSG"): 2,
}  # fmt: skip
BOOKS_SALE_AS_COST = frozenset({"RG"})

# How much the outcome runs over (cost, revenue) the budget, by area: what there is to report about.
OVERRUN: dict[str, float] = {
    "RD": 0.004, "RG": 0.010, "RST": 0.018, "VV": 0.006, "POL": 0.0, "PV": 0.022, "MED": 0.045, "KIR": 0.038,
    "BKV": 0.020, "PSY": 0.050, "DIA": 0.012, "FTV": 0.000, "HSG": 0.060, "RU": -0.010, "KUL": 0.0,
    "FHS": 0.012,
    "KT": 0.022,
}  # fmt: skip

# How many times its usual overrun the care ran over in a year, after what the region has published of its months
# (mart.published_series): health care −60 mkr by June 2022, −217 by May 2023, −104.5 by March 2024,
# −119 by February 2025.
PRESSURE: dict[int, float] = {2023: 2.0, 2024: 2.5, 2025: 2.5}
PRESSED = frozenset({"PV", "MED", "KIR", "BKV", "PSY", "DIA", "HSG"})


def overrun(area: str | None, year: int) -> float:
    """How much an area's cost runs over its budget in a year, as a share; 0 for a part without an area."""
    return OVERRUN.get(area or "", 0.0) * (PRESSURE.get(year, 1.0) if area in PRESSED else 1.0)


# Profile → account → weight: how a kind of business spreads each cost type over its accounts.
PROFILES: dict[str, dict[str, float]] = {}
for _row in _table("profiles.csv"):
    PROFILES.setdefault(_row["profile"], {})[_row["account"]] = float(_row["weight"])


def calibrated_area(part: Part) -> str | None:
    """The area whose 2024 budget the part shares; None for parts with a level of their own."""
    if part.yearly_msek is not None:
        return None
    unit = part.unit(CALIBRATION_MONTH)
    return unit.area if unit else None


def budget_levels() -> NDArray[np.float64]:
    """Kronor of the calibration year by [part, account], ledger sign (cost +, revenue −); internal trade
    is zero.
    """
    levels = np.zeros((len(parts()), len(ACCOUNTS)))
    for area, by_cost_type in BUDGET_2024.items():
        members = [i for i, part in enumerate(parts()) if calibrated_area(part) == area]
        for cost_type, msek in by_cost_type.items():
            _share(levels, members, cost_type, -msek * 1e6)
    for i, part in enumerate(parts()):
        if part.yearly_msek is not None:
            for cost_type, share in (("PERSONNEL", 0.75), ("OTHER_EXT", 0.25)):
                _share(levels, [i], cost_type, share * part.yearly_msek * 1e6)
    return levels


def _share(levels: NDArray[np.float64], members: list[int], cost_type: str, amount: float) -> None:
    """Share an area's amount of one cost type over its parts and their accounts, by size × profile."""
    weights = np.zeros_like(levels)
    for i in members:
        part = parts()[i]
        for code, weight in account_weights(part.profile).items():
            if COST_TYPE_OF[code] == cost_type:
                weights[i, ACCOUNT_INDEX[code]] = part.size * weight
    if not weights.any():
        raise ValueError(f"no account takes {cost_type} in {[parts()[i].key for i in members]}")
    levels += amount * weights / weights.sum()


def account_weights(profile: str) -> dict[str, float]:
    """A profile's accounts; the on-cost account follows from wages and the year's rate."""
    weights = dict(PROFILES[profile])
    wages = sum(weights.get(code, 0.0) for code in WAGE_ACCOUNTS)
    if wages:
        weights[PO_ACCOUNT] = wages * po_rate(CALIBRATION_YEAR) / 100
    return weights


def trade_levels() -> list[tuple[int, int, float]]:
    """Kronor of the calibration year for each (selling part, buying part) with trade."""
    by_area: dict[str, list[int]] = {}
    for i, part in enumerate(parts()):
        if area := calibrated_area(part):
            by_area.setdefault(area, []).append(i)
    flows: list[tuple[int, int, float]] = []
    for (seller, buyer), msek in TRADE.items():
        pairs = [(s, b) for s in _sellers(by_area[seller], buyer) for b in by_area[buyer] if s != b]
        weights = np.array([parts()[s].size * parts()[b].size for s, b in pairs])
        flows += [(s, b, float(w)) for (s, b), w in zip(pairs, msek * 1e6 * weights / weights.sum(), strict=True)]
    return flows


def _sellers(members: list[int], buyer: str) -> list[int]:
    """Which parts of an area sell: everyone to Vårdval; else one part each of the kinds that serve others."""
    if buyer == "VV":
        return members
    serving: dict[str, int] = {}
    for i in members:
        if parts()[i].profile in ("service", "it", "property"):
            serving.setdefault(parts()[i].profile, i)
    labs = [i for i in members if parts()[i].profile == "lab"]
    return list(serving.values()) or labs or members[:2]
