"""Labels as printed → a key that survives hyphenation, spaces, case and punctuation."""

from __future__ import annotations

from sqlglot import exp
from sqlmesh import macro
from sqlmesh.core.macros import MacroEvaluator


@macro()
def label_key(_evaluator: MacroEvaluator, text: exp.Expression) -> str:
    """Lower-case letters, digits, + and % only: 'Perso-nal-kost-nader' → 'personalkostnader'."""
    from rjh_warehouse.contract.code_list import label_key as plain

    return plain(text.sql(dialect="duckdb"))


@macro()
def unit_key(_evaluator: MacroEvaluator, text: exp.Expression) -> str:
    """A unit as written → one spelling to compare it by: 'Procent' and '%' are the same unit."""
    plain = f"LOWER(TRIM({text.sql(dialect='duckdb')}))"
    return f"CASE WHEN {plain} IN ('procent', 'pct') THEN '%' ELSE {plain} END"
