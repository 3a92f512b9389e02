"""A stretch of a sheet's XML as columns of cells for reading in bulk.

The stretch is taken apart with one strict pattern per cell; one in which anything else stands is refused whole. A
column in which only texts stand is one of texts, as in a text file; any other is one of stored numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

import numpy as np
import polars as pl
import pyarrow as pa

from rjh_warehouse.reading.table.arrays import Mask
from rjh_warehouse.reading.table.bulk_cells import Cells, Few, Many, are_few
from rjh_warehouse.reading.table.cell import SPACES, Cell
from rjh_warehouse.reading.table.numbers_plain import PlainNumbers
from rjh_warehouse.reading.table.typed import ColumnReader, Typed
from rjh_warehouse.reading.workbook.bulk_numbers import Ints, decimals_of, scaled, shown_numbers
from rjh_warehouse.reading.workbook.bulk_stretch import CellClass, StoredCells, take_apart
from rjh_warehouse.reading.workbook.format import GENERAL
from rjh_warehouse.reading.workbook.sheet import MAX_BLANK_RUN, RawRow, number_cell
from rjh_warehouse.reading.workbook.xlsx_rows import OoxmlParts

Parse = Callable[[], list[RawRow]]


class SheetColumns:
    """Makes columns of the stretches of one sheet."""

    def __init__(self, shared: OoxmlParts) -> None:
        self.is_1904 = shared.is_1904
        self.styles = shared.styles or [GENERAL]
        self.shown_decimals = np.array([-1 if s.decimals is None else s.decimals for s in self.styles], np.int64)
        self._has_values = not shared.is_uncalculated
        self._texts = shared.strings
        self._is_few: dict[int, bool] = {}

    @cached_property
    def _strings(self) -> pl.Series:
        return pl.Series("strings", self._texts, dtype=pl.String)

    def take(self, data: bytes, last_row: int, parse: Parse) -> SheetStretch | None:
        """Take apart a stretch of whole `<row>` elements, in UTF-8, that follows row `last_row`.

        Args:
            parse: gives the stretch's rows as the careful path reads them, for the rows that are left.

        Returns:
            None when the stretch is not plain, or rows without values in it may be more than space between others.
        """
        found = take_apart(data, last_row, self._strings, len(self.styles), has_values=self._has_values)
        if found is None:
            return None
        stretch = SheetStretch(self, found, parse)
        is_valued = stretch.is_valued()
        return stretch if is_valued[-1] and int((~is_valued).sum()) <= MAX_BLANK_RUN else None

    def texts(self, index: int, texts: pl.Series) -> Few | Many:
        """A column of texts; as its different ones for as long as they were few."""
        many = Many.of(texts.fill_null("").to_arrow().cast(pa.string()))
        if not self._is_few.get(index, True):
            return many
        few = many.few()
        self._is_few[index] = are_few(len(few.cells), len(few.at))
        return few if self._is_few[index] else many


class SheetStretch:
    """The rows of one stretch."""

    def __init__(self, sheet: SheetColumns, found: StoredCells, parse: Parse) -> None:
        self.height = found.height
        self._sheet, self._found, self._parse = sheet, found, parse
        self._columns: dict[int, Cells] = {}

    @property
    def indices(self) -> Sequence[int]:
        """Columns from 0."""
        return [column - 1 for column in self._found.at]

    def is_valued(self) -> Mask:
        """Rows in which some cell holds a value."""
        is_valued: Mask = np.zeros(self.height, np.bool_)
        for column in self._found.at:
            is_valued |= self._stored(column).is_not_null().to_numpy()
            if is_valued.all():
                break
        return is_valued

    def column(self, index: int) -> Cells:
        if index not in self._columns:
            self._columns[index] = self._gathered(index)
        return self._columns[index]

    def row(self, row: int) -> Sequence[Cell | None]:
        cells = self._given.get(self._found.first_row + row, {})
        return [cells.get(c) for c in range(1, max(cells, default=0) + 1)]

    @cached_property
    def _given(self) -> dict[int, dict[int, Cell]]:
        return dict(self._parse())

    def _stored(self, column: int) -> pl.Series:
        """What a column's cells hold, by row; null where there is no cell, or an empty one."""
        position = self._found.at[column]
        index = pl.Series(position)
        if position.min() < 0:
            index = index.to_frame("p").select(pl.when(pl.col("p") >= 0).then("p")).to_series()
        return self._found.text.gather(index.cast(pl.UInt32))

    def _gathered(self, index: int) -> Cells:
        if index + 1 not in self._found.at:
            return Few([None], np.zeros(self.height, np.int32))
        position, classes = self._found.at[index + 1], self._found.classes
        class_of = self._found.class_of[position]  # without meaning where there is no cell
        here = np.unique(class_of if position.min() >= 0 else class_of[position >= 0]).tolist()
        texts = self._stored(index + 1)
        if all(classes[i].is_text for i in here):
            return self._sheet.texts(index, texts)
        return StoredColumn(self._sheet, texts, class_of, classes, here)


