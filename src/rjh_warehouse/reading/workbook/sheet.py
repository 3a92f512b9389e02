"""A sheet of any kind of workbook as the table reader wants it: rows of cells with absolute addresses."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, lru_cache
from typing import Literal, NamedTuple, Protocol

from rjh_warehouse.reading.table.cell import Cell, GridRow
from rjh_warehouse.reading.table.result import Finding
from rjh_warehouse.reading.workbook.bounds import MAX_MERGED_WIDTH, Budget
from rjh_warehouse.reading.workbook.format import LAST_SERIAL, NumberFormat, exact, serial_to_date

Visibility = Literal["visible", "hidden", "very_hidden"]
MAX_BLANK_RUN = 1000  # a longer run of rows without values is given as one blank row
MAX_COLUMN = 16_384
MAX_ROW = 1_048_576
MAX_DIGITS = 15  # significant digits of a number that a workbook keeps
MAX_SHOWN_DIGITS = 25
MAX_HIDDEN_LISTED = 50  # runs of hidden rows of a sheet that are told one by one
_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")


class MergedRange(NamedTuple):
    """Rows and columns from 1, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@cache
def column_letters(column: int) -> str:
    """1 → A, 27 → AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@lru_cache(maxsize=20_000)
def column_number(letters: str) -> int:
    """A → 1, XFD → 16384."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def parse_address(address: str) -> tuple[int, int]:
    """E12 → (row 12, column 5). Raises ValueError for anything else."""
    found = _ADDRESS.fullmatch(address)
    if not found:
        raise ValueError(f"no cell address: {address!r}")
    row, column = int(found.group(2)), column_number(found.group(1))
    if not (1 <= row <= MAX_ROW and column <= MAX_COLUMN):
        raise ValueError(f"outside the sheet: {address!r}")
    return row, column


def parse_range(text: str) -> MergedRange:
    """B1:M1 → its corners. Raises ValueError."""
    first, _, last = text.partition(":")
    (top, left), (bottom, right) = parse_address(first), parse_address(last or first)
    return MergedRange(top, left, bottom, right)


RawRow = tuple[int, dict[int, Cell]]  # sheet row, cells by column (from 1); cells without a value left out


@dataclass(slots=True)
class SheetFacts:
    """What a sheet says beside its cells; complete once its rows have been read."""

    name: str
    visibility: Visibility = "visible"
    merges: list[MergedRange] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


class Sheet(Protocol):
    """One sheet of a workbook. `facts.merges` is known before the rows are read."""

    facts: SheetFacts

    def raw_rows(self) -> Iterator[RawRow]: ...


class Workbook(Protocol):
    """An opened workbook: its sheets, and findings about the file as a whole."""

    findings: list[Finding]

    def sheets(self) -> Iterable[Sheet]: ...


def number_cell(value: float, style: NumberFormat, address: str | None, *, is_1904: bool) -> Cell:
    """A stored number as it is shown: number, percentage, date or duration.

    An error cell is a number that cannot be the date it is formatted as; one whose last digits a workbook does not keep
    (MAX_DIGITS); and one that is shown as its thousandths without a unit that says so, since nothing then tells
    whether the column's unit is meant for what is stored or for what is seen.
    """
    if style.kind == "date":
        try:
            return Cell(serial_to_date(value, is_1904=is_1904), address=address)
        except ValueError:
            return Cell(None, text=f"{value:.15g}", error="reject.no_date", address=address)
    if not math.isfinite(value):
        return Cell(None, text=str(value), error="reject.not_a_number", address=address)
    if style.kind == "duration" and abs(value) <= LAST_SERIAL:
        return duration_cell(dt.timedelta(days=value), address)
    number = exact(value)
    if abs(number) >= 10**MAX_DIGITS:
        shown = f"{number:f}" if abs(number) < 10**MAX_SHOWN_DIGITS else f"{value:.15g}"
        return Cell(None, text=shown, error="reject.too_many_digits", address=address)
    if style.kind == "percent":
        return percent_cell(number, style.decimals, address)
    unit = style.stored_unit() if style.unit or style.thousands else None
    if style.thousands and unit is None:
        shown = f"{number:f} ({round(number / 1000**style.thousands, style.decimals or 0):f})"
        return Cell(None, text=shown, error="reject.scaled_number", address=address)
    decimals = None if style.thousands else style.decimals
    if number.as_tuple().exponent == 0:
        whole = int(number)
        code = style.as_code(whole) if style.template else None
        return Cell(whole, text=code, decimals=decimals, address=address, unit=unit)
    return Cell(number, decimals=decimals, address=address, unit=unit)


def duration_cell(duration: dt.timedelta, address: str | None) -> Cell:
    """A duration, with the hours and minutes that are seen: 36:00."""
    seconds = round(abs(duration).total_seconds())
    sign = "-" if duration < dt.timedelta() else ""
    text = f"{sign}{seconds // 3600}:{seconds // 60 % 60:02d}"
    return Cell(duration, text=f"{text}:{seconds % 60:02d}" if seconds % 60 else text, address=address)


def bool_cell(value: bool, address: str | None) -> Cell:
    """A truth value, with the text that a Swedish reader sees."""
    return Cell(value, text="SANT" if value else "FALSKT", address=address)


def percent_cell(number: Decimal, decimals: int | None, address: str | None) -> Cell:
    """A number that is shown as a percentage: the value as stored, the text as a Swedish reader sees it."""
    shown = f"{number * 100:f}"
    shown = shown.rstrip("0").rstrip(".") if "." in shown else shown
    text = f"{shown.replace('.', ',')} %"
    return Cell(number, text=text, is_percent=True, decimals=decimals, address=address)


