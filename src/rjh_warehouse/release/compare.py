"""Two sets of published tables held against each other, row by row."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import duckdb

EXAMPLES = 5


@dataclass(frozen=True)
class Change:
    """One value that differs: the row's key, the column, and what each side has."""

    key: dict[str, Any]
    column: str
    left: Any
    right: Any


@dataclass(frozen=True)
class TableDifference:
    """What differs between two states of one table; `left_only` and `right_only` rows have a key of their own."""

    table: str
    left_rows: int
    right_rows: int
    left_only: int
    right_only: int
    changed: int
    changed_columns: dict[str, int]  # column → rows in which it differs
    sums: dict[str, tuple[Decimal | None, Decimal | None]]  # column of kronor that differs → its sum on each side
    examples: list[Change]
    columns_left_only: list[str]
    columns_right_only: list[str]

    @property
    def is_equal(self) -> bool:
        return not (
            self.left_only or self.right_only or self.changed or self.columns_left_only or self.columns_right_only
        )


def published_tables(connection: duckdb.DuckDBPyConnection, database: str | None = None) -> list[str]:
    """The tables of a published file, as schema.table.

    Args:
        database: an attached one (None: the connection's own).
    """
    found = connection.execute(
        "SELECT schema_name || '.' || table_name FROM duckdb_tables()"
        " WHERE database_name = COALESCE(?, current_database()) AND NOT internal ORDER BY 1",
        [database],
    )
    return [name for (name,) in found.fetchall()]


def content_digests(connection: duckdb.DuckDBPyConnection, names: list[str]) -> dict[str, dict[str, Any]]:
    """Rows of each table, and a digest of them that does not depend on their order (sum of the rows' md5, hex)."""
    found = {}
    for name in names:
        columns = ", ".join(_text(column) for column, _ in columns_of(connection, name))
        row = connection.execute(
            f"SELECT COUNT(*), COALESCE(SUM(md5_number_lower(concat_ws('|', {columns}))::HUGEINT), 0) FROM {name}"
        ).fetchone()
        assert row is not None
        found[name] = {"rows": row[0], "content": f"{row[1]:x}"}
    return found


def _text(column: str) -> str:
    """A column as text in which empty is unlike every text."""
    return f"COALESCE(replace(\"{column}\"::TEXT, '|', '||'), '\\N')"


def columns_of(connection: duckdb.DuckDBPyConnection, table: str) -> list[tuple[str, str]]:
    """(column, type) of a table or view, in order."""
    return [(row[0], row[1]) for row in connection.execute(f"DESCRIBE SELECT * FROM {table}").fetchall()]


def compare(
    connection: duckdb.DuckDBPyConnection, table: str, left: str, right: str, key: list[str]
) -> TableDifference:
    """Hold two relations of one table against each other.

    Args:
        table: its name, for the result.
        left, right: relations in SQL (a table, or `read_parquet(…)`).
        key: the columns that tell its rows apart; none: the whole row.
    """
    ours, theirs = dict(columns_of(connection, left)), dict(columns_of(connection, right))
    shared = [c for c in ours if c in theirs]
    chosen = ", ".join(f'"{c}"' for c in shared)
    counts = [_one(connection, f"SELECT COUNT(*) FROM {side}") for side in (left, right)]
    for name, this, other in (("lost", left, right), ("come", right, left)):
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {name} AS"
            f" SELECT {chosen} FROM {this} EXCEPT ALL SELECT {chosen} FROM {other}"
        )
    own_key = [c for c in key if c in shared]
    joined = " AND ".join(f'lost."{c}" IS NOT DISTINCT FROM come."{c}"' for c in own_key) or "FALSE"
    rest = [c for c in shared if c not in own_key]
    changed = _one(connection, f"SELECT COUNT(*) FROM lost JOIN come ON {joined}")
    differing = _differing(connection, joined, rest) if changed else {}
    lost, come = (_one(connection, f"SELECT COUNT(*) FROM {name}") for name in ("lost", "come"))
    return TableDifference(
        table=table,
        left_rows=counts[0],
        right_rows=counts[1],
        left_only=lost - changed,
        right_only=come - changed,
        changed=changed,
        changed_columns=differing,
        sums=_sums(connection, left, right, [c for c in shared if c.endswith("_sek")]) if lost or come else {},
        examples=_examples(connection, joined, own_key, list(differing)),
        columns_left_only=[c for c in ours if c not in theirs],
        columns_right_only=[c for c in theirs if c not in ours],
    )


def _differing(connection: duckdb.DuckDBPyConnection, joined: str, columns: list[str]) -> dict[str, int]:
    counted = ", ".join(f'COUNT(*) FILTER (lost."{c}" IS DISTINCT FROM come."{c}")' for c in columns)
    row = connection.execute(f"SELECT {counted} FROM lost JOIN come ON {joined}").fetchone() if columns else None
    return {c: n for c, n in zip(columns, row or (), strict=True) if n}


def _sums(
    connection: duckdb.DuckDBPyConnection, left: str, right: str, columns: list[str]
) -> dict[str, tuple[Decimal | None, Decimal | None]]:
    if not columns:
        return {}
    summed = ", ".join(f'SUM("{c}")' for c in columns)
    sides = [connection.execute(f"SELECT {summed} FROM {side}").fetchone() or () for side in (left, right)]
    return {c: (a, b) for c, a, b in zip(columns, *sides, strict=True) if a != b}


def _examples(connection: duckdb.DuckDBPyConnection, joined: str, key: list[str], columns: list[str]) -> list[Change]:
    found: list[Change] = []
    keys = ", ".join(f'lost."{c}"' for c in key)
    for column in columns:
        rows = connection.execute(
            f'SELECT {keys}, lost."{column}", come."{column}" FROM lost JOIN come ON {joined}'
            f' WHERE lost."{column}" IS DISTINCT FROM come."{column}" ORDER BY ALL LIMIT {EXAMPLES}'
        ).fetchall()
        found += [Change(dict(zip(key, row, strict=False)), column, row[-2], row[-1]) for row in rows]
    return found


def _one(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0
