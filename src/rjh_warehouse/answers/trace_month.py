"""From a cell of the month marts to the postings (or budget cells) that it sums.

A month figure stands on thousands of rows, so the way back is a query over the published tables: which units and cost
types count in the cell, what each of them gives it, and the delivered rows of those. What they give adds up to the cell
to the öre; it differs from the rows' own sum only where a unit's past is shared out or the on-cost is restated.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from importlib import resources
from typing import Any, Literal

import duckdb

SHOWN_ROWS = 50
HISTORY = {"last_year_share": 1, "damped_trend": 1, "rolling_twelve": 1, "flat_rest_budget": 0, "straight_line": 0}
LONGEST_HISTORY = 3  # years back of the other methods of the year-end forecast
Source = Literal["actual", "budget"]


@dataclass(frozen=True)
class Measure:
    """A column that sums delivered rows: of which line, from what, how many months back."""

    source: Source
    line: str | None = None  # its summary_code; None: the row's own
    months_back: int = 0
    as_known: bool = False  # by what was known when the month's report was written, on the organisation of its month
    years_back: int = 0  # of an input: whole years before


_LINES = ("net_cost", "revenue", "gross_cost")
MEASURES: dict[str, dict[str, Measure]] = {  # table → column; the first is traced where none is named
    "mart.cost_development": {
        "actual_sek": Measure("actual"),
        "budget_sek": Measure("budget"),
        "prior_year_sek": Measure("actual", months_back=12),
    },
    "mart.cost_summary": {
        **{f"{line}_sek": Measure("actual", line) for line in _LINES},
        **{f"{line}_budget_sek": Measure("budget", line) for line in reversed(_LINES)},
        **{f"{line}_prior_year_sek": Measure("actual", line, 12) for line in reversed(_LINES)},
        **{f"{line}_sek": Measure("actual", line) for line in ("own_personnel", "hired_staff")},
    },
    "mart.cost_bridge": {"closing_sek": Measure("actual"), "opening_sek": Measure("actual", months_back=12)},
    "mart.year_end_forecast": {
        "ytd_sek": Measure("actual", as_known=True),
        "budget_year_sek": Measure("budget", as_known=True),
    },
}
INPUTS = {"mart.year_end_forecast": ("forecast_sek",)}  # computed from delivered rows, and not their sum


@dataclass(frozen=True)
class FilePart:
    """What one delivered file gives a cell."""

    delivery_id: str
    file_name: str
    row_count: int
    amount_sek: Decimal


@dataclass(frozen=True)
class MonthParts:
    """What a cell stands on: what its parts give it, every file with its rows' own sum, and the first rows."""

    column: str
    value_sek: Decimal | None
    counted_sek: Decimal
    delivered_sek: Decimal
    row_count: int
    files: list[FilePart]
    rows: list[dict[str, Any]]
    first_month: dt.date
    last_month: dt.date
    source: Source
    is_input: bool = False  # the value is computed from the rows, not their sum


def month_columns(table: str) -> list[str]:
    """The columns of a table that lead to postings."""
    return [*INPUTS.get(table, ()), *MEASURES.get(table, {})]


def parts_of(connection: duckdb.DuckDBPyConnection, table: str, row: dict[str, Any], column: str) -> list[MonthParts]:
    """What a column of `month_columns` sums, or is computed from: a forecast's outcome so far, years before, budget."""
    if column not in INPUTS.get(table, ()):
        return [month_parts(connection, table, row, column)]
    years = max(HISTORY.get(row["method_code"], LONGEST_HISTORY), 1 if row["fallback_count"] else 0)
    inputs = [Measure("actual", as_known=True, years_back=years)]
    if row["method_code"] == "flat_rest_budget" or row["fallback_count"]:
        inputs.append(Measure("budget", as_known=True))
    return [replace(_parts(connection, table, row, column, measure), is_input=True) for measure in inputs]


def month_parts(connection: duckdb.DuckDBPyConnection, table: str, row: dict[str, Any], column: str) -> MonthParts:
    """The files and rows behind one column of one row of a month mart.

    Args:
        column: a key of `MEASURES[table]`.
    """
    measure = MEASURES[table][column]
    if table == "mart.cost_bridge" and column == "opening_sek" and row["bridge_kind"] == "budget":
        measure = Measure("budget")
    return _parts(connection, table, row, column, measure)


