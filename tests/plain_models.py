"""The models and their audits rendered once by SQLMesh, and run by plain DuckDB on any lake.

Rendering is nearly all that a build costs; with it done once, many lakes are built and audited in the time of one.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import importlib.util
import json
import os
from collections.abc import Collection
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import duckdb
import yaml

from rjh_warehouse.contract.contract import read_contracts
from rjh_warehouse.lake.counted import known_deliveries
from rjh_warehouse.lake.store import Lake
from rjh_warehouse.lake.views import register_lake

ROOT = Path(__file__).parents[1]
Kind = Literal["seed", "view", "table", "python"]
FOLDER: Path | None = None  # a run's own folder, which its processes share; conftest says where


@dataclass(frozen=True)
class PlainAudit:
    """An audit of a model: the query whose rows are the failures."""

    name: str
    is_blocking: bool
    sql: str


@dataclass(frozen=True)
class PlainModel:
    """A model by its name in the warehouse. `sql` is empty for seeds and Python models."""

    name: str
    kind: Kind
    sql: str
    reads: tuple[str, ...]
    audits: tuple[PlainAudit, ...]


@cache
def rendered(targets: frozenset[str] = frozenset()) -> tuple[PlainModel, ...]:
    """The target models and all that they read (no targets: every model), parents first."""
    if FOLDER is None:
        raise LookupError("plain_models.FOLDER: where the processes of a run share what is rendered")
    models = shared(FOLDER)
    return tuple(upstream(models, targets)) if targets else models


def shared(folder: Path) -> tuple[PlainModel, ...]:
    """Every model, rendered by the process that comes first and read by the others."""
    file = folder / "plain_models.json"
    with (folder / "plain_models.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not file.exists():
            file.write_text(json.dumps([asdict(m) for m in _render()]), encoding="utf-8")
    return tuple(
        PlainModel(**m | {"reads": tuple(m["reads"]), "audits": tuple(PlainAudit(**a) for a in m["audits"])})
        for m in json.loads(file.read_text(encoding="utf-8"))
    )


def _render() -> list[PlainModel]:
    """Every model as SQLMesh renders it, parents first."""
    os.environ["SQLMESH__DISABLE_ANONYMIZED_ANALYTICS"] = "true"
    os.environ["RJH_DATABASE"] = ":memory:"
    from sqlmesh import Context
    from sqlmesh.core.console import NoopConsole, set_console

    set_console(NoopConsole())
    context = Context(paths=[str(ROOT)])
    try:
        models = [context.models[fqn] for fqn in context.dag.sorted if fqn in context.models]
        return [_plain(m) for m in models if not m.kind.is_external]
    finally:
        context.close()


def _plain(model: Any) -> PlainModel:
    catalog = model.fqn.split(".")[0] + "."

    def text(query: Any) -> str:
        return str(query.sql("duckdb")).replace(catalog, "")

    audits = []
    for audit, arguments in model.audits_with_args:
        blocking = arguments.pop("blocking", None)
        is_blocking = audit.blocking if blocking is None else str(blocking).lower() == "true"
        audits.append(PlainAudit(audit.name, is_blocking, text(model.render_audit_query(audit, **arguments))))
    kind: Kind = "table"
    if model.kind.is_seed or model.is_python:
        kind = "seed" if model.kind.is_seed else "python"
    elif model.kind.is_view or model.kind.is_embedded:
        kind = "view"
    sql = text(model.render_query()) if kind in ("table", "view") else ""
    return PlainModel(_name(model.fqn), kind, sql, tuple(sorted(_name(f) for f in model.depends_on)), tuple(audits))


def _name(fqn: str) -> str:
    return ".".join(part.strip('"') for part in fqn.split(".")[1:])


def upstream(models: Collection[PlainModel], targets: Collection[str]) -> list[PlainModel]:
    """The targets and all that they read, parents first."""
    wanted, chosen = set(targets), []
    for model in reversed(list(models)):
        if model.name in wanted:
            chosen.append(model)
            wanted |= set(model.reads)
    return chosen[::-1]


def build(database: Path, lake: Lake, models: Collection[PlainModel], as_of: dt.date | None = None) -> None:
    """A database file with every model computed on the lake as known by a day (None: all of it)."""
    register_lake(database, lake, read_contracts(ROOT / "contracts"), known_deliveries(lake, as_of), as_of)
    with duckdb.connect(str(database)) as connection:
        for schema in sorted({m.name.split(".")[0] for m in models}):
            connection.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
        for model in models:
            create(connection, model)


def empty_lake(connection: duckdb.DuckDBPyConnection, models: Collection[PlainModel]) -> None:
    """The lake's tables without a row, as the models expect them, and the models' schemas; for rows made by a test."""
    for schema in sorted({"lake"} | {m.name.split(".")[0] for m in models}):
        connection.execute(f"CREATE SCHEMA {schema}")
    for name, columns in _lake_columns():
        typed = ", ".join(f"{c} {t}" for c, t in columns.items())
        connection.execute(f"CREATE TABLE {name} ({typed})")


@cache
def _lake_columns() -> tuple[tuple[str, dict[str, str]], ...]:
    tables = yaml.safe_load((ROOT / "external_models.yaml").read_text(encoding="utf-8"))
    return tuple((table["name"], table["columns"]) for table in tables)


def create(connection: duckdb.DuckDBPyConnection, model: PlainModel) -> None:
    """Compute one model whose parents are there."""
    if model.kind == "python":
        _run_python(connection, model.name)
        return
    sql = seed_sql(model.name) if model.kind == "seed" else model.sql
    connection.execute(f"CREATE {'VIEW' if model.kind == 'view' else 'TABLE'} {model.name} AS {sql}")


def seed_sql(name: str) -> str:
    """A query over a seed's file with the typed columns that its model declares."""
    short = name.split(".")[1]
    text = (ROOT / "models" / "seed" / f"{short}.sql").read_text(encoding="utf-8")
    block = text.split("columns (", 1)[1].split("\n  ),", 1)[0]
    parts = [line.strip().rstrip(",").split(" ", 1) for line in block.strip().splitlines()]
    types = ", ".join(f"'{column}': '{kind}'" for column, kind in parts)
    return f"SELECT * FROM read_csv('{ROOT / 'seeds' / f'{short}.csv'}', header = true, columns = {{{types}}})"


def failures(
    connection: duckdb.DuckDBPyConnection, models: Collection[PlainModel]
) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """(model, audit) → the rows that fail, for every audit that fails."""
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for model in models:
        for audit in model.audits:
            rows = connection.execute(audit.sql)
            names = [d[0] for d in rows.description]
            if failed := [dict(zip(names, r, strict=True)) for r in rows.fetchall()]:
                found.setdefault((model.name, audit.name), []).extend(failed)
    return found


class _Engine:
    """What a Python model asks of SQLMesh's context: a cursor, and where a model's table is."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.cursor = connection

    @property
    def engine_adapter(self) -> _Engine:
        return self

    def resolve_table(self, name: str) -> str:
        return name


def _run_python(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    schema, short = name.split(".")
    spec = importlib.util.spec_from_file_location(f"plain_{short}", ROOT / "models" / schema / f"{short}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    typed = ", ".join(f"{column} {kind}" for column, kind in module.COLUMNS.items())
    connection.execute(f"CREATE TABLE {name} ({typed})")
    columns = ", ".join(module.COLUMNS)
    for frame in module.execute(_Engine(connection.cursor())):
        connection.register("python_rows", frame)
        connection.execute(f"INSERT INTO {name} ({columns}) SELECT {columns} FROM python_rows")
        connection.unregister("python_rows")
