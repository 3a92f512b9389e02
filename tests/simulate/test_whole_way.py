"""A dozen regions and more the whole way: the files' own sums, what loading says, what the built warehouse says.

Everything is counted both ways: each planted fault is told where the truth says, and nothing else is told.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import plain_models
import pytest

from rjh_warehouse.build.recipe import Model
from rjh_warehouse.intake.load import LoadOutcome, load_files
from rjh_warehouse.lake.store import Lake
from rjh_warehouse.simulate import SimulationReport, SimulationSettings, simulate
from rjh_warehouse.simulate.accounts import COST_TYPE_OF
from tests.simulate.conftest import CONTRACTS, ROOT, begins

pytestmark = pytest.mark.slow

# Year boundaries, leap years, both reorganisations and times without one, noise and no noise, no effects; no month that
# is still to come, since a day to come is refused.
NEWEST = ("2024-04", "2024-12", "2025-01", "2024-02", "2024-03", "2026-04", "2021-07", "2020-02", "2023-11", "2025-08")
SMALL = [
    SimulationSettings(seed=111 + n, rows=1, months=18 + (n + 1) % 3, newest_month=newest, forecast_months=3)
    for n, newest in enumerate(NEWEST)
]
LOADED = [
    *SMALL,
    SimulationSettings(seed=121, rows=1, months=18, noise=0.0, autocorrelation=0.0, forecast_months=2),
    SimulationSettings(seed=122, rows=1, months=18, noise=2.0, autocorrelation=0.9, forecast_months=2),
    SimulationSettings(seed=123, rows=1, months=18, with_effects=False, newest_month="2024-01", forecast_months=2),
]
BUILT = [
    SimulationSettings(seed=131, rows=60_000, months=26, forecast_months=4),
    SimulationSettings(seed=132, rows=1, months=20, newest_month="2026-02", forecast_months=3),
    SimulationSettings(seed=133, rows=1, months=18, newest_month="2024-12", noise=1.5, forecast_months=3),
    SimulationSettings(seed=134, rows=1, months=18, newest_month="2025-01", faults=frozenset(), forecast_months=3),
]
COUNTED = ("unknown_code", "voucher_outside_period", "period_in_file")  # controls that count rows, as the truth does
# What a month lacks because of a fault that is told elsewhere: a blocked file, a unit that no register knows.
IMPLIED = ("month_needs_what_has_not_come", "month_unmapped_is_small")
# Tables with rows of a list of the project, which are the region's real ones: those without a delivery.
OF_A_LIST = ("core.organisation_registered", "mart.organisation", "mart.account")
Key = tuple[str, str, str]  # board, month, cost type
Said = set[tuple[str, str]]  # file, code


def _name(settings: SimulationSettings) -> str:
    return f"{settings.seed}-{settings.newest_month}"


@pytest.mark.parametrize("settings", LOADED, ids=_name)
def test_loading_says_what_is_planted_and_nothing_else(settings: SimulationSettings, tmp_path: Path) -> None:
    region = simulate(settings, tmp_path / "out")
    lake = Lake(tmp_path / "lake")
    outcomes = load_files(region.delivery_paths, lake, CONTRACTS)
    _check_loading(region, outcomes)
    entries = " UNION ALL ".join(
        f"SELECT '{o.path.name}' AS file, * FROM read_parquet('{lake.root}/rows/ledger/{o.record.delivery_id}.parquet')"
        for o in outcomes
        if o.record and o.path.name in _current(region)
    )
    with duckdb.connect() as connection:
        rows = connection.execute(
            "SELECT split_part(file, '_', 2), strftime(period, '%Y-%m'), account_code, SUM(amount)"
            f" FROM ({entries}) WHERE row_kind = 'data' GROUP BY ALL"
        ).fetchall()
    loaded: dict[Key, Decimal] = defaultdict(Decimal)
    for board, month, account, amount in rows:
        loaded[board, month, COST_TYPE_OF[account]] += amount
    assert loaded == _files_sums(region) == _truth_sums(region)


def _check_loading(region: SimulationReport, outcomes: list[LoadOutcome]) -> None:
    """Every file is loaded or blocked, with the planted rejections, findings and failed controls and no others."""
    controls: Said = set()
    counts: dict[tuple[str, str], int] = {}
    findings, rejected = Counter[tuple[str, str]](), Counter[str]()
    blocked = set()
    for outcome in outcomes:
        assert outcome.record is not None, (outcome.path.name, outcome.error)
        name = outcome.path.name
        findings.update((name, f["code"]) for f in outcome.record.findings)
        rejected[name] += outcome.record.count("rows_rejected")
        if outcome.record.state != "accepted":
            blocked.add(name)
        for control in outcome.record.controls:
            if control["state"] == "failed":
                controls.add((name, control["check"]))
                counts[name, control["check"]] = control["failed_count"]
    planted = {f for f in region.faults if f.stage == "loading"}
    assert controls == {(f.file, f.code) for f in planted} | begins(region)
    expected = Counter[tuple[str, str]]()
    for fault in planted:
        expected[fault.file, fault.code] += fault.rows
    assert {k: n for k, n in counts.items() if k[1] in COUNTED} == {
        k: n for k, n in expected.items() if k[1] in COUNTED
    }
    assert findings == Counter((f.file, f.code) for f in region.faults if f.code.startswith("finding."))
    assert +rejected == Counter(f.file for f in region.faults if f.severity == "reject")
    assert blocked == {f.file for f in planted if f.severity == "block"}


def _current(region: SimulationReport) -> set[str]:
    """The newest version of every board's and month's ledger, by name."""
    newest: dict[str, str] = {}
    for path in region.delivery_paths:  # oldest first
        if path.name.startswith("huvudbok_"):
            newest[path.stem.split("_v")[0]] = path.name
    return set(newest.values())


def _files_sums(region: SimulationReport) -> dict[Key, Decimal]:
    """Debit by board, month and cost type, read from the current files with nothing of the warehouse."""
    spoilt = {(f.file, f.row) for f in region.faults if f.severity == "reject"}
    sums: dict[Key, Decimal] = defaultdict(Decimal)
    for path in region.delivery_paths:
        if path.name not in _current(region):
            continue
        with path.open(encoding="cp1252", newline="") as lines:
            for number, row in enumerate(csv.DictReader(lines, delimiter=";"), start=2):
                if row["Period"] != "Summa" and (path.name, number) not in spoilt:
                    month = f"{row['Period'][:4]}-{row['Period'][4:]}"
                    key = (path.name.split("_")[1], month, COST_TYPE_OF[row["Konto"]])
                    sums[key] += Decimal(row["Belopp"].replace(",", "."))
    return sums


def _truth_sums(region: SimulationReport) -> dict[Key, Decimal]:
    """Debit by board, month and cost type as the simulator states it."""
    with (region.truth_file.parent / "ledger_sum.csv").open(encoding="utf-8", newline="") as lines:
        return {
            (r["board_code"], r["month"], r["cost_type_code"]): Decimal(r["loaded_ore"]) / 100
            for r in csv.DictReader(lines)
            if r["is_current"] == "True" and int(r["loaded_rows"])
        }


@pytest.fixture(  # one worker makes a region's tests (--dist loadgroup), so that it is built once
    scope="module", params=[pytest.param(s, marks=pytest.mark.xdist_group(_name(s))) for s in BUILT], ids=_name
)
def built(
    request: pytest.FixtureRequest, models: tuple[Model, ...], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[SimulationReport, duckdb.DuckDBPyConnection]]:
    """A region loaded and built, and a connection to its warehouse."""
    folder = tmp_path_factory.mktemp("built")
    region = simulate(request.param, folder / "out")
    lake = Lake(folder / "lake")
    _check_loading(region, load_files(region.delivery_paths, lake, CONTRACTS))
    plain_models.build(folder / "warehouse.duckdb", lake, models)
    with duckdb.connect(str(folder / "warehouse.duckdb"), read_only=True) as connection:
        yield region, connection


Built = tuple[SimulationReport, duckdb.DuckDBPyConnection]


def test_core_and_mart_hold_the_files_sums_to_the_ore(built: Built) -> None:
    region, connection = built
    expected = {key: -amount for key, amount in _files_sums(region).items()}
    entries = connection.execute(
        "SELECT board_code, strftime(month, '%Y-%m'), cost_type_code, SUM(amount_sek) FROM core.ledger_entry"
        " WHERE is_current AND is_simulated GROUP BY ALL"
    ).fetchall()
    assert {(b, m, c): amount for b, m, c, amount in entries} == expected
    marts = connection.execute(
        "SELECT board_code, strftime(month, '%Y-%m'), cost_type_code, actual_sek FROM mart.cost_development"
        " WHERE organisation_basis = 'as_was' AND organisation_level = 'board' AND period_kind = 'month'"
        " AND scope_code = 'with_internal' AND is_simulated AND actual_sek IS NOT NULL"
        f" AND cost_type_code IN ({', '.join(repr(c) for c in set(COST_TYPE_OF.values()))})"
    ).fetchall()
    assert {(b, m, c): amount for b, m, c, amount in marts if amount} == {k: v for k, v in expected.items() if v}


def test_the_warehouse_says_what_is_planted_and_nothing_else(built: Built, models: tuple[Model, ...]) -> None:
    region, connection = built
    files: dict[str, str] = dict(connection.execute("SELECT delivery_id, file_name FROM core.delivery").fetchall())
    told = {
        name: [_place(row, files) for row in rows]
        for (_, name), rows in plain_models.failures(connection, models).items()
        if name not in IMPLIED or not region.faults
    }
    planted: dict[str, list[tuple[str, int | None]]] = defaultdict(list)
    for fault in region.faults:
        if fault.stage == "audit":
            planted[fault.code].append((fault.file, fault.row))
        if fault.kind == "indicator_percent_scale":  # told when it is loaded, and again where it would be judged
            planted["outcome_in_question"].append((fault.file, fault.row))
    assert told.keys() == planted.keys()
    for name, places in planted.items():
        if name == "too_few_to_show":  # what would give the small figure back is hidden with it
            assert set(places) <= set(told[name])
            assert {file for file, _ in told[name]} == {file for file, _ in places}
        elif all(place in told[name] for place in places):
            assert sorted(told[name]) == sorted(places), name
        else:  # a sum over many cells has no place of its own
            assert len(told[name]) == len(places), name


def _place(row: dict[str, Any], files: dict[str, str]) -> tuple[str, int | None]:
    """The file and row of an audit's failing row."""
    if "first_known_on" in row:  # a month as a whole
        return files[row["delivery_id"]], None
    return files.get(row.get("delivery_id") or "", ""), row.get("row_number")


