"""Run the calibration study and write its table and picture into docs/: python bench/calibrate.py."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from rjh_warehouse.statistics.calibration.study import Calibration, study, write_report

DOCS = Path(__file__).resolve().parent.parent / "docs"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--histories", type=int, default=2000, help="with, and as many without, effect")
    parser.add_argument("--seed", type=int, default=2024)
    parser.add_argument("--folder", type=Path, default=DOCS, help="holds calibration.md with the study's marks")
    chosen = parser.parse_args()
    started = time.process_time()
    results = study(chosen.histories, chosen.seed, progress=_say)
    for path in write_report(results, chosen.folder, chosen.seed):
        print(path.name)
    print(f"{time.process_time() - started:.0f} CPU s")


def _say(row: Calibration) -> None:
    print(
        f"{row.scenario.code:24} {row.method_code:22} alarms {row.false_alarm:6.1%} "
        f"coverage {row.coverage:6.1%} bias {row.bias:+.2%} power {row.power:4.0%}",
        flush=True,
    )


if __name__ == "__main__":
    main()
