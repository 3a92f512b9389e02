"""The same attacker with figures that are computed from one another: none of them gives a small number back."""
# ruff: noqa: E501 -- rows are easier to read on one line

from __future__ import annotations

import datetime as dt
import itertools
import random
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from openpyxl import Workbook
from scipy.optimize import linprog
from target_warehouse import build, delivery, outcomes, together, units

from rjh_warehouse.answers.trace import trace
from rjh_warehouse.contract.contract import read_contracts
from rjh_warehouse.intake.load import load_files
from rjh_warehouse.lake.publication import swap_in
from rjh_warehouse.lake.store import Lake
from rjh_warehouse.settings import Project
from rjh_warehouse.simulate.exports.indicator_sheet import HEADER
from rjh_warehouse.statistics.suppression import LIMIT

ROOT = Path(__file__).parents[1]

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


def test_a_figure_that_holds_the_words_of_a_hidden_one_is_not_shown_beside_it() -> None:
    """3 in 2019, 23 in 2023: what is computed from them is hidden where they are, in any year."""
    derived = [
        ("Förändring av antal fall av stickskador sedan 2019", "%", -50.0),
        ("Ökning av antal fall av stickskador sedan 2019", "antal", 20.0),
        ("Andel kvinnor, antal fall av stickskador", "%", 92.5),
        ("Antal fall av stickskador per 1000 anställda", "per 1000", 7.5),
        ("Antal fall av stickskador, totalt", "antal", 40.0),
    ]
    cells = [cell(CASES, "RS", 3, year=2019), cell(CASES, "RS", 23)]
    cells += [cell(name, place, value, unit) for name, unit, value in derived for place in ("RS", "HSN")]
    cells += [cell("Bortfall, andel", "RS", 30.5, "%"), cell("Nöjda resenärer", "RS", 61.5, "%")]  # say nothing of it
    assert {(code, place) for code, place, *_ in shown(cells)} == {
        *((name.upper(), "HSN") for name, *_ in derived),
        (CASES.upper(), "RS"), ("BORTFALL, ANDEL", "RS"), ("NÖJDA RESENÄRER", "RS"),
    }  # fmt: skip


def test_a_share_without_its_persons_is_hidden_where_another_figure_counts_few() -> None:
    answers, joy = "Medarbetarenkät, svarsfrekvens", "Trivsel"
    cells = [cell(answers, "01010", 66.7, "%", person_count=3), cell(joy, "01010", 33.3, "%")]
    cells += [cell(answers, "01020", 70.0, "%", person_count=50), cell(joy, "01020", 80.0, "%")]
    assert {(code, place) for code, place, *_ in shown(cells)} == {(joy.upper(), "01020"), (answers.upper(), "01020")}


def test_a_whole_number_counts_persons_unless_its_unit_is_known_for_something_else() -> None:
    counts, others = (None, "ärr/år", "pers.", "Antal ack"), ("mkr", "dagar", "index", "kWh")
    cells = [cell(f"Mått {u}", place, n, u) for u in (*counts, *others) for place, n in (("RS", 3), ("HSN", 30))]
    assert {code for code, place, *_ in shown(cells) if place == "RS"} == {f"MÅTT {u}".upper() for u in others}
    assert sum(place == "HSN" for _, place, *_ in shown(cells)) == len(cells) / 2


def test_a_share_in_any_scale_does_not_give_the_persons_in_it() -> None:
    """Two persons each; 2 400 visits by 1 000 persons are more than the persons, and no small number."""
    scales = [("andel", 0.25, 8), ("per 1000 invånare", 2.5, 800), ("Promille", 2.5, 800), (None, 25.0, 8)]
    cells = [
        cell(f"Andel fall, {u}", place, value, u, person_count=factor * persons)
        for u, value, persons in scales
        for place, factor in (("RS", 1), ("HSN", 100))
    ]
    published = shown([*cells, cell("Besök", "RS", 2400.5, "per 1000 invånare", person_count=1000)])
    assert {code for code, place, *_ in published if place == "RS"} == {"BESÖK"}
    assert sum(place == "HSN" for _, place, *_ in published) == len(scales)


def test_no_small_month_is_given_back_by_counts_from_the_start_of_the_year() -> None:
    """Cumulative months by unit and gender: all that is published, solved for every month's and every sum's small count."""
    dice = random.Random(4)
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
    """Which of 01020 and 01030 goes with the small one is for the secret to say, in every month the same."""
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
    full = {"01020": (12, 6, 10.5, 1920, False), "01030": (40, None, 10.5, 6400, False)}
    hidden = (None, None, None, None, True)
    (cover,) = (unit for unit in full if found[unit] == hidden)
    assert found == {
        **full,
        cover: hidden,  # with the small one: the board's total less the others gives both only
        "01010": hidden,
        "02010": (9, None, 10.5, 1440, False),
        "02020": (30, 9, 10.5, 4800, False),
    }


