"""Sentences of the message catalogue in SQL."""

from __future__ import annotations

from sqlglot import exp
from sqlmesh import macro
from sqlmesh.core.macros import MacroEvaluator

PLACES = {
    "expected": "expected",
    "row": "row_number",
    "column": "column_name",
    "sheet": "sheet",
    "cell": "cell",
    "found": "found",  # last: what was delivered may hold braces
}


@macro()
def filled_message(
    _evaluator: MacroEvaluator, text: exp.Expression, source: exp.Expression, expected: exp.Expression | None = None
) -> str:
    """The sentence with its places filled; a place without a value reads as "–".

    Args:
        text: the sentence with {found}, {expected} and the other places open.
        source: the table with found (what may be shown of it), expected, row_number, column_name, sheet and cell.
        expected: the table's column of what was expected, in the sentence's language; none: `expected`.
    """
    filled, table = text.sql(dialect="duckdb"), source.sql(dialect="duckdb")
    of_language = {"expected": expected.sql(dialect="duckdb")} if expected is not None else {}
    for place, column in {**PLACES, **of_language}.items():
        filled = f"REPLACE({filled}, '{{{place}}}', COALESCE(CAST({table}.{column} AS TEXT), '–'))"
    return filled
