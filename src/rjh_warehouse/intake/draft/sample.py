"""A sample file as grids of rows: format, encoding, delimiter, and which texts are numbers."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path

from rjh_warehouse.reading.table.cell import Cell, GridCell, GridRow, cell_text
from rjh_warehouse.reading.table.numbers import NumberFault, NumberRules, parse_number
from rjh_warehouse.reading.text.encoding import find_encoding
from rjh_warehouse.reading.text.lines import RecordReader
from rjh_warehouse.reading.text.text import open_text
from rjh_warehouse.reading.workbook.bounds import Budget
from rjh_warehouse.reading.workbook.sheet import grid_rows
from rjh_warehouse.reading.workbook.workbook import open_workbook

MAX_ROWS = 20_000  # rows of each sheet that are looked at
DELIMITERS = (";", "\t", "|", ",")  # in this order when several fit: a decimal comma is no delimiter
ENCODINGS = ("utf-8", "cp1252", "iso-8859-1")
WORKBOOK_SUFFIXES = {".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"}
_TOO_LONG = {"reject.too_many_decimals", "reject.overflow"}
_LENIENT = (NumberRules(decimal=",", thousands_point=True, any_unit=False),
            NumberRules(decimal=",", any_unit=False), NumberRules(decimal=".", any_unit=False))  # fmt: skip


@dataclass(frozen=True)
class Grid:
    """The rows of one sheet, or of a text file."""

    sheet: str | None
    rows: list[GridRow]


@dataclass(frozen=True)
class Sample:
    """A file as it was found to be written."""

    path: Path
    format: str  # csv | excel | json
    grids: list[Grid]
    encoding: str | None = None
    delimiter: str | None = None


def read_sample(path: Path) -> Sample:
    """Read a sample of any format.

    Raises:
        DeliveryError: a workbook or text file that cannot be read at all.
    """
    if path.suffix.lower() == ".json":
        return Sample(path, "json", [])
    if path.suffix.lower() in WORKBOOK_SUFFIXES:
        budget = Budget(path.name)
        with open_workbook(path, budget) as workbook:
            grids = [Grid(s.facts.name, list(islice(grid_rows(s, budget), MAX_ROWS))) for s in workbook.sheets()]
        return Sample(path, "excel", grids)
    decoding = find_encoding(path, ENCODINGS)
    scored = []
    for delimiter in DELIMITERS:
        with open_text(path, decoding) as stream:
            rows: list[GridRow] = list(islice(RecordReader(stream, delimiter=delimiter, quote='"'), MAX_ROWS))
        widths = Counter(len(r) for _, r in rows if len(r) > 1)
        scored.append((widths.most_common(1)[0][1] if widths else 0, delimiter, rows))
    best = max(scored, key=lambda s: s[0])  # the first of equals
    _, delimiter, rows = best
    return Sample(path, "csv", [Grid(None, rows)], decoding.encoding, delimiter)


def is_number(cell: GridCell) -> bool:
    """Whether a cell holds a number, in some reading of its text."""
    if isinstance(cell, Cell) and not isinstance(cell.value, str):
        return cell.value is not None and not isinstance(cell.value, bool | dt.date | dt.time | dt.timedelta)
    return parses(cell_text(cell))


@lru_cache(maxsize=100_000)
def parses(text: str) -> bool:
    """Whether a text is a number with a decimal comma or point, maybe a longer one than the lake keeps."""
    for rules in _LENIENT:
        try:
            parse_number(text, rules)
        except NumberFault as fault:
            if fault.code not in _TOO_LONG:
                continue
        return True
    return False
