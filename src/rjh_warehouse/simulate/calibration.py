"""Levels of the plan year: the 2024 budget by area and cost type, shared out over parts and accounts.

Regionstyrelsen's figures are those of its plan and budget 2024, "Budgetramar per område inom Regionstyrelsen"
(mkr; the row Regiondirektör is RD + RG here, and 2 of Regionstaben's 291 for personnel are hired staff). The other
boards' figures are invented so that the whole fits the printed financing (5 302,0 mkr) with a deficit.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rjh_warehouse.simulate.accounts import ACCOUNT_INDEX, ACCOUNTS, COST_TYPE_OF, PO_ACCOUNT, WAGE_ACCOUNTS, po_rate
from rjh_warehouse.simulate.calendar import month_of
from rjh_warehouse.simulate.organisation import Part, parts

CALIBRATION_YEAR = 2024
CALIBRATION_MONTH = month_of(CALIBRATION_YEAR, 1)

# Million kronor of the year, revenue positive and cost negative, as the plan prints it. Internal trade: see TRADE.
BUDGET_2024: dict[str, dict[str, float]] = {
    "RD": {"EXT_REV": 13, "PERSONNEL": -135, "OTHER_EXT": -42},
    "RG": {"EXT_REV": 150, "PERSONNEL": -276, "OTHER_EXT": -12, "DEPRECIATION": 1},
    "RST": {"EXT_REV": 103, "PERSONNEL": -289, "HIRED_STAFF": -2, "OTHER_EXT": -518, "DEPRECIATION": -85},
    "VV": {"EXT_REV": 7, "PHARMA": -30, "OTHER_EXT": -163},
    "POL": {"PERSONNEL": -4.2, "OTHER_EXT": -0.2},
    "PV": {"EXT_REV": 60, "PERSONNEL": -520, "HIRED_STAFF": -70, "PHARMA": -20, "OTHER_EXT": -130, "DEPRECIATION": -4},
    "MED": {"EXT_REV": 60, "PERSONNEL": -560, "HIRED_STAFF": -35, "PHARMA": -170, "OTHER_EXT": -160, "DEPRECIATION": -8},
    "KIR": {"EXT_REV": 70, "PERSONNEL": -520, "HIRED_STAFF": -25, "PHARMA": -60, "OTHER_EXT": -150, "DEPRECIATION": -18},
    "BKV": {"EXT_REV": 30, "PERSONNEL": -260, "HIRED_STAFF": -8, "PHARMA": -25, "OTHER_EXT": -50, "DEPRECIATION": -4},
    "PSY": {"EXT_REV": 15, "PERSONNEL": -220, "HIRED_STAFF": -25, "PHARMA": -20, "OTHER_EXT": -60, "DEPRECIATION": -2},
    "DIA": {"EXT_REV": 15, "PERSONNEL": -130, "HIRED_STAFF": -2, "PHARMA": -5, "OTHER_EXT": -90, "DEPRECIATION": -24},
    "FTV": {"EXT_REV": 110, "PERSONNEL": -110, "PHARMA": -1, "OTHER_EXT": -35, "DEPRECIATION": -5},
    "HSG": {"EXT_REV": 70, "PERSONNEL": -80, "PHARMA": -179, "OTHER_EXT": -455, "DEPRECIATION": -10},
    "RU": {"EXT_REV": 25, "PERSONNEL": -38, "OTHER_EXT": -55, "DEPRECIATION": -0.5},
    "KUL": {"EXT_REV": 20, "PERSONNEL": -42, "OTHER_EXT": -40, "DEPRECIATION": -1},
    "FHS": {"EXT_REV": 50, "PERSONNEL": -50, "OTHER_EXT": -20, "DEPRECIATION": -1.5},
    "KT": {"EXT_REV": 60, "PERSONNEL": -14, "OTHER_EXT": -226, "DEPRECIATION": -2},
}  # fmt: skip

# Internal trade of the year in million kronor: (selling area, buying area) → amount. Regionstyrelsen's internal
# revenue (14 + 239) and internal cost (1 + 730) are the plan's. Region-wide distribution of internal cost, the
# plan's positive 2 in Regiondirektör's internal costs, is a trade that the seller books on its cost account.
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
    "BKV": 0.020, "PSY": 0.050, "DIA": 0.012, "FTV": 0.000, "HSG": 0.060, "RU": -0.010, "KUL": 0.0, "FHS": 0.012, "KT": 0.022,
}  # fmt: skip

_WAGES = {"4010": 84.0, "4020": 6.0, "4410": 3.0}
_OFFICE = {"3110": 1.0, "3410": 0.6, **_WAGES, "4020": 1.0, "6010": 18.0, "6110": 6.0, "6210": 5.0, "6510": 9.0,
           "6610": 12.0, "6910": 9.0, "7910": 0.3}  # fmt: skip
_CARE = {"3010": 2.0, "3110": 2.0, "3410": 0.8, **_WAGES, "4020": 9.0, "4610": 6.0, "4620": 5.0, "5010": 10.0,
         "5310": 40.0, "5610": 0.3, "5620": 3.0, "6010": 26.0, "6110": 6.0, "6210": 3.0, "6510": 2.0, "6610": 5.0,
         "6910": 5.0, "7910": 1.0}  # fmt: skip
PROFILES: dict[str, dict[str, float]] = {
    "office": _OFFICE,
    "common": {"3410": 5.0, "4010": 60.0, "4410": 12.0, "6910": 20.0, "6510": 3.0, "7910": 1.0},
    "pension": {"4310": 320.0},
    "kitchen": {**_OFFICE, "6110": 60.0, "6510": 0.5},
    "service": {**_OFFICE, "6110": 25.0, "6510": 1.0, "7910": 1.0},
    "travel": {"3110": 1.0, "4010": 25.0, "6220": 220.0, "6910": 2.0},
    "near_care": {**_WAGES, "4020": 6.0, "4620": 2.0, "6110": 5.0, "6910": 2.0},
    "it": {"3110": 0.4, **_WAGES, "6210": 2.0, "6510": 14.0, "6610": 80.0, "7910": 4.0},
    "property": {"3110": 1.5, **_WAGES, "4010": 50.0, "6010": 170.0, "6510": 5.0, "7910": 9.0},
    "choice": {"3110": 1.0, "5010": 60.0, "5610": 10.0, "6910": 3.0},
    "elected": {"4010": 80.0, "4410": 4.0, "6210": 3.0, "6910": 1.0},
    "primary": {**_CARE, "3010": 4.0, "5610": 2.0, "5620": 0.6},
    "care": _CARE,
    "lab": {**_CARE, "5310": 70.0},
    "dental": {"3010": 6.0, "3110": 1.0, **_WAGES, "5310": 25.0, "5620": 1.0, "6010": 20.0, "6110": 3.0, "6210": 2.0,
               "6610": 5.0, "7910": 1.0},
    "pharma": {"3110": 12.0, "4010": 30.0, "5610": 120.0, "6910": 3.0},
    "away": {"3110": 10.0, "4010": 10.0, "5010": 2200.0, "6910": 4.0},
    "develop": {"3410": 1.0, "3110": 0.3, **_WAGES, "4020": 0.5, "6010": 10.0, "6210": 4.0, "6510": 8.0, "6910": 40.0,
                "7910": 1.0},
    "school": {"3410": 2.0, "3110": 1.0, **_WAGES, "4020": 0.5, "6010": 14.0, "6110": 8.0, "6210": 1.0, "6910": 6.0,
               "7910": 1.0},
    "bus": {"3210": 6.0, "3110": 2.0, **_WAGES, "4020": 1.0, "6310": 180.0, "6910": 3.0, "7910": 1.0},
}  # fmt: skip


def calibrated_area(part: Part) -> str | None:
    """The area whose 2024 budget the part shares; None for parts with a level of their own."""
    if part.yearly_msek is not None:
        return None
    unit = part.unit(CALIBRATION_MONTH)
    return unit.area if unit else None


def budget_levels() -> NDArray[np.float64]:
    """Kronor of the calibration year by [part, account], ledger sign (cost +, revenue −); internal trade is zero."""
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
