"""`rjh check`: what would become of files if they were loaded, said without loading them.

The lake is read, never written: a file is judged in a temporary folder, against what the lake holds. Without a
lake there is nothing to compare with; one that stands but cannot be read ends the check.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from rjh_warehouse.contract.contract import Contract
from rjh_warehouse.intake.files import find_files
from rjh_warehouse.intake.judge import JudgedDelivery, judge
from rjh_warehouse.lake.known import KnownDeliveries
from rjh_warehouse.lake.store import Lake, LakeFull
from rjh_warehouse.reading.table.result import DeliveryError
from rjh_warehouse.scratch import scratch


@dataclass(frozen=True)
class CheckReport:
    """The checks of several files, in the order in which they were read."""

    files: list[JudgedDelivery]

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
    progress: Callable[[JudgedDelivery], None] = lambda judged: None,
) -> CheckReport:
    """Check each file against the contract that takes its name, or against the one named.

    Args:
        paths: files or folders.
        lake: what was delivered before; read only, and none is needed.
        contract: the code of a contract to use whatever the files are called.
        progress: called with each file's check as it is done.

    Raises:
        KeyError: no contract of that code.
        Unreadable: the lake stands but cannot be read.
    """
    named = contracts[contract] if contract else None
    known = KnownDeliveries(lake) if lake is not None else None
    checks = []
    for path in find_files(paths):
        for judged in check_parts(path, contracts, named, known):
            progress(judged)
            checks.append(judged)
    return CheckReport(checks)


def check_file(
    path: Path, contracts: dict[str, Contract], named: Contract | None = None, known: KnownDeliveries | None = None
) -> JudgedDelivery:
    """Check one file that is one delivery; of one of several months the first is said."""
    return check_parts(path, contracts, named, known)[0]


def check_parts(
    path: Path, contracts: dict[str, Contract], named: Contract | None = None, known: KnownDeliveries | None = None
) -> list[JudgedDelivery]:
    """Check one file, each of its months where it has several; what cannot be read is a verdict with an error.

    Args:
        known: what the controls compare with; none: nothing was delivered before.
    """
    try:
        with scratch() as work:
            return list(judge(path, contracts, known or KnownDeliveries(Lake(work / "lake")), work, named=named))
    except (OSError, LakeFull) as error:
        found = getattr(error, "strerror", None) or str(error)
        failed = DeliveryError("error.check_unwritable", file=path.name, found=found)
        return [JudgedDelivery(path, contract=named, error=failed)]
