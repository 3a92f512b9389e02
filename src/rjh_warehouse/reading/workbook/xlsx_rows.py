"""A worksheet's XML → rows of cells, with the errors and formulas that have no value told apart."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

from rjh_warehouse.reading.table.cell import Cell
from rjh_warehouse.reading.workbook.bounds import MAX_TEXT_LENGTH, Budget, Package
from rjh_warehouse.reading.workbook.format import GENERAL, NumberFormat
from rjh_warehouse.reading.workbook.sheet import (
    MAX_COLUMN,
    MAX_ROW,
    RawRow,
    SheetFacts,
    bool_cell,
    column_letters,
    number_cell,
    parse_address,
)

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
ESCAPED_LENGTH = 7  # characters of one escaped one
MAX_FORMULA_SHOWN = 200
_TRUE = {"1", "true"}
_HIDING = {"0", "0.0", "0.00"}  # a row's height or a column's width
_DATES = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:T00:00:00(?:\.0+)?Z?)?")


@dataclass(slots=True)
class OoxmlParts:
    """What every sheet of the workbook shares."""

    package: Package
    budget: Budget
    strings: list[str] = field(default_factory=list)
    styles: list[NumberFormat] = field(default_factory=list)
    is_1904: bool = False
    is_uncalculated: bool = False  # the writer asks for a calculation, so its formulas may hold a placeholder


def unescape(text: str) -> str:
    """Characters written as _x000D_ in a workbook's XML."""
    if "_x" not in text:
        return text
    plain = _ESCAPE.sub(lambda m: chr(int(m.group(1), 16)), text)
    return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")  # two halves are one character


