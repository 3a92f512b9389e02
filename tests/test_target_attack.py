"""An attacker with everything that is published: no small number of persons may be computed back."""
# ruff: noqa: E501 -- rows are easier to read on one line

from __future__ import annotations

import datetime as dt
import itertools
import random
from decimal import Decimal
from typing import Any

import duckdb
import numpy as np
import pytest
from scipy.optimize import linprog
from target_warehouse import build, delivery, outcomes, together, units

UNITS = {"01010": "RS", "01020": "RS", "01030": "RS", "02010": "HSN", "02020": "HSN", "02030": "HSN"}
ABOVE = UNITS | {"RS": "RJH", "HSN": "RJH"}
CASES, SHARE, RATE = "Antal fall", "Andel nöjda", "Sjuktal per enhet"  # by unit: antal, % of the persons, no share
Cell = tuple[str, str, str]  # what is counted, organisation, gender


def truth(seed: int) -> dict[Cell, int]:
    """Persons, cases and satisfied persons that add up over units and gender; many of them few."""
    dice = random.Random(seed)
    known: dict[Cell, int] = {}
    for unit, gender in itertools.product(UNITS, "KM"):
        persons = dice.choice((dice.randint(0, 9), dice.randint(5, 60)))
        for count, number in (
            ("persons", persons), ("cases", dice.choice((dice.randint(0, 6), dice.randint(5, 40)))),
            ("within", dice.randint(0, persons)),
        ):  # fmt: skip
            for place, sex in itertools.product((unit, UNITS[unit], "RJH"), (gender, "T")):
                known[count, place, sex] = known.get((count, place, sex), 0) + number
    return known


def sheets(known: dict[Cell, int], skipped: set[str]) -> list[dict[str, Any]]:
    """Three indicators on the same persons; `skipped` units have no sick leave delivered."""
    cells = []
    for place, gender in itertools.product([*UNITS, "RS", "HSN", "RJH"], "TKM"):
        persons, cases = known["persons", place, gender], known["cases", place, gender]
        share = round(100 * known["within", place, gender] / persons, 1) if persons else None
        at = {"organisation_code": place, "gender_code": gender}
        cells += [
            {"indicator_code": "C", "indicator_name": CASES, "unit_text": "antal", "value": float(cases), **at},
            {
                "indicator_code": "S",
                "indicator_name": SHARE,
                "unit_text": "%",
                "value": share,
                "person_count": persons,
                **at,
            },
        ]
        if place not in skipped:
            cells.append({"indicator_code": "R", "indicator_name": RATE, "unit_text": "%", "value": 5.0,
                          "person_count": persons, **at})  # fmt: skip
    return cells


