"""The address of a delivered cell, by which whatever is made of it is found again."""

from __future__ import annotations

from sqlglot import exp
from sqlmesh import macro
from sqlmesh.core.macros import MacroEvaluator


@macro()
def cell_address(
    _evaluator: MacroEvaluator, source: exp.Expression, table_code: exp.Expression, column_name: exp.Expression
) -> str:
    """Delivery, table, sheet (nothing for a text file), row and column of a row of `source`, with / between."""
    row, table, column = (e.sql(dialect="duckdb") for e in (source, table_code, column_name))
    row_of_sheet = f"COALESCE({row}.sheet, '') || '/' || CAST({row}.row_number AS TEXT)"
    return f"({row}.delivery_id || '/' || {table} || '/' || {row_of_sheet} || '/' || {column})"
