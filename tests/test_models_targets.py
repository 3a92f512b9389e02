"""Indicators: small numbers that cannot be computed back, trends, and audits that trip."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from typing import NamedTuple

import duckdb
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from model_audit import failing_rows
from scipy.optimize import linprog

from rjh_warehouse.evaluation.indicator_suppression import hidden_outcomes
from rjh_warehouse.evaluation.indicator_table import MARKS, MEASURES
from rjh_warehouse.evaluation.indicator_trend import Point, trends

YEAR = dt.date(2024, 1, 1)
PARENT = {f"{board}{unit}": board for board in ("RS", "HSN") for unit in range(4)} | {"RS": "RJH", "HSN": "RJH"}
MOVED = PARENT | {"RS0": "HSN", "HSN1": "RS"}  # another organisation of the same units
Key = tuple[str, str, dt.date, str]  # organisation, gender, period start, kind of period


class Outcome(NamedTuple):
    """One delivered outcome, with the persons behind it and the ones among them that it is about."""

    figure_code: str
    indicator_code: str
    organisation_code: str
    period_start: dt.date
    period_kind_text: str
    gender_code: str
    is_simulated: bool
    person_count: int | None
    case_count: int | None = None
    within_count: int | None = None
    increase_count: int | None = None

    @property
    def outside_count(self) -> int | None:
        if self.person_count is None or self.within_count is None:
            return None
        return self.person_count - self.within_count


def outcome(organisation: str, gender: str, count: int | None, start: dt.date = YEAR, kind: str = "år",
            code: str = "A", figure: str = "A") -> Outcome:  # fmt: skip
    return Outcome(figure, code, organisation, start, kind, gender, False, count)


def hidden_of(outcomes: list[Outcome], *parents: dict[str, str]) -> list[Outcome]:
    """The outcomes that may not be shown."""
    counts = dict.fromkeys(MEASURES, pl.Int64)
    new = dict.fromkeys(MARKS, False)
    rows = [{**o._asdict(), **new, "outside_count": o.outside_count, "place": n} for n, o in enumerate(outcomes)]
    ways = parents or (PARENT,)
    hidden = hidden_outcomes(pl.DataFrame(rows, schema_overrides=counts), lambda _: ways, "secret")
    return [outcomes[n] for n in hidden["place"].to_list()]


def hidden_keys(outcomes: list[Outcome]) -> set[tuple[str, str]]:
    return {(o.organisation_code, o.gender_code) for o in hidden_of(outcomes)}


def table(
    counts: dict[str, tuple[int, int]], start: dt.date = YEAR, kind: str = "år", parent: dict[str, str] = PARENT
) -> list[Outcome]:
    """Women and men per unit, with totals and every organisation above."""
    sums: dict[str, tuple[int, int]] = dict(counts)
    for level in (counts, ("RS", "HSN")):
        for code in level:
            if code in sums and code in parent:
                above = parent[code]
                women, men = sums.get(above, (0, 0))
                sums[above] = (women + sums[code][0], men + sums[code][1])
    return [
        outcome(code, gender, value, start, kind)
        for code, (women, men) in sums.items()
        for gender, value in (("T", women + men), ("K", women), ("M", men))
    ]


def possible_range(
    outcomes: list[Outcome],
    hidden: set[Key],
    target: Key,
    measure: str = "person_count",
    parent: dict[str, str] | None = None,
) -> tuple[float, float]:
    """All that a reader can know of a hidden count: linear programming over every sum that holds."""
    parent = parent or PARENT
    keys = [_key(o) for o in outcomes]
    index = {key: n for n, key in enumerate(keys)}
    rows, values = [], []
    for o in outcomes:
        if _key(o) not in hidden:
            rows.append(_row(index, {_key(o): 1}))
            values.append(float(getattr(o, measure)))
    periods = sorted({(o.period_start, o.period_kind_text) for o in outcomes})
    organisations = sorted({o.organisation_code for o in outcomes})
    for period, organisation in itertools.product(periods, organisations):
        cells = {g: (organisation, g, *period) for g in "TKM"}
        if cells["T"] in index:
            rows.append(_row(index, {cells["T"]: 1, cells["K"]: -1, cells["M"]: -1}))
            values.append(0.0)
        below = [o for o in organisations if parent.get(o) == organisation]
        for gender in "TKM":
            if below and (organisation, gender, *period) in index:
                sums = {(organisation, gender, *period): 1} | {(b, gender, *period): -1 for b in below}
                rows.append(_row(index, {k: v for k, v in sums.items() if k in index}))
                values.append(0.0)
    kinds = {kind for _, kind in periods}
    if len(kinds) > 1:
        for organisation, gender in itertools.product(organisations, "TKM"):
            parts = [k for k in keys if k[:2] == (organisation, gender) and k[3] == "tertial"]
            rows.append(_row(index, {(organisation, gender, YEAR, "år"): 1} | dict.fromkeys(parts, -1)))
            values.append(0.0)
    ends = []
    for sign in (1, -1):
        aim = sign * _row(index, {target: 1})
        found = linprog(aim, A_eq=np.array(rows), b_eq=values, bounds=(0, None), method="highs")
        ends.append(np.inf if found.status == 3 else sign * found.fun)
    return ends[0], ends[1]


def _key(o: Outcome) -> Key:
    return o.organisation_code, o.gender_code, o.period_start, o.period_kind_text


def _row(index: dict[Key, int], places: dict[Key, int]) -> np.ndarray:
    row = np.zeros(len(index))
    for key, value in places.items():
        row[index[key]] = value
    return row


def assert_cannot_be_computed_back(
    outcomes: list[Outcome], *parents: dict[str, str], measures: tuple[str, ...] = ("person_count",)
) -> None:
    """Every small count is hidden, and five values or more stay possible for every hidden one."""
    hidden = {_key(o) for o in hidden_of(outcomes, *parents)}
    for parent, measure in itertools.product(parents or (PARENT,), measures):
        assert {_key(o) for o in outcomes if getattr(o, measure) < 5} <= hidden
        for key in hidden:
            low, high = possible_range(outcomes, hidden, key, measure, parent)
            assert high - low > 3.99, f"{measure} of {key} is given back as {low} to {high}"


counts = st.tuples(st.integers(0, 12), st.integers(0, 12))
units = st.dictionaries(st.sampled_from(sorted(set(PARENT) - {"RS", "HSN"})), counts, min_size=1, max_size=6)


@settings(max_examples=20, deadline=None)
@given(units)
def test_no_hidden_count_is_given_back_by_any_combination(units: dict[str, tuple[int, int]]) -> None:
    assert_cannot_be_computed_back(table(units))


@settings(max_examples=6, deadline=None)
@given(units, st.integers(0, 2**32 - 1))
def test_shares_give_back_neither_the_persons_in_them_nor_the_others(
    units: dict[str, tuple[int, int]], seed: int
) -> None:
    dice = random.Random(seed)
    within = table({u: (dice.randint(0, k), dice.randint(0, m)) for u, (k, m) in units.items()})
    outcomes = [o._replace(within_count=w.person_count) for o, w in zip(table(units), within, strict=True)]
    assert_cannot_be_computed_back(outcomes, measures=("person_count", "within_count", "outside_count"))


@settings(max_examples=10, deadline=None)
@given(
    st.fixed_dictionaries(
        {u: st.tuples(st.integers(0, 30), st.integers(0, 30)) for u in ("RS0", "RS1", "HSN0", "HSN1")}
    )
)
def test_a_reorganisation_does_not_give_a_count_back(units: dict[str, tuple[int, int]]) -> None:
    outcomes = table(units, parent=MOVED)  # the boards' sums as the organisation of the period had them
    hidden = {_key(o) for o in hidden_of(outcomes, PARENT, MOVED)}
    for key in hidden:
        low, high = possible_range(outcomes, hidden, key, parent=MOVED)
        assert high - low > 3.99, f"{key} is given back as {low} to {high}"


@pytest.mark.parametrize("seed", range(5))
def test_no_small_count_is_given_back_by_periods_that_add_up(seed: int) -> None:
    dice = random.Random(seed)
    units = ["RS0", "RS1", "RS2", "HSN0"]
    tertials = [{u: (dice.randint(2, 30), dice.randint(2, 30)) for u in units} for _ in range(3)]
    year = {u: (sum(t[u][0] for t in tertials), sum(t[u][1] for t in tertials)) for u in units}
    outcomes = table(year) + [
        o for n, t in enumerate(tertials) for o in table(t, dt.date(2024, 1 + 4 * n, 1), "tertial")
    ]
    assert_cannot_be_computed_back(outcomes)


@pytest.mark.parametrize("seed", range(12))
def test_no_small_count_is_given_back_by_what_is_left_out(seed: int) -> None:
    """Cells, a unit, or most men are not delivered: what is leaves them, and few of them, as a difference."""
    dice = random.Random(seed)
    some = [u for u in PARENT if PARENT[u] != "RJH" and u[-1] != "3"]
    full = table({u: tuple(dice.choice((dice.randint(1, 6), dice.randint(5, 40))) for _ in "KM") for u in some})
    absent = dice.choice(some)
    left_out = (
        lambda o: dice.random() < 0.25,
        lambda o: o.organisation_code == absent,
        lambda o: o.gender_code == "M" and o.organisation_code in some and dice.random() < 0.5,
    )[seed % 3]
    delivered = [o for o in full if not left_out(o)]
    published = {_key(o) for o in delivered} - {_key(o) for o in hidden_of(delivered)}
    unknown = {_key(o) for o in full} - published
    for o in full:
        if o.person_count < 5:
            low, high = possible_range(full, unknown, _key(o))
            assert _key(o) in unknown
            assert high - low > 3.99, f"{_key(o)} is given back as {low} to {high}"


def test_a_lone_small_unit_takes_a_neighbour_with_it() -> None:
    hidden = hidden_keys(table({"RS0": (3, 40), "RS1": (20, 20), "RS2": (50, 50)}))
    assert {("RS0", "K"), ("RS0", "M")} < hidden
    assert {gender for _, gender in hidden} == {"K", "M"}
    assert len(hidden) in {4, 6}  # the secret may hide the third unit too


def test_counts_that_do_not_add_up_are_hidden_all_the_same() -> None:
    rows = [outcome("RS", "T", 900), outcome("RS", "K", 540), outcome("RS", "M", 360)]
    for unit in ("RS0", "RS1"):
        rows += [outcome(unit, "T", 60), outcome(unit, "K", 36), outcome(unit, "M", 24)]
    rows[5] = rows[5]._replace(person_count=3)
    assert {("RS0", "K"), ("RS0", "M")} < hidden_keys(rows)


def test_nothing_small_hides_nothing_and_an_unknown_count_is_not_small() -> None:
    assert hidden_keys(table({"RS0": (5, 5), "RS1": (50, 5)})) == set()
    assert hidden_keys([outcome("RS", "T", None), outcome("RS", "K", None)]) == set()


def test_one_figure_under_two_codes_is_hidden_under_both() -> None:
    rows = [outcome("RS", g, n, code=c) for c in ("A", "A_RS") for g, n in (("T", 40), ("K", 37), ("M", 3))]
    rows[3:] = [o._replace(person_count=None) for o in rows[3:]]
    assert {(o.indicator_code, o.gender_code) for o in hidden_of(rows)} == {
        ("A", "K"), ("A", "M"), ("A_RS", "K"), ("A_RS", "M"),
    }  # fmt: skip


def point(year: int, value: float, kind: str = "YEAR", month: int = 1, *, is_sliding: bool = False) -> Point:
    return Point("A", "RJH", "T", kind, False, dt.date(year, month, 1), value, is_sliding)


def test_a_trend_needs_five_points_and_counts_its_tests() -> None:
    assert [t.trend.code for t in trends([point(2020 + n, n) for n in range(4)])[0]] == ["undecidable"]
    found, tests = trends([point(2015 + n, 2 * n) for n in range(8)])
    assert (found[0].trend.code, found[0].trend.slope, tests) == ("rising", 2.0, 1)


def test_a_sliding_mean_is_not_tested() -> None:
    found, tests = trends([point(2010 + n, n, is_sliding=True) for n in range(10)])
    assert (found[0].trend.code, tests) == ("sliding_mean", 0)


def test_tertials_are_compared_season_by_season_and_a_gap_is_no_zero() -> None:
    points = [point(2014 + y, 100 * s + y, "TERTIAL", 1 + 4 * s) for y in range(8) for s in range(3)]
    points.remove(points[7])
    found, _ = trends(points)
    assert found[0].trend.code == "rising"
    assert found[0].trend.slope == pytest.approx(1.0)


DEFINITION = """CREATE TABLE m (indicator_code TEXT, definition_version INT, valid_from DATE, valid_to DATE,
  is_simulated BOOLEAN)"""
VALUE = """
CREATE SCHEMA core;
CREATE TABLE core.indicator_definition AS
  SELECT 'A' AS indicator_code, 1 AS definition_version, FALSE AS is_simulated, TRUE AS is_person_count;
