"""Times each step of `make run` in a process of its own, and says what of it is the engine's work.

    python bench/bench_run.py [--repeat 3] [--deliveries FOLDER]

Figures are CPU seconds (user + system) and peak memory of whole processes, as medians; the shares are
ratios within one run. "Plain DuckDB" runs the same rendered SQL over the same lake without SQLMesh.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
STEPS = {
    "start python": "pass",
    "import duckdb": "import duckdb",
    "import sqlmesh": "import sqlmesh",
    "load": "rjh('load', *DELIVERIES)",
    "build": "rjh('build')",
    "audit": "rjh('audit')",
    "publish": "rjh('publish')",
    "plain DuckDB, same SQL": "plain()",
    "nightly, nothing new": "rjh('nightly')",
}
PRELUDE = """
import os, sys
DATA = {data!r}
DELIVERIES = {deliveries!r}
os.environ["RJH_DATA"] = DATA
def rjh(*words):
    from rjh_warehouse.cli import main
    try:
        main(list(words), standalone_mode=False)
    except SystemExit as stop:
        if stop.code not in (0, 1):
            raise
def plain():
    import duckdb, json
    from pathlib import Path
    with duckdb.connect(DATA + "/plain.duckdb") as connection:
        for statement in json.loads(Path(DATA + "/plain.json").read_text()):
            connection.execute(statement)
"""


def prepare_plain(data: Path) -> None:
    """Write the rendered SQL of every model, in the order of the build, and the lake's views."""
    script = f"""
import json
from pathlib import Path
from rjh_warehouse.build.recipe import recipe_of
from rjh_warehouse.contract.contract import read_contracts
from rjh_warehouse.build.generation import generations
from rjh_warehouse.lake.store import Lake
from rjh_warehouse.lake.counted import known_deliveries
from rjh_warehouse.lake.views import register_lake
from rjh_warehouse.settings import find_project
project = find_project(Path({str(ROOT)!r}), Path({str(data)!r}))
lake = Lake(project.lake)
target = Path({str(data)!r}) / "plain.duckdb"
target.unlink(missing_ok=True)
register_lake(target, lake, read_contracts(project.contracts), known_deliveries(lake, None))
statements, python_models = [], []
newest = generations(project.generations)[-1]
for model in recipe_of(project, newest.read("inputs")["model_version"]).models:
    statements.append(f"CREATE SCHEMA IF NOT EXISTS {{model.name.split('.')[0]}}")
    if model.kind in ("table", "view"):
        query = model.sql.replace('"warehouse".', "")
        statements.append(f"CREATE OR REPLACE TABLE {{model.name}} AS {{query}}")
    else:
        if not python_models:
            statements.insert(0, f"ATTACH '{{newest.database}}' AS built (READ_ONLY)")
        python_models.append(model.name)
        statements.append(f"CREATE OR REPLACE TABLE {{model.name}} AS FROM built.{{model.name}}")
Path({str(data)!r}, "plain.json").write_text(json.dumps(statements))
"""
    subprocess.run([sys.executable, "-c", script], check=True, stdout=subprocess.DEVNULL)


def measure(code: str, data: Path, deliveries: list[str]) -> dict[str, float]:
    """CPU seconds and peak memory (MB) of a process that runs `code`."""
    text = PRELUDE.format(data=str(data), deliveries=deliveries) + code
    child = subprocess.Popen([sys.executable, "-c", text], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert child.stderr
    complaint = child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        raise RuntimeError(complaint.decode())
    return {"cpu": usage.ru_utime + usage.ru_stime, "mb": usage.ru_maxrss / 1024}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--deliveries", default=str(ROOT / "deliveries"))
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in STEPS}
    for _ in range(wanted.repeat):
        with tempfile.TemporaryDirectory() as folder:
            data = Path(folder)
            for name, code in STEPS.items():
                if name.startswith("plain"):
                    prepare_plain(data)
                runs[name].append(measure(code, data, [wanted.deliveries]))
    medians = {
        name: {key: statistics.median(r[key] for r in found) for key in ("cpu", "mb")} for name, found in runs.items()
    }
    if wanted.json:
        print(json.dumps(medians, indent=1))
        return
    print(f"{'step':<26}{'CPU s':>8}{'peak MB':>10}")
    for name, figures in medians.items():
        print(f"{name:<26}{figures['cpu']:>8.2f}{figures['mb']:>10.0f}")
    ours = medians["build"]["cpu"] - medians["import sqlmesh"]["cpu"]
    engine = medians["plain DuckDB, same SQL"]["cpu"] - medians["import duckdb"]["cpu"]
    print(f"build without imports / plain DuckDB without imports: {ours / engine:.1f}")
    print(f"share of build that is importing SQLMesh: {medians['import sqlmesh']['cpu'] / medians['build']['cpu']:.0%}")


if __name__ == "__main__":
    main()
