"""What a table holds, as one short text that does not depend on the order of its rows."""

from __future__ import annotations

import hashlib

import duckdb


def content_of(connection: duckdb.DuckDBPyConnection, table: str, where: str = "TRUE") -> tuple[str, int]:
    """A table's (or view's) content and its number of rows.

    Each row is hashed over all its columns, and that hash once more: without it, two rows that swap a value would give
    the same exclusive or. Sum and exclusive or over the rows' hashes do not see their order.

    Args:
        where: which rows (SQL); all of them as a rule.
    """
    columns = [(row[0], row[1]) for row in connection.execute(f"DESCRIBE SELECT * FROM {table}").fetchall()]
    named = ", ".join(f'"{name}"' for name, _ in columns)
    row = connection.execute(
        f"SELECT COUNT(*), COALESCE(SUM(h), 0), COALESCE(BIT_XOR(h), 0)"
        f" FROM (SELECT hash(hash({named})) AS h FROM {table} WHERE {where})"
    ).fetchone()
    assert row is not None
    return digest_of(*(f"{name} {kind}" for name, kind in columns), *row), int(row[0])


def digest_of(*parts: object) -> str:
    """16 hex digits over parts, in their order."""
    return hashlib.sha256("\0".join(str(p) for p in parts).encode()).hexdigest()[:16]
