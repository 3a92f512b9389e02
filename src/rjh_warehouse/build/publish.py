"""`rjh publish`: a complete generation → `data/published/rjh.duckdb`, swapped in at once.

The published file holds real tables with comments in a storage version that old drivers read.
Readers that have the old file open keep it; whoever opens it next sees the new one.
"""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from rjh_warehouse import __version__
from rjh_warehouse.build.describe import DESCRIPTIONS, PUBLISHED_SCHEMAS
from rjh_warehouse.build.generation import Generation
from rjh_warehouse.settings import Project

STORAGE_VERSION = "v1.0.0"
META_TABLES = {
    "meta.dictionary": (
        "One row per published table and column.",
        {
            "table_name": "Schema and name of the table",
            "column_name": "The column",
            "column_position": "Its place in the table, from 1",
            "data_type": "Its type in this file",
            "meaning": "What it holds",
            "is_in_grain": "True where the column is among those that tell the table's rows apart",
            "table_description": "What a row of the table is",
        },
    ),
    "meta.lineage": (
        "One row per published column and parent column.",
        {
            "table_name": "Schema and name of the table",
            "column_name": "The column",
            "parent_table_name": "A table that the column is made from",
            "parent_column_name": "The column of it",
        },
    ),
    "meta.trace": (
        "One row per table and table whose rows lead on to its cells.",
        {
            "table_name": "Schema and name of the table",
            "part_table_name": "The table with the cells",
            "key_columns": "Columns, with commas between, that the two have in common",
        },
    ),
}


class NotComplete(Exception):
    """The generation has not passed its blocking audits."""


def publish(project: Project, generation: Generation) -> dict[str, Any]:
    """Make the published file of a complete generation and swap it in.

    Returns:
        The row of `meta.release`.

    Raises:
        NotComplete: an audit that blocks has failed or was not run, or the build did not note its descriptions.
    """
    described = generation.read(DESCRIPTIONS)
    if not generation.is_complete or not described:
        raise NotComplete(generation.generation_id)
    project.published.parent.mkdir(parents=True, exist_ok=True)
    beside = project.published.with_name(f".{project.published.name}.{os.getpid()}.part")
    beside.unlink(missing_ok=True)
    try:
        release = _write(beside, generation, described)
        _sync(beside)
        os.replace(beside, project.published)
        _sync(project.published.parent)
    finally:
        beside.unlink(missing_ok=True)
        Path(f"{beside}.wal").unlink(missing_ok=True)
    return release


def published_release(project: Project) -> dict[str, Any] | None:
    """The row of `meta.release` of the published file, or None where nothing is published."""
    if not project.published.exists():
        return None
    with duckdb.connect(str(project.published), read_only=True) as connection:
        result = connection.execute("SELECT * FROM meta.release")
        names = [c[0] for c in result.description]
        row = result.fetchone()
    return dict(zip(names, row, strict=True)) if row else None


def _write(target: Path, generation: Generation, described: dict[str, dict[str, Any]]) -> dict[str, Any]:
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{_quoted(target)}' AS target (STORAGE_VERSION '{STORAGE_VERSION}')")
        connection.execute(f"ATTACH '{_quoted(generation.database)}' AS built (READ_ONLY)")
        for schema in (*PUBLISHED_SCHEMAS, "meta"):
            connection.execute(f"CREATE SCHEMA IF NOT EXISTS target.{schema}")
        for name in described:
            connection.execute(f"CREATE TABLE target.{name} AS SELECT * FROM built.{name}")
        connection.execute("BEGIN")
        for name, about in described.items():
            _comment(connection, name, about["description"], about["meanings"])
        connection.execute("COMMIT")
        _write_audits(connection, generation)
        _write_dictionary(connection, described)
        release = _write_release(connection, generation)
        connection.execute("CHECKPOINT target")
        connection.execute("DETACH target")
    return release


def _comment(connection: duckdb.DuckDBPyConnection, table: str, description: str, meanings: dict[str, str]) -> None:
    connection.execute(f"COMMENT ON TABLE target.{table} IS '{_quoted(description)}'")
    for column, meaning in meanings.items():
        connection.execute(f"COMMENT ON COLUMN target.{table}.\"{column}\" IS '{_quoted(meaning)}'")


