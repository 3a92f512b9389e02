"""Which numbers of the marts an audit touches."""

from __future__ import annotations

import duckdb
import pytest
import sqlglot

from rjh_warehouse.build.figures import Lineage, columns_tested, read_lineage

COLUMNS = ["delivery_id", "unit_code", "amount_sek", "share"]


@pytest.mark.parametrize(
    ("query", "tested"),
    [
        ("SELECT unit_code FROM m WHERE amount_sek > 0", ["amount_sek"]),
        ("SELECT * FROM m WHERE unit_code IS NULL AND share > 1", ["unit_code", "share"]),
        ("SELECT delivery_id, SUM(amount_sek) FROM m GROUP BY delivery_id", ["amount_sek"]),
        ("SELECT m.* FROM m LEFT JOIN r ON r.unit_code = m.unit_code WHERE r.name IS NULL", ["unit_code"]),
        ("SELECT unit_code, COUNT(*) FROM m GROUP BY unit_code HAVING COUNT(*) > 1", ["unit_code"]),
        ("SELECT 1 FROM (SELECT (SELECT COUNT(*) FROM m) AS a, (SELECT COUNT(*) FROM l) AS b) AS c WHERE a <> b", []),
    ],
)
def test_an_audit_tests_what_its_rows_depend_on(query: str, tested: list[str]) -> None:
    assert columns_tested(sqlglot.parse_one(query, dialect="duckdb"), COLUMNS) == tested


DESCRIBED = {
    "core.entry": {"grain": "unit_code", "parents": []},
    "mart.cost": {
        "grain": "unit_code",
        "parents": [
            ("unit_code", "core.entry", "unit_code"),
            ("net_sek", "core.step", "twice_sek"),
            ("budget_sek", "core.entry", "budget_sek"),
        ],
    },
    "mart.forecast": {"grain": "unit_code", "parents": []},
}
DEFINITIONS = {
    "core.entry": {"parents": ["staging.ledger"]},
    "core.step": {"parents": ["core.entry"], "columns": [("twice_sek", "core.entry", "amount_sek")]},
    "mart.cost": {"parents": ["core.entry", "core.step"]},
    "mart.forecast": {"parents": ["mart.cost"]},  # Python: nobody can follow its columns
}


@pytest.fixture
def lineage() -> Lineage:
    with duckdb.connect() as connection:
        connection.execute("ATTACH ':memory:' AS built")
        connection.execute("CREATE SCHEMA built.core; CREATE SCHEMA built.mart")
        money = "DECIMAL(18, 2)"
        connection.execute(f"CREATE TABLE built.core.entry (unit_code TEXT, amount_sek {money}, budget_sek {money})")
        connection.execute(
            f"CREATE TABLE built.mart.cost (unit_code TEXT, net_sek {money}, budget_sek {money}, year INT)"
        )
        connection.execute("CREATE TABLE built.mart.forecast (unit_code TEXT, p50_sek DOUBLE, month_count INT)")
        return read_lineage(connection, DESCRIBED, DEFINITIONS)


def test_a_number_is_followed_through_models_that_are_not_published(lineage: Lineage) -> None:
    touched = lineage.touched("core.entry", ["unit_code", "amount_sek"])
    assert touched == {("mart.cost", "net_sek"), ("mart.forecast", "p50_sek"), ("mart.forecast", "month_count")}
    assert lineage.in_words(touched) == "mart.cost (net_sek); mart.forecast"


@pytest.mark.parametrize("tested", [[], ["unit_code"]])
def test_a_key_or_whole_rows_touch_every_number_below(lineage: Lineage, tested: list[str]) -> None:
    assert lineage.in_words(lineage.touched("core.entry", tested)) == "mart.cost; mart.forecast"


def test_a_marts_own_number_is_touched_and_its_others_are_not(lineage: Lineage) -> None:
    touched = lineage.touched("mart.cost", ["budget_sek"])
    assert ("mart.cost", "budget_sek") in touched and ("mart.cost", "net_sek") not in touched


def test_what_no_mart_reads_touches_none(lineage: Lineage) -> None:
    assert lineage.in_words(lineage.touched("mart.forecast", [])) == "mart.forecast"
    assert lineage.in_words(lineage.touched("quality.x", [])) == ""