def test_every_check_on_the_months_holds_but_the_planted(built: Built) -> None:
    region, connection = built
    kinds = {kind for (kind,) in connection.execute("SELECT check_kind FROM seed.delivery_check_kind").fetchall()}
    told = connection.execute(
        "SELECT check_kind, board_code, fiscal_year FROM mart.frame_reconciliation"
        " WHERE is_simulated AND verdict <> 'exact'"
        " AND check_kind <> 'frame_roll_forward'"  # its residual is the frames' indexation, as the truth says
    ).fetchall()
    planted = []
    for fault in region.faults:
        if fault.stage == "verdict" and fault.code in kinds:
            _, board, time, *_ = fault.file.split("_")
            planted.append((fault.code, "RJH" if fault.code == "internal_trade" else board, int(time[:4])))
    assert sorted(told) == sorted(planted)


def test_quality_tells_each_rejected_cell_and_failed_control(built: Built) -> None:
    region, connection = built
    rejected = connection.execute("SELECT file_name, row_number, column_name, code FROM quality.rejection").fetchall()
    assert sorted(rejected) == sorted(
        (f.file, f.row, f.column, f.code) for f in region.faults if f.told_in == "quality.rejection"
    )
    for reason in ("reason", "reason_en"):  # a whole sentence, every place filled
        said = connection.execute(f"SELECT {reason} FROM quality.rejection").fetchall()
        assert all(text and not re.search(r"{[a-z_]+}", text) for (text,) in said)
    controls = connection.execute(
        "SELECT DISTINCT delivery.file_name, control.check_name FROM quality.delivery_control AS control"
        " JOIN quality.delivery AS delivery ON delivery.delivery_id = control.delivery_id"
        " WHERE control.state = 'failed'"
    ).fetchall()
    planted = {(f.file, f.code) for f in region.faults if f.told_in == "quality.delivery_control"}
    assert set(controls) == planted | begins(region)


