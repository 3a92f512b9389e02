"""Commands of the month's end: close, diff; and what takes back: rollback, withdraw, restore, override."""

from __future__ import annotations

import datetime as dt
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rjh_warehouse.cli.base import NOTHING, OK, REJECTED, STOPPED, fail, json_option, project_command, show, whole
from rjh_warehouse.messages import say
from rjh_warehouse.settings import Project

if TYPE_CHECKING:
    from rjh_warehouse.release.diff import Difference, TableChange
    from rjh_warehouse.release.readiness import Reason

by_option = click.option("--by", "by", required=True, help="Who answers for it.")
reason_option = click.option("--reason", required=True, help="Why.")


@click.command()
@click.argument("month")
@click.option("--by", "closed_by", required=True, help="Who closes the month.")
@click.option("--reason", help="Why it is closed again; needed from the second time.")
@project_command
def close(project: Project, month: str, closed_by: str, reason: str | None) -> None:
    """Freeze what is published as the closing of a month. Refuses while something speaks against it.

    Example: rjh close 2024-04 --by "Ekonomidirektören"
    """
    from rjh_warehouse.build.generation import building
    from rjh_warehouse.release.freeze import CannotClose, publish_again
    from rjh_warehouse.release.freeze import close as freeze

    with building(project.build_lock):
        try:
            release = freeze(project, month, closed_by, reason, lambda step: show(say(f"close.step_{step}") + " …"))
            publish_again(project)
        except CannotClose as error:
            if error.code == "close.nothing_new":  # a closing that was killed may not have come to tell of itself
                publish_again(project)
            show(say(error.code, **error.places))
            for against in error.reasons:
                show("  • " + _reason(against))
            if error.reasons:
                show(say("close.or_override"))
            sys.exit(STOPPED)
    said = release.manifest()
    rows = sum(t["rows"] for t in said["tables"].values())
    show(
        say(
            "close.done", month=month, release=release.name, tables=len(said["tables"]), rows=whole(rows),
            deliveries=len(said["deliveries"]), path=release.folder,
        )
    )  # fmt: skip


def _reason(against: Reason) -> str:
    places = dict(against.places)
    code = against.code
    if code == "close.unmapped":
        code = f"close.unmapped_{places['unmapped_kind']}"
        places |= {name: whole(places[name]) for name in ("unmapped_sek", "limit_sek")}
    if code == "close.audit":
        places["rule"] = say(f"audit.{places['audit_name'].split('(')[0]}")
    return say(code, **places)


@click.command()
@click.argument("left")
@click.argument("right", default="published")
@click.option("--core", is_flag=True, help="The core tables too.")
@click.option("--xlsx", "workbook", type=click.Path(path_type=Path, dir_okay=False), help="Write a workbook to send.")
@json_option
@project_command
def diff(project: Project, left: str, right: str, core: bool, workbook: Path | None, as_json: bool) -> None:
    """Say what differs between two publications, and which deliveries, overrides or models lie behind it.

    Each is `published`, `built` (the newest build, also one that an audit stopped), a closed month (2024-04 or
    2024-04/r1), a build or kept publication by its release id, or a published file; LEFT is the earlier.

    Example: rjh diff 2024-04 published
    """
    from rjh_warehouse.lake.closed_month import NoSuchRelease
    from rjh_warehouse.release.diff import NothingToCompare
    from rjh_warehouse.release.diff import diff as compare

    try:
        found = compare(project, left, right, ("mart", "core") if core else ("mart",))
    except (NothingToCompare, NoSuchRelease) as error:
        fail(NOTHING, say("diff.nothing", found=error))
    if workbook:
        from rjh_warehouse.release.workbook import write_difference

        write_difference(found, workbook)
    if as_json:
        show(json.dumps(asdict(found), ensure_ascii=False, indent=1, default=str))
    else:
        _show_diff(found)
        if workbook:
            show(say("diff.written", path=workbook))
    sys.exit(REJECTED if found.tables else OK)


def _show_diff(found: Difference) -> None:
    if not found.tables:
        show(say("diff.equal", left=found.left, right=found.right, count=found.equal_count))
        return
    changed = len(found.tables)
    show(say("diff.head", left=found.left, right=found.right, changed=changed, count=found.equal_count))
    for change in found.tables:
        show_difference(change.difference)
        _show_causes(change)


