"""A file of several months: which they are, and one of them read as if it had come alone.

Rows keep their line's number in the whole file. A line whose month cannot be read goes with the line before it, so that
what is read of the months is what is read of the file; lines above the first month, and the header, go with each. A
stated total is of the whole file, and of none of its months.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

from rjh_warehouse.contract.contract import Contract, Table
from rjh_warehouse.contract.month_name import YEAR_END
from rjh_warehouse.contract.origin import Origin
from rjh_warehouse.reading.sie.lines import read_text as sie_text
from rjh_warehouse.reading.sie.lines import records
from rjh_warehouse.reading.sie.month import months_of_postings
from rjh_warehouse.reading.sie.sie import read_sie
from rjh_warehouse.reading.table.header import HeaderMatcher
from rjh_warehouse.reading.table.result import ReadResult, RowSink
from rjh_warehouse.reading.table.typed import CellFault, ColumnReader
from rjh_warehouse.reading.text.encoding import encoding_error, find_encoding
from rjh_warehouse.reading.text.lines import RecordReader
from rjh_warehouse.reading.text.text import find_delimiter, open_text, read_text
from rjh_warehouse.scratch import scratch

_LINE = re.compile("[^\r\n]*(?:\r\n|\r|\n|$)")
_TOTAL = ""  # in place of a month: a stated total


def months_of(path: Path, contract: Contract) -> list[str]:
    """The months (YYYYMM, 13 a year's closing) that a file's rows are of, in order.

    Raises:
        DeliveryError: the file cannot be read.
        OSError: nor opened.
    """
    if contract.format == "sie":
        return months_of_postings(records(sie_text(path)[0], path.name), contract.sie_closing)
    return sorted({month for _, month in _marks(path, contract) if month})


def read_month(path: Path, contract: Contract, origin: Origin | None, sink: RowSink, month: str) -> ReadResult:
    """Read what a file holds of one month. Raises DeliveryError as `read_delivery`."""
    if contract.format == "sie":
        return read_sie(path, contract, origin, sink, month)
    with scratch() as folder:
        return read_text(_alone(path, contract, month, folder), contract, origin, sink)


def _alone(path: Path, contract: Contract, month: str, folder: Path) -> Path:
    """A copy in which the lines of other months are empty."""
    marks = dict(_marks(path, contract))
    decoding = find_encoding(path, contract.csv.encodings)
    with open_text(path, decoding) as stream:
        lines = _LINE.findall(stream.read())
    copy, of = folder / path.name, None
    with path.open("rb") as source:
        copy.write_bytes(source.read(decoding.mark_bytes))
    with copy.open("a", encoding=decoding.encoding, newline="") as target:
        for number, line in enumerate(lines, start=1):
            of = marks.get(number, of)
            target.write(line if of in (None, month) else line[len(line.rstrip("\r\n")) :])
    return copy


def _marks(path: Path, contract: Contract) -> Iterator[tuple[int, str]]:
    """(line, its month) where a record below the header says another month than the one before."""
    table = next(t for t in contract.tables if any(c.name == contract.months_apart for c in t.columns))
    column = next(c for c in table.columns if c.name == contract.months_apart)
    reader = ColumnReader(column, contract.numbers, unit=None, is_lean=True)
    decoding = find_encoding(path, contract.csv.encodings)
    before: str | None = None
    at = None
    try:
        with open_text(path, decoding) as stream:
            delimiter = find_delimiter(path, contract, decoding)
            matcher = HeaderMatcher(table)
            for number, cells in RecordReader(stream, delimiter=delimiter, quote=contract.csv.quote):
                if at is None:
                    match = matcher.match([cells])
                    at = match.columns.get(column.name) if match.is_complete else None
                    continue
                month = _TOTAL if _is_total(table, cells) else _month(reader, cells, at)
                if month is not None and month != before:
                    before = month
                    yield number, month
    except UnicodeError as error:
        raise encoding_error(path, decoding) from error


def _is_total(table: Table, cells: list[str]) -> bool:
    first = next((c for c in cells if c.strip()), "")
    return bool(table.rows.total and re.search(table.rows.total, first.strip()))


def _month(reader: ColumnReader, cells: list[str], at: int) -> str | None:
    """The month of a record, None where it cannot be read."""
    try:
        day = reader.read(cells[at]).value if at < len(cells) else None
    except CellFault:
        return None
    if not isinstance(day, dt.date):
        return None
    return f"{day:%Y}{YEAR_END}" if day.day == 31 else f"{day:%Y%m}"
