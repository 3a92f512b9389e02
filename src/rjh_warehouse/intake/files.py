"""Finding delivered files and taking a private copy of each: the only place that touches what people send.

The folder that people deliver into is a boundary. A link counts only when it leads to something in the folder that it
stands in (or below); one that leads elsewhere, a pipe, a device, a socket and a folder named as a file are refused by
name, and nothing of what they hold is read.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from rjh_warehouse.contract.names import ORIGIN_SUFFIX
from rjh_warehouse.folders import Unreadable, is_folder
from rjh_warehouse.reading.table.result import DeliveryError

CHUNK_BYTES = 1 << 20
MOST_ORIGIN_BYTES = 1 << 20
_OPEN_FLAGS = os.O_RDONLY
for _flag in ("O_NONBLOCK", "O_CLOEXEC", "O_NOFOLLOW", "O_BINARY"):  # those that the system has
    _OPEN_FLAGS |= getattr(os, _flag, 0)
_NOT_DELIVERED = (ORIGIN_SUFFIX, ".md", ".part")
_FILE_SUFFIXES = {".csv", ".txt", ".tsv", ".json", ".xml", ".se", ".si", ".parquet", ".zip"} | {
    f".{kind}" for kind in ("xls", "xlsx", "xlsm", "xlsb", "ods")
}  # what no folder is called
_SYSTEM_NAMES = {".ds_store", "thumbs.db", "ehthumbs.db", "desktop.ini"}  # what systems put in every folder
_DIGITS = re.compile(r"(\d+)")


def find_files(paths: Iterable[Path]) -> list[Path]:
    """The delivered files among files and folders, version 2 before version 10.

    In folders, origins, hidden files, notes and Office lock files are passed over; what cannot be
    read (a dangling link, a pipe, a closed folder) is in the list, so that it is told and not skipped.
    """
    found: list[Path] = []
    for path in paths:
        if _is_folder(path):
            found += sorted(_files_under(path), key=natural_order)
        elif not _is_origin_of_a_file(path) and not is_system_file(path.name):
            found.append(path)
    return list(dict.fromkeys(found))


def is_system_file(name: str) -> bool:
    """Whether a file is the operating system's or an Office program's own (.DS_Store, Thumbs.db, ~$budget.xlsx)."""
    return name.lower() in _SYSTEM_NAMES or name.startswith(("~$", "._"))


def system_files(paths: Iterable[Path]) -> list[str]:
    """The names of the system's own files among files and folders: passed over, and said to be."""
    names: set[str] = set()
    for path in paths:
        if _is_folder(path):
            names.update(n for _, _, files in os.walk(path) for n in files if is_system_file(n))
        elif is_system_file(path.name):
            names.add(path.name)
    return sorted(names)


def _is_folder(path: Path) -> bool:
    try:
        return is_folder(path)
    except (Unreadable, ValueError):  # e.g. a name longer than the file system takes: told when it is taken in
        return False


def _files_under(folder: Path) -> Iterator[Path]:
    """Files of a folder and those below, each folder once; folders that are not gone into are told as files are."""
    closed: list[OSError] = []
    been: set[tuple[int, int]] = set()
    for place, folders, names in os.walk(folder, onerror=closed.append, followlinks=True):
        here = os.stat(place)
        if (here.st_dev, here.st_ino) in been:
            folders.clear()
            continue
        been.add((here.st_dev, here.st_ino))
        shown = sorted(n for n in folders if not n.startswith("."))
        folders[:] = [
            n for n in shown if Path(n).suffix.lower() not in _FILE_SUFFIXES and not leads_out(Path(place, n))
        ]
        yield from (Path(place) / n for n in shown if n not in folders)
        for name in names:
            if not name.startswith(".") and not is_system_file(name) and not name.endswith(_NOT_DELIVERED):
                yield Path(place) / name
    yield from (Path(error.filename) for error in closed)


def _is_named_as_a_file(name: str) -> bool:
    return os.path.splitext(name)[1].lower() in _FILE_SUFFIXES


