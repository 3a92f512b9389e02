"""Rows and sums of each delivery: as its record has them since it was loaded, and as its rows give them in a build."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
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


FILE_SCHEMA = pa.schema([("delivery_id", pa.string()), ("table_name", pa.string()), ("sha256", pa.string())])
Counted = dict[tuple[str, str], dict[str, Any]]  # (table, digest of a rows file) → sum by column, its rows under ROWS


def earlier_sums(connection: duckdb.DuckDBPyConnection) -> Counted:
    """What an earlier build counted, from the database that it left: the same file has the same sums."""
    found: Counted = {}
    with contextlib.suppress(duckdb.CatalogException):
        query = (
            "SELECT table_name, file.sha256, counted.column_name, counted.in_lake FROM lake.delivery_sum AS counted"
            " JOIN lake.rows_file AS file USING (delivery_id, table_name)"
        )
        for table, sha256, column, value in connection.execute(query).fetchall():
            found.setdefault((table, sha256), {})[column] = value
    return found


def delivery_sums(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    schema: pa.Schema,
    records: Sequence[tuple[DeliveryRecord, str]],
    counted: Counted,
) -> list[dict[str, Any]]:
    """One row per delivery and column of decimals of a table, and one for its number of rows.

    Args:
        table: the view `lake.<table>` stands.
        records: the deliveries whose rows are in it, each with the digest of its rows file. Those loaded before there
            were sums have only their rows.
        counted: what need not be counted again.
    """
    decimals = [f.name for f in schema if pa.types.is_decimal(f.type)]
    stated = {r.delivery_id: _stated(r, table, decimals) for r, _ in records}
    found = {}
    for record, sha256 in records:
        before = counted.get((table, sha256), {})
        if stated[record.delivery_id].keys() <= before.keys():
            found[record.delivery_id] = before
    if new := ", ".join(f"'{d}'" for d in stated if d not in found):
        sums = "".join(f', SUM("{name}")' for name in decimals)
        query = (
            f"SELECT delivery_id, COUNT(*){sums} FROM lake.{table} WHERE delivery_id IN ({new}) GROUP BY delivery_id"
        )
        for row in connection.execute(query).fetchall():
            found[row[0]] = dict(zip([ROWS, *decimals], row[1:], strict=True))
    return [
        {
            "delivery_id": delivery,
            "table_name": table,
            "column_name": name,
            "recorded": _decimal(value),
            "in_lake": _decimal(found.get(delivery, {}).get(name) or 0),
        }
        for delivery, recorded in stated.items()
        for name, value in recorded.items()
    ]


def _stated(record: DeliveryRecord, table: str, decimals: list[str]) -> dict[str, Any]:
    """Rows and sums of a delivery's table as its record has them."""
    counts = record.tables[table]
    recorded = {ROWS: counts.get("stored_rows", counts["rows_loaded"]), **counts.get("control_sums", {})}
    return {name: value for name, value in recorded.items() if name == ROWS or name in decimals}


def _decimal(value: object) -> Any:
    from decimal import Decimal

    return Decimal(str(value)).quantize(Decimal("0.000001"))
