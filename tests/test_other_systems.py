"""What other systems lack is not needed: every module is imported, and a file loaded, without it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "src" / "rjh_warehouse"

HIDE = """
import os, sys, signal
class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"fcntl", "resource", "pwd", "grp", "termios", "posix_ipc", "pty", "tty"}:
            raise ImportError(name)
for name in ("fcntl", "resource", "pwd", "grp", "termios"):
    sys.modules.pop(name, None)
sys.meta_path.insert(0, Missing())
import shutil
shutil._use_fd_functions = False  # as there: the library's own way here needs what is hidden below
for name in ("fork", "forkpty", "chown", "O_NONBLOCK", "O_CLOEXEC", "O_NOFOLLOW"):
    if hasattr(os, name):
        delattr(os, name)
for name in ("SIGXCPU", "SIGKILL"):
    delattr(signal, name)
"""
IMPORT = """
import importlib, pkgutil, rjh_warehouse
names = [m.name for m in pkgutil.walk_packages(rjh_warehouse.__path__, "rjh_warehouse.")]
for name in names:
    if not name.endswith("__main__"):
        importlib.import_module(name)
print(len(names))
"""
LOAD = """
from pathlib import Path
from rjh_warehouse.contract.contract import read_contracts
from rjh_warehouse.build.generation import BuildUnderWay, building, is_building
from rjh_warehouse.intake.load import load_files
from rjh_warehouse.lake.store import Lake
root = Path(sys.argv[1])
lake, contracts = Lake(root / "lake"), read_contracts(root / "contracts")
print([o.status for o in load_files([root / "in"], lake, contracts)], len(lake.records()))
print([o.status for o in load_files([root / "in"], lake, contracts)], len(lake.records()))
with lake.in_use(), lake.in_use():
    try:
        with lake.held_alone():
            print("alone")
    except BlockingIOError:
        print("shared")
with lake.held_alone():
    print("alone")
with building(root / "build.lock"):
    print(is_building(root / "build.lock"))
    try:
        with building(root / "build.lock"):
            print("twice")
    except BuildUnderWay:
        print("busy")
print(is_building(root / "build.lock"))
"""
CONTRACT = """
contract: cost
title_sv: Kostnad
title_en: Cost
description: A small table.
source: a test
file_pattern: 'cost_\\d+\\.csv'
format: csv
tables: [{name: cost, columns: [{name: amount, type: amount, unit: kr, aliases: [belopp]}]}]
"""


def _run(code: str, *words: str) -> str:
    done = subprocess.run([sys.executable, "-c", HIDE + code, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def test_every_module_is_imported_without_what_windows_lacks() -> None:
    assert int(_run(IMPORT)) > 100


def test_a_file_is_loaded_and_locks_hold_without_what_windows_lacks(tmp_path: Path) -> None:
    for name in ("contracts", "in"):
        (tmp_path / name).mkdir()
    (tmp_path / "contracts" / "cost.yaml").write_text(CONTRACT, encoding="utf-8")
    (tmp_path / "in" / "cost_1.csv").write_text("belopp\n1\n", encoding="utf-8")
    assert _run(LOAD, str(tmp_path)).split("\n")[:-1] == [
        "['loaded'] 1", "['known'] 1", "shared", "alone", "True", "busy", "False",
    ]  # fmt: skip


def test_what_systems_do_in_their_own_ways_stands_in_one_file() -> None:
    """A name for a file that another may take first: a link here, a renaming on Windows."""
    own = re.compile(r"os\.(?:link|rename|O_DIRECTORY)\b|\.hardlink_to\(|[\"']/dev/|[\"']/proc/")
    found = {p.name for p in PACKAGE.rglob("*.py") if own.search(p.read_text(encoding="utf-8"))}
    assert found == {"durable.py"}
