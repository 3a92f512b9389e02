"""Rows that are sums of others, whatever they are called: found by their numbers.

A row is a total where its numbers are the sums of rows above it (since the last total, or of all, or of the totals), of
all rows below it, or of the rows whose codes begin with its own. Where few small numbers could add up by chance the row
stays data and is told as a doubt.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from rjh_warehouse.intake.draft.evidence import Evidence, column, filled, first_text
from rjh_warehouse.intake.draft.layout import FoundTable, Row
from rjh_warehouse.intake.draft.sample import number_value
from rjh_warehouse.reading.table.cell import GridCell, cell_text

SURE_PARTS = 3  # so many parts of one column add up by no chance
SURE_SUM = 100
_CODE = re.compile(r"\d{1,6}")

Values = list[Decimal | None]


@dataclass
class _Line:
    """A row with the numbers that may add up."""

    row: Row
    values: Values
    is_bare: bool = False  # a label is missing that nearly every row has


def _label_columns(table: FoundTable, columns: Sequence[int]) -> list[int]:
    """Positions of other columns that most rows fill, though not all."""
    rows = [r.cells for r in table.rows if r.role != "note"]
    counts = {i: len(column(rows, i)) for i in range(table.width) if i not in columns}
    return [i for i, count in counts.items() if len(rows) / 2 < count < len(rows)]


def find_sums(table: FoundTable, columns: Sequence[int], decimal: str) -> None:
    """Give every row that is a sum its role, and say of totals by their words whether the numbers agree.

    Args:
        columns: positions of the columns whose numbers can be added (no codes, shares or years).
        decimal: the decimal mark of the file's texts.
    """
    lines = [_Line(r, [_value(r.cells, i, decimal) for i in columns]) for r in table.rows if r.role != "note"]
    lines = [x for x in lines if any(v is not None for v in x.values)]
    labels = _label_columns(table, columns)
    for line in lines:
        line.row.has_label = any(i not in columns for i in filled(line.row.cells))
        line.is_bare = any(i >= len(line.row.cells) or not cell_text(line.row.cells[i]) for i in labels)
    if not columns or len(lines) < 3:
        return
    coded = _by_codes(lines)
    heads = {id(line) for line in coded or _by_groups(lines)}
    _by_order([line for line in lines if id(line) not in heads], with_codes=not coded)


def _value(cells: Sequence[GridCell], index: int, decimal: str) -> Decimal | None:
    return number_value(cells[index], decimal) if index < len(cells) else None


class _Sum:
    """A running sum of lines."""

    def __init__(self, width: int) -> None:
        self.values = [Decimal(0)] * width
        self.count = 0

    def add(self, line: _Line) -> None:
        self.values = [s + (v or 0) for s, v in zip(self.values, line.values, strict=True)]
        self.count += 1

    def agrees(self, line: _Line) -> bool:
        """Whether the line states nothing but this sum (rounded as it is stated)."""
        stated = [(v, s) for v, s in zip(line.values, self.values, strict=True) if v is not None]
        return all(abs(v - s) <= self._tolerance(v, len(stated)) for v, s in stated)

    def is_in(self, line: _Line) -> int:
        """In how many columns the line states this sum; 0 where one says otherwise, or all are zero."""
        return sum(bool(v) for v in line.values) if self.agrees(line) else 0

    def _tolerance(self, value: Decimal, columns: int) -> Decimal:
        """Half of the last stated decimal for each part, where several columns agree; else the sum is exact."""
        if columns < 2 or self.count < SURE_PARTS:
            return Decimal("1e-9")
        exponent = value.as_tuple().exponent
        return Decimal(self.count + 1) / 2 * Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0) / 2


def _is_sure(line: _Line, parts: int, columns: int) -> bool:
    largest = max((abs(v) for v in line.values if v is not None), default=Decimal(0))
    return (columns >= 2 and parts >= 2) or (parts >= SURE_PARTS and largest >= SURE_SUM)


# -- sums below their parts (or one above them all) ----------------------------------------------------


def _by_order(lines: Sequence[_Line], *, with_codes: bool) -> None:
    """Sums below their parts, or one above them all; where codes have told their own sums only rows without one."""
    width = len(lines[0].values)
    everything, since, totals = _Sum(width), _Sum(width), _Sum(width)
    for place, line in enumerate(lines):
        is_last = place == len(lines) - 1
        found = [s for s in (since, everything, totals) if s.count >= 2 and s.is_in(line)]
        is_worded = line.row.role in {"total", "subtotal"}
        if found and (with_codes or not _CODE.fullmatch(line.row.label)):
            count = max(s.count for s in found)
            sure = _is_sure(line, count, max(s.is_in(line) for s in found))
            _mark(line.row, is_last, sure or line.is_bare or (is_last and not line.row.has_label), "equals_sum_above")
        elif is_worded and not any(s.agrees(line) for s in (since, everything, totals)) and everything.count:
            line.row.evidence.append(Evidence("sum_differs", -0.2))
        if line.row.role == "data":
            since.add(line)
            everything.add(line)
        else:
            totals.add(line)
            since = _Sum(width)
    _first_above_all(lines)


def _first_above_all(lines: Sequence[_Line]) -> None:
    first, rest = lines[0], [x for x in lines[1:] if x.row.role == "data"]
    below = _Sum(len(first.values))
    for line in rest:
        below.add(line)
    if first.row.role == "data" and below.count >= 2 and (columns := below.is_in(first)):
        _mark(first.row, True, _is_sure(first, below.count, columns), "equals_sum_below")


def _mark(row: Row, is_whole: bool, is_sure: bool, name: str) -> None:
    """A row whose numbers are sums: a total, or a doubt where they may be so by chance."""
    if row.role == "data" and is_sure:
        row.role = "total" if is_whole else "subtotal"
    row.evidence.append(Evidence(name, 0.9 if is_sure else 0.4))


# -- sums above their parts ----------------------------------------------------------------------------


def _by_groups(lines: Sequence[_Line]) -> list[_Line]:
    """The heads of a table that is groups throughout, each a sum and then its parts, as a pivot table prints them."""
    body = [x for x in lines if x.row.role == "data"]
    heads = _heads(body)
    if not heads and len(body) > 2:  # a last row may be the sum of the heads: "Resultat"
        heads = _heads(body[:-1])
        whole = _Sum(len(body[-1].values))
        for head in heads:
            whole.add(head)
        if not heads or not whole.is_in(body[-1]):
            return []
        _mark(body[-1].row, True, True, "equals_sum_above")
    for head in heads:
        head.row.role = "subtotal"
        head.row.evidence.append(Evidence("equals_sum_below", 0.9))
    return heads


def _heads(body: Sequence[_Line]) -> list[_Line]:
    """The heads of rows that are groups from first to last; none where they are not, or may be so by chance."""
    heads: list[_Line] = []
    at, smallest = 0, len(body)
    sure = False
    while at < len(body) - 1:
        parts = _Sum(len(body[at].values))
        end = at + 1
        parts.add(body[end])
        while not parts.is_in(body[at]):
            end += 1
            if end == len(body):
                return []
            parts.add(body[end])
        heads.append(body[at])
        smallest = min(smallest, parts.count)
        sure = sure or _is_sure(body[at], max(parts.count, SURE_PARTS if smallest > 1 else 0), parts.is_in(body[at]))
        at = end + 1
    if at < len(body) or len(heads) < 2 or len(body) < 2 * len(heads) + 1 or not sure:
        return []
    return heads


def _by_codes(lines: Sequence[_Line]) -> list[_Line]:
    """The shorter codes of a plan, where they sum up the longer ones that begin with them."""
    coded = {c: x for x in lines if x.row.role == "data" and _CODE.fullmatch(c := first_text(x.row.cells))}
    if len(coded) < 3 or len({len(c) for c in coded}) < 2:
        return []
    heads: list[_Line] = []
    agreeing: list[_Line] = []
    is_sure = False
    for code, line in coded.items():
        longer = [c for c in coded if c.startswith(code) and c != code]
        if not longer:
            continue
        parts = _Sum(len(line.values))
        for child in longer:
            if len(child) == min(map(len, longer)):
                parts.add(coded[child])
        heads.append(line)
        if columns := parts.is_in(line):
            agreeing.append(line)
            is_sure = is_sure or (parts.count >= 2 and columns > 0)
    if not is_sure or 3 * len(agreeing) < 2 * len(heads):
        return []
    for line in heads:
        line.row.role = "subtotal"
        agrees = line in agreeing
        line.row.evidence.append(Evidence("sum_of_longer_codes", 0.9) if agrees else Evidence("sum_differs", -0.2))
    return heads
