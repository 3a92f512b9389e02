"""Small cells hidden so that nothing published gives them back.

A table has one node per row (units under areas under boards under the region) and the columns T, K, M. What a
reader can combine: a parent is the sum of its children in every column, and T = K + M in every node. A count
under the limit is hidden, and with it as many others as it takes for every hidden cell to keep at least as many
possible values as there are counts under the limit (0 to 4), given everything published and that no count is
negative.

The possible values are computed exactly. The (K, M) pairs possible for a node always form a hexagon with
bounds on K, M and K + M; hexagons of this kind add and intersect into hexagons, so one pass up the tree and
one down gives the tightest bounds (what linear programming over the whole table would give, in linear time).

Publish one reason for every hidden cell: telling the small ones from the ones hidden for their sake would
give each of them a bound more. Nor may the choice tell: a rule such as "the smallest other cell" is a bound on what it
hid. The order of choice is the caller's secret (`Secret`), the same for all counts, and some families hide a cell that
they would not need, so that one more than needed says nothing of how small the others are.
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


class Secret(NamedTuple):
    """What nobody outside knows of a table. `rank` [nodes]: who is hidden for others first; `has_decoys` [nodes]: True
    where the two first children are hidden with any other of them. Neither may depend on the counts.
    """

    rank: IntArray
    has_decoys: BoolArray


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
        off = (sums_of_children(self.parent, self.count) != self.count).any(axis=1) & self.has_children
        if off.any():
            raise ValueError(f"node {int(off.argmax())} is not the sum of its children")

    @property
    def is_by_gender(self) -> bool:
        return bool(self.count.shape[1] == 3)

    @property
    def has_children(self) -> BoolArray:
        """True for nodes that something stands below."""
        found = np.zeros(len(self.parent), dtype=bool)
        found[self.parent[self.parent >= 0]] = True
        return found

    def children(self) -> list[list[int]]:
        """Rows of the children of each node."""
        found: list[list[int]] = [[] for _ in self.parent]
        for node, parent in enumerate(self.parent.tolist()):
            if parent >= 0:
                found[parent].append(node)
        return found


def sums_of_children(parent: IntArray, count: IntArray) -> IntArray:
    """For every node the sum of what stands right below it; zero for a leaf."""
    total = np.zeros_like(count)
    below = parent >= 0
    np.add.at(total, parent[below], count[below])
    return total


def suppress(
    table: CountTable,
    secret: Secret,
    limit: int = LIMIT,
    hidden: BoolArray | None = None,
    known: BoolArray | None = None,
    absent: BoolArray | None = None,
) -> BoolArray:
    """Which cells to hide, in the shape of `count`: the small ones, what is `hidden` already, and their cover.

    K and M are hidden together, and with a hidden T. What would still be given back is covered by the first cell in the
    secret's order that can cover it: a child, a sibling, or else the parent's own cell. Of rates the same cells are
    hidden: one of T between those of K and M gives the share of women, and sums over units a lone rate.

    Args:
        known: cells that a reader knows from elsewhere, such as an earlier publication: they cover nothing. What they
            leave exposed when all else is hidden stays so.
        absent: cells that nobody publishes, whose counts are presumed: hiding them covers nothing either.
    """
    hidden = table.count < limit if hidden is None else (table.count < limit) | hidden
    known = np.zeros_like(hidden) if known is None else known
    useless = known if absent is None else known | absent
    _close_over_gender(hidden)
    _add_decoys(table, secret, hidden)
    while hidden.any():
        exposed = exposed_cells(table, hidden & ~known, limit)
        if not exposed or not _cover_one(table, secret.rank, hidden, useless, exposed):
            break
        _add_decoys(table, secret, hidden)
    return hidden


def _cover_one(
    table: CountTable, rank: IntArray, hidden: BoolArray, useless: BoolArray, exposed: list[tuple[int, int]]
) -> bool:
    """Hide one more for the first exposed cell that can be covered; False where none can."""
    for node in sorted({node for node, _ in exposed}, reverse=True):  # what is hidden below may cover what is above
        column = min(c for n, c in exposed if n == node)  # T first: its cover hides K and M too
        if _cover(table, rank, hidden, useless, node, column):
            return True
    return False


def _add_decoys(table: CountTable, secret: Secret, hidden: BoolArray) -> None:
    """The two first children of a family of decoys, hidden in the columns in which any of the family is."""
    if not secret.has_decoys.any() or not hidden.any():
        return
    of_hidden = table.parent[hidden.any(axis=1)]
    for parent in np.unique(of_hidden[of_hidden >= 0]).tolist():
        if secret.has_decoys[parent]:
            family = np.flatnonzero(table.parent == parent)
            columns = hidden[family].any(axis=0)
            hidden[np.ix_(family[np.argsort(secret.rank[family])[:2]], columns)] = True


def exposed_cells(table: CountTable, hidden: BoolArray, limit: int = LIMIT) -> list[tuple[int, int]]:
    """Hidden cells (node, column) that what is published leaves fewer than `limit` possible values."""
    found = []
    for node, hexagon in _touched(table, hidden).items():
        for column, bounds in enumerate(_ranges(hexagon, table.is_by_gender)):
            if hidden[node, column] and bounds.high is not None and bounds.high - bounds.low < limit - 1:
                found.append((node, column))
    return sorted(found)


def possible_values(table: CountTable, hidden: BoolArray) -> list[tuple[Range, ...]]:
    """For every node and column, all that a reader of the published cells can know."""
    touched = _touched(table, hidden)
    shown = [tuple(Range(count, count) for count in counts) for counts in table.count.tolist()]
    return [_ranges(touched[n], table.is_by_gender) if n in touched else shown[n] for n in range(len(shown))]


def _touched(table: CountTable, hidden: BoolArray) -> dict[int, _Hexagon]:
    """The possible values of every node that has a hidden cell in it or below it; the others are as published."""
    parent = table.parent.tolist()
    has_children = table.has_children
    below: dict[int, list[int]] = {node: [] for node in np.flatnonzero(hidden.any(axis=1)).tolist()}
    for node in sorted(below, reverse=True):
        at = node
        while parent[at] >= 0:
            siblings = below.setdefault(parent[at], [])
            if at in siblings:
                break
            siblings.append(at)
            at = parent[at]
    upward: dict[int, _Hexagon] = {}
    sums: dict[int, _Hexagon] = {}
    for node in sorted(below, reverse=True):
        upward[node] = _published(table, hidden, node)
        if has_children[node]:
            rest = table.count[node] - table.count[below[node]].sum(axis=0)  # the children that are shown
            sums[node] = _sum([_point(rest), *(upward[child] for child in below[node])])
            upward[node] = _meet(upward[node], sums[node])
    final = dict(upward)
    for node in sorted(below):
        for child in below[node]:
            others = _less_one(sums[node], upward[child])
            final[child] = _meet(upward[child], _less(final[node], others))
    return final


def _point(count: IntArray) -> _Hexagon:
    """Known counts, in the order of the table's columns."""
    known = count.tolist()
    total, women, men = known if len(known) == 3 else (known[T], known[T], 0)
    return _Hexagon(women, women, men, men, total, total)


