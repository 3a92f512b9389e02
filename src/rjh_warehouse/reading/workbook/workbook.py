"""Workbooks → the table reader: .xlsx .xlsm .xlsb .xls .ods, told apart by content and not by name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rjh_warehouse.contract.contract import Contract
from rjh_warehouse.contract.origin import Origin
from rjh_warehouse.reading.table.cell import GridRow
from rjh_warehouse.reading.table.result import Finding, ReadResult, RowSink
from rjh_warehouse.reading.table.table import TableReader
from rjh_warehouse.reading.workbook.bounds import Budget, open_package, workbook_kind
from rjh_warehouse.reading.workbook.sheet import Sheet, Workbook, grid_rows

BULK_FROM_BYTES = 1 << 20  # smaller sheets are read carefully throughout


@contextmanager
def open_workbook(path: Path, budget: Budget) -> Iterator[Workbook]:
    """Open a workbook of any kind within the bounds.

    Raises:
        DeliveryError: no workbook, corrupt, encrypted or larger than the bounds allow.
    """
    kind = workbook_kind(path, budget)
    if kind == "xls":
        from rjh_warehouse.reading.workbook.xls import XlsWorkbook

        with XlsWorkbook(path, budget) as workbook:
            yield workbook
        return
    with open_package(path, budget) as package:
        if kind == "xlsb":
            from rjh_warehouse.reading.workbook.xlsb import XlsbWorkbook

            yield XlsbWorkbook(package, budget)
        elif kind == "ods":
            from rjh_warehouse.reading.workbook.ods import OdsWorkbook

            yield OdsWorkbook(package, budget)
        else:
            from rjh_warehouse.reading.workbook.xlsx import OoxmlWorkbook

            yield OoxmlWorkbook(package, budget)


def read_workbook(path: Path, contract: Contract, origin: Origin | None, sink: RowSink) -> ReadResult:
    """Read a workbook against its contract: every sheet that some table may stand on, hidden ones too.

    Raises:
        DeliveryError: the file cannot be read within the bounds, or not against the contract.
    """
    budget = Budget(path.name)
    tables = TableReader(contract, origin, sink, file_name=path.name)
    with open_workbook(path, budget) as workbook:
        for sheet in workbook.sheets():
            if not tables.wants(sheet.facts.name):
                tables.result.findings.append(Finding("finding.sheet_not_read", sheet=sheet.facts.name))
                continue
            tables.read_sheet(sheet.facts.name, _rows(sheet, tables, budget))
            tables.result.findings.extend(sheet.facts.findings)
        tables.result.findings.extend(workbook.findings)
    return tables.finish()


def _rows(sheet: Sheet, tables: TableReader, budget: Budget) -> Iterator[GridRow]:
    """The sheet's rows; those of a large .xlsx sheet partly in bulk."""
    from rjh_warehouse.reading.workbook.xlsx import OoxmlSheet

    if isinstance(sheet, OoxmlSheet) and sheet.size >= BULK_FROM_BYTES:
        from rjh_warehouse.reading.workbook.bulk_stream import stream_rows

        return stream_rows(sheet, tables, budget)
    return grid_rows(sheet, budget)
