"""Commands that look after what is stored: status, clean."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rjh_warehouse.cli.base import BUSY, STOPPED, damage_lines, fail, json_option, project_command, show
from rjh_warehouse.cli.build import work_line
from rjh_warehouse.cli.intake import control_reasons
from rjh_warehouse.messages import say
from rjh_warehouse.settings import Project

if TYPE_CHECKING:
    from rjh_warehouse.lake.publication import Publication


@click.command()
@json_option
@project_command
def status(project: Project, as_json: bool) -> None:
    """Say what is published, loaded, refused and left over. Notices when the published file is not what was published.

    Example: rjh status
    """
    from rjh_warehouse.folders import Unreadable
    from rjh_warehouse.lake.closed_month import releases
    from rjh_warehouse.lake.publication import publication
    from rjh_warehouse.operation.run_log import last_run

    standing, logs = publication(project.published), _shut_out(project)
    state = {
        "published": str(project.published) if standing.release else None,
        "publication": standing.state,
        "client_logs": [str(p) for p in logs],
        "release": standing.release,
    }
    run, closed = last_run(project.data / "log"), [r.name for r in releases(project.releases)]
    state |= {"last_run": run, "closed_months": closed}
    if not as_json:
        _show_publication(project, standing, logs)
        if run:
            show(say("status.last_run", **{n: run.get(n) for n in ("ended_at", "exit_code")}))
            if run.get("work"):
                show("  " + work_line(run["work"]))
        if closed:
            show(say("status.closed", months=", ".join(closed)))
    try:
        of_lake = _lake_state(project, standing.release)
    except Unreadable as error:  # the lake's part is not known, which is said; the rest stands
        if as_json:
            show(json.dumps({**state, "unreadable": str(error)}, ensure_ascii=False, indent=1, default=str))
        fail(STOPPED, say("run.unreadable", path=error.path, found=error.found))
    if as_json:
        shown = {**state, **{name: value for name, value in of_lake.items() if name != "blocked"}}
        shown["damages"] = [str(d.path) for d in of_lake["damages"]]
        show(json.dumps(shown, ensure_ascii=False, indent=1, default=str))
    else:
        _show_lake(project, of_lake, is_published=standing.release is not None)


def _lake_state(project: Project, release: dict[str, Any] | None) -> dict[str, Any]:
    from rjh_warehouse.build.generation import built_deliveries
    from rjh_warehouse.lake.counted import known_deliveries
    from rjh_warehouse.lake.known import waiting_blocked, waiting_refusals
    from rjh_warehouse.lake.proof import prove
    from rjh_warehouse.lake.store import Lake
    from rjh_warehouse.operation.nightly import is_current

    lake = Lake(project.lake)
    records = known_deliveries(lake, None)
    blocked = waiting_blocked(records)
    return {
        "is_current": is_current(project, release["as_of"] if release else None),
        "deliveries": {"accepted": sum(r.state == "accepted" for r in records), "blocked": len(blocked)},
        "refused": waiting_refusals(records, lake.refusals()),
        "damages": prove(lake, built_deliveries(project.generations), whole=False),
        "leftovers": [str(p) for p in _left_over(project)],
        "blocked": blocked,
    }


def _show_publication(project: Project, standing: Publication, logs: list[Path]) -> None:
    if standing.state == "changed":
        show(say("run.publication_changed", path=project.published))
    elif standing.release:
        show(say("status.published", path=project.published, **standing.release))
    else:
        show(say("run.no_publication"))
    for log in logs:
        show(say("status.client_log", path=log))


def _show_lake(project: Project, state: dict[str, Any], *, is_published: bool) -> None:
    from rjh_warehouse.contract.person import read_person_columns
    from rjh_warehouse.intake.report import first_rows_kept

    persons = read_person_columns(project.root)
    refusals = state["refused"]
    show(say("status.deliveries", **state["deliveries"], refused=len(refusals)))
    for refusal in refusals:
        places = first_rows_kept(refusal["code"], _places(refusal))
        show("  " + say("status.refused", reason=say(refusal["code"], file=refusal["file_name"], **places)))
    for record in state["blocked"]:
        reasons = "; ".join(control_reasons(record, persons))
        show("  " + say("status.blocked", file=record.file_name, delivery_id=record.delivery_id, reasons=reasons))
    for line in damage_lines(state["damages"]):
        show("  " + line)
    if is_published:
        show(say("status.current" if state["is_current"] else "status.stale"))
    if state["leftovers"]:
        show(say("status.leftovers", count=len(state["leftovers"])))


def _shut_out(project: Project) -> list[Path]:
    """Take clients' logs away from the published file; those that were there, also where they cannot be taken away."""
    from rjh_warehouse.lake.publication import client_logs, shut_out

    found = client_logs(project.published)
    with contextlib.suppress(OSError):
        shut_out(project.published)
    return found


def _places(refusal: dict[str, Any]) -> dict[str, Any]:
    return {k: refusal.get(k) for k in ("sheet", "row", "column", "found", "expected")}


def _left_over(project: Project) -> list[Path]:
    """What interrupted loads, builds and publications left; nothing of what may be under way just now."""
    from rjh_warehouse.build.generation import built_deliveries, is_building, published_id, sweepable
    from rjh_warehouse.build.publish import unfinished
    from rjh_warehouse.lake.leftovers import leftovers
    from rjh_warehouse.lake.store import Lake

    found = leftovers(Lake(project.lake), built_deliveries(project.generations))
    if not is_building(project.build_lock):
        found += [g.folder for g in sweepable(project.generations, published_id(project))] + unfinished(project)
    return found


@click.command()
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@click.option(
    "--keep-days",
    type=click.IntRange(min=0),
    default=30,
    show_default=True,
    help="Remove for good what has lain aside for so long.",
)
@project_command
def clean(project: Project, dry_run: bool, keep_days: int) -> None:
    """Put away what interrupted loads, builds and publications left behind.

    What a load left is set aside in the lake's trash/ and removed for good when it has lain there for 30 days;
    builds that nobody needs are removed, as they can be made again. Deliveries are never touched.

    Example: rjh clean --dry-run
    """
    from rjh_warehouse.build.generation import building, built_deliveries, published_id, sweep
    from rjh_warehouse.build.publish import unfinished
    from rjh_warehouse.lake.leftovers import remove_set_aside, set_aside, set_aside_before
    from rjh_warehouse.lake.store import Lake
    from rjh_warehouse.scratch import sweep as sweep_scratch

    if dry_run:
        found = _left_over(project)
        for path in found:
            show(say("clean.would", path=path))
        if not found:
            show(say("clean.nothing"))
        return
    lake = Lake(project.lake)
    with building(project.build_lock):
        try:
            moved = set_aside(lake, built_deliveries(project.generations))
        except BlockingIOError:
            fail(BUSY, say("clean.busy"))
        gone = [*remove_set_aside(lake, keep_days), *unfinished(project)]
        for path in unfinished(project):
            path.unlink()
        gone += [g.folder for g in sweep(project.generations, published_id(project))]
        gone += sweep_scratch()
    for path, target in moved.items():
        show(say("clean.set_aside", path=path, target=target))
    for path in gone:
        show(say("clean.removed", path=path))
    if not gone and not moved:
        show(say("clean.nothing"))
    if waiting := set_aside_before(lake):
        show(say("clean.waiting", count=len(waiting), path=lake.root / "trash", days=keep_days))
