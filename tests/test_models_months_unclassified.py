"""What the month marts say of amounts without a cost type: in net cost, in neither gross cost nor revenue."""
# ruff: noqa: E501 -- queries are easier to read on one line

from __future__ import annotations

from typing import Any

import duckdb
import month_warehouse as region
import plain_models
import pytest

LINE = (
    "SELECT actual_sek, deviation_sek, growth_pct, prior_year_sek, is_complete, unclassified_sek FROM mart.cost_development"
    " WHERE organisation_basis = 'as_was' AND period_kind = 'ytd' AND month = '2024-04-01' AND organisation_code = '{}'"
    " AND cost_type_code = '{}' AND scope_code = '{}'"
)


@pytest.fixture(scope="module")
def without_a_plan() -> duckdb.DuckDBPyConnection:
    """A ledger and budgets, and no account plan at all."""
    rows = region.small_region()
    del rows["account_plan"]
    return region.build(rows)


@pytest.fixture(scope="module")
def without_an_account() -> duckdb.DuckDBPyConnection:
    """Account 6010 is unknown in RS' April 2024 only: booked there on 6099."""
    rows = region.small_region()
    for entry in rows["ledger"]:
        if entry["delivery_id"] == "huvudbok_RS_202404" and entry["account_code"] == "6010":
            entry["account_code"] = "6099"
    return region.build(rows)


def _one(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[Any, ...]:
    row = connection.execute(sql).fetchone()
    assert row is not None, sql
    return row


def test_gross_cost_is_not_net_cost_without_an_account_plan(without_a_plan: duckdb.DuckDBPyConnection) -> None:
    booked = _one(without_a_plan, "SELECT SUM(-amount) FROM lake.ledger WHERE period >= '2024-01-01'")[0]
    turnover = _one(
        without_a_plan,
        "SELECT SUM(ABS(a)) FROM (SELECT SUM(amount) AS a FROM lake.ledger WHERE period >= '2024-01-01' GROUP BY period, unit_code, account_code)",
    )[0]
    for code in ("GROSS_COST", "REVENUE", "PERSONNEL_TOTAL"):
        assert _one(without_a_plan, LINE.format("RJH", code, "with_internal")) == (
            None,
            None,
            None,
            None,
            False,
            turnover,
        )
    net = _one(without_a_plan, LINE.format("RJH", "NET_COST", "with_internal"))
    assert net[0] == booked
    assert net[4:] == (True, 0)
    gross, revenue, unclassified, whole, is_complete, is_classified = _one(
        without_a_plan, "SELECT gross_cost_sek, revenue_sek, unclassified_sek, net_cost_sek, is_complete, is_classified FROM mart.cost_summary WHERE organisation_basis = 'as_was'"
        " AND period_kind = 'ytd' AND month = '2024-04-01' AND organisation_code = 'RJH' AND scope_code = 'with_internal'")  # fmt: skip
    assert (gross, revenue, unclassified, whole) == (None, None, booked, booked)
    assert not is_complete
    assert not is_classified


def test_it_blocks(without_a_plan: duckdb.DuckDBPyConnection, without_an_account: duckdb.DuckDBPyConnection) -> None:
    models = plain_models.rendered(region.TARGETS)
    failed = plain_models.failures(without_a_plan, models)
    assert len(failed["core.cost_month", "month_unclassified_is_small"]) == 56, "two boards, 28 months"
    failed = plain_models.failures(without_an_account, models)
    assert [(r["board_code"], str(r["month"])) for r in failed["core.cost_month", "month_unclassified_is_small"]] == [
        ("RS", "2024-04-01")
    ]
    allowed = {"month_unclassified_is_small", "month_account_has_cost_type", "internal_trade", "period_missing"}
    assert {audit for _, audit in failed} <= allowed


def test_every_sum_that_it_could_belong_to_is_incomplete(without_an_account: duckdb.DuckDBPyConnection) -> None:
    amount = sum(region.ledger_amount(u, "6010", 27) for u in ("01010", "01020"))
    for code, scope in (
        ("GROSS_COST", "with_internal"),
        ("REVENUE", "without_internal"),
        ("PERSONNEL", "with_internal"),
        ("OTHER_EXT", "with_internal"),
        ("NET_COST", "without_internal"),
    ):
        for organisation in ("RJH", "RS"):
            actual, deviation, growth, prior, is_complete, unclassified = _one(
                without_an_account, LINE.format(organisation, code, scope)
            )
            assert actual is not None
            assert prior is not None
            assert (deviation, growth, is_complete, unclassified) == (None, None, False, amount), (code, organisation)
        assert _one(without_an_account, LINE.format("HSN", code, scope))[4:] == (True, 0), "another board is whole"
    assert _one(without_an_account, LINE.format("RS", "NET_COST", "with_internal"))[4:] == (True, 0)
    own = _one(without_an_account, LINE.format("RS", "UNCLASSIFIED", "with_internal"))
    assert own[0] == -amount
    assert own[4] is True


def test_a_forecast_that_stands_on_it_is_not_given(without_an_account: duckdb.DuckDBPyConnection) -> None:
    forecasts = without_an_account.execute(
        "SELECT cost_type_code, scope_code, forecast_sek IS NULL, is_complete FROM mart.year_end_forecast WHERE as_of_month = '2024-04-01' AND organisation_code = 'RS'"
        " AND is_default AND cost_type_code IN ('GROSS_COST', 'REVENUE', 'NET_COST') ORDER BY 1, 2").fetchall()  # fmt: skip
    assert forecasts == [
        ("GROSS_COST", "with_internal", True, False), ("GROSS_COST", "without_internal", True, False),
        ("NET_COST", "with_internal", False, True), ("NET_COST", "without_internal", True, False),
        ("REVENUE", "with_internal", True, False), ("REVENUE", "without_internal", True, False),
    ]  # fmt: skip


def test_last_year_without_a_cost_type_gives_no_growth() -> None:
    rows = region.small_region()
    for entry in rows["ledger"]:
        if entry["delivery_id"] == "huvudbok_RS_202302" and entry["account_code"] == "3010":
            entry["account_code"] = "3099"
    connection = region.build(rows)
    assert _one(connection, LINE.format("RS", "GROSS_COST", "with_internal"))[2:5] == (None, None, True)
    assert _one(connection, LINE.format("RS", "NET_COST", "with_internal"))[2] is not None
    failed = plain_models.failures(connection, plain_models.rendered(region.TARGETS))
    assert {audit for (_, audit) in failed} <= {
        "month_unclassified_is_small",
        "month_account_has_cost_type",
        "internal_trade",
        "period_missing",
    }
