"""What the engine answers of a suite is what the library answers, on rows of every kind."""

from __future__ import annotations

import random
from typing import Any

import duckdb
import pytest

from rjh_warehouse.build.expectations import Expectation, Suite, run_suites
from rjh_warehouse.build.plain_expectations import plain_outcomes

ASKED: list[tuple[str, dict[str, Any]]] = [
    ("expect_column_values_to_not_be_null", {"column": "a"}),
    ("expect_column_values_to_not_be_null", {"column": "a", "mostly": 0.6}),
    ("expect_column_values_to_be_in_set", {"column": "t", "value_set": ["x", "y"]}),
    ("expect_column_values_to_be_in_set", {"column": "t", "value_set": ["x"], "mostly": 0.5}),
    ("expect_column_values_to_be_between", {"column": "a", "min_value": 0, "max_value": 3, "mostly": 0.7}),
    ("expect_column_values_to_be_between", {"column": "a", "max_value": 4}),
    ("expect_column_values_to_be_unique", {"column": "t"}),
    ("expect_column_values_to_be_unique", {"column": "b"}),
    ("expect_column_pair_values_a_to_be_greater_than_b", {"column_A": "a", "column_B": "b", "or_equal": True}),
    ("expect_column_pair_values_a_to_be_greater_than_b", {"column_A": "a", "column_B": "b"}),
    ("expect_column_values_to_match_regex", {"column": "t", "regex": "^(?:x|z)$"}),
    ("expect_column_values_to_match_regex", {"column": "t", "regex": "^(?:x|z)$", "mostly": 0.5}),
    ("expect_compound_columns_to_be_unique", {"column_list": ["a", "t"]}),
    ("expect_table_row_count_to_be_between", {"min_value": 3}),
    ("expect_table_row_count_to_be_between", {"max_value": 6}),
]


def _suite(*asked: tuple[str, dict[str, Any]]) -> Suite:
    return Suite(table="s", severity="warn", expectations=[Expectation(type=t, kwargs=k) for t, k in asked])


def test_the_engine_answers_as_the_library() -> None:
    chance, seen = random.Random(3), set()
    with duckdb.connect() as connection:
        for _ in range(12):
            empty = chance.choice([None, 3])
            rows = [
                (chance.choice([empty, 0, 1, 2, 5]), chance.choice([empty, 1, 2]), chance.choice([None, "x", "y", "z"]))
                for _ in range(chance.choice([0, 1, 4, 5, 9]))
            ]
            connection.execute("CREATE OR REPLACE TABLE s (a DECIMAL(18, 2), b INT, t TEXT)")
            has_empty = any(a is None or b is None for a, b, _ in rows)
            suite = _suite(*(a for a in ASKED if not (has_empty and "column_A" in a[1])))
            for row in rows:
                connection.execute("INSERT INTO s VALUES (?, ?, ?)", row)
            (expected,) = run_suites([suite], lambda query: connection.execute(query).df())
            assert plain_outcomes(suite, connection) == expected, rows
            seen |= {(o.audit_name, o.state) for o in expected}
    assert {state for _, state in seen} == {"passed", "failed"}


@pytest.mark.parametrize(
    "asked",
    [
        ("expect_column_values_to_be_between", {"column": "a", "min_value": 0, "strict_min": True}),
        ("expect_column_values_to_be_in_set", {"column": "a", "value_set": [1, 2]}),
        ("expect_column_pair_values_a_to_be_greater_than_b", {"column_A": "a", "column_B": "b"}),
    ],
)
def test_what_is_not_plain_is_left_to_the_library(asked: tuple[str, dict[str, Any]]) -> None:
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE s AS SELECT 1 AS a, NULL AS b, 'x' AS t")
        assert plain_outcomes(_suite(asked), connection) is None
