"""Amounts of tables whose rows do not say their unit and sign: the contracts do."""

from __future__ import annotations

from typing import Any

from sqlglot import exp
from sqlmesh import macro
from sqlmesh.core.macros import MacroEvaluator


def _contracts(evaluator: MacroEvaluator) -> list[Any]:
    from pathlib import Path

    from rjh_warehouse.contract.contract import read_contracts

    assert evaluator._path is not None  # project/models/staging/<model>.sql
    return list(read_contracts(Path(evaluator._path).parents[2] / "contracts").values())


@macro()
def lean_amounts(evaluator: MacroEvaluator) -> str:
    """A table of contract, table, column and factor: see `build.staging.lean_amounts`."""
    from rjh_warehouse.build.staging import lean_amounts as listed

    rows = ", ".join(
        f"('{contract}', '{table}', '{name}', {n})" for contract, table, name, n in listed(_contracts(evaluator))
    )
    return f"(VALUES {rows})"


@macro()
def lean_to_sek(evaluator: MacroEvaluator, amount: exp.Column, table: exp.Column) -> str:
    """Kronor, revenue + and cost −, of a lean table's amount."""
    from rjh_warehouse.build.staging import lean_factor

    factor = lean_factor(_contracts(evaluator), table.name, amount.name)
    return f"CAST({amount.sql(dialect='duckdb')} * {factor} AS DECIMAL(18, 2))"
