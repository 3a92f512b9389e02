"""A sink in memory and short ways to make contracts and files, for the tests of reading."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa

from rjh_warehouse.contract.contract import Contract
from rjh_warehouse.reading.table.schema import table_schema


class MemorySink:
    """Keeps every batch; refuses one that does not have its table's schema."""

    def __init__(self, contract: Contract) -> None:
        self._schemas = {t.name: table_schema(t) for t in contract.tables}
        self.batches: dict[str, list[pa.RecordBatch]] = {}

    def write(self, table: str, batch: pa.RecordBatch) -> None:
        batch.validate(full=True)
        schema = self._schemas[table]
        plain = [f.with_type(f.type.value_type) if pa.types.is_dictionary(f.type) else f for f in batch.schema]
        assert pa.schema(plain).equals(schema), batch.schema
        batch = batch.cast(schema)
        self.batches.setdefault(table, []).append(batch)

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Every row, in the order in which it was written."""
        return [row for batch in self.batches.get(table, []) for row in batch.to_pylist()]


def make_contract(tables: list[dict[str, Any]], **more: Any) -> Contract:
    """A contract of text files named *.csv."""
    return Contract.model_validate(
        {
            "contract": "sample", "title_sv": "Prov", "title_en": "Sample", "description": "A sample.",
            "source": "tests", "file_pattern": r".*\.csv", "format": "csv", "tables": tables, **more,
        }
    )  # fmt: skip


def ledger_contract(*, lean: bool = True, rows: dict[str, Any] | None = None, **more: Any) -> Contract:
    """A small ledger: month, account, text, amount."""
    table = {
        "name": "entry",
        "lean": lean,
        "rows": rows or {},
        "columns": [
            {"name": "period", "type": "month", "aliases": ["Period"]},
            {"name": "account_code", "type": "code", "aliases": ["Konto"], "pattern": r"\d{4}"},
            {"name": "entry_text", "aliases": ["Text"], "required": False},
            {
                "name": "amount",
                "type": "amount",
                "aliases": ["Belopp"],
                "unit": "kr",
                "sign": "cost_positive",
            },
        ],
    }
    return make_contract([table], **more)


def write(folder: Path, content: str | bytes, *, name: str = "prov.csv", encoding: str = "utf-8") -> Path:
    """A file with this content."""
    path = folder / name
    path.write_bytes(content.encode(encoding) if isinstance(content, str) else content)
    return path
