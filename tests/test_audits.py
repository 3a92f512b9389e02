"""Every audit on the documents' models passes a good row and is tripped by a bad one."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pytest
from sqlglot import exp

from rjh_warehouse.build.kept_rows import core_audits, delivered_tables, staging_audits

AUDITS = Path(__file__).parents[1] / "audits"
FILES = (
    "lake", "reference", "amount", "delivery", "frame", "reconciliation", "measure", "plan", "quality", "published",
)  # fmt: skip
ONE_AUDIT = re.compile(r"AUDIT\s*\(\s*name\s+(\w+)[^)]*\);(.*?)(?=\bAUDIT\s*\(|\Z)", re.DOTALL)


def _audits() -> dict[str, str]:
    """The query of each audit by name."""
    texts = (AUDITS / f"{name}.sql" for name in FILES)
    found = [m for path in texts for m in ONE_AUDIT.findall(path.read_text(encoding="utf-8"))]
    return {name: query.strip().rstrip(";") for name, query in found}


def _given(audit: tuple[str, dict[str, exp.Expression]]) -> dict[str, str]:
    """What the models' loader gives an audit, as text."""
    return {name: value.sql("duckdb") for name, value in audit[1].items()}


TABLES = delivered_tables(AUDITS.parent / "contracts")
RECORD_ARGUMENTS = _given(staging_audits(TABLES["ledger"], ["delivery_id", "amount_sek"], [])[0])
KEPT_ARGUMENTS = _given(
    core_audits(
        ["row_number"], ["delivery_id", "row_number", "amount_sek"], {"investment": ["amount_sek"]}, TABLES, []
    )[0]
)


@dataclass(frozen=True)
class Case:
    """An audit on the table `model`: the rows that pass, the rows that trip it, and what it reads beside."""

    audit: str
    good: str
    bad: str
    arguments: dict[str, str] = field(default_factory=dict)
    beside: dict[str, str] = field(default_factory=dict)


EMPTY_STAGING = {
    f"staging.{name}": "SELECT NULL::DECIMAL(18,2) AS amount_sek, NULL::DECIMAL(18,2) AS effect_sek,"
    " NULL::DECIMAL(18,2) AS compared_amount_sek WHERE FALSE"
    for name in (
        "frame_net", "frame_by_year", "frame_total", "frame_change", "budget_area_cost_type",
        "budget_financing", "measure_plan", "investment", "planning_condition",
    )
}  # fmt: skip
VERDICT = (
    "SELECT '{0}' AS verdict, {1}::DECIMAL(18,2) AS stated_amount_sek,"
    " {2}::DECIMAL(18,2) AS computed_amount_sek,"
    " ({1} - {2})::DECIMAL(18,2) AS difference_sek, {3}::DECIMAL(18,2) AS tolerance_sek,"
    " NULL::DECIMAL AS stated_number, NULL::DECIMAL AS computed_number,"
    " NULL::DECIMAL AS difference_number, NULL::DECIMAL AS tolerance_number,"
    " '{0}' = 'within_tolerance' AS is_beyond_worst_case"
)
WORDS = (
    "SELECT '{0}' AS verdict, '{1}' AS explanation, '{2}' AS explanation_en, {3} AS is_beyond_worst_case,"
    " '{4}' AS check_kind, -4.5::DECIMAL(18,2) AS difference_sek"
)
PER_CENT = (
    "SELECT '{0}' AS verdict, NULL::DECIMAL AS stated_amount_sek, NULL::DECIMAL AS computed_amount_sek,"
    " NULL::DECIMAL AS difference_sek, NULL::DECIMAL AS tolerance_sek, {1}::DECIMAL(18,6) AS stated_number,"
    " {2}::DECIMAL(18,6) AS computed_number, ({1} - {2})::DECIMAL(18,6) AS difference_number,"
    " {3}::DECIMAL(18,6) AS tolerance_number,"
    " '{0}' = 'within_tolerance' AS is_beyond_worst_case"
)
PRINTED = (
    "SELECT 'F' AS figure_id, '{0}' AS value_text, {1}::DECIMAL(18,6) AS value,"
    " {2}::DECIMAL(18,6) AS printed_precision, '{3}' AS number_format"
)
CODED = (
    "SELECT 'F' AS figure_id, 'result' AS measure_code, {0} AS nature, 'mkr' AS unit_text, {1} AS unit_kind,"
    " '{2}' AS comparison, 'level' AS value_kind, 'year' AS period_kind"
)
LINES = (
    "SELECT 'month' AS basis_code, 'ytd' AS period_kind, 1 AS period_to, TRUE AS is_simulated, * FROM (VALUES {0})"
    " AS line (line_code, amount_sek, amount_origin)"
)
BRIDGE = (
    "SELECT 'd' AS document_code, 'RS' AS board_code, 2024 AS from_year, 2025 AS to_year,"
    " 'A' AS reading_code,"
    " -10 AS opening_sek, -6 AS closing_sek, * FROM (VALUES {0}) AS item (item_kind, amount_sek)"
)
EFFECT = (
    "SELECT * FROM (VALUES {0}) AS effect (measure_code, fiscal_year, level_sek, new_effect_sek, cumulative_cash_sek)"
)
GAP = (
    "SELECT 100::DECIMAL(18,2) AS gross_cost_base_sek, 3.2::DECIMAL(18,6) AS required_percent,"
    " {0}::DECIMAL(18,2) AS required_reduction_sek, {1}::DECIMAL(18,2) AS new_effect_sek,"
    " {2}::DECIMAL(18,2) AS gap_sek, {3} AS missing_reason"
)
VERSION = "SELECT * FROM (VALUES {0}) AS v (delivery_id, subject, is_current, known_from, known_to)"
OF_A_PART = f"SELECT version.*, 'u' AS part_key FROM ({VERSION}) AS version"
CHECKED = (
    "SELECT 'C' AS check_code, 5::DECIMAL(18,2) AS stated_amount_sek, 4::DECIMAL(18,2) AS computed_amount_sek,"
    " NULL::DECIMAL AS stated_number, NULL::DECIMAL AS computed_number"
)

