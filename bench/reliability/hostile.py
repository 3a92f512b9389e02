"""What each kind of hostile file costs to take in: CPU seconds of a load in a process of its own."""

from __future__ import annotations

import os
import resource
import shutil
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from harmed_site import CONTRACT, ROOT, in_child
from hostile_files import KINDS
from kills import Figures

from rjh_warehouse.contract.contract import read_contracts
from rjh_warehouse.intake.load import load_files
from rjh_warehouse.lake.store import Lake

MOST_UNITS = 100  # of what `unit_seconds` measures on this machine in this run: a machine that is slower is so for both


def hostile_figures(place: Path, figures: Figures, told: Callable[[str], None], n: int) -> None:
    """Load one file of each kind, with so much of it as n says; a line of the table for each."""
    contracts = place / "contracts"
    contracts.mkdir()
    (contracts / "cost.yaml").write_text(CONTRACT, encoding="utf-8")
    workbook = CONTRACT.replace("contract: cost", "contract: cost_book").replace("csv", "xlsx")
    (contracts / "cost_book.yaml").write_text(
        workbook.replace("format: xlsx", "format: excel").replace("- name: cost", "- name: cost_book"), encoding="utf-8"
    )
    shutil.copy(ROOT / "contracts" / "kolada.yaml", contracts)
    most = MOST_UNITS * unit_seconds()
    for what, kind in KINDS.items():
        path, line = place / kind.name, f"hostile: {what}"
        kind.make(n, path)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        ended = in_child(partial(_load, path, place, contracts))
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
        figures.count(line, "harmed")
        figures.lines[line]["CPU s"] = round(seconds, 1)  # type: ignore[assignment]
        if "refused" in ended.said:
            figures.count(line, "refused")
        if ended.code or "Traceback" in ended.said:
            figures.fault(line, f"{ended.code} {ended.said[-300:]}")
        if seconds > most:
            figures.fault(line, f"{seconds:.1f} CPU s, at most {most:.1f}")
        path.unlink()
        shutil.rmtree(place / "lake", ignore_errors=True)
        told(f"{line}: {seconds:.1f} CPU s")


def unit_seconds() -> float:
    """CPU seconds of a stretch of plain Python here and now: the measure of every other file's cost."""
    times = []
    for _ in range(5):
        before = time.process_time()
        sum(len(str(n)) for n in range(500_000))
        times.append(time.process_time() - before)
    return sorted(times)[2]


def _load(path: Path, place: Path, contracts: Path) -> None:
    (outcome,) = load_files([path], Lake(place / "lake"), read_contracts(contracts))
    os.write(1, f"{outcome.status} {outcome.error}".encode())