def leads_out(path: Path) -> bool:
    """Whether a path is a link to something outside the folder that it stands in."""
    real = os.path.realpath(path)
    inside = os.path.join(os.path.realpath(path.parent), "")
    return not os.path.join(real, "").startswith(inside)


def natural_order(path: Path) -> list[tuple[int, int, str]]:
    """Digits by their value: _v2 before _v10, so that a load takes versions in their order."""
    parts = _DIGITS.split(str(path))
    return [(0, int(p), p) if p.isdecimal() else (1, 0, p) for p in parts]


def _is_origin_of_a_file(path: Path) -> bool:
    """An origin named by a shell's `inbox/*` beside the file that it belongs to."""
    if not path.name.endswith(ORIGIN_SUFFIX):
        return False
    return os.path.lexists(path.with_name(path.name.removesuffix(ORIGIN_SUFFIX)))


@dataclass(frozen=True)
class Taken:
    """A private copy of a delivered file (and its origin), and the hash of its content."""

    sha256: str
    files: list[Path]

    @property
    def copy(self) -> Path:
        return self.files[0]


def take_in(path: Path, work: Path) -> Taken:
    """Copy a file and its origin into a work folder, hashing on the way.

    Raises:
        DeliveryError: `error.unreadable`, `error.not_a_file`, `error.link_outside` or `error.file_changed`.
        OSError: the copy cannot be written.
    """
    folder = work / "delivered"
    folder.mkdir()
    copy = folder / shown_name(path)
    digest = hashlib.sha256()
    with _delivered(path) as source, copy.open("wb") as target:
        before = _state(os.fstat(source.fileno()))
        while chunk := _read(source, path):
            digest.update(chunk)
            target.write(chunk)
        if _state_of(path) != before:
            raise DeliveryError("error.file_changed", file=str(path))
    beside = path.with_name(path.name + ORIGIN_SUFFIX)
    if not _present(beside):
        return Taken(digest.hexdigest(), [copy])
    origin = folder / (copy.name + ORIGIN_SUFFIX)
    with _delivered(beside) as source:
        text = source.read(MOST_ORIGIN_BYTES + 1)
    if len(text) > MOST_ORIGIN_BYTES:
        raise DeliveryError("error.origin_invalid", file=str(path), found=f"> {MOST_ORIGIN_BYTES} B")
    origin.write_bytes(text)
    return Taken(digest.hexdigest(), [copy, origin])


def shown_name(path: Path) -> str:
    """The file's name as text that can be written anywhere; bytes that are no UTF-8 are shown as \\x.."""
    return os.fsencode(path.name).decode("utf-8", "backslashreplace")


def shown_path(path: Path) -> str:
    """The whole path as such a text."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


@contextmanager
def _delivered(path: Path) -> Iterator[BinaryIO]:
    """Open a regular file for reading; a pipe or a device is refused, never waited for, and no link is followed out."""
    try:
        if leads_out(path):
            raise DeliveryError("error.link_outside", file=str(path))
        handle = os.open(os.path.realpath(path), _OPEN_FLAGS)  # a link put there meanwhile is not followed
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise DeliveryError("error.not_a_file", file=str(path))
    with os.fdopen(handle, "rb") as source:
        yield source


def _read(source: BinaryIO, path: Path) -> bytes:
    try:
        return source.read(CHUNK_BYTES)
    except OSError as error:
        raise _unreadable(path, error) from error


def _present(path: Path) -> bool:
    try:
        os.stat(path)
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ENAMETOOLONG):
            return False
        raise _unreadable(path, error) from error
    return True


def _state_of(path: Path) -> tuple[int, ...]:
    try:
        return _state(os.stat(path))
    except OSError as error:
        raise _unreadable(path, error) from error


def _state(about: os.stat_result) -> tuple[int, ...]:
    return about.st_dev, about.st_ino, about.st_size, about.st_mtime_ns


def _unreadable(path: Path, error: OSError | ValueError) -> DeliveryError:
    if getattr(error, "errno", None) == errno.ENXIO:  # a socket
        return DeliveryError("error.not_a_file", file=str(path))
    found = getattr(error, "strerror", None) or str(error)
    return DeliveryError("error.unreadable", file=str(path), found=found)
