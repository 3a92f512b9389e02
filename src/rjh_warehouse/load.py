"""`rjh load`: files and folders → deliveries in the lake.

Each file stands for itself: a bad one is refused with its reason and disturbs no other.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from rjh_warehouse.contract import Contract, contracts_for
from rjh_warehouse.controls import Delivery, blocks, run_controls
from rjh_warehouse.lake import DeliveryRecord, Lake, ParquetSink
from rjh_warehouse.origin import ORIGIN_SUFFIX, Origin, OriginError, read_origin
from rjh_warehouse.reading.result import DeliveryError, ReadResult

CHUNK_BYTES = 1 << 20


@dataclass(frozen=True)
class LoadOutcome:
    """What became of one file: loaded, known (already loaded), blocked or refused."""

    path: Path
    status: str
    record: DeliveryRecord | None = None
    error: DeliveryError | None = None


def find_files(paths: Iterable[Path]) -> list[Path]:
    """The delivered files among files and folders: no origins, hidden files or Office lock files."""
    found: list[Path] = []
    for path in paths:
        inside = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        found += [p for p in inside if not path.is_dir() or _is_delivery(p, path)]
    return list(dict.fromkeys(found))


def _is_delivery(path: Path, folder: Path) -> bool:
    parts = path.relative_to(folder).parts
    return not any(p.startswith((".", "~$")) for p in parts) and not path.name.endswith(
        (ORIGIN_SUFFIX, ".md", ".part")
    )


def load_files(
    paths: Iterable[Path],
    lake: Lake,
    contracts: dict[str, Contract],
    progress: Callable[[LoadOutcome], None] = lambda outcome: None,
) -> list[LoadOutcome]:
    """Load each file against the contract that takes its name.

    Args:
        paths: files or folders.
        progress: called with each file's outcome as it is known.

    Returns:
        One outcome per file; a file that cannot be read is an outcome, not an exception.
    """
    outcomes = []
    known = _Known(lake)
    for path in _registers_first(find_files(paths), contracts):
        outcome = _load_file(path, lake, contracts, known)
        progress(outcome)
        outcomes.append(outcome)
    return outcomes


def _registers_first(files: list[Path], contracts: dict[str, Contract]) -> list[Path]:
    """Code lists before the files whose codes they know; otherwise the order in which they stand."""
    lists = {c.codes for k in contracts.values() for t in k.tables for c in t.columns if c.codes}
    registers = [k for k in contracts.values() if lists & {t.name for t in k.tables}]
    return sorted(files, key=lambda p: not any(k.match(p.name) is not None for k in registers))


class Seen:
    """Which files have been dealt with, by path, size and time: lets a night without news cost nothing.

    A cache only: without it every file is hashed again and found to be known.
    """

    def __init__(self, lake: Lake, contracts: dict[str, Contract]) -> None:
        self._file = lake.root / "seen.json"
        self._contracts = hashlib.sha256(
            "".join(c.fingerprint for c in contracts.values()).encode()
        ).hexdigest()[:16]
        try:
            self._marks: dict[str, str] = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            self._marks = {}

    def new_among(self, paths: Iterable[Path]) -> list[Path]:
        """The files that are new or changed since they were last dealt with."""
        return [p for p in find_files(paths) if self._marks.get(str(p.resolve())) != self._mark(p)]

    def add(self, outcome: LoadOutcome) -> None:
        """Remember a file that is in the lake; refused files are tried again."""
        if outcome.record:
            self._marks[str(outcome.path.resolve())] = self._mark(outcome.path)

    def save(self) -> None:
        beside = self._file.with_name(f"seen.{os.getpid()}.part")
        beside.write_text(json.dumps(self._marks, indent=0), encoding="utf-8")
        beside.replace(self._file)

    def _mark(self, path: Path) -> str:
        marks = [self._contracts]
        for file in (path, path.with_name(path.name + ORIGIN_SUFFIX)):
            try:
                about = file.stat()
                marks.append(f"{about.st_size}:{about.st_mtime_ns}")
            except OSError:
                marks.append("-")
        return "/".join(marks)


class _Known:
    """The deliveries that the lake holds, by identity and by content."""

    def __init__(self, lake: Lake) -> None:
        self._lake = lake
        self._records = lake.records()
        self._by_content = {(r.file_sha256, r.contract_fingerprint): r for r in self._records}

    def find(
        self, delivery_id: str, contract: Contract, origin: Origin | None, sha256: str
    ) -> DeliveryRecord | None:
        """The committed delivery with this identity, or (without an origin of its own) this content."""
        if self._lake.record_file(delivery_id).exists():
            return self._lake.record(delivery_id)
        return None if origin else self._by_content.get((sha256, contract.fingerprint))

    def accepted(self, contract: Contract) -> list[DeliveryRecord]:
        """The contract's accepted deliveries, in the order in which they became known."""
        found = [r for r in self._records if r.contract_code == contract.contract and r.state == "accepted"]
        return sorted(found, key=lambda r: (r.known_on, r.loaded_at, r.delivery_id))

    def add(self, record: DeliveryRecord) -> None:
        self._records.append(record)
        self._by_content[(record.file_sha256, record.contract_fingerprint)] = record


