"""Grid rows and a contract in, typed records out: the one engine behind text files and workbooks.

A reader of a file format gives its rows, sheet by sheet, as they stand in the file (nothing left out, header
and blank rows too); the engine finds each table's header, types the cells and writes batches to the sink.

    tables = TableReader(contract, origin, sink, file_name=path.name)
    for sheet in workbook:
        tables.read_sheet(sheet.name, sheet.rows)      # rows: (row number from 1, [cells])
        tables.result.findings.append(Finding("finding.hidden_sheet", sheet=sheet.name))
    result = tables.finish()                           # raises DeliveryError when a table was not found
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rjh_warehouse.contract.contract import Contract, Table
from rjh_warehouse.contract.origin import Origin
from rjh_warehouse.reading.table.account import MAX_TEXT, Account
from rjh_warehouse.reading.table.batch import BatchBuilder
from rjh_warehouse.reading.table.cell import Cell, GridCell, GridRow, cell_text
from rjh_warehouse.reading.table.header import HeaderMatch, HeaderMatcher
from rjh_warehouse.reading.table.region import Region, row_text
from rjh_warehouse.reading.table.result import DeliveryError, Finding, ReadResult, RowSink

__all__ = ["Cell", "GridCell", "GridRow", "TableReader"]

ROWS_ABOVE = 15  # rows above a header in which the unit of its amounts may stand
EMPTY_LINE = [""]  # of a text file
MAX_OUTSIDE = 10_000  # rows outside tables that are held until it is known what they are


@dataclass(slots=True)
class _Nearest:
    """The row that looked most like a table's header, for the message when none was found."""

    match: HeaderMatch
    sheet: str | None
    row_number: int


class TableReader:
    """Reads the tables of one file, sheet by sheet, and keeps the account of every row."""

    def __init__(self, contract: Contract, origin: Origin | None, sink: RowSink, *, file_name: str) -> None:
        self.account = Account(contract, origin, sink, file_name)
        self.result = self.account.result
        self._tables = [t for t in contract.tables if t.layout != "kolada"]
        self._matchers = {t.name: HeaderMatcher(t) for t in self._tables}
        self.builders = {t.name: BatchBuilder(t, sink) for t in self._tables}
        self._found: set[str] = set()
        self._nearest: dict[str, _Nearest] = {}
        self._first_texts: list[str] = []
        self._sheets: list[str] = []  # the file's sheets, wanted or not
        self._walk: _SheetWalk | None = None

    def wants(self, sheet: str) -> bool:
        """Whether some table of the contract may stand on this sheet."""
        self._sheets.append(sheet)
        return any(t.sheet is None or re.search(t.sheet, sheet) for t in self._tables)

    def read_sheet(self, sheet: str | None, rows: Iterable[GridRow], *, is_ragged: bool = False) -> None:
        """Read the tables of one sheet (None: a text file).

        Args:
            is_ragged: a row whose number of cells differs from the header's is rejected (text files).

        Raises:
            DeliveryError: a table stands there that cannot be read (no unit, a column twice).
        """
        self._walk = _SheetWalk(self, sheet, rows, is_ragged)
        self._walk.run()

    def finish(self) -> ReadResult:
        """Write what is left and return the account.

        Raises:
            DeliveryError: a table that the contract demands was not found.
        """
        for table in self._tables:
            if table.name not in self._found and not table.optional:
                raise self._missing(table)
        for builder in self.builders.values():
            builder.flush()
        return self.result

    @property
    def open_region(self) -> Region | None:
        """The table being read, when every row that was given so far has been dealt with."""
        return self._walk.open_region if self._walk else None

    def tables_on(self, sheet: str | None) -> list[Table]:
        """The tables that may stand on a sheet, in the contract's order."""
        return [t for t in self._tables if sheet is None or t.sheet is None or re.search(t.sheet, sheet)]

    def header_at(self, table: Table, sheet: str | None, window: list[GridRow]) -> HeaderMatch | None:
        """The header match when the window's rows are this table's header."""
        matcher = self._matchers[table.name]
        count = table.header_rows
        if count == 1 and not matcher.may_begin(window[0][1]):
            return None
        match = matcher.match([row for _, row in window[:count]])
        if not match.is_complete:
            if match.score and match.score > self._score(table):
                self._nearest[table.name] = _Nearest(match, sheet, window[0][0])
            return None
        if count > 1 and len(window) > count and _filled(window[0]) < 2:
            below = matcher.match([row for _, row in window[1 : count + 1]])
            if below.is_complete:
                return None
        return match

    def note_found(self, table: Table) -> None:
        """A table stands in the file."""
        self._found.add(table.name)
        self.account.table(table.name)

    def note_first(self, text: str) -> None:
        """Remember the file's first rows for the message when no header is found."""
        if len(self._first_texts) < 3:
            self._first_texts.append(text[:200])

    def _score(self, table: Table) -> int:
        nearest = self._nearest.get(table.name)
        return nearest.match.score if nearest else 0

    def _missing(self, table: Table) -> DeliveryError:
        """Why a table was not found: the column that its nearest header lacks, or no header at all."""
        names = " | ".join((c.aliases or (c.name,))[0] for c in table.columns if not c.is_given)
        nearest = self._nearest.get(table.name)
        if table.sheet and self._sheets and not any(re.search(table.sheet, name) for name in self._sheets):
            wanted = table.sheet.removeprefix("^").removesuffix("$")
            return self.account.error("error.sheet_missing", found=", ".join(self._sheets)[:MAX_TEXT], expected=wanted)
        if nearest is None:
            found = " / ".join(self._first_texts) or None
            return self.account.error("error.header_missing", column=table.name, found=found, expected=names)
        headings = " | ".join(h.text for h in nearest.match.headings if h.text)[:MAX_TEXT]
        place = {"sheet": nearest.sheet, "row": nearest.row_number, "found": headings}
        if nearest.match.missing:
            lacking = ", ".join((c.aliases or (c.name,))[0] for c in nearest.match.missing)
            return self.account.error("error.missing_column", column=lacking, expected=names, **place)  # type: ignore[arg-type]
        across = table.across.header or "jan–dec" if table.across else ""
        return self.account.error("error.no_value_column", column=table.name, expected=across, **place)  # type: ignore[arg-type]


