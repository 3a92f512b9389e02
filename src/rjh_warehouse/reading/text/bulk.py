"""Many clean rows of a text file at once: the same results as the careful path, column by column.

A column of few different texts is typed by the careful reader itself, each text once. Rows that are anything but plain
data with good cells go to the region's own `take`, one by one; a stretch that is not a plain grid of lines (stray
quotes, ragged lines) is refused whole and read carefully by the caller.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from rjh_warehouse.contract.contract import NUMERIC_TYPES, Column
from rjh_warehouse.reading.table.arrays import Mask, constant, mask_array, whole_array
from rjh_warehouse.reading.table.batch import lake_values
from rjh_warehouse.reading.table.region import Region
from rjh_warehouse.reading.table.schema import ROW_FIELDS, table_schema
from rjh_warehouse.reading.table.typed import EMPTY
from rjh_warehouse.reading.text.bulk_columns import TypedColumn, is_filled, typed_column
from rjh_warehouse.reading.text.bulk_special import SpecialRows
from rjh_warehouse.reading.text.grid import Grid, GridReader, NotPlain


def can_read(region: Region, delimiter: str) -> bool:
    """Whether a table may be read in bulk: rows of cells, each typed by itself."""
    table = region.table
    return (
        table.layout == "rows"
        and not table.rows.total_where_empty
        and len(delimiter.encode()) == 1
        and not any(c.fill_down for c in table.columns)
        and all(_is_plain(region, c) for c in table.columns if c.type in NUMERIC_TYPES)
    )


def _is_plain(region: Region, column: Column) -> bool:
    reader = region.readers.get(column.name)
    return reader is None or (not reader.rules.any_unit and (column.type != "amount" or reader.unit is not None))


@dataclass(frozen=True, slots=True)
class ReadLines:
    """How many lines of a stretch were read: all of them, or those before the row that ends the table."""

    lines: int
    is_whole: bool


class BulkRegion:
    """Reads stretches of whole lines into an open region.

    Args:
        encoding: one in which bytes below 128 always are ASCII.
    """

    def __init__(self, region: Region, *, delimiter: str, quote: str, encoding: str) -> None:
        self.region = region
        self._grid = GridReader(region.width, delimiter=delimiter, quote=quote, encoding=encoding)
        self._special = SpecialRows(region)
        self._schema = table_schema(region.table)

    def read(self, data: bytes, first_line: int) -> ReadLines | None:
        """Read a stretch of lines, each with its line end; None, with nothing done, when it is not a plain grid.

        Args:
            first_line: the physical number of the stretch's first line.
        """
        try:
            grid = self._grid.read(data)
        except NotPlain:
            return None
        left, blank = self._special.among(grid.columns, grid.height)
        fields: list[pa.Array] = []
        for column in self.region.table.columns:
            done = self._typed(column, grid, len(fields) + len(ROW_FIELDS))
            fields += done.fields
            left |= done.left
        self.region.builder.flush()
        end = self._take_left(grid, left, blank, first_line)
        left |= blank
        left[end:] = True
        self._watch(grid, ~left, first_line)
        self._write(fields, left, first_line, self.region.builder.take())
        return ReadLines(end, end == grid.height)

    def _typed(self, column: Column, grid: Grid, position: int) -> TypedColumn:
        """A column's fields; constants where the file has no column."""
        region = self.region
        reader, index = region.readers.get(column.name), region.match.columns.get(column.name)
        is_in_cells = not column.is_given and index is not None and reader is not None
        given = lake_values(column, region.from_file.get(column.name, EMPTY), is_lean=region.table.lean)
        kinds = [self._schema.field(position + i).type for i in range(len(given))]
        if is_in_cells:
            assert index is not None and reader is not None
            return typed_column(grid.columns[index], reader, kinds)
        fields = [constant(value, grid.height, kind) for value, kind in zip(given, kinds, strict=True)]
        return TypedColumn(fields, np.zeros(grid.height, np.bool_))

    def _take_left(self, grid: Grid, left: Mask, blank: Mask, first_line: int) -> int:
        """Read the rows that were left, one by one; the number of lines before the table's end.

        Blank rows are only counted once their list is full.
        """
        only_counted = np.zeros(0, np.intp)
        if not self.region.table.rows.end_at_blank:
            only_counted = np.flatnonzero(blank)[self.region.account.blank_to_list :]
        one_by_one = left | blank
        one_by_one[only_counted] = False
        end = len(left)
        for row in np.flatnonzero(one_by_one).tolist():
            if not self.region.take(first_line + row, grid.cells(row)):
                end = int(row)
                break
        self.region.counts.non_data["blank"] += int((only_counted < end).sum())
        return end

    def _write(self, fields: list[pa.Array], left: Mask, first_line: int, carefully: pa.RecordBatch | None) -> None:
        """Write the stretch's good rows, in the file's order with the rows read carefully."""
        count = len(left) - int(left.sum())
        self.region.counts.rows_read += count
        self.region.counts.rows_loaded += count
        place = [
            constant(None, len(left), pa.string()),
            whole_array(np.arange(first_line, first_line + len(left), dtype=np.int32), None, pa.int32()),
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

    def _watch(self, grid: Grid, good: Mask, first_line: int) -> None:
        """Count the values of the good rows that stand under no column of the contract."""
        for index in sorted(self.region.watched):
            filled = good & is_filled(grid.columns[index])
            count = int(filled.sum())
            if count:
                self.region.counts.non_data["ignored_cell"] += count
                if index not in self.region.match.ignored:
                    self.region.count_unknown(index, count, first_line + int(filled.argmax()), None)
