"""Typed values, row by row → arrow batches for the sink."""

from __future__ import annotations

import pyarrow as pa

from rjh_warehouse.contract.contract import NUMERIC_TYPES, Column, Table
from rjh_warehouse.reading.table.arrays import from_values
from rjh_warehouse.reading.table.result import RowSink
from rjh_warehouse.reading.table.schema import table_schema
from rjh_warehouse.reading.table.typed import Typed

BATCH_ROWS = 32_768


class BatchBuilder:
    """Collects the records of one table and writes them to the sink in batches."""

    def __init__(self, table: Table, sink: RowSink) -> None:
        self._name, self._sink = table.name, sink
        self._schema = table_schema(table)
        self._rows: list[tuple[object, ...]] = []

    def add(self, row: tuple[object, ...]) -> None:
        """One record: a value for each field of the table's schema, in order."""
        self._rows.append(row)
        if len(self._rows) >= BATCH_ROWS:
            self.flush()

    def take(self) -> pa.RecordBatch | None:
        """The records collected since the last write, as a batch that is not written."""
        if not self._rows:
            return None
        columns = zip(*self._rows, strict=True)
        arrays = [from_values(c, f.type) for c, f in zip(columns, self._schema, strict=True)]
        self._rows = []
        return pa.RecordBatch.from_arrays(arrays, schema=self._schema)

    def flush(self) -> None:
        """Write what has been collected."""
        if (batch := self.take()) is not None:
            self._sink.write(self._name, batch)


def lake_values(column: Column, typed: Typed, *, is_lean: bool) -> tuple[object, ...]:
    """The fields of one cell: the value and, unless the table is lean, its text, unit, decimals and sign."""
    if is_lean or column.type not in NUMERIC_TYPES:
        return (typed.value,)
    if column.type == "amount":
        sign = 1 if column.sign == "revenue_positive" else -1
        return (typed.value, typed.text, typed.unit, typed.decimals, sign)
    return (typed.value, typed.text, typed.unit, typed.decimals)
