"""Text files (CSV, TSV …) → the table reader: encoding and delimiter first, then line by line or in bulk."""

from __future__ import annotations

import codecs
import io
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from itertools import islice
from pathlib import Path

from rjh_warehouse.contract.contract import Contract
from rjh_warehouse.contract.origin import Origin
from rjh_warehouse.reading.table.header import HeaderMatcher
from rjh_warehouse.reading.table.result import DeliveryError, Finding, ReadResult, RowSink
from rjh_warehouse.reading.table.table import TableReader
from rjh_warehouse.reading.text.encoding import Decoding, encoding_error, find_encoding
from rjh_warehouse.reading.text.lines import LineTooLong, RecordReader, TooManyFields
from rjh_warehouse.scratch import scratch

DELIMITERS = (";", ",", "\t", "|")
ROWS_TO_LOOK_AT = 50  # rows among which the header is looked for to know the delimiter
BULK_FROM_BYTES = 1 << 18  # smaller files are read line by line
RECODED_AT_A_TIME = 1 << 20  # characters
_ASCII_KEPT = {"utf-8", "ascii", "cp1252", "iso8859-1", "iso8859-15", "cp1250", "cp1257"}
MAX_STRAY = 1_000  # stray quotes that are listed
MAX_STRAY_LINES = 50_000  # more lines with one mean that the file is not quoted as the contract says


def read_text(path: Path, contract: Contract, origin: Origin | None, sink: RowSink) -> ReadResult:
    """Read a text file against its contract.

    Raises:
        DeliveryError: not in the contract's encodings, no header that fits, no unit, or a line beyond bounds.
    """
    decoding = Decoding("utf-8")
    try:
        decoding = find_encoding(path, contract.csv.encodings)
        delimiter = find_delimiter(path, contract, decoding)
        is_small = path.stat().st_size < BULK_FROM_BYTES
        if is_small or len(contract.tables) > 1 or len(delimiter.encode()) > 1:
            return read_carefully(path, contract, origin, sink, decoding, delimiter)
        if keeps_ascii(decoding.encoding):
            return read_in_bulk(path, contract, origin, sink, decoding, delimiter)
        with recoded(path, decoding) as copy:
            result = read_in_bulk(copy, contract, origin, sink, Decoding("utf-8", 0, decoding.finding), delimiter)
        result.encoding = decoding.encoding
        return result
    except UnicodeError as error:
        raise encoding_error(path, decoding) from error
    except LineTooLong as error:
        raise DeliveryError("error.line_too_long", file=path.name, row=error.row_number) from error
    except TooManyFields as error:
        raise TooManyFields(error.row_number, path.name) from error
    except OSError as error:
        raise DeliveryError("error.unreadable", file=path.name, found=error.strerror) from error


def read_carefully(
    path: Path, contract: Contract, origin: Origin | None, sink: RowSink, decoding: Decoding, delimiter: str
) -> ReadResult:
    """Read a text file line by line: the path that everything unusual goes."""
    tables = TableReader(contract, origin, sink, file_name=path.name)
    stray = _Stray(path.name)
    with open_text(path, decoding) as stream:
        records = RecordReader(stream, delimiter=delimiter, quote=contract.csv.quote, on_stray=stray.note)
        tables.account.follow(records, usual_width(path, contract, decoding, delimiter))
        tables.read_sheet(None, records, is_ragged=True)
    return finish(tables, decoding, stray.listed)


def read_in_bulk(
    path: Path, contract: Contract, origin: Origin | None, sink: RowSink, decoding: Decoding, delimiter: str
) -> ReadResult:
    """Read a text file with the clean stretches of its table column by column; the same result as
    `read_carefully`."""
    from rjh_warehouse.reading.text.bulk_rows import BulkRows, ByteLines

    tables = TableReader(contract, origin, sink, file_name=path.name)
    stray = _Stray(path.name)
    with closing(ByteLines(path, decoding)) as lines:
        records = RecordReader(lines, delimiter=delimiter, quote=contract.csv.quote, on_stray=stray.note)
        tables.account.follow(records, usual_width(path, contract, decoding, delimiter))
        rows = BulkRows(tables, lines, records, delimiter=delimiter, quote=contract.csv.quote)
        tables.read_sheet(None, rows, is_ragged=True)
    return finish(tables, decoding, stray.listed)


