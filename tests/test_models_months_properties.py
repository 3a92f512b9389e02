"""What must not change a number in any month mart, and what must scale every amount: through the models' own SQL."""
# ruff: noqa: E501 -- queries are easier to read on one line

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import duckdb
import month_warehouse as region
import pytest

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


@pytest.mark.parametrize("change", [_permuted, _split, _renamed])
def test_what_must_not_change_a_number(
    change: Callable[[region.Rows], region.Rows], warehouse: duckdb.DuckDBPyConnection
) -> None:
    changed = region.build(change(copy.deepcopy(region.small_region())))
    for mart in MARTS:
        before, after = (_rows(c, mart, COUNTS_OF_ROWS | NAMES) for c in (warehouse, changed))
        assert before, mart
        assert after == before, mart


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
                    # öre round apart in every part of a sum, and in a bridge month by month
                    near = Decimal("0.02") if factor == 1 else Decimal(1)
                    assert abs(two[name] - factor * value) <= near, (mart, name, one)
                else:
                    assert two[name] == value, (mart, name, one)
