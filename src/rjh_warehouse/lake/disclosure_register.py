"""What a publication is about to show of outcomes, noted in the register of `lake.disclosure` where it is another."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from rjh_warehouse.lake.disclosure import complete_copies, disclosure_folder, register_files, secret
from rjh_warehouse.lake.store import Lake

KEY_SCHEMA = pa.schema([("secret", pa.string())])
OUTCOME_SCHEMA = pa.schema(
    [
        ("publication", pa.int32()),
        ("indicator_code", pa.string()),
        ("organisation_code", pa.string()),
        ("period_start", pa.date32()),
        ("period_kind_text", pa.string()),
        ("gender_code", pa.string()),
        ("is_simulated", pa.bool_()),
        ("is_hidden", pa.bool_()),
        ("value", pa.decimal128(18, 6)),
        ("person_count", pa.int64()),
        ("digest", pa.string()),
    ]
)
_KEY = ("indicator_code", "organisation_code", "period_start", "period_kind_text", "gender_code", "is_simulated")
_STATE = ("is_hidden", "value", "person_count", "digest")
# The digest of a hidden outcome: whether it is the same again can be asked, what it is cannot.
DIGEST_SQL = (
    "SHA256(CONCAT_WS('|', {secret}, {row}.indicator_code, {row}.organisation_code, {row}.period_start,"
    " {row}.period_kind_text, {row}.gender_code, {row}.value, COALESCE({row}.person_count, -1)))"
)
_PUBLISHED_SQL = """
SELECT source.indicator_code, source.organisation_code, source.period_start, source.period_kind_text,
  source.gender_code, source.is_simulated, published.is_too_few AS is_hidden, published.value, published.person_count,
  CASE WHEN published.is_too_few THEN {digest} END AS digest
FROM core.indicator_value AS published
JOIN staging.indicator_outcome AS source
  ON source.delivery_id = published.delivery_id AND source.row_number = published.row_number
"""


def note_published(lake: Lake, database: Path) -> Path | None:
    """Note what a generation is about to publish of outcomes, where it differs from what was published last.

    It is noted before the swap: a publication that then fails has noted more than was seen, which is the safe side.

    Returns: the file, or None where nothing differs.
    """
    number = int(files[-1].stem) + 1 if (files := register_files(lake)) else 1
    path = disclosure_folder(lake) / f"{number:06}.parquet"
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    key, state = ", ".join(_KEY), ", ".join(_STATE)
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{quoted(database)}' AS {database.stem} (READ_ONLY)")  # the name that its views say
        connection.execute(f"USE {database.stem}")
        digest = DIGEST_SQL.format(secret=f"'{secret(lake)}'", row="source")
        now = f"SELECT {key}, {state} FROM ({_PUBLISHED_SQL.format(digest=digest)})"
        if files:
            texts = ", ".join(f"'{quoted(f)}'" for f in files)
            newest = f"ROW_NUMBER() OVER (PARTITION BY {key} ORDER BY publication DESC) AS age"
            before = f"SELECT {key}, {state} FROM (SELECT *, {newest} FROM read_parquet([{texts}])) WHERE age = 1"
            now = f"{now} EXCEPT {before}"
        rows = connection.execute(f"SELECT {number}::INTEGER AS publication, * FROM ({now}) ORDER BY ALL").arrow()
    table = (rows.read_all() if isinstance(rows, pa.RecordBatchReader) else rows).cast(OUTCOME_SCHEMA)
    if not table.num_rows:
        return None
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            pq.write_table(table, file, compression="zstd")
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)
    complete_copies(lake)
    return path


def quoted(path: Path) -> str:
    return str(path).replace("'", "''")
