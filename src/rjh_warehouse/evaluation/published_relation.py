"""Relations between published figures: both sides computed exactly, with what rounding of the print can do to them.

A side is an expression of figures by their numbers ("F210-F203", "100*F383/(F382-F383)"). It is evaluated in
fractions of base units (kronor; per cent and counts as they are), with its partial derivatives, so that the printed
precision of every figure propagates to first order: σ² = Σ (∂f/∂xᵢ · uᵢ)² / 12 (rounding errors uniform and apart).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

MONEY_UNITS: dict[str, int] = {"kr": 1, "tkr": 10**3, "mkr": 10**6, "mdkr": 10**9}
LARGEST = 10**15  # of an amount that a relation may compute: beyond it something is misread
_READ_AS = re.compile(r"(\w+)\.unit=(\w+)")


class RelationError(ValueError):
    """A relation that cannot be computed; the message says why."""


@dataclass(frozen=True)
class Printed:
    """A printed figure in base units (kronor, or the number itself), unit of its last digit alike."""

    value: Fraction
    precision: Fraction
    factor: Fraction  # base units of one printed unit
    is_money: bool
    sign: int = 1  # −1 where the record writes a cost +, which the warehouse writes −


@dataclass(frozen=True)
class Relation:
    """What should hold: left = right, under an assumption of how figures are read."""

    code: str
    left: str
    right: str
    assumption: str = ""
    is_delivered: bool = True


@dataclass(frozen=True)
class Cell:
    """One figure's part in one side: the cells of a side add up to it.

    Where the side is no sum of its figures (a quotient), the first of them carries it and the others are 0.
    `precision` is |∂difference/∂figure| × printed precision; of a figure on both sides it stands on the left alone.
    """

    side: str
    figure: str
    coefficient: Fraction
    amount: Fraction
    precision: Fraction


@dataclass(frozen=True)
class Reading:
    """A figure read otherwise than printed, and the difference that is then left."""

    figure: str
    change: str  # omitted, counted_twice, sign_turned or unit
    unit: str | None
    amount: Fraction
    residual: Fraction
    square_sum: Fraction  # Σ (derivative × precision)²

    @property
    def holds(self) -> bool:
        """Whether rounding explains what is left."""
        return within_rounding(self.residual, self.square_sum)


@dataclass(frozen=True)
class _Dual:
    value: Fraction
    slopes: Mapping[str, Fraction]
    money: int  # power of money in it


@dataclass(frozen=True)
class Computed:
    """A relation computed: its cells, in kronor where it is of money, in the sign of the left side's first figure."""

    is_money: bool
    cells: tuple[Cell, ...]

    @property
    def difference(self) -> Fraction:
        """Left less right."""
        return sum((c.amount if c.side == "stated" else -c.amount for c in self.cells), Fraction(0))

    @property
    def square_sum(self) -> Fraction:
        """Sum of the squared precisions of the cells."""
        return sum((c.precision**2 for c in self.cells), Fraction(0))

    @property
    def holds(self) -> bool:
        """Whether rounding explains the difference."""
        return within_rounding(self.difference, self.square_sum)

    @property
    def figures(self) -> frozenset[str]:
        """The figures of both sides."""
        return frozenset(c.figure for c in self.cells)


def within_rounding(difference: Fraction, square_sum: Fraction) -> bool:
    """|difference| ≤ 3σ with σ² = square_sum / 12."""
    return 4 * difference**2 <= 3 * square_sum


def compute(relation: Relation, figures: Mapping[str, Printed]) -> Computed:
    """Both sides of a relation.

    Raises:
        RelationError: an expression cannot be read, names a figure that is not known, divides by zero, or the two
            sides (or two terms) are not of one kind.
    """
    known = _as_read(relation.assumption, figures)
    left, right = _evaluate(relation.left, known), _evaluate(relation.right, known)
    if left.money != right.money or left.money not in (0, 1):
        raise RelationError(f"{relation.code}: the sides are not of one kind")
    sign = known[next(iter(left.slopes))].sign if left.money and left.slopes else 1
    shared = {f: left.slopes[f] - right.slopes[f] for f in left.slopes if f in right.slopes}
    cells = [
        *_cells("stated", left, sign, known, shared),
        *_cells("computed", right, sign, known, dict.fromkeys(shared, Fraction(0))),
    ]
    if not left.slopes or not right.slopes:
        raise RelationError(f"{relation.code}: a side names no figure")
    if any(abs(c.amount) >= LARGEST or c.precision >= LARGEST for c in cells):
        raise RelationError(f"{relation.code}: an amount is too large to be one")
    return Computed(left.money == 1, tuple(cells))


