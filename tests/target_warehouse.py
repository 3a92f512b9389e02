"""Indicator outcomes written straight into lake tables, and the target models run on them as plain SQL."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable
from functools import cache
from types import SimpleNamespace
from typing import Any

import duckdb
import pandas as pd
import yaml
from month_warehouse import ROOT, seed_columns

Rows = dict[str, list[dict[str, Any]]]
TARGETS = ("mart.target_achievement", "quality.rejection", "quality.delivery_control", "core.personnel_month")


@cache
def rendered() -> tuple[tuple[str, str, str], ...]:
    """(name, kind, SQL) of the target marts and all that they read, parents first; only SQL models have SQL."""
    os.environ["SQLMESH__DISABLE_ANONYMIZED_ANALYTICS"] = "true"
    os.environ["RJH_DATABASE"] = ":memory:"
    from sqlmesh import Context
    from sqlmesh.core.console import NoopConsole, set_console

    set_console(NoopConsole())
    context = Context(paths=[str(ROOT)])
    names = {fqn: ".".join(p.strip('"') for p in fqn.split(".")[1:]) for fqn in context.models}
    wanted = {fqn for fqn, name in names.items() if name in TARGETS}
    for fqn in list(wanted):
        wanted |= set(context.dag.upstream(fqn))
    found = []
    for fqn in context.dag.sorted:
        model = context.models.get(fqn)
        if fqn in wanted and model is not None and not model.kind.is_external:
            kind = "seed" if model.kind.is_seed else "python" if model.is_python else "sql"
            query = model.render_query() if kind == "sql" else None
            sql = query.sql("duckdb").replace('"memory".', "") if query else ""
            found.append((names[fqn], "table" if kind == "sql" and model.kind.is_materialized else kind, sql))
    context.close()
    return tuple(found)


def build(rows: Rows) -> duckdb.DuckDBPyConnection:
    """Every target model in an in-memory database over the given lake rows."""
    models = rendered()
    connection = duckdb.connect()
    for schema in ("lake", "seed", "staging", "core", "mart", "quality"):
        connection.execute(f"CREATE SCHEMA {schema}")
    for table in yaml.safe_load((ROOT / "external_models.yaml").read_text(encoding="utf-8")):
        typed = ", ".join(f"{c} {t}" for c, t in table["columns"].items())
        connection.execute(f"CREATE TABLE {table['name']} ({typed})")
    for name, items in rows.items():
        columns = {column for item in items for column in item}
        given = pd.DataFrame([{c: item.get(c) for c in columns} for item in items], dtype=object)
        if given.empty:
            continue
        connection.register("given", given)
        connection.execute(f"INSERT INTO lake.{name} BY NAME SELECT * FROM given")
        connection.unregister("given")
    for name, kind, sql in models:
        if kind == "seed":
            short = name.split(".")[1]
            types = ", ".join(f"'{c}': '{t}'" for c, t in seed_columns(short).items())
            sql = f"SELECT * FROM read_csv('{ROOT / 'seeds' / f'{short}.csv'}', header = true, columns = {{{types}}})"
        if kind == "python":
            _run(connection, name)
        else:
            connection.execute(f"CREATE {'VIEW' if kind == 'sql' else 'TABLE'} {name} AS {sql}")
    return connection


def _run(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """A Python model on this database."""
    schema, short = name.split(".")
    text = (ROOT / "models" / schema / f"{short}.py").read_text(encoding="utf-8")
    space: dict[str, Any] = {"__name__": name, "model": lambda *_, **__: lambda execute: execute}
    exec(compile(text.replace("import ExecutionContext, model", "import ExecutionContext"), name, "exec"), space)
    typed = ", ".join(f"{column} {kind}" for column, (kind, _) in space["COLUMNS"].items())
    connection.execute(f"CREATE TABLE {name} ({typed})")
    context = SimpleNamespace(engine_adapter=SimpleNamespace(cursor=connection), resolve_table=lambda table: table)
    for part in space["execute"](context):
        connection.register("part", part)
        connection.execute(f"INSERT INTO {name} BY NAME SELECT * FROM part")
        connection.unregister("part")


def delivery(code: str, contract: str, known_on: dt.date) -> dict[str, Any]:
    """A simulated, accepted delivery."""
    return {
        "delivery_id": code, "contract_code": contract, "subject": code, "known_on": known_on, "is_simulated": True,
        "loaded_at": dt.datetime.combine(known_on, dt.time()), "state": "accepted",
    }  # fmt: skip


def units(boards: dict[str, str], known_on: dt.date = dt.date(2020, 1, 1)) -> Rows:
    """A unit register: unit → board."""
    rows = [
        {"delivery_id": "units", "row_number": n, "row_kind": "data", "unit_code": unit, "board_code": board,
         "department_code": f"A-{board}", "area_code": f"O-{board}", "valid_from": dt.date(2000, 1, 1)}
        for n, (unit, board) in enumerate(boards.items(), start=2)
    ]  # fmt: skip
    return {"delivery": [delivery("units", "unit_register", known_on)], "unit_register": rows}


def outcomes(cells: Iterable[dict[str, Any]], known_on: dt.date = dt.date(2024, 5, 12)) -> Rows:
    """One sheet of outcomes; what a cell does not say is a year's total for 2023."""
    usual: dict[str, Any] = {
        "delivery_id": "sheet", "sheet": "Nyckeltal", "row_kind": "data", "period_text": "2023",
        "period_start": dt.date(2023, 1, 1), "period_kind": "år", "gender_code": "T", "value_decimals": 1,
    }  # fmt: skip
    rows = [{**usual, "row_number": n, **cell} for n, cell in enumerate(cells, start=4)]
    return {"delivery": [delivery("sheet", "indicator_outcome", known_on)], "indicator_outcome": rows}


def together(*parts: Rows) -> Rows:
    """The rows of several deliveries."""
    found: Rows = {}
    for part in parts:
        for table, rows in part.items():
            found[table] = [*found.get(table, []), *rows]
    return found
