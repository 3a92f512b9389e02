"""Amounts of tables whose rows do not say their unit and sign: the contracts do."""

from __future__ import annotations

from sqlglot import exp
from sqlmesh import macro
from sqlmesh.core.macros import MacroEvaluator


@macro()
def lean_to_sek(evaluator: MacroEvaluator, amount: exp.Column, table: exp.Column) -> str:
    """Kronor, revenue + and cost −, of a lean table's amount."""
    from pathlib import Path

    from rjh_warehouse.build.staging import lean_factor
    from rjh_warehouse.contract.contract import read_contracts

    assert evaluator._path is not None
    contracts = read_contracts(Path(evaluator._path).parents[2] / "contracts")  # project/models/staging/<model>.sql
    factor = lean_factor(contracts.values(), table.name, amount.name)
    return f"CAST({amount.sql(dialect='duckdb')} * {factor} AS DECIMAL(18, 2))"
