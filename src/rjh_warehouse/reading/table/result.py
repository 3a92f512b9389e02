"""What reading a file gives back: typed rows to a sink, and everything that was not a row."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import pyarrow as pa


class RowSink(Protocol):
    """Takes typed batches of one table as they are read; the lake writes them to parquet.

    A batch has its table's schema, in which a text column may be a dictionary of its different texts.
    """

    def write(self, table: str, batch: pa.RecordBatch) -> None: ...


@dataclass(frozen=True, slots=True)
class Rejection:
    """A cell that could not be loaded. `code` is a key of the message catalogue (`reject.*`)."""

    table: str
    sheet: str | None
    row_number: int  # physical line (text files) or sheet row, from 1
    column_name: str | None  # header as delivered
    cell: str | None  # address in a workbook, e.g. "E12"
    found: str | None  # the text as delivered
    expected: str
    code: str
    expected_en: str | None = None  # in English, where the languages do not share the words


@dataclass(frozen=True, slots=True)
class NonData:
    """A row that is declared not to be data."""

    table: str | None
    sheet: str | None
    row_number: int
    kind: str  # preamble, header, repeated_header, blank, note, footer, ignored_column ...
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to say about the delivery that rejects nothing by itself, e.g. a hidden column."""

    code: str  # key of the message catalogue (`finding.*`)
    sheet: str | None = None
    row_number: int | None = None
    column_name: str | None = None
    cell: str | None = None
    found: str | None = None
    expected: str | None = None


@dataclass(slots=True)
class TableResult:
    """Counts of one table. A cross-table's records are its value cells; rows_read = loaded + rejected.

    Of plain data that was rejected, in a table with one column of money: the sum of the amounts that can be read all
    the same (kronor, revenue +, cost −; None where none can), and how many amounts cannot (None in other tables).
    """

    rows_read: int = 0
    rows_loaded: int = 0
    rows_rejected: int = 0
    rejected_sek: Decimal | None = None
    rejected_unknown: int | None = None
    unit: str | None = None  # the amounts' unit where the whole table has one
    non_data: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class ReadResult:
    """The outcome of reading one file against its contract."""

    tables: dict[str, TableResult] = field(default_factory=dict)
    rejections: list[Rejection] = field(default_factory=list)
    non_data: list[NonData] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    encoding: str | None = None


class DeliveryError(Exception):
    """The file as a whole cannot be read against its contract.

    `code` is a key of the message catalogue (`error.*`); the rest fills the message's places.
    """

    def __init__(
        self,
        code: str,
        *,
        file: str,
        sheet: str | None = None,
        row: int | None = None,
        column: str | None = None,
        found: str | None = None,
        expected: str | None = None,
    ) -> None:
        super().__init__(f"{code}: {file} sheet={sheet} row={row} column={column} found={found!r}")
        self.code = code
        self.places = {
            "file": file, "sheet": sheet, "row": row, "column": column,
            "found": found, "expected": expected,
        }  # fmt: skip
