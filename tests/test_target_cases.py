"""Targets of every form through the models: what must hold whichever the figures are."""
# ruff: noqa: E501 -- rows are easier to read on one line

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import plain_models
import pytest
import target_warehouse
from target_warehouse import Rows, build, delivery, outcomes, together, units

from rjh_warehouse.build.recipe import Model

AREA, SHORT, FINANCIAL = "Ledningsprocesser", "Kortsiktiga nyckeltal", "Finansiella mål"
EQUITY = "Soliditet (ökning) Exklusive ansvarsförbindelsen (RJH totalt)"  # up, per cent, near within 2
CO2 = (
    "Regionens koldioxidutsläpp från tjänstereor och interna transporter inom alla verksamheter"
    " (minska jämfört med 2019)"
)
PHARMA = "Kostnadsutveckling för läkemedel jämfört med riket (målet är att ha en lägre kostnadsutveckling)"
ENERGY = "Energianvändning i regionens verksamheter och fastigheter (minska)"
TURNOVER = "Personalomsättning chefer inklusive omsättning förordnanden"  # down, per cent, near within 2
FIRST = 2024
DICE = random.Random(6)
CASES = [(Decimal(DICE.randint(-400, 400)) / 10, Decimal(DICE.randint(-400, 400)) / 10) for _ in range(25)]
CASES += [
    (t + d, t) for t in (Decimal(-20), Decimal(0), Decimal("14.5")) for d in map(Decimal, ("0", "-2", "-2.1", "0.1"))
]
CASES += [(Decimal("-14.5"), Decimal("-15.8"))]


def plan(targets: list[dict[str, Any]], code: str = "plan") -> Rows:
    """A plan's indicators; what a target does not say is a short-term one of the management area, in per cent."""
    known_on = dt.date(2020, 1, 1)
    usual = {"delivery_id": code, "row_kind": "data", "target_area_text": AREA, "term_text": SHORT,
             "decided_by_text": "Regionfullmäktige", "target_unit": "%", "fiscal_year": FIRST, "heading": "Mål"}  # fmt: skip
    rows = [{**usual, "row_number": n, **target} for n, target in enumerate(targets, start=2)]
    return {"delivery": [{**delivery(code, "indicator", known_on), "is_simulated": False}], "indicator": rows}


def cell(code: str, name: str, year: int, value: Decimal | None, unit: str | None = "%", **more: Any) -> dict[str, Any]:
    """One outcome of the region."""
    return {
        "indicator_code": code, "indicator_name": name, "organisation_code": "RJH", "period_text": str(year),
        "period_start": dt.date(year, 1, 1), "value": value, "unit_text": unit, **more,
    }  # fmt: skip


def judged(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str, str], tuple[str, Decimal | None]]:
    """(indicator, period, gender) → computed status and gap."""
    query = "SELECT indicator_code, period_code, gender_code, computed_status, gap FROM mart.target_achievement WHERE is_simulated AND organisation_code IN ('RJH', 'RS')"
    return {(i, p, g): (status, gap) for i, p, g, status, gap in connection.execute(query).fetchall()}


def lines(shuffled: bool = False) -> list[dict[str, Any]]:
    """Each case as it is (UP), mirrored (DOWN), and ten times as large (LARGE, of the same indicator as UP)."""
    cells = []
    for n, (value, _) in enumerate(CASES):
        year = FIRST + n
        cells += [cell("UP", EQUITY, year, value), cell("DOWN", TURNOVER, year, -value, organisation_code="RS")]
        cells.append(cell("LARGE", EQUITY, year + 100, 10 * value))
    if shuffled:
        random.Random(1).shuffle(cells)
    return cells


@cache
def cases() -> dict[tuple[str, str, str], tuple[str, Decimal | None]]:
    """The status and gap of every case, mirrored case and scaled case."""
    return _build_cases(lines())


def _build_cases(cells: list[dict[str, Any]]) -> dict[tuple[str, str, str], tuple[str, Decimal | None]]:
    targets = []
    for n, (_, target) in enumerate(CASES):
        for text, year, number in ((EQUITY, FIRST + n, target), (EQUITY, FIRST + n + 100, 10 * target)):
            targets.append({"term_text": FINANCIAL, "indicator_text": text, "fiscal_year": year, "target": number})
        mirrored = {"target_area_text": "Stödverksamhet", "indicator_text": TURNOVER}
        targets.append({**mirrored, "fiscal_year": FIRST + n, "target": -target})
    with build(together(units({}), plan(targets), outcomes(cells))) as connection:
        return judged(connection)