CASES = [
    Case(
        "row_count_matches_lake",
        "SELECT 1 AS a",
        "SELECT 1 AS a WHERE FALSE",
        {"lake_table": "lake.thing"},
        {"lake.thing": "SELECT 1 AS a"},
    ),
    Case(
        "sums_are_the_records",
        "SELECT 'd' AS delivery_id, 't' AS table_name, 'amount' AS column_name, 5.00 AS recorded, 5.000000 AS in_lake",
        "SELECT 'd' AS delivery_id, 't' AS table_name, '(rows)' AS column_name, 5 AS recorded, 4 AS in_lake",
    ),
    Case(
        "sums_match_record",
        "SELECT 'd' AS delivery_id, -2::DECIMAL(18,2) AS amount_sek UNION ALL SELECT 'd', -3.5",
        "SELECT 'd' AS delivery_id, -2::DECIMAL(18,2) AS amount_sek",
        RECORD_ARGUMENTS,
        {
            "staging.delivery_sum": "SELECT 'd' AS delivery_id, 'ledger' AS table_name, '(rows)' AS column_name,"
            " 2::DECIMAL(38,6) AS recorded UNION ALL SELECT 'd', 'ledger', 'amount', 5.5"
        },
    ),
    Case(
        "sums_match_record",
        "SELECT 'd' AS delivery_id, -2::DECIMAL(18,2) AS amount_sek UNION ALL SELECT 'd', -3.5",
        "SELECT 'd' AS delivery_id, -2::DECIMAL(18,2) AS amount_sek UNION ALL SELECT 'd', -3.4",
        RECORD_ARGUMENTS,
        {
            "staging.delivery_sum": "SELECT 'd' AS delivery_id, 'ledger' AS table_name, 'amount' AS column_name,"
            " 5.5::DECIMAL(38,6) AS recorded"
        },
    ),
    *(
        Case(
            "delivered_rows_are_kept",
            "SELECT 'd' AS delivery_id, 1 AS row_number, 2::DECIMAL(18,2) AS amount_sek UNION ALL SELECT 'd', 2, 3.5",
            bad,
            KEPT_ARGUMENTS,
            {
                "staging.investment": "SELECT 'd' AS delivery_id, 'data' AS row_kind, 3.5::DECIMAL(18,2) AS amount_sek"
                " UNION ALL SELECT 'd', 'data', 2 UNION ALL SELECT 'd', 'total', 5.5 UNION ALL SELECT 'old', 'data', 9",
                "core.delivery_part": "SELECT 'd' AS delivery_id, '' AS part_key, TRUE AS is_current"
                " UNION ALL SELECT 'old', '', FALSE",
            },
        )
        for bad in (
            "SELECT 'd' AS delivery_id, 2 AS row_number, 5.5::DECIMAL(18,2) AS amount_sek",  # the sum is right
            "SELECT 'd' AS delivery_id, 1 AS row_number, 2::DECIMAL(18,2) AS amount_sek UNION ALL SELECT 'd', 2, 3.4",
            "SELECT 'd' AS delivery_id, 1 AS row_number, 2::DECIMAL(18,2) AS amount_sek WHERE FALSE",
        )
    ),
    Case(
        "foreign_key_known",
        "SELECT 'RS' AS board_code UNION ALL SELECT NULL",
        "SELECT 'XX' AS board_code",
        {"column": "board_code", "parent": "seed.board", "parent_column": "board_code"},
        {"seed.board": "SELECT 'RS' AS board_code"},
    ),
    Case(
        "unit_is_known",
        "SELECT '5 mkr' AS t, 5 AS a UNION ALL SELECT NULL, NULL",
        "SELECT '5 euro' AS t, NULL::INT AS a",
        {"delivered": "t", "amount": "a"},
    ),
    Case(
        "label_is_known",
        "SELECT 'frame_total' AS table_code, 'UNSTATED' AS part_code",
        "SELECT 'frame_net' AS table_code, 'UNSTATED' AS part_code",
        {"code": "part_code"},
    ),
    Case(
        "cost_type_is_known",
        "SELECT 'budget' AS amount_kind, 'TAX' AS cost_type_code",
        "SELECT 'budget' AS amount_kind, NULL AS cost_type_code",
    ),
    Case(
        "amounts_conserved_from_staging",
        "SELECT 'frame_net' AS table_code, 7::DECIMAL(18,2) AS amount_sek",
        "SELECT 'frame_net' AS table_code, 8::DECIMAL(18,2) AS amount_sek",
        {},
        {**EMPTY_STAGING, "staging.frame_net": "SELECT 7::DECIMAL(18,2) AS amount_sek"},
    ),
    Case(
        "part_has_one_version",
        OF_A_PART.format(
            "('a','s',FALSE,DATE '2024-01-01',DATE '2024-02-01'),('b','s',TRUE,DATE '2024-02-01',NULL::DATE)"
        ),
        OF_A_PART.format("('a','s',TRUE,DATE '2024-01-01',NULL::DATE),('b','s',TRUE,DATE '2024-02-01',NULL::DATE)"),
    ),
    Case(
        "part_has_one_version",
        OF_A_PART.format("('a','s',TRUE,DATE '2024-01-01',NULL::DATE)"),
        OF_A_PART.format("('a','s',FALSE,DATE '2024-03-01',DATE '2024-02-01')"),
    ),
    Case(
        "knowledge_is_ordered",
        VERSION.format("('a','s',TRUE,DATE '2024-01-01',NULL::DATE)"),
        VERSION.format("('a','s',FALSE,DATE '2024-03-01',DATE '2024-02-01')"),
    ),
    Case(
        "draft_has_no_decision",
        "SELECT 'draft' AS status, 'fastställd 2023-xx-xx § x' AS decision_text",
        "SELECT 'adopted' AS status, 'fastställd 2023-xx-xx § x' AS decision_text",
    ),
    Case(
        "transfer_has_both_labels",
        "SELECT 'transfer' AS change_kind, 'HSN' AS giving_board_code, 'RS' AS receiving_board_code",
        "SELECT 'transfer' AS change_kind, NULL AS giving_board_code, 'RS' AS receiving_board_code",
    ),
    Case(
        "bridge_sums_to_change",
        BRIDGE.format("('transfer', 1), ('indexation', NULL), ('residual', 3)"),
        BRIDGE.format("('transfer', 1), ('residual', 2)"),
    ),
    Case("bridge_sums_to_change", BRIDGE.format("('residual', 4)"), BRIDGE.format("('transfer', 4)")),
    Case("verdict_follows_rule", VERDICT.format("rounding", 5, 4, 2), VERDICT.format("rounding", 5, 2, 2)),
    Case(
        "verdict_follows_rule",
        VERDICT.format("within_tolerance", 5, 4, 2),
        VERDICT.format("within_tolerance", 5, 4, 2).replace("'within_tolerance' AS is_b", "'rounding' AS is_b"),
    ),
    Case("verdict_follows_rule", VERDICT.format("exact", 5, 5, 2), VERDICT.format("exact", 5, 4, 2)),
    Case(
        "verdict_follows_rule", PER_CENT.format("rounding", 5.7, 5.73, 0.1), PER_CENT.format("rounding", 5.7, 6.7, 0.1)
    ),
    Case("verdict_follows_rule", VERDICT.format("unexplained", 9, 4, 2), VERDICT.format("unexplained", 5, 4, 2)),
    Case("verdict_follows_rule", VERDICT.format("pressure", -9, -4, 2), VERDICT.format("pressure", -5, -4, 2)),
    Case("verdict_follows_rule", VERDICT.format("ambiguous", 9, 4, 2), VERDICT.format("ambiguous", 5, 4, 2)),
    Case(
        "verdict_and_words_agree",
        WORDS.format("rounding", "ryms i avrundningen", "within rounding", False, "same_amount"),
        WORDS.format("rounding", "enbart avrundning kan inte ge den", "within rounding", False, "same_amount"),
    ),
    Case(
        "verdict_and_words_agree",
        WORDS.format("rounding", "ryms i avrundningen", "within rounding", False, "same_amount"),
        WORDS.format("rounding", "ryms", "rounding alone cannot produce it", False, "same_amount"),
    ),
    Case(
        "verdict_and_words_agree",
        WORDS.format("unexplained", "avrundning kan inte ge den", "", True, "same_amount"),
        WORDS.format("within_tolerance", "ryms i avrundningen", "", True, "same_amount"),
    ),
    Case(
        "verdict_and_words_agree",
        WORDS.format("pressure", "ett tryck på kommande ramar", "a pressure", True, "rule_financing"),
        WORDS.format("unexplained", "avrundning kan inte ge den", "", True, "rule_financing"),
    ),
    Case(
        "parts_sum_to_check",
        "SELECT *, NULL::DECIMAL AS number FROM (VALUES ('C','stated',5),('C','computed',3),('C','computed',1))"
        " AS p (check_code, side, amount_sek)",
        "SELECT *, NULL::DECIMAL AS number FROM (VALUES ('C','stated',5),('C','computed',3))"
        " AS p (check_code, side, amount_sek)",
        {},
        {"mart.frame_reconciliation": CHECKED},
    ),
    Case(
        "published_value_is_as_printed",
        PRINTED.format("- 104,5 miljoner kronor", -104.5, 0.1, "comma_decimal"),
        PRINTED.format("- 104,5 miljoner kronor", -1045, 0.1, "comma_decimal"),
    ),
    Case(
        "published_value_is_as_printed",
        PRINTED.format("1.631 mkr", 1631, 1, "dot_thousand"),
        PRINTED.format("1.631 mkr", 1.631, 1, "dot_thousand"),
    ),
    Case(
        "published_value_is_as_printed",
        PRINTED.format("samma antal", 19, 1, "word"),
        PRINTED.format("7,0 procent", 7, 1, "comma_decimal"),  # 7,0 has one decimal
    ),
    Case(
        "published_code_is_known",
        CODED.format("'result'", "'money'", "none"),
        CODED.format("NULL", "'money'", "none"),
    ),
    Case(
        "published_code_is_known",
        CODED.format("'result'", "'money'", "budget"),
        CODED.format("'result'", "'money'", "last_month"),
    ),
    Case(
        "published_relation_is_computed",
        "SELECT 'R1' AS relation_code",
        "SELECT 'R2' AS relation_code",
        {},
        {
            "core.published_relation": "SELECT 'R1' AS relation_code, 'F1' AS left_expression,"
            " 'F2' AS right_expression, TRUE AS is_delivered"
        },
    ),
    Case(
        "published_relation_holds_as_delivered",
        "SELECT 'C' AS check_code, 'R1' AS relation_code, TRUE AS is_within_rounding",
        "SELECT 'C' AS check_code, 'R1' AS relation_code, FALSE AS is_within_rounding",
        {},
        {"core.published_relation": "SELECT 'R1' AS relation_code, TRUE AS is_holding_delivered"},
    ),
    Case(
        "result_lines_add_up",
        LINES.format(
            "('OPERATING_RESULT', 3, 'computed'), ('FINANCIAL_NET', -1, 'computed'), ('RESULT', 2, 'computed')"
        ),
        LINES.format(
            "('OPERATING_RESULT', 3, 'computed'), ('FINANCIAL_NET', -1, 'computed'), ('RESULT', 4, 'computed')"
        ),
    ),
    Case(
        "result_lines_add_up",
        LINES.format("('RESULT', NULL, NULL)"),
        LINES.format("('RESULT', NULL, 'implied')"),
    ),
    Case(
        "candidate_is_within_tolerance",
        "SELECT -1 AS residual_sek, 2 AS tolerance_sek, 3 AS check_count",
        "SELECT -3 AS residual_sek, 2 AS tolerance_sek, 3 AS check_count",
    ),
    Case(
        "level_keeps_its_measure",
        "SELECT 'd' AS delivery_id, 'm' AS measure_code, 2024 AS fiscal_year",
        "SELECT 'd' AS delivery_id, 'm' AS measure_code, 2024 AS fiscal_year FROM range(2)",
    ),
    Case(
        "new_effects_sum_to_level",
        EFFECT.format("('m',2024,5,5,5),('m',2025,7,2,12)"),
        EFFECT.format("('m',2024,5,5,5),('m',2025,7,7,12)"),
    ),
    Case(
        "new_effects_sum_to_level",
        EFFECT.format("('m',2024,5,5,5),('m',2025,NULL,NULL,NULL)"),
        EFFECT.format("('m',2024,5,5,5),('m',2025,NULL,NULL,5)"),
    ),
    Case("gap_is_required_less_effect", GAP.format(3.2, 1, 2.2, "NULL"), GAP.format(3.2, 1, 3.2, "NULL")),
    Case(
        "gap_is_required_less_effect",
        GAP.format(3.2, "NULL", "NULL", "'none'"),
        GAP.format(3.2, "NULL", "NULL", "NULL"),
    ),
    Case("gap_is_required_less_effect", GAP.format(3.2, 1, 2.2, "NULL"), GAP.format(32, 1, 31, "NULL")),
    Case(
        "plan_holds_no_simulated_row",
        "SELECT FALSE AS is_simulated, 'd' AS document_code",
        "SELECT TRUE AS is_simulated, 'd' AS document_code",
        {},
        {"seed.document_board": "SELECT 'd' AS document_code"},
    ),
    Case("sign_follows_cost_type", "SELECT FALSE AS is_sign_unexpected", "SELECT TRUE AS is_sign_unexpected"),
    Case(
        "responsible_text_is_known",
        "SELECT 'a' AS assignment_code",
        "SELECT 'b' AS assignment_code",
        {},
        {"core.assignment": "SELECT 'a' AS assignment_code, 'RS' AS responsible_text"},
    ),
    Case(
        "status_needs_value_and_unit",
        "SELECT 'no_measurement' AS computed_status, NULL AS value, NULL AS unit_text, NULL AS gap",
        "SELECT 'not_met' AS computed_status, 5 AS value, NULL AS unit_text, 1 AS gap",
        {},
        {
            "seed.target_status": "SELECT 'not_met' AS status_code, TRUE AS is_judged"
            " UNION ALL SELECT 'no_measurement', FALSE"
        },
    ),
    Case(
        "rows_are_accounted_for",
        "SELECT 3 AS rows_read, 2 AS rows_loaded, 1 AS rows_rejected",
        "SELECT 3 AS rows_read, 2 AS rows_loaded, 0 AS rows_rejected",
    ),
]


