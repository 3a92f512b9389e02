"""Whether the lake still holds what was put into it: every file against the digest in its delivery's record.

Before each build every file is read again. On a night without news a file whose size, times and place on disk are as
they were when it was last found unchanged is believed, for WHOLE_DAYS at most; `proved.json` is the cache for that.
A delivery that the journal or a build knows and that has no record is gone, which is never taken for "not delivered".
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rjh_warehouse.contract.names import ORIGIN_SUFFIX
from rjh_warehouse.folders import Unreadable, entries, stands
from rjh_warehouse.lake import disclosure
from rjh_warehouse.lake.acceptance import acceptance_files, copy_of, lost_notes, read_acceptance
from rjh_warehouse.lake.durable import file_sha256, move
from rjh_warehouse.lake.sealed import Damaged, read_note, seal, unseal
from rjh_warehouse.lake.store import DeliveryRecord, Lake, as_record
from rjh_warehouse.lake.withdrawal import read_withdrawal, withdrawal_files

WHOLE_DAYS = 7
BLOCKING = ("rows", "rejections", "record", "gone", "acceptance", "withdrawal", "override", "disclosure")


@dataclass(frozen=True)
class Damage:
    """One thing in the lake that is not as it was put there.

    `kind`: rows, rejections, non_data, archived (the file as delivered), origin, record, gone (the record), journal,
    acceptance, withdrawal, override, disclosure (the secret or a register of publications), disclosure_copy or refusal.
    `state`: changed, missing, or of before digests: unproved.
    """

    kind: str
    state: str
    path: Path
    delivery_id: str | None = None
    file_name: str | None = None

    @property
    def stops_publication(self) -> bool:
        """Whether a figure could be wrong or missing by it."""
        return self.kind in BLOCKING and self.state != "unproved"


class LakeDamaged(Exception):
    """The lake holds something else than what was put into it; nothing is built on it."""

    def __init__(self, damages: list[Damage]) -> None:
        super().__init__("; ".join(f"{d.kind} {d.state}: {d.path}" for d in damages))
        self.damages = damages


def prove(lake: Lake, referenced: Collection[str] = (), *, whole: bool = True) -> list[Damage]:
    """Everything in the lake that is not as it was put there; those that stop a publication first.

    Args:
        referenced: deliveries that are known elsewhere (by a build) and must be there.
        whole: read every file; else believe those that look as when they were last read.

    Raises:
        Unreadable: something in the lake may not be read.
    """
    cache = _Proved(lake, whole)
    records, broken = lake.look(whole=cache.whole)
    lost, torn = lost_records(lake, records)
    present = {r.delivery_id for r in records} | {e.path.stem for e in broken}
    found = [_of_record(error, lost) for error in broken]
    found += [Damage("journal", "changed", error.path) for error in torn]
    gone: dict[str, str | None] = {i: r.file_name for i, r in lost.items() if not _is_read_again(r, records)}
    gone |= {i: None for i in referenced if i not in lost}
    found += [Damage("gone", "missing", lake.record_file(i), i, name) for i, name in gone.items() if i not in present]
    for record in records:
        found += _of_files(lake, record, cache)
    if cache.whole:
        found += _of_copies(lake, records)
    found += _of_decisions(lake)
    found += _of_disclosure(lake, whole=cache.whole)
    found += _of_refusals(lake, whole=cache.whole)
    cache.save()
    return sorted(found, key=lambda d: (not d.stops_publication, str(d.path)))


def lost_records(lake: Lake, records: list[DeliveryRecord]) -> tuple[dict[str, DeliveryRecord], list[Damaged]]:
    """Deliveries that only the journal still knows, by identity, and copies in it that are damaged.

    Copies whose record stands are not read here.
    """
    standing = {r.sequence for r in records}
    lost, damaged = {}, []
    for number in lake.journal.numbers():
        if number not in standing:
            try:
                if fields := lake.journal.read(number):
                    record = as_record(fields, lake.journal.file(number))
                    lost[record.delivery_id] = record
            except Damaged as error:
                damaged.append(error)
    for record in records:
        lost.pop(record.delivery_id, None)
    return lost, damaged


def complete_journal(lake: Lake) -> None:
    """Write the copies that loads did not come to write because they were killed right after their record."""
    records = {r.sequence: r for r in lake.records() if r.sequence}
    missing = lake.journal.incomplete(sorted(records))
    copies = {lake.journal.file(n): lake.record_file(records[n].delivery_id) for n in missing}
    notes = [*acceptance_files(lake), *withdrawal_files(lake), *entries(lake.root / "overrides", ".json")]
    copies |= {copy: p for p in notes if not stands(copy := copy_of(lake, p))}
    if copies:
        with lake.work_folder() as work:
            for copy, path in copies.items():
                (work / "copy").write_bytes(path.read_bytes())
                move(work / "copy", copy)
    disclosure.complete_copies(lake)


def _is_read_again(lost: DeliveryRecord, records: list[DeliveryRecord]) -> bool:
    """Whether the same content stands as another delivery, read under a newer contract."""
    return any(r.file_sha256 == lost.file_sha256 and r.subject == lost.subject for r in records)


def _of_record(error: Damaged, lost: dict[str, DeliveryRecord]) -> Damage:
    delivery_id = error.path.stem
    known = lost.get(delivery_id)
    return Damage("record", "changed", error.path, delivery_id, known.file_name if known else None)


def _of_files(lake: Lake, record: DeliveryRecord, cache: _Proved) -> Iterator[Damage]:
    if not record.files:
        yield Damage("record", "unproved", lake.record_file(record.delivery_id), record.delivery_id, record.file_name)
        for table, counts in record.tables.items():
            rows = lake.rows_file(table, record.delivery_id)
            if counts["rows_loaded"] and not stands(rows):
                yield Damage("rows", "missing", rows, record.delivery_id, record.file_name)
    for place, facts in record.files.items():
        state = cache.state(lake.root / place, place, facts)
        if state != "whole":
            kind = place.split("/", 1)[0].replace("files", "archived")
            yield Damage(kind, state, lake.root / place, record.delivery_id, record.file_name)


def _of_copies(lake: Lake, records: list[DeliveryRecord]) -> Iterator[Damage]:
    """The journal's copies of records and the archived origins, which no build reads."""
    origins: dict[Path, list[DeliveryRecord]] = {}
    for record in records:
        if record.sequence:
            copy = lake.journal.file(record.sequence)
            if not stands(copy) or copy.read_bytes() != lake.record_file(record.delivery_id).read_bytes():
                state = "changed" if stands(copy) else "missing"
                yield Damage("journal", state, copy, record.delivery_id, record.file_name)
        if record.origin_text is not None:
            archived = lake.archived_file(record.file_sha256, record.file_name)
            origins.setdefault(archived.with_name(archived.name + ORIGIN_SUFFIX), []).append(record)
    for path, owners in origins.items():
        if not stands(path):
            yield Damage("origin", "missing", path, owners[0].delivery_id, owners[0].file_name)
        elif path.read_text(encoding="utf-8", errors="surrogateescape") not in {r.origin_text for r in owners}:
            yield Damage("origin", "changed", path, owners[0].delivery_id, owners[0].file_name)


