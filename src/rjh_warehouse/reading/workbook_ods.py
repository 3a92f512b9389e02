"""Workbooks of kind .ods (OpenDocument 1.2 and later), streamed from their content part."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from rjh_warehouse.reading.cell import Cell
from rjh_warehouse.reading.result import Finding
from rjh_warehouse.reading.workbook_bounds import MAX_TEXT_LENGTH, Budget, Package, parse_xml
from rjh_warehouse.reading.workbook_format import GENERAL, NumberFormat, exact
from rjh_warehouse.reading.workbook_sheet import (
    MAX_COLUMN,
    MAX_ROW,
    MergedRange,
    RawRow,
    SheetFacts,
    column_letters,
    percent_cell,
)

_ERROR_TEXT = re.compile(r"#[A-ZÅÄÖ/0!?]+[!?]?|Err:\d+|Fel:\d+|#N/A")
_TIME = re.compile(r"P(?:(\d+)D)?T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,](\d+))?S)?")
_HIDDEN = {"collapse", "filter"}
_NUMBERS = {"float", "percentage", "currency"}


@dataclass(slots=True)
class _TableStart:
    name: str
    is_hidden: bool


@dataclass(slots=True)
class _Row:
    row_number: int
    repeat: int
    is_hidden: bool
    cells: list[tuple[int, int, Cell]]  # first column, repeated so many times, cell without address
    spans: list[MergedRange]
    notes: list[tuple[int, str]]  # column and text


@dataclass(slots=True)
class _HiddenColumns:
    first: int
    last: int


class _TableEnd:
    pass


_Item = _TableStart | _HiddenColumns | _Row | _TableEnd


class OdsWorkbook:
    """An opened .ods file; its sheets are read in order, in one pass."""

    def __init__(self, package: Package, budget: Budget) -> None:
        self.findings: list[Finding] = []
        self._budget = budget
        self._items = _items(package, budget)

    def sheets(self) -> Iterator[OdsSheet]:
        """The sheets in the order of their tabs. A sheet that is left unread is passed over."""
        found = False
        for item in self._items:
            if isinstance(item, _TableStart):
                found = True
                facts = SheetFacts(item.name, "hidden" if item.is_hidden else "visible")
                sheet = OdsSheet(facts, self._items, self._budget)
                yield sheet
                for _ in sheet.raw_rows():
                    pass
        if not found:
            raise self._budget.corrupt("no sheets")


@dataclass(slots=True)
class OdsSheet:
    """One sheet: the part of the stream up to its end."""

    facts: SheetFacts
    items: Iterator[_Item]
    budget: Budget
    is_read: bool = False

    def raw_rows(self) -> Iterator[RawRow]:
        """Rows with their cells; repeated rows and cells are given one by one."""
        while not self.is_read:
            item = next(self.items, None)
            if item is None or isinstance(item, _TableEnd):
                self.is_read = True
            elif isinstance(item, _HiddenColumns):
                self.facts.hidden_columns.append((item.first, item.last))
            elif isinstance(item, _Row) and item.cells:
                self.facts.merges += item.spans
                self.facts.findings += [self._note(item.row_number, *note) for note in item.notes]
                yield from self._repeated(item)

    def _note(self, row: int, column: int, text: str) -> Finding:
        cell = f"{column_letters(column)}{row}"
        return Finding("finding.cell_note", sheet=self.facts.name, row_number=row, cell=cell, found=text)

    def _repeated(self, row: _Row) -> Iterator[RawRow]:
        for row_number in range(row.row_number, row.row_number + row.repeat):
            if row_number > MAX_ROW:
                raise self.budget.corrupt(f"row {row_number}", sheet=self.facts.name)
            if row.is_hidden:
                self.facts.hidden_rows.append(row_number)
            cells: dict[int, Cell] = {}
            for first, repeat, cell in row.cells:
                if first + repeat - 1 > MAX_COLUMN:
                    raise self.budget.corrupt(f"column {first + repeat - 1}", sheet=self.facts.name)
                for column in range(first, first + repeat):
                    address = f"{column_letters(column)}{row_number}"
                    cells[column] = Cell(cell.value, cell.text, cell.error, cell.is_percent, cell.decimals, address)
            yield row_number, cells


def _items(package: Package, budget: Budget) -> Iterator[_Item]:
    content = _Content()
    try:
        for _ in parse_xml(package.chunks("content.xml"), budget, content.start, content.end, content.text):
            yield from content.take()
    except (ValueError, OverflowError) as error:
        raise budget.corrupt(str(error)) from error


class _Content:
    """Handlers that turn the content part into sheets, rows and cells."""

    def __init__(self) -> None:
        self._done: list[_Item] = []
        self._decimals: dict[str, int] = {}  # number style → decimals
        self._data_style: dict[str, str] = {}  # cell style → number style
        self._hidden_tables: set[str] = set()
        self._style = ""  # the style that is being read
        self._number_style = ""
        self._row: _Row | None = None
        self._next_row = 1
        self._column = 1
        self._cell: dict[str, str] | None = None
        self._paragraphs: list[str] = []
        self._depth = 0  # inside a text paragraph of a cell
        self._aside = 0  # inside a note or a tracked change
        self._note: list[str] = []
        self._note_text = 0
        self._tables = 0

    def take(self) -> list[_Item]:
        """What was finished since the last call."""
        done, self._done = self._done, []
        return done

    def start(self, tag: str, raw: dict[str, str]) -> None:
        attributes = {key.rpartition(":")[2]: value for key, value in raw.items()}
        if self._aside or tag in {"annotation", "tracked-changes", "shapes"}:
            self._aside += 1
            self._note_text += tag == "p" and self._cell is not None
        elif tag in {"table-cell", "covered-table-cell"} and self._tables == 1:
            # calcext:value-type tells an error apart; office:value-type the kind.
            attributes["kind"] = raw.get("office:value-type", attributes.get("value-type", ""))
            attributes["is_error"] = "1" if raw.get("calcext:value-type") == "error" else ""
            attributes["is_covered"] = "1" if tag.startswith("covered") else ""
            self._cell = attributes
            self._paragraphs, self._note = [], []
        elif tag == "table-row" and self._tables == 1:
            is_hidden = attributes.get("visibility") in _HIDDEN
            repeat = int(attributes.get("number-rows-repeated", "1"))
            self._row = _Row(self._next_row, repeat, is_hidden, [], [], [])
            self._column = 1
        elif tag == "table":
            self._tables += 1
            if self._tables == 1:
                self._next_row, self._column = 1, 1
                is_hidden = attributes.get("style-name", "") in self._hidden_tables
                self._done.append(_TableStart(attributes.get("name", ""), is_hidden))
        elif tag == "table-column" and self._tables == 1:
            last = self._column + int(attributes.get("number-columns-repeated", "1")) - 1
            if attributes.get("visibility") in _HIDDEN:
                self._done.append(_HiddenColumns(self._column, last))
            self._column = last + 1
        elif self._cell is not None:
            self._start_text(tag, attributes)
        else:
            self._start_style(tag, attributes)

    def _start_text(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "p":
            self._depth += 1
            self._paragraphs.append("")
        elif self._depth and self._paragraphs:
            self._paragraphs[-1] += {
                "s": " " * min(int(attributes.get("c", "1")), MAX_TEXT_LENGTH), "tab": "\t", "line-break": "\n",
            }.get(tag, "")  # fmt: skip

    def _start_style(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "style":
            self._style = attributes.get("name", "")
            self._data_style[self._style] = attributes.get("data-style-name", "")
        elif tag == "table-properties" and attributes.get("display") == "false":
            self._hidden_tables.add(self._style)
        elif tag in {"number-style", "percentage-style", "currency-style"}:
            self._number_style = attributes.get("name", "")
        elif tag == "number" and self._number_style and "decimal-places" in attributes:
            self._decimals[self._number_style] = int(attributes["decimal-places"])

    def end(self, tag: str) -> None:
        if self._aside:
            self._aside -= 1
            self._note_text -= tag == "p" and self._note_text > 0
        elif tag in {"table-cell", "covered-table-cell"} and self._tables == 1:
            self._end_cell()
        elif tag == "table-row" and self._tables == 1 and self._row is not None:
            self._next_row += self._row.repeat
            self._done.append(self._row)
            self._row = None
        elif tag == "table":
            self._tables -= 1
            if self._tables == 0:
                self._done.append(_TableEnd())
        elif tag == "p" and self._depth:
            self._depth -= 1

    def text(self, data: str) -> None:
        if self._note_text:
            self._note.append(data)
        elif self._depth and not self._aside and self._paragraphs:
            self._paragraphs[-1] += data
            if len(self._paragraphs[-1]) > MAX_TEXT_LENGTH * 4:
                raise ValueError("text too long")

    def _end_cell(self) -> None:
        attributes, row = self._cell, self._row
        self._cell, self._depth = None, 0
        if attributes is None or row is None:
            return
        if self._note:
            row.notes.append((self._column, "".join(self._note).strip()))
        repeat = int(attributes.get("number-columns-repeated", "1"))
        cell = None if attributes["is_covered"] else self._valued(attributes, "\n".join(self._paragraphs))
        if cell is not None:
            row.cells.append((self._column, repeat, cell))
            high = int(attributes.get("number-rows-spanned", "1"))
            wide = int(attributes.get("number-columns-spanned", "1"))
            if high > 1 or wide > 1:
                first = row.row_number
                row.spans.append(MergedRange(first, self._column, first + high - 1, self._column + wide - 1))
        self._column += repeat

    def _valued(self, attributes: dict[str, str], shown: str) -> Cell | None:
        kind = attributes["kind"]
        is_formula = "formula" in attributes
        if attributes["is_error"] or (is_formula and _ERROR_TEXT.fullmatch(shown.strip())):
            return Cell(None, text=shown, error="reject.error_cell")
        if kind in _NUMBERS and "value" in attributes:
            style = self._format(attributes.get("style-name", ""))
            number = exact(float(attributes["value"]))
            if kind == "percentage":
                return percent_cell(number, style.decimals, None)
            whole = number.as_tuple().exponent == 0
            return Cell(int(number) if whole else number, decimals=style.decimals)
        if kind == "date" and "date-value" in attributes:
            return _date_cell(attributes["date-value"])
        if kind == "time" and "time-value" in attributes:
            return _time_cell(attributes["time-value"])
        if kind == "boolean":
            return Cell(attributes.get("boolean-value") == "true")
        text = attributes.get("string-value") or shown
        if is_formula and not kind:
            return Cell(None, text=shown or None, error="reject.formula_without_value")
        return Cell(text) if text else None

    def _format(self, style: str) -> NumberFormat:
        decimals = self._decimals.get(self._data_style.get(style, ""))
        return GENERAL if decimals is None else NumberFormat("number", decimals)


def _date_cell(text: str) -> Cell:
    try:
        if "T" not in text:
            return Cell(dt.date.fromisoformat(text))
        moment = dt.datetime.fromisoformat(text.removesuffix("Z"))
    except ValueError:
        return Cell(None, text=text, error="reject.no_date")
    return Cell(moment.date() if moment.time() == dt.time() else moment)


def _time_cell(text: str) -> Cell:
    found = _TIME.fullmatch(text)
    if not found:
        return Cell(None, text=text, error="reject.no_date")
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[:4])
    return Cell(dt.timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds))
