"""Many clean rows of a large .xlsx sheet at once: the same results as the careful path, column by column.

A stretch of the sheet's XML is taken apart with one strict pattern per cell; a stretch in which anything else stands
is refused whole. A row with a cell that its column does not take plainly goes to the region's own `take`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import polars as pl
import pyarrow as pa

from rjh_warehouse.contract.contract import NUMERIC_TYPES, Column
from rjh_warehouse.reading.table.batch import lake_values
from rjh_warehouse.reading.table.cell import SPACES, Cell, cell_text
from rjh_warehouse.reading.table.header import header_key
from rjh_warehouse.reading.table.region import Region
from rjh_warehouse.reading.table.schema import table_schema
from rjh_warehouse.reading.table.typed import EMPTY, CellFault, ColumnReader, Typed
from rjh_warehouse.reading.workbook.bulk_numbers import (
    Ints,
    Mask,
    decimal_array,
    decimals_of,
    masked,
    scaled,
    shown_numbers,
)
from rjh_warehouse.reading.workbook.bulk_stretch import CellClass, Stretch, take_apart
from rjh_warehouse.reading.workbook.format import GENERAL, NumberFormat
from rjh_warehouse.reading.workbook.sheet import RawRow, column_letters, number_cell
from rjh_warehouse.reading.workbook.xlsx_rows import OoxmlParts

MAX_MEMORY = 100_000  # typed texts of a column that are remembered
_NATIVE = {"integer": pl.Int64, "year": pl.Int32, "date": pl.Date, "month": pl.Date, "boolean": pl.Boolean}


@dataclass(slots=True)
class _Cells:
    """One column's cells by row."""

    texts: pl.Series  # null: no cell, or an empty one
    class_of: Ints  # position in the stretch's classes; without meaning where there is no cell
    classes: list[CellClass]  # those that stand in the column


@dataclass(slots=True)
class _TypedColumn:
    """A column's arrays, and the rows that are left to the careful path."""

    arrays: list[pa.Array]
    left: Mask