def test_a_higher_is_better_case_mirrored_is_a_lower_is_better_case() -> None:
    for n, (value, target) in enumerate(CASES):
        status, gap = cases()["UP", str(FIRST + n), "T"]
        assert cases()["DOWN", str(FIRST + n), "T"] == (status, gap)
        assert gap == value - target
        assert status == ("met" if gap >= 0 else "near" if gap >= -2 else "not_met"), (value, target)


def test_a_larger_unit_scales_the_gap_and_meets_the_same_targets() -> None:
    for n in range(len(CASES)):
        (status, gap), (large, large_gap) = (
            cases()["UP", str(FIRST + n), "T"],
            cases()["LARGE", str(FIRST + n + 100), "T"],
        )
        assert large_gap == 10 * gap and (large == "met") == (status == "met")


def test_the_order_of_the_rows_does_not_matter() -> None:
    assert _build_cases(lines(shuffled=True)) == cases()


def test_what_cannot_be_compared_says_why_and_is_never_red() -> None:
    targets = [
        {"indicator_text": CO2, "target": Decimal(-48)},
        {"indicator_text": PHARMA, "target": None, "target_unit": None},
        {"indicator_text": ENERGY, "target": Decimal(176), "target_unit": None},
        {"term_text": FINANCIAL, "indicator_text": EQUITY, "target": Decimal(0)},
    ]
    word = {"reported_status_text": "Uppnått"}
    cells = [
        cell("C", CO2, 2019, Decimal(200), "ton"), cell("C", CO2, FIRST, Decimal(100), "ton"),
        cell("C", CO2, 2019, Decimal(200000), "kg", gender_code="K"), cell("C", CO2, FIRST, Decimal(100000), "kg", gender_code="K"),
        cell("C", CO2, 2019, Decimal(-5), "ton", gender_code="M"), cell("C", CO2, FIRST, Decimal(-9), "ton", gender_code="M"),
        cell("C", CO2, FIRST, Decimal(30), "ton", period_text="2024 T1", period_kind="tertial"),
        cell("D", CO2, 2019, Decimal(0), "ton"), cell("D", CO2, FIRST, Decimal(9), "ton"),
        cell("E", CO2, FIRST, Decimal(9), "ton"), cell("F", CO2, FIRST, Decimal(-50)), cell("G", CO2, FIRST, Decimal(-44)),
        cell("P", PHARMA, FIRST, Decimal("3.9")), cell("P", PHARMA, FIRST, Decimal("4.0"), organisation_code="RIKET"),
        cell("P", PHARMA, FIRST, Decimal("4.0"), gender_code="K"),
        cell("P", PHARMA, FIRST, Decimal("4.0"), gender_code="K", organisation_code="0000"),
        cell("Q", PHARMA, FIRST, Decimal("3.9")), cell("Q", PHARMA, FIRST, Decimal("0.04"), "andel", organisation_code="RIKET"),
        cell("H", CO2, 2019, Decimal(200000), "kg"), cell("H", CO2, FIRST, Decimal(100), "ton"),
        cell("W", ENERGY, FIRST, Decimal(300), "kWh/m2"),
        cell("Z", EQUITY, FIRST, Decimal(0)), cell("N", EQUITY, FIRST, None, **word), cell("U", EQUITY, FIRST, Decimal(1), None),
        cell("O", "Något annat", FIRST, Decimal(1), **word), cell("X", "Något annat", FIRST, Decimal(1), **word, explanation_text="Ny"),
    ]  # fmt: skip
    with build(together(units({}), plan(targets), outcomes(cells))) as connection:
        found = judged(connection)
        query = "SELECT indicator_code FROM mart.target_achievement WHERE is_comment_missing ORDER BY 1"
        uncommented = [code for (code,) in connection.execute(query).fetchall()]
    year = str(FIRST)
    expected = {
        ("C", year, "T"): ("met", 2), ("C", year, "K"): ("met", 2),  # the unit of the level does not matter
        ("C", year, "M"): ("no_measurement", None),  # a negative base gives no per cent
        ("C", "2024-T1", "T"): ("no_target", None),  # four months against a whole year
        ("D", year, "T"): ("no_measurement", None), ("E", year, "T"): ("no_measurement", None),  # base zero, missing
        ("F", year, "T"): ("met", 2), ("G", year, "T"): ("near", -4),  # delivered as the change itself
        ("P", year, "T"): ("met", Decimal("0.1")), ("P", year, "K"): ("near", 0),  # as low is not lower
        ("Q", year, "T"): ("no_measurement", None),  # the comparison series has another unit
        ("H", year, "T"): ("no_measurement", None),  # and so has the base year
        ("W", year, "T"): ("unit_missing", None), ("U", year, "T"): ("unit_missing", None),
        ("Z", year, "T"): ("met", 0), ("N", year, "T"): ("no_measurement", None),  # zero is a target; missing is not zero
        ("O", year, "T"): ("no_target", None),
    }  # fmt: skip
    assert {key: found[key] for key in expected} == expected
    assert uncommented == ["N", "O"]  # a manual status needs a comment


