"""What is published: the file, the note beside it that says what it is, and the guard that keeps clients from writing.

    rjh.duckdb             the published file
    rjh.duckdb.json        the note: the release that stands there and the one before it, each with size and digest
    rjh.duckdb.wal         the guard: a link to nowhere, so that no client of the engine can make its log there
    .rjh.duckdb.verified   a cache: the file whose digest was last computed

A client that opens the file for writing keeps its changes in a log beside it, and the engine adds that log to whatever
file stands there next, for every reader. The guard is put before a new file is swapped in, so that a release never
stands beside a log; the note names both releases before the swap, so that it is true at every moment.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from rjh_warehouse.folders import entries, is_folder, stands
from rjh_warehouse.lake.durable import file_sha256, move, sync, write_text

NOWHERE = Path("the-published-file-is-only-read")  # a folder that nobody makes
Release = dict[str, Any]


class PublishedFileHeld(Exception):
    """The published file cannot be replaced: a program has it open (on some systems), or a folder stands there."""


class NoPublication(Exception):
    """Nothing is published, or what stands there is not what was published; `code` is the message."""

    def __init__(self, code: str, path: Path) -> None:
        super().__init__(code)
        self.code = code
        self.path = path


@dataclass(frozen=True)
class Publication:
    """What stands at the published path: nothing, a whole release, or something else than was published."""

    state: Literal["none", "whole", "changed"]
    release: Release | None = None  # the row of meta.release, of a whole file
    sha256: str | None = None  # of a whole file


def publication(published: Path) -> Publication:
    """What is published, by the note and the file's digest; the engine does not open the file."""
    if not stands(published):
        return Publication("none")
    noted = _noted(published)
    try:
        digest = _digest(published) if published.stat().st_size in {n["bytes"] for n in noted} else None
    except OSError:  # a folder, a dangling link, no right to read
        digest = None
    release = next((n["release"] for n in noted if n["sha256"] == digest), None)
    return Publication("whole", _from_json(release), digest) if release else Publication("changed")


def swap_in(beside: Path, published: Path, release: Release) -> None:
    """Put a finished file in the published place: readers see the old one or the new one, and no client's log.

    Mode, group and a link at the published path are kept. Killed between any two steps, what stands there is a whole
    release with its note, and the next publication goes on.

    Args:
        beside: the new file, in the folder of `landing(published)`.

    Raises:
        PublishedFileHeld: the system does not let go of the file, or of a log beside it.
    """
    target = landing(published)
    keep_access(target, beside)
    sync(beside)
    standing = publication(published).release
    entry = {"release": _to_json(release), "bytes": beside.stat().st_size, "sha256": file_sha256(beside)}
    before = [n for n in _noted(published) if standing and n["release"] == _to_json(standing)]
    write_text(_note(published), json.dumps([entry, *before[:1]], ensure_ascii=False, indent=1))
    try:
        shut_out(published)
        move(beside, target)
        shut_out(published)
    except (PermissionError, IsADirectoryError) as error:
        raise PublishedFileHeld(str(target)) from error
    keep_access(target, _note(published))


def landing(published: Path) -> Path:
    """The file that the published path leads to, through any link."""
    return Path(os.path.realpath(published))


def client_logs(published: Path) -> list[Path]:
    """Logs beside the published file: somebody had it open for writing, and every reader would get the changes."""
    return [log for log in _log_places(published) if _has_name(log) and not _is_guard(log)]


def shut_out(published: Path) -> list[Path]:
    """Remove clients' logs from beside the published file and put the guard in their place; what was removed."""
    found = client_logs(published)
    for log in (place for place in _log_places(published) if is_folder(place.parent)):
        if not (_is_guard(log) or _put_guard(log)):
            log.unlink(missing_ok=True)
    return found


def halves(published: Path) -> list[Path]:
    """What killed publications left beside the file; under the build lock, all of it."""
    places = {landing(published), published}
    return [
        h for p in sorted(places) for h in entries(p.parent) if h.name.startswith(f".{p.name}.") and ".part" in h.name
    ]


def keep_access(model: Path, path: Path) -> None:
    """Give a file the mode and group of another, where there is one and the system lets us."""
    with contextlib.suppress(FileNotFoundError):
        kept = model.stat()
        if hasattr(os, "chown"):
            with contextlib.suppress(PermissionError):
                os.chown(path, -1, kept.st_gid)
        path.chmod(stat.S_IMODE(kept.st_mode))


def copy_of(published: Path, folder: Path) -> Path:
    """A private copy of the published file, without any log."""
    return Path(shutil.copyfile(published, folder / published.name))


def is_noted(published: Path, copy: Path) -> bool:
    """Whether a copy of the published file is one of the releases that the note names."""
    return file_sha256(copy) in {n["sha256"] for n in _noted(published)}


def _log_places(published: Path) -> list[Path]:
    """Where clients make their log: beside the name they opened, or beside the file that it leads to."""
    return sorted({Path(f"{p}.wal") for p in (published, landing(published))})


def _has_name(log: Path) -> bool:
    """Whether anything, a link to nowhere too, has this name."""
    try:
        os.lstat(log)
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True


def _is_guard(log: Path) -> bool:
    try:
        return os.readlink(log) == str(NOWHERE / log.name)
    except OSError:  # no link
        return False


def _put_guard(log: Path) -> bool:
    """Put the guard at a log's name in one step, over what stands there; False where not everyone may make links."""
    beside = log.with_name(f".{log.name}.{os.getpid()}.part")
    beside.unlink(missing_ok=True)
    try:
        beside.symlink_to(NOWHERE / log.name)
    except (OSError, NotImplementedError):
        return False
    os.replace(beside, log)
    return True


def _note(published: Path) -> Path:
    return published.with_name(f"{published.name}.json")


def _noted(published: Path) -> list[dict[str, Any]]:
    """The releases that may stand there, newest first; none when the note cannot be understood."""
    try:
        noted = json.loads(_note(published).read_text(encoding="utf-8"))
        return [n for n in noted if _from_json(n["release"]) and n["bytes"] >= 0 and n["sha256"]]
    except (OSError, ValueError, TypeError, KeyError):
        return []


def _digest(published: Path) -> str:
    """The file's SHA-256, computed again only when size, times or identity of the file have changed."""
    now = published.stat()
    key = [now.st_size, now.st_mtime_ns, now.st_ctime_ns, now.st_ino]
    cache = published.with_name(f".{published.name}.verified")
    with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
        seen = json.loads(cache.read_text(encoding="utf-8"))
        if seen["file"] == key:
            return str(seen["sha256"])
    digest = file_sha256(published)
    with contextlib.suppress(OSError):  # who may only read has no cache
        write_text(cache, json.dumps({"file": key, "sha256": digest}))
    return digest


def _to_json(release: Release) -> Release:
    return {k: v.isoformat() if isinstance(v, dt.date) else v for k, v in release.items()}


def _from_json(release: Release) -> Release:
    as_of = release["as_of"]
    return {
        **release,
        "built_at": dt.datetime.fromisoformat(release["built_at"]),
        "as_of": dt.date.fromisoformat(as_of) if as_of else None,
    }
