"""Earlier publications, kept so that one can be gone back to in seconds.

published/kept/<release_id>.duckdb   a copy of the published file
published/kept/<release_id>.json     its row of meta.release, and the digest of the copy
published/taken_back.json            the fingerprint of a build that was taken back: not published again by itself
"""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rjh_warehouse.folders import entries, is_file
from rjh_warehouse.lake.durable import file_sha256, move
from rjh_warehouse.lake.publication import Release, landing, publication, swap_in
from rjh_warehouse.lake.sealed import Damaged, read_note, seal

KEPT = 5  # publications, the one that stands included


class NothingToGoBackTo(Exception):
    """No kept publication of that name, or only the one that stands."""

    def __init__(self, wanted: str | None, known: list[str]) -> None:
        super().__init__(wanted or "–")
        self.known = known


@dataclass(frozen=True)
class Kept:
    """One kept publication."""

    path: Path
    release: Release
    sha256: str


def keep(published: Path) -> None:
    """Keep a copy of what is published, and no more than `KEPT` of them."""
    release = publication(published).release
    if release is None:
        return
    folder = _folder(published)
    folder.mkdir(exist_ok=True)
    target = folder / f"{release['release_id']}.duckdb"
    beside = target.with_suffix(".part")
    shutil.copyfile(published, beside)
    note = {"release": release, "sha256": file_sha256(beside)}
    target.with_suffix(".json").unlink(missing_ok=True)  # a copy without its note is no copy
    move(beside, target)
    _write_note(target.with_suffix(".json"), note)
    for old in kept(published)[:-KEPT]:
        old.path.with_suffix(".json").unlink(missing_ok=True)
        old.path.unlink(missing_ok=True)
    noted = {k.path.stem for k in kept(published)}
    for half in entries(folder):
        if half.stem not in noted and half != target:
            half.unlink(missing_ok=True)


def kept(published: Path) -> list[Kept]:
    """The kept publications, oldest first."""
    found = []
    for note in entries(_folder(published), ".json"):
        try:
            said = read_note(note)
            found.append(Kept(note.with_suffix(".duckdb"), said["release"], said["sha256"]))
        except (FileNotFoundError, Damaged, KeyError):  # there is no going back to it, which `damaged_copies` tells
            continue
    return sorted(found, key=lambda k: k.path.name)


def damaged_copies(published: Path) -> list[Path]:
    """Kept publications and notes that are not what they were, and that nobody can go back to."""
    known = {k.path: k for k in kept(published)}
    files = [p for p in entries(_folder(published)) if p.suffix in (".duckdb", ".json")]
    notes = [p for p in files if p.suffix == ".json" and p.with_suffix(".duckdb") not in known]
    copies = [p for p in files if p.suffix == ".duckdb" and p in known and file_sha256(p) != known[p].sha256]
    gone = [p for p in known if not is_file(p)]
    return sorted({*notes, *copies, *gone})


def go_back(published: Path, wanted: str | None = None) -> tuple[Release, str | None]:
    """Publish a kept publication again. The caller holds the build lock.

    Args:
        wanted: its release id, or so much of its end that one has it (None: the newest but the one that stands).

    Returns:
        The row of `meta.release` that stands now, and the release id that was taken back (None: nothing stood).

    Raises:
        NothingToGoBackTo: there is none, or its copy is not what it was.
    """
    standing = publication(published).release
    whole = [k for k in kept(published) if is_file(k.path) and file_sha256(k.path) == k.sha256]
    others = [k for k in whole if standing is None or k.release["release_id"] != standing["release_id"]]
    named = [k for k in others if wanted in (None, k.release["release_id"]) or k.path.stem.endswith(wanted or "")]
    earlier = [k for k in named if wanted or standing is None or k.path.stem < standing["release_id"]]
    if not earlier:
        raise NothingToGoBackTo(wanted, [k.path.stem for k in others])
    chosen = earlier[-1]
    if standing:
        _write_note(_taken_back(published), {"fingerprint": standing["fingerprint"]})
    target = landing(published)
    beside = target.with_name(f".{target.name}.back.part")
    shutil.copyfile(chosen.path, beside)
    release = _release(chosen.release)
    swap_in(beside, published, release)
    return release, standing["release_id"] if standing else None


def is_taken_back(published: Path, fingerprint: str) -> bool:
    """Whether a build of this fingerprint was taken back, and must be published by a person.

    So it is where the note is damaged: then what was taken back is not known.
    """
    try:
        return bool(read_note(_taken_back(published)).get("fingerprint") in (fingerprint, None))
    except FileNotFoundError:
        return False
    except Damaged:
        return True


def forget_taken_back(published: Path) -> None:
    """A person, or something new, has published: what was taken back no longer matters."""
    _taken_back(published).unlink(missing_ok=True)


def _write_note(path: Path, note: dict[str, Any]) -> None:
    beside = path.with_name(f".{path.name}.part")
    beside.write_bytes(seal(note))
    move(beside, path)


def _release(noted: dict[str, Any]) -> Release:
    day = noted["as_of"]
    built_at = dt.datetime.fromisoformat(noted["built_at"])
    return noted | {"built_at": built_at, "as_of": dt.date.fromisoformat(day) if day else None}


def _folder(published: Path) -> Path:
    return published.parent / "kept"


def _taken_back(published: Path) -> Path:
    return published.parent / "taken_back.json"
