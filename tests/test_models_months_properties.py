"""What must not change a number in any month mart, and what must scale every amount: through the models' own SQL."""
# ruff: noqa: E501 -- queries are easier to read on one line

from __future__ import annotations

import copy
import datetime as dt
import random
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import Any

import duckdb
import month_warehouse as region
import pytest

from rjh_warehouse.build.recipe import Model

MARTS = (
    "mart.cost_development", "mart.cost_summary", "mart.cost_bridge", "mart.cost_revision", "mart.report_revision", "mart.plan_rule",
    "mart.year_end_forecast", "mart.year_end_forecast_backtest", "mart.frame_reconciliation",
)  # fmt: skip
OF_PRECISION = {
    "sigma_sek",
    "tolerance_sek",
    "worst_case_sek",
}  # follow from the stated precision, not from the amounts
COUNTS_OF_ROWS = {"entry_count", "stated_cell_count", "computed_cell_count"}
NAMES = {"organisation_name", "unit_name"}
Row = dict[str, Any]


@pytest.fixture(scope="module")
def warehouse() -> duckdb.DuckDBPyConnection:
    return region.build(region.small_region())


def _rows(connection: duckdb.DuckDBPyConnection, mart: str, left_out: set[str]) -> list[Row]:
    """A mart's rows in the order of what they are about (texts, dates, flags), without some columns."""
    result = connection.execute(f"SELECT * FROM {mart}")
    names = [column[0] for column in result.description]
    rows = [{n: v for n, v in zip(names, row, strict=True) if n not in left_out} for row in result.fetchall()]
    return sorted(rows, key=lambda row: [str(v) for n, v in row.items() if not _is_measure(n)])


def _differing(
    one: duckdb.DuckDBPyConnection, other: duckdb.DuckDBPyConnection, mart: str, left_out: set[str]
) -> list[tuple[Any, ...]]:
    """The rows of a mart that only one of two warehouses has, or has more times, without some columns."""
    names = [column[0] for column in one.execute(f"SELECT * FROM {mart} LIMIT 0").description]
    columns = ", ".join(n for n in names if n not in left_out)
    given = other.execute(f"SELECT {columns} FROM {mart}").fetch_arrow_table()
    assert given.num_rows, mart
    one.register("given", given)
    try:
        return one.execute(
            f"(SELECT 'gone', {columns} FROM (SELECT {columns} FROM {mart} EXCEPT ALL SELECT * FROM given))"
            f" UNION ALL (SELECT 'new', {columns} FROM (SELECT * FROM given EXCEPT ALL SELECT {columns} FROM {mart}))"
        ).fetchall()
    finally:
        one.unregister("given")


def _is_measure(name: str) -> bool:
    return name.endswith(("_sek", "_pct", "_count", "_pct_points")) or name in ("mase", "explanation", "explanation_en")


def _permuted(rows: region.Rows) -> region.Rows:
    """The postings of each ledger file in another order, so with other line numbers."""
    shuffled = random.Random(4)
    for delivery in {r["delivery_id"] for r in rows["ledger"]}:
        lines = [r for r in rows["ledger"] if r["delivery_id"] == delivery]
        numbers = [r["row_number"] for r in lines]
        shuffled.shuffle(numbers)
        for line, number in zip(lines, numbers, strict=True):
            line["row_number"] = number
    for name in rows:
        shuffled.shuffle(rows[name])
    return rows


def _split(rows: region.Rows) -> region.Rows:
    """One external and one internal posting booked in two."""
    for account in ("6010", "3810"):
        first = next(r for r in rows["ledger"] if r["account_code"] == account)
        rows["ledger"].append({**first, "row_number": 900, "amount": Decimal("12.34")})
        first["amount"] -= Decimal("12.34")
    return rows


def _renamed(rows: region.Rows) -> region.Rows:
    for unit in rows["unit_register"]:
        unit["unit_name"] = f"Nya {unit['unit_name']}"
    for cell in rows["budget_month"]:
        cell["unit_name"] = f"Nya {cell['unit_name']}"
    return rows


def _renamed_in_the_year(rows: region.Rows) -> region.Rows:
    """A unit and its department with new names from July 2023: the code is the unit."""
    unit = next(u for u in rows["unit_register"] if u["unit_code"] == "01020")
    later = {"row_number": 90, "unit_name": "Aaa", "department_name": "Bbb", "valid_from": dt.date(2023, 7, 1)}
    rows["unit_register"].append({**unit, **later})
    unit["valid_to"] = dt.date(2023, 6, 30)
    return rows