def _of_decisions(lake: Lake) -> Iterator[Damage]:
    """The notes of persons: who let a delivery count, or took it out."""
    for kind, folder in (("acceptance", "acceptances"), ("withdrawal", "withdrawals"), ("override", "overrides")):
        for path in lost_notes(lake, folder):
            yield Damage(kind, "missing", path, _delivery_of(path))
    readers = [(p, "acceptance", read_acceptance) for p in acceptance_files(lake)]
    others = [(p, "withdrawal", read_withdrawal) for p in withdrawal_files(lake)]
    overrides = [(p, "override", read_note) for p in entries(lake.root / "overrides", ".json")]
    for path, kind, read in [*readers, *others, *overrides]:
        delivery_id, copy = _delivery_of(path), copy_of(lake, path)
        try:
            read(path)
        except Damaged:
            yield Damage(kind, "changed", path, delivery_id)
            continue
        if not stands(copy) or copy.read_bytes() != path.read_bytes():
            yield Damage("journal", "changed" if stands(copy) else "missing", copy, delivery_id)


def _delivery_of(note: Path) -> str | None:
    """The delivery that a person's note is about, which its name says."""
    return next((word for word in note.name.split(".") if re.fullmatch("[0-9a-f]{16}", word)), None)


def _of_disclosure(lake: Lake, *, whole: bool) -> Iterator[Damage]:
    """The secret and the registers of publications: where one is not what it was, a hidden number could be shown."""
    standing, copies = disclosure.stored_names(lake)
    for name in sorted(standing | copies):
        path, copy = disclosure.disclosure_folder(lake) / name, disclosure.copy_file(lake, name)
        try:
            content = disclosure.copied_content(lake, name)
        except FileNotFoundError:
            if whole:
                yield Damage("disclosure_copy", "missing", copy)
            continue
        except Damaged:
            yield Damage("disclosure_copy", "changed", copy)
            if name not in standing:
                yield Damage("disclosure", "missing", path)
            continue
        if name not in standing:
            yield Damage("disclosure", "missing", path)
        elif path.read_bytes() != content:
            yield Damage("disclosure", "changed", path)


