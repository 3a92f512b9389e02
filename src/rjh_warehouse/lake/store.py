"""The lake: immutable files, typed rows and one record per delivery, written last.

    files/<sha256>/<name>            the file as delivered, with its origin beside it
    rows/<table>/<delivery>.parquet  typed rows
    rejections/<delivery>.parquet    cells that were not loaded
    non_data/<delivery>.parquet      rows that are declared not to be data
    deliveries/<delivery>.json       the record: the commit point
    journal/<number>.json            the order of the deliveries, and a second copy of each record (see journal)
    refused/<sha256>.json            files that no contract could read, and why
    acceptances/<delivery>.<time>.json   who let a blocked delivery count, and until when (see accept)
    work/<random>/                   a load under way
    trash/<time>-<random>/           leftovers set aside by `clean` (see leftovers)
    seen.json, proved.json           caches: files dealt with (see seen), files found unchanged (see proof)

No record, no delivery: what a killed load leaves behind is never read and is overwritten or set aside. The record
holds the digest of every file of its delivery, and every note ends with its own (see sealed).
"""

from __future__ import annotations

import contextlib
import os
import shutil
import time
import uuid
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from rjh_warehouse.folders import entries, stands
from rjh_warehouse.lake.durable import file_sha256, move, move_once
from rjh_warehouse.lake.journal import Journal
from rjh_warehouse.lake.sealed import Damaged, read_note, seal
from rjh_warehouse.lock import held
from rjh_warehouse.reading.table.result import NonData, Rejection


@dataclass
class DeliveryRecord:
    """All that is known of one delivery. Its file in `deliveries/` is what makes it exist."""

    delivery_id: str
    contract_code: str
    contract_fingerprint: str
    subject: str
    file_name: str
    file_sha256: str
    file_bytes: int
    origin: dict[str, Any] | None
    attributes: dict[str, str]
    known_on: str  # ISO date: when it became known here
    loaded_at: str  # ISO timestamp, UTC
    state: str  # accepted | blocked
    is_simulated: bool
    tables: dict[str, dict[str, Any]]  # name → the fields of TableResult, and what the sink says of the stored rows
    findings: list[dict[str, Any]] = field(default_factory=list)
    controls: list[dict[str, Any]] = field(default_factory=list)
    encoding: str | None = None
    sequence: int = 0  # grows with every delivery of the lake; 0: loaded before there were numbers
    files: dict[str, dict[str, Any]] = field(default_factory=dict)  # path in the lake → sha256 and bytes
    origin_text: str | None = None  # the origin file as delivered

    def count(self, what: str) -> int:
        """The sum of a count (`rows_read`, `rows_loaded`, `rows_rejected`) over the tables."""
        return sum(int(t[what]) for t in self.tables.values())


def by_knowledge(record: DeliveryRecord) -> tuple[str, int, str, str]:
    """The order of deliveries, and of one subject's versions: when known, then in the order of loading.

    That order is a number; only deliveries of before there were numbers go by the clock, ahead of all others.
    """
    return record.known_on, record.sequence, record.loaded_at, record.delivery_id


_READ: dict[Path, tuple[str | None, DeliveryRecord]] = {}  # a record's file → how it looked, and what it said
_SETTLED_NS = 1_000_000_000  # a file that was written so lately may be written again without looking otherwise


def _look(path: Path) -> str | None:
    """How a file looks that was not written just now: it changes when the file does."""
    try:
        about = os.stat(path)
    except OSError:  # told by whoever reads it
        return None
    if time.time_ns() - max(about.st_ctime_ns, about.st_mtime_ns) < _SETTLED_NS:
        return None
    return f"{about.st_ino}:{about.st_size}:{about.st_mtime_ns}:{about.st_ctime_ns}"


class LakeFull(Exception):
    """The lake cannot be written, e.g. a full disk. No OSError: a reader must not take it for its file's fault."""


