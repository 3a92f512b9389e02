"""One figure in one period as counts of persons by organisation and gender, as suppression reads them.

Beside the delivered periods of a year stand the ones that nobody delivers and every reader can compute: what a year
leaves when its tertials and months are taken from it, a tertial its months, and one cumulative period the one before.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from rjh_warehouse.statistics.suppression import LIMIT, BoolArray, IntArray

UNKNOWN = -1
GENDERS = ("T", "K", "M")
MEASURES = ("person_count", "case_count", "within_count", "outside_count", "increase_count")
CASES, INCREASE = MEASURES.index("case_count"), MEASURES.index("increase_count")
MARKS = ("was_hidden", "is_known", "is_fresh")  # of the register of publications
TABLE = ("figure_code", "is_simulated", "period_start", "period_kind_text")
CELL = ("organisation_code", "gender_code")
MONTHS = {"år": 12, "tertial": 4, "månad": 1}
CONTRADICTED = 0.1  # share of the cells whose parts are more than the whole: persons that do not add up over periods


@dataclass
class FigureTable:
    """One figure in one period. `counts`: measures × organisations × genders, UNKNOWN where not delivered.

    The other arrays are organisations × genders. `known`: an earlier publication shows the value. `fresh`: no earlier
    publication has it, shown or hidden, though one has the table.
    """

    figure_code: str
    organisations: tuple[str, ...]
    period_start: dt.date
    period_kind: str
    counts: IntArray
    hidden: BoolArray
    known: BoolArray
    fresh: BoolArray

    @property
    def months(self) -> range | None:
        """The year's months that the period is about, from 0; None for a kind that is not known."""
        first = self.period_start.month - 1
        return range(first, first + MONTHS[self.period_kind]) if self.period_kind in MONTHS else None


Key = tuple[str, bool, dt.date, str]


def figure_tables(outcomes: pl.DataFrame) -> dict[Key, FigureTable]:
    """The cells of every figure and period; of two deliveries of one cell the smaller count."""
    known = pl.col(MEASURES).min().cast(pl.Int64).clip(lower_bound=0).fill_null(UNKNOWN)
    marks = pl.col(MARKS).any()
    cells = outcomes.group_by(*TABLE, *CELL).agg(known, marks).sort(*TABLE, *CELL)
    counts, marked = cells.select(MEASURES).to_numpy().T, cells.select(MARKS).to_numpy().T
    names = cells["organisation_code"].to_list()
    columns = cells["gender_code"].replace_strict(GENDERS, range(len(GENDERS)), return_dtype=pl.Int64).to_numpy()
    found: dict[Key, FigureTable] = {}
    first = 0
    for *key, size in cells.group_by(TABLE, maintain_order=True).len().rows():
        part = slice(first, first := first + size)
        organisations = tuple(dict.fromkeys(names[part]))
        place = {name: n for n, name in enumerate(organisations)}
        at = [place[name] for name in names[part]], columns[part]
        count = np.full((len(MEASURES), len(organisations), len(GENDERS)), UNKNOWN, dtype=np.int64)
        count[:, *at] = counts[:, part]
        was_hidden, is_known, is_fresh = (np.zeros(count.shape[1:], dtype=bool) for _ in MARKS)
        for array, mark in zip((was_hidden, is_known, is_fresh), marked, strict=True):
            array[at] = mark[part]
        figure, is_simulated, start, kind = key
        found[figure, is_simulated, start, kind] = FigureTable(
            figure, organisations, start, kind, count, was_hidden | _small(count), is_known, is_fresh
        )
    return found


def _small(count: IntArray) -> BoolArray:
    """[organisations × genders]: few persons in some measure; K and M together, and with T."""
    small: BoolArray = np.logical_or.reduce((count >= 0) & (count < LIMIT))
    small[:, 1:] |= np.logical_or.reduce(_is_other_gender_small(count))[:, None]
    small[:, 1:] |= small[:, 1:].any(axis=1, keepdims=True) | small[:, :1]
    return small


