"""What kind of row a row is by its first filled cell: the table's end, a note, a subtotal, a total, or data."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rjh_warehouse.contract.contract import RowRules

DATA, END, TOTAL = "data", "end", "total"
RowKinds = Sequence[tuple[str, re.Pattern[str]]]


def row_kinds(rules: RowRules) -> RowKinds:
    """The kinds that a table has words for, the one that counts first."""
    worded = ((END, rules.end), ("note", rules.note), ("subtotal", rules.subtotal), (TOTAL, rules.total))
    return [(kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in worded if pattern]


def kind_of(first: str, kinds: RowKinds) -> str:
    """The kind of a row whose first filled cell has this text."""
    return next((kind for kind, pattern in kinds if pattern.search(first)), DATA)