class Reader:
    """Every number of the published tables as a bound on a sum of unknown counts."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, known: dict[Cell, int]) -> None:
        self.index = {cell: n for n, cell in enumerate(known)}
        self.rows: list[np.ndarray] = []
        self.low: list[float] = []
        self.high: list[float] = []
        self._add_sums()
        numbers = """
            SELECT indicator_code, organisation_code, gender_code, value, person_count FROM core.indicator_value
            UNION ALL
            SELECT indicator_code, organisation_code, gender_code, value, person_count FROM mart.target_achievement
            UNION ALL
            SELECT indicator_code, part_organisation_code, gender_code, part_value, NULL FROM mart.indicator_breakdown
            UNION ALL
            SELECT indicator_code, organisation_code, gender_code, whole_value, NULL FROM mart.indicator_breakdown"""
        for code, place, gender, value, persons in connection.execute(numbers).fetchall():
            if persons is not None:
                self.know({("persons", place, gender): 1}, persons, persons)
            if value is not None and code == "C":
                self.know({("cases", place, gender): 1}, float(value), float(value))
            if value is not None and code == "S":
                for sign in (-1, 1):  # within = share × persons, the share rounded to one decimal
                    share = (float(value) + sign * 0.05) / 100
                    bounds = (0.0, np.inf) if sign < 0 else (-np.inf, 0.0)
                    self.know({("within", place, gender): 1, ("persons", place, gender): -share}, *bounds)

    def _add_sums(self) -> None:
        for count, place in {(count, place) for count, place, _ in self.index}:
            self.know({(count, place, "T"): 1, (count, place, "K"): -1, (count, place, "M"): -1}, 0, 0)
            for gender in "TKM":
                below = {(count, unit, gender): -1.0 for unit, board in ABOVE.items() if board == place}
                if below:
                    self.know({(count, place, gender): 1, **below}, 0, 0)
                self.know({("persons", place, gender): 1, ("within", place, gender): -1}, 0, np.inf)

    def know(self, terms: dict[Cell, float], low: float, high: float) -> None:
        row = np.zeros(len(self.index))
        for cell, factor in terms.items():
            if cell in self.index:
                row[self.index[cell]] = factor
        self.rows.append(row)
        self.low.append(low)
        self.high.append(high)

    def range(self, cell: Cell) -> tuple[float, float]:
        """All that can be known of a count."""
        rows, low, high = np.array(self.rows), np.array(self.low), np.array(self.high)
        upper, lower = np.isfinite(high), np.isfinite(low)
        aim = np.zeros(len(self.index))
        aim[self.index[cell]] = 1
        ends = []
        for sign in (1, -1):
            found = linprog(
                sign * aim, A_ub=np.vstack([rows[upper], -rows[lower]]),
                b_ub=np.concatenate([high[upper], -low[lower]]) + 1e-9, bounds=(0, None), method="highs",
            )  # fmt: skip
            assert found.status in {0, 3}, found.message
            ends.append(sign * found.fun if found.status == 0 else np.inf)
        return ends[0], ends[1]


@pytest.mark.parametrize("seed", (2, 3, 9))  # a leak by another indicator's persons shows in each of these
def test_no_small_number_is_computed_back_from_all_that_is_published(seed: int) -> None:
    known = truth(seed)
    cells = sheets(known, skipped=set(random.Random(seed).sample(sorted(UNITS), 2)))
    with build(together(units(UNITS), outcomes(cells))) as connection:
        reader = Reader(connection, known)
    small = [cell for cell, number in known.items() if number < 5 and cell[0] != "within"]
    assert small
    for cell in small:
        low, high = reader.range(cell)
        assert high - low > 3.99, f"{cell} is {known[cell]}, and is given back as {low:.1f} to {high:.1f}"


@pytest.mark.parametrize(("seed", "kinds"), ((1, "Y123"), (3, "123")))
def test_no_small_number_is_computed_back_from_the_periods_of_a_year(seed: int, kinds: str) -> None:
    """Tertials with and without their year, each with the year's outcome as its forecast: sums of the same cells."""
    dice = random.Random(seed)
    cells = [(unit, sex, period) for unit in UNITS for sex in "KM" for period in "123"]
    number = {cell: dice.choice((dice.randint(0, 6), dice.randint(5, 40))) for cell in cells}

    def within(place: str, gender: str, period: str) -> np.ndarray:
        """Which cells a figure is the sum of."""
        return np.array(
            [place in {u, UNITS[u], "RJH"} and gender in {"T", s} and period in {"Y", p} for u, s, p in cells], float
        )

    counts = np.array([number[cell] for cell in cells], float)
    figures = list(itertools.product([*UNITS, "RS", "HSN", "RJH"], "TKM", kinds))
    rows = [
        {"indicator_code": "C", "indicator_name": CASES, "unit_text": "antal", "organisation_code": place,
         "gender_code": gender, "value": counts @ within(place, gender, period), "forecast_value": counts @ within(place, gender, "Y"),
         "period_text": "2023" if period == "Y" else f"2023 T{period}", "period_kind": "år" if period == "Y" else "tertial",
         "period_start": dt.date(2023, 1 if period == "Y" else int(period) * 4 - 3, 1)}
        for place, gender, period in figures
    ]  # fmt: skip
    published = """
        SELECT organisation_code, gender_code, period_code, value FROM core.indicator_value
        UNION SELECT organisation_code, gender_code, LEFT(period_code, 4), forecast_value FROM core.indicator_value
        UNION SELECT organisation_code, gender_code, period_code, whole_value FROM mart.indicator_breakdown"""
    with build(together(units(UNITS), outcomes(rows))) as connection:
        shown = [row for row in connection.execute(published).fetchall() if row[3] is not None]
    known = np.array([within(place, gender, "Y" if len(p) == 4 else p[-1]) for place, gender, p, _ in shown])
    small = [within(*figure) for figure in figures if counts @ within(*figure) < 5]
    assert small
    for aim in small:
        ends = [
            linprog(sign * aim, A_eq=known, b_eq=[float(row[3]) for row in shown], bounds=(0, None), method="highs")
            for sign in (1, -1)
        ]
        assert ends[0].status == 0, ends[0].message
        assert ends[1].status == 3 or -ends[1].fun - ends[0].fun > 3.99, f"{counts @ aim} is given back"


