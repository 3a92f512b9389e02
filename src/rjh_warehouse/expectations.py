"""Great Expectations suites on built tables: `audits/expectations/<suite>.yaml`.

A suite names a table, a severity (`block` or `warn`) and expectations by their Great Expectations
type and arguments. The library is imported only here: its import takes seconds.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import duckdb
import yaml
from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    from rjh_warehouse.audit import AuditOutcome


class Expectation(BaseModel):
    model_config = ConfigDict(extra="forbid")
    type: str
    kwargs: dict[str, Any] = {}


class Suite(BaseModel):
    """What is expected of one table."""

    model_config = ConfigDict(extra="forbid")
    table: str
    severity: Literal["block", "warn"]
    expectations: list[Expectation]


def read_suites(folder: Path) -> list[Suite]:
    """The suites of a folder. Raises pydantic's ValidationError on an unknown key."""
    return [Suite.model_validate(yaml.safe_load(p.read_text("utf-8"))) for p in sorted(folder.glob("*.yaml"))]


def run_suites(folder: Path, database: Path) -> list[AuditOutcome]:
    """Run every suite on the tables of a database file.

    Returns:
        One outcome per expectation. An expectation that raises is `not_run`, never `failed`.
    """
    suites = read_suites(folder)
    if not suites:
        return []
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    import great_expectations as gx

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = gx.data_context.types.base.ProgressBarsConfig(globally=False)
    source = context.data_sources.add_pandas("built")
    outcomes: list[AuditOutcome] = []
    with duckdb.connect(str(database), read_only=True) as connection:
        present = {
            f"{s}.{t}"
            for s, t in connection.execute(
                "SELECT table_schema, table_name FROM information_schema.tables"
            ).fetchall()
        }
        for suite in suites:
            if suite.table not in present:
                outcomes += [_outcome(suite, e, "not_run", None, "table missing") for e in suite.expectations]
                continue
            frame = connection.sql(f"SELECT * FROM {suite.table}").df()
            asset = source.add_dataframe_asset(suite.table)
            batch = asset.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": frame})
            expected = gx.ExpectationSuite(
                name=suite.table,
                expectations=[
                    gx.expectations.registry.get_expectation_impl(e.type)(**e.kwargs)
                    for e in suite.expectations
                ],
            )
            for expectation, result in zip(suite.expectations, batch.validate(expected).results, strict=True):
                outcomes.append(_judge(suite, expectation, result))
    return outcomes


def _judge(suite: Suite, expectation: Expectation, result: Any) -> AuditOutcome:
    info = result.exception_info or {}
    raised = info.get("raised_exception") or any(
        isinstance(v, dict) and v.get("raised_exception") for v in info.values()
    )
    if raised:
        return _outcome(suite, expectation, "not_run", None, str(info)[:300])
    count = (result.result or {}).get("unexpected_count")
    return _outcome(suite, expectation, "passed" if result.success else "failed", count, None)


def _outcome(
    suite: Suite, expectation: Expectation, state: str, count: int | None, explanation: str | None
) -> AuditOutcome:
    from rjh_warehouse.audit import AuditOutcome

    column = expectation.kwargs.get("column")
    return AuditOutcome(
        audit_name=f"{expectation.type}({column})" if column else expectation.type,
        model_name=suite.table,
        is_blocking=suite.severity == "block",
        state=state,
        failed_row_count=0 if state == "passed" else count,
        rows_file=None,
        affected_marts=[suite.table],
        explanation=explanation,
    )
