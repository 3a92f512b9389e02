"""Workbooks of kind .ods (OpenDocument 1.2 and later), streamed from their content part."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from rjh_warehouse.reading.table.cell import Cell
from rjh_warehouse.reading.table.result import Finding
from rjh_warehouse.reading.workbook.bounds import MAX_NOTES, MAX_TEXT_LENGTH, Budget, Package, parse_xml
from rjh_warehouse.reading.workbook.format import GENERAL, NumberFormat
from rjh_warehouse.reading.workbook.ods_styles import OdsStyles
from rjh_warehouse.reading.workbook.sheet import (
    MAX_COLUMN,
    MAX_ROW,
    MergedRange,
    RawRow,
    SheetFacts,
    bool_cell,
    column_letters,
    duration_cell,
    number_cell,
)

_ERROR_TEXT = re.compile(r"#[A-ZÅÄÖ/0!?]+[!?]?|Err:\d+|Fel:\d+|#N/A")
_TIME = re.compile(r"P(?:(\d+)D)?T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,](\d+))?S)?")
_HIDDEN = {"collapse", "filter"}
MAX_FORMULA_SHOWN = 200
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


@dataclass(slots=True)
class _LinkedSheet:
    address: str


class _TableEnd:
    pass


_Item = _TableStart | _HiddenColumns | _LinkedSheet | _Row | _TableEnd


class OdsWorkbook:
    """An opened .ods file; its sheets are read in order, in one pass."""

    def __init__(self, package: Package, budget: Budget) -> None:
        self.findings = _not_followed(package)
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
            elif isinstance(item, _LinkedSheet):
                self.facts.findings.append(Finding("finding.external_link", sheet=self.facts.name, found=item.address))
            elif isinstance(item, _Row):
                if len(self.facts.findings) < MAX_NOTES:
                    self.facts.findings += [self._note(item.row_number, *note) for note in item.notes]
                self.facts.merges += item.spans
                if item.cells:
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
                    cells[column] = replace(cell, address=address)
            yield row_number, cells


def _not_followed(package: Package) -> list[Finding]:
    """Findings for macros: never run."""
    macros = sorted(n for n in package.names() if n.startswith(("Basic/", "Scripts/")) and n.endswith((".xml", ".py")))
    return [Finding("finding.macro_not_run", found=", ".join(macros[:5]))] if macros else []


def _items(package: Package, budget: Budget) -> Iterator[_Item]:
    styles = OdsStyles()
    content = _Content(styles)
    try:
        if package.has("styles.xml"):
            for _ in parse_xml(package.chunks("styles.xml"), budget, styles.start, styles.end, styles.text):
                pass
        for _ in parse_xml(package.chunks("content.xml"), budget, content.start, content.end, content.text):
            yield from content.take()
    except (ValueError, OverflowError) as error:
        raise budget.corrupt(str(error)) from error


class _Content:
    """Handlers that turn the content part into sheets, rows and cells."""

    def __init__(self, styles: OdsStyles) -> None:
        self._done: list[_Item] = []
        self._styles = styles
        self._column_styles: list[tuple[int, str]] = []  # last column and default cell style of each run of columns
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
                self._next_row, self._column, self._column_styles = 1, 1, []
                is_hidden = attributes.get("style-name", "") in self._styles.hidden_tables
                self._done.append(_TableStart(attributes.get("name", ""), is_hidden))
        elif tag == "table-column" and self._tables == 1:
            last = self._column + int(attributes.get("number-columns-repeated", "1")) - 1
            if attributes.get("visibility") in _HIDDEN:
                self._done.append(_HiddenColumns(self._column, last))
            self._column_styles.append((last, attributes.get("default-cell-style-name", "")))
            if len(self._column_styles) > MAX_COLUMN:
                raise ValueError("columns")
            self._column = last + 1
        elif tag == "table-source":
            self._done.append(_LinkedSheet(attributes.get("href", "")))
        elif self._cell is not None:
            self._start_text(tag, attributes)
        elif not self._tables:
            self._styles.start(tag, raw)

    def _start_text(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "p":
            self._depth += 1
            self._paragraphs.append("")
            if len(self._paragraphs) > MAX_TEXT_LENGTH:
                raise ValueError("text too long")
        elif self._depth and self._paragraphs:
            self._paragraphs[-1] += {
                "s": " " * min(int(attributes.get("c", "1")), MAX_TEXT_LENGTH), "tab": "\t", "line-break": "\n",
            }.get(tag, "")  # fmt: skip

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
        elif not self._tables:
            self._styles.end(tag)

    def text(self, data: str) -> None:
        if self._note_text:
            self._note.append(data)
        elif self._depth and not self._aside and self._paragraphs:
            self._paragraphs[-1] += data
            if len(self._paragraphs[-1]) > MAX_TEXT_LENGTH:
                raise ValueError("text too long")
        elif not self._tables:
            self._styles.text(data)

    def _end_cell(self) -> None:
        attributes, row = self._cell, self._row
        self._cell, self._depth = None, 0
        if attributes is None or row is None:
            return
        if self._note:
            row.notes.append((self._column, "".join(self._note).strip()))
        repeat = int(attributes.get("number-columns-repeated", "1"))
        cell = self._valued(attributes, "\n".join(self._paragraphs))
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
            return number_cell(float(attributes["value"]), self._format(attributes, kind), None, is_1904=False)
        if kind == "date" and "date-value" in attributes:
            return _date_cell(attributes["date-value"])
        if kind == "time" and "time-value" in attributes:
            return _time_cell(attributes["time-value"])
        if kind == "boolean":
            return bool_cell(attributes.get("boolean-value") == "true", None)
        text = attributes.get("string-value") or shown
        if is_formula and not kind:
            formula = attributes["formula"].partition(":")[2][:MAX_FORMULA_SHOWN]
            return Cell(None, text=shown or formula or None, error="reject.formula_without_value")
        if len(text) > MAX_TEXT_LENGTH:
            raise ValueError("text too long")
        return Cell(text) if text else None

    def _format(self, attributes: dict[str, str], kind: str) -> NumberFormat:
        """The number format of a cell: its own style's, or its column's; the kind is what the cell says."""
        name = attributes.get("style-name") or next((s for last, s in self._column_styles if self._column <= last), "")
        style = self._styles.number_format(name)
        if kind == "percentage":
            return NumberFormat("percent", style.decimals)
        return style if style.kind == "number" else GENERAL


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
    return duration_cell(dt.timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds), None)
