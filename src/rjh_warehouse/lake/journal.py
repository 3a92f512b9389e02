"""The lake's journal: a number that only grows for each delivery, and a second copy of its record.

    journal/<number>.json    empty while the load is under way (or was killed); then the record's own bytes

The number orders deliveries where days are equal: a clock may step back, a number cannot. A record that is gone or
damaged is known from here, and can be put back.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from rjh_warehouse.folders import entries, stands
from rjh_warehouse.lake.durable import make_folder, move
from rjh_warehouse.lake.sealed import Damaged, read_note


class Journal:
    """The numbered copies of a lake's records."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._tried = 0

    def file(self, number: int) -> Path:
        return self.folder / f"{number:010d}.json"

    def numbers(self) -> list[int]:
        """The numbers that have been given, ascending."""
        names = [p.name.removesuffix(".json") for p in entries(self.folder, ".json")]
        return sorted(int(n) for n in names if n.isdecimal())

    def reserve(self, above: int) -> int:
        """Take the next number. Two loads never take the same one: making the empty file decides.

        Args:
            above: the number is higher than this, as well as than every number that has been given.
        """
        if not self._tried:
            make_folder(self.folder)
            self._tried = max([above, *self.numbers()])
        while True:
            self._tried += 1
            try:
                os.close(os.open(self.file(self._tried), os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
            except FileExistsError:
                continue
            return self._tried

    def release(self, number: int) -> None:
        """Give back a number under which nothing was committed."""
        self.file(number).unlink(missing_ok=True)

    def fill(self, number: int, data: bytes, work: Path) -> None:
        """Put the record's bytes under its number."""
        work.write_bytes(data)
        move(work, self.file(number))

    def incomplete(self, numbers: list[int]) -> list[int]:
        """Those of the numbers under which no copy stands: a load was killed right after its record."""
        return [n for n in numbers if not stands(self.file(n)) or self.file(n).stat().st_size == 0]

    def read(self, number: int) -> dict[str, Any] | None:
        """The record's fields, or None where the number was only reserved.

        Raises:
            Damaged: the copy is not what was written.
        """
        try:
            return read_note(self.file(number))
        except FileNotFoundError:
            return None
        except Damaged:
            if self.file(number).stat().st_size == 0:
                return None
            raise
