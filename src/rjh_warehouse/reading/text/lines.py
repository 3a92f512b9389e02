"""Text → records of fields, each with the physical line on which it begins."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from rjh_warehouse.reading.table.result import DeliveryError

MAX_LINE = 1 << 22  # characters of one physical line
MAX_FIELDS = 4_096  # of one line
MAX_QUOTED_LINES = 1_000  # physical lines that a quoted field may span
MAX_QUOTED = 1 << 20  # characters that a quoted field may hold


class LineTooLong(ValueError):
    """A physical line is longer than MAX_LINE: `row_number` says which."""

    def __init__(self, row_number: int) -> None:
        super().__init__(f"line {row_number} is longer than {MAX_LINE} characters")
        self.row_number = row_number


class TooManyFields(DeliveryError):
    """A line has more than MAX_FIELDS fields."""

    def __init__(self, row_number: int, file: str = "–") -> None:
        super().__init__("error.too_many_fields", file=file, row=row_number, expected=str(MAX_FIELDS))
        self.row_number = row_number


class LineSource(Protocol):
    """Gives physical lines with their ends; an empty text at the end."""

    def readline(self, limit: int, /) -> str: ...


class RecordReader:
    """Splits lines into fields.

    A field that begins with the quote ends at a quote before a delimiter or the line's end; doubled quotes
    are one. A quote anywhere else is a character. An opening quote that is never closed cleanly is a
    character too, so that one stray quote cannot swallow the lines after it; `on_stray` is told its line. A line in
    which a quote opens that only a later field closes has been cut in the wrong places: it is among `torn_rows`.

    Args:
        lines: a text stream opened with newline="": ends are LF, CR LF or CR, also mixed.
        first_line: the physical number of the stream's first line.
    """

    def __init__(
        self,
        lines: LineSource,
        *,
        delimiter: str,
        quote: str,
        first_line: int = 1,
        on_stray: Callable[[int], None] = lambda row_number: None,
    ) -> None:
        self._stream, self._delimiter, self._quote = lines, delimiter, quote
        self.next_line = first_line
        self._ahead: deque[str] = deque()
        self._on_stray = on_stray
        self.unterminated_row: int | None = None  # the last line, when it has no line end
        self.torn_rows: set[int] = set()  # records whose quotes say that a field was cut in two
        q, d = re.escape(quote), re.escape(delimiter)
        self._clean = re.compile(rf"{q}((?:[^{q}]|{q}{q})*){q}(?={d}|[\r\n]|\Z)") if quote else None
        self._loose = re.compile(rf"{q}((?:(?!{d}).)*){q}(?={d}|[\r\n]|\Z)", re.DOTALL) if quote else None

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        delimiter, quote = self._delimiter, self._quote
        while (line := self._take()) is not None:
            number = self.next_line
            self.next_line += 1
            if len(line) > MAX_FIELDS and line.count(delimiter) >= MAX_FIELDS:
                raise TooManyFields(number)
            if quote and quote in line:
                yield number, self._quoted(line, number)
            else:
                yield number, line.rstrip("\r\n").split(delimiter)

    @property
    def is_between_lines(self) -> bool:
        """Whether no line has been taken from the source that is still to be given out."""
        return not self._ahead

    def _take(self) -> str | None:
        if self._ahead:
            return self._ahead.popleft()
        line = self._stream.readline(MAX_LINE + 1)
        if len(line) > MAX_LINE:
            raise LineTooLong(self.next_line)
        if line and line[-1] not in "\r\n":
            self.unterminated_row = self.next_line + len(self._ahead)
        return line or None

    def _quoted(self, line: str, number: int) -> list[str]:
        """The fields of a line that holds quotes; may use up the lines that a quoted field spans."""
        assert self._clean is not None and self._loose is not None
        fields: list[str] = []
        bare: list[str] = []  # those that were taken as they stand
        text, at = line, 0
        while True:
            if text.startswith(self._quote, at):
                found = self._clean.match(text, at) or self._loose.match(text, at)
                if found is None and (longer := self._extended(text, at)) is not None:
                    text = longer
                    found = self._clean.match(text, at)
                if found is not None:
                    if found.re is self._loose:
                        self._on_stray(number)
                        fields.append(found[1])
                    else:
                        fields.append(found[1].replace(self._quote * 2, self._quote))
                    if found.re is self._loose or found[1].endswith("\\"):  # maybe an escaped quote, not the last
                        bare.append(found[0])
                    at = found.end()
                else:
                    self._on_stray(number)
                    at = self._plain(text, at, fields)
                    bare.append(fields[-1])
            else:
                at = self._plain(text, at, fields)
                bare.append(fields[-1])
            if not text.startswith(self._delimiter, at):
                if self._is_torn(bare):
                    self.torn_rows.add(number)
                if any(self._is_stray(field) for field in bare):
                    self._on_stray(number)
                return fields
            at += len(self._delimiter)

    def _plain(self, text: str, at: int, fields: list[str]) -> int:
        """Take the field up to the next delimiter or the end of the (last) line."""
        end = text.find(self._delimiter, at)
        end = len(text.rstrip("\r\n")) if end < 0 else end
        fields.append(text[at : max(at, end)])
        return max(at, end)

    def _is_stray(self, field: str) -> bool:
        """Whether a lone quote stands in a field that is no mark of inches behind a digit."""
        at = field.find(self._quote)
        is_inch = at > 0 and field[at - 1].isdigit() and not field[at + 1 : at + 2].isalnum()
        return field.count(self._quote) % 2 == 1 and not is_inch

    def _is_torn(self, fields: Sequence[str]) -> bool:
        """Whether one of the fields opens a quote (at its begin, or inside it) and a later one closes it."""
        is_open = False
        for field in fields:
            if self._quote not in field:
                continue
            is_odd = field.count(self._quote) % 2 == 1
            if is_open and field.endswith(self._quote):
                return True
            is_open = is_open or field.startswith(self._quote) or (is_odd and not field.endswith(self._quote))
        return False

    def _extended(self, text: str, at: int) -> str | None:
        """The text with the following lines, up to where the field that opens at `at` is closed cleanly.

        None (and no line used up) when it is not, or not within the bounds.
        """
        taken: list[str] = []
        parts = [text]
        size = len(text)
        open_at_end = self._is_open(text[at + 1 :])
        while open_at_end and len(taken) < MAX_QUOTED_LINES and size < MAX_QUOTED:
            line = self._take_further(len(taken))
            if line is None:
                break
            taken.append(line)
            parts.append(line)
            size += len(line)
            if self._quote in line:
                whole = "".join(parts)
                assert self._clean is not None
                if self._clean.match(whole, at):
                    self.next_line += len(taken)
                    return whole
                open_at_end = self._is_open(whole[at + 1 :])
        self._ahead.extendleft(reversed(taken))
        return None

    def _take_further(self, taken: int) -> str | None:
        self.next_line += taken
        try:
            return self._take()
        finally:
            self.next_line -= taken

    def _is_open(self, inside: str) -> bool:
        """Whether a quoted field's text so far holds only doubled quotes (it may still be closed cleanly)."""
        return self._quote not in inside.replace(self._quote * 2, "")