def _write_audits(connection: duckdb.DuckDBPyConnection, generation: Generation) -> None:
    connection.execute(
        "CREATE TABLE target.quality.audit_result (audit_name TEXT, model_name TEXT, severity TEXT,"
        " state TEXT, failed_row_count BIGINT, rows_file TEXT, affected_marts TEXT, explanation TEXT,"
        " audited_at TIMESTAMP)"
    )
    note = generation.read("audits")
    audited_at = dt.datetime.fromisoformat(note["audited_at"]).replace(tzinfo=None)
    connection.executemany(
        "INSERT INTO target.quality.audit_result VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            [
                o["audit_name"], o["model_name"], "block" if o["is_blocking"] else "warn", o["state"],
                o["failed_row_count"], o["rows_file"], ", ".join(o["affected_marts"]), o["explanation"],
                audited_at,
            ]
            for o in note["outcomes"]
        ],
    )  # fmt: skip
    _comment(
        connection,
        "quality.audit_result",
        "One row per audit and model of the build that is published here.",
        {
            "audit_name": "Name of the SQL audit or expectation",
            "model_name": "The model it was run on",
            "severity": "block: a failure stops publication; warn: it is shown",
            "state": "passed, failed, or not_run",
            "failed_row_count": "Rows that failed",
            "rows_file": "File with the failed rows, in the generation's folder",
            "affected_marts": "Marts that read the model",
            "explanation": "Why an audit could not be run",
            "audited_at": "When the audits were run (UTC)",
        },
    )


def _write_dictionary(connection: duckdb.DuckDBPyConnection, described: dict[str, dict[str, Any]]) -> None:
    connection.execute(
        "CREATE TABLE target.meta.dictionary (table_name TEXT, column_name TEXT, column_position INTEGER,"
        " data_type TEXT, meaning TEXT, is_in_grain BOOLEAN, table_description TEXT)"
    )
    connection.execute(
        "CREATE TABLE target.meta.lineage (table_name TEXT, column_name TEXT, parent_table_name TEXT,"
        " parent_column_name TEXT)"
    )
    connection.execute("CREATE TABLE target.meta.trace (table_name TEXT, part_table_name TEXT, key_columns TEXT)")
    words, parents, paths = [], [], []
    columns = _columns(connection)
    for name, about in described.items():
        grain = {g.strip() for g in about["grain"].strip("()").split(",")}
        for column, kind, position in columns[name]:
            meaning = about["meanings"].get(column)
            words.append((name, column, position, kind, meaning, column in grain, about["description"]))
        parents += [(name, *parent) for parent in about["parents"]]
        paths += [(name, part_table, keys) for part_table, keys in about["trace"]]
    for table, rows in (("dictionary", words), ("lineage", parents), ("trace", paths)):
        _fill(connection, f"target.meta.{table}", rows)
    for table, (description, meanings) in META_TABLES.items():
        _comment(connection, table, description, meanings)


def _fill(connection: duckdb.DuckDBPyConnection, table: str, rows: list[tuple[Any, ...]]) -> None:
    """Insert rows at once: one by one they would take longer than everything else here."""
    if rows:
        columns = [pa.array(values) for values in zip(*rows, strict=True)]
        connection.register("incoming", pa.table(columns, [f"c{i}" for i in range(len(columns))]))
        connection.execute(f"INSERT INTO {table} SELECT * FROM incoming")
        connection.unregister("incoming")


def _columns(connection: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[str, str, int]]]:
    """(column, type, position) of each published table, as the file has it."""
    found = connection.execute(
        "SELECT schema_name || '.' || table_name, column_name, data_type, column_index FROM duckdb_columns()"
        " WHERE database_name = 'target'"
    )
    columns: dict[str, list[tuple[str, str, int]]] = {}
    for table, column, kind, position in found.fetchall():
        columns.setdefault(table, []).append((column, kind, position))
    return {table: sorted(named, key=lambda c: c[2]) for table, named in columns.items()}


def _write_release(connection: duckdb.DuckDBPyConnection, generation: Generation) -> dict[str, Any]:
    inputs = generation.read("inputs")
    release = {
        "release_id": generation.generation_id,
        "data_version": inputs["data_version"],
        "model_version": inputs["model_version"],
        "fingerprint": inputs["fingerprint"],
        "package_version": __version__,
        "built_at": dt.datetime.now(dt.UTC).replace(tzinfo=None, microsecond=0),
        "as_of": dt.date.fromisoformat(inputs["as_of"]) if inputs["as_of"] else None,
        "delivery_count": len(inputs["deliveries"]),
    }
    connection.execute(
        "CREATE TABLE target.meta.release (release_id TEXT, data_version TEXT, model_version TEXT,"
        " fingerprint TEXT, package_version TEXT, built_at TIMESTAMP, as_of DATE, delivery_count INTEGER)"
    )
    connection.execute("INSERT INTO target.meta.release VALUES (?, ?, ?, ?, ?, ?, ?, ?)", list(release.values()))
    _comment(
        connection,
        "meta.release",
        "One row: what this file was built from.",
        {
            "release_id": "The generation that was published",
            "data_version": "Changes with the deliveries that the file stands on",
            "model_version": "Changes with the models, seeds, audits, contracts and code",
            "fingerprint": "Both, and as_of: the same fingerprint is the same file",
            "package_version": "Version of rjh_warehouse",
            "built_at": "When the file was published (UTC)",
            "as_of": "Only deliveries known by this day count (empty: all)",
            "delivery_count": "Deliveries in the lake that were known",
        },
    )
    return release


def _quoted(text: object) -> str:
    return str(text).replace("'", "''")


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
