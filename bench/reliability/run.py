"""The reliability harness: kills, damage, full disks, hostile files and clock steps, and what came of them.

    python bench/reliability/run.py --write             the whole, into docs/reliability.md (an hour on one core)
    python bench/reliability/run.py --part harm         one part (see PARTS)
    python bench/reliability/run.py --short             a sample, as `pytest -m slow` runs it

The figures of each part are kept in `.cache/reliability/`, so that parts may be run side by side; --write prints all.

Ends with 1 when anything was lost, doubled, half, wrong or ended in a traceback.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from damage import KINDS, clock_steps, full_disks, harm_everything, hostile_files
from handed_out import REPORT, harm_handed_out, report_site
from harmed_site import ROOT
from hostile import hostile_figures
from kills import Figures, kill_all, states
from month_end import MONTH, harm_month_end, month_states
from nights import kill_nights

WHOLE = {
    "documents": {"load": 110, "accept": 24, "clean": 24, "publish": 44, "audit": 6, "build": 8, "nightly": 8},
    "region": {"load": 20, "accept": 6, "clean": 6, "publish": 8, "audit": 2, "build": 2, "nightly": 4},
    "month": {
        "close": 12, "rollback": 10, "withdraw": 6, "restore": 6, "override": 4, "verify": 4, "night": 6, "diff": 8,
        "report": 12,
    },
    "region month": {
        "close": 4, "rollback": 4, "withdraw": 2, "restore": 2, "override": 2, "verify": 2, "night": 4, "diff": 4,
    },
}  # fmt: skip
SHORT = {
    "documents": {"load": 6, "accept": 2, "clean": 2, "publish": 4, "audit": 1, "build": 1, "nightly": 1},
    "month": {
        "close": 2, "rollback": 2, "withdraw": 1, "restore": 1, "override": 1, "verify": 1, "night": 1, "diff": 2,
        "report": 4,
    },
}  # fmt: skip
DISKS = {"month": (0, 2_000, 300_000), "region month": (0, 300_000)}  # bytes that no file may grow beyond
PARTS = ("documents", "region", "month", "region month", "hostile", "harm")
KEPT = ROOT / ".cache" / "reliability"
COLUMNS = ("killed", "came through", "read whole", "harmed", "told", "healed", "refused", "CPU s", "wrong")


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--seed", type=int, default=14)
    options.add_argument("--short", action="store_true")
    options.add_argument("--write", action="store_true")
    options.add_argument("--part", choices=PARTS, action="append")
    options.add_argument(
        "--kept", action="store_true", help="run nothing; with --write: from the figures that were kept"
    )
    chosen = options.parse_args()
    kills = SHORT if chosen.short else WHOLE
    faults = 0
    parts = chosen.part or [p for p in PARTS if p in kills or p in ("harm", "hostile")]
    for part in [] if chosen.kept else parts:
        figures = Figures()
        with tempfile.TemporaryDirectory(prefix="rjh-reliability-") as folder:
            kept = Kept(part, _revision(), chosen.seed, chosen.short, figures)
            _run(part, Path(folder), kills, random.Random(f"{chosen.seed} {part}"), figures, chosen.short, kept.told)
            kept.is_whole = not chosen.short
            kept.told(f"{part}: done")
        faults += len(figures.wrong)
        _say("\n".join([_table(figures), *(f"WRONG {text}" for text in figures.wrong)]))
    if chosen.write:
        (ROOT / "docs" / "reliability.md").write_text(
            _page([k for p in PARTS if (k := read_kept(p))]), encoding="utf-8"
        )
    return 1 if faults else 0


@dataclass
class Kept:
    """The figures of a part as far as it has come: one that is cut off has done what it has."""

    part: str
    revision: str
    seed: int
    is_short: bool
    figures: Figures
    is_whole: bool = False

    def told(self, text: str) -> None:
        """Say how far the part has come, and keep its figures so far."""
        KEPT.mkdir(parents=True, exist_ok=True)
        (KEPT / f"{self.part}.json").write_text(
            json.dumps(vars(self) | {"figures": vars(self.figures)}), encoding="utf-8"
        )
        _say(text)


def read_kept(part: str) -> Kept | None:
    """What is kept of a part, if it has been run."""
    path = KEPT / f"{part}.json"
    if not path.is_file():
        return None
    kept = Kept(**json.loads(path.read_text(encoding="utf-8")))
    said: dict[str, Any] = kept.figures  # type: ignore[assignment]
    kept.figures = Figures({name: Counter(counted) for name, counted in said["lines"].items()}, said["wrong"])
    return kept


def _revision() -> str:
    """The commit of the code that is harmed; with a + where files differ from it."""
    asked = [["git", "rev-parse", "--short", "HEAD"], ["git", "status", "--porcelain", "--untracked-files=no"]]
    commit, changed = (subprocess.run(a, cwd=ROOT, capture_output=True, text=True, check=True).stdout for a in asked)
    return commit.strip() + ("+" if changed else "")


def _run(
    part: str, place: Path, kills: dict[str, dict[str, int]], chance: random.Random, figures: Figures, short: bool,
    told: Callable[[str], None],
) -> None:  # fmt: skip
    started = time.monotonic()
    if part == "hostile":
        hostile_figures(place, figures, told, n=100_000 if short else 1_000_000)
        return
    if part.endswith("month"):
        _run_month(part, place, kills[part], chance, figures, short, told)
        return
    sites, blocked = states(place, simulated=part == "region")
    told(f"{part}: ready after {time.monotonic() - started:.0f} s")
    if part in kills:
        kill_all(sites, blocked, place, kills[part], chance, figures, part, told)
    else:
        clock_steps(sites["loaded"], place, figures, told)
        hostile_files(sites["whole"], place, figures, told)
        full_disks(sites, blocked, place, figures, told)
        harm_everything(sites["whole"], blocked, place, chance, figures, 6 if short else None, told)


def _run_month(
    part: str, place: Path, kills: dict[str, int], chance: random.Random, figures: Figures, short: bool,
    told: Callable[[str], None],
) -> None:  # fmt: skip
    started, simulated = time.monotonic(), part.startswith("region")
    months = month_states(place, simulated=simulated)
    told(f"{part}: ready after {time.monotonic() - started:.0f} s")
    harm_month_end(months, place, kills, () if short else DISKS[part], chance, figures, part, told)
    kill_nights(months["waiting"], months["corrected"], place, kills["night"], chance, figures, part, told)
    handed = {"diff": (months["corrected"], ("diff", MONTH, "--xlsx", "out/diff.xlsx"), "diff.xlsx")}
    if kills.get("report"):
        reported = report_site(place / "reported")
        handed |= {name: (reported, *asked) for name, asked in REPORT.items()}
    for name, (start, words, file) in handed.items():
        times = kills[name.split()[0]]
        harm_handed_out(start, name, words, file, place, times, chance, figures, part, told)


def _table(figures: Figures) -> str:
    lines = ["| what | " + " | ".join(COLUMNS) + " |", "|---" * (len(COLUMNS) + 1) + "|"]
    for name, counted in figures.lines.items():
        lines.append(f"| {name} | " + " | ".join(str(counted[c]) if c in counted else "" for c in COLUMNS) + " |")
    total = {c: sum(counted[c] for counted in figures.lines.values()) for c in COLUMNS if c != "CPU s"}
    return "\n".join([*lines, "| all | " + " | ".join(str(total.get(c, "")) for c in COLUMNS) + " |"])


def _page(parts: list[Kept]) -> str:
    figures = Figures()
    for kept in parts:
        figures.lines |= kept.figures.lines
        figures.wrong += kept.figures.wrong
    table = _table(figures)
    came = [f"| {k.part} | {k.revision} | {k.seed} | {_extent(k)} |" for k in parts]
    came += [f"| {part} | | | not run |" for part in PARTS if part not in {k.part for k in parts}]
    extents = "\n".join(came)
    faults = "\n".join(f"- {text}" for text in figures.wrong) or "Nothing was lost, doubled, half or wrong."
    return f"""# How the warehouse stands harm

