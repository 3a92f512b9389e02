"""What a published file says of itself: its audits, dictionary, lineage and release."""

from __future__ import annotations

import datetime as dt
from typing import Any

import duckdb
import pyarrow as pa

from rjh_warehouse import __version__
from rjh_warehouse.build.generation import Generation

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


def comment(connection: duckdb.DuckDBPyConnection, table: str, description: str, meanings: dict[str, str]) -> None:
    connection.execute(f"COMMENT ON TABLE target.{table} IS '{quoted(description)}'")
    for column, meaning in meanings.items():
        connection.execute(f"COMMENT ON COLUMN target.{table}.\"{column}\" IS '{quoted(meaning)}'")


def write_audits(connection: duckdb.DuckDBPyConnection, generation: Generation) -> None:
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
    comment(
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


def write_dictionary(connection: duckdb.DuckDBPyConnection, described: dict[str, dict[str, Any]]) -> None:
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
        comment(connection, table, description, meanings)


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


def write_release(connection: duckdb.DuckDBPyConnection, generation: Generation) -> dict[str, Any]:
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
    comment(
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


def quoted(text: object) -> str:
    """A text as it stands between the quotes of SQL."""
    return str(text).replace("'", "''")
