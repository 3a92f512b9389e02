"""The month marts against a controller's own books, made from the delivered files alone: every line, level, basis and period."""
# ruff: noqa: E501 -- queries are easier to read on one line

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import plain_models
import pytest

from rjh_warehouse.build.recipe import Model
from rjh_warehouse.intake.load import load_files
from rjh_warehouse.lake.store import Lake
from rjh_warehouse.simulate import SimulationSettings, simulate
from tests.simulate.conftest import CONTRACTS
from tests.simulate.controller import NOTHING, REVENUE, Books, Key, date_of, index_of
from tests.simulate.controller_bridge import Bridge

pytestmark = pytest.mark.slow  # a region is simulated, loaded and built: with `pytest -m slow`, which CI runs

ORE, HUNDREDTH = Decimal("0.01"), Decimal("0.006")
PERIODS = ("month", "ytd", "rolling_12")
REGIONS = [  # the first reorganisation with transfers; a ledger that begins inside a year; the second reorganisation
    SimulationSettings(seed=1041, rows=1, months=31, forecast_months=2),
    SimulationSettings(seed=1042, rows=1, months=27, newest_month="2026-02", forecast_months=2),
]
Audited = tuple[Books, duckdb.DuckDBPyConnection, str]


@pytest.fixture(
    scope="module",
    params=[pytest.param(s, marks=pytest.mark.xdist_group(str(s.seed))) for s in REGIONS],
    ids=lambda s: str(s.seed),
)
def audited(
    request: pytest.FixtureRequest, models: tuple[Model, ...], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Audited]:
    """The books of a region, its warehouse, and the months that are looked at, as a list for SQL."""
    folder = tmp_path_factory.mktemp("audited")
    region = simulate(request.param, folder / "out")
    lake = Lake(folder / "lake")
    load_files(region.delivery_paths, lake, CONTRACTS)
    plain_models.build(folder / "warehouse.duckdb", lake, models)
    books = Books(
        [p for p in Path(folder / "out").rglob("*") if p.suffix in (".csv", ".xlsx") and ".truth" not in p.parts]
    )
    looked_at = (books.months[7], books.months[14], books.months[-5], books.months[-4], books.months[-1])
    with duckdb.connect(str(folder / "warehouse.duckdb"), read_only=True) as connection:
        yield books, connection, ", ".join(f"DATE '{date_of(m)}'" for m in looked_at)


def _rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    result = connection.execute(sql)
    names = [c[0] for c in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _differ(told: Decimal | None, expected: Decimal | None, allowed: Decimal) -> bool:
    return (told is not expected) if told is None or expected is None else abs(told - expected) > allowed


def _key(row: dict[str, Any]) -> Key:
    names = ("organisation_basis", "organisation_level", "organisation_code", "cost_type_code", "scope_code")
    basis, level, code, line, scope = (row[n] for n in names)
    return basis, level, code, line, scope


def test_cost_development_is_what_the_files_give(audited: Audited) -> None:
    books, connection, months = audited
    told = _rows(connection, f"SELECT * FROM mart.cost_development WHERE month IN ({months})")
    assert len(told) > 20_000
    wrong = []
    for row in told:
        key, month = _key(row), row["month"].year * 12 + row["month"].month - 1
        e = books.expected(key, row["period_kind"], month)
        direction = 1 if key[3] in REVENUE or key[3] == "REVENUE" else -1
        expected = {
            "actual_sek": e.actual, "budget_sek": e.budget, "prior_year_sek": e.prior, "item_sek": e.item,
            "deviation_sek": None if e.budget is None else e.actual - e.budget,
            "growth_sek": None if e.prior is None else (e.actual - e.prior) * direction,
            "actual_excluding_items_sek": e.actual - e.item,
            "prior_year_excluding_items_sek": None if e.prior is None else e.prior - (e.prior_item or 0),
            "growth_pct": e.growth_pct, "growth_excluding_items_pct": e.growth_excluding_items_pct,
            "real_growth_pct": e.real_growth_pct, "real_growth_excluding_items_pct": e.real_growth_excluding_items_pct,
        }  # fmt: skip
        # a rate makes a halved öre fall either way in each cell
        exact = ORE * 20 if key[3] == "PERSONNEL_CONSTANT_PO" else NOTHING
        wrong += [
            (key, row["period_kind"], row["month"], name, row[name], value)
            for name, value in expected.items()
            if _differ(row[name], value, HUNDREDTH if name.endswith("_pct") else exact)
        ]
        assert row["index_code"] == index_of(key[3])
    assert wrong == []


def test_cost_development_leaves_nothing_out(audited: Audited) -> None:
    books, connection, months = audited
    told = {
        (*_key(r), r["period_kind"], r["month"])
        for r in _rows(connection, f"SELECT * FROM mart.cost_development WHERE month IN ({months})")
    }
    for (day,) in connection.execute(f"SELECT UNNEST([{months}])").fetchall():
        month = day.year * 12 + day.month - 1
        for key in books.series:
            for period in PERIODS:
                if (*key, period, day) not in told:
                    e = books.expected(key, period, month)
                    assert not (e.actual or e.prior or e.budget), (key, period, day)


def test_hired_staff_and_the_identity_are_what_the_files_give(audited: Audited) -> None:
    books, connection, months = audited
    told = _rows(connection, f"SELECT *, 'NET_COST' AS cost_type_code FROM mart.cost_summary WHERE month IN ({months})")
    for row in told:
        basis, level, code, _, scope = _key(row)
        month = row["month"].year * 12 + row["month"].month - 1
        own, hired = (
            books.expected((basis, level, code, line, scope), row["period_kind"], month).actual
            if (basis, level, code, line, scope) in books.series
            else NOTHING
            for line in ("PERSONNEL", "HIRED_STAFF")
        )
        for name, base in (
            ("hired_staff_of_own_personnel_pct", own),
            ("hired_staff_of_personnel_total_pct", own + hired),
        ):
            assert not _differ(row[name] or NOTHING, hired / base * 100 if base else NOTHING, HUNDREDTH), (row, name)
        if row["net_cost_growth_sek"] is not None:
            gross, revenue = row["gross_cost_growth_sek"] or NOTHING, row["revenue_growth_sek"] or NOTHING
            assert gross - revenue == row["net_cost_growth_sek"]


def test_every_part_of_the_bridge_is_what_its_rule_gives(audited: Audited) -> None:
    books, connection, months = audited
    bridge = Bridge(books)
    told = _rows(connection, f"SELECT * FROM mart.cost_bridge WHERE month IN ({months})")
    assert len(told) > 500
    known: dict[tuple[Any, ...], dict[str, Decimal | None]] = {}
    for row in told:
        month = row["month"].year * 12 + row["month"].month - 1
        about = (
            *(row[n] for n in ("bridge_kind", "organisation_code", "cost_type_code", "scope_code", "period_kind")),
            month,
        )
        if about not in known:
            known[about] = bridge.items(*about)
        expected = known[about].get(row["item_kind"], NOTHING)
        if expected is None:
            assert row["amount_sek"] is None, row
        else:
            assert not _differ(row["amount_sek"] or NOTHING, expected, ORE * 12), (row, expected)


def test_internal_trade_differs_where_the_files_differ(audited: Audited) -> None:
    books, connection, _ = audited
    told = dict(
        connection.execute(
            "SELECT check_code, ABS(difference_sek) FROM mart.frame_reconciliation WHERE check_kind = 'internal_trade'"
        ).fetchall()
    )
    expected = {
        f"INTERNAL/{date_of(month)}/{first}/{other}": abs(amount)
        for (month, first, other), amount in books.trade.items()
    }
    assert told == expected
