"""What a change reaches: the keys that have moved, the columns that a query sees, and tables with equal rows."""

from __future__ import annotations

import random
from collections.abc import Iterator

import duckdb
import pytest
from sqlglot import parse_one

from rjh_warehouse.build.content import content_of, digest_of_sums
from rjh_warehouse.build.moved import Moved
from rjh_warehouse.build.reach import Reach, reach_of
from rjh_warehouse.build.slices import columns_seen

SQL = "SELECT c.place, (2 * c.amount)::DECIMAL(18, 2) AS amount FROM s.cost AS c"  # with equal rows
TAG = "reach: s.cost by place"


@pytest.fixture
def engine() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute("CREATE SCHEMA s")
        yield connection


def _reach() -> Reach:
    found = reach_of([TAG], parse_one(SQL, read="duckdb"), ["place", "amount"])
    assert found is not None
    return found


def test_rows_of_moved_keys_are_made_again_and_sums_follow(engine: duckdb.DuckDBPyConnection) -> None:
    """Whatever goes and comes: places that are empty, that vanish, that are new, and rows that are equal."""
    chance = random.Random(5)

    def cost() -> str:
        rows = [(chance.choice(["'a'", "'b'", "'c'", "'d'", "NULL"]), chance.randint(0, 2)) for _ in range(8)]
        return "SELECT * FROM (VALUES {}) AS v (place, amount)".format(", ".join(f"({p}, {a})" for p, a in rows))

    engine.execute(f"CREATE TABLE s.cost AS {cost()}")
    engine.execute(f"CREATE TABLE s.place AS {SQL}")
    _, sums = content_of(engine, "s.place")
    replaced = 0
    for _ in range(60):
        moved = Moved(engine, {"s.cost": ("place",), "s.place": ("place",)})
        moved.put_aside("s.cost")
        keep, put = chance.choice(["place <> 'a'", "amount > 0", "TRUE"]), cost()
        engine.execute(f"CREATE TABLE s.cost AS SELECT * FROM s.cost__earlier WHERE {keep} UNION ALL {put} LIMIT 9")
        moved.note_whole("s.cost")
        now = moved.replace("s.place", _reach(), sums)
        moved.forget()
        if now is None:  # half of the table
            engine.execute(f"CREATE OR REPLACE TABLE s.place AS {SQL}")
            _, sums = content_of(engine, "s.place")
            continue
        replaced += 1
        assert engine.execute(f"SELECT * FROM s.place EXCEPT ALL ({SQL})").fetchall() == []
        assert engine.execute(f"({SQL}) EXCEPT ALL SELECT * FROM s.place").fetchall() == []
        content, sums = content_of(engine, "s.place")
        assert sums == now
        assert content == digest_of_sums({"place": "VARCHAR", "amount": "DECIMAL(18,2)"}, now)
    assert replaced > 5


def test_only_rows_that_differ_are_told_on(engine: duckdb.DuckDBPyConnection) -> None:
    engine.execute("CREATE TABLE s.cost AS SELECT (range % 9)::TEXT AS place, 1 AS amount FROM range(90)")
    engine.execute(f"CREATE TABLE s.place AS {SQL}")
    moved = Moved(engine, {"s.cost": ("place",), "s.place": ("amount", "place")})
    moved.put_aside("s.cost")
    engine.execute("CREATE TABLE s.cost AS SELECT place, amount + (place = '3')::INT AS amount FROM s.cost__earlier")
    moved.note_whole("s.cost")
    assert engine.execute(f"FROM {moved.changed['s.cost']}").fetchall() == [("3",)]
    assert moved.replace("s.place", _reach(), content_of(engine, "s.place")[1]) is not None
    assert sorted(engine.execute(f"FROM {moved.changed['s.place']}").fetchall()) == [(2, "3"), (4, "3")]


def test_a_tag_names_what_there_is() -> None:
    query = parse_one(SQL, read="duckdb")
    assert reach_of(["working"], query, ["place"]) is None
    for tag in ("reach: s.other by place", "reach: s.cost by town", "reach: s.cost and s.other by place"):
        with pytest.raises(ValueError, match="is not there"):
            reach_of([tag], query, ["place", "amount"])


@pytest.mark.parametrize(
    ("query", "whole"),
    [
        ("SELECT a FROM s.x WHERE b > 0", False),
        ("SELECT COUNT(*) FROM s.x", False),
        ("WITH y AS (SELECT a FROM s.x) SELECT y.* FROM y", False),
        ("WITH y AS (SELECT a FROM s.x) SELECT * FROM y", False),
        ("SELECT x.a, (SELECT MAX(c) FROM s.y WHERE y.b = x.b) FROM s.x AS x", False),
        ("SELECT * FROM s.x", True),
        ("SELECT x.* FROM s.x AS x", True),
        ("SELECT y.* FROM s.x AS x JOIN s.y AS y ON x.a = y.a", False),
        ("SELECT x FROM s.x AS x", True),
        ("SELECT * FROM (SELECT a FROM s.y) AS y JOIN s.x AS x ON x.a = y.a", True),
        ("SELECT a FROM s.y NATURAL JOIN s.x", True),
        ("SELECT MIN(COLUMNS('a.*')) FROM s.x", True),
        ("SELECT a FROM s.y WHERE EXISTS (SELECT * FROM s.x WHERE x.b = y.b)", True),
    ],
)
def test_a_query_sees_the_columns_that_it_names(query: str, whole: bool) -> None:
    assert ("s.x" not in columns_seen(parse_one(query, read="duckdb"))) is whole


def test_what_a_query_does_not_see_is_no_change_to_it(engine: duckdb.DuckDBPyConnection) -> None:
    engine.execute("CREATE TABLE s.x AS SELECT 1 AS a, 2 AS b, 'd' AS delivery_id")
    moved = Moved(engine, {})
    moved.put_aside("s.x")
    engine.execute("CREATE TABLE s.x AS SELECT 1 AS a, 3 AS b, 'd' AS delivery_id UNION ALL SELECT 4, 5, 'e'")
    assert moved.looks_the_same("s.x", {"a"}, "delivery_id = 'd'")
    assert not moved.looks_the_same("s.x", {"a"}, "TRUE")
    assert not moved.looks_the_same("s.x", {"a", "b"}, "delivery_id = 'd'")
    assert not moved.looks_the_same("s.x", {"c"}, "TRUE")  # how many rows there are is always seen
