"""Which outcomes of indicators may not be shown, so that no figure on fewer than five persons is given back.

Delivered sheets are not as tidy as the tables that `statistics.suppression` reasons about: a breakdown may be
partial, totals may not add up, genders may be missing. What a reader could combine is therefore assumed, not
checked: units add up to what stands above them, and women and men to the total.

- an outcome may count persons in several ways (`MEASURES`): those behind it, the value itself, the persons that a
  share is about and the ones it is not, and, of periods that hold the earlier ones of the year, what came since the
  one before; each adds up over units and gender, so each is protected;
- units are added up by the organisation of the period's first day and, as a reader may, by the newest one;
- women and men of an organisation without a split are assumed to be halves; of one gender that is not delivered, and
  of what units do not account for of the whole above them, the reader knows the difference: few are protected too;
- a period is covered by others (a year by its tertials and months): where a figure is delivered for more than
  one kind of period in a year, what is hidden in one is hidden in all of that year;
- the same figure under two indicator codes is hidden under both.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from rjh_warehouse.statistics.suppression import LIMIT, BoolArray, CountTable, IntArray, suppress

MANY = 1000  # persons assumed where no number is delivered: published, and not small
UNKNOWN = -1
GENDERS = ("T", "K", "M")
MEASURES = ("person_count", "case_count", "within_count", "outside_count", "increase_count")
INCREASE = MEASURES.index("increase_count")
TABLE = ("figure_code", "is_simulated", "period_start", "period_kind_text")
CELL = ("organisation_code", "gender_code")

Parents = Mapping[str, str]  # organisation code → the one above
ParentsOn = Callable[[dt.date], Sequence[Parents]]  # the ways that organisations add up in a period


@dataclass
class _Table:
    """One figure in one period. `counts`: measures × organisations × genders, UNKNOWN where not delivered."""

    organisations: tuple[str, ...]
    period_start: dt.date
    counts: IntArray
    hidden: BoolArray  # organisations × genders


Key = tuple[str, bool, dt.date, str]
Forests = dict[tuple[tuple[str, ...], int], tuple[IntArray, IntArray]]


def hidden_outcomes(outcomes: pl.DataFrame, parents_on: ParentsOn) -> pl.DataFrame:
    """The rows of `outcomes` that may not be shown, in the order given.

    Args:
        outcomes: every outcome of the figures and years in question: `TABLE`, `CELL` and `MEASURES`, where an empty
            measure is not known. `figure_code` is shared by indicator codes that are the same figure.
        parents_on: the ways that organisations add up in a period; an organisation without a parent stands alone.
    """
    tables = _tables(outcomes)
    forests: Forests = {}
    for table in tables.values():
        _protect(table, parents_on, forests)
    for group in _years_to_hide_together(tables):
        while _spread(group):
            for table in group:
                _protect(table, parents_on, forests)
    cells = [
        (*key, table.organisations[row], GENDERS[column])
        for key, table in tables.items()
        for row, column in np.argwhere(table.hidden).tolist()
    ]
    schema = {name: outcomes.schema[name] for name in (*TABLE, *CELL)}
    hidden = pl.DataFrame(cells, schema=schema, orient="row")
    return outcomes.join(hidden, on=(*TABLE, *CELL), how="semi", maintain_order="left")


def _tables(outcomes: pl.DataFrame) -> dict[Key, _Table]:
    """The cells of every figure and period; of two deliveries of one cell the smaller count."""
    known = pl.col(MEASURES).min().cast(pl.Int64).clip(lower_bound=0).fill_null(UNKNOWN)
    cells = outcomes.group_by(*TABLE, *CELL).agg(known).sort(*TABLE, *CELL)
    counts = cells.select(MEASURES).to_numpy().T
    names = cells["organisation_code"].to_list()
    columns = cells["gender_code"].replace_strict(GENDERS, range(len(GENDERS)), return_dtype=pl.Int64).to_numpy()
    found: dict[Key, _Table] = {}
    first = 0
    for *key, size in cells.group_by(TABLE, maintain_order=True).len().rows():
        part = slice(first, first := first + size)
        organisations = tuple(dict.fromkeys(names[part]))
        place = {name: n for n, name in enumerate(organisations)}
        count = np.full((len(MEASURES), len(organisations), len(GENDERS)), UNKNOWN, dtype=np.int64)
        count[:, [place[name] for name in names[part]], columns[part]] = counts[:, part]
        small: BoolArray = np.logical_or.reduce((count >= 0) & (count < LIMIT))
        small[:, 1:] |= np.logical_or.reduce(_is_other_gender_small(count))[:, None]
        small[:, 1:] |= small[:, 1:].any(axis=1, keepdims=True) | small[:, :1]
        figure, is_simulated, start, kind = key
        found[figure, is_simulated, start, kind] = _Table(organisations, start, count, small)
    return found


def _is_other_gender_small(count: IntArray) -> BoolArray:
    """[measures × organisations]: the total and one gender are known, and leave few of the other."""
    total, women, men = np.moveaxis(count, -1, 0)
    one = np.maximum(women, men)
    return np.asarray((total >= one) & (one >= 0) & (np.minimum(women, men) < 0) & (total - one < LIMIT))


def _protect(table: _Table, parents_on: ParentsOn, forests: Forests) -> None:
    """Hide in the table what it takes, whichever way the reader adds it up."""
    width = 3 if (table.counts[:, :, 1:] >= 0).any() else 1
    ways = []
    for parents in parents_on(table.period_start):
        place = (table.organisations, id(parents))
        if place not in forests:
            forests[place] = _forest(table.organisations, parents)
        order, parent = forests[place]
        for layer in table.counts:
            if (layer >= 0).any():
                known = _third_told(layer[order])
                nothing = np.zeros((0, width), dtype=bool)
                ways.append((order, CountTable(parent, _adding_up(known, parent, width)), nothing))
                known, above, few = _with_few_left(known, parent, width)
                if few.any():
                    ways.append((order, CountTable(above, _adding_up(known, above, width)), few))
    if not table.hidden.any() and not any(few.any() for *_, few in ways):
        return
    at, unchanged = 0, 0
    while unchanged < len(ways):  # what one way adds may expose a cell to another
        order, counts, few = ways[at % len(ways)]
        before = table.hidden[order, :width]
        after = suppress(counts, hidden=np.vstack([before, few]))[: len(order)]
        table.hidden[order, :width] = after
        at, unchanged = at + 1, unchanged + 1 if (after == before).all() else 1


def _third_told(known: IntArray) -> IntArray:
    """Of total, women and men the one that is not delivered, where the other two are."""
    total, women, men = known.T
    told = [
        np.where((total < 0) & (women >= 0) & (men >= 0), women + men, total),
        np.where((women < 0) & (total >= 0) & (men >= 0), np.maximum(total - men, 0), women),
        np.where((men < 0) & (total >= 0) & (women >= 0), np.maximum(total - women, 0), men),
    ]
    return np.column_stack(told)


def _with_few_left(known: IntArray, parent: IntArray, width: int) -> tuple[IntArray, IntArray, BoolArray]:
    """Where what stands below leaves few of the whole: another part below it, which nobody publishes.

    Returns: the counts and parents with such parts last, and which of their columns hold few.
    """
    rest = np.full_like(known, UNKNOWN)
    for row in np.unique(parent[parent >= 0]).tolist():
        below = known[parent == row]
        is_told = (known[row] >= 0) & (below >= 0).any(axis=0)
        rest[row] = np.where(is_told, known[row] - np.maximum(below, 0).sum(axis=0), UNKNOWN)
    few = (rest > 0) & (rest < LIMIT)
    places = np.flatnonzero(few[:, :width].any(axis=1))
    return np.vstack([known, np.maximum(rest[places], 0)]), np.append(parent, places), few[places, :width]


def _adding_up(known: IntArray, parent: IntArray, width: int) -> IntArray:
    """T (width 1), or T, K and M (width 3), that add up over genders and organisations: halves where no split is."""
    total, women, men = known.T
    if width == 1:
        count = np.where(total == UNKNOWN, MANY, total)[:, None]
    else:
        whole = np.where(total == UNKNOWN, MANY, total)
        rest_of_women = np.where(total == UNKNOWN, MANY, np.maximum(total - men, 0))
        rest_of_men = np.where(total == UNKNOWN, MANY, np.maximum(total - women, 0))
        neither = (women == UNKNOWN) & (men == UNKNOWN)
        k = np.where(neither, whole - whole // 2, np.where(women == UNKNOWN, rest_of_women, women))
        m = np.where(neither, whole // 2, np.where(men == UNKNOWN, rest_of_men, men))
        count = np.column_stack([k + m, k, m])
    above = np.zeros(len(parent), dtype=bool)
    above[parent[parent >= 0]] = True
    for row in np.flatnonzero(above)[::-1].tolist():  # what stands above is the sum of what stands below
        count[row] = count[parent == row].sum(axis=0)
    return count


def _forest(organisations: Sequence[str], parents: Parents) -> tuple[IntArray, IntArray]:
    """Rows of the organisations, parents first, and for each the place of its nearest parent present (−1: none)."""
    present = set(organisations)
    nearest: dict[str, str | None] = {}
    for organisation in organisations:
        found, steps = parents.get(organisation), 0
        while found is not None and found not in present and steps < 10:
            found, steps = parents.get(found), steps + 1
        nearest[organisation] = found if found in present and found != organisation else None

    def depth(organisation: str) -> int:
        level, at = 0, nearest[organisation]
        while at is not None and level < 10:
            level, at = level + 1, nearest[at]
        return level

    order = sorted(range(len(organisations)), key=lambda n: (depth(organisations[n]), organisations[n]))
    place = {organisations[n]: index for index, n in enumerate(order)}
    parent = [-1 if (up := nearest[organisations[n]]) is None else place[up] for n in order]
    return np.array(order, dtype=np.int64), np.array(parent, dtype=np.int64)


def _years_to_hide_together(tables: Mapping[Key, _Table]) -> list[list[_Table]]:
    """The tables of each figure and year that is delivered for more than one kind of period, or cumulatively."""
    years: dict[tuple[str, bool, int], list[Key]] = defaultdict(list)
    for key in tables:
        years[key[0], key[1], key[2].year].append(key)
    return [
        [tables[key] for key in keys]
        for keys in years.values()
        if len({kind for *_, kind in keys}) > 1 or any((tables[k].counts[INCREASE] >= 0).any() for k in keys)
    ]


def _spread(group: Sequence[_Table]) -> bool:
    """Hide in every period what is hidden in one; False when nothing was added."""
    together = {
        (table.organisations[row], column) for table in group for row, column in np.argwhere(table.hidden).tolist()
    }
    before = sum(int(table.hidden.sum()) for table in group)
    for table in group if together else ():
        for row, organisation in enumerate(table.organisations):
            for column in range(len(GENDERS)):
                table.hidden[row, column] |= (organisation, column) in together
    return sum(int(table.hidden.sum()) for table in group) != before
