"""Writing that a crash leaves undone or done, on every system: moves, folders, files written once; and digests."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from rjh_warehouse.folders import is_folder

_IS_WINDOWS = os.name == "nt"  # folders cannot be synced there, and a file only through a handle that may write


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


def write_text(path: Path, text: str) -> None:
    """Write a small file whole, beside its place and then into it."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    beside.write_text(text, encoding="utf-8")
    move(beside, path)


def file_sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
