"""A large .xlsx sheet as grid rows, with the clean stretches of a table read in bulk on the way."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rjh_warehouse.reading.table.cell import GridRow
from rjh_warehouse.reading.table.region import Region
from rjh_warehouse.reading.table.table import TableReader
from rjh_warehouse.reading.text.bulk import can_read
from rjh_warehouse.reading.workbook.bounds import Budget, XmlParser
from rjh_warehouse.reading.workbook.bulk import BulkSheet, text_series
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
        self._sheet, self._tables, self._budget = sheet, tables, budget
        self._grid = GridWalk(sheet.facts, budget)
        self._rows = SheetRows(sheet.facts, sheet.shared)
        self._parser = XmlParser(budget, self._rows.start, self._rows.end, self._rows.text)
        self._is_open = len(tables.tables_on(sheet.facts.name)) == 1  # whether bulk reading is still possible
        self._bulk: BulkSheet | None = None
        self._last_merged = max((m.bottom for m in sheet.facts.merges), default=0)

    def rows(self) -> Iterator[GridRow]:
        sheet = self._sheet.facts.name
        for number, stretch in enumerate(self._stretches()):
            if number == 0 and (_OTHER_ENCODING.match(stretch[:200]) or stretch[:2] in {b"\xff\xfe", b"\xfe\xff"}):
                self._is_open = False
            if number and self._read_in_bulk(stretch):
                continue
            if b"<!" in stretch:
                self._is_open = False
            self._parser.feed(stretch, sheet=sheet)
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

    def _read_in_bulk(self, stretch: bytes) -> bool:
        bulk = self._open_bulk()
        if bulk is None or self._grid.last < self._last_merged or not stretch.endswith(_ROW_END):
            return False
        done = bulk.read(stretch, self._grid.last, lambda: self._parsed(stretch))
        if done is None:
            return False
        self._grid.pass_over(*done)
        self._rows.row = done[0]
        return True

    def _parsed(self, stretch: bytes) -> list[RawRow]:
        """A stretch's rows as the careful path reads them."""
        facts = self._sheet.facts
        rows = SheetRows(SheetFacts(facts.name, facts.visibility), self._sheet.shared)
        parser = XmlParser(self._budget, rows.start, rows.end, rows.text)
        parser.feed(b"<sheetData>" + stretch + b"</sheetData>", is_last=True, sheet=facts.name)
        return rows.take()

    def _open_bulk(self) -> BulkSheet | None:
        region: Region | None = self._tables.open_region if self._is_open else None
        if region is None:
            return None
        if self._bulk is None or self._bulk.region is not region:
            if not can_read(region, ";"):
                self._is_open = False
                return None
            self._bulk = BulkSheet(region, self._sheet.shared, text_series(self._sheet.shared.strings))
        return self._bulk
