"""How far a change reaches: of a model that says so, only the rows of the keys that have moved are made again.

A model says it in a tag, `reach: core.cost_line by organisation_level, organisation_code`: of the tables named (several
with `and`), its rows depend on no others than those with the same values in these columns. Of what else it reads they
may depend on anything: where that has moved the model is made whole. The statement is held to whole builds
(`build.comparison`).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlglot import exp

TAG = re.compile(r"reach: (?P<of>[\w.]+(?: and [\w.]+)*) by (?P<by>\w+(?:, \w+)*)")
MOVED = "moved_key"  # the temporary table of the keys to make again


@dataclass(frozen=True)
class Reach:
    """The rows of a key (`by`) follow from those of the key in the tables `of`. `sql`: the rows of MOVED's keys."""

    of: tuple[str, ...]
    by: tuple[str, ...]
    sql: str


def reach_of(tags: Collection[str], query: exp.Expression, columns: Collection[str]) -> Reach | None:
    """What a model's tag says, with its query over the keys that have moved; None: it says nothing.

    Raises:
        ValueError: it names a table that the query does not read, or a column that the model does not have.
    """
    from sqlglot import exp, parse_one

    for tag in tags:
        if found := TAG.fullmatch(tag):
            of, by = tuple(found["of"].split(" and ")), tuple(found["by"].split(", "))
            part, left = query.copy(), set(of)
            for table in list(part.find_all(exp.Table)):
                name = f"{table.db}.{table.name}"
                if name in of:
                    left.discard(name)
                    moved = parse_one(f"SELECT * FROM {name} AS kept WHERE {in_moved(by)}", read="duckdb")
                    assert isinstance(moved, exp.Select)
                    table.replace(moved.subquery(table.alias_or_name))
            if missing := left | (set(by) - set(columns)):
                raise ValueError(f"{tag}: {', '.join(sorted(missing))} is not there")
            return Reach(of, by, part.sql("duckdb"))
    return None


def in_moved(by: Collection[str], moved: str = MOVED) -> str:
    """SQL: whether a row of `kept` has one of the keys; an empty value is a value here."""
    same = " AND ".join(f"moved.{column} IS NOT DISTINCT FROM kept.{column}" for column in by)
    return f"EXISTS (SELECT 1 FROM {moved} AS moved WHERE {same})"
