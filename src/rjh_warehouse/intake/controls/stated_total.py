"""Stated totals against their parts, along columns and (in cross-tables) along rows.

A total is right when the difference is within 3σ of the rounding error, σ = √(Σuᵢ² + u₀²)/√12, uᵢ being the stated
precision of each part and u₀ of the total. Kronor with two decimals are exact: öre are not rounded from anything.

What a total sums is not said in the file, so it is enough that one reading fits: the rows since the stated row
before it, since the total before it, from the top, or the whole sheet; one without rows of its own (a department
below its last unit) may sum the rows since any stated row. The difference told is that of the nearest rows. A total
straight below a total that nothing explains is an amount of its own, e.g. a part whose rows the table does not
print: it is not judged.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import accumulate
from math import sqrt

from rjh_warehouse.contract.contract import MONEY
from rjh_warehouse.intake.controls.examination import SAMPLE, ControlResult, Examination, factor_sql, quoted, readable

FEW_MARKS = 50  # up to so many stated rows, a CASE places ten million rows faster than a join
ORE = 2  # decimals of a krona
MOST_LEVELS = 500  # stated rows that a row without parts of its own is tried against
END = 2**62  # the place after the last row
MARKS = "SELECT DISTINCT COALESCE(sheet, '') AS sheet, row_number, row_kind FROM delivered WHERE row_kind <> 'data'"


@dataclass(frozen=True)
class _Sum:
    """Parts added: amount in kronor, sum of squared precisions, number of parts."""

    amount: Decimal = Decimal(0)
    squares: float = 0.0
    count: int = 0

    def __add__(self, other: _Sum) -> _Sum:
        return _Sum(self.amount + other.amount, self.squares + other.squares, self.count + other.count)

    def __sub__(self, other: _Sum) -> _Sum:
        squares = max(self.squares - other.squares, 0.0)
        return _Sum(self.amount - other.amount, squares, self.count - other.count)


@dataclass(frozen=True)
class _Stated:
    """A stated total: its place in the line, its row, its value, and what a unit of it is in kronor."""

    place: int
    row_number: int
    is_total: bool
    value: _Sum
    factor: Decimal


@dataclass(frozen=True)
class _Judged:
    """A stated total, whether some reading explains it, and the sum of the nearest rows."""

    stated: _Stated
    fits: bool
    nearest: _Sum

    def in_units(self, value: _Sum) -> str:
        """An amount in the unit that the total is stated in."""
        amount = value.amount / self.stated.factor
        return readable(amount.quantize(Decimal("1.000000")).normalize())


@dataclass
class _Line:
    """One column of a sheet, or one row of a cross-table: parts in blocks, stated totals between."""

    parts: list[tuple[int, _Sum]] = field(default_factory=list)  # by the place at which they end
    marks: list[int] = field(default_factory=list)  # places of stated rows, with or without a value here
    totals: list[int] = field(default_factory=list)  # of them, the totals
    stated: list[_Stated] = field(default_factory=list)

    def judge(self) -> Iterator[_Judged]:
        """Each stated total that can be compared with parts."""
        self.parts.sort(key=lambda p: p[0])
        self._places = [place for place, _ in self.parts]
        self._running = list(accumulate((s for _, s in self.parts), initial=_Sum()))
        for stated in self.stated:
            readings = [r for r in self._readings(stated) if r.count]
            fits = any(_fits(stated.value, r) for r in readings)
            if readings and (fits or not self._stands_alone(stated)):
                yield _Judged(stated, fits, readings[0])

    def _readings(self, stated: _Stated) -> Iterator[_Sum]:
        """What a stated row may sum, the nearest rows first."""
        own = self._between(_last_before(self.marks, stated.place), stated.place)
        if not stated.is_total:
            yield own
        yield self._between(_last_before(self.totals, stated.place), stated.place)
        if not own.count:
            for mark in reversed(self.marks[: bisect_left(self.marks, stated.place)][-MOST_LEVELS:]):
                yield self._between(mark, stated.place)
        if stated.is_total:
            yield self._between(-1, stated.place)
            yield self._between(-1, END)

    def _stands_alone(self, stated: _Stated) -> bool:
        """A total straight below a total."""
        before = _last_before(self.marks, stated.place)
        return (
            stated.is_total
            and before == _last_before(self.totals, stated.place) != -1
            and not self._between(before, stated.place).count
        )

    def _between(self, after: int, until: int) -> _Sum:
        start, stop = bisect_right(self._places, after), bisect_right(self._places, until)
        return self._running[stop] - self._running[start]


def _last_before(places: list[int], place: int) -> int:
    index = bisect_left(places, place)
    return places[index - 1] if index else -1


def _fits(stated: _Sum, parts: _Sum) -> bool:
    tolerance = 3 * sqrt((parts.squares + stated.squares) / 12)
    return abs(stated.amount - parts.amount) <= Decimal(tolerance)


def stated_total(e: Examination) -> Iterator[ControlResult]:
    """Every stated subtotal and total of the control's columns."""
    for column in e.columns:
        lines = [*_down(e, column), *(_along(e, column) if e.table.across else ())]
        judged = [j for line in lines for j in line.judge()]
        misfits = sorted((j for j in judged if not j.fits), key=lambda j: j.stated.row_number)
        if not judged and any(line.stated for line in lines):
            yield e.not_checked(column)
            continue
        yield e.result(
            len(misfits),
            column=column,
            found=misfits[0].in_units(misfits[0].stated.value) if misfits else None,
            expected=misfits[0].in_units(misfits[0].nearest) if misfits else None,
            rows=tuple(dict.fromkeys(m.stated.row_number for m in misfits))[:SAMPLE],
        )


