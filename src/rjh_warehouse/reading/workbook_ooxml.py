"""Workbooks of kind .xlsx and .xlsm (ECMA-376), read as they are stored.

Read here and not by a spreadsheet library: the stored text, its number format, the formula whose value was
never computed and what is hidden are what a delivery must keep, and no fast reader gives them.
"""

from __future__ import annotations

import datetime as dt
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from rjh_warehouse.reading.cell import Cell
from rjh_warehouse.reading.result import Finding
from rjh_warehouse.reading.workbook_bounds import (
    MAX_PART_BYTES,
    MAX_SHARED_STRING_BYTES,
    MAX_SHARED_STRINGS,
    MAX_SMALL_PART_BYTES,
    MAX_TEXT_LENGTH,
    Budget,
    Package,
    parse_xml,
)
from rjh_warehouse.reading.workbook_format import BUILTIN_FORMATS, GENERAL, NumberFormat, number_format
from rjh_warehouse.reading.workbook_sheet import (
    MAX_COLUMN,
    RawRow,
    SheetFacts,
    Visibility,
    column_letters,
    number_cell,
    parse_address,
    parse_range,
)

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z0-9$:]+)"')
_STATES: dict[str, Visibility] = {"hidden": "hidden", "veryHidden": "very_hidden"}
MAX_MERGES = 200_000
MAX_NOTES = 10_000
_DATES = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:T00:00:00(?:\.0+)?Z?)?")


@dataclass(slots=True)
class OoxmlParts:
    """What every sheet of the workbook shares."""

    package: Package
    budget: Budget
    strings: list[str] = field(default_factory=list)
    styles: list[NumberFormat] = field(default_factory=list)
    is_1904: bool = False


@dataclass(slots=True)
class OoxmlSheet:
    """One worksheet: its part of the package, and its rows as a stream."""

    facts: SheetFacts
    part: str
    shared: OoxmlParts

    def raw_rows(self) -> Iterator[RawRow]:
        """Rows with their cells. Raises DeliveryError for broken XML or a passed bound."""
        rows = _SheetRows(self.facts, self.shared)
        chunks = self.shared.package.chunks(self.part, MAX_PART_BYTES)
        for _ in parse_xml(chunks, self.shared.budget, rows.start, rows.end, rows.text):
            yield from rows.take()


class OoxmlWorkbook:
    """An opened .xlsx or .xlsm file. Raises DeliveryError when its parts do not hang together."""

    def __init__(self, package: Package, budget: Budget) -> None:
        self._budget = budget
        self.part = main_part(package, "xl/workbook.xml")
        self._relations = relations(package, self.part, budget)
        self.shared = OoxmlParts(package, budget)
        self._listed = self._read_workbook()
        self.findings = say_what_is_not_followed(package, self._relations, budget)
        for kind, target in self._relations.values():
            if kind == "styles" and package.has(target):
                self.shared.styles = read_styles(package, target, budget)
            if kind == "sharedStrings" and package.has(target):
                self.shared.strings = read_shared_strings(package, target, budget)

    def sheets(self) -> Iterator[OoxmlSheet]:
        """The worksheets in the order of their tabs. Chart sheets are said and left."""
        for name, relation, state in self._listed:
            kind, part = self._relations.get(relation, ("", ""))
            facts = SheetFacts(name, _STATES.get(state, "visible"))
            if kind != "worksheet":
                self.findings.append(Finding("finding.not_a_worksheet", sheet=name, found=kind or relation))
                continue
            facts.merges = [
                parse_range(ref)
                for ref in scan_part(self.shared.package, part, _MERGE, MAX_MERGES, self._budget, name)
            ]
            facts.findings += self._notes(name, part)
            yield OoxmlSheet(facts, part, self.shared)

    def _read_workbook(self) -> list[tuple[str, str, str]]:
        listed: list[tuple[str, str, str]] = []

        def start(tag: str, attributes: dict[str, str]) -> None:
            if tag == "sheet":
                relation = next((v for k, v in attributes.items() if k.endswith(":id")), "")
                listed.append((attributes.get("name", ""), relation, attributes.get("state", "visible")))
            elif tag == "workbookPr":
                self.shared.is_1904 = attributes.get("date1904", "0") in {"1", "true", "on"}

        read_part(self.shared.package, self.part, self._budget, start)
        if not listed:
            raise self._budget.corrupt("no sheets")
        return listed

    def _notes(self, sheet: str, part: str) -> list[Finding]:
        found: list[Finding] = []
        for kind, target in relations(self.shared.package, part, self._budget).values():
            if kind == "comments" and self.shared.package.has(target):
                found += _read_notes(self.shared.package, target, self._budget, sheet)
        return found