@pytest.mark.parametrize(("statuses", "expected"), [(("adopted", "draft"), 95), (("draft", "adopted"), 80)])
def test_of_two_targets_for_a_year_the_adopted_one_counts(statuses: tuple[str, str], expected: int) -> None:
    text = "Leverantörstrohet (RJH totalt)"
    first, second = (
        plan([{"term_text": FINANCIAL, "indicator_text": text, "target": Decimal(number)}], code)
        for code, number in (("first", 95), ("second", 80))
    )
    rows = together(units({}), first, second, outcomes([cell("L", text, FIRST, Decimal(90))]))
    rows["delivery_attribute"] = [
        {"delivery_id": code, "attribute_name": "document_code", "attribute_value": code}
        for code in ("first", "second")
    ]
    for row in rows["delivery"]:
        if row["delivery_id"] in ("first", "second"):
            row["document_code"] = row["delivery_id"]
            row["status"] = statuses[row["delivery_id"] == "second"]
    with build(rows) as connection:
        query = "SELECT target_value, status FROM mart.target_achievement WHERE indicator_code = 'L'"
        assert connection.execute(query).fetchall() == [(expected, "adopted")]


def test_a_rolling_year_is_told_and_not_counted_and_stops_nothing() -> None:
    """Two rolling years would be one calendar year twice; a period's text may contradict its first day."""
    odd = [("2024-04 R12", "år", dt.date(2024, 4, 1)), ("2024-05 R12", "år", dt.date(2024, 5, 1)),
           ("2024 T1", "tertial", dt.date(2024, 5, 1)), ("2025-06", "månad", dt.date(2024, 6, 1))]  # fmt: skip
    cells = [
        cell("E", EQUITY, 2024, Decimal(1)) | dict(zip(("period_text", "period_kind", "period_start"), o, strict=True))
        for o in odd
    ]
    cells += [cell("E", EQUITY, 2024, Decimal(5)), cell("E", EQUITY, 2023, Decimal(6), period_text="helår 2023")]
    with build(together(units({}), outcomes(cells))) as connection:
        assert sorted(p for _, p, _ in judged(connection)) == ["2023", "2024"]
        assert connection.execute("SELECT COUNT(*) FROM core.indicator_superseded WHERE is_period_odd").fetchone() == (
            len(odd),
        )


def test_the_latest_dated_of_equal_plans_counts_and_stands_alone() -> None:
    """Whatever the documents are called; the older plan's row would be a second one for the same year."""
    target = {"indicator_text": EQUITY, "term_text": FINANCIAL}
    older, newer = plan([{**target, "target": 15}], "z"), plan([{**target, "target": 20}], "a")
    older["delivery"][0] |= {"status": "adopted", "document_code": "z", "dated_on": dt.date(2023, 6, 1)}
    newer["delivery"][0] |= {"status": "adopted", "document_code": "a", "dated_on": dt.date(2023, 11, 1)}
    with build(together(units({}), older, newer, outcomes([cell("E", EQUITY, FIRST, Decimal(18))]))) as connection:
        rows = connection.execute(
            "SELECT is_simulated, target_value, computed_status FROM mart.target_achievement ORDER BY 1"
        ).fetchall()
    assert rows == [(False, Decimal(20), "no_measurement"), (True, Decimal(20), "near")]