def test_every_row_of_a_simulated_region_says_so(built: Built) -> None:
    _, connection = built
    marked = connection.execute(
        "SELECT table_schema || '.' || table_name FROM information_schema.columns WHERE column_name = 'is_simulated'"
        " AND table_schema IN ('core', 'mart', 'quality')"
        " AND table_name NOT IN ('indicator_definition', 'indicator_described')"  # of a seed: the region's real ones
    ).fetchall()
    assert len(marked) > 30
    unmarked = []
    for (name,) in marked:
        delivered = " AND delivery_id IS NOT NULL" if name in OF_A_LIST else ""
        query = f"SELECT COUNT(*) FROM {name} WHERE is_simulated IS NOT TRUE{delivered}"
        if connection.execute(query).fetchone() != (0,):
            unmarked.append(name)
    assert unmarked == []


def test_a_redelivered_month_is_known_as_it_was(models: tuple[Model, ...], tmp_path: Path) -> None:
    """As known the day before the correction the first version counts, the late month is missing and not zero."""
    region = simulate(SimulationSettings(seed=135, rows=1, months=18, forecast_months=2), tmp_path / "out")
    lake = Lake(tmp_path / "lake")
    wanted = [p for p in region.delivery_paths if p.name.startswith(("huvudbok_", "enhets", "kontoplan"))]
    load_files(wanted, lake, CONTRACTS)
    found = {}
    for day in (dt.date(2024, 5, 10), dt.date(2024, 5, 31)):
        plain_models.build(
            tmp_path / f"{day}.duckdb", lake, plain_models.upstream(models, ["mart.cost_development"]), day
        )
        with duckdb.connect(str(tmp_path / f"{day}.duckdb"), read_only=True) as connection:
            found[day] = dict(
                connection.execute(
                    "SELECT board_code || strftime(month, '%Y%m'), SUM(actual_sek) FROM mart.cost_development"
                    " WHERE organisation_basis = 'as_was' AND organisation_level = 'board' AND period_kind = 'month'"
                    " AND scope_code = 'with_internal' AND cost_type_code = 'NET_COST' GROUP BY ALL"
                ).fetchall()
            )
    before, after = found.values()
    (fault,) = [f for f in region.faults if f.kind == "corrected_redelivery"]
    assert before["HSN202404"] - after["HSN202404"] == Decimal(fault.found or "") / 100
    assert before.get("KTN202403") is None
    assert after["KTN202403"] < 0


