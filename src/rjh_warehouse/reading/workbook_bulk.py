"""Many clean rows of a large .xlsx sheet at once: the same results as the careful path, column by column.

A stretch of the sheet's XML is taken apart with one strict pattern per cell; a stretch in which anything else stands
is refused whole. A row with a cell that its column does not take plainly goes to the region's own `take`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

from rjh_warehouse.contract import NUMERIC_TYPES, Column
from rjh_warehouse.reading.batch import lake_values
from rjh_warehouse.reading.cell import SPACES, Cell, cell_text
from rjh_warehouse.reading.header import header_key
from rjh_warehouse.reading.region import Region
from rjh_warehouse.reading.schema import table_schema
from rjh_warehouse.reading.typed import EMPTY, CellFault, ColumnReader, Typed
from rjh_warehouse.reading.workbook_format import GENERAL, NumberFormat
from rjh_warehouse.reading.workbook_ooxml_rows import OoxmlParts, unescape
from rjh_warehouse.reading.workbook_sheet import RawRow, column_letters, column_number, number_cell

Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
# What may stand between one "<c " and the next; only then it is taken apart, by a pattern that is quicker and looser.
_CELL = (
    r'^r="[A-Z]{1,3}[0-9]{1,7}"(?: s="[0-9]{1,5}")?(?: t="(?:n|s|str|inlineStr)")?'
    r"(?:/>|>(?:<v>[^<]*</v>|<is><t(?: xml:space=\"preserve\")?>[^<]*</t></is>)?</c>)"
    r"\s*(?:</row>)?\s*(?:<row(?: [a-zA-Z0-9:]+=\"[^\"<>]*\")*>\s*)?$"
)
_PARTS = r'^r="([A-Z]+)([0-9]+)"([^>]*)>(?:<(?:v|is><t(?: xml:space="preserve")?)>([^<]*)<)?'
_STYLE = re.compile(r' s="([0-9]+)"')
_KIND = re.compile(r' t="([a-zA-Z]+)"')
_FIRST = re.compile(r'\s*<row(?: [a-zA-Z0-9:]+="[^"<>]*")*>\s*')
_REFUSED = (b"hidden", b"\0", "\ufffd".encode())
_ESCAPED = re.compile(rb"_x[0-9A-Fa-f]{4}_")
_ENTITY = re.compile(r"&[^;<&]{0,8};?")
_SURE = 3.5e-16  # relative distance within which a double is the number of 15 digits beside it (see `_scaled`)
MAX_EXACT = 10**15
MAX_MEMORY = 100_000
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&"}  # & last
_NATIVE = {"integer": pl.Int64, "year": pl.Int32, "date": pl.Date, "month": pl.Date, "boolean": pl.Boolean}


class _Class(NamedTuple):
    """What a cell's attributes say: s, str or inlineStr for a text, n for a number; and its style."""

    kind: str
    style: int

    @property
    def is_text(self) -> bool:
        return self.kind != "n"


@dataclass(slots=True)
class _Stretch:
    """The cells of a stretch: one entry per cell, and where each column's cells are (-1: none)."""

    first_row: int
    height: int
    at: dict[int, Ints]  # column (from 1) → position among the cells, by row
    classes: list[_Class]
    class_of: Ints  # position in `classes`
    text: pl.Series  # value as stored, texts resolved; null for an empty cell