def readings(relation: Relation, figures: Mapping[str, Printed]) -> Iterator[Reading]:
    """Every single figure of money read in another unit or with its sign turned, or a term left out or doubled."""
    before = compute(relation, figures)
    in_sums = {c.figure for c in before.cells if sum(o.side == c.side for o in before.cells) > 1}
    for name in sorted(before.figures):
        figure = figures[name]
        if not figure.is_money:
            continue
        for change, unit, times in _changes(figure, name in in_sums):
            read = replace(figure, value=figure.value * times, precision=figure.precision * abs(times))
            if change in ("omitted", "counted_twice"):
                read = replace(read, precision=figure.precision)
            try:
                after = compute(relation, {**figures, name: read})
            except RelationError:
                continue
            yield Reading(name, change, unit, figure.value, after.difference, after.square_sum)


def computed_all(
    relations: Sequence[Relation], figures: Mapping[str, Printed]
) -> tuple[list[tuple[Relation, Computed]], list[tuple[Relation, str]]]:
    """Every relation that can be computed, and those that cannot with the reason.

    A relation found by rule is left out where a delivered one compares the same figures as printed.
    """
    found: list[tuple[Relation, Computed]] = []
    failed: list[tuple[Relation, str]] = []
    for relation in relations:
        try:
            found.append((relation, compute(relation, figures)))
        except RelationError as error:
            failed.append((relation, str(error)))
    told = {c.figures for r, c in found if r.is_delivered and not r.assumption}
    return [(r, c) for r, c in found if r.is_delivered or c.figures not in told], failed


def _changes(figure: Printed, is_term: bool) -> Iterator[tuple[str, str | None, Fraction]]:
    yield "sign_turned", None, Fraction(-1)
    if is_term:
        yield "omitted", None, Fraction(0)
        yield "counted_twice", None, Fraction(2)
    for unit, factor in MONEY_UNITS.items():
        if factor != figure.factor:
            yield "unit", unit, factor / figure.factor


def _as_read(assumption: str, figures: Mapping[str, Printed]) -> Mapping[str, Printed]:
    if not assumption:
        return figures
    known = dict(figures)
    for name, unit in _READ_AS.findall(assumption):
        if name not in known or unit not in MONEY_UNITS:
            raise RelationError(f"the assumption {assumption} cannot be read")
        times = MONEY_UNITS[unit] / known[name].factor
        known[name] = replace(
            known[name],
            value=known[name].value * times,
            precision=known[name].precision * times,
            factor=Fraction(MONEY_UNITS[unit]),
        )
    return known


def _cells(
    side: str, dual: _Dual, sign: int, figures: Mapping[str, Printed], shared: Mapping[str, Fraction]
) -> Iterator[Cell]:
    amounts = {f: slope * figures[f].value for f, slope in dual.slopes.items()}
    if sum(amounts.values()) != dual.value:
        amounts = {f: dual.value if place == 0 else Fraction(0) for place, f in enumerate(amounts)}
    for name, slope in dual.slopes.items():
        precision = abs(shared.get(name, slope)) * figures[name].precision
        yield Cell(side, name, slope * sign, amounts[name] * sign, precision)


def _evaluate(expression: str, figures: Mapping[str, Printed]) -> _Dual:
    try:
        tree = ast.parse(expression.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError) as error:
        raise RelationError(f"{expression} cannot be read") from error
    return _value(tree, figures)


def _value(node: ast.expr, figures: Mapping[str, Printed]) -> _Dual:
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return _Dual(Fraction(str(number)), {}, 0)
        case ast.Name(id=name):
            if name not in figures:
                raise RelationError(f"the figure {name} is not known, or has no known unit")
            return _Dual(figures[name].value, {name: Fraction(1)}, int(figures[name].is_money))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            one = _value(operand, figures)
            return _Dual(-one.value, {f: -s for f, s in one.slopes.items()}, one.money)
        case ast.BinOp(left=first, op=operator, right=second):
            return _combined(_value(first, figures), operator, _value(second, figures))
    raise RelationError(f"{ast.unparse(node)} is neither figure, number, + - * / nor a parenthesis")


def _combined(a: _Dual, operator: ast.operator, b: _Dual) -> _Dual:
    names = dict.fromkeys((*a.slopes, *b.slopes))
    sa, sb = ({n: d.slopes.get(n, Fraction(0)) for n in names} for d in (a, b))
    match operator:
        case ast.Add() | ast.Sub():
            if a.money != b.money:
                raise RelationError("money is added to what is not money")
            sign = 1 if isinstance(operator, ast.Add) else -1
            return _Dual(a.value + sign * b.value, {n: sa[n] + sign * sb[n] for n in names}, a.money)
        case ast.Mult():
            slopes = {n: sa[n] * b.value + sb[n] * a.value for n in names}
            return _Dual(a.value * b.value, slopes, a.money + b.money)
        case ast.Div():
            if b.value == 0:
                raise RelationError("a figure is divided by zero")
            slopes = {n: (sa[n] * b.value - sb[n] * a.value) / b.value**2 for n in names}
            return _Dual(a.value / b.value, slopes, a.money - b.money)
    raise RelationError("only + - * / are computed")
