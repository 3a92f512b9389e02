"""A trial reading of the sample with the drafted contract: what would be loaded, and what each row would be."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from rjh_warehouse.contract.contract import NUMERIC_TYPES, Contract, Table
from rjh_warehouse.reading import DeliveryError, ReadResult, read_delivery

FIRST_ROWS = 5
MARKED_ROWS = 5_000  # rows of a table whose kind is kept one by one


@dataclass
class TrialTable:
    """What a table would hold: its first rows as typed, rows by kind, and sums of the plain data's numbers."""

    table: Table
    first: list[dict[str, Any]] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)
    sums: dict[str, Decimal] = field(default_factory=dict)


@dataclass
class Trial:
    """The outcome of a trial reading; `roles` says of each row (sheet, number) what it would be."""

    result: ReadResult | None = None
    error: DeliveryError | None = None
    tables: dict[str, TrialTable] = field(default_factory=dict)
    roles: dict[tuple[str | None, int], str] = field(default_factory=dict)

    def count(self, what: str) -> int:
        """The sum of `rows_read`, `rows_loaded` or `rows_rejected` over the tables."""
        return sum(getattr(t, what) for t in self.result.tables.values()) if self.result else 0


def try_contract(path: Path, contract: Contract) -> Trial:
    """Read a file with a contract and keep what a person wants to see of it; a file that cannot be read is a trial
    with an error."""
    trial = Trial(tables={t.name: TrialTable(t) for t in contract.tables})
    try:
        trial.result = read_delivery(path, contract, None, _Sink(trial))
    except DeliveryError as error:
        trial.error = error
        return trial
    for rejection in trial.result.rejections:
        trial.roles[rejection.sheet, rejection.row_number] = "rejected"
    for row in trial.result.non_data:
        trial.roles.setdefault((row.sheet, row.row_number), row.kind)
    return trial


class _Sink:
    def __init__(self, trial: Trial) -> None:
        self._trial = trial

    def write(self, table: str, batch: pa.RecordBatch) -> None:
        """Count a batch, and keep the first of its rows."""
        kept = self._trial.tables[table]
        kinds = batch.column("row_kind").cast(pa.string())
        is_data = pc.equal(kinds, "data")
        if kept.table.across:
            is_data = pc.and_(is_data, pc.equal(batch.column("column_kind").cast(pa.string()), "data"))
        for found in pc.value_counts(kinds).to_pylist():
            kept.kinds[found["values"]] += found["counts"]
        for column in kept.table.value_columns:
            if column.type in NUMERIC_TYPES or column.type == "integer":
                total = pc.sum(pc.filter(batch.column(column.name), is_data)).as_py()
                kept.sums[column.name] = kept.sums.get(column.name, Decimal(0)) + Decimal(total or 0)
        if len(kept.first) < FIRST_ROWS:
            kept.first += batch.slice(0, FIRST_ROWS - len(kept.first)).to_pylist()
        if len(self._trial.roles) < MARKED_ROWS:
            for row in batch.select(["sheet", "row_number", "row_kind"]).slice(0, MARKED_ROWS).to_pylist():
                self._trial.roles[row["sheet"], row["row_number"]] = row["row_kind"]