@dataclass(slots=True)
class _Cells:
    """One column's cells by row."""

    texts: pl.Series  # null: no cell, or an empty one
    class_of: Ints  # position in the stretch's classes; without meaning where there is no cell
    classes: list[_Class]  # those that stand in the column


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
        kinds = [s.kind == "number" and s.zeros is None for s in shared.styles] or [True]
        self._is_plain_style = np.array(kinds)
        shown = [-1 if s.decimals is None else s.decimals for s in shared.styles] or [-1]
        self._shown_decimals = np.array(shown, dtype=np.int64)
        self._memory: dict[tuple[str, _Class], dict[str, object]] = {}  # values of cells that come again

    def read(self, data: bytes, last_row: int, parse: Callable[[], list[RawRow]]) -> tuple[int, int] | None:
        """Read a stretch of whole `<row>` elements, in UTF-8, that follows row `last_row`.

        Args:
            parse: gives the stretch's rows as the careful path reads them, for the rows that are left.

        Returns:
            The last row and the number of columns; None, with nothing done, when the stretch is not plain.
        """
        stretch = self._take_apart(data, last_row)
        if stretch is None:
            return None
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

    # -- taking apart ---------------------------------------------------------------------------------

    def _take_apart(self, data: bytes, last_row: int) -> _Stretch | None:
        if any(mark in data for mark in _REFUSED) or (b"_x" in data and _ESCAPED.search(data)):
            return None
        try:
            text = data.decode()
        except UnicodeDecodeError:
            return None
        entities = set(_ENTITY.findall(text)) if b"&" in data else set()
        if not entities <= _ENTITIES.keys():
            return None
        first = text.find("<c ")
        if first < 0 or not _FIRST.fullmatch(text, 0, first):
            return None
        cells = pl.Series([text[first + 3 :]]).str.split("<c ").list.explode()
        if not cells.str.contains(_CELL).all():
            return None
        ends = cells.str.contains("</row>", literal=True).to_numpy()
        parts = cells.str.extract_groups(_PARTS).struct.unnest()
        parts.columns = ["column", "row", "attributes", "value"]
        rows = parts.get_column("row").cast(pl.Int64).to_numpy()
        follows = np.array_equal(np.diff(rows), ends[:-1].astype(np.int64))
        if not ends[-1] or rows[0] != last_row + 1 or not follows:
            return None
        classes, class_of = _classes(parts.get_column("attributes"))
        if max(c.style for c in classes) >= len(self._is_plain_style):
            return None
        height = int(ends.sum())
        at = _positions(parts.get_column("column"), rows, height)
        values = self._texts(parts.get_column("value"), classes, class_of, entities)
        if values is None or at is None:
            return None
        return _Stretch(last_row + 1, height, at, classes, class_of, values)

    def _texts(self, values: pl.Series, classes: list[_Class], class_of: Ints, entities: set[str]) -> pl.Series | None:
        """Each cell's stored number or text; None when a shared text does not exist."""
        for entity, letter in _ENTITIES.items():
            if entity in entities:
                values = values.str.replace_all(entity, letter, literal=True)
        shared = [i for i, c in enumerate(classes) if c.kind == "s"]
        if not shared:
            return values
        is_shared = pl.Series(np.isin(class_of, shared))
        frame = values.to_frame("v").select(pl.when(is_shared).then("v").cast(pl.UInt32, strict=False))
        index = frame.to_series()
        highest = index.max()
        if index.null_count() != len(index) - int(is_shared.sum()):
            return None
        if isinstance(highest, int) and highest >= len(self._strings):
            return None
        return self._strings.gather(index).zip_with(is_shared, values)

    # -- rows that are left ---------------------------------------------------------------------------

    def _special_rows(self, stretch: _Stretch) -> Mask:
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

    def _take_left(self, stretch: _Stretch, left: Mask, parse: Callable[[], list[RawRow]]) -> None:
        if not left.any():
            return
        wanted = {stretch.first_row + int(i) for i in np.flatnonzero(left)}
        given = dict(parse())
        for number in sorted(wanted):
            cells = given.get(number, {})
            self.region.take(number, [cells.get(c) for c in range(1, max(cells, default=0) + 1)])

    # -- cells ----------------------------------------------------------------------------------------

    def _cells(self, stretch: _Stretch, column: int) -> _Cells:
        """The cells of a column (from 1)."""
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

    def _keys(self, stretch: _Stretch, cells: _Cells) -> pl.Series:
        """What a cell's reading depends on, as one text; null for an empty cell.

        That is its text, and its class before it where the column has cells of more than one.
        """
        if len(cells.classes) <= 1:
            return cells.texts
        frame = pl.DataFrame({"t": cells.texts, "c": cells.class_of})
        return frame.select(pl.concat_str(pl.col("c").cast(pl.String), "t", separator="|")).to_series()

    def _cell(self, stretch: _Stretch, cells: _Cells, key: str | None) -> Cell | None:
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
        styles = self._shared.styles
        style: NumberFormat = styles[of.style] if of.style < len(styles) else GENERAL
        return number_cell(float(text), style, "A1", is_1904=self._shared.is_1904)

    def _column(self, stretch: _Stretch, column: Column) -> _TypedColumn:
        reader = self.region.readers.get(column.name)
        index = self.region.match.columns.get(column.name)
        nobody: Mask = np.zeros(stretch.height, dtype=np.bool_)
        if column.from_file or index is None or reader is None:
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

    def _plain_texts(self, stretch: _Stretch, cells: _Cells, column: Column, reader: ColumnReader) -> _TypedColumn:
        if not all(c.is_text for c in cells.classes):
            return self._looked_up(stretch, cells, column, reader)
        stripped = cells.texts.str.strip_chars(SPACES)
        empty = stripped.is_in(["", *column.nothing]).fill_null(True)
        if empty.any():
            stripped = stripped.to_frame("t").select(pl.when(~empty).then("t")).to_series()
        left = empty.to_numpy() if column.required else np.zeros(stretch.height, dtype=np.bool_)
        return _TypedColumn([stripped.to_arrow().cast(pa.string())], left)

    def _looked_up(self, stretch: _Stretch, cells: _Cells, column: Column, reader: ColumnReader) -> _TypedColumn:
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

    def _numbers(self, stretch: _Stretch, cells: _Cells, column: Column, reader: ColumnReader) -> _TypedColumn:
        scale = reader.rules.scale
        is_plain = np.array([not c.is_text and self._is_plain_style[c.style] for c in stretch.classes])
        style = np.array([c.style for c in stretch.classes])[cells.class_of]
        number = cells.texts.cast(pl.Float64, strict=False).fill_null(float("nan")).to_numpy()
        given = cells.texts.is_not_null().to_numpy()
        whole, is_sure = _scaled(number, scale)
        decimals = _decimals_of(whole, scale)
        plain = given & is_sure & is_plain[cells.class_of]
        if column.decimals is not None:
            plain &= decimals <= reader.rules.allowed_decimals
        shown = _shown(whole, scale)
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

    def _write(
        self, stretch: _Stretch, typed: list[_TypedColumn], left: Mask, carefully: pa.RecordBatch | None
    ) -> None:
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

    def _watch(self, stretch: _Stretch, good: Mask) -> None:
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


