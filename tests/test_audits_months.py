"""Every audit of the month models passes the small region, and finds the one row that is made wrong."""
# ruff: noqa: E501 -- a statement stays on its line

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import month_warehouse as region
import plain_models
import pytest

from rjh_warehouse.settings import own_codes

ROOT = Path(__file__).parents[1]
AUDITS = ROOT / "audits"
ONE_AUDIT = re.compile(r"AUDIT\s*\(\s*name\s+(\w+)[^)]*\);(.*?)(?=\bAUDIT\s*\(|\Z)", re.DOTALL)
REGION = "organisation_level = 'region' AND cost_type_code = 'NET_COST' AND month = '2023-02-01'"
# audit → (model, the statement that makes a row wrong, arguments)
CASES = {
    "cost_type_has_line": ("core.line_member", "DELETE FROM core.line_member WHERE member_code = 'PHARMA' AND cost_type_code = 'GROSS_COST'", {}),
    "month_account_has_one_cost_type": ("core.account_cost_type", "INSERT INTO core.account_cost_type SELECT * REPLACE (DATE '2020-01-01' AS valid_from) FROM core.account_cost_type LIMIT 1", {}),
    "month_parts_sum_to_the_whole": ("mart.cost_development", "UPDATE mart.cost_development SET area_code = 'OHSN' WHERE organisation_code = '01010' AND cost_type_code = 'NET_COST' AND month = '2023-02-01'", {}),
    "month_unclassified_is_small": ("core.cost_month", "UPDATE core.cost_month SET cost_type_code = 'UNCLASSIFIED' WHERE month = '2023-02-01' AND board_code = 'RS' AND account_code = '6010'", {"largest_share": "0.01"}),
    "month_account_has_cost_type": ("core.cost_month", "UPDATE core.cost_month SET cost_type_code = 'UNCLASSIFIED' WHERE month = '2023-02-01' AND unit_code = '01010' AND account_code = '6010'", {}),
    "month_is_classified": ("mart.cost_development", f"UPDATE mart.cost_development SET unclassified_sek = 1 WHERE {REGION}", {}),
    "month_validity_does_not_overlap": ("core.unit", "INSERT INTO core.unit SELECT * REPLACE (DATE '2020-01-01' AS valid_from) FROM core.unit LIMIT 1", {}),
    "month_mapping_shares_are_whole": ("core.unit_mapping", "INSERT INTO core.unit_mapping (from_unit_code, share_from, share_to, effective_on) VALUES ('01010', 0, 0.6, '2024-01-01')", {}),
    "month_shares_are_whole": ("core.unit_organisation", "UPDATE core.unit_organisation SET share_to = 0.5 WHERE month = '2023-02-01' AND unit_code = '01010'", {}),
    "month_sum_is_conserved": ("core.cost_month", "UPDATE core.cost_month SET amount_sek = amount_sek + 0.01 WHERE month = '2023-02-01' AND unit_code = '01010' AND account_code = '6010'", {"parent": "core.ledger_entry"}),
    "month_is_delivered": ("core.ledger_month", "UPDATE core.ledger_month SET is_delivered = FALSE WHERE month = '2023-02-01' AND board_code = 'RS'", {}),
    "period_missing": ("core.ledger_month", "UPDATE core.ledger_month SET first_known_on = reported_on + 1 WHERE month = '2023-02-01' AND board_code = 'RS'", {}),
    "internal_trade": ("mart.frame_reconciliation", "UPDATE mart.frame_reconciliation SET verdict = 'unexplained' WHERE check_kind = 'internal_trade'", {}),
    "month_transfer_sums_to_zero": ("core.transfer", "INSERT INTO core.transfer (case_number, board_code, amount_sek) VALUES ('D1', 'RS', 5)", {}),
    "month_region_is_its_boards": ("core.cost_line", f"UPDATE core.cost_line SET actual_sek = actual_sek + 0.01 WHERE {REGION}", {}),
    "month_bases_agree": ("core.cost_line", f"UPDATE core.cost_line SET actual_sek = actual_sek + 0.01 WHERE organisation_basis = 'as_was' AND {REGION}", {}),
    "month_net_is_gross_and_revenue": ("mart.cost_development", f"UPDATE mart.cost_development SET actual_sek = actual_sek + 0.01 WHERE {REGION}", {}),
    "month_deviation_is_signed": ("mart.cost_development", f"UPDATE mart.cost_development SET deviation_sek = -deviation_sek WHERE {REGION}", {}),
    "month_identity_holds": ("mart.cost_summary", "UPDATE mart.cost_summary SET gross_cost_growth_sek = -gross_cost_growth_sek WHERE month = '2024-02-01'", {}),
    "month_forecast_is_sum_of_parts": ("mart.year_end_forecast", "UPDATE mart.year_end_forecast SET forecast_sek = forecast_sek + 1 WHERE organisation_level = 'region' AND as_of_month = '2024-04-01'", {}),
    "month_forecast_knows_the_books": ("mart.year_end_forecast", "UPDATE mart.year_end_forecast SET ytd_sek = ytd_sek + 0.01 WHERE organisation_level = 'region' AND is_default AND as_of_month = '2024-02-01'", {}),
    "month_interval_is_ordered": ("mart.year_end_forecast", "UPDATE mart.year_end_forecast SET p10_sek = p90_sek + 1", {}),
    "month_versions_do_not_overlap": ("mart.cost_revision", "INSERT INTO mart.cost_revision SELECT * REPLACE (2 AS version_number) FROM mart.cost_revision LIMIT 1", {}),
    "month_report_now_is_what_is_booked": ("mart.report_revision", "UPDATE mart.report_revision SET now_sek = now_sek + 0.01 WHERE report_month = '2023-02-01' AND quantity_kind = 'actual'", {}),
    "month_bridge_is_exact": ("mart.cost_bridge", "UPDATE mart.cost_bridge SET amount_sek = amount_sek + 0.01 WHERE item_kind = 'rest'", {}),
}  # fmt: skip


