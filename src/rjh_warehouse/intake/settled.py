"""Files that somebody is still copying into the inbox: left alone until they no longer grow."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path

RECENT_SECONDS = 5.0  # a file that was last written to longer ago is whole
PAUSE_SECONDS = 1.0


def settled(paths: Iterable[Path], pause: float = PAUSE_SECONDS) -> tuple[list[Path], list[Path]]:
    """The files that are whole, and those that changed while they were watched for `pause` seconds.

    Nothing is waited for where no file was written to just now. What cannot be looked at counts as whole: reading it
    will say what is wrong.
    """
    found = list(paths)
    before = {p: _mark(p) for p in found}
    now = time.time()
    recent = [p for p in found if (mark := before[p]) and -RECENT_SECONDS < now - mark[1] / 1e9 < RECENT_SECONDS]
    if recent:
        time.sleep(pause)
    growing = {p for p in recent if _mark(p) != before[p]}
    return [p for p in found if p not in growing], [p for p in found if p in growing]


def _mark(path: Path) -> tuple[int, int] | None:
    try:
        about = path.stat()
    except OSError:
        return None
    return about.st_size, about.st_mtime_ns
