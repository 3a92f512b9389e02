"""A sample file as grids of rows, and where tables seem to stand in them."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from rjh_warehouse.reading.cell import Cell, GridCell, GridRow, cell_text
from rjh_warehouse.reading.encoding import find_encoding
from rjh_warehouse.reading.header import month_of
from rjh_warehouse.reading.lines import RecordReader
from rjh_warehouse.reading.numbers import NumberFault, NumberRules, parse_number
from rjh_warehouse.reading.text import open_text
from rjh_warehouse.reading.workbook import open_workbook
from rjh_warehouse.reading.workbook_bounds import Budget
from rjh_warehouse.reading.workbook_sheet import grid_rows

MAX_ROWS = 20_000  # rows of each sheet that are looked at
DELIMITERS = (";", "\t", "|", ",")  # in this order when several fit: a decimal comma is no delimiter
ENCODINGS = ("utf-8", "cp1252", "iso-8859-1")
WORKBOOK_SUFFIXES = {".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"}
TOTAL = re.compile(r"(?:summa|total|totalt|totala|s:a|sum)\b", re.IGNORECASE)
SUBTOTAL = re.compile(r"(?:delsumma|varav summa)\b", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d{2}")
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


@dataclass
class FoundTable:
    """Header rows, the rows under them and what stands above and below."""

    sheet: str | None
    header: list[GridRow]
    rows: list[GridRow]
    above: list[str]
    ends_at_blank: bool = False
    notes: list[str] = field(default_factory=list)


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


def parses(text: str) -> bool:
    """Whether a text is a number with a decimal comma or point."""
    for rules in _LENIENT:
        try:
            parse_number(text, rules)
        except NumberFault:
            continue
        return True
    return False


def _filled(row: Sequence[GridCell]) -> list[int]:
    return [i for i, c in enumerate(row) if cell_text(c) and not (isinstance(c, Cell) and c.is_merged_part)]


def _is_label(cell: GridCell) -> bool:
    """Whether a cell may stand in a header: a text, a year or a month."""
    if isinstance(cell, Cell) and isinstance(cell.value, dt.date):
        return True
    text = cell_text(cell)
    return not is_number(cell) or bool(_YEAR.fullmatch(text)) or month_of(text) is not None


def _may_be_header(row: Sequence[GridCell]) -> bool:
    at = _filled(row)
    return len(at) >= 2 and all(_is_label(row[i]) for i in at)


def find_tables(grid: Grid) -> list[FoundTable]:
    """The tables that seem to stand on a sheet, each from its header to its end."""
    tables: list[FoundTable] = []
    rows = grid.rows
    start = 0
    while (at := _next_header(rows, start)) is not None:
        first, count = _header_rows(rows, at)
        above = [" ".join(filter(None, map(cell_text, r))) for _, r in rows[start:first]]
        table = FoundTable(grid.sheet, list(rows[first : first + count]), [], [t for t in above if t])
        start = _take_rows(rows, first + count, table)
        if table.rows:
            tables.append(table)
    return tables


def _next_header(rows: Sequence[GridRow], start: int) -> int | None:
    for i in range(start, len(rows)):
        row = rows[i][1]
        if not _may_be_header(row):
            continue
        below = [len(_filled(r)) for _, r in rows[i + 1 : i + 30] if _filled(r)]
        if not below:
            return None
        usual = Counter(below).most_common(1)[0][0]
        if len(_filled(row)) >= 0.6 * usual or len(_filled(row)) >= max(below) - 1:
            return i
    return None


def _header_rows(rows: Sequence[GridRow], at: int) -> tuple[int, int]:
    """Where the header begins and its number of rows: groups may stand above the columns' names."""
    first, last = at, at
    if at > 0:
        above = rows[at - 1][1]
        spans = any(isinstance(c, Cell) and c.is_merged_part for c in above)
        filled = _filled(above)
        if filled and filled[-1] > 0 and all(_is_label(above[i]) for i in filled) and (spans or len(filled) > 1):
            first = at - 1
    if at + 2 < len(rows) and _may_be_header(rows[at + 1][1]):
        own, below = set(_filled(rows[at][1])), set(_filled(rows[at + 1][1]))
        has_numbers = any(is_number(c) for _, r in rows[at + 2 : at + 6] for c in r)
        names = any(month_of(cell_text(c)) or _YEAR.fullmatch(cell_text(c)) for c in rows[at + 1][1])
        if has_numbers and (below - own or names) and not (own - below and not below - own):
            last = at + 1
    return first, last - first + 1


def _take_rows(rows: Sequence[GridRow], start: int, table: FoundTable) -> int:
    """Add rows to a table up to its end; where to look for the next one."""
    width = max((len(_filled(r)) for _, r in table.header), default=2)
    i = start
    while i < len(rows):
        number, row = rows[i]
        if _filled(row):
            if _is_next_header(rows, i, table):
                return i
            table.rows.append((number, row))
            i += 1
            continue
        after = next((j for j in range(i, len(rows)) if _filled(rows[j][1])), None)
        if after is None:
            return len(rows)
        if _may_be_header(rows[after][1]) and _has_numbers_below(rows, after):
            table.ends_at_blank = True
            return after
        later = [len(_filled(r)) for _, r in rows[after:] if _filled(r)]
        if max(later) < min(2, width):
            table.ends_at_blank = True
            return len(rows)
        if len(_filled(rows[after][1])) == 1 and _next_header(rows, after) is not None:
            table.ends_at_blank = True
            return after
        i = after
    return len(rows)


def _is_next_header(rows: Sequence[GridRow], at: int, table: FoundTable) -> bool:
    """Whether a row of texts stands where the table has had numbers, with numbers below it again."""
    row = rows[at][1]
    filled = _filled(row)
    if len(filled) < 3 or not _may_be_header(row) or not _has_numbers_below(rows, at):
        return False
    before = [r for _, r in table.rows[-5:]]
    return sum(any(i < len(r) and is_number(r[i]) for r in before) for i in filled) >= len(filled) / 2


def _has_numbers_below(rows: Sequence[GridRow], at: int) -> bool:
    return not any(is_number(c) and not _is_label(c) for c in rows[at][1]) and any(
        is_number(c) for _, r in rows[at + 1 : at + 4] for c in r
    )
