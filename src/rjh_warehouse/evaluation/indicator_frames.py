"""The tables that suppression and trends of indicators read, as their inputs."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import polars as pl

from rjh_warehouse.evaluation.indicator_suppression import Parents, ParentsOn
from rjh_warehouse.evaluation.indicator_trend import DECIDED, Point, SeriesTrend
from rjh_warehouse.statistics.suppression import LIMIT

if TYPE_CHECKING:
    from sqlmesh import ExecutionContext

SMALL_SQL = """
WITH outcome AS (
  SELECT
    definition.disclosure_group_code AS figure_code, source.indicator_code, source.organisation_code,
    source.period_start, source.period_kind_text, source.gender_code, source.is_simulated, source.person_count,
    CASE WHEN definition.is_person_count THEN CAST(FLOOR(source.value) AS BIGINT) END AS case_count,
    CASE
      WHEN definition.is_person_share AND source.value BETWEEN 0 AND 100
      THEN CAST(ROUND(source.value * source.person_count / 100, 0) AS BIGINT)
    END AS within_count
  FROM {outcome} AS source
  JOIN {definition} AS definition
    ON definition.indicator_code = source.indicator_code AND definition.is_simulated = source.is_simulated
    AND source.period_start BETWEEN definition.valid_from AND definition.valid_to
  LEFT JOIN {superseded} AS superseded
    ON superseded.delivery_id = source.delivery_id AND superseded.row_number = source.row_number
  WHERE superseded.delivery_id IS NULL AND source.row_kind = 'data'
), small AS (
  SELECT DISTINCT figure_code, is_simulated, EXTRACT(YEAR FROM period_start) AS fiscal_year
  FROM outcome
  WHERE person_count < {limit} OR case_count < {limit} OR within_count < {limit}
    OR person_count - within_count < {limit}
)
SELECT outcome.figure_code, outcome.is_simulated, outcome.period_start, outcome.period_kind_text,
  outcome.indicator_code, outcome.organisation_code, outcome.gender_code,
  outcome.person_count, outcome.case_count, outcome.within_count,
  outcome.person_count - outcome.within_count AS outside_count
FROM outcome
JOIN small
  ON small.figure_code = outcome.figure_code AND small.is_simulated = outcome.is_simulated
  AND small.fiscal_year = EXTRACT(YEAR FROM outcome.period_start)
ORDER BY 1, 2, 3, 4, 6, 7, 5
"""
POINT_SQL = """
WITH newest AS (
  SELECT indicator_code, is_simulated, MAX(definition_version) AS definition_version
  FROM {value}
  WHERE NOT value IS NULL
  GROUP BY indicator_code, is_simulated
)
SELECT value.indicator_code, value.organisation_code, value.gender_code, value.period_kind_code, value.is_simulated,
  value.period_start, CAST(value.value AS DOUBLE) AS value, definition.is_sliding_mean
FROM {value} AS value
JOIN newest
  ON newest.indicator_code = value.indicator_code AND newest.is_simulated = value.is_simulated
  AND newest.definition_version = value.definition_version
JOIN {definition} AS definition
  ON definition.indicator_code = value.indicator_code AND definition.is_simulated = value.is_simulated
  AND definition.definition_version = value.definition_version
WHERE NOT value.value IS NULL AND value.organisation_level <> 'unit'
"""
PARENT_SQL = """
SELECT unit_code, department_code, area_code, board_code, valid_from, valid_to, is_last
FROM {unit}
ORDER BY unit_code, valid_from
"""


def read_small_outcomes(context: ExecutionContext) -> pl.DataFrame:
    """Every outcome of a figure and year in which some figure is about fewer than five persons."""
    places = {
        "outcome": context.resolve_table("staging.indicator_outcome"),
        "superseded": context.resolve_table("core.indicator_superseded"),
        "definition": context.resolve_table("core.indicator_definition"),
    }
    cursor = context.engine_adapter.cursor
    cursor.execute(SMALL_SQL.format(limit=LIMIT, **places))
    found: pl.DataFrame = cursor.pl()
    return found


def read_organisation_parents(context: ExecutionContext) -> ParentsOn:
    """The two ways that organisations add up (unit, department, area, board, region): as on a day, and as last."""
    query = "SELECT board_code FROM {board} WHERE organisation_level = 'board'"
    boards = [code for (code,) in rows(context, query.format(board=context.resolve_table("seed.board")))]
    chains = rows(context, PARENT_SQL.format(unit=context.resolve_table("core.unit")))
    last = _parents(boards, [chain for *chain, _, _, is_last in chains if is_last])

    @cache
    def on(day: dt.date) -> tuple[Parents, ...]:
        valid = [c for *c, first, end, _ in chains if first <= day and (end is None or day <= end)]
        then = last | _parents(boards, valid)
        return (last,) if then == last else (last, then)

    return on


def _parents(boards: list[str], chains: list[list[str | None]]) -> dict[str, str]:
    """Organisation code → the code above it."""
    parents = dict.fromkeys(boards, "RJH")
    for chain in chains:
        for child, parent in pairwise([code for code in chain if code]):
            if child != parent:
                parents.setdefault(child, parent)
    return parents


def rows(context: ExecutionContext, query: str) -> list[tuple[Any, ...]]:
    """The rows of a query; NULL is None, dates are dates."""
    cursor = context.engine_adapter.cursor
    cursor.execute(query)
    return list(cursor.fetchall())


def read_trend_points(context: ExecutionContext) -> list[Point]:
    """Every shown outcome of the region and the boards in its newest definition."""
    places = {
        "value": context.resolve_table("core.indicator_value"),
        "definition": context.resolve_table("core.indicator_definition"),
    }
    return [Point(*row) for row in rows(context, POINT_SQL.format(**places))]


def trend_row(found: SeriesTrend, test_count: int) -> dict[str, Any]:
    """One row of `mart.indicator_trend`."""
    indicator, organisation, gender, kind, is_simulated = found.series
    answer = found.trend
    return {
        "indicator_code": indicator,
        "organisation_code": organisation,
        "gender_code": gender,
        "period_kind_code": kind,
        "trend_code": answer.code,
        "is_decided": answer.code in DECIDED,
        "point_count": answer.points,
        "p_value": _decimal(answer.p),
        "is_exact": answer.is_exact,
        "slope_per_year": _decimal(answer.slope),
        "slope_low": _decimal(answer.low),
        "slope_high": _decimal(answer.high),
        "test_count": test_count,
        "wording": answer.wording(test_count, "sv"),
        "wording_en": answer.wording(test_count, "en"),
        "first_period_start": found.first_period,
        "last_period_start": found.last_period,
        "is_simulated": is_simulated,
    }


def _decimal(number: float | None) -> Decimal | None:
    return None if number is None else Decimal(f"{number:.6f}")