class StoredColumn:
    """A column of stored numbers, perhaps with texts among them."""

    def __init__(
        self, sheet: SheetColumns, texts: pl.Series, class_of: Ints, classes: list[CellClass], here: list[int]
    ) -> None:
        self._sheet, self._texts, self._class_of, self._classes, self._here = sheet, texts, class_of, classes, here
        self._few: Few | None = None

    def cell(self, row: int) -> Cell | None:
        return self._cell(self._texts[row], self._classes[self._class_of[row]])

    def _cell(self, text: str | None, of: CellClass) -> Cell | None:
        """A cell as the careful path makes it; what is no number is a fault, which that path then tells."""
        if not text:
            return None
        if of.is_text:
            return Cell(text)
        try:
            return number_cell(float(text), self._sheet.styles[of.style], None, is_1904=self._sheet.is_1904)
        except ValueError:
            return Cell(None, text=text, error="reject.not_a_number")

    def few(self) -> Few:
        """The different cells: those of a class and a text."""
        if self._few is None:
            keys = self._texts.fill_null("")
            if len(self._here) > 1:  # the class stands before the text
                frame = pl.DataFrame({"t": keys, "c": self._class_of})
                keys = frame.select(pl.concat_str(pl.col("c").cast(pl.String), "t", separator="|")).to_series()
            coded = Many.of(keys.to_arrow().cast(pa.string())).few()
            self._few = Few([self._of_key(str(key)) for key in coded.cells], coded.at)
        return self._few

    def _of_key(self, key: str) -> Cell | None:
        if len(self._here) == 1:
            return self._cell(key, self._classes[self._here[0]])
        number, _, text = key.partition("|")
        return self._cell(text, self._classes[int(number)])

    def is_empty(self) -> Mask:
        return self._texts.is_null().to_numpy()

    def is_filled(self) -> Mask:
        return self._texts.str.strip_chars(SPACES).ne("").fill_null(False).to_numpy()

    def numbers(self, reader: ColumnReader) -> PlainNumbers:
        column, scale = reader.column, reader.rules.scale
        style = np.array([c.style for c in self._classes])[self._class_of]
        number = self._texts.cast(pl.Float64, strict=False).fill_null(float("nan")).to_numpy()
        value, is_sure = scaled(number, scale)
        decimals = decimals_of(value, scale)
        is_own = np.array([not c.is_text and self._is_own(c.style, reader) for c in self._classes])
        is_plain = ~self.is_empty() & is_sure & is_own[self._class_of]
        if column.decimals is not None:
            is_plain &= decimals <= reader.rules.allowed_decimals
        if column.decimals_from_cell:
            by_format = self._sheet.shown_decimals[style]
            decimals = np.where(by_format >= 0, by_format, decimals)
        return PlainNumbers(value, decimals.astype(np.int32), is_plain, scale)

    def _is_own(self, style: int, reader: ColumnReader) -> bool:
        """Whether a cell of that style is a number in the column's own unit."""
        shown = self._sheet.styles[style]
        has_own_unit = shown.unit is None or shown.unit == reader.unit
        return shown.kind == "number" and shown.template is None and not shown.thousands and has_own_unit

    def shown(self, numbers: PlainNumbers, read: Mapping[int, Typed]) -> pa.Array:
        texts = shown_numbers(numbers.value, numbers.scale)
        texts = pl.DataFrame({"t": texts, "g": numbers.is_plain}).select(pl.when("g").then("t")).to_series()
        if read:
            texts = texts.scatter(list(read), [typed.text for typed in read.values()])
        return texts.to_arrow().cast(pa.string())
