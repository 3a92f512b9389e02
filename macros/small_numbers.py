"""Texts as delivered, where a number in them could be one that is not shown."""

from __future__ import annotations

from sqlglot import exp
from sqlmesh import macro
from sqlmesh.core.macros import MacroEvaluator

NUMBER = "[0-9]|(^|[^a-zåäö])(noll|två|tre|fyra|zero|two|three|four)([^a-zåäö]|$)"


@macro()
def text_without_numbers(_evaluator: MacroEvaluator, text: exp.Expression) -> str:
    """The text, or that it is not shown where a number stands in it."""
    lower = f"LOWER({text.sql(dialect='duckdb')})"
    return (
        f"CASE WHEN REGEXP_REPLACE({lower}, '{NUMBER}', '') <> {lower}"
        f" THEN '(visas inte)' ELSE {text.sql(dialect='duckdb')} END"
    )
