"""What a published file says of itself: its audits, dictionary, lineage and release."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import duckdb
import pyarrow as pa

from rjh_warehouse import __version__
from rjh_warehouse.build.describe import DEFINITIONS, DESCRIPTIONS
from rjh_warehouse.build.earlier import read_notes
from rjh_warehouse.build.figures import Lineage, read_lineage
from rjh_warehouse.build.generation import Generation
from rjh_warehouse.lake.closed_month import MANIFEST, Release, releases
from rjh_warehouse.lake.durable import file_sha256
from rjh_warehouse.messages import Language, catalogue, say

LANGUAGES: tuple[Language, ...] = get_args(Language)
SHOWN_FAILURES = 100  # of one audit, in the file; the generation's folder has (at most 1 000 of) them all


@dataclass(frozen=True)
class About:
    """A table that publication writes: what a row is, and each column's type and meaning."""

    description: str
    columns: dict[str, tuple[str, str]]


ABOUT = {
    "quality.audit_result": About(
        "One row per audit and model of the build that is published here.",
        {
            "audit_name": ("TEXT", "Name of the SQL audit or expectation"),
            "model_name": ("TEXT", "The model it was run on"),
            "rule": ("TEXT", "What is wrong when it fails, in Swedish"),
            "rule_en": ("TEXT", "The same in English"),
            "owner": ("TEXT", "Who answers for the model"),
            "severity": ("TEXT", "block: a failure stops publication; warn: it is shown"),
            "state": ("TEXT", "passed, failed, or could_not_run: the table, or a register to compare with, is empty"),
            "failed_row_count": ("BIGINT", "Rows that failed"),
            "rows_file": (
                "TEXT",
                "File with the failed rows, in the generation's folder (the first: audit_failure)",
            ),
            "affected_marts": ("TEXT", "Marts that read the model, with commas between"),
            "tested_columns": (
                "TEXT",
                "The model's columns that it tests, with commas between; empty where it tests whole rows",
            ),
            "affected_figures": (
                "TEXT",
                "Numbers of the marts that are made from what it tests, as mart (columns); a mart alone: all of its."
                " Empty where it passed",
            ),
            "explanation": (
                "TEXT",
                "Why it could not be run: 'no rows', the registers without rows, or the fault",
            ),
            "override_by": ("TEXT", "Who lets an audit that blocks stand aside; empty otherwise"),
            "override_reason": ("TEXT", "Why"),
            "override_until": ("DATE", "The last day on which it does"),
            "audited_at": ("TIMESTAMP", "When the audits were run (UTC)"),
        },
    ),
    "quality.audit_failure": About(
        "One row per audit, model and row that failed it, the first hundred of each.",
        {
            "audit_name": ("TEXT", "Name of the SQL audit"),
            "model_name": ("TEXT", "The model it was run on"),
            "failure_number": ("INTEGER", "Order of the row among those shown, from 1"),
            "row_key": ("TEXT", "What tells the row apart, as column=value with commas between"),
            "amount_name": ("TEXT", "Column of the amount; empty where the row has none in kronor"),
            "amount_sek": ("DECIMAL(18, 2)", "The row's amount in kronor"),
        },
    ),
    "quality.closed_month": About(
        "One row per closing of a month: what was frozen, by whom, on what.",
        {
            "month": ("DATE", "Month, as its first day"),
            "closing_number": ("INTEGER", "1 for the first closing of the month, 2 for the next"),
            "is_latest": ("BOOLEAN", "True for the month's latest closing"),
            "closed_by": ("TEXT", "Who takes the responsibility"),
            "closed_at": ("TIMESTAMP", "When (UTC)"),
            "reason": ("TEXT", "Why it was closed again; empty for the first closing"),
            "release_id": ("TEXT", "The publication that was frozen"),
            "data_version": ("TEXT", "Changes with the deliveries that it stands on"),
            "model_version": ("TEXT", "Changes with the models, seeds, audits, contracts and code"),
            "as_of": ("DATE", "Only deliveries known by this day counted (empty: all)"),
            "delivery_count": ("INTEGER", "Deliveries that were known"),
            "manifest_sha256": ("TEXT", "Digest of the closing's manifest"),
        },
    ),
    "meta.contract": About(
        "One row per contract and table that its files' rows stand in.",
        {
            "contract_code": ("TEXT", "Contract that takes the files"),
            "table_name": ("TEXT", "Table of the lake, which staging reads"),
        },
    ),
    "meta.build": About(
        "One row per model of the build: whether it was computed or taken over from the build before, and why.",
        {
            "table_name": ("TEXT", "Schema and name of the model"),
            "state": (
                "TEXT",
                "computed, part: only the rows that a change reaches, or reused: nothing it is made of had moved",
            ),
            "moved": (
                "TEXT",
                "Why it was computed: tables it reads that had moved, with commas between; definition, first or always",
            ),
            "row_count": ("BIGINT", "Its rows; empty for a view"),
            "content_hash": ("TEXT", "Changes with its rows, whatever their order; of a view with what it is made of"),
            "definition_hash": ("TEXT", "Changes with its definition"),
            "cpu_seconds": ("DECIMAL(18, 3)", "What computing it took this build; 0 for a reused one"),
            "saved_cpu_seconds": ("DECIMAL(18, 3)", "What making it whole took last, less what it took this time"),
            "computed_in": ("TEXT", "The build that last computed it"),
        },
    ),
    "meta.model": About(
        "One row per model of the build, also those that are not published: what tells two builds' definitions apart.",
        {
            "model_name": ("TEXT", "Schema and name"),
            "is_published": ("BOOLEAN", "True where the table stands in this file"),
            "definition_hash": ("TEXT", "Changes with the model's definition, not with its rows"),
            "parent_names": ("TEXT", "The tables that it reads, with commas between; lake.* are the deliveries' rows"),
        },
    ),
}
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
        "One row per table and way from its rows to delivered cells, or reason why no way leads there.",
        {
            "table_name": "Schema and name of the table",
            "column_name": "The column that the way is of; empty: the whole row",
            "part_table_name": "The table with the parts; empty for a reason",
            "part_column_name": "The column of it whose postings count; empty where its rows do",
            "condition": "When it holds: SQL on own (the row) and part (a row of the table with the parts)",
            "said": "The reason, or what is not among the cells, in Swedish",
            "said_en": "The same in English",
        },
    ),
}


