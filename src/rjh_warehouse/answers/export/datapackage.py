"""Published tables as a Frictionless data package: CSV files, and a descriptor with types, keys and fiscal concepts."""

from __future__ import annotations

import csv
import json
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import duckdb

from rjh_warehouse.answers.export.table import Published, about, batches, cell
from rjh_warehouse.lake.durable import file_sha256, write_text, written
from rjh_warehouse.yaml_text import read_yaml

DESCRIPTOR = "datapackage.json"
CURRENCY = "SEK"
DESCRIPTION = (
    "Tables of one publication. Revenue is positive and cost negative; deviation is outcome less budget. A missing"
    " value is empty, and so is one about too few persons to be shown. Rows with is_simulated = true are made-up data."
    " An apostrophe before a text that begins with =, +, - or @ keeps a spreadsheet from computing it."
)
_TYPES = (  # how a column's type begins → its type in the package
    ("DECIMAL", "number"),
    ("DOUBLE", "number"),
    ("FLOAT", "number"),
    ("BOOLEAN", "boolean"),
    ("DATE", "date"),
    ("TIMESTAMP", "datetime"),
    *((name, "integer") for name in ("BIGINT", "INTEGER", "SMALLINT", "TINYINT", "HUGEINT", "UINTEGER", "UBIGINT")),
)


def write_package(connection: duckdb.DuckDBPyConnection, tables: list[Published], folder: Path) -> Path:
    """The CSV files (UTF-8, comma, decimal point) and their descriptor."""
    resources_told = []
    for table in tables:
        path = folder / f"{table.file_name}.csv"
        with written(path) as part, part.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\r\n")
            writer.writerow([c.name for c in table.columns])
            for rows in batches(connection, table):
                writer.writerows([cell(value) for value in row] for row in rows)
        resources_told.append(_resource(table, path))
    release = about(connection)
    described = {
        "profile": "tabular-data-package",
        "name": "rjh-warehouse",
        "title": "Region Jämtland Härjedalen: budget follow-up",
        "description": DESCRIPTION,
        "version": release["data_version"],
        "created": release["built_at"].replace(" ", "T")[:19] + "Z",
        "release": release,
        "fiscalDataPackage": "1.0",
        "resources": resources_told,
    }
    path = folder / DESCRIPTOR
    write_text(path, json.dumps(described, ensure_ascii=False, indent=1) + "\n")
    return path


def _resource(table: Published, path: Path) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(c) for c in table.columns], "missingValues": [""]}
    if key := [c.name for c in table.columns if c.is_key]:
        schema["primaryKey"] = key
    return {
        "profile": "tabular-data-resource",
        "name": table.file_name.replace("_", "-"),
        "title": table.name,
        "description": table.description,
        "path": path.name,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{file_sha256(path)}",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "header": True},
        "schema": schema,
    }


def _field(column: Any) -> dict[str, Any]:
    kind = next((told for start, told in _TYPES if column.data_type.startswith(start)), "string")
    field: dict[str, Any] = {"name": column.name, "type": kind, "description": column.meaning}
    if column.name.endswith("_sek"):
        field |= {"columnType": "value", "currency": CURRENCY}
    elif concept := fiscal_concepts().get(column.name):
        field["columnType"] = concept
    return field


@cache
def fiscal_concepts() -> dict[str, str]:
    """Column → ColumnType of `fiscal.yaml`."""
    return dict(read_yaml((resources.files(__package__) / "fiscal.yaml").read_text(encoding="utf-8")))
