"""Relations between published figures: exact sides, precision propagated, readings that would make them hold."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rjh_warehouse.evaluation.published_relation import (
    Printed,
    Relation,
    RelationError,
    compute,
    computed_all,
    readings,
)

MKR = Fraction(10**6)


def mkr(value: str, precision: str = "1", unit: Fraction = MKR, sign: int = 1) -> Printed:
    return Printed(Fraction(value) * unit, Fraction(precision) * unit, unit, is_money=True, sign=sign)


def pct(value: str, precision: str = "0.1") -> Printed:
    return Printed(Fraction(value), Fraction(precision), Fraction(1), is_money=False)


def test_net_is_gross_less_revenue() -> None:
    figures = {"N": mkr("279", sign=-1), "G": mkr("559", sign=-1), "R": mkr("280")}
    found = compute(Relation("x", "N", "G-R"), figures)
    assert found.is_money
    assert found.difference == 0
    assert {c.figure: c.amount / MKR for c in found.cells} == {"N": -279, "G": -559, "R": 280}
    assert found.square_sum == 3 * MKR**2  # tolerance 3·√(3/12) = 1,5 mkr


def test_a_sum_that_does_not_hold_is_not_excused() -> None:
    found = compute(Relation("x", "N", "G-R"), {"N": mkr("76"), "G": mkr("94"), "R": mkr("32")})
    assert found.difference == 14 * MKR
    assert not found.holds


def test_kronor_printed_for_millions_are_read_as_the_unit_that_fits() -> None:
    figures = {"D": mkr("-60.3", "0.1", Fraction(1)), "R": mkr("59.0", "0.1"), "C": mkr("-119.3", "0.1")}
    relation = Relation("x", "D", "R+C")
    assert compute(relation, figures).difference == Fraction("-60.3") + Fraction("60.3") * MKR
    fitting = [r for r in readings(relation, figures) if r.holds]
    assert [(r.figure, r.change, r.unit, r.residual) for r in fitting] == [("D", "unit", "mkr", 0)]
    assert compute(Relation("x", "D", "R+C", "D.unit=mkr"), figures).difference == 0


def test_a_percentage_is_held_against_change_and_base_with_its_precision() -> None:
    figures = {"P": pct("2.5"), "C": mkr("39.5", "0.1"), "L": mkr("1631")}
    found = compute(Relation("x", "P", "100*C/(L-C)"), figures)
    assert not found.is_money
    assert float(found.difference) == pytest.approx(0.01806, abs=1e-5)
    assert 3 * float(found.square_sum / 12) ** 0.5 == pytest.approx(0.08679, abs=1e-5)


def test_a_figure_on_both_sides_is_one_rounding() -> None:
    figures = {"C": mkr("39.5", "0.1"), "P": pct("2.5"), "L": mkr("1631")}
    found = compute(Relation("x", "C", "P/100*(L-C)"), figures)
    assert found.difference == (Fraction("39.5") - Fraction("0.025") * Fraction("1591.5")) * MKR
    by_place = {(c.side, c.figure): c.precision for c in found.cells}
    assert by_place["stated", "C"] == Fraction("0.1") * MKR * (1 + Fraction("0.025"))
    assert by_place["computed", "C"] == 0


@pytest.mark.parametrize("right", ["G+P", "G*G", "G/(R-R)", "G-X", "G**2", "__import__('os')", "G-", "1", "(" * 300])
def test_what_cannot_be_computed_says_so(right: str) -> None:
    figures = {"N": mkr("1"), "G": mkr("2"), "R": mkr("1"), "P": pct("3")}
    with pytest.raises(RelationError):
        compute(Relation("x", "N", right), figures)


def test_a_rule_steps_aside_for_a_delivered_relation_of_the_same_figures() -> None:
    figures = {"N": mkr("279"), "G": mkr("559"), "R": mkr("280")}
    rule, told = Relation("rule", "N", "G-R", is_delivered=False), Relation("R057", "N", "G-R")
    assert [r.code for r, _ in computed_all([rule, told], figures)[0]] == ["R057"]
    assert [r.code for r, _ in computed_all([rule], figures)[0]] == ["rule"]
    read = Relation("R068", "N", "G-R", "N.unit=tkr")
    assert [r.code for r, _ in computed_all([rule, read], figures)[0]] == ["rule", "R068"]


@given(st.lists(st.integers(-10_000, 10_000), min_size=2, max_size=6))
def test_the_cells_add_up_to_the_sides(values: list[int]) -> None:
    figures = {f"F{n}": mkr(str(v)) for n, v in enumerate(values)}
    found = compute(Relation("x", "F0", "+".join(f"F{n}" for n in range(1, len(values)))), figures)
    assert found.difference == (values[0] - sum(values[1:])) * MKR
    assert found.square_sum == len(values) * MKR**2
