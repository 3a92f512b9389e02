"""Which figures an audit touches: the columns that it tests, and the marts' numbers that are made from them.

A number is followed by the way that values flow, column by column. Where what is tested is a key or whole rows, every
number below is touched, and so is every number of a model whose columns nobody can follow.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import duckdb

if TYPE_CHECKING:
    from sqlglot import exp

Column = tuple[str, str]  # table, column
Parents = Iterable[Iterable[str]]  # (column, parent table, parent column)


def columns_tested(query: exp.Expression, columns: Collection[str]) -> list[str]:
    """The columns of a model on which an audit's rows depend: what it compares, sums or counts, else what it groups by.

    Args:
        query: the audit, rendered.
        columns: the model's, in order.
    """
    from sqlglot import exp

    def named(*kinds: type[exp.Expression]) -> list[str]:
        found = {c.name for node in query.find_all(*kinds) for c in node.find_all(exp.Column)}
        return [c for c in columns if c in found]

    joined = [j.args["on"] for j in query.find_all(exp.Join) if j.args.get("on")]
    by_join = {c.name for on in joined for c in on.find_all(exp.Column)}
    tested = named(exp.Where, exp.Having, exp.Qualify, exp.AggFunc)
    return tested or [c for c in columns if c in by_join] or named(exp.Group)


@dataclass
class Lineage:
    """Who is made from whom: by column where that is known, by table where not; and which columns are numbers."""

    children: dict[Column, set[Column]] = field(default_factory=lambda: defaultdict(set))
    columns_below: dict[str, set[Column]] = field(default_factory=lambda: defaultdict(set))
    unfollowed_below: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    numbers: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def touched(self, model: str, tested: Collection[str]) -> set[Column]:
        """The numbers of the marts that an audit of a model touches."""
        values = self.numbers[model] & set(tested)
        seen: set[Column] = set()
        whole: set[str] = set() if values else {model}
        waiting: list[Column] = [(model, v) for v in values] or [*self._below_whole(model, whole)]
        while waiting:
            place = waiting.pop()
            if place in seen:
                continue
            seen.add(place)
            waiting += self.children[place]
            for table in self.unfollowed_below[place[0]] - whole:
                whole.add(table)
                waiting += self._below_whole(table, whole)
        marts = {c for c in seen if c[0].startswith("mart.") and c[1] in self.numbers[c[0]]}
        return marts | {(t, c) for t in whole if t.startswith("mart.") for c in self.numbers[t]}

    def _below_whole(self, table: str, whole: set[str]) -> set[Column]:
        """The columns made from any of a table's, and of the tables that are made from it in ways nobody can follow."""
        found, waiting = set(self.columns_below[table]), [*(self.unfollowed_below[table] - whole)]
        while waiting:
            below = waiting.pop()
            if below not in whole:
                whole.add(below)
                found |= self.columns_below[below]
                waiting += self.unfollowed_below[below]
        return found

    def in_words(self, columns: Collection[Column]) -> str:
        """`mart.a (x, y); mart.b`: without columns where all numbers of the mart are among them."""
        by_mart: dict[str, list[str]] = defaultdict(list)
        for table, column in sorted(columns):
            by_mart[table].append(column)
        parts = [m if set(c) == self.numbers[m] else f"{m} ({', '.join(c)})" for m, c in by_mart.items()]
        return "; ".join(parts)


def read_lineage(
    connection: duckdb.DuckDBPyConnection, described: Mapping[str, Any], definitions: Mapping[str, Any]
) -> Lineage:
    """The lineage of a build, whose database is attached as `built`.

    Args:
        described, definitions: the generation's notes.
    """
    found = Lineage()
    for name, about in definitions.items():
        parents: Parents = described[name]["parents"] if name in described else about.get("columns", [])
        for column, table, source in parents:
            found.children[table, source].add((name, column))
            found.columns_below[table].add((name, column))
        if not parents:
            for table in about["parents"]:
                found.unfollowed_below[table].add(name)
    typed = connection.execute(
        "SELECT schema_name || '.' || table_name, column_name FROM duckdb_columns() WHERE database_name = 'built'"
        " AND (data_type LIKE 'DECIMAL%' OR data_type IN ('DOUBLE', 'FLOAT')"
        " OR (data_type LIKE '%INT%' AND column_name LIKE '%\\_count' ESCAPE '\\'))"
    )
    for table, column in typed.fetchall():
        if column not in described.get(table, {}).get("grain", "").strip("()").split(", "):
            found.numbers[table].add(column)
    return found
