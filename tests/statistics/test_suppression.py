"""Suppression: an attacker with linear programming over everything published must not get a cell back."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from rjh_warehouse.statistics.suppression import (
    CountTable,
    K,
    M,
    Secret,
    T,
    exposed_cells,
    possible_values,
    suppress,
)


def _secret(nodes: int, seed: int = 7) -> Secret:
    dice = np.random.default_rng(seed)
    return Secret(dice.permutation(nodes), dice.random(nodes) < 0.5)


def _in_order(nodes: int) -> Secret:
    """The first row is hidden for others first, and no family has decoys."""
    return Secret(np.arange(nodes), np.zeros(nodes, dtype=bool))


def _attack(table: CountTable, hidden: np.ndarray) -> dict[tuple[int, int], tuple[float, float]]:
    """Tightest bounds of every hidden cell by linear programming over all cells and all sums at once."""
    nodes, columns = table.count.shape
    rows, right = [], []
    for node, children in enumerate(table.children()):
        for column in range(columns):
            if children:
                row = np.zeros((nodes, columns))
                row[children, column], row[node, column] = 1, -1
                rows.append(row.ravel())
                right.append(0)
        if columns == 3:
            row = np.zeros((nodes, columns))
            row[node] = [-1, 1, 1]
            rows.append(row.ravel())
            right.append(0)
    if not rows:
        rows, right = [np.zeros(nodes * columns)], [0]
    bounds = [(0, None) if h else (c, c) for h, c in zip(hidden.ravel(), table.count.ravel(), strict=True)]
    found = {}
    for cell in np.flatnonzero(hidden.ravel()):
        goal = np.zeros(nodes * columns)
        goal[cell] = 1
        low = linprog(goal, A_eq=np.array(rows), b_eq=right, bounds=bounds)
        high = linprog(-goal, A_eq=np.array(rows), b_eq=right, bounds=bounds)
        assert low.status == 0 and high.status in {0, 3, 4}
        found[divmod(int(cell), columns)] = (low.fun, -high.fun if high.status == 0 else np.inf)
    return found


def _table(parent: list[int], leaf: dict[int, tuple[int, int]], by_gender: bool = True) -> CountTable:
    count = np.zeros((len(parent), 3), dtype=np.int64)
    for node in reversed(range(len(parent))):
        if node in leaf:
            count[node, [K, M]] = leaf[node]
        if parent[node] >= 0:
            count[parent[node], [K, M]] += count[node, [K, M]]
    count[:, T] = count[:, K] + count[:, M]
    return CountTable(np.array(parent), count if by_gender else count[:, :1].copy())


@st.composite
def tables(draw: st.DrawFn) -> CountTable:
    """Trees of up to three levels with many small and empty cells, areas of one unit included."""
    parent = [-1]
    for _ in range(draw(st.integers(1, 3))):
        parent.append(0)
        area = len(parent) - 1
        parent += [area] * draw(st.integers(0, 4))
    leaves = [node for node in range(len(parent)) if node not in parent]
    size = st.one_of(st.integers(0, 6), st.integers(0, 60))
    return _table(parent, {n: (draw(size), draw(size)) for n in leaves}, draw(st.booleans()))


@settings(max_examples=50, deadline=None)
@given(tables(), st.integers(0, 2**32 - 1))
def test_no_hidden_cell_is_bounded_to_one_value_by_everything_published(table: CountTable, seed: int) -> None:
    hidden = suppress(table, _secret(len(table.parent), seed))
    assert hidden[table.count < 5].all()
    for cell, (low, high) in _attack(table, hidden).items():
        assert high - low > 3.99, (cell, low, high)


@settings(max_examples=40, deadline=None)
@given(tables(), st.integers(0, 2**32 - 1))
def test_the_possible_values_equal_linear_programming(table: CountTable, seed: int) -> None:
    hidden = np.random.default_rng(seed).random(table.count.shape) < 0.5
    ranges = possible_values(table, hidden)
    for (node, column), (low, high) in _attack(table, hidden).items():
        found = ranges[node][column]
        assert found.low == pytest.approx(low, abs=1e-6)
        assert (np.inf if found.high is None else found.high) == pytest.approx(high, abs=1e-6)


def test_a_lone_small_unit_takes_a_sibling_with_it() -> None:
    table = _table([-1, 0, 0, 0], {1: (2, 1), 2: (10, 12), 3: (40, 50)})
    only_the_small = table.count < 5
    assert exposed_cells(table, only_the_small)  # the attack succeeds where nothing more is hidden
    hidden = suppress(table, _in_order(4))
    assert hidden[1].all() and hidden[2].all() and not hidden[3].any() and not hidden[0].any()


def test_a_small_gender_hides_the_other_but_not_the_total() -> None:
    table = _table([-1, 0, 0, 0], {1: (2, 20), 2: (10, 12), 3: (40, 50)})
    hidden = suppress(table, _in_order(4))
    assert hidden.tolist() == [[False] * 3, [False, True, True], [False, True, True], [False] * 3]


def test_two_empty_cells_do_not_hide_each_other() -> None:
    table = _table([-1, 0, 0, 0], {1: (0, 20), 2: (0, 12), 3: (40, 50)})
    both = np.zeros((4, 3), dtype=bool)
    both[1:3, K:] = True
    assert (1, K) in exposed_cells(table, both)  # 0 + 0 = 0 gives both back
    assert suppress(table, _in_order(4))[3, K]


def test_an_area_of_one_unit_does_not_give_it_away() -> None:
    table = _table([-1, 0, 0, 1, 2, 2], {3: (1, 2), 4: (30, 30), 5: (40, 40)})
    hidden = suppress(table, _in_order(6))
    assert hidden[[1, 3]].all() and not exposed_cells(table, hidden)


def test_a_table_without_small_cells_hides_nothing() -> None:
    assert not suppress(_table([-1, 0, 0], {1: (5, 5), 2: (90, 7)}), _secret(3)).any()


def test_the_rates_that_give_the_share_of_women_away_are_hidden() -> None:
    table = _table([-1, 0, 0, 0], {1: (3, 27), 2: (20, 20), 3: (30, 30)})
    rate_k, rate_m = 0.6, 0.4
    rate_t = (3 * rate_k + 27 * rate_m) / 30
    assert round(30 * (rate_t - rate_m) / (rate_k - rate_m)) == 3  # the attack on published rates
    hidden = suppress(table, _in_order(4))
    assert hidden[1].tolist() == [False, True, True]


def test_the_secret_and_not_the_counts_chooses_the_cover() -> None:
    """Which sibling is hidden with the small unit follows the secret; whatever the others count, it is the same one."""
    for seed in range(20):
        secret = _secret(5, seed)
        covers = set()
        for others in ((10, 20, 30), (30, 20, 10), (20, 10, 30)):
            table = _table([-1, 0, 0, 0, 0], {1: (2, 1), **{n: (c, c) for n, c in enumerate(others, start=2)}})
            covers.add(tuple(np.flatnonzero(suppress(table, secret)[:, T]).tolist()))
        assert len(covers) == 1
    ends = {int(np.flatnonzero(suppress(table, _secret(5, seed))[:, T])[-1]) for seed in range(20)}
    assert ends == {2, 3, 4}


def test_a_family_of_decoys_hides_more_than_it_needs_with_any_small_cell_of_it() -> None:
    table = _table([-1, 0, 0, 0, 0], {1: (40, 40), 2: (10, 12), 3: (2, 1), 4: (30, 30)})
    plain, decoys = _in_order(5), Secret(np.arange(5), np.array([True, *4 * [False]]))
    assert np.flatnonzero(suppress(table, plain)[:, T]).tolist() == [1, 3]
    assert np.flatnonzero(suppress(table, decoys)[:, T]).tolist() == [1, 2, 3]


def test_what_is_known_from_elsewhere_covers_nothing() -> None:
    table = _table([-1, 0, 0, 0], {1: (2, 1), 2: (10, 12), 3: (40, 50)})
    known = np.zeros((4, 3), dtype=bool)
    known[2] = True
    assert np.flatnonzero(suppress(table, _in_order(4), known=known)[:, T]).tolist() == [1, 3]
    known[3] = True
    assert np.flatnonzero(suppress(table, _in_order(4), known=known)[:, T]).tolist() == [0, 1]


@pytest.mark.parametrize(
    ("parent", "count"),
    [
        ([0, -1], [[1, 1, 0], [1, 1, 0]]),
        ([-1, 0], [[9, 5, 4], [8, 4, 4]]),
        ([-1], [[9, 5, 5]]),
        ([-1], [[-1, -1, 0]]),
        ([-1], [[1, 1]]),
    ],
)
def test_a_table_that_does_not_add_up_is_refused(parent: list[int], count: list[list[int]]) -> None:
    with pytest.raises(ValueError, match=r"parent|sum|K \+ M|count"):
        CountTable(np.array(parent), np.array(count))
