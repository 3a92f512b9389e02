"""Days that systems write for "from the beginning" and "until further notice": open ends in every format."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from rjh_warehouse.contract.contract import Column, Numbers, Table, read_contracts
from rjh_warehouse.reading.table.cell import Cell
from rjh_warehouse.reading.table.typed import CellFault, ColumnReader

CONTRACTS = read_contracts(Path(__file__).parents[2] / "contracts")
VALIDITY = [
    (table, column)
    for contract in CONTRACTS.values()
    for table in contract.tables
    for column in table.columns
    if column.name in ("valid_from", "valid_to")
]


def _reader(column: Column) -> ColumnReader:
    return ColumnReader(column, Numbers(), unit=None, is_lean=False)


@pytest.mark.parametrize("table, column", VALIDITY, ids=lambda p: p.name)
def test_every_validity_column_knows_its_open_ends(table: Table, column: Column) -> None:
    if column.required:
        assert (table.name, column.name) == ("measure_contract", "valid_from"), "a price begins in some month"
        return
    ends = {"valid_from": ("1900-01-01", "19000101", ""), "valid_to": ("9999-12-31", "99991231", "")}[column.name]
    day = dt.datetime(9999, 12, 31) if column.name == "valid_to" else dt.datetime(1900, 1, 1)
    cells = [*ends, f"{ends[0]} 00:00:00", f"{ends[0]}T00:00", Cell(day), Cell(day.date())]
    assert [_reader(column).read(cell).value for cell in cells] == [None] * len(cells)


def test_a_last_month_is_open_too() -> None:
    column = next(c for t, c in VALIDITY if t.name == "measure_contract" and c.name == "valid_to")
    assert [_reader(column).read(text).value for text in ("9999-12", "999912")] == [None, None]
    assert _reader(column).read("2024-06").value == dt.date(2024, 6, 1)


def test_an_open_end_where_none_is_declared_is_rejected_or_kept() -> None:
    column = Column(name="day", type="date", aliases=("Dag",))
    with pytest.raises(CellFault):
        _reader(column).read("9999-12-31 00:00:00")