def main_part(package: Package, default: str) -> str:
    """The workbook's own part, as the package says or by its usual name."""
    for kind, target in relations(package, "", None).values():
        if kind == "officeDocument":
            return target
    return default


def relations(package: Package, part: str, budget: Budget | None) -> dict[str, tuple[str, str]]:
    """Relation id → (last word of its type, part or outside address) of a part."""
    folder, name = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    if not package.has(path):
        return {}
    found: dict[str, tuple[str, str]] = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship":
            target = attributes.get("Target", "")
            if attributes.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/" + folder, unquote(target))).lstrip("/")
            found[attributes.get("Id", "")] = (attributes.get("Type", "").rpartition("/")[2], target)

    read_part(package, path, budget or Budget(path), start)
    return found


def say_what_is_not_followed(
    package: Package, related: dict[str, tuple[str, str]], budget: Budget
) -> list[Finding]:
    """Findings for links to other files and for macros: never followed, never run."""
    found: list[Finding] = []
    for kind, target in related.values():
        if kind == "externalLink":
            addresses = ", ".join(t for _, t in relations(package, target, budget).values())
            found.append(Finding("finding.external_link", found=addresses or target))
        elif kind == "connections":
            found.append(Finding("finding.external_link", found=target))
        elif kind == "vbaProject":
            found.append(Finding("finding.macro_not_run", found=target))
    return found


def _nothing(_: str) -> None:
    return None


def read_part(
    package: Package,
    part: str,
    budget: Budget,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], object] = _nothing,
    text: Callable[[str], None] = _nothing,
    limit: int = MAX_SMALL_PART_BYTES,
) -> None:
    """Read a whole XML part through handlers. Raises DeliveryError."""
    for _ in parse_xml(package.chunks(part, limit), budget, start, end, text):
        pass


def read_styles(package: Package, part: str, budget: Budget) -> list[NumberFormat]:
    """The number format of every cell style, in the order in which cells name them."""
    codes = dict(BUILTIN_FORMATS)
    styles: list[NumberFormat] = []
    inside: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "numFmt" and inside and inside[-1] == "numFmts":
            codes[int(attributes.get("numFmtId", "0"))] = attributes.get("formatCode", "General")
        elif tag == "xf" and inside and inside[-1] == "cellXfs":
            styles.append(number_format(codes.get(int(attributes.get("numFmtId") or "0"), "General")))
        inside.append(tag)

    read_part(package, part, budget, start, lambda tag: inside.pop())
    return styles


def read_shared_strings(package: Package, part: str, budget: Budget) -> list[str]:
    """The workbook's shared texts. Raises DeliveryError past the bounds of size, count and length."""
    strings: list[str] = []
    pieces: list[str] = []
    state = {"text": False, "phonetic": False}
    length = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal length
        if tag == "si":
            pieces.clear()
            length = 0
        elif tag == "rPh":
            state["phonetic"] = True
        elif tag == "t":
            state["text"] = not state["phonetic"]

    def end(tag: str) -> None:
        if tag == "t":
            state["text"] = False
        elif tag == "rPh":
            state["phonetic"] = False
        elif tag == "si":
            strings.append(unescape("".join(pieces)))
            if len(strings) > MAX_SHARED_STRINGS:
                raise budget.too_large(f"> {MAX_SHARED_STRINGS:,} texts", f"{MAX_SHARED_STRINGS:,}")

    def text(data: str) -> None:
        nonlocal length
        if state["text"]:
            pieces.append(data)
            length += len(data)
            if length > MAX_TEXT_LENGTH:
                raise budget.too_large(f"text > {MAX_TEXT_LENGTH:,}", f"{MAX_TEXT_LENGTH:,}")

    read_part(package, part, budget, start, end, text, MAX_SHARED_STRING_BYTES)
    return strings


def _read_notes(package: Package, part: str, budget: Budget, sheet: str) -> list[Finding]:
    notes: list[Finding] = []
    pieces: list[str] = []
    state = {"ref": "", "text": ""}

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "comment":
            state["ref"] = attributes.get("ref", "")
            pieces.clear()
        state["text"] = tag

    def end(tag: str) -> None:
        state["text"] = ""
        if tag == "comment" and len(notes) < MAX_NOTES:
            row = re.search(r"\d+", state["ref"])
            notes.append(
                Finding(
                    "finding.cell_note",
                    sheet=sheet,
                    row_number=int(row.group()) if row else None,
                    cell=state["ref"],
                    found="".join(pieces).strip(),
                )
            )

    def text(data: str) -> None:
        if state["text"] == "t":
            pieces.append(data)

    read_part(package, part, budget, start, end, text)
    return notes


