"""Many clean rows of a text file at once: the same results as the careful path, column by column.

Rows that are anything but plain data with good cells go to the region's own `take`, one by one; a stretch
that is not a plain grid of lines (quotes, ragged lines) is refused whole and read carefully by the caller.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa

from rjh_warehouse.contract import NUMERIC_TYPES, Column
from rjh_warehouse.reading.batch import lake_values
from rjh_warehouse.reading.cell import SPACES
from rjh_warehouse.reading.header import header_key
from rjh_warehouse.reading.numbers_bulk import parse_numbers, plain_numbers, plain_pattern
from rjh_warehouse.reading.region import Region
from rjh_warehouse.reading.schema import table_schema
from rjh_warehouse.reading.typed import EMPTY, CellFault, ColumnReader

_REPLACEMENT = "\ufffd".encode()
# Where these bytes stand, the engine's own (faster) idea of white space may differ from SPACES.
_ODD_SPACES = (b"\x0b", b"\x0c", b"\xc2\x85", b"\xe1\x9a\x80", b"\xe2\x80", b"\xef\xbb\xbf")
_NATIVE = {"integer": pl.Int64, "year": pl.Int32, "date": pl.Date, "month": pl.Date, "boolean": pl.Boolean}


@dataclass(slots=True)
class _Typed:
    """A column of a stretch: arrow arrays for its fields, and the rows whose cell the bulk path leaves."""

    fields: list[pl.Series | pa.Array]
    left: pl.Series


def can_read(region: Region, delimiter: str) -> bool:
    """Whether a table may be read in bulk: rows of cells, each typed by itself."""
    table = region.table
    return (
        table.layout == "rows"
        and len(delimiter.encode()) == 1
        and not any(c.fill_down for c in table.columns)
        and all(_is_plain(region, c) for c in table.columns if c.type in NUMERIC_TYPES)
    )


def _is_plain(region: Region, column: Column) -> bool:
    reader = region.readers.get(column.name)
    return reader is None or (not reader.rules.any_unit and (column.type != "amount" or reader.unit is not None))


class BulkRegion:
    """Reads stretches of whole lines into an open region."""

    def __init__(self, region: Region, delimiter: str, quote: str) -> None:
        self.region = region
        self._quote = quote
        self._delimiter = delimiter
        self._spaces: str | None = SPACES
        self._names = [f"c{i}" for i in range(region.width)]
        self._schema = table_schema(region.table)
        self._first_keys = {next((k for k in keys if k), "") for keys in region.repeats} - {""}

    def read(self, data: bytes, first_line: int) -> int | None:
        """Read a stretch of lines in UTF-8, each with its line end.

        Args:
            first_line: the physical number of the stretch's first line.

        Returns:
            How many lines were read: all of them, or those before the row that ends the table. None, with
            nothing done, when the stretch is not a plain grid.
        """
        frame = self._grid(data)
        if frame is None:
            return None
        self._spaces = SPACES if any(odd in data for odd in _ODD_SPACES) else None
        left = self._special_rows(frame)
        typed = []
        for column in self.region.table.columns:
            done = self._column(frame, column)
            typed.append(done)
            left = left | done.left
        self.region.builder.flush()
        end = self._take_left(frame, left, first_line)
        carefully = self.region.builder.take()
        self._write(frame, typed, left, end, first_line, carefully)
        return end

    def _grid(self, data: bytes) -> pl.DataFrame | None:
        """The stretch as columns of texts (null: empty); None when a line has not the header's fields."""
        lines = data.count(b"\n")
        if b"\0" in data or _REPLACEMENT in data:
            return None
        if b"\r" in data and data.count(b"\r") != data.count(b"\r\n"):
            return None
        try:
            frame = pl.read_csv(
                data, separator=self._delimiter, has_header=False, quote_char=None,
                schema=dict.fromkeys(self._names, pl.String),
            )  # fmt: skip
        except pl.exceptions.PolarsError:
            return None
        if frame.height != lines:
            return None
        if frame.get_column(self._names[-1]).null_count():  # an empty last field, or a line with too few
            separators = data.count(self._delimiter.encode())
            if separators != lines * (len(self._names) - 1):
                return None
        return _unquoted(frame, self._quote) if self._quote and self._quote.encode() in data else frame

    # -- rows that are left to the careful path -------------------------------------------------------

    def _special_rows(self, frame: pl.DataFrame) -> pl.Series:
        """Rows that may be blank, totals, notes, repeated headers or the table's end."""
        first = frame.get_column(self._names[0])
        texts = first.unique()
        if not texts.str.strip_chars(SPACES).ne("").fill_null(False).all():
            filled = [pl.col(n).str.strip_chars(SPACES) for n in self._names]
            first = frame.select(pl.coalesce(pl.when(f != "").then(f) for f in filled)).to_series()
            texts = first.unique().drop_nulls()
        special = first.is_null()
        if len(texts) > frame.height // 4:  # few are alike: the engine's own patterns look first
            texts = self._suspects(texts)
        suspects = [t for t in texts if self._is_special(t.strip(SPACES))]
        return special | first.is_in(suspects).fill_null(False) if suspects else special

    def _suspects(self, texts: pl.Series) -> pl.Series:
        """Narrow a long list of texts to those that could be special, where that can be said."""
        keys = "|".join(f"(?:{pattern.pattern})" for _, pattern in self.region.kinds)
        if any(c in keys for c in "\\[{") or "(?" in keys.replace("(?:", ""):
            return texts
        stripped = texts.str.strip_chars(SPACES)
        hit = stripped.str.contains(f"(?i){keys}") if keys else pl.Series([False] * len(texts))
        heads = [k[:1] for k in self._first_keys if k]
        may_be_header = stripped.str.slice(0, 1).str.to_lowercase().is_in(heads)
        is_plain = stripped.str.contains(r"^[\x00-,./0-~][\x00-~]*$")
        return texts.filter(hit | may_be_header | ~is_plain)

    def _is_special(self, text: str) -> bool:
        return header_key(text) in self._first_keys or any(p.search(text) for _, p in self.region.kinds)

    def _take_left(self, frame: pl.DataFrame, left: pl.Series, first_line: int) -> int:
        """Read the rows that were left, one by one; the number of lines before the table's end."""
        for index in left.arg_true():
            cells: Sequence[str] = [value or "" for value in frame.row(index)]
            if not self.region.take(first_line + index, cells):
                return int(index)
        return frame.height

    # -- columns ------------------------------------------------------------------------------------

    def _column(self, frame: pl.DataFrame, column: Column) -> _Typed:
        reader = self.region.readers.get(column.name)
        index = self.region.match.columns.get(column.name)
        none_left = pl.repeat(False, frame.height, eager=True)
        if column.from_file or index is None or reader is None:
            return _Typed([], none_left)
        texts = frame.get_column(self._names[index])
        if column.type in NUMERIC_TYPES:
            return self._numbers(texts, column, reader)
        if column.type in ("text", "code") and not column.pattern and not column.values:
            return self._texts(texts, column)
        if column.type == "integer":
            return self._integers(texts, column, reader)
        return self._looked_up(texts, column, reader)

    def _texts(self, texts: pl.Series, column: Column) -> _Typed:
        stripped = texts.str.strip_chars(self._spaces)
        empty = stripped.is_in(["", *column.nothing])
        if empty.any():
            stripped = stripped.to_frame("t").select(pl.when(~empty).then(pl.col("t"))).to_series()
        missing = stripped.is_null() if column.required else pl.repeat(False, len(texts), eager=True)
        return _Typed([stripped], missing)

    def _integers(self, texts: pl.Series, column: Column, reader: ColumnReader) -> _Typed:
        if not texts.str.contains(r"^-?[0-9]{1,18}$").all():
            return self._looked_up(texts, column, reader)
        missing = texts.is_null() if column.required else pl.repeat(False, len(texts), eager=True)
        return _Typed([texts.cast(pl.Int64)], missing)

    def _looked_up(self, texts: pl.Series, column: Column, reader: ColumnReader) -> _Typed:
        """Few texts are different: the careful reader types each of them once."""
        known: list[str] = []
        values: list[Any] = []
        faults: list[str] = []
        for text in texts.unique().drop_nulls():
            try:
                values.append(reader.read(text).value)
                known.append(text)
            except CellFault:
                faults.append(text)
        dtype = _NATIVE.get(column.type, pl.String)
        if dtype == pl.String and not faults and values == known:  # codes as they stand
            typed = texts
        elif len(known) == 1 and not faults and not texts.null_count():  # the one month of a ledger
            typed = pl.repeat(values[0], len(texts), dtype=dtype, eager=True)
        else:
            typed = texts.replace_strict(known, pl.Series(values, dtype=dtype), default=None, return_dtype=dtype)
        left = texts.is_in(faults).fill_null(False) if faults else pl.repeat(False, len(texts), eager=True)
        return _Typed([typed], left | texts.is_null() if column.required else left)

    def _numbers(self, texts: pl.Series, column: Column, reader: ColumnReader) -> _Typed:
        rules = reader.rules
        value, decimals = plain_numbers(pl.col("t"), rules)
        numbers = texts.to_frame("t").select(
            "t", value=value, decimals=decimals, plain=pl.col("t").str.contains(plain_pattern(rules))
        )
        others = numbers.get_column("plain").eq(False).fill_null(False)
        if others.any():
            numbers = self._other_numbers(numbers, others, column, reader)
        left = numbers.get_column("plain").not_().fill_null(column.required)
        scaled = numbers.get_column("value")
        fields: list[pl.Series | pa.Array] = [_decimals(scaled, rules.scale)]
        if not self.region.table.lean:
            fields += self._beside(texts, numbers, column, reader)
        if column.type == "amount" and not self.region.table.lean:
            sign = 1 if column.sign == "revenue_positive" else -1
            fields.append(pl.repeat(sign, len(texts), dtype=pl.Int8, eager=True))
        return _Typed(fields, left)

    @staticmethod
    def _beside(texts: pl.Series, numbers: pl.DataFrame, column: Column, reader: ColumnReader) -> list[pl.Series]:
        """What stands beside a number: its text as delivered, its unit and its stated decimals."""
        unit = "%" if column.type == "percent" else reader.unit
        is_fixed = column.decimals is not None and not column.decimals_from_cell
        decimals = pl.lit(column.decimals) if is_fixed else pl.col("decimals")
        given = pl.col("value").is_not_null()
        beside = numbers.with_columns(texts.str.strip_chars(SPACES).alias("text")).select(
            pl.when(pl.col("text") != "").then("text"),
            unit=pl.when(given).then(pl.lit(unit, dtype=pl.String)),
            stated=pl.when(given).then(decimals).cast(pl.Int16),
        )
        return beside.get_columns()

    def _other_numbers(
        self, numbers: pl.DataFrame, others: pl.Series, column: Column, reader: ColumnReader
    ) -> pl.DataFrame:
        """Read the texts that are not of the plain form: grouped, with signs behind, units, or nothing."""
        texts = numbers.get_column("t").filter(others)
        parsed = parse_numbers(texts, reader.rules)
        unit = "%" if column.type == "percent" else reader.unit
        good = parsed.get_column("is_number") & (
            parsed.get_column("unit").is_null() | parsed.get_column("unit").eq(unit or "").fill_null(False)
        )
        nothing = texts.str.strip_chars(SPACES).is_in(["", *column.nothing])
        plain = good | nothing & (not column.required)
        at = others.arg_true()
        empty = pl.Series([None] * len(texts), dtype=pl.Int64)
        return numbers.with_columns(
            numbers.get_column("value").scatter(at, parsed.get_column("value").zip_with(good & ~nothing, empty)),
            numbers.get_column("decimals").scatter(at, parsed.get_column("decimals").zip_with(good & ~nothing, empty)),
            numbers.get_column("plain").scatter(at, plain),
        )

    # -- writing ------------------------------------------------------------------------------------

    def _write(
        self,
        frame: pl.DataFrame,
        typed: list[_Typed],
        left: pl.Series,
        end: int,
        first_line: int,
        carefully: pa.RecordBatch | None,
    ) -> None:
        """Write the stretch's good rows up to its end, in the file's order with the rows read carefully."""
        good = ~left
        if end < frame.height:
            good = good & (pl.int_range(frame.height, eager=True) < end)
        self._watch(frame, good, first_line)
        count = int(good.sum())
        region = self.region
        region.counts.rows_read += count
        region.counts.rows_loaded += count
        arrays: list[pa.Array] = [
            pa.nulls(frame.height, pa.string()),
            _row_numbers(first_line, frame.height),
            _arrow(pl.repeat("data", frame.height, dtype=pl.String, eager=True)).cast(pa.string()),
        ]
        for column, done in zip(region.table.columns, typed, strict=True):
            arrays += self._arrays(column, done, frame.height, len(arrays))
        batch = pa.RecordBatch.from_arrays(arrays, schema=self._schema)
        if count < frame.height:
            batch = batch.filter(good.to_arrow())
        if carefully is not None:
            whole = pa.Table.from_batches([batch, carefully]).sort_by("row_number").combine_chunks()
            batch = whole.to_batches()[0]
        if batch.num_rows:
            region.account.sink.write(region.table.name, batch)

    def _arrays(self, column: Column, done: _Typed, height: int, position: int) -> list[pa.Array]:
        """A column's arrays in the types of the table's schema; constants where the file has no column."""
        if done.fields:
            fields = (f if isinstance(f, pa.Array) else _arrow(f) for f in done.fields)
            return [f.cast(self._schema.field(position + i).type) for i, f in enumerate(fields)]
        typed = self.region.from_file.get(column.name, EMPTY)
        values = lake_values(column, typed, is_lean=self.region.table.lean)
        types = (self._schema.field(position + i).type for i in range(len(values)))
        return [pa.repeat(pa.scalar(v, t), height) for v, t in zip(values, types, strict=True)]

    def _watch(self, frame: pl.DataFrame, good: pl.Series, first_line: int) -> None:
        """Count the values of the good rows that stand under no column of the contract."""
        for index in sorted(self.region.watched):
            texts = frame.get_column(self._names[index])
            filled = good & texts.str.strip_chars(SPACES).ne("").fill_null(False)
            count = int(filled.sum())
            if count:
                self.region.counts.non_data["ignored_cell"] += count
                if index not in self.region.match.ignored:
                    self.region.count_unknown(index, count, first_line + int(filled.arg_max() or 0), None)