def test_texts_about_deliveries_keep_numbers_of_persons_to_themselves() -> None:
    rows = together(units({}), outcomes([]))
    rows["delivery"] += [
        delivery("ledger", "ledger", dt.date(2024, 5, 6)),
        delivery("staff", "personnel_month", dt.date(2024, 5, 6)),
    ]
    texts = [("sheet", "Antal personer", "3 st"), ("sheet", "Utfall", "#REF!"), ("sheet", "Utfall", "tre eller fyra"),
             ("sheet", "Organisation", "02010"), ("ledger", "Belopp", "12 st"), ("staff", None, "4,5;1,2")]  # fmt: skip
    rows["rejection"] = [
        {"delivery_id": code, "table_name": "t", "row_number": n, "column_name": column, "found": found, "code": "r"}
        for n, (code, column, found) in enumerate(texts)
    ]
    rows["message"] = [{"code": "r", "text": "fann {found}", "text_en": "found {found}"}]
    rows["delivery_control"] = [
        {
            "delivery_id": "sheet",
            "check_name": "magnitude",
            "column_name": "value",
            "found": "C: 3",
            "expected": "≈ 60",
        },
        {"delivery_id": "sheet", "check_name": "row_count", "column_name": None, "found": "358", "expected": "357"},
    ]
    rows["personnel_month"] = [
        {"delivery_id": "staff", "row_number": n, "row_kind": "data", "unit_code": unit, "month": dt.date(2024, 4, 1),
         "own_fte": fte, "hired_fte": 0, "sick_hours": 4.7, "worked_hours": 80}
        for n, (unit, fte) in enumerate((("01010", 0.56), ("01020", 5.0), ("01030", 9.0)))
    ]  # fmt: skip
    with build(rows) as connection:
        rejected = connection.execute("SELECT found FROM quality.rejection ORDER BY row_number").fetchall()
        told = (
            "SELECT COUNT(*) FROM quality.rejection WHERE reason = 'fann ' || found AND reason_en = 'found ' || found"
        )
        assert connection.execute(told).fetchall() == [(len(rejected),)]  # what may be shown, and no more
        controls = connection.execute(
            "SELECT found, expected FROM quality.delivery_control ORDER BY check_name"
        ).fetchall()
        staff = connection.execute(
            "SELECT own_fte, sick_hours, is_too_few FROM core.personnel_month ORDER BY unit_code"
        )
        assert [t for (t,) in rejected] == ["(visas inte)", "#REF!", "(visas inte)", "02010", "12 st", "(visas inte)"]
        assert controls == [("(visas inte)", "(visas inte)"), ("358", "357")]
        assert staff.fetchall() == [(None, None, True), (None, None, True), (Decimal("9.00"), Decimal("4.70"), False)]


