"""The lake as a build sees it: schema `lake` in the generation's database.

One view per contract table over the parquet files of the accepted deliveries that were known by
`as_of`, and the tables of ABOUT_DELIVERIES that say what they are and what was found in them.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from rjh_warehouse.contract.contract import Contract
from rjh_warehouse.folders import stands
from rjh_warehouse.lake.acceptance import Acceptance, acceptances
from rjh_warehouse.lake.details import DELIVERY_FIELD, REJECTION_SCHEMA
from rjh_warehouse.lake.disclosure import register_files, secret
from rjh_warehouse.lake.disclosure_register import KEY_SCHEMA, OUTCOME_SCHEMA
from rjh_warehouse.lake.durable import file_sha256
from rjh_warehouse.lake.store import DeliveryRecord, Lake, by_knowledge
from rjh_warehouse.lake.sums import FILE_SCHEMA, SUM_SCHEMA, delivery_sums, earlier_sums
from rjh_warehouse.lake.withdrawal import Withdrawal, withdrawals
from rjh_warehouse.messages import catalogue
from rjh_warehouse.reading.table.rejected_amount import of_delivery
from rjh_warehouse.reading.table.schema import table_schema

# Only the engine that writes a generation reads it: its newest storage compresses texts in less time.
GENERATION_CONFIG: dict[str, str | bool | int | float | list[str]] = {"storage_compatibility_version": "latest"}
DELIVERY_SCHEMA = pa.schema(
    [
        ("delivery_id", pa.string()),
        ("contract_code", pa.string()),
        ("subject", pa.string()),
        ("file_name", pa.string()),
        ("file_sha256", pa.string()),
        ("file_bytes", pa.int64()),
        ("document_code", pa.string()),
        ("title", pa.string()),
        ("heading", pa.string()),
        ("source_file", pa.string()),
        ("source_line_from", pa.int32()),
        ("source_line_to", pa.int32()),
        ("unit", pa.string()),
        ("status", pa.string()),
        ("decision", pa.string()),
        ("decided_by", pa.string()),
        ("case_number", pa.string()),
        ("producer", pa.string()),
        ("dated_on", pa.date32()),
        ("known_on", pa.date32()),
        ("loaded_at", pa.timestamp("us")),
        ("sequence", pa.int64()),
        ("is_simulated", pa.bool_()),
        ("state", pa.string()),
        ("rows_read", pa.int64()),
        ("rows_loaded", pa.int64()),
        ("rows_rejected", pa.int64()),
        ("rejected_sek", pa.decimal128(18, 2)),
        ("rejected_unknown_count", pa.int64()),
        ("note", pa.string()),
    ]
)
ATTRIBUTE_SCHEMA = pa.schema(
    [("delivery_id", pa.string()), ("attribute_name", pa.string()), ("attribute_value", pa.string())]
)


CONTROL_SCHEMA = pa.schema(
    [
        ("delivery_id", pa.string()),
        ("table_name", pa.string()),
        ("check_name", pa.string()),
        ("severity", pa.string()),
        ("state", pa.string()),
        ("column_name", pa.string()),
        ("failed_count", pa.int64()),
        ("found", pa.string()),
        ("expected", pa.string()),
        ("first_row_numbers", pa.string()),
    ]
)
ACCEPTANCE_SCHEMA = pa.schema(
    [
        ("delivery_id", pa.string()),
        ("accepted_by", pa.string()),
        ("reason", pa.string()),
        ("accepted_on", pa.date32()),
        ("expires_on", pa.date32()),
    ]
)
WITHDRAWAL_SCHEMA = pa.schema(
    [
        ("delivery_id", pa.string()),
        ("is_withdrawn", pa.bool_()),
        ("withdrawn_by", pa.string()),
        ("reason", pa.string()),
        ("withdrawn_on", pa.date32()),
        ("withdrawal_number", pa.int32()),
    ]
)
FINDING_SCHEMA = pa.schema(
    [
        ("delivery_id", pa.string()),
        ("code", pa.string()),
        ("sheet", pa.string()),
        ("row_number", pa.int32()),
        ("column_name", pa.string()),
        ("cell", pa.string()),
        ("found", pa.string()),
        ("expected", pa.string()),
    ]
)
REFUSAL_SCHEMA = pa.schema(
    [
        ("file_name", pa.string()),
        ("file_sha256", pa.string()),
        ("refused_at", pa.timestamp("us")),
        ("code", pa.string()),
        ("sheet", pa.string()),
        ("row_number", pa.int32()),
        ("column_name", pa.string()),
        ("found", pa.string()),
        ("expected", pa.string()),
    ]
)
MESSAGE_SCHEMA = pa.schema([("code", pa.string()), ("text", pa.string()), ("text_en", pa.string())])
ABOUT_DELIVERIES = {
    "delivery": DELIVERY_SCHEMA,
    "delivery_attribute": ATTRIBUTE_SCHEMA,
    "delivery_control": CONTROL_SCHEMA,
    "delivery_sum": SUM_SCHEMA,
    "delivery_finding": FINDING_SCHEMA,
    "acceptance": ACCEPTANCE_SCHEMA,
    "withdrawal": WITHDRAWAL_SCHEMA,
    "refusal": REFUSAL_SCHEMA,
    "rejection": REJECTION_SCHEMA,
    "message": MESSAGE_SCHEMA,
    "disclosure_key": KEY_SCHEMA,
    "disclosed_outcome": OUTCOME_SCHEMA,
}


def lake_tables(contracts: dict[str, Contract]) -> dict[str, pa.Schema]:
    """Every lake table's columns, `delivery_id` first, by table name.

    Raises:
        ValueError: two contracts give a table of one name different columns.
    """
    tables: dict[str, pa.Schema] = {}
    for contract in contracts.values():
        for table in contract.tables:
            schema = table_schema(table).insert(0, DELIVERY_FIELD)
            if not tables.setdefault(table.name, schema).equals(schema):
                raise ValueError(f"{contract.contract}: table {table.name} has other columns elsewhere")
    return tables


def register_lake(
    database: Path,
    lake: Lake,
    contracts: dict[str, Contract],
    deliveries: Iterable[DeliveryRecord],
    as_of: dt.date | None = None,
) -> dict[str, str]:
    """Make schema `lake` in a database file, over one that a copied build had.

    Args:
        deliveries: as `known_deliveries` gives them for the same day.
        as_of: acceptances and refusals after this day are not known (None: all are).

    Returns:
        For each view what decides its rows: the digests of the files under it, as their records have them, and its
        columns. The other tables of the schema are small, and hold their rows themselves.
    """
    records = list(deliveries)
    last_day = as_of.isoformat() if as_of else "9999-12-31"
    stands_on: dict[str, str] = {}
    with duckdb.connect(str(database), config=GENERATION_CONFIG) as connection:
        counted = earlier_sums(connection)
        connection.execute("DROP SCHEMA IF EXISTS lake CASCADE")
        connection.execute("CREATE SCHEMA lake")
        sums, rows_files, by_id = [], [], {r.delivery_id: r for r in records}
        readings = _readings(records)
        for name, schema in lake_tables(contracts).items():
            present = _rows_files(lake, name, schema, readings)
            source = _rows_source(schema, [str(f) for f in present]) if present else None
            connection.execute(f"CREATE VIEW lake.{name} AS {_typed_select(schema, source)}")
            digests = [(by_id[f.stem], _digest(lake, f, by_id)) for f in present]
            stands_on[name] = _stands_on(schema, digests)
            rows_files += [{"delivery_id": r.delivery_id, "table_name": name, "sha256": d} for r, d in digests]
            sums += delivery_sums(connection, name, schema, digests, counted)
        _table(connection, "rows_file", FILE_SCHEMA, rows_files)
        _table(connection, "delivery_sum", SUM_SCHEMA, sums)
        _table(connection, "delivery", DELIVERY_SCHEMA, [_delivery_row(r) for r in records])
        attributes = [
            {"delivery_id": r.delivery_id, "attribute_name": name, "attribute_value": value}
            for r in records
            for name, value in sorted(r.attributes.items())
        ]
        _table(connection, "delivery_attribute", ATTRIBUTE_SCHEMA, attributes)
        _table(connection, "delivery_control", CONTROL_SCHEMA, _control_rows(records))
        findings = [{"delivery_id": r.delivery_id, **f} for r in records for f in r.findings]
        _table(connection, "delivery_finding", FINDING_SCHEMA, findings)
        given = [{**asdict(a), **_dates(a)} for a in acceptances(lake) if a.accepted_on <= last_day]
        _table(connection, "acceptance", ACCEPTANCE_SCHEMA, given)
        taken_out = [_withdrawal_row(w) for w in withdrawals(lake) if w.on <= last_day]
        _table(connection, "withdrawal", WITHDRAWAL_SCHEMA, taken_out)
        refused = [_refusal_row(r) for r in lake.refusals() if r["refused_at"][:10] <= last_day]
        _table(connection, "refusal", REFUSAL_SCHEMA, refused)
        none = _typed_select(REJECTION_SCHEMA, None)  # older files may lack a column
        rejected = [f for r in records if stands(f := lake.rejections_file(r.delivery_id))]
        rejections = [str(f) for f in rejected]
        stands_on["rejection"] = _stands_on(
            REJECTION_SCHEMA, [(by_id[f.stem], _digest(lake, f, by_id)) for f in rejected]
        )
        source = f"(SELECT * FROM read_parquet({_texts(rejections)}, union_by_name = true) UNION ALL BY NAME {none})"
        connection.execute(
            f"CREATE VIEW lake.rejection AS {_typed_select(REJECTION_SCHEMA, source if rejections else None)}"
        )
        _table(connection, "message", MESSAGE_SCHEMA, _message_rows())
        _table(connection, "disclosure_key", KEY_SCHEMA, [{"secret": secret(lake)}])
        noted = _texts([str(f) for f in register_files(lake)])
        disclosed = _typed_select(OUTCOME_SCHEMA, f"read_parquet({noted})" if noted != "[]" else None)
        connection.execute(f"CREATE VIEW lake.disclosed_outcome AS {disclosed}")
    return stands_on


def _digest(lake: Lake, path: Path, records: dict[str, DeliveryRecord]) -> str:
    """A file's digest as its delivery's record has it; of a record of before there were digests, the file's own."""
    noted = records[path.stem].files.get(lake.place_of(path))
    return str(noted["sha256"]) if noted else file_sha256(path)