CREATE TABLE m (indicator_code TEXT, organisation_code TEXT, period_start DATE, period_kind_code TEXT,
  gender_code TEXT, definition_version INT, value DOUBLE, person_count INT, is_too_few BOOLEAN, is_simulated BOOLEAN)
"""
TARGET = "CREATE TABLE m (indicator_code TEXT, fiscal_year INT, target_value DOUBLE, is_current BOOLEAN)"
STATUS = "CREATE TABLE m (computed_status TEXT, gap DOUBLE, green_from DOUBLE, yellow_from DOUBLE)"
QUESTION = "CREATE TABLE m (in_question BOOLEAN, computed_status TEXT, in_question_text TEXT)"
PART = """CREATE TABLE m (indicator_code TEXT, organisation_code TEXT, period_code TEXT, gender_code TEXT,
  whole_value DOUBLE, contribution_value DOUBLE, is_additive BOOLEAN, is_simulated BOOLEAN)"""


@pytest.mark.parametrize(
    ("audit", "schema", "good", "bad"),
    [
        ("target_definitions_do_not_overlap", DEFINITION,
         "('A', 1, '2000-01-01', '2019-12-31', FALSE), ('A', 2, '2020-01-01', '9999-12-31', FALSE)",
         "('A', 3, '2021-01-01', '2021-12-31', FALSE)"),
        ("target_small_numbers_are_hidden", VALUE, "('A', 'RS', '2024-01-01', 'YEAR', 'T', 1, 7, 5, FALSE, FALSE)",
         "('A', 'RS', '2024-01-01', 'YEAR', 'K', 1, 7, 4, FALSE, FALSE)"),
        ("target_small_numbers_are_hidden", VALUE, "('A', 'RS', '2024-01-01', 'YEAR', 'T', 1, 7, NULL, FALSE, FALSE)",
         "('A', 'RS', '2024-01-01', 'YEAR', 'K', 1, 4, NULL, FALSE, FALSE)"),
        ("target_small_numbers_are_hidden", VALUE, "('A', 'RS', '2024-01-01', 'YEAR', 'K', 1, NULL, NULL, TRUE, FALSE)",
         "('A', 'RS', '2024-01-01', 'YEAR', 'M', 1, 7, 9, FALSE, FALSE)"),
        ("too_few_to_show", VALUE, "('A', 'RS', '2024-01-01', 'YEAR', 'K', 1, 7, 9, FALSE, FALSE)",
         "('A', 'RS', '2024-01-01', 'YEAR', 'M', 1, NULL, NULL, TRUE, FALSE)"),
        ("outcome_period_is_odd", "CREATE TABLE m (row_number INT, is_period_odd BOOLEAN)", "(1, FALSE)", "(2, TRUE)"),
        ("gender_total_outside", "CREATE TABLE m (indicator_code TEXT, is_kept BOOLEAN)", "('A', TRUE)",
         "('B', FALSE)"),
        ("indicator_unit_is_declared", "CREATE TABLE m (indicator_code TEXT, is_count_declared BOOLEAN)", "('A', TRUE)",
         "('B', FALSE)"),
        ("target_status_follows_limits", STATUS,
         "('met', 0, 0, -1), ('near', -1, 0, -1), ('not_met', -2, 0, NULL), ('no_target', NULL, 0, NULL)",
         "('met', -1, 0, -2)"),
        ("target_status_follows_limits", STATUS, "('near', 0, 0, -1)", "('not_met', NULL, 0, -1)"),
        ("target_status_follows_limits", STATUS, "('not_met', -3, 0, -2)", "('not_met', -1, 0, -2)"),
        ("target_breakdown_adds_up", PART,
         "('A', 'RJH', '2024', 'T', 10, 4, TRUE, FALSE), ('A', 'RJH', '2024', 'T', 10, 6, TRUE, FALSE)",
         "('A', 'RJH', '2024', 'T', 10, 1, TRUE, FALSE)"),
        ("target_breakdown_adds_up", PART, "('B', 'RJH', '2024', 'T', 10, NULL, FALSE, FALSE)",
         "('B', 'RJH', '2024', 'T', 10, 1, FALSE, FALSE)"),
        ("target_has_one_value", TARGET, "('A', 2024, 1, TRUE), ('A', 2024, 2, FALSE), ('A', 2025, 3, TRUE)",
         "('A', 2024, 2, TRUE)"),
        ("outcome_in_question", QUESTION, "(FALSE, 'met', NULL)", "(TRUE, 'in_question', 'Fel skala')"),
        ("question_gives_no_status", QUESTION, "(FALSE, 'met', NULL), (TRUE, 'in_question', 'Fel skala')",
         "(TRUE, 'not_met', 'Fel skala')"),
        ("question_gives_no_status", QUESTION, "(FALSE, 'met', NULL)", "(TRUE, 'in_question', NULL)"),
        ("target_manual_status_is_explained", "CREATE TABLE m (indicator_code TEXT, is_comment_missing BOOLEAN)",
         "('A', FALSE)", "('A', TRUE)"),
    ],
)  # fmt: skip
def test_each_audit_trips_on_a_bad_row_only(audit: str, schema: str, good: str, bad: str) -> None:
    with duckdb.connect() as connection:
        connection.execute(schema)
        connection.execute(f"INSERT INTO m VALUES {good}")
        assert failing_rows(connection, audit, "m") == 0
        connection.execute(f"INSERT INTO m VALUES {bad}")
        assert failing_rows(connection, audit, "m") > 0