def _down(e: Examination, column: str) -> Iterable[_Line]:
    """One line per sheet and header: rows of parts, and the stated rows among them."""
    marks = e.rows(f"{MARKS} ORDER BY 1, 2")
    if not marks:
        return []
    header = "column_name" if e.table.across else "''"
    lines: dict[tuple[str, str], _Line] = {}

    def line(sheet: str, name: str) -> _Line:
        if (sheet, name) not in lines:
            kinds = [(row, kind) for s, row, kind in marks if s == sheet]
            totals = [row for row, kind in kinds if kind == "total"]
            lines[sheet, name] = _Line(marks=[row for row, _ in kinds], totals=totals)
        return lines[sheet, name]

    for sheet, name, place, *added in e.rows(
        f"SELECT sheet, header, place, SUM(amount), SUM(squares), COUNT(*)"
        f" FROM ({_placed(_cells(e, column, header), marks)}) GROUP BY 1, 2, 3"
    ):
        line(sheet, name).parts.append((place, _Sum(*added)))
    for sheet, name, row, kind, amount, squares, factor in e.rows(
        "SELECT sheet, header, row_number, row_kind, amount, squares, factor"
        f" FROM ({_cells(e, column, header)}) WHERE row_kind <> 'data'"
    ):
        stated = _Stated(row, row, kind == "total", _Sum(amount, squares, 1), factor)
        line(sheet, name).stated.append(stated)
    return lines.values()


def _placed(cells: str, marks: list[tuple[str, int, str]]) -> str:
    """SQL: the plain cells, each with the row of the first stated row below it."""
    if len(marks) > FEW_MARKS:
        return (
            f"SELECT c.*, COALESCE(m.row_number, {END}) AS place FROM ({cells}) AS c ASOF LEFT JOIN ({MARKS}) AS m"
            " ON c.sheet = m.sheet AND c.row_number < m.row_number WHERE c.row_kind = 'data'"
        )
    cases = " ".join(f"WHEN sheet = {quoted(s)} AND row_number < {row} THEN {row}" for s, row, _ in marks)
    return f"SELECT *, CASE {cases} ELSE {END} END AS place FROM ({cells}) WHERE row_kind = 'data'"


def _along(e: Examination, column: str) -> Iterable[_Line]:
    """One line per row of a cross-table that has total columns; the places are those in the file."""
    if not e.row("SELECT COUNT(*) FROM delivered WHERE column_kind = 'total'")[0]:
        return []
    lines: dict[tuple[str, int], _Line] = {}
    for sheet, row, place, kind, amount, squares, factor in e.rows(
        "SELECT sheet, row_number, file_position, column_kind, amount, squares, factor"
        f" FROM ({_cells(e, column, 'column_name')}) ORDER BY file_position"
    ):
        line = lines.setdefault((sheet, row), _Line())
        value = _Sum(amount, squares, 1)
        if kind == "total":
            line.marks.append(place)
            line.totals.append(place)
            line.stated.append(_Stated(place, row, True, value, factor))
        else:
            line.parts.append((place, value))
    return lines.values()


def _cells(e: Examination, column: str, header: str) -> str:
    """SQL: every cell with a value, in kronor, with its squared precision and its unit's factor."""
    found = e.column(column)
    stated = found.decimals if found else None
    decimals = str(ORE if stated is None else stated)
    fixed = (found.unit if found and found.unit in MONEY else None) or e.counts.get("unit") or ""
    unit, factor = quoted(fixed), f"{MONEY.get(fixed, 1)}::DECIMAL(7, 0)"
    if f"{column}_unit" in e.names:  # not lean: each cell says its own
        unit, factor, decimals = f'"{column}_unit"', factor_sql(f"{column}_unit"), f'COALESCE("{column}_decimals", 0)'
    step = f"CASE WHEN {unit} = 'kr' AND {decimals} >= {ORE} THEN 0 ELSE {factor} * POWER(10::DOUBLE, -{decimals}) END"
    across = "file_position, column_kind, " if e.table.across else ""
    return (
        f"SELECT COALESCE(sheet, '') AS sheet, row_number, row_kind, {across}{header} AS header,"
        f' "{column}" * {factor} AS amount, POWER({step}, 2) AS squares, {factor} AS factor'
        f' FROM delivered WHERE "{column}" IS NOT NULL'
    )
