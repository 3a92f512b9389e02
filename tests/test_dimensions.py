"""Every key of a published table is in its dimension table: a join by it keeps each row and krona."""
# ruff: noqa: E501 -- queries are easier to read on one line

from __future__ import annotations

from decimal import Decimal
from typing import Any

import duckdb
import month_warehouse as region
import plain_models
import pytest

from rjh_warehouse.build.dimensions import Key, Keys, read_keys

AUDIT = "dimension_key_agrees"
DIMENSIONS = {
    "mart.organisation": "organisation_code",
    "mart.account": "account_code",
    "mart.cost_type": "cost_type_code",
}


@pytest.fixture(scope="module")
def strange() -> duckdb.DuckDBPyConnection:
    """RS' January 2023 has a unit that no register has, and HSN's an account that no chart has."""
    rows = region.small_region()
    for entry in rows["ledger"]:
        if entry["delivery_id"] == "huvudbok_RS_202301" and entry["unit_code"] == "01020":
            entry["unit_code"] = "01999"
        if entry["delivery_id"] == "huvudbok_HSN_202301" and entry["account_code"] == "6010":
            entry["account_code"] = "6999"
    return region.build(rows)


def _audits(model: str) -> list[str]:
    return [
        a.sql for m in plain_models.rendered(region.TARGETS) if m.name == model for a in m.audits if a.name == AUDIT
    ]


def _value(connection: duckdb.DuckDBPyConnection, sql: str) -> Any:
    row = connection.execute(sql).fetchone()
    assert row is not None
    return row[0]


def test_what_no_register_has_is_there_as_delivered(strange: duckdb.DuckDBPyConnection) -> None:
    unit = strange.execute(
        "SELECT organisation_name, organisation_name_en, member_kind, delivery_id FROM mart.organisation WHERE organisation_code = '01999'"
    ).fetchall()
    assert unit == [("Saknas i enhetsregistret", "Not in the register of units", "unregistered", "huvudbok_RS_202301")]
    account = strange.execute(
        "SELECT cost_type_code, member_kind, delivery_id, row_number > 1 FROM mart.account WHERE account_code = '6999'"
    ).fetchall()
    assert account == [("UNCLASSIFIED", "unregistered", "huvudbok_HSN_202301", True)]
    kinds = "SELECT organisation_level FROM mart.organisation WHERE organisation_code = '{}' ORDER BY 1"
    for code in ("UNKNOWN", "UNMAPPED"):
        assert [level for (level,) in strange.execute(kinds.format(code)).fetchall()] == [
            "area",
            "board",
            "department",
            "unit",
        ]


def test_a_join_by_key_keeps_every_krona(strange: duckdb.DuckDBPyConnection) -> None:
    delivered = _value(strange, "SELECT SUM(-amount) FROM lake.ledger")
    joined = (
        "SELECT SUM(amount_sek) FROM core.ledger_entry JOIN mart.account USING (account_code) JOIN mart.cost_type ON mart.cost_type.cost_type_code = core.ledger_entry.cost_type_code"
        " JOIN mart.organisation AS unit ON unit.organisation_level = 'unit' AND unit.organisation_code = core.ledger_entry.unit_code"
        " JOIN mart.organisation AS board ON board.organisation_level = 'board' AND board.organisation_code = core.ledger_entry.board_code"
    )
    assert _value(strange, joined) == delivered
    models = plain_models.rendered(region.TARGETS)
    assert not {model for model, audit in plain_models.failures(strange, models) if audit == AUDIT}


def test_every_key_of_every_table_is_audited_and_can_fail(strange: duckdb.DuckDBPyConnection) -> None:
    """With the members taken away, or put in twice, the audit of each table that has codes finds them."""
    keys = read_keys(plain_models.ROOT)
    coded = 0
    for model in plain_models.rendered(region.TARGETS):
        columns = [d[0] for d in strange.execute(f"SELECT * FROM {model.name} LIMIT 0").description]
        audits = _audits(model.name)
        published = model.name.split(".")[0] in ("core", "mart") and model.name not in DIMENSIONS
        assert not published or len(audits) <= len(keys.named.keys() & set(columns))
        for sql in audits:
            (table,) = (t for t in DIMENSIONS if t.replace(".", '"."') in sql)
            held = sql.split(' WHERE "kept"."member_count" <> 1')[0]
            if strange.execute(f"SELECT 1 FROM ({held}) AS kept WHERE NOT code IS NULL").fetchall():
                coded += 1
                twice = [f"INSERT INTO {table} SELECT * FROM {table}"] if "WHEN FALSE THEN LEAST" in sql else []
                for change in (f"DELETE FROM {table}", *twice):
                    strange.execute("BEGIN")
                    strange.execute(change)
                    assert strange.execute(sql).fetchall(), (model.name, change)
                    strange.execute("ROLLBACK")
    assert coded > 60


def test_the_kronor_that_a_missing_member_would_lose_are_told(strange: duckdb.DuckDBPyConnection) -> None:
    strange.execute("BEGIN")
    strange.execute("DELETE FROM mart.account WHERE account_code = '6999'")
    (lost,) = [row for sql in _audits("core.ledger_entry") for row in strange.execute(sql).fetchall()]
    strange.execute("ROLLBACK")
    booked = sum(-region.ledger_amount(u, "6010", 12) for u in ("11010", "11020"))
    assert lost == ("", "6999", 2, 0, booked, Decimal(0))


def test_a_key_that_nobody_has_placed_is_a_fault() -> None:
    keys = Keys(
        {"unit_code": Key("mart.organisation", "organisation_code", "unit")}, frozenset({"money_unit", "odd_unit_code"})
    )
    assert list(keys.faults("mart.x", ["unit_code", "odd_unit_code", "amount_sek"])) == []
    assert list(keys.faults("mart.x", ["lending_unit_code"])) != []
    held = list(keys.audits("mart.x", ["unit_code", "a_sek"], {}, {"unit_code": "The unit; empty where none is"}))
    assert [h["may_be_empty"].this for h in held] == [True]
    assert list(keys.audits("mart.x", ["unit_code"], {"unit_code": "as money_unit"}, {})) == []
    assert list(keys.audits("staging.x", ["unit_code"], {}, {})) == []


def test_every_table_named_in_the_file_is_a_model() -> None:
    keys = read_keys(plain_models.ROOT)
    names = {m.name for m in plain_models.rendered()}
    assert {k.dimension for k in keys.named.values()} == DIMENSIONS.keys() <= names
