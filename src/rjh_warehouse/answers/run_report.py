"""What a run ends with: deliveries per contract, reconciliations that are not exact, and where to go on."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from rjh_warehouse.answers.reader import published_reader
from rjh_warehouse.messages import default_language
from rjh_warehouse.settings import Project

QUERIES = (
    (
        "report.query_frame",
        "SELECT label, stated_amount_sek, computed_amount_sek, difference_sek, verdict_name\n"
        "FROM mart.frame_reconciliation WHERE verdict <> 'exact' AND record_kind = 'plan' ORDER BY check_code",
    ),
    (
        "report.query_measure",
        "SELECT measure_name, fiscal_year, level_sek, new_effect_sek, cumulative_cash_sek\n"
        "FROM mart.measure_effect WHERE NOT is_simulated ORDER BY measure_name, fiscal_year",
    ),
    (
        "report.query_figure",
        "SELECT figure_text, wording, document_name, source_line, file_name, cell\n"
        "FROM mart.document_figure WHERE figure_text LIKE '%116%'",
    ),
)


SIMULATED_COST = """
SELECT month, organisation_code, net_cost_sek, net_cost_budget_sek, net_cost_deviation_sek, net_cost_prior_year_sek,
       net_cost_growth_pct
FROM mart.cost_summary
WHERE is_simulated AND period_kind = 'ytd' AND organisation_basis = 'as_was' AND scope_code = 'with_internal'
  AND organisation_level IN ('board', 'region') AND month = (SELECT MAX(month) FROM mart.cost_summary)
ORDER BY organisation_level, organisation_code
"""
UNCLASSIFIED = """
SELECT month, organisation_name, unclassified_sek
FROM mart.cost_development
WHERE unclassified_sek <> 0 AND cost_type_code = 'GROSS_COST' AND period_kind = 'ytd' AND organisation_basis = 'as_was'
  AND scope_code = 'with_internal' AND organisation_level IN ('board', 'region')
  AND month = (SELECT MAX(month) FROM mart.cost_development)
ORDER BY organisation_level, organisation_code
"""
SIMULATED_TARGET = """
SELECT indicator_text, organisation_code, period_code, value, target_value,
       computed_status_name{language} || COALESCE(': ' || in_question_text{language}, '')
FROM mart.target_achievement
WHERE is_simulated AND gender_code = 'T' AND target_value IS NOT NULL AND value IS NOT NULL
ORDER BY indicator_text, period_code DESC
"""
SIMULATED_MEASURE = """
SELECT measure_name, board_code, status_name{language}, decided_to_date_sek, carried_out_sek, verified_sek,
       measured_wording{language}
FROM mart.measure_status WHERE is_simulated ORDER BY board_code, measure_code
"""


@dataclass(frozen=True)
class ContractLine:
    """The current deliveries of one contract, simulated ones apart."""

    contract_code: str
    is_simulated: bool
    delivery_count: int
    rows_read: int
    rows_loaded: int
    rows_rejected: int


@dataclass(frozen=True)
class ReconciliationLine:
    """A reconciliation that is not exact."""

    check_code: str
    label: str
    difference_sek: Decimal | None
    verdict_name: str
    explanation: str | None


@dataclass(frozen=True)
class Report:
    published: Path
    release: dict[str, Any]
    contracts: list[ContractLine]
    reconciliations: list[ReconciliationLine]
    exact_count: int
    simulated_checks: tuple[int, int]  # checks on the simulated months: exact, and not
    warnings: list[tuple[str, str, int]]  # audit, model, rows
    unclassified: list[tuple[Any, ...]]  # newest month, board or region, kronor of the year without a cost type
    simulated: dict[str, list[tuple[Any, ...]]]  # cost, target, measure: rows of the simulated region, if any


def closing_report(project: Project) -> Report:
    """Read the report's figures from the published file.

    Raises:
        NoPublication: there is none, or it is not what was published.
    """
    language = "_en" if default_language() == "en" else ""
    with published_reader(project) as connection:
        contracts = connection.execute(
            "SELECT contract_code, is_simulated, COUNT(*), SUM(rows_read)::BIGINT, SUM(rows_loaded)::BIGINT,"
            " SUM(rows_rejected)::BIGINT FROM quality.delivery WHERE is_current"
            " GROUP BY contract_code, is_simulated ORDER BY is_simulated, contract_code"
        ).fetchall()
        differing = connection.execute(
            f"SELECT check_code, label{language}, difference_sek, verdict_name{language}, explanation{language}"
            " FROM mart.frame_reconciliation WHERE verdict <> 'exact' AND record_kind = 'plan'"
            " ORDER BY CASE verdict WHEN 'unexplained' THEN 1 WHEN 'ambiguous' THEN 2 WHEN 'pressure' THEN 3"
            " WHEN 'within_tolerance' THEN 4 WHEN 'rounding' THEN 5 WHEN 'not_comparable' THEN 6 END,"
            " check_code"
        ).fetchall()
        counts = connection.execute(
            "SELECT COUNT(*) FILTER (record_kind = 'plan' AND verdict = 'exact'),"
            " COUNT(*) FILTER (is_simulated AND verdict = 'exact'),"
            " COUNT(*) FILTER (is_simulated AND verdict <> 'exact') FROM mart.frame_reconciliation"
        ).fetchone()
        warnings = connection.execute(
            "SELECT audit_name, model_name, failed_row_count FROM quality.audit_result"
            " WHERE state <> 'passed' ORDER BY ALL"
        ).fetchall()
        questions = {"cost": SIMULATED_COST, "target": SIMULATED_TARGET, "measure": SIMULATED_MEASURE}
        simulated = {n: connection.execute(q.format(language=language)).fetchall() for n, q in questions.items()}
        unclassified = connection.execute(UNCLASSIFIED).fetchall()
        release = connection.execute("SELECT release_id, as_of, built_at FROM meta.release").fetchone()
    return Report(
        published=project.published,
        release=dict(zip(("release_id", "as_of", "built_at"), release or (), strict=False)),
        contracts=[ContractLine(*row) for row in contracts],
        reconciliations=[ReconciliationLine(*row) for row in differing],
        exact_count=counts[0] if counts else 0,
        simulated_checks=(counts[1], counts[2]) if counts else (0, 0),
        warnings=warnings,
        unclassified=unclassified,
        simulated=simulated,
    )
