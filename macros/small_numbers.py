"""Texts as delivered, where a number in them could be one that is not shown."""

from __future__ import annotations

from sqlglot import exp
from sqlmesh import macro
from sqlmesh.core.macros import MacroEvaluator

# The words for none to five; "en" and "ett" are articles too, and left alone unless "only" stands before them.
WORDS = (
    "noll|ingen|inget|inga|enda|(enbart|endast|bara) (en|ett)|två|tvenne|tre|fyra|fem"
    "|zero|none|nobody|single|(only|just) one|two|three|four|five"
)
NUMBER = f"[0-9]|(^|[^a-zåäö])({WORDS})([^a-zåäö]|$)"
NOT_SHOWN = "'(visas inte)'"


@macro()
def text_not_shown(_evaluator: MacroEvaluator, text: exp.Expression) -> str:
    """That a text is delivered and not shown; empty where none is."""
    return f"CASE WHEN NOT {text.sql(dialect='duckdb')} IS NULL THEN {NOT_SHOWN} END"


@macro()
def text_without_numbers(_evaluator: MacroEvaluator, text: exp.Expression) -> str:
    """The text, or that it is not shown where a number stands in it."""
    lower = f"LOWER({text.sql(dialect='duckdb')})"
    return (
        f"CASE WHEN REGEXP_REPLACE({lower}, '{NUMBER}', '') <> {lower}"
        f" THEN {NOT_SHOWN} ELSE {text.sql(dialect='duckdb')} END"
    )
