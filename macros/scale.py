"""Two numbers of one kind that differ by more than a slip of scale can hide."""

from __future__ import annotations

from sqlglot import exp
from sqlmesh import macro
from sqlmesh.core.macros import MacroEvaluator


@macro()
def scale_question(
    _evaluator: MacroEvaluator,
    value: exp.Expression,
    reference: exp.Expression,
    floor: exp.Expression,
    share_base: exp.Expression,
    from_ratio: exp.Expression,
) -> str:
    """The code of seed.outcome_question that a value raises beside a reference; NULL where it raises none.

    A question from `from_ratio` times on. The larger of the two must reach `floor`: small numbers differ many times
    without a fault. A share is mistaken by a hundred only, an amount also by a thousand; else only its size is told.
    """
    small, large = (f"ABS({e.sql(dialect='duckdb')})::DECIMAL(38, 6)" for e in (value, reference))
    share, least, ratio = (e.sql(dialect="duckdb") for e in (share_base, floor, from_ratio))

    def times(low: str, high: str, word: str) -> str:
        return (
            f"WHEN {low} > 0 AND {high} >= {ratio} * {low} AND {high} >= {least}"
            f" THEN CASE WHEN NOT {share} IS NULL OR {high} < 300 * {low} THEN 'too_{word}_100'"
            f" WHEN {high} < 3000 * {low} THEN 'too_{word}_1000' ELSE 'too_{word}' END"
        )

    return f"CASE {times(small, large, 'small')} {times(large, small, 'large')} END"