class _Stray:
    """The lines in which a stray quote stands; the first are listed."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._last = self._count = 0
        self.listed: list[int] = []

    def note(self, row_number: int) -> None:
        """One more. Raises DeliveryError when there are absurdly many lines: each has been looked at by itself."""
        if row_number == self._last:
            return
        self._last = row_number
        self._count += 1
        if self._count > MAX_STRAY_LINES:
            raise DeliveryError(
                "error.too_many_stray_quotes", file=self._file, row=row_number, expected=str(MAX_STRAY_LINES)
            )
        if len(self.listed) < MAX_STRAY:
            self.listed.append(row_number)


@contextmanager
def recoded(path: Path, decoding: Decoding) -> Iterator[Path]:
    """A copy of a file in UTF-8 without a mark, under the same name, for an encoding in which a byte is no character.

    Raises:
        UnicodeError: the file does not decode.
    """
    with scratch() as folder:
        copy = folder / path.name
        with open_text(path, decoding) as stream, copy.open("w", encoding="utf-8", newline="") as target:
            while text := stream.read(RECODED_AT_A_TIME):
                target.write(text)
        yield copy


def finish(tables: TableReader, decoding: Decoding, stray: list[int]) -> ReadResult:
    """The account of a text file, with what its characters had to say."""
    result = tables.finish()
    result.encoding = decoding.encoding
    if decoding.finding is not None:
        result.findings.append(decoding.finding)
    result.findings.extend(Finding("finding.stray_quote", row_number=n) for n in stray)
    return result


def open_text(path: Path, decoding: Decoding) -> io.TextIOWrapper:
    """The file's characters after the byte order mark, line ends as they are."""
    raw = path.open("rb")
    raw.seek(decoding.mark_bytes)
    return io.TextIOWrapper(raw, encoding=decoding.encoding, errors="strict", newline="")


def keeps_ascii(encoding: str) -> bool:
    """Whether bytes below 128 always are the ASCII characters, so that a line end is a line end."""
    return codecs.lookup(encoding).name in _ASCII_KEPT


def find_delimiter(path: Path, contract: Contract, decoding: Decoding) -> str:
    """The contract's delimiter; with `auto` the one under which a table's header is found.

    Raises:
        DeliveryError: `error.delimiter` when the header only fits with another delimiter than the contract's.
    """
    declared = contract.csv.delimiter
    declared = {"tab": "\t", "\\t": "\t"}.get(declared, declared)
    if declared != "auto" and any(is_whole for is_whole, _ in _fits(path, contract, decoding, declared)):
        return declared
    scores = {d: max(_fits(path, contract, decoding, d), default=(False, 0)) for d in DELIMITERS}
    best = max(scores, key=lambda d: scores[d])
    if declared == "auto":
        return best
    if scores[best][0]:
        raise DeliveryError("error.delimiter", file=path.name, found=best, expected=declared)
    return declared


def _fits(path: Path, contract: Contract, decoding: Decoding, delimiter: str) -> Iterator[tuple[bool, int]]:
    """For each of the first rows, whether a whole header stands there under this delimiter, and how much of one."""
    rows = _first_rows(path, contract, decoding, delimiter)
    for table in contract.tables:
        if table.header_rows == 0:
            widths = [len(r) == len(table.columns) for r in rows if any(r)]
            yield bool(widths) and all(widths), sum(widths)
            continue
        matcher = HeaderMatcher(table)
        for i in range(len(rows)):
            match = matcher.match(rows[i : i + table.header_rows])
            yield match.is_complete, match.score


def usual_width(path: Path, contract: Contract, decoding: Decoding, delimiter: str) -> int | None:
    """The number of fields that most of the first lines have; None of a file without any."""
    widths = Counter(len(row) for row in _first_rows(path, contract, decoding, delimiter) if any(row))
    return widths.most_common(1)[0][0] if widths else None


def _first_rows(path: Path, contract: Contract, decoding: Decoding, delimiter: str) -> list[list[str]]:
    with open_text(path, decoding) as stream:
        records = RecordReader(stream, delimiter=delimiter, quote=contract.csv.quote)
        found: list[list[str]] = []
        with suppress(TooManyFields):  # under another delimiter than the file's, or told when the rows are read
            found.extend(row for _, row in islice(iter(records), ROWS_TO_LOOK_AT))
        return found
