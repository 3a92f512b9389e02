"""The tables that evaluations of measures read, as their inputs; their results as frames for the marts."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pandas as pd

from rjh_warehouse.evaluation.measure_evaluation import Evaluation, cost_shift, evaluate
from rjh_warehouse.evaluation.measure_input import (
    Cell,
    Ledger,
    Measure,
    MeasureContract,
    PriceLevel,
    Start,
    ledger_of,
)
from rjh_warehouse.statistics.measure_series import ContractTerms

if TYPE_CHECKING:
    from sqlmesh import ExecutionContext

Row = dict[str, Any]
MEASURE_SQL = """
SELECT measure.measure_code, measure.measure_name, measure.board_code, measure.start_month,
  measure.ramp_months, CAST(measure.full_year_effect_sek AS DOUBLE) AS full_year_effect_sek, measure.is_simulated,
  start.known_from AS start_known_from, start.first_start_month, start.move_count > 0 AS is_start_moved,
  start.is_moved_late, start.outcome_known_on AS start_outcome_known_on
FROM {registered} AS measure
JOIN {start} AS start
  ON start.measure_code = measure.measure_code AND start.is_simulated = measure.is_simulated
WHERE measure.is_current
ORDER BY measure.is_simulated, measure.measure_code
"""
SLICE_SQL = """
SELECT measure_code, is_simulated, slice_kind, MAX(held_from) AS registered_on,
  MIN(outcome_known_on) AS outcome_known_on, BOOL_OR(is_registered_late) AS is_registered_late
FROM {slice}
GROUP BY measure_code, is_simulated, slice_kind
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
PRICE_SQL = """
SELECT account_code, is_simulated, fiscal_year, index_code, is_on_cost, CAST(price_level AS DOUBLE) AS price_level
FROM {price}
ORDER BY account_code, fiscal_year
"""


def read_measures(context: ExecutionContext) -> list[tuple[Row, Measure]]:
    """Every measure of the current registers: its facts, and what an evaluation needs of it."""
    cells: dict[tuple[str, bool], list[Row]] = defaultdict(list)
    for row in _rows(context, CELL_SQL, cell="core.measure_slice_cell"):
        cells[row["measure_code"], row["is_simulated"]].append(row)
    contracts: dict[tuple[str, bool], list[MeasureContract]] = defaultdict(list)
    for row in _rows(context, CONTRACT_SQL, contract="core.measure_contract"):
        contracts[_key(row)].append(_contract(row))
    slices = {(*_key(row), row["slice_kind"]): row for row in _rows(context, SLICE_SQL, slice="core.measure_slice")}
    others = _others(itertools.chain.from_iterable(cells.values()))
    known = _rows(context, MEASURE_SQL, registered="core.measure_registered", start="core.measure_start")
    return [(row, _measure(row, cells[_key(row)], others[_key(row)], contracts[_key(row)], slices)) for row in known]


def read_ledgers(context: ExecutionContext) -> dict[bool, Ledger | None]:
    """The ledger's cells by whether they are simulated: the two are never compared with each other."""
    booked = _rows(context, BOOKED_SQL, booked="core.slice_account_month")
    cells = _rows(context, CELL_SQL, cell="core.measure_slice_cell")
    prices = _prices(_rows(context, PRICE_SQL, price="core.slice_account_price"))
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
        "price_index_codes": ", ".join(evaluation.price_index_codes) or None,
        "start_month": measure.start_month,
        "start_known_from": facts["start_known_from"],
        "first_start_month": facts["first_start_month"],
        "is_start_moved_late": facts["is_moved_late"],
        "last_month": evaluation.last_month,
        "own_cell_count": len(measure.own),
        "counter_cell_count": len(measure.counter),
        "counter_unit_codes": ", ".join(sorted({unit for unit, _ in measure.counter})) or None,
        "shared_cell_count": measure.shared_count,
        "is_slice_registered_late": measure.is_registered_late,
        "is_counter_registered_late": measure.is_counter_registered_late,
        "is_simulated": measure.is_simulated,
    }


def _contract(row: Row) -> MeasureContract:
    terms = ContractTerms(row["price_before"], row["price_after"], row["yearly_volume"])
    return MeasureContract(row["contract_number"], terms, row["valid_from"], row["valid_to"])


def _measure(
    row: Row,
    cells: list[Row],
    others: set[str],
    contracts: list[MeasureContract],
    slices: dict[tuple[str, bool, str], Row],
) -> Measure:
    own: list[Cell] = [(c["unit_code"], c["account_code"]) for c in cells if _is_own(c)]
    counter: list[Cell] = [(c["unit_code"], c["account_code"]) for c in cells if c["slice_kind"] == "counter"]
    effect_slice, counter_slice = (slices.get((*_key(row), kind), {}) for kind in ("effect", "counter"))
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
        registered_on=effect_slice.get("registered_on"),
        outcome_known_on=effect_slice.get("outcome_known_on"),
        is_registered_late=bool(effect_slice.get("is_registered_late")),
        counter_registered_on=counter_slice.get("registered_on"),
        counter_outcome_known_on=counter_slice.get("outcome_known_on"),
        is_counter_registered_late=bool(counter_slice.get("is_registered_late")),
        start=Start(
            known_from=row["start_known_from"],
            first_month=row["first_start_month"],
            is_moved=row["is_start_moved"],
            is_moved_late=row["is_moved_late"],
            outcome_known_on=row["start_outcome_known_on"],
        ),
        contracts=tuple(contracts),
    )


def _others(cells: Iterable[Row]) -> dict[tuple[str, bool], set[str]]:
    """Each measure's code and the codes of those that claim a cell with it."""
    claims: dict[tuple[bool, str, str], set[str]] = defaultdict(set)
    for cell in cells:
        if cell["is_shared"]:
            claims[cell["is_simulated"], cell["unit_code"], cell["account_code"]].add(cell["measure_code"])
    others: dict[tuple[str, bool], set[str]] = defaultdict(set)
    for (is_simulated, _, _), codes in claims.items():
        for code in codes:
            others[code, is_simulated] |= codes - {code}
    return others


def _prices(rows: Iterable[Row]) -> dict[bool, dict[str, PriceLevel]]:
    """Per world the price level of each account; years without a level are left out. PO is named beside the index."""
    prices: dict[bool, dict[str, PriceLevel]] = {False: {}, True: {}}
    for row in rows:
        code = row["index_code"] + (" × PO" if row["is_on_cost"] else "")
        level = prices[row["is_simulated"]].setdefault(row["account_code"], PriceLevel(code, {}))
        if row["price_level"] is not None:
            level.by_year[row["fiscal_year"]] = row["price_level"]
    return prices


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
