"""What a report said and says now: recounted from the deliveries, and rebuilt as of the report's own day."""
# ruff: noqa: E501 -- queries and rows are easier to read on one line

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from decimal import Decimal
from typing import Any

import duckdb
import month_warehouse as region
import pytest

REVISION = frozenset(("mart.report_revision",))
REPORTS = [dt.date(2024, 1, 1), dt.date(2024, 2, 1), dt.date(2024, 3, 1), dt.date(2024, 4, 1)]
Sums = dict[str, Decimal]  # by delivery


def _rows() -> region.Rows:
    """A region where, after the April report: February is corrected, March comes late, April comes again unchanged, one budget
    is corrected and one revised; and where a blocked correction of January is let through when the April report is out.
    """
    rows = region.small_region(28)
    late = next(d for d in rows["delivery"] if d["delivery_id"] == "huvudbok_RS_202403")
    late["known_on"] = dt.date(2024, 5, 21)
    region.add_ledger(rows, "HSN", dt.date(2024, 2, 1), 25, version=2, known_on=dt.date(2024, 5, 25), extra="1000.07")
    region.add_ledger(rows, "HSN", dt.date(2024, 4, 1), 27, version=2, known_on=dt.date(2024, 5, 25))
    region.add_ledger(rows, "HSN", dt.date(2024, 1, 1), 24, version=2, known_on=dt.date(2024, 2, 20), extra="-40")
    rows["acceptance"] = [
        {"delivery_id": "huvudbok_HSN_202401_v2", "accepted_by": "controller", "reason": "right", "accepted_on": day, "expires_on": dt.date(2030, 1, 1)}
        for day in (dt.date(2024, 5, 30), dt.date(2024, 6, 30))
    ]  # fmt: skip
    for delivery, label, board, day in (
        ("budget_HSN_2024_again", "adopted", "HSN", dt.date(2024, 4, 20)),
        ("budget_HSN_2024_rev1", "rev1", "HSN", dt.date(2024, 5, 28)),
        ("budget_RS_2024_again", "adopted", "RS", dt.date(2024, 5, 28)),
    ):
        region.deliver(rows, delivery, "budget_month", day, f"budget/{board}/2024" + label * (label == "rev1"), board_code=board)  # fmt: skip
        rows["budget_month"] += [
            {**r, "delivery_id": delivery, "version_label": label, "amount": r["amount"] + (day.day if r["month_number"] == 3 else 0)}
            for r in rows["budget_month"] if r["delivery_id"] == f"budget_{board}_2024"
        ]  # fmt: skip
    return rows


@pytest.fixture(scope="module")
def rows() -> region.Rows:
    return _rows()


@pytest.fixture(scope="module")
def warehouse(rows: region.Rows) -> duckdb.DuckDBPyConnection:
    return region.build(rows, REVISION)


def _counted(rows: region.Rows, day: dt.date) -> list[dict[str, Any]]:
    """The deliveries that counted on a day, the newest version of each subject."""
    let_through = {a["delivery_id"]: min(b["accepted_on"] for b in rows["acceptance"] if b["delivery_id"] == a["delivery_id"]) for a in rows["acceptance"]}  # fmt: skip
    newest: dict[str, dict[str, Any]] = {}
    for delivery in sorted(rows["delivery"], key=lambda d: d["known_on"]):
        if max(delivery["known_on"], let_through.get(delivery["delivery_id"], delivery["known_on"])) <= day:
            newest[delivery["subject"]] = delivery
    return list(newest.values())


def _said(rows: region.Rows, report: dt.date, day: dt.date) -> tuple[Sums, Sums]:
    """Net cost and budget of January to the report's month by delivery, as they counted on a day."""
    counted = {d["delivery_id"] for d in _counted(rows, day)}
    actual, budget, by_board = defaultdict(Decimal), defaultdict(Decimal), defaultdict(dict)
    for row in rows["ledger"]:
        if row["delivery_id"] in counted and dt.date(2024, 1, 1) <= row["period"] <= report:
            actual[row["delivery_id"]] -= row["amount"]
    for row in rows["budget_month"]:
        if row["delivery_id"] in counted and row["fiscal_year"] == 2024 and row["column_kind"] == "data":
            by_board[row["board_code"]].setdefault(row["version_label"], []).append(row)
    for versions in by_board.values():
        for row in versions.get("rev1", versions["adopted"]):
            if row["month_number"] <= report.month:
                budget[row["delivery_id"]] += 1000 * row["amount"]
    return dict(actual), dict(budget)