@cache
def _changed(change: Callable[[region.Rows], region.Rows]) -> duckdb.DuckDBPyConnection:
    return region.build(change(copy.deepcopy(region.small_region())))


@pytest.mark.parametrize("change", [_permuted, _split, _renamed, _renamed_in_the_year])
def test_what_must_not_change_a_number(
    change: Callable[[region.Rows], region.Rows], warehouse: duckdb.DuckDBPyConnection
) -> None:
    changed = _changed(change)
    for mart in MARTS:
        assert _differing(warehouse, changed, mart, COUNTS_OF_ROWS | NAMES) == [], mart


def _turn(connection: duckdb.DuckDBPyConnection, model: Model) -> None:
    if model.kind != "view":
        connection.execute(f"CREATE OR REPLACE TABLE {model.name} AS SELECT * FROM {model.name} ORDER BY rowid DESC")


def test_no_order_in_which_rows_are_read_decides_what_is_told(warehouse: duckdb.DuckDBPyConnection) -> None:
    """Every table turned upside down before the next one reads it: a choice that is left to a tie falls otherwise."""
    turned = region.build(region.small_region(), after=_turn)
    for mart in (*MARTS, "mart.organisation", "mart.account", "mart.cost_type"):
        assert _differing(warehouse, turned, mart, set()) == [], mart


def _rounding(mart: str, column: str, row: Row) -> Decimal:
    """How far from double an amount may be: nothing where amounts are only added; where they are divided or multiplied
    each month is rounded to the öre apart, in every unit that is summed."""
    is_added_only = "item" not in column and row.get("cost_type_code") != "PERSONNEL_CONSTANT_PO"
    if mart in ("mart.cost_revision", "mart.report_revision", "mart.frame_reconciliation"):
        return Decimal(0)
    if mart in ("mart.cost_development", "mart.cost_summary"):
        return Decimal(0) if is_added_only else Decimal("0.24")
    return Decimal("0.01") if mart == "mart.plan_rule" else Decimal(1)


def test_an_organisation_has_the_name_of_the_month() -> None:
    names = (
        _changed(_renamed_in_the_year)
        .execute(
            "SELECT organisation_level, organisation_basis, organisation_name, parent_organisation_code, MIN(month) FROM mart.cost_summary"
            " WHERE organisation_code IN ('01020', 'A0102') AND period_kind = 'month' GROUP BY ALL ORDER BY 1, 2, 5"
        )
        .fetchall()
    )
    first, renamed = dt.date(2022, 1, 1), dt.date(2023, 7, 1)
    assert names == [
        ("department", "as_was", "Avdelning 0102", "ORS", first),
        ("department", "as_was", "Bbb", "ORS", renamed),
        ("department", "restated", "Bbb", "ORS", first),
        ("unit", "as_was", "Ekonomi", "A0102", first),
        ("unit", "as_was", "Aaa", "A0102", renamed),
        ("unit", "restated", "Aaa", "A0102", first),
    ]


def test_delivering_everything_again_changes_no_number(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = region.small_region()
    for delivery in list(rows["delivery"]):
        name = delivery["delivery_id"]
        table = delivery["contract_code"]
        known = delivery["known_on"] + dt.timedelta(days=3)
        rows["delivery"].append({**delivery, "delivery_id": f"{name}_v2", "known_on": known})
        for part in (table, "delivery_attribute"):
            rows[part] += [{**r, "delivery_id": f"{name}_v2"} for r in rows[part] if r["delivery_id"] == name]
    again = region.build(rows)
    for mart in ("mart.cost_development", "mart.cost_summary", "mart.cost_bridge", "mart.year_end_forecast"):
        assert _differing(warehouse, again, mart, set()) == [], mart


def test_doubling_every_amount_doubles_every_amount_and_nothing_else(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = region.small_region()
    for item in (*rows["ledger"], *rows["budget_month"], *rows["comparability_item"]):
        item["amount"] *= 2
    doubled = region.build(rows)
    for mart in MARTS:
        once, twice = (_rows(c, mart, OF_PRECISION | {"explanation", "explanation_en"}) for c in (warehouse, doubled))
        assert len(once) == len(twice), mart
        for one, two in zip(once, twice, strict=True):
            for name, value in one.items():
                factor = 2 if name.endswith("_sek") else 1
                if isinstance(value, Decimal):
                    near = Decimal("0.02") if factor == 1 else _rounding(mart, name, one)
                    assert abs(two[name] - factor * value) <= near, (mart, name, one)
                else:
                    assert two[name] == value, (mart, name, one)
