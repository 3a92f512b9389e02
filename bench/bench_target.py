"""Target marts at scale: 500 indicators × 60 units × 10 years × 3 genders, CPU seconds of building them.

Usage: python bench/bench_target.py [indicators] [units] [years]

The outcomes are made up in the database beforehand; what is timed is SQLMesh from its import to the built and audited
marts, in one process as `rjh build` runs it. The same over an empty lake is what importing, reading the models and
planning cost whatever the size; `net` is the difference: the marts, the core tables that they stand on and the
hiding of small numbers. `the marts alone` is what computing and auditing models of the schema mart takes of it. One
outcome in a thousand is about fewer than five persons.
Other work on the machine only ever adds CPU seconds, so the least of three runs counts; every run is shown.
"""

from __future__ import annotations

import os
import sys
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Any

import duckdb
import yaml

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "src")]

from project_runs import copy_project, prune  # noqa: E402

from rjh_warehouse.build.recipe import seldom_collected  # noqa: E402
from rjh_warehouse.lake.views import GENERATION_CONFIG  # noqa: E402

ALLOWED = 10  # CPU seconds for the standard size
RUNS = 3
TARGETS = ("mart.target_achievement", "mart.indicator_breakdown", "mart.national_comparison")


def main(indicators: int = 500, units: int = 60, years: int = 10) -> None:
    """Print one line for the empty lake, one for the size, and what the size adds."""
    runs = [(_measured(0, units, years), _measured(indicators, units, years)) for _ in range(RUNS)]
    empty, full = (min(cpu for cpu, _ in column) for column in zip(*runs, strict=True))
    net, marts = full - empty, min(marts for _, (_, marts) in runs)
    print(f"the marts alone: {marts:.1f} CPU s, {marts / ALLOWED:.2f} of the {ALLOWED} allowed for 900 000 outcomes")
    print(f"net of the empty lake: {net:.1f} CPU s, {net / ALLOWED:.2f} of the {ALLOWED} allowed for 900 000 outcomes")
    print(f"all included: {full:.1f} CPU s, {full / ALLOWED:.2f} of them")


def _measured(indicators: int, units: int, years: int) -> tuple[float, float]:
    """CPU seconds of one build in a process of its own, and the marts' part; prints them with the memory it took."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writer, "{} {}".format(*_build(indicators, units, years)).encode())
        os._exit(0)
    os.close(writer)
    _, status, usage = os.wait4(child, 0)
    if status:
        raise SystemExit(f"build of {indicators} indicators failed")
    cpu, marts = (float(number) for number in os.read(reader, 100).split())
    os.close(reader)
    outcomes, peak = indicators * units * years * 3, usage.ru_maxrss / 1024
    print(f"{outcomes:>9} outcomes: {cpu:6.1f} CPU s, marts {marts:.1f}, peak {peak:.0f} MB")
    return cpu, marts


def _build(indicators: int, units: int, years: int) -> tuple[float, float]:
    """Fill a lake and build the target marts on it; CPU seconds of the build, and of the marts' models in it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        database = folder / "warehouse.duckdb"
        with duckdb.connect(str(database), config=GENERATION_CONFIG) as connection:
            _empty_lake(connection)
            _fill(connection, indicators, units, years)
        project = prune(copy_project(folder / "project", deliveries=False), TARGETS)
        os.environ |= {
            "RJH_DATABASE": str(database),
            "SQLMESH__DISABLE_ANONYMIZED_ANALYTICS": "true",
            "MAX_FORK_WORKERS": "1",  # as `rjh build` does: what a worker used would not be counted here
        }
        sys.stdout = sys.stderr = (folder / "out").open("w")
        warnings.simplefilter("ignore")
        start = process_time()
        with seldom_collected():  # as `rjh build` does
            from sqlmesh import Context
            from sqlmesh.core.snapshot import SnapshotEvaluator

            spent: list[float] = []
            for step in ("evaluate", "audit"):
                setattr(SnapshotEvaluator, step, _timed(getattr(SnapshotEvaluator, step), spent))
            context = Context(paths=[str(project)])
            context.plan(auto_apply=True, no_prompts=True, skip_tests=True)
            context.close()
        return process_time() - start, sum(spent)


def _timed(method: Callable[..., Any], spent: list[float]) -> Callable[..., Any]:
    """The evaluator's method, which notes the CPU seconds that it takes for models of the schema mart."""

    def timed(self: Any, snapshot: Any, **settings: Any) -> Any:
        start = process_time()
        try:
            return method(self, snapshot, **settings)
        finally:
            if '"mart"' in snapshot.name:
                spent.append(process_time() - start)

    return timed


def _empty_lake(connection: duckdb.DuckDBPyConnection) -> None:
    """Every table of the lake, without rows."""
    connection.execute("CREATE SCHEMA lake")
    for table in yaml.safe_load((ROOT / "external_models.yaml").read_text(encoding="utf-8")):
        columns = ", ".join(f'"{name}" {kind}' for name, kind in table["columns"].items())
        connection.execute(f"CREATE TABLE {table['name']} ({columns})")
    connection.execute("INSERT INTO lake.disclosure_key VALUES (repeat('5', 64))")


def _fill(connection: duckdb.DuckDBPyConnection, indicators: int, units: int, years: int) -> None:
    """One accepted delivery with every outcome; the first unit of each indicator is the board itself."""
    run = connection.execute
    run(
        "INSERT INTO lake.delivery (delivery_id, contract_code, subject, known_on, loaded_at, is_simulated, state)"
        " VALUES ('d', 'indicator_outcome', 's', DATE '2024-05-12', TIMESTAMP '2024-05-12', TRUE, 'accepted')"
    )
    columns = [row[0] for row in run("DESCRIBE lake.indicator_outcome").fetchall()]
    made = {
        "delivery_id": "'d'", "sheet": "'Nyckeltal'", "row_kind": "'data'",
        "row_number": "row_number() OVER ()", "indicator_code": "'I' || i",
        "indicator_name": "'Nyckeltal ' || lpad(i::TEXT, 3, '0')",  # none of them holds another's words
        "organisation_code": "CASE WHEN u = 0 THEN 'RS' ELSE 'U' || lpad(u::TEXT, 4, '0') END",
        "period_text": "(2014 + y)::TEXT", "period_start": "make_date((2014 + y)::INT, 1, 1)", "period_kind": "'år'",
        "gender_code": "g", "value": "50 + hash(i, u, y) % 200 / 10.0", "value_text": "'50'", "value_decimals": "1",
        "unit_text": "'%'", "person_count": "CASE WHEN hash(i, u, y, g) % 1000 = 0 THEN 3 ELSE 40 END",
    }  # fmt: skip
    chosen = ", ".join(f"{made.get(column, 'NULL')} AS {column}" for column in columns)
    kinds = run("DESCRIBE lake.indicator_outcome").fetchall()
    typed = ", ".join(f"CAST({column[0]} AS {column[1]}) AS {column[0]}" for column in kinds)
    run(
        "INSERT INTO lake.unit_register SELECT 'd', NULL, u::INT, 'data', 'U' || lpad(u::TEXT, 4, '0'), 'Enhet', 'D',"
        f" 'Avdelning', 'O', 'Område', 'RS', DATE '2000-01-01', NULL FROM range(1, {units}) AS unit(u)"
    )
    run(
        f"INSERT INTO lake.indicator_outcome SELECT {typed} FROM (SELECT {chosen} FROM range({indicators}) AS a(i),"
        f" range({units}) AS b(u), range({years}) AS c(y), (VALUES ('T'), ('K'), ('M')) AS d(g))"
    )


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
