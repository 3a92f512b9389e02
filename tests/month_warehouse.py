"""A small region's months written straight into lake tables, and the month models run on them as plain SQL."""
# ruff: noqa: E501 -- queries and rows are easier to read on one line

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import duckdb
import pyarrow as pa
from plain_models import create, empty_lake, rendered

from rjh_warehouse.build.recipe import Model

TARGETS = frozenset((
    "mart.cost_development", "mart.cost_summary", "mart.cost_bridge", "mart.cost_revision", "mart.report_revision", "mart.plan_rule",
    "mart.frame_reconciliation", "mart.frame_reconciliation_part", "mart.frame_reconciliation_candidate", "mart.year_end_forecast", "mart.year_end_forecast_backtest", "core.cost_line_member", "seed.result_line",
    "mart.frame_bridge", "mart.frame_bridge_part", "staging.delivery_sum", "mart.organisation", "mart.account", "mart.cost_type",
))  # fmt: skip
ACCOUNTS = {"3010": "EXT_REV", "3810": "INT_REV", "4010": "PERSONNEL", "4110": "PERSONNEL", "4610": "HIRED_STAFF",
            "6010": "OTHER_EXT", "8010": "INT_COST"}  # fmt: skip
UNITS = {"01010": ("Kansli", "RS"), "01020": ("Ekonomi", "RS"), "11010": ("Akuten", "HSN"), "11020": ("Medicin", "HSN")}
Rows = dict[str, list[dict[str, Any]]]


def build(
    rows: Rows,
    wanted: frozenset[str] = TARGETS,
    after: Callable[[duckdb.DuckDBPyConnection, Model], None] = lambda *_: None,
) -> duckdb.DuckDBPyConnection:
    """The wanted month models, and what they read, in an in-memory database over the given lake rows.

    Args:
        after: called with each model when its table stands.
    """
    models = rendered(wanted)
    connection = duckdb.connect(config={"threads": 1})
    empty_lake(connection, models)
    for name, items in rows.items():
        connection.register("delivered", pa.Table.from_pylist(items))
        connection.execute(f"INSERT INTO lake.{name} BY NAME SELECT * FROM delivered")
    for model in models:
        create(connection, model)
        after(connection, model)
    return connection


