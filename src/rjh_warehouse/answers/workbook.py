"""Tables in an Excel workbook: figures are numbers, text is text, and a sheet is ready to filter and to print."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from math import ceil
from pathlib import Path
from typing import Any

from rjh_warehouse.lake.durable import written

NUMBER_FORMATS = {  # as a workbook keeps them; a Swedish Excel shows 1 234,5
    "amount": "#,##0.00",
    "mkr": "#,##0.0",
    "tkr": "#,##0",
    "count": "#,##0",
    "pct": "0.0",
    "plain": "#,##0.######",
    "year": "0",
    "day": "yyyy-mm-dd",
    "month": "yyyy-mm",
    "moment": "yyyy-mm-dd hh:mm",
}
LONGEST_TEXT = 32_000  # characters of a cell
LONGEST_NAME = 31  # of a sheet
WIDEST = 48  # characters of text before it folds
LINE_POINTS, MOST_LINES = 15, 20
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
PAPER_A4 = 9
MOST_SHEET_ROWS = 1_048_575  # under a heading, in any Excel


class Book:
    """A workbook under way; sheets get names that Excel takes, each once."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self._names: set[str] = set()
        self._formats: dict[str, Any] = {}

    def format(self, **properties: Any) -> Any:
        """A cell format, made once."""
        key = repr(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format({"valign": "top", **properties})
        return self._formats[key]

    def add_sheet(self, name: str) -> Any:
        """A sheet by a name; characters that Excel refuses are left out, and a second one gets a number."""
        plain = re.sub(r"[\[\]:*?/\\]", " ", name).strip(" '")[:LONGEST_NAME] or "–"
        wanted, number = plain, 2
        while wanted.lower() in self._names:
            wanted, number = f"{plain[: LONGEST_NAME - 4]} {number}", number + 1
        self._names.add(wanted.lower())
        sheet = self.book.add_worksheet(wanted)
        sheet.set_landscape()
        sheet.set_paper(PAPER_A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L&A&R&P (&N)")
        return sheet

    def write_table(
        self, sheet: Any, top: int, headings: Sequence[str], rows: Sequence[Sequence[Any]], kinds: Sequence[str]
    ) -> float:
        """A table with its headings on row `top` (from 0): frozen, filtered, printed with the headings on every page.

        Args:
            kinds: for each column a key of `NUMBER_FORMATS`, or another word for text.

        Returns:
            Its width in characters.
        """
        widths = [_width(heading, [row[n] for row in rows], kinds[n]) for n, heading in enumerate(headings)]
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        marks = ["heading_right" if kind in NUMBER_FORMATS else "heading" for kind in kinds]
        self._write_row(sheet, top, headings, marks, widths)
        for number, row in enumerate(rows, top + 1):
            self._write_row(sheet, number, row, kinds, widths)
        bottom = top + max(1, len(rows))
        sheet.autofilter(top, 0, bottom, len(headings) - 1)
        sheet.freeze_panes(top + 1, 1)
        sheet.repeat_rows(top)
        sheet.print_area(0, 0, bottom, len(headings) - 1)
        return sum(widths)

    def write_rows(
        self, sheet: Any, top: int, left: int, headings: Sequence[str], rows: Sequence[Sequence[Any]], kind: str
    ) -> None:
        """Cells that a chart is drawn from, beside a sheet's table."""
        for offset, heading in enumerate(headings):
            self.write(sheet, top, left + offset, heading, self.format(bold=True, text_wrap=True))
        for number, row in enumerate(rows, top + 1):
            for offset, value in enumerate(row):
                self.write_cell(sheet, number, left + offset, value, kind)
        sheet.set_column(left, left + len(headings) - 1, 14)

    def write_note(self, sheet: Any, row: int, text: str, columns: int, width: float) -> None:
        """A text over the columns of a table, folded."""
        form = self.format(italic=True, text_wrap=True)
        if columns > 1:
            sheet.merge_range(row, 0, row, columns - 1, "", form)
        self.write(sheet, row, 0, text, form)
        sheet.set_row(row, LINE_POINTS * ceil(len(text) * 1.1 / width + 0.5))

    def _write_row(
        self, sheet: Any, number: int, row: Sequence[Any], kinds: Sequence[str], widths: Sequence[float]
    ) -> None:
        """A row, as high as its longest text needs: not every program finds that out by itself."""
        lines = 1
        for place, (value, kind, width) in enumerate(zip(row, kinds, widths, strict=True)):
            if kind.startswith("heading"):
                side = {"align": "right"} if kind == "heading_right" else {"indent": 1 if place else 0}
                form = self.format(bold=True, text_wrap=True, bottom=1, **side)
                self.write(sheet, number, place, str(value), form)
            else:
                self.write_cell(sheet, number, place, value, kind)
            if isinstance(value, str):
                lines = max(lines, ceil(len(value) / (width - 1)))
        sheet.set_row(number, LINE_POINTS * min(lines, MOST_LINES))

    def write_cell(self, sheet: Any, row: int, column: int, value: Any, kind: str = "text") -> None:
        """A value as what it is; a missing one leaves the cell empty."""
        if isinstance(value, bool):
            sheet.write_boolean(row, column, value, self.format())
        elif isinstance(value, int | float | Decimal):
            form = NUMBER_FORMATS.get(kind, "General" if isinstance(value, int) else NUMBER_FORMATS["amount"])
            sheet.write_number(row, column, float(value), self.format(num_format=form))
        elif isinstance(value, dt.datetime):
            plain = value.replace(tzinfo=None)
            sheet.write_datetime(row, column, plain, self.format(num_format=NUMBER_FORMATS["moment"]))
        elif isinstance(value, dt.date):
            form = NUMBER_FORMATS["month" if kind == "month" else "day"]
            sheet.write_datetime(row, column, dt.datetime(*value.timetuple()[:3]), self.format(num_format=form))
        elif value is not None:
            self.write(sheet, row, column, str(value), None)

    def write(self, sheet: Any, row: int, column: int, text: str, form: Any) -> None:
        """Text as text, also where it looks like a formula and when somebody edits the cell."""
        text = text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]}…"
        if text.startswith(FORMULA_STARTS):
            form = self.format(quote_prefix=True, text_wrap=True)
        sheet.write_string(row, column, text, form or self.format(text_wrap=True, indent=1 if column else 0))


def _width(heading: str, values: Sequence[Any], kind: str) -> float:
    """The width of a column in characters: of its values, within bounds, and of its heading's longest word."""
    lengths = [len(str(v)) for v in values[:500] if v is not None]
    room = 13 if kind in NUMBER_FORMATS else min(WIDEST, max([8, *lengths]) + 2)
    return float(max(room, *(len(word) + 3 for word in heading.split())))


@contextmanager
def new_book(path: Path, created: dt.datetime | None = None) -> Iterator[Book]:
    """A workbook that is written when the block ends, whole or not at all.

    Args:
        created: the time that the file tells; the same content and time give the same file.

    Raises:
        OSError: the file cannot be written.
    """
    import xlsxwriter

    # In memory: who is killed leaves no temporary files, and a full disk meets one write.
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, options)
    if created:
        book.set_properties({"created": created.replace(tzinfo=None)})
    yield Book(book)
    book.close()
    try:
        with written(path) as beside:
            beside.write_bytes(content.getvalue())
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error
