"""Many clean rows of a large .xlsx sheet at once: the same results as the careful path, column by column.

A stretch of the sheet's XML is taken apart with one strict pattern per cell; a stretch in which anything else stands
is refused whole. A row with a cell that its column does not take plainly goes to the region's own `take`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

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
# One cell after its "<c " up to the next: reference, style, type, value or text, and the row's end where it ends.
_CELL = (
    r'^r="([A-Z]{1,3})([0-9]{1,7})"(?: s="([0-9]+)")?(?: t="(n|s|str|inlineStr)")?'
    r"(?:/>|>(?:<v>([^<]*)</v>|<is><t(?: xml:space=\"preserve\")?>([^<]*)</t></is>)?</c>)"
    r"\s*((?:</row>)?)\s*(?:<row(?: [a-zA-Z0-9:]+=\"[^\"<>]*\")*>\s*)?$"
)
_FIRST = re.compile(r'\s*<row(?: [a-zA-Z0-9:]+="[^"<>]*")*>\s*')
_REFUSED = ("<f", "<!", "<?", "hidden", 't="e"', "<r>", "\0", "\ufffd")
_ESCAPED = re.compile(r"_x[0-9A-Fa-f]{4}_")
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)")
_SURE = (
    3.5e-16  # relative distance within which a double is the number of 15 digits beside it (see `_scaled`)
)
MAX_EXACT = 10**15
TEXT_KINDS = ("s", "str", "inlineStr")


@dataclass(slots=True)
class _Stretch:
    """The cells of a stretch: one entry per cell, and where each column's cells are (-1: none)."""

    first_row: int
    height: int
    at: dict[int, Ints]  # column (from 1) → position among the cells, by row
    kind: pl.Series  # s, str, inlineStr or null for a number
    style: Ints
    text: pl.Series  # value as stored, texts resolved; null for an empty cell


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

    def read(self, text: str, last_row: int, parse: Callable[[], list[RawRow]]) -> tuple[int, int] | None:
        """Read a stretch of whole `<row>` elements that follows row `last_row`.

        Args:
            parse: gives the stretch's rows as the careful path reads them, for the rows that are left.

        Returns:
            The last row and the number of columns; None, with nothing done, when the stretch is not plain.
        """
        stretch = self._take_apart(text, last_row)
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

    def _take_apart(self, text: str, last_row: int) -> _Stretch | None:
        if any(mark in text for mark in _REFUSED) or _ESCAPED.search(text):
            return None
        has_entities = "&" in text
        if has_entities and _ENTITY.search(text):
            return None
        pieces = text.split("<c ")
        if not _FIRST.fullmatch(pieces[0]):
            return None
        cells = pl.Series("c", pieces[1:]).str.extract_groups(_CELL).struct.unnest()
        cells.columns = ["column", "row", "style", "kind", "value", "inline", "end"]
        if cells.height == 0 or cells.get_column("row").null_count():
            return None
        rows = cells.get_column("row").cast(pl.Int64).to_numpy()
        ends = cells.get_column("end").ne("").to_numpy()
        height = int(ends.sum())
        if (
            not ends[-1]
            or rows[0] != last_row + 1
            or not np.array_equal(np.diff(rows), ends[:-1].astype(np.int64))
        ):
            return None
        style = cells.get_column("style").cast(pl.Int64).fill_null(0).to_numpy()
        if style.max(initial=0) >= len(self._is_plain_style):
            return None
        kind = cells.get_column("kind")
        kind = kind.to_frame("k").select(pl.when(pl.col("k") != "n").then("k")).to_series()
        values = self._texts(cells, kind, has_entities=has_entities)
        at = _positions(cells.get_column("column"), rows, height)
        if values is None or at is None:
            return None
        return _Stretch(last_row + 1, height, at, kind, style, values)

    def _texts(self, cells: pl.DataFrame, kind: pl.Series, *, has_entities: bool) -> pl.Series | None:
        """Each cell's stored number or text; None when a shared text does not exist."""
        is_inline = kind.eq("inlineStr").fill_null(False)
        values = cells.get_column("inline").zip_with(is_inline, cells.get_column("value"))
        is_shared = kind.eq("s").fill_null(False)
        if is_shared.any():
            index = values.to_frame("v").select(
                pl.when(is_shared).then(pl.col("v")).cast(pl.UInt32, strict=False)
            )
            found = index.to_series()
            if (
                found.null_count()
                != values.zip_with(is_shared, pl.Series([None] * len(values), dtype=pl.String)).null_count()
            ):
                return None
            if (found.max() or 0) >= len(self._strings):  # type: ignore[operator]
                return None
            values = self._strings.gather(found).zip_with(is_shared, values)
        if has_entities:
            for entity, letter in (
                ("&lt;", "<"),
                ("&gt;", ">"),
                ("&quot;", '"'),
                ("&apos;", "'"),
                ("&amp;", "&"),
            ):
                changed = values.str.replace_all(entity, letter, literal=True)
                values = changed if not is_shared.any() else values.zip_with(is_shared, changed)
        return values

    # -- rows that are left ---------------------------------------------------------------------------

    def _special_rows(self, stretch: _Stretch) -> Mask:
        """Rows that are blank, or may be totals, notes, repeated headers or the table's end."""
        first: Ints = np.full(stretch.height, -1, dtype=np.int64)
        filled = self._filled(stretch)
        for column in sorted(stretch.at, reverse=True):
            position = stretch.at[column]
            first = np.where((position >= 0) & filled[position], position, first)
        special: Mask = first < 0
        if not self.region.kinds and not self._first_keys:
            return special
        keys = self._keys(stretch, np.where(first < 0, 0, first))
        suspects = [k for k in keys.unique() if self._is_special(cell_text(self._cell(k, "A1")))]
        return special | keys.is_in(suspects).to_numpy() if suspects else special

    def _filled(self, stretch: _Stretch) -> Mask:
        """Cells with a text; one more, never filled, at the end for position -1."""
        filled = stretch.text.str.strip_chars(SPACES).ne("").fill_null(False).to_numpy()
        return np.append(filled, False)

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

    def _keys(self, stretch: _Stretch, position: Ints) -> pl.Series:
        """What a cell's reading depends on, as one text: kind, style and value; null for an empty cell."""
        frame = pl.DataFrame(
            {
                "k": stretch.kind.gather(position),
                "s": stretch.style[position],
                "t": stretch.text.gather(position),
            }
        )
        return frame.select(
            pl.when(pl.col("t").is_not_null()).then(
                pl.concat_str(
                    pl.col("k").fill_null("n"), pl.col("s").cast(pl.String), pl.col("t"), separator="|"
                )
            )
        ).to_series()

    def _cell(self, key: str | None, address: str) -> Cell | None:
        """The cell of a key, as the careful path makes it."""
        if key is None:
            return None
        kind, style, text = key.split("|", 2)
        if kind in TEXT_KINDS:
            return Cell(text, address=address) if text else None
        styles = self._shared.styles
        found: NumberFormat = styles[int(style)] if int(style) < len(styles) else GENERAL
        return number_cell(float(text), found, address, is_1904=self._shared.is_1904)

    def _column(self, stretch: _Stretch, column: Column) -> _TypedColumn:
        reader = self.region.readers.get(column.name)
        index = self.region.match.columns.get(column.name)
        nobody: Mask = np.zeros(stretch.height, dtype=np.bool_)
        if column.from_file or index is None or reader is None:
            typed = self.region.from_file.get(column.name, EMPTY)
            return _TypedColumn(self._constant(column, typed, stretch.height), nobody)
        position = stretch.at.get(index + 1, np.full(stretch.height, -1, dtype=np.int64))
        if column.type in NUMERIC_TYPES:
            return self._numbers(stretch, position, column, reader)
        if column.type in ("text", "code") and not column.pattern and not column.values:
            return self._plain_texts(stretch, position, column, reader)
        return self._looked_up(stretch, position, column, reader)

    def _constant(self, column: Column, typed: Typed, height: int) -> list[pa.Array]:
        values = lake_values(column, typed, is_lean=self.region.table.lean)
        start = self._schema.get_field_index(column.name)
        return [
            pa.repeat(pa.scalar(v, self._schema.field(start + i).type), height) for i, v in enumerate(values)
        ]

    def _gathered(self, stretch: _Stretch, position: Ints) -> tuple[pl.Series, pl.Series, Ints]:
        """Kind, text and style of a column's cells by row; null where there is no cell."""
        frame = (
            pl.DataFrame({"p": position})
            .select(pl.when(pl.col("p") >= 0).then("p").cast(pl.UInt32))
            .to_series()
        )
        style = np.where(position >= 0, stretch.style[position], 0)
        return stretch.kind.gather(frame), stretch.text.gather(frame), style

    def _plain_texts(
        self, stretch: _Stretch, position: Ints, column: Column, reader: ColumnReader
    ) -> _TypedColumn:
        kind, text, style = self._gathered(stretch, position)
        is_text = kind.is_not_null()
        whole = ~is_text & text.str.contains(r"^(?:0|[1-9][0-9]{0,14})$").fill_null(False)
        plain = is_text | whole & pl.Series(self._is_plain_style[style]) | text.is_null()
        if not plain.all():
            return self._looked_up(stretch, position, column, reader)
        stripped = text.str.strip_chars(SPACES)
        empty = stripped.is_in(["", *column.nothing]).fill_null(True)
        value = stripped.to_frame("t").select(pl.when(~empty).then("t")).to_series()
        left = empty.to_numpy() if column.required else np.zeros(stretch.height, dtype=np.bool_)
        return _TypedColumn([value.to_arrow().cast(pa.string())], left)

    def _looked_up(
        self, stretch: _Stretch, position: Ints, column: Column, reader: ColumnReader
    ) -> _TypedColumn:
        """The careful reader types each different cell once."""
        keys = self._keys_of(stretch, position)
        known: dict[str | None, object] = {}
        faults: set[str | None] = set()
        for key in keys.unique():
            try:
                known[key] = reader.read(self._cell(key, "A1")).value
            except (CellFault, ValueError):
                faults.add(key)
        listed = keys.to_list()
        left: Mask = np.fromiter((k in faults for k in listed), dtype=np.bool_, count=len(listed))
        kind = self._schema.field(column.name).type
        return _TypedColumn([pa.array([known.get(k) for k in listed], kind)], left)

    def _keys_of(self, stretch: _Stretch, position: Ints) -> pl.Series:
        keys = self._keys(stretch, np.where(position < 0, 0, position))
        return keys.to_frame("k").select(pl.when(pl.Series(position >= 0)).then("k")).to_series()

    # -- numbers --------------------------------------------------------------------------------------

    def _numbers(
        self, stretch: _Stretch, position: Ints, column: Column, reader: ColumnReader
    ) -> _TypedColumn:
        scale = reader.rules.scale
        kind, text, style = self._gathered(stretch, position)
        number = (
            text.to_frame("t")
            .select(pl.when(kind.is_null()).then("t").cast(pl.Float64, strict=False))
            .to_series()
        )
        given = text.is_not_null().to_numpy()
        whole, is_sure = _scaled(number.fill_null(float("nan")).to_numpy(), scale)
        decimals = _decimals_of(whole, scale)
        plain = given & is_sure & self._is_plain_style[style]
        if column.decimals is not None:
            plain &= decimals <= reader.rules.allowed_decimals
        shown = _shown(whole, scale)
        stated = self._stated(column, decimals, style)
        left: Mask = ~plain & (given | column.required)
        others = np.flatnonzero(given & ~plain)
        units: dict[int, str | None] = {}
        if len(others):
            keys = self._keys_of(stretch, position)
            texts = shown.to_list()
            for i in others.tolist():
                try:
                    typed = reader.read(self._cell(keys[i], "A1"))
                except (CellFault, ValueError):
                    continue
                left[i] = False
                plain[i] = typed.value is not None
                whole[i] = int(typed.value.scaleb(scale)) if typed.value is not None else 0  # type: ignore[attr-defined]
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
        has_unit = (
            pl.Series(given)
            .to_frame("g")
            .select(pl.when("g").then(pl.lit(unit, dtype=pl.String)))
            .to_series()
        )
        if units:
            listed = has_unit.to_list()
            for i, said in units.items():
                listed[i] = said
            has_unit = pl.Series(listed, dtype=pl.String)
        texts = shown.to_frame("t").select(pl.when(pl.Series(has_text)).then("t")).to_series()
        arrays += [
            texts.to_arrow().cast(pa.string()),
            has_unit.to_arrow().cast(pa.string()),
            pa.array(stated.astype(np.int16), pa.int16(), mask=~given | (stated < 0)),
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
            batch = batch.filter(pa.array(good))
        if carefully is not None:
            whole = pa.Table.from_batches([batch, carefully]).sort_by("row_number").combine_chunks()
            batch = whole.to_batches()[0]
        if batch.num_rows:
            region.account.sink.write(region.table.name, batch)

    def _watch(self, stretch: _Stretch, good: Mask) -> None:
        """Count the values of the good rows that stand under no column of the contract."""
        filled = self._filled(stretch)
        known = {*range(self.region.width)} - self.region.watched
        for column, position in stretch.at.items():
            index = column - 1
            if index in known:
                continue
            here = np.flatnonzero(good & (position >= 0) & filled[position])
            if len(here):
                self.region.counts.non_data["ignored_cell"] += len(here)
                if index not in self.region.match.ignored:
                    row = stretch.first_row + int(here[0])
                    self.region.count_unknown(index, len(here), row, f"{column_letters(column)}{row}")


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