Made by `python bench/reliability/run.py --write`; `pytest -m slow` runs a short form with another seed.
Two projects, the plan documents and the ledger of a small simulated region (both with a few models), are harmed:

- **kill**: the command is ended with SIGKILL, every other time before a sampled change on disk (a file made, opened
  for writing, renamed, linked or removed below `data/`), else at a random moment. Then `status` must answer; the
  command, run again, must end well; deliveries and published rows must be those of a run that nobody killed; `clean`
  must leave nothing. *Came through*: the moment fell after the command's end. *Read whole*: so often a reader opened
  the published file meanwhile, and found it whole.
- **damage**: a stored file of each kind gets a flipped bit, is cut, overwritten with random bytes or removed. `status`
  must answer. *Told*: `status`, `nightly` or `verify --lake` named it. *Healed*: after `verify --lake --repair` and
  `nightly` the published rows are the right ones.
- **full disk**: no file may grow beyond so many bytes. *Told*: the command stopped by saying so (`load` refuses each
  file by name instead); a traceback would be wrong. *Healed*: the next run, with room, completed.
- **month's end**: `close`, `rollback`, `withdraw`, `restore`, `override` and `verify` are killed likewise and meet a
  full disk, on four boards' ledgers and on the simulated region. Afterwards a closed month is whole or not there, and
  what is published is what a run gives that nobody killed. *A night* falls into each of its steps, while a correction
  waits and a publication stands: the next night catches up, its log says that one was cut off, and the night after
  that has nothing to do. `report`, `report --xlsx` and `diff --xlsx` leave the file that stood there, or the new one.
- **hostile files**: *refused* or loaded, each for itself; the good file beside them is loaded. *CPU s*: what one such
  file cost from its name to its refusal or its rows (at most what fifty million numbers cost to write out, measured in
  the same run: some seven seconds; `tests/hostile_files.py`, n = 1 000 000).
- **clock**: set back twenty years between two versions of a file and two builds; the newer counts.

{table}

{faults}

Each part with the commit that was harmed, the seed, and how far it came:

| part | commit | seed | extent |
|---|---|---:|---|
{extents}
"""


def _extent(kept: Kept) -> str:
    if kept.is_whole or kept.is_short:
        return "whole" if kept.is_whole else "a sample"
    planned = [f"{kept.part}: kill {'a night' if n == 'night' else n}" for n in WHOLE.get(kept.part, {})]
    planned += [f"damage: {kind}" for kind in KINDS] if kept.part == "harm" else []
    missing = [n for n in planned if not any(line.startswith(n) for line in kept.figures.lines)]
    return "cut off; without " + ", ".join(f"*{n.split(': ', 1)[1]}*" for n in missing)


def _say(text: str) -> None:
    os.write(1, (text + "\n").encode())


if __name__ == "__main__":
    sys.exit(main())
