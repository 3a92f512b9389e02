"""The tables that suppression and trends of indicators read, as their inputs."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from rjh_warehouse.indicator_suppression import Outcome
from rjh_warehouse.statistics.suppression import LIMIT

if TYPE_CHECKING:
    from sqlmesh import ExecutionContext

SMALL_SQL = """
WITH outcome AS (
  SELECT
    definition.disclosure_group_code AS figure_code, source.indicator_code, source.organisation_code,
    source.period_start, source.period_kind_text, source.gender_code, source.is_simulated,
    CASE
      WHEN definition.is_person_count AND NOT source.value IS NULL
      THEN LEAST(FLOOR(source.value), COALESCE(source.person_count, FLOOR(source.value)))
      ELSE source.person_count
    END AS person_count
  FROM {outcome} AS source
  JOIN {definition} AS definition
    ON definition.indicator_code = source.indicator_code AND definition.is_simulated = source.is_simulated
    AND source.period_start BETWEEN definition.valid_from AND definition.valid_to
  WHERE source.is_latest AND source.row_kind = 'data'
), small AS (
  SELECT DISTINCT figure_code, is_simulated, EXTRACT(YEAR FROM period_start) AS fiscal_year
  FROM outcome
  WHERE person_count < {limit}
)
SELECT outcome.figure_code, outcome.indicator_code, outcome.organisation_code, outcome.period_start,
  outcome.period_kind_text, outcome.gender_code,
  CAST(outcome.person_count AS BIGINT) AS person_count, outcome.is_simulated
FROM outcome
JOIN small
  ON small.figure_code = outcome.figure_code AND small.is_simulated = outcome.is_simulated
  AND small.fiscal_year = EXTRACT(YEAR FROM outcome.period_start)
ORDER BY 1, 8, 4, 5, 3, 6, 2
"""
PARENT_SQL = """
SELECT unit_code, department_code, area_code, board_code
FROM {unit}
WHERE is_last
"""


def read_small_outcomes(context: ExecutionContext) -> list[Outcome]:
    """Every outcome of a figure and year in which some figure is about fewer than five persons."""
    places = {
        "outcome": context.resolve_table("staging.indicator_outcome"),
        "definition": context.resolve_table("core.indicator_definition"),
    }
    return [Outcome(*row) for row in rows(context, SMALL_SQL.format(limit=LIMIT, **places))]


def read_organisation_parents(context: ExecutionContext) -> dict[str, str]:
    """Organisation code → the code above it: unit, department, area, board, region."""
    parents: dict[str, str] = {}
    query = "SELECT board_code FROM {board} WHERE organisation_level = 'board'"
    for (board,) in rows(context, query.format(board=context.resolve_table("seed.board"))):
        parents[board] = "RJH"
    for chain in rows(context, PARENT_SQL.format(unit=context.resolve_table("core.unit"))):
        present = [code for code in chain if code]
        for child, parent in pairwise(present):
            if child != parent:
                parents.setdefault(child, parent)
    return parents


def rows(context: ExecutionContext, query: str) -> list[tuple[Any, ...]]:
    """The rows of a query; NULL is None, dates are dates."""
    cursor = context.engine_adapter.cursor
    cursor.execute(query)
    return list(cursor.fetchall())