@pytest.mark.parametrize("report", REPORTS, ids=str)
def test_both_answers_and_the_deliveries_between_them_follow_from_the_rows(
    rows: region.Rows, warehouse: duckdb.DuckDBPyConnection, report: dt.date
) -> None:
    then = _said(rows, report, dt.date(report.year, report.month + 1, 15))
    now = _said(rows, report, dt.date(9999, 1, 1))
    for kind, before, after in zip(("actual", "budget"), then, now, strict=True):
        said = f"FROM mart.report_revision WHERE report_month = '{report}' AND quantity_kind = '{kind}'"
        sums = "SELECT {0}, SUM({1}_sek) " + said + " AND NOT {1}_sek IS NULL GROUP BY 1"
        assert (
            dict(warehouse.execute(sums.format("COALESCE(replaced_delivery_id, delivery_id)", "then")).fetchall())
            == before
        )
        assert dict(warehouse.execute(sums.format("delivery_id", "now")).fetchall()) == after
        (difference,) = warehouse.execute(f"SELECT SUM(difference_sek) {said}").fetchone()  # type: ignore[misc]
        assert difference == sum(after.values()) - sum(before.values())


def test_no_two_rows_cancel_and_a_month_delivered_again_unchanged_is_one_row_without_difference(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    pairs = warehouse.execute("""
        SELECT a.report_month, a.month, a.board_code, a.cost_type_code FROM mart.report_revision AS a
        JOIN mart.report_revision AS b USING (report_month, quantity_kind, month, board_code, cost_type_code)
        WHERE a.difference_sek > 0 AND b.difference_sek = -a.difference_sek""").fetchall()
    assert pairs == []
    again = warehouse.execute(
        "SELECT DISTINCT replaced_delivery_id, difference_sek FROM mart.report_revision"
        " WHERE delivery_id = 'huvudbok_HSN_202404_v2' AND report_month = '2024-04-01'"
    ).fetchall()
    assert again == [("huvudbok_HSN_202404", 0)]


def test_the_deliveries_that_made_the_difference_are_named(warehouse: duckdb.DuckDBPyConnection) -> None:
    subjects = warehouse.execute(
        "SELECT quantity_kind, month, board_code, SUM(difference_sek) FROM mart.report_revision WHERE report_month = '2024-04-01'"
        " GROUP BY quantity_kind, month, board_code HAVING SUM(difference_sek) <> 0 ORDER BY 1, 2, 3"
    ).fetchall()
    assert [(k, m.month, b) for k, m, b, _ in subjects] == [
        ("actual", 1, "HSN"), ("actual", 2, "HSN"), ("actual", 3, "RS"), ("budget", 3, "HSN"), ("budget", 3, "RS"),
    ]  # fmt: skip
    assert [s[3] for s in subjects[:2]] == [Decimal(40), Decimal("-1000.07")]
    assert [s[3] for s in subjects[3:]] == [6 * 1000 * (28 - 20), 6 * 1000 * 28]


@pytest.mark.parametrize("report", [REPORTS[1], REPORTS[3]], ids=str)
def test_what_it_said_is_what_a_build_of_that_day_says(
    rows: region.Rows, warehouse: duckdb.DuckDBPyConnection, report: dt.date
) -> None:
    day = dt.date(report.year, report.month + 1, 15)
    blocked = {a["delivery_id"] for a in rows["acceptance"] if a["accepted_on"] > day}
    ids = {d["delivery_id"] for d in rows["delivery"] if d["known_on"] <= day and d["delivery_id"] not in blocked}
    kept = {name: [r for r in items if r.get("delivery_id") in ids] for name, items in rows.items()}
    kept = {name: items for name, items in kept.items() if items}
    sql = (
        "SELECT quantity_kind, month, board_code, cost_type_code, SUM({}) FROM mart.report_revision"
        f" WHERE report_month = '{report}' GROUP BY quantity_kind, month, board_code, cost_type_code HAVING NOT SUM({{}}) IS NULL ORDER BY 1, 2, 3, 4"
    )
    said = warehouse.execute(sql.format("then_sek", "then_sek")).fetchall()
    assert said == region.build(kept, REVISION).execute(sql.format("now_sek", "now_sek")).fetchall()
    assert len(said) > 20


def test_a_version_let_through_after_a_newer_one_counted_never_counts() -> None:
    rows = region.small_region(28)
    region.add_ledger(rows, "HSN", dt.date(2024, 2, 1), 25, version=2, known_on=dt.date(2024, 3, 10), extra="500")
    region.add_ledger(rows, "HSN", dt.date(2024, 2, 1), 25, version=3, known_on=dt.date(2024, 3, 12), extra="7")
    late = {
        "delivery_id": "huvudbok_HSN_202402_v2",
        "accepted_by": "controller",
        "reason": "a slip",
        "accepted_on": dt.date(2024, 4, 1),
    }
    rows["acceptance"] = [{**late, "expires_on": dt.date(2030, 1, 1)}]
    spans = region.build(rows, frozenset(("core.delivery",))).execute(
        "SELECT version_number, known_from, known_to, is_current FROM core.delivery WHERE subject = 'ledger/HSN/202402' ORDER BY 1"
    ).fetchall()  # fmt: skip
    third = dt.date(2024, 3, 12)
    assert spans == [(1, dt.date(2024, 3, 5), third, False), (2, third, third, False), (3, third, None, True)]