def show_difference(difference: Any) -> None:
    """What differs in one table."""
    counts = {"changed": difference.changed, "come": difference.right_only, "gone": difference.left_only}
    show("  " + say("diff.table", table=difference.table, **counts))
    for column, (left, right) in difference.sums.items():
        moved = whole((right or 0) - (left or 0))
        show("      " + say("diff.sum", column=column, left=_sum(left), right=_sum(right), difference=moved))
    if difference.changed_columns:
        show("      " + say("diff.columns", columns=", ".join(difference.changed_columns)))
    for change in difference.examples[:3]:
        key = ", ".join(f"{name}={value}" for name, value in change.key.items())
        show("      " + say("diff.example", key=key, column=change.column, left=change.left, right=change.right))


def _sum(value: Any) -> str:
    return "–" if value is None else whole(value)


def _show_causes(change: TableChange) -> None:
    show("      " + say("diff.because"))
    for cause in change.causes:
        show("        " + say(f"diff.cause_{cause.kind}", name=cause.name, detail=cause.detail))
    if not change.causes:
        show("        " + say("diff.unexplained"))


@click.command()
@click.argument("release_id", required=False)
@project_command
def rollback(project: Project, release_id: str | None) -> None:
    """Publish the publication before this one again, or a kept one by its release id.

    The five latest are kept. What was taken back is not published again until something new has come.

    Example: rjh rollback
    """
    from rjh_warehouse.build.generation import building
    from rjh_warehouse.lake.kept import NothingToGoBackTo, go_back

    with building(project.build_lock):
        try:
            release, rejected = go_back(project.published, release_id)
        except NothingToGoBackTo as error:
            fail(NOTHING, say("rollback.nothing", found=error, known=", ".join(error.known) or None))
    show(say("rollback.done", rejected=rejected, **release))


@click.command()
@click.argument("delivery_id")
@by_option
@reason_option
@project_command
def withdraw(project: Project, delivery_id: str, by: str, reason: str) -> None:
    """Take a delivery out of what counts. It stays in the lake, and can be restored.

    Example: rjh withdraw 9f3a --by "Controller, HSN" --reason "Fel månads fil"
    """
    _withdraw(project, delivery_id, by, reason, back=False)


@click.command()
@click.argument("delivery_id")
@by_option
@reason_option
@project_command
def restore(project: Project, delivery_id: str, by: str, reason: str) -> None:
    """Let a withdrawn delivery count again.

    Example: rjh restore 9f3a --by "Controller, HSN" --reason "Filen var rätt"
    """
    _withdraw(project, delivery_id, by, reason, back=True)


def _withdraw(project: Project, delivery_id: str, by: str, reason: str, *, back: bool) -> None:
    from rjh_warehouse.lake.store import Lake
    from rjh_warehouse.lake.withdrawal import CannotWithdraw
    from rjh_warehouse.lake.withdrawal import withdraw as note

    try:
        made = note(Lake(project.lake), delivery_id, by, reason, back=back)
    except CannotWithdraw as error:
        fail(NOTHING, say(error.code, **error.places))
    show(say("withdraw.restored" if back else "withdraw.done", delivery_id=made.delivery_id))


@click.command()
@click.argument("audit")
@click.option("--model", help="The model that it failed on, where it failed on several.")
@by_option
@reason_option
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The last day it stands aside.")
@project_command
def override(project: Project, audit: str, model: str | None, by: str, reason: str, until: dt.datetime) -> None:
    """Let an audit that failed stop neither publication nor closing, until a day. It is shown wherever it counts.

    Example: rjh override month_unmapped_is_small --by "Ekonomidirektören" --reason "Ny enhet" --until 2099-12-31
    """
    from rjh_warehouse.build.audit_outcome import AuditOutcome
    from rjh_warehouse.build.generation import generations
    from rjh_warehouse.build.override import CannotOverride
    from rjh_warehouse.build.override import override as note

    built = generations(project.generations)
    outcomes = [AuditOutcome(**o) for o in built[-1].read("audits").get("outcomes", [])] if built else []
    try:
        made = note(project.overrides, outcomes, audit, model, by, reason, until.date())
    except CannotOverride as error:
        fail(NOTHING, say(error.code, **error.places))
    show(say("override.done", audit=made.audit_name, model=made.model_name, until=made.expires_on))
