"""The month models on a small region: sums recomputed by hand, and what must not change a number."""
# ruff: noqa: E501 -- queries and rows are easier to read on one line

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import duckdb
import month_warehouse as region
import pytest
from plain_models import rendered

from rjh_warehouse.build.recipe import Model


@pytest.fixture(scope="module")
def warehouse() -> duckdb.DuckDBPyConnection:
    return region.build(region.small_region())


def _one(connection: duckdb.DuckDBPyConnection, sql: str) -> Any:
    row = connection.execute(sql).fetchone()
    assert row is not None, sql
    return row[0] if len(row) == 1 else row


def _booked(account: str, unit: str, wanted: list[int]) -> Decimal:
    return -sum((region.ledger_amount(unit, account, n) for n in wanted), Decimal(0))


def test_year_to_date_is_the_sum_of_the_postings_in_canonical_sign(warehouse: duckdb.DuckDBPyConnection) -> None:
    expected = _booked("6010", "11010", [24, 25, 26, 27])
    before = _booked("6010", "11010", [12, 13, 14, 15])
    row = _one(warehouse, "SELECT actual_sek, prior_year_sek, budget_sek, deviation_sek, growth_pct, real_growth_pct FROM mart.cost_development"
               " WHERE month = '2024-04-01' AND period_kind = 'ytd' AND organisation_basis = 'as_was'"
               " AND organisation_code = '11010' AND cost_type_code = 'OTHER_EXT' AND scope_code = 'with_internal'")  # fmt: skip
    assert row[:4] == (expected, before, Decimal(-2800), expected + 2800)
    assert row[4] == round((expected / before - 1) * 100, 2)
    assert abs(row[5] - ((expected / before) / Decimal("1.035") - 1) * 100) < Decimal("0.02")


def test_rolling_twelve_needs_twelve_months_and_its_growth_twenty_four(warehouse: duckdb.DuckDBPyConnection) -> None:
    sql = ("SELECT is_complete, growth_pct IS NULL FROM mart.cost_development WHERE period_kind = 'rolling_12' AND organisation_basis = 'as_was'"
           " AND organisation_level = 'region' AND cost_type_code = 'GROSS_COST' AND scope_code = 'without_internal' AND month = ")  # fmt: skip
    assert _one(warehouse, sql + "'2022-11-01'") == (False, True)
    assert _one(warehouse, sql + "'2022-12-01'") == (True, True)
    assert _one(warehouse, sql + "'2023-12-01'") == (True, False)


def test_items_affecting_comparability_are_spread_to_the_ore(warehouse: duckdb.DuckDBPyConnection) -> None:
    amounts = warehouse.execute("SELECT amount_sek FROM core.comparability_item ORDER BY month").fetchall()
    assert [a for (a,) in amounts] == [Decimal("-333.33"), Decimal("-333.33"), Decimal("-333.35")]
    item, excluding, actual = _one(
        warehouse, "SELECT item_sek, actual_excluding_items_sek, actual_sek FROM mart.cost_development WHERE month = '2023-03-01'"
        " AND period_kind = 'ytd' AND organisation_basis = 'as_was' AND organisation_code = '11010' AND cost_type_code = 'OTHER_EXT'"
        " AND scope_code = 'with_internal'")  # fmt: skip
    assert item == Decimal("-1000.01")
    assert excluding == actual - item


def test_constant_on_cost_moves_only_the_on_cost_account(warehouse: duckdb.DuckDBPyConnection) -> None:
    booked, constant = (
        _one(warehouse, "SELECT actual_sek FROM mart.cost_development WHERE month = '2022-01-01' AND period_kind = 'month'"
             " AND organisation_basis = 'as_was' AND organisation_code = '01010' AND scope_code = 'with_internal'"
             f" AND cost_type_code = '{code}'")
        for code in ("PERSONNEL", "PERSONNEL_CONSTANT_PO")
    )  # fmt: skip
    on_cost = _booked("4110", "01010", [0])
    assert constant - booked == round(on_cost * (Decimal(48) / Decimal(40) - 1), 2)


