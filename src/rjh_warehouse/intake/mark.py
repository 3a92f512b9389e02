"""A copy of a checked file in which each bad cell is marked with its reason, to send back to whoever sent it.

An .xlsx or .xlsm file keeps its sheets, formulas and formatting (what the writer of the copy cannot carry over, such as
charts, is said); another workbook becomes an .xlsx of its values, each cell at its own address; a text file one of its
texts. Cells that a control questions are marked too, where it names rows. A last sheet lists every rejected cell and
every control that questions the file. Nothing of a file is ever made a formula or a link.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain, count
from pathlib import Path
from typing import TypeVar

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from rjh_warehouse.folders import is_file, is_folder, stands
from rjh_warehouse.intake.controls import ControlResult
from rjh_warehouse.intake.files import leads_out, shown_name
from rjh_warehouse.intake.judge import JudgedDelivery
from rjh_warehouse.intake.report import expected_of, explain, explain_control, explain_error, place_of
from rjh_warehouse.messages import Language, say
from rjh_warehouse.reading.table.cell import Cell, GridCell, cell_text
from rjh_warehouse.reading.table.header import header_key
from rjh_warehouse.reading.table.result import DeliveryError, Rejection
from rjh_warehouse.reading.text.encoding import find_encoding
from rjh_warehouse.reading.text.lines import RecordReader
from rjh_warehouse.reading.text.text import find_delimiter, open_text
from rjh_warehouse.reading.workbook.bounds import Budget, open_package
from rjh_warehouse.reading.workbook.sheet import MergedRange, grid_rows, parse_address
from rjh_warehouse.reading.workbook.workbook import open_workbook

MAX_WHOLE_ROWS = 50_000  # a longer file that is not a workbook is copied with its bad rows only
MAX_LISTED = 100_000
MAX_COMMENT = 2_000
MAX_CELL = 32_767
MAX_SHEET_NAME = 31
MAX_STEM = 200  # of a file's name, so that the copy's fits the file system
MAX_MERGED_CELLS = 10_000
_NATIVE = int | float | Decimal | dt.date
_Row = TypeVar("_Row")
_FILL = PatternFill("solid", fgColor="FFC7CE")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_KEEPS_FORMAT = {".xlsx", ".xlsm"}
_NOT_CARRIED = re.compile(r"xl/(charts|media|diagrams|ctrlProps|embeddings|slicers|threadedComments)/", re.IGNORECASE)
_NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")


@dataclass
class _Copy:
    """The workbook that is written, and where the file's rows stand in it."""

    book: Workbook
    column_shift: int = 0  # a copy of a text file begins with a column of line numbers
    rows: dict[tuple[str, int], int] | None = None  # (sheet, row of the file) → row of the copy; None: the same
    titles: dict[str | None, str] = field(
        default_factory=dict
    )  # sheet of the file → sheet of the copy, where they differ
    lacks: list[str] = field(default_factory=list)  # folders of the package that the copy does not carry

    def sheet(self, name: str | None) -> Worksheet:
        title = self.titles.get(name, name)
        return next((s for s in self.book.worksheets if s.title == title), self.book.worksheets[0])

    def row(self, sheet: Worksheet, row: int) -> int | None:
        return row if self.rows is None else self.rows.get((sheet.title, row))


def marked_copy(check: JudgedDelivery, out: Path, *, language: Language | None = None) -> Path:
    """Write the marked copy of a checked file.

    Args:
        check: what `check_file` gave for it.
        out: the file to write, or a folder in which it gets its name by `place_in`.

    Returns:
        The file written.

    Raises:
        DeliveryError: the file cannot be opened to be copied (corrupt, encrypted, too large).
        ValueError: `out` is the checked file itself.
    """
    out = place_in(out, check.path) if is_folder(out) else out
    if leads_out(check.path):
        raise DeliveryError("error.link_outside", file=shown_name(check.path))
    if not is_file(check.path):  # a pipe would be waited for
        raise DeliveryError("error.not_a_file", file=shown_name(check.path))
    if stands(out) and out.samefile(check.path):
        raise ValueError(f"{out} is the checked file itself")
    copy = _same_workbook(check.path) if check.path.suffix.lower() in _KEEPS_FORMAT else None
    if copy is None:
        is_workbook = check.contract is not None and check.contract.format == "excel"
        copy, out = _as_values(check) if is_workbook else _as_text(check), out.with_suffix(".xlsx")
    _mark_cells(copy, check, language)
    _list_faults(copy, check, language)
    copy.book.save(out)
    return out


