"""Where tables stand on a sheet or in a text file: header, rows, and what each row is, with the evidence for it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from rjh_warehouse.intake.draft.evidence import (
    MOSTLY,
    Evidence,
    column,
    continues_header,
    filled,
    first_text,
    header_evidence,
    is_header,
    is_period,
    is_word,
    label_positions,
    note_evidence,
    share_of_numbers,
    total_word,
)
from rjh_warehouse.intake.draft.sample import Grid, is_number
from rjh_warehouse.reading.table.cell import Cell, GridCell, GridRow, cell_text

MOST_TABLES = 20  # of one sheet; a sheet that seems to have more has none that can be told apart
NO_HEADER_ROWS = 3  # rows of numbers above the first row of texts from which a file has no header
FEW_ROWS = 5  # between a table's title and its header
MOST_HEADER_ROWS = 3
LOOK_BELOW = 30


@dataclass
class Row:
    """A row below a header: what it is (data, total, subtotal, note) and why."""

    number: int
    cells: Sequence[GridCell]
    role: str = "data"
    evidence: list[Evidence] = field(default_factory=list)
    has_label: bool = True  # something but the numbers that add up stands in it

    @property
    def label(self) -> str:
        return first_text(self.cells)


@dataclass
class FoundTable:
    """Header rows (none: the columns are known by their places), the rows under them and the texts above."""

    sheet: str | None
    header: list[GridRow]
    rows: list[Row]
    above: list[str]
    evidence: list[Evidence] = field(default_factory=list)  # for its header
    ends_at_blank: bool = False
    end: str | None = None  # the text of the first row that is no more the table's
    repeats: int = 0  # rows that repeat the header further down

    @property
    def data(self) -> list[Sequence[GridCell]]:
        """The cells of the rows that are data."""
        return [r.cells for r in self.rows if r.role == "data"]

    @property
    def width(self) -> int:
        return max((len(r) for r in (*(r.cells for r in self.rows), *(c for _, c in self.header))), default=0)


def find_tables(grid: Grid) -> list[FoundTable]:
    """The tables that stand on a sheet, each from its header to its end, with the roles of their rows that words and
    places tell (sums are found by `totals`)."""
    rows = grid.rows
    at = _next_header(rows, 0)
    if at is not None and _has_rows_above(rows, at):
        return [_with_roles(t) for t in _by_places(grid)]
    tables: list[FoundTable] = []
    start = 0
    while at is not None:
        first, count = _header_rows(rows, at)
        above = [" ".join(filter(None, map(cell_text, r))) for _, r in rows[start:first]]
        table = FoundTable(grid.sheet, list(rows[first : first + count]), [], [t for t in above if t])
        table.evidence = header_evidence(rows[at][1], _below(rows, at))
        start = _take_rows(rows, first + count, table)
        if table.rows:
            tables.append(table)
        at = _next_header(rows, start)
    if len(tables) > MOST_TABLES:
        tables = [_whole(grid, tables[0])]
    return [_with_roles(t) for t in tables]


def find_any_table(grid: Grid) -> list[FoundTable]:
    """For a file in which no table was found: a header alone, one column under its header, or columns known by their
    places."""
    rows = [row for row in grid.rows if filled(row[1])]
    if rows and len(filled(rows[0][1])) >= 2 and len(rows) == 1 and not any(map(is_number, rows[0][1])):
        return [FoundTable(grid.sheet, rows, [], [], [Evidence("header_alone", 0.3)])]
    if len(rows) > 1 and len(filled(rows[0][1])) == 1 and not is_number(rows[0][1][filled(rows[0][1])[0]]):
        below = [Row(*r) for r in rows[1:]]
        return [_with_roles(FoundTable(grid.sheet, rows[:1], below, [], [Evidence("texts", 0.5)]))]
    return [_with_roles(t) for t in _by_places(grid)]


def lone_labels(table: FoundTable) -> list[Row]:
    """Rows of a label alone that name the rows below them, as it seems: labels come again under each."""
    data = [r for r in table.rows if r.role == "data"]
    lone = [r for r in data if len(filled(r.cells)) == 1 and is_word(r.label)]
    labels = [r.label for r in data if r not in lone]
    return lone if table.width > 1 and len(set(labels)) < len(labels) else []


def _with_roles(table: FoundTable) -> FoundTable:
    """Say of each row what its words and its place make it."""
    cells = [r.cells for r in table.rows]
    typed = {
        i
        for i in range(max(map(len, cells), default=0))
        if share_of_numbers(c := column(cells, i)) >= MOSTLY
        or (c and sum(bool(re.match(r"\d{4}-", cell_text(x))) for x in c) >= MOSTLY * len(c))
    }
    last_values = max((i for i, c in enumerate(cells) if len(filled(c)) > 1), default=-1)
    after_total = False
    for place, row in enumerate(table.rows):
        is_lone = len(filled(row.cells)) == 1
        word = total_word(row.label)
        if word and not (is_lone and place > last_values):
            row.role, row.evidence = word, [Evidence("total_word", 0.9)]
            after_total = True
        elif found := note_evidence(row.cells, typed=typed, is_last=place > last_values, after_total=after_total):
            row.role, row.evidence = "note", found
    return table


def _below(rows: Sequence[GridRow], at: int) -> list[Sequence[GridCell]]:
    return [r for _, r in rows[at + 1 : at + 1 + LOOK_BELOW] if filled(r)]


def _by_places(grid: Grid) -> list[FoundTable]:
    rows = [row for row in grid.rows if filled(row[1])]
    widths = Counter(len(row) for _, row in rows)
    kept = [Row(*row) for row in rows if len(row[1]) == widths.most_common(1)[0][0]]
    has_numbers = any(is_number(c) for r in kept for c in r.cells)
    return [FoundTable(grid.sheet, [], kept, [], [Evidence("no_header", 0.6)])] if kept and has_numbers else []


def _has_rows_above(rows: Sequence[GridRow], at: int) -> bool:
    """Whether rows of numbers, as wide as what seems to be the header, stand above it: then it is no header."""
    width = len(filled(rows[at][1]))
    above = [r for _, r in rows[:at] if len(filled(r)) >= max(2, width // 2)]
    return sum(any(is_number(c) and not is_period(c) for c in r) for r in above) >= NO_HEADER_ROWS


def _whole(grid: Grid, first: FoundTable) -> FoundTable:
    """The first table with everything below its header."""
    last = first.header[-1][0]
    rows = [Row(*r) for r in grid.rows if r[0] > last and filled(r[1])]
    return FoundTable(grid.sheet, first.header, rows, first.above, first.evidence)


def _next_header(rows: Sequence[GridRow], start: int) -> int | None:
    return next((i for i in range(start, len(rows)) if is_header(header_evidence(rows[i][1], _below(rows, i)))), None)


def _header_rows(rows: Sequence[GridRow], at: int) -> tuple[int, int]:
    """Where the header begins and its number of rows: groups may stand above the columns' names."""
    first, last = at, at
    if at > 0:
        above = rows[at - 1][1]
        spans = any(isinstance(c, Cell) and c.is_merged_part for c in above)
        own = filled(above)
        if own and own[-1] > 0 and set(own) <= label_positions(above, _below(rows, at - 1)):
            is_pair = cell_text(above[own[0]]).endswith(":") or own[-1] < max(filled(rows[at][1])) // 2
            if spans or (len(own) > 1 and not is_pair):
                first = at - 1
    while last - first + 1 < MOST_HEADER_ROWS and last + 1 < len(rows):
        if not continues_header(rows[last][1], rows[last + 1][1], _below(rows, last + 1)):
            break
        last += 1
    return first, last - first + 1


