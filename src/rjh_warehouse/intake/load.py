"""`rjh load`: files and folders → deliveries in the lake.

Each file stands for itself: a bad one is refused with its reason and disturbs no other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from rjh_warehouse.contract.contract import Contract
from rjh_warehouse.contract.origin import Origin
from rjh_warehouse.intake.controls import register_of
from rjh_warehouse.intake.files import Taken, find_files, take_in
from rjh_warehouse.intake.judge import contract_of, delivery_identity, origin_of, reader_failed, receive
from rjh_warehouse.intake.seen import Seen
from rjh_warehouse.lake.known import KnownDeliveries
from rjh_warehouse.lake.store import DeliveryRecord, Lake, LakeFull, by_knowledge
from rjh_warehouse.reading.table.result import DeliveryError

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
    outcomes: list[LoadOutcome] = []
    files = _registers_first(find_files(paths), contracts)
    if not files:  # a night without news need not know what the lake holds
        return outcomes
    known = KnownDeliveries(lake)
    for path in files:
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
        contract = contract_of(path, contracts)
        origin = origin_of(taken, contract)
        return _read_and_commit(path, contract, origin, taken, work, known)
    except DeliveryError as error:
        refused = error
    except (OSError, LakeFull):
        raise
    except Exception as error:
        refused = reader_failed(path, error)
        refused.__cause__ = error
    refusal = {
        "file_sha256": taken.sha256,
        "file_name": taken.copy.name,
        "refused_at": dt.datetime.now(dt.UTC).isoformat(timespec="microseconds"),
        "code": refused.code,
        **{k: v for k, v in refused.places.items() if k != "file"},
    }
    known.lake.refuse(work, taken.files, refusal)
    return LoadOutcome(path, "refused", error=refused)


def _read_and_commit(
    path: Path, contract: Contract, origin: Origin | None, taken: Taken, work: Path, known: KnownDeliveries
) -> LoadOutcome:
    lake = known.lake
    delivery_id = delivery_identity(contract, origin, taken.sha256, taken.copy.name)
    if present := known.find(delivery_id):
        return _known(path, present, known)
    received = receive(taken, contract, origin, delivery_id, work, known)
    record, result = received.record, received.result
    if not lake.commit(record, work, taken.files, received.tables, result.rejections, result.non_data):
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
