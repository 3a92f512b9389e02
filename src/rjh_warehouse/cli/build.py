"""Commands that make a publication: build, audit, publish."""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path
from typing import Any

import click

from rjh_warehouse.build.audit_outcome import COULD_NOT_RUN, AuditOutcome
from rjh_warehouse.cli import progress
from rjh_warehouse.cli.base import (
    NOTHING,
    OK,
    STOPPED,
    as_of_option,
    fail,
    json_option,
    project_command,
    show,
)
from rjh_warehouse.messages import catalogue, say
from rjh_warehouse.settings import Project

MOVED_SHOWN = 6  # of the inputs that had moved, on one line


@click.command()
@as_of_option
@click.option("--full", "whole", is_flag=True, help="Make every table, also those that nothing has changed.")
@project_command
def build(project: Project, as_of: dt.date | None, whole: bool) -> None:
    """Build every model in a new generation: what has changed since the last one. Nothing is published yet.

    Example: rjh build --as-of 2024-05-10
    """
    from rjh_warehouse.build.earlier import work_done
    from rjh_warehouse.build.generation import BuildFailed, building, published_id, sweep
    from rjh_warehouse.build.session import build as build_models

    with building(project.build_lock):
        sweep(project.generations, published_id(project))
        try:
            generation = build_models(project, as_of, show_model, whole=whole)
        except BuildFailed as error:
            fail(STOPPED, build_failures(error))
    show("  " + work_line(work_done(generation)))
    show(say("run.generation", generation_id=generation.generation_id))


def work_line(work: dict[str, Any]) -> str:
    """What a build made and what it took over, in one line."""
    moved = work["moved"]
    shown = ", ".join(moved[:MOVED_SHOWN]) + (" …" if len(moved) > MOVED_SHOWN else "")
    counts = ("computed", "parts", "reused", "cpu_seconds", "saved_cpu_seconds")
    kept = {name: work.get(name, 0) for name in counts}  # the log may have lines of before there were parts
    return say("run.work", moved=shown or "–", **kept)


def build_failures(error: Any) -> str:
    return "\n".join(say("run.build_failed", model=m, text=t) for m, t in error.failures)


def show_model(done: int, total: int, name: str) -> None:
    show(f"  {done}/{total} {name}")


def tell_audit(done: int, total: int, name: str) -> None:
    progress.tell(f"{say('run.audit')} {name}", done, total)


@click.command()
@json_option
@click.option("--library", is_flag=True, help="Let Great Expectations ask every suite, and keep its result documents.")
@project_command
def audit(project: Project, as_json: bool, library: bool) -> None:
    """Run every audit on the newest build. Says what failed and where the rows are.

    Example: rjh audit --library
    """
    from dataclasses import asdict

    from rjh_warehouse.build.audit import audit as run_audits
    from rjh_warehouse.build.generation import building
    from rjh_warehouse.build.session import opened

    with building(project.build_lock):
        generation = _newest(project)
        with opened(project, generation) as session:
            outcomes = run_audits(project, session, tell_audit, ask_library=library)
    if as_json:
        show(json.dumps([asdict(o) for o in outcomes], ensure_ascii=False, indent=1))
    else:
        show_audits(outcomes, generation.folder)
    sys.exit(STOPPED if any(o.stops_publication for o in outcomes) else OK)


def _newest(project: Project) -> Any:
    from rjh_warehouse.build.generation import generations

    found = generations(project.generations)
    if not found:
        fail(NOTHING, say("run.no_generation"))
    return found[-1]


def show_audits(outcomes: list[AuditOutcome], folder: Path) -> None:
    """Each audit that did not pass; those whose table is empty are only counted."""
    told = [o for o in outcomes if o.state != "passed" and not o.had_nothing_to_check]
    for outcome in told:
        show("  " + audit_line(outcome, folder))
        if outcome.override_by:
            until = {"until": outcome.override_until, "who": outcome.override_by, "reason": outcome.override_reason}
            show("    " + say("run.overridden", **until))
    blocked = sum(o.stops_publication for o in outcomes)
    counts = {
        "passed": sum(o.state == "passed" for o in outcomes),
        "warned": len(told) - blocked,
        "empty": sum(o.had_nothing_to_check for o in outcomes),
    }
    show("  " + say("run.audits_passed", blocked=blocked, **counts))


def audit_line(outcome: AuditOutcome, folder: Path) -> str:
    severity = say("run.severity_block" if outcome.is_blocking else "run.severity_warn")
    places: dict[str, str | None] = {"audit": outcome.audit_name, "model": outcome.model_name, "severity": severity}
    places |= {"what": _audit_meaning(outcome), "marts": ", ".join(outcome.affected_marts) or None}
    if outcome.state == COULD_NOT_RUN:
        return say("run.audit_could_not_run", found=outcome.explanation, **places)
    rows = folder / outcome.rows_file if outcome.rows_file else outcome.explanation
    return say("run.audit_failed", count=outcome.failed_row_count, rows=rows, **places)


def _audit_meaning(outcome: AuditOutcome) -> str:
    """What an audit's failure means in words, where the catalogue has them."""
    code = f"audit.{outcome.audit_name.split('(')[0]}"
    return say(code if code in catalogue() else "run.audit_not_held")


@click.command()
@project_command
def publish(project: Project) -> None:
    """Swap the newest audited build in as the published file.

    Example: rjh publish
    """
    from rjh_warehouse.build.generation import building
    from rjh_warehouse.build.publish import NotComplete
    from rjh_warehouse.build.publish import publish as swap_in

    with building(project.build_lock):
        generation = _newest(project)
        try:
            swap_in(project, generation)
        except NotComplete as error:
            fail(STOPPED, say("run.not_complete", generation_id=error))
    show(say("run.published", path=project.published))