def _take_rows(rows: Sequence[GridRow], start: int, table: FoundTable) -> int:
    """Add rows to a table up to its end; where to look for the next one."""
    width = max((len(filled(r)) for _, r in table.header), default=2)
    widest = [*accumulate((len(filled(r)) for _, r in reversed(rows[start:])), max)][::-1]  # from each row on
    heads = {tuple(map(cell_text, r)) for _, r in table.header}
    has_gaps = False
    i = start
    while i < len(rows):
        number, row = rows[i]
        if filled(row):
            texts = tuple(map(cell_text, row))
            is_other = _is_next_header(rows, i, table) if table.sheet is not None else _has_other_width(rows, i, table)
            if is_other or _names_others(rows, i, table):
                return i
            if texts not in heads:
                table.rows.append(Row(number, row))
            else:
                table.repeats += 1
            i += 1
            continue
        after = next((j for j in range(i, len(rows)) if filled(rows[j][1])), None)
        if after is None:
            return len(rows)
        is_again = tuple(map(cell_text, rows[after][1])) in heads  # the header of a new page
        is_next = not is_again and _may_name(rows, after) and _has_numbers_below(rows, after)
        is_next = is_next and _contradicts(rows[after][1], table)
        is_footer = widest[after - start] < min(2, width) or _is_signature(rows[after:], table)
        is_title = len(filled(rows[after][1])) == 1 and _next_title(rows, after, table)
        if is_next or is_footer or is_title:
            if not has_gaps:
                table.ends_at_blank = True
            elif is_footer or is_title:
                table.end = first_text(rows[after][1])
            return len(rows) if is_footer else after
        has_gaps = True
        i = after
    return len(rows)


