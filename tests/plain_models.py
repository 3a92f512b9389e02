"""The models and their audits by the recipe of a build, and run by plain DuckDB on any lake.

Making the recipe is nearly all that a build costs; with it done once, many lakes are built in the time of one.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import shutil
from collections.abc import Collection
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import yaml

from rjh_warehouse.build import compute
from rjh_warehouse.build.recipe import CATALOG, NOTE, Model, Recipe, make_recipe, read_recipe
from rjh_warehouse.contract.contract import read_contracts
from rjh_warehouse.lake.counted import known_deliveries
from rjh_warehouse.lake.store import Lake
from rjh_warehouse.lake.views import register_lake
from rjh_warehouse.settings import Project

ROOT = Path(__file__).parents[1]
FOLDER: Path | None = None  # a run's own folder, which its processes share; conftest says where


@cache
def recipe() -> Recipe:
    """Every model, made by the process that comes first and read by the others; its tables stand in no catalog."""
    if FOLDER is None:
        raise LookupError("plain_models.FOLDER: where the processes of a run share the recipe")
    with (FOLDER / "recipe.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        kept = FOLDER / "recipe"
        if not (kept / NOTE).exists():
            shutil.rmtree(kept, ignore_errors=True)  # of a making that failed
            make_recipe(Project(ROOT, kept), kept)
        whole = read_recipe(kept)
    return replace(whole, models=tuple(_anywhere(m) for m in whole.models))


def _anywhere(model: Model) -> Model:
    catalog = f'"{CATALOG}".'
    audits = tuple(replace(a, sql=a.sql.replace(catalog, "")) for a in model.audits)
    return replace(model, sql=model.sql.replace(catalog, ""), audits=audits)


def rendered(targets: frozenset[str] = frozenset()) -> tuple[Model, ...]:
    """The target models and all that they read (no targets: every model), parents first."""
    models = recipe().models
    return tuple(upstream(models, targets)) if targets else models


def upstream(models: Collection[Model], targets: Collection[str]) -> list[Model]:
    """The targets and all that they read, parents first."""
    wanted, chosen = set(targets), []
    for model in reversed(list(models)):
        if model.name in wanted:
            chosen.append(model)
            wanted |= set(model.reads)
    return chosen[::-1]


def build(
    database: Path,
    lake: Lake,
    models: Collection[Model],
    as_of: dt.date | None = None,
    memory_limit: str | None = None,
) -> None:
    """A database file with every model computed on the lake as known by a day (None: all of it)."""
    register_lake(database, lake, read_contracts(ROOT / "contracts"), known_deliveries(lake, as_of), as_of)
    config: dict[str, Any] = {"memory_limit": memory_limit} if memory_limit else {}
    with duckdb.connect(str(database), config=config) as connection:
        for schema in sorted({m.name.split(".")[0] for m in models}):
            connection.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
        for model in models:
            create(connection, model)


def empty_lake(connection: duckdb.DuckDBPyConnection, models: Collection[Model]) -> None:
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


def create(connection: duckdb.DuckDBPyConnection, model: Model) -> None:
    """Compute one model whose parents are there."""
    compute.create(connection, model, recipe().folder, ROOT)


def failures(
    connection: duckdb.DuckDBPyConnection, models: Collection[Model]
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
