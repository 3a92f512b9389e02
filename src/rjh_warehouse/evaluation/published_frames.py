"""The published figures and relations as inputs of the relations' evaluation; its results as rows for the models."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from rjh_warehouse.evaluation.published_relation import Printed, Relation, computed_all, readings
from rjh_warehouse.evaluation.query import asked

if TYPE_CHECKING:
    from sqlmesh import ExecutionContext

_PLACES = Decimal("0.000001")


def read_relations(context: ExecutionContext) -> tuple[list[Relation], dict[str, Printed]]:
    """Every relation, delivered ones first, and the figures by their numbers."""
    figures = {
        code: Printed(Fraction(value), Fraction(precision), Fraction(factor), bool(is_money), int(sign))
        for code, value, precision, factor, is_money, sign in asked(context, "published_figure").fetchall()
    }
    return [Relation(*row) for row in asked(context, "published_relation").fetchall()], figures


def cell_rows(relations: list[Relation], figures: Mapping[str, Printed]) -> Iterator[tuple[Any, ...]]:
    """(relation, side, figure, coefficient, amount, precision, whether money) of each relation that can be computed."""
    for relation, computed in computed_all(relations, figures)[0]:
        for c in computed.cells:
            numbers = (_decimal(c.coefficient), _decimal(c.amount), _decimal(c.precision))
            yield (relation.code, c.side, c.figure, *numbers, computed.is_money)


def reading_rows(relations: list[Relation], figures: Mapping[str, Printed]) -> Iterator[tuple[Any, ...]]:
    """(relation, figure, change, unit, printed amount, residual, tolerance) of readings that make a relation hold."""
    for relation, computed in computed_all(relations, figures)[0]:
        if computed.holds:
            continue
        for reading in readings(relation, figures):
            if reading.holds:
                tolerance = _decimal(Fraction(3 * (float(reading.square_sum) / 12) ** 0.5))
                numbers = (_decimal(reading.amount), _decimal(reading.residual), tolerance)
                yield (relation.code, reading.figure, reading.change, reading.unit, *numbers)


def _decimal(number: Fraction) -> Decimal:
    """To six places, half to even."""
    with localcontext(prec=60):
        exact = Decimal(number.numerator) / Decimal(number.denominator)
        return exact.quantize(_PLACES, rounding=ROUND_HALF_EVEN)
