"""Which outcomes of indicators may not be shown, so that no figure on fewer than five persons is given back.

Delivered sheets are not as tidy as the tables that `statistics.suppression` reasons about: a breakdown may be
partial, totals may not add up, genders may be missing. What a reader could combine is therefore assumed, not
checked: units add up to what stands above them, and women and men to the total.

- the small cells and the ones that would give them back are found per figure and period by `suppress`;
- women and men of an organisation without a split are assumed to be halves;
- a period is covered by others (a year by its tertials and months): where a figure is delivered for more than
  one kind of period in a year, what is hidden in one is hidden in all of that year;
- the same figure under two indicator codes is hidden under both.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np

from rjh_warehouse.statistics.suppression import LIMIT, CountTable, suppress

MANY = 1000  # persons assumed where no number is delivered: published, and not small
GENDERS = ("T", "K", "M")


class Outcome(NamedTuple):
    """One delivered figure. `figure_code` is shared by indicator codes that are the same figure."""

    figure_code: str
    indicator_code: str
    organisation_code: str
    period_start: dt.date
    period_kind: str
    gender_code: str
    person_count: int | None
    is_simulated: bool


Cell = tuple[str, str]  # organisation code, gender code
Table = tuple[str, bool, dt.date, str]  # figure, simulated, period start, kind of period


def hidden_outcomes(outcomes: Iterable[Outcome], parent: Mapping[str, str]) -> list[Outcome]:
    """The outcomes that may not be shown, in the order given.

    Args:
        outcomes: every outcome of the figures and years in question.
        parent: organisation code → the organisation above; without a parent it stands alone.
    """
    known = list(outcomes)
    tables: dict[Table, dict[Cell, int | None]] = defaultdict(dict)
    for outcome in known:
        cells = tables[_table(outcome)]
        cell = (outcome.organisation_code, outcome.gender_code)
        counts = [c for c in (cells.get(cell), outcome.person_count) if c is not None]
        cells[cell] = min(counts, default=None)
    hidden = {key: _hidden_cells(cells, parent) for key, cells in tables.items()}
    _spread_over_the_year(hidden)
    return [o for o in known if (o.organisation_code, o.gender_code) in hidden[_table(o)]]


def _hidden_cells(cells: dict[Cell, int | None], parent: Mapping[str, str]) -> set[Cell]:
    """Hidden cells of one figure and period."""
    small = {cell for cell, count in cells.items() if count is not None and count < LIMIT}
    if not small:
        return set()
    nodes, parents = _forest({organisation for organisation, _ in cells}, parent)
    is_by_gender = any(gender != "T" for _, gender in cells)
    count = np.array([_counts(cells, node) if is_by_gender else [_total(cells, node)] for node in nodes])
    for row in reversed(range(len(nodes))):  # what stands above is the sum of what stands below
        below = np.flatnonzero(parents == row)
        if below.size:
            count[row] = count[below].sum(axis=0)
    mask = suppress(CountTable(parents, count))
    columns = GENDERS if is_by_gender else GENDERS[:1]
    hidden = {(nodes[row], columns[column]) for row, column in np.argwhere(mask)}
    for organisation, gender in small:
        hidden |= {(organisation, g) for g in (GENDERS if gender == "T" else GENDERS[1:])}
    return hidden


def _forest(organisations: set[str], parent: Mapping[str, str]) -> tuple[list[str], np.ndarray]:
    """Organisations, parents first, and the row of each one's nearest parent present (−1: none)."""

    def above(organisation: str) -> str | None:
        found, steps = parent.get(organisation), 0
        while found is not None and found not in organisations and steps < 10:
            found, steps = parent.get(found), steps + 1
        return found if found in organisations and found != organisation else None

    nearest = {organisation: above(organisation) for organisation in organisations}

    def depth(organisation: str) -> int:
        level, at = 0, nearest[organisation]
        while at is not None and level < 10:
            level, at = level + 1, nearest[at]
        return level

    nodes = sorted(organisations, key=lambda o: (depth(o), o))
    row = {node: index for index, node in enumerate(nodes)}
    return nodes, np.array([-1 if (up := nearest[node]) is None else row[up] for node in nodes], dtype=np.int64)


def _counts(cells: dict[Cell, int | None], organisation: str) -> list[int]:
    """T, K and M that add up: from what is delivered, halves where there is no split."""
    women, men = cells.get((organisation, "K")), cells.get((organisation, "M"))
    total = cells.get((organisation, "T"))
    if women is None and men is None:
        total = MANY if total is None else max(total, 0)
        return [total, total - total // 2, total // 2]
    if women is None:
        women = MANY if total is None else max(total - (men or 0), 0)
    if men is None:
        men = MANY if total is None else max(total - women, 0)
    return [max(women, 0) + max(men, 0), max(women, 0), max(men, 0)]


def _total(cells: dict[Cell, int | None], organisation: str) -> int:
    count = cells.get((organisation, "T"))
    return MANY if count is None else max(count, 0)


def _spread_over_the_year(hidden: dict[Table, set[Cell]]) -> None:
    """Hide in every period of a year what is hidden in one, where a figure has several kinds of period in it."""
    years: dict[tuple[str, bool, int], list[Table]] = defaultdict(list)
    for key in hidden:
        years[key[0], key[1], key[2].year].append(key)
    for keys in years.values():
        if len({kind for *_, kind in keys}) > 1:
            together = set().union(*(hidden[key] for key in keys))
            for key in keys:
                hidden[key] = together


def _table(outcome: Outcome) -> Table:
    return outcome.figure_code, outcome.is_simulated, outcome.period_start, outcome.period_kind
