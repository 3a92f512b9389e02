"""`rjh trace`: from a published row to the delivered cells it stands on."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb

from rjh_warehouse.answers.reader import published_reader, rows_where
from rjh_warehouse.answers.trace_cell import Cell, Cells
from rjh_warehouse.answers.trace_month import MonthParts
from rjh_warehouse.answers.trace_path import Found, Ways
from rjh_warehouse.messages import default_language, say
from rjh_warehouse.settings import Project

MOST_ROWS = 200
MOST_FIGURES = 3  # of a row, beside those that are asked for
ADDRESS = {"delivery_id", "sheet", "row_number", "column_name", "is_simulated"}  # told with the cells
MOST_SUMS = 20  # rows of a month mart: each stands on thousands


class TraceError(Exception):
    """The question cannot be answered; the message says what to ask instead."""


@dataclass(frozen=True)
class Traced:
    """A published row and its ground: cells (all, or the first ones), sums of postings, and what is said of it."""

    row: dict[str, Any]
    told: list[str]  # the columns that say which row it is and what was asked of it
    cells: list[Cell]
    cell_count: int
    files: dict[str, int]  # of more cells than are given: file name → how many stand in it
    months: list[MonthParts]
    said: list[str]  # why there are no cells, or what is not among them


def trace(project: Project, table: str, condition: str, column: str | None = None) -> list[Traced]:
    """Find the cells behind each row of a published table that meets a SQL condition.

    Args:
        column: which column of the row, in a table whose columns stand on different cells; None for its first.

    Raises:
        TraceError: no such table or column, no row, or no way to the cells.
        BadQuestion: the condition is more than a condition over published tables.
        NoPublication: nothing is published, or it is not what was published.
    """
    cells = Cells(project)
    with published_reader(project) as connection:
        ways = Ways(connection, default_language())
        columns = ways.columns(table)
        if column is not None and column not in columns:
            code = "trace.columns" if columns else "trace.no_columns"
            raise TraceError(say(code, table=table, columns=", ".join(columns)))
        try:
            rows = rows_where(connection, table, condition, MOST_ROWS)
        except duckdb.Error as error:
            raise TraceError(str(error).splitlines()[0]) from error
        if rows is None:
            raise TraceError(say("trace.no_table", table=table))
        if not rows:
            raise TraceError(say("trace.no_row", table=table, condition=condition))
        chosen = column or next(iter(columns), None)
        rows = rows[: MOST_SUMS if columns else MOST_ROWS]
        traced = _traced(cells, rows, [_found(ways, table, row, chosen) for row in rows])
        asked = f"{condition} {chosen}" if columns else condition
        told = _told(connection, table, asked, figures=0 if columns else MOST_FIGURES)
    return [replace(found, told=told) for found in traced]


def _found(ways: Ways, table: str, row: dict[str, Any], column: str | None) -> Found:
    """What a row stands on. Raises TraceError where the table has no addresses and no way to any."""
    found = ways.follow(table, row, column)
    if not (found.parts or found.months or found.said):
        if not ("row_number" in row and "delivery_id" in row) and not ways.has(table):
            raise TraceError(say("trace.no_way", table=table))
        found.said.append(say("trace.said.nothing"))
    return found


def _traced(cells: Cells, rows: list[dict[str, Any]], found: list[Found]) -> list[Traced]:
    """The rows with their cells, each file read once for all of them."""
    shown = [[*f.parts[:MOST_ROWS], *(part for month in f.months for part in month.rows)] for f in found]
    every = iter(cells.of([part for parts in shown for part in parts]))
    return [
        Traced(
            row,
            [],
            list(islice(every, len(parts))),
            len(f.parts) + sum(month.row_count for month in f.months),
            _files(cells, f.parts) if len(f.parts) > MOST_ROWS else {},
            [replace(month, rows=[]) for month in f.months],
            f.said,
        )
        for row, f, parts in zip(rows, found, shown, strict=True)
    ]


def _files(cells: Cells, parts: list[dict[str, Any]]) -> dict[str, int]:
    counted = Counter(part["delivery_id"] for part in parts)
    return {cells.file_name(delivery_id): count for delivery_id, count in counted.items()}


def _told(connection: duckdb.DuckDBPyConnection, table: str, asked: str, figures: int = MOST_FIGURES) -> list[str]:
    """The key of a table, the columns whose names stand in what is asked, and its first figures; addresses apart."""
    columns = connection.execute(
        "SELECT column_name, is_in_grain, data_type FROM meta.dictionary WHERE table_name = ? ORDER BY column_position",
        [table],
    ).fetchall()
    words = set(re.findall(r"\w+", asked))
    amounts = [name for name, _, kind in columns if kind.startswith("DECIMAL") and name != "precision_sek"][:figures]
    chosen = {name for name, is_key, _ in columns if is_key or name in words} | set(amounts)
    return [name for name, _, _ in columns if name in chosen - ADDRESS]


def as_json(value: object) -> str | float | int | None:
    """Dates and decimals as text, for JSON."""
    if isinstance(value, Decimal | dt.date | dt.datetime | Path):
        return str(value)
    raise TypeError(type(value).__name__)