def _stands_on(schema: pa.Schema, files: list[tuple[DeliveryRecord, str]]) -> str:
    """A digest over the files of a view and its columns."""
    said = [f"{f.name} {f.type}" for f in schema] + [""] + sorted(f"{r.delivery_id} {digest}" for r, digest in files)
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]


def _readings(records: list[DeliveryRecord]) -> dict[str, list[tuple[DeliveryRecord, bool]]]:
    """The accepted deliveries by table, in their order, each with whether it is the newest reading of its file."""
    newest: dict[tuple[str, str, str], DeliveryRecord] = {}
    of_content = []
    for record in (r for r in records if r.state == "accepted"):
        content = (record.file_sha256, record.subject, repr(record.origin))
        newest[content] = max(newest.get(content, record), record, key=by_knowledge)
        of_content.append((record, content))
    found: dict[str, list[tuple[DeliveryRecord, bool]]] = {}
    for record, content in of_content:
        for table in record.tables:
            found.setdefault(table, []).append((record, newest[content] is record))
    return found


def _rows_files(
    lake: Lake, table: str, schema: pa.Schema, readings: dict[str, list[tuple[DeliveryRecord, bool]]]
) -> list[Path]:
    """The accepted deliveries' rows of a table.

    A file that has been read again under a newer contract is two deliveries. Where the older reading has other
    types, its rows could not stand in one table with the newer, and are left out; the delivery is still shown.
    """
    files = [(lake.rows_file(table, r.delivery_id), is_newest) for r, is_newest in readings.get(table, ())]
    return [f for f, is_newest in files if stands(f) and (is_newest or _has_types(f, schema))]


