"""Many clean rows of a table at once: the same results as the careful path, column by column.

A column of few different cells is typed by the careful reader itself, each cell once. Rows that are anything but plain
data with good cells go to the region's own `take`, one by one. What stands in the file's own way of writing is for the
makers of stretches: they cut it into columns, or refuse it whole, and it is read carefully.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from rjh_warehouse.contract.contract import NUMERIC_TYPES, Column
from rjh_warehouse.reading.table.arrays import Mask, constant, mask_array, whole_array
from rjh_warehouse.reading.table.batch import lake_values
from rjh_warehouse.reading.table.bulk_cells import Stretch
from rjh_warehouse.reading.table.bulk_columns import TypedColumn, typed_column
from rjh_warehouse.reading.table.bulk_special import SpecialRows
from rjh_warehouse.reading.table.cell import cell_address
from rjh_warehouse.reading.table.region import Region
from rjh_warehouse.reading.table.schema import ROW_FIELDS, table_schema
from rjh_warehouse.reading.table.table import TableReader
from rjh_warehouse.reading.table.typed import EMPTY


def can_read(region: Region) -> bool:
    """Whether a table may be read in bulk: rows of cells, each typed by itself."""
    table = region.table
    return (
        table.layout == "rows"
        and not table.rows.total_where_empty
        and not any(c.fill_down for c in table.columns)
        and all(_is_plain(region, c) for c in table.columns if c.type in NUMERIC_TYPES)
    )


def _is_plain(region: Region, column: Column) -> bool:
    reader = region.readers.get(column.name)
    return reader is None or (not reader.rules.any_unit and (column.type != "amount" or reader.unit is not None))


class BulkTables:
    """The tables of a file, for as long as they may be read in bulk."""

    def __init__(self, tables: TableReader) -> None:
        self._tables = tables
        self._bulk: BulkRegion | None = None
        self._refused: Region | None = None

    def open(self) -> BulkRegion | None:
        """The table being read; None outside tables, and in one that is not to be read in bulk."""
        region = self._tables.open_region
        if region is None or region is self._refused:
            return None
        if self._bulk is None or self._bulk.region is not region:
            if not can_read(region):
                self._refused = region
                return None
            self._bulk = BulkRegion(region)
        return self._bulk


class BulkRegion:
    """Types, watches and writes stretches of rows of an open region."""

    def __init__(self, region: Region) -> None:
        self.region = region
        self._special = SpecialRows(region)
        self._schema = table_schema(region.table)

    def read(self, stretch: Stretch, first_row: int) -> int:
        """Read a stretch that begins with row `first_row`; the number of rows before the one that ends the table.

        It is the stretch's height when no row does.
        """
        left, blank = self._special.among(stretch)
        fields: list[pa.Array] = []
        for column in self.region.table.columns:
            done = self._typed(column, stretch, len(fields) + len(ROW_FIELDS))
            fields += done.fields
            left |= done.left
        self.region.builder.flush()
        end = self._take_left(stretch, left, blank, first_row)
        left |= blank
        left[end:] = True
        self._watch(stretch, ~left, first_row)
        self._write(fields, left, first_row, self.region.builder.take())
        return end

    def _typed(self, column: Column, stretch: Stretch, position: int) -> TypedColumn:
        """A column's fields; constants where the file has no column."""
        region, height = self.region, stretch.height
        reader, index = region.readers.get(column.name), region.match.columns.get(column.name)
        is_in_cells = not column.is_given and index is not None and reader is not None
        given = lake_values(column, region.from_file.get(column.name, EMPTY), is_lean=region.table.lean)
        kinds = [self._schema.field(position + i).type for i in range(len(given))]
        if is_in_cells:
            assert index is not None and reader is not None
            return typed_column(stretch.column(index), reader, kinds)
        fields = [constant(value, height, kind) for value, kind in zip(given, kinds, strict=True)]
        return TypedColumn(fields, np.zeros(height, np.bool_))

    def _take_left(self, stretch: Stretch, left: Mask, blank: Mask, first_row: int) -> int:
        """Read the rows that were left, one by one; the number of rows before the table's end.

        Blank rows are only counted once their list is full.
        """
        only_counted = np.zeros(0, np.intp)
        if not self.region.table.rows.end_at_blank:
            only_counted = np.flatnonzero(blank)[self.region.account.blank_to_list :]
        one_by_one = left | blank
        one_by_one[only_counted] = False
        end = len(left)
        for row in np.flatnonzero(one_by_one).tolist():
            if not self.region.take(first_row + row, stretch.row(row)):
                end = int(row)
                break
        if len(only_counted):
            self.region.counts.non_data["blank"] += int((only_counted < end).sum())
        return end

    def _watch(self, stretch: Stretch, good: Mask, first_row: int) -> None:
        """Count the values of the good rows that stand under no column of the contract."""
        region = self.region
        for index in sorted(stretch.indices):
            if index < region.width and index not in region.watched:
                continue
            filled = good & stretch.column(index).is_filled()
            count = int(filled.sum())
            if count:
                region.counts.non_data["ignored_cell"] += count
                if index not in region.match.ignored:
                    row = first_row + int(filled.argmax())
                    region.count_unknown(index, count, row, cell_address(None, region.sheet, row, index))

    def _write(self, fields: list[pa.Array], left: Mask, first_row: int, carefully: pa.RecordBatch | None) -> None:
        """Write the stretch's good rows, in the file's order with the rows read carefully."""
        count = len(left) - int(left.sum())
        self.region.counts.rows_read += count
        self.region.counts.rows_loaded += count
        place = [
            constant(self.region.sheet, len(left), pa.string()),
            whole_array(np.arange(first_row, first_row + len(left), dtype=np.int32), None, pa.int32()),
            constant("data", len(left), pa.string()),
        ]
        batch = pa.RecordBatch.from_arrays([*place, *fields], names=self._schema.names)
        if count < len(left):
            batch = batch.filter(mask_array(~left))
        if carefully is not None:
            whole = pa.Table.from_batches([batch.cast(self._schema), carefully])
            batch = whole.sort_by("row_number").combine_chunks().to_batches()[0]
        if batch.num_rows:
            self.region.account.sink.write(self.region.table.name, batch)
