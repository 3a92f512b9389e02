"""The account of one file's rows: counts for every row, and lists that stay within memory."""

from __future__ import annotations

from collections import Counter
from typing import Protocol

from rjh_warehouse.contract.contract import Contract
from rjh_warehouse.contract.origin import Origin
from rjh_warehouse.reading.table.result import (
    DeliveryError,
    Finding,
    NonData,
    ReadResult,
    Rejection,
    RowSink,
    TableResult,
)

MAX_REJECTIONS = 50_000  # more rejected cells mean that the file is not what the contract says
MAX_LISTED = 100_000  # rows of each kind of non-data that are listed one by one; all are counted
MAX_BLANK = 1_100_000  # empty lines of a text file that are taken one by one: more than a worksheet has
MAX_OTHER = 500_000  # lines of a text file of another kind that is not data
MAX_STRAY = 100_000  # of them: lines before any table, empty ones too, and repeated headers
MAX_TEXT = 1_000  # characters of a non-data row or a rejected cell that are kept


class TextLines(Protocol):
    """A source of text lines."""

    unterminated_row: int | None
    torn_rows: set[int]


class Account:
    """What has been read of one file so far, and the one place that adds to it."""

    def __init__(self, contract: Contract, origin: Origin | None, sink: RowSink, file_name: str) -> None:
        self.contract, self.origin, self.sink, self.file_name = contract, origin, sink, file_name
        self.groups = contract.match(file_name) or {}
        self.result = ReadResult()
        self.usual_width: int | None = None  # fields that most of a text file's first lines have
        self._lines: TextLines | None = None
        self._listed: Counter[str] = Counter()

    def follow(self, lines: TextLines, usual_width: int | None = None) -> None:
        """The text file's lines, which know whether the last one was cut, and how many fields they usually have."""
        self._lines, self.usual_width = lines, usual_width

    @property
    def unterminated_row(self) -> int | None:
        """The last line of a text file, when it has no line end."""
        return self._lines.unterminated_row if self._lines else None

    def is_torn(self, row_number: int) -> bool:
        """Whether a text file's record was cut inside a quoted field."""
        return self._lines is not None and row_number in self._lines.torn_rows

    def table(self, name: str) -> TableResult:
        """The counts of a table; made when first asked for."""
        return self.result.tables.setdefault(name, TableResult())

    def reject(self, rejection: Rejection) -> None:
        """Add a rejected cell. Raises DeliveryError when there are absurdly many."""
        if len(self.result.rejections) >= MAX_REJECTIONS:
            raise DeliveryError(
                "error.too_many_rejections", file=self.file_name, sheet=rejection.sheet,
                row=rejection.row_number, column=rejection.column_name, found=str(MAX_REJECTIONS),
            )  # fmt: skip
        self.result.rejections.append(rejection)

    def non_data(self, kind: str, table: str | None, sheet: str | None, row_number: int, text: str) -> None:
        """Count a row that is not data, and list it. Raises DeliveryError when a text file has absurdly many."""
        if table is not None:
            self.table(table).non_data[kind] += 1
        self._listed[kind] += 1
        if self._listed[kind] <= MAX_LISTED:
            self.result.non_data.append(NonData(table, sheet, row_number, kind, text[:MAX_TEXT]))
        elif self._listed[kind] == MAX_LISTED + 1:
            self.find(Finding("finding.list_cut", sheet=sheet, row_number=row_number, found=kind))
        most = MAX_BLANK if kind == "blank" else MAX_OTHER
        if table is None or kind == "repeated_header":
            most = MAX_STRAY
        if self._listed[kind] > most and self._lines is not None:
            raise self.error("error.too_many_other_rows", row=row_number, expected=str(most))

    @property
    def blank_to_list(self) -> int:
        """How many more blank rows are to be told one by one; further ones are only counted."""
        return max(0, MAX_LISTED + 1 - self._listed["blank"])

    def find(self, finding: Finding) -> None:
        """Add something to say about the delivery."""
        self.result.findings.append(finding)

    def error(
        self, code: str, *, sheet: str | None = None, row: int | None = None, column: str | None = None,
        found: str | None = None, expected: str | None = None,
    ) -> DeliveryError:  # fmt: skip
        """A DeliveryError about this file, to be raised by the caller."""
        return DeliveryError(
            code, file=self.file_name, sheet=sheet, row=row, column=column, found=found, expected=expected
        )
