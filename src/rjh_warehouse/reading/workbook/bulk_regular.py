"""A stretch of a sheet whose rows all look like its first one: the same cells with the same attributes.

That is what exports of ledgers are. The first row becomes one pattern that finds every row and its values; the rows
must fill the stretch to the last character, or it is left to the general way (`bulk_stretch.take_apart`).
"""

from __future__ import annotations

import re

import numpy as np
import polars as pl

from rjh_warehouse.reading.workbook.sheet import column_number

Regular = tuple[int, dict[int, str], pl.Series]  # rows; column → attributes, in order; values column by column
_ROW = re.compile(r'<row r="([0-9]+)"((?: [a-zA-Z0-9:]+="[ !#-;=?-~]*")*)>')
_CELL = re.compile(
    r'<c r="([A-Z]{1,3})([0-9]+)"((?: [a-z]+="[a-zA-Z0-9]+")*)>'
    r'(<v>|<is><t>|<is><t xml:space="preserve">)[^<]*(</v></c>|</t></is></c>)'
)
_END = "</row>"
_VALUE = "([^<]*)"


def take_regular(text: str, first_row: int) -> Regular | None:
    """The rows of a stretch that begins with row `first_row`; None when they are not all of one form."""
    start = text.find("<")
    end = text.find(_END) + len(_END)
    after = text.find("<row", end)
    gap = text[end:after] if after > 0 else ""
    form = _form(text[start:end], first_row) if not text[:start].strip() and not gap.strip() else None
    if form is None:
        return None
    pattern, attributes, literal = form
    if not all(pattern.match(text, text.rfind("<row", 0, at)) for at in (len(text), len(text) // 2)):
        return None
    found = pattern.findall(text)
    numbers = [str(row) for row in range(first_row, first_row + len(found))]
    columns = list(zip(*found, strict=True))
    used = start + sum(map(len, map("".join, found))) + (literal + len(gap)) * len(found) - len(gap)
    used += sum(map(len, numbers)) * len(attributes)  # the row's number stands in each cell's address
    if list(columns[0]) != numbers or used != len(text) or text.count(f"{gap}<row ") != len(found):
        return None
    return len(found), attributes, pl.concat([pl.Series(values, dtype=pl.String) for values in columns[1:]])


def _form(row: str, number: int) -> tuple[re.Pattern[str], dict[int, str], int] | None:
    """A row's pattern, its columns with their attributes, and how many characters of it are always the same."""
    head = _ROW.match(row)
    if head is None or head[1] != str(number):
        return None
    pattern = [r'<row r="([0-9]+)"', re.escape(f"{head[2]}>")]
    attributes: dict[int, str] = {}
    literal = len('<row r=""') + len(head[2]) + 1
    at = head.end()
    while cell := _CELL.match(row, at):
        letters, digits, said, begin, finish = cell.groups()
        if digits != head[1] or (column := column_number(letters)) in attributes:
            return None
        attributes[column] = said
        before, behind = f'<c r="{letters}', f'"{said}>{begin}'
        pattern += [re.escape(before), r"\1", re.escape(behind), _VALUE, re.escape(finish)]
        literal += len(before) + len(behind) + len(finish)
        at = cell.end()
    if row[at:] != _END or not attributes:
        return None
    return re.compile("".join([*pattern, _END])), attributes, literal + len(_END)


def positions(height: int, columns: list[int]) -> dict[int, np.ndarray[tuple[int], np.dtype[np.int64]]]:
    """Column → where its values stand in the series of `take_regular`, by row."""
    return {column: np.arange(height) + height * k for k, column in sorted(enumerate(columns), key=lambda p: p[1])}
