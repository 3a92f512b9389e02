"""The tables that evaluations of measures read, as their inputs; their results as frames for the marts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

import pandas as pd

from rjh_warehouse.evaluation.measure_evaluation import Evaluation, cost_shift, evaluate
from rjh_warehouse.evaluation.measure_input import (
    End,
    Ledger,
    Measure,
    MeasureContract,
    Period,
    PriceLevel,
    Slice,
    Start,
    ledger_of,
)
from rjh_warehouse.evaluation.query import Row, rows
from rjh_warehouse.statistics.measure_series import ContractTerms

if TYPE_CHECKING:
    from sqlmesh import ExecutionContext

KEY = ("measure_code", "is_simulated")
SliceKey = tuple[str, bool, str]  # measure, simulated, kind
CellKey = tuple[bool, str, str]  # simulated, unit, account


def read_measures(context: ExecutionContext) -> list[tuple[Row, Measure]]:
    """Every measure of the current registers: its facts, and what an evaluation needs of it."""
    cells: dict[SliceKey, list[Row]] = defaultdict(list)
    claims: dict[CellKey, list[Row]] = defaultdict(list)
    for row in rows(context, "measure_cell"):
        cells[*_key(row), row["slice_kind"]].append(row)
        if row["slice_kind"] == "effect":
            claims[_cell_key(row)].append(row)
    contracts: dict[tuple[str, bool], list[MeasureContract]] = defaultdict(list)
    for row in rows(context, "measure_contract"):
        contracts[_key(row)].append(_contract(row))
    ends: dict[tuple[str, bool], list[End]] = defaultdict(list)
    for row in rows(context, "measure_end"):
        ends[_key(row)].append(End(**{name: value for name, value in row.items() if name not in KEY}))
    facts = {(*_key(row), row["slice_kind"]): row for row in rows(context, "measure_slice")}

    def slice_of(row: Row, kind: str) -> Slice:
        key = (*_key(row), kind)
        return _slice(cells[key], claims, facts.get(key, {}))

    return [
        (row, _measure(row, slice_of(row, "effect"), slice_of(row, "counter"), ends[_key(row)], contracts[_key(row)]))
        for row in rows(context, "measure")
    ]


def read_ledgers(context: ExecutionContext) -> dict[bool, Ledger | None]:
    """The ledger's cells by whether they are simulated: the two are never compared with each other."""
    booked = rows(context, "booked_cell")
    cells = rows(context, "measure_cell")
    prices = _prices(rows(context, "price_level"))
    return {
        is_simulated: ledger_of(
            (
                (r["unit_code"], r["board_code"], r["account_code"], r["month"], r["cost_sek"])
                for r in booked
                if r["is_simulated"] == is_simulated
            ),
            {(r["unit_code"], r["account_code"]) for r in cells if r["is_simulated"] == is_simulated},
            prices[is_simulated],
        )
        for is_simulated in (False, True)
    }


def evaluation_frame(
    context: ExecutionContext,
    measures: list[tuple[Row, Measure]],
    ledgers: dict[bool, Ledger | None],
    columns: list[str],
) -> pd.DataFrame:
    """The rows of `mart.measure_evaluation`, with the columns in this order."""
    results = [(f, e) for f, m in measures for e in evaluate(m, ledgers[m.is_simulated])]
    return _frame(context, results, columns)


def cost_shift_frame(
    context: ExecutionContext,
    measures: list[tuple[Row, Measure]],
    ledgers: dict[bool, Ledger | None],
    columns: list[str],
) -> pd.DataFrame:
    """The rows of `mart.measure_cost_shift`, with the columns in this order."""
    return _frame(context, [(f, cost_shift(m, ledgers[m.is_simulated])) for f, m in measures], columns)


def _frame(context: ExecutionContext, results: Iterable[tuple[Row, Evaluation]], columns: list[str]) -> pd.DataFrame:
    methods = {r["method_code"]: r for r in rows(context, "measure_method")}
    verdicts = {r["verdict_code"]: r for r in rows(context, "measure_verdict")}
    found = [_row(facts, e, methods[e.result.method_code], verdicts[e.result.verdict_code]) for facts, e in results]
    return pd.DataFrame(found, columns=columns, dtype=object)


