"""What killed loads left behind in the lake, and its way out: set aside first, removed when it has lain there for long.

Nothing that anything refers to is a leftover: a record of any state, an acceptance, or a delivery that the caller
knows of (a generation's). A folder that cannot be read refers to everything.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import shutil
import uuid
from collections.abc import Collection, Iterator
from pathlib import Path

from rjh_warehouse.folders import entries, folders, is_folder, stands
from rjh_warehouse.lake.acceptance import acceptance_files
from rjh_warehouse.lake.proof import lost_records
from rjh_warehouse.lake.store import Lake
from rjh_warehouse.lock import held

KEPT_DAYS = 30  # of what was set aside
_PLACES = ("rejections", "non_data")
_DECISIONS = ("acceptances", "withdrawals", "overrides")


def leftovers(lake: Lake, referenced: Collection[str] = ()) -> list[Path]:
    """Work folders, half-written files, and files that nothing refers to.

    While a load is under way nothing is certain, and nothing told.

    Args:
        referenced: deliveries that are known elsewhere; their files are no leftovers, record or not.

    Raises:
        Unreadable: a folder of the lake cannot be listed.
    """
    with _free(lake) as is_free:
        return _left_over(lake, referenced) if is_free else []


def set_aside(lake: Lake, referenced: Collection[str] = ()) -> dict[Path, Path]:
    """Move the leftovers into a folder of `trash/`.

    Returns:
        Where each stood → where it lies now.

    Raises:
        Unreadable: a folder of the lake cannot be listed; nothing was moved.
        BlockingIOError: a load is under way.
    """
    with lake.held_alone():
        folder = new_batch(lake)
        moved = {path: folder / path.relative_to(lake.root) for path in _left_over(lake, referenced)}
        for path, target in moved.items():
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(path, target)
    return moved


def new_batch(lake: Lake) -> Path:
    """A name for a new folder in `trash/`."""
    stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%S")
    return lake.root / "trash" / f"{stamp}-{uuid.uuid4().hex[:8]}"


def set_aside_before(lake: Lake) -> list[Path]:
    """The folders of what was set aside, oldest first."""
    return folders(lake.root / "trash")


def remove_set_aside(lake: Lake, kept_days: int = KEPT_DAYS) -> list[Path]:
    """Remove for good what has lain aside for `kept_days`, and say which folders went."""
    newest = dt.datetime.now(dt.UTC).timestamp() - kept_days * 86_400
    gone = [folder for folder in set_aside_before(lake) if folder.stat().st_mtime <= newest]
    for folder in gone:
        shutil.rmtree(folder)
    return gone


@contextlib.contextmanager
def _free(lake: Lake) -> Iterator[bool]:
    """Whether no load is under way; held so meanwhile, also by somebody who may only read."""
    if not stands(lake.lock_file):
        yield True
        return
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(held(lake.lock_file, wait=False))
        except BlockingIOError:
            yield False
        else:
            yield True


def _left_over(lake: Lake, referenced: Collection[str]) -> list[Path]:
    """The caller holds the lake alone."""
    root = lake.root
    known = {p.stem for p in entries(root / "deliveries", ".json")} | set(referenced)
    known |= {p.name.split(".", 1)[0] for p in acceptance_files(lake)}
    known |= lost_records(lake, lake.records())[0].keys()
    places = [*folders(root / "rows"), *(root / place for place in _PLACES)]
    orphans = [p for place in places for p in entries(place, ".parquet") if p.stem not in known]
    halves = [p for p in entries(root, ".part") if not is_folder(p)]
    places_of_notes = [
        top / name for top in (root, root / "journal") for name in ("acceptances", "withdrawals", "overrides")
    ]
    notes = [p for place in places_of_notes for p in entries(place, ".part") if p.name.startswith(".")]
    private = (root / "disclosure", root / "journal" / "disclosure")
    notes += [p for folder in private for p in entries(folder) if p.name.startswith(".")]
    return sorted([*entries(root / "work"), *orphans, *_unclaimed_files(lake, known), *halves, *notes])


def _unclaimed_files(lake: Lake, known: set[str]) -> list[Path]:
    """Archived files of no record and no refusal; none is certain where a known delivery's record cannot be read."""
    records, refusals = lake.records(), lake.refusals()
    if len(refusals) < len(entries(lake.root / "refused", ".json")):
        return []
    if known - {r.delivery_id for r in records}:
        return []
    claimed = {r.file_sha256 for r in records} | {r["file_sha256"] for r in refusals}
    return [p for p in entries(lake.root / "files") if p.name not in claimed]
