"""What was asked of the rows that the lake keeps, while a load goes on: they never change, so no file asks it again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any

MOST_ROWS = 200_000  # of all answers together; what was asked longest ago is forgotten first


class Remembered:
    """Answers by what was asked, of which and of what."""

    def __init__(self, most_rows: int = MOST_ROWS) -> None:
        self._most_rows = most_rows
        self._rows = 0
        self._answers: OrderedDict[Hashable, list[Any]] = OrderedDict()

    def of(self, asked: Hashable, ask: Callable[[], list[Any]]) -> list[Any]:
        """The answer as it was given, else what `ask` gives; nobody changes the list."""
        if asked in self._answers:
            self._answers.move_to_end(asked)
            return self._answers[asked]
        answer = self._answers[asked] = ask()
        self._rows += 1 + len(answer)
        while self._rows > self._most_rows:
            self._rows -= 1 + len(self._answers.popitem(last=False)[1])
        return answer