def _row(facts: Row, evaluation: Evaluation, method: Row, verdict: Row) -> Row:
    measure, result = evaluation.measure, evaluation.result
    last_end = measure.end or (measure.pauses[-1] if measure.pauses else None)
    return {
        "measure_code": measure.measure_code,
        "method_code": result.method_code,
        "effect_sek": _kronor(result.effect_sek),
        "low_sek": _kronor(result.low_sek),
        "high_sek": _kronor(result.high_sek),
        "smallest_measurable_sek": _kronor(result.smallest_measurable_sek),
        "months_before": result.months_before,
        "months_after": result.months_after,
        "placebo_p": None if result.placebo_p is None else Decimal(f"{result.placebo_p:.6f}"),
        "verdict_code": result.verdict_code,
        "wording": result.wording["sv"],
        "wording_en": result.wording["en"],
        "verdict_name": verdict["verdict_name"],
        "method_name": method["method_name"],
        "method_name_en": method["method_name_en"],
        "method_order": method["sort_order"],
        "is_default": result.is_default,
        "measure_name": facts["measure_name"],
        "board_code": facts["board_code"],
        "decided_sek": _kronor(measure.full_year_effect_sek),
        "full_effect_sek": _kronor(result.full_effect_sek),
        "control_count": result.control_count,
        "control_scope": evaluation.control_scope,
        "suspect_control_codes": ", ".join(evaluation.suspect_units) or None,
        "contract_numbers": ", ".join(evaluation.contract_numbers) or None,
        "price_index_codes": ", ".join(evaluation.price_index_codes) or None,
        "start_month": measure.start_month,
        "start_known_from": facts["start_known_from"],
        "first_start_month": facts["first_start_month"],
        "is_start_moved_late": facts["is_moved_late"],
        "last_month": evaluation.last_month,
        "cancelled_on": last_end.cancelled_on if last_end else None,
        "is_cancelled_late": bool(measure.end and measure.end.is_late),
        "resumed_on": last_end.resumed_on if last_end else None,
        "is_resumed_late": bool(measure.end and measure.end.is_resumed_late),
        "own_cell_count": len(measure.own.cells),
        "counter_cell_count": len(measure.counter.cells),
        "counter_shared_cell_count": measure.counter.shared_count,
        "counter_also_cell_count": measure.counter.counter_count,
        "counter_also_codes": ", ".join(measure.counter.counter_with) or None,
        "attributed_sek": None if measure.counter.counter_count else _kronor(result.effect_sek),
        "counter_unit_codes": ", ".join(sorted({unit for unit, _ in measure.counter.cells})) or None,
        "shared_cell_count": measure.own.shared_count,
        "is_slice_registered_late": measure.own.is_registered_late,
        "is_counter_registered_late": measure.counter.is_registered_late,
        "is_simulated": measure.is_simulated,
    }


def _contract(row: Row) -> MeasureContract:
    terms = ContractTerms(row["price_before"], row["price_after"], row["yearly_volume"])
    return MeasureContract(row["contract_number"], terms, row["valid_from"], row["valid_to"])


def _measure(row: Row, own: Slice, counter: Slice, ends: list[End], contracts: list[MeasureContract]) -> Measure:
    end = next((end for end in ends if not end.is_pause), None)
    return Measure(
        measure_code=row["measure_code"],
        start_month=row["start_month"],
        ramp_months=int(row["ramp_months"] or 0),
        full_year_effect_sek=row["full_year_effect_sek"],
        is_simulated=row["is_simulated"],
        own=own,
        counter=counter,
        start=Start(
            known_from=row["start_known_from"],
            first_month=row["first_start_month"],
            is_moved=row["is_start_moved"],
            is_moved_late=row["is_moved_late"],
            outcome_known_on=row["start_outcome_known_on"],
        ),
        end=end,
        pauses=tuple(ends[: ends.index(end) if end else len(ends)]),
        contracts=tuple(contracts),
    )


def _slice(cells: list[Row], claims: dict[CellKey, list[Row]], facts: Row) -> Slice:
    """A slice's cells that no effect slice holds in the same months, and what the others hold of the rest."""
    with_others: set[str] = set()
    periods: set[Period] = set()
    for cell in cells:
        same = (cell["slice_kind"], cell["measure_code"])
        others = [c for c in claims[_cell_key(cell)] if (c["slice_kind"], c["measure_code"]) != same]
        if cell["is_shared"]:
            with_others |= {c["measure_code"] for c in others}
        else:
            periods |= {(c["start_month"], c["last_month"]) for c in others}
    counters = [c["counter_measure_codes"] for c in cells if c["counter_measure_codes"] and not c["is_shared"]]
    return Slice(
        cells=tuple((c["unit_code"], c["account_code"]) for c in cells if not c["is_shared"]),
        shared_count=sum(c["is_shared"] for c in cells),
        shared_with=tuple(sorted(with_others)),
        counter_count=len(counters),
        counter_with=tuple(sorted({code for codes in counters for code in codes.split(", ")})),
        others=tuple(sorted(periods, key=str)),
        registered_on=facts.get("registered_on"),
        outcome_known_on=facts.get("outcome_known_on"),
        is_registered_late=bool(facts.get("is_registered_late")),
    )


def _cell_key(row: Row) -> CellKey:
    return row["is_simulated"], row["unit_code"], row["account_code"]


def _prices(rows: Iterable[Row]) -> dict[bool, dict[str, PriceLevel]]:
    """Per world the price level of each account; years without a level are left out. PO is named beside the index."""
    prices: dict[bool, dict[str, PriceLevel]] = {False: {}, True: {}}
    for row in rows:
        code = row["index_code"] + (" × PO" if row["is_on_cost"] else "")
        level = prices[row["is_simulated"]].setdefault(row["account_code"], PriceLevel(code, {}))
        if row["price_level"] is not None:
            level.by_year[row["fiscal_year"]] = row["price_level"]
    return prices


def _key(row: Row) -> tuple[str, bool]:
    return row["measure_code"], row["is_simulated"]


def _kronor(amount: float | None) -> Decimal | None:
    return None if amount is None else Decimal(f"{amount:.2f}")
