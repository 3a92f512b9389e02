"""What a system of sums and bounds leaves possible for its unknowns: the attack on numbers that are not shown.

Linear programming (HiGHS, through scipy) gives each unknown's least and greatest value; where those are close together
the same is asked of whole numbers.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

CLOSE = 20  # whole numbers between the ends, up to which it matters that they are whole
TOLERANCE = 1e-6


N = TypeVar("N", bound=Hashable)  # what names an unknown


class Contradiction(Exception):
    """No values meet all that is said."""


@dataclass
class System(Generic[N]):
    """Unknowns that are not negative, bounds on them, and bounds on weighted sums of them."""

    places: dict[N, int] = field(default_factory=dict)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    _rows: list[tuple[dict[int, float], float, float]] = field(default_factory=list)

    def unknown(self, name: N) -> int:
        """The place of an unknown, made when it is new."""
        if name not in self.places:
            self.places[name] = len(self.places)
            self.low.append(0.0)
            self.high.append(np.inf)
        return self.places[name]

    def fix(self, name: N, value: float) -> None:
        """Say what an unknown is."""
        place = self.unknown(name)
        self.low[place] = self.high[place] = value

    def is_fixed(self, name: N) -> bool:
        """Whether it has been said what an unknown is."""
        place = self.unknown(name)
        return self.low[place] == self.high[place]

    def say(self, terms: Mapping[N, float], low: float, high: float) -> None:
        """Bound a weighted sum."""
        self._rows.append(({self.unknown(name): weight for name, weight in terms.items()}, low, high))

    def ranges(self, names: Iterable[N], *, is_whole: bool = True) -> dict[N, tuple[int, int | None]]:
        """Least and greatest whole number that each can be; None for no greatest.

        Args:
            is_whole: whether the unknowns are numbers of something whole; else any value between whole ones will do.

        Raises:
            Contradiction: nothing meets all that is said.
        """
        constraints = self._constraints()
        found: dict[N, tuple[int, int | None]] = {}
        for name in names:
            low, high = (self._end(name, sign, constraints, whole=0) for sign in (1, -1))
            if is_whole and high - low <= CLOSE:
                low, high = (self._end(name, sign, constraints, whole=1) for sign in (1, -1))
            least = int(np.ceil(low - TOLERANCE))
            found[name] = (least, None if np.isinf(high) else int(np.floor(high + TOLERANCE)))
        return found

    def _constraints(self) -> list[LinearConstraint]:
        if not self._rows:
            return []
        entries = [(n, place, weight) for n, (terms, _, _) in enumerate(self._rows) for place, weight in terms.items()]
        rows, columns, weights = zip(*entries, strict=True)
        matrix = csr_array((weights, (rows, columns)), shape=(len(self._rows), len(self.places)))
        low, high = ([row[at] for row in self._rows] for at in (1, 2))
        return [LinearConstraint(matrix, np.array(low), np.array(high))]

    def _end(self, name: N, sign: int, constraints: list[LinearConstraint], whole: int) -> float:
        aim = np.zeros(len(self.places))
        aim[self.places[name]] = sign
        kinds = np.full(len(aim), whole)
        answer: Any = milp(aim, constraints=constraints, bounds=Bounds(self.low, self.high), integrality=kinds)
        if answer.status == 3 or (answer.status == 4 and sign < 0):
            return sign * -np.inf
        if answer.status != 0:
            raise Contradiction(answer.message)
        return float(sign * answer.fun)