def _has_types(path: Path, schema: pa.Schema) -> bool:
    found = pq.read_schema(path)
    return all(found.field(f.name).type == f.type for f in schema if f.name in found.names)


def _rows_source(schema: pa.Schema, files: list[str]) -> str:
    """SQL: the rows of the files; a column that an older contract did not have is empty."""
    empty = _typed_select(schema, None)
    return f"({empty} UNION ALL BY NAME SELECT * FROM read_parquet({_texts(files)}, union_by_name = true))"


def _control_rows(records: list[DeliveryRecord]) -> list[dict[str, Any]]:
    return [
        {
            "delivery_id": r.delivery_id,
            "table_name": c["table"],
            "check_name": c["check"],
            "column_name": c["column"],
            "first_row_numbers": ", ".join(str(n) for n in c["row_numbers"]),
            "state": "could_not_run" if c["state"] == "not_checked" else c["state"],  # its name in older records
            **{name: c[name] for name in ("severity", "failed_count", "found", "expected")},
        }
        for r in records
        for c in r.controls
    ]


def _message_rows() -> list[dict[str, str]]:
    """What the codes of rejections and findings say, with {found} and the other places open."""
    said = catalogue()
    return [
        {"code": code, "text": said[code]["sv"], "text_en": said[code]["en"]}
        for code in said
        if code.startswith(("reject.", "finding."))
    ]


