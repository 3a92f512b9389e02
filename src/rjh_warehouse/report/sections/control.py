"""The sections about whether it can be relied on: sums that do not agree, investments, audits and what is missing."""

from __future__ import annotations

from rjh_warehouse.report.question import Question, Section, columns

RECONCILIATIONS = Section(
    "reconciliations",
    (
        Question(
            "reconciliation_count",
            "mart.frame_reconciliation",
            ("verdict",),
            columns(verdict_name="text", check_count="count", simulated_check_count="count"),
            is_counted=True,
        ),
        Question(
            "reconciliation",
            "mart.frame_reconciliation",
            ("check_code",),
            columns(
                label="text",
                board_code="text",
                fiscal_year="year",
                stated_amount_sek="tkr",
                computed_amount_sek="tkr",
                difference_sek="tkr",
                verdict_name="text",
                explanation="text",
            ),
        ),
    ),
)

INVESTMENTS = Section(
    "investments",
    (
        Question(
            "investment",
            "mart.investment",
            ("investment_code",),
            columns(
                object_name="text",
                board_code="text",
                unit_label="text",
                investment_kind_text="text",
                amount_sek="tkr",
                document_code="text",
            ),
        ),
    ),
)

QUALITY = Section(
    "quality",
    (
        Question(
            "requirement",
            "quality.month_requirement",
            ("month", "contract_code", "board_code"),
            columns(
                contract_code="words",
                board_code="text",
                is_delivered="flag",
                is_late="flag",
                days_after_period_end="count",
                file_name="text",
                blocked_file_name="text",
                reason="text",
            ),
        ),
        Question(
            "unmapped",
            "quality.month_unmapped",
            ("month", "board_code", "unmapped_kind"),
            columns(
                board_code="text",
                month="month",
                unmapped_kind="words",
                codes="text",
                unmapped_sek="tkr",
                entry_count="count",
                file_name="text",
            ),
        ),
        Question(
            "audit",
            "quality.audit_result",
            ("audit_name", "model_name"),
            columns(
                rule="text",
                model_name="text",
                state="words",
                failed_row_count="count",
                override_by="text",
                override_reason="text",
                override_until="day",
            ),
        ),
        Question(
            "rejection",
            "quality.rejection",
            ("delivery_id", "row_number", "column_name"),
            columns(
                file_name="text",
                contract_code="words",
                sheet="text",
                row_number="year",
                column_name="text",
                reason="text",
            ),
        ),
        Question(
            "delivery",
            "quality.month_requirement",
            ("month", "contract_code", "board_code"),
            columns(
                contract_code="words",
                board_code="text",
                file_name="text",
                first_known_on="day",
                days_after_period_end="count",
            ),
        ),
    ),
)
