"""Python values and numpy buffers → arrow arrays.

Not by `pa.array` and `pa.scalar`: those import pandas to look at their argument, which costs a short load more CPU
than the rest of its work.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Mask = npt.NDArray[np.bool_]
Bytes = npt.NDArray[np.uint8]
Places = npt.NDArray[np.int32]

TEXTS = pa.dictionary(pa.int32(), pa.string())  # a text column of few different texts
_EPOCH = dt.date(1970, 1, 1).toordinal()
_WHOLE: dict[pa.DataType, type[np.signedinteger[Any]]] = {
    pa.int8(): np.int8, pa.int16(): np.int16, pa.int32(): np.int32, pa.int64(): np.int64, pa.date32(): np.int32,
}  # fmt: skip


def from_values(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    """Values (None: missing) as an array of one of the lake's types: text, whole number, date, boolean, decimal.

    Raises:
        OverflowError: a whole number is too large for its type.
        ValueError: a decimal has more decimals than its type.
    """
    filled = None if all(v is not None for v in values) else np.fromiter((v is not None for v in values), np.bool_)
    if pa.types.is_string(kind):
        raw = [b"" if v is None else v.encode() for v in values]
        begins = np.zeros(len(raw) + 1, np.int32)
        np.cumsum([len(r) for r in raw], out=begins[1:])
        return text_array(np.frombuffer(b"".join(raw), np.uint8), begins, filled)
    if pa.types.is_boolean(kind):
        return mask_array(np.array([bool(v) for v in values], np.bool_), filled)
    if pa.types.is_decimal(kind):
        return decimal_array(np.array([_scaled(v, kind.scale) for v in values], np.int64), filled, kind.scale)
    if pa.types.is_date(kind):
        values = [None if v is None else v.toordinal() - _EPOCH for v in values]
    return whole_array(np.array([0 if v is None else v for v in values], _WHOLE[kind]), filled, kind)


def _scaled(value: Decimal | None, scale: int) -> int:
    if value is None:
        return 0
    scaled = value.scaleb(scale)
    if (whole := int(scaled)) != scaled:
        raise ValueError(f"{value} has more than {scale} decimals")
    return whole


def whole_array(values: npt.NDArray[Any], filled: Mask | None, kind: pa.DataType) -> pa.Array:
    """Whole numbers in the width of their type; null where not `filled`."""
    return pa.Array.from_buffers(kind, len(values), [_bitmap(filled), pa.py_buffer(np.ascontiguousarray(values))])


def mask_array(values: Mask, filled: Mask | None = None) -> pa.Array:
    """Booleans, a bit each."""
    return pa.Array.from_buffers(pa.bool_(), len(values), [_bitmap(filled), _bitmap(values)])


def decimal_array(scaled: npt.NDArray[np.int64], filled: Mask | None, scale: int) -> pa.Array:
    """Whole numbers of 10^-scale as decimals of 18 digits, by widening their 64 bits to 128."""
    wide = np.empty((len(scaled), 2), np.int64)
    wide[:, 0] = scaled
    wide[:, 1] = scaled >> 63
    return pa.Array.from_buffers(pa.decimal128(18, scale), len(scaled), [_bitmap(filled), pa.py_buffer(wide)])


def text_array(data: Bytes, begins: Places, filled: Mask | None = None) -> pa.Array:
    """Texts from their UTF-8 bytes, one after the other, and where each begins (and the last ends)."""
    buffers = [_bitmap(filled), pa.py_buffer(np.ascontiguousarray(begins)), pa.py_buffer(np.ascontiguousarray(data))]
    return pa.Array.from_buffers(pa.string(), len(begins) - 1, buffers)


def text_parts(texts: pa.Array) -> tuple[Bytes, Places]:
    """A text or binary array's bytes and where each text begins, from 0; nulls count for nothing."""
    _, begins, data = texts.buffers()
    places = np.frombuffer(begins, np.int32)[texts.offset : texts.offset + len(texts) + 1]
    first, last = (int(places[0]), int(places[-1])) if len(places) else (0, 0)
    whole = np.frombuffer(data, np.uint8)[first:last] if data is not None and last else np.empty(0, np.uint8)
    return whole, places - first if first else places


def picked(values: Sequence[Any], at: Places, kind: pa.DataType) -> pa.Array:
    """For every row the value (None: missing) that stands at its place; texts stay different texts and places."""
    if not pa.types.is_string(kind):
        return from_values(values, kind).take(whole_array(at, None, pa.int32()))
    places: dict[str, int] = {}
    new = np.array([-1 if v is None else places.setdefault(v, len(places)) for v in values], np.int32)
    moved = at if len(places) == len(values) else new[at]
    filled = moved >= 0 if len(new) and new.min() < 0 else None
    indices = whole_array(moved, filled, pa.int32())
    return pa.DictionaryArray.from_arrays(indices, from_values(list(places), pa.string()))


def constant(value: Any, count: int, kind: pa.DataType) -> pa.Array:
    """The same value (None: missing) in every row."""
    return picked([value], np.zeros(count, np.int32), kind)


def _bitmap(filled: Mask | None) -> pa.Buffer | None:
    return None if filled is None else pa.py_buffer(np.packbits(filled, bitorder="little"))