def _parts(
    connection: duckdb.DuckDBPyConnection, table: str, row: dict[str, Any], column: str, measure: Measure
) -> MonthParts:
    first, last = _months(table, row, measure)
    values = {
        "basis": row.get("organisation_basis", "as_was"),
        "level": row["organisation_level"],
        "code": row["organisation_code"],
        "line": _line(connection, measure.line) if measure.line else row["cost_type_code"],
        "scope": row["scope_code"],
        "first": first,
        "last": last,
        "known": row.get("known_on"),
        "as_of": row.get("as_of_month"),
    }
    counted = _counted(measure)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE traced AS {counted}", _used(counted, values))
    found = connection.execute(_ROWS[measure.source], {"shown": SHOWN_ROWS})
    names = [c[0] for c in found.description]
    rows = [dict(zip(names, r, strict=True)) for r in found.fetchall()]
    files = [FilePart(*r) for r in connection.execute(_FILES[measure.source]).fetchall()]
    total = connection.execute("SELECT COALESCE(SUM(counted_sek), 0) FROM traced").fetchone()
    return MonthParts(
        column,
        row[column],
        total[0] if total else Decimal(0),
        sum((f.amount_sek for f in files), Decimal(0)),
        sum(f.row_count for f in files),
        files,
        rows,
        first,
        last,
        measure.source,
    )


def _line(connection: duckdb.DuckDBPyConnection, summary_code: str) -> str:
    """The region's own code of the line that mart.cost_summary shows as a figure."""
    found = connection.execute("SELECT cost_type_code FROM mart.cost_type WHERE summary_code = ?", [summary_code])
    return str(found.fetchall()[0][0])


def _counted(measure: Measure) -> str:
    """What each month, unit and cost type gives the cell, rounded as core.cost_line and core.forecast_basis do it.

    delivery_id is empty where every current delivery counts.
    """
    name = f"{measure.source}_{'known' if measure.as_known else 'current'}.sql"
    return (resources.files(__package__) / "month_part" / name).read_text(encoding="utf-8")


def _used(sql: str, values: dict[str, Any]) -> dict[str, Any]:
    """The parameters that a query names: DuckDB wants no others."""
    return {name: value for name, value in values.items() if f"${name}" in sql}


def _months(table: str, row: dict[str, Any], measure: Measure) -> tuple[dt.date, dt.date]:
    """The first and last month that the column sums."""
    if table == "mart.year_end_forecast":
        last = row["as_of_month"] if measure.source == "actual" else dt.date(row["fiscal_year"], 12, 1)
        return dt.date(row["fiscal_year"] - measure.years_back, 1, 1), last
    index = row["month"].year * 12 + row["month"].month - 1
    count = {"month": 1, "ytd": row["month"].month, "rolling_12": 12}[row["period_kind"]]
    return _first_day(index - count + 1 - measure.months_back), _first_day(index - measure.months_back)


def _first_day(index: int) -> dt.date:
    return dt.date(index // 12, index % 12 + 1, 1)


_DELIVERED = """
FROM (SELECT DISTINCT delivery_id, month, unit_code, cost_type_code FROM traced) AS part
JOIN {table} AS delivered
  ON delivered.month = part.month AND delivered.unit_code = part.unit_code
  AND delivered.cost_type_code = part.cost_type_code AND delivered.amount_sek IS NOT NULL
  AND CASE WHEN part.delivery_id IS NULL THEN delivered.is_current ELSE delivered.delivery_id = part.delivery_id END
JOIN core.delivery AS delivery
  ON delivery.delivery_id = delivered.delivery_id
"""
_TABLES: dict[Source, str] = {"actual": "core.ledger_entry", "budget": "core.budget_month"}
_FILES = {
    source: "SELECT delivered.delivery_id, MAX(delivery.file_name), COUNT(*), SUM(delivered.amount_sek)"
    f"{_DELIVERED.format(table=table)} GROUP BY delivered.delivery_id ORDER BY 2, 1"
    for source, table in _TABLES.items()
}
_ROWS = {
    source: f"SELECT delivered.* {_DELIVERED.format(table=table)}"
    " ORDER BY delivery.file_name, delivered.delivery_id, delivered.row_number, delivered.month LIMIT $shown"
    for source, table in _TABLES.items()
}
