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

from collections.abc import Iterable

from rjh_warehouse.contract import Contract
from rjh_warehouse.origin import Origin
from rjh_warehouse.reading.cell import Cell, GridCell, GridRow
from rjh_warehouse.reading.result import ReadResult, RowSink

__all__ = ["Cell", "GridCell", "GridRow", "TableReader"]


class TableReader:
    """Reads the tables of one file, sheet by sheet, and keeps the account of every row."""

    def __init__(self, contract: Contract, origin: Origin | None, sink: RowSink, *, file_name: str) -> None:
        self.contract, self.origin, self.sink, self.file_name = contract, origin, sink, file_name
        self.result = ReadResult()

    def wants(self, sheet: str) -> bool:
        """Whether some table of the contract may stand on this sheet."""
        raise NotImplementedError

    def read_sheet(self, sheet: str | None, rows: Iterable[GridRow], *, is_ragged: bool = False) -> None:
        """Read the tables of one sheet (None: a text file).

        `is_ragged`: a row whose number of cells differs from the header's is rejected (text files).
        """
        raise NotImplementedError

    def finish(self) -> ReadResult:
        """Write what is left and return the account. Raises DeliveryError when a table is missing."""
        raise NotImplementedError
