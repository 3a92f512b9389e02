"""Rows and sums of each delivery: as its record has them since it was loaded, and as its rows give them in a build."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import duckdb
import pyarrow as pa

from rjh_warehouse.lake.store import DeliveryRecord

SUM_SCHEMA = pa.schema(
    [
        ("delivery_id", pa.string()),
        ("table_name", pa.string()),
        ("column_name", pa.string()),
        ("recorded", pa.decimal128(38, 6)),
        ("in_lake", pa.decimal128(38, 6)),
    ]
)
ROWS = "(rows)"  # stands for the number of rows where else a column is named


def delivery_sums(
    connection: duckdb.DuckDBPyConnection, table: str, schema: pa.Schema, records: Iterable[DeliveryRecord]
) -> list[dict[str, Any]]:
    """One row per delivery and column of decimals of a table, and one for its number of rows.

    Args:
        table: the view `lake.<table>` stands.
        records: the deliveries whose rows are in it. Those loaded before there were sums have only their rows.
    """
    decimals = [f.name for f in schema if pa.types.is_decimal(f.type)]
    sums = "".join(f', SUM("{name}")' for name in decimals)
    query = f"SELECT delivery_id, COUNT(*){sums} FROM lake.{table} GROUP BY delivery_id"
    found = {row[0]: dict(zip([ROWS, *decimals], row[1:], strict=True)) for row in connection.execute(query).fetchall()}
    rows = []
    for record in records:
        counts = record.tables[table]
        recorded = {ROWS: counts.get("stored_rows", counts["rows_loaded"]), **counts.get("control_sums", {})}
        in_lake = found.get(record.delivery_id, {})
        rows += [
            {
                "delivery_id": record.delivery_id,
                "table_name": table,
                "column_name": name,
                "recorded": _decimal(value),
                "in_lake": _decimal(in_lake.get(name) or 0),
            }
            for name, value in recorded.items()
            if name == ROWS or name in decimals
        ]
    return rows


def _decimal(value: object) -> Any:
    from decimal import Decimal

    return Decimal(str(value)).quantize(Decimal("0.000001"))
