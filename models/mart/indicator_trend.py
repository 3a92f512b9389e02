"""mart.indicator_trend: is there a trend in an indicator's series?"""

from __future__ import annotations

import typing as t

import pandas as pd
from sqlglot import exp
from sqlmesh import ExecutionContext, model

COLUMNS = {
    "indicator_code": ("TEXT", "Code of the indicator"),
    "organisation_code": ("TEXT", "RJH or a board"),
    "gender_code": ("TEXT", "T total, K women, M men"),
    "period_kind_code": ("TEXT", "YEAR, TERTIAL or MONTH; the last two are tested season by season"),
    "trend_code": ("TEXT", "rising, falling, none, undecidable (under five points) or sliding_mean (not tested)"),
    "is_decided": ("BOOLEAN", "True where a test was made"),
    "point_count": ("INTEGER", "Outcomes in the series"),
    "p_value": ("DECIMAL(9, 6)", "Two-sided p of Mann-Kendall; exact for short series"),
    "is_exact": ("BOOLEAN", "True where the exact distribution was used, ties counted in"),
    "slope_per_year": ("DECIMAL(18, 6)", "Theil-Sen slope in the indicator's unit per year"),
    "slope_low": ("DECIMAL(18, 6)", "Lower end of the 95 % interval; empty where no interval reaches 95 %"),
    "slope_high": ("DECIMAL(18, 6)", "Upper end of the 95 % interval"),
    "test_count": ("INTEGER", "Series tested in this table: one in twenty shows a trend by chance"),
    "wording": ("TEXT", "What may be said, in Swedish"),
    "wording_en": ("TEXT", "The same in English"),
    "first_period_start": ("DATE", "First day of the first period in the newest definition"),
    "last_period_start": ("DATE", "First day of the last period"),
    "definition_version": ("INTEGER", "Newest version of the definition: only its periods are tested"),
    "is_simulated": ("BOOLEAN", "True for rows of the simulated region"),
}
GRAIN = ("indicator_code", "organisation_code", "gender_code", "period_kind_code", "is_simulated")


@model(
    "mart.indicator_trend",
    kind="FULL",
    owner="controlling",
    grains=[f"({', '.join(GRAIN)})"],
    description=(
        "One row per indicator, organisation (region or board), gender and kind of period: is there a trend, by "
        "Mann-Kendall and Theil-Sen. The arrow against last year is not a trend"
    ),
    columns={name: kind for name, (kind, _) in COLUMNS.items()},
    column_descriptions={name: text for name, (_, text) in COLUMNS.items()},
    depends_on=["core.indicator_value", "core.indicator_definition"],
    audits=[
        ("unique_combination_of_columns", {"columns": [exp.column(name) for name in GRAIN]}),
        ("not_null", {"columns": [exp.column(name) for name in (*GRAIN, "trend_code", "wording")]}),
    ],
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