def test_the_identity_holds_on_every_scope(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows, broken = _one(
        warehouse, "SELECT COUNT(*), SUM(CASE WHEN gross_cost_growth_sek - revenue_growth_sek <> net_cost_growth_sek THEN 1 ELSE 0 END)"
        " FROM mart.cost_summary WHERE gross_cost_growth_sek IS NOT NULL")  # fmt: skip
    assert rows > 100
    assert broken == 0


def test_hired_staff_has_both_denominators(warehouse: duckdb.DuckDBPyConnection) -> None:
    own, total, hired, personnel = _one(
        warehouse, "SELECT hired_staff_of_own_personnel_pct, hired_staff_of_personnel_total_pct, hired_staff_sek, own_personnel_sek FROM mart.cost_summary"
        " WHERE organisation_level = 'region' AND organisation_basis = 'as_was' AND period_kind = 'ytd' AND month = '2024-04-01' AND scope_code = 'without_internal'")  # fmt: skip
    assert own == round(hired / personnel * 100, 2)
    assert total == round(hired / (hired + personnel) * 100, 2)


def test_the_bridge_sums_exactly_and_names_what_it_does_not_know(warehouse: duckdb.DuckDBPyConnection) -> None:
    bridges = warehouse.execute(
        "SELECT SUM(amount_sek) = MAX(closing_sek) - MAX(opening_sek), COUNT(*) FROM mart.cost_bridge"
        " GROUP BY bridge_kind, month, period_kind, organisation_code, cost_type_code, scope_code").fetchall()  # fmt: skip
    assert len(bridges) > 100
    assert set(bridges) == {(True, 6)}
    price = _one(warehouse, "SELECT amount_sek FROM mart.cost_bridge WHERE bridge_kind = 'prior_year' AND month = '2024-01-01' AND period_kind = 'ytd'"
                 " AND organisation_code = 'RS' AND cost_type_code = 'GROSS_COST' AND scope_code = 'without_internal' AND item_kind = 'price'")  # fmt: skip
    base = sum((_booked(a, u, [12]) for a in ("4010", "4110", "4610", "6010") for u in ("01010", "01020")), Decimal(0))
    assert price == round(base * Decimal("0.035"), 2)


def test_the_forecasts_are_what_their_definitions_say(warehouse: duckdb.DuckDBPyConnection) -> None:
    forecasts = dict(warehouse.execute(
        "SELECT method_code, forecast_sek FROM mart.year_end_forecast WHERE as_of_month = '2024-04-01' AND organisation_code = '01020'"
        " AND cost_type_code = 'OTHER_EXT' AND scope_code = 'with_internal'").fetchall())  # fmt: skip
    ytd = _booked("6010", "01020", [24, 25, 26, 27])
    last_ytd, last_year = _booked("6010", "01020", list(range(12, 16))), _booked("6010", "01020", list(range(12, 24)))
    first_ytd, first_year = _booked("6010", "01020", list(range(4))), _booked("6010", "01020", list(range(12)))
    rest = [_booked("6010", "01020", [n]) for n in range(16, 24)]
    damped = sum((round(v * Decimal("0.9") ** (h + 1), 2) for h, v in enumerate(rest)), Decimal(0))
    expected = {
        "straight_line": ytd * 3,
        "rolling_twelve": ytd + last_year - last_ytd,
        "flat_rest_budget": ytd + Decimal(-8400) * 8 / 12,
        "last_year_share": ytd * last_year / last_ytd,
        "seasonal_share": ytd * (last_year + first_year) / (last_ytd + first_ytd),
        "damped_trend": ytd + last_year - last_ytd + (ytd / last_ytd - 1) * damped,
    }
    expected["combination"] = (expected["seasonal_share"] + expected["last_year_share"] + expected["damped_trend"]) / 3
    assert set(forecasts) == set(expected)
    for method, value in expected.items():
        assert abs(forecasts[method] - value) < Decimal("0.05"), method


def test_totals_are_the_sum_of_the_parts(warehouse: duckdb.DuckDBPyConnection) -> None:
    parts, total = _one(
        warehouse, "SELECT SUM(CASE WHEN organisation_level = 'unit' THEN forecast_sek END), SUM(CASE WHEN organisation_level = 'region' THEN forecast_sek END)"
        " FROM mart.year_end_forecast WHERE is_default AND as_of_month = '2024-04-01' AND cost_type_code = 'NET_COST' AND scope_code = 'with_internal'")  # fmt: skip
    assert parts == total


def test_a_missing_month_is_unknown_and_not_zero() -> None:
    rows = region.small_region()
    gone = "huvudbok_HSN_202404"
    rows["ledger"] = [r for r in rows["ledger"] if r["delivery_id"] != gone]
    connection = region.build(rows)
    sql = ("SELECT actual_sek, deviation_sek, growth_pct, is_complete, missing_month_count FROM mart.cost_development WHERE month = '2024-04-01'"
           " AND period_kind = '{}' AND organisation_basis = 'as_was' AND organisation_code = '{}' AND cost_type_code = 'GROSS_COST' AND scope_code = 'with_internal'")  # fmt: skip
    assert _one(connection, sql.format("month", "HSN")) == (None, None, None, False, 1)
    region_row = _one(connection, sql.format("ytd", "RJH"))
    assert region_row[0] is not None
    assert region_row[1:] == (None, None, False, 1)
    assert _one(connection, sql.format("ytd", "RS"))[3] is True
    forecast = "SELECT forecast_sek, is_complete FROM mart.year_end_forecast WHERE is_default AND as_of_month = '2024-04-01' AND cost_type_code = 'NET_COST' AND scope_code = 'with_internal' AND organisation_code = "
    assert _one(connection, forecast + "'RJH'") == (None, False)
    assert _one(connection, forecast + "'RS'")[1] is True


def test_a_correction_is_a_version_and_both_can_be_asked_for(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = region.small_region()
    region.add_ledger(rows, "HSN", dt.date(2024, 4, 1), 27, version=2, known_on=dt.date(2024, 5, 25), extra="1000")
    connection = region.build(rows)
    then, now = _one(
        connection, "SELECT SUM(CASE WHEN is_in_month_report THEN amount_sek END), SUM(CASE WHEN is_current THEN amount_sek END)"
        " FROM mart.cost_revision WHERE month = '2024-04-01' AND board_code = 'HSN'")  # fmt: skip
    assert now - then == Decimal(-1000)
    files = connection.execute(
        "SELECT DISTINCT file_name FROM mart.cost_revision WHERE month = '2024-04-01' AND board_code = 'HSN' ORDER BY 1"
    ).fetchall()
    assert files == [("huvudbok_HSN_202404",), ("huvudbok_HSN_202404_v2",)]
    april = "SELECT ytd_sek FROM mart.year_end_forecast WHERE is_default AND as_of_month = '2024-04-01' AND organisation_code = 'RJH' AND cost_type_code = 'NET_COST' AND scope_code = 'with_internal'"
    assert _one(connection, april) == _one(warehouse, april), "the April forecast stands on what was known then"


@pytest.fixture(scope="module")
def reorganised() -> duckdb.DuckDBPyConnection:
    rows = region.small_region()
    region.reorganise(rows)
    return region.build(rows)


@pytest.mark.slow
def test_no_row_depends_on_keys_beyond_the_reach_that_its_model_says(reorganised: duckdb.DuckDBPyConnection) -> None:
    """Rows of one key taken from an input, of many keys in turn: no row of another key comes or goes."""
    for model in rendered(region.TARGETS):
        for table in model.reach.of if model.reach else ():
            for key in _some_keys(reorganised, model, table):
                assert _keys_that_differ_without(reorganised, model, table, key) <= {key}, (model.name, table)


def _some_keys(connection: duckdb.DuckDBPyConnection, model: Model, table: str) -> list[tuple[Any, ...]]:
    assert model.reach is not None
    keys = connection.execute(f"SELECT DISTINCT {', '.join(model.reach.by)} FROM {table} ORDER BY ALL").fetchall()
    return keys[:: max(1, len(keys) // 15)]


def _keys_that_differ_without(
    connection: duckdb.DuckDBPyConnection, model: Model, table: str, key: tuple[Any, ...]
) -> set[tuple[Any, ...]]:
    assert model.reach is not None
    same = " AND ".join(f"{column} IS NOT DISTINCT FROM ?" for column in model.reach.by)
    pairs = ((model.name, "made_again"), ("made_again", model.name))
    differing = " UNION ALL ".join(f"(SELECT * FROM {a} EXCEPT ALL SELECT * FROM {b})" for a, b in pairs)
    connection.execute("BEGIN")
    connection.execute(f"DELETE FROM {table} WHERE {same}", key)
    connection.execute(f"CREATE TEMP TABLE made_again AS {model.sql}")
    found = connection.execute(f"SELECT DISTINCT {', '.join(model.reach.by)} FROM ({differing})").fetchall()
    connection.execute("ROLLBACK")
    return set(found)


def test_a_reorganised_unit_is_restated_and_the_unmapped_is_named(reorganised: duckdb.DuckDBPyConnection) -> None:
    connection = reorganised
    sql = ("SELECT organisation_code, actual_sek FROM mart.cost_development WHERE month = '2022-05-01' AND period_kind = 'month' AND organisation_basis = 'restated'"
           " AND organisation_level = 'unit' AND cost_type_code = 'OTHER_EXT' AND scope_code = 'with_internal'")  # fmt: skip
    restated = dict(connection.execute(sql).fetchall())
    whole = _booked("6010", "11020", [4])
    assert restated["11031"] == round(whole * Decimal("0.6"), 2)
    assert restated["11031"] + restated["01031"] == whole
    assert restated["UNMAPPED"] == _booked("6010", "01020", [4])
    assert "11020" not in restated
    totals = connection.execute(
        "SELECT organisation_basis, actual_sek FROM mart.cost_development WHERE month = '2022-05-01' AND period_kind = 'ytd'"
        " AND organisation_level = 'region' AND cost_type_code = 'NET_COST' AND scope_code = 'with_internal' ORDER BY 1").fetchall()  # fmt: skip
    assert totals[0][1] == totals[1][1]


def test_a_quantity_that_flips_or_starts_at_zero_has_no_percentage() -> None:
    rows = region.small_region()
    for entry in rows["ledger"]:
        if entry["unit_code"] == "01010" and entry["account_code"] == "3010" and entry["period"] == dt.date(2024, 1, 1):
            entry["amount"] = Decimal(-99999)  # revenue larger than the month's cost: the unit's net flips
        if entry["unit_code"] == "11010" and entry["account_code"] == "4610" and entry["period"] >= dt.date(2024, 1, 1):
            entry["amount"] = Decimal(0)
        if entry["unit_code"] == "01020" and entry["account_code"] == "4610" and entry["period"] < dt.date(2024, 1, 1):
            entry["amount"] = Decimal(0)
    connection = region.build(rows)
    sql = ("SELECT growth_pct FROM mart.cost_development WHERE month = '2024-04-01' AND period_kind = 'ytd' AND organisation_basis = 'as_was'"
           " AND scope_code = 'with_internal' AND organisation_code = '{}' AND cost_type_code = '{}'")  # fmt: skip
    assert _one(connection, sql.format("01010", "NET_COST")) is None
    assert _one(connection, sql.format("11010", "HIRED_STAFF")) == -100, "what has ceased has fallen by all of it"
    assert _one(connection, sql.format("01020", "HIRED_STAFF")) is None
    assert _one(connection, sql.format("01010", "PERSONNEL")) is not None


def test_internal_trade_that_does_not_net_is_named_by_counterpart(warehouse: duckdb.DuckDBPyConnection) -> None:
    sql = "SELECT check_code, difference_sek FROM mart.frame_reconciliation WHERE check_kind = 'internal_trade' AND verdict <> 'exact'"
    assert warehouse.execute(sql).fetchall() == []
    rows = region.small_region()
    entry = next(
        r
        for r in rows["ledger"]
        if r["account_code"] == "8010" and r["unit_code"] == "01010" and r["period"] == dt.date(2023, 2, 1)
    )
    entry["amount"] += Decimal("7.50")
    found = region.build(rows).execute(sql).fetchall()
    assert found == [("INTERNAL/2023-02-01/01010/01020", Decimal("-7.50"))]


def test_a_stated_year_that_its_months_do_not_give_is_shown() -> None:
    rows = region.small_region()
    total = next(r for r in rows["budget_month"] if r["column_kind"] == "total")
    total["amount"] += Decimal("0.2")
    connection = region.build(rows)
    sql = "SELECT verdict, difference_sek FROM mart.frame_reconciliation WHERE check_kind = 'months_to_year' AND verdict <> 'exact'"
    assert connection.execute(sql).fetchall() == [("rounding", Decimal(200))]
    total["amount"] += 5
    assert region.build(rows).execute(sql).fetchall() == [("unexplained", Decimal(5200))]


def test_a_row_left_out_of_a_printed_total_is_the_candidate_for_every_month() -> None:
    rows = region.small_region()
    budget = [r for r in rows["budget_month"] if r["delivery_id"] == "budget_RS_2024"]
    lines = {(r["unit_code"], r["cost_type_label"]) for r in budget}
    left_out = ("01020", "Övriga externa omkostnader")
    for month in {(r["month_number"], r["column_name"], r["column_kind"]) for r in budget}:
        cells = [r for r in budget if r["month_number"] == month[0]]
        kept = [r["amount"] for r in cells if (r["unit_code"], r["cost_type_label"]) != left_out]
        assert len(cells) == len(lines)
        rows["budget_month"].append(
            {**cells[0], "row_number": 99, "row_kind": "total", "unit_code": "Totalt", "cost_type_label": None,
             "cell": f"T{month[1]}", "amount": sum(kept, Decimal(0))}
        )  # fmt: skip
    connection = region.build(rows)
    checks = connection.execute(
        "SELECT verdict, difference_kind, COUNT(*) FROM mart.frame_reconciliation WHERE check_kind = 'rows_to_total' GROUP BY ALL"
    ).fetchall()
    assert checks == [("unexplained", "arithmetic", 13)]
    candidates = connection.execute(
        "SELECT DISTINCT row_label, change_code, check_count FROM mart.frame_reconciliation_candidate ORDER BY 1"
    ).fetchall()
    assert candidates == [(f"{unit} Övriga externa omkostnader", "omitted", 13) for unit in ("01010", "01020")], (
        "the two units budget the same, so either row explains every month"
    )


def test_each_new_delivery_of_an_adopted_budget_is_compared_with_the_one_before() -> None:
    rows = region.small_region()
    first = next(d for d in rows["delivery"] if d["delivery_id"] == "budget_RS_2024")
    cells = [r for r in rows["budget_month"] if r["delivery_id"] == "budget_RS_2024"]
    for number, added in ((2, 1), (3, 1)):
        again = f"budget_RS_2024_v{number}"
        rows["delivery"].append({**first, "delivery_id": again, "known_on": dt.date(2024, 1, number)})
        attributes = [a for a in rows["delivery_attribute"] if a["delivery_id"] == "budget_RS_2024"]
        rows["delivery_attribute"] += [{**a, "delivery_id": again} for a in attributes]
        rows["budget_month"] += [
            {**c, "delivery_id": again, "amount": c["amount"] + (added if c["cell"] == "C3-1" else 0)} for c in cells
        ]
    found = region.build(rows).execute(
        "SELECT check_code, difference_sek, verdict, stated_cell_count FROM mart.frame_reconciliation WHERE check_kind = 'adopted_changed' ORDER BY 1"
    )
    assert found.fetchall() == [
        ("BUDGET-ADOPTED/RS/2024/adopted/2", Decimal(1000), "unexplained", 72),
        ("BUDGET-ADOPTED/RS/2024/adopted/3", Decimal(0), "exact", 72),
    ]


def test_a_reversed_internal_sale_and_one_without_counterpart() -> None:
    rows = region.small_region()
    trade = [
        r for r in rows["ledger"] if r["period"] == dt.date(2023, 2, 1) and r["delivery_id"].startswith("huvudbok_RS")
    ]
    sale = next(r for r in trade if r["account_code"] == "3810" and r["unit_code"] == "01020")
    rows["ledger"].append({**sale, "row_number": 801, "amount": Decimal(20)})  # credited by the seller alone …
    bought = next(r for r in trade if r["account_code"] == "8010" and r["unit_code"] == "01010")
    bought["amount"] -= 20  # … and booked net by the buyer
    rows["ledger"].append({**sale, "row_number": 802, "counterparty_code": None, "amount": Decimal(-9)})
    found = region.build(rows).execute(
        "SELECT check_code, difference_sek, explanation_en IS NOT NULL FROM mart.frame_reconciliation WHERE check_kind = 'internal_trade' AND verdict <> 'exact'"
    )
    assert found.fetchall() == [("INTERNAL/2023-02-01/01020/UTAN MOTPART", Decimal(9), True)]


def test_a_report_says_what_it_said_and_what_it_says_now() -> None:
    rows = region.small_region()
    region.add_ledger(rows, "HSN", dt.date(2024, 2, 1), 25, version=2, known_on=dt.date(2024, 5, 25), extra="1000")
    connection = region.build(rows)
    sql = "SELECT SUM(then_sek), SUM(now_sek), SUM(difference_sek) FROM mart.report_revision WHERE quantity_kind = 'actual' AND report_month = '{}'"
    then, now, difference = _one(connection, sql.format("2024-04-01"))
    assert now - then == difference == -1000
    assert _one(connection, sql.format("2024-01-01"))[2] == 0, "January's report is not about February"
    files = connection.execute(
        "SELECT file_name, replaced_delivery_id, SUM(difference_sek) FROM mart.report_revision WHERE report_month = '2024-04-01' GROUP BY 1, 2 HAVING SUM(difference_sek) <> 0"
    ).fetchall()
    assert files == [("huvudbok_HSN_202402_v2", "huvudbok_HSN_202402", -1000)]


def test_a_rule_is_judged_by_the_amounts_that_stand_beside_it(warehouse: duckdb.DuckDBPyConnection) -> None:
    checked, compared, limit, excess, verdict = _one(
        warehouse, "SELECT checked_sek, compared_sek, limit_sek, excess_sek, verdict FROM mart.plan_rule"
        " WHERE rule_code = 'gross_within_target' AND board_code = 'RS' AND month = '2024-04-01'")  # fmt: skip
    assert limit == round(compared * Decimal("0.935"), 2)
    assert excess == limit - checked > 0
    assert verdict == "broken"


def test_a_draft_is_never_in_force() -> None:
    rows = region.small_region()
    for delivery in rows["delivery"]:
        if delivery["delivery_id"] == "budget_RS_2024":
            delivery["status"] = "draft"
    connection = region.build(rows)
    budget = "SELECT SUM(budget_sek) FROM mart.cost_development WHERE organisation_code = 'RS' AND fiscal_year = {} AND period_kind = 'ytd'"
    assert _one(connection, budget.format(2024)) is None
    assert _one(connection, budget.format(2023)) is not None
    rolling = "SELECT SUM(budget_sek) FROM mart.cost_development WHERE organisation_code = 'RS' AND month = '2024-04-01' AND period_kind = 'rolling_12'"
    assert _one(connection, rolling) is None, "four months without a budget are not a budget of twelve"
    assert (
        _one(
            connection,
            "SELECT COUNT(*) FROM mart.plan_rule WHERE rule_code = 'draft_is_not_adopted' AND verdict = 'broken'",
        )
        == 1
    )
