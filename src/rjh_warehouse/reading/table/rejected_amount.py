"""How much money lies in rejected rows: counted while a table is read, and added up for its delivery.

A row is rejected for any of its cells; its amount can often be read all the same. Only plain data counts (no stated
totals), in tables with one column of money. Kronor, revenue +, cost −.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from rjh_warehouse.contract.contract import MONEY, Column, Table
from rjh_warehouse.reading.table.result import TableResult
from rjh_warehouse.reading.table.typed import Typed

LARGEST = Decimal(10) ** 16  # kronor; more is a misread cell's, and no sum that anyone asked for


class RejectedAmounts:
    """Counts the amounts of a table's rejected records in its result."""

    def __init__(self, table: Table, counts: TableResult) -> None:
        self.column, self._counts = _only_amount(table), counts
        if self.column:
            counts.rejected_unknown = counts.rejected_unknown or 0

    def add(self, amount: Typed | None) -> None:
        """One rejected record: its amount as read (without a value: none was delivered), or None where it cannot be."""
        if self.column is None:
            return
        factor = MONEY.get(amount.unit or "kr") if amount else None
        if amount is None or factor is None:
            self._counts.rejected_unknown = (self._counts.rejected_unknown or 0) + 1
        elif isinstance(amount.value, Decimal):
            kronor = amount.value * factor * (1 if self.column.sign == "revenue_positive" else -1)
            self._counts.rejected_sek = (self._counts.rejected_sek or Decimal(0)) + kronor


def _only_amount(table: Table) -> Column | None:
    """The one column of money of a table's records; None where there are none or several."""
    amounts = [c for c in table.value_columns if c.type == "amount"]
    is_one = len(amounts) == 1 and (table.across is None or amounts[0] is table.across.value)
    return amounts[0] if is_one else None


def of_delivery(tables: Collection[Mapping[str, Any]]) -> dict[str, Any]:
    """The tables' counts (as a delivery's record keeps them) added up: kronor to the öre, and amounts that cannot be
    read. Both None where no table has one column of money, and for records of before they were kept."""
    kept = [t for t in tables if t.get("rejected_unknown") is not None]
    if not kept:
        return {"rejected_sek": None, "rejected_unknown_count": None}
    known = [Decimal(t["rejected_sek"]) for t in kept if t["rejected_sek"] is not None]
    is_something = bool(known) or not any(t["rows_rejected"] for t in kept)  # nothing rejected: 0 is known
    total = round(sum(known, Decimal(0)), 2) if is_something else None
    return {
        "rejected_sek": total if total is not None and abs(total) < LARGEST else None,
        "rejected_unknown_count": sum(t["rejected_unknown"] for t in kept),
    }
