"""Booked slices of the ledger → the evaluation of each measure, ready for the marts.

The statistics live in `rjh_warehouse.statistics`; here the slices become arrays and the results rows. Rules
that are decided here:

- a cell (unit × account) that two measures' effect slices hold in some month belongs to neither, in any month; where
  one was cancelled before the other began, the months of the one are left out for the other;
- a measure that was cancelled is evaluated over the months until then, and not at all where it never started; one that
  was cancelled when the outcome was known describes all its months, but claims nothing;
- the months between a cancellation and the taking up again are left out: neither before the measure nor with it; one
  that was taken up when the outcome from then was known ends at the cancellation;
- of a counter-slice only the cells that no effect slice holds are judged: a saving there would hide a moved cost;
- a cell that the counter-slices of several measures hold is judged for each, so that a moved cost is not hidden, but a
  rise there is attributed to none of them: it is one krona, and the wording says whose;
- items affecting comparability are taken out of slices and controls alike;
- controls are units that book on the slice's accounts and that no slice (effect or counter) names on them:
  those of the same board where there are enough for a claim, else those of the whole region;
- a month that a unit of the slice has not delivered is missing, not zero; an account of the slice's range that its
  unit never books on is no part of it;
- a slice registered or changed, or a start moved, when its outcome was known describes, but claims nothing;
- the start is the one of the register of measures; where a version of it moved the start, the wording says from where
  to where, and since when that is known;
- a contract counts when its price is in force in the newest month of the ledger (in the measure's first month, where
  that is still to come); it needs no slice.

The default method compares with the same months at other units, so wages in April and on-costs in January meet both
sides; its amounts are in current prices. Accounts whose prices follow different indexes are compared class by class,
so that a slice with few wages is not held against the wages of the others. The methods on one series are deflated with
the price levels of the slice's accounts (`core.slice_account_price`), weighted by what each cost before the start, into
the prices of the months after; where a level is missing for any of the months they too are in current prices. They are
shown without a claim.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from rjh_warehouse.evaluation.measure_input import Cell, End, Ledger, Measure, Period, Slice
from rjh_warehouse.messages import say
from rjh_warehouse.statistics.comparison import is_comparable
from rjh_warehouse.statistics.effect import (
    DEFAULT_METHOD,
    DEFLATED,
    evaluate_contract,
    evaluate_cost_shift,
    evaluate_measure,
)
from rjh_warehouse.statistics.measure_series import (
    CONTROLS_FOR_CLAIM,
    FloatArray,
    MeasureSeries,
    MethodResult,
)
from rjh_warehouse.statistics.verdict import LANGUAGES, MEASURED, change

Places = Mapping[str, object]  # what a sentence tells

STATISTICAL = MEASURED | {"too_small"}  # verdicts that a late slice or start may not have


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
    price_index_codes: tuple[str, ...] = ()  # of the index that the method deflates with; empty: current prices


def evaluate(measure: Measure, ledger: Ledger | None) -> Iterator[Evaluation]:
    """Every method that the measure's own cells allow; one row that says why where they allow none."""
    contracts = measure.contracts_in(_month_of_contract(measure, ledger)) if _is_going_on(measure, ledger) else ()
    if contracts:
        numbers = tuple(sorted({c.contract_number for c in contracts}))
        by_contract = evaluate_contract(tuple(c.terms for c in contracts))
        yield Evaluation(measure, by_contract, contract_numbers=numbers)
    if missing := _missing(measure, measure.own, ledger, "slice_shared", "slice_missing"):
        yield missing
        return
    assert ledger is not None
    booked = _booked(measure.own.cells, ledger)
    series, controls, scope = _series(measure, booked, measure.own.others, ledger)
    indexes = _index_codes(booked, ledger) if series.price_index is not None else ()
    for found in evaluate_measure(series):
        yield Evaluation(
            measure,
            _told(found, measure, measure.own),
            controls,
            scope,
            _last_month(series, ledger),
            tuple(controls[row] for row in found.suspect_controls),
            price_index_codes=indexes if found.method_code in DEFLATED else (),
        )


