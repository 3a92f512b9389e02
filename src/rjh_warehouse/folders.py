"""What stands in a folder: absent is nothing, but what cannot be read is never taken for empty.

pathlib's glob, rglob and exists, and os.walk, pass over what they may not read. Whoever decides by a listing what
exists (and what may be removed) would then decide on a part of it. So every such listing is made here.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path


class Unreadable(Exception):
    """A folder or file that cannot be read. No OSError, so that nobody takes it for a file's own fault."""

    def __init__(self, path: Path, error: OSError) -> None:
        super().__init__(f"{path}: {error.strerror or error}")
        self.path = path
        self.found = error.strerror or str(error)


def entries(folder: Path, suffix: str = "") -> list[Path]:
    """The names of a folder that end on `suffix`, hidden ones too, sorted; none when there is no such folder.

    Raises:
        Unreadable: the folder cannot be listed.
    """
    try:
        with os.scandir(folder) as found:
            return [folder / name for name in sorted(entry.name for entry in found if entry.name.endswith(suffix))]
    except OSError as error:
        if _about(folder) is None:
            return []
        raise Unreadable(folder, error) from error


def files_below(folder: Path, suffix: str = "") -> list[Path]:
    """The files of a folder and of those below, sorted; links to folders are not followed.

    Raises:
        Unreadable: a folder cannot be listed.
    """
    return sorted(p for p in _below(folder) if p.name.endswith(suffix))


def _below(folder: Path) -> Iterator[Path]:
    for path in entries(folder):
        about = _about(path, follow=False)
        if about is not None and stat.S_ISDIR(about.st_mode):
            yield from _below(path)
        elif is_file(path):
            yield path


def folders(folder: Path) -> list[Path]:
    """The folders of a folder, sorted. Raises Unreadable as `entries` does."""
    return [p for p in entries(folder) if is_folder(p)]


def stands(path: Path) -> bool:
    """Whether there is anything of this name. Raises Unreadable when that cannot be told."""
    return _about(path) is not None


def is_file(path: Path) -> bool:
    """Whether a regular file has this name. Raises Unreadable when that cannot be told."""
    about = _about(path)
    return about is not None and stat.S_ISREG(about.st_mode)


def is_folder(path: Path) -> bool:
    """Whether a folder has this name. Raises Unreadable when that cannot be told."""
    about = _about(path)
    return about is not None and stat.S_ISDIR(about.st_mode)


def _about(path: Path, *, follow: bool = True) -> os.stat_result | None:
    try:
        return os.stat(path, follow_symlinks=follow)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise Unreadable(path, error) from error
