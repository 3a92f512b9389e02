"""A column is followed to what it is made from, also through a union by name."""

from __future__ import annotations

from sqlglot import parse_one
from sqlglot.lineage import lineage

from rjh_warehouse.build.describe import unite_by_place

UNITED = """
SELECT x.a, x.b, x.c FROM (
  SELECT t.a, t.b, t.c FROM t UNION ALL BY NAME SELECT u.c, u.a FROM u UNION ALL BY NAME SELECT v.b FROM v
) AS x
"""


def test_a_union_by_name_is_followed_by_name() -> None:
    query = parse_one(UNITED, dialect="duckdb")
    unite_by_place(query)
    found = {c: {node.name for node in lineage(c, query.copy(), dialect="duckdb").walk()} for c in "abc"}
    ends = {c: {name for name in names if name[:2] in ("t.", "u.", "v.")} for c, names in found.items()}
    assert ends == {"a": {"t.a", "u.a"}, "b": {"t.b", "v.b"}, "c": {"t.c", "u.c"}}
