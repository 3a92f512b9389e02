"""Great Expectations suites on built tables: `audits/expectations/<suite>.yaml`, what no contract can say.

A suite names a table, a severity (`block` or `warn`) and expectations by their Great Expectations
type and arguments. The library is imported only here: its import takes seconds.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import duckdb
from pydantic import BaseModel, ConfigDict

from rjh_warehouse.build.audit_outcome import COULD_NOT_RUN, AuditOutcome
from rjh_warehouse.contract.fault import read_written
from rjh_warehouse.folders import entries

if TYPE_CHECKING:
    import pandas as pd


COLUMNS = ("column", "column_A", "column_B")  # arguments that name one


class Expectation(BaseModel):
    model_config = ConfigDict(extra="forbid")
    type: str
    kwargs: dict[str, Any] = {}


class Suite(BaseModel):
    """What is expected of one table, or of those of its rows that a SELECT gives (`rows`)."""

    model_config = ConfigDict(extra="forbid")
    table: str
    severity: Literal["block", "warn"]
    expectations: list[Expectation]
    rows: str | None = None

    @property
    def source(self) -> str:
        """What its expectations are asked of, as it stands after FROM."""
        return f"({self.rows})" if self.rows else self.table


def read_suites(folder: Path) -> list[Suite]:
    """The suites of a folder. Raises WrittenError where one is something else."""
    return [read_written(p, Suite.model_validate) for p in entries(folder, ".yaml")]


def write_suites(suites: list[Suite], folder: Path) -> None:
    """Write each suite as the library's own document of it, `<table>.json`: its tools read it and can ask it again."""
    folder.mkdir(parents=True, exist_ok=True)
    for suite in suites:
        asked = [{"type": e.type, "kwargs": e.kwargs, "meta": {}} for e in suite.expectations]
        meta = {"severity": suite.severity, "rows": suite.rows or f"SELECT * FROM {suite.table}"}
        document = {"name": suite.table, "expectations": asked, "meta": meta}
        text = json.dumps(document, ensure_ascii=False, indent=1)
        (folder / f"{suite.table}.json").write_text(text, encoding="utf-8")


def run_suites(
    suites: list[Suite], fetch: Callable[[str], pd.DataFrame], results: Path | None = None
) -> list[list[AuditOutcome]]:
    """Run suites.

    Args:
        fetch: gives the frame of a SELECT on the built database.
        results: a folder for the library's own validation results, one JSON file per suite (None: not kept).

    Returns:
        For each suite one outcome per expectation. One that raises, or whose table is missing, is `could_not_run`,
        never `failed`.
    """
    if not suites:
        return []
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    import great_expectations as gx

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = gx.data_context.types.base.ProgressBarsConfig(globally=False)
    source = context.data_sources.add_pandas("built")
    outcomes: list[list[AuditOutcome]] = []
    for suite in suites:
        try:
            frame = fetch(f"SELECT * FROM {suite.source}")
        except duckdb.Error as error:
            reason = str(error).splitlines()[0]
            outcomes.append([outcome_of(suite, e, COULD_NOT_RUN, None, reason) for e in suite.expectations])
            continue
        asset = source.add_dataframe_asset(suite.table)
        batch = asset.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": frame})
        kinds = gx.expectations.registry.get_expectation_impl
        asked = [kinds(e.type)(**e.kwargs, meta={"place": n}) for n, e in enumerate(suite.expectations)]
        whole = gx.ExpectationSuite(suite.table, asked)
        validated = batch.validate(whole)
        found = {r.expectation_config.meta["place"]: r for r in validated.results}  # the library keeps no order
        outcomes.append([_judge(suite, e, found[n]) for n, e in enumerate(suite.expectations)])
        if results:
            results.mkdir(parents=True, exist_ok=True)
            document = json.dumps(validated.to_json_dict(), ensure_ascii=False, indent=1, default=str)
            (results / f"{suite.table}.json").write_text(document, encoding="utf-8")
    return outcomes


def _judge(suite: Suite, expectation: Expectation, result: Any) -> AuditOutcome:
    info = result.exception_info or {}
    raised = info.get("raised_exception") or any(
        isinstance(v, dict) and v.get("raised_exception") for v in info.values()
    )
    if raised:
        return outcome_of(suite, expectation, COULD_NOT_RUN, None, str(info)[:300])
    count = (result.result or {}).get("unexpected_count")
    return outcome_of(suite, expectation, "passed" if result.success else "failed", count, None)


def outcome_of(
    suite: Suite, expectation: Expectation, state: str, count: int | None, explanation: str | None
) -> AuditOutcome:
    """What came of one expectation."""
    column = expectation.kwargs.get("column")
    tested = [v for k in COLUMNS if (v := expectation.kwargs.get(k))]
    return AuditOutcome(
        audit_name=f"{expectation.type}({column})" if column else expectation.type,
        model_name=suite.table,
        is_blocking=suite.severity == "block",
        state=state,
        failed_row_count=0 if state == "passed" else count,
        rows_file=None,
        affected_marts=[suite.table],
        explanation=explanation,
        tested_columns=tested + expectation.kwargs.get("column_list", []),
    )
