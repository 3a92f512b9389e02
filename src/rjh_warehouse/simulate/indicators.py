"""The indicators that are simulated: names as the plan words them, invented levels, spread and direction
of change.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from importlib import resources


@dataclass(frozen=True)
class Indicator:
    """One indicator of one board's sheet.

    `level` at the window's start and `drift` per year in the indicator's unit; `gap` is women less men
    (None: not by gender); `is_count`: total = women + men, else the total lies between them. `by_unit` adds
    every unit of the board. `decimals` of the value as written.
    """

    code: str
    name: str
    board: str
    organisation: str
    period: str  # tertial, år or månad
    unit: str
    level: float
    drift: float
    gap: float | None
    decimals: int
    noise: float
    is_count: bool
    by_unit: bool
    persons: int


def _read_indicators() -> tuple[Indicator, ...]:
    """The indicators from the table beside this module."""
    text = resources.files(__package__).joinpath("indicators.csv").read_text(encoding="utf-8")
    return tuple(
        Indicator(
            code=r["code"],
            name=r["name"],
            board=r["board"],
            organisation=r["organisation"],
            period=r["period"],
            unit=r["unit"],
            level=float(r["level"]),
            drift=float(r["drift"]),
            gap=float(r["gap"]) if r["gap"] else None,
            decimals=int(r["decimals"]),
            noise=float(r["noise"]),
            is_count=r["is_count"] == "1",
            by_unit=r["by_unit"] == "1",
            persons=int(r["persons"]),
        )
        for r in csv.DictReader(io.StringIO(text), delimiter=";")
    )


INDICATORS: tuple[Indicator, ...] = _read_indicators()
HIRED_SHARE_CODE = "SIM-HYR"
HIRED_SHARE_NAME = "Andel av total personalkostnad som utgörs av kostnader för inhyrd bemanning"