def _of_refusals(lake: Lake, *, whole: bool) -> Iterator[Damage]:
    for path in entries(lake.root / "refused", ".json"):
        try:
            refusal = read_note(path)
            archived = lake.archived_file(refusal["file_sha256"], refusal["file_name"])
        except FileNotFoundError:  # loaded at this moment
            continue
        except (Damaged, KeyError, TypeError):
            yield Damage("refusal", "changed", path)
            continue
        if whole and stands(path) and (not stands(archived) or file_sha256(archived) != refusal["file_sha256"]):
            state = "changed" if stands(archived) else "missing"
            yield Damage("archived", state, archived, None, refusal["file_name"])


class _Proved:
    """Which files were found unchanged, as they looked then: a cache, which may be removed at any time."""

    def __init__(self, lake: Lake, whole: bool) -> None:
        self._lake = lake
        self._file = lake.root / "proved.json"
        self._today = dt.date.today()
        self._before = self._read()
        self._now: dict[str, str] = {}
        first = self._before.get("whole_on", "")
        last_day = (self._today - dt.timedelta(days=WHOLE_DAYS)).isoformat()
        self.whole = whole or not last_day < first <= self._today.isoformat()  # a clock set back: read again

    def state(self, path: Path, place: str, facts: dict[str, Any]) -> str:
        """Whether a file is `whole`, `changed` or `missing`."""
        try:
            about = os.stat(path)
            look = f"{about.st_ino}:{about.st_size}:{about.st_mtime_ns}:{about.st_ctime_ns}:{facts['sha256'][:16]}"
            believed = not self.whole and self._before.get("files", {}).get(place) == look
            if not believed and (about.st_size != facts["bytes"] or file_sha256(path) != facts["sha256"]):
                return "changed"
        except (FileNotFoundError, NotADirectoryError):
            return "missing"
        except PermissionError as error:
            raise Unreadable(path, error) from error
        except OSError:  # the disk does not give it back
            return "changed"
        self._now[place] = look
        return "whole"

    def save(self) -> None:
        """Note what was found; who may not write, or has no room, finds it out again."""
        whole_on = self._today.isoformat() if self.whole else self._before.get("whole_on")
        note = {"whole_on": whole_on, "files": self._now}
        if note != self._before and self._now:
            beside = self._file.with_name(f"proved.{os.getpid()}.part")
            with contextlib.suppress(OSError), self._lake.in_use():
                beside.write_bytes(seal(note))
                beside.replace(self._file)

    def _read(self) -> dict[str, Any]:
        try:
            note = unseal(self._file.read_bytes(), self._file)
        except (OSError, Damaged):
            return {}
        return note if isinstance(note.get("files"), dict) and isinstance(note.get("whole_on"), str) else {}