class _SheetWalk:
    """One pass over one sheet: between tables, or inside one."""

    def __init__(self, reader: TableReader, sheet: str | None, rows: Iterable[GridRow], is_ragged: bool) -> None:
        self._reader, self._sheet, self._is_ragged = reader, sheet, is_ragged
        self._account = reader.account
        self._tables = reader.tables_on(sheet)
        self._rows = iter(rows)
        self._ahead: deque[GridRow] = deque()
        most = max((t.header_rows for t in self._tables), default=1)
        self._need = most if most > 1 else 0  # one row more than the header has decides where it begins
        self._region: Region | None = None
        self._last: str | None = None  # the table that ended last
        self._outside: list[tuple[int, str]] = []  # rows since then
        self._seen: set[str] = set()

    def run(self) -> None:
        for row in self._forward():
            if self._starts_table(row):
                continue
            if self._region is not None and self._region.take(*row):
                continue
            if self._region is not None:
                self._end_region()
                if self._starts_table(row):
                    continue
            self._pass_by(row)
        self._end_region()
        self._settle("footer" if self._last else "no_table", self._last)
        if not self._seen and self._sheet is not None:
            self._account.find(Finding("finding.sheet_without_table", sheet=self._sheet))

    @property
    def open_region(self) -> Region | None:
        """The table being read, unless rows are waiting to be looked at."""
        return self._region if not self._ahead else None

    def _forward(self) -> Iterator[GridRow]:
        while True:
            self._look_ahead(1)
            if not self._ahead:
                return
            yield self._ahead.popleft()

    def _look_ahead(self, count: int) -> None:
        while len(self._ahead) < count and (row := next(self._rows, None)) is not None:
            self._ahead.append(row)

    def _candidates(self) -> list[Table]:
        """Tables whose header is looked for here; inside a table the others (its own is a repeated
        header)."""
        if self._region is None:
            return sorted(self._tables, key=lambda t: t.name in self._seen)
        return [t for t in self._tables if t is not self._region.table and t.header_rows]

    def _starts_table(self, row: GridRow) -> bool:
        """Begin a table when its header stands at this row; the header's rows are then used up."""
        if row[1] == EMPTY_LINE or not _filled(row) or not (candidates := self._candidates()):
            return False
        self._look_ahead(self._need)
        window = [row, *self._ahead]
        for table in candidates:
            match = self._reader.header_at(table, self._sheet, window)
            if match is not None:
                self._end_region()
                self._begin(table, match, window[: table.header_rows])
                return table.header_rows > 0 or not self._region or self._region.take(*row)
        return False

    def _begin(self, table: Table, match: HeaderMatch, header_rows: list[GridRow]) -> None:
        above = [text for _, text in self._outside[-ROWS_ABOVE:]]
        self._settle("preamble", table.name)
        for _ in header_rows[1:]:
            self._ahead.popleft()
        self._region = Region(
            self._account, table, match, self._reader.builders[table.name], sheet=self._sheet,
            header_rows=header_rows, above=above, is_ragged=self._is_ragged,
        )  # fmt: skip
        for number, cells in header_rows:
            self._account.non_data("header", table.name, self._sheet, number, row_text(cells))
        self._seen.add(table.name)
        self._reader.note_found(table)

    def _end_region(self) -> None:
        if self._region is not None:
            self._region.close()
            self._last = self._region.table.name
            self._region = None

    def _pass_by(self, row: GridRow) -> None:
        text = "" if row[1] == EMPTY_LINE else row_text(row[1])
        if text.strip(";"):
            self._reader.note_first(text)
        self._outside.append((row[0], text[:MAX_TEXT]))
        if len(self._outside) >= MAX_OUTSIDE:
            self._settle("outside", self._last)

    def _settle(self, kind: str, table: str | None) -> None:
        """Account for the rows outside tables, now that it is known what they were."""
        for number, text in self._outside:
            what = kind if text.strip(";") else "blank"
            self._account.non_data(what, table, self._sheet, number, text)
        self._outside = []


def _filled(row: GridRow) -> int:
    """How many of a row's cells hold a text of their own."""
    return len({cell_text(c) for c in row[1] if c is not None} - {""})
