"""A column of a stretch of rows → its arrays of typed values, and the rows that are left to the careful path."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from rjh_warehouse.contract.contract import NUMERIC_TYPES, Column
from rjh_warehouse.reading.table.arrays import (
    Bytes,
    Mask,
    constant,
    decimal_array,
    from_values,
    picked,
    text_array,
    whole_array,
)
from rjh_warehouse.reading.table.batch import lake_values
from rjh_warehouse.reading.table.bulk_cells import Cells, Few, Many, Stored
from rjh_warehouse.reading.table.cell import SPACES
from rjh_warehouse.reading.table.numbers import NumberRules
from rjh_warehouse.reading.table.numbers_plain import PlainNumbers, plain_numbers
from rjh_warehouse.reading.table.typed import EMPTY, CellFault, ColumnReader, Typed

_BROKEN = "\ufffd".encode()
_INTEGERS = NumberRules(max_decimals=0, scale=0)
# Patterns that the engine reads as Python does, of ASCII texts.
_ALIKE = re.compile(
    r"(?:[A-Za-z0-9 _:;,/-]|\\[d.]|\.|\((?!\?)|[)|?*+]|\{[0-9]+(?:,[0-9]*)?\}|\[(?:[A-Za-z0-9 _.,/-]|\\d)+\])+"
)
_NESTED = re.compile(r"[?*+}][*+{]")  # possessive in Python
FEW_ODD = 1_000  # so many numbers of a stretch that have not the plain form are read one by one


@dataclass(slots=True)
class TypedColumn:
    """Arrays for the column's fields, and the rows whose cell must be looked at by the careful path."""

    fields: list[pa.Array]
    left: Mask


def typed_column(cells: Cells, reader: ColumnReader, kinds: Sequence[pa.DataType]) -> TypedColumn:
    """Type a column as its reader would, cell by cell.

    Args:
        kinds: the types of the column's fields in the lake.
    """
    column = reader.column
    if isinstance(cells, Few):
        return _few(cells, reader, kinds)
    if column.type in NUMERIC_TYPES:
        return _numbers(cells, reader)
    done = None
    if isinstance(cells, Many) and column.type in ("text", "code") and not column.values:
        done = _texts(cells, column)
    elif isinstance(cells, Many) and column.type == "integer":
        done = _integers(cells)
    return done or _few(cells.few(), reader, kinds)


def _few(column: Few, reader: ColumnReader, kinds: Sequence[pa.DataType]) -> TypedColumn:
    """The careful reader types each of the different cells once."""
    rows: list[tuple[object, ...]] = []
    is_fault = np.zeros(len(column.cells), np.bool_)
    for place, cell in enumerate(column.cells):
        try:
            typed = reader.read(cell)
        except CellFault:
            typed, is_fault[place] = EMPTY, True
        rows.append(lake_values(reader.column, typed, is_lean=reader.is_lean))
    fields = [picked(values, column.at, kind) for values, kind in zip(zip(*rows, strict=True), kinds, strict=True)]
    return TypedColumn(fields, is_fault[column.at])


def _texts(texts: Many, column: Column) -> TypedColumn | None:
    """Texts without white space at their ends; None when the engine may judge one otherwise than the reader."""
    texts = texts.trimmed()
    is_ascii = not (texts.data >= 0x80).any()
    if not is_ascii and (column.pattern or _BROKEN in texts.data.tobytes() or _has_marks(texts.data)):
        return None
    length = np.diff(texts.begins)
    is_empty = length == 0
    if (length <= max(len(n.encode()) for n in column.empty_texts)).any():
        nothing = from_values(list(column.empty_texts), pa.string())
        is_empty = _mask(pc.is_in(texts.array, value_set=nothing))
    left = is_empty if column.required else np.zeros(len(length), np.bool_)
    if column.pattern:
        matches = full_matches(texts.array, column.pattern)
        if matches is None:
            return None
        left = left | ~(matches | is_empty)
    return TypedColumn([text_array(texts.data, texts.begins, ~is_empty if is_empty.any() else None)], left)


def _has_marks(data: Bytes) -> bool:
    """Whether letters may be written with combining marks (U+0300–U+036F), which the careful reader joins."""
    return bool(((data == 0xCC) | (data == 0xCD)).any())


def full_matches(texts: pa.Array, pattern: str) -> Mask | None:
    """Which ASCII texts the pattern takes whole; None when the engine may read the pattern otherwise than Python."""
    if not _ALIKE.fullmatch(pattern) or _NESTED.search(pattern):
        return None
    try:
        return _mask(pc.match_substring_regex(texts, f"^(?:{pattern})$"))
    except pa.ArrowInvalid:  # e.g. more repetitions than the engine takes
        return None


