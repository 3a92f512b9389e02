"""Rows of every published mart, traced: what a test of the way back asks of a whole publication."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from rjh_warehouse.answers.trace import Traced, trace
from rjh_warehouse.answers.trace_month import MEASURES
from rjh_warehouse.answers.trace_path import Ways
from rjh_warehouse.settings import Project

Asked = tuple[str, str | None]  # mart, column


def traced_rows(project: Project, most: int) -> dict[Asked, list[Traced]]:
    """Some rows of each mart that has any, traced by their keys in each column that can be asked for.

    Every row leads to cells or says why not; every cell stands in its file; and what postings give is the sum.
    """
    found: dict[Asked, list[Traced]] = defaultdict(list)
    with duckdb.connect(str(project.published), read_only=True) as connection:
        marts = connection.execute(
            "SELECT table_name, LIST(column_name) FILTER (is_in_grain) FROM meta.dictionary"
            " WHERE table_name LIKE 'mart.%' GROUP BY table_name ORDER BY table_name"
        ).fetchall()
        picked = {mart: _picked(connection, mart, grain, most) for mart, grain in marts}
        ways = Ways(connection, "sv")
        asked: list[Asked] = [(mart, None) for mart in picked if not ways.columns(mart)]
        asked += [(mart, column) for mart in picked for column in ways.columns(mart)]
    for mart, column in asked:
        for row in trace(project, mart, picked[mart], column) if picked[mart] else ():
            _hold(mart, column, row)
            found[mart, column].append(row)
    return dict(found)


def _picked(connection: duckdb.DuckDBPyConnection, mart: str, grain: list[str], most: int) -> str:
    """A condition that picks some rows by their keys; empty where the mart has none."""
    rows = connection.execute(
        f"SELECT {', '.join(grain)} FROM {mart} USING SAMPLE reservoir({most} ROWS) REPEATABLE (11)"
    ).fetchall()
    keys = [
        " AND ".join(f"{name} IS NOT DISTINCT FROM {_literal(value)}" for name, value in zip(grain, row, strict=True))
        for row in rows
    ]
    return " OR ".join(f"({key})" for key in keys)


def _literal(value: Any) -> str:
    if value is None or isinstance(value, int | Decimal):
        return "NULL" if value is None else str(value)
    kind = "DATE " if isinstance(value, dt.date) else ""
    return kind + "'" + str(value).replace("'", "''") + "'"


def _hold(mart: str, column: str | None, found: Traced) -> None:
    assert found.cell_count or found.said, (mart, found.row)
    for month in found.months:
        if not month.is_input and column in MEASURES.get(mart, {}):
            assert month.counted_sek == found.row[month.column], (mart, found.row)
    for cell in found.cells:
        assert Path(cell.archived_file).is_file()
        if cell.row_number is None:
            continue
        assert cell.lines is not None, (mart, cell)
        assert cell.lines[0] <= cell.lines[1]
        for name, text in cell.delivered.items():
            if name.endswith("_text") and cell.column_name in cell.texts and name == f"{_typed_name(cell)}_text":
                assert str(text) in cell.texts[cell.column_name], cell


def _typed_name(cell: Any) -> str | None:
    """The only number of the row, where there is one."""
    names = [n.removesuffix("_decimals") for n in cell.delivered if n.endswith("_decimals")]
    return names[0] if len(names) == 1 else None
