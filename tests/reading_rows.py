"""A sink that keeps rows as dictionaries."""

from __future__ import annotations

from typing import Any

import pyarrow as pa


class Rows:
    """The rows of each table, in the order in which they were written."""

    def __init__(self) -> None:
        self.tables: dict[str, list[dict[str, Any]]] = {}

    def write(self, table: str, batch: pa.RecordBatch) -> None:
        """Take a batch."""
        self.tables.setdefault(table, []).extend(batch.to_pylist())
