"""`rjh audit`: every audit of every model on a built generation, and the rows that failed.

SQLMesh runs the audits while it builds, and stops at the first that blocks; here all of them are
run, so that the gate can say everything that is wrong at once.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from rjh_warehouse.build import Session
from rjh_warehouse.generation import Generation
from rjh_warehouse.settings import Project

if TYPE_CHECKING:
    from sqlmesh import Context
    from sqlmesh.core.snapshot import Snapshot

KEPT_ROWS = 1000


@dataclass(frozen=True)
class AuditOutcome:
    """One audit on one model: `state` is passed, failed or not_run (its model could not be built)."""

    audit_name: str
    model_name: str
    is_blocking: bool
    state: str
    failed_row_count: int | None
    rows_file: str | None
    affected_marts: list[str]
    explanation: str | None = None

    @property
    def stops_publication(self) -> bool:
        return self.is_blocking and self.state != "passed"


def audit(
    project: Project,
    session: Session,
    progress: Callable[[AuditOutcome], None] = lambda outcome: None,
) -> list[AuditOutcome]:
    """Run all audits and expectation suites; note them in the generation, complete when none blocks.

    Returns:
        One outcome per audit and model, failed ones with a parquet file of (at most 1 000) rows.
    """
    generation, context = session.generation, session.context
    shutil.rmtree(generation.failures, ignore_errors=True)
    outcomes: list[AuditOutcome] = []
    marts = _marts_below(context)
    for snapshot in context.snapshots.values():
        if snapshot.is_model and not snapshot.is_external and not snapshot.is_seed:
            outcomes += _audit_model(context, snapshot, marts, generation)
    from rjh_warehouse.expectations import run_suites

    outcomes += run_suites(project.root / "audits" / "expectations", context.engine_adapter.fetchdf)
    for outcome in outcomes:
        progress(outcome)
    note = {"audited_at": dt.datetime.now(dt.UTC), "outcomes": [asdict(o) for o in outcomes]}
    generation.write("audits", note)
    if not any(o.stops_publication for o in outcomes):
        generation.write("complete", {"audited_at": note["audited_at"]})
    return outcomes


def _audit_model(
    context: Context, snapshot: Snapshot, marts: dict[str, list[str]], generation: Generation
) -> list[AuditOutcome]:
    from rjh_warehouse.build_console import plain_name

    name = plain_name(snapshot.name)
    now = dt.datetime.now(dt.UTC)
    try:
        results = context.snapshot_evaluator.audit(
            snapshot,
            snapshots={s.name: s for s in context.snapshots.values()},
            start=dt.date(2000, 1, 1),
            end=now,
            execution_time=now,
        )
    except duckdb.Error as error:
        return [
            AuditOutcome(
                audit.name, name, True, "not_run", None, None, marts[name], str(error).splitlines()[0]
            )
            for audit, _ in snapshot.node.audits_with_args
        ]
    outcomes = []
    for result in results:
        failed = result.count or 0
        state = "passed" if not failed else "failed"
        rows_file = _keep_rows(context, generation, name, result) if failed else None
        outcomes.append(
            AuditOutcome(result.audit.name, name, result.blocking, state, failed, rows_file, marts[name])
        )
    return outcomes


def _keep_rows(context: Context, generation: Generation, model: str, result: Any) -> str:
    generation.failures.mkdir(exist_ok=True)
    path = _free_path(generation.failures, f"{model}.{result.audit.name}")
    query = result.query.sql(dialect="duckdb")
    target = str(path).replace("'", "''")
    context.engine_adapter.execute(
        f"COPY (SELECT * FROM ({query}) AS failed LIMIT {KEPT_ROWS}) TO '{target}' (FORMAT parquet)"
    )
    return str(path.relative_to(generation.folder))


def _free_path(folder: Path, stem: str) -> Path:
    number, path = 1, folder / f"{stem}.parquet"
    while path.exists():
        number += 1
        path = folder / f"{stem}.{number}.parquet"
    return path


def _marts_below(context: Context) -> dict[str, list[str]]:
    """For each model the marts that read it, directly or through others, itself included."""
    from rjh_warehouse.build_console import plain_name

    below: dict[str, list[str]] = {}
    for snapshot in context.snapshots.values():
        reached = [snapshot.name, *context.dag.downstream(snapshot.name)]
        names = (plain_name(n) for n in reached)
        below[plain_name(snapshot.name)] = sorted(n for n in names if n.startswith("mart."))
    return below
