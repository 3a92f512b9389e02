"""What an evaluation of a measure is given, and what each method gives back."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

MONTHS_FOR_DESCRIPTION = 12  # under this no claim at all, in any form
MONTHS_FOR_CLAIM = 24
MONTHS_AFTER_FOR_CLAIM = 3
CONTROLS_FOR_CLAIM = 19  # 1 / (19 + 1) = 5 %: the fewest units a 5 % placebo test can do with
LEVEL = 0.95
POWER = 0.80


@dataclass(frozen=True, slots=True)
class ContractTerms:
    """One price that a contract changes: arithmetic, not statistics. Prices in SEK per unit of volume."""

    price_before: float
    price_after: float
    yearly_volume: float


@dataclass(frozen=True, slots=True)
class MeasureSeries:
    """The ledger slice of one measure beside comparable slices that have no measure.

    `cost` [months] is the slice's monthly cost in SEK, **costs positive** (canonical amounts with the sign
    turned); NaN is a month without data (missing is not zero). `controls` [units × months] are the same
    accounts at comparable units over the same months. Units with a measure of their own in these months
    should be left out by the caller; one that is not known to be treated is looked for (see `placebo`).
    `parts` tells wages from other costs where the accounts do, so that units of another mix can be compared.
    """

    cost: FloatArray
    start: int  # index of the first month in which the measure can have an effect
    controls: FloatArray = field(default_factory=lambda: np.empty((0, 0)))
    first_month: int = 1  # calendar month (1–12) of index 0
    planned_effect_sek: float | None = None  # per year, positive = lower cost
    ramp: FloatArray | None = None  # share of full effect per month after, as decided; None = not known
    price_index: FloatArray | None = None  # [months] price level of the slice; deflates the one-series methods
    parts: FloatArray | None = None  # [classes × (1 + units) × months] the costs by class of account, row 0 the slice
    contract: tuple[ContractTerms, ...] = ()

    def __post_init__(self) -> None:
        """Raises ValueError when shapes do not fit each other."""
        if self.cost.ndim != 1 or not 0 <= self.start <= self.cost.size:
            raise ValueError(f"cost {self.cost.shape} and start {self.start} do not fit")
        if self.controls.size and self.controls.shape[1:] != self.cost.shape:
            raise ValueError(f"controls {self.controls.shape} are not over the {self.cost.size} months of cost")
        if self.price_index is not None and self.price_index.shape != self.cost.shape:
            raise ValueError(f"price_index {self.price_index.shape} is not over the {self.cost.size} months of cost")
        if self.parts is not None and self.parts.shape[1:] != (1 + len(self.controls), self.cost.size):
            raise ValueError(
                f"parts {self.parts.shape} do not fit {len(self.controls)} controls and {self.cost.size} months"
            )
        if self.ramp is not None and self.ramp.shape != (self.cost.size - self.start,):
            raise ValueError(f"ramp {self.ramp.shape} is not over the {self.cost.size - self.start} months after")
        if not 1 <= self.first_month <= 12:
            raise ValueError(f"first_month {self.first_month} is not a calendar month")

    @property
    def calendar_month(self) -> NDArray[np.int64]:
        """0–11 for each month of the series."""
        return (np.arange(self.cost.size) + self.first_month - 1) % 12

    @property
    def is_after(self) -> BoolArray:
        return np.arange(self.cost.size) >= self.start

    @property
    def months_before(self) -> int:
        return int(np.isfinite(self.cost[: self.start]).sum())

    @property
    def months_after(self) -> int:
        return int(np.isfinite(self.cost[self.start :]).sum())


@dataclass(frozen=True, slots=True)
class Estimate:
    """A method's number before it is worded. SEK per year; **positive = cost lower than expected**."""

    effect_sek: float
    low_sek: float | None = None
    high_sek: float | None = None
    smallest_measurable_sek: float | None = None
    placebo_p: float | None = None
    full_effect_sek: float | None = None  # at full ramp, where the ramp is known
    control_count: int = 0
    suspect_controls: tuple[int, ...] = ()  # rows of `controls` that moved as if they were treated themselves


@dataclass(frozen=True, slots=True)
class MethodResult:
    """One row of `mart.measure_evaluation`."""

    method_code: str
    is_default: bool
    effect_sek: float | None
    low_sek: float | None
    high_sek: float | None
    smallest_measurable_sek: float | None
    months_before: int
    months_after: int
    control_count: int
    placebo_p: float | None
    full_effect_sek: float | None
    suspect_controls: tuple[int, ...]
    verdict_code: str  # the message is `verdict.<verdict_code>`
    wording: dict[str, str]  # language → sentence