class Lake:
    """The lake of a project. Loads run side by side; only `clean` needs it for itself."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.journal = Journal(root / "journal")

    @property
    def lock_file(self) -> Path:
        return self.root / "lake.lock"

    def rows_file(self, table: str, delivery_id: str) -> Path:
        return self.root / "rows" / table / f"{delivery_id}.parquet"

    def rejections_file(self, delivery_id: str) -> Path:
        return self.root / "rejections" / f"{delivery_id}.parquet"

    def non_data_file(self, delivery_id: str) -> Path:
        return self.root / "non_data" / f"{delivery_id}.parquet"

    def record_file(self, delivery_id: str) -> Path:
        return self.root / "deliveries" / f"{delivery_id}.json"

    def archived_file(self, sha256: str, file_name: str) -> Path:
        return self.root / "files" / sha256 / file_name

    def record(self, delivery_id: str) -> DeliveryRecord:
        """One committed delivery.

        Raises:
            FileNotFoundError: it is not committed.
            Damaged: its record is not what was written.
        """
        path = self.record_file(delivery_id)
        return as_record(read_note(path), path)

    def records(self) -> list[DeliveryRecord]:
        """Every committed delivery, in the order in which they became known. A damaged record is not there."""
        return self.look()[0]

    def look(self, *, whole: bool = False) -> tuple[list[DeliveryRecord], list[Damaged]]:
        """Every committed delivery as `records`, and the records that are damaged.

        Args:
            whole: read every file again; else a record that looks as when this process read it is what it was then.
        """
        found, damaged = [], []
        for path in entries(self.root / "deliveries", ".json"):
            look = _look(path)
            if whole or look is None or _READ.get(path, (None,))[0] != look:
                try:
                    _READ[path] = look, self.record(path.stem)
                except Damaged as error:
                    damaged.append(error)
                    continue
            found.append(_READ[path][1])
        return sorted(found, key=by_knowledge), damaged

    def refusals(self) -> list[dict[str, Any]]:
        """The files that were refused as a whole, oldest first. A damaged note is not there."""
        found = []
        for path in entries(self.root / "refused", ".json"):
            with contextlib.suppress(FileNotFoundError, Damaged):  # loaded at this moment, and no longer refused
                found.append(read_note(path))
        return sorted(found, key=lambda r: (r["refused_at"], r["file_sha256"]))

    @contextlib.contextmanager
    def work_folder(self) -> Iterator[Path]:
        """A private folder for one load, removed afterwards; the lake is held against `clean`."""
        folder = self.root / "work" / uuid.uuid4().hex
        with self.in_use():
            folder.mkdir(parents=True)
            try:
                yield folder
            finally:
                shutil.rmtree(folder, ignore_errors=True)

    @contextlib.contextmanager
    def in_use(self) -> Iterator[None]:
        """Hold the lake against `clean`; any number of holders, and a killed one lets go by itself."""
        with self._held(shared=True):
            yield

    def commit(
        self,
        record: DeliveryRecord,
        work: Path,
        delivered: list[Path],
        tables: list[str],
        rejections: list[Rejection],
        non_data: list[NonData],
        lost: DeliveryRecord | None = None,
    ) -> DeliveryRecord | None:
        """Put a read delivery in its places, the record last.

        Args:
            delivered: the file as delivered (and its origin), in the work folder.
            tables: names of the parquet files in the work folder.
            lost: what the journal knows of a delivery whose record is gone; it stands again as it was.

        Returns:
            The record with its number and digests, or None when another load has committed the delivery meanwhile.
        """
        delivery_id, target = record.delivery_id, self.record_file(record.delivery_id)
        if self._is_committed(delivery_id):
            return None
        from rjh_warehouse.lake.details import write_details  # what only reads the lake has no use for its library

        origin = next((p for p in delivered[1:] if stands(p)), None)
        origin_text = origin.read_text(encoding="utf-8", errors="surrogateescape") if origin else None
        stored = self._archive(record.file_sha256, delivered)
        for table in tables:
            stored.append(self.rows_file(table, delivery_id))
            move(work / f"{table}.parquet", stored[-1])
        for items, place in ((rejections, self.rejections_file), (non_data, self.non_data_file)):
            if items:
                write_details(delivery_id, items, work / "details")
                stored.append(place(delivery_id))
                move(work / "details", stored[-1])
        files = {self.place_of(p): {"sha256": file_sha256(p), "bytes": p.stat().st_size} for p in stored}
        if lost is not None and lost.files == files:
            committed = lost
        else:
            number = lost.sequence if lost else self.journal.reserve(above=len(entries(target.parent, ".json")))
            known_on = lost.known_on if lost else record.known_on
            committed = replace(record, sequence=number, known_on=known_on, files=files, origin_text=origin_text)
        note = seal(asdict(committed))
        (work / "record.json").write_bytes(note)
        if not move_once(work / "record.json", target):
            if self._is_committed(delivery_id):
                self.journal.release(committed.sequence)
                return None
            move(work / "record.json", target)  # over a damaged one
        with contextlib.suppress(OSError):  # a full disk: the copy is completed before the next build (see proof)
            self.journal.fill(committed.sequence, note, work / "journal.json")
        return committed

    def place_of(self, path: Path) -> str:
        """A file's path in the lake, as records and notes write it."""
        return path.relative_to(self.root).as_posix()

    def _is_committed(self, delivery_id: str) -> bool:
        try:
            self.record(delivery_id)
        except (FileNotFoundError, Damaged):
            return False
        return True

    def refuse(self, work: Path, delivered: list[Path], refusal: dict[str, Any]) -> None:
        """Keep a file that could not be read, with the reason; a later refusal replaces it."""
        sha256 = refusal["file_sha256"]
        self._archive(sha256, delivered)
        last = max([0, *self.journal.numbers()])
        (work / "refusal.json").write_bytes(seal({**refusal, "sequence": last}))
        move(work / "refusal.json", self.root / "refused" / f"{sha256}.json")

    def _archive(self, sha256: str, delivered: list[Path]) -> list[Path]:
        """Keep the file as delivered (again, where the kept one is damaged), and an origin where none is kept."""
        data, *origins = [self.archived_file(sha256, path.name) for path in delivered]
        if not stands(data) or file_sha256(data) != sha256:
            move(delivered[0], data)
        for path, target in zip(delivered[1:], origins, strict=True):
            if stands(path) and not stands(target):
                move(path, target)
        return [data]

    def forget_refusal(self, sha256: str) -> None:
        """A refused file that has now been loaded is no longer refused."""
        (self.root / "refused" / f"{sha256}.json").unlink(missing_ok=True)

    @contextlib.contextmanager
    def held_alone(self) -> Iterator[None]:
        """Hold the lake when no load is under way, and against loads. Raises BlockingIOError when one is."""
        with self._held(shared=False, wait=False):
            yield

    @contextlib.contextmanager
    def _held(self, *, shared: bool, wait: bool = True) -> Iterator[None]:
        self.root.mkdir(parents=True, exist_ok=True)
        with held(self.lock_file, shared=shared, wait=wait):
            yield


def as_record(fields: dict[str, Any], path: Path) -> DeliveryRecord:
    """A record from its note. Raises Damaged when fields are missing, or there are others."""
    try:
        record = DeliveryRecord(**fields)
    except TypeError as error:
        raise Damaged(path, str(error)) from error
    if record.delivery_id != path.stem and path.parent.name == "deliveries":
        raise Damaged(path, f"the record of {record.delivery_id}")
    return record
