"""The codes that deliveries hold, as the contracts say what they are codes of."""

from __future__ import annotations

from sqlmesh import macro
from sqlmesh.core.macros import MacroEvaluator


@macro()
def delivered_codes(evaluator: MacroEvaluator) -> str:
    """A table of code_kind, code, delivery_id and row_number: each code once for each delivery, at its first row."""
    from pathlib import Path

    from rjh_warehouse.contract.code_list import meant
    from rjh_warehouse.contract.contract import read_contracts

    assert evaluator._path is not None
    contracts = read_contracts(Path(evaluator._path).parents[2] / "contracts")  # project/models/core/<model>.sql
    found = {
        (table.name, column.name, kind)
        for contract in contracts.values()
        for table in contract.tables
        for column in table.value_columns
        if (kind := meant(column, contract, contracts))
    }
    parts = [
        f"SELECT '{kind}' AS code_kind, source.{column} AS code, source.delivery_id,"
        f" MIN(source.row_number) AS row_number FROM staging.{table} AS source"
        f" WHERE source.row_kind = 'data' AND NOT source.{column} IS NULL GROUP BY source.{column}, source.delivery_id"
        for table, column, kind in sorted(found)
    ]
    return f"({' UNION ALL '.join(parts)})"
