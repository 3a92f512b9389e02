"""`rjh check`: what would become of a file if it were loaded, said without loading it.

The lake is read, never written: a file is read into a temporary folder by the same code that loads it, and its
controls compare with what the lake holds. Without a lake (or without one that may be read) they have nothing to
compare with and say so.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from rjh_warehouse.contract.contract import Contract
from rjh_warehouse.intake.controls import ControlResult
from rjh_warehouse.intake.files import find_files, take_in
from rjh_warehouse.intake.judge import contract_of, delivery_identity, origin_of, reader_failed, receive
from rjh_warehouse.lake.known import KnownDeliveries
from rjh_warehouse.lake.store import DeliveryRecord, Lake, LakeFull
from rjh_warehouse.reading.table.result import DeliveryError, ReadResult


@dataclass(frozen=True)
class FileCheck:
    """What one file would come to: a result and the controls' results, or the error of the file as a whole.

    `present` is the delivery that it already is, when the lake has it.
    """

    path: Path
    contract: Contract | None = None
    result: ReadResult | None = None
    error: DeliveryError | None = None
    controls: list[ControlResult] = field(default_factory=list)
    present: DeliveryRecord | None = None

    @property
    def failed(self) -> list[ControlResult]:
        """The controls that question the delivery, those that block first."""
        return sorted((c for c in self.controls if c.state == "failed"), key=lambda c: c.severity != "block")

    @property
    def state(self) -> str:
        """What a load would make of it: refused, blocked or accepted."""
        if self.error is not None or self.result is None:
            return "refused"
        return "blocked" if any(c.severity == "block" for c in self.failed) else "accepted"

    @property
    def is_good(self) -> bool:
        """Whether every record would be loaded and no control questions the delivery."""
        return self.state == "accepted" and not self.failed and not (self.result and self.result.rejections)

    def count(self, what: str) -> int:
        """The sum of `rows_read`, `rows_loaded` or `rows_rejected` over the tables."""
        return sum(getattr(t, what) for t in self.result.tables.values()) if self.result else 0


@dataclass(frozen=True)
class CheckReport:
    """The checks of several files, in the order in which they were read."""

    files: list[FileCheck]

    @property
    def is_good(self) -> bool:
        """Whether no file and no cell would be rejected, and no control questions a file."""
        return all(f.is_good for f in self.files)


def check_files(
    paths: Iterable[Path],
    contracts: dict[str, Contract],
    *,
    lake: Lake | None = None,
    contract: str | None = None,
    progress: Callable[[FileCheck], None] = lambda check: None,
) -> CheckReport:
    """Check each file against the contract that takes its name, or against the one named.

    Args:
        paths: files or folders.
        lake: what was delivered before; read only, and none is needed.
        contract: the code of a contract to use whatever the files are called.
        progress: called with each file's check as it is done.

    Raises:
        KeyError: no contract of that code.
    """
    named = contracts[contract] if contract else None
    known = _known(lake)
    checks = []
    for path in find_files(paths):
        check = check_file(path, contracts, named, known)
        progress(check)
        checks.append(check)
    return CheckReport(checks)


def _known(lake: Lake | None) -> KnownDeliveries | None:
    try:
        return KnownDeliveries(lake) if lake is not None else None
    except OSError:  # a lake that may not be read: nothing to compare with
        return None


def check_file(
    path: Path, contracts: dict[str, Contract], named: Contract | None = None, known: KnownDeliveries | None = None
) -> FileCheck:
    """Check one file; one that cannot be read is a check with an error, not an exception.

    Args:
        known: what the controls compare with; none: nothing was delivered before.
    """
    contract = named
    try:
        contract = named or contract_of(path, contracts)
        with tempfile.TemporaryDirectory(prefix="rjh-check-", ignore_cleanup_errors=True) as folder:
            work = Path(folder)
            return _check_in(work, path, contract, known or KnownDeliveries(Lake(work / "lake")))
    except DeliveryError as error:
        return FileCheck(path, contract, error=error)
    except (OSError, LakeFull) as error:
        found = getattr(error, "strerror", None) or str(error)
        failed = DeliveryError("error.check_unwritable", file=path.name, found=found)
        return FileCheck(path, contract, error=failed)
    except Exception as error:
        return FileCheck(path, contract, error=reader_failed(path, error))


def _check_in(work: Path, path: Path, contract: Contract, known: KnownDeliveries) -> FileCheck:
    taken = take_in(path, work)
    origin = origin_of(taken, contract)
    delivery_id = delivery_identity(contract, origin, taken.sha256, taken.copy.name)
    received = receive(taken, contract, origin, delivery_id, work, known)
    present = known.find(delivery_id)
    return FileCheck(path, contract, received.result, controls=received.controls, present=present)