def cost_shift(measure: Measure, ledger: Ledger | None) -> Evaluation:
    """Whether the counter-slice rose when the measure began."""
    counter = measure.counter
    if missing := _missing(measure, counter, ledger, "counter_shared", "counter_slice_missing"):
        return missing
    assert ledger is not None
    series, controls, scope = _series(measure, _booked(counter.cells, ledger), counter.others, ledger)
    result = _told(evaluate_cost_shift(series), measure, counter)
    if counter.shared_count:
        others = ", ".join(counter.shared_with)
        result = _with(result, "counter_partly_shared", {"cells": counter.shared_count, "others": others})
    if counter.counter_count:
        places: Places = {"cells": counter.counter_count, "others": ", ".join(counter.counter_with)}
        result = _with(result, "counter_also", places)
    suspects = tuple(controls[row] for row in result.suspect_controls)
    return Evaluation(measure, result, controls, scope, _last_month(series, ledger), suspects)


def _missing(measure: Measure, of: Slice, ledger: Ledger | None, shared: str, missing: str) -> Evaluation | None:
    """Why there is nothing to measure on a slice; None where there is. `missing` is the message without a slice."""
    if measure.end and measure.end.is_never_started:
        result = _unmeasured("cancelled", _end_places(measure.end))
        if measure.end.is_resumed_late:
            result = _with(result, "resumed_late", _end_places(measure.end))
        return Evaluation(measure, result)
    if not of.cells or ledger is None:
        if of.shared_count:
            return Evaluation(measure, _unmeasured(shared, {"others": ", ".join(of.shared_with)}))
        return Evaluation(measure, _unmeasured("slice_missing", {}, missing))
    return None if _booked(of.cells, ledger) else Evaluation(measure, _unmeasured("slice_not_booked", {}))


def _booked(cells: tuple[Cell, ...], ledger: Ledger) -> tuple[Cell, ...]:
    """The cells that the ledger has: a range of accounts names some that a unit never books on."""
    return tuple(cell for cell in cells if cell in ledger.cost)


def _month_of_contract(measure: Measure, ledger: Ledger | None) -> dt.date:
    newest = ledger.month_at(ledger.month_count - 1) if ledger else measure.start_month
    return max(newest, measure.start_month)


def _is_going_on(measure: Measure, ledger: Ledger | None) -> bool:
    """Whether the measure is not cancelled by the month of its contract."""
    if measure.end and measure.end.is_never_started:
        return False
    month = _month_of_contract(measure, ledger)
    if any(p.resumed_from and p.last_month and p.last_month < month < p.resumed_from for p in measure.pauses):
        return False
    last = measure.end.last_month if measure.end else None
    return last is None or month <= last


def _series(
    measure: Measure, cells: tuple[Cell, ...], others: tuple[Period, ...], ledger: Ledger
) -> tuple[MeasureSeries, tuple[str, ...], str]:
    cost = np.sum([ledger.cost[cell] for cell in cells], axis=0)
    for first, end in (*others, *_months_without(measure, ledger)):
        upto = ledger.month_count if end is None else ledger.month_index(end) + 1
        cost[max(ledger.month_index(first), 0) : max(upto, 0)] = np.nan
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
            price_index=_price_index(cells, ledger, start),
            parts=_parts(cells, units, ledger),
        ),
        units,
        scope,
    )


def _months_without(measure: Measure, ledger: Ledger) -> Iterator[Period]:
    """The months from the start in which the measure was not there: between a cancellation and the taking up, and last
    of all from the month after its last.
    """
    for pause in measure.pauses:
        if pause.last_month and pause.resumed_from:
            first = max(ledger.month_at(ledger.month_index(pause.last_month) + 1), measure.start_month)
            if first < pause.resumed_from:
                yield first, ledger.month_at(ledger.month_index(pause.resumed_from) - 1)
    if measure.end and measure.end.last_month:
        yield ledger.month_at(ledger.month_index(measure.end.last_month) + 1), None


def _price_index(cells: tuple[Cell, ...], ledger: Ledger, start: int) -> FloatArray | None:
    """[months] The price level of the cells together, each account weighing what it cost before the start; None where
    a level is missing or nothing was booked before.
    """
    years = [ledger.month_at(n).year for n in range(ledger.month_count)]
    total, weight = np.zeros(ledger.month_count), 0.0
    for unit, account in cells:
        level = ledger.price.get(account)
        if level is None or not set(years) <= level.by_year.keys():
            return None
        cost = max(float(np.nansum(ledger.cost[unit, account][:start])), 0.0)
        total += cost * np.array([level.by_year[year] for year in years])
        weight += cost
    return total / weight if weight > 0 else None


