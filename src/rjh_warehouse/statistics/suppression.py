"""Small cells hidden so that nothing published gives them back.

A table has one node per row (units under areas under boards under the region) and the columns T, K, M. What a
reader can combine: a parent is the sum of its children in every column, and T = K + M in every node. A count
under the limit is hidden, and with it as many others as it takes for every hidden cell to keep at least two
possible values, given everything published and that no count is negative.

The possible values are computed exactly. The (K, M) pairs possible for a node always form a hexagon with
bounds on K, M and K + M; hexagons of this kind add and intersect into hexagons, so one pass up the tree and
one down gives the tightest bounds (what linear programming over the whole table would give, in linear time).

Publish one reason for every hidden cell: telling the small ones from the ones hidden for their sake would
give each of them a bound more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

LIMIT = 5
T, K, M = 0, 1, 2
_NO_BOUND = 10**12

BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]


class Range(NamedTuple):
    """Possible values of a cell, both ends included; `high` is None when nothing published bounds it."""

    low: int
    high: int | None


class _Hexagon(NamedTuple):
    """Possible (K, M): bounds on K, on M and on K + M."""

    k_low: int
    k_high: int
    m_low: int
    m_high: int
    t_low: int
    t_high: int


@dataclass(frozen=True, slots=True)
class CountTable:
    """Persons per node and gender. `parent` [nodes]: row of the parent, −1 for a root; a parent stands before
    its children. `count` [nodes × 3] in the order T, K, M, or [nodes × 1] without gender; all counts
    known.
    """

    parent: IntArray
    count: IntArray

    def __post_init__(self) -> None:
        """Raises ValueError when parents do not come first or the sums do not hold."""
        nodes = len(self.parent)
        if self.count.shape not in {(nodes, 3), (nodes, 1)} or (self.count < 0).any():
            raise ValueError(f"count {self.count.shape} is not non-negative [{nodes} × 3] or [{nodes} × 1]")
        if (self.parent >= np.arange(nodes)).any():
            raise ValueError("a parent must stand before its children")
        if self.is_by_gender and (self.count[:, T] != self.count[:, K] + self.count[:, M]).any():
            raise ValueError("T is not K + M")
        for node, children in enumerate(self.children()):
            if children and (self.count[children].sum(axis=0) != self.count[node]).any():
                raise ValueError(f"node {node} is not the sum of its children")

    @property
    def is_by_gender(self) -> bool:
        return bool(self.count.shape[1] == 3)

    def children(self) -> list[list[int]]:
        """Rows of the children of each node."""
        found: list[list[int]] = [[] for _ in self.parent]
        for node, parent in enumerate(self.parent.tolist()):
            if parent >= 0:
                found[parent].append(node)
        return found


def suppress(table: CountTable, limit: int = LIMIT) -> BoolArray:
    """Which cells to hide, in the shape of `count`.

    K and M are hidden together, and with a hidden T. What would still be given back is covered by the
    smallest cell that can cover it: a child, a sibling, or else the parent's own cell.
    """
    hidden = table.count < limit
    _close_over_gender(hidden)
    children = table.children()
    while True:
        exposed = exposed_cells(table, hidden)
        if not exposed:
            return hidden
        node, column = exposed[-1]  # the deepest first: hiding below may already cover what stands above
        _cover(table, hidden, children, node, column)


def suppress_rates(table: CountTable, limit: int = LIMIT) -> BoolArray:
    """Which rates to hide when rates (not counts) are published for the nodes of `table`.

    The same cells as for counts. A rate for T between those of K and M gives the share of women away, so the
    rates of K and M cannot stay where one of the counts is hidden; sums over units give a lone hidden rate
    back.
    """
    return suppress(table, limit)


def exposed_cells(table: CountTable, hidden: BoolArray) -> list[tuple[int, int]]:
    """Hidden cells (node, column) that what is published bounds to one value."""
    ranges = possible_values(table, hidden)
    columns = range(table.count.shape[1])
    nodes = np.flatnonzero(hidden.any(axis=1)).tolist()
    return [(n, c) for n in nodes for c in columns if hidden[n, c] and ranges[n][c].low == ranges[n][c].high]


def possible_values(table: CountTable, hidden: BoolArray) -> list[tuple[Range, ...]]:
    """For every node and column, all that a reader of the published cells can know."""
    children = table.children()
    published = [_published(table, hidden, node) for node in range(len(table.parent))]
    upward = list(published)
    sums: list[_Hexagon | None] = [None] * len(published)
    for node in reversed(range(len(published))):
        if children[node]:
            total = _sum([upward[child] for child in children[node]])
            sums[node] = total
            upward[node] = _meet(published[node], total)
    final = list(upward)
    for node in range(len(published)):
        below = sums[node]
        if below is not None:
            for child in children[node]:
                others = _less_one(below, upward[child])
                final[child] = _meet(upward[child], _less(final[node], others))
    return [_ranges(hexagon, table.is_by_gender) for hexagon in final]


def _close_over_gender(hidden: BoolArray) -> None:
    if hidden.shape[1] == 3:
        hidden[:, K] |= hidden[:, T] | hidden[:, M]
        hidden[:, M] = hidden[:, K]


def _cover(table: CountTable, hidden: BoolArray, children: list[list[int]], node: int, column: int) -> None:
    """Hide one more node in this column (all three for T): the smallest that keeps a cell company."""
    parent = int(table.parent[node])
    below = [child for child in children[node] if not hidden[child, column]]
    beside = [] if parent < 0 else [other for other in children[parent] if not hidden[other, column]]
    has_hidden_child = len(below) < len(children[node])
    if below and not has_hidden_child:
        chosen = min(below, key=lambda child: int(table.count[child, T]))
    elif beside:
        chosen = min(beside, key=lambda other: int(table.count[other, T]))
    elif parent >= 0 and not hidden[parent, column]:
        chosen = parent
    else:
        _cover_further(table, hidden, node, column)
        return
    _hide(hidden, chosen, column)


def _cover_further(table: CountTable, hidden: BoolArray, node: int, column: int) -> None:
    """Nothing near is left to hide: climb until something is, then take any cell of the column, then T
    itself.
    """
    ancestor = int(table.parent[node])
    while ancestor >= 0 and hidden[ancestor, column]:
        ancestor = int(table.parent[ancestor])
    if ancestor >= 0:
        _hide(hidden, ancestor, column)
        return
    shown = np.flatnonzero(~hidden[:, column])
    if shown.size:
        _hide(hidden, int(shown[table.count[shown, T].argmin()]), column)
    else:
        shown = np.flatnonzero(~hidden[:, T])
        _hide(hidden, int(shown[table.count[shown, T].argmin()]), T)


def _hide(hidden: BoolArray, node: int, column: int) -> None:
    if column == T:
        hidden[node] = True
    else:
        hidden[node, [K, M]] = True


def _published(table: CountTable, hidden: BoolArray, node: int) -> _Hexagon:
    """What the node's own published cells say."""
    count = table.count[node].tolist()
    if not table.is_by_gender:
        low, high = (0, _NO_BOUND) if hidden[node, T] else (count[T], count[T])
        return _Hexagon(low, high, 0, 0, low, high)
    bounds: list[int] = []
    for column in (K, M, T):
        bounds += [0, _NO_BOUND] if hidden[node, column] else [count[column], count[column]]
    return _tighten(_Hexagon(*bounds))


