"""From a cell of a month mart to the postings behind it: what they give is the cell, to the öre."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal
from typing import Any

import duckdb
import month_warehouse as region
import pytest

from rjh_warehouse.answers.trace_month import MEASURES, MonthParts, month_parts

COLUMNS = [(table, column) for table, measures in MEASURES.items() for column in measures]


@pytest.fixture(scope="module")
def warehouse() -> duckdb.DuckDBPyConnection:
    """A corrected month, and a unit that was divided between two boards."""
    rows = region.small_region()
    region.add_ledger(rows, "HSN", dt.date(2024, 2, 1), 25, version=2, known_on=dt.date(2024, 5, 25), extra="1000")
    region.reorganise(rows)
    return region.build(rows)


def _rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    result = connection.execute(sql)
    names = [c[0] for c in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_the_parts_give_the_cell_to_the_ore(warehouse: duckdb.DuckDBPyConnection, table: str, column: str) -> None:
    rows = _rows(warehouse, f"SELECT * FROM {table} WHERE {column} IS NOT NULL ORDER BY ALL")
    for row in random.Random(5).sample(rows, 20):
        parts = month_parts(warehouse, table, row, column)
        assert parts.counted_sek == parts.value_sek == row[column], row
        assert parts.delivered_sek == sum((f.amount_sek for f in parts.files), Decimal(0))
        if parts.row_count <= len(parts.rows):
            assert sum((r["amount_sek"] for r in parts.rows), Decimal(0)) == parts.delivered_sek


def _cell(connection: duckdb.DuckDBPyConnection, table: str, condition: str, column: str) -> MonthParts:
    (row,) = _rows(connection, f"SELECT * FROM {table} WHERE {condition}")
    return month_parts(connection, table, row, column)


def test_a_cell_names_the_files_that_count_now_and_those_that_counted_then(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    about = "organisation_code = 'RJH' AND organisation_level = 'region' AND cost_type_code = 'NET_COST'"
    now = _cell(
        warehouse,
        "mart.cost_development",
        f"{about} AND scope_code = 'with_internal' AND month = '2024-02-01' AND period_kind = 'ytd'"
        " AND organisation_basis = 'as_was'",
        "actual_sek",
    )
    assert [f.file_name for f in now.files] == [
        "huvudbok_HSN_202401",
        "huvudbok_HSN_202402_v2",
        "huvudbok_RS_202401",
        "huvudbok_RS_202402",
    ]
    then = _cell(
        warehouse,
        "mart.year_end_forecast",
        f"{about} AND scope_code = 'with_internal' AND as_of_month = '2024-02-01' AND is_default",
        "ytd_sek",
    )
    assert [f.file_name for f in then.files if f not in now.files] == ["huvudbok_HSN_202402"]
    assert then.counted_sek - now.counted_sek == 1000


def test_a_divided_unit_gives_its_share_and_shows_its_rows(warehouse: duckdb.DuckDBPyConnection) -> None:
    parts = _cell(
        warehouse,
        "mart.cost_development",
        "organisation_code = '11031' AND organisation_basis = 'restated' AND cost_type_code = 'OTHER_EXT'"
        " AND scope_code = 'with_internal' AND month = '2022-05-01' AND period_kind = 'month'",
        "actual_sek",
    )
    assert parts.row_count == 1
    assert parts.counted_sek == round(parts.delivered_sek * Decimal("0.6"), 2)
