"""Booked slices of the ledger → the evaluation of each measure, ready for the marts.

The statistics live in `rjh_warehouse.statistics`; here the slices become arrays and the results rows. Rules
that are decided here:

- a cell (unit × account) that two measures' effect slices hold belongs to neither, in any month;
- items affecting comparability are taken out of slices and controls alike;
- controls are units that book on the slice's accounts and that no slice (effect or counter) names on them:
  those of the same board where there are enough for a claim, else those of the whole region;
- a month that a unit of the slice has not delivered is missing, not zero; an account of the slice's range that its
  unit never books on is no part of it;
- a slice registered, or changed, when its outcome was known describes, but claims nothing;
- a contract counts when its price is in force in the newest month of the ledger (in the measure's first month, where
  that is still to come); it needs no slice.

Amounts are in current prices: the default method compares with the same months at other units, so wages in
April and on-costs in January meet both sides; the one-series methods are shown without a claim.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from rjh_warehouse.messages import say
from rjh_warehouse.statistics.comparison import is_comparable
from rjh_warehouse.statistics.effect import DEFAULT_METHOD, evaluate_contract, evaluate_cost_shift, evaluate_measure
from rjh_warehouse.statistics.measure_series import (
    CONTROLS_FOR_CLAIM,
    ContractTerms,
    FloatArray,
    MeasureSeries,
    MethodResult,
)
from rjh_warehouse.statistics.verdict import LANGUAGES

Cell = tuple[str, str]  # unit code, account code
STATISTICAL = frozenset({"lower", "higher", "lower_not_established", "higher_not_established", "too_small"})


@dataclass(frozen=True, slots=True)
class MeasureContract:
    """A price that a contract changes, and when it is in force. `valid_to` is None until further notice."""

    contract_number: str
    terms: ContractTerms
    valid_from: dt.date
    valid_to: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """A registered measure and what its slices hold. `own` and `counter` are cells of the ledger."""

    measure_code: str
    start_month: dt.date
    ramp_months: int
    full_year_effect_sek: float | None
    is_simulated: bool
    own: tuple[Cell, ...] = ()
    counter: tuple[Cell, ...] = ()
    shared_count: int = 0
    shared_with: tuple[str, ...] = ()
    registered_on: dt.date | None = None
    outcome_known_on: dt.date | None = None
    is_registered_late: bool = False
    contracts: tuple[MeasureContract, ...] = ()

    def contracts_in(self, month: dt.date) -> tuple[MeasureContract, ...]:
        """Those whose price is in force in a month."""
        return tuple(c for c in self.contracts if c.valid_from <= month and (c.valid_to is None or month <= c.valid_to))


@dataclass(frozen=True, slots=True)
class Ledger:
    """Booked cost (positive) of cells on the slices' accounts: [months] per cell, NaN where missing."""

    first_month: dt.date
    cost: dict[Cell, FloatArray]
    board: dict[str, str]  # unit code → board code
    in_slice: frozenset[Cell]  # cells that some slice names

    @property
    def month_count(self) -> int:
        return next((int(series.size) for series in self.cost.values()), 0)

    def month_index(self, month: dt.date) -> int:
        """Months from the first; beyond the ends for months that the ledger does not have."""
        return (month.year - self.first_month.year) * 12 + month.month - self.first_month.month

    def month_at(self, index: int) -> dt.date:
        year, month = divmod(self.first_month.year * 12 + self.first_month.month - 1 + index, 12)
        return dt.date(year, month + 1, 1)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One method's result for one measure, with the controls that it was compared with."""

    measure: Measure
    result: MethodResult
    control_units: tuple[str, ...] = ()
    control_scope: str | None = None
    last_month: dt.date | None = None
    suspect_units: tuple[str, ...] = field(default_factory=tuple)
    contract_numbers: tuple[str, ...] = ()


