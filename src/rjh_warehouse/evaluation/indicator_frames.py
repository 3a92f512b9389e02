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
from rjh_warehouse.evaluation.query import asked

if TYPE_CHECKING:
    from sqlmesh import ExecutionContext

SHORTEST_WORDS = 8  # letters of an indicator's words that say anything when another's hold them


def read_related_outcomes(context: ExecutionContext, hidden: pl.DataFrame) -> pl.DataFrame:
    """Outcomes that may tell a hidden one, since one indicator's words hold the other's.

    "Antal fall per 1000 invånare" or "Förändring av antal fall sedan 2019" is computed from "Antal fall": it is not
    shown for an organisation that has a hidden figure of "Antal fall" in any year, nor that in the year of one of its.
    """
    related = _related(asked(context, "worded_indicator").fetchall(), set(hidden["indicator_code"]))
    if not related:
        return hidden.clear()
    outcomes: pl.DataFrame = asked(context, "related_outcome", [sorted({code for code, *_ in related})]).pl()
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
    boards = dict(asked(context, "board_parent").fetchall())
    chains = asked(context, "organisation_parent").fetchall()
    last = _parents(boards, [chain for *chain, _, _, is_last in chains if is_last])

    @cache
    def on(day: dt.date) -> tuple[Parents, ...]:
        valid = [c for *c, first, end, _ in chains if first <= day and (end is None or day <= end)]
        then = last | _parents(boards, valid)
        return (last,) if then == last else (last, then)

    return on


def _parents(boards: dict[str, str], chains: list[list[str | None]]) -> dict[str, str]:
    """Organisation code → the code above it."""
    parents = dict(boards)
    for chain in chains:
        for child, parent in pairwise([code for code in chain if code]):
            if child != parent:
                parents.setdefault(child, parent)
    return parents


def read_trend_points(context: ExecutionContext) -> list[Point]:
    """Every shown outcome of the region and the boards in its newest definition, but for those in question."""
    return [Point(*row) for row in asked(context, "trend_point").fetchall()]


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
