"""The one judge: (path, contracts, what is known) → judged deliveries, said of every file in the same words.

A file is one delivery; one of several months (`intake.months`) is a delivery for each of them.

`rjh load` commits what comes out, `rjh check` prints it, `rjh nightly` loops over it.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from rjh_warehouse.contract.contract import Contract, Contracts, contracts_for
from rjh_warehouse.contract.names import ORIGIN_SUFFIX
from rjh_warehouse.contract.origin import Origin, OriginError, read_origin
from rjh_warehouse.folders import Unreadable
from rjh_warehouse.intake.controls import OF_THE_FILE, ControlResult, Delivery, blocks, run_controls
from rjh_warehouse.intake.files import Taken, shown_name, take_in
from rjh_warehouse.intake.months import SPAN, months_apart, of_month
from rjh_warehouse.intake.sie_name import sie_contract
from rjh_warehouse.lake.known import KnownDeliveries
from rjh_warehouse.lake.sink import ParquetSink
from rjh_warehouse.lake.store import DeliveryRecord, LakeFull
from rjh_warehouse.reading.table.result import DeliveryError, ReadResult, TableResult


@dataclass(frozen=True)
class Month:
    """A month (YYYYMM) of a file of several: `span` is its months, `of_file` what was found of the file as a whole."""

    month: str
    span: str
    of_file: list[ControlResult]


@dataclass(frozen=True)
class JudgedDelivery:
    """One file, or one month of it, as it was found, and the verdict on it; nothing of it is committed.

    How far it came shows in what is there: `taken` (a private copy in the work folder), `contract`, `record` and
    `result` (it was read), `controls` (every result, also the passed ones). `error` is why the file as a whole is
    refused. `present` is the delivery that it already is, when the lake has it. `tables` names the parquet files in
    `folder`.
    """

    path: Path
    folder: Path | None = None
    taken: Taken | None = None
    contract: Contract | None = None
    month: Month | None = None
    present: DeliveryRecord | None = None
    record: DeliveryRecord | None = None
    result: ReadResult | None = None
    tables: list[str] = field(default_factory=list)
    controls: list[ControlResult] = field(default_factory=list)
    error: DeliveryError | None = None

    @property
    def state(self) -> str:
        """What a load makes of it: refused, blocked or accepted."""
        if self.record is None:
            return "refused"
        return self.record.state

    @property
    def failed(self) -> list[ControlResult]:
        """The controls that question the delivery, those that block first."""
        return sorted((c for c in self.controls if c.state == "failed"), key=lambda c: c.severity != "block")

    @property
    def lacking_register(self) -> list[ControlResult]:
        """The controls that could not run because their register has not been delivered."""
        return [c for c in self.controls if c.lacks_register]

    @property
    def is_good(self) -> bool:
        """Whether every record would be loaded, every register is there, and no control questions the delivery."""
        is_whole = not (self.result and self.result.rejections)
        return self.state == "accepted" and is_whole and not self.failed and not self.lacking_register

    def count(self, what: str) -> int:
        """The sum of `rows_read`, `rows_loaded` or `rows_rejected` over the tables."""
        return sum(getattr(t, what) for t in self.result.tables.values()) if self.result else 0


def judge(
    path: Path,
    contracts: dict[str, Contract],
    known: KnownDeliveries,
    work: Path,
    *,
    named: Contract | None = None,
    reread: bool = True,
) -> Iterator[JudgedDelivery]:
    """Take a file in, read it against its contract and hold it against what is known, each of its months by itself.

    Args:
        work: a private, empty folder; the copy and the typed rows are left in it.
        named: the contract to use, whatever the file is called.
        reread: read a delivery that is committed already; else it is only found to be `present`.

    Yields:
        The verdict, also on what cannot be read: such a file is an `error`, never an exception. What is committed
        of one month is known when the next is judged.

    Raises:
        OSError, LakeFull: the work folder cannot be written.
        Unreadable: the lake stands but cannot be read.
    """
    so_far = JudgedDelivery(path, work, contract=named)
    try:
        so_far = replace(so_far, taken=take_in(path, work))
        so_far = replace(so_far, contract=named or contract_of(path, contracts))
        for part in _parts(so_far, known, reread):
            so_far = part
            yield _read(part, known, reread)
    except DeliveryError as error:
        yield replace(so_far, error=error)
    except (OSError, LakeFull, Unreadable):
        raise
    except Exception as error:  # a fault of the program itself, which must cost this file only
        found = f"{type(error).__name__}: {error}"
        failed = DeliveryError("error.reader_failed", file=str(path), found=found)
        failed.__cause__ = error
        yield replace(so_far, error=failed)


def _parts(whole: JudgedDelivery, known: KnownDeliveries, reread: bool) -> Iterator[JudgedDelivery]:
    """The file itself, or each of its months in a folder of its own."""
    taken, contract, work = whole.taken, whole.contract, whole.folder
    assert taken is not None and contract is not None and work is not None
    months = months_apart(taken.copy, contract)
    if not months:
        yield whole
        return
    span, name = ", ".join(months), taken.copy.name
    contracts = [of_month(contract, name, month) for month in months]
    origin = origin_of(taken, contract)
    ids = [delivery_identity(c, origin, taken.sha256, name) for c in contracts]
    is_news = reread or not all(known.find(i) for i in ids)
    of_file = _of_the_file(whole, contracts[-1], known) if is_news else []
    for month, its_contract in zip(months, contracts, strict=True):
        folder = work / month
        copies = [folder / "delivered" / file.name for file in taken.files]
        copies[0].parent.mkdir(parents=True)
        for file, copy in zip(taken.files, copies, strict=True):
            shutil.copyfile(file, copy)
        about = Month(month, span, of_file)
        yield replace(whole, folder=folder, taken=Taken(taken.sha256, copies), contract=its_contract, month=about)


def _of_the_file(whole: JudgedDelivery, contract: Contract, known: KnownDeliveries) -> list[ControlResult]:
    """What is asked of a file as it came, not of its months: the totals that it, or its origin, states."""
    assert whole.folder is not None
    folder = whole.folder / "whole"
    folder.mkdir()
    read = _delivery(replace(whole, folder=folder, contract=contract), known)[0]
    return run_controls(read, only=OF_THE_FILE)


def _read(so_far: JudgedDelivery, known: KnownDeliveries, reread: bool) -> JudgedDelivery:
    taken, contract = so_far.taken, so_far.contract
    assert taken is not None and contract is not None
    delivery_id = delivery_identity(contract, origin_of(taken, contract), taken.sha256, taken.copy.name)
    present = known.find(delivery_id)
    if present and not reread:
        return replace(so_far, present=present, record=present)
    delivery, result, sink = _delivery(so_far, known)
    if so_far.month:
        controls = so_far.month.of_file + run_controls(delivery, without=OF_THE_FILE)
    else:
        controls = run_controls(delivery)
    record = replace(
        delivery.record,
        state="blocked" if blocks(controls) else "accepted",
        tables={name: {**counts, **sink.stored.get(name, {})} for name, counts in delivery.record.tables.items()},
        controls=[asdict(c) for c in controls if c.state != "passed"],
    )
    tables = sorted(delivery.files)
    return replace(so_far, present=present, record=record, result=result, tables=tables, controls=controls)


def _delivery(so_far: JudgedDelivery, known: KnownDeliveries) -> tuple[Delivery, ReadResult, ParquetSink]:
    """A file, or a month of it, as it was read; its typed rows are left in the folder."""
    from rjh_warehouse.reading import read_delivery

    taken, contract, folder = so_far.taken, so_far.contract, so_far.folder
    assert taken is not None and contract is not None and folder is not None
    origin = origin_of(taken, contract)
    delivery_id = delivery_identity(contract, origin, taken.sha256, taken.copy.name)
    sink = ParquetSink(folder, delivery_id)
    try:
        month = so_far.month.month if so_far.month else None
        result = read_delivery(taken.copy, contract, origin, sink, month)
    except BaseException:
        sink.abandon()
        raise
    tables = sink.close()
    record = _record(delivery_id, contract, origin, taken, result, known)
    if so_far.month:
        record = replace(record, attributes=record.attributes | {SPAN: so_far.month.span})
    files = {t: folder / f"{t}.parquet" for t in tables}
    return Delivery(contract, record, files, known, result.rejections), result, sink


def contract_of(path: Path, contracts: dict[str, Contract]) -> Contract:
    """The one contract that takes a file's name, or its content where that is SIE.

    Raises:
        DeliveryError: none does, or several do.
    """
    name = shown_name(path)
    found = contracts_for(name, contracts)
    if not any(c.format == "sie" for c in found):
        with contextlib.suppress(OSError):
            if sie := sie_contract(path, contracts):
                return sie
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(c.contract for c in found)
        raise DeliveryError("error.many_contracts", file=str(path), found=names)
    waiting = [d for d in contracts.drafts if d.takes(name)] if isinstance(contracts, Contracts) else []
    if waiting:
        places = ", ".join(waiting[0].places)
        raise DeliveryError("error.contract_open", file=str(path), found=waiting[0].file_name, expected=places)
    for contract in contracts.values():
        if period := contract.odd_period(name):
            raise DeliveryError("error.no_such_period", file=str(path), found=period, expected=contract.contract)
    raise DeliveryError("error.no_contract", file=str(path), found=name)


def origin_of(taken: Taken, contract: Contract) -> Origin | None:
    """The origin that was delivered with a file.

    Raises:
        DeliveryError: it is not valid, names a day of reception to come, or is missing where one is demanded.
    """
    name = taken.copy.name
    if len(taken.files) == 1:
        if contract.origin == "required":
            raise DeliveryError("error.origin_missing", file=name, expected=name + ORIGIN_SUFFIX)
        return None
    try:
        origin = read_origin(taken.copy)
    except OriginError as error:
        raise DeliveryError("error.origin_invalid", file=name, found=str(error)) from error
    today = dt.date.today()
    if origin and origin.received_on and origin.received_on > today:
        found, expected = origin.received_on.isoformat(), today.isoformat()
        raise DeliveryError("error.received_in_future", file=name, found=found, expected=expected)
    return origin


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