def place_in(folder: Path, checked: Path, taken: Collection[Path] = ()) -> Path:
    """Where a checked file's copy stands in a folder: its own name and `.markerad.xlsx`, numbered if that is taken."""
    suffix = checked.suffix.lower() if checked.suffix.lower() in _KEEPS_FORMAT else ".xlsx"
    stem = shown_name(checked).removesuffix(checked.suffix)[:MAX_STEM]
    names = (f"{stem}.markerad{n}{suffix}" for n in chain([""], (f"_{i}" for i in count(2))))
    return next(out for name in names if (out := folder / name) not in taken)


def _same_workbook(path: Path) -> _Copy | None:
    """The workbook itself; None when openpyxl cannot open what was read here (a strict package, for one)."""
    budget = Budget(path.name)
    with open_workbook(path, budget) as workbook:  # the bounds are met before openpyxl sees the file
        for sheet in workbook.sheets():
            for _ in grid_rows(sheet, budget):
                pass
    try:
        book = load_workbook(path, keep_vba=path.suffix.lower() == ".xlsm", rich_text=True)
    except Exception:  # openpyxl checks little before it uses it
        return None
    with open_package(path, budget) as package:
        lacks = sorted({m[1].lower() for n in package.names() if (m := _NOT_CARRIED.match(n))})
    return _Copy(book, lacks=lacks)


# -- marks ------------------------------------------------------------------------------------------


def _mark_cells(copy: _Copy, check: JudgedDelivery, language: Language | None) -> None:
    reasons: dict[tuple[str, int, int], list[str]] = defaultdict(list)
    for rejection in check.result.rejections if check.result else []:
        sheet = copy.sheet(rejection.sheet)
        if (row := copy.row(sheet, rejection.row_number)) is not None:
            column = _column_of(copy, sheet, rejection, check)
            reasons[sheet.title, row, column].append(explain(rejection, language))
    if check.error is not None:
        sheet = copy.sheet(check.error.places["sheet"])  # type: ignore[arg-type]
        stated = check.error.places["row"]
        row = copy.row(sheet, stated) if isinstance(stated, int) else 1
        reasons[sheet.title, row or 1, 1 + copy.column_shift].append(explain_error(check.error, language))
    for control in check.failed:
        for sheet, row_number in _rows_of(copy, check, control):
            if (row := copy.row(sheet, row_number)) is not None:
                column = _column_of_control(copy, sheet, control, check)
                reasons[sheet.title, row, column].append(explain_control(control, language))
    for (title, row, column), texts in reasons.items():
        _mark_cell(copy.book[title], row, column, "\n".join(dict.fromkeys(texts)))


def _column_of(copy: _Copy, sheet: Worksheet, rejection: Rejection, check: JudgedDelivery) -> int:
    """The cell's column; where only its header is known, the column under that header; else the first."""
    if rejection.cell is not None:
        return parse_address(rejection.cell)[1] + copy.column_shift
    wanted = {header_key(rejection.column_name)} if rejection.column_name is not None else set()
    return _column_under(copy, sheet, check, rejection.table, wanted)


def _column_under(copy: _Copy, sheet: Worksheet, check: JudgedDelivery, table: str, wanted: Collection[str]) -> int:
    """The column under one of the wanted headers of a table; the first where there is none."""
    first = 1 + copy.column_shift
    for row in check.result.non_data if check.result and wanted else ():
        if row.kind != "header" or row.table != table or copy.sheet(row.sheet) is not sheet:
            continue
        at = copy.row(sheet, row.row_number)
        for column in range(first, sheet.max_column + 1) if at else ():
            if header_key(str(sheet.cell(at or 1, column).value or "")) in wanted:
                return column
    return first


def _rows_of(copy: _Copy, check: JudgedDelivery, control: ControlResult) -> Iterator[tuple[Worksheet, int]]:
    """The rows that a control names; none when its table stands on several sheets, of which it does not say one."""
    headers = [n for n in (check.result.non_data if check.result else []) if n.kind == "header"]
    sheets = {n.sheet for n in headers if n.table == control.table}
    if len(sheets) == 1:
        yield from ((copy.sheet(next(iter(sheets))), row) for row in control.row_numbers)