def _load_file(path: Path, lake: Lake, contracts: dict[str, Contract], known: _Known) -> LoadOutcome:
    with lake.work_folder() as work:
        sha256 = ""
        delivered: list[Path] = []
        try:
            sha256, delivered = _take_in(path, work)
            contract = _the_contract(path, contracts)
            origin = _the_origin(delivered[0], contract)
            return _read_and_commit(path, contract, origin, sha256, delivered, work, lake, known)
        except DeliveryError as error:
            if sha256:
                refusal = {
                    "file_sha256": sha256,
                    "file_name": path.name,
                    "refused_at": _now().isoformat(),
                    "code": error.code,
                    **{k: v for k, v in error.places.items() if k != "file"},
                }
                lake.refuse(work, delivered, refusal)
            return LoadOutcome(path, "refused", error=error)


def _take_in(path: Path, work: Path) -> tuple[str, list[Path]]:
    """Copy the file (and its origin) to the work folder and hash it on the way."""
    folder = work / "delivered"
    folder.mkdir()
    copy = folder / path.name
    digest = hashlib.sha256()
    try:
        with path.open("rb") as source, copy.open("wb") as target:
            before = os.fstat(source.fileno())
            while chunk := source.read(CHUNK_BYTES):
                digest.update(chunk)
                target.write(chunk)
            after = path.stat()
    except OSError as error:
        raise DeliveryError("error.unreadable", file=str(path), found=error.strerror) from error
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise DeliveryError("error.file_changed", file=str(path))
    beside = path.with_name(path.name + ORIGIN_SUFFIX)
    if not beside.exists():
        return digest.hexdigest(), [copy]
    (folder / beside.name).write_bytes(beside.read_bytes())
    return digest.hexdigest(), [copy, folder / beside.name]


def _the_contract(path: Path, contracts: dict[str, Contract]) -> Contract:
    found = contracts_for(path.name, contracts)
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(c.contract for c in found)
        raise DeliveryError("error.many_contracts", file=str(path), found=names)
    raise DeliveryError("error.no_contract", file=str(path), found=path.name)


def _the_origin(copy: Path, contract: Contract) -> Origin | None:
    try:
        origin = read_origin(copy)
    except OriginError as error:
        raise DeliveryError("error.origin_invalid", file=copy.name, found=str(error)) from error
    if origin is None and contract.origin == "required":
        raise DeliveryError("error.origin_missing", file=copy.name, expected=copy.name + ORIGIN_SUFFIX)
    return origin


def _read_and_commit(
    path: Path,
    contract: Contract,
    origin: Origin | None,
    sha256: str,
    delivered: list[Path],
    work: Path,
    lake: Lake,
    known: _Known,
) -> LoadOutcome:
    from rjh_warehouse.reading import read_delivery

    delivery_id = delivery_identity(contract, origin, sha256)
    if present := known.find(delivery_id, contract, origin, sha256):
        lake.forget_refusal(sha256)
        return LoadOutcome(path, "known", record=present)
    sink = ParquetSink(work, delivery_id)
    try:
        result = read_delivery(delivered[0], contract, origin, sink)
    finally:
        tables = sink.close()
    record = _record(delivery_id, contract, origin, sha256, delivered[0], result)
    controls = run_controls(
        Delivery(contract, record, {t: work / f"{t}.parquet" for t in tables}, lake, known.accepted(contract))
    )
    record = replace(
        record,
        state="blocked" if blocks(controls) else "accepted",
        controls=[asdict(c) for c in controls if c.state != "passed"],
    )
    is_new = lake.commit(record, work, delivered, tables, result.rejections, result.non_data)
    known.add(record)
    lake.forget_refusal(sha256)
    status = "blocked" if record.state == "blocked" else "loaded"
    return LoadOutcome(path, status if is_new else "known", record=record)


def delivery_identity(contract: Contract, origin: Origin | None, sha256: str) -> str:
    """Sixteen hex digits from the file's content, its origin and the contract that reads it."""
    parts = [sha256, contract.contract, contract.fingerprint, origin.model_dump_json() if origin else ""]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _record(
    delivery_id: str,
    contract: Contract,
    origin: Origin | None,
    sha256: str,
    copy: Path,
    result: ReadResult,
) -> DeliveryRecord:
    now = _now()
    known_on = origin.received_on if origin and origin.received_on else now.date()
    attributes = dict(contract.match(copy.name) or {}) | dict(origin.attributes if origin else {})
    return DeliveryRecord(
        delivery_id=delivery_id,
        contract_code=contract.contract,
        contract_fingerprint=contract.fingerprint,
        subject=contract.subject(copy.name),
        file_name=copy.name,
        file_sha256=sha256,
        file_bytes=copy.stat().st_size,
        origin=origin.model_dump(mode="json") if origin else None,
        attributes=attributes,
        known_on=known_on.isoformat(),
        loaded_at=now.isoformat(),
        state="accepted",
        is_simulated=bool(origin and origin.is_simulated),
        tables={name: _table_counts(t) for name, t in result.tables.items()},
        findings=[asdict(f) for f in result.findings],
        encoding=result.encoding,
    )


def _table_counts(table: Any) -> dict[str, Any]:
    return {
        "rows_read": table.rows_read,
        "rows_loaded": table.rows_loaded,
        "rows_rejected": table.rows_rejected,
        "unit": table.unit,
        "non_data": dict(table.non_data),
    }


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC).replace(microsecond=0)