def _is_signature(rows: Sequence[GridRow], table: FoundTable) -> bool:
    """Whether nothing but texts stands from here on, words where the table has numbers: "Attest; A. Chef"."""
    own = [r for _, r in rows if filled(r)]
    return _contradicts(own[0], table) and not any(is_number(c) for r in own for c in r)


def _may_name(rows: Sequence[GridRow], at: int) -> bool:
    own = filled(rows[at][1])
    return len(own) >= 2 and set(own) <= label_positions(rows[at][1], _below(rows, at))


def _next_title(rows: Sequence[GridRow], at: int, table: FoundTable) -> bool:
    """Whether a lone text is the title of another table, whose header follows."""
    header = _next_header(rows, at)
    return header is not None and header - at <= FEW_ROWS and _contradicts(rows[header][1], table)


def _contradicts(row: Sequence[GridCell], table: FoundTable) -> bool:
    """Whether a row of texts cannot be a row of the table: it has words where the table has numbers."""
    return any(is_word(row[i]) and _holds_numbers(table, i) for i in filled(row))


def _holds_numbers(table: FoundTable, index: int) -> bool:
    return share_of_numbers(column([r.cells for r in table.rows], index)) >= MOSTLY


def _is_next_header(rows: Sequence[GridRow], at: int, table: FoundTable) -> bool:
    """Whether a row of texts stands where the table has had numbers, with numbers below it again."""
    row = rows[at][1]
    own = filled(row)
    if len(own) < 3 or not _may_name(rows, at) or not _has_numbers_below(rows, at):
        return False
    numbers = [i for i in own if _holds_numbers(table, i)]
    words = [i for i in numbers if is_word(row[i])]
    return 2 * len(numbers) >= len(own) and bool(words) and all(i in words or is_period(row[i]) for i in numbers)


def _names_others(rows: Sequence[GridRow], at: int, table: FoundTable) -> bool:
    """Whether most of a row's texts are the table's own headings, beside others or fewer, and rows as wide follow:
    another table with other columns."""
    row = rows[at][1]
    own = [cell_text(row[i]) for i in filled(row)]
    names = {cell_text(c) for c in table.header[-1][1]} - {""} if table.header else set()
    shared = names & set(own)
    if len(own) < 3 or 3 * len(shared) < 2 * len(own) or (shared == names and len(own) == len(names)):
        return False
    near = [r for _, r in rows[at + 1 : at + 4] if filled(r)]
    is_cut_alike = table.sheet is not None or {len(r) for r in near} == {len(row)}
    return bool(near) and not any(map(is_number, row)) and is_cut_alike


def _has_other_width(rows: Sequence[GridRow], at: int, table: FoundTable) -> bool:
    """Whether a text file's row of words has another number of fields than the table's header, all of them filled, and
    the rows below have as many, with numbers under its words: another table begins, with no empty line above it."""
    row = rows[at][1]
    near = [r for _, r in rows[at + 1 : at + 4] if filled(r)]
    if len(row) in {1, len(table.header[-1][1])} or len(filled(row)) < len(row) or any(map(is_number, row)):
        return False
    is_cut_alike = len(near) >= 2 and {len(r) for r in near} == {len(row)}
    return is_cut_alike and any(is_word(c) and share_of_numbers(column(near, i)) == 1 for i, c in enumerate(row))


def _has_numbers_below(rows: Sequence[GridRow], at: int) -> bool:
    return not any(is_number(c) and not is_period(c) for c in rows[at][1]) and any(
        is_number(c) for _, r in rows[at + 1 : at + 4] for c in r
    )
