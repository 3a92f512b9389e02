"""A delivery's typed rows on their way into parquet files of the lake."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from rjh_warehouse.lake.details import DELIVERY_FIELD
from rjh_warehouse.lake.store import LakeFull
from rjh_warehouse.reading.table.arrays import constant

DICTIONARY_BYTES = 1 << 17  # of one column of a row group: beyond, its texts are written as they come


class ParquetSink:
    """Writes each table's batches, marked with their delivery, to one parquet file in a work folder.

    Raises:
        LakeFull: from `write` and `close`, when the folder cannot be written.
    """

    def __init__(self, folder: Path, delivery_id: str) -> None:
        self._folder = folder
        self._delivery_id = delivery_id
        self._writers: dict[str, pq.ParquetWriter] = {}
        self.stored: dict[str, dict[str, Any]] = {}  # table → stored_rows, and the sum of each column of decimals

    def write(self, table: str, batch: pa.RecordBatch) -> None:
        marks = constant(self._delivery_id, batch.num_rows, DELIVERY_FIELD.type)
        batch = batch.add_column(0, DELIVERY_FIELD.name, marks)
        with _told_as_full():
            if table not in self._writers:
                path = self._folder / f"{table}.parquet"
                self._writers[table] = _writer(path, batch.schema)
            writer = self._writers[table]
            if batch.schema != writer.schema:  # a column whose texts come again, or no longer do
                batch = batch.cast(writer.schema)
            writer.write_batch(batch)
        self._count(table, batch)

    def _count(self, table: str, batch: pa.RecordBatch) -> None:
        decimals = [f.name for f in batch.schema if pa.types.is_decimal(f.type)]
        counted = self.stored.setdefault(table, {"stored_rows": 0, "control_sums": dict.fromkeys(decimals, "0")})
        counted["stored_rows"] += batch.num_rows
        for name in decimals:
            added = pc.sum(batch.column(name)).as_py() or 0
            counted["control_sums"][name] = str(Decimal(counted["control_sums"][name]) + added)

    def abandon(self) -> None:
        """Let go of files whose reading failed; what they hold is not used."""
        for writer in self._writers.values():
            with contextlib.suppress(OSError, pa.ArrowException):
                writer.close()

    def close(self) -> list[str]:
        """Finish the files; the names of the tables that were written."""
        with _told_as_full():
            for writer in self._writers.values():
                writer.close()
        return sorted(self._writers)


def _writer(path: Path, schema: pa.Schema) -> pq.ParquetWriter:
    """A file whose texts and dates are kept once each, as long as few are different.

    Only what is asked for by range has statistics; of texts they would cost as much as compressing them.
    """
    texts = [f.name for f in schema if pa.types.is_string(f.type) or pa.types.is_dictionary(f.type)]
    dates = [f.name for f in schema if pa.types.is_date(f.type)]
    return pq.ParquetWriter(
        path, schema, compression="zstd", use_dictionary=[*texts, *dates], dictionary_pagesize_limit=DICTIONARY_BYTES,
        write_statistics=[n for n in schema.names if n not in texts],
        write_page_checksum=True,
        store_schema=False,  # a reader is to see texts, whether or not they came as a dictionary
    )  # fmt: skip


@contextlib.contextmanager
def _told_as_full() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise LakeFull(error.strerror or str(error)) from error
