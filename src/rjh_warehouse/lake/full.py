"""Whether something failed because the disk is full."""

from __future__ import annotations

import errno
import shutil

from rjh_warehouse.folders import Unreadable, is_folder, stands
from rjh_warehouse.settings import Project

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_WORDS = ("No space left on device", "Disk quota exceeded", "File too large")
LITTLE_BYTES = 16 << 20  # less than this left: whatever failed may have failed by it


def says_full(error: BaseException) -> bool:
    """Whether an error says that there is no room."""
    return getattr(error, "errno", None) in FULL or any(words in str(error) for words in _WORDS)


def is_full(project: Project, said: str = "") -> bool:
    """Whether the disk with the data is full, by what an error said or by what is left on it."""
    if any(words in said for words in _WORDS):
        return True
    places = (p for p in (project.data, *project.data.parents) if p.is_absolute())
    for place in places:
        try:
            if stands(place) and is_folder(place):
                return shutil.disk_usage(place).free < LITTLE_BYTES
        except Unreadable:
            continue
    return False