def test_the_first_rows_of_a_refused_file_keep_their_numbers_to_themselves() -> None:
    texts = [("error.header_missing", "C | Antal fall | RS | 2023 | 3"), ("error.workbook_too_large", "12 MB")]
    rows = [
        {"file_name": f"{n}.xlsx", "file_sha256": str(n), "refused_at": dt.datetime(2024, 5, 6), "code": c, "found": f}
        for n, (c, f) in enumerate(texts)
    ]
    with build({"refusal": rows}) as connection:
        found = connection.execute("SELECT found FROM quality.refusal ORDER BY file_name").fetchall()
    assert found == [("(visas inte)",), ("12 MB",)]


def test_a_text_with_a_number_is_not_shown_beside_a_hidden_figure_in_any_year() -> None:
    said = {"indicator_code": "S", "indicator_name": SHARE, "unit_text": "%", "organisation_code": "RS"}
    cells = [
        {**said, "value": 50.0, "person_count": 40, "explanation_text": "Två av fyra män slutade", "trend_text": "Ökande"},
        {**said, "value": 50.0, "person_count": 36, "gender_code": "K"},
        {**said, "value": 50.0, "person_count": 4, "gender_code": "M"},
    ]  # fmt: skip
    later = {**said, "value": 55.0, "person_count": 41, "period_text": "2024", "period_start": dt.date(2024, 1, 1)}
    texts = {
        "explanation_text": "Upp från endast en 2023",
        "proposed_action_text": "Ingen åtgärd",
        "trend_text": "Ökar",
        "reported_status_text": "Gul (fjol: fyra)",
    }
    with build(together(units({}), outcomes([*cells, {**later, **texts}]))) as connection:
        query = f"SELECT {', '.join(texts)} FROM core.indicator_value WHERE gender_code = 'T' ORDER BY period_start"
        shown = connection.execute(query).fetchall()
    gone = "(visas inte)"
    assert shown == [(gone, None, "Ökande", None), (gone, gone, "Ökar", gone)]


def test_what_is_said_of_a_confirmed_outcome_gives_no_hidden_number_back() -> None:
    said = {"indicator_code": "S", "indicator_name": SHARE, "unit_text": "%", "organisation_code": "RS"}
    free = {**said, "indicator_code": "F", "indicator_name": RATE}
    cells = [
        {**said, "value": 50.0, "person_count": 40},
        {**said, "value": 50.0, "person_count": 36, "gender_code": "K"},
        {**said, "value": 50.0, "person_count": 4, "gender_code": "M"},
        {**said, "value": 55.0, "person_count": 41, "period_text": "2024", "period_start": dt.date(2024, 1, 1)},
        {**free, "value": 5.0, "person_count": 40},
    ]
    about = {
        "delivery_id": "confirmed",
        "row_kind": "data",
        "organisation_code": "RS",
        "period_kind": "år",
        "confirmed_by": "Controller, 4 tr",
    }
    rows = [
        ("S", 2023, "M", 50.0, "Fyra män, som det ska vara"),  # hidden: not in force, and only that there is a text
        ("S", 2024, "T", 55.0, "Alla 41 svarade"),
        ("S", 2023, "T", 50.0, "Mäts så"),
        ("F", 2023, "T", 5.0, "Alla 40 svarade"),
    ]
    confirmed = [
        {
            **about,
            "row_number": n,
            "indicator_code": code,
            "period_start": dt.date(year, 1, 1),
            "gender_code": gender,
            "value": Decimal(value),
            "reason_text": text,
        }
        for n, (code, year, gender, value, text) in enumerate(rows, start=2)
    ]
    given = {
        "delivery": [delivery("confirmed", "outcome_confirmation", dt.date(2025, 1, 1))],
        "outcome_confirmation": confirmed,
    }
    rejected = {
        "delivery_id": "confirmed",
        "table_name": "outcome_confirmation",
        "column_name": "Utfall",
        "row_number": 9,
        "found": "3 st",
        "code": "reject.not_a_number",
    }
    with build(together(units({}), outcomes(cells), given, {"rejection": [rejected]})) as connection:
        query = "SELECT indicator_code, year(period_start), gender_code, is_in_force, confirmed_by, confirmed_reason FROM core.outcome_confirmed ORDER BY row_number"
        shown = connection.execute(query).fetchall()
        found = connection.execute("SELECT found FROM quality.rejection").fetchall()
    gone = "(visas inte)"
    assert {by for *_, by, _ in shown} == {gone}
    assert [(*row[:4], row[5]) for row in shown if row[0] == "F"] == [("F", 2023, "T", True, "Alla 40 svarade")]
    assert [row[5] for row in shown if row[0] == "S" and row[2] == "M"] == [gone]
    assert not any(row[3] for row in shown if row[2] == "M"), "a hidden value is not said to be the confirmed one"
    assert not any(char.isdigit() for row in shown if row[0] == "S" for char in row[5])
    assert found == [(gone,)]