def _classes(attributes: pl.Series) -> tuple[list[_Class], Ints]:
    """The different attributes of cells, and which each cell has."""
    different = attributes.unique().to_list()
    classes = []
    for text in different:
        style, kind = _STYLE.search(text), _KIND.search(text)
        classes.append(_Class(kind[1] if kind else "n", int(style[1]) if style else 0))
    numbers = attributes.replace_strict(different, list(range(len(different))), return_dtype=pl.Int64)
    return classes, numbers.to_numpy()


def _positions(letters: pl.Series, rows: Ints, height: int) -> dict[int, Ints] | None:
    """Column → the position of its cell in each row; None when a cell stands twice."""
    names = letters.unique().to_list()
    numbers = [column_number(n) for n in names]
    columns = letters.replace_strict(names, numbers, return_dtype=pl.Int64).to_numpy()
    at: dict[int, Ints] = {}
    for number in sorted(numbers):
        here = np.flatnonzero(columns == number)
        position: Ints = np.full(height, -1, dtype=np.int64)
        row = rows[here] - rows[0]
        position[row] = here
        if len(here) != int((position >= 0).sum()):
            return None
        at[number] = position
    return at


def _scaled(values: npt.NDArray[np.float64], scale: int) -> tuple[Ints, Mask]:
    """Doubles as whole numbers of 10^-scale, and which of them are surely what `exact` would give.

    k / 10^scale is within 1.1e-16 of the decimal that it stands for, relative to its size. When the double is within
    3.5e-16 of it, the decimal is within 5e-16 of the double: half a unit of the fifteenth digit at the least.
    """
    factor = float(10**scale)
    with np.errstate(all="ignore"):
        rounded = np.round(values * factor)
        near = np.abs(values - rounded / factor) <= _SURE * np.abs(values)
        is_sure = near & (np.abs(rounded) < MAX_EXACT)
    return np.where(is_sure, rounded, 0).astype(np.int64), is_sure


def _decimals_of(whole: Ints, scale: int) -> Ints:
    """Decimals without trailing zeros."""
    decimals = np.full(len(whole), scale, dtype=np.int64)
    for places in range(1, scale + 1):
        decimals[whole % 10**places == 0] = scale - places
    return decimals


def _shown(whole: Ints, scale: int) -> pl.Series:
    """The numbers as text with a decimal point and without trailing zeros, as a stored number is printed."""
    size = pl.col("n").abs()
    frame = pl.DataFrame({"n": whole}).select(
        pl.concat_str(
            pl.when(pl.col("n") < 0).then(pl.lit("-")).otherwise(pl.lit("")),
            (size // 10**scale).cast(pl.String),
            pl.lit("."),
            (size % 10**scale).cast(pl.String).str.zfill(scale),
        )
    )
    return frame.to_series().str.strip_chars_end("0").str.strip_chars_end(".")


def masked(numbers: Ints, given: Mask) -> pl.Series:
    """Numbers with nulls. (`pa.array` would import pandas to look at its argument.)"""
    return pl.DataFrame({"n": numbers, "g": given}).select(pl.when("g").then("n")).to_series()


def decimal_array(whole: Ints, given: Mask, scale: int) -> pa.Array:
    """Whole numbers of 10^-scale as decimals of 18 digits, by widening their 64 bits to 128."""
    wide = np.empty((len(whole), 2), dtype=np.int64)
    wide[:, 0] = whole
    wide[:, 1] = whole >> 63
    bitmap = pa.py_buffer(np.packbits(given, bitorder="little")) if not given.all() else None
    return pa.Array.from_buffers(pa.decimal128(18, scale), len(whole), [bitmap, pa.py_buffer(wide)])


def unescaped(strings: list[str]) -> pl.Series:
    """The workbook's shared texts for bulk reading."""
    return pl.Series("strings", [unescape(s) if "_x" in s else s for s in strings], dtype=pl.String)
