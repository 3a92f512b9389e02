"""Staging follows from the contracts: cast, named, money in kronor."""

from __future__ import annotations

from pathlib import Path

import duckdb
import plain_models
import pytest

from rjh_warehouse.build.staging import staged
from rjh_warehouse.contract.contract import Contract, read_contracts

ROOT = Path(__file__).parents[1]
KIND = {
    "contract": "rent",
    "title_sv": "Hyra",
    "title_en": "Rent",
    "description": "Rents",
    "source": "The lessor",
    "file_pattern": "rent.csv",
    "format": "csv",
    "tables": [
        {
            "name": "rent",
            "columns": [
                {"name": "room", "description": "Room"},
                {"name": "share", "type": "number", "decimals": 3, "description": "Share"},
                {"name": "amount", "type": "amount", "unit": "cell", "sign": "cost_positive", "description": "Rent"},
                {"name": "deposit", "type": "amount", "unit": "kr", "description": "Deposit"},
            ],
        }
    ],
}


def test_a_contract_gives_its_staging_model() -> None:
    contract = Contract.model_validate(KIND)
    table = staged(contract, contract.tables[0])
    with duckdb.connect() as connection:
        connection.execute("CREATE SCHEMA lake; CREATE SCHEMA seed")
        connection.execute(
            "CREATE TABLE seed.unit AS SELECT * FROM (VALUES ('kr', 1), ('tkr', 1000)) AS u (unit_code, factor)"
        )
        connection.execute(
            "CREATE TABLE lake.rent AS SELECT 'd' AS delivery_id, NULL AS sheet, 2 AS row_number, 'data' AS row_kind,"
            " 'A' AS room, 0.5 AS share, '0,5' AS share_text, NULL AS share_unit, 1 AS share_decimals,"
            " 12.5 AS amount, '12,5' AS amount_text, 'TKR' AS amount_unit, 1 AS amount_decimals, -1 AS amount_sign,"
            " NULL::DECIMAL AS deposit, NULL::TEXT AS deposit_text, NULL::TEXT AS deposit_unit,"
            " NULL::INT AS deposit_decimals, 1 AS deposit_sign"
        )
        result = connection.execute(table.query)
        row = dict(zip([d[0] for d in result.description], result.fetchall()[0], strict=True))
        types = {d[0]: str(d[1]) for d in result.description}
    assert (row["room"], str(row["share"]), row["share_text"]) == ("A", "0.500", "0,5")
    assert (str(row["amount_sek"]), str(row["precision_sek"])) == ("-12500.00", "100.00")
    assert (str(row["amount_delivered"]), row["amount_text"], row["amount_unit_code"]) == ("12.5000", "12,5", "tkr")
    assert row["deposit_sek"] is None  # missing is not zero
    assert row["deposit_precision_sek"] is None
    assert list(types) == [c.name for c in table.columns]
    meant = {c.name: c.meaning for c in table.columns if c.meaning}
    assert meant["room"] == "Room"
    assert meant["amount_sek"] == "Rent, in kronor, revenue + and cost −"


def test_a_lean_table_takes_unit_and_sign_from_its_contract() -> None:
    lean = {**KIND, "tables": [{"name": "rent", "lean": True, "columns": [
        {"name": "amount", "type": "amount", "unit": "tkr", "sign": "cost_positive"}]}]}  # fmt: skip
    contract = Contract.model_validate(lean)
    with duckdb.connect() as connection:
        connection.execute("CREATE SCHEMA lake")
        connection.execute("CREATE TABLE lake.rent AS SELECT 'd' AS delivery_id, NULL AS sheet, 2 AS row_number,"
                           " 'data' AS row_kind, 12.5 AS amount")  # fmt: skip
        assert str(connection.execute(staged(contract, contract.tables[0]).query).fetchall()[0][-1]) == "-12500.00"


def test_every_table_of_a_contract_is_staged() -> None:
    names = {m.name for m in plain_models.rendered()}
    for contract in read_contracts(ROOT / "contracts").values():
        assert {f"staging.{t.name}" for t in contract.tables} <= names


def test_contracts_of_one_lean_table_that_differ_are_each_read_by_their_own_unit_and_sign() -> None:
    column = {"name": "amount", "type": "amount", "unit": "tkr", "sign": "cost_positive"}
    one = Contract.model_validate({**KIND, "tables": [{"name": "rent", "lean": True, "columns": [column]}]})
    other = {**column, "unit": "kr", "sign": "revenue_positive"}
    two = Contract.model_validate(
        {**KIND, "contract": "other", "tables": [{"name": "rent", "lean": True, "columns": [other]}]}
    )
    with duckdb.connect() as connection:
        connection.execute("CREATE SCHEMA lake")
        connection.execute("CREATE TABLE lake.delivery AS SELECT * FROM (VALUES ('a', ?), ('b', 'other')) AS"
                           " d(delivery_id, contract_code)", [one.contract])  # fmt: skip
        connection.execute("CREATE TABLE lake.rent AS SELECT delivery_id, NULL AS sheet, 2 AS row_number,"
                           " 'data' AS row_kind, 12.5 AS amount FROM lake.delivery")  # fmt: skip
        rows = connection.execute(staged(one, one.tables[0], (one, two)).query).fetchall()
    assert {row[0]: str(row[-1]) for row in rows} == {"a": "-12500.00", "b": "12.50"}


def test_a_lean_amount_states_its_unit_in_the_contract() -> None:
    column = {"name": "amount", "type": "amount", "unit": "header"}
    with pytest.raises(ValueError, match="amount måste ha unit"):
        Contract.model_validate({**KIND, "tables": [{"name": "rent", "lean": True, "columns": [column]}]})
