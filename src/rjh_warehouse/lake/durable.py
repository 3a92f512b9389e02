"""Writing that a crash leaves undone or done, on every system: moves, folders, files written once; and digests."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

from rjh_warehouse.folders import Unreadable, entries, is_folder

_IS_WINDOWS = os.name == "nt"  # folders cannot be synced there, and a file only through a handle that may write


HALF_SECONDS = 60.0  # nothing that is written beside its place takes so long


def sync(path: Path) -> None:
    """Have the system write a file's content, or a folder's names, to the disk."""
    if _IS_WINDOWS and is_folder(path):
        return
    handle = os.open(path, os.O_RDWR if _IS_WINDOWS else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(folder: Path) -> None:
    if not is_folder(folder):
        folder.mkdir(parents=True, exist_ok=True)
        sync(folder.parent)


def move(path: Path, target: Path) -> None:
    """Move a finished file to its place, over what stands there."""
    sync(path)
    make_folder(target.parent)
    os.replace(path, target)
    sync(target.parent)


def move_once(path: Path, target: Path) -> bool:
    """Give a finished file its name unless the name is taken; True when it was free."""
    sync(path)
    make_folder(target.parent)
    try:
        if _IS_WINDOWS:
            os.rename(path, target)  # fails there when the name is taken
        else:
            os.link(path, target)
    except FileExistsError:
        return False
    sync(target.parent)
    return True


@contextlib.contextmanager
def written(path: Path) -> Iterator[Path]:
    """A name beside a file's place: what was written there when the block ends is the file, whole, or nothing is.

    Halves of the same file that killed writers left a minute ago or more are removed.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield beside
        move(beside, path)
    finally:
        beside.unlink(missing_ok=True)
    _remove_halves(path)


def _remove_halves(path: Path) -> None:
    half = re.compile(re.escape(f".{path.name}.") + r"\d+\.part")
    with contextlib.suppress(OSError, Unreadable):
        for found in entries(path.parent, ".part"):
            if half.fullmatch(found.name) and time.time() - found.stat().st_mtime > HALF_SECONDS:
                found.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write a small file whole, beside its place and then into it."""
    with written(path) as beside:
        beside.write_text(text, encoding="utf-8")


def file_sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
