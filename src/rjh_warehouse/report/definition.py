"""What the month's report shows: its sections in order, each with questions, and what each column of them is.

The SQL of a question is `questions/<name>.sql`, with `$month` and `$board` (RJH: the whole region) as its only places.
Page, pictures and workbook are made from this one table. A row's `is_simulated`, `is_complete`, `missing_month_count`
and address (file_name, sheet, row_number, column_name) are told beside its figures and need not be named.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from typing import Literal

from rjh_warehouse.report.number import Kind

PictureName = Literal["deviation", "bridge", "fan", "hired", "series"]
MONTH_KEY = ("month", "period_kind", "organisation_basis", "organisation_level", "organisation_code", "scope_code")
FORECAST_KEY = ("as_of_month", "organisation_level", "organisation_code", "cost_type_code", "scope_code", "method_code")

UNTRACED = {  # what is counted about deliveries, or estimated from them, has no cells of its own: the row is asked for
    *("mart.measure_evaluation", "quality.month_requirement", "quality.month_unmapped", "quality.audit_result"),
    "quality.rejection",
}


@dataclass(frozen=True)
class Column:
    """A column that is shown, and the published row that it stands in where that is not the question's."""

    name: str
    kind: Kind = "text"
    table: str | None = None
    key: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Question:
    """One SELECT: the published table whose rows it shows, the columns that pick such a row, and what is shown.

    `sentences` are messages whose places are columns of each row; with them no table is shown.
    """

    name: str
    table: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    sentences: tuple[str, ...] = ()
    picture: PictureName | None = None

    @property
    def sql(self) -> str:
        return (resources.files(__package__) / "questions" / f"{self.name}.sql").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Section:
    name: str
    questions: tuple[Question, ...]


def _columns(**kinds: Kind) -> tuple[Column, ...]:
    return tuple(Column(name, kind) for name, kind in kinds.items())


SECTIONS = (
    Section(
        "month",
        (
            Question(
                "month_cost",
                "mart.cost_summary",
                MONTH_KEY,
                _columns(
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
                sentences=("net_cost", "growth", "gross_cost", "hired"),
            ),
            Question(
                "month_forecast",
                "mart.year_end_forecast",
                FORECAST_KEY,
                _columns(
                    forecast_sek="mkr",
                    p10_sek="mkr",
                    p90_sek="mkr",
                    budget_year_sek="mkr",
                    deviation_sek="mkr",
                    submitted_sek="mkr",
                ),
                sentences=("forecast", "submitted"),
            ),
        ),
    ),
    Section(
        "result",
        (
            Question(
                "result",
                "mart.cost_summary",
                MONTH_KEY,
                _columns(
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
                _columns(
                    organisation_name="text",
                    forecast_sek="mkr",
                    p10_sek="mkr",
                    p90_sek="mkr",
                    submitted_sek="mkr",
                    budget_year_sek="mkr",
                    deviation_sek="mkr",
                ),
            ),
        ),
    ),
    Section(
        "cost",
        (
            Question(
                "cost_type",
                "mart.cost_development",
                (*MONTH_KEY[:5], "cost_type_code", "scope_code"),
                _columns(
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
                _columns(item_name="text", amount_sek="mkr", opening_sek="mkr", closing_sek="mkr"),
                picture="bridge",
            ),
        ),
    ),
    Section(
        "forecast",
        (
            Question(
                "forecast_path",
                "mart.year_end_forecast",
                FORECAST_KEY,
                _columns(
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
                _columns(
                    organisation_name="text",
                    mape_pct="pct",
                    bias_sek="mkr",
                    coverage_pct="pct",
                    interval_error_count="count",
                    submitted_mape_pct="pct",
                    submitted_bias_sek="mkr",
                    submitted_year_count="count",
                ),
            ),
        ),
    ),
    Section(
        "personnel",
        (
            Question(
                "personnel",
                "mart.cost_summary",
                MONTH_KEY,
                _columns(
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
                _columns(
                    month="month",
                    hired_staff_sek="mkr",
                    own_personnel_sek="mkr",
                    hired_staff_of_personnel_total_pct="pct",
                ),
                picture="hired",
            ),
            Question(
                "fte",
                "core.personnel_month",
                ("month",),
                _columns(board_code="text", own_fte="plain", unit_count="count", hidden_unit_count="count"),
            ),
        ),
    ),
    Section(
        "measures",
        (
            Question(
                "measure_balance",
                "mart.balance_gap",
                ("board_code", "fiscal_year", "basis_code", "step_code"),
                _columns(
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
                "measure",
                "mart.measure_status",
                ("measure_code",),
                (
                    *_columns(
                        measure_name="text",
                        board_code="text",
                        status_name="text",
                        decided_to_date_sek="tkr",
                        carried_out_sek="tkr",
                        verified_sek="tkr",
                    ),
                    Column(
                        "smallest_measurable_sek", "tkr", "mart.measure_evaluation", ("measure_code", "method_code")
                    ),
                    *_columns(measured_wording="text", missing_text="text"),
                ),
            ),
        ),
    ),
    Section(
        "targets",
        (
            Question(
                "target",
                "mart.target_achievement",
                ("indicator_code", "organisation_code", "period_code", "gender_code"),
                _columns(
                    indicator_text="text",
                    organisation_code="text",
                    period_code="text",
                    value="plain",
                    target_value="plain",
                    unit_text="text",
                    computed_status_name="text",
                    trend_wording="text",
                    parts_missing="text",
                ),
            ),
            Question(
                "target_series",
                "mart.target_achievement",
                ("indicator_code", "organisation_code", "period_code", "gender_code"),
                _columns(
                    indicator_text="text", organisation_code="text", period_code="text", value="plain", unit_text="text"
                ),
                picture="series",
            ),
            Question(
                "national",
                "mart.national_comparison",
                ("kpi_code", "fiscal_year", "gender_code", "known_on"),
                _columns(
                    indicator_code="text",
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
                _columns(
                    indicator_text="text",
                    organisation_code="text",
                    target_text="text",
                    missing_reason="text",
                    parts_missing="text",
                ),
            ),
        ),
    ),
    Section(
        "reconciliations",
        (
            Question(
                "reconciliation",
                "mart.frame_reconciliation",
                ("check_code",),
                _columns(
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
    ),
    Section(
        "investments",
        (
            Question(
                "investment",
                "mart.investment",
                ("investment_code",),
                _columns(
                    object_name="text",
                    board_code="text",
                    unit_label="text",
                    investment_kind_text="text",
                    amount_sek="tkr",
                    document_code="text",
                ),
            ),
        ),
    ),
    Section(
        "quality",
        (
            Question(
                "requirement",
                "quality.month_requirement",
                ("month", "contract_code", "board_code"),
                _columns(
                    contract_code="text",
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
                _columns(
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
                _columns(
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
                _columns(
                    file_name="text",
                    contract_code="text",
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
                _columns(
                    contract_code="text",
                    board_code="text",
                    file_name="text",
                    first_known_on="day",
                    days_after_period_end="count",
                ),
            ),
        ),
    ),
)
TERMS = (
    *("net_cost", "gross_cost", "sign", "deviation", "ytd", "scope", "real_growth", "bridge", "forecast", "interval"),
    *("record", "steps", "gap", "smallest", "trend", "simulated", "incomplete", "hidden"),
)
