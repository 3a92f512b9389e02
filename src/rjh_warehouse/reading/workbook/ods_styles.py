"""The styles of an .ods file: which number format a cell's style has, and which tables are hidden."""

from __future__ import annotations

from rjh_warehouse.reading.table.numbers import UNIT_NAMES
from rjh_warehouse.reading.workbook.bounds import MAX_STYLES
from rjh_warehouse.reading.workbook.format import CODE_PLACE, GENERAL, NumberFormat

_NUMBER_STYLES = {"number-style", "percentage-style", "currency-style"}
_TEXTS = {"text", "currency-symbol"}
MAX_PARENTS = 16
MAX_DIGITS_SHOWN = 30
MAX_WORDS = 200


class OdsStyles:
    """Handlers for the parts that hold styles: the named ones first, then those of the content."""

    def __init__(self) -> None:
        self.hidden_tables: set[str] = set()
        self._formats: dict[str, NumberFormat] = {}
        self._data_style: dict[str, str] = {}  # cell style → number style
        self._parent: dict[str, str] = {}
        self._style = ""  # the style that is being read
        self._number_style = ""
        self._words = ""  # what stands beside the number
        self._is_word = self._is_inside = False
        self._inside: list[tuple[int, str]] = []  # digits after it, and a text between two digits: 000 00
        self._number: dict[str, str] = {}

    def number_format(self, style: str) -> NumberFormat:
        """The number format of a cell style, or of the style that it is made from."""
        for _ in range(MAX_PARENTS):
            if name := self._data_style.get(style):
                return self._formats.get(name, GENERAL)
            style = self._parent.get(style, "")
        return GENERAL

    def start(self, tag: str, raw: dict[str, str]) -> None:
        attributes = {key.rpartition(":")[2]: value for key, value in raw.items()}
        if tag == "style":
            self._style = attributes.get("name", "")
            self._data_style[self._style] = attributes.get("data-style-name", "")
            self._parent[self._style] = attributes.get("parent-style-name", "")
        elif tag == "table-properties" and attributes.get("display") == "false":
            self.hidden_tables.add(self._style)
        elif tag in _NUMBER_STYLES:
            self._number_style, self._words, self._number = attributes.get("name", ""), "", {}
            self._inside = []
        elif tag == "number" and self._number_style:
            self._number = attributes
        elif tag in _TEXTS and self._number_style:
            self._is_word = True
        elif tag == "embedded-text" and self._number_style and len(self._inside) < MAX_DIGITS_SHOWN:
            self._inside.append((int(attributes.get("position", "0")), ""))
            self._is_inside = True
        if len(self._data_style) > MAX_STYLES or len(self._formats) > MAX_STYLES:
            raise ValueError("styles")

    def text(self, data: str) -> None:
        if self._is_word and len(self._words) < MAX_WORDS:
            self._words += data
        elif self._is_inside and len(data) <= MAX_WORDS:
            position, text = self._inside[-1]
            self._inside[-1] = (position, (text + data)[:MAX_WORDS])

    def end(self, tag: str) -> None:
        if tag in _TEXTS:
            self._is_word = False
        elif tag == "embedded-text":
            self._is_inside = False
        elif tag in _NUMBER_STYLES and self._number_style:
            self._formats[self._number_style] = self._format()
            self._number_style = ""

    def _format(self) -> NumberFormat:
        """Decimals, code places, unit and scaling of the number style just read."""
        stated = self._number.get("decimal-places")
        decimals = int(stated) if stated is not None else None
        places = min(int(self._number.get("min-integer-digits", "1")), MAX_DIGITS_SHOWN)
        is_code = places > 1 and not decimals and self._number.get("grouping") != "true"
        factor = float(self._number.get("display-factor", "1"))
        thousands = next((n for n in (1, 2, 3) if factor == 1000**n), 0)
        unit = UNIT_NAMES.get(self._words.strip().lower())
        template = CODE_PLACE * places
        for position, text in sorted(self._inside):  # the last digits first, so that the places before do not move
            if 0 < position < places:
                at = len(template) - position - sum(len(t) for p, t in self._inside if p < position)
                template = template[:at] + text + template[at:]
        return NumberFormat("number", decimals, template if is_code else None, unit, thousands)