def test_forecasts_keep_their_promise(models: tuple[Model, ...], tmp_path: Path) -> None:
    """On forty months the combination beats the simple ways after April and August, per unit and cost type and up the
    organisation, and 80 % intervals cover 75–85 % of the outcomes of all units, levels and months pooled.
    """
    region = simulate(SimulationSettings(seed=136, rows=1, months=40), tmp_path / "out")
    lake = Lake(tmp_path / "lake")
    names = ("huvudbok_", "enhets", "kontoplan", "budget_", "prognos_")
    load_files([p for p in region.delivery_paths if p.name.startswith(names)], lake, CONTRACTS)
    backtest = "mart.year_end_forecast_backtest"
    plain_models.build(tmp_path / "warehouse.duckdb", lake, plain_models.upstream(models, [backtest]))
    pooled = f"FROM {backtest} WHERE cost_type_code = 'ALL' AND scope_code = 'with_internal'"
    with duckdb.connect(str(tmp_path / "warehouse.duckdb"), read_only=True) as connection:
        errors = connection.execute(
            f"SELECT organisation_level, month_number, method_code, mape_pct {pooled} AND month_number IN (4, 8)"
        ).fetchall()
        covered = connection.execute(
            f"SELECT SUM(coverage_pct * interval_count) / SUM(interval_count) {pooled}"
            " AND method_code = 'combination' AND month_number < 12 AND interval_count > 0"
        ).fetchone()
    mape = {(level, month, method): error for level, month, method, error in errors}
    for level in ("region", "board", "area", "department", "unit"):
        for month in (4, 8):
            for method in ("straight_line", "rolling_twelve", "flat_rest_budget"):
                assert mape[level, month, "combination"] < mape[level, month, method], (level, month, method)
    assert covered is not None
    assert 75 <= covered[0] <= 85


def test_the_project_is_the_one_under_test() -> None:
    assert plain_models.ROOT == ROOT
