"""Rules of periods in SQL."""

from __future__ import annotations

from sqlglot import exp
from sqlmesh import macro
from sqlmesh.core.macros import MacroEvaluator

from rjh_warehouse.contract.period_rule import odd_period_sql


@macro()
def odd_period(_evaluator: MacroEvaluator, kind: exp.Expression, start: exp.Expression, text: exp.Expression) -> str:
    """Whether an outcome's period is odd, by the rule that loads warn by: see `rjh_warehouse.contract.period_rule`."""
    return odd_period_sql(*(part.sql(dialect="duckdb") for part in (kind, start, text)))
