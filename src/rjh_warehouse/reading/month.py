"""A file of several months: which they are, and one of them read as if it had come alone.

Rows keep their line's number in the whole file. A line whose month cannot be read goes with the month before it, or the
first one, so that what is read of the months is what is read of the file; the header, what stands above it and what
stands below the table's end go with each. A stated total is of the whole file, and of none of its months.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from rjh_warehouse.contract.contract import Contract, Table
from rjh_warehouse.contract.month_name import YEAR_END
from rjh_warehouse.contract.origin import Origin
from rjh_warehouse.reading.sie.lines import read_text as sie_text
from rjh_warehouse.reading.sie.lines import records
from rjh_warehouse.reading.sie.month import months_of_postings
from rjh_warehouse.reading.sie.sie import read_sie
from rjh_warehouse.reading.table.cell import cell_text
from rjh_warehouse.reading.table.header import HeaderMatcher
from rjh_warehouse.reading.table.result import DeliveryError, ReadResult, RowSink
from rjh_warehouse.reading.table.row_kind import END, TOTAL, kind_of, row_kinds
from rjh_warehouse.reading.table.typed import CellFault, ColumnReader
from rjh_warehouse.reading.text.encoding import encoding_error, find_encoding
from rjh_warehouse.reading.text.lines import RecordReader
from rjh_warehouse.reading.text.text import find_delimiter, open_text, read_text
from rjh_warehouse.scratch import scratch

_LINE = re.compile("[^\r\n]*(?:\r\n|\r|\n|$)")
_TOTAL = ""  # in place of a month: a stated total
_LAST: dict[tuple[str, ...], dict[int, str | None]] = {}  # of the file read last: its months are read one after another


def months_of(path: Path, contract: Contract) -> list[str]:
    """The months (YYYYMM, 13 a year's closing) that a file's rows are of, in order.

    Raises:
        DeliveryError: the file cannot be read.
        OSError: nor opened.
    """
    if contract.format == "sie":
        return months_of_postings(records(sie_text(path)[0], path.name), contract.sie_closing)
    return sorted({month for month in _marks(path, contract).values() if month})


def read_month(path: Path, contract: Contract, origin: Origin | None, sink: RowSink, month: str) -> ReadResult:
    """Read what a file holds of one month. Raises DeliveryError as `read_delivery`."""
    if contract.format == "sie":
        return read_sie(path, contract, origin, sink, month)
    with scratch() as folder:
        alone, lines = _alone(path, contract, month, folder)
        try:
            result = read_text(alone, contract, origin, _Renumbered(sink, lines))
        except DeliveryError as error:
            if isinstance(row := error.places["row"], int):
                error.places["row"] = _line(lines, row)
            raise
    result.rejections = [replace(r, row_number=_line(lines, r.row_number)) for r in result.rejections]
    result.non_data = [replace(n, row_number=_line(lines, n.row_number)) for n in result.non_data]
    result.findings = [replace(f, row_number=f.row_number and _line(lines, f.row_number)) for f in result.findings]
    return result


class _Renumbered:
    """Gives rows that were read alone the numbers of their lines in the whole file."""

    def __init__(self, sink: RowSink, lines: NDArray[np.int64]) -> None:
        self._sink, self._lines = sink, lines

    def write(self, table: str, batch: pa.RecordBatch) -> None:
        at = batch.schema.get_field_index("row_number")
        field = batch.schema.field(at)
        numbers = self._lines[batch.column(at).to_numpy(zero_copy_only=False) - 1]
        self._sink.write(table, batch.set_column(at, field, pa.array(numbers, field.type)))


def _line(lines: NDArray[np.int64], number: int) -> int:
    return int(lines[number - 1]) if number <= len(lines) else number


def _alone(path: Path, contract: Contract, month: str, folder: Path) -> tuple[Path, NDArray[np.int64]]:
    """A copy without the lines of other months, and which line of the file each of its lines is."""
    marks = _marks(path, contract)
    decoding = find_encoding(path, contract.csv.encodings)
    with open_text(path, decoding) as stream:
        lines = _LINE.findall(stream.read())
    copy, of, kept = folder / path.name, None, list[int]()
    with path.open("rb") as source:
        copy.write_bytes(source.read(decoding.mark_bytes))
    with copy.open("a", encoding=decoding.encoding, newline="") as target:
        for number, line in enumerate(lines, start=1):
            of = marks.get(number, of)
            if of in (None, month):
                target.write(line)
                kept.append(number)
    return copy, np.array(kept, np.int64)


def _marks(path: Path, contract: Contract) -> dict[int, str | None]:
    """Line → its month, where a record below the header is of another month than the one before; None at the end."""
    table = next(t for t in contract.tables if any(c.name == contract.months_apart for c in t.columns))
    read_by = (table.model_dump_json(), contract.csv.model_dump_json(), contract.numbers.model_dump_json())
    with path.open("rb") as file:
        content = hashlib.file_digest(file, "sha256").hexdigest()
    asked = (content, str(contract.months_apart), *read_by)
    if asked not in _LAST:
        found = dict(_find_marks(path, contract, table))
        _LAST.clear()
        _LAST[asked] = found
    return _LAST[asked]


def _find_marks(path: Path, contract: Contract, table: Table) -> Iterator[tuple[int, str | None]]:
    column = next(c for c in table.columns if c.name == contract.months_apart)
    reader = ColumnReader(column, contract.numbers, unit=None, is_lean=True)
    kinds, decoding = row_kinds(table.rows), find_encoding(path, contract.csv.encodings)
    said: dict[str, str | None] = {}  # month by its text
    of = last = None  # what the line before is of, and the last month there was
    first = at = None  # the first line below the header that no month stands above, and where the month stands
    try:
        with open_text(path, decoding) as stream:
            delimiter = find_delimiter(path, contract, decoding)
            matcher = HeaderMatcher(table)
            for number, cells in RecordReader(stream, delimiter=delimiter, quote=contract.csv.quote):
                if at is None:
                    match = matcher.match([cells])
                    at = match.columns.get(column.name) if match.is_complete else None
                    continue
                kind = kind_of(next((t for c in cells if (t := cell_text(c))), ""), kinds)
                if kind == END:
                    yield number, None
                    return
                text = cells[at] if at < len(cells) else ""
                if text not in said:
                    said[text] = _month(reader, text)
                month = _TOTAL if kind == TOTAL else said[text] or last
                if month is None:
                    first = first or number
                elif month != of:
                    yield (first or number) if last is None and month != _TOTAL else number, month
                    of, last = month, month if month != _TOTAL else last
    except UnicodeError as error:
        raise encoding_error(path, decoding) from error


def _month(reader: ColumnReader, text: str) -> str | None:
    """The month that a cell says, None where it cannot be read."""
    try:
        day = reader.read(text).value
    except CellFault:
        return None
    if not isinstance(day, dt.date):
        return None
    return f"{day:%Y}{YEAR_END}" if day.day == 31 else f"{day:%Y%m}"
