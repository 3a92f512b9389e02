"""One cell and its column in, a typed value out, or the code of why not."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from rjh_warehouse.contract.contract import NUMERIC_TYPES, Column, Numbers
from rjh_warehouse.contract.month_name import MONTH_NAMES, YEAR_END
from rjh_warehouse.reading.table.cell import Cell, GridCell, cell_text
from rjh_warehouse.reading.table.number_forms import parse_form, without_noise
from rjh_warehouse.reading.table.numbers import NumberFault, NumberRules, Parsed

BOOLEANS = {
    "ja": True, "j": True, "sant": True, "true": True, "yes": True, "1": True,
    "nej": False, "n": False, "falskt": False, "false": False, "no": False, "0": False,
}  # fmt: skip
_DATE = re.compile(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})(?:[ T]00:00(?::00(?:\.0+)?)?)?")
_MIDNIGHT = re.compile(r"(?<=[0-9])[ T]00:00(?::00(?:\.0+)?)?$")
_MONTH = re.compile(r"([0-9]{4})-?([0-9]{2})(?:-01(?:[ T]00:00(?::00(?:\.0+)?)?)?)?")
_YEAR_END = re.compile(rf"([0-9]{{4}})-?{YEAR_END}")
_NAMED_MONTH = re.compile(r"([^\W\d_]{3,9})\.?[ -]?([0-9]{4}|[0-9]{2})")
_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")
_YEAR = re.compile(r"(?:19|20|21)[0-9]{2}")
_MEMORY = 50_000  # texts whose typed value is remembered per column


class CellFault(ValueError):
    """A cell that cannot be loaded: `code` of the message catalogue and what was expected.

    `expected_en` is what was expected in English, where the languages do not share the words.
    """

    def __init__(self, code: str, expected: str, expected_en: str | None = None) -> None:
        super().__init__(f"{code}: expected {expected}")
        self.code, self.expected, self.expected_en = code, expected, expected_en


@dataclass(frozen=True, slots=True)
class Typed:
    """A cell's value in its column's type; for a number also its text, unit and stated decimals."""

    value: object
    text: str | None = None
    unit: str | None = None
    decimals: int | None = None


EMPTY = Typed(None)


def storage_scale(column: Column, is_lean: bool) -> int:
    """Decimals that the lake keeps of a numeric column."""
    return (2 if is_lean else 4) if column.type == "amount" else 6


class ColumnReader:
    """Reads the cells of one column; remembers the texts that come again.

    Args:
        unit: the unit that the header, the origin or the contract says; None when each cell says it.
    """

    def __init__(self, column: Column, numbers: Numbers, *, unit: str | None, is_lean: bool) -> None:
        self.column, self.unit, self.is_lean = column, unit, is_lean
        self.rules = NumberRules(
            decimal=numbers.decimal,
            thousands_point=numbers.thousands_point,
            max_decimals=column.decimals,
            scale=storage_scale(column, is_lean),
            any_unit=column.type == "number" and column.unit == "cell",
        )
        self._pattern = re.compile(column.pattern) if column.pattern else None
        self._words = re.compile(column.words) if column.words else None
        self._values = frozenset(column.values)
        self._known: dict[str, Typed] = {}
        self._convert: Callable[[GridCell, str], Typed] = {
            "text": self._text, "code": self._text, "integer": self._integer, "year": self._year,
            "date": self._date, "month": self._month, "boolean": self._boolean,
        }.get(column.type, self._number)  # fmt: skip

    def read(self, cell: GridCell, *, is_stated_total: bool = False) -> Typed:
        """The typed value of a cell; of a stated total's row neither presence nor form is demanded of texts.

        Raises:
            CellFault: the cell cannot be loaded.
        """
        if isinstance(cell, Cell):
            if cell.error is not None:
                raise self._fault(cell.error)
            if isinstance(cell.value, dt.date) and (day := cell.value.isoformat()[:10]) in self.column.empty_texts:
                return self._read_text(day, is_stated_total)
            if not isinstance(cell.value, str | None):
                return self._checked(self._convert(cell, cell_text(cell)), is_stated_total)
        text = cell_text(cell)
        known = self._known.get(text)
        if known is None or is_stated_total:
            known = self._read_text(text, is_stated_total)
            if len(self._known) < _MEMORY and not is_stated_total:
                self._known[text] = known
        return known

    def _read_text(self, text: str, is_stated_total: bool) -> Typed:
        if text in self.column.empty_texts or _MIDNIGHT.sub("", text) in self.column.empty_texts:
            if self.column.required and not is_stated_total:
                raise self._fault("reject.empty_cell")
            return Typed(None, text or None) if self.column.type in NUMERIC_TYPES else EMPTY
        if "\0" in text or "\ufffd" in text:
            raise self._fault("reject.broken_text")
        return self._checked(self._convert(text, text), is_stated_total)

    def _checked(self, typed: Typed, is_stated_total: bool) -> Typed:
        if is_stated_total or not isinstance(typed.value, str):
            return typed
        if self._pattern is not None and not self._pattern.fullmatch(typed.value):
            raise self._fault("reject.pattern")
        if self._values and typed.value not in self._values:
            raise CellFault("reject.value_not_allowed", ", ".join(self.column.values))
        return typed

    @property
    def expected(self) -> str:
        """What a cell of the column holds, in few words: a pattern's in Swedish, else shared by both languages."""
        shown = {
            "date": "2024-04-30",
            "month": "202404",
            "year": "2024",
            "integer": "1234",
            "boolean": "ja / nej",
        }
        if self.column.type in NUMERIC_TYPES:
            return f"{self.rules.example} {self.unit}" if self.unit else self.rules.example
        if form := self.column.form:
            return form[0]
        return shown.get(self.column.type) or self.column.description or self.column.name

    def _fault(self, code: str) -> CellFault:
        """The fault of a cell that does not hold what the column holds."""
        form = self.column.form
        return CellFault(code, self.expected, form[1] if form and self.expected == form[0] else None)

    def _text(self, cell: GridCell, text: str) -> Typed:
        value = cell.value if isinstance(cell, Cell) else text
        if isinstance(value, dt.date | dt.time | dt.timedelta):
            if self.column.dates_as_text:
                return Typed(str(value))
            raise self._fault("reject.date_in_text")
        if isinstance(value, float) and isinstance(cell, Cell) and cell.text is None and value.is_integer():
            return Typed(str(int(value)))
        return Typed(
            text if text.isascii() else unicodedata.normalize("NFC", text)
        )  # one text in two forms is one text

    def _number(self, cell: GridCell, text: str) -> Typed:
        if not isinstance(cell, Cell) or isinstance(cell.value, str):
            words = self._words.fullmatch(text) if self._words else None
            number = text if words is None else words.groupdict().get("number")
            return Typed(None, text) if number is None else self._with_unit(self._parse(number), text, None)
        return self._with_unit(self._stored(cell), text, cell.decimals)

    def _parse(self, text: str) -> Parsed:
        try:
            return parse_form(text, self.rules)
        except NumberFault as fault:
            raise CellFault(fault.code, fault.expected) from fault

    def _stored(self, cell: Cell) -> Parsed:
        """A workbook's number, which has a value and no text."""
        if isinstance(cell.value, bool) or not isinstance(cell.value, int | float | Decimal):
            raise self._fault("reject.not_a_number")
        value = cell.value if isinstance(cell.value, Decimal) else Decimal(f"{cell.value:.15g}")
        if not value.is_finite():
            raise self._fault("reject.not_a_number")
        value = value * 100 if cell.is_percent else value
        if self.column.decimals is not None:
            value = without_noise(value, self.rules.allowed_decimals)
        plain = f"{value:f}"
        plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
        decimals = len(plain.partition(".")[2])
        if self.column.decimals is not None and decimals > self.rules.allowed_decimals:
            raise CellFault("reject.too_many_decimals", str(self.rules.allowed_decimals))
        value = Decimal(plain)
        if decimals > self.rules.scale:  # a computed cell without declared decimals: kept to the lake's scale
            value, decimals = round(value, self.rules.scale), self.rules.scale
        if abs(value) >= Decimal(10) ** self.rules.whole_digits:
            raise CellFault("reject.overflow", str(self.rules.whole_digits))
        return Parsed(value if value else abs(value), decimals, "%" if cell.is_percent else self._shown_unit(cell))

    def _shown_unit(self, cell: Cell) -> str | None:
        """The unit that the number format writes; a lean number without a unit has nowhere to keep it."""
        return None if self.column.type == "number" and self.is_lean and self.unit is None else cell.unit

    def _with_unit(self, parsed: Parsed, text: str, shown_decimals: int | None) -> Typed:
        """Settle the unit between cell and column, and the decimals that the number is stated with."""
        column, unit = self.column, parsed.unit
        if column.type == "amount":
            if unit == "%" or (unit and self.unit and unit != self.unit):
                raise CellFault("reject.unit_conflict", self.unit or "kr, tkr, mkr")
            unit = unit or self.unit
            if unit is None:
                raise CellFault("reject.unit_missing", "kr, tkr, mkr")
        elif column.type == "percent":
            if unit not in (None, "%"):
                raise CellFault("reject.unit_conflict", "%")
            unit = "%"
        elif self.unit is not None and unit not in (None, self.unit):
            raise CellFault("reject.unit_conflict", self.unit)
        elif self.is_lean and self.unit is None and unit is not None:
            raise CellFault("reject.unit_conflict", self.rules.example)
        decimals = parsed.decimals
        if column.decimals_from_cell:
            decimals = decimals if shown_decimals is None else shown_decimals
        elif column.decimals is not None:
            decimals = column.decimals
        return Typed(parsed.value, text, unit or self.unit, decimals)

    def _integer(self, cell: GridCell, text: str) -> Typed:
        if isinstance(cell, Cell) and not isinstance(cell.value, str):
            parsed = self._stored(cell)
            if parsed.decimals or cell.is_percent:
                raise self._fault("reject.not_an_integer")
            return Typed(int(parsed.value))
        if _INTEGER.fullmatch(text):
            return Typed(int(text))
        parsed = self._parse(text)
        if parsed.decimals or parsed.unit:
            raise self._fault("reject.not_an_integer")
        return Typed(int(parsed.value))

    def _year(self, cell: GridCell, text: str) -> Typed:
        if isinstance(cell, Cell) and isinstance(cell.value, float | Decimal):
            whole, _, decimals = f"{cell.value:f}".partition(".")
            text = whole if not decimals.strip("0") else f"{whole},{decimals}"
        if not _YEAR.fullmatch(text):
            raise self._fault("reject.not_a_year")
        return Typed(int(text))

    def _date(self, cell: GridCell, text: str) -> Typed:
        value = cell.value if isinstance(cell, Cell) else None
        if isinstance(value, dt.datetime):
            if value.time() != dt.time():
                raise self._fault("reject.not_a_date")
            return Typed(value.date())
        if isinstance(value, dt.date):
            return Typed(value)
        return Typed(self._day(_DATE.fullmatch(text), "reject.not_a_date"))

    def _month(self, cell: GridCell, text: str) -> Typed:
        value = cell.value if isinstance(cell, Cell) else None
        if isinstance(value, dt.date):
            if value.day != 1:
                raise self._fault("reject.not_a_month")
            return Typed(dt.date(value.year, value.month, 1))
        if self.column.year_end and (closing := _YEAR_END.fullmatch(text)):
            return Typed(self._day(_DATE.fullmatch(f"{closing[1]}1231"), "reject.not_a_month"))
        if named := _NAMED_MONTH.fullmatch(text.lower()):
            number = MONTH_NAMES.get(named[1])
            if number is not None:
                return Typed(dt.date(int(named[2]) + (2000 if len(named[2]) == 2 else 0), number, 1))
        return Typed(self._day(_MONTH.fullmatch(text), "reject.not_a_month"))

    def _day(self, found: re.Match[str] | None, code: str) -> dt.date:
        if found is None:
            raise self._fault(code)
        year, month, day = ([int(g) for g in found.groups()] + [1])[:3]
        try:
            if not 1900 <= year < 2200:
                raise ValueError(year)
            return dt.date(year, month, day)
        except ValueError as error:
            raise self._fault(code) from error

    def _boolean(self, cell: GridCell, text: str) -> Typed:
        if isinstance(cell, Cell) and isinstance(cell.value, bool):
            return Typed(cell.value)
        known = BOOLEANS.get(text.lower())
        if known is None:
            raise self._fault("reject.not_a_boolean")
        return Typed(known)