def _tighten(h: _Hexagon) -> _Hexagon:
    """Each bound moved in as far as the other two directions force it."""
    return _Hexagon(
        max(h.k_low, h.t_low - h.m_high),
        min(h.k_high, h.t_high - h.m_low),
        max(h.m_low, h.t_low - h.k_high),
        min(h.m_high, h.t_high - h.k_low),
        max(h.t_low, h.k_low + h.m_low),
        min(h.t_high, h.k_high + h.m_high),
    )


def _sum(hexagons: list[_Hexagon]) -> _Hexagon:
    return _Hexagon(*(sum(bounds) for bounds in zip(*hexagons, strict=True)))


def _less_one(total: _Hexagon, one: _Hexagon) -> _Hexagon:
    """The sum of the others: a sum of bounds less one of its terms."""
    return _Hexagon(*(a - b for a, b in zip(total, one, strict=True)))


def _less(whole: _Hexagon, others: _Hexagon) -> _Hexagon:
    """Possible values of whole − others: lows against highs."""
    return _Hexagon(
        whole.k_low - others.k_high,
        whole.k_high - others.k_low,
        whole.m_low - others.m_high,
        whole.m_high - others.m_low,
        whole.t_low - others.t_high,
        whole.t_high - others.t_low,
    )


def _meet(a: _Hexagon, b: _Hexagon) -> _Hexagon:
    return _tighten(
        _Hexagon(
            max(a.k_low, b.k_low),
            min(a.k_high, b.k_high),
            max(a.m_low, b.m_low),
            min(a.m_high, b.m_high),
            max(a.t_low, b.t_low),
            min(a.t_high, b.t_high),
        )
    )


def _ranges(h: _Hexagon, is_by_gender: bool) -> tuple[Range, ...]:
    t, k, m = (
        Range(low, high if high < _NO_BOUND // 2 else None)
        for low, high in ((h.t_low, h.t_high), (h.k_low, h.k_high), (h.m_low, h.m_high))
    )
    return (t, k, m) if is_by_gender else (t,)
