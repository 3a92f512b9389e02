"""mart.indicator_trend: is there a trend in an indicator's series?"""

from __future__ import annotations

import typing as t

import pandas as pd
from sqlglot import exp
from sqlmesh import ExecutionContext, model

COLUMNS = {
    "indicator_code": "TEXT",
    "organisation_code": "TEXT",
    "gender_code": "TEXT",
    "period_kind_code": "TEXT",
    "trend_code": "TEXT",
    "is_decided": "BOOLEAN",
    "point_count": "INTEGER",
    "p_value": "DECIMAL(9, 6)",
    "is_exact": "BOOLEAN",
    "slope_per_year": "DECIMAL(18, 6)",
    "slope_low": "DECIMAL(18, 6)",
    "slope_high": "DECIMAL(18, 6)",
    "test_count": "INTEGER",
    "wording": "TEXT",
    "wording_en": "TEXT",
    "first_period_start": "DATE",
    "last_period_start": "DATE",
    "definition_version": "INTEGER",
    "is_simulated": "BOOLEAN",
}
MEANINGS = {
    "organisation_code": "as region_or_board",
    "period_kind_code": "own: YEAR, TERTIAL or MONTH; the last two are tested season by season",
    "trend_code": "own: rising, falling, none, undecidable (under five points) or sliding_mean (not tested)",
    "is_decided": "own: True where a test was made",
    "point_count": "Outcomes in the series, but for those whose size is in question",
    "p_value": "Two-sided p of Mann-Kendall; exact for short series",
    "is_exact": "True where the exact distribution was used, ties counted in",
    "slope_per_year": "Theil-Sen slope in the indicator's unit per year",
    "slope_low": "Lower end of the 95 % interval; empty where no interval reaches 95 %",
    "slope_high": "Upper end of the 95 % interval",
    "test_count": "Series tested in this table: one in twenty shows a trend by chance",
    "first_period_start": "First day of the first period in the newest definition",
    "last_period_start": "First day of the last period",
    "definition_version": "own: Newest version of the definition: only its periods are tested",
}


@model(
    "mart.indicator_trend",
    grains=["(indicator_code, organisation_code, gender_code, period_kind_code, is_simulated)"],
    description=(
        "One row per indicator, organisation (region or board), gender and kind of period: is there a trend, by "
        "Mann-Kendall and Theil-Sen. The arrow against last year is not a trend"
    ),
    columns=COLUMNS,
    column_descriptions=MEANINGS,
    depends_on=["core.indicator_value", "core.indicator_definition", "core.outcome_question"],
    tags=["binary floating point (p_value, slope_per_year, slope_low, slope_high): estimates, right to 1e-9"],
    audits=[("not_null", {"columns": [exp.column(name) for name in ("trend_code", "wording")]})],
)
def execute(context: ExecutionContext, **_: t.Any) -> t.Iterator[pd.DataFrame]:
    """The trend of every shown series; nothing where no outcome is delivered."""
    # Inside: SQLMesh copies what a model imports from below the project's folder into its own environment.
    from rjh_warehouse.evaluation.indicator_frames import read_trend_points, trend_row
    from rjh_warehouse.evaluation.indicator_trend import trends

    found, test_count = trends(read_trend_points(context))
    if found:
        rows = [trend_row(series, test_count) for series in found]
        yield pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