def _is_other_gender_small(count: IntArray) -> BoolArray:
    """[measures × organisations]: the total and one gender are known, and leave few of the other."""
    total, women, men = np.moveaxis(count, -1, 0)
    one = np.maximum(women, men)
    return np.asarray((total >= one) & (one >= 0) & (np.minimum(women, men) < 0) & (total - one < LIMIT))


def years_of_several_periods(tables: Mapping[Key, FigureTable]) -> list[list[FigureTable]]:
    """The tables of each figure and year whose periods tell of one another, with the periods that they leave."""
    years: dict[tuple[str, bool, int], list[FigureTable]] = defaultdict(list)
    for key, table in tables.items():
        years[key[0], key[1], key[2].year].append(table)
    groups = []
    for year in years.values():
        is_cumulative = any((table.counts[INCREASE] >= 0).any() for table in year)
        if len({table.period_kind for table in year}) > 1 or is_cumulative:
            groups.append([*year, *(_steps(year) if is_cumulative else _rests(year))])
    return groups


def _rests(year: list[FigureTable]) -> Iterable[FigureTable]:
    """What each longer period leaves when the shorter ones in it are taken away, where some of it is not delivered."""
    for whole in year:
        if whole.months is None or len(whole.months) == 1:
            continue
        parts = sorted((t for t in year if _is_within(t, whole)), key=lambda t: -MONTHS[t.period_kind])
        taken = np.zeros((*whole.counts.shape, 12), dtype=bool)
        total = np.zeros_like(whole.counts)
        for part in parts:  # the longer first: what a tertial tells its months tell again
            count, months = _as_in(whole, part), np.array(part.months or [])
            is_new = (count >= 0) & ~taken[..., months].any(axis=-1)
            total += np.where(is_new, count, 0)
            taken[..., months] |= is_new[..., None]
        covered = taken.sum(axis=-1)
        is_told = (whole.counts >= 0) & (covered > 0)
        left = whole.counts - total
        for measure in range(len(MEASURES)):
            told = is_told[measure]
            if measure != CASES and told.any() and (left[measure] < 0)[told].mean() > CONTRADICTED:
                is_told[measure] = False
        is_told &= (left >= 0) & (covered < len(whole.months))
        if is_told.any():
            yield _told_table(whole, np.where(is_told, left, UNKNOWN))


def _is_within(part: FigureTable, whole: FigureTable) -> bool:
    inner, outer = part.months, whole.months
    if part is whole or inner is None or outer is None or len(inner) >= len(outer):
        return False
    return outer.start <= inner.start and inner.stop <= outer.stop


def _steps(year: list[FigureTable]) -> Iterable[FigureTable]:
    """Of periods that hold the earlier ones of their year: what each has more than the last one before it."""
    kinds = {t.period_kind for t in year if (t.counts[INCREASE] >= 0).any()} | {"år"}
    ends = [(t.months.stop, n) for n, t in enumerate(year) if t.period_kind in kinds and t.months]
    ordered = [(end, year[n]) for end, n in sorted(ends)]
    for at, (last, later) in enumerate(ordered):
        before = np.full_like(later.counts, UNKNOWN)
        for end, earlier in ordered[:at]:
            count = _as_in(later, earlier)
            before = np.where((count >= 0) & (end < last), count, before)
        is_told = (later.counts >= 0) & (before >= 0) & (later.counts >= before)
        is_told[[m for m in range(len(MEASURES)) if m != CASES]] = False
        if is_told.any():
            yield _told_table(later, np.where(is_told, later.counts - before, UNKNOWN))


def _as_in(table: FigureTable, other: FigureTable) -> IntArray:
    """The counts of another period in the rows of this one."""
    place = {name: n for n, name in enumerate(other.organisations)}
    rows = [place.get(name, -1) for name in table.organisations]
    found = other.counts[:, rows]
    found[:, [row < 0 for row in rows]] = UNKNOWN
    return found


def _told_table(whole: FigureTable, counts: IntArray) -> FigureTable:
    """A period that is not delivered and told by others; nothing of it was published."""
    none = np.zeros_like(whole.known)
    start = whole.period_start
    return FigureTable(whole.figure_code, whole.organisations, start, "", counts, _small(counts), none, none.copy())
