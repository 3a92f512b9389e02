"""Labels as printed → a key that survives hyphenation, spaces, case and punctuation."""

from __future__ import annotations

from sqlglot import exp
from sqlmesh import macro
from sqlmesh.core.macros import MacroEvaluator


@macro()
def label_key(_evaluator: MacroEvaluator, text: exp.Expression) -> str:
    """Lower-case letters, digits, + and % only: 'Perso-nal-kost-nader' → 'personalkostnader'."""
    return f"REGEXP_REPLACE(LOWER({text.sql(dialect='duckdb')}), '[^a-zåäöéü0-9+%]', '', 'g')"
