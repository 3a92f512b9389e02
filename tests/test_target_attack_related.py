"""The same attacker with figures that are computed from one another: none of them gives a small number back."""
# ruff: noqa: E501 -- rows are easier to read on one line

from __future__ import annotations

import datetime as dt
import itertools
import random
from typing import Any

import numpy as np
import pytest
from scipy.optimize import linprog
from target_warehouse import build, delivery, outcomes, together, units

from rjh_warehouse.statistics.suppression import LIMIT

CASES = "Antal fall av stickskador"
UNITS = {"01010": "RS", "01020": "RS", "01030": "RS", "02010": "HSN", "02020": "HSN", "02030": "HSN"}
Row = dict[str, Any]


def cell(name: str, place: str, value: float | None, unit: str | None = "antal", year: int = 2023, **more: Any) -> Row:
    """One outcome of a year, its indicator coded by its words."""
    return {
        "indicator_code": name.upper(), "indicator_name": name, "unit_text": unit, "organisation_code": place,
        "value": value, "value_decimals": 0 if value == round(value or 0) else 1, "period_text": str(year),
        "period_start": dt.date(year, 1, 1), **more,
    }  # fmt: skip


def shown(cells: list[Row]) -> dict[tuple[str, str, str, str], float]:
    """(indicator, organisation, period, gender) → what is published."""
    query = "SELECT indicator_code, organisation_code, period_code, gender_code, value FROM core.indicator_value WHERE NOT value IS NULL"
    with build(together(units(UNITS), outcomes(cells))) as connection:
        return {tuple(key): float(value) for *key, value in connection.execute(query).fetchall()}


@pytest.mark.parametrize(
    ("derived", "unit", "year", "value"),
    [
        ("Förändring av antal fall av stickskador sedan 2019", "%", 2023, -50.0),
        ("Förändring av antal fall av stickskador sedan 2019", "antal", 2023, 20.0),
        ("Andel kvinnor, antal fall av stickskador", "%", 2023, 92.5),
        ("Antal fall av stickskador per 1000 anställda", "per 1000", 2023, 7.5),
        ("Antal fall av stickskador, totalt", "antal", 2023, 40.0),
    ],
)
def test_a_figure_that_holds_the_words_of_a_hidden_one_is_not_shown_beside_it(
    derived: str, unit: str, year: int, value: float
) -> None:
    """3 in 2019, 6 in 2023 and 40 with 3 men in 2021: what is computed from them is hidden where they are, in any year."""
    cells = [cell(CASES, "RS", 3, year=2019), cell(CASES, "RS", 23, year=2023)]
    cells += [cell(derived, "RS", value, unit, year), cell(derived, "HSN", value, unit, year)]
    published = shown(cells)
    assert (derived.upper(), "RS", str(year), "T") not in published
    assert (derived.upper(), "HSN", str(year), "T") in published
    assert (CASES.upper(), "RS", "2023", "T") in published


def test_words_that_say_little_or_nothing_in_common_do_not_hide() -> None:
    cells = [cell("Fall", "RS", 3), cell("Bortfall, andel", "RS", 30.5, "%"), cell("Nöjda resenärer", "RS", 61.5, "%")]
    assert set(shown(cells)) == {("BORTFALL, ANDEL", "RS", "2023", "T"), ("NÖJDA RESENÄRER", "RS", "2023", "T")}


def test_a_share_without_its_persons_is_hidden_where_another_figure_counts_few() -> None:
    few = {"organisation_code": "01010", "person_count": 3}
    cells = [cell("Medarbetarenkät, svarsfrekvens", "", 66.7, "%", **few), cell("Trivsel", "01010", 33.3, "%")]
    cells += [
        cell("Medarbetarenkät, svarsfrekvens", "01020", 70.0, "%", person_count=50),
        cell("Trivsel", "01020", 80.0, "%"),
    ]
    assert {(code, place) for code, place, *_ in shown(cells)} == {
        ("TRIVSEL", "01020"),
        ("MEDARBETARENKÄT, SVARSFREKVENS", "01020"),
    }


@pytest.mark.parametrize("unit", (None, "ärr/år", "pers.", "Antal ack"))
def test_a_whole_number_in_a_unit_that_nobody_knows_is_presumed_to_count_persons(unit: str | None) -> None:
    assert {place for _, place, *_ in shown([cell("Remisser", "RS", 3, unit), cell("Remisser", "HSN", 30, unit)])} == {
        "HSN"
    }