def test_a_traced_row_tells_no_more_of_persons_than_the_published_one(tmp_path: Path) -> None:
    """The file with 3 and 40 is loaded; the published rows hide one, and tracing them prints the same."""
    book = Workbook()
    page = book.worksheets[0]
    page.title = "Nyckeltal"
    page.append(HEADER)
    for place, value, why in (("RS", 3, "Endast tre i år"), ("HSN", 40, "Fler än i fjol")):
        page.append(["C", CASES, place, "2023", dt.date(2023, 1, 1), "år", "T", value, "antal", value, None, None, why])
    path = tmp_path / "nyckeltal_RS_202312.xlsx"
    book.save(path)
    origin = "title: Nyckeltal\nproducer: SIMULERAD\ndated: 2024-01-10\nreceived_on: 2024-01-10\nstatus: adopted\n"
    path.with_name(path.name + ".origin.yaml").write_text(origin + "is_simulated: true\n", encoding="utf-8")
    project = Project(ROOT, tmp_path / "data")
    (outcome,) = load_files([path], Lake(project.lake), read_contracts(project.contracts))
    assert outcome.record is not None
    project.published.parent.mkdir(parents=True)
    beside = project.published.with_suffix(".part")
    with duckdb.connect(str(beside)) as published:
        published.execute("CREATE SCHEMA mart")
        published.execute(
            "CREATE TABLE mart.target_achievement AS SELECT * FROM (VALUES (?, 'Nyckeltal', 2, NULL, NULL), (?, 'Nyckeltal', 3, 40.0, 40))"
            " AS v (delivery_id, sheet, row_number, value, person_count)",
            2 * [outcome.record.delivery_id],
        )
        published.execute("CREATE SCHEMA meta")
        published.execute(
            "CREATE TABLE meta.dictionary (table_name TEXT, column_name TEXT, is_in_grain BOOLEAN, data_type TEXT, column_position INT)"
        )
        published.execute(
            "CREATE TABLE meta.trace (table_name TEXT, column_name TEXT, part_table_name TEXT, part_column_name TEXT, condition TEXT, said TEXT, said_en TEXT)"
        )
    swap_in(beside, project.published, {"release_id": "one", "built_at": dt.datetime(2024, 5, 6), "as_of": None})
    traced = trace(project, "mart.target_achievement", "TRUE")
    few, many = (row.cells[0].delivered for row in traced)
    hidden = {"value", "value_text", "value_decimals", "person_count", "explanation_text"}
    assert {name for name, text in few.items() if text == "(visas inte)"} == hidden
    assert few["organisation_code"] == "RS"
    assert not [text for text in traced[0].cells[0].texts.values() if text.startswith("3") or "tre" in text]
    assert (many["value"], many["value_text"], many["person_count"]) == (40, "40", 40)
    assert many["explanation_text"] == "(visas inte)"  # the mart does not show it


def test_what_a_sheet_leaves_out_is_not_given_back_by_the_rest() -> None:
    """No cell is small: 40 less 37 women are three men, and 60 less 35 and 22 in two units are three in a third."""
    cells = [cell("Fallolyckor", "RS", 40), cell("Fallolyckor", "RS", 37, gender_code="K")]
    cells += [cell("Vårdskador", place, n) for place, n in (("HSN", 60), ("02010", 35), ("02020", 22))]
    cells += [cell("Klagomål", place, n) for place, n in (("HSN", 60), ("02010", 35), ("02020", 12))]
    assert set(shown(cells)) == {
        ("FALLOLYCKOR", "RS", "2023", "T"), ("VÅRDSKADOR", "HSN", "2023", "T"),
        *(("KLAGOMÅL", place, "2023", "T") for place in ("HSN", "02010", "02020")),
    }  # fmt: skip


TERTIALS = {"T1": (1, "2023 T1"), "T2": (5, "2023 T2"), "T3": (9, "2023 T3")}


def months_of(name: str, place: str, counts: dict[int, float], **more: Any) -> list[Row]:
    return [
        cell(name, place, count, period_kind="månad", period_text=f"2023-{month:02}", period_start=dt.date(2023, month, 1), **more)
        for month, count in counts.items()
    ]  # fmt: skip


