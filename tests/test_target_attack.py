"""An attacker with everything that is published: no small number of persons may be computed back."""

from __future__ import annotations

import itertools
import random
from typing import Any

import duckdb
import numpy as np
import pytest
from scipy.optimize import linprog
from target_warehouse import build, outcomes, together, units

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


@pytest.mark.parametrize("seed", range(4))
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
