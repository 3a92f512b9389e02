"""A changed flag of a cost type restates every year: the build asks, with the kronor of each, until one answers."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from rjh_warehouse.build.audit_outcome import COULD_NOT_RUN, AuditOutcome
from rjh_warehouse.build.line_change import line_change

LINES = {"STAFF": {"PERSONNEL"}, "GROSS_COST": {"PERSONNEL", "RENT"}, "RENT": {"RENT"}}
BOOKED = {("PERSONNEL", 2023): "-100.25", ("PERSONNEL", 2024): "-110", ("RENT", 2023): "-7.50", ("RENT", 2024): "-8"}


def _write(connection: duckdb.DuckDBPyConnection, lines: dict[str, set[str]]) -> None:
    connection.execute("CREATE SCHEMA core")
    connection.execute(
        "CREATE TABLE core.cost_line_member"
        " (cost_type_code TEXT, scope_code TEXT, member_code TEXT, is_constant_on_cost BOOLEAN)"
    )
    rows = [(line, "with_internal", member, False) for line, members in lines.items() for member in sorted(members)]
    connection.executemany("INSERT INTO core.cost_line_member VALUES (?, ?, ?, ?)", rows)


def _asked(folder: Path, now: dict[str, set[str]], before: dict[str, set[str]] | None = LINES) -> AuditOutcome:
    published = folder / "published.duckdb"
    if before is not None:
        with duckdb.connect(str(published)) as connection:
            _write(connection, before)
    with duckdb.connect() as connection:
        _write(connection, now)
        connection.execute("CREATE TABLE core.cost_cell (month DATE, cost_type_code TEXT, actual_sek DECIMAL(18, 2))")
        cells = [
            (f"{year}-0{n}-01", code, Decimal(amount) / 2) for (code, year), amount in BOOKED.items() for n in (1, 2)
        ]
        connection.executemany("INSERT INTO core.cost_cell VALUES (?, ?, ?)", cells)
        return line_change(connection, published, folder / "failures", ["mart.cost_summary"])


def test_a_flag_that_moves_a_cost_type_is_asked_with_the_kronor_of_each_year(tmp_path: Path) -> None:
    outcome = _asked(tmp_path, LINES | {"STAFF": {"PERSONNEL", "RENT"}})
    assert outcome.stops_publication
    assert outcome.rows_file is not None
    rows = pq.read_table(tmp_path / outcome.rows_file).to_pylist()
    assert [(r["line_code"], r["member_code"], r["change"], r["fiscal_year"], r["moved_sek"]) for r in rows] == [
        ("STAFF", "RENT", "came", 2023, Decimal("-7.50")),
        ("STAFF", "RENT", "came", 2024, Decimal(-8)),
    ]


@pytest.mark.parametrize(
    "now",
    [
        LINES,
        LINES | {"NEW_LINE": {"PERSONNEL"}},
        LINES | {"GROSS_COST": {"PERSONNEL", "RENT", "NEW_TYPE"}, "NEW_TYPE": {"NEW_TYPE"}},
    ],
)
def test_a_new_line_or_cost_type_moves_none_that_was_there(tmp_path: Path, now: dict[str, set[str]]) -> None:
    outcome = _asked(tmp_path, now)
    assert (outcome.state, outcome.failed_row_count) == ("passed", 0)


def test_what_goes_out_of_a_line_is_asked_too(tmp_path: Path) -> None:
    outcome = _asked(tmp_path, LINES | {"GROSS_COST": {"PERSONNEL"}})
    assert (outcome.state, outcome.failed_row_count) == ("failed", 2)


def test_where_nothing_is_published_there_is_nothing_to_compare(tmp_path: Path) -> None:
    outcome = _asked(tmp_path, LINES, None)
    assert (outcome.state, outcome.stops_publication) == (COULD_NOT_RUN, False)
