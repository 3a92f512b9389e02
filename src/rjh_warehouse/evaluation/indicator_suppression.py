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
- periods add up as genders and units do: what a year leaves when its other periods are taken away is a period too, and
  where a figure is delivered for several kinds of period, or from the start of the year, what is hidden in one period
  is hidden in all of that year;
- the same figure under two indicator codes is hidden under both;
- earlier publications are kept by their readers: what they hid stays hidden, what they showed covers nothing, and a
  corrected figure is not shown where it and a hidden corrected one stand in one sum.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
import polars as pl

from rjh_warehouse.evaluation.indicator_table import (
    CELL,
    GENDERS,
    TABLE,
    UNKNOWN,
    FigureTable,
    figure_tables,
    years_of_several_periods,
)
from rjh_warehouse.statistics.suppression import LIMIT, BoolArray, CountTable, IntArray, Secret, suppress

MANY = 1000  # persons assumed where no number is delivered: published, and not small
DECOYS = 2  # one family in so many hides a cell that it may not need

Parents = Mapping[str, str]  # organisation code → the one above
ParentsOn = Callable[[dt.date], Sequence[Parents]]  # the ways that organisations add up in a period

# The order of organisations, their counts and secret, parts that nobody publishes and are few, cells not delivered.
_Way = tuple[IntArray, CountTable, Secret, BoolArray, BoolArray]


