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

SHORTEST_WORDS = 8  # letters of an indicator's words that say anything when another's hold them
CUMULATIVE_PROOF = 3  # steps of a year, over all organisations, of which none is down
SMALL_SQL = """
WITH valued AS (
  SELECT
    definition.disclosure_group_code AS figure_code, source.indicator_code, source.organisation_code,
    source.period_start, source.period_kind_text, source.gender_code, source.is_simulated, source.person_count,
    EXTRACT(YEAR FROM source.period_start) AS fiscal_year, definition.is_cumulative, definition.share_base,
    definition.is_about_persons AND NOT definition.is_person_count AS is_measured_on_persons,
    CASE WHEN definition.is_person_count THEN CAST(FLOOR(source.value) AS BIGINT) END AS case_count,
    CASE
      WHEN source.value >= 0 AND (definition.share_base > 100 OR source.value <= definition.share_base)
      THEN CAST(ROUND(source.value * source.person_count / definition.share_base, 0) AS BIGINT)
    END AS within_count
  FROM {outcome} AS source
  JOIN {definition} AS definition
    ON definition.indicator_code = source.indicator_code AND definition.is_simulated = source.is_simulated
    AND source.period_start BETWEEN definition.valid_from AND definition.valid_to
  LEFT JOIN {superseded} AS superseded
    ON superseded.delivery_id = source.delivery_id AND superseded.row_number = source.row_number
  WHERE superseded.delivery_id IS NULL AND source.row_kind = 'data'
), counted AS (
  SELECT valued.*, CASE WHEN share_base <= 100 THEN person_count - within_count END AS outside_count
  FROM valued
), few AS ( -- how few persons any indicator counts at an organisation in a year: presumed where another gives no number
  SELECT organisation_code, gender_code, fiscal_year, is_simulated, MIN(person_count) AS person_count
  FROM counted
  WHERE person_count < {limit}
  GROUP BY organisation_code, gender_code, fiscal_year, is_simulated
), step AS (
  SELECT indicator_code, is_simulated, organisation_code, gender_code, period_kind_text, period_start, is_cumulative,
    fiscal_year, case_count, case_count - LAG(case_count) OVER (
      PARTITION BY indicator_code, is_simulated, organisation_code, gender_code, period_kind_text, fiscal_year
      ORDER BY period_start
    ) AS increase
  FROM counted
  WHERE NOT case_count IS NULL AND period_kind_text <> 'år'
), cumulative AS ( -- a period holds the earlier ones of its year: its words say so, or none is below the one before
  SELECT indicator_code, is_simulated, period_kind_text, fiscal_year
  FROM step
  GROUP BY indicator_code, is_simulated, period_kind_text, fiscal_year
  HAVING BOOL_OR(is_cumulative) OR (COUNT(increase) >= {proof} AND MIN(increase) >= 0 AND MAX(increase) > 0)
), increase AS (
  SELECT step.*, COALESCE(step.increase, step.case_count) AS increase_count
  FROM step
  JOIN cumulative
    ON cumulative.indicator_code = step.indicator_code AND cumulative.is_simulated = step.is_simulated
    AND cumulative.period_kind_text = step.period_kind_text AND cumulative.fiscal_year = step.fiscal_year
), outcome AS (
  SELECT counted.figure_code, counted.indicator_code, counted.organisation_code, counted.period_start,
    counted.period_kind_text, counted.gender_code, counted.is_simulated, counted.fiscal_year, counted.case_count,
    counted.within_count, counted.outside_count, increase.increase_count,
    COALESCE(counted.person_count, CASE WHEN counted.is_measured_on_persons THEN few.person_count END) AS person_count
  FROM counted
  LEFT JOIN few
    ON few.organisation_code = counted.organisation_code AND few.gender_code = counted.gender_code
    AND few.fiscal_year = counted.fiscal_year AND few.is_simulated = counted.is_simulated
  LEFT JOIN increase
    ON increase.indicator_code = counted.indicator_code AND increase.is_simulated = counted.is_simulated
    AND increase.organisation_code = counted.organisation_code AND increase.gender_code = counted.gender_code
    AND increase.period_kind_text = counted.period_kind_text AND increase.period_start = counted.period_start
), split AS ( -- where a reader adds a count to others: by gender, and to the whole above it
  SELECT indicator_code, is_simulated, period_start, period_kind_text, organisation_code,
    MAX(CASE WHEN gender_code = 'T' THEN COALESCE(case_count, person_count) END) AS total,
    MAX(CASE WHEN gender_code = 'K' THEN COALESCE(case_count, person_count) END) AS women,
    MAX(CASE WHEN gender_code = 'M' THEN COALESCE(case_count, person_count) END) AS men
  FROM outcome
  GROUP BY indicator_code, is_simulated, period_start, period_kind_text, organisation_code
), below AS (
  SELECT split.indicator_code, split.is_simulated, split.period_start, split.period_kind_text,
    CASE WHEN board.organisation_level = 'board' THEN 'RJH' ELSE unit.board_code END AS above_code,
    SUM(split.total) AS total, SUM(split.women) AS women, SUM(split.men) AS men
  FROM split
  LEFT JOIN {unit} AS unit
    ON unit.unit_code = split.organisation_code AND unit.is_last
  LEFT JOIN {board} AS board
    ON board.board_code = split.organisation_code
  GROUP BY split.indicator_code, split.is_simulated, split.period_start, split.period_kind_text,
    CASE WHEN board.organisation_level = 'board' THEN 'RJH' ELSE unit.board_code END
), left_over AS ( -- what is not delivered and would be small: one gender of a total, the rest of a whole
  SELECT indicator_code, is_simulated, period_start
  FROM split
  WHERE (men IS NULL AND total - women BETWEEN 0 AND {limit} - 1)
    OR (women IS NULL AND total - men BETWEEN 0 AND {limit} - 1)
  UNION
  SELECT whole.indicator_code, whole.is_simulated, whole.period_start
  FROM split AS whole
  JOIN below
    ON below.indicator_code = whole.indicator_code AND below.is_simulated = whole.is_simulated
    AND below.period_start = whole.period_start AND below.period_kind_text = whole.period_kind_text
    AND below.above_code = whole.organisation_code
  WHERE whole.total - below.total BETWEEN 1 AND {limit} - 1 OR whole.women - below.women BETWEEN 1 AND {limit} - 1
    OR whole.men - below.men BETWEEN 1 AND {limit} - 1
), small AS (
  SELECT definition.disclosure_group_code AS figure_code, left_over.is_simulated,
    EXTRACT(YEAR FROM left_over.period_start) AS fiscal_year
  FROM left_over
  JOIN {definition} AS definition
    ON definition.indicator_code = left_over.indicator_code AND definition.is_simulated = left_over.is_simulated
    AND left_over.period_start BETWEEN definition.valid_from AND definition.valid_to
  UNION
  SELECT figure_code, is_simulated, fiscal_year
  FROM outcome
  WHERE person_count < {limit} OR case_count < {limit} OR within_count < {limit} OR outside_count < {limit}
    OR increase_count < {limit}
)
SELECT outcome.figure_code, outcome.is_simulated, outcome.period_start, outcome.period_kind_text,
  outcome.indicator_code, outcome.organisation_code, outcome.gender_code,
  outcome.person_count, outcome.case_count, outcome.within_count, outcome.outside_count, outcome.increase_count
FROM outcome
JOIN small
  ON small.figure_code = outcome.figure_code AND small.is_simulated = outcome.is_simulated
  AND small.fiscal_year = outcome.fiscal_year
ORDER BY 1, 2, 3, 4, 6, 7, 5
"""
WORDED_SQL = """
SELECT indicator_code, is_simulated, disclosure_group_code AS figure_code,
  MAX(REGEXP_REPLACE(LOWER(indicator_text), '[^a-zåäöéü0-9+%]', '', 'g')) AS words
FROM {definition}
GROUP BY indicator_code, is_simulated, disclosure_group_code
"""
RELATED_SQL = """
SELECT source.indicator_code, source.organisation_code, source.period_start, source.period_kind_text,
  source.gender_code, source.is_simulated
FROM {outcome} AS source
LEFT JOIN {superseded} AS superseded
  ON superseded.delivery_id = source.delivery_id AND superseded.row_number = source.row_number
WHERE superseded.delivery_id IS NULL AND source.row_kind = 'data'
  AND source.indicator_code IN (SELECT UNNEST(?))
ORDER BY ALL
"""
POINT_SQL = """
WITH newest AS (
  SELECT indicator_code, is_simulated, MAX(definition_version) AS definition_version
  FROM {value}
  WHERE NOT value IS NULL
  GROUP BY indicator_code, is_simulated
)
SELECT value.indicator_code, value.organisation_code, value.gender_code, value.period_kind_code, value.is_simulated,
  value.period_start, CAST(value.value AS DOUBLE) AS value, definition.is_sliding_mean, value.definition_version
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
        "unit": context.resolve_table("core.unit"),
        "board": context.resolve_table("seed.board"),
    }
    cursor = context.engine_adapter.cursor
    cursor.execute(SMALL_SQL.format(limit=LIMIT, proof=CUMULATIVE_PROOF, **places))
    found: pl.DataFrame = cursor.pl()
    return found


def read_related_outcomes(context: ExecutionContext, hidden: pl.DataFrame) -> pl.DataFrame:
    """Outcomes that may tell a hidden one, since one indicator's words hold the other's.

    "Antal fall per 1000 invånare" or "Förändring av antal fall sedan 2019" is computed from "Antal fall": it is not
    shown for an organisation that has a hidden figure of "Antal fall" in any year, nor that in the year of one of its.
    """
    cursor = context.engine_adapter.cursor
    cursor.execute(WORDED_SQL.format(definition=context.resolve_table("core.indicator_definition")))
    related = _related(cursor.fetchall(), set(hidden["indicator_code"]))
    if not related:
        return hidden.clear()
    cursor.execute(
        RELATED_SQL.format(
            outcome=context.resolve_table("staging.indicator_outcome"),
            superseded=context.resolve_table("core.indicator_superseded"),
        ),
        [sorted({code for code, *_ in related})],
    )
    outcomes: pl.DataFrame = cursor.pl()
    pairs = pl.DataFrame(related, schema=["indicator_code", "hidden_code", "is_simulated", "is_any_year"], orient="row")
    place = ["organisation_code", "is_simulated"]
    cells = hidden.select(
        pl.col("indicator_code").alias("hidden_code"), *place, pl.col("period_start").dt.year().alias("year")
    )
    found = (
        outcomes.with_row_index("place")
        .join(pairs, on=["indicator_code", "is_simulated"])
        .join(cells.unique(), on=["hidden_code", *place])
        .filter(pl.col("is_any_year") | (pl.col("year") == pl.col("period_start").dt.year()))
    )
    return outcomes.with_row_index("place").join(found, on="place", how="semi").drop("place")


def _related(worded: list[tuple[str, bool, str, str]], hidden: set[str]) -> list[tuple[str, str, bool, bool]]:
    """(indicator, hidden indicator, simulated or not, told by any year) of each pair whose words hold one another."""
    return [
        (code, hidden_code, is_simulated, hidden_words in words)
        for hidden_code, hidden_simulated, hidden_figure, hidden_words in worded
        if hidden_code in hidden and len(hidden_words) >= SHORTEST_WORDS
        for code, is_simulated, figure, words in worded
        if is_simulated == hidden_simulated
        and figure != hidden_figure
        and len(words) >= SHORTEST_WORDS
        and (hidden_words in words or words in hidden_words)
    ]


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
        "definition_version": found.definition_version,
        "is_simulated": is_simulated,
    }


def _decimal(number: float | None) -> Decimal | None:
    return None if number is None else Decimal(f"{number:.6f}")