class BulkSheet:
    """Reads stretches of rows into an open region."""

    def __init__(self, region: Region, shared: OoxmlParts, strings: pl.Series) -> None:
        self.region = region
        self._shared, self._strings = shared, strings
        self._schema = table_schema(region.table)
        self._first_keys = {next((k for k in keys if k), "") for keys in region.repeats} - {""}
        self._styles = shared.styles or [GENERAL]
        shown = [-1 if s.decimals is None else s.decimals for s in shared.styles] or [-1]
        self._shown_decimals = np.array(shown, dtype=np.int64)
        self._held: dict[int, _Cells] = {}  # the columns of the stretch that is being read
        self._memory: dict[tuple[str, CellClass], dict[str, object]] = {}  # values of cells that come again

    def read(self, data: bytes, last_row: int, parse: Callable[[], list[RawRow]]) -> tuple[int, int] | None:
        """Read a stretch of whole `<row>` elements, in UTF-8, that follows row `last_row`.

        Args:
            parse: gives the stretch's rows as the careful path reads them, for the rows that are left.

        Returns:
            The last row and the number of columns; None, with nothing done, when the stretch is not plain.
        """
        has_values = not self._shared.is_uncalculated
        stretch = take_apart(data, last_row, self._strings, len(self._styles), has_values=has_values)
        if stretch is None:
            return None
        self._held.clear()
        left = self._special_rows(stretch)
        typed = []
        for column in self.region.table.columns:
            done = self._column(stretch, column)
            typed.append(done)
            left |= done.left
        if self.region.table.rows.end is not None and left.any():
            return None
        self.region.builder.flush()
        self._take_left(stretch, left, parse)
        self._write(stretch, typed, left, self.region.builder.take())
        return stretch.first_row + stretch.height - 1, max(stretch.at)

    # -- rows that are left ---------------------------------------------------------------------------

    def _special_rows(self, stretch: Stretch) -> Mask:
        """Rows that are blank, or may be totals, notes, repeated headers or the table's end."""
        open_rows: Mask = np.ones(stretch.height, dtype=np.bool_)
        special: Mask = np.zeros(stretch.height, dtype=np.bool_)
        for column in sorted(stretch.at):
            cells = self._cells(stretch, column)
            filled = cells.texts.str.strip_chars(SPACES).ne("").fill_null(False).to_numpy()
            first = open_rows & filled
            if first.any() and (self.region.kinds or self._first_keys):
                keys = self._keys(stretch, cells)
                texts = keys.filter(pl.Series(first)).unique()
                suspects = [k for k in texts if self._is_special(cell_text(self._cell(stretch, cells, k)))]
                if suspects:
                    special |= first & keys.is_in(suspects).fill_null(False).to_numpy()
            open_rows &= ~filled
            if not open_rows.any():
                break
        return special | open_rows

    def _is_special(self, text: str) -> bool:
        return header_key(text) in self._first_keys or any(p.search(text) for _, p in self.region.kinds)

    def _take_left(self, stretch: Stretch, left: Mask, parse: Callable[[], list[RawRow]]) -> None:
        if not left.any():
            return
        wanted = {stretch.first_row + int(i) for i in np.flatnonzero(left)}
        given = dict(parse())
        for number in sorted(wanted):
            cells = given.get(number, {})
            self.region.take(number, [cells.get(c) for c in range(1, max(cells, default=0) + 1)])

    # -- cells ----------------------------------------------------------------------------------------

    def _cells(self, stretch: Stretch, column: int) -> _Cells:
        """The cells of a column (from 1)."""
        if column not in self._held:
            self._held[column] = self._gathered(stretch, column)
        return self._held[column]

    def _gathered(self, stretch: Stretch, column: int) -> _Cells:
        position = stretch.at.get(column)
        if position is None:
            empty = pl.repeat(None, stretch.height, dtype=pl.String, eager=True)
            return _Cells(empty, np.zeros(stretch.height, dtype=np.int64), [])
        class_of = stretch.class_of[position]
        if position.min() >= 0:
            index = pl.Series(position)
            here = np.unique(class_of)
        else:
            frame = pl.DataFrame({"p": position}).select(pl.when(pl.col("p") >= 0).then("p"))
            index = frame.to_series()
            here = np.unique(class_of[position >= 0])
        return _Cells(stretch.text.gather(index.cast(pl.UInt32)), class_of, [stretch.classes[i] for i in here])

    def _keys(self, stretch: Stretch, cells: _Cells) -> pl.Series:
        """What a cell's reading depends on, as one text; null for an empty cell.

        That is its text, and its class before it where the column has cells of more than one.
        """
        if len(cells.classes) <= 1:
            return cells.texts
        frame = pl.DataFrame({"t": cells.texts, "c": cells.class_of})
        return frame.select(pl.concat_str(pl.col("c").cast(pl.String), "t", separator="|")).to_series()

    def _cell(self, stretch: Stretch, cells: _Cells, key: str | None) -> Cell | None:
        """The cell of a key, as the careful path makes it."""
        if key is None:
            return None
        if len(cells.classes) == 1:
            of, text = cells.classes[0], key
        else:
            number, _, text = key.partition("|")
            of = stretch.classes[int(number)]
        if of.is_text:
            return Cell(text, address="A1") if text else None
        style: NumberFormat = self._styles[of.style] if of.style < len(self._styles) else GENERAL
        return number_cell(float(text), style, "A1", is_1904=self._shared.is_1904)

    def _column(self, stretch: Stretch, column: Column) -> _TypedColumn:
        reader = self.region.readers.get(column.name)
        index = self.region.match.columns.get(column.name)
        nobody: Mask = np.zeros(stretch.height, dtype=np.bool_)
        if column.is_given or index is None or reader is None:
            typed = self.region.from_file.get(column.name, EMPTY)
            return _TypedColumn(self._constant(column, typed, stretch.height), nobody)
        cells = self._cells(stretch, index + 1)
        if column.type in NUMERIC_TYPES:
            return self._numbers(stretch, cells, column, reader)
        if column.type in ("text", "code") and not column.pattern and not column.values:
            return self._plain_texts(stretch, cells, column, reader)
        return self._looked_up(stretch, cells, column, reader)

    def _constant(self, column: Column, typed: Typed, height: int) -> list[pa.Array]:
        values = lake_values(column, typed, is_lean=self.region.table.lean)
        start = self._schema.get_field_index(column.name)
        return [pa.repeat(pa.scalar(v, self._schema.field(start + i).type), height) for i, v in enumerate(values)]

    def _plain_texts(self, stretch: Stretch, cells: _Cells, column: Column, reader: ColumnReader) -> _TypedColumn:
        if not all(c.is_text for c in cells.classes):
            return self._looked_up(stretch, cells, column, reader)
        stripped = cells.texts.str.strip_chars(SPACES)
        empty = stripped.is_in(column.empty_texts).fill_null(True)
        if empty.any():
            stripped = stripped.to_frame("t").select(pl.when(~empty).then("t")).to_series()
        left = empty.to_numpy() if column.required else np.zeros(stretch.height, dtype=np.bool_)
        return _TypedColumn([stripped.to_arrow().cast(pa.string())], left)

    def _looked_up(self, stretch: Stretch, cells: _Cells, column: Column, reader: ColumnReader) -> _TypedColumn:
        """The careful reader types each different cell once."""
        keys = self._keys(stretch, cells)
        one = cells.classes[0] if len(cells.classes) == 1 else None
        memory = self._memory.setdefault((column.name, one), {}) if one else {}
        known: list[str] = []
        values: list[object] = []
        faults: list[str] = []
        for key in keys.unique().drop_nulls():
            if key not in memory:
                try:
                    memory[key] = reader.read(self._cell(stretch, cells, key)).value
                except (CellFault, ValueError):
                    faults.append(key)
                    continue
            known.append(key)
            values.append(memory[key])
        if len(memory) > MAX_MEMORY:
            memory.clear()
        kind = self._schema.field(column.name).type
        dtype = _NATIVE.get(column.type, pl.String)
        typed = keys.replace_strict(known, pl.Series(values, dtype=dtype), default=None, return_dtype=dtype)
        left = keys.is_in(faults).fill_null(False) if faults else pl.repeat(False, len(keys), eager=True)
        if column.required:
            left |= keys.is_null()
        return _TypedColumn([typed.to_arrow().cast(kind)], left.to_numpy())

    # -- numbers --------------------------------------------------------------------------------------

    def _numbers(self, stretch: Stretch, cells: _Cells, column: Column, reader: ColumnReader) -> _TypedColumn:
        scale = reader.rules.scale
        is_plain = np.array([not c.is_text and self._is_plain(c.style, reader) for c in stretch.classes])
        style = np.array([c.style for c in stretch.classes])[cells.class_of]
        number = cells.texts.cast(pl.Float64, strict=False).fill_null(float("nan")).to_numpy()
        given = cells.texts.is_not_null().to_numpy()
        whole, is_sure = scaled(number, scale)
        decimals = decimals_of(whole, scale)
        plain = given & is_sure & is_plain[cells.class_of]
        if column.decimals is not None:
            plain &= decimals <= reader.rules.allowed_decimals
        shown = shown_numbers(whole, scale)
        stated = self._stated(column, decimals, style)
        left: Mask = ~plain & (given | column.required)
        units: dict[int, str | None] = {}
        others = np.flatnonzero(given & ~plain)
        if len(others):
            keys = self._keys(stretch, cells)
            texts = shown.to_list()
            for i in others.tolist():
                try:
                    typed = reader.read(self._cell(stretch, cells, keys[i]))
                except (CellFault, ValueError):
                    continue
                left[i] = False
                plain[i] = isinstance(typed.value, Decimal)
                whole[i] = int(typed.value.scaleb(scale)) if isinstance(typed.value, Decimal) else 0
                texts[i], units[i] = typed.text, typed.unit
                stated[i] = -1 if typed.decimals is None else typed.decimals
            shown = pl.Series(texts, dtype=pl.String)
        return _TypedColumn(self._number_arrays(column, reader, whole, plain, shown, stated, units), left)

    def _is_plain(self, style: int, reader: ColumnReader) -> bool:
        """Whether a cell of that style is a number in the column's own unit."""
        shown = self._styles[style]
        has_own_unit = shown.unit is None or shown.unit == reader.unit
        return shown.kind == "number" and shown.template is None and not shown.thousands and has_own_unit

    def _stated(self, column: Column, decimals: Ints, style: Ints) -> Ints:
        if column.decimals_from_cell:
            by_format = self._shown_decimals[style]
            return np.where(by_format >= 0, by_format, decimals)
        return decimals if column.decimals is None else np.full_like(decimals, column.decimals)

    def _number_arrays(
        self, column: Column, reader: ColumnReader, whole: Ints, given: Mask, shown: pl.Series, stated: Ints,
        units: dict[int, str | None],
    ) -> list[pa.Array]:  # fmt: skip
        arrays = [decimal_array(whole, given, reader.rules.scale)]
        if self.region.table.lean:
            return arrays
        unit = "%" if column.type == "percent" else reader.unit
        has_text = given.copy()
        for i in units:
            has_text[i] = True
        has_unit = pl.Series(given).to_frame("g").select(pl.when("g").then(pl.lit(unit, dtype=pl.String))).to_series()
        if units:
            listed = has_unit.to_list()
            for i, said in units.items():
                listed[i] = said
            has_unit = pl.Series(listed, dtype=pl.String)
        texts = shown.to_frame("t").select(pl.when(pl.Series(has_text)).then("t")).to_series()
        arrays += [
            texts.to_arrow().cast(pa.string()),
            has_unit.to_arrow().cast(pa.string()),
            masked(stated, given & (stated >= 0)).cast(pl.Int16).to_arrow(),
        ]
        if column.type == "amount":
            sign = 1 if column.sign == "revenue_positive" else -1
            arrays.append(pa.repeat(pa.scalar(sign, pa.int8()), len(whole)))
        return arrays

    # -- writing --------------------------------------------------------------------------------------

    def _write(self, stretch: Stretch, typed: list[_TypedColumn], left: Mask, carefully: pa.RecordBatch | None) -> None:
        good = ~left
        self._watch(stretch, good)
        count = int(good.sum())
        region = self.region
        region.counts.rows_read += count
        region.counts.rows_loaded += count
        rows = np.arange(stretch.first_row, stretch.first_row + stretch.height, dtype=np.int32)
        arrays: list[pa.Array] = [
            pa.repeat(pa.scalar(region.sheet, pa.string()), stretch.height),
            pa.Array.from_buffers(pa.int32(), stretch.height, [None, pa.py_buffer(rows)]),
            pa.repeat(pa.scalar("data", pa.string()), stretch.height),
        ]
        for done in typed:
            arrays += done.arrays
        batch = pa.RecordBatch.from_arrays(arrays, schema=self._schema)
        if count < stretch.height:
            batch = batch.filter(pl.Series(good).to_arrow())
        if carefully is not None:
            whole = pa.Table.from_batches([batch, carefully]).sort_by("row_number").combine_chunks()
            batch = whole.to_batches()[0]
        if batch.num_rows:
            region.account.sink.write(region.table.name, batch)

    def _watch(self, stretch: Stretch, good: Mask) -> None:
        """Count the values of the good rows that stand under no column of the contract."""
        known = {*range(self.region.width)} - self.region.watched
        for column in stretch.at:
            index = column - 1
            if index in known:
                continue
            filled = self._cells(stretch, column).texts.str.strip_chars(SPACES).ne("").fill_null(False)
            here = np.flatnonzero(good & filled.to_numpy())
            if len(here):
                self.region.counts.non_data["ignored_cell"] += len(here)
                if index not in self.region.match.ignored:
                    row = stretch.first_row + int(here[0])
                    self.region.count_unknown(index, len(here), row, f"{column_letters(column)}{row}")


def text_series(strings: list[str]) -> pl.Series:
    """The workbook's shared texts for bulk reading."""
    return pl.Series("strings", strings, dtype=pl.String)