def grid_rows(sheet: Sheet, budget: Budget) -> Iterator[GridRow]:
    """The sheet's rows from row 1 to the last with a value: blank rows included, merged ranges repeated.

    More than MAX_BLANK_RUN rows without values (a stray cell far down) are one blank row and a finding.
    """
    grid = GridWalk(sheet.facts, budget)
    for raw in sheet.raw_rows():
        yield from grid.rows(raw)
    grid.end()


class GridWalk:
    """Turns the rows of a sheet as stored into the rows of a grid, one after the other."""

    def __init__(self, facts: SheetFacts, budget: Budget) -> None:
        self.last = 0  # the last row with a value
        self._facts, self._budget = facts, budget
        self._merged = _MergedCells(facts.merges)
        self._used: set[int] = set()

    def rows(self, raw: RawRow) -> Iterator[GridRow]:
        """The blank rows before a stored row, and the row. Raises DeliveryError past the bounds."""
        row_number, cells = raw
        if not cells:
            return
        if not self.last < row_number <= MAX_ROW:
            raise self._budget.corrupt(f"row {row_number} after row {self.last}", sheet=self._facts.name)
        yield from _blank_rows(self._facts, self.last, row_number)
        self._used.update(cells)
        try:
            self._merged.fill(row_number, cells)
        except ValueError as error:
            raise self._budget.corrupt(str(error), sheet=self._facts.name) from error
        width = max(cells)
        self._budget.spend_rows(1, width, self._facts.name)
        row: list[Cell | None] = [None] * width
        for column, cell in cells.items():
            row[column - 1] = cell
        self.last = row_number
        yield row_number, row

    def pass_over(self, last: int, columns: int) -> None:
        """Rows up to `last`, of at most so many columns, were read by other means."""
        self._budget.spend_rows(last - self.last, columns, self._facts.name)
        self._used.update(range(1, columns + 1))
        self.last = last

    def end(self) -> None:
        """Say what was hidden, once every row has been seen."""
        _say_hidden(self._facts, self._used, self.last)


def _blank_rows(facts: SheetFacts, last: int, row_number: int) -> Iterator[GridRow]:
    gap = row_number - last - 1
    if gap > MAX_BLANK_RUN:
        facts.findings.append(Finding("finding.far_row", sheet=facts.name, row_number=row_number, found=str(gap)))
        gap = 1
    for blank in range(last + 1, last + 1 + gap):
        yield blank, []


class _MergedCells:
    """Repeats the first cell's value over its merged range, marked as a part.

    Ranges may be added to the list while the rows are read, as long as each is there before its first row.
    """

    def __init__(self, ranges: list[MergedRange]) -> None:
        self._ranges = ranges
        self._seen = 0
        self._coming: list[MergedRange] = []
        self._open: list[tuple[MergedRange, Cell]] = []

    def fill(self, row_number: int, cells: dict[int, Cell]) -> None:
        """Add the parts of this row to its cells."""
        if self._seen < len(self._ranges):
            self._coming = sorted((*self._coming, *self._ranges[self._seen :]), reverse=True)
            self._seen = len(self._ranges)
        if not self._coming and not self._open:
            return
        self._open = [(r, c) for r, c in self._open if r.bottom >= row_number]
        if len(self._open) > MAX_COLUMN:
            raise ValueError("merged ranges lie over each other")
        while self._coming and self._coming[-1].top <= row_number:
            area = self._coming.pop()
            if area.top == row_number and area.left in cells:
                self._open.append((area, cells[area.left]))
        for area, first in self._open:
            for column in range(area.left, min(area.right, area.left + MAX_MERGED_WIDTH) + 1):
                if column not in cells:
                    address = f"{column_letters(column)}{row_number}"
                    cells[column] = Cell(
                        first.value,
                        first.text,
                        first.error,
                        first.is_percent,
                        first.decimals,
                        address,
                        True,
                        first.unit,
                    )


def _say_hidden(facts: SheetFacts, used: set[int], last: int) -> None:
    if facts.visibility != "visible":
        facts.findings.append(Finding("finding.hidden_sheet", sheet=facts.name, found=facts.visibility))
    for number, (first, final) in enumerate(runs(r for r in facts.hidden_rows if r <= last)):
        if number == MAX_HIDDEN_LISTED:
            count = sum(1 for r in facts.hidden_rows if first <= r <= last)
            facts.findings.append(
                Finding("finding.more_hidden_rows", sheet=facts.name, row_number=first, found=str(count))
            )
            break
        rows = str(first) if first == final else f"{first}–{final}"
        facts.findings.append(Finding("finding.hidden_rows", sheet=facts.name, row_number=first, found=rows))
    hidden = {c for a, b in facts.hidden_columns for c in range(a, min(b, MAX_COLUMN) + 1)} & used
    for first, final in runs(sorted(hidden)):
        a, b = column_letters(first), column_letters(final)
        facts.findings.append(Finding("finding.hidden_columns", sheet=facts.name, found=a if a == b else f"{a}–{b}"))


def runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Ascending numbers as runs without gaps: 3 4 5 9 → (3, 5), (9, 9)."""
    first = last = None
    for number in numbers:
        if last is not None and number == last + 1:
            last = number
            continue
        if first is not None and last is not None:
            yield first, last
        first = last = number
    if first is not None and last is not None:
        yield first, last