def tertials_of(name: str, place: str, counts: dict[str, float], **more: Any) -> list[Row]:
    return [
        cell(name, place, count, period_kind="tertial", period_text=TERTIALS[t][1], period_start=dt.date(2023, TERTIALS[t][0], 1), **more)
        for t, count in counts.items()
    ]  # fmt: skip


def test_what_the_periods_of_a_year_leave_is_not_given_back() -> None:
    """A year less its tertials, its eleven months, its cumulative months, or a tertial and months: each leaves 2."""
    cells = [cell("Fallolyckor", "RS", 60), *tertials_of("Fallolyckor", "RS", {"T1": 30, "T2": 28})]
    cells += [cell("Vårdskador", "RS", 112), *months_of("Vårdskador", "RS", dict.fromkeys(range(1, 12), 10))]
    cells += [cell("Avvikelser, ack", "RS", 52), *months_of("Avvikelser, ack", "RS", {10: 40, 11: 50})]
    cells += tertials_of("Klagomål", "RS", {"T1": 32}) + months_of("Klagomål", "RS", dict.fromkeys(range(1, 4), 10))
    cells += [cell("Stickskador", "RS", 72), *tertials_of("Stickskador", "RS", {"T1": 20, "T2": 20})]
    cells += months_of("Stickskador", "RS", dict.fromkeys(range(9, 12), 10))
    others = [cell("Vaccinationer", "RS", 90), *tertials_of("Vaccinationer", "RS", {"T1": 30, "T2": 28})]
    others += tertials_of("Remisser", "RS", {"T1": 40}) + months_of("Remisser", "RS", dict.fromkeys(range(1, 5), 10))
    assert {code for code, *_ in shown([*cells, *others])} == {"VACCINATIONER", "REMISSER"}


def test_a_period_that_is_told_by_others_is_covered_by_units_too() -> None:
    """The year leaves 2 for one unit of three: another is hidden with it, and the board stays."""
    counts = {"01010": (60, 30, 28), "01020": (90, 30, 30), "01030": (120, 40, 40), "RS": (270, 100, 98)}
    cells = [row for place, (year, first, second) in counts.items()
             for row in (cell(CASES, place, year), *tertials_of(CASES, place, {"T1": first, "T2": second}))]  # fmt: skip
    places = {place for _, place, *_ in shown(cells)}
    assert "RS" in places
    assert "01010" not in places
    assert len(places) < 4


def test_shares_by_gender_do_not_tell_how_many_women_and_men_there_are() -> None:
    """40 persons, 50,0 % of the women, 80,0 % of the men: 77,0 % of all means four women; 62,0 % of 400 means 240."""
    few = {"T": (77.0, 40), "K": (50.0, None), "M": (80.0, None)}
    many = {"T": (62.0, 400), "K": (50.0, None), "M": (80.0, None)}
    index = {"T": (3.74, 40), "K": (3.2, None), "M": (3.8, None)}  # a mean tells the same: four women
    cells = [
        cell(name, place, value, unit, gender_code=gender, person_count=persons, value_decimals=2)
        for name, unit, place, row in (("Nöjda", "%", "RS", few), ("Trivsel", "%", "HSN", many), ("Hälsa", "index", "RS", index))
        for gender, (value, persons) in row.items()
    ]  # fmt: skip
    assert {(code, gender) for code, _, _, gender in shown(cells)} == {
        ("NÖJDA", "T"), ("HÄLSA", "T"), ("TRIVSEL", "T"), ("TRIVSEL", "K"), ("TRIVSEL", "M")
    }  # fmt: skip


def test_what_counts_persons_is_declared_and_not_guessed_from_decimals() -> None:
    """An undeclared unit is one of persons, whatever other years deliver; so is an indicator with one such unit."""
    cells = [cell("Mått", "RS", 3, "zz", 2022), cell("Mått", "RS", 30.5, "zz")]
    cells += [cell("Blandat", "RS", 3, "antal", 2022), cell("Blandat", "RS", 30.5, "år")]
    cells += [cell("Känt", "RS", 3, "index", 2022), cell("Känt", "RS", 30.5, "index")]
    query = "SELECT indicator_code, indicator_text FROM core.indicator_definition WHERE NOT is_count_declared"
    with build(together(units(UNITS), outcomes(cells))) as connection:
        assert connection.execute(query).fetchall() == [("MÅTT", "Mått")]
    assert {(code, period) for code, _, period, _ in shown(cells)} == {
        ("MÅTT", "2023"), ("BLANDAT", "2023"), ("KÄNT", "2022"), ("KÄNT", "2023")
    }  # fmt: skip
