"""Workbooks of kind .xls (BIFF 2–8), by xlrd in a process of its own: see `xls_child`."""

from __future__ import annotations

import importlib.util
import marshal
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from rjh_warehouse.reading.table.cell import Cell
from rjh_warehouse.reading.table.result import DeliveryError, Finding
from rjh_warehouse.reading.workbook import xls_child
from rjh_warehouse.reading.workbook.bounds import (
    MAX_XLS_BYTES,
    MAX_XLS_MEMORY,
    MAX_XLS_SECONDS,
    Budget,
    ole_streams,
)
from rjh_warehouse.reading.workbook.format import GENERAL, NumberFormat, number_format
from rjh_warehouse.reading.workbook.sheet import (
    MergedRange,
    RawRow,
    SheetFacts,
    Visibility,
    bool_cell,
    column_letters,
    number_cell,
)

_STATES: dict[int, Visibility] = {1: "hidden", 2: "very_hidden"}
_EMPTY, _TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR, _BLANK = range(7)  # xlrd's kinds of cells
_ERROR_TEXTS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!",
                0x2A: "#N/A"}  # fmt: skip
_READ_BYTES = 1 << 18


class XlsWorkbook:
    """An opened .xls file, to be used as a context manager: leaving it ends the process that reads.

    Raises:
        DeliveryError: encrypted, broken, or larger or slower than the bounds allow.
    """

    def __init__(self, path: Path, budget: Budget) -> None:
        self._budget = budget
        self.findings: list[Finding] = []
        if path.stat().st_size > MAX_XLS_BYTES:
            raise budget.too_large(f"{path.stat().st_size:,} B", f"{MAX_XLS_BYTES:,} B")
        if "_vba_project_cur" in ole_streams(path):
            self.findings.append(Finding("finding.macro_not_run", found="_VBA_PROJECT_CUR"))
        self._child = _Child(path, budget)
        self._last: tuple[Any, ...] = ()

    def __enter__(self) -> XlsWorkbook:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._child.end()

    def sheets(self) -> Iterator[XlsSheet]:
        """The worksheets in the order of their tabs. A sheet that is left unread is passed over."""
        _, is_1904, codes, is_damaged, links = self._child.take()
        styles = [number_format(code) for code in codes]
        if is_damaged:
            self.findings.append(Finding("finding.workbook_damaged"))
        if links:
            self.findings.append(Finding("finding.external_link", found=str(links)))
        self._last = self._child.take()
        while self._last[0] == "sheet":
            _, name, visibility, merges, rows, columns, notes = self._last
            facts = SheetFacts(name, _STATES.get(visibility, "visible"))
            facts.merges = [MergedRange(r0 + 1, c0 + 1, r1, c1) for r0, r1, c0, c1 in merges]
            facts.hidden_rows = [r + 1 for r in rows]
            facts.hidden_columns = [(c + 1, c + 1) for c in columns]
            facts.findings += [_note(name, *note) for note in notes]
            sheet = XlsSheet(facts, self._row_frames(), styles, is_1904=is_1904)
            yield sheet
            for _ in sheet.frames:
                pass

    def _row_frames(self) -> Iterator[list[tuple[int, bytes, list[Any], list[int]]]]:
        while (frame := self._child.take())[0] == "rows":
            yield frame[1]
        self._last = frame


class _Child:
    """The process that reads the file, and what it says."""

    def __init__(self, path: Path, budget: Budget) -> None:
        self._budget = budget
        library = importlib.util.find_spec("xlrd")
        assert library is not None and library.origin is not None
        command = [sys.executable, "-I", xls_child.__file__, str(path.absolute()),
                   str(Path(library.origin).parents[1]), str(MAX_XLS_MEMORY), str(MAX_XLS_SECONDS)]  # fmt: skip
        self._process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0
        )
        self._held = bytearray()

    def take(self) -> tuple[Any, ...]:
        """The next frame. Raises DeliveryError when the child says an error, is too slow or has died."""
        size = int.from_bytes(self._bytes(8), "little")
        frame: tuple[Any, ...] = marshal.loads(self._bytes(size))
        if frame[0] != "error":
            return frame
        _, kind, text, sheet = frame
        if kind == "encrypted":
            raise DeliveryError("error.workbook_encrypted", file=self._budget.file_name)
        if kind == "memory":
            raise self._too_much_memory(sheet)
        raise self._budget.corrupt(text, sheet=sheet)

    def end(self) -> None:
        """End the process, whether it is done or not."""
        if self._process.poll() is None:
            self._process.kill()
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._process.wait()

    def _bytes(self, count: int) -> bytes:
        pipe = self._process.stdout
        assert pipe is not None
        while len(self._held) < count:
            left = self._budget.ends_at - time.monotonic()
            ready = select.select([pipe], [], [], left)[0] if left > 0 else []
            if not ready:
                raise self._budget.too_slow()
            more = pipe.read(_READ_BYTES)
            if not more:
                raise self._died()
            self._held += more
        taken = bytes(self._held[:count])
        del self._held[:count]
        return taken

    def _died(self) -> DeliveryError:
        """The end came before the last frame: the system ended the process, or it could not even begin."""
        code = self._process.wait()
        if code in {-getattr(signal, name, 0) for name in ("SIGXCPU", "SIGKILL")} - {0}:
            return self._budget.too_slow(MAX_XLS_SECONDS)
        return self._too_much_memory(None) if code > 0 else self._budget.corrupt(f"xlrd: signal {-code}")

    def _too_much_memory(self, sheet: str | None) -> DeliveryError:
        return self._budget.too_large("RAM", f"{MAX_XLS_MEMORY:,} B", sheet=sheet)


def _note(sheet: str, row: int, column: int, text: str) -> Finding:
    cell = f"{column_letters(column + 1)}{row + 1}"
    return Finding("finding.cell_note", sheet=sheet, row_number=row + 1, cell=cell, found=text.strip())


@dataclass(slots=True)
class XlsSheet:
    """One worksheet: its rows as the child gives them."""

    facts: SheetFacts
    frames: Iterator[list[tuple[int, bytes, list[Any], list[int]]]]
    styles: list[NumberFormat]
    is_1904: bool

    def raw_rows(self) -> Iterator[RawRow]:
        """Rows with their cells."""
        for rows in self.frames:
            for row, kinds, values, styles in rows:
                cells: dict[int, Cell] = {}
                for column, (kind, value, style) in enumerate(zip(kinds, values, styles, strict=True), start=1):
                    if kind not in {_EMPTY, _BLANK} and value != "":
                        cells[column] = self._cell(kind, value, style, f"{column_letters(column)}{row + 1}")
                yield row + 1, cells

    def _cell(self, kind: int, value: Any, style: int, address: str) -> Cell:
        if kind == _TEXT:
            return Cell(str(value), address=address)
        if kind == _BOOLEAN:
            return bool_cell(bool(value), address)
        if kind == _ERROR:
            text = _ERROR_TEXTS.get(int(value), f"#{value}")
            return Cell(None, text=text, error="reject.error_cell", address=address)
        shown = self.styles[style] if style < len(self.styles) else GENERAL
        return number_cell(float(value), shown, address, is_1904=self.is_1904)
