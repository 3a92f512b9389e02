"""The sections about what the money is for: measures with their effect, targets with their trend."""

from __future__ import annotations

from rjh_warehouse.report.question import Column, Question, Section, columns

MEASURES = Section(
    "measures",
    (
        Question(
            "measure_balance",
            "mart.balance_gap",
            ("board_code", "fiscal_year", "basis_code", "step_code"),
            columns(
                board_code="text",
                fiscal_year="year",
                basis_code="words",
                step_code="words",
                required_reduction_sek="tkr",
                level_effect_sek="tkr",
                gap_sek="tkr",
                unknown_measure_count="count",
                missing_reason="text",
            ),
        ),
        Question(
            "measure_balance_other",
            "mart.balance_gap",
            ("board_code", "fiscal_year", "is_simulated"),
            columns(
                board_code="text",
                fiscal_year="year",
                basis_count="count",
                lowest_required_sek="tkr",
                highest_required_sek="tkr",
                lowest_gap_sek="tkr",
                highest_gap_sek="tkr",
            ),
            is_counted=True,
            is_silent=True,
        ),
        Question(
            "measure",
            "mart.measure_status",
            ("measure_code",),
            (
                *columns(
                    measure_name="text",
                    board_code="text",
                    status_name="text",
                    decided_to_date_sek="tkr",
                    carried_out_sek="tkr",
                    verified_sek="tkr",
                ),
                Column("smallest_measurable_sek", "tkr", "mart.measure_evaluation", ("measure_code", "method_code")),
                *columns(measured_wording="text", missing_text="text"),
            ),
        ),
    ),
)

TARGETS = Section(
    "targets",
    (
        Question(
            "target",
            "mart.target_achievement",
            ("indicator_code", "organisation_code", "period_code", "gender_code"),
            columns(
                indicator_text="text",
                organisation_code="text",
                period_code="text",
                value="plain",
                target_value="plain",
                unit_text="text",
                computed_status_name="text",
                in_question_text="text",
                trend_wording="text",
                parts_missing="text",
            ),
        ),
        Question(
            "target_series",
            "mart.target_achievement",
            ("indicator_code", "organisation_code", "period_code", "gender_code"),
            columns(
                indicator_text="text",
                organisation_code="text",
                period_code="text",
                value="plain",
                unit_text="text",
                in_question_text="text",
                is_reorganised="flag",
            ),
            picture="series",
            is_folded=True,
        ),
        Question(
            "national",
            "mart.national_comparison",
            ("kpi_code", "fiscal_year", "gender_code", "known_on"),
            columns(
                indicator_text="text",
                kpi_code="text",
                fiscal_year="year",
                region_value="plain",
                nation_value="plain",
                unweighted_mean_of_other_regions="plain",
                difference_to_nation="plain",
            ),
        ),
        Question(
            "target_missing",
            "mart.target_achievement",
            ("indicator_code", "organisation_code", "fiscal_year"),
            columns(
                indicator_text="text",
                organisation_code="text",
                target_text="text",
                missing_reason="text",
                parts_missing="text",
            ),
        ),
    ),
)