def scan_part(
    package: Package, part: str, pattern: re.Pattern[bytes], limit: int, budget: Budget, sheet: str
) -> Iterable[str]:
    """Every first group of a pattern in a part's bytes, without parsing it.

    Raises:
        DeliveryError: more than `limit` of them.
    """
    found: list[str] = []
    tail = b""
    for chunk in package.chunks(part):
        block = tail + chunk
        last = 0
        for match in pattern.finditer(block):
            found.append(match.group(1).decode())
            last = match.end()
        if len(found) > limit:
            raise budget.too_large(f"> {limit:,} merged ranges", f"{limit:,}", sheet=sheet)
        tail = block[max(last, len(block) - 256) :]
    return found


def unescape(text: str) -> str:
    """Characters written as _x000D_ in a workbook's XML."""
    if "_x" not in text:
        return text
    return _ESCAPE.sub(lambda m: chr(int(m.group(1), 16)), text)


class _SheetRows:
    """Handlers that turn a worksheet's XML into rows of cells."""

    def __init__(self, facts: SheetFacts, shared: OoxmlParts) -> None:
        self._facts, self._shared = facts, shared
        self._done: list[RawRow] = []
        self._cells: dict[int, Cell] = {}
        self._row = 0
        self._column = 0
        self._address = ""
        self._type = "n"
        self._style = GENERAL
        self._formula = self._has_value = self._phonetic = self._in_data = False
        self._listening = False
        self._pieces: list[str] = []

    def take(self) -> list[RawRow]:
        """The rows finished since the last call."""
        done, self._done = self._done, []
        return done

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            self._start_cell(attributes)
        elif tag == "v" or (tag == "t" and not self._phonetic):
            self._listening = self._in_data
            self._has_value = True
        elif tag == "f":
            self._formula = True
        elif tag == "row":
            self._row = self._number(attributes.get("r"), self._row + 1)
            self._column, self._cells = 0, {}
            if attributes.get("hidden") in {"1", "true"}:
                self._facts.hidden_rows.append(self._row)
        elif tag == "rPh":
            self._phonetic = True
        elif tag == "sheetData":
            self._in_data = True
        elif tag == "col" and attributes.get("hidden") in {"1", "true"}:
            span = self._number(attributes.get("min"), 1), self._number(attributes.get("max"), 1)
            self._facts.hidden_columns.append(span)

    def end(self, tag: str) -> None:
        if tag in {"v", "t"}:
            self._listening = False
        elif tag == "c" and self._in_data:
            self._end_cell()
        elif tag == "row" and self._in_data:
            self._done.append((self._row, self._cells))
        elif tag == "rPh":
            self._phonetic = False
        elif tag == "sheetData":
            self._in_data = False

    def text(self, data: str) -> None:
        if self._listening:
            self._pieces.append(data)

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
            self._address = f"{column_letters(self._column)}{self._row}"
        else:
            try:
                row, self._column = parse_address(reference)
            except ValueError as error:
                raise self._shared.budget.corrupt(str(error), sheet=self._facts.name) from error
            if row != self._row:
                raise self._shared.budget.corrupt(f"{reference} in row {self._row}", sheet=self._facts.name)
            self._address = reference
        if self._column > MAX_COLUMN:
            raise self._shared.budget.corrupt(f"column {self._column}", sheet=self._facts.name)
        self._type = attributes.get("t", "n")
        style = attributes.get("s")
        self._style = self._style_of(style) if style else GENERAL
        self._formula = self._has_value = False
        self._pieces.clear()

    def _style_of(self, style: str) -> NumberFormat:
        index = self._number(style, 0)
        return self._shared.styles[index] if 0 <= index < len(self._shared.styles) else GENERAL

    def _end_cell(self) -> None:
        text = "".join(self._pieces)
        if self._formula and not text and not (self._type == "str" and self._has_value):
            cell = Cell(None, error="reject.formula_without_value", address=self._address)
        elif not text:
            return
        else:
            cell = self._valued(text)
            if cell.value == "" and cell.error is None:
                return
        if self._column in self._cells:
            raise self._shared.budget.corrupt(f"{self._address} twice", sheet=self._facts.name)
        self._cells[self._column] = cell

    def _valued(self, text: str) -> Cell:
        kind = self._type
        if kind == "s":
            return Cell(self._shared_string(text), address=self._address)
        if kind in {"str", "inlineStr"}:
            if len(text) > MAX_TEXT_LENGTH:
                raise self._shared.budget.too_large(
                    f"{self._address}: {len(text):,}", f"{MAX_TEXT_LENGTH:,}", sheet=self._facts.name
                )
            return Cell(unescape(text), address=self._address)
        if kind == "b":
            return Cell(text.strip() in {"1", "true"}, address=self._address)
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
            moment = dt.datetime.fromisoformat(text.removesuffix("Z"))
        except ValueError:
            return Cell(None, text=text, error="reject.no_date", address=self._address)
        return Cell(moment, address=self._address)
