"""A large .xlsx sheet as grid rows, with the clean stretches of a table read in bulk on the way."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rjh_warehouse.reading.table.bulk import BulkTables
from rjh_warehouse.reading.table.cell import GridRow
from rjh_warehouse.reading.table.table import TableReader
from rjh_warehouse.reading.workbook.bounds import Budget, XmlParser
from rjh_warehouse.reading.workbook.bulk_sheet import SheetColumns
from rjh_warehouse.reading.workbook.sheet import GridWalk, RawRow, SheetFacts
from rjh_warehouse.reading.workbook.xlsx import OoxmlSheet
from rjh_warehouse.reading.workbook.xlsx_rows import SheetRows

FIRST_STRETCH = 1 << 15
STRETCH = 1 << 23
_ROW_END = b"</row>"
_OTHER_ENCODING = re.compile(rb"<\?xml[^>]*encoding=[\"'](?!utf-8[\"'])", re.IGNORECASE)


def stream_rows(sheet: OoxmlSheet, tables: TableReader, budget: Budget) -> Iterator[GridRow]:
    """The rows of a sheet for `tables.read_sheet`, without those that were read in bulk between two of them."""
    walk = _Stream(sheet, tables, budget)
    yield from walk.rows()


class _Stream:
    """One pass over a sheet's XML."""

    def __init__(self, sheet: OoxmlSheet, tables: TableReader, budget: Budget) -> None:
        self._sheet, self._tables, self._budget = sheet, BulkTables(tables), budget
        self._grid = GridWalk(sheet.facts, budget)
        self._rows = SheetRows(sheet.facts, sheet.shared)
        self._parser = XmlParser(budget, self._rows.start, self._rows.end, self._rows.text)
        self._is_open = len(tables.tables_on(sheet.facts.name)) == 1  # whether bulk reading is still possible
        self._columns = SheetColumns(sheet.shared)
        self._last_merged = max((m.bottom for m in sheet.facts.merges), default=0)

    def rows(self) -> Iterator[GridRow]:
        sheet = self._sheet.facts.name
        for number, stretch in enumerate(self._stretches()):
            if number == 0 and (_OTHER_ENCODING.match(stretch[:200]) or stretch[:2] in {b"\xff\xfe", b"\xfe\xff"}):
                self._is_open = False
            rest = self._read_in_bulk(stretch) if number and self._is_open else stretch
            if not rest:
                continue
            if b"<!" in rest:
                self._is_open = False
            self._parser.feed(rest, sheet=sheet)
            for raw in self._rows.take():
                yield from self._grid.rows(raw)
        self._parser.feed(b"", is_last=True, sheet=sheet)
        for raw in self._rows.take():
            yield from self._grid.rows(raw)
        self._grid.end()

    def _stretches(self) -> Iterator[bytes]:
        """The part in stretches that end with a row; the first is short and holds what stands before the rows."""
        size, held, rest = FIRST_STRETCH, 0, list[bytes]()
        for chunk in self._sheet.chunks():
            rest.append(chunk)
            held += len(chunk)
            if held < size:
                continue
            block = b"".join(rest)
            end = block.rfind(_ROW_END) + len(_ROW_END)
            if end < len(_ROW_END):
                end = len(block)
            yield block[:end]
            rest, held, size = [block[end:]], len(block) - end, STRETCH
        block = b"".join(rest)
        end = block.rfind(_ROW_END) + len(_ROW_END)
        if end >= len(_ROW_END):
            yield block[:end]
            block = block[end:]
        yield block

    def _read_in_bulk(self, stretch: bytes) -> bytes:
        """Read a stretch into the open table; what of it is left to the parser."""
        last, bulk = self._grid.last, self._tables.open()
        if bulk is None or last < self._last_merged or not stretch.endswith(_ROW_END):
            return stretch
        sheet = self._columns.take(stretch, last, lambda: self._parsed(stretch))
        if sheet is None:
            return stretch
        read = bulk.read(sheet, last + 1)
        if read:
            self._grid.pass_over(last + read, max(sheet.indices) + 1)
            self._rows.row = last + read
        return b"" if read == sheet.height else _after_rows(stretch, read)

    def _parsed(self, stretch: bytes) -> list[RawRow]:
        """A stretch's rows as the careful path reads them."""
        facts = self._sheet.facts
        rows = SheetRows(SheetFacts(facts.name, facts.visibility), self._sheet.shared)
        parser = XmlParser(self._budget, rows.start, rows.end, rows.text)
        parser.feed(b"<sheetData>" + stretch + b"</sheetData>", is_last=True, sheet=facts.name)
        return rows.take()


def _after_rows(stretch: bytes, count: int) -> bytes:
    """A stretch without its first rows."""
    place = 0
    for _ in range(count):
        place = stretch.index(_ROW_END, place) + len(_ROW_END)
    return stretch[place:]
