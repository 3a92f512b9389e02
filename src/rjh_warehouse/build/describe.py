"""What the published models are: their descriptions, grain, columns' meanings and parents, noted in the generation.

Only SQLMesh knows them. Kept in the recipe and noted with a build, they let it be published without reading the models
again, and as they were when it was built.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rjh_warehouse.build.trace_paths import read_trace_paths

if TYPE_CHECKING:
    from sqlglot import exp
    from sqlmesh import Context

DESCRIPTIONS = "descriptions"  # the generation's note of them
DEFINITIONS = "definitions"  # and of what each model was defined as
PUBLISHED_SCHEMAS = ("core", "mart", "quality")
WORKING_TAG = "working"  # a model that only carries other models: what it says stands in a mart


def descriptions(context: Context) -> dict[str, dict[str, Any]]:
    """For each published model: its description, grain, columns' meanings, parents and ways to cells."""
    from rjh_warehouse.build.console import plain_name

    ways = read_trace_paths(Path(context.path))
    found: dict[str, dict[str, Any]] = {}
    for model in context.models.values():
        name = plain_name(model.fqn)
        if not _is_described(model):
            continue
        found[name] = {
            "description": model.description or "",
            "grain": ", ".join(g.sql() for g in model.grains),
            "meanings": dict(model.column_descriptions),
            "parents": _column_parents(model, context),
            "trace": [asdict(way) for way in ways.pop(name, [])],
        }
    return found


def _is_described(model: Any) -> bool:
    from rjh_warehouse.build.console import plain_name

    is_table = model.kind.is_materialized and WORKING_TAG not in model.tags
    return is_table and plain_name(model.fqn).split(".")[0] in PUBLISHED_SCHEMAS


def _column_parents(model: Any, context: Any) -> list[tuple[str, str, str]]:
    """(column, parent table, parent column) for each output column of a SQL model; embedded models are seen through."""
    from rjh_warehouse.build.console import plain_name

    rows: list[tuple[str, str, str]] = []
    if not model.is_sql or model.kind.is_embedded:  # an embedded one is seen through
        return rows
    for column in model.columns_to_types or {}:
        parents = {(plain_name(parent), name) for parent, name in _parents_of(model.fqn, column, context)}
        rows += [(column, parent, name) for parent, name in sorted(parents)]
    return rows


def _parents_of(table: str, column: str, context: Any) -> Iterator[tuple[str, str]]:
    """The tables and columns that a column is made from."""
    from sqlglot import exp
    from sqlmesh.core.lineage import column_dependencies

    _follow_names(context.get_model(table, raise_if_missing=True))
    for parent, names in column_dependencies(context, table, exp.to_identifier(column).name).items():
        above = context.models.get(parent)
        for name in names:
            if above is not None and above.kind.is_embedded:
                yield from _parents_of(parent, name, context)
            else:
                yield parent, name


def _follow_names(model: Any) -> None:
    """Let SQLMesh's lineage, which follows a union's columns by place alone, follow a union by name rightly."""
    from sqlglot import exp
    from sqlglot.optimizer import build_scope, qualify
    from sqlmesh.core import lineage
    from sqlmesh.core.dialect import normalize_mapping_schema

    known = lineage.CACHE.get(model.name)
    if not model.is_sql or (known and known[0] == id(model)):
        return
    if not any(union.args.get("by_name") for union in model.query.find_all(exp.SetOperation)):
        return
    schema = normalize_mapping_schema(model.mapping_schema, dialect=model.dialect)
    query = qualify.qualify(
        model.render_query_or_raise().copy(),
        dialect=model.dialect,
        schema=schema,
        validate_qualify_columns=False,
        infer_schema=True,
    )
    unite_by_place(query)
    if scope := build_scope(query):
        lineage.CACHE[model.name] = (id(model), query, scope)


def unite_by_place(query: exp.Expr) -> None:
    """Give every part of each union by name the columns of its first part, in their order; NULL where it has none."""
    from sqlglot import exp

    for union in query.find_all(exp.SetOperation):
        if not union.args.get("by_name"):
            continue
        names = union.named_selects
        for part in _parts(union):
            own = {column.alias_or_name: column for column in part.selects}
            part.set("expressions", [own.get(name) or exp.alias_(exp.Null(), name) for name in names])
        union.set("by_name", False)


def _parts(query: Any) -> Iterator[Any]:
    """The SELECTs that a query unites."""
    from sqlglot import exp

    query = query.unnest()
    if isinstance(query, exp.SetOperation):
        yield from _parts(query.this)
        yield from _parts(query.expression)
    else:
        yield query


def definitions(context: Context) -> dict[str, dict[str, Any]]:
    """For each model, also those that are not published: what it reads, and a hash of what it was defined as.

    `columns` are its columns' parents, of those that `descriptions` does not have.
    """
    from rjh_warehouse.build.console import plain_name

    return {
        plain_name(snapshot.name): {
            "hash": snapshot.fingerprint.data_hash,
            "parents": sorted(plain_name(p.name) for p in snapshot.parents),
            "columns": [] if _is_described(snapshot.model) else _column_parents(snapshot.model, context),
        }
        for snapshot in context.snapshots.values()
        if snapshot.is_model
    }
