"""The chart of accounts and how each account behaves: season, noise, price growth, rows per month."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from importlib import resources

COST_TYPES: dict[str, str] = {
    "EXT_REV": "Externa intäkter",
    "INT_REV": "Interna intäkter",
    "PERSONNEL": "Personalkostnader",
    "HIRED_STAFF": "Inhyrd personal",
    "PHARMA": "Läkemedel",
    "OTHER_EXT": "Övriga externa omkostnader",
    "DEPRECIATION": "Avskrivningar",
    "INT_COST": "Interna kostnader",
}
REVENUE = frozenset({"EXT_REV", "INT_REV"})
PO_ACCOUNT = "4110"
WAGE_ACCOUNTS = ("4010", "4020")
INTERNAL_REVENUE = "3810"
INTERNAL_COST = "8010"


@dataclass(frozen=True)
class Account:
    """One account. `rows` weighs how many postings it has per krona of turnover, 1 as the middle."""

    code: str
    name: str
    cost_type: str
    rows: float
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Behaviour:
    """How a cost type moves: the year's shape (twelve factors of mean 1), noise, yearly growth in per
    cent.
    """

    season: tuple[float, ...]
    noise: float
    growth: dict[int, float]


def _read_accounts() -> tuple[Account, ...]:
    """The chart of accounts from the table beside this module."""
    text = resources.files(__package__).joinpath("accounts.csv").read_text(encoding="utf-8")
    return tuple(
        Account(r["account"], r["name"], r["cost_type"], float(r["rows"]), tuple(r["texts"].split("|")))
        for r in csv.DictReader(io.StringIO(text), delimiter=";")
    )


ACCOUNTS: tuple[Account, ...] = _read_accounts()
ACCOUNT_INDEX: dict[str, int] = {a.code: i for i, a in enumerate(ACCOUNTS)}
COST_TYPE_OF: dict[str, str] = {a.code: a.cost_type for a in ACCOUNTS}

FLAT = (1.0,) * 12
BEHAVIOURS: dict[str, Behaviour] = {
    "EXT_REV": Behaviour(
        (1.00, 0.98, 1.04, 1.00, 1.01, 0.97, 0.80, 0.92, 1.03, 1.05, 1.04, 1.16),
        0.030,
        {2021: 2.0, 2022: 3.0, 2023: 4.0},
    ),
    "INT_REV": Behaviour(FLAT, 0.020, {2021: 2.0, 2022: 2.5, 2023: 4.0}),
    "PERSONNEL": Behaviour(
        (1.01, 1.00, 1.01, 1.00, 1.01, 1.02, 1.04, 0.94, 0.97, 0.99, 1.00, 1.01),
        0.010,
        {},
    ),
    "HIRED_STAFF": Behaviour(
        (0.90, 0.90, 0.95, 0.95, 0.95, 1.15, 1.40, 1.25, 0.95, 0.90, 0.90, 0.80),
        0.060,
        {2021: 18.0, 2022: 22.0, 2023: 12.0, 2024: -6.0},
    ),
    "PHARMA": Behaviour(
        (0.98, 0.95, 1.03, 0.99, 1.01, 0.99, 0.96, 0.98, 1.00, 1.03, 1.02, 1.06),
        0.020,
        {2021: 4.0, 2022: 6.0, 2023: 8.0, 2024: 6.0},
    ),
    "OTHER_EXT": Behaviour(
        (0.98, 0.95, 1.02, 0.99, 1.00, 0.98, 0.85, 0.93, 1.02, 1.04, 1.06, 1.18),
        0.035,
        {2021: 3.0, 2022: 6.5, 2023: 7.0},
    ),
    "DEPRECIATION": Behaviour(FLAT, 0.004, {2021: 2.0, 2022: 2.0, 2023: 3.0}),
    "INT_COST": Behaviour(FLAT, 0.020, {2021: 2.0, 2022: 2.5, 2023: 4.0}),
}  # fmt: skip
USUAL_GROWTH = 3.0  # per cent a year where a table has no figure

# Wage revision each April, per cent; PO each January, per cent of wages (statutory + insurance + pension).
# The parts of 2021–2023 are public; those of other years are invented for the simulation.
WAGE_REVISION: dict[int, float] = {2021: 2.0, 2022: 2.2, 2023: 4.1, 2024: 3.3}
PO_STATUTORY = 31.42
PO_INSURANCE = 0.13
PO_PENSION: dict[int, float] = {2021: 14.60, 2022: 13.67, 2023: 20.73, 2024: 18.95, 2025: 14.10, 2026: 12.40}
USUAL_WAGE_REVISION = 2.7
USUAL_PO_PENSION = 14.0


def po_parts(year: int) -> dict[str, float]:
    """The components of a year's on-cost rate, per cent of wages."""
    return {
        "lagstadgade avgifter": PO_STATUTORY,
        "avtalsförsäkringar": PO_INSURANCE,
        "pension": PO_PENSION.get(year, USUAL_PO_PENSION),
    }


def po_rate(year: int) -> float:
    """A year's on-cost rate, per cent of wages."""
    return round(sum(po_parts(year).values()), 2)
