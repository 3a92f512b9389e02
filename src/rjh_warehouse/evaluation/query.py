"""The questions that models in Python ask of the warehouse: `queries/<name>.sql`, tables by their names as models."""

from __future__ import annotations

import re
from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlmesh import ExecutionContext

Row = dict[str, Any]
_TABLE = re.compile(r"\b(?:staging|core|seed|mart)\.[a-z_]+\b")


def asked(context: ExecutionContext, name: str, parameters: Any = (), **parts: str) -> Any:
    """A cursor with the answer.

    Args:
        parameters: of the query, by name (`$limit`) or in order (`?`).
        parts: SQL by the place where it stands in the query, `{place}`.
    """
    text = (resources.files(__package__) / "queries" / f"{name}.sql").read_text(encoding="utf-8")
    for place, sql in parts.items():
        text = text.replace(f"{{{place}}}", sql)
    cursor = context.engine_adapter.cursor
    cursor.execute(_TABLE.sub(lambda found: context.resolve_table(found[0]), text), parameters)
    return cursor


def rows(context: ExecutionContext, name: str) -> list[Row]:
    """The rows of a query by column; NULL is None, dates are dates."""
    cursor = asked(context, name)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
