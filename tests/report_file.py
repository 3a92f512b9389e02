"""A project whose published file has the few rows that a month's report is tested on."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import duckdb
from small_publication import small_project

from rjh_warehouse.lake.publication import swap_in
from rjh_warehouse.settings import Project

TABLES = """
CREATE SCHEMA core; CREATE SCHEMA mart; CREATE SCHEMA quality; CREATE SCHEMA meta;
CREATE TABLE core.organisation AS SELECT * FROM (VALUES
  ('RJH', 'region', 'Regionen', 'The region', NULL),
  ('RS', 'board', 'Styrelsen <script>alert(1)</script>', 'The board', 'RJH')
) AS v (organisation_code, organisation_level, organisation_name, organisation_name_en, parent_organisation_code);
CREATE TABLE mart.cost_summary AS
SELECT DATE '2024-04-01' AS month, kind.period_kind, 'as_was' AS organisation_basis, 'with_internal' AS scope_code,
  organisation.organisation_level, organisation.organisation_code, organisation.organisation_name,
  CAST(-1234567890.12 AS DECIMAL(18, 2)) AS net_cost_sek, CAST(-1200000000 AS DECIMAL(18, 2)) AS net_cost_budget_sek,
  CAST(-34567890.12 AS DECIMAL(18, 2)) AS net_cost_deviation_sek,
  CAST(NULL AS DECIMAL(18, 2)) AS net_cost_prior_year_sek, CAST(NULL AS DECIMAL(18, 2)) AS net_cost_growth_pct,
  CAST(-2000000000 AS DECIMAL(18, 2)) AS gross_cost_sek, CAST(2.25 AS DECIMAL(18, 2)) AS gross_cost_growth_pct,
  CAST(-5 AS DECIMAL(18, 2)) AS hired_staff_sek, CAST(1.5 AS DECIMAL(18, 2)) AS hired_staff_of_personnel_total_pct,
  CAST(-800 AS DECIMAL(18, 2)) AS own_personnel_sek, CAST(0 AS DECIMAL(18, 2)) AS own_personnel_growth_pct,
  CAST(0 AS DECIMAL(18, 2)) AS own_personnel_constant_po_growth_pct,
  FALSE AS is_complete, 2 AS missing_month_count, organisation.organisation_level = 'board' AS is_reorganised,
  organisation.organisation_level = 'board' AS is_prior_year_reorganised, TRUE AS is_simulated
FROM core.organisation AS organisation, (VALUES ('ytd'), ('month')) AS kind (period_kind);
CREATE TABLE mart.year_end_forecast AS
SELECT CAST(month AS DATE) AS as_of_month, organisation_level, organisation_code, organisation_name,
  'NET_COST' AS cost_type_code, 'with_internal' AS scope_code, 'combination' AS method_code, TRUE AS is_default,
  2024 AS fiscal_year, CAST(-30 AS DECIMAL(18, 2)) AS forecast_sek, CAST(-33 AS DECIMAL(18, 2)) AS p10_sek,
  CAST(-27 AS DECIMAL(18, 2)) AS p90_sek, CAST(-29 AS DECIMAL(18, 2)) AS budget_year_sek,
  CAST(-1 AS DECIMAL(18, 2)) AS deviation_sek, CAST(-20 AS DECIMAL(18, 2)) AS submitted_sek,
  3 AS submitted_missing_count, TRUE AS is_complete, TRUE AS is_simulated
FROM core.organisation, (VALUES ('2024-03-01'), ('2024-04-01')) AS v (month);
CREATE TABLE mart.investment AS SELECT * FROM (VALUES
  ('plan#1', 'plan', 'RS', 2024, 'IT', '=1+1 "><img src=x onerror=alert(1)>', 'Ny', CAST(-750000 AS DECIMAL(18, 2)),
   FALSE, 'd1', 'Blad <1>', 7, 'amount')
) AS v (investment_code, document_code, board_code, fiscal_year, unit_label, object_name, investment_kind_text,
  amount_sek, is_simulated, delivery_id, sheet, row_number, column_name);
CREATE TABLE mart.balance_gap AS SELECT * FROM (VALUES
  ('RS', 2024, 'INTERNAL/FIXED', 'decided', CAST(NULL AS DECIMAL(18, 2)), FALSE)
) AS v (board_code, fiscal_year, basis_code, step_code, gap_sek, is_simulated) WHERE FALSE;
CREATE TABLE quality.delivery AS SELECT 'd1' AS delivery_id, 'invest&1.xlsx' AS file_name;
CREATE TABLE quality.month_unmapped AS SELECT DATE '2024-04-01' AS month, 'RS' AS board_code, 'unit' AS unmapped_kind,
  '1' AS codes, CAST(1 AS DECIMAL(18, 2)) AS unmapped_sek, 1 AS entry_count, 'f' AS file_name, TRUE AS is_simulated
WHERE FALSE;
"""


def report_project(root: Path, number: int = 1, more: str = "") -> Project:
    """A project that has published the tables above and those of `more`; every other table of the marts is missing."""
    project = small_project(root)
    publish(project, number, more)
    return project


def publish(project: Project, number: int, more: str = "") -> None:
    """Publish the tables as the publication of a number; the second has another net cost."""
    release = {
        "release_id": f"release-{number}",
        "data_version": "data",
        "model_version": "model",
        "fingerprint": f"f{number}",
        "package_version": "0",
        "built_at": dt.datetime(2024, 5, number),
        "as_of": None,
        "delivery_count": 1,
    }
    project.published.parent.mkdir(parents=True, exist_ok=True)
    beside = project.published.with_name(f"{number}.duckdb")
    with duckdb.connect(str(beside)) as connection:
        connection.execute(TABLES + more)
        if number > 1:
            connection.execute("UPDATE mart.cost_summary SET net_cost_sek = net_cost_sek - 1")
        columns = "release_id, data_version, model_version, fingerprint, package_version, built_at, as_of"
        connection.execute(
            "CREATE TABLE meta.release (release_id VARCHAR, data_version VARCHAR, model_version VARCHAR,"
            " fingerprint VARCHAR, package_version VARCHAR, built_at TIMESTAMP, as_of DATE, delivery_count INTEGER)"
        )
        connection.execute(
            f"INSERT INTO meta.release ({columns}, delivery_count) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            list(release.values()),
        )
    swap_in(beside, project.published, release)