def ledger_of(rows: Iterable[tuple[str, str, str, dt.date, float]], in_slice: Iterable[Cell]) -> Ledger | None:
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
    return Ledger(dt.date(first // 12, first % 12 + 1, 1), dict(cost), board, frozenset(in_slice))


def evaluate(measure: Measure, ledger: Ledger | None) -> Iterator[Evaluation]:
    """Every method that the measure's own cells allow; one row that says why where they allow none."""
    contracts = measure.contracts_in(_month_of_contract(measure, ledger))
    if contracts:
        numbers = tuple(sorted({c.contract_number for c in contracts}))
        by_contract = evaluate_contract(tuple(c.terms for c in contracts))
        yield Evaluation(measure, by_contract, contract_numbers=numbers)
    if not measure.own or ledger is None:
        code = "slice_shared" if measure.shared_count else "slice_missing"
        yield Evaluation(measure, _unmeasured(code, others=", ".join(measure.shared_with)))
        return
    booked = _booked(measure.own, ledger)
    if not booked:
        yield Evaluation(measure, _unmeasured("slice_not_booked"))
        return
    series, controls, scope = _series(measure, booked, ledger)
    for found in evaluate_measure(series):
        is_late = found.is_default and measure.is_registered_late and found.verdict_code in STATISTICAL
        result = _late(found, measure) if is_late else found
        suspects = tuple(controls[row] for row in result.suspect_controls)
        yield Evaluation(measure, result, controls, scope, _last_month(series, ledger), suspects)


def cost_shift(measure: Measure, ledger: Ledger | None) -> Evaluation:
    """Whether the counter-slice rose when the measure began."""
    if not measure.counter or ledger is None:
        return Evaluation(measure, _unmeasured("slice_missing", message="counter_slice_missing"))
    booked = _booked(measure.counter, ledger)
    if not booked:
        return Evaluation(measure, _unmeasured("slice_not_booked"))
    series, controls, scope = _series(measure, booked, ledger)
    result = evaluate_cost_shift(series)
    suspects = tuple(controls[row] for row in result.suspect_controls)
    return Evaluation(measure, result, controls, scope, _last_month(series, ledger), suspects)


def _booked(cells: tuple[Cell, ...], ledger: Ledger) -> tuple[Cell, ...]:
    """The cells that the ledger has: a range of accounts names some that a unit never books on."""
    return tuple(cell for cell in cells if cell in ledger.cost)


def _month_of_contract(measure: Measure, ledger: Ledger | None) -> dt.date:
    newest = ledger.month_at(ledger.month_count - 1) if ledger else measure.start_month
    return max(newest, measure.start_month)


def _series(measure: Measure, cells: tuple[Cell, ...], ledger: Ledger) -> tuple[MeasureSeries, tuple[str, ...], str]:
    cost = np.sum([ledger.cost[cell] for cell in cells], axis=0)
    start = min(max(ledger.month_index(measure.start_month), 0), ledger.month_count)
    units, scope = _control_units(cells, ledger, cost, start)
    accounts = {account for _, account in cells}
    controls = np.array([_unit_cost(unit, accounts, ledger) for unit in units]) if units else np.empty((0, 0))
    steps = np.arange(1, ledger.month_count - start + 1)
    return (
        MeasureSeries(
            cost=cost,
            start=start,
            controls=controls,
            first_month=ledger.first_month.month,
            planned_effect_sek=measure.full_year_effect_sek,
            ramp=np.minimum(steps, measure.ramp_months + 1) / (measure.ramp_months + 1),
        ),
        units,
        scope,
    )


def _control_units(cells: tuple[Cell, ...], ledger: Ledger, own: FloatArray, start: int) -> tuple[tuple[str, ...], str]:
    """Units without a slice on the accounts that can be compared over the months the slice has; their scope."""
    accounts = {account for _, account in cells}
    named = {unit for unit, account in ledger.in_slice if account in accounts} | {unit for unit, _ in cells}
    usable = []
    for unit in sorted({unit for unit, account in ledger.cost if account in accounts} - named):
        if is_comparable(own, _unit_cost(unit, accounts, ledger)[None, :], start)[0]:
            usable.append(unit)
    boards = {ledger.board.get(unit) for unit, _ in cells}
    near = tuple(unit for unit in usable if ledger.board[unit] in boards)
    return (near, "board") if len(near) >= CONTROLS_FOR_CLAIM else (tuple(usable), "region")


def _unit_cost(unit: str, accounts: set[str], ledger: Ledger) -> FloatArray:
    """The unit's cost on those of the accounts that it has; NaN in months that it has not delivered."""
    held = [ledger.cost[unit, account] for account in sorted(accounts) if (unit, account) in ledger.cost]
    return np.asarray(np.sum(held, axis=0), dtype=float)


def _last_month(series: MeasureSeries, ledger: Ledger) -> dt.date | None:
    known = np.flatnonzero(np.isfinite(series.cost))
    return ledger.month_at(int(known[-1])) if known.size else None


def _late(result: MethodResult, measure: Measure) -> MethodResult:
    wording: dict[str, str] = {
        language: say(
            "verdict.slice_registered_late",
            language,
            registered_on=measure.registered_on,
            known_on=measure.outcome_known_on,
            effect=None if result.effect_sek is None else round(result.effect_sek / 1000),
        )
        for language in LANGUAGES
    }
    return replace(result, verdict_code="slice_registered_late", wording=wording)


def _unmeasured(verdict_code: str, message: str | None = None, **places: object) -> MethodResult:
    code = f"verdict.{message or verdict_code}"
    return MethodResult(
        method_code=DEFAULT_METHOD,
        is_default=True,
        effect_sek=None,
        low_sek=None,
        high_sek=None,
        smallest_measurable_sek=None,
        months_before=0,
        months_after=0,
        control_count=0,
        placebo_p=None,
        full_effect_sek=None,
        suspect_controls=(),
        verdict_code=verdict_code,
        wording={"sv": say(code, "sv", **places), "en": say(code, "en", **places)},
    )
