"""The most common form of a number, on whole columns of texts: digits, decimals after the decimal mark, a leading
hyphen. What has any other form is left to `numbers_bulk` and `numbers`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rjh_warehouse.reading.table.arrays import Bytes, Mask, Places, text_array
from rjh_warehouse.reading.table.numbers import NumberRules

_ZERO, _HYPHEN = ord("0"), ord("-")
_POWERS = 10 ** np.arange(7, dtype=np.int64)


@dataclass(slots=True)
class PlainNumbers:
    """A number per row: a whole number of 10^-scale, and its decimals; both mean nothing where not `is_plain`."""

    value: npt.NDArray[np.int64]
    decimals: npt.NDArray[np.int32]
    is_plain: Mask
    scale: int


def plain_numbers(data: Bytes, begins: Places, rules: NumberRules) -> PlainNumbers:
    """Read texts (their UTF-8 bytes, and where each begins) that have the plain form."""
    starts, ends = begins[:-1], begins[1:]
    length = ends - starts
    before = rules.allowed_decimals + 1  # bytes round the texts, so that every place looked at is one
    padded = np.concatenate([np.zeros(before, np.uint8), data, np.zeros(1, np.uint8)])
    is_negative = (length > 0) & (padded[starts + before] == _HYPHEN)
    decimals = np.zeros(len(length), np.int32)
    for count in range(1, rules.allowed_decimals + 1):
        decimals[(length > count) & (padded[ends + (before - 1 - count)] == ord(rules.decimal))] = count
    marks = is_negative + (decimals > 0).astype(np.int32)
    whole = length - marks - decimals
    is_plain = (whole >= 1) & (whole <= rules.whole_digits)
    is_other = (data - np.uint8(_ZERO)) > 9  # unsigned: what lies below "0" is large
    others = marks  # every text holds its marks: no text holds anything else when the sum is the same
    if np.count_nonzero(is_other) != int(marks.sum()):
        others = np.diff(np.append(np.int32(0), np.cumsum(is_other, dtype=np.int32))[begins])
        is_plain &= others == marks
    places = begins - np.append(np.int32(0), np.cumsum(others, dtype=np.int32))
    value = _whole_numbers(data[~is_other], places, is_plain) * _POWERS[rules.scale - decimals]
    np.negative(value, out=value, where=is_negative)
    return PlainNumbers(value, decimals, is_plain, rules.scale)


def _whole_numbers(digits: Bytes, begins: Places, is_plain: Mask) -> npt.NDArray[np.int64]:
    """The value of texts of at most 18 digits; 0 where not `is_plain`."""
    texts = text_array(digits, begins, is_plain)
    values = np.frombuffer(texts.cast("int64").buffers()[1], np.int64)[: len(texts)]
    return np.where(is_plain, values, 0)
