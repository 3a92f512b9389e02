"""Expectations of every kind of delivery, as its contract has it, in the words and documents of their library."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from rjh_warehouse.build.delivered_suites import MOST_ROWS, delivered_suites
from rjh_warehouse.build.expectations import Suite, run_suites, write_suites
from rjh_warehouse.build.plain_expectations import plain_outcomes
from rjh_warehouse.contract.contract import read_contracts
from rjh_warehouse.messages import catalogue

ROOT = Path(__file__).parents[1]
CONTRACT = """
contract: staff
title_sv: Personal
title_en: Staff
description: A small table.
source: a test
file_pattern: 'staff_(?P<period>\\d{6})\\.csv'
format: csv
tables:
  - name: staff
    key: [unit_code, kind]
    columns:
      - {name: unit_code, type: code, pattern: '\\d{4}', pattern_sv: fyra siffror, pattern_en: four digits}
      - {name: kind, values: [egen, inhyrd], required: false}
      - {name: fte, type: number}
      - {name: note, required: false}
"""
GOOD = [("new", "0101", "egen", 1.5), ("new", "0102", None, 2.5), ("old", "0101", "egen", 1.0)]


@pytest.fixture
def suite(tmp_path: Path) -> Suite:
    (tmp_path / "staff.yaml").write_text(CONTRACT, encoding="utf-8")
    (found,) = delivered_suites(read_contracts(tmp_path).values())
    return found


def _lake(rows: list[tuple[object, ...]]) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("CREATE SCHEMA lake")
    connection.execute(
        "CREATE TABLE lake.staff (delivery_id TEXT, unit_code TEXT, kind TEXT, fte DECIMAL(18, 6), row_kind TEXT)"
    )
    connection.executemany("INSERT INTO lake.staff VALUES (?, ?, ?, ?, 'data')", rows)
    connection.execute("INSERT INTO lake.staff VALUES ('new', 'Summa', 'alla', NULL, 'total')")
    connection.execute(
        "CREATE TABLE lake.delivery AS SELECT * FROM"
        " (VALUES ('old', DATE '2024-01-01', 1), ('new', DATE '2024-02-01', 2)) AS v (delivery_id, known_on, sequence)"
    )
    connection.execute(
        "CREATE TABLE lake.delivery_sum AS SELECT delivery_id, 'staff' AS table_name, '(rows)' AS column_name,"
        " COUNT(*)::DECIMAL(38, 6) AS recorded FROM lake.staff GROUP BY delivery_id"
    )
    connection.execute("CREATE TABLE lake.acceptance (delivery_id TEXT)")
    return connection


def _failed(suite: Suite, rows: list[tuple[object, ...]]) -> list[str]:
    """The expectations that are not met; the engine and the library say the same of each."""
    connection = _lake(rows)
    outcomes = plain_outcomes(suite, connection)
    assert outcomes is not None and len(outcomes) == 5
    assert run_suites([suite], lambda query: connection.execute(query).df()) == [outcomes]
    return [o.audit_name for o in outcomes if o.state == "failed"]


def test_a_delivery_as_the_contract_has_it_meets_every_expectation(suite: Suite) -> None:
    assert _failed(suite, GOOD) == []


@pytest.mark.parametrize(
    ("row", "failed"),
    [
        (("new", "101", None, 1.0), "expect_column_values_to_match_regex(unit_code)"),
        (("new", "0103", "annan", 1.0), "expect_column_values_to_be_in_set(kind)"),
        (("new", "0103", None, None), "expect_column_values_to_not_be_null(fte)"),
        (("new", None, None, 1.0), "expect_column_values_to_not_be_null(unit_code)"),
        (("new", "0101", "egen", 9.0), "expect_compound_columns_to_be_unique"),
        (("new", "0102", None, 9.0), "expect_compound_columns_to_be_unique"),
    ],
)
def test_each_expectation_has_a_row_that_trips_it(suite: Suite, row: tuple[object, ...], failed: str) -> None:
    assert _failed(suite, [*GOOD, row]) == [failed]


def test_of_many_rows_the_newest_whole_deliveries_are_asked(suite: Suite) -> None:
    connection = _lake([*GOOD, ("old", "0101", "annan", 1.0)])
    deliveries = f"SELECT DISTINCT delivery_id FROM {suite.source} ORDER BY 1"
    assert connection.execute(deliveries).fetchall() == [("new",), ("old",)]
    connection.execute(f"UPDATE lake.delivery_sum SET recorded = {MOST_ROWS} WHERE delivery_id = 'new'")
    assert connection.execute(deliveries).fetchall() == [("new",)]


def test_a_delivery_that_a_person_accepted_as_it_is_is_asked_no_more(suite: Suite) -> None:
    connection = _lake([*GOOD, ("new", "0101", "egen", 9.0)])
    connection.execute("INSERT INTO lake.acceptance VALUES ('new')")
    outcomes = plain_outcomes(suite, connection)
    assert outcomes is not None and {o.state for o in outcomes} == {"passed"}
    assert connection.execute(f"SELECT DISTINCT delivery_id FROM {suite.source}").fetchall() == [("old",)]


def test_the_library_reads_a_suites_document_and_asks_it_anew(suite: Suite, tmp_path: Path) -> None:
    import great_expectations as gx

    write_suites([suite], tmp_path)
    document = json.loads((tmp_path / "lake.staff.json").read_text(encoding="utf-8"))
    connection = _lake([*GOOD, ("new", "101", None, 1.0)])
    frame = connection.execute(document["meta"]["rows"]).df()
    source = gx.get_context(mode="ephemeral").data_sources.add_pandas("delivered")
    batch = source.add_dataframe_asset("staff").add_batch_definition_whole_dataframe("all").get_batch(
        {"dataframe": frame}
    )  # fmt: skip
    found = batch.validate(gx.ExpectationSuite(**document))
    assert [r.expectation_config.type for r in found.results if not r.success] == [
        "expect_column_values_to_match_regex"
    ]


def test_every_kind_of_delivery_has_a_suite_and_each_expectation_is_said_in_words() -> None:
    contracts = read_contracts(ROOT / "contracts")
    suites = {s.table: s for s in delivered_suites(contracts.values())}
    without = {c.contract for c in contracts.values() if not any(f"lake.{t.name}" in suites for t in c.tables)}
    assert without == set()
    assert {f"audit.{e.type}" for s in suites.values() for e in s.expectations} <= set(catalogue())