def test_the_years_last_forecast_does_not_give_a_hidden_period_back() -> None:
    """Tertials 12, 3 and 11 at RS: the forecast of the last is 26, its board's or the region's less the other boards'."""
    said = {"indicator_code": "C", "indicator_name": CASES, "unit_text": "antal", "period_kind": "tertial"}
    periods = [("2023 T1", 1, 12), ("2023 T2", 5, 3), ("2023 T3", 9, 11)]
    cells = [
        {**said, "organisation_code": place, "value": count + more, "forecast_value": 26 + 3 * more,
         "period_text": text, "period_start": dt.date(2023, month, 1)}
        for place, more in (("RS", 0), ("HSN", 40), ("RJH", 40))
        for text, month, count in periods
    ]  # fmt: skip
    with build(together(units({}), outcomes(cells))) as connection:
        for table in ("core.indicator_value", "mart.indicator_follow_up"):
            shown = connection.execute(f"SELECT COUNT(forecast_value), COUNT(*) FROM {table}").fetchone()
            assert shown == (0, 9), table
        # not shown is not missing
        missing = connection.execute("SELECT COUNT(*) FROM mart.indicator_follow_up WHERE NOT has_forecast").fetchone()
        assert missing == (0,)


@pytest.mark.parametrize("unit", ("st", "Personer", "antal patienter", "Antal", "ärenden"))
def test_a_count_of_persons_is_known_by_any_of_its_units(unit: str) -> None:
    said = {"indicator_code": "C", "indicator_name": CASES, "unit_text": unit}
    cells = [{**said, "organisation_code": "RS", "value": 3.0}, {**said, "organisation_code": "HSN", "value": 30.0}]
    with build(together(units({}), outcomes(cells))) as connection:
        assert connection.execute(
            "SELECT organisation_code FROM core.indicator_value WHERE NOT value IS NULL"
        ).fetchall() == [("HSN",)]


def test_the_same_words_under_two_codes_are_one_figure() -> None:
    """3 under one code is hidden; the other code's RJH and HSN must not give it back."""
    said = {"indicator_name": CASES, "unit_text": "antal"}
    places = {"RS": 3.0, "HSN": 30.0, "RJH": 33.0}
    cells = [
        {**said, "indicator_code": code, "organisation_code": place, "value": value}
        for code, kept in (("C", {"RS", "HSN", "RJH"}), ("C2", {"HSN", "RJH"}))
        for place, value in places.items()
        if place in kept
    ]
    with build(together(units({}), outcomes(cells))) as connection:
        shown = connection.execute(
            "SELECT DISTINCT organisation_code FROM core.indicator_value WHERE NOT value IS NULL"
        )
        assert len(shown.fetchall()) < 2
