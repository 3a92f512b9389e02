"""`rjh trace`: from a published row to the delivered cells it stands on."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from rjh_warehouse.answers.reader import published_reader, rows_where
from rjh_warehouse.answers.trace_month import MEASURES, MonthParts, month_parts
from rjh_warehouse.contract.contract import NUMERIC_TYPES, Table, read_contracts
from rjh_warehouse.contract.person import PersonColumns, read_person_columns
from rjh_warehouse.folders import stands
from rjh_warehouse.lake.store import DeliveryRecord, Lake
from rjh_warehouse.messages import say
from rjh_warehouse.settings import Project

MOST_ROWS = 200
MOST_FIGURES = 3  # of a row, beside those that are asked for
ADDRESS = {"delivery_id", "sheet", "row_number", "column_name", "is_simulated"}  # told with the cells
MOST_SUMS = 20  # rows of a month mart: each stands on thousands


@dataclass(frozen=True)
class _Sources:
    """Where delivered cells stand, and which of them may be printed."""

    lake: Lake
    owners: dict[str, tuple[str, Table]]  # lake table → its contract and its layout
    keys: PersonColumns


class TraceError(Exception):
    """The question cannot be answered; the message says what to ask instead."""


@dataclass(frozen=True)
class Cell:
    """One delivered cell (or row) behind a published number."""

    delivery_id: str
    file_name: str
    archived_file: str
    sheet: str | None
    row_number: int | None
    column_name: str | None
    cell: str | None
    delivered: dict[str, Any]  # the row's columns as read, with the delivered texts
    texts: dict[str, str]  # the row as it stands in the file: heading → text, with the unit where one is read
    document_code: str | None
    heading: str | None
    source_file: str | None
    source_lines: tuple[int, int] | None
    is_simulated: bool
    side: str | None = None
    amount_sek: Decimal | None = None


@dataclass(frozen=True)
class Traced:
    """A published row and the cells behind it (all, or the first ones)."""

    row: dict[str, Any]
    told: list[str]  # the columns that say which row it is and what was asked of it
    cells: list[Cell]
    cell_count: int
    month: MonthParts | None = None  # for a sum of postings: files and sums


def trace(project: Project, table: str, condition: str, column: str | None = None) -> list[Traced]:
    """Find the cells behind each row of a published table that meets a SQL condition.

    Args:
        column: which column of a month mart's row; None for its first (see `MEASURES`). Other tables have no choice.

    Raises:
        TraceError: no such table or column, no row, or no way to the cells.
        BadQuestion: the condition is more than a condition over published tables.
        NoPublication: nothing is published, or it is not what was published.
    """
    measures = MEASURES.get(table, {})
    if column is not None and column not in measures:
        code = "trace.columns" if measures else "trace.no_columns"
        raise TraceError(say(code, table=table, columns=", ".join(measures)))
    sources = _sources(project)
    with published_reader(project) as connection:
        try:
            rows = rows_where(connection, table, condition, MOST_ROWS)
        except duckdb.Error as error:
            raise TraceError(str(error).splitlines()[0]) from error
        if rows is None:
            raise TraceError(say("trace.no_table", table=table))
        if not rows:
            raise TraceError(say("trace.no_row", table=table, condition=condition))
        if measures:
            chosen = column or next(iter(measures))
            rows = rows[:MOST_SUMS]
            traced = [_trace_month(connection, sources, table, row, chosen) for row in rows]
            told = _told(connection, table, f"{condition} {chosen}", figures=0)
        else:
            traced = [_trace_row(connection, sources, table, row) for row in rows]
            told = _told(connection, table, condition)
    return [replace(found, told=told) for found in traced]


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


def _sources(project: Project) -> _Sources:
    owners = {t.name: (c.contract, t) for c in read_contracts(project.contracts).values() for t in c.tables}
    return _Sources(Lake(project.lake), owners, read_person_columns(project.root))


def _trace_month(
    connection: duckdb.DuckDBPyConnection, sources: _Sources, table: str, row: dict[str, Any], column: str
) -> Traced:
    month = month_parts(connection, table, row, column)
    cells = [_cell(sources, part) for part in month.rows]
    return Traced(row, [], cells, month.row_count, replace(month, rows=[]))


def _trace_row(connection: duckdb.DuckDBPyConnection, sources: _Sources, table: str, row: dict[str, Any]) -> Traced:
    parts = _parts(connection, table, row)
    cells = [_cell(sources, p) for p in parts[:MOST_ROWS]]
    return Traced(row, [], cells, len(parts))


def _parts(connection: duckdb.DuckDBPyConnection, table: str, row: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows with a delivery behind a row: itself, or those of the tables it is traced through."""
    if row.get("delivery_id") and row.get("row_number") is not None:
        return [row]
    paths = connection.execute(
        "SELECT part_table_name, key_columns FROM meta.trace WHERE table_name = ? ORDER BY ALL", [table]
    ).fetchall()
    if not paths:
        raise TraceError(say("trace.no_way", table=table, tables=", ".join(MEASURES)))
    found: list[dict[str, Any]] = []
    for part_table, key_columns in paths:
        keys = key_columns.split(",")
        condition = " AND ".join(f"{k} IS NOT DISTINCT FROM ?" for k in keys)
        for part in _rows(connection, f"SELECT * FROM {part_table} WHERE {condition}", [row[k] for k in keys]):
            found += _parts(connection, part_table, part)
    return found


