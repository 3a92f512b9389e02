"""What a change costs beside a build of everything: CPU seconds and peak memory of whole `rjh nightly` runs.

    python bench/bench_change.py [--deliveries FOLDER] [--rows 200000 1000000] [--months 40] [--write]

One run: everything built; nothing new; one month of a ledger corrected; one sheet of indicators corrected; everything
built again beside what stands. The corrected files are copies of delivered ones with another amount, a day later. Each
step is a process of its own, in a folder that is thrown away; the ratios are between steps of the run. With `--rows` a
region of each size is simulated beside the documents; `--write` writes the figures to `docs/cost.md`, with a picture.
"""

from __future__ import annotations

import argparse
import datetime as dt
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import openpyxl
from bench_run import ROOT, measure

RECEIVED = re.compile(r"(dated|received_on): .*")
Figures = dict[str, dict[str, float]]  # step → CPU seconds, MB
CHANGES = ("nothing new", "one month corrected", "one sheet of indicators corrected")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--deliveries", type=Path, default=ROOT / "deliveries")
    parser.add_argument("--rows", type=int, nargs="+", default=[])
    parser.add_argument("--months", type=int, default=40)
    parser.add_argument("--write", action="store_true")
    wanted = parser.parse_args()
    found: dict[str, Figures] = {}
    for rows in wanted.rows or [None]:
        with tempfile.TemporaryDirectory() as folder:
            place = _region(Path(folder), rows, wanted.months) if rows else wanted.deliveries
            name = f"{rows:,} rows, {wanted.months} months".replace(",", " ") if rows else "default region"
            found[name] = run(place, Path(folder))
        print(table(name, found[name]), flush=True)
    if wanted.write:
        (ROOT / "docs" / "cost.svg").write_text(picture(found), encoding="utf-8")
        write(ROOT / "docs" / "cost.md", found)


def _region(folder: Path, rows: int, months: int) -> Path:
    """The documents' deliveries, and a simulated region of about so many ledger rows."""
    ignored = shutil.ignore_patterns("simulerad")
    place = Path(shutil.copytree(ROOT / "deliveries", folder / "deliveries", ignore=ignored))
    simulate = [sys.executable, "-m", "rjh_warehouse", "simulate", "--rows", str(rows), "--months", str(months)]
    subprocess.run([*simulate, "--out", str(place / "inbox" / "simulerad")], cwd=ROOT, check=True)
    return place


def run(deliveries: Path, folder: Path) -> Figures:
    """CPU seconds and peak memory of each step on some deliveries."""
    data, changed, figures = folder / "data", folder / "changed", Figures()
    changed.mkdir()
    load = "rjh('load', *DELIVERIES)"
    figures["files loaded"] = measure(load, data, [str(deliveries)])
    figures["models read by SQLMesh"] = measure(RECIPE, data, [])
    figures["everything"] = measure(NIGHTLY, data, [])
    measure(QUIET, data, [str(deliveries)])  # notes which files it has seen
    figures["nothing new"] = measure(QUIET, data, [str(deliveries)])
    for name, pattern, correct in (
        ("one month corrected", "huvudbok_*.csv", _other_amount),
        ("one sheet of indicators corrected", "nyckeltal_*.xlsx", _other_outcome),
    ):
        newest = max(deliveries.rglob(pattern), key=lambda p: (_subject(p)[-6:], p.stat().st_size))
        _origin(newest, correct(newest, changed))
        measure(load, data, [str(changed)])
        figures[name] = measure(NIGHTLY, data, [])
    figures["publish, unchanged"] = measure("rjh('publish')", data, [])
    for part in (data / "published").iterdir():
        if part.is_file() or part.is_symlink():
            part.unlink()
    figures["publish, whole"] = measure("rjh('publish')", data, [])
    return figures


def table(name: str, figures: Figures) -> str:
    """The steps of one region as lines of text."""
    whole = figures["everything"]["cpu"]
    lines = [f"{name:<36}{'CPU s':>8}{'peak MB':>10}{'of everything':>15}"]
    for step, found in figures.items():
        lines.append(f"{step:<36}{found['cpu']:>8.2f}{found['mb']:>10.0f}{found['cpu'] / whole:>15.3f}")
    return "\n".join(lines)


def write(target: Path, found: dict[str, Figures]) -> None:
    """Put the figures into the page, between its marks; the words round them are written by hand."""
    parts = []
    for name, figures in found.items():
        whole = figures["everything"]["cpu"]
        parts += [
            f"### {name[0].upper()}{name[1:]}\n",
            "| step | CPU s | peak MB | of everything |",
            "|---|---:|---:|---:|",
        ]
        for step, f in figures.items():
            parts.append(f"| {step} | {f['cpu']:.2f} | {f['mb']:.0f} | {f['cpu'] / whole:.3f} |")
        parts.append("")
    text = target.read_text(encoding="utf-8")
    before, rest = text.split("<!-- figures -->")[0], text.split("<!-- end of figures -->")[1]
    body = "\n".join(parts)
    shown = "![CPU seconds of everything and of each change](cost.svg)"
    text = f"{before}<!-- figures -->\n\n{shown}\n\n{body}\n<!-- end of figures -->{rest}"
    target.write_text(text, encoding="utf-8")


def picture(found: dict[str, Figures]) -> str:
    """Bars of CPU seconds, everything and each change, one group per region."""
    most = max(f["everything"]["cpu"] for f in found.values())
    lines, y = [], 10
    for name, figures in found.items():
        lines.append(f'<text x="10" y="{y + 14}" font-weight="bold">{name}</text>')
        y += 22
        for step in (s for s in ("everything", *CHANGES) if s in figures):
            seconds = figures[step]["cpu"]
            lines.append(f'<text x="10" y="{y + 12}">{step}</text>')
            lines.append(f'<rect x="230" y="{y}" width="{400 * seconds / most:.1f}" height="15" fill="#33658a"/>')
            lines.append(f'<text x="{235 + 400 * seconds / most:.1f}" y="{y + 12}">{seconds:.1f} s</text>')
            y += 20
        y += 10
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="700" height="{y}" font-family="sans-serif" font-size="13">'
    return "\n".join([head, *lines, "</svg>", ""])


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
QUIET = """
from pathlib import Path
from rjh_warehouse.operation import nightly as run
night = run.nightly
run.nightly = lambda project, **more: night(project, **more | {"sources": [Path(DELIVERIES[0])]})
rjh('nightly')
"""


def _subject(delivered: Path) -> str:
    """The file's name without its version: it ends with the month."""
    return re.sub(r"_v\d+$", "", delivered.stem)


def _other_amount(delivered: Path, folder: Path) -> Path:
    """The file with another amount in its last row."""
    *rows, last = delivered.read_bytes().splitlines()
    target = folder / f"{_subject(delivered)}_v99{delivered.suffix}"
    target.write_bytes(b"\n".join([*rows, last.rpartition(b";")[0] + b";123,45"]) + b"\n")
    return target


def _other_outcome(delivered: Path, folder: Path) -> Path:
    """The workbook with another outcome in its second row."""
    book = openpyxl.load_workbook(delivered)
    sheet = book["Nyckeltal"]
    column = next(c.column for row in sheet.iter_rows() for c in row if c.value == "Utfall")
    cell = next(c for c in next(sheet.iter_cols(column, column)) if isinstance(c.value, int | float))
    cell.value = cell.value + 1
    target = folder / f"{_subject(delivered)}_v99{delivered.suffix}"
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
