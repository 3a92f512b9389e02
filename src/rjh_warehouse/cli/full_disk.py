"""What every command says when the disk is full: where the room has gone, and what may be freed."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

from rjh_warehouse.folders import Unreadable, entries, files_below, is_folder, stands
from rjh_warehouse.messages import say
from rjh_warehouse.settings import Project

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_WORDS = ("No space left on device", "Disk quota exceeded", "File too large")
LITTLE_BYTES = 16 << 20  # less than this left: whatever failed may have failed by it


def is_full(project: Project, said: str = "") -> bool:
    """Whether the disk with the data is full, by what an error said or by what is left on it."""
    if any(words in said for words in _WORDS):
        return True
    place = next((p for p in (project.data, *project.data.parents) if p.is_absolute() and _is_there(p)), None)
    return place is not None and shutil.disk_usage(place).free < LITTLE_BYTES


def what_to_free(project: Project) -> str:
    """The sizes of what the warehouse keeps, and the commands that make room."""
    cache = project.root / ".cache"
    places = {
        "lake": project.lake,
        "trash": project.lake / "trash",
        "generations": project.generations,
        "cache": cache,
    }
    sizes = {name: _megabytes(place) for name, place in places.items()}
    return say("run.disk_full", path=project.data, cache_path=cache, **sizes)


def _megabytes(folder: Path) -> str:
    try:
        size = sum(p.stat().st_size for p in files_below(folder)) if entries(folder) else 0
    except (OSError, Unreadable):
        return "–"
    return f"{size / 1e6:.1f}".replace(".", ",")


def _is_there(place: Path) -> bool:
    try:
        return stands(place) and is_folder(place)
    except Unreadable:
        return False
