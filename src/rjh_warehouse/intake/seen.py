"""Which delivered files have been dealt with: lets a night without news cost nothing."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path

from rjh_warehouse.contract.contract import Contract
from rjh_warehouse.contract.origin import ORIGIN_SUFFIX
from rjh_warehouse.intake.files import find_files
from rjh_warehouse.lake.store import Lake


class Seen:
    """Files by path, with size, times and place on disk as they were *before* they were read.

    A cache only: without it every file is hashed again and found to be known.
    """

    def __init__(self, lake: Lake, contracts: dict[str, Contract]) -> None:
        self._lake = lake
        self._file = lake.root / "seen.json"
        prints = "".join(c.fingerprint for c in contracts.values())
        self._contracts = hashlib.sha256(prints.encode()).hexdigest()[:16]
        self._looked_at: dict[str, str] = {}
        self._marks = self._read()

    def new_among(self, paths: Iterable[Path]) -> list[Path]:
        """The files that are new or changed since they were last dealt with."""
        found = []
        for path in find_files(paths):
            name, mark = self._name(path), self._mark(path)
            if self._marks.get(name) != mark:
                self._looked_at[name] = mark
                found.append(path)
        return found

    def add(self, path: Path) -> None:
        """Remember a file that is in the lake, as it was when it was looked at."""
        name = self._name(path)
        if name in self._looked_at:
            self._marks[name] = self._looked_at[name]

    def save(self) -> None:
        """Write the marks; a disk that is full only makes the next night slower."""
        beside = self._file.with_name(f"seen.{os.getpid()}.part")
        with contextlib.suppress(OSError), self._lake.in_use():
            beside.write_text(json.dumps(self._marks, indent=0), encoding="utf-8")
            beside.replace(self._file)

    def _read(self) -> dict[str, str]:
        try:
            marks = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return marks if isinstance(marks, dict) else {}

    @staticmethod
    def _name(path: Path) -> str:
        return os.fsencode(os.path.abspath(path)).decode("utf-8", "backslashreplace")

    def _mark(self, path: Path) -> str:
        marks = [self._contracts]
        for file in (path, path.with_name(path.name + ORIGIN_SUFFIX)):
            try:
                about = file.stat()
                marks.append(f"{about.st_ino}:{about.st_size}:{about.st_mtime_ns}:{about.st_ctime_ns}")
            except (OSError, ValueError):
                marks.append("-")
        return "/".join(marks)