def _integers(texts: Many) -> TypedColumn | None:
    """Plain whole numbers; None when one has any other form."""
    numbers = plain_numbers(texts.data, texts.begins, _INTEGERS)
    if not numbers.is_plain.all():
        return None
    return TypedColumn([whole_array(numbers.value, None, pa.int64())], ~numbers.is_plain)


def _mask(values: pa.Array) -> Mask:
    return np.asarray(values.to_numpy(zero_copy_only=False), np.bool_)


# -- numbers ------------------------------------------------------------------------------------------


def _numbers(cells: Many | Stored, reader: ColumnReader) -> TypedColumn:
    column, numbers = reader.column, cells.numbers(reader)
    filled = numbers.is_plain
    left, read = ~filled, dict[int, Typed]()
    if left.any():
        is_empty = cells.is_empty()
        left[is_empty] = column.required
        odd = np.flatnonzero(~filled & ~is_empty)
        if isinstance(cells, Many) and len(odd) > FEW_ODD:
            left[odd] = _in_bulk(cells, odd, numbers, reader)
        elif len(odd):
            read = _one_by_one(cells, odd, numbers, reader)
            left[odd] = [row not in read for row in odd.tolist()]
    fields = [decimal_array(numbers.value, None if filled.all() else filled, reader.rules.scale)]
    if not reader.is_lean:
        fields += _beside(cells, numbers, read, reader)
        if column.type == "amount":
            fields.append(constant(1 if column.sign == "revenue_positive" else -1, len(filled), pa.int8()))
    return TypedColumn(fields, left)


def _beside(
    cells: Many | Stored, numbers: PlainNumbers, read: Mapping[int, Typed], reader: ColumnReader
) -> list[pa.Array]:
    """What stands beside a number: its text as delivered, its unit and its stated decimals."""
    column, filled = reader.column, numbers.is_plain
    decimals = numbers.decimals.astype(np.int16)
    if column.decimals is not None and not column.decimals_from_cell:
        decimals[:] = column.decimals
    units = [_unit(reader), None]
    unit_at = np.where(filled, 0, 1).astype(np.int32)
    for row, typed in read.items():
        if typed.unit not in units:
            units.append(typed.unit)
        unit_at[row] = units.index(typed.unit)
    return [
        cells.shown(numbers, read),
        picked(units, unit_at, pa.string()),
        whole_array(decimals, filled, pa.int16()),
    ]


def _unit(reader: ColumnReader) -> str | None:
    return "%" if reader.column.type == "percent" else reader.unit


def _one_by_one(
    cells: Many | Stored, odd: npt.NDArray[np.int64], numbers: PlainNumbers, reader: ColumnReader
) -> dict[int, Typed]:
    """Read the cells that are not of the plain form, as the careful path does; those that are not faults, by row."""
    read: dict[int, Typed] = {}
    for row in odd.tolist():
        try:
            read[row] = typed = reader.read(cells.cell(row))
        except CellFault:
            continue
        if typed.value is None:
            continue
        assert isinstance(typed.value, Decimal) and typed.decimals is not None
        numbers.value[row] = int(typed.value.scaleb(reader.rules.scale))
        numbers.decimals[row] = typed.decimals
        numbers.is_plain[row] = True
    return read


def _in_bulk(texts: Many, odd: npt.NDArray[np.int64], numbers: PlainNumbers, reader: ColumnReader) -> Mask:
    """The same for many texts: grouped, with signs behind, units, or nothing."""
    import polars as pl

    from rjh_warehouse.reading.table.numbers_bulk import parse_numbers

    column = reader.column
    found = pl.Series(texts.array.take(whole_array(odd, None, pa.int64())))
    parsed = parse_numbers(found, reader.rules)
    has_unit = parsed.get_column("unit").is_null() | parsed.get_column("unit").eq(_unit(reader) or "").fill_null(False)
    is_nothing = found.str.strip_chars(SPACES).is_in(column.empty_texts).to_numpy()
    is_good = (parsed.get_column("is_number") & has_unit).to_numpy() & ~is_nothing
    rows = odd[is_good]
    numbers.value[rows] = parsed.get_column("value").fill_null(0).to_numpy()[is_good]
    numbers.decimals[rows] = parsed.get_column("decimals").fill_null(0).to_numpy()[is_good]
    numbers.is_plain[rows] = True
    return np.asarray(~is_good & ~(is_nothing & (not column.required)))
