"""Workbooks of kind .xlsb ([MS-XLSB]): the same parts as .xlsx, written as binary records."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from rjh_warehouse.reading.table.cell import Cell
from rjh_warehouse.reading.table.result import Finding
from rjh_warehouse.reading.workbook.bounds import (
    MAX_MERGES,
    MAX_NOTES,
    MAX_PART_BYTES,
    MAX_SHARED_STRING_BYTES,
    MAX_SHARED_STRINGS,
    MAX_SHEETS,
    MAX_SMALL_PART_BYTES,
    MAX_STYLES,
    MAX_TEXT_LENGTH,
    Budget,
    Package,
)
from rjh_warehouse.reading.workbook.format import BUILTIN_FORMATS, GENERAL, NumberFormat, number_format
from rjh_warehouse.reading.workbook.sheet import (
    MAX_COLUMN,
    MAX_ROW,
    MergedRange,
    RawRow,
    SheetFacts,
    Visibility,
    bool_cell,
    column_letters,
    number_cell,
)
from rjh_warehouse.reading.workbook.xlsx import main_part, relations, say_what_is_not_followed
from rjh_warehouse.reading.workbook.xlsx_rows import OoxmlParts

# Record numbers of [MS-XLSB] 2.3.2.
ROW, CELL_RK, CELL_ERROR, CELL_BOOL, CELL_REAL, CELL_TEXT, CELL_SHARED = 0, 2, 3, 4, 5, 6, 7
FORMULA_TEXT, FORMULA_NUMBER, FORMULA_BOOL, FORMULA_ERROR, CELL_RICH = 8, 9, 10, 11, 62
SHARED_ITEM, FORMAT, XF, COLUMN_INFO, WORKBOOK_PROPERTIES, BUNDLE_SHEET = 19, 44, 47, 60, 153, 156
MERGE_CELL, BEGIN_CELL_XFS, END_CELL_XFS, BEGIN_COMMENT, COMMENT_TEXT = 176, 617, 618, 635, 637
_NULL_TEXT = 0xFFFFFFFF
ERROR_TEXTS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!",
    0x2A: "#N/A", 0x2B: "#GETTING_DATA",
}  # fmt: skip
_STATES: dict[int, Visibility] = {1: "hidden", 2: "very_hidden"}
Record = tuple[int, bytes]


def read_records(chunks: Iterator[bytes], budget: Budget) -> Iterator[Record]:
    """The records of a binary part: number and content. Raises DeliveryError when one is cut off."""
    buffer = b""
    position = 0
    for chunk in chunks:
        buffer = buffer[position:] + chunk
        position = 0
        while (head := _record_head(buffer, position)) is not None:
            number, size, start = head
            if size > MAX_SMALL_PART_BYTES:
                raise budget.too_large(f"record of {size:,} B", f"{MAX_SMALL_PART_BYTES:,} B")
            if start + size > len(buffer):
                break
            yield number, buffer[start : start + size]
            position = start + size
    if position != len(buffer):
        raise budget.corrupt("a record is cut off")


def _record_head(buffer: bytes, position: int) -> tuple[int, int, int] | None:
    """Number, size and start of the content; None when the head is not all there."""
    try:
        number = buffer[position]
        position += 1
        if number & 0x80:
            number = (number & 0x7F) | (buffer[position] << 7)
            position += 1
        size = 0
        for step in range(4):
            byte = buffer[position]
            position += 1
            size |= (byte & 0x7F) << (7 * step)
            if not byte & 0x80:
                break
    except IndexError:
        return None
    return number, size, position


def wide_text(content: bytes, offset: int) -> tuple[str, int]:
    """A text with its length before it, and where it ends. A null text is empty."""
    (length,) = struct.unpack_from("<I", content, offset)
    offset += 4
    if length == _NULL_TEXT:
        return "", offset
    end = offset + 2 * length
    if length > MAX_TEXT_LENGTH or end > len(content):
        raise ValueError(f"text of {length} characters")
    return content[offset:end].decode("utf-16-le", "replace"), end


def rk_number(raw: int) -> float:
    """A number in the short form of [MS-XLSB] 2.5.122: 30 bits, whole or the top of a double, maybe × 1/100."""
    if raw & 2:
        value = float((raw >> 2) - (1 << 30) if raw & 0x80000000 else raw >> 2)
    else:
        (value,) = struct.unpack("<d", struct.pack("<Q", (raw & 0xFFFFFFFC) << 32))
    return value / 100 if raw & 1 else value


class XlsbWorkbook:
    """An opened .xlsb file. Raises DeliveryError when its parts do not hang together."""

    def __init__(self, package: Package, budget: Budget) -> None:
        part = main_part(package, "xl/workbook.bin")
        self._budget = budget
        self._relations = relations(package, part, budget)
        self._listed: list[tuple[str, str, Visibility]] = []
        self.findings: list[Finding] = say_what_is_not_followed(package, self._relations, budget)
        self.shared = OoxmlParts(package, budget)
        try:
            self._read_workbook(part)
            for kind, target in self._relations.values():
                if kind == "styles" and package.has(target):
                    self.shared.styles = _read_styles(package, target, budget)
                if kind == "sharedStrings" and package.has(target):
                    self.shared.strings = _read_shared(package, target, budget)
        except (struct.error, ValueError, IndexError) as error:
            raise budget.corrupt(str(error)) from error

    def _read_workbook(self, part: str) -> None:
        package = self.shared.package
        for number, content in read_records(package.chunks(part, MAX_SMALL_PART_BYTES), self._budget):
            if number == WORKBOOK_PROPERTIES:
                self.shared.is_1904 = bool(content[0] & 1)
            elif number == BUNDLE_SHEET:
                (state,) = struct.unpack_from("<I", content, 0)
                relation, offset = wide_text(content, 8)
                name, _ = wide_text(content, offset)
                self._listed.append((name, relation, _STATES.get(state, "visible")))
                if len(self._listed) > MAX_SHEETS:
                    raise self._budget.too_large(f"> {MAX_SHEETS:,} sheets", f"{MAX_SHEETS:,}")
        if not self._listed:
            raise self._budget.corrupt("no sheets")

    def sheets(self) -> Iterator[XlsbSheet]:
        """The worksheets in the order of their tabs."""
        for name, relation, state in self._listed:
            kind, part = self._relations.get(relation, ("", ""))
            if kind != "worksheet":
                self.findings.append(Finding("finding.not_a_worksheet", sheet=name, found=kind or relation))
                continue
            sheet = XlsbSheet(SheetFacts(name, state), part, self.shared)
            sheet.find_merges()
            sheet.find_notes()
            yield sheet


def _read_styles(package: Package, part: str, budget: Budget) -> list[NumberFormat]:
    codes = dict(BUILTIN_FORMATS)
    styles: list[NumberFormat] = []
    is_cell_style = False
    for number, content in read_records(package.chunks(part, MAX_SMALL_PART_BYTES), budget):
        if number == FORMAT:
            codes[struct.unpack_from("<H", content)[0]] = wide_text(content, 2)[0]
        elif number in {BEGIN_CELL_XFS, END_CELL_XFS}:
            is_cell_style = number == BEGIN_CELL_XFS
        elif number == XF and is_cell_style:
            styles.append(number_format(codes.get(struct.unpack_from("<H", content, 2)[0], "General")))
            if len(styles) > MAX_STYLES:
                raise budget.too_large(f"> {MAX_STYLES:,} styles", f"{MAX_STYLES:,}")
    return styles


def _read_shared(package: Package, part: str, budget: Budget) -> list[str]:
    strings: list[str] = []
    for number, content in read_records(package.chunks(part, MAX_SHARED_STRING_BYTES), budget):
        if number == SHARED_ITEM:
            strings.append(wide_text(content, 1)[0])
            if len(strings) > MAX_SHARED_STRINGS:
                raise budget.too_large(f"> {MAX_SHARED_STRINGS:,} texts", f"{MAX_SHARED_STRINGS:,}")
    return strings


@dataclass(slots=True)
class XlsbSheet:
    """One worksheet of binary records."""

    facts: SheetFacts
    part: str
    shared: OoxmlParts

    def _records(self) -> Iterator[Record]:
        return read_records(self.shared.package.chunks(self.part, MAX_PART_BYTES), self.shared.budget)

    def find_merges(self) -> None:
        """Merged ranges stand after the rows, and headers need them first."""
        for number, content in self._records():
            if number == MERGE_CELL:
                try:
                    top, bottom, left, right = struct.unpack_from("<IIII", content)
                except struct.error as error:
                    raise self.shared.budget.corrupt(str(error), sheet=self.facts.name) from error
                self.facts.merges.append(MergedRange(top + 1, left + 1, bottom + 1, right + 1))
                if len(self.facts.merges) > MAX_MERGES:
                    raise self.shared.budget.too_large(f"> {MAX_MERGES:,} merged ranges", f"{MAX_MERGES:,}")

    def find_notes(self) -> None:
        """Notes stand in a part of their own. Raises DeliveryError for a broken one."""
        package, budget, name = self.shared.package, self.shared.budget, self.facts.name
        for kind, target in relations(package, self.part, budget).values():
            if kind != "comments" or not package.has(target):
                continue
            row = column = 0
            try:
                for number, content in read_records(package.chunks(target, MAX_SMALL_PART_BYTES), budget):
                    if number == BEGIN_COMMENT:
                        row, _, column = struct.unpack_from("<III", content, 4)
                    elif number == COMMENT_TEXT and len(self.facts.findings) < MAX_NOTES and column < MAX_COLUMN:
                        cell, text = f"{column_letters(column + 1)}{row + 1}", wide_text(content, 1)[0].strip()
                        self.facts.findings.append(
                            Finding("finding.cell_note", sheet=name, row_number=row + 1, cell=cell, found=text)
                        )
            except (struct.error, ValueError, IndexError) as error:
                raise budget.corrupt(str(error), sheet=name) from error

    def raw_rows(self) -> Iterator[RawRow]:
        """Rows with their cells. Raises DeliveryError for a broken record or a passed bound."""
        row, cells = 0, dict[int, Cell]()
        try:
            for number, content in self._records():
                if number == ROW:
                    if row:
                        yield row, cells
                    row, cells = struct.unpack_from("<I", content)[0] + 1, {}
                    if row > MAX_ROW:
                        raise ValueError(f"row {row}")
                    if len(content) > 11 and content[11] & 0x10:
                        self.facts.hidden_rows.append(row)
                elif CELL_RK <= number <= FORMULA_ERROR or number == CELL_RICH:
                    self._read_cell(number, content, row, cells)
                elif number == COLUMN_INFO:
                    first, last, width = struct.unpack_from("<III", content)
                    if content[16] & 1 or width == 0:
                        self.facts.hidden_columns.append((first + 1, last + 1))
        except (struct.error, ValueError, IndexError) as error:
            raise self.shared.budget.corrupt(str(error), sheet=self.facts.name) from error
        if row:
            yield row, cells

    def _read_cell(self, number: int, content: bytes, row: int, cells: dict[int, Cell]) -> None:
        column, style_index = struct.unpack_from("<II", content)
        column += 1
        if column > MAX_COLUMN or column in cells:
            raise ValueError(f"column {column}")
        address = f"{column_letters(column)}{row}"
        if number in {CELL_RK, CELL_REAL, FORMULA_NUMBER}:
            value = (
                rk_number(struct.unpack_from("<I", content, 8)[0])
                if number == CELL_RK
                else struct.unpack_from("<d", content, 8)[0]
            )
            index = style_index & 0xFFFFFF
            style = self.shared.styles[index] if index < len(self.shared.styles) else GENERAL
            cells[column] = number_cell(value, style, address, is_1904=self.shared.is_1904)
        elif number in {CELL_ERROR, FORMULA_ERROR}:
            text = ERROR_TEXTS.get(content[8], f"#{content[8]}")
            cells[column] = Cell(None, text=text, error="reject.error_cell", address=address)
        elif number in {CELL_BOOL, FORMULA_BOOL}:
            cells[column] = bool_cell(bool(content[8]), address)
        else:
            if number == CELL_SHARED:
                text = self.shared.strings[struct.unpack_from("<I", content, 8)[0]]
            else:
                text, _ = wide_text(content, 9 if number == CELL_RICH else 8)
            if text:
                cells[column] = Cell(text, address=address)