def _column_of_control(copy: _Copy, sheet: Worksheet, control: ControlResult, check: JudgedDelivery) -> int:
    """The cell's column; the first of several that a control is about, such as those of a key."""
    name = (control.column or "").split(", ")[0]
    tables = check.contract.tables if check.contract else ()
    columns = [c for t in tables if t.name == control.table for c in t.columns if c.name == name]
    wanted = {header_key(n) for c in columns for n in (c.name, *c.aliases)}
    return _column_under(copy, sheet, check, control.table, wanted)


def _mark_cell(sheet: Worksheet, row: int, column: int, reason: str) -> None:
    cell = sheet.cell(row, column)
    if isinstance(cell, MergedCell):
        area = next((a for a in sheet.merged_cells.ranges if cell.coordinate in a), None)
        cell = sheet.cell(area.min_row, area.min_col) if area else sheet.cell(row, 1)
    if isinstance(cell, MergedCell):
        return
    before = f"{cell.comment.text}\n\n" if cell.comment else ""
    cell.comment = Comment(_printable(before + reason)[:MAX_COMMENT], "rjh check", width=320, height=140)
    cell.fill = _FILL


def _list_faults(copy: _Copy, check: JudgedDelivery, language: Language | None) -> None:
    """The last sheet: the fault of the whole, what controls question, every rejected cell, what is not copied."""
    sheet = copy.book.create_sheet(say("check.copy_sheet", language))
    columns = ("file", "place", "found", "expected", "reason", "code")
    name = shown_name(check.path)
    _write_row(sheet, 1, [say(f"check.copy_{c}", language) for c in columns])
    lines = list(_faults(check, language))
    for number, line in enumerate(lines[:MAX_LISTED], start=2):
        _write_row(sheet, number, [name, *line])
    if copy.lacks:
        _write_row(sheet, sheet.max_row + 1, [say("check.copy_lacks", language, found=", ".join(copy.lacks))])
    for letter, width in zip("ABCDEF", (30, 36, 24, 24, 90, 26), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"


def _faults(check: JudgedDelivery, language: Language | None) -> Iterator[Sequence[object]]:
    """Place, found, expected, reason and code of each fault."""
    if check.error is not None:
        places = check.error.places
        yield None, places["found"], places["expected"], explain_error(check.error, language), check.error.code
    for control in check.failed:
        severity = say(f"check.{control.severity}", language)
        rows = ", ".join(map(str, control.row_numbers))
        place = say("check.place_row", language, row=rows) if rows else control.table
        reason = f"{severity}: {explain_control(control, language)}"
        yield place, control.found, control.expected, reason, control.check
    for r in check.result.rejections if check.result else []:
        yield place_of(r, language), r.found, expected_of(r, language), explain(r, language), r.code


# -- files that are not .xlsx -----------------------------------------------------------------------


def _as_values(check: JudgedDelivery) -> _Copy:
    """A workbook's values, each at its own address; of a long sheet the bad rows only."""
    book = Workbook()
    book.remove(book.worksheets[0])
    copy = _Copy(book)
    bad = _bad_rows(check)
    budget = Budget(check.path.name)
    try:
        with open_workbook(check.path, budget) as workbook:
            for source in workbook.sheets():
                sheet = book.create_sheet(_sheet_title(source.facts.name, book))
                copy.titles[source.facts.name] = sheet.title
                for number, row in _chosen(grid_rows(source, budget), bad.get(source.facts.name, set())):
                    for column, cell in enumerate(row, start=1):
                        _write_value(sheet, number, column, cell)
                for area in source.facts.merges:
                    _merge(sheet, area)
    except DeliveryError:
        if check.error is None:
            raise
    if not book.worksheets:
        book.create_sheet(_sheet_title(check.path.stem, book))
    return copy


def _merge(sheet: Worksheet, area: MergedRange) -> None:
    """Merge a range as in the file, unless it is absurd or cells with values of their own lie under it."""
    bottom, right = min(area.bottom, sheet.max_row), min(area.right, sheet.max_column)
    size = (bottom - area.top + 1) * (right - area.left + 1)
    if not 1 < size <= MAX_MERGED_CELLS:
        return
    cells = [c for row in sheet.iter_rows(area.top, bottom, area.left, right) for c in row]
    if all(c.value is None for c in cells[1:]) and not any(isinstance(c, MergedCell) for c in cells):
        sheet.merge_cells(None, area.top, area.left, bottom, right)


def _write_value(sheet: Worksheet, row: int, column: int, cell: GridCell) -> None:
    """A number as a number, a date as a date, and anything else as text."""
    if not isinstance(cell, Cell) or cell.is_merged_part:
        return
    value = cell.value
    is_native = isinstance(value, bool) or cell.text is None or cell.is_percent
    if cell.error or not is_native or not isinstance(value, _NATIVE):
        _write_row(sheet, row, [cell_text(cell)], first=column)
        return
    target = sheet.cell(row, column)
    target.value = value
    if isinstance(value, int | float | Decimal) and cell.decimals is not None:
        places = f".{'0' * cell.decimals}" if cell.decimals else ""
        target.number_format = f"0{places}%" if cell.is_percent else f"#,##0{places}"


def _as_text(check: JudgedDelivery) -> _Copy:
    """The file's cells as text with the file's row numbers before them; of a long file the bad rows only."""
    book = Workbook()
    book.remove(book.worksheets[0])
    copy = _Copy(book, column_shift=1, rows={})
    assert copy.rows is not None
    bad = _bad_rows(check)
    try:
        for name, rows in _sheets(check):
            sheet = book.create_sheet(_sheet_title(name, book))
            for at, (number, texts) in enumerate(_chosen(rows, bad.get(name, set())), start=1):
                copy.rows[sheet.title, number] = at
                _write_row(sheet, at, [str(number), *texts])
    except DeliveryError:
        if check.error is None:
            raise
    if not book.worksheets:
        book.create_sheet(_sheet_title(check.path.stem, book))
    return copy


def _bad_rows(check: JudgedDelivery) -> dict[str | None, set[int]]:
    """Rows that a copy must hold: those with rejected or questioned cells and the headers."""
    wanted: dict[str | None, set[int]] = defaultdict(set)
    questioned = {row for control in check.failed for row in control.row_numbers}
    if check.result is not None:
        for rejection in check.result.rejections:
            wanted[rejection.sheet].add(rejection.row_number)
        for row in check.result.non_data:
            if row.kind == "header":
                wanted[row.sheet] |= {row.row_number, *questioned}
    return wanted


def _chosen(rows: Iterable[tuple[int, _Row]], bad: set[int]) -> Iterator[tuple[int, _Row]]:
    ahead: list[tuple[int, _Row]] = []
    source = iter(rows)
    for row in source:
        ahead.append(row)
        if len(ahead) > MAX_WHOLE_ROWS:
            yield from (r for r in ahead if r[0] in bad)
            yield from (r for r in source if r[0] in bad)
            return
    yield from ahead


def _sheets(check: JudgedDelivery) -> Iterator[tuple[str | None, Iterator[tuple[int, list[str]]]]]:
    if check.contract is not None and check.contract.format == "csv":
        decoding = find_encoding(check.path, check.contract.csv.encodings)
        delimiter = find_delimiter(check.path, check.contract, decoding)
        with open_text(check.path, decoding) as stream:
            yield None, iter(RecordReader(stream, delimiter=delimiter, quote=check.contract.csv.quote))


def _sheet_title(name: str | None, book: Workbook) -> str:
    title = _NO_SHEET_NAME.sub("_", name or "Fil")[:MAX_SHEET_NAME].strip("'") or "Fil"
    number = 1
    while title.lower() in {t.lower() for t in book.sheetnames}:
        number += 1
        title = f"{title[: MAX_SHEET_NAME - 4]}_{number}"
    return title


def _write_row(sheet: Worksheet, row: int, texts: Sequence[object], *, first: int = 1) -> None:
    """Texts as texts: a cell that begins with "=" is no formula here."""
    for column, text in enumerate(texts, start=first):
        if text is not None and text != "":
            cell = sheet.cell(row, column)
            if isinstance(cell, SheetCell):
                cell.value = _printable(str(text))[:MAX_CELL]
                cell.data_type = "s"


def _printable(text: str) -> str:
    return _CONTROL.sub("\ufffd", text)
