"""The import that planning systems take: one tab-separated row for each value (unit, date, measure, value)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from importlib import resources
from pathlib import Path

import duckdb

from rjh_warehouse.answers.export.table import cell
from rjh_warehouse.lake.durable import written
from rjh_warehouse.messages import say

FILE = "planering.tsv"
SIMULATED = "SIM_"  # before a measure of made-up data: an import has no other place to say so


def write_planning(connection: duckdb.DuckDBPyConnection, month: dt.date | None, folder: Path) -> tuple[Path, int, int]:
    """Write `planering.tsv`: UTF-8 with a mark, tabs, decimal comma, lines as Windows ends them.

    The date is the period's last day. A measure is its code, then what of it: NET_COST.month, NET_COST.ytd (kronor,
    cost negative), an indicator's code with .outcome or .target (in the indicator's unit). A value that is missing or
    not shown has no row: an import that takes an empty value for zero would say something that nobody has said.

    Args:
        month: only values of periods that end with it; None for all.

    Returns:
        The file, its rows, and how many of them are simulated.
    """
    sql = (resources.files(__package__) / "planning.sql").read_text(encoding="utf-8")
    rows = connection.execute(
        f"SELECT * FROM ({sql}) AS told WHERE value IS NOT NULL ORDER BY unit_code, day, measure_code, period_kind",
        {"month": month},
    ).fetchall()
    path = folder / FILE
    with written(path) as part, part.open("w", encoding="utf-8-sig", newline="") as file:
        file.write("\t".join(say(f"export.planning_{c}") for c in ("unit", "date", "measure", "value")) + "\r\n")
        for unit, day, code, kind, value, is_simulated in rows:
            measure = f"{SIMULATED if is_simulated else ''}{code}.{kind}"
            texts = [_plain(cell(text, ",")) for text in (unit, day, measure, _short(value))]
            file.write("\t".join(texts) + "\r\n")
    return path, len(rows), sum(bool(row[-1]) for row in rows)


def _plain(text: str) -> str:
    """A code with no tab or line end of its own."""
    return " ".join(text.split())


def _short(value: Decimal) -> Decimal:
    """A number without the zeros that only its column's type adds."""
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()
