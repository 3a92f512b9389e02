"""What a table holds, as one short text that does not depend on the order of its rows."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class Sums:
    """Over a table's rows: how many, and the sum and the exclusive or of their hashes."""

    rows: int
    total: int
    union: int

    def with_changes(self, rows: int, total: int, union: int) -> Sums:
        """The sums when rows have come and gone: what that adds to the count and the sum, and turns in the union."""
        return Sums(self.rows + rows, self.total + total, self.union ^ union)


def content_of(
    connection: duckdb.DuckDBPyConnection, table: str, where: str = "TRUE", only: Collection[str] | None = None
) -> tuple[str, Sums]:
    """A table's (or view's) content, and what it is the digest of.

    Args:
        where: which rows (SQL); all of them as a rule.
        only: the columns that are looked at (None: all).
    """
    columns = columns_of(connection, table)
    if only is not None:
        columns = {name: kind for name, kind in columns.items() if name in only}
    row = connection.execute(
        f"SELECT COUNT(*), COALESCE(SUM(h), 0), COALESCE(BIT_XOR(h), 0)"
        f" FROM (SELECT {hashed(columns)} AS h FROM {table} WHERE {where})"
    ).fetchone()
    assert row is not None
    sums = Sums(*(int(value) for value in row))
    return digest_of_sums(columns, sums), sums


def columns_of(connection: duckdb.DuckDBPyConnection, table: str) -> dict[str, str]:
    """A table's columns: name → type."""
    return {row[0]: row[1] for row in connection.execute(f"DESCRIBE SELECT * FROM {table}").fetchall()}


def hashed(columns: Collection[str]) -> str:
    """SQL: a row's hash over columns.

    It is hashed once more: without it, two rows that swap a value would give the same exclusive or.
    """
    if not columns:
        return "hash(0)"  # only how many rows there are
    return "hash(hash({}))".format(", ".join(f'"{name}"' for name in columns))


def digest_of_sums(columns: dict[str, str], sums: Sums) -> str:
    return digest_of(*(f"{name} {kind}" for name, kind in columns.items()), sums.rows, sums.total, sums.union)


def digest_of(*parts: object) -> str:
    """16 hex digits over parts, in their order."""
    return hashlib.sha256("\0".join(str(p) for p in parts).encode()).hexdigest()[:16]
