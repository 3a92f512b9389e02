"""`rjh load`: files and folders → deliveries in the lake.

Each file stands for itself: a bad one is refused with its reason and disturbs no other.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rjh_warehouse.contract.code_list import registers_of
from rjh_warehouse.contract.contract import Contract
from rjh_warehouse.folders import Unreadable
from rjh_warehouse.intake.controls import engine
from rjh_warehouse.intake.files import Taken, find_files
from rjh_warehouse.intake.judge import JudgedDelivery, judge
from rjh_warehouse.intake.months import SPAN
from rjh_warehouse.intake.seen import Seen
from rjh_warehouse.lake.known import KnownDeliveries
from rjh_warehouse.lake.store import DeliveryRecord, Lake, LakeFull, by_knowledge
from rjh_warehouse.reading.table.result import DeliveryError

__all__ = ["LoadOutcome", "Seen", "find_files", "load_files"]


@dataclass(frozen=True)
class LoadOutcome:
    """What became of one file: loaded, known (already loaded), blocked, refused, or left (still being copied).

    `newer` is the version that counts instead of a known delivery, when there is one: sending an
    old file again does not bring it back.
    """

    path: Path
    status: str
    record: DeliveryRecord | None = None
    error: DeliveryError | None = None
    newer: DeliveryRecord | None = None

    @property
    def month(self) -> str | None:
        """The month that it is of, of a file of several."""
        stated = self.record.attributes if self.record else {}
        return stated.get("period") if SPAN in stated else None


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
        One outcome per file, or for each month of one of several; a file that cannot be read is an outcome, not an
        exception.
    """
    outcomes: list[LoadOutcome] = []
    files = _registers_first(find_files(paths), contracts)
    if not files:  # a night without news need not know what the lake holds
        return outcomes
    with contextlib.ExitStack() as stack:
        shared = None
        with contextlib.suppress(OSError):  # told of each file
            shared = stack.enter_context(engine(stack.enter_context(lake.work_folder())))
        known = KnownDeliveries(lake, shared)
        for path in files:
            for outcome in _load_file(path, contracts, known):
                progress(outcome)
                outcomes.append(outcome)
    return outcomes


def _registers_first(files: list[Path], contracts: dict[str, Contract]) -> list[Path]:
    """Code lists before the files whose codes they know; otherwise the order in which they stand."""
    lists = {name for k in contracts.values() for name in registers_of(k)}
    registers = [k for k in contracts.values() if lists & {t.name for t in k.tables}]
    return sorted(files, key=lambda p: not any(k.match(p.name) is not None for k in registers))


def _load_file(path: Path, contracts: dict[str, Contract], known: KnownDeliveries) -> Iterator[LoadOutcome]:
    """Judge one file and commit it. Whatever goes wrong is a refusal with a reason; no other file is disturbed."""
    try:
        with known.lake.work_folder() as work:
            for judged in judge(path, contracts, known, work, reread=False):
                yield _commit(judged, known)
    except (OSError, LakeFull, Unreadable) as error:
        found = getattr(error, "strerror", None) or str(error)
        failed = DeliveryError("error.lake_unwritable", file=str(path), found=found)
        yield LoadOutcome(path, "refused", error=failed)


def _commit(judged: JudgedDelivery, known: KnownDeliveries) -> LoadOutcome:
    """Put a judged delivery, or a refused file with its reason, in the lake."""
    lake, path, taken, work = known.lake, judged.path, judged.taken, judged.folder
    if judged.error is not None or taken is None or work is None:
        if judged.error is not None and taken is not None and work is not None:
            lake.refuse(work, taken.files, _refusal(taken, judged.error))
        return LoadOutcome(path, "refused", error=judged.error)
    record, result = judged.record, judged.result
    assert record is not None
    if result is None:
        return _known(path, record, known)
    lost = known.lost.get(record.delivery_id)
    committed = lake.commit(record, work, taken.files, judged.tables, result.rejections, result.non_data, lost)
    if committed is None:
        return _known(path, lake.record(record.delivery_id), known)
    known.add(committed)
    lake.forget_refusal(taken.sha256)
    return LoadOutcome(path, "blocked" if committed.state == "blocked" else "loaded", record=committed)


def _refusal(taken: Taken, error: DeliveryError) -> dict[str, Any]:
    return {
        "file_sha256": taken.sha256,
        "file_name": taken.copy.name,
        "refused_at": dt.datetime.now(dt.UTC).isoformat(timespec="microseconds"),
        "code": error.code,
        **{k: v for k, v in error.places.items() if k != "file"},
    }


def _known(path: Path, present: DeliveryRecord, known: KnownDeliveries) -> LoadOutcome:
    known.lake.forget_refusal(present.file_sha256)
    current = known.current(present.subject)
    if current and (current.file_sha256 == present.file_sha256 or by_knowledge(current) < by_knowledge(present)):
        current = None
    return LoadOutcome(path, "known", record=present, newer=current)