def _dates(acceptance: Acceptance) -> dict[str, dt.date]:
    return {n: dt.date.fromisoformat(getattr(acceptance, n)) for n in ("accepted_on", "expires_on")}


def _withdrawal_row(made: Withdrawal) -> dict[str, Any]:
    row = {"withdrawn_by": made.by, "withdrawn_on": dt.date.fromisoformat(made.on), "withdrawal_number": made.order}
    return {"delivery_id": made.delivery_id, "is_withdrawn": made.is_withdrawn, "reason": made.reason, **row}


def _refusal_row(refusal: dict[str, Any]) -> dict[str, Any]:
    return {
        **refusal,
        "refused_at": dt.datetime.fromisoformat(refusal["refused_at"]).replace(tzinfo=None),
        "row_number": refusal.get("row"),
        "column_name": refusal.get("column"),
    }


def duckdb_type(kind: pa.DataType) -> str:
    """The SQL name of a parquet type."""
    if pa.types.is_decimal(kind):
        return f"DECIMAL({kind.precision}, {kind.scale})"
    names = {
        pa.string(): "TEXT",
        pa.int8(): "TINYINT",
        pa.int16(): "SMALLINT",
        pa.int32(): "INTEGER",
        pa.int64(): "BIGINT",
        pa.bool_(): "BOOLEAN",
        pa.date32(): "DATE",
        pa.timestamp("us"): "TIMESTAMP",
    }
    return names[kind]


def _typed_select(schema: pa.Schema, source: str | None) -> str:
    if source:
        columns = ", ".join(f'CAST("{f.name}" AS {duckdb_type(f.type)}) AS "{f.name}"' for f in schema)
        return f"SELECT {columns} FROM {source}"
    columns = ", ".join(f'CAST(NULL AS {duckdb_type(f.type)}) AS "{f.name}"' for f in schema)
    return f"SELECT {columns} WHERE FALSE"


def _texts(values: list[str]) -> str:
    return "[" + ", ".join("'" + v.replace("'", "''") + "'" for v in values) + "]"


def _table(connection: duckdb.DuckDBPyConnection, name: str, schema: pa.Schema, rows: list[dict[str, Any]]) -> None:
    connection.register("incoming", pa.Table.from_pylist(rows, schema=schema))
    connection.execute(f"CREATE TABLE lake.{name} AS SELECT * FROM incoming")
    connection.unregister("incoming")


def _delivery_row(record: DeliveryRecord) -> dict[str, Any]:
    origin = record.origin or {}
    lines = origin.get("source_lines") or (None, None)
    units = {t["unit"] for t in record.tables.values() if t["unit"]}
    return {
        "delivery_id": record.delivery_id,
        "contract_code": record.contract_code,
        "subject": record.subject,
        "file_name": record.file_name,
        "file_sha256": record.file_sha256,
        "file_bytes": record.file_bytes,
        **{name: origin.get(name) for name in ("document_code", "title", "heading", "source_file", "status")},
        **{name: origin.get(name) for name in ("decision", "decided_by", "case_number", "producer", "note")},
        "source_line_from": lines[0],
        "source_line_to": lines[1],
        "unit": origin.get("unit") or (units.pop() if len(units) == 1 else None),
        "dated_on": dt.date.fromisoformat(origin["dated"]) if origin.get("dated") else None,
        "known_on": dt.date.fromisoformat(record.known_on),
        "loaded_at": dt.datetime.fromisoformat(record.loaded_at).replace(tzinfo=None),
        "sequence": record.sequence,
        "is_simulated": record.is_simulated,
        "state": record.state,
        **{name: record.count(name) for name in ("rows_read", "rows_loaded", "rows_rejected")},
        **of_delivery(record.tables.values()),
    }