def test_a_reported_status_is_known_by_its_letters_and_needs_a_comment_only_where_one_is_judged() -> None:
    words = {
        "Grön\u00a0": "met",
        "Ej  uppnått": "not_met",
        "Röd.": "not_met",
        "Delvis": "near",
        "Mäts inte": "no_measurement",
        "?!": None,
    }
    cells = [
        cell(f"C{n}", f"Eget mått {n}", 2024, Decimal(50), reported_status_text=word) for n, word in enumerate(words)
    ]
    with build(together(units({}), outcomes(cells))) as connection:
        found = connection.execute(
            "SELECT reported_status, is_comment_missing FROM mart.target_achievement ORDER BY indicator_code"
        ).fetchall()
    assert found == [(status, status != "no_measurement") for status in words.values()]


def test_what_is_not_shown_is_no_missing_part_and_a_later_comparison_is_no_part_of_an_earlier_follow_up() -> None:
    """Few in every unit and year; Kolada has region and nation for 2023 only, and 2022 without the nation."""
    organic = "Andelen ekologiska livsmedel av de totala livsmedelsinköpen i regionens verksamheter (öka)"
    years, few = (2022, 2023, 2024), "Antal fall"
    cells = [cell("O", organic, year, Decimal(30)) for year in years]
    cells += [
        cell("F", few, year, Decimal(3), "antal", organisation_code=place)
        for year in years
        for place in ("RS", "01010")
    ]
    values = [("0023", 2022), ("0023", 2023), ("0000", 2023)]
    kolada: Rows = {
        "delivery": [delivery("k", "kolada", dt.date(2024, 3, 1))],
        "kolada_value": [
            {"delivery_id": "k", "row_number": n, "row_kind": "data", "kpi_code": "U60494", "municipality_code": place,
             "fiscal_year": year, "gender_code": "T", "value": 40, "fetched_on": dt.date(2024, 3, 1)}
            for n, (place, year) in enumerate(values)
        ],
    }  # fmt: skip
    query = "SELECT indicator_code, fiscal_year, has_series, has_breakdown, has_national_comparison FROM mart.indicator_follow_up JOIN core.indicator_value USING (indicator_code, organisation_code, period_code) ORDER BY 1, 2"
    with build(together(units({"01010": "RS"}), kolada, outcomes(cells))) as connection:
        rows = connection.execute(query).fetchall()
        assert connection.execute(
            "SELECT COUNT(value) FROM core.indicator_value WHERE indicator_code = 'F'"
        ).fetchone() == (0,)
    assert rows == [("F", y, True, True, False) for y in years] + [("O", y, True, False, y > 2022) for y in years]


def test_a_trend_stands_beside_the_periods_of_its_own_definition_only(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Rising to 2019, then defined anew, turned and falling: neither trend nor target runs across."""
    usual = "EQUITY_RATIO,{},{},{},ratio,false,false,false,false,{},EQUITY_RATIO,made up\n"
    head = (plain_models.ROOT / "seeds" / "target" / "target_definition.csv").read_text(encoding="utf-8").splitlines()[
        0
    ] + "\n"
    versions = usual.format(1, "", "2019-12-31", "") + usual.format(2, "2020-01-01", "", "DOWN")
    file = tmp_path / "target_definition.csv"
    file.write_text(head + versions, encoding="utf-8")

    def create(connection: duckdb.DuckDBPyConnection, model: Model) -> None:
        plain_models.create(connection, model)
        if model.name == "seed.target_definition":
            connection.execute(f"DELETE FROM {model.name}")
            connection.execute(f"INSERT INTO {model.name} BY NAME SELECT * FROM read_csv('{file}', header = true)")

    monkeypatch.setattr(target_warehouse, "create", create)
    values = dict(zip(range(2014, 2026), (10, 11, 12, 13, 14, 15, 30, 29, 28, 27, 26, 25), strict=True))
    targets = [
        {"term_text": FINANCIAL, "indicator_text": EQUITY, "fiscal_year": year, "target": 20} for year in (2018, 2025)
    ]
    query = "SELECT fiscal_year, direction, trend_code, gap FROM mart.target_achievement WHERE is_simulated ORDER BY 1"
    with build(
        together(units({}), plan(targets), outcomes([cell("E", EQUITY, y, Decimal(v)) for y, v in values.items()]))
    ) as connection:
        rows = connection.execute(query).fetchall()
    assert [row[1:3] for row in rows] == 6 * [("UP", None)] + 6 * [("DOWN", "falling")]
    assert [row[3] for row in rows if row[3] is not None] == [Decimal(-6), Decimal(-5)]
