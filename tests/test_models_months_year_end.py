"""A year's closing (period 13) in the month marts: December and the year hold it, shown apart, and it is no December."""
# ruff: noqa: E501 -- queries are easier to read on one line

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from decimal import Decimal

import duckdb
import month_warehouse as region
import pytest

WANTED = frozenset(("mart.cost_development", "mart.cost_revision", "mart.report_revision", "core.ledger_month"))
LINE = (
    "SELECT period_kind, strftime(month, '%Y-%m'), actual_sek, year_end_sek, is_complete, year_end_count"
    " FROM mart.cost_development WHERE organisation_basis = 'as_was' AND organisation_code = '{}'"
    " AND cost_type_code = 'NET_COST' AND scope_code = 'with_internal' AND period_kind IN ('month', 'ytd')"
    " AND fiscal_year BETWEEN 2022 AND 2023 ORDER BY ALL"
)
BOOKED = Decimal("1234.50")  # debit, in each closing of 2022 as it stands now


def _close(rows: region.Rows, board: str, unit: str, version: int, amount: Decimal, known_on: dt.date) -> None:
    """Deliver the closing of a board's 2022: one posting."""
    delivery = f"huvudbok_{board}_202213_v{version}"
    region.deliver(rows, delivery, "ledger", known_on, f"ledger/{board}/202213", board_code=board, period="202213")
    about = {"delivery_id": delivery, "row_number": 2, "period": dt.date(2022, 12, 31), "account_code": "6010"}
    rows["ledger"].append(rows["ledger"][0] | about | {"unit_code": unit, "amount": amount})


@pytest.fixture(scope="module")
def closed() -> tuple[region.Rows, duckdb.DuckDBPyConnection]:
    """RS's closing has come twice, as has its December; HSN's without its December. With the rows of the months."""
    rows = region.small_region()
    for name in ("ledger", "delivery", "delivery_attribute"):
        rows[name] = [r for r in rows[name] if r["delivery_id"] != "huvudbok_HSN_202212"]
    december = [r | {"delivery_id": "again"} for r in rows["ledger"] if r["delivery_id"] == "huvudbok_RS_202212"]
    months: region.Rows = {"ledger": list(rows["ledger"])}
    region.deliver(rows, "again", "ledger", dt.date(2023, 3, 5), "ledger/RS/202212", board_code="RS", period="202212")
    rows["ledger"] += december
    _close(rows, "RS", "01010", 1, Decimal(9), dt.date(2023, 2, 10))
    _close(rows, "RS", "01010", 2, BOOKED, dt.date(2023, 3, 1))
    _close(rows, "HSN", "11010", 1, BOOKED, dt.date(2023, 2, 10))
    return months, region.build(rows, WANTED)


def test_december_and_the_year_hold_the_closing_and_show_it_apart(
    closed: tuple[region.Rows, duckdb.DuckDBPyConnection],
) -> None:
    months, connection = closed
    booked: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in months["ledger"]:
        if row["unit_code"] in ("01010", "01020"):
            month: dt.date = row["period"]
            booked["month", f"{month:%Y-%m}"] -= row["amount"]
            for later in range(month.month, 13):
                booked["ytd", f"{month.year}-{later:02}"] -= row["amount"]
    for kind, month_text, actual, closing, is_complete, count in connection.execute(LINE.format("RS")).fetchall():
        if month_text == "2022-12":
            assert (actual, closing, count) == (booked[kind, month_text] - BOOKED, -BOOKED, 1), kind
        else:
            assert (actual, closing, count) == (booked[kind, month_text], None, 0), (kind, month_text)
        assert is_complete


def test_a_sum_over_boards_says_of_how_many_it_holds_the_closing(
    closed: tuple[region.Rows, duckdb.DuckDBPyConnection],
) -> None:
    _, connection = closed
    of_region = [row for row in connection.execute(LINE.format("RJH")).fetchall() if row[1] == "2022-12"]
    assert {(row[3], row[5]) for row in of_region} == {(-2 * BOOKED, 2)}
    unit = "SELECT year_end_sek, year_end_count FROM mart.cost_development WHERE organisation_code = '01020' AND"
    unit += " organisation_basis = 'as_was' AND cost_type_code = 'NET_COST' AND scope_code = 'with_internal'"
    found = connection.execute(f"{unit} AND month = '2022-12-01' AND period_kind = 'month'").fetchall()
    assert found == [(0, 1)], "its board's closing has come, and has nothing of it"


def test_a_report_holds_a_closing_beside_the_december_that_was_corrected(
    closed: tuple[region.Rows, duckdb.DuckDBPyConnection],
) -> None:
    _, connection = closed
    said = connection.execute(
        "SELECT is_year_end, delivery_id, replaced_delivery_id, SUM(difference_sek) FROM mart.report_revision"
        " WHERE report_month = '2022-12-01' AND month = '2022-12-01' AND board_code = 'RS' AND quantity_kind = 'actual'"
        " AND cost_type_code = 'OTHER_EXT' GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    assert said == [
        (False, "again", "huvudbok_RS_202212", 0),
        (True, "huvudbok_RS_202213_v2", None, -BOOKED),
    ]


def test_a_closing_is_no_version_of_its_december_and_no_december(
    closed: tuple[region.Rows, duckdb.DuckDBPyConnection],
) -> None:
    _, connection = closed
    said = "SELECT board_code, delivery_id, version_count FROM core.ledger_month WHERE month = '2022-12-01' ORDER BY 1"
    assert connection.execute(said).fetchall() == [("HSN", None, 0), ("RS", "again", 2)]
    revisions = connection.execute(
        "SELECT board_code, version_number, amount_sek, is_current FROM mart.cost_revision WHERE is_year_end ORDER BY ALL"
    ).fetchall()
    assert revisions == [("HSN", 1, -BOOKED, True), ("RS", 1, -9, False), ("RS", 2, -BOOKED, True)]
    december = [row for row in connection.execute(LINE.format("HSN")).fetchall() if row[1] == "2022-12"]
    assert {row[4] for row in december} == {False}, "the closing alone is no whole December, nor a whole year"
    assert {row[3] for row in december} == {-BOOKED}
