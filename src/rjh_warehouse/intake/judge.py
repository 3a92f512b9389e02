"""One delivered file from its private copy to the verdict on it: contract, origin, rows, controls.

`rjh load` commits what comes out, `rjh check` only says it: both judge a file here, by the same rules.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from rjh_warehouse.contract.contract import Contract, contracts_for
from rjh_warehouse.contract.origin import ORIGIN_SUFFIX, Origin, OriginError, read_origin
from rjh_warehouse.intake.controls import ControlResult, Delivery, blocks, run_controls
from rjh_warehouse.intake.files import Taken, shown_name
from rjh_warehouse.lake.known import KnownDeliveries
from rjh_warehouse.lake.store import DeliveryRecord, ParquetSink
from rjh_warehouse.reading.table.result import DeliveryError, ReadResult, TableResult


@dataclass(frozen=True)
class Received:
    """A file that was read and judged, and is not committed.

    `tables` names the parquet files in the work folder; `controls` holds every result, also the passed ones.
    """

    record: DeliveryRecord
    result: ReadResult
    tables: list[str]
    controls: list[ControlResult]


def contract_of(path: Path, contracts: dict[str, Contract]) -> Contract:
    """The one contract that takes a file's name.

    Raises:
        DeliveryError: none does, or several do.
    """
    name = shown_name(path)
    found = contracts_for(name, contracts)
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(c.contract for c in found)
        raise DeliveryError("error.many_contracts", file=str(path), found=names)
    raise DeliveryError("error.no_contract", file=str(path), found=name)


def origin_of(taken: Taken, contract: Contract) -> Origin | None:
    """The origin that was delivered with a file.

    Raises:
        DeliveryError: it is not valid, or missing where the contract demands one.
    """
    name = taken.copy.name
    if len(taken.files) == 1:
        if contract.origin == "required":
            raise DeliveryError("error.origin_missing", file=name, expected=name + ORIGIN_SUFFIX)
        return None
    try:
        return read_origin(taken.copy)
    except OriginError as error:
        raise DeliveryError("error.origin_invalid", file=name, found=str(error)) from error


def receive(
    taken: Taken, contract: Contract, origin: Origin | None, delivery_id: str, work: Path, known: KnownDeliveries
) -> Received:
    """Read a file into a work folder and run its controls against what the lake knows.

    Raises:
        DeliveryError: the file as a whole cannot be read against its contract.
        LakeFull: the work folder cannot be written.
    """
    from rjh_warehouse.reading import read_delivery

    sink = ParquetSink(work, delivery_id)
    try:
        result = read_delivery(taken.copy, contract, origin, sink)
    except BaseException:
        sink.abandon()
        raise
    tables = sink.close()
    record = _record(delivery_id, contract, origin, taken, result, known)
    files = {t: work / f"{t}.parquet" for t in tables}
    controls = run_controls(Delivery(contract, record, files, known, result.rejections))
    record = replace(
        record,
        state="blocked" if blocks(controls) else "accepted",
        controls=[asdict(c) for c in controls if c.state != "passed"],
    )
    return Received(record, result, tables, controls)


def reader_failed(path: Path, error: Exception) -> DeliveryError:
    """A fault of the program itself, which must cost this file only."""
    return DeliveryError("error.reader_failed", file=str(path), found=f"{type(error).__name__}: {error}")


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
        loaded_at=dt.datetime.now(dt.UTC).isoformat(timespec="microseconds"),
        state="accepted",
        is_simulated=bool(origin and origin.is_simulated),
        tables={name: _table_counts(t) for name, t in result.tables.items()},
        findings=[asdict(f) for f in result.findings],
        encoding=result.encoding,
    )


def _table_counts(table: TableResult) -> dict[str, Any]:
    return {
        "rows_read": table.rows_read,
        "rows_loaded": table.rows_loaded,
        "rows_rejected": table.rows_rejected,
        "rejected_sek": None if table.rejected_sek is None else str(table.rejected_sek),
        "rejected_unknown": table.rejected_unknown,
        "unit": table.unit,
        "non_data": dict(table.non_data),
    }
