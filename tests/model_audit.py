"""Run an audit of the project on a small table."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb

AUDITS = Path(__file__).parents[1] / "audits"


def failing_rows(connection: duckdb.DuckDBPyConnection, audit: str, table: str) -> int:
    """How many rows the audit finds when `table` is its model. Raises LookupError for an unknown audit."""
    for path in sorted(AUDITS.glob("*.sql")):
        for part in re.split(r"(?=^AUDIT \()", path.read_text(encoding="utf-8"), flags=re.MULTILINE):
            found = re.match(r"AUDIT \(\s*name (\w+)[^)]*\);(.*)", part, flags=re.DOTALL)
            if found and found[1] == audit:
                query = found[2].replace("@this_model", table).strip().rstrip(";")
                return len(connection.execute(query).fetchall())
    raise LookupError(audit)
