"""The sections about kronor, so far and at the end of the year: the month, result, cost, forecast and staff."""

from __future__ import annotations

from rjh_warehouse.report.question import FORECAST_KEY, MONTH_KEY, Question, Section, Sentence, columns

MONTH = Section(
    "month",
    (
        Question(
            "month_cost",
            "mart.cost_summary",
            MONTH_KEY,
            columns(
                organisation_name="text",
                net_cost_sek="mkr",
                net_cost_budget_sek="mkr",
                net_cost_deviation_sek="mkr",
                net_cost_prior_year_sek="mkr",
                net_cost_growth_pct="pct",
                gross_cost_sek="mkr",
                gross_cost_growth_pct="pct",
                hired_staff_sek="mkr",
                hired_staff_of_personnel_total_pct="pct",
            ),
            sentences=(
                Sentence("net_cost", by="net_cost_deviation_sek"),
                Sentence("growth", by="net_cost_growth_pct"),
                Sentence("gross_cost", by="gross_cost_growth_pct"),
                Sentence("hired", by="hired_staff_sek"),
            ),
        ),
        Question(
            "month_board",
            "mart.cost_summary",
            MONTH_KEY,
            columns(organisation_name="text", net_cost_deviation_sek="mkr"),
            sentences=(Sentence("board", by="net_cost_deviation_sek"),),
            is_silent=True,
        ),
        Question(
            "month_forecast",
            "mart.year_end_forecast",
            FORECAST_KEY,
            columns(
                forecast_sek="mkr",
                p10_sek="mkr",
                p90_sek="mkr",
                budget_year_sek="mkr",
                deviation_sek="mkr",
                submitted_sek="mkr",
            ),
            sentences=(
                Sentence("forecast", by="deviation_sek"),
                Sentence("interval", by="p10_sek"),
                Sentence("submitted", by="submitted_sek"),
            ),
        ),
        Question(
            "month_target",
            "mart.target_achievement",
            (),
            columns(
                target_count="count",
                met_count="count",
                near_count="count",
                not_met_count="count",
                in_question_count="count",
            ),
            sentences=(Sentence("target", by="target_count"),),
            is_counted=True,
        ),
    ),
)

RESULT = Section(
    "result",
    (
        Question(
            "result",
            "mart.cost_summary",
            MONTH_KEY,
            columns(
                organisation_name="text",
                net_cost_sek="mkr",
                net_cost_budget_sek="mkr",
                net_cost_deviation_sek="mkr",
                net_cost_prior_year_sek="mkr",
                net_cost_growth_pct="pct",
            ),
            picture="deviation",
        ),
        Question(
            "forecast",
            "mart.year_end_forecast",
            FORECAST_KEY,
            columns(
                organisation_name="text",
                forecast_sek="mkr",
                p10_sek="mkr",
                p90_sek="mkr",
                submitted_sek="mkr",
                budget_year_sek="mkr",
                deviation_sek="mkr",
            ),
        ),
        Question(
            "published",
            "mart.published_figure",
            ("figure_id",),
            columns(
                body_name="text",
                quantity_name="text",
                period_kind="words",
                value_kind="words",
                comparison="words",
                value="plain",
                unit="text",
                published_on="day",
                source_title="text",
            ),
        ),
    ),
)

COST = Section(
    "cost",
    (
        Question(
            "cost_type",
            "mart.cost_development",
            (*MONTH_KEY[:5], "cost_type_code", "scope_code"),
            columns(
                cost_type_name="text",
                actual_sek="mkr",
                budget_sek="mkr",
                deviation_sek="mkr",
                prior_year_sek="mkr",
                growth_pct="pct",
                real_growth_pct="pct",
            ),
        ),
        Question(
            "bridge",
            "mart.cost_bridge",
            (
                *("bridge_kind", "month", "period_kind", "organisation_level", "organisation_code"),
                *("cost_type_code", "scope_code", "item_kind"),
            ),
            columns(item_name="text", amount_sek="mkr", opening_sek="mkr", closing_sek="mkr"),
            picture="bridge",
        ),
    ),
)

FORECAST = Section(
    "forecast",
    (
        Question(
            "forecast_path",
            "mart.year_end_forecast",
            FORECAST_KEY,
            columns(
                as_of_month="month",
                p10_sek="mkr",
                forecast_sek="mkr",
                p90_sek="mkr",
                submitted_sek="mkr",
                budget_year_sek="mkr",
            ),
            picture="fan",
        ),
        Question(
            "forecast_record",
            "mart.year_end_forecast",
            FORECAST_KEY,
            columns(
                organisation_name="text",
                own_year_count="count",
                own_mape_pct="pct",
                own_bias_sek="mkr",
                own_hit_count="count",
                own_interval_count="count",
                interval_widening="plain",
                submitted_year_count="count",
                submitted_mape_pct="pct",
                submitted_bias_sek="mkr",
            ),
        ),
        Question(
            "forecast_pooled",
            "mart.year_end_forecast",
            FORECAST_KEY,
            columns(
                organisation_name="text",
                pooled_mape_pct="pct",
                pooled_bias_sek="mkr",
                pooled_coverage_pct="pct",
                interval_error_count="count",
                interval_basis_text="text",
            ),
        ),
    ),
)

PERSONNEL = Section(
    "personnel",
    (
        Question(
            "personnel",
            "mart.cost_summary",
            MONTH_KEY,
            columns(
                organisation_name="text",
                own_personnel_sek="mkr",
                own_personnel_growth_pct="pct",
                own_personnel_constant_po_growth_pct="pct",
                hired_staff_sek="mkr",
                hired_staff_of_personnel_total_pct="pct",
            ),
        ),
        Question(
            "hired_path",
            "mart.cost_summary",
            MONTH_KEY,
            columns(
                month="month",
                hired_staff_sek="mkr",
                own_personnel_sek="mkr",
                hired_staff_of_personnel_total_pct="pct",
                is_reorganised="flag",
            ),
            picture="hired",
        ),
        Question(
            "fte",
            "core.personnel_month",
            ("month", "board_code"),
            columns(board_name="text", own_fte="plain", unit_count="count", hidden_unit_count="count"),
            is_counted=True,
        ),
    ),
)
