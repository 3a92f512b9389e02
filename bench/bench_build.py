"""Times the build of the month marts against plain DuckDB running the same SQL, and each question on the result.

    python bench/bench_build.py --data DATA [--million 1]

DATA is a project's data folder with a loaded simulated region (`rjh simulate`, `rjh load`). Its ledger is copied
until it has so many million rows, in a lake of its own. Three processes are timed: SQLMesh with every audit, SQLMesh
without audits, and plain DuckDB executing the rendered SQL over the same lake. Figures are CPU seconds (user +
system) and peak memory of whole processes; the start of Python and the imports are in them.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))
AUDITS = re.compile(r",\n  audits \(\n.*?\n  \)\n\);", re.DOTALL)
BUILD = """
import os
os.environ["SQLMESH__DISABLE_ANONYMIZED_ANALYTICS"] = "true"
os.environ["RJH_DATABASE"] = {database!r}
from sqlmesh import Context
from sqlmesh.core.console import NoopConsole, set_console
set_console(NoopConsole())
context = Context(paths=[{project!r}])
context.plan(auto_apply=True, no_prompts=True, skip_tests=True)
context.close()
"""
PLAIN = """
import duckdb, json
from pathlib import Path
with duckdb.connect({database!r}) as connection:
    for statement in json.loads(Path({statements!r}).read_text(encoding="utf-8")):
        connection.execute(statement)
"""


def grow_lake(data: Path, target: Path, rows: int) -> int:
    """Link a lake's files and copy its ledger rows until there are at least so many; returns how many."""
    lake = target / "lake"
    shutil.copytree(data / "lake", lake, copy_function=os.link)
    files = sorted((lake / "rows" / "ledger").glob("*.parquet"))
    with duckdb.connect() as connection:
        source = f"read_parquet('{lake}/rows/ledger/*.parquet')"
        found = connection.execute(f"SELECT COUNT(*) FROM {source}").fetchone()
        assert found is not None
        count: int = found[0]
        copies = -(-rows // count)
        for path in files:
            grown = path.with_suffix(".grown")
            connection.execute(
                f"COPY (SELECT row.* REPLACE (CAST(row.row_number + 1000000 * copy.number AS INTEGER) AS row_number)"
                f" FROM read_parquet('{path}') AS row, range({copies}) AS copy(number))"
                f" TO '{grown}' (FORMAT parquet, COMPRESSION zstd)"
            )
            grown.replace(path)
    return count * copies


def fresh_database(lake_folder: Path, database: Path) -> None:
    """A database that holds nothing but schema `lake`."""
    from rjh_warehouse.contract import read_contracts
    from rjh_warehouse.lake.store import Lake
    from rjh_warehouse.lake.views import known_deliveries, register_lake

    lake = Lake(lake_folder)
    register_lake(database, lake, read_contracts(ROOT / "contracts"), known_deliveries(lake, None))


def month_project(folder: Path, names: list[str], with_audits: bool) -> Path:
    """A copy of the project with only the given models, and their audits or none."""
    for part in ("macros", "seeds", "audits"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("expectations", "__pycache__"))
    config = (ROOT / "config.yaml").read_text(encoding="utf-8").replace("enabled: true", "enabled: false")
    (folder / "config.yaml").write_text(config, encoding="utf-8")
    shutil.copy(ROOT / "external_models.yaml", folder)
    for name in names:
        path = ROOT / "models" / name.replace(".", "/")
        text = path.with_suffix(".sql").read_text(encoding="utf-8")
        target = folder / "models" / path.parent.name / f"{path.name}.sql"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text if with_audits else AUDITS.sub("\n);", text), encoding="utf-8")
    return folder


def timed(script: str) -> dict[str, float]:
    """CPU seconds, wall seconds and peak megabytes of a Python process that runs the script."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", script], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise RuntimeError(process.stderr.read().decode() if process.stderr else "")
    return {
        "cpu_s": round(usage.ru_utime + usage.ru_stime, 2),
        "wall_s": round(time.perf_counter() - start, 2),
        "peak_mb": round(usage.ru_maxrss / 1024),
    }


def plain_statements(models: tuple[tuple[str, str, str], ...]) -> list[str]:
    """The statements that make every model with DuckDB alone."""
    from month_warehouse import seed_columns  # type: ignore[import-not-found]

    statements = [f"CREATE SCHEMA {s}" for s in ("seed", "staging", "core", "mart")]
    for name, kind, query in models:
        sql = query
        if kind == "seed":
            short = name.split(".")[1]
            columns = ", ".join(f"'{c}': '{t}'" for c, t in seed_columns(short).items())
            path = ROOT / "seeds" / f"{short}.csv"
            sql = f"SELECT * FROM read_csv('{path}', header = true, columns = {{{columns}}})"
        statements.append(f"CREATE {'VIEW' if kind == 'view' else 'TABLE'} {name} AS {sql}")
    return statements


def question_times(database: Path) -> dict[str, float]:
    """Median milliseconds of each question about months, after one run that warms the file."""
    from question_file import questions  # type: ignore[import-not-found]

    times: dict[str, float] = {}
    with duckdb.connect(str(database), read_only=True) as connection:
        for question in questions():
            if "mart.frame_" in question.sql:
                continue
            connection.execute(question.sql).fetchall()
            runs = []
            for _ in range(5):
                start = time.perf_counter()
                connection.execute(question.sql).fetchall()
                runs.append((time.perf_counter() - start) * 1000)
            times[str(question.number)] = round(statistics.median(runs), 1)
    return times


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--million", type=float, default=1)
    arguments = parser.parse_args()
    from month_warehouse import rendered

    with tempfile.TemporaryDirectory(dir=arguments.data) as name:
        work = Path(name)
        result: dict[str, object] = {"ledger_rows": grow_lake(arguments.data, work, int(arguments.million * 1_000_000))}
        models = rendered(str(work / "render.duckdb"))
        names = [model for model, _, _ in models]
        steps = {}
        for step, with_audits in (("sqlmesh_with_audits", True), ("sqlmesh", False)):
            database = work / f"build_{step}.duckdb"
            fresh_database(work / "lake", database)
            (work / step).mkdir()
            project = month_project(work / step, names, with_audits)
            steps[step] = timed(BUILD.format(database=str(database), project=str(project)))
            if not with_audits:
                result["question_ms"] = question_times(database)
            database.unlink()
        database, listed = work / "plain.duckdb", work / "plain.json"
        fresh_database(work / "lake", database)
        listed.write_text(json.dumps(plain_statements(models)), encoding="utf-8")
        steps["plain"] = timed(PLAIN.format(database=str(database), statements=str(listed)))
        result |= steps
        for step in ("sqlmesh_with_audits", "sqlmesh"):
            result[f"{step}_to_plain"] = round(steps[step]["cpu_s"] / steps["plain"]["cpu_s"], 2)
    json.dump(result, sys.stdout, indent=1)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
