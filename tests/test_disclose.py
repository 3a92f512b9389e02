"""`rjh disclose` as an attacker: it finds what a careless publication gives back, and nothing in a careful one."""
# ruff: noqa: E501 -- rows are easier to read on one line

from __future__ import annotations

import datetime as dt
import itertools
import random
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner
from target_warehouse import SECRET, Rows, build, outcomes, together, units

from rjh_warehouse.answers.disclose import Told, disclose
from rjh_warehouse.cli import main
from rjh_warehouse.lake.disclosure import register_files
from rjh_warehouse.lake.disclosure_register import note_published
from rjh_warehouse.lake.store import Lake

UNITS = {"01010": "RS", "01020": "RS", "01030": "RS", "01040": "RS", "02010": "HSN", "02020": "HSN", "02030": "HSN"}
TABLES = ("core.indicator_value", "core.indicator_definition", "core.unit", "core.indicator_cell_hidden", "seed.board", "core.personnel_month",
          "mart.indicator_breakdown", "mart.target_achievement", "mart.indicator_follow_up", "staging.indicator_outcome",
          "staging.personnel_month")  # fmt: skip
Row = dict[str, Any]


def cell(place: str, value: float | None, name: str = "Antal fall", unit: str = "antal", **more: Any) -> Row:
    return {"indicator_code": name, "indicator_name": name, "unit_text": unit, "organisation_code": place, "value": value,
            "value_decimals": 0 if unit == "antal" else 1, **more}  # fmt: skip


def publish(folder: Path, cells: list[Row], lake: Lake | None = None, careless: bool = False) -> Path:
    """The published tables in a file of their own; `careless` shows all that is not small itself."""
    rows: Rows = together(units(UNITS), outcomes(cells))
    if lake:
        files = [str(f) for f in register_files(lake)]
        noted = duckdb.connect().execute("SELECT * FROM read_parquet(?)", [files]).df() if files else None
        if noted is not None:
            rows["disclosed_outcome"] = noted.astype(object).where(noted.notna(), None).to_dict("records")
        rows["disclosure_key"] = [{"secret": SECRET}]
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "warehouse.duckdb"
    with build(rows) as connection:
        connection.execute(f"ATTACH '{path}' AS warehouse")
        for table in TABLES:
            connection.execute(f"CREATE SCHEMA IF NOT EXISTS warehouse.{table.split('.')[0]}")
            connection.execute(f"CREATE TABLE warehouse.{table} AS SELECT * FROM memory.{table}")
        if careless:
            connection.execute("DELETE FROM warehouse.mart.indicator_breakdown")
            connection.execute("DELETE FROM warehouse.mart.target_achievement")
            connection.execute(
                "UPDATE warehouse.core.indicator_value AS shown SET value = source.value, is_too_few = FALSE"
                " FROM staging.indicator_outcome AS source WHERE source.row_number = shown.row_number AND source.value >= 5"
            )
    if lake:
        note_published(lake, path)
    return path


def given_back(found: list[Told]) -> list[tuple[str, str, int, int | None]]:
    return [(t.place.organisation, t.place.gender, t.low, t.high) for t in found if t.is_given_back]


def test_a_lone_hidden_unit_is_computed_and_the_exit_code_says_so(tmp_path: Path) -> None:
    cells = [cell(u, n) for u, n in (("01010", 3), ("01020", 20), ("01030", 30), ("01040", 40), ("RS", 93))]
    path = publish(tmp_path / "careless", cells, careless=True)
    assert given_back(disclose([path])) == [("01010", "T", 3, 3)]
    done = CliRunner().invoke(main, ["disclose", str(path)])
    assert done.exit_code == 3
    assert "3 – 3" in done.output
    careful = publish(tmp_path / "careful", cells)
    assert given_back(disclose([careful])) == []
    assert CliRunner().invoke(main, ["disclose", str(careful), "--json"]).exit_code == 0


def test_what_a_year_leaves_is_computed(tmp_path: Path) -> None:
    tertials = [cell("RS", n, period_text=f"2023 T{t}", period_kind="tertial", period_start=dt.date(2023, 4 * t - 3, 1))
                for t, n in ((1, 30), (2, 28))]  # fmt: skip
    found = given_back(disclose([publish(tmp_path, [cell("RS", 60), *tertials], careless=True)]))
    assert [(low, high) for _, _, low, high in found] == [(2, 2)]


def test_two_files_that_differ_by_one_correction_are_read_together(tmp_path: Path) -> None:
    """Alone each hides 3 behind 20; the second shows what the first hides."""
    numbers = {"01010": 3, "01020": 20, "01030": 30, "01040": 40, "RS": 93}
    first = publish(tmp_path / "1", [cell(u, n) for u, n in numbers.items()])
    numbers |= {"01010": 9, "RS": 99}
    second = publish(tmp_path / "2", [cell(u, n) for u, n in numbers.items()])
    assert given_back(disclose([first])) == given_back(disclose([second])) == []
    assert ("01010", "T", 3, 3) in given_back(disclose([second, first], corrected=["01010"]))
    assert "01010" in {
        place for place, *_ in given_back(disclose([second, first]))
    }  # 3 or 9, as one or the other changed


def delivered(dice: random.Random, known: dict[tuple[str, str, int], int]) -> list[Row]:
    """Counts by unit, gender and tertial with every sum of them, and some tertials not delivered."""
    absent = dice.choice((None, 1, 2, 3))
    cells = []
    for place, gender, tertial in itertools.product([*UNITS, "RS", "HSN", "RJH"], "TKM", (0, 1, 2, 3)):
        if tertial == absent:
            continue
        number = sum(
            n for (u, g, t), n in known.items()
            if place in {u, UNITS[u], "RJH"} and gender in {"T", g} and tertial in {0, t}
        )  # fmt: skip
        period = {
            "period_text": f"2023 T{tertial}",
            "period_kind": "tertial",
            "period_start": dt.date(2023, max(4 * tertial - 3, 1), 1),
        }
        cells.append(cell(place, number, gender_code=gender, **(period if tertial else {})))
    return cells


def truth(dice: random.Random) -> dict[tuple[str, str, int], int]:
    cells = itertools.product(UNITS, "KM", (1, 2, 3))
    return {c: dice.choice((dice.randint(0, 6), dice.randint(8, 40), dice.randint(8, 40))) for c in cells}


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_no_random_delivery_nor_its_corrections_give_a_number_back(seed: int, tmp_path: Path) -> None:
    """Three publications, each with a few corrected cells, attacked one by one and together."""
    dice = random.Random(seed)
    known, absent = truth(dice), dice.random()
    lake, files = Lake(tmp_path / "lake"), []
    corrected: set[str] = set()
    for edition in range(3):
        files.insert(0, publish(tmp_path / str(edition), delivered(random.Random(absent), known), lake))
        assert given_back(disclose(files[:1])) == [], f"publication {edition} alone"
        assert given_back(disclose(files, corrected)) == [], f"publication {edition} with the earlier ones"
        for changed in dice.sample(sorted(known), dice.randint(1, 3)):
            corrected.add(changed[0])
            known[changed] = dice.choice((dice.randint(0, 4), dice.randint(5, 40)))
