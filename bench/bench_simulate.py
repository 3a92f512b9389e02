"""Measures how fast, and in how little memory, the simulated ledger is written.

    python bench/bench_simulate.py [--rows 1000000 10000000] [--format csv parquet] [--months 40]

Each size and format runs in a process of its own into a temporary folder. Figures are ledger rows per CPU
second (user + system) and the process's peak memory; the bounds are 300 000 rows per CPU second and 2 GB.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile

CHILD = """
import json, sys
from pathlib import Path
from rjh_warehouse.simulate import SimulationSettings, simulate
wanted = json.loads(sys.argv[1])
made = simulate(SimulationSettings(**wanted), Path(sys.argv[2]))
print(json.dumps({"rows": made.ledger_rows, "bytes": sum(f.byte_count for f in made.files)}))
"""
LEAST_ROWS_PER_CPU_SECOND = 300_000
MOST_MEMORY_MB = 2_000


def measure(rows: int, ledger_format: str, months: int) -> dict[str, float]:
    """Rows, bytes, CPU seconds and peak memory (MB) of one simulation."""
    wanted = json.dumps({"rows": rows, "months": months, "ledger_format": ledger_format, "only_ledger": True})
    with tempfile.TemporaryDirectory() as folder:
        child = subprocess.Popen(
            [sys.executable, "-c", CHILD, wanted, f"{folder}/out"], stdout=subprocess.PIPE, text=True
        )
        assert child.stdout
        said = child.stdout.read()
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        raise RuntimeError(f"simulating {rows} rows as {ledger_format} failed")
    return {**json.loads(said), "cpu": usage.ru_utime + usage.ru_stime, "mb": usage.ru_maxrss / 1024}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000_000, 10_000_000])
    parser.add_argument("--format", nargs="+", choices=["csv", "parquet"], default=["csv", "parquet"])
    parser.add_argument("--months", type=int, default=40)
    wanted = parser.parse_args()
    print(f"{'format':<9}{'rows':>12}{'MB':>8}{'CPU s':>9}{'rows/CPU s':>12}{'peak MB':>9}  holds")
    for ledger_format in wanted.format:
        for rows in wanted.rows:
            found = measure(rows, ledger_format, wanted.months)
            speed = found["rows"] / found["cpu"]
            holds = speed >= LEAST_ROWS_PER_CPU_SECOND and found["mb"] <= MOST_MEMORY_MB
            print(
                f"{ledger_format:<9}{found['rows']:>12,.0f}{found['bytes'] / 1e6:>8,.0f}{found['cpu']:>9.1f}"
                f"{speed:>12,.0f}{found['mb']:>9,.0f}  {'yes' if holds else 'no'}"
            )


if __name__ == "__main__":
    main()
