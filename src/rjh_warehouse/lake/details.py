"""What is told of a delivery's rows in parquet: those that were rejected, and those that are declared to be no data."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from rjh_warehouse.reading.table.arrays import from_values
from rjh_warehouse.reading.table.result import NonData, Rejection

DELIVERY_FIELD = pa.field("delivery_id", pa.string())
REJECTION_SCHEMA = pa.schema(
    [
        ("delivery_id", pa.string()),
        ("table_name", pa.string()),
        ("sheet", pa.string()),
        ("row_number", pa.int32()),
        ("column_name", pa.string()),
        ("cell", pa.string()),
        ("found", pa.string()),
        ("expected", pa.string()),
        ("expected_en", pa.string()),
        ("code", pa.string()),
    ]
)
NON_DATA_SCHEMA = pa.schema(
    [
        ("delivery_id", pa.string()),
        ("table_name", pa.string()),
        ("sheet", pa.string()),
        ("row_number", pa.int32()),
        ("kind", pa.string()),
        ("text", pa.string()),
    ]
)


def write_details(delivery_id: str, items: Sequence[Rejection] | Sequence[NonData], target: Path) -> None:
    """Write a delivery's rejections, or its rows that are no data, to a parquet file."""
    schema = REJECTION_SCHEMA if isinstance(items[0], Rejection) else NON_DATA_SCHEMA
    known: dict[str, list[Any]] = {"delivery_id": [delivery_id] * len(items), "table_name": [i.table for i in items]}
    columns = [from_values(known.get(f.name) or [getattr(i, f.name) for i in items], f.type) for f in schema]
    table = pa.Table.from_arrays(columns, schema=schema)
    pq.write_table(table, target, compression="zstd", write_page_checksum=True)