def _unquoted(frame: pl.DataFrame, quote: str) -> pl.DataFrame | None:
    """The fields without their quotes; None when one is quoted in any way but whole and plainly.

    A field with a delimiter or line end between its quotes has been cut at it, so that its parts are not.
    """
    columns = []
    for series in frame.get_columns():
        if series.str.contains(quote, literal=True).any():
            inner = series.str.strip_prefix(quote).str.strip_suffix(quote)
            cut = series.str.len_bytes() - inner.str.len_bytes()
            if inner.str.contains(quote, literal=True).any() or not cut.is_in([0, 2]).all():
                return None
            series = inner.set(inner.eq("").fill_null(False), None)
        columns.append(series)
    return pl.DataFrame(columns)


def _arrow(series: pl.Series) -> pa.Array:
    """The series without a copy; texts as views, which cast to plain strings in a third of the time."""
    return series.to_arrow(compat_level=pl.CompatLevel.newest())


def _row_numbers(first: int, count: int) -> pa.Array:
    """Consecutive row numbers, from a buffer: `pa.array` imports pandas to look at its argument."""
    numbers = np.arange(first, first + count, dtype=np.int32)
    return pa.Array.from_buffers(pa.int32(), count, [None, pa.py_buffer(numbers)])


def _decimals(scaled: pl.Series, scale: int) -> pa.Array:
    """Whole numbers of 10^-scale as decimals of 18 digits, by widening their 64 bits to 128."""
    whole = scaled.to_arrow()
    values = scaled.fill_null(0).to_numpy()
    wide = np.empty((len(values), 2), dtype=np.int64)
    wide[:, 0] = values
    wide[:, 1] = values >> 63
    valid = whole.is_valid() if whole.null_count else None
    bitmap = valid.buffers()[1] if valid is not None else None
    return pa.Array.from_buffers(pa.decimal128(18, scale), len(values), [bitmap, pa.py_buffer(wide)])