def comment(connection: duckdb.DuckDBPyConnection, table: str, description: str, meanings: dict[str, str]) -> None:
    connection.execute(f"COMMENT ON TABLE target.{table} IS '{quoted(description)}'")
    for column, meaning in meanings.items():
        connection.execute(f"COMMENT ON COLUMN target.{table}.\"{column}\" IS '{quoted(meaning)}'")


def write_audits(connection: duckdb.DuckDBPyConnection, generation: Generation) -> None:
    """Write `quality.audit_result`, and `quality.audit_failure` with the first rows of each that failed."""
    note = generation.read("audits")
    audited_at = dt.datetime.fromisoformat(note["audited_at"]).replace(tzinfo=None)
    described = generation.read(DESCRIPTIONS)
    lineage = read_lineage(connection, described, generation.read(DEFINITIONS))
    results = [(*_result(o, lineage), audited_at) for o in note["outcomes"]]
    failures = [
        row for o in note["outcomes"] if o["rows_file"] for row in _failures(connection, generation, o, described)
    ]
    _write(connection, "quality.audit_result", results)
    _write(connection, "quality.audit_failure", failures)


def write_closed_months(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Write `quality.closed_month` from the closed months' manifests; one that is damaged has only its number."""
    found = releases(folder)
    latest = {r.month: r.number for r in found}
    rows = [
        (dt.date.fromisoformat(f"{r.month}-01"), r.number, r.number == latest[r.month], *_closing(r)) for r in found
    ]
    _write(connection, "quality.closed_month", rows)


def _closing(release: Release) -> tuple[Any, ...]:
    try:
        said, sha256 = release.manifest(), file_sha256(release.folder / MANIFEST)
        frozen = said["publication"]
        at = dt.datetime.fromisoformat(said["closed_at"]).replace(tzinfo=None)
        versions = (frozen["release_id"], frozen["data_version"], frozen["model_version"], _day(frozen["as_of"]))
        return (said["closed_by"], at, said["reason"], *versions, frozen["delivery_count"], sha256)
    except (OSError, ValueError, KeyError):
        return (None,) * 9


def write_models(connection: duckdb.DuckDBPyConnection, generation: Generation) -> None:
    """Write `meta.model` and `meta.contract`."""
    kinds = generation.read("contracts")
    _write(connection, "meta.contract", [(code, table) for code, tables in sorted(kinds.items()) for table in tables])
    published = generation.read(DESCRIPTIONS)
    rows = [
        (name, name in published, about["hash"], ", ".join(about["parents"]))
        for name, about in sorted(generation.read(DEFINITIONS).items())
    ]
    _write(connection, "meta.model", rows)


def write_build(connection: duckdb.DuckDBPyConnection, generation: Generation) -> None:
    """Write `meta.build`."""
    notes = read_notes(generation)
    rows = [
        (
            name, "part" if table.part else "computed" if table.why else "reused", ", ".join(table.why) or None,
            table.rows, table.content, table.definition, table.seconds if table.why else 0, table.saved_seconds,
            table.computed_in,
        )
        for name, table in sorted(notes.tables.items() if notes else [])
    ]  # fmt: skip
    _write(connection, "meta.build", rows)


def _write(connection: duckdb.DuckDBPyConnection, name: str, rows: list[tuple[Any, ...]]) -> None:
    about = ABOUT[name]
    columns = ", ".join(f"{column} {kind}" for column, (kind, _) in about.columns.items())
    connection.execute(f"CREATE TABLE target.{name} ({columns})")
    _fill(connection, f"target.{name}", rows)
    comment(connection, name, about.description, {c: meaning for c, (_, meaning) in about.columns.items()})


def _result(outcome: dict[str, Any], lineage: Lineage) -> tuple[Any, ...]:
    code = f"audit.{outcome['audit_name'].split('(')[0]}"
    tested, model = outcome["tested_columns"], outcome["model_name"]
    touched = "" if outcome["state"] == "passed" else lineage.in_words(lineage.touched(model, tested))
    rules = [say(code, language) if code in catalogue() else None for language in LANGUAGES]
    return (
        outcome["audit_name"], outcome["model_name"], *rules, outcome["owner"],
        "block" if outcome["is_blocking"] else "warn", outcome["state"], outcome["failed_row_count"],
        outcome["rows_file"], ", ".join(outcome["affected_marts"]), ", ".join(tested) or None,
        touched or None,
        outcome["explanation"],
        *(outcome[f"override_{name}"] for name in ("by", "reason")), _day(outcome["override_until"]),
    )  # fmt: skip


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _failures(
    connection: duckdb.DuckDBPyConnection, generation: Generation, outcome: dict[str, Any], described: dict[str, Any]
) -> list[tuple[Any, ...]]:
    """The first rows that failed an audit: their key, and their first amount of kronor."""
    rows = f"read_parquet('{quoted(generation.folder / outcome['rows_file'])}')"
    columns = [row[0] for row in connection.execute(f"DESCRIBE SELECT * FROM {rows}").fetchall()]
    grain = grain_of(described.get(outcome["model_name"], {"grain": ""}))
    key = [c for c in columns if c in grain] or [c for c in columns if c.endswith(("_code", "_id", "month", "_year"))]
    amount = next((c for c in columns if c.endswith("_sek")), None)
    shown = [f"'{c}=' || COALESCE(\"{c}\"::TEXT, '–')" for c in key]
    picked = f"CONCAT_WS(', ', {', '.join(shown)})" if shown else "''"
    kronor = f'TRY_CAST("{amount}" AS DECIMAL(18, 2))' if amount else "NULL::DECIMAL(18, 2)"
    found = connection.execute(f"SELECT {picked}, {kronor} FROM {rows} LIMIT {SHOWN_FAILURES}").fetchall()
    names = (outcome["audit_name"], outcome["model_name"])
    return [(*names, number, text, amount, value) for number, (text, value) in enumerate(found, 1)]


def write_dictionary(connection: duckdb.DuckDBPyConnection, described: dict[str, dict[str, Any]]) -> None:
    connection.execute(
        "CREATE TABLE target.meta.dictionary (table_name TEXT, column_name TEXT, column_position INTEGER,"
        " data_type TEXT, meaning TEXT, is_in_grain BOOLEAN, table_description TEXT)"
    )
    connection.execute(
        "CREATE TABLE target.meta.lineage (table_name TEXT, column_name TEXT, parent_table_name TEXT,"
        " parent_column_name TEXT)"
    )
    connection.execute(
        "CREATE TABLE target.meta.trace (table_name TEXT, column_name TEXT, part_table_name TEXT,"
        " part_column_name TEXT, condition TEXT, said TEXT, said_en TEXT)"
    )
    words, parents, paths = [], [], []
    columns = _columns(connection)
    for name, about in described.items():
        grain = grain_of(about)
        for column, kind, position in columns[name]:
            meaning = about["meanings"].get(column)
            words.append((name, column, position, kind, meaning, column in grain, about["description"]))
        parents += [(name, *parent) for parent in about["parents"]]
        paths += [(name, *_way(way)) for way in about["trace"]]
    for table, rows in (("dictionary", words), ("lineage", parents), ("trace", paths)):
        _fill(connection, f"target.meta.{table}", rows)
    for table, (description, meanings) in META_TABLES.items():
        comment(connection, table, description, meanings)


def _way(way: dict[str, Any]) -> tuple[str | None, ...]:
    said = [say(way["said_code"], language) if way["said_code"] else None for language in LANGUAGES]
    return (way["column_name"], way["part_table_name"], way["part_column_name"], way["condition"], *said)


def grain_of(about: dict[str, Any]) -> set[str]:
    """The columns that tell a described table's rows apart."""
    return {g.strip() for g in about["grain"].strip("()").split(",")}


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
