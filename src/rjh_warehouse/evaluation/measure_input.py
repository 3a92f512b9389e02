"""What the evaluation of a measure is given: the measure with its slices and start, and the ledger's cells."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from rjh_warehouse.statistics.measure_series import ContractTerms, FloatArray

Cell = tuple[str, str]  # unit code, account code


@dataclass(frozen=True, slots=True)
class MeasureContract:
    """A price that a contract changes, and when it is in force. `valid_to` is None until further notice."""

    contract_number: str
    terms: ContractTerms
    valid_from: dt.date
    valid_to: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Start:
    """What the versions of the register say of a measure's first month of effect."""

    known_from: dt.date
    first_month: dt.date  # by the first version with the measure
    is_moved: bool = False
    is_moved_late: bool = False  # moved when the outcome from it was known
    outcome_known_on: dt.date | None = None


Period = tuple[dt.date, dt.date | None]  # first and last month; None without end


@dataclass(frozen=True, slots=True)
class End:
    """What the register of statuses says of a measure that was cancelled, and whether it was taken up again."""

    cancelled_on: dt.date
    known_from: dt.date
    last_month: dt.date | None = None  # of effect; None where the cancellation ends nothing
    is_never_started: bool = False  # cancelled before the first month of effect
    is_late: bool = False  # cancelled when the outcome was known
    outcome_known_on: dt.date | None = None
    resumed_on: dt.date | None = None
    resumed_from: dt.date | None = None  # first month with its effect again
    resumed_known_from: dt.date | None = None
    resumed_outcome_known_on: dt.date | None = None
    is_resumed_late: bool = False  # taken up when the outcome from then was known: it ended all the same

    @property
    def is_pause(self) -> bool:
        """Whether the measure goes on after some months without it."""
        return self.resumed_on is not None and not self.is_resumed_late and not self.is_late


@dataclass(frozen=True, slots=True)
class Slice:
    """The cells of a slice that can be judged, and what other measures take from it."""

    cells: tuple[Cell, ...] = ()
    shared_count: int = 0  # cells that an effect slice holds in the same months: not judged
    shared_with: tuple[str, ...] = ()
    counter_count: int = 0  # cells of a counter-slice, judged, that other measures' counter-slices hold in those months
    counter_with: tuple[str, ...] = ()
    others: tuple[Period, ...] = ()  # when other measures, over before or begun after, held some of the cells
    registered_on: dt.date | None = None
    outcome_known_on: dt.date | None = None
    is_registered_late: bool = False


@dataclass(frozen=True, slots=True)
class Measure:
    """A registered measure and what its slices hold: `own` of its effect, `counter` of costs that it may move."""

    measure_code: str
    start_month: dt.date
    ramp_months: int
    full_year_effect_sek: float | None
    is_simulated: bool
    own: Slice = Slice()
    counter: Slice = Slice()
    start: Start | None = None
    end: End | None = None  # the first cancellation that ends it, or that is known too late to end anything
    pauses: tuple[End, ...] = ()  # cancellations before that after which it was taken up again, in time
    contracts: tuple[MeasureContract, ...] = ()

    def contracts_in(self, month: dt.date) -> tuple[MeasureContract, ...]:
        """Those whose price is in force in a month."""
        return tuple(c for c in self.contracts if c.valid_from <= month and (c.valid_to is None or month <= c.valid_to))


@dataclass(frozen=True, slots=True)
class PriceLevel:
    """The price level of an account by year, and the index that gives it."""

    index_code: str
    by_year: dict[int, float]


@dataclass(frozen=True, slots=True)
class Ledger:
    """Booked cost (positive) of cells on the slices' accounts: [months] per cell, NaN where missing."""

    first_month: dt.date
    cost: dict[Cell, FloatArray]
    board: dict[str, str]  # unit code → board code
    in_slice: frozenset[Cell]  # cells that some slice names
    price: dict[str, PriceLevel] = field(default_factory=dict)  # account code → its price level

    @property
    def month_count(self) -> int:
        return next((int(series.size) for series in self.cost.values()), 0)

    def month_index(self, month: dt.date) -> int:
        """Months from the first; beyond the ends for months that the ledger does not have."""
        return (month.year - self.first_month.year) * 12 + month.month - self.first_month.month

    def month_at(self, index: int) -> dt.date:
        year, month = divmod(self.first_month.year * 12 + self.first_month.month - 1 + index, 12)
        return dt.date(year, month + 1, 1)


def ledger_of(
    rows: Iterable[tuple[str, str, str, dt.date, float]],
    in_slice: Iterable[Cell],
    price: dict[str, PriceLevel] | None = None,
) -> Ledger | None:
    """The arrays of (unit, board, account, month, cost) rows; None without rows."""
    booked = list(rows)
    if not booked:
        return None
    index = [month.year * 12 + month.month - 1 for _, _, _, month, _ in booked]
    first, count = min(index), max(index) - min(index) + 1
    cost: dict[Cell, FloatArray] = defaultdict(lambda: np.full(count, np.nan))
    board: dict[str, str] = {}
    for (unit, unit_board, account, _, amount), at in zip(booked, index, strict=True):
        cost[unit, account][at - first] = amount
        board[unit] = unit_board
    return Ledger(dt.date(first // 12, first % 12 + 1, 1), dict(cost), board, frozenset(in_slice), price or {})