def _close_over_gender(hidden: BoolArray) -> None:
    if hidden.shape[1] == 3:
        hidden[:, K] |= hidden[:, T] | hidden[:, M]
        hidden[:, M] = hidden[:, K]


def _cover(table: CountTable, rank: IntArray, hidden: BoolArray, useless: BoolArray, node: int, column: int) -> bool:
    """Hide one more node in this column (all three for T): one that keeps a cell company. False: there is none."""
    parent = int(table.parent[node])
    is_left = ~hidden[:, column] & ~useless[:, column]
    children = table.parent == node
    below = np.flatnonzero(children & is_left)
    beside = np.flatnonzero((table.parent == parent) & is_left) if parent >= 0 else below[:0]
    if below.size and not (children & hidden[:, column]).any():
        _hide(hidden, _first(below, rank), column)
    elif beside.size:
        _hide(hidden, _first(beside, rank), column)
    elif parent >= 0 and is_left[parent]:
        _hide(hidden, parent, column)
    else:
        return _cover_further(table, rank, hidden, useless, node, column)
    return True


def _cover_further(
    table: CountTable, rank: IntArray, hidden: BoolArray, useless: BoolArray, node: int, column: int
) -> bool:
    """Nothing near is left to hide: climb until something is, then any cell of the column, then T itself."""
    is_left = ~hidden & ~useless
    ancestor = int(table.parent[node])
    while ancestor >= 0 and not is_left[ancestor, column]:
        ancestor = int(table.parent[ancestor])
    if ancestor >= 0:
        _hide(hidden, ancestor, column)
        return True
    for at in (column, T):
        left = np.flatnonzero(is_left[:, at])
        if left.size:
            _hide(hidden, _first(left, rank), at)
            return True
    return False


def _first(nodes: IntArray, rank: IntArray) -> int:
    return int(nodes[rank[nodes].argmin()])


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
