"""What the month marts say where something they stand on is not delivered: a part is never shown as the whole."""
# ruff: noqa: E501 -- queries are easier to read on one line

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import duckdb
import month_warehouse as region
import pytest

LINE = (
    "SELECT actual_sek, prior_year_sek, growth_pct, real_growth_pct, is_complete FROM mart.cost_development WHERE organisation_basis = 'as_was'"
    " AND scope_code = 'with_internal' AND organisation_code = '{}' AND cost_type_code = '{}' AND period_kind = '{}' AND month = '{}'"
)


@pytest.fixture(scope="module")
def without_some_conditions() -> duckdb.DuckDBPyConnection:
    """No on-cost rate of 2022, no price index of 2023."""
    rows = region.small_region()
    rows["po_rate"] = [r for r in rows["po_rate"] if r["fiscal_year"] != 2022]
    rows["price_index"] = [r for r in rows["price_index"] if r["fiscal_year"] != 2023]
    return region.build(rows)


def _one(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[Any, ...]:
    row = connection.execute(sql).fetchone()
    assert row is not None, sql
    return row


@pytest.mark.parametrize(("period", "month", "is_known"), [
    ("ytd", "2024-04-01", True), ("ytd", "2023-06-01", False), ("rolling_12", "2024-04-01", False), ("month", "2023-06-01", False),
])  # fmt: skip
def test_real_growth_needs_the_index_of_every_month(
    without_some_conditions: duckdb.DuckDBPyConnection, period: str, month: str, is_known: bool
) -> None:
    *_, growth, real, is_complete = _one(without_some_conditions, LINE.format("RS", "GROSS_COST", period, month))
    assert growth is not None
    assert (real is not None) == is_known
    assert is_complete, "the outcome is whole without an index"


@pytest.mark.parametrize(("period", "month", "actual_is_known", "growth_is_known"), [
    ("ytd", "2024-04-01", True, True), ("ytd", "2023-06-01", True, False), ("rolling_12", "2023-06-01", False, False),
    ("rolling_12", "2024-04-01", True, False),
])  # fmt: skip
def test_cost_at_constant_on_cost_needs_the_rate_of_every_month(
    without_some_conditions: duckdb.DuckDBPyConnection,
    period: str,
    month: str,
    actual_is_known: bool,
    growth_is_known: bool,
) -> None:
    _, prior, growth, _, is_complete = _one(
        without_some_conditions, LINE.format("RS", "PERSONNEL_CONSTANT_PO", period, month)
    )
    assert is_complete == actual_is_known
    assert (growth is not None) == (prior is not None) == growth_is_known


def test_the_bridge_names_no_part_of_an_item(without_some_conditions: duckdb.DuckDBPyConnection) -> None:
    sql = ("SELECT item_kind, amount_sek FROM mart.cost_bridge WHERE bridge_kind = 'prior_year' AND organisation_code = 'RS' AND scope_code = 'with_internal'"
           " AND cost_type_code = 'GROSS_COST' AND period_kind = '{}' AND month = '2024-04-01'")  # fmt: skip
    whole = dict(without_some_conditions.execute(sql.format("ytd")).fetchall())
    assert whole["price"] < 0 < whole["on_cost"]
    rolling = dict(without_some_conditions.execute(sql.format("rolling_12")).fetchall())
    assert rolling["price"] is None
    assert rolling["on_cost"] is None
    actual, prior, *_ = _one(without_some_conditions, LINE.format("RS", "GROSS_COST", "rolling_12", "2024-04-01"))
    assert rolling["rest"] == actual - prior


def test_a_summary_is_complete_without_an_on_cost_rate(without_some_conditions: duckdb.DuckDBPyConnection) -> None:
    assert _one(
        without_some_conditions, "SELECT BOOL_AND(is_complete) FROM mart.cost_summary WHERE period_kind = 'ytd'"
    ) == (True,)


def test_a_unit_that_ends_unmapped_keeps_its_budget_and_one_that_begins_late_its_growth() -> None:
    rows = region.small_region()
    closed = next(u for u in rows["unit_register"] if u["unit_code"] == "01020")
    closed["valid_to"] = dt.date(2023, 12, 31)
    rows["ledger"] = [r for r in rows["ledger"] if r["unit_code"] != "11020" or r["period"] >= dt.date(2022, 7, 1)]
    connection = region.build(rows)
    budgets = dict(connection.execute(
        "SELECT organisation_level, SUM(budget_sek) FROM mart.cost_development WHERE organisation_basis = 'restated' AND period_kind = 'ytd'"
        " AND cost_type_code = 'NET_COST' AND scope_code = 'with_internal' AND month = '2023-12-01' GROUP BY organisation_level"
    ).fetchall())  # fmt: skip
    assert set(budgets) == {"region", "board", "area", "department", "unit"}
    assert len(set(budgets.values())) == 1, budgets
    actual, prior, growth, real, _ = _one(connection, LINE.format("11020", "NET_COST", "ytd", "2024-04-01"))
    assert growth == round((actual / prior - 1) * 100, 2)
    assert abs(real - ((actual / prior) / Decimal("1.035") - 1) * 100) < Decimal("0.02")


def test_tax_and_grants_without_one_of_their_items_are_no_sum() -> None:
    """GENERAL_GRANT of February 2024 and PHARMA_GRANT of March are not delivered."""
    rows = region.small_region()
    region.deliver(rows, "tax", "tax_grant_month", dt.date(2024, 5, 5))
    lost = {(dt.date(2024, 2, 1), "GENERAL_GRANT"), (dt.date(2024, 3, 1), "PHARMA_GRANT")}
    rows["tax_grant_month"] = [
        {"delivery_id": "tax", "sheet": None, "row_number": 2 + 3 * n + i, "row_kind": "data", "month": month, "item_code": item,
         "amount": Decimal(amount), "amount_text": str(amount), "amount_unit": "kr", "amount_decimals": 2, "amount_sign": 1}
        for n, month in enumerate(region.months((2022, 1), 28))
        for i, (item, amount) in enumerate((("TAX", 1000), ("GENERAL_GRANT", 300), ("PHARMA_GRANT", 100)))
        if (month, item) not in lost
    ]  # fmt: skip
    connection = region.build(rows, frozenset(("mart.cost_summary",)))
    told = connection.execute(
        "SELECT period_kind, month, tax_grant_sek, tax_grant_excluding_pharma_sek FROM mart.cost_summary WHERE organisation_level = 'region'"
        " AND organisation_basis = 'as_was' AND scope_code = 'with_internal' AND period_kind IN ('month', 'ytd') AND month >= '2024-01-01' ORDER BY 1, 2"
    ).fetchall()
    assert [(kind, month.month, *sums) for kind, month, *sums in told] == [
        ("month", 1, Decimal(1400), Decimal(1300)), ("month", 2, None, None), ("month", 3, None, Decimal(1300)), ("month", 4, Decimal(1400), Decimal(1300)),
        ("ytd", 1, Decimal(1400), Decimal(1300)), ("ytd", 2, None, None), ("ytd", 3, None, None), ("ytd", 4, None, None),
    ]  # fmt: skip
