"""Sums over a window in which every month must be known."""

from __future__ import annotations

from sqlglot import exp
from sqlmesh import macro
from sqlmesh.core.macros import MacroEvaluator


@macro()
def whole_sum(_evaluator: MacroEvaluator, amount: exp.Expression, window: exp.Expression) -> str:
    """The sum over a named window; empty where the amount of one of its rows is unknown: a part is no sum."""
    value, name = (e.sql(dialect="duckdb") for e in (amount, window))
    return f"CASE WHEN COUNT({value}) OVER {name} = COUNT(*) OVER {name} THEN SUM({value}) OVER {name} END"
