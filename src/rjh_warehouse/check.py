"""`rjh check`: read files against their contracts without loading, and say every cell that would be rejected."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from rjh_warehouse.contract import Contract, contracts_for
from rjh_warehouse.load import find_files
from rjh_warehouse.messages import Language, say
from rjh_warehouse.origin import ORIGIN_SUFFIX, Origin, OriginError, read_origin
from rjh_warehouse.reading.result import DeliveryError, Finding, ReadResult, Rejection

SHOWN = 200  # rejected cells per file in the terminal; all of them stand in the JSON and the marked copy


@dataclass(frozen=True)
class FileCheck:
    """What one file would come to: a result, or the error of the file as a whole."""

    path: Path
    contract: Contract | None = None
    result: ReadResult | None = None
    error: DeliveryError | None = None

    @property
    def is_good(self) -> bool:
        """Whether every record would be loaded."""
        return self.error is None and self.result is not None and not self.result.rejections

    def count(self, what: str) -> int:
        """The sum of `rows_read`, `rows_loaded` or `rows_rejected` over the tables."""
        return sum(getattr(t, what) for t in self.result.tables.values()) if self.result else 0


@dataclass(frozen=True)
class CheckReport:
    """The checks of several files, in the order in which they were read."""

    files: list[FileCheck]

    @property
    def is_good(self) -> bool:
        """Whether no file and no cell would be rejected."""
        return all(f.is_good for f in self.files)


class _NoSink:
    """Takes the rows and keeps nothing."""

    def write(self, table: str, batch: pa.RecordBatch) -> None:
        return None


def check_files(
    paths: Iterable[Path],
    contracts: dict[str, Contract],
    *,
    contract: str | None = None,
    progress: Callable[[FileCheck], None] = lambda check: None,
) -> CheckReport:
    """Read each file against the contract that takes its name, or against the one named.

    Args:
        paths: files or folders.
        contract: the code of a contract to use whatever the files are called.
        progress: called with each file's check as it is done.

    Raises:
        KeyError: no contract of that code.
    """
    named = contracts[contract] if contract else None
    checks = []
    for path in find_files(paths):
        check = check_file(path, contracts, named)
        progress(check)
        checks.append(check)
    return CheckReport(checks)


def check_file(path: Path, contracts: dict[str, Contract], named: Contract | None = None) -> FileCheck:
    """Read one file; a file that cannot be read is a check with an error, not an exception."""
    from rjh_warehouse.reading import read_delivery

    contract = named
    try:
        contract = named or _the_contract(path, contracts)
        origin = _the_origin(path, contract)
        if not path.is_file():
            raise DeliveryError("error.unreadable", file=path.name, found="-")
        return FileCheck(path, contract, read_delivery(path, contract, origin, _NoSink()))
    except DeliveryError as error:
        return FileCheck(path, contract, error=error)
    except OSError as error:
        unreadable = DeliveryError("error.unreadable", file=path.name, found=error.strerror)
        return FileCheck(path, contract, error=unreadable)


def _the_contract(path: Path, contracts: dict[str, Contract]) -> Contract:
    found = contracts_for(path.name, contracts)
    if len(found) == 1:
        return found[0]
    code = "error.many_contracts" if found else "error.no_contract"
    names = ", ".join(c.contract for c in found) or path.name
    raise DeliveryError(code, file=path.name, found=names)


def _the_origin(path: Path, contract: Contract) -> Origin | None:
    try:
        origin = read_origin(path)
    except OriginError as error:
        raise DeliveryError("error.origin_invalid", file=path.name, found=str(error)) from error
    if origin is None and contract.origin == "required":
        raise DeliveryError("error.origin_missing", file=path.name, expected=path.name + ORIGIN_SUFFIX)
    return origin


# -- in words ---------------------------------------------------------------------------------------


def place_of(rejection: Rejection, language: Language | None = None) -> str:
    """Where a rejected cell stands, as a reader finds it: sheet, cell or row, and column."""
    parts = []
    if rejection.sheet is not None:
        parts.append(say("check.place_sheet", language, sheet=rejection.sheet))
    if rejection.cell is not None:
        parts.append(say("check.place_cell", language, cell=rejection.cell))
    else:
        parts.append(say("check.place_row", language, row=rejection.row_number))
    if rejection.column_name is not None:
        parts.append(say("check.place_column", language, column=rejection.column_name))
    return ", ".join(parts)


def explain(rejection: Rejection, language: Language | None = None) -> str:
    """What is wrong with the cell and how to mend it."""
    return say(
        rejection.code,
        language,
        found=rejection.found,
        expected=rejection.expected,
        row=rejection.row_number,
        column=rejection.column_name,
        sheet=rejection.sheet,
        cell=rejection.cell,
    )


def explain_error(error: DeliveryError, language: Language | None = None) -> str:
    """Why the file as a whole was not read."""
    return say(error.code, language, **error.places)


def explain_finding(finding: Finding, language: Language | None = None) -> str:
    """Something to know about the delivery."""
    return say(
        finding.code,
        language,
        found=finding.found,
        expected=finding.expected,
        row=finding.row_number,
        column=finding.column_name,
        sheet=finding.sheet,
        cell=finding.cell,
    )


def render_check(
    report: CheckReport,
    *,
    language: Language | None = None,
    with_non_data: bool = False,
    limit: int | None = SHOWN,
) -> list[str]:
    """The report as plain lines.

    Args:
        with_non_data: list the rows that are not data one by one, not only their number.
        limit: at most so many rejected cells per file; None for all.
    """
    lines: list[str] = []
    for check in report.files:
        lines += _file_lines(check, language, with_non_data, limit)
    bad = sum(not f.is_good for f in report.files)
    lines.append(
        say(
            "check.summary",
            language,
            files=len(report.files),
            good=len(report.files) - bad,
            bad=bad,
            rejected=sum(len(f.result.rejections) for f in report.files if f.result),
        )
    )
    return lines


def _file_lines(check: FileCheck, language: Language | None, with_non_data: bool, limit: int | None) -> Iterator[str]:
    if check.error is not None or check.result is None or check.contract is None:
        assert check.error is not None
        yield say("check.not_read", language, file=check.path.name)
        yield f"  {explain_error(check.error, language)}"
        return
    result = check.result
    title = check.contract.title_en if language == "en" else check.contract.title_sv
    verdict = say("check.good" if check.is_good else "check.bad", language, count=len(result.rejections))
    yield say("check.file", language, file=check.path.name, contract=title, verdict=verdict)
    for name, table in result.tables.items():
        non_data = ", ".join(f"{_kind(k, language)} {n}" for k, n in sorted(table.non_data.items()))
        yield "  " + say(
            "check.table",
            language,
            table=name,
            read=table.rows_read,
            loaded=table.rows_loaded,
            rejected=table.rows_rejected,
            unit=table.unit,
            non_data=non_data or None,
        )
    shown = result.rejections if limit is None else result.rejections[:limit]
    for rejection in shown:
        yield f"  {place_of(rejection, language)}: {explain(rejection, language)}"
    if len(shown) < len(result.rejections):
        yield "  " + say("check.more", language, count=len(result.rejections) - len(shown))
    for finding in result.findings:
        yield f"  {say('check.note', language)}: {explain_finding(finding, language)}"
    if with_non_data:
        for row in result.non_data:
            place = "" if row.sheet is None else say("check.place_sheet", language, sheet=row.sheet) + ", "
            place += say("check.place_row", language, row=row.row_number)
            yield f"  {place}: {_kind(row.kind, language)}: {row.text[:100]}"


def _kind(kind: str, language: Language | None) -> str:
    try:
        return say(f"non_data.{kind}", language)
    except KeyError:
        return kind


def check_json(report: CheckReport, language: Language | None = None) -> list[dict[str, Any]]:
    """The report for a machine: every rejected cell, finding and row that is not data of every file."""
    return [_file_json(check, language) for check in report.files]


def _file_json(check: FileCheck, language: Language | None) -> dict[str, Any]:
    known: dict[str, Any] = {
        "file": str(check.path),
        "contract": check.contract.contract if check.contract else None,
        "is_good": check.is_good,
        "error": None,
    }
    if check.error is not None:
        known["error"] = {
            "code": check.error.code, **check.error.places, "message": explain_error(check.error, language),
        }  # fmt: skip
    result = check.result or ReadResult()
    return known | {
        "encoding": result.encoding,
        "tables": {n: asdict(t) | {"non_data": dict(t.non_data)} for n, t in result.tables.items()},
        "rejections": [asdict(r) | {"message": explain(r, language)} for r in result.rejections],
        "findings": [asdict(f) | {"message": explain_finding(f, language)} for f in result.findings],
        "non_data": [asdict(n) for n in result.non_data],
    }
