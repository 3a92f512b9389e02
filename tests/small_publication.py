"""A project with a complete build of one table, so that what is published and asked can be tested in a second."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import duckdb

from rjh_warehouse.build.audit_outcome import AuditOutcome
from rjh_warehouse.build.describe import DESCRIPTIONS
from rjh_warehouse.build.generation import Generation
from rjh_warehouse.settings import Project

OUTCOME = (
    "indicator_code TEXT, organisation_code TEXT, period_start DATE, period_kind_text TEXT, gender_code TEXT,"
    " is_simulated BOOLEAN, is_too_few BOOLEAN, value DECIMAL(18, 6), person_count BIGINT, delivery_id TEXT,"
    " row_number INTEGER"
)


def small_project(root: Path) -> Project:
    (root / "contracts").mkdir(parents=True)
    (root / "seeds" / "target").mkdir(parents=True)
    (root / "seeds" / "target" / "person_contract.csv").write_text(
        "contract_code,shown_column_name\n", encoding="utf-8"
    )
    (root / "config.py").write_text("", encoding="utf-8")
    return Project(root, root / "data")


def small_build(project: Project, number: int, amount: int) -> Generation:
    """A complete generation whose mart.cost has one row a board, the first with `amount`."""
    generation = Generation(project.generations / f"2024010{number}T000000000-{number:08}")
    generation.folder.mkdir(parents=True)
    with duckdb.connect(str(generation.database)) as connection:
        connection.execute("CREATE SCHEMA mart")
        connection.execute(
            "CREATE TABLE mart.cost AS SELECT * FROM (VALUES ('HSN', CAST(? AS DECIMAL(18, 2))), ('RS', 2.50))"
            " AS v (board_code, amount_sek)",
            [amount],
        )
        for table in ("staging.indicator_outcome", "core.indicator_value"):  # a publication notes what it shows of them
            connection.execute(f"CREATE SCHEMA {table.split('.')[0]}")
            connection.execute(f"CREATE TABLE {table} ({OUTCOME})")
    about = {
        "description": "One row per board.",
        "grain": "board_code",
        "meanings": {"board_code": "The board", "amount_sek": "Its cost"},
        "parents": [],
        "trace": [],
    }
    generation.write(DESCRIPTIONS, {"mart.cost": about})
    outcome = asdict(AuditOutcome("a", "mart.cost", True, "passed", 0, None, []))
    generation.write("audits", {"audited_at": "2024-01-01T00:00:00+00:00", "outcomes": [outcome]})
    generation.write("complete", {"audited_at": "2024-01-01T00:00:00+00:00"})
    inputs = {"data_version": "d", "model_version": "m", "as_of": None, "deliveries": [], "fingerprint": f"f{number}"}
    (generation.folder / "inputs.json").write_text(json.dumps(inputs), encoding="utf-8")
    return generation
