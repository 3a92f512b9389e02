"""How the part of a delivery that a row belongs to is written: one rule for a load's checks and a build's validity."""

from __future__ import annotations

from collections.abc import Sequence


def part_key_sql(columns: Sequence[str]) -> str:
    """SQL: the columns as one text, `a/b`; an empty one is no text."""
    return " || '/' || ".join(f"COALESCE(CAST({column} AS TEXT), '')" for column in columns)