def _audits() -> dict[str, str]:
    texts = (path.read_text(encoding="utf-8") for path in sorted(AUDITS.glob("month_*.sql")))
    return {name: query.strip().rstrip(";") for text in texts for name, query in ONE_AUDIT.findall(text)}


@pytest.fixture(scope="module")
def warehouse() -> duckdb.DuckDBPyConnection:
    return region.build(region.small_region())


@pytest.mark.parametrize("name", CASES)
def test_an_audit_passes_the_region_and_finds_what_is_made_wrong(
    name: str, warehouse: duckdb.DuckDBPyConnection
) -> None:
    model, statement, arguments = CASES[name]
    query = _audits()[name].replace("@this_model", model)
    for argument, value in {**{k: f"'{v}'" for k, v in own_codes(ROOT).items()}, **arguments}.items():
        query = query.replace(f"@{argument}", value)
    assert warehouse.execute(query).fetchall() == []
    warehouse.execute("BEGIN")
    try:
        warehouse.execute(statement)
        assert warehouse.execute(query).fetchall()
    finally:
        warehouse.execute("ROLLBACK")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE seed.cost_type SET is_operating = NULL WHERE cost_type_code = 'PHARMA'",
        "UPDATE seed.cost_type SET is_cost = NULL WHERE cost_type_code = 'PHARMA'",
        "UPDATE seed.cost_type SET is_revenue = TRUE WHERE cost_type_code = 'PHARMA'",
        "DELETE FROM seed.cost_type_line WHERE cost_type_code = 'PHARMA'",
        "UPDATE seed.cost_type_line SET sums = 'staf' WHERE cost_type_code = 'PERSONNEL_TOTAL'",
    ],
)
def test_a_cost_type_or_a_line_that_a_register_leaves_out_is_found(
    change: str, warehouse: duckdb.DuckDBPyConnection
) -> None:
    (model,) = (m for m in plain_models.rendered(region.TARGETS) if m.name == "core.line_member")
    (audit,) = (a for a in model.audits if a.name == "cost_type_has_line")
    warehouse.execute("BEGIN")
    try:
        warehouse.execute(change)
        warehouse.execute(f"CREATE OR REPLACE TABLE core.line_member AS {model.sql}")
        assert warehouse.execute(audit.sql).fetchall()
    finally:
        warehouse.execute("ROLLBACK")


def test_every_month_audit_has_a_case() -> None:
    assert set(_audits()) == set(CASES)
