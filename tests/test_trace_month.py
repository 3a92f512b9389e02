"""From a cell of a month mart to the postings behind it: what they give is the cell, to the öre."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal
from typing import Any

import duckdb
import month_warehouse as region
import pytest
from project_runs import ROOT

from rjh_warehouse.answers.trace_month import MEASURES, MonthParts, month_parts
from rjh_warehouse.answers.trace_path import Ways
from rjh_warehouse.build.trace_paths import read_trace_paths

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


@pytest.fixture(scope="module")
def ways(warehouse: duckdb.DuckDBPyConnection) -> Ways:
    """The ways on, as publication writes them."""
    warehouse.execute("CREATE SCHEMA IF NOT EXISTS meta")
    warehouse.execute(
        "CREATE TABLE meta.trace (table_name TEXT, column_name TEXT, part_table_name TEXT, part_column_name TEXT,"
        " condition TEXT, said TEXT, said_en TEXT)"
    )
    there = {t for (t,) in warehouse.execute("SELECT schema_name || '.' || table_name FROM duckdb_tables()").fetchall()}
    for table, found in read_trace_paths(ROOT).items():
        for way in found:
            if table in there and (way.part_table_name or table) in there:
                said = [way.said_code, way.said_code]
                values = [table, way.column_name, way.part_table_name, way.part_column_name, way.condition, *said]
                warehouse.execute("INSERT INTO meta.trace VALUES (?, ?, ?, ?, ?, ?, ?)", values)
    return Ways(warehouse, "sv")


@pytest.mark.parametrize("item", ["price", "on_cost", "transfer", "comparability_item", "measure", "rest"])
def test_every_item_of_a_bridge_leads_on_or_says_why_not(
    warehouse: duckdb.DuckDBPyConnection, ways: Ways, item: str
) -> None:
    rows = _rows(
        warehouse,
        f"SELECT * FROM mart.cost_bridge WHERE item_kind = '{item}' AND amount_sek <> 0 AND month >= DATE '2023-06-01'"
        " ORDER BY ALL",
    ) or _rows(warehouse, f"SELECT * FROM mart.cost_bridge WHERE item_kind = '{item}' ORDER BY ALL")
    for row in random.Random(3).sample(rows, 6):
        found = ways.follow("mart.cost_bridge", row, "amount_sek")
        assert found.parts or found.months or found.said, row
        if item == "rest":
            change = found.months[1].counted_sek - found.months[0].counted_sek
            items = warehouse.execute(
                "SELECT SUM(amount_sek) FROM mart.cost_bridge WHERE bridge_kind = ? AND month = ? AND period_kind = ?"
                " AND organisation_code = ? AND cost_type_code = ? AND scope_code = ?",
                [row[n] for n in ("bridge_kind", "month", "period_kind", "organisation_code", "cost_type_code",
                                  "scope_code")],
            ).fetchone()  # fmt: skip
            assert items == (change,)


def test_a_rule_leads_to_the_months_on_both_sides(warehouse: duckdb.DuckDBPyConnection, ways: Ways) -> None:
    rows = _rows(
        warehouse, "SELECT * FROM mart.plan_rule WHERE month >= DATE '2023-02-01' AND rule_code LIKE '%_within_%'"
    )
    assert rows
    for row in rows[:6]:
        found = ways.follow("mart.plan_rule", row, None)
        assert [m.counted_sek for m in found.months] == [row["checked_sek"], row["compared_sek"]]


def test_a_forecast_leads_to_the_outcome_that_it_was_made_of(warehouse: duckdb.DuckDBPyConnection, ways: Ways) -> None:
    rows = _rows(
        warehouse,
        "SELECT * FROM mart.year_end_forecast WHERE organisation_level = 'board' AND cost_type_code = 'NET_COST'"
        " AND scope_code = 'with_internal' AND as_of_month = DATE '2024-03-01' AND forecast_sek IS NOT NULL",
    )
    methods = {row["method_code"]: ways.follow("mart.year_end_forecast", row, "forecast_sek") for row in rows}
    assert {"rolling_twelve", "combination", "flat_rest_budget"} <= set(methods)
    for row in rows:
        (actual, *budget) = ways.follow("mart.year_end_forecast", row, "forecast_sek").months
        assert (actual.source, actual.is_input, actual.last_month) == ("actual", True, dt.date(2024, 3, 1))
        assert bool(budget) >= (row["method_code"] == "flat_rest_budget")
        if row["method_code"] == "straight_line" and not row["fallback_count"]:
            assert actual.counted_sek == row["ytd_sek"]
    assert methods["rolling_twelve"].months[0].first_month == dt.date(2023, 1, 1)
    assert methods["combination"].months[0].first_month == dt.date(2021, 1, 1)


def test_a_circle_of_ways_ends(warehouse: duckdb.DuckDBPyConnection, ways: Ways) -> None:
    (row,) = _rows(warehouse, "SELECT * FROM mart.cost_bridge WHERE item_kind = 'rest' ORDER BY ALL LIMIT 1")
    assert ways.follow("mart.cost_bridge", row, "opening_sek").months
    assert ways.columns("mart.cost_bridge") == ["amount_sek", "closing_sek", "opening_sek"]
