"""A suite's plain expectations of columns, asked as the library asks them and answered by the engine.

To import the library costs more than all audits of a small change. So a build of what has changed answers here what it
can; whole builds ask the library of the written suites, and the weekly comparison holds the answers together
(`build.comparison`). What contracts say is always answered here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import duckdb

from rjh_warehouse.build.audit_outcome import AuditOutcome
from rjh_warehouse.build.expectations import Expectation, Suite, outcome_of

Question = tuple[str, str | None]  # SQL: which rows are asked about, and which are unexpected (None: only how many)


def plain_outcomes(suite: Suite, connection: duckdb.DuckDBPyConnection) -> list[AuditOutcome] | None:
    """One outcome per expectation; None where one of them is the library's to answer.

    Raises:
        duckdb.Error: the table or a column is missing.
    """
    questions = [QUESTIONS[e.type](**e.kwargs, table=suite.source) for e in suite.expectations if e.type in QUESTIONS]
    asked = [q for q in questions if q is not None]
    if len(asked) < len(suite.expectations) or _has_empty_pairs(suite, connection):
        return None
    return [_judged(suite, e, q, connection) for e, q in zip(suite.expectations, asked, strict=True)]


def _has_empty_pairs(suite: Suite, connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether a pair that is to be compared has an empty value: the library says then that it could not run."""
    pairs = [(e.kwargs["column_A"], e.kwargs["column_B"]) for e in suite.expectations if "column_A" in e.kwargs]
    empty = " OR ".join(f'"{name}" IS NULL' for pair in pairs for name in pair) or "FALSE"
    return connection.execute(f"SELECT 1 FROM {suite.source} WHERE {empty} LIMIT 1").fetchone() is not None


def _judged(
    suite: Suite, expectation: Expectation, question: Question, connection: duckdb.DuckDBPyConnection
) -> AuditOutcome:
    considered, unexpected = question
    counted = f"COUNT(*) FILTER ({considered}), COUNT(*) FILTER ({unexpected or 'FALSE'})"
    row = connection.execute(f"SELECT {counted} FROM {suite.source}").fetchone()
    assert row is not None
    rows, wrong = int(row[0]), int(row[1])
    if unexpected is None:
        least, most = (expectation.kwargs.get(name) for name in ("min_value", "max_value"))
        is_met = (least is None or rows >= least) and (most is None or rows <= most)
        return outcome_of(suite, expectation, "passed" if is_met else "failed", None, None)
    is_met = not rows or (rows - wrong) / rows >= expectation.kwargs.get("mostly", 1)
    return outcome_of(suite, expectation, "passed" if is_met else "failed", wrong, None)


def _not_null(table: str, column: str, mostly: float = 1, **others: Any) -> Question | None:
    return None if others else ("TRUE", f'"{column}" IS NULL')


def _in_set(table: str, column: str, value_set: list[Any], mostly: float = 1, **others: Any) -> Question | None:
    if others or not all(isinstance(v, str) for v in value_set):
        return None
    values = ", ".join("'" + v.replace("'", "''") + "'" for v in value_set)
    return f'"{column}" IS NOT NULL', f'"{column}" NOT IN ({values})'


def _between(
    table: str,
    column: str,
    min_value: float | None = None,
    max_value: float | None = None,
    mostly: float = 1,
    **others: Any,
) -> Question | None:
    bounds = [f'"{column}" {sign} {bound}' for sign, bound in (("<", min_value), (">", max_value)) if bound is not None]
    return None if others or not bounds else (f'"{column}" IS NOT NULL', " OR ".join(bounds))


def _unique(table: str, column: str, mostly: float = 1, **others: Any) -> Question | None:
    twice = f'SELECT "{column}" FROM {table} GROUP BY ALL HAVING COUNT(*) > 1'
    return None if others else (f'"{column}" IS NOT NULL', f'"{column}" IN ({twice})')


def _matches(table: str, column: str, regex: str, mostly: float = 1, **others: Any) -> Question | None:
    pattern = regex.replace("'", "''")
    return None if others else (f'"{column}" IS NOT NULL', f"NOT regexp_matches(\"{column}\", '{pattern}')")


def _together_unique(table: str, column_list: list[str], **others: Any) -> Question | None:
    key = "[" + ", ".join(f'"{column}"::TEXT' for column in column_list) + "]"
    twice = f"SELECT {key} FROM {table} GROUP BY ALL HAVING COUNT(*) > 1"
    return None if others else ("TRUE", f"{key} IN ({twice})")


def _pair_ordered(table: str, or_equal: bool = False, mostly: float = 1, **others: Any) -> Question | None:
    greater, less = others.pop("column_A"), others.pop("column_B")
    return None if others else ("TRUE", f'"{greater}" {"<" if or_equal else "<="} "{less}"')


def _row_count(
    table: str, min_value: int | None = None, max_value: int | None = None, **others: Any
) -> Question | None:
    return None if others else ("TRUE", None)


QUESTIONS: dict[str, Callable[..., Question | None]] = {
    "expect_column_values_to_not_be_null": _not_null,
    "expect_column_values_to_be_in_set": _in_set,
    "expect_column_values_to_be_between": _between,
    "expect_column_values_to_be_unique": _unique,
    "expect_column_values_to_match_regex": _matches,
    "expect_compound_columns_to_be_unique": _together_unique,
    "expect_column_pair_values_a_to_be_greater_than_b": _pair_ordered,
    "expect_table_row_count_to_be_between": _row_count,
}
