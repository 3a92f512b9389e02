"""The lake: immutable files, typed rows and one record per delivery, written last.

    files/<sha256>/<name>            the file as delivered, with its origin beside it
    rows/<table>/<delivery>.parquet  typed rows
    rejections/<delivery>.parquet    cells that were not loaded
    non_data/<delivery>.parquet      rows that are declared not to be data
    deliveries/<delivery>.json       the record: the commit point
    refused/<sha256>.json            files that no contract could read, and why
    acceptances/<delivery>.<time>.json   who let a blocked delivery count, and until when (see accept)
    work/<random>/                   a load under way
    trash/<time>-<random>/           leftovers set aside by `clean` (see leftovers)
    seen.json                        a cache of files dealt with (see seen)

No record, no delivery: what a killed load leaves behind is never read and is overwritten or set aside.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
import uuid
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from rjh_warehouse.folders import entries, stands
from rjh_warehouse.reading.table.arrays import from_values
from rjh_warehouse.reading.table.result import NonData, Rejection

DELIVERY_FIELD = pa.field("delivery_id", pa.string())
REJECTION_SCHEMA = pa.schema(
    [
        ("delivery_id", pa.string()),
        ("table_name", pa.string()),
        ("sheet", pa.string()),
        ("row_number", pa.int32()),
        ("column_name", pa.string()),
        ("cell", pa.string()),
        ("found", pa.string()),
        ("expected", pa.string()),
        ("expected_en", pa.string()),
        ("code", pa.string()),
    ]
)
NON_DATA_SCHEMA = pa.schema(
    [
        ("delivery_id", pa.string()),
        ("table_name", pa.string()),
        ("sheet", pa.string()),
        ("row_number", pa.int32()),
        ("kind", pa.string()),
        ("text", pa.string()),
    ]
)


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
    tables: dict[str, dict[str, Any]]  # name → the fields of TableResult
    findings: list[dict[str, Any]] = field(default_factory=list)
    controls: list[dict[str, Any]] = field(default_factory=list)
    encoding: str | None = None

    def count(self, what: str) -> int:
        """The sum of a count (`rows_read`, `rows_loaded`, `rows_rejected`) over the tables."""
        return sum(int(t[what]) for t in self.tables.values())


def by_knowledge(record: DeliveryRecord) -> tuple[str, str, str]:
    """The order of deliveries, and of one subject's versions: when known, then when loaded."""
    return record.known_on, record.loaded_at, record.delivery_id


class LakeFull(Exception):
    """The lake cannot be written, e.g. a full disk. No OSError: a reader must not take it for its file's fault."""


class Lake:
    """The lake of a project. Loads run side by side; only `clean` needs it for itself."""

    def __init__(self, root: Path) -> None:
        self.root = root

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
        """One committed delivery. Raises FileNotFoundError when it is not committed."""
        return DeliveryRecord(**json.loads(self.record_file(delivery_id).read_text(encoding="utf-8")))

    def records(self) -> list[DeliveryRecord]:
        """Every committed delivery, in the order in which they became known."""
        return sorted((self.record(p.stem) for p in entries(self.root / "deliveries", ".json")), key=by_knowledge)

    def refusals(self) -> list[dict[str, Any]]:
        """The files that were refused as a whole, oldest first."""
        found = []
        for path in entries(self.root / "refused", ".json"):
            with contextlib.suppress(FileNotFoundError):  # loaded at this moment, and no longer refused
                found.append(json.loads(path.read_text(encoding="utf-8")))
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
        with self._held(fcntl.LOCK_SH):
            yield

    def commit(
        self,
        record: DeliveryRecord,
        work: Path,
        delivered: list[Path],
        tables: list[str],
        rejections: list[Rejection],
        non_data: list[NonData],
    ) -> bool:
        """Put a read delivery in its places, the record last.

        Args:
            delivered: the file as delivered (and its origin), in the work folder.
            tables: names of the parquet files in the work folder.

        Returns:
            False when another load has committed the same delivery meanwhile.
        """
        if stands(self.record_file(record.delivery_id)):
            return False
        self._archive(record.file_sha256, delivered)
        for table in tables:
            _move(work / f"{table}.parquet", self.rows_file(table, record.delivery_id))
        _write_details(
            [{"delivery_id": record.delivery_id, "table_name": r.table, **_without(r, "table")} for r in rejections],
            REJECTION_SCHEMA, work / "rejections", self.rejections_file(record.delivery_id),
        )  # fmt: skip
        _write_details(
            [{"delivery_id": record.delivery_id, "table_name": n.table, **_without(n, "table")} for n in non_data],
            NON_DATA_SCHEMA, work / "non_data", self.non_data_file(record.delivery_id),
        )  # fmt: skip
        return _write_once(work / "record.json", asdict(record), self.record_file(record.delivery_id))

    def refuse(self, work: Path, delivered: list[Path], refusal: dict[str, Any]) -> None:
        """Keep a file that could not be read, with the reason; a later refusal replaces it."""
        sha256 = refusal["file_sha256"]
        self._archive(sha256, delivered)
        _write_json(work / "refusal.json", refusal)
        _move(work / "refusal.json", self.root / "refused" / f"{sha256}.json")

    def _archive(self, sha256: str, delivered: list[Path]) -> None:
        for path in delivered:
            target = self.archived_file(sha256, path.name)
            if stands(path) and not stands(target):
                _move(path, target)

    def forget_refusal(self, sha256: str) -> None:
        """A refused file that has now been loaded is no longer refused."""
        (self.root / "refused" / f"{sha256}.json").unlink(missing_ok=True)

    @contextlib.contextmanager
    def held_alone(self) -> Iterator[None]:
        """Hold the lake when no load is under way, and against loads. Raises BlockingIOError when one is."""
        with self._held(fcntl.LOCK_EX | fcntl.LOCK_NB):
            yield

    @contextlib.contextmanager
    def _held(self, mode: int) -> Iterator[None]:
        self.root.mkdir(parents=True, exist_ok=True)
        with self.lock_file.open("a") as handle:
            fcntl.flock(handle, mode)
            yield


def _without(item: Rejection | NonData, name: str) -> dict[str, Any]:
    values = asdict(item)
    values.pop(name)
    return values


def _write_details(rows: list[dict[str, Any]], schema: pa.Schema, work: Path, target: Path) -> None:
    if rows:
        columns = [from_values([row[f.name] for row in rows], f.type) for f in schema]
        pq.write_table(pa.Table.from_arrays(columns, schema=schema), work, compression="zstd")
        _move(work, target)


def _write_json(path: Path, value: dict[str, Any]) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1, default=str), encoding="utf-8")


def _write_once(work: Path, value: dict[str, Any], target: Path) -> bool:
    """Publish a JSON file under its name unless the name is taken; True when it was written."""
    _write_json(work, value)
    _sync(work)
    _make_folder(target.parent)
    try:
        os.link(work, target)
    except FileExistsError:
        return False
    _sync(target.parent)
    return True


def _move(path: Path, target: Path) -> None:
    """Move a finished file to its place so that a crash leaves the old state or the new one."""
    _sync(path)
    _make_folder(target.parent)
    os.replace(path, target)
    _sync(target.parent)


def _make_folder(folder: Path) -> None:
    if not stands(folder):
        folder.mkdir(parents=True, exist_ok=True)
        _sync(folder.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
