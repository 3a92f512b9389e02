"""Load, build and query of a simulated region, side by side with plain DuckDB doing the same on clean typed files.

    python bench/bench_build.py [--million 1 10] [--months 40] [--repeat 3] [--work FOLDER]

For each size a region with so many million ledger rows is simulated, and every step is timed in a process of its
own: CPU seconds (user + system, imports and all) and peak memory. What is built is built `--repeat` times, ours and
plain in turn, and the medians are told. RJH_MEMORY_LIMIT bounds both engines; with `--region` a simulated region that
stands is used.

    load     `rjh load` of the Swedish ledger files (checked, with origins and controls)
             / DuckDB: the same rows from clean typed CSV into a table of a database file
    models   SQLMesh reads, lints and renders the models, once for a model version
    build    `rjh build --full`: every table, hashed / DuckDB: the same SQL and Python models over the same lake
    audit    `rjh audit`: every audit and expectation / DuckDB: the same audits' SQL, without the expectations
    both     build and audit
    query    net cost by board, this year against last, from mart.cost_development of the published file
             / DuckDB: the same figures from the typed ledger table, milliseconds of CPU

Each question of docs/questions.md is then asked of the published file, after one run that warms it.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import duckdb

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "src")]
ASKED = 9  # times that a question is asked
SLOW_MS = 100
SIMULATE = """
from pathlib import Path
from rjh_warehouse.simulate import SimulationSettings, simulate
simulate(SimulationSettings(rows={rows}, months={months}), Path({work!r}) / "region")
"""
OURS = """
from rjh_warehouse.cli import main
try:
    main({words!r}, standalone_mode=False)
except SystemExit as stop:
    if stop.code not in (0, 1):
        raise
"""
PLAIN_LOAD = """
import duckdb
with duckdb.connect({work!r} + "/typed.duckdb") as connection:
    connection.execute('''
        CREATE TABLE ledger AS SELECT * FROM read_csv({clean!r}, header = true, delim = ',', columns = {{
        'period': 'DATE', 'account_code': 'VARCHAR', 'unit_code': 'VARCHAR', 'activity_code': 'VARCHAR',
        'project_code': 'VARCHAR', 'counterparty_code': 'VARCHAR', 'voucher_number': 'VARCHAR', 'voucher_on': 'DATE',
        'entry_text': 'VARCHAR', 'amount': 'DECIMAL(18,2)'}}, filename = true)''')
"""
MODELS = """
from rjh_warehouse.build.inputs import build_inputs
from rjh_warehouse.build.recipe import recipe_of
from rjh_warehouse.settings import find_project
project = find_project()
recipe_of(project, build_inputs(project, None)["model_version"])
"""
PLAIN = """
import os, sys
sys.path.insert(0, {tests!r})
from pathlib import Path
import duckdb, plain_models
from rjh_warehouse.lake.store import Lake
plain_models.FOLDER = Path({work!r})
models = plain_models.rendered()
limit = os.environ.get("RJH_MEMORY_LIMIT")
"""
PLAIN_BUILD = (
    PLAIN
    + """
plain_models.build(Path({work!r}) / "plain.duckdb", Lake(Path({work!r}) / "data" / "lake"), models, memory_limit=limit)
"""
)
PLAIN_AUDIT = (
    PLAIN
    + """
with duckdb.connect({work!r} + "/plain.duckdb", config={{"memory_limit": limit}} if limit else {{}}) as connection:
    print(sum(map(len, plain_models.failures(connection, models).values())))
"""
)
# Both give a board's net cost of the year so far and of the same months last year.
MART_QUERY = """
SELECT board_code, SUM(actual_sek), SUM(prior_year_sek) FROM mart.cost_development
WHERE organisation_basis = 'as_was' AND organisation_level = 'board' AND period_kind = 'ytd'
  AND cost_type_code = 'NET_COST' AND scope_code = 'with_internal' AND month = DATE '2024-04-01' AND is_simulated
GROUP BY board_code
"""
TYPED_QUERY = """
SELECT SPLIT_PART(SPLIT_PART(filename, 'huvudbok_', 2), '_', 1) AS board_code,
  -SUM(CASE WHEN period >= DATE '2024-01-01' THEN amount END),
  -SUM(CASE WHEN period < DATE '2024-01-01' THEN amount END)
