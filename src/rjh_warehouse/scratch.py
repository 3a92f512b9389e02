"""Folders for what is only of use while it is made: gone afterwards, also after one who was killed.

Each stands in the system's folder for such things, and its maker holds a lock in it. The next who needs one removes
those whose lock is free.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from rjh_warehouse.folders import Unreadable, entries, is_folder, stands
from rjh_warehouse.lock import held

LOCK = "in-use.lock"
PREFIX = "rjh-scratch-"


@contextlib.contextmanager
def scratch() -> Iterator[Path]:
    """An empty folder that is removed when the block ends.

    Raises:
        OSError: there is no room for it.
    """
    sweep()
    with tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True) as folder:
        outer = Path(folder)
        with held(outer / LOCK):
            inner = outer / "work"
            inner.mkdir()
            yield inner


def sweep() -> list[Path]:
    """Remove the folders that the killed left, and name them; what is in use, or has no lock yet, is let be."""
    gone = []
    with contextlib.suppress(OSError, Unreadable):
        for folder in entries(Path(tempfile.gettempdir())):
            if not folder.name.startswith(PREFIX) or not is_folder(folder) or not stands(folder / LOCK):
                continue
            with contextlib.suppress(OSError), held(folder / LOCK, wait=False):
                shutil.rmtree(folder, ignore_errors=True)
                gone.append(folder)
    return gone
