"""Another region, with other boards, accounts, cost types and words, runs on its own folder and nothing else.

`second_region/` has what is a region's own: seeds, contracts and deliveries (made up). The models are this project's.
"""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import project_runs
import pytest

REGION = Path(__file__).parent / "second_region"
OPERATING = ("30000", "39000", "51000", "51900", "55000", "61000", "69000")
pytestmark = pytest.mark.slow  # every model is read anew: other seeds are another model version


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """What a nightly run publishes for the second region."""
    project = project_runs.copy_project(tmp_path_factory.mktemp("region") / "project", deliveries=False)
    shutil.copytree(REGION, project, dirs_exist_ok=True)
    run = project_runs.rjh("nightly", data=project / "data", project=project)
    assert run.returncode in (0, 1), run.stdout + run.stderr
    with duckdb.connect(str(project / "data" / "published" / "rjh.duckdb"), read_only=True) as connection:
        yield connection


def booked(board: str, month: str, accounts: tuple[str, ...] = OPERATING) -> Decimal:
    """What a board's own file says, summed by itself: revenue positive."""
    with (REGION / "deliveries" / f"gl-{board}-{month}.csv").open(encoding="utf-8") as file:
        return sum((Decimal(r["Amount"]) for r in csv.DictReader(file) if r["Account"] in accounts), Decimal(0))


def line(published: duckdb.DuckDBPyConnection, organisation: str, cost_type: str) -> tuple[Decimal, ...]:
    row = published.execute(
        "SELECT actual_sek, prior_year_sek, budget_sek, deviation_sek FROM mart.cost_development"
        " WHERE month = '2024-02-01' AND period_kind = 'ytd' AND organisation_basis = 'as_was'"
        " AND scope_code = 'with_internal' AND organisation_code = ? AND cost_type_code = ?",
        [organisation, cost_type],
    ).fetchone()
    assert row is not None
    return tuple(row)


def test_the_months_are_what_its_own_files_sum_to(published: duckdb.DuckDBPyConnection) -> None:
    boards = ("LEAD", "HEALTH")
    for organisations, code in ((("LEAD",), "LEAD"), (("HEALTH",), "HEALTH"), (boards, "XR")):
        now, before = (sum(booked(b, f"{y}{m}") for b in organisations for m in ("01", "02")) for y in (2024, 2023))
        budget = sum(2 * {"LEAD": -155_000, "HEALTH": -272_000}[b] for b in organisations)
        assert line(published, code, "NET_COST") == (now, before, budget, now - budget)


def test_a_cost_type_of_its_own_is_in_its_lines(published: duckdb.DuckDBPyConnection) -> None:
    travel = sum(booked("HEALTH", m, ("61000",)) for m in ("202401", "202402"))
    costs = sum(booked("HEALTH", m, tuple(a for a in OPERATING if a > "5")) for m in ("202401", "202402"))
    assert line(published, "HEALTH", "TRAVEL")[0] == travel
    assert line(published, "HEALTH", "GROSS_COST")[0] == costs


def test_staff_and_what_has_no_cost_type_are_known_by_the_regions_own_codes(
    published: duckdb.DuckDBPyConnection,
) -> None:
    shown = published.execute(
        "SELECT own_personnel_sek, hired_staff_sek FROM mart.cost_summary"
        " WHERE month = '2024-02-01' AND period_kind = 'ytd' AND organisation_code = 'HEALTH'"
        " AND organisation_basis = 'as_was' AND scope_code = 'with_internal'"
    ).fetchall()
    own, hired = (
        sum(booked("HEALTH", month, accounts) for month in ("202401", "202402"))
        for accounts in (("51000", "51900"), ("55000",))
    )
    (unknown,) = published.execute("SELECT cost_type_code FROM mart.cost_type WHERE member_kind = 'unknown'").fetchall()
    assert unknown == ("NO_TYPE",)
    assert own and hired
    assert shown == [(own, hired)]
    assert line(published, "HEALTH", "STAFF_ALL")[0] == own + hired


def test_nothing_of_the_first_region_is_in_its_tables(published: duckdb.DuckDBPyConnection) -> None:
    texts = published.execute(
        "SELECT schema_name, table_name, column_name FROM duckdb_columns()"
        " WHERE schema_name IN ('mart', 'quality') AND data_type = 'VARCHAR'"
    ).fetchall()
    assert len(texts) > 100
    codes = "RJH|HSN|RUN|KTN|PERSONNEL|HIRED_STAFF|UNCLASSIFIED|PERSONNEL_TOTAL|PERSONNEL_CONSTANT_PO"
    foreign = re.compile(rf"\b({codes}|Jämtland|Hälso- och sjukvårdsnämnden|Regionstyrelsen)\b")
    found = {
        (f"{schema}.{table}.{column}", value)
        for schema, table, column in texts
        for (value,) in published.execute(f'SELECT DISTINCT "{column}" FROM {schema}."{table}"').fetchall()
        if value and foreign.search(value)
    }
    assert not found
