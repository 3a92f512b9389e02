"""What a change costs beside a build of everything: CPU seconds and peak memory of whole `rjh nightly` runs.

    python bench/bench_change.py [--deliveries FOLDER]

One run: everything built; nothing new; one month of a ledger corrected; one sheet of indicators corrected; everything
built again beside what stands. The corrected files are copies of delivered ones with another amount, a day later. Each
step is a process of its own, in a folder that is thrown away; the ratios are between steps of the run.
"""

from __future__ import annotations

import argparse
import datetime as dt
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import openpyxl
from bench_run import ROOT, measure

RECEIVED = re.compile(r"(dated|received_on): .*")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--deliveries", type=Path, default=ROOT / "deliveries")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data, changed = Path(folder) / "data", Path(folder) / "changed"
        changed.mkdir()
        load = [sys.executable, "-m", "rjh_warehouse", "load", "--data", str(data)]
        subprocess.run([*load, str(wanted.deliveries)], cwd=ROOT, check=False, stdout=subprocess.DEVNULL)
        figures = {"models read by SQLMesh": measure(RECIPE, data, [])}
        figures["everything"] = measure(NIGHTLY, data, [])
        figures["nothing new"] = measure(NIGHTLY, data, [])
        for name, pattern, correct in (
            ("one month corrected", "huvudbok_*.csv", _other_amount),
            ("one sheet of indicators corrected", "nyckeltal_*.xlsx", _other_outcome),
        ):
            newest = max(wanted.deliveries.rglob(pattern), key=lambda p: p.stem[-6:])
            _origin(newest, correct(newest, changed))
            subprocess.run([*load, str(changed)], cwd=ROOT, check=False, stdout=subprocess.DEVNULL)
            figures[name] = measure(NIGHTLY, data, [])
        figures["publish, unchanged"] = measure("rjh('publish')", data, [])
        for part in (data / "published").iterdir():
            if part.is_file() or part.is_symlink():
                part.unlink()
        figures["publish, whole"] = measure("rjh('publish')", data, [])
    whole = figures["everything"]["cpu"]
    print(f"{'step':<36}{'CPU s':>8}{'peak MB':>10}{'of everything':>15}")
    for name, found in figures.items():
        print(f"{name:<36}{found['cpu']:>8.2f}{found['mb']:>10.0f}{found['cpu'] / whole:>15.2f}")


RECIPE = """
from rjh_warehouse.build.inputs import build_inputs
from rjh_warehouse.build.recipe import recipe_of
from rjh_warehouse.settings import find_project
project = find_project()
recipe_of(project, build_inputs(project, None)["model_version"])
"""
NIGHTLY = """
from rjh_warehouse.operation.nightly import nightly
from rjh_warehouse.settings import find_project
project = find_project()
nightly(project, sources=[project.data / "nothing-here"])
"""


def _other_amount(delivered: Path, folder: Path) -> Path:
    """The file with another amount in its last row."""
    *rows, last = delivered.read_bytes().splitlines()
    target = folder / f"{delivered.stem}_v9{delivered.suffix}"
    target.write_bytes(b"\n".join([*rows, last.rpartition(b";")[0] + b";123,45"]) + b"\n")
    return target


def _other_outcome(delivered: Path, folder: Path) -> Path:
    """The workbook with another outcome in its second row."""
    book = openpyxl.load_workbook(delivered)
    sheet = book["Nyckeltal"]
    column = next(c.column for row in sheet.iter_rows() for c in row if c.value == "Utfall")
    cell = next(c for c in next(sheet.iter_cols(column, column)) if isinstance(c.value, int | float))
    cell.value = cell.value + 1
    target = folder / f"{delivered.stem}_v9{delivered.suffix}"
    book.save(target)
    return target


def _origin(delivered: Path, target: Path) -> None:
    """The delivered file's origin for the corrected one, received today."""
    origin = Path(f"{delivered}.origin.yaml").read_text(encoding="utf-8")
    today = dt.date.today().isoformat()
    text = RECEIVED.sub(lambda found: f"{found[1]}: {today}", origin)
    Path(f"{target}.origin.yaml").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