@pytest.mark.parametrize("unit", ("mkr", "dagar", "index", "kWh"))
def test_money_time_and_quantities_do_not_count_persons(unit: str) -> None:
    assert len(shown([cell("Mått", "RS", 3, unit), cell("Mått", "HSN", 30, unit)])) == 2


@pytest.mark.parametrize(
    ("unit", "value"), (("andel", 0.25), ("per 1000 invånare", 2.5), ("Promille", 2.5), (None, 25.0))
)
def test_a_share_in_any_scale_does_not_give_the_persons_in_it(unit: str | None, value: float) -> None:
    persons = 8 if value in {0.25, 25.0} else 800  # two in either case
    cells = [
        cell("Andel fall", "RS", value, unit, person_count=persons),
        cell("Andel fall", "HSN", value, unit, person_count=100 * persons),
    ]
    assert {place for _, place, *_ in shown(cells)} == {"HSN"}


def test_more_than_one_case_a_person_is_no_small_number() -> None:
    assert shown([cell("Besök", "RS", 2400.5, "per 1000 invånare", person_count=1000)])


@pytest.mark.parametrize("seed", (1, 4))
def test_no_small_month_is_given_back_by_counts_from_the_start_of_the_year(seed: int) -> None:
    """Cumulative months by unit and gender: all that is published, solved for every month's and every sum's small count."""
    dice = random.Random(seed)
    months = range(1, 5)
    leaves = list(itertools.product(UNITS, "KM", months))
    counts = np.array(
        [dice.choice((dice.randint(0, 4), dice.randint(8, 30), dice.randint(8, 30))) for _ in leaves], float
    )

    def within(place: str, gender: str, first: int, last: int) -> np.ndarray:
        return np.array(
            [place in {u, UNITS[u], "RJH"} and gender in {"T", s} and first <= m <= last for u, s, m in leaves], float
        )

    figures = list(itertools.product([*UNITS, "RS", "HSN", "RJH"], "TKM", months))
    cells = [
        cell(CASES, place, counts @ within(place, gender, 1, month), gender_code=gender, period_kind="månad",
             period_text=f"2023-{month:02}", period_start=dt.date(2023, month, 1))
        for place, gender, month in figures
    ]  # fmt: skip
    published = shown(cells)
    assert published, "something can be shown"
    known = np.array(
        [within(place, gender, 1, int(p[-2:])) for _, place, gender, p in ((c, o, g, p) for c, o, p, g in published)]
    )
    given = list(published.values())
    aims = [within(p, g, first, m) for p, g, m in figures for first in {1, m}]
    small = [aim for aim in aims if counts @ aim < LIMIT]
    assert small
    for aim in small:
        ends = [linprog(sign * aim, A_eq=known, b_eq=given, bounds=(0, None), method="highs") for sign in (1, -1)]
        assert ends[0].status == 0, ends[0].message
        assert ends[1].status == 3 or -ends[1].fun - ends[0].fun > LIMIT - 1.01, f"{counts @ aim} is given back"


def test_few_own_or_hired_staff_are_not_shown_nor_given_back_by_a_board_s_total() -> None:
    staff = {"01010": (3.5, 0.5), "01020": (12.0, 6.0), "01030": (40.0, 2.0), "02010": (9.0, 0.0), "02020": (30.0, 9.0)}
    rows = together(units(UNITS), {"delivery": [delivery("staff", "personnel_month", dt.date(2024, 5, 6))]})
    rows["personnel_month"] = [
        {"delivery_id": "staff", "row_number": n, "row_kind": "data", "unit_code": unit, "month": dt.date(2024, 4, 1),
         "own_fte": own, "hired_fte": hired, "sick_hours": 10.5, "worked_hours": 160 * own}
        for n, (unit, (own, hired)) in enumerate(staff.items(), start=2)
    ]  # fmt: skip
    query = "SELECT unit_code, own_fte, hired_fte, sick_hours, worked_hours, is_too_few FROM core.personnel_month ORDER BY unit_code"
    with build(rows) as connection:
        found = {
            unit: tuple(None if v is None else float(v) for v in row)
            for unit, *row in connection.execute(query).fetchall()
        }
    assert found == {
        "01010": (None, None, None, None, True),
        "01020": (
            None,
            None,
            None,
            None,
            True,
        ),  # with the small one: the board's total less the others gives both only
        "01030": (40, None, 10.5, 6400, False),
        "02010": (9, None, 10.5, 1440, False),
        "02020": (30, 9, 10.5, 4800, False),
    }