class SheetRows:
    """Handlers that turn a worksheet's XML into rows of cells."""

    def __init__(self, facts: SheetFacts, shared: OoxmlParts) -> None:
        self._facts, self._shared = facts, shared
        self._done: list[RawRow] = []
        self._cells: dict[int, Cell] = {}
        self.row = 0
        self._column = 0
        self._address = ""
        self._type = "n"
        self._style = GENERAL
        self._formula = self._has_value = self._phonetic = self._in_data = False
        self._listening = False
        self._pieces: list[str] = []
        self._formula_text: str | None = None  # None: outside a formula
        self._shown_formula: str | None = None

    def take(self) -> list[RawRow]:
        """The rows finished since the last call."""
        done, self._done = self._done, []
        return done

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            self._start_cell(attributes)
        elif tag == "v":
            self._listening = self._in_data and self._type != "inlineStr"
            self._has_value = True
        elif tag == "t":
            self._listening = self._in_data and self._type == "inlineStr" and not self._phonetic
        elif tag == "f":
            self._formula = True
            self._formula_text = ""
        elif tag == "row":
            self._start_row(attributes)
        elif tag == "rPh":
            self._phonetic = True
        elif tag == "sheetData":
            self._in_data = True
        elif tag == "col" and (attributes.get("hidden") in _TRUE or attributes.get("width") in _HIDING):
            span = self._number(attributes.get("min"), 1), self._number(attributes.get("max"), 1)
            self._facts.hidden_columns.append(span)
            if len(self._facts.hidden_columns) > MAX_COLUMN:
                raise self._shared.budget.corrupt("columns", sheet=self._facts.name)

    def end(self, tag: str) -> None:
        if tag in {"v", "t"}:
            self._listening = False
        elif tag == "f":
            self._shown_formula, self._formula_text = self._formula_text, None
        elif tag == "c" and self._in_data:
            self._end_cell()
        elif tag == "row" and self._in_data:
            self._done.append((self.row, self._cells))
        elif tag == "rPh":
            self._phonetic = False
        elif tag == "sheetData":
            self._in_data = False

    def text(self, data: str) -> None:
        if self._listening:
            self._pieces.append(data)
        elif self._formula_text is not None and len(self._formula_text) < MAX_FORMULA_SHOWN:
            self._formula_text += data

    def _start_row(self, attributes: dict[str, str]) -> None:
        self.row = self._number(attributes.get("r"), self.row + 1)
        if not 1 <= self.row <= MAX_ROW:
            raise self._shared.budget.corrupt(f"row {self.row}", sheet=self._facts.name)
        self._column, self._cells = 0, {}
        if attributes.get("hidden") in _TRUE or attributes.get("ht") in _HIDING:
            self._facts.hidden_rows.append(self.row)

    def _number(self, text: str | None, default: int) -> int:
        if text is None:
            return default
        try:
            return int(text)
        except ValueError as error:
            raise self._shared.budget.corrupt(f"row or column {text!r}", sheet=self._facts.name) from error

    def _start_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        if reference is None:
            self._column += 1
            self._address = f"{column_letters(self._column)}{self.row}"
        else:
            try:
                row, self._column = parse_address(reference)
            except ValueError as error:
                raise self._shared.budget.corrupt(str(error), sheet=self._facts.name) from error
            if row != self.row:
                raise self._shared.budget.corrupt(f"{reference} in row {self.row}", sheet=self._facts.name)
            self._address = reference
        if self._column > MAX_COLUMN:
            raise self._shared.budget.corrupt(f"column {self._column}", sheet=self._facts.name)
        self._type = attributes.get("t", "n")
        style = attributes.get("s")
        self._style = self._style_of(style) if style else GENERAL
        self._formula = self._has_value = False
        self._shown_formula = None
        self._pieces.clear()

    def _style_of(self, style: str) -> NumberFormat:
        index = self._number(style, 0)
        return self._shared.styles[index] if 0 <= index < len(self._shared.styles) else GENERAL

    def _end_cell(self) -> None:
        text = "".join(self._pieces)
        if self._formula and self._has_no_value(text):
            shown = f"={self._shown_formula[:MAX_FORMULA_SHOWN]}" if self._shown_formula else None
            cell = Cell(None, text=shown, error="reject.formula_without_value", address=self._address)
        elif not text:
            return
        else:
            cell = self._valued(text)
            if cell.value == "" and cell.error is None:
                return
        if self._column in self._cells:
            raise self._shared.budget.corrupt(f"{self._address} twice", sheet=self._facts.name)
        self._cells[self._column] = cell

    def _has_no_value(self, text: str) -> bool:
        """Whether a formula's value was never computed: it has none, or the 0 that some writers put there."""
        if not text:
            return not (self._type == "str" and self._has_value)
        return self._shared.is_uncalculated and self._type == "n" and text.strip() == "0"

    def _valued(self, text: str) -> Cell:
        kind = self._type
        if kind == "s":
            return Cell(self._shared_string(text), address=self._address)
        if kind in {"str", "inlineStr"}:
            text = unescape(text)
            if len(text) > MAX_TEXT_LENGTH:
                raise self._shared.budget.too_large(
                    f"{self._address}: {len(text):,}", f"{MAX_TEXT_LENGTH:,}", sheet=self._facts.name
                )
            return Cell(text, address=self._address)
        if kind == "b":
            return bool_cell(text.strip() in _TRUE, self._address)
        if kind == "e":
            return Cell(None, text=text, error="reject.error_cell", address=self._address)
        if kind == "d":
            return self._iso_date(text)
        try:
            number = float(text)
        except ValueError as error:
            raise self._shared.budget.corrupt(f"{self._address}: {text!r}", sheet=self._facts.name) from error
        return number_cell(number, self._style, self._address, is_1904=self._shared.is_1904)

    def _shared_string(self, text: str) -> str:
        try:
            return self._shared.strings[int(text)]
        except (ValueError, IndexError) as error:
            found = f"{self._address}: shared text {text}"
            raise self._shared.budget.corrupt(found, sheet=self._facts.name) from error

    def _iso_date(self, text: str) -> Cell:
        try:
            if _DATES.fullmatch(text):
                return Cell(dt.date.fromisoformat(text[:10]), address=self._address)
            if "T" not in text and ":" in text:
                return Cell(dt.time.fromisoformat(text), address=self._address)
            moment = dt.datetime.fromisoformat(text.removesuffix("Z"))
        except ValueError:
            return Cell(None, text=text, error="reject.no_date", address=self._address)
        return Cell(moment, address=self._address)
