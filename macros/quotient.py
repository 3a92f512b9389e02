"""Division, powers and means of exact decimals: DuckDB's `/`, `AVG` and `POWER` go through binary floating point.

On an engine whose numeric division is exact (PostgreSQL, Spark) `@quotient(a, b, d)` says `ROUND(a / b, d)`.
"""

from __future__ import annotations

from decimal import Decimal

from sqlglot import exp
from sqlmesh import macro
from sqlmesh.core.macros import MacroEvaluator

SCALE = 6  # decimals of the operands that count


def _as_sql(expression: exp.Expression) -> str:
    return str(expression.sql(dialect="duckdb"))


def _whole(operand: str, scale: int) -> str:
    """The operand × 10^scale as a whole number of up to 38 digits."""
    return f"CAST(CAST({operand} AS DECIMAL(38, {scale})) * 1{'0' * scale} AS HUGEINT)"


def _quotient(numerator: str, denominator: str, decimals: int, scale: int) -> str:
    """Divided in whole numbers with one decimal more, cut off; that decimal then rounds, half away from zero."""
    cut = f"{_whole(numerator, scale)} * 1{'0' * (decimals + 1)} // NULLIF({_whole(denominator, scale)}, 0)"
    return f"CAST(CAST({cut} AS DECIMAL(38, 0)) * 0.{'0' * decimals}1 AS DECIMAL(38, {decimals}))"


@macro()
def quotient(
    _evaluator: MacroEvaluator,
    numerator: exp.Expression,
    denominator: exp.Expression,
    decimals: exp.Expression,
    scale: exp.Expression | None = None,
) -> str:
    """The exact quotient of two decimals, rounded half away from zero; empty where the denominator is zero.

    Args:
        decimals: how many the quotient has.
        scale: how many decimals of the operands count (6). Numerator × 10^(scale + decimals + 1) has 38 digits at most;
            the engine fails rather than lose one.
    """
    counted = int(scale.name) if scale is not None else SCALE
    return _quotient(_as_sql(numerator), _as_sql(denominator), int(decimals.name), counted)


@macro()
def mean(_evaluator: MacroEvaluator, value: exp.Expression, decimals: exp.Expression) -> str:
    """The exact mean of a decimal over the rows of a group where it is known."""
    return _quotient(f"SUM({_as_sql(value)})", f"COUNT({_as_sql(value)})", int(decimals.name), SCALE)


@macro()
def decimal_power(
    _evaluator: MacroEvaluator, base: exp.Expression, exponent: exp.Expression, largest: exp.Expression
) -> str:
    """A power of a constant, exact: 0.9 to the 2 is 0.81. Exponents are whole, 0 to `largest`; others give nothing."""
    powers = " ".join(f"WHEN {n} THEN {Decimal(base.name) ** n:f}" for n in range(int(largest.name) + 1))
    return f"CASE {_as_sql(exponent)} {powers} END"


@macro()
def growth_pct(_evaluator: MacroEvaluator, amount: exp.Expression, before: exp.Expression) -> str:
    """What an amount of two decimals has grown, in per cent with two, exact; empty where it was zero before.

    In öre of 64 bits where they have room (below 90 billion kronor), which is ten times as fast.
    """
    whole, grown = _as_sql(before), f"{_as_sql(amount)} - ({_as_sql(before)})"
    cut = f"({_ore(grown)} * 100000 // NULLIF({_ore(whole)}, 0))"
    return (
        f"CASE WHEN ABS({grown}) < {ROOM} AND ABS({whole}) < {ROOM}"
        f" THEN CAST(({cut} // 10 + ({cut} % 10) // 5) AS DECIMAL(18, 0)) * 0.01"
        f" ELSE CAST({_quotient(f'100 * ({grown})', whole, 2, SCALE)} AS DECIMAL(18, 2)) END"
    )


@macro()
def has_growth(
    _evaluator: MacroEvaluator,
    amount: exp.Expression,
    before: exp.Expression,
    expected_sign: exp.Expression,
    least_sign: exp.Expression,
    greatest_sign: exp.Expression,
) -> str:
    """Whether growth in per cent has a meaning: no zero base, and a sign that is the expected one and does not flip.

    Args:
        expected_sign: −1 or +1; 0 where either may be right, and the series' least and greatest sign must then agree.
    """
    now, then, expected = (_as_sql(e) for e in (amount, before, expected_sign))
    steady = f"{expected} = 0 AND {_as_sql(least_sign)} = {_as_sql(greatest_sign)}"
    return f"(SIGN({now}) IN (SIGN({then}), 0) AND ({then}) <> 0 AND (SIGN({then}) = {expected} OR ({steady})))"


ROOM = 90_000_000_000  # kronor: so many öre × 100 000 are a number of 64 bits


def _ore(amount: str) -> str:
    return f"CAST(CAST({amount} AS DECIMAL(18, 2)) * 100 AS BIGINT)"


@macro()
def grows_no_faster(
    _evaluator: MacroEvaluator,
    amount: exp.Expression,
    before: exp.Expression,
    other: exp.Expression,
    other_before: exp.Expression,
) -> str:
    """Whether amount / before is at most other / other_before: products are compared, nothing is rounded."""
    signs = f"SIGN({_as_sql(before)}) * NULLIF(SIGN({_as_sql(other_before)}), 0)"
    return f"({_product(amount, other_before)} - {_product(other, before)}) * {signs} <= 0"


@macro()
def proportion(
    _evaluator: MacroEvaluator,
    amount: exp.Expression,
    part: exp.Expression,
    whole: exp.Expression,
    decimals: exp.Expression,
) -> str:
    """amount × part / whole, exact until it is rounded; the product has room for 38 digits, see `product`."""
    return _quotient(_product(amount, part), _as_sql(whole), int(decimals.name), SCALE)


@macro()
def product(_evaluator: MacroEvaluator, amount: exp.Expression, factor: exp.Expression) -> str:
    """amount × factor with room for 38 digits: DuckDB's product of two decimals of 18 digits has 18, and overflows."""
    return f"({_product(amount, factor)})"


def _product(amount: exp.Expression, factor: exp.Expression) -> str:
    return f"CAST({_as_sql(amount)} AS DECIMAL(38, {SCALE})) * ({_as_sql(factor)})"