def _parts(cells: tuple[Cell, ...], units: tuple[str, ...], ledger: Ledger) -> FloatArray | None:
    """[classes × (1 + units) × months] The costs of the slice and of each unit by the index of the accounts' prices;
    None where all accounts have the same.
    """
    classes: dict[str, set[str]] = defaultdict(set)
    for _, account in cells:
        classes[ledger.price[account].index_code if account in ledger.price else ""].add(account)
    if len(classes) < 2 or not units:
        return None
    own = [np.sum([ledger.cost[c] for c in cells if c[1] in held], axis=0) for _, held in sorted(classes.items())]
    others = [[_unit_cost(unit, held, ledger) for unit in units] for _, held in sorted(classes.items())]
    return np.array([[mine, *theirs] for mine, theirs in zip(own, others, strict=True)])


def _index_codes(cells: tuple[Cell, ...], ledger: Ledger) -> tuple[str, ...]:
    return tuple(sorted({ledger.price[account].index_code for _, account in cells}))


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
    """The unit's cost on those of the accounts that it has, zero without any; NaN where it lacks the month."""
    held = [ledger.cost[unit, account] for account in sorted(accounts) if (unit, account) in ledger.cost]
    return np.asarray(np.sum(held, axis=0) if held else np.zeros(ledger.month_count), dtype=float)


def _last_month(series: MeasureSeries, ledger: Ledger) -> dt.date | None:
    known = np.flatnonzero(np.isfinite(series.cost))
    return ledger.month_at(int(known[-1])) if known.size else None


def _told(result: MethodResult, measure: Measure, of: Slice) -> MethodResult:
    """The result with what the registers say of slice, start and end: without its claim where one of them came late,
    else with the start and the end that it stands on.
    """
    start, end = measure.start, measure.end
    if of.is_registered_late:
        slice_places: Places = {"registered_on": of.registered_on, "known_on": of.outcome_known_on}
        result = _unclaimed(result, "slice_registered_late", slice_places)
    if start is not None and start.is_moved:
        places: Places = {
            "start": f"{measure.start_month:%Y-%m}",
            "first_start": f"{start.first_month:%Y-%m}",
            "known_from": start.known_from,
        }
        if start.is_moved_late:
            result = _unclaimed(result, "start_moved_late", {**places, "known_on": start.outcome_known_on})
        if result.verdict_code != "start_moved_late":
            result = _with(result, "start_moved", places)
    if end is not None and end.is_late:
        result = _unclaimed(result, "cancelled_late", _end_places(end))
        if result.verdict_code != "cancelled_late":
            result = _with(result, "cancelled_known_late", _end_places(end))
    elif end is not None and end.last_month is not None:
        result = _with(result, "cancelled_after", {**_end_places(end), "last": f"{end.last_month:%Y-%m}"})
    if end is not None and end.is_resumed_late:
        result = _with(result, "resumed_late", _end_places(end))
    for pause in measure.pauses:
        if pause.resumed_from is None or pause.resumed_from <= measure.start_month:
            continue  # over before the measure began: no month is left out
        result = _with(result, "resumed", _end_places(pause))
    return result


def _end_places(end: End) -> Places:
    return {
        "cancelled_on": end.cancelled_on,
        "known_from": end.known_from,
        "known_on": end.outcome_known_on,
        "resumed_on": end.resumed_on,
        "resumed_known_from": end.resumed_known_from,
        "resumed_known_on": end.resumed_outcome_known_on,
    }


def _unclaimed(result: MethodResult, verdict_code: str, places: Places) -> MethodResult:
    """The result without its claim, since something came late; a reason that says more about the data stays."""
    if not result.is_default or result.verdict_code not in STATISTICAL:
        return result
    wording: dict[str, str] = {
        language: say(f"verdict.{verdict_code}", language, change=change(result.effect_sek, language), **places)
        for language in LANGUAGES
    }
    return replace(result, verdict_code=verdict_code, wording=wording)


def _with(result: MethodResult, message: str, places: Places) -> MethodResult:
    """The result with one more sentence."""
    more = _wording(message, places)
    return replace(result, wording={language: f"{result.wording[language]} {more[language]}" for language in LANGUAGES})


def _wording(message: str, places: Places) -> dict[str, str]:
    return {language: say(f"verdict.{message}", language, **places) for language in LANGUAGES}


def _unmeasured(verdict_code: str, places: Places, message: str | None = None) -> MethodResult:
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
        wording=_wording(message or verdict_code, places),
    )
