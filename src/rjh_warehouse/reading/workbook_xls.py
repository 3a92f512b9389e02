"""Workbooks of kind .xls (BIFF 2–8), by xlrd: formats, hidden rows, merged ranges and notes included."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import xlrd
from xlrd.biffh import XLRDError, error_text_from_code
from xlrd.book import Book
from xlrd.compdoc import CompDocError
from xlrd.sheet import Sheet as XlrdSheet

from rjh_warehouse.reading.cell import Cell
from rjh_warehouse.reading.result import DeliveryError, Finding
from rjh_warehouse.reading.workbook_bounds import MAX_XLS_BYTES, Budget
from rjh_warehouse.reading.workbook_format import GENERAL, NumberFormat, number_format
from rjh_warehouse.reading.workbook_sheet import (
    MergedRange,
    RawRow,
    SheetFacts,
    Visibility,
    column_letters,
    number_cell,
)

_STATES: dict[int, Visibility] = {1: "hidden", 2: "very_hidden"}
# What xlrd raises on broken bytes: its own errors, and those of unpacking and indexing them.
_BROKEN = (
    XLRDError, CompDocError, struct.error, LookupError, ValueError, AssertionError, TypeError,
    AttributeError, OverflowError, MemoryError, RecursionError, NotImplementedError, EOFError,
)  # fmt: skip


class XlsWorkbook:
    """An opened .xls file. Raises DeliveryError when it is encrypted, broken or too large."""

    def __init__(self, path: Path, budget: Budget) -> None:
        self._budget = budget
        self.findings: list[Finding] = []
        if path.stat().st_size > MAX_XLS_BYTES:
            raise budget.too_large(f"{path.stat().st_size:,} B", f"{MAX_XLS_BYTES:,} B")
        try:
            self._book: Book = xlrd.open_workbook(
                file_contents=path.read_bytes(),
                formatting_info=True,
                on_demand=True,
                ragged_rows=True,
                logfile=io.StringIO(),
            )
        except _BROKEN as error:
            if "encrypt" in str(error).lower():
                raise DeliveryError("error.workbook_encrypted", file=budget.file_name) from error
            raise budget.corrupt(str(error)) from error

    def sheets(self) -> Iterator[XlsSheet]:
        """The worksheets in the order of their tabs."""
        styles = [self._format(xf.format_key) for xf in self._book.xf_list]
        for index, name in enumerate(self._book.sheet_names()):
            self._budget.check_time()
            try:
                sheet = self._book.sheet_by_index(index)
            except _BROKEN as error:
                raise self._budget.corrupt(str(error), sheet=name) from error
            facts = SheetFacts(name, _STATES.get(sheet.visibility, "visible"))
            facts.merges = [MergedRange(r0 + 1, c0 + 1, r1, c1) for r0, r1, c0, c1 in sheet.merged_cells]
            facts.hidden_rows = sorted(r + 1 for r, info in sheet.rowinfo_map.items() if info.hidden)
            facts.hidden_columns = [(c + 1, c + 1) for c, info in sheet.colinfo_map.items() if info.hidden]
            facts.findings += _notes(sheet)
            yield XlsSheet(facts, sheet, styles, is_1904=self._book.datemode == 1)
            self._book.unload_sheet(index)

    def _format(self, key: int) -> NumberFormat:
        found = self._book.format_map.get(key)
        return number_format(found.format_str or "General") if found is not None else GENERAL


def _notes(sheet: XlrdSheet) -> list[Finding]:
    return [
        Finding(
            "finding.cell_note",
            sheet=sheet.name,
            row_number=row + 1,
            cell=f"{column_letters(column + 1)}{row + 1}",
            found=note.text.strip(),
        )
        for (row, column), note in sorted(sheet.cell_note_map.items())
    ]


@dataclass(slots=True)
class XlsSheet:
    """One worksheet, already in memory: the format has at most 65 536 rows of 256 columns."""

    facts: SheetFacts
    sheet: XlrdSheet
    styles: list[NumberFormat]
    is_1904: bool

    def raw_rows(self) -> Iterator[RawRow]:
        """Rows with their cells."""
        for row in range(self.sheet.nrows):
            cells: dict[int, Cell] = {}
            kinds, values = self.sheet.row_types(row), self.sheet.row_values(row)
            for column, (kind, value) in enumerate(zip(kinds, values, strict=True), start=1):
                if kind in {xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK} or value == "":
                    continue
                cells[column] = self._cell(kind, value, row, column)
            yield row + 1, cells

    def _cell(self, kind: int, value: object, row: int, column: int) -> Cell:
        address = f"{column_letters(column)}{row + 1}"
        if kind == xlrd.XL_CELL_TEXT:
            return Cell(str(value), address=address)
        if kind == xlrd.XL_CELL_BOOLEAN:
            return Cell(bool(value), address=address)
        if kind == xlrd.XL_CELL_ERROR:
            code = int(str(value))
            text = error_text_from_code.get(code, f"#{code}")
            return Cell(None, text=text, error="reject.error_cell", address=address)
        index = self.sheet.cell_xf_index(row, column - 1)
        style = self.styles[index] if index < len(self.styles) else GENERAL
        return number_cell(float(str(value)), style, address, is_1904=self.is_1904)
