"""A delivery replaces no more than what it covers: a revision of one unit leaves the board whole."""
# ruff: noqa: E501 -- queries and rows are easier to read on one line

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import duckdb
import month_warehouse as region
import pytest

WANTED = frozenset((
    "mart.cost_development", "mart.report_revision", "core.budget_check_cell", "core.frame_check_cell", "core.forecast_submitted",
    "core.forecast_basis", "core.personnel_month", "core.delivery",
))  # fmt: skip
UNIT_MONTH = Decimal("-3300.00")  # each unit's budget of a month: 0,4 − 3,0 − 0,7 tkr


def _revise(rows: region.Rows, delivery: str, label: str, day: dt.date, units: tuple[str, ...], factor: int) -> None:
    """Deliver RS's budget of 2024 again with some of its units, each amount so many times as large."""
    suffix = "" if label == "adopted" else label
    region.deliver(rows, delivery, "budget_month", day, f"budget/RS/2024{suffix}", board_code="RS")
    rows["budget_month"] += [
        {**r, "delivery_id": delivery, "version_label": label, "amount": r["amount"] * factor}
        for r in rows["budget_month"]
        if r["delivery_id"] == "budget_RS_2024" and r["unit_code"] in units
    ]


def _cost(connection: duckdb.DuckDBPyConnection, code: str, month: str = "2024-04-01") -> tuple[Any, ...]:
    found = connection.execute(
        "SELECT budget_sek, budget_missing_count FROM mart.cost_development WHERE organisation_basis = 'as_was' AND organisation_code = ?"
        " AND month = ? AND period_kind = 'ytd' AND cost_type_code = 'NET_COST' AND scope_code = 'with_internal'",
        [code, month],
    ).fetchone()
    assert found
    return tuple(found)


@pytest.fixture(scope="module")
def revised() -> duckdb.DuckDBPyConnection:
    """RS's budget of 2024 adopted for two units, revised for one, and that revision delivered again for the other."""
    rows = region.small_region()
    _revise(rows, "rev1", "rev1", dt.date(2024, 3, 20), ("01010",), 2)
    _revise(rows, "rev1_v2", "rev1", dt.date(2024, 4, 20), ("01020",), 3)
    return region.build(rows, WANTED)


def test_a_revision_of_one_unit_leaves_the_board_whole() -> None:
    rows = region.small_region()
    _revise(rows, "rev1", "rev1", dt.date(2024, 5, 28), ("01010",), 2)
    connection = region.build(rows, WANTED)
    assert _cost(connection, "01010") == (4 * 2 * UNIT_MONTH, 0)
    assert _cost(connection, "01020") == (4 * UNIT_MONTH, 0)
    assert _cost(connection, "RS") == (4 * 3 * UNIT_MONTH, 0)
    moved = connection.execute(
        "SELECT SUM(difference_sek), SUM(now_sek) FROM mart.report_revision"
        " WHERE report_month = '2024-03-01' AND board_code = 'RS' AND quantity_kind = 'budget'"
    ).fetchone()
    assert moved == (3 * UNIT_MONTH, 3 * 3 * UNIT_MONTH)  # one unit's, once; nothing of the other


def test_versions_of_one_subject_are_put_together(revised: duckdb.DuckDBPyConnection) -> None:
    assert _cost(revised, "01010") == (4 * 2 * UNIT_MONTH, 0)
    assert _cost(revised, "01020") == (4 * 3 * UNIT_MONTH, 0)
    states = revised.execute(
        "SELECT delivery_id, is_current FROM core.delivery WHERE delivery_id LIKE 'rev1%' ORDER BY 1"
    )
    assert states.fetchall() == [("rev1", True), ("rev1_v2", True)]