FROM ledger
WHERE period BETWEEN DATE '2024-01-01' AND DATE '2024-04-01' OR period BETWEEN DATE '2023-01-01' AND DATE '2023-04-01'
GROUP BY 1
"""


@dataclass(frozen=True)
class Cost:
    """What a process took."""

    cpu_s: float
    peak_mb: float


def run(script: str, data: Path) -> Cost:
    """A Python process that runs the script with the project's data in a folder of its own.

    Raises:
        RuntimeError: the script failed; the message is what it said.
    """
    environment = os.environ | {"RJH_DATA": str(data), "RJH_HOME": str(ROOT), "PYTHONPATH": str(ROOT / "src")}
    child = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", script],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment, cwd=ROOT,
    )  # fmt: skip
    assert child.stderr
    complaint = child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(complaint.decode())
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def write_clean(work: Path) -> int:
    """The current ledger of the lake as clean typed CSV, a file per delivery; returns the number of rows."""
    clean = work / "clean"
    clean.mkdir()
    total = 0
    with duckdb.connect(str(next((work / "data" / "generations").glob("*/warehouse.duckdb"))), read_only=True) as built:
        known = built.execute(
            "SELECT delivery_id, file_name FROM core.delivery WHERE contract_code = 'ledger' AND is_current"
        ).fetchall()
        for delivery, name in known:
            rows = work / "data" / "lake" / "rows" / "ledger" / f"{delivery}.parquet"
            total += built.execute(
                f"COPY (SELECT * EXCLUDE (delivery_id, sheet, row_number, row_kind) FROM '{rows}'"
                f" WHERE row_kind = 'data') TO '{clean}/{name}' (HEADER, DELIMITER ',')"
            ).fetchall()[0][0]
    return total


@dataclass(frozen=True)
class Answered:
    """Milliseconds of a query: median and longest by the clock, and median of CPU over all threads."""

    median_ms: float
    longest_ms: float
    cpu_ms: float


def ask(database: Path, queries: dict[str, str]) -> dict[str, Answered]:
    """What each query takes on a file that an earlier run of it has warmed."""
    times: dict[str, Answered] = {}
    with duckdb.connect(str(database), read_only=True) as connection:
        for name, sql in queries.items():
            connection.execute(sql).fetchall()
            clock, cpu = [], []
            for _ in range(ASKED):
                start, began = time.perf_counter(), time.process_time()
                connection.execute(sql).fetchall()
                clock.append((time.perf_counter() - start) * 1000)
                cpu.append((time.process_time() - began) * 1000)
            times[name] = Answered(statistics.median(clock), max(clock), statistics.median(cpu))
    return times


def _rows(database: Path, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def measure(rows: int, months: int, work: Path, region: Path | None, repeat: int) -> None:
    """Run every step at one size and print what it took."""
    from question_file import questions  # type: ignore[import-not-found]

    data = work / "data"
    if region is None:
        region = work / "region"
        run(SIMULATE.format(rows=rows, months=months, work=str(work)), data)
    folders = sorted(p for p in region.iterdir() if p.is_dir() and p.name[0] != ".")
    ledgers = [str(p) for p in folders if p.name.endswith("_ledger")]
    others = [str(p) for p in folders if not p.name.endswith("_ledger")]
    run(OURS.format(words=["load", *others[:4]]), data)  # registers first: the ledger's codes are checked
    ours = {"load": [run(OURS.format(words=["load", *ledgers]), data)]}
    documents = [str(p) for p in (ROOT / "deliveries").iterdir() if p.name != "inbox"]  # another region may lie there
    run(OURS.format(words=["load", *others[4:], *documents]), data)
    ours["models"] = [run(MODELS, data)]
    scripts = [t.format(work=str(work), tests=str(ROOT / "tests")) for t in (PLAIN_BUILD, PLAIN_AUDIT)]
    plain: dict[str, list[Cost]] = {"build": [], "audit": []}
    ours |= {"build": [], "audit": []}
    for turn in range(repeat):
        ours["build"].append(run(OURS.format(words=["build", "--full"]), data))
        ours["audit"].append(run(OURS.format(words=["audit"]), data))
        if not turn:
            plain_models_of(work)
        plain["build"].append(run(scripts[0], data))
        plain["audit"].append(run(scripts[1], data))
        (work / "plain.duckdb").unlink()
    count = write_clean(work)
    plain["load"] = [run(PLAIN_LOAD.format(work=str(work), clean=f"{work}/clean/*.csv"), data)]
    published = run(OURS.format(words=["publish"]), data)
    print(f"{count:,} ledger rows in {len(list((work / 'clean').iterdir()))} files, {months} months")
    print_steps({name: median(costs) for name, costs in ours.items()}, {n: median(costs) for n, costs in plain.items()})
    file = data / "published" / "rjh.duckdb"
    answers = [sorted(_rows(file, MART_QUERY)), sorted(_rows(work / "typed.duckdb", TYPED_QUERY))]
    if answers[0] != answers[1]:
        raise RuntimeError(f"the mart says {answers[0]}, the typed ledger {answers[1]}")
    mart = ask(file, {"mart": MART_QUERY})["mart"].cpu_ms
    typed_mart = ask(work / "typed.duckdb", {"typed": TYPED_QUERY})["typed"].cpu_ms
    print(f"{'query, ms':<10}{mart:>8.1f}{typed_mart:>8.1f}{mart / typed_mart:>7.2f}")
    print(f"publish: {published.cpu_s:.1f} CPU s, {published.peak_mb:.0f} MB; file {file.stat().st_size / 1e6:.0f} MB")
    print_questions(ask(file, {f"{q.number}. {q.words}": q.sql for q in questions()}))


def plain_models_of(work: Path) -> None:
    """Have the models rendered for the plain builds, which is none of their cost."""
    run(PLAIN.format(work=str(work), tests=str(ROOT / "tests")), work / "data")


def median(costs: list[Cost]) -> Cost:
    return Cost(statistics.median(c.cpu_s for c in costs), statistics.median(c.peak_mb for c in costs))


def print_steps(ours: dict[str, Cost], plain: dict[str, Cost]) -> None:
    """A line per step, and one for build and audit together."""
    for found in (ours, plain):
        both = [found["build"], found["audit"]]
        found["both"] = Cost(sum(c.cpu_s for c in both), max(c.peak_mb for c in both))
    print(f"{'step':<10}{'CPU s':>8}{'plain':>8}{'ratio':>7}{'peak MB':>9}{'plain':>8}")
    for step, cost in ours.items():
        line = f"{step:<10}{cost.cpu_s:>8.1f}"
        if typed := plain.get(step):
            line += f"{typed.cpu_s:>8.1f}{cost.cpu_s / typed.cpu_s:>7.2f}{cost.peak_mb:>9.0f}{typed.peak_mb:>8.0f}"
        print(line)


def print_questions(times: dict[str, Answered]) -> None:
    """The questions, slowest first, and the median and the slowest of them all."""
    medians = [t.median_ms for t in times.values()]
    print(f"{len(times)} questions, ms: median {statistics.median(medians):.1f}, slowest {max(medians):.1f}")
    print(f"{'median':>8}{'longest':>8}{'CPU':>8}")
    for name, t in sorted(times.items(), key=lambda item: -item[1].median_ms):
        slow = "SLOW " if t.median_ms > SLOW_MS else ""
        print(f"{t.median_ms:>8.1f}{t.longest_ms:>8.1f}{t.cpu_ms:>8.1f}  {slow}{name}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--million", type=float, nargs="+", default=[1, 10])
    parser.add_argument("--months", type=int, default=40)
    parser.add_argument("--repeat", type=int, default=1)
    parser.add_argument("--region", type=Path, help="a simulated region of the one size that is named")
    parser.add_argument("--work", type=Path, help="where the temporary folder is made; 10 million rows take 5 GB")
    wanted = parser.parse_args()
    if wanted.work:
        wanted.work.mkdir(parents=True, exist_ok=True)
    for million in wanted.million:
        with tempfile.TemporaryDirectory(dir=wanted.work) as folder:
            measure(int(million * 1_000_000), wanted.months, Path(folder), wanted.region, wanted.repeat)


if __name__ == "__main__":
    main()