def _failing_rows(case: Case, rows: str) -> int:
    """How many rows the audit returns on a model with these rows."""
    query = _audits()[case.audit]
    for name, value in sorted(case.arguments.items(), key=lambda a: -len(a[0])):
        query = query.replace(f"@{name}", value)
    query = query.replace("@this_model", "model")
    assert "@" not in query
    with duckdb.connect() as connection:
        for schema in ("lake", "seed", "staging", "core", "mart"):
            connection.execute(f"CREATE SCHEMA {schema}")
        for table, select in {**case.beside, "model": rows}.items():
            connection.execute(f"CREATE TABLE {table} AS {select}")
        return len(connection.execute(query).fetchall())


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.audit)
def test_an_audit_passes_the_good_row_and_finds_the_bad_one(case: Case) -> None:
    assert _failing_rows(case, case.good) == 0
    assert _failing_rows(case, case.bad) > 0


def test_every_audit_has_a_row_that_trips_it() -> None:
    assert set(_audits()) == {c.audit for c in CASES}


def test_every_audit_of_the_catalogue_is_tripped_by_name_in_a_test() -> None:
    """The other files' audits have their rows in the tests of their models."""
    texts = [path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py")]
    named = {n.value for text in texts for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Constant)}
    audits = {m[0] for path in AUDITS.glob("*.sql") for m in ONE_AUDIT.findall(path.read_text(encoding="utf-8"))}
    assert len(audits) > 80 and audits - named == set()
