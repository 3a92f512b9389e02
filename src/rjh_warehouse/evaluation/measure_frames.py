"""The tables that evaluations of measures read, as their inputs; their results as frames for the marts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pandas as pd

from rjh_warehouse.evaluation.measure_evaluation import (
    Cell,
    Evaluation,
    Ledger,
    Measure,
    MeasureContract,
    cost_shift,
    evaluate,
    ledger_of,
)
from rjh_warehouse.statistics.measure_series import ContractTerms

if TYPE_CHECKING:
    from sqlmesh import ExecutionContext

Row = dict[str, Any]
MEASURE_SQL = """
SELECT measure.measure_code, measure.measure_name, measure.board_code, measure.start_month,
  measure.ramp_months, CAST(measure.full_year_effect_sek AS DOUBLE) AS full_year_effect_sek, measure.is_simulated,
  slice.registered_on, slice.outcome_known_on, COALESCE(slice.is_registered_late, FALSE) AS is_registered_late
FROM {registered} AS measure
LEFT JOIN (
  SELECT measure_code, is_simulated, MAX(held_from) AS registered_on,
    MIN(outcome_known_on) AS outcome_known_on,
    BOOL_OR(is_registered_late) AS is_registered_late
  FROM {slice}
  WHERE slice_kind = 'effect'
  GROUP BY measure_code, is_simulated
) AS slice
  ON slice.measure_code = measure.measure_code AND slice.is_simulated = measure.is_simulated
WHERE measure.is_current
ORDER BY measure.is_simulated, measure.measure_code
"""
CELL_SQL = """
SELECT measure_code, is_simulated, slice_kind, unit_code, account_code, is_shared
FROM {cell}
ORDER BY unit_code, account_code
"""
BOOKED_SQL = """
SELECT is_simulated, unit_code, board_code, account_code, month,
  CAST(item_sek - amount_sek AS DOUBLE) AS cost_sek
FROM {booked}
ORDER BY unit_code, account_code, month
"""
CONTRACT_SQL = """
SELECT measure_code, is_simulated, contract_number, valid_from, valid_to,
  CAST(price_before_sek AS DOUBLE) AS price_before, CAST(price_after_sek AS DOUBLE) AS price_after,
  CAST(yearly_volume AS DOUBLE) AS yearly_volume
FROM {contract}
ORDER BY measure_code, contract_number, article_text, valid_from
"""
OVERLAP_SQL = "SELECT is_simulated, measure_code, other_measure_code FROM {overlap}"


def read_measures(context: ExecutionContext) -> list[tuple[Row, Measure]]:
    """Every measure of the current registers: its facts, and what an evaluation needs of it."""
    cells: dict[tuple[str, bool], list[Row]] = defaultdict(list)
    for row in _rows(context, CELL_SQL, cell="core.measure_slice_cell"):
        cells[row["measure_code"], row["is_simulated"]].append(row)
    others: dict[tuple[str, bool], set[str]] = defaultdict(set)
    for row in _rows(context, OVERLAP_SQL, overlap="core.slice_overlap"):
        others[row["measure_code"], row["is_simulated"]].add(row["other_measure_code"])
        others[row["other_measure_code"], row["is_simulated"]].add(row["measure_code"])
    contracts: dict[tuple[str, bool], list[MeasureContract]] = defaultdict(list)
    for row in _rows(context, CONTRACT_SQL, contract="core.measure_contract"):
        contracts[_key(row)].append(_contract(row))
    known = _rows(context, MEASURE_SQL, registered="core.measure_registered", slice="core.measure_slice")
    return [(row, _measure(row, cells[_key(row)], others[_key(row)], contracts[_key(row)])) for row in known]


def read_ledgers(context: ExecutionContext) -> dict[bool, Ledger | None]:
    """The ledger's cells by whether they are simulated: the two are never compared with each other."""
    booked = _rows(context, BOOKED_SQL, booked="core.slice_account_month")
    cells = _rows(context, CELL_SQL, cell="core.measure_slice_cell")
    return {
        is_simulated: ledger_of(
            (
                (r["unit_code"], r["board_code"], r["account_code"], r["month"], r["cost_sek"])
                for r in booked
                if r["is_simulated"] == is_simulated
            ),
            {(r["unit_code"], r["account_code"]) for r in cells if r["is_simulated"] == is_simulated},
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
    methods = {r["method_code"]: r for r in _rows(context, "SELECT * FROM {t}", t="seed.measure_method")}
    verdicts = {r["verdict_code"]: r for r in _rows(context, "SELECT * FROM {t}", t="seed.measure_verdict")}
    rows = [_row(facts, e, methods[e.result.method_code], verdicts[e.result.verdict_code]) for facts, e in results]
    return pd.DataFrame(rows, columns=columns, dtype=object)


def _row(facts: Row, evaluation: Evaluation, method: Row, verdict: Row) -> Row:
    measure, result = evaluation.measure, evaluation.result
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
        "start_month": measure.start_month,
        "last_month": evaluation.last_month,
        "own_cell_count": len(measure.own),
        "counter_cell_count": len(measure.counter),
        "counter_unit_codes": ", ".join(sorted({unit for unit, _ in measure.counter})) or None,
        "shared_cell_count": measure.shared_count,
        "is_slice_registered_late": measure.is_registered_late,
        "is_simulated": measure.is_simulated,
    }


def _contract(row: Row) -> MeasureContract:
    terms = ContractTerms(row["price_before"], row["price_after"], row["yearly_volume"])
    return MeasureContract(row["contract_number"], terms, row["valid_from"], row["valid_to"])


def _measure(row: Row, cells: list[Row], others: set[str], contracts: list[MeasureContract]) -> Measure:
    own: list[Cell] = [(c["unit_code"], c["account_code"]) for c in cells if _is_own(c)]
    counter: list[Cell] = [(c["unit_code"], c["account_code"]) for c in cells if c["slice_kind"] == "counter"]
    return Measure(
        measure_code=row["measure_code"],
        start_month=row["start_month"],
        ramp_months=int(row["ramp_months"] or 0),
        full_year_effect_sek=row["full_year_effect_sek"],
        is_simulated=row["is_simulated"],
        own=tuple(own),
        counter=tuple(counter),
        shared_count=sum(c["is_shared"] for c in cells),
        shared_with=tuple(sorted(others)),
        registered_on=row["registered_on"],
        outcome_known_on=row["outcome_known_on"],
        is_registered_late=row["is_registered_late"],
        contracts=tuple(contracts),
    )


def _is_own(cell: Row) -> bool:
    return cell["slice_kind"] == "effect" and not cell["is_shared"]


def _key(row: Row) -> tuple[str, bool]:
    return row["measure_code"], row["is_simulated"]


def _kronor(amount: float | None) -> Decimal | None:
    return None if amount is None else Decimal(f"{amount:.2f}")


def _rows(context: ExecutionContext, query: str, **tables: str) -> list[Row]:
    """The rows of a query whose places are tables of the warehouse; NULL is None, dates are dates."""
    places = {place: context.resolve_table(name) for place, name in tables.items()}
    cursor = context.engine_adapter.cursor
    cursor.execute(query.format(**places))
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
