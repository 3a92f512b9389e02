"""Amounts as delivered → kronor in the canonical sign, with the precision that was stated."""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp
from sqlmesh import macro
from sqlmesh.core.macros import MacroEvaluator


def _sql(expression: exp.Expression) -> str:
    return str(expression.sql(dialect="duckdb"))


@macro()
def to_sek(_evaluator: MacroEvaluator, amount: exp.Expression, factor: exp.Expression, sign: exp.Expression) -> str:
    """Kronor, revenue + and cost −: the amount × kronor per unit × the file's sign (+1 or −1)."""
    return f"CAST({_sql(amount)} * {_sql(factor)} * CAST({_sql(sign)} AS SMALLINT) AS DECIMAL(18, 2))"


@macro()
def to_precision(_evaluator: MacroEvaluator, factor: exp.Expression, decimals: exp.Expression) -> str:
    """The stated precision in kronor: kronor per unit × 10 to the power of −decimals."""
    return f"CAST({_sql(factor)} * CAST('1e-' || {_sql(decimals)} AS DECIMAL(18, 9)) AS DECIMAL(18, 2))"


SMALL_SEK = 50_000  # amounts below it are said in tkr


@macro()
def money_text(_evaluator: MacroEvaluator, amount: exp.Expression) -> str:
    """An amount in kronor as Swedish text in mkr, e.g. '−0,600 mkr'; small ones in tkr, e.g. '1,9 tkr'."""
    swedish = f"REPLACE(REPLACE({_rounded(amount)}, '.', ','), '-', '−')"
    return f"({swedish} || CASE WHEN ABS({_sql(amount)}) < {SMALL_SEK} THEN ' tkr' ELSE ' mkr' END)"


@macro()
def money_text_en(_evaluator: MacroEvaluator, amount: exp.Expression) -> str:
    """An amount in kronor as English text, e.g. 'SEK −0.600 million' or 'SEK 1.9 thousand'."""
    english = f"'SEK ' || REPLACE({_rounded(amount)}, '-', '−')"
    return f"({english} || CASE WHEN ABS({_sql(amount)}) < {SMALL_SEK} THEN ' thousand' ELSE ' million' END)"


@macro()
def quantity_text(
    evaluator: MacroEvaluator, amount: exp.Expression, unit: exp.Expression, is_money: exp.Expression
) -> str:
    """Money as `money_text` says it, anything else as a number with its unit, e.g. '−0,03 %'."""
    number = f"REPLACE(REPLACE(CAST(CAST({_sql(amount)} AS DECIMAL(18, 2)) AS TEXT), '.', ','), '-', '−')"
    return _either(money_text(evaluator, amount), number, unit, is_money)


@macro()
def quantity_text_en(
    evaluator: MacroEvaluator, amount: exp.Expression, unit: exp.Expression, is_money: exp.Expression
) -> str:
    """The same in English."""
    number = f"REPLACE(CAST(CAST({_sql(amount)} AS DECIMAL(18, 2)) AS TEXT), '-', '−')"
    return _either(money_text_en(evaluator, amount), number, unit, is_money)


@macro()
def verdict_text(evaluator: MacroEvaluator, sentence: exp.Expression, *said: exp.Expression) -> str:
    """A verdict's sentence in Swedish with its places filled, and what else is said of the check.

    Args:
        said: three texts that follow, each of which may be empty; then difference, tolerance and worst case, their
            unit, and whether they are money.
    """
    return _filled(evaluator, sentence, said, quantity_text)


@macro()
def verdict_text_en(evaluator: MacroEvaluator, sentence: exp.Expression, *said: exp.Expression) -> str:
    """The same in English."""
    return _filled(evaluator, sentence, said, quantity_text_en)


def _filled(
    evaluator: MacroEvaluator, sentence: exp.Expression, said: tuple[exp.Expression, ...], quantity: Callable[..., str]
) -> str:
    *texts, difference, tolerance, worst_case, unit, is_money = said
    filled = _sql(sentence)
    for place, amount in {"difference": difference, "tolerance": tolerance, "worst_case": worst_case}.items():
        number = quantity(evaluator, amount, unit, is_money)
        number = f"COALESCE({number}, '')" if place == "difference" else number
        filled = f"REPLACE({filled}, '{{{place}}}', {number})"
    also = [f"COALESCE(' ' || {_sql(text)}, '')" for text in texts]
    return f"({' || '.join([filled, *also])})"


def _either(money: str, number: str, unit: exp.Expression, is_money: exp.Expression) -> str:
    return f"CASE WHEN {_sql(is_money)} THEN {money} ELSE {number} || ' ' || {_sql(unit)} END"


def _rounded(amount: exp.Expression) -> str:
    number = _sql(amount)
    return (
        f"CASE WHEN ABS({number}) < {SMALL_SEK} THEN CAST(CAST(({number}) * 0.001 AS DECIMAL(18, 1)) AS TEXT) "
        f"ELSE CAST(CAST(({number}) * 0.000001 AS DECIMAL(18, 3)) AS TEXT) END"
    )


@macro()
def half_interval(
    _evaluator: MacroEvaluator, forecast: exp.Expression, half_share: exp.Expression, widening: exp.Expression
) -> str:
    """Half a forecast's interval in kronor: the pooled share, widened by what the own record says (none: once)."""
    said, share, times = (_sql(e) for e in (forecast, half_share, widening))
    pooled = f"CAST(CAST(ABS({said}) AS DECIMAL(38, 6)) * {share} AS DECIMAL(38, 6))"
    return f"CAST({pooled} * COALESCE({times}, 1) AS DECIMAL(18, 2))"


@macro()
def part_between(
    _evaluator: MacroEvaluator, amount: exp.Expression, share_from: exp.Expression, share_to: exp.Expression
) -> str:
    """What of an amount lies between two shares of it, 0 to 1, to the öre: the parts of a whole sum to the whole.

    There is room for amounts below 10 billion kronor; the engine fails on larger ones.
    """
    whole, begins, ends = (_sql(e) for e in (amount, share_from, share_to))
    return f"CAST(({whole}) * {ends} AS DECIMAL(18, 2)) - CAST(({whole}) * {begins} AS DECIMAL(18, 2))"
