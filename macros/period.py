"""Periods as delivered."""

from __future__ import annotations

from sqlglot import exp
from sqlmesh import macro
from sqlmesh.core.macros import MacroEvaluator


@macro()
def is_period_odd(_evaluator: MacroEvaluator, kind: exp.Expression, start: exp.Expression, text: exp.Expression) -> str:
    """True where a start is no calendar year's, tertial's or month's first day, or the period's text says another."""
    kind_sql, start_sql, text_sql = (e.sql(dialect="duckdb") for e in (kind, start, text))
    month, words = f"EXTRACT(MONTH FROM {start_sql})", f"UPPER(TRIM({text_sql}))"
    tertial = f"CAST(CAST(FLOOR(({month} + 3) / 4) AS INTEGER) AS TEXT)"
    return (
        f"COALESCE(EXTRACT(DAY FROM {start_sql}) <> 1"
        f" OR ({kind_sql} = 'år' AND {month} <> 1) OR ({kind_sql} = 'tertial' AND NOT {month} IN (1, 5, 9))"
        f" OR ({words} LIKE '20__%' AND SUBSTRING({words}, 1, 4) <> CAST(EXTRACT(YEAR FROM {start_sql}) AS TEXT))"
        f" OR ({kind_sql} = 'tertial' AND {words} LIKE '%T_' AND RIGHT({words}, 1) <> {tertial}), FALSE)"
    )
