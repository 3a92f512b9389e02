"""Activity beside cost: volumes as delivered, cost per volume, and a change split so that no order matters."""
# ruff: noqa: E501 -- rows and queries are easier to read on one line

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from itertools import permutations

import duckdb
import month_warehouse as region
import pytest
from model_audit import failing_rows

WANTED = frozenset({"mart.activity"})


def _volume(n: int, month: dt.date) -> Decimal:
    return Decimal(1000 + 37 * n + 11 * month.month)


@pytest.fixture(scope="module")
def counted() -> duckdb.DuckDBPyConnection:
    rows = region.small_region()
    cells = []
    for n, month in enumerate(region.months((2022, 1), 28)):
        cells += [("OHSN", month, "VISITS", _volume(n, month)), ("ORS", month, "VISITS", Decimal(500 + n))]
        cells.append(("OHSN", month, "OPERATIONS", Decimal(3 if n == 20 else 40)))
        cells.append(("ORS", month, "OPERATIONS", None if n == 26 else Decimal(30)))
    region.deliver(rows, "activity", "activity_month", dt.date(2024, 5, 5))
    rows["activity_month"] = [
        {"delivery_id": "activity", "sheet": None, "row_kind": "data", "row_number": n, "area_code": area, "month": month,
         "activity_code": kind, "volume": volume}
        for n, (area, month, kind, volume) in enumerate(cells, start=2)
    ]  # fmt: skip
    return region.build(rows, WANTED)


def test_a_change_is_split_exactly_and_in_no_order(counted: duckdb.DuckDBPyConnection) -> None:
    rows = counted.execute(
        "SELECT prior_year_gross_cost_sek, gross_cost_sek, prior_year_volume, volume, price_growth_pct, volume_effect_sek,"
        " price_effect_sek, rest_effect_sek, change_sek FROM mart.activity WHERE NOT volume_effect_sek IS NULL"
    ).fetchall()
    assert len(rows) > 50
    for before, now, volume_before, volume_now, price_growth, *effects, change in rows:
        assert sum(effects) == change
        factors = [Fraction(volume_now) / Fraction(volume_before), 1 + Fraction(price_growth) / 100]
        factors.append(Fraction(now) / Fraction(before) / factors[0] / factors[1])
        shapley = [Fraction(0)] * 3
        for order in permutations(range(3)):  # each factor's step, averaged over every order of taking them
            level = Fraction(before)
            for one in order:
                shapley[one] += level * (factors[one] - 1) / 6
                level *= factors[one]
        assert float(effects[0]) == pytest.approx(float(shapley[0]), rel=1e-3, abs=5)  # the index is told to two places
        assert float(effects[2]) == pytest.approx(float(shapley[2]), rel=1e-2, abs=float(before) * 1e-4 + 5)


def test_the_volume_is_the_delivered_one_and_the_year_adds_up(counted: duckdb.DuckDBPyConnection) -> None:
    found = counted.execute(
        "SELECT period_kind, volume, cost_per_volume_sek, gross_cost_sek FROM mart.activity WHERE activity_code = 'VISITS'"
        " AND organisation_code = 'OHSN' AND month = DATE '2023-03-01' ORDER BY period_kind"
    ).fetchall()
    months = [(12 + n, dt.date(2023, n + 1, 1)) for n in range(3)]
    assert [(k, v) for k, v, *_ in found] == [
        ("month", _volume(*months[2])), ("ytd", sum(_volume(*m) for m in months)),
    ]  # fmt: skip
    assert all(float(per) == pytest.approx(float(cost) / float(volume), abs=0.01) for _, volume, per, cost in found)


def test_a_missing_or_small_part_leaves_the_sum_empty(counted: duckdb.DuckDBPyConnection) -> None:
    def volume(level: str, month: str, period: str = "month") -> Decimal | None:
        found = counted.execute(
            "SELECT volume FROM mart.activity WHERE activity_code = 'OPERATIONS' AND organisation_level = ?"
            " AND month = CAST(? AS DATE) AND period_kind = ? ORDER BY organisation_code LIMIT 1",
            [level, month, period],
        ).fetchone()
        assert found is not None
        value: Decimal | None = found[0]
        return value

    assert volume("region", "2023-08-01") == 70
    assert volume("region", "2023-09-01") is None  # three operations are about few persons
    assert volume("board", "2023-09-01") is None
    assert volume("region", "2024-03-01") is None  # one area has not measured: missing is not zero
    assert volume("region", "2024-03-01", "ytd") is None
    assert volume("region", "2024-02-01", "ytd") == 140


@pytest.mark.parametrize("wrong", ["rest_effect_sek + 0.01", "NULL"])
def test_a_split_that_is_not_the_whole_change_is_found(counted: duckdb.DuckDBPyConnection, wrong: str) -> None:
    assert failing_rows(counted, "activity_split_adds_up", "mart.activity") == 0
    harmed = f"(SELECT * REPLACE ({wrong} AS rest_effect_sek) FROM mart.activity)"
    assert failing_rows(counted, "activity_split_adds_up", harmed) > 50