def months(first: tuple[int, int], count: int) -> Iterator[dt.date]:
    """The first days of so many months."""
    for n in range(count):
        index = first[0] * 12 + first[1] - 1 + n
        yield dt.date(index // 12, index % 12 + 1, 1)


def small_region(month_count: int = 28) -> Rows:
    """Two boards, four units, seven accounts, from January 2022; months, budget, prices, one comparability item."""
    rows: Rows = {name: [] for name in ("delivery", "delivery_attribute", "ledger", "budget_month")}
    row = {"sheet": None, "row_kind": "data"}
    deliver(rows, "units", "unit_register", dt.date(2021, 12, 1))
    rows["unit_register"] = [
        {"delivery_id": "units", "row_number": n, **row, "unit_code": code, "unit_name": name,
         "department_code": f"A{code[:4]}", "department_name": f"Avdelning {code[:4]}", "area_code": f"O{board}",
         "area_name": f"Område {board}", "board_code": board, "valid_from": dt.date(2015, 1, 1), "valid_to": None}
        for n, (code, (name, board)) in enumerate(UNITS.items(), start=2)
    ]  # fmt: skip
    deliver(rows, "plan", "account_plan", dt.date(2021, 12, 1))
    rows["account_plan"] = [
        {"delivery_id": "plan", "row_number": n, **row, "account_code": a, "account_name": a, "cost_type_code": c}
        for n, (a, c) in enumerate(ACCOUNTS.items(), start=2)
    ]
    for n, month in enumerate(months((2022, 1), month_count)):
        for board in ("RS", "HSN"):
            add_ledger(rows, board, month, n)
    for year in (2022, 2023, 2024):
        for board in ("RS", "HSN"):
            _add_budget(rows, board, year)
    deliver(rows, "prices", "price_index", dt.date(2022, 1, 5))
    rows["price_index"] = [
        {"delivery_id": "prices", "row_number": n, **row, "index_code": index, "fiscal_year": year,
         "change_percent": Decimal("3.5"), "forecast_on": dt.date(2022, 1, 4)}
        for n, (index, year) in enumerate(
            [(i, y) for i in ("LPIK", "LPIK_EXCL_PHARMA", "LPIK_EXCL_PENSION", "LPIK_EXCL_PHARMA_PENSION") for y in (2022, 2023, 2024)], start=2)
    ]  # fmt: skip
    deliver(rows, "po", "po_rate", dt.date(2022, 1, 5))
    rows["po_rate"] = [
        {"delivery_id": "po", "row_number": n, **row, "fiscal_year": y, "component_text": "allt", "rate_percent": r}
        for n, (y, r) in enumerate(((2022, Decimal("40")), (2023, Decimal("50")), (2024, Decimal("48"))), start=2)
    ]
    deliver(rows, "items", "comparability_item", dt.date(2022, 6, 1))
    rows["comparability_item"] = [
        {"delivery_id": "items", "row_number": 2, **row, "item_code": "J1", "decision_text": "§ 1", "unit_code": "11010",
         "account_from": "6010", "account_to": "6010", "month_from": dt.date(2023, 1, 1), "month_to": dt.date(2023, 3, 1),
         "amount": Decimal("1000.01"), "amount_text": "1000,01", "amount_unit": "kr", "amount_decimals": 2, "amount_sign": -1}
    ]  # fmt: skip
    return rows


def deliver(
    rows: Rows, delivery_id: str, contract: str, known_on: dt.date, subject: str = "", **attributes: str
) -> None:
    """Note a delivery; of one subject the one known last is current."""
    rows["delivery"].append(
        {"delivery_id": delivery_id, "contract_code": contract, "subject": subject or contract, "file_name": delivery_id,
         "known_on": known_on, "loaded_at": dt.datetime(2024, 6, 1), "is_simulated": True, "state": "accepted", "status": attributes.pop("status", "adopted")}
    )  # fmt: skip
    for name, value in attributes.items():
        rows["delivery_attribute"].append(
            {"delivery_id": delivery_id, "attribute_name": name, "attribute_value": value}
        )


def reorganise(rows: Rows) -> None:
    """From 2024 unit 11020 is divided 60/40 between two new ones, the second of another board; 01020 ceases unmapped."""
    for unit in rows["unit_register"]:
        if unit["unit_code"] in ("11020", "01020"):
            unit["valid_to"] = dt.date(2023, 12, 31)
    register = rows["unit_register"][0]
    rows["unit_register"] += [
        {
            **register,
            "row_number": 20 + n,
            "unit_code": code,
            "unit_name": code,
            "board_code": board,
            "valid_from": dt.date(2024, 1, 1),
        }
        for n, (code, board) in enumerate((("11031", "HSN"), ("01031", "RS")))
    ]
    rows["delivery"].append(
        {**rows["delivery"][0], "delivery_id": "mapping", "contract_code": "unit_mapping", "subject": "unit_mapping"}
    )
    rows["unit_mapping"] = [
        {"delivery_id": "mapping", "sheet": None, "row_number": n, "row_kind": "data", "from_unit_code": "11020", "to_unit_code": to,
         "share_percent": Decimal(share), "effective_on": dt.date(2024, 1, 1), "case_number": "1"}
        for n, (to, share) in enumerate((("11031", 60), ("01031", 40)), start=2)
    ]  # fmt: skip


def ledger_amount(unit: str, account: str, n: int) -> Decimal:
    """The amount (debit positive) that a unit books on an account in month number n."""
    base = {"3010": -400, "3810": -50, "4010": 2000, "4110": 900, "4610": 150, "6010": 700, "8010": 50}[account]
    size = 1 + list(UNITS).index(unit)
    return Decimal(base * size * (100 + n + (n * 7 + size * 3) % 5)) / 100 + Decimal("0.01")


def add_ledger(
    rows: Rows, board: str, month: dt.date, n: int, version: int = 1, known_on: dt.date | None = None, extra: str = "0"
) -> None:
    """Deliver one board's month; `extra` is added to the first posting."""
    delivery = f"huvudbok_{board}_{month:%Y%m}" + (f"_v{version}" if version > 1 else "")
    after = dt.date(month.year + month.month // 12, month.month % 12 + 1, 5)
    deliver(
        rows,
        delivery,
        "ledger",
        known_on or after,
        f"ledger/{board}/{month:%Y%m}",
        board_code=board,
        period=f"{month:%Y%m}",
    )
    own = [code for code, (_, b) in UNITS.items() if b == board]
    for number, (unit, account) in enumerate(((u, a) for u in own for a in ACCOUNTS), start=2):
        internal = account in ("3810", "8010")
        amount = (
            Decimal(50) if account == "8010" else Decimal(-50) if account == "3810" else ledger_amount(unit, account, n)
        )
        rows["ledger"].append(
            {"delivery_id": delivery, "sheet": None, "row_number": number, "row_kind": "data", "period": month,
             "account_code": account, "unit_code": unit, "activity_code": None, "project_code": None,
             "counterparty_code": own[1 - own.index(unit)] if internal else None, "voucher_number": f"{number}",
             "voucher_on": month, "entry_text": "x", "amount": amount + (Decimal(extra) if number == 2 else 0)}
        )  # fmt: skip


def _add_budget(rows: Rows, board: str, year: int) -> None:
    delivery = f"budget_{board}_{year}"
    deliver(rows, delivery, "budget_month", dt.date(year - 1, 11, 28), f"budget/{board}/{year}", board_code=board)
    number = 2
    for unit, (name, owner) in UNITS.items():
        if owner != board:
            continue
        for label, amount in (
            ("Externa intäkter", Decimal("0.4")),
            ("Personalkostnader", Decimal("-3.0")),
            ("Övriga externa omkostnader", Decimal("-0.7")),
        ):
            number += 1
            for n in range(1, 14):
                rows["budget_month"].append(
                    {"delivery_id": delivery, "sheet": "Budget", "row_number": number, "row_kind": "data", "unit_code": unit,
                     "unit_name": name, "cost_type_label": label, "fiscal_year": year, "board_code": board,
                     "version_label": "adopted", "month_number": n if n < 13 else None, "column_name": f"m{n}",
                     "column_kind": "data" if n < 13 else "total", "cell": f"C{number}-{n}",
                     "amount": amount if n < 13 else 12 * amount, "amount_text": "x", "amount_unit": "tkr", "amount_decimals": 1, "amount_sign": 1}
                )  # fmt: skip