def test_what_was_in_force_then_is_put_together_too(revised: duckdb.DuckDBPyConnection) -> None:
    then = revised.execute(
        "SELECT unit_code, SUM(budget_year_sek) FROM core.forecast_basis WHERE as_of_month = '2024-03-01' AND board_code = 'RS' GROUP BY 1 ORDER BY 1"
    ).fetchall()
    assert then == [("01010", 12 * 2 * UNIT_MONTH), ("01020", 12 * UNIT_MONTH)]


def test_a_revision_is_compared_unit_by_unit(revised: duckdb.DuckDBPyConnection) -> None:
    sums = revised.execute(
        "SELECT side, SUM(amount_sek) FROM core.budget_check_cell WHERE check_code LIKE 'BUDGET-REVISION/RS/2024/rev1%' GROUP BY 1 ORDER BY 1"
    ).fetchall()
    assert sums == [("computed", 12 * 2 * UNIT_MONTH), ("stated", 12 * 5 * UNIT_MONTH)]
    details = revised.execute(
        "SELECT SUM(amount_sek) FROM core.frame_check_cell WHERE check_code = 'FRAME-DETAIL/RS/2024/rev1' AND side = 'computed'"
    ).fetchone()
    assert details == (12 * 5 * UNIT_MONTH,)  # the whole board as it stands, to be held against its frame


def test_a_unit_that_the_budget_leaves_out_is_counted() -> None:
    rows = region.small_region()
    rows["budget_month"] = [
        r for r in rows["budget_month"] if r["delivery_id"] != "budget_RS_2024" or r["unit_code"] == "01010"
    ]
    connection = region.build(rows, WANTED)
    assert _cost(connection, "01010") == (4 * UNIT_MONTH, 0)
    budget, missing = _cost(connection, "RS")
    assert (budget, missing > 0) == (4 * UNIT_MONTH, True)
    assert _cost(connection, "RS", "2023-12-01")[1] == 0


def test_a_corrected_forecast_of_one_unit_leaves_the_others() -> None:
    rows = region.small_region()
    rows["unit_forecast"] = []
    for delivery, day, units, amount in (("f", 10, ("01010", "01020"), "-50"), ("f_v2", 12, ("01020",), "-70")):
        region.deliver(
            rows,
            delivery,
            "unit_forecast",
            dt.date(2024, 5, day),
            "forecast/RS/202404",
            board_code="RS",
            as_of_period="202404",
        )
        rows["unit_forecast"] += [
            {"delivery_id": delivery, "sheet": None, "row_number": n, "row_kind": "data", "unit_code": unit, "cost_type_code": "PERSONNEL",
             "as_of_month": dt.date(2024, 4, 1), "fiscal_year": 2024, "amount": Decimal(amount), "amount_text": amount, "amount_unit": "tkr",
             "amount_decimals": 0, "amount_sign": 1}
            for n, unit in enumerate(units, start=2)
        ]  # fmt: skip
    rows["personnel_month"] = []
    for delivery, day, units, fte in (("p", 1, ("01010", "01020"), "10"), ("p_v2", 2, ("01010",), "20")):
        region.deliver(rows, delivery, "personnel_month", dt.date(2024, 5, day), "personnel/202404")
        rows["personnel_month"] += [
            {"delivery_id": delivery, "sheet": None, "row_number": n, "row_kind": "data", "unit_code": unit, "month": dt.date(2024, 4, 1),
             "own_fte": Decimal(fte), "hired_fte": Decimal(6), "sick_hours": Decimal(1), "worked_hours": Decimal(9)}
            for n, unit in enumerate(units, start=2)
        ]  # fmt: skip
    connection = region.build(rows, WANTED)
    forecast = connection.execute(
        "SELECT unit_code, amount_sek FROM core.forecast_submitted WHERE is_current ORDER BY 1"
    ).fetchall()
    assert forecast == [("01010", Decimal("-50000.00")), ("01020", Decimal("-70000.00"))]
    staff = connection.execute("SELECT unit_code, own_fte FROM core.personnel_month ORDER BY 1").fetchall()
    assert staff == [("01010", Decimal("20.00")), ("01020", Decimal("10.00"))]
