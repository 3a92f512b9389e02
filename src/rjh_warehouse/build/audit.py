"""`rjh audit`: every audit of every model on a built generation, and the rows that failed.

Audits that ran while the models were built are not run again; the gate says everything that is wrong
at once.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from rjh_warehouse.build.audit_outcome import COULD_NOT_RUN, NO_ROWS, AuditOutcome
from rjh_warehouse.build.describe import DEFINITIONS, DESCRIPTIONS, definitions, descriptions
from rjh_warehouse.build.expectations import run_suites
from rjh_warehouse.build.override import overrides, with_overrides
from rjh_warehouse.build.session import Session
from rjh_warehouse.folders import is_file, stands
from rjh_warehouse.settings import Project
from rjh_warehouse.yaml_text import read_yaml

if TYPE_CHECKING:
    from sqlmesh import Context
    from sqlmesh.core.model.definition import AuditResult
    from sqlmesh.core.snapshot import Snapshot

KEPT_ROWS = 1000
NEEDS = "needs.yaml"  # in audits/: the registers without which an audit cannot tell anything, by its name


def audit(
    project: Project,
    session: Session,
    progress: Callable[[int, int, str], None] = lambda done, total, name: None,
) -> list[AuditOutcome]:
    """Run all audits and expectation suites; note them in the generation, and when none blocks that it is complete.

    An audit of a model without rows, or that compares with a register without rows, has not passed: it could not run.

    Args:
        progress: told of each model as its audits are begun.

    Returns:
        One outcome per audit and model, failed ones with a parquet file of (at most 1 000) rows.
    """
    from rjh_warehouse.build.console import plain_name

    generation, context = session.generation, session.context
    snapshots = session.snapshots or context.snapshots
    session.snapshots.update(snapshots)
    shutil.rmtree(generation.failures, ignore_errors=True)
    outcomes: list[AuditOutcome] = []
    marts = _marts_below(context, snapshots)
    audited = [s for s in snapshots.values() if s.is_model and not s.is_external and not s.is_seed]
    for number, snapshot in enumerate(audited, 1):
        progress(number, len(audited), plain_name(snapshot.name))
        outcomes += _audit_model(session, snapshot, marts)
    outcomes = _told_from_empty(outcomes, project.root / "audits" / NEEDS, context)
    suites = project.root / "audits" / "expectations"
    outcomes += run_suites(suites, context.engine_adapter.fetchdf, generation.folder / "expectations")
    day = generation.read("inputs").get("day")
    given = overrides(project.overrides, dt.date.fromisoformat(day) if day else dt.date.today())
    outcomes = with_overrides(outcomes, given)
    note = {"audited_at": dt.datetime.now(dt.UTC), "outcomes": [asdict(o) for o in outcomes]}
    generation.write("audits", note)
    if not any(o.stops_publication for o in outcomes):
        generation.write(DESCRIPTIONS, descriptions(session))
        generation.write(DEFINITIONS, definitions(session))
        generation.write("complete", {"audited_at": note["audited_at"]})
    return outcomes


def _audit_model(session: Session, snapshot: Snapshot, marts: dict[str, list[str]]) -> list[AuditOutcome]:
    from rjh_warehouse.build.console import plain_name

    name, owner = plain_name(snapshot.name), snapshot.node.owner
    try:
        results = session.audited.get(snapshot.name) or _run_audits(session.context, snapshot)
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        return [
            AuditOutcome(audit.name, name, True, COULD_NOT_RUN, None, None, marts[name], reason, owner)
            for audit, _ in snapshot.node.audits_with_args
        ]
    outcomes = []
    for result in results:
        failed = result.count or 0
        rows_file = _keep_rows(session, name, result) if failed else None
        state = "failed" if failed else "passed"
        found = (state, failed, rows_file, marts[name], None, owner)
        outcomes.append(AuditOutcome(result.audit.name, name, result.blocking, *found))
    return outcomes


def _told_from_empty(outcomes: list[AuditOutcome], needs_file: Path, context: Context) -> list[AuditOutcome]:
    """The outcomes, with what passed because there was nothing to check told from what passed."""
    from rjh_warehouse.build.console import plain_name

    needs = read_yaml(needs_file.read_text(encoding="utf-8")) if is_file(needs_file) else {}
    needed = {t for o in outcomes for t in needs.get(o.audit_name, [])}
    tables = {o.model_name for o in outcomes} | (needed & {plain_name(name) for name in context.models})
    empty = {t for t in sorted(tables) if context.engine_adapter.fetchone(f"SELECT 1 FROM {t} LIMIT 1") is None}
    found = []
    for outcome in outcomes:
        missing = [t for t in needs.get(outcome.audit_name, []) if t in empty]
        if outcome.state == "passed" and outcome.model_name in empty:
            outcome = replace(outcome, state=COULD_NOT_RUN, is_blocking=False, explanation=NO_ROWS)
        elif outcome.state == "passed" and missing:
            outcome = replace(outcome, state=COULD_NOT_RUN, is_blocking=False, explanation=", ".join(missing))
        found.append(outcome)
    return found


def _run_audits(context: Context, snapshot: Snapshot) -> list[AuditResult]:
    now = dt.datetime.now(dt.UTC)
    return list(
        context.snapshot_evaluator.audit(
            snapshot,
            snapshots={s.name: s for s in context.snapshots.values()},
            start=dt.date(2000, 1, 1),
            end=now,
            execution_time=now,
        )
    )


def _keep_rows(session: Session, model: str, result: AuditResult) -> str:
    generation = session.generation
    generation.failures.mkdir(exist_ok=True)
    path = _free_path(generation.failures, f"{model}.{result.audit.name}")
    query = result.query.sql(dialect="duckdb")
    target = str(path).replace("'", "''")
    session.context.engine_adapter.execute(
        f"COPY (SELECT * FROM ({query}) AS failed LIMIT {KEPT_ROWS}) TO '{target}' (FORMAT parquet)"
    )
    return str(path.relative_to(generation.folder))


def _free_path(folder: Path, stem: str) -> Path:
    number, path = 1, folder / f"{stem}.parquet"
    while stands(path):
        number += 1
        path = folder / f"{stem}.{number}.parquet"
    return path


def _marts_below(context: Context, snapshots: dict[str, Snapshot]) -> dict[str, list[str]]:
    """For each model the marts that read it, directly or through others, itself included."""
    from rjh_warehouse.build.console import plain_name

    below: dict[str, list[str]] = {}
    for snapshot in snapshots.values():
        reached = [snapshot.name, *context.dag.downstream(snapshot.name)]
        names = (plain_name(n) for n in reached)
        below[plain_name(snapshot.name)] = sorted(n for n in names if n.startswith("mart."))
    return below
