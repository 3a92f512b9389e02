"""The command that leads from a published row to its cells, as a line to paste."""

from __future__ import annotations

import datetime as dt
import shlex
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from rjh_warehouse.answers.trace_month import MEASURES

UNTRACED = {  # what is counted about deliveries has no cells of its own: the row is asked for
    *("quality.month_requirement", "quality.month_unmapped", "quality.audit_result", "quality.rejection"),
}


def trace_line(table: str, picked: Mapping[str, Any], column: str) -> str:
    """The command that goes from the published row to the delivered cells, or shows a row that has none."""
    condition = " AND ".join(_condition(name, value) for name, value in picked.items())
    if table in UNTRACED:
        return f'rjh query "SELECT * FROM {table} WHERE {condition}"'
    quoted = shlex.quote(condition) if set('"$`\\!') & set(condition) else f'"{condition}"'
    return f"rjh trace {table} --where {quoted}" + (f" --column {column}" if column in MEASURES.get(table, {}) else "")


def _condition(name: str, value: Any) -> str:
    if value is None:
        return f"{name} IS NULL"
    if isinstance(value, dt.date):
        return f"{name} = DATE '{value}'"
    if isinstance(value, int | Decimal):
        return f"{name} = {value}"
    return f"{name} = '" + str(value).replace("'", "''") + "'"
