"""Published tables as parquet, with their column meanings in the files."""

from __future__ import annotations

from pathlib import Path

import duckdb

from rjh_warehouse.answers.export.table import Published
from rjh_warehouse.lake.durable import written


def write_parquet(connection: duckdb.DuckDBPyConnection, table: Published, folder: Path) -> Path:
    """One file a table; types are the file's own (money stays decimal), meanings are the fields' metadata."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = folder / f"{table.file_name}.parquet"
    meanings = {c.name: c.meaning for c in table.columns}
    reader = connection.execute(f"SELECT * FROM {table.name} ORDER BY {table.order}").fetch_record_batch()
    fields = [field.with_metadata({"description": meanings.get(field.name, "")}) for field in reader.schema]
    schema = pa.schema(fields, metadata={"description": table.description, "table": table.name})
    with written(path) as part, pq.ParquetWriter(part, schema, compression="zstd") as writer:
        for batch in reader:
            writer.write_batch(pa.RecordBatch.from_arrays(batch.columns, schema=schema))
    return path
