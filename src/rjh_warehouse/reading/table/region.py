"""A table being read: from the row after its header to its end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set
from itertools import islice

from rjh_warehouse.contract.contract import Column, Table
from rjh_warehouse.reading.table.account import MAX_TEXT, Account
from rjh_warehouse.reading.table.batch import BatchBuilder, lake_values
from rjh_warehouse.reading.table.cell import Cell, GridCell, cell_address, cell_found, cell_text
from rjh_warehouse.reading.table.header import HeaderMatch, clean, header_key, says_scale, units_in
from rjh_warehouse.reading.table.numbers import UNIT_NAMES, currency_of
from rjh_warehouse.reading.table.rejected_amount import RejectedAmounts
from rjh_warehouse.reading.table.result import Finding, Rejection
from rjh_warehouse.reading.table.row_kind import DATA, END, TOTAL, kind_of, row_kinds
from rjh_warehouse.reading.table.row_width import fault_of_width
from rjh_warehouse.reading.table.typed import EMPTY, CellFault, ColumnReader, Typed
from rjh_warehouse.reading.table.unit_statement import units_mentioned, units_stated

END_MARKS = frozenset("\x0c\x1a")  # a form feed or an old system's end of file, alone on its line


class Region:
    """One stretch of rows under one header; types them and writes the records.

    Raises:
        DeliveryError: when made: a column stands twice, or an amount has no unit.
    """

    def __init__(
        self,
        account: Account,
        table: Table,
        match: HeaderMatch,
        builder: BatchBuilder,
        *,
        sheet: str | None,
        header_rows: Sequence[tuple[int, Sequence[GridCell]]],
        above: Sequence[str],
        is_ragged: bool,
    ) -> None:
        self.account, self.table, self.match, self.sheet = account, table, match, sheet
        self.first_row = header_rows[-1][0] + 1 if header_rows else 1
        self.builder, self._is_ragged = builder, is_ragged
        self._lines_above = above
        self._above = [*above, *(clean(cell_text(c)) for _, row in header_rows for c in row)]
        self._header_row = header_rows[0][0] if header_rows else None
        self._check_duplicates()
        self.repeats = {_row_key(row) for _, row in header_rows}
        self._repeated = {key for keys in self.repeats for key in keys}
        self.width = len(match.headings)
        self.kinds = row_kinds(table.rows)
        self.readers = {c.name: self._reader(c) for c in table.value_columns if not self._is_absent(c)}
        self.from_file = {c.name: self._file_value(c) for c in table.columns if c.is_given}
        self._groups = [self._group_values(a.groups) for a in match.across]
        self._last: dict[str, GridCell] = {}
        self._unknown: Counter[int] = Counter()
        self._unknown_at: dict[int, tuple[int, str | None]] = {}
        self._padded = 0
        self.watched = self._watched_positions()
        self.counts = account.table(table.name)
        self.counts.unit = self._table_unit()
        self._rejected = RejectedAmounts(table, self.counts)

    # -- rows ---------------------------------------------------------------------------------------

    def take(self, row_number: int, cells: Sequence[GridCell]) -> bool:
        """Read one row. False: the table ended before this row, which is not counted here."""
        first = next((t for c in cells if c is not None and (t := cell_text(c)) and not _is_merged(c)), "")
        if len(cells) == 1 < self.width and first in END_MARKS:
            self._skip("blank", row_number, cells)
            return True
        if not first and all(c is None or not cell_text(c) for c in cells):
            if self.table.rows.end_at_blank:
                return False
            self._skip("blank", row_number, cells)
            return True
        kind = kind_of(first, self.kinds)
        if kind == DATA and self._is_unlabelled(cells):
            kind = TOTAL
        if kind == END:
            return False
        if header_key(first) in self._repeated and _row_key(cells) in self.repeats:
            self._skip("repeated_header", row_number, cells)
        elif kind == "note":
            self._skip("note", row_number, cells)
        elif self._has_right_width(row_number, cells, kind):
            self._watch(row_number, cells)
            self._record(row_number, cells, kind)
        return True

    def _is_unlabelled(self, cells: Sequence[GridCell]) -> bool:
        """Whether the column is empty that every row of data fills."""
        index = self.match.columns.get(self.table.rows.total_where_empty or "")
        return index is not None and not cell_text(_at(cells, index))

    def close(self) -> None:
        """Say what the stretch held beside the table's columns."""
        for index, count in sorted(self._unknown.items()):
            heading = self.match.headings[index].text if index < self.width else ""
            row_number, cell = self._unknown_at[index]
            code = "finding.unknown_column" if heading else "finding.value_without_header"
            column = heading or str(index + 1)
            self.account.find(Finding(code, self.sheet, row_number, column, cell, str(count)))
        for index in self.match.unknown:
            if index not in self._unknown:
                name = self.match.headings[index].text
                self.account.find(Finding("finding.unknown_column", self.sheet, self._header_row, name, None, "0"))
        if self._padded:
            self.account.find(Finding("finding.trailing_delimiters", self.sheet, found=str(self._padded)))

    def count_unknown(self, index: int, count: int, row_number: int, address: str | None) -> None:
        """Remember values under a header that the contract does not have, and where the first one stands."""
        self._unknown[index] += count
        at = self._unknown_at.get(index)
        if at is None or row_number < at[0]:
            self._unknown_at[index] = (row_number, address)

    def _skip(self, kind: str, row_number: int, cells: Sequence[GridCell]) -> None:
        self.account.non_data(kind, self.table.name, self.sheet, row_number, row_text(cells))

    def _has_right_width(self, row_number: int, cells: Sequence[GridCell], kind: str) -> bool:
        """Whether a text file's row was cut where the header says; otherwise it is rejected whole."""
        code = fault_of_width(self, row_number, cells) if self._is_ragged else None
        if code is None:
            self._padded += self._is_ragged and len(cells) > self.width
            return True
        records = max(len(self.match.across), 1)
        self.counts.rows_read += records
        self.counts.rows_rejected += records
        for across in self.match.across or (None,):
            if kind == "data" and (across is None or across.kind == "data"):
                self._rejected.add(None)
        found = f"{len(cells)}: {row_text(cells)}"[:MAX_TEXT]
        self.account.reject(
            Rejection(self.table.name, self.sheet, row_number, None, None, found, str(self.width), code)
        )
        return False

    def _record(self, row_number: int, cells: Sequence[GridCell], kind: str) -> None:
        is_total = kind != "data"
        is_whole = True
        values: list[object] = [self.sheet, row_number, kind]
        amount: Typed | None = None
        label_at = _first_filled(cells) if is_total else -1
        for column in self.table.columns:
            typed = self._typed(column, row_number, cells, is_total, label_at)
            if typed is None:
                is_whole = False
            elif is_whole:
                values += lake_values(column, typed, is_lean=self.table.lean)
            if column is self._rejected.column:
                amount = typed
        if self.table.across is None:
            self.counts.rows_read += 1
            if is_whole:
                self.counts.rows_loaded += 1
                self.builder.add(tuple(values))
            else:
                self.counts.rows_rejected += 1
                if not is_total:
                    self._rejected.add(amount)
            return
        self._cross(row_number, cells, is_total, values if is_whole else None)

    def _cross(self, row_number: int, cells: Sequence[GridCell], is_total: bool, labels: list[object] | None) -> None:
        """The value cells of one row; all are rejected when the row's labels are."""
        assert self.table.across is not None
        value = self.table.across.value
        for across, groups in zip(self.match.across, self._groups, strict=True):
            self.counts.rows_read += 1
            cell = _at(cells, across.index)
            typed = self._read(value, across.heading, row_number, cell, across.index, is_total)
            if labels is None or typed is None:
                self.counts.rows_rejected += 1
                if not is_total and across.kind == "data":
                    self._rejected.add(typed)
                continue
            months = (across.month_number,) if self.table.across.months else ()
            place = (across.heading, across.kind, cell_address(cell, self.sheet, row_number, across.index))
            self.counts.rows_loaded += 1
            self.builder.add((*labels, *groups, *months, *place, *lake_values(value, typed, is_lean=self.table.lean)))

    def _typed(
        self, column: Column, row_number: int, cells: Sequence[GridCell], is_total: bool, label_at: int
    ) -> Typed | None:
        """The typed value of one column in this row; None when its cell was rejected."""
        if column.is_given:
            return self.from_file[column.name]
        index = self.match.columns.get(column.name)
        if index is None:
            return EMPTY
        cell = _at(cells, index)
        if column.fill_down and not is_total:
            if cell_text(cell):
                self._last[column.name] = cell
            elif not (isinstance(cell, Cell) and cell.error):
                cell = self._last.get(column.name)
        elif _is_merged(cell):
            cell = None
        if index == label_at and column.type not in ("text", "code"):
            return self._label_in_typed_column(column, cell)
        return self._read(column, self.match.headings[index].text, row_number, cell, index, is_total)

    def _label_in_typed_column(self, column: Column, cell: GridCell) -> Typed:
        """A total's label may stand in a column of dates or numbers ("Summa" under Period): no value
        there."""
        try:
            return self.readers[column.name].read(cell, is_stated_total=True)
        except CellFault:
            return EMPTY

    def _read(
        self, column: Column, heading: str, row_number: int, cell: GridCell, index: int, is_total: bool
    ) -> Typed | None:
        try:
            return self.readers[column.name].read(cell, is_stated_total=is_total)
        except CellFault as fault:
            found = cell_found(cell)[:MAX_TEXT] or None
            address = cell_address(cell, self.sheet, row_number, index)
            self.account.reject(
                Rejection(
                    self.table.name,
                    self.sheet,
                    row_number,
                    heading,
                    address,
                    found,
                    fault.expected,
                    fault.code,
                    fault.expected_en,
                )
            )
            return None

    # -- columns beside the table's own -------------------------------------------------------------

    def _watched_positions(self) -> set[int]:
        known = {*self.match.columns.values(), *(a.index for a in self.match.across)}
        return {*range(self.width)} - known

    def _watch(self, row_number: int, cells: Sequence[GridCell]) -> None:
        """Count the values that stand under no column of the contract."""
        beside = ((index, _at(cells, index)) for index in self.watched)
        for index, cell in (*beside, *enumerate(islice(cells, self.width, None), self.width)):
            if cell is None or cell == "" or _is_merged(cell) or not cell_text(cell):
                continue
            self.counts.non_data["ignored_cell"] += 1
            if index not in self.match.ignored:
                self.count_unknown(index, 1, row_number, cell_address(cell, self.sheet, row_number, index))

    # -- what the header decides --------------------------------------------------------------------

    def _check_duplicates(self) -> None:
        for name, heading in self.match.duplicates:
            raise self.account.error(
                "error.duplicate_column", sheet=self.sheet, row=self._header_row, column=name, found=heading,
                expected=self.match.headings[self.match.columns[name]].text,
            )  # fmt: skip

    def _is_absent(self, column: Column) -> bool:
        return column.may_be_absent and not column.is_given and column.name not in self.match.columns

    def _reader(self, column: Column) -> ColumnReader:
        unit = self._unit(column)
        return ColumnReader(column, self.account.contract.numbers, unit=unit, is_lean=self.table.lean)

    def _unit(self, column: Column) -> str | None:
        """The unit of a column's numbers, or None where each cell says it (or there is none)."""
        if column.unit is None or column.unit == "cell":
            return "%" if column.type == "percent" else None
        if column.unit == "origin":
            origin = self.account.origin
            found = UNIT_NAMES.get((origin.unit or "").strip().lower()) if origin else None
        elif column.unit == "header":
            found = self._unit_in_header(column)
        else:
            found = UNIT_NAMES.get(column.unit.lower(), column.unit)
        if found is None:
            raise self.account.error(
                "error.unit_missing", sheet=self.sheet, row=self._header_row, column=column.name,
                found=" | ".join(h.text for h in self.match.headings if h.text)[:MAX_TEXT],
                expected="kr, tkr, mkr",
            )  # fmt: skip
        if column.type == "amount" and column.unit != "header":
            self._hold_to_headings(column, found)
        return found

    def _hold_to_headings(self, column: Column, unit: str) -> None:
        """The column's own header may repeat the unit that the contract or the origin says, and not contradict it.

        A currency alone ("Amount $") is no contradiction where the rows above speak of thousands of it.
        """
        same = {unit, currency_of(unit)} if any(says_scale(t) for t in self._above) else {unit}
        own = self._own_headings(column)
        for heading in own:
            said = units_in(heading) - {"%"}
            if said and not said & same:
                raise self.account.error(
                    "error.unit_other", sheet=self.sheet, row=self._header_row, column=column.name,
                    found=heading[:MAX_TEXT], expected=unit,
                )  # fmt: skip
        if not any(units_in(heading) - {"%"} for heading in own):
            self._hold_to_rows_above(column, unit, same)

    def _hold_to_rows_above(self, column: Column, unit: str, same: Set[str | None]) -> None:
        """Under a heading that says none, the rows above and the sheet's name may not state another unit; one that they
        only name ("statsbidrag i mkr") is told."""
        lines = [*self._lines_above, *filter(None, [self.sheet])]
        stated = {text: units_stated(text) for text in lines}
        named = {text: units_mentioned(text) - stated[text] for text in lines}
        if any(same & found for found in (*stated.values(), *named.values())):
            return
        if text := next((t for t, found in stated.items() if found), None):
            raise self.account.error(
                "error.unit_above", sheet=self.sheet, row=self._header_row, column=column.name,
                found=text.strip(";")[:MAX_TEXT], expected=unit,
            )  # fmt: skip
        for text in (t for t, found in named.items() if found):
            found = text.strip(";")[:MAX_TEXT]
            self.account.find(
                Finding("finding.unit_above", self.sheet, self._header_row, column.name, None, found, unit)
            )

    def _own_headings(self, column: Column) -> list[str]:
        index = self.match.columns.get(column.name)
        own = [a.index for a in self.match.across] if index is None else [index]
        return [self.match.headings[i].text for i in own]

    def _unit_in_header(self, column: Column) -> str | None:
        """The one unit that the column's own header says, else other headers and rows above, else the sheet's name."""
        for texts in (self._own_headings(column), self._above[::-1], [self.sheet or ""]):
            units = set().union(*(units_in(t) for t in texts)) - ({"%"} if column.type == "amount" else set())
            if units:
                return units.pop() if len(units) == 1 else None
        return None

    def _table_unit(self) -> str | None:
        units = {r.unit for r in self.readers.values() if r.column.type == "amount"}
        return units.pop() if len(units) == 1 else None

    def _file_value(self, column: Column) -> Typed:
        text = column.constant or self.account.groups.get(column.from_file or "")
        try:
            return self.readers[column.name].read(text)
        except CellFault as fault:
            raise self.account.error(
                "error.file_name", sheet=self.sheet, column=column.name, found=text, expected=fault.expected
            ) from fault

    def _group_values(self, groups: dict[str, str | None]) -> tuple[object, ...]:
        """The header's named groups in their types."""
        assert self.table.across is not None
        values: list[object] = []
        for name, text in groups.items():
            column = Column(name=name, type=self.table.across.groups[name], required=False, unit="cell")
            reader = ColumnReader(column, self.account.contract.numbers, unit=None, is_lean=False)
            try:
                values.append(reader.read(text).value)
            except CellFault as fault:
                raise self.account.error(
                    "error.header_value", sheet=self.sheet, row=self._header_row, column=name, found=text,
                    expected=fault.expected,
                ) from fault  # fmt: skip
        return tuple(values)


def row_text(cells: Sequence[GridCell]) -> str:
    """A row as one text, for lists of rows that are not data."""
    return ";".join(["" if c is None else cell_text(c) for c in cells])


def _row_key(cells: Sequence[GridCell]) -> tuple[str, ...]:
    keys = ["" if c is None else header_key(cell_text(c)) for c in cells]
    while keys and not keys[-1]:
        keys.pop()
    return tuple(keys)


def _at(cells: Sequence[GridCell], index: int) -> GridCell:
    return cells[index] if index < len(cells) else None


def _is_merged(cell: GridCell) -> bool:
    return isinstance(cell, Cell) and cell.is_merged_part


def _first_filled(cells: Sequence[GridCell]) -> int:
    return next((i for i, c in enumerate(cells) if cell_text(c)), -1)