class Protection:
    """Hides what it takes in tables, in the order that a secret gives the organisations of each figure."""

    def __init__(self, parents_on: ParentsOn, secret: str) -> None:
        self._parents_on = parents_on
        self._secret = secret.encode()
        self._forests: dict[tuple[tuple[str, ...], int], tuple[IntArray, IntArray]] = {}
        self._numbers: dict[tuple[str, str], int] = {}
        self._secrets: dict[tuple[str, tuple[str, ...], int], Secret] = {}

    def protect(self, table: FigureTable) -> None:
        """Hide in the table what it takes, whichever way the reader adds it up."""
        width = 3 if (table.counts[:, :, 1:] >= 0).any() else 1
        ways = list(self._ways(table, width))
        if not table.hidden.any() and not any(few.any() for *_, few, _ in ways):
            return
        at, unchanged = 0, 0
        while unchanged < len(ways):  # what one way adds may expose a cell to another
            order, counts, secret, few, absent = ways[at % len(ways)]
            before = table.hidden[order, :width]
            known = np.vstack([table.known[order, :width], np.zeros_like(few)])
            after = suppress(counts, secret, hidden=np.vstack([before, few]), known=known, absent=absent)
            after = after[: len(order)]
            parent = counts.parent[: len(order)]  # the parts that nobody publishes were told by no publication
            after = _with_corrected(after, table.fresh[order, :width], table.known[order, :width], parent)
            table.hidden[order, :width] = after
            at, unchanged = at + 1, unchanged + 1 if (after == before).all() else 1

    def _ways(self, table: FigureTable, width: int) -> Iterator[_Way]:
        """Every measure by every organisation, each also with the parts that nobody publishes where those are few."""
        for parents in self._parents_on(table.period_start):
            place = (table.organisations, id(parents))
            if place not in self._forests:
                self._forests[place] = _forest(table.organisations, parents)
            order, parent = self._forests[place]
            if (table.figure_code, *place) not in self._secrets:
                self._secrets[table.figure_code, *place] = self._secret_of(table, order)
            secret = self._secrets[table.figure_code, *place]
            for layer in table.counts:
                if (layer >= 0).any():
                    known = _told(layer[order], parent)
                    nothing = np.zeros((0, width), dtype=bool)
                    absent = known[:, :width] < 0
                    yield order, CountTable(parent, _adding_up(known, parent, width)), secret, nothing, absent
                    known, above, few = _with_few_left(known, parent, width)
                    if few.any():
                        last = np.full(len(few), np.iinfo(np.int64).max)
                        longer = Secret(np.append(secret.rank, last), np.append(secret.has_decoys, last == 0))
                        counts = CountTable(above, _adding_up(known, above, width))
                        yield order, counts, longer, few, np.vstack([absent, ~few])

    def _secret_of(self, table: FigureTable, order: IntArray) -> Secret:
        numbers = np.array([self._number(table.figure_code, table.organisations[n]) for n in order.tolist()])
        return Secret(numbers // DECOYS, numbers % DECOYS == 0)

    def _number(self, figure: str, organisation: str) -> int:
        """A number that the secret alone tells, the same in every period and publication."""
        if (figure, organisation) not in self._numbers:
            text = f"{figure}|{organisation}".encode()
            digest = hashlib.blake2b(text, key=self._secret[:64], digest_size=7).digest()
            self._numbers[figure, organisation] = int.from_bytes(digest)
        return self._numbers[figure, organisation]


def hidden_outcomes(outcomes: pl.DataFrame, parents_on: ParentsOn, secret: str) -> pl.DataFrame:
    """The rows of `outcomes` that may not be shown, in the order given.

    Args:
        outcomes: every outcome of the figures and years in question: `TABLE`, `CELL`, `MEASURES`, where an empty
            measure is not known, and `MARKS`. `figure_code` is shared by indicator codes that are the same figure.
        parents_on: the ways that organisations add up in a period; an organisation without a parent stands alone.
        secret: decides which cells are hidden for others, and is as secret as the counts.
    """
    tables = figure_tables(outcomes)
    protection = Protection(parents_on, secret)
    for table in tables.values():
        protection.protect(table)
    for group in years_of_several_periods(tables):
        for table in group:
            protection.protect(table)
        while _spread(group):
            for table in group:
                protection.protect(table)
    cells = [
        (*key, table.organisations[row], GENDERS[column])
        for key, table in tables.items()
        for row, column in np.argwhere(table.hidden).tolist()
    ]
    schema = {name: outcomes.schema[name] for name in (*TABLE, *CELL)}
    hidden = pl.DataFrame(cells, schema=schema, orient="row")
    return outcomes.join(hidden, on=(*TABLE, *CELL), how="semi", maintain_order="left")


def _with_corrected(hidden: BoolArray, fresh: BoolArray, known: BoolArray, parent: IntArray) -> BoolArray:
    """With the fresh cells of every sum that hides a fresh one, or one that was shown before.

    Else the sum, less what the earlier publication tells of its other cells, gives the fresh one back. A sum whose
    hidden cells are the earlier publication's tells only what that told.
    """
    if not fresh.any():
        return hidden
    hidden = hidden.copy()
    families = [np.append(np.flatnonzero(parent == row), row) for row in np.unique(parent[parent >= 0]).tolist()]
    while True:
        before = hidden.copy()
        is_told = hidden & (fresh | known)
        for family in families:
            hidden[family] |= fresh[family] & is_told[family].any(axis=0)
        if hidden.shape[1] == len(GENDERS):
            hidden |= fresh & is_told.any(axis=1, keepdims=True)
            hidden[:, 1:] |= hidden[:, 1:].any(axis=1, keepdims=True) | hidden[:, :1]
        if (hidden == before).all():
            return hidden


def _told(known: IntArray, parent: IntArray) -> IntArray:
    """With what is told without being delivered: the third of total, women and men, and the last part of a whole."""
    while True:
        told = _third_told(known)
        for row in np.unique(parent[parent >= 0]).tolist():
            family = np.flatnonzero(parent == row)
            is_one_left = (told[row] >= 0) & ((told[family] < 0).sum(axis=0) == 1)
            for column in np.flatnonzero(is_one_left).tolist():
                left = int(told[row, column] - np.maximum(told[family, column], 0).sum())
                if left > 0:  # nought is taken for a whole breakdown
                    told[family[told[family, column] < 0], column] = left
        if (told == known).all():
            return told
        known = told


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


def _spread(group: Sequence[FigureTable]) -> bool:
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
