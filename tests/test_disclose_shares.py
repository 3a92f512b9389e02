"""Shares that are delivered without the number of persons behind them: neither their fraction nor other numbers tell it."""
# ruff: noqa: E501 -- rows are easier to read on one line

from __future__ import annotations

import itertools
import random
from pathlib import Path

import duckdb
import pytest
from target_warehouse import build, outcomes, together, units
from test_disclose import UNITS, Row, cell, given_back, publish

from rjh_warehouse.answers.disclose import disclose
from rjh_warehouse.lake.disclosure_register import note_published
from rjh_warehouse.lake.store import Lake

JOY, ANSWERS = "Andel som trivs", "Svarsfrekvens i enkäten"


def share(place: str, within: int, persons: int, count: int | None, name: str = JOY, **more: object) -> Row:
    value = round(100 * within / persons, 1) if persons else None
    return cell(place, value, name, "%", person_count=count, **more)


def publish_as_delivered(path: Path) -> None:
    """What a publication would be that shows every share, and every number of persons that was delivered."""
    with duckdb.connect(str(path)) as connection:
        connection.execute("DELETE FROM mart.indicator_breakdown")
        connection.execute("DELETE FROM mart.target_achievement")
        connection.execute(
            "UPDATE core.indicator_value AS shown SET value = source.value, is_too_few = FALSE,"
            " person_count = source.person_count FROM staging.indicator_outcome AS source"
            " WHERE source.row_number = shown.row_number"
        )


def test_a_board_s_number_does_not_tell_its_units_by_their_fractions(tmp_path: Path) -> None:
    """33,3, 66,7 and 50,0 % of eight persons: three, three and two."""
    cells = [share("02010", 1, 3, None), share("02020", 2, 3, None), share("02030", 1, 2, None), share("HSN", 4, 8, 8)]
    told = {("02010", "T", 3, 3), ("02020", "T", 3, 3), ("02030", "T", 2, 2)}
    path = publish(tmp_path / "1", cells)
    assert given_back(disclose([path])) == []
    publish_as_delivered(path)
    assert told <= set(given_back(disclose([path])))


def test_another_figure_s_number_does_not_tell_women_and_men(tmp_path: Path) -> None:
    """50,0 % of the women, 80,6 % of the men and 77,5 % of all: of the 40 that another figure tells four are women."""
    shares = [("T", 31, 40), ("K", 2, 4), ("M", 29, 36)]
    cells = [share("RS", within, persons, None, gender_code=gender) for gender, within, persons in shares]
    cells += [share("RS", 30, 40, 40, ANSWERS)]
    path = publish(tmp_path / "1", cells)
    assert given_back(disclose([path])) == []
    publish_as_delivered(path)
    assert ("RS", "K", 4, 4) in given_back(disclose([path]))


@pytest.mark.parametrize(
    ("within", "persons", "is_shown"), ((1, 3, False), (3, 4, False), (0, 9, False), (2, 5, True), (37, 60, True))
)
def test_a_unit_s_share_that_few_can_give_is_not_shown_without_its_number(
    within: int, persons: int, is_shown: bool
) -> None:
    cells = [share(place, within, persons, None) for place in ("01010", "HSN")]
    query = "SELECT organisation_code FROM core.indicator_value WHERE NOT value IS NULL"
    with build(together(units(UNITS), outcomes(cells))) as connection:
        shown = {place for (place,) in connection.execute(query).fetchall()}
    assert shown == ({"01010", "HSN"} if is_shown else {"HSN"})


def delivered(dice: random.Random, known: dict[tuple[str, str, str], int], told: dict[str, str]) -> list[Row]:
    """Two shares of the same persons, with their number for all genders, for the total only, or not at all."""
    cells = []
    for place, gender in itertools.product([*UNITS, "RS", "HSN", "RJH"], "TKM"):
        within, persons = (
            sum(
                n for (what, unit, sex), n in known.items()
                if what == measure and place in {unit, UNITS[unit], "RJH"} and gender in {"T", sex}
            )
            for measure in ("within", "persons")
        )  # fmt: skip
        for name in (JOY, ANSWERS):
            count = persons if gender in told[name + place] else None
            cells.append(share(place, within, persons, count, name, gender_code=gender))
    return cells


@pytest.mark.parametrize("seed", [101, 102, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(103, 112))])
def test_no_random_delivery_of_shares_gives_a_small_number_back(seed: int, tmp_path: Path) -> None:
    """Two publications, with a few persons more or less between them, attacked one by one and together."""
    dice = random.Random(seed)
    known: dict[tuple[str, str, str], int] = {}
    for unit, gender in itertools.product(UNITS, "KM"):
        known["persons", unit, gender] = dice.choice((dice.randint(1, 6), dice.randint(5, 30)))
        known["within", unit, gender] = dice.randint(0, known["persons", unit, gender])
    told = {name + place: dice.choice(("TKM", "T", "", "TK"))
            for name in (JOY, ANSWERS) for place in [*UNITS, "RS", "HSN", "RJH"]}  # fmt: skip
    lake, files, corrected = Lake(tmp_path / "lake"), list[Path](), set[str]()
    for edition in range(2):
        files.insert(0, publish(tmp_path / str(edition), delivered(dice, known, told), lake))
        assert given_back(disclose(files[:1])) == [], f"publication {edition} alone"
        assert given_back(disclose(files, corrected)) == [], f"publication {edition} with the earlier ones"
        unit, gender = dice.choice([*UNITS]), dice.choice("KM")
        corrected.add(unit)
        known["persons", unit, gender] += 1


@pytest.mark.parametrize("seed", (7, 8))
def test_what_is_hidden_stays_as_it_is_when_it_is_built_again(seed: int, tmp_path: Path) -> None:
    """The register that a closed month keeps holds the month's own publication: built again, the same is hidden."""
    dice = random.Random(seed)
    known = {(u, g): dice.choice((dice.randint(0, 6), dice.randint(8, 40))) for u in UNITS for g in "KM"}
    places = [*UNITS, "RS", "HSN", "RJH"]
    cells = [
        cell(place, sum(n for (u, g), n in known.items() if place in {u, UNITS[u], "RJH"} and gender in {"T", g}), gender_code=gender)
        for place in places for gender in "TKM"
    ]  # fmt: skip
    lake = Lake(tmp_path / "lake")
    for edition in ("1", "2"):
        publish(tmp_path / edition, cells, lake)
    with duckdb.connect() as connection:
        for edition in ("1", "2"):
            connection.execute(f"ATTACH '{tmp_path / edition / 'warehouse.duckdb'}' AS e{edition} (READ_ONLY)")
        hidden = connection.execute("SELECT COUNT(*) FROM e1.core.indicator_cell_hidden").fetchone()
        unlike = connection.execute(
            "SELECT COUNT(*) FROM (FROM e1.core.indicator_cell_hidden EXCEPT FROM e2.core.indicator_cell_hidden"
            " UNION ALL (FROM e2.core.indicator_cell_hidden EXCEPT FROM e1.core.indicator_cell_hidden))"
        ).fetchone()
    assert hidden is not None
    assert hidden[0] > 0
    assert unlike == (0,)
    assert note_published(lake, tmp_path / "2" / "warehouse.duckdb") is None
