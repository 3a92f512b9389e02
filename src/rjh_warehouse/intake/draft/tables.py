"""Where tables seem to stand on a sheet or in a text file: their header, their rows and what is not a row."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from rjh_warehouse.intake.draft.sample import Grid, is_number
from rjh_warehouse.reading.table.cell import Cell, GridCell, GridRow, cell_text
from rjh_warehouse.reading.table.header import month_of

MOST_TABLES = 20  # of one sheet; a sheet that seems to have more has none that can be told apart
NO_HEADER_ROWS = 3  # rows of numbers above the first row of texts from which a file has no header
MOSTLY = 0.8
FEW_ROWS = 5  # between a table's title and its header
TOTAL = re.compile(r"(?:summa|total|totalt|totala|s:a|sum)\b", re.IGNORECASE)
SUBTOTAL = re.compile(r"(?:delsumma|varav summa)\b", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d{2}")
_WORD = re.compile(r"(?<!\w)[^\W\d_]{3,}(?!\w)")


@dataclass
class FoundTable:
    """Header rows (none: the columns are known by their places), the rows under them and the texts above."""

    sheet: str | None
    header: list[GridRow]
    rows: list[GridRow]
    above: list[str]
    ends_at_blank: bool = False
    end: str | None = None  # the text of the first row that is no more the table's


def _filled(row: Sequence[GridCell]) -> list[int]:
    return [i for i, c in enumerate(row) if cell_text(c) and not (isinstance(c, Cell) and c.is_merged_part)]


def _is_label(cell: GridCell) -> bool:
    """Whether a cell may stand in a header: a text, a year or a month."""
    if isinstance(cell, Cell) and isinstance(cell.value, dt.date):
        return True
    return not is_number(cell) or _is_name(cell)


def _is_name(cell: GridCell) -> bool:
    """A year or a month, which may name a column though it is a number."""
    text = cell_text(cell)
    return bool(_YEAR.fullmatch(text)) or month_of(text) is not None


def _may_be_header(row: Sequence[GridCell]) -> bool:
    at = _filled(row)
    return len(at) >= 2 and all(_is_label(row[i]) for i in at)


def find_tables(grid: Grid) -> list[FoundTable]:
    """The tables that seem to stand on a sheet, each from its header to its end."""
    rows = grid.rows
    at = _next_header(rows, 0)
    if at is not None and _has_rows_above(rows, at):
        return _by_places(grid)
    tables: list[FoundTable] = []
    start = 0
    while at is not None:
        first, count = _header_rows(rows, at)
        above = [" ".join(filter(None, map(cell_text, r))) for _, r in rows[start:first]]
        table = FoundTable(grid.sheet, list(rows[first : first + count]), [], [t for t in above if t])
        start = _take_rows(rows, first + count, table)
        if table.rows:
            tables.append(table)
        at = _next_header(rows, start)
    if len(tables) > MOST_TABLES:
        return [_whole(grid, tables[0])]
    return tables


def find_any_table(grid: Grid) -> list[FoundTable]:
    """For a file in which no table was found: one column under its header, or columns known by their places."""
    filled = [row for row in grid.rows if _filled(row[1])]
    if len(filled) > 1 and _is_label(filled[0][1][_filled(filled[0][1])[0]]) and len(_filled(filled[0][1])) == 1:
        return [FoundTable(grid.sheet, filled[:1], filled[1:], [])]
    return _by_places(grid)


def _by_places(grid: Grid) -> list[FoundTable]:
    filled = [row for row in grid.rows if _filled(row[1])]
    widths = Counter(len(row) for _, row in filled)
    rows = [row for row in filled if len(row[1]) == widths.most_common(1)[0][0]]
    has_numbers = any(is_number(c) for _, row in rows for c in row)
    return [FoundTable(grid.sheet, [], rows, [])] if rows and has_numbers else []


def _has_rows_above(rows: Sequence[GridRow], at: int) -> bool:
    """Whether rows of numbers, as wide as what seems to be the header, stand above it: then it is no header."""
    width = len(_filled(rows[at][1]))
    above = [r for _, r in rows[:at] if len(_filled(r)) >= max(2, width // 2)]
    return sum(any(is_number(c) and not _is_label(c) for c in r) for r in above) >= NO_HEADER_ROWS


def _whole(grid: Grid, first: FoundTable) -> FoundTable:
    """The first table with everything below its header."""
    last = first.header[-1][0]
    return FoundTable(grid.sheet, first.header, [r for r in grid.rows if r[0] > last and _filled(r[1])], first.above)


def _next_header(rows: Sequence[GridRow], start: int) -> int | None:
    for i in range(start, len(rows)):
        row = rows[i][1]
        if not _may_be_header(row):
            continue
        below = [len(_filled(r)) for _, r in rows[i + 1 : i + 30] if _filled(r)]
        if not below:
            return None
        if not _is_supported(row, [r for _, r in rows[i + 1 : i + 30] if _filled(r)][:FEW_ROWS]):
            continue
        usual = Counter(below).most_common(1)[0][0]
        if len(_filled(row)) >= 0.6 * usual or len(_filled(row)) >= max(below) - 1:
            return i
    return None


def _is_supported(row: Sequence[GridCell], below: Sequence[Sequence[GridCell]]) -> bool:
    """Whether values stand under at least half of a row's texts; a form's "Name: value" has none under it."""
    at = _filled(row)
    under = {i for r in below for i in _filled(r)}
    return not cell_text(row[at[0]]).endswith(":") and 2 * sum(i in under for i in at) >= len(at)


def _header_rows(rows: Sequence[GridRow], at: int) -> tuple[int, int]:
    """Where the header begins and its number of rows: groups may stand above the columns' names."""
    first, last = at, at
    if at > 0:
        above = rows[at - 1][1]
        spans = any(isinstance(c, Cell) and c.is_merged_part for c in above)
        filled = _filled(above)
        if filled and filled[-1] > 0 and all(_is_label(above[i]) for i in filled):
            is_pair = cell_text(above[filled[0]]).endswith(":") or filled[-1] < max(_filled(rows[at][1])) // 2
            if spans or (len(filled) > 1 and not is_pair):
                first = at - 1
    if at + 2 < len(rows) and _may_be_header(rows[at + 1][1]):
        own, below = set(_filled(rows[at][1])), set(_filled(rows[at + 1][1]))
        has_numbers = any(is_number(c) for _, r in rows[at + 2 : at + 6] for c in r)
        names = any(month_of(cell_text(c)) or _YEAR.fullmatch(cell_text(c)) for c in rows[at + 1][1])
        if has_numbers and (below - own or names) and not (own - below and not below - own):
            last = at + 1
    return first, last - first + 1