def _cell(sources: _Sources, part: dict[str, Any]) -> Cell:
    lake = sources.lake
    record = lake.record(part["delivery_id"])
    origin = record.origin or {}
    archived = lake.archived_file(record.file_sha256, record.file_name)
    lines = origin.get("source_lines")
    table, delivered = _delivered(sources, record, part)
    if record.contract_code in sources.keys:
        delivered = _as_published(delivered, part, sources.keys[record.contract_code])
    return Cell(
        delivery_id=record.delivery_id,
        file_name=record.file_name,
        archived_file=str(archived),
        sheet=part.get("sheet"),
        row_number=part.get("row_number"),
        column_name=_heading(table, part.get("column_name"), delivered),
        cell=part.get("cell"),
        delivered=delivered,
        texts=_texts(table, delivered),
        document_code=origin.get("document_code"),
        heading=origin.get("heading"),
        source_file=origin.get("source_file"),
        source_lines=(lines[0], lines[1]) if lines else None,
        is_simulated=record.is_simulated,
        side=part.get("side"),
        amount_sek=part.get("amount_sek"),
    )


def _as_published(delivered: dict[str, Any], part: dict[str, Any], keys: set[str]) -> dict[str, Any]:
    """A row about persons with its keys, and of the rest what the published row shows: it may be about too few."""
    of_value = {n: delivered.get(n) for n in ("value_text", "value_decimals") if part.get("value") is not None}
    shown = {**of_value, **{name: value for name, value in part.items() if value is not None}}
    hidden = say("trace.not_shown")
    return {n: v if n in keys or n == "row_kind" else shown.get(n, hidden) for n, v in delivered.items()}


def _delivered(sources: _Sources, record: DeliveryRecord, part: dict[str, Any]) -> tuple[Table | None, dict[str, Any]]:
    """The table and the typed row in the lake, its empty columns left out."""
    lake, owners = sources.lake, sources.owners
    mine = [owners[t][1] for t in record.tables if t in owners and owners[t][0] == record.contract_code]
    for table in mine:
        path = lake.rows_file(table.name, record.delivery_id)
        if not stands(path):
            continue
        with duckdb.connect() as connection:
            conditions, values = ["row_number = ?", "sheet IS NOT DISTINCT FROM ?"], []
            values += [part.get("row_number"), part.get("sheet")]
            source = f"read_parquet('{_quoted(path)}')"
            names = [c[0] for c in connection.execute(f"SELECT * FROM {source} LIMIT 0").description]
            if "column_name" in names and part.get("column_name"):
                conditions.append("column_name = ?")
                values.append(part["column_name"])
            rows = _rows(connection, f"SELECT * FROM {source} WHERE {' AND '.join(conditions)}", values)
        if rows:
            hidden = {"delivery_id", "sheet", "row_number"}
            return table, {k: v for k, v in rows[0].items() if v is not None and k not in hidden}
    return None, {}


def _texts(table: Table | None, delivered: dict[str, Any]) -> dict[str, str]:
    """The columns of a row under their headings in the file: the text as delivered, and the unit it is read in."""
    if table is None:
        return {}
    found = {}
    for column in table.value_columns:
        if column.name not in delivered:
            continue
        text = str(delivered.get(f"{column.name}_text", delivered[column.name]))
        unit = delivered.get(f"{column.name}_unit")
        heading = column.aliases[0] if column.aliases else column.name
        if table.across and column.name == table.across.value.name:
            heading = delivered.get("column_name", heading)
        found[heading] = text if unit is None or unit in text else f"{text} {unit}"
    return found


def _heading(table: Table | None, column_name: str | None, delivered: dict[str, Any]) -> str | None:
    """The column as the sender calls it; in a table of rows, the columns of the row that hold a number."""
    if table is None or table.across:
        return column_name
    headings = {c.name: c.aliases[0] if c.aliases else c.name for c in table.columns}
    if column_name:
        return headings.get(column_name, column_name)
    numbers = [c.name for c in table.columns if c.type in NUMERIC_TYPES and c.name in delivered]
    return ", ".join(headings[n] for n in numbers) or None


def _rows(connection: duckdb.DuckDBPyConnection, query: str, values: list[Any]) -> list[dict[str, Any]]:
    result = connection.execute(query, values)
    names = [c[0] for c in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def as_json(value: object) -> str | float | int | None:
    """Dates and decimals as text, for JSON."""
    if isinstance(value, Decimal | dt.date | dt.datetime | Path):
        return str(value)
    raise TypeError(type(value).__name__)
