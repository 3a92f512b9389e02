"""The typed columns that a contract's table becomes: the one place that says them."""

from __future__ import annotations

import pyarrow as pa

from rjh_warehouse.contract.contract import NUMERIC_TYPES, Column, ColumnType, Table

ROW_FIELDS = (
    pa.field("sheet", pa.string()),
    pa.field("row_number", pa.int32()),
    pa.field("row_kind", pa.string()),
)
CROSS_FIELDS = (
    pa.field("column_name", pa.string()),
    pa.field("column_kind", pa.string()),
    pa.field("cell", pa.string()),
)
_TYPES: dict[ColumnType, pa.DataType] = {
    "text": pa.string(),
    "code": pa.string(),
    "integer": pa.int64(),
    "year": pa.int32(),
    "number": pa.decimal128(18, 6),
    "percent": pa.decimal128(18, 6),
    "amount": pa.decimal128(18, 4),
    "date": pa.date32(),
    "month": pa.date32(),
    "boolean": pa.bool_(),
}
LEAN_AMOUNT = pa.decimal128(18, 2)


def column_fields(column: Column, lean: bool) -> list[pa.Field]:
    """The fields of one contract column: the value, and beside a number what was delivered."""
    if lean:
        return [pa.field(column.name, LEAN_AMOUNT if column.type == "amount" else _TYPES[column.type])]
    fields = [pa.field(column.name, _TYPES[column.type])]
    if column.type in NUMERIC_TYPES:
        fields += [
            pa.field(f"{column.name}_text", pa.string()),
            pa.field(f"{column.name}_unit", pa.string()),
            pa.field(f"{column.name}_decimals", pa.int16()),
        ]
    if column.type == "amount":
        fields.append(pa.field(f"{column.name}_sign", pa.int8()))
    return fields


def table_schema(table: Table) -> pa.Schema:
    """The fields of a table's batches, in order; the lake puts `delivery_id` before them."""
    fields = [*ROW_FIELDS]
    for column in table.columns:
        fields += column_fields(column, table.lean)
    if table.across:
        fields += [pa.field(name, _TYPES[kind]) for name, kind in table.across.groups.items()]
        if table.across.months:
            fields.append(pa.field("month_number", pa.int16()))
        fields += CROSS_FIELDS
        fields += column_fields(table.across.value, table.lean)
    return pa.schema(fields)
