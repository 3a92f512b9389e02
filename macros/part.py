"""What a delivery covers, as its contract says."""

from __future__ import annotations

from sqlmesh import macro
from sqlmesh.core.macros import MacroEvaluator


@macro()
def covered_parts(evaluator: MacroEvaluator) -> str:
    """A table of delivery_id and part_key: what deliveries cover, of contracts that replace no more than that."""
    from pathlib import Path

    from rjh_warehouse.contract.contract import read_contracts
    from rjh_warehouse.contract.part_key import part_key_sql

    assert evaluator._path is not None
    contracts = read_contracts(Path(evaluator._path).parents[2] / "contracts")  # project/models/staging/<model>.sql
    parts = [
        f"SELECT DISTINCT source.delivery_id, {part_key_sql(contract.replaces.parts)} AS part_key"
        f" FROM lake.{table.name} AS source JOIN lake.delivery AS delivery ON delivery.delivery_id = source.delivery_id"
        f" WHERE source.row_kind = 'data' AND delivery.contract_code = '{contract.contract}'"
        for contract in contracts.values()
        if contract.replaces.what == "covered"
        for table in contract.parted_tables
    ]
    return f"({' UNION ALL '.join(parts)})"
