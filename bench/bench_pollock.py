"""How well an unaided reading of messy CSV files scores on the Pollock benchmark (VLDB 2023), by kind of pollution.

    python bench/bench_pollock.py CHECKOUT [--out FOLDER] [--show 10]

CHECKOUT is a copy of github.com/HPI-Information-Systems/Pollock, which also needs the packages chardet, joblib,
multiset, python-dateutil and price-parser. Without either the benchmark is skipped.

System under test: delimiter, quote, encoding, header and the end of the table as `rjh contract draft` finds them, given
nothing but the file. Of each file the header is written (header rows joined by a space, as the benchmark's own clean
files have them) and the fields of every row of the first table that is not a note, as the reader cuts them. An empty
file gives an empty one; any other refusal counts as a failure. The score of a file is the sum of ten figures from 0 to
1; `simple` is the mean, `weighted` the mean by how often a pollution occurs in public files.
"""

from __future__ import annotations

import argparse
import csv
import importlib
import json
import re
import sys
import tempfile
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

from rjh_warehouse.intake.draft.layout import FoundTable, find_any_table, find_tables
from rjh_warehouse.intake.draft.sample import read_sample
from rjh_warehouse.reading.table.cell import cell_text
from rjh_warehouse.reading.table.result import DeliveryError

REFUSED = "Application Error"  # what the benchmark takes for a failure
FULL = 10.0


def first_table(path: Path) -> FoundTable:
    """The first table of a file, found with nothing but the file."""
    (grid,) = read_sample(path).grids
    tables = find_tables(grid) or find_any_table(grid)
    if not tables:
        raise DeliveryError("error.draft_no_table", file=path.name)
    return tables[0]


def written(path: Path, target: Path) -> None:
    """Write what was read of a file as the benchmark's clean CSV."""
    with target.open("w", encoding="utf-8", newline="") as stream:
        try:
            table = first_table(path)
        except DeliveryError as error:
            stream.write("" if error.code == "error.empty_file" else REFUSED)
            return
        writer = csv.writer(stream, quoting=csv.QUOTE_ALL)
        if table.header:
            columns = range(max(len(row) for _, row in table.header))
            headings = [[cell_text(row[i]) for _, row in table.header if i < len(row)] for i in columns]
            writer.writerow([" ".join(filter(None, texts)) for texts in headings])
        writer.writerows(row.cells for row in table.rows if row.role != "note")


def score(checkout: Path, metrics: Any, name: str, out: Path) -> list[float]:
    """The ten figures of one file."""
    loaded = out / f"{name}_converted.csv"
    written(checkout / "polluted_files" / "csv" / name, loaded)
    if not metrics.successful_csv(loaded):
        return [0.0] * 10
    clean = checkout / "polluted_files" / "clean" / name
    return [1.0, *map(float, metrics.header_record_cell_measures_csv(clean, loaded))]


def kind_of(name: str) -> str:
    """The pollution in a file's name, whatever the row and column."""
    return re.sub(r"_?row\d+_col\d+|\d+_col\d+|(?<=row_field_delimiter)_\d+", "", name.removesuffix(".csv"))


def main() -> None:
    """Score every polluted file and print the sums by kind."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkout", type=Path)
    parser.add_argument("--out", type=Path, help="keep what was read here")
    parser.add_argument("--show", type=int, default=0, help="name so many files of each kind that lose points")
    given = parser.parse_args()
    try:
        sys.path.insert(0, str(given.checkout))
        metrics = importlib.import_module("pollock.metrics")
        weights = json.loads((given.checkout / "pollock_weights.json").read_text())
    except (ImportError, OSError) as missing:
        print(f"skipped: {missing}")
        return
    metrics.normalize_cell = cache(metrics.normalize_cell)
    names = sorted(p.name for p in (given.checkout / "polluted_files" / "csv").glob("*.csv"))
    with tempfile.TemporaryDirectory() as folder:
        out = given.out or Path(folder)
        out.mkdir(parents=True, exist_ok=True)
        found = {name: score(given.checkout, metrics, name, out) for name in names}
    kinds: dict[str, list[str]] = defaultdict(list)
    for name in names:
        kinds[kind_of(name)].append(name)
    print(f"{'kind':<36}{'files':>6}{'weight':>9}{'score':>8}{'lost of simple':>16}{'of weighted':>13}")
    weight = sum(weights[n] for n in names)
    for kind, own in sorted(kinds.items()):
        lost = [FULL - sum(found[n]) for n in own]
        of_weighted = sum(x * weights[n] for x, n in zip(lost, own, strict=True)) / weight
        print(f"{kind:<36}{len(own):>6}{sum(weights[n] for n in own):>9.1f}{FULL - sum(lost) / len(own):>8.3f}"
              f"{sum(lost) / len(names):>16.4f}{of_weighted:>13.4f}")  # fmt: skip
        for value, name in sorted(zip(lost, own, strict=True), reverse=True)[: given.show]:
            if value > 0:
                print(f"    {name}: {' '.join(f'{x:.3f}' for x in found[name])}")
    simple = sum(map(sum, found.values())) / len(names)
    weighted = sum(sum(found[n]) * weights[n] for n in names) / weight
    print(f"simple {simple:.4f}, weighted {weighted:.4f} of {FULL:.0f}, {len(names)} files")


if __name__ == "__main__":
    main()
