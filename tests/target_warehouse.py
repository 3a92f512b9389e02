"""Indicator outcomes written straight into lake tables, and the target models run on them as plain SQL."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import duckdb
import pandas as pd
from plain_models import create, empty_lake, rendered

Rows = dict[str, list[dict[str, Any]]]
SECRET = "0123456789abcdef" * 4  # of the made-up lake; a real one is made by chance
TARGETS = frozenset(
    {
        "mart.target_achievement",
        "quality.delivery",
        "quality.rejection",
        "quality.refusal",
        "quality.delivery_control",
        "core.personnel_month",
    }
)


def build(rows: Rows) -> duckdb.DuckDBPyConnection:
    """Every target model in an in-memory database over the given lake rows."""
    models = rendered(TARGETS)
    connection = duckdb.connect()
    empty_lake(connection, models)
    for name, items in {"disclosure_key": [{"secret": SECRET}], **rows}.items():
        columns = {column for item in items for column in item}
        given = pd.DataFrame([{c: item.get(c) for c in columns} for item in items], dtype=object)
        if given.empty:
            continue
        connection.register("given", given)
        connection.execute(f"INSERT INTO lake.{name} BY NAME SELECT * FROM given")
        connection.unregister("given")
    for model in models:
        create(connection, model)
    return connection


def delivery(code: str, contract: str, known_on: dt.date) -> dict[str, Any]:
    """A simulated, accepted delivery."""
    return {
        "delivery_id": code, "contract_code": contract, "subject": code, "known_on": known_on, "is_simulated": True,
        "loaded_at": dt.datetime.combine(known_on, dt.time()), "state": "accepted",
    }  # fmt: skip


def units(boards: dict[str, str], known_on: dt.date = dt.date(2020, 1, 1)) -> Rows:
    """A unit register: unit → board."""
    rows = [
        {"delivery_id": "units", "row_number": n, "row_kind": "data", "unit_code": unit, "board_code": board,
         "department_code": f"A-{board}", "area_code": f"O-{board}", "valid_from": dt.date(2000, 1, 1)}
        for n, (unit, board) in enumerate(boards.items(), start=2)
    ]  # fmt: skip
    return {"delivery": [delivery("units", "unit_register", known_on)], "unit_register": rows}


def outcomes(cells: Iterable[dict[str, Any]], known_on: dt.date = dt.date(2024, 5, 12)) -> Rows:
    """One sheet of outcomes; what a cell does not say is a year's total for 2023."""
    usual: dict[str, Any] = {
        "delivery_id": "sheet", "sheet": "Nyckeltal", "row_kind": "data", "period_text": "2023",
        "period_start": dt.date(2023, 1, 1), "period_kind": "år", "gender_code": "T", "value_decimals": 1,
    }  # fmt: skip
    rows = [{**usual, "row_number": n, **cell} for n, cell in enumerate(cells, start=4)]
    return {"delivery": [delivery("sheet", "indicator_outcome", known_on)], "indicator_outcome": rows}


def together(*parts: Rows) -> Rows:
    """The rows of several deliveries."""
    found: Rows = {}
    for part in parts:
        for table, rows in part.items():
            found[table] = [*found.get(table, []), *rows]
    return found