def _take_rows(rows: Sequence[GridRow], start: int, table: FoundTable) -> int:
    """Add rows to a table up to its end; where to look for the next one."""
    width = max((len(_filled(r)) for _, r in table.header), default=2)
    widest = [*accumulate((len(_filled(r)) for _, r in reversed(rows[start:])), max)][::-1]  # from each row on
    heads = {tuple(map(cell_text, r)) for _, r in table.header}
    has_gaps = False
    i = start
    while i < len(rows):
        number, row = rows[i]
        if _filled(row):
            if table.sheet is not None and _is_next_header(rows, i, table):
                return i
            if tuple(map(cell_text, row)) not in heads:
                table.rows.append((number, row))
            i += 1
            continue
        after = next((j for j in range(i, len(rows)) if _filled(rows[j][1])), None)
        if after is None:
            return len(rows)
        is_next = (
            _may_be_header(rows[after][1]) and _has_numbers_below(rows, after) and _contradicts(rows[after], table)
        )
        is_footer = widest[after - start] < min(2, width)
        is_title = len(_filled(rows[after][1])) == 1 and _next_title(rows, after, table)
        if is_next or is_footer or is_title:
            if not has_gaps:
                table.ends_at_blank = True
            elif is_footer or is_title:
                table.end = next(filter(None, map(cell_text, rows[after][1])))
            return len(rows) if is_footer else after
        has_gaps = True
        i = after
    return len(rows)


def _next_title(rows: Sequence[GridRow], at: int, table: FoundTable) -> bool:
    """Whether a lone text is the title of another table, whose header follows."""
    header = _next_header(rows, at)
    return header is not None and header - at <= FEW_ROWS and _contradicts(rows[header], table)


def _contradicts(row: GridRow, table: FoundTable) -> bool:
    """Whether a row of texts cannot be a row of the table: it has words where the table has numbers."""
    return any(_is_word(row[1][i]) and _holds_numbers(table, i) for i in _filled(row[1]))


def _is_word(cell: GridCell) -> bool:
    """A text that holds a word: "52AL" may be a code among numbers, "Budgetram 2024" not."""
    return not is_number(cell) and bool(_WORD.search(cell_text(cell)))


def _holds_numbers(table: FoundTable, index: int) -> bool:
    cells = [r[index] for _, r in table.rows if index < len(r) and cell_text(r[index])]
    return bool(cells) and sum(map(is_number, cells)) >= MOSTLY * len(cells)


def _is_next_header(rows: Sequence[GridRow], at: int, table: FoundTable) -> bool:
    """Whether a row of texts stands where the table has had numbers, with numbers below it again."""
    row = rows[at][1]
    filled = _filled(row)
    if len(filled) < 3 or not _may_be_header(row) or not _has_numbers_below(rows, at):
        return False
    numbers = [i for i in filled if _holds_numbers(table, i)]
    words = [i for i in numbers if _is_word(row[i])]
    return 2 * len(numbers) >= len(filled) and bool(words) and all(i in words or _is_name(row[i]) for i in numbers)


def _has_numbers_below(rows: Sequence[GridRow], at: int) -> bool:
    return not any(is_number(c) and not _is_label(c) for c in rows[at][1]) and any(
        is_number(c) for _, r in rows[at + 1 : at + 4] for c in r
    )
