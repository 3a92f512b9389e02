"""Models as their tests see them: an embedded model that a test gives no rows for is part of its reader."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from sqlglot import exp
from sqlmesh.core.model.common import ParsableSql


def see_through(context: Any, folder: Path) -> None:
    """Writes into each tested model's query those embedded models that none of its tests gives as input."""
    given: dict[str, set[str]] = {}
    for path in sorted(folder.glob("*.yaml")):
        for test in yaml.safe_load(path.read_text(encoding="utf-8")).values():
            fqns = given.setdefault(context.get_model(test["model"]).fqn, set())
            fqns.update(context.get_model(name).fqn for name in test["inputs"])
    for fqn, inputs in given.items():
        model = context.models[fqn]
        if model.is_sql and _embedded(context, model, inputs):
            context.upsert_model(_written_out(context, model, inputs))


def _embedded(context: Any, model: Any, given: set[str]) -> set[str]:
    return {f for f in model.depends_on - given if f in context.models and context.models[f].kind.is_embedded}


def _written_out(context: Any, model: Any, given: set[str]) -> Any:
    """The model with the queries of what it embeds as subqueries of its own."""
    embedded = _embedded(context, model, given)
    query = model.query.copy()
    for table in list(query.find_all(exp.Table)):
        fqn = context.get_model(f"{table.db}.{table.name}").fqn if table.db else None
        if fqn in embedded:
            above = _written_out(context, context.models[fqn], given)
            table.replace(above.render_query(needs_optimization=False).subquery(table.alias_or_name))
    return model.copy(update={"query_": ParsableSql.from_parsed_expression(query, "duckdb"), "depends_on_": None})
