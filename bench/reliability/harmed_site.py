"""A project to do harm to, and the command line run on it in forked processes that may be killed.

Everything is imported once, before the first fork, and no thread is started in this process: a child begins at once,
and can be killed before any of its changes on disk.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "tests")]
os.environ["MAX_FORK_WORKERS"] = "1"  # as a build sets it, before SQLMesh is imported: a worker would outlive a kill

import pandas  # noqa: E402, F401
import sqlmesh  # noqa: E402, F401
from project_runs import copy_project, prune  # noqa: E402

import rjh_warehouse.build.session  # noqa: E402
import rjh_warehouse.operation.nightly  # noqa: E402
import rjh_warehouse.reading.text.text  # noqa: E402, F401
from rjh_warehouse.cli import main, nightly  # noqa: E402

nightly.show_report = lambda project: None  # reads marts that the few models here leave out

MOST_PRINTED = 1 << 20
CHANGES = {"open", "os.rename", "os.link", "os.mkdir", "os.remove", "os.rmdir", "os.truncate", "shutil.rmtree"}
CONTRACT = """
contract: cost
title_sv: Kostnad
title_en: Cost
description: A small table, so that there is a delivery to block and to accept.
source: the harness
file_pattern: 'cost_(?P<period>\\d{6})(?:_v\\d+)?\\.csv'
format: csv
tables:
  - name: cost
    columns:
      - {name: unit_code, type: code, aliases: [ansvar]}
      - {name: amount, type: amount, unit: kr, decimals: 2, aliases: [belopp]}
    key: [unit_code]
"""
MODELS = [
    "mart.investment", "quality.delivery", "quality.rejection", "quality.acceptance", "core.document",
    "core.indicator_value",
]  # fmt: skip


@dataclass(frozen=True)
class Ended:
    """How a process ended: its exit code (negative: the signal), and what it printed."""

    code: int
    said: str


class Site:
    """One project folder with its data."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"

    @property
    def lake(self) -> Path:
        return self.data / "lake"

    @property
    def published(self) -> Path:
        return self.data / "published" / "rjh.duckdb"

    @property
    def temporary(self) -> Path:
        return self.folder / "tmp"

    def left_over(self) -> list[str]:
        """What a killed command left and `clean` has not taken: by `status`, and in the folder for temporary files."""
        said = self.run("status", "--json")
        found = json.loads(said.said)["leftovers"] if said.code == 0 else [said.said[-300:]]
        return [*found, *(str(p) for p in self.temporary.iterdir())]

    def copy(self, folder: Path) -> Site:
        """The same project and data in another folder; what was read before counts as read there too."""
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.folder, folder, symlinks=True)
        return Site(folder)

    def run(self, *words: str, before: Callable[[], None] = lambda: None, kill_after: float | None = None) -> Ended:
        """The command line in a child.

        Args:
            before: done in the child first, e.g. to arrange for its end.
            kill_after: seconds after which the child is killed.
        """
        return in_child(lambda: self._command(words), before, kill_after)

    def _command(self, words: tuple[str, ...]) -> int:
        self.temporary.mkdir(exist_ok=True)
        os.environ.update(RJH_HOME=str(self.folder), RJH_DATA=str(self.data), RJH_LANG="sv", TMPDIR=str(self.temporary))
        tempfile.tempdir = None  # read TMPDIR again
        os.chdir(self.folder)
        try:
            main.main(list(words), prog_name="rjh")
        except SystemExit as end:
            return int(end.code or 0)
        return 0


def in_child(
    work: Callable[[], Any], before: Callable[[], None] = lambda: None, kill_after: float | None = None
) -> Ended:
    """Do something in a forked process; its result (None: 0) is the exit code, and what it prints goes into a pipe."""
    reader, writer = os.pipe()
    fcntl.fcntl(writer, fcntl.F_SETPIPE_SZ, MOST_PRINTED)
    child = os.fork()
    if not child:
        code = 70
        try:
            os.dup2(writer, 1)
            os.dup2(writer, 2)
            sys.stdout, sys.stderr = os.fdopen(1, "w"), os.fdopen(2, "w")  # the parent's may be a file, which seeks
            before()
            code = int(work() or 0)
        except BaseException:
            traceback.print_exc()
        finally:
            with contextlib.suppress(Exception):
                sys.stdout.flush()
            os._exit(code)
    os.close(writer)
    if kill_after is not None:
        time.sleep(kill_after)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    with os.fdopen(reader, "rb") as said:
        printed = said.read().decode("utf-8", "replace")
    return Ended(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), printed)


def killed_before(point: int, folder: Path) -> Callable[[], None]:
    """Arrange, in a child, that it is killed before its change number `point` (from 0) to anything below a folder."""

    def arrange() -> None:
        count = -1

        def one() -> None:
            nonlocal count
            count += 1
            if count == point:
                os.kill(os.getpid(), signal.SIGKILL)

        writes_below(folder, one)

    return arrange


def counted(folder: Path, note: Path) -> Callable[[], None]:
    """Arrange, in a child, that its changes below a folder are counted into a file."""

    def arrange() -> None:
        handle = os.open(note, os.O_CREAT | os.O_TRUNC | os.O_WRONLY)
        writes_below(folder, lambda: os.write(handle, b".") and None)

    return arrange


def writes_below(folder: Path, do: Callable[[], None]) -> None:
    """Have something done before each of this process's changes to anything below a folder."""

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        is_change = event in CHANGES and (event != "open" or _writes(arguments))
        if is_change and str(arguments[0]).startswith(str(folder)):
            do()

    sys.addaudithook(watch)


def _writes(arguments: tuple[Any, ...]) -> bool:
    return bool(arguments[2] & (os.O_WRONLY | os.O_RDWR)) if isinstance(arguments[2], int) else True


def limited(size: int) -> Callable[[], None]:
    """Arrange, in a child, that no file may grow beyond `size` bytes, as on a disk that is full."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def new_site(folder: Path, *, simulated: bool) -> Site:
    """A project of the documents' deliveries, or of a small simulated region, with few models."""
    shutil.rmtree(folder, ignore_errors=True)
    copy_project(folder, deliveries=not simulated)
    prune(folder, MODELS)
    shutil.copy(ROOT / "models" / "vocabulary.yaml", folder / "models" / "vocabulary.yaml")
    (folder / "contracts" / "cost.yaml").write_text(CONTRACT, encoding="utf-8")
    inbox = folder / "deliveries" / "inbox"
    inbox.mkdir(parents=True)
    if simulated:
        size = ("--rows", "2000", "--months", "18", "--only-ledger")
        words = ("simulate", "--seed", "14", "--out", str(inbox / "region"), *size)
        made = Site(folder).run(*words)
        assert made.code == 0, made.said
    for name, rows in (("cost_202401.csv", "01;1\n02;x\n"), ("cost_202402.csv", "01;1\n01;1\n"), ("okänd.csv", "1\n")):
        (inbox / name).write_text("ansvar;belopp\n" + rows, encoding="utf-8")
    return Site(folder)
