"""Which delivered files have been dealt with: lets a night without news cost nothing."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path

from rjh_warehouse.contract.names import ORIGIN_SUFFIX
from rjh_warehouse.intake.files import find_files
from rjh_warehouse.lake.sealed import Damaged, seal, unseal
from rjh_warehouse.lake.store import Lake


class Seen:
    """Files by path, with size, times and place on disk as they were *before* they were read.

    A cache only: without it every file is hashed again and found to be known. The record outranks it: a file whose
    delivery has no whole record in the lake has not been dealt with.
    """

    def __init__(self, lake: Lake, prints: str) -> None:
        """Args: prints: of the contracts (`intake.outline`); when they read otherwise, so may every file."""
        self._lake = lake
        self._file = lake.root / "seen.json"
        self._contracts = prints
        self._looked_at: dict[str, str] = {}
        self._deliveries = {r.delivery_id for r in lake.records()}
        self._marks = self._read()

    def new_among(self, paths: Iterable[Path]) -> list[Path]:
        """The files that are new or changed since they were last dealt with."""
        found = []
        for path in find_files(paths):
            name, mark = self._name(path), self._mark(path)
            mark_then, delivery_id = self._marks.get(name, ("", ""))
            if mark_then != mark or delivery_id not in self._deliveries:
                self._looked_at[name] = mark
                found.append(path)
        return found

    def add(self, path: Path, delivery_id: str) -> None:
        """Remember a file that is in the lake as a delivery, as it was when it was looked at."""
        name = self._name(path)
        if name in self._looked_at:
            self._marks[name] = (self._looked_at[name], delivery_id)

    def save(self) -> None:
        """Write the marks; a disk that is full only makes the next night slower."""
        beside = self._file.with_name(f"seen.{os.getpid()}.part")
        with contextlib.suppress(OSError), self._lake.in_use():
            beside.write_bytes(seal({"marks": self._marks}))
            beside.replace(self._file)

    def _read(self) -> dict[str, tuple[str, str]]:
        try:
            marks = unseal(self._file.read_bytes(), self._file)["marks"]
            return {name: (mark, delivery_id) for name, (mark, delivery_id) in marks.items()}
        except (OSError, Damaged, KeyError, ValueError, TypeError, AttributeError):  # nothing is known from here
            return {}

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
