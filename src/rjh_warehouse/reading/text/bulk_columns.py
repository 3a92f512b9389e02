"""A column of a stretch of texts → its arrays of typed values, and the rows that are left to the careful path."""

from __future__ import annotations

import re
from collections.abc import Sequence
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
from rjh_warehouse.reading.table.cell import SPACES
from rjh_warehouse.reading.table.numbers import NumberRules
from rjh_warehouse.reading.table.numbers_plain import PlainNumbers, plain_numbers
from rjh_warehouse.reading.table.typed import EMPTY, CellFault, ColumnReader
from rjh_warehouse.reading.text.grid import Few, Many, Texts

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


def typed_column(texts: Texts, reader: ColumnReader, kinds: Sequence[pa.DataType]) -> TypedColumn:
    """Type a column as its reader would, cell by cell.

    Args:
        kinds: the types of the column's fields in the lake.
    """
    column = reader.column
    if isinstance(texts, Few):
        return _few(texts, reader, kinds)
    if column.type in NUMERIC_TYPES:
        return _numbers(texts, reader)
    if column.type in ("text", "code") and not column.values:
        done = _texts(texts, column)
    elif column.type == "integer":
        done = _integers(texts)
    else:
        done = None
    return done or _few(texts.few(), reader, kinds)


def _few(texts: Few, reader: ColumnReader, kinds: Sequence[pa.DataType]) -> TypedColumn:
    """The careful reader types each of the different texts once."""
    rows: list[tuple[object, ...]] = []
    is_fault = np.zeros(len(texts.texts), np.bool_)
    for place, text in enumerate(texts.texts):
        try:
            typed = reader.read(text)
        except CellFault:
            typed, is_fault[place] = EMPTY, True
        rows.append(lake_values(reader.column, typed, is_lean=reader.is_lean))
    fields = [picked(values, texts.at, kind) for values, kind in zip(zip(*rows, strict=True), kinds, strict=True)]
    return TypedColumn(fields, is_fault[texts.at])


def _texts(texts: Many, column: Column) -> TypedColumn | None:
    """Texts without white space at their ends; None when the engine may judge one otherwise than the reader."""
    texts = trimmed(texts)
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


def trimmed(texts: Many) -> Many:
    """The texts without white space at their ends."""
    starts, ends = texts.begins[:-1], texts.begins[1:]
    is_filled = ends > starts
    edges = np.concatenate([texts.data[starts[is_filled]], texts.data[ends[is_filled] - 1]])
    if not ((edges <= 0x20) | (edges >= 0x7F)).any():
        return texts
    return Many.of(pc.utf8_trim(texts.array, characters=SPACES))


def is_filled(texts: Texts) -> Mask:
    """Rows whose text is not only white space."""
    if isinstance(texts, Few):
        return np.array([bool(t.strip(SPACES)) for t in texts.texts], np.bool_)[texts.at]
    return np.diff(trimmed(texts).begins) > 0


def _mask(values: pa.Array) -> Mask:
    return np.asarray(values.to_numpy(zero_copy_only=False), np.bool_)


# -- numbers ------------------------------------------------------------------------------------------


def _numbers(texts: Many, reader: ColumnReader) -> TypedColumn:
    column, rules = reader.column, reader.rules
    numbers = plain_numbers(texts.data, texts.begins, rules)
    filled = numbers.is_plain
    left = ~filled
    if left.any():
        is_empty = np.diff(texts.begins) == 0
        left[is_empty] = column.required
        odd = np.flatnonzero(~filled & ~is_empty)
        if len(odd):
            read = _one_by_one if len(odd) <= FEW_ODD else _in_bulk
            left[odd] = read(texts, odd, numbers, reader)
    fields = [decimal_array(numbers.value, None if filled.all() else filled, rules.scale)]
    if not reader.is_lean:
        fields += _beside(texts, numbers, reader)
        if column.type == "amount":
            fields.append(constant(1 if column.sign == "revenue_positive" else -1, len(filled), pa.int8()))
    return TypedColumn(fields, left)


def _beside(texts: Many, numbers: PlainNumbers, reader: ColumnReader) -> list[pa.Array]:
    """What stands beside a number: its text as delivered, its unit and its stated decimals."""
    column, filled = reader.column, numbers.is_plain
    shown = trimmed(texts)
    decimals = numbers.decimals.astype(np.int16)
    if column.decimals is not None and not column.decimals_from_cell:
        decimals[:] = column.decimals
    return [
        text_array(shown.data, shown.begins, np.diff(shown.begins) > 0),
        picked([_unit(reader), None], np.where(filled, 0, 1).astype(np.int32), pa.string()),
        whole_array(decimals, filled, pa.int16()),
    ]


def _unit(reader: ColumnReader) -> str | None:
    return "%" if reader.column.type == "percent" else reader.unit


def _one_by_one(texts: Many, odd: npt.NDArray[np.int64], numbers: PlainNumbers, reader: ColumnReader) -> Mask:
    """Read the texts that are not of the plain form, as the careful path does; which of them are left to it."""
    left = np.zeros(len(odd), np.bool_)
    unit = _unit(reader)
    for place, row in enumerate(odd.tolist()):
        try:
            typed = reader.read(texts.text(row))
        except CellFault:
            left[place] = True
            continue
        if typed.value is None:
            continue
        if typed.unit != unit:  # of a number without a unit of its own
            left[place] = True
            continue
        assert isinstance(typed.value, Decimal) and typed.decimals is not None
        numbers.value[row] = int(typed.value.scaleb(reader.rules.scale))
        numbers.decimals[row] = typed.decimals
        numbers.is_plain[row] = True
    return left


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
