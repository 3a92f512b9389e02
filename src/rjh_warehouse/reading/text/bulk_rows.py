"""A text file's rows for the table reader, with the clean stretches of a table read in bulk on the way."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from rjh_warehouse.reading.table.bulk import BulkTables
from rjh_warehouse.reading.table.table import TableReader
from rjh_warehouse.reading.text.encoding import Decoding
from rjh_warehouse.reading.text.grid import GridReader, NotPlain
from rjh_warehouse.reading.text.lines import RecordReader

LARGEST_STRETCH = 4 << 20  # bytes that are read in bulk at a time
SMALLEST_STRETCH = 1 << 16  # a stretch of this size that is not clean is read line by line
_LONE_CR = re.compile(rb"\r(?![\n]|\Z)")  # the last one of a stretch may be half of a line end
_PIECES = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


class ByteLines:
    """The lines of a file whose encoding keeps ASCII bytes, with the place in the file."""

    def __init__(self, path: Path, decoding: Decoding) -> None:
        self._file = path.open("rb")
        self._file.seek(decoding.mark_bytes)
        self.encoding = decoding.encoding
        self._pieces: deque[str] = deque()
        self._held = 0  # bytes of the pieces

    def readline(self, limit: int, /) -> str:
        """One physical line with its end (LF, CR LF or CR); empty at the end of the file."""
        if not self._pieces:
            raw = self._file.readline(4 * limit)
            text = raw.decode(self.encoding, errors="ignore" if len(raw) == 4 * limit else "strict")
            if "\r" not in text.removesuffix("\r\n"):
                return text
            self._pieces.extend(_PIECES.findall(text))
            self._held = len(raw)
        piece = self._pieces.popleft()
        self._held -= len(piece.encode(self.encoding))
        return piece

    @property
    def place(self) -> int:
        """The byte after the last line given out."""
        return self._file.tell() - (self._held if self._pieces else 0)

    def stretch(self, place: int, size: int) -> bytes:
        """The whole lines among the next `size` bytes, not used up; every one ends in LF, where the file has CR too."""
        before = self._file.tell()
        self._file.seek(place)
        data = self._file.read(size)
        self._file.seek(before)
        if b"\r" in data:
            data = _LONE_CR.sub(b"\n", data)
        return data[: data.rfind(b"\n") + 1]

    def skip_to(self, place: int) -> None:
        """Go on from a line's begin."""
        self._pieces.clear()
        self._file.seek(place)

    def close(self) -> None:
        self._file.close()


class BulkRows:
    """Gives rows to the table reader; between two of them it reads what can be read in bulk into the open
    table."""

    def __init__(
        self, tables: TableReader, lines: ByteLines, records: RecordReader, *, delimiter: str, quote: str
    ) -> None:
        self._tables, self._lines, self._records = BulkTables(tables), lines, records
        self._delimiter, self._quote = delimiter, quote
        self._size = LARGEST_STRETCH
        self._grid: GridReader | None = None
        self._width = 0

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        rows = iter(self._records)
        carefully_until = 0
        while True:
            place = self._lines.place
            if place >= carefully_until and self._records.is_between_lines:
                carefully_until = self._read_in_bulk(place)
            row = next(rows, None)
            if row is None:
                return
            yield row

    def _read_in_bulk(self, place: int) -> int:
        """Read clean stretches until one is not; the place up to which lines are to be read carefully."""
        while (bulk := self._tables.open()) is not None:
            data = self._lines.stretch(place, self._size)
            if not data:
                return place + SMALLEST_STRETCH
            try:
                grid = self._reader(bulk.region.width).read(data)
            except NotPlain:
                if self._size <= SMALLEST_STRETCH:
                    return place + SMALLEST_STRETCH
                self._size //= 4
                continue
            read = bulk.read(grid, self._records.next_line)
            is_whole = read == grid.height
            self._records.next_line += read
            place += len(data) if is_whole else _line_begin(data, read)
            self._lines.skip_to(place)
            if not is_whole:
                return place + 1
            self._size = min(self._size * 2, LARGEST_STRETCH)
        return place

    def _reader(self, width: int) -> GridReader:
        if self._grid is None or self._width != width:
            encoding = self._lines.encoding
            self._grid = GridReader(width, delimiter=self._delimiter, quote=self._quote, encoding=encoding)
            self._width = width
        return self._grid


def _line_begin(data: bytes, count: int) -> int:
    """Where the line after `count` lines begins."""
    place = 0
    for _ in range(count):
        place = data.index(b"\n", place) + 1
    return place
