"""From a published row to the rows with an address that it stands on: over `meta.trace`, table by table."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import duckdb

from rjh_warehouse.answers.trace_month import MonthParts, month_columns, parts_of

MOST_STEPS = 8  # tables in a row; a longer way would be a circle


class _Way(NamedTuple):
    column: str | None
    part_table: str | None
    part_column: str | None
    condition: str
    said: str | None


@dataclass
class Found:
    """What stands behind a row: rows with an address, sums of postings, and what is to be said of it."""

    parts: list[dict[str, Any]] = field(default_factory=list)
    months: list[MonthParts] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


class Ways:
    """The ways on that a published file states.

    Args:
        language: of what is said where no way leads to cells.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, language: str) -> None:
        self._connection = connection
        said = "said_en" if language == "en" else "said"
        rows = connection.execute(
            f"SELECT table_name, column_name, part_table_name, part_column_name, condition, {said} FROM meta.trace"
        ).fetchall()
        self._ways: dict[str, list[_Way]] = {}
        for table, *way in rows:
            self._ways.setdefault(table, []).append(_Way(*way))
        self._types: dict[str, dict[str, str]] = {}

    def columns(self, table: str) -> list[str]:
        """The columns of a table that are traced one by one, the first where none is named; empty: the row as one."""
        own = [w.column for w in self._ways.get(table, []) if w.column]
        return list(dict.fromkeys([*own, *month_columns(table)]))

    def has(self, table: str) -> bool:
        """Whether rows of the table lead on though they have no address."""
        return table in self._ways or bool(month_columns(table))

    def follow(self, table: str, row: dict[str, Any], column: str | None) -> Found:
        """Everything that a row stands on.

        Args:
            column: one of `columns(table)`; None where the table has none.
        """
        found = Found()
        self._follow(table, row, column, found, MOST_STEPS)
        found.parts = _distinct(found.parts)
        found.said = list(dict.fromkeys(found.said))
        return found

    def _follow(self, table: str, row: dict[str, Any], column: str | None, found: Found, steps: int) -> None:
        if row.get("delivery_id") and row.get("row_number") is not None:
            found.parts.append(row)
        for way in self._ways.get(table, []):
            if way.column not in (None, column) or not steps:
                continue
            parts = self._parts(table, row, way)
            if way.said is not None:
                found.said += [way.said] * bool(parts)
                continue
            assert way.part_table is not None
            if not way.part_column and not self.has(way.part_table):
                found.parts += parts
                continue
            for part in parts:
                self._follow(way.part_table, part, way.part_column, found, steps - 1)
        if column in month_columns(table) and row[column] is not None:
            found.months += parts_of(self._connection, table, row, column)

    def _parts(self, table: str, row: dict[str, Any], way: _Way) -> list[dict[str, Any]]:
        """The rows of the next table; of what is said, one where it is to be said of this row."""
        types = self._types_of(table)
        own = ", ".join(f'CAST(? AS {kind}) AS "{name}"' for name, kind in types.items())
        source = f"(SELECT {own}) AS own"
        if way.part_table is None:
            sql = f"SELECT 1 AS applies FROM {source} WHERE {way.condition}"
        else:
            sql = f"SELECT part.* FROM {source}, {way.part_table} AS part WHERE {way.condition} ORDER BY ALL"
        result = self._connection.execute(sql, [row[name] for name in types])
        names = [c[0] for c in result.description]
        return [dict(zip(names, values, strict=True)) for values in result.fetchall()]

    def _types_of(self, table: str) -> dict[str, str]:
        if table not in self._types:
            self._types[table] = dict(
                self._connection.execute(
                    "SELECT column_name, data_type FROM duckdb_columns() WHERE schema_name || '.' || table_name = ?"
                    " ORDER BY column_index",
                    [table],
                ).fetchall()
            )
        return self._types[table]


def _distinct(parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each cell once for each side and amount of a check; a row without column gives way to its own cells."""
    rows = Counter((p["delivery_id"], p.get("row_number")) for p in parts if p.get("column_name"))
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for part in parts:
        row = (part["delivery_id"], part.get("row_number"))
        if part.get("column_name") or row not in rows:
            counted = (part.get("side"), part.get("amount_sek")) if "side" in part else ()
            found.setdefault((*row, part.get("sheet"), part.get("column_name"), part.get("cell"), counted), part)
    return list(found.values())
