"""Published tables with what is said of them, and text that no spreadsheet computes."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from rjh_warehouse.answers.workbook import FORMULA_STARTS
from rjh_warehouse.lake.durable import write_text

BATCH_ROWS = 50_000


class NoSuchTable(Exception):
    """The file has no table of the name; `known` are those it has."""

    def __init__(self, name: str, known: list[str]) -> None:
        super().__init__(name)
        self.known = known


@dataclass(frozen=True)
class Column:
    name: str
    data_type: str
    meaning: str
    is_key: bool


@dataclass(frozen=True)
class Published:
    """A published table: its name, what one row is, and its columns in order."""

    name: str
    description: str
    columns: tuple[Column, ...]
    order: str

    @property
    def file_name(self) -> str:
        """mart.frame_bridge → mart_frame_bridge."""
        return self.name.replace(".", "_")


def tables(connection: duckdb.DuckDBPyConnection, wanted: tuple[str, ...], schemas: tuple[str, ...]) -> list[Published]:
    """The tables of some schemas, or those that are named.

    Raises:
        NoSuchTable: a named one is not in the file.
    """
    rows = connection.execute(
        "SELECT t.schema_name || '.' || t.table_name AS name, t.column_name, t.data_type, d.meaning, d.is_in_grain,"
        " d.table_description FROM duckdb_columns() AS t LEFT JOIN meta.dictionary AS d"
        " ON d.table_name = t.schema_name || '.' || t.table_name AND d.column_name = t.column_name"
        " WHERE t.schema_name NOT IN ('information_schema', 'pg_catalog', 'main')"
        " ORDER BY name, t.column_index"
    ).fetchall()
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(row)
    for name in wanted:
        if name not in found:
            raise NoSuchTable(name, sorted(found))
    names = wanted or [name for name in found if name.split(".")[0] in schemas]
    return [_table(name, found[name]) for name in sorted(set(names))]


def _table(name: str, rows: list[Any]) -> Published:
    columns = tuple(Column(r[1], r[2], r[3] or "", bool(r[4])) for r in rows)
    key = [f'"{c.name}"' for c in columns if c.is_key] or [f'"{c.name}"' for c in columns]
    return Published(name, rows[0][5] or "", columns, ", ".join(key))


def batches(connection: duckdb.DuckDBPyConnection, table: Published) -> Iterator[list[tuple[Any, ...]]]:
    """A table's rows by its key, so that the same file gives the same export."""
    result = connection.execute(f"SELECT * FROM {table.name} ORDER BY {table.order}")
    while rows := result.fetchmany(BATCH_ROWS):
        yield rows


def cell(value: Any, decimal: str = ".") -> str:
    """A value as text: all digits of a number; a text that a spreadsheet would compute begins with an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        value = Decimal(repr(value))
    if isinstance(value, Decimal):
        return format(value, "f").replace(".", decimal)
    if isinstance(value, dt.datetime):
        return value.isoformat(timespec="seconds")
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULA_STARTS) else text


def about(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The publication that an export is of."""
    result = connection.execute("SELECT release_id, data_version, model_version, built_at, as_of FROM meta.release")
    names = [c[0] for c in result.description]
    row = result.fetchone() or [None] * len(names)
    return {name: "" if value is None else str(value) for name, value in zip(names, row, strict=True)}


def write_about(folder: Path, told: dict[str, str]) -> Path:
    """Which publication the files beside it are of."""
    path = folder / "release.json"
    write_text(path, json.dumps(told, ensure_ascii=False, indent=1) + "\n")
    return path
