"""`rjh load`: files and folders → deliveries in the lake.

Each file stands for itself: a bad one is refused with its reason and disturbs no other.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from rjh_warehouse.contract import Contract, contracts_for
from rjh_warehouse.controls import Delivery, blocks, register_of, run_controls
from rjh_warehouse.lake.intake import Taken, find_files, shown_name, take_in
from rjh_warehouse.lake.known import KnownDeliveries
from rjh_warehouse.lake.seen import Seen
from rjh_warehouse.lake.store import DeliveryRecord, Lake, LakeFull, ParquetSink, by_knowledge
from rjh_warehouse.origin import ORIGIN_SUFFIX, Origin, OriginError, read_origin
from rjh_warehouse.reading.result import DeliveryError, ReadResult

__all__ = ["LoadOutcome", "Seen", "delivery_identity", "find_files", "load_files"]


@dataclass(frozen=True)
class LoadOutcome:
    """What became of one file: loaded, known (already loaded), blocked or refused.

    `newer` is the version that counts instead of a known delivery, when there is one: sending an
    old file again does not bring it back.
    """

    path: Path
    status: str
    record: DeliveryRecord | None = None
    error: DeliveryError | None = None
    newer: DeliveryRecord | None = None


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
    known = KnownDeliveries(lake)
    for path in _registers_first(find_files(paths), contracts):
        outcome = _load_file(path, contracts, known)
        progress(outcome)
        outcomes.append(outcome)
    return outcomes


def _registers_first(files: list[Path], contracts: dict[str, Contract]) -> list[Path]:
    """Code lists before the files whose codes they know; otherwise the order in which they stand."""
    lists = {register_of(c) for k in contracts.values() for t in k.tables for c in t.columns}
    registers = [k for k in contracts.values() if lists & {t.name for t in k.tables}]
    return sorted(files, key=lambda p: not any(k.match(p.name) is not None for k in registers))


def _load_file(path: Path, contracts: dict[str, Contract], known: KnownDeliveries) -> LoadOutcome:
    """Load one file. Whatever goes wrong becomes a refusal with a reason; the next file is not disturbed."""
    try:
        with known.lake.work_folder() as work:
            return _load_in(work, path, contracts, known)
    except DeliveryError as error:
        return LoadOutcome(path, "refused", error=error)
    except (OSError, LakeFull) as error:
        found = getattr(error, "strerror", None) or str(error)
        failed = DeliveryError("error.lake_unwritable", file=str(path), found=found)
        return LoadOutcome(path, "refused", error=failed)


def _load_in(work: Path, path: Path, contracts: dict[str, Contract], known: KnownDeliveries) -> LoadOutcome:
    taken = take_in(path, work)
    try:
        contract = _the_contract(path, contracts)
        origin = _the_origin(taken, contract)
        return _read_and_commit(path, contract, origin, taken, work, known)
    except DeliveryError as error:
        refused = error
    except (OSError, LakeFull):
        raise
    except Exception as error:  # a fault of the reader must cost this file only
        refused = DeliveryError("error.reader_failed", file=str(path), found=f"{type(error).__name__}: {error}")
        refused.__cause__ = error
    refusal = {
        "file_sha256": taken.sha256,
        "file_name": taken.copy.name,
        "refused_at": _now().isoformat(timespec="microseconds"),
        "code": refused.code,
        **{k: v for k, v in refused.places.items() if k != "file"},
    }
    known.lake.refuse(work, taken.files, refusal)
    return LoadOutcome(path, "refused", error=refused)


def _the_contract(path: Path, contracts: dict[str, Contract]) -> Contract:
    name = shown_name(path)
    found = contracts_for(name, contracts)
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(c.contract for c in found)
        raise DeliveryError("error.many_contracts", file=str(path), found=names)
    raise DeliveryError("error.no_contract", file=str(path), found=name)


def _the_origin(taken: Taken, contract: Contract) -> Origin | None:
    name = taken.copy.name
    if len(taken.files) == 1:
        if contract.origin == "required":
            raise DeliveryError("error.origin_missing", file=name, expected=name + ORIGIN_SUFFIX)
        return None
    try:
        return read_origin(taken.copy)
    except OriginError as error:
        raise DeliveryError("error.origin_invalid", file=name, found=str(error)) from error


def _read_and_commit(
    path: Path, contract: Contract, origin: Origin | None, taken: Taken, work: Path, known: KnownDeliveries
) -> LoadOutcome:
    from rjh_warehouse.reading import read_delivery

    lake = known.lake
    delivery_id = delivery_identity(contract, origin, taken.sha256, taken.copy.name)
    if present := known.find(delivery_id):
        return _known(path, present, known)
    sink = ParquetSink(work, delivery_id)
    try:
        result = read_delivery(taken.copy, contract, origin, sink)
    except BaseException:
        sink.abandon()
        raise
    tables = sink.close()
    record = _record(delivery_id, contract, origin, taken, result, known)
    controls = run_controls(
        Delivery(contract, record, {t: work / f"{t}.parquet" for t in tables}, known, result.rejections)
    )
    record = replace(
        record,
        state="blocked" if blocks(controls) else "accepted",
        controls=[asdict(c) for c in controls if c.state != "passed"],
    )
    if not lake.commit(record, work, taken.files, tables, result.rejections, result.non_data):
        return _known(path, lake.record(delivery_id), known)
    known.add(record)
    lake.forget_refusal(taken.sha256)
    return LoadOutcome(path, "blocked" if record.state == "blocked" else "loaded", record=record)


def _known(path: Path, present: DeliveryRecord, known: KnownDeliveries) -> LoadOutcome:
    known.lake.forget_refusal(present.file_sha256)
    current = known.current(present.subject)
    if current and (current.file_sha256 == present.file_sha256 or by_knowledge(current) < by_knowledge(present)):
        current = None
    return LoadOutcome(path, "known", record=present, newer=current)


def delivery_identity(contract: Contract, origin: Origin | None, sha256: str, file_name: str) -> str:
    """Sixteen hex digits from the content, its subject and origin, and the contract that reads it.

    The name counts only for what it says: the subject, and of JSON answers the day of the fetch. One
    content under two names of one subject is one delivery; under two subjects it is two.
    """
    parts = [
        sha256,
        contract.contract,
        contract.fingerprint,
        origin.model_dump_json() if origin else "",
        file_name if contract.format == "json" else contract.subject(file_name),
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _record(
    delivery_id: str,
    contract: Contract,
    origin: Origin | None,
    taken: Taken,
    result: ReadResult,
    known: KnownDeliveries,
) -> DeliveryRecord:
    now = _now()
    name = taken.copy.name
    subject = contract.subject(name)
    stated = origin.model_dump(mode="json") if origin else None
    received_on = origin.received_on.isoformat() if origin and origin.received_on else None
    first_known_on = known.first_known_on(taken.sha256, subject, stated)
    return DeliveryRecord(
        delivery_id=delivery_id,
        contract_code=contract.contract,
        contract_fingerprint=contract.fingerprint,
        subject=subject,
        file_name=name,
        file_sha256=taken.sha256,
        file_bytes=taken.copy.stat().st_size,
        origin=stated,
        attributes=dict(contract.match(name) or {}) | dict(origin.attributes if origin else {}),
        known_on=received_on or first_known_on or dt.date.today().isoformat(),
        loaded_at=now.isoformat(timespec="microseconds"),
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
    return dt.datetime.now(dt.UTC)
