"""`rjh nightly`: the run that a scheduler starts, in words on the screen, in the log and in the summary to mail."""

from __future__ import annotations

import datetime as dt
import sys
from collections import Counter
from typing import TYPE_CHECKING

import click

from rjh_warehouse.cli import progress
from rjh_warehouse.cli.base import (
    OK,
    REJECTED,
    STOPPED,
    as_of_option,
    damage_lines,
    fail,
    name_open_drafts,
    project_command,
    show,
)  # fmt: skip
from rjh_warehouse.cli.build import audit_line, build_failures, show_audits, show_model, tell_audit, work_line
from rjh_warehouse.cli.intake import has_trouble, load_line, load_summary
from rjh_warehouse.cli.run_report import show_report
from rjh_warehouse.messages import say
from rjh_warehouse.settings import Project

if TYPE_CHECKING:
    from rjh_warehouse.contract.person import PersonColumns
    from rjh_warehouse.intake.load import LoadOutcome
    from rjh_warehouse.operation.nightly import NightlyResult
    from rjh_warehouse.operation.run_log import RunLog


@click.command()
@as_of_option
@click.option("--wait", "minutes", type=float, default=0, help="Try again for so long what passes by itself. [minutes]")
@project_command
def nightly(project: Project, as_of: dt.date | None, minutes: float) -> None:
    """Load what is new, build, audit and publish. Nothing new: nothing done.

    Each run adds a line to data/log/nightly.jsonl and writes data/log/latest.txt and latest.html, to be mailed.
    With --wait it tries again, with longer and longer pauses, while another run is under way, a program holds the
    published file, a file is still being copied, or the disk is full.

    Exit codes: 0 done; 1 done, but somebody should look; 3 not published; 4 another run is under way.

    Example: rjh nightly
    """
    from rjh_warehouse.build.generation import BuildFailed
    from rjh_warehouse.contract.person import read_person_columns
    from rjh_warehouse.operation.run_log import logged, write_run

    name_open_drafts(project)
    with logged(project.data / "log") as log:
        if log.cut_off:
            show(say("run.cut_off", started_at=log.cut_off))
        try:
            result = _run(project, as_of, log, minutes * 60)
        except BuildFailed as error:
            _close_log(log, STOPPED, say("run.build_stopped"), [build_failures(error)])
            fail(STOPPED, build_failures(error))
        except Exception as error:  # told by the command's wrapper, and kept here
            write_run(log, STOPPED, say("run.not_made"), None, f"{type(error).__name__}: {error}")
            raise
        code = _exit_code(result)
        _tell(project, as_of, result)
        title = _title(project, result)
        _add_sections(log, result, read_person_columns(project.root))
        write_run(log, code, title, result)
    if result.is_stopped:
        fail(STOPPED, title)
    show_report(project)
    sys.exit(code)


def _run(project: Project, as_of: dt.date | None, log: RunLog, wait: float) -> NightlyResult:
    """Run, and for `wait` seconds run again while there is something that passes by itself."""
    from rjh_warehouse.contract.person import read_person_columns
    from rjh_warehouse.operation.nightly import NightlyProgress
    from rjh_warehouse.operation.nightly import nightly as run
    from rjh_warehouse.operation.patience import with_patience

    def step(name: str) -> None:
        log.step(name)
        show(say(f"run.{name}") + " …")
        progress.tell(say(f"run.{name}"))

    persons = read_person_columns(project.root)

    def file(outcome: LoadOutcome) -> None:
        show("  " + load_line(outcome, persons))

    def again(kind: str, pause: float) -> None:
        log.waited_for.append(kind)
        log.step("wait")
        show(say(f"run.again_{kind}", seconds=round(pause)))

    watch = NightlyProgress(step=step, file=file, model=show_model, audit=tell_audit)
    return with_patience(lambda: run(project, as_of=as_of, progress=watch), wait, again)


def _exit_code(result: NightlyResult) -> int:
    if result.is_stopped:
        return STOPPED
    is_damaged = any(d.state != "unproved" for d in result.damages)
    return REJECTED if is_damaged or any(has_trouble(o) for o in result.loads) else OK


def _title(project: Project, result: NightlyResult) -> str:
    if result.blocking:
        return say("run.not_published", count=len(result.blocking))
    if result.unlike:
        return say("run.unlike", count=len(result.unlike))
    if result.was_taken_back:
        return say("run.rolled_back")
    return say("run.published" if result.was_published else "run.nothing_new", path=project.published)


def _tell(project: Project, as_of: dt.date | None, result: NightlyResult) -> None:
    from rjh_warehouse.build.earlier import work_done
    from rjh_warehouse.lake.counted import simulated_aside
    from rjh_warehouse.lake.store import Lake

    if result.loads:
        show("  " + load_summary(result.loads))
    if aside := simulated_aside(Lake(project.lake), as_of):
        show("  " + say("run.simulated_aside", count=aside))
    for line in damage_lines(result.damages):
        show("  " + line)
    if result.generation:
        show("  " + work_line(work_done(result.generation)))
        show_audits(result.audits, result.generation.folder)
        for line in unlike_lines(result):
            show("  " + line)
    else:
        show(_title(project, result))


def _add_sections(log: RunLog, result: NightlyResult, persons: PersonColumns) -> None:
    """What a person should know in the morning, most urgent first."""
    from rjh_warehouse.build.earlier import work_done

    folder = result.generation.folder if result.generation else None
    waited = Counter(log.waited_for)
    told = [o for o in result.audits if o.state != "passed" and not o.had_nothing_to_check]
    stopping = [audit_line(o, folder) for o in told if folder and o.stops_publication]
    warning = [audit_line(o, folder) for o in told if folder and not o.stops_publication]
    lines = [load_line(o, persons) for o in result.loads if has_trouble(o) or o.status == "left"]
    log.sections += [
        (say("run.section_cut_off"), [say("run.cut_off", started_at=log.cut_off)] if log.cut_off else []),
        (say("run.section_again"), [say("run.again", count=n, what=say(f"run.waited_{k}")) for k, n in waited.items()]),
        (say("run.section_blocking"), [*stopping, *unlike_lines(result)]),
        (say("run.section_damage"), list(damage_lines(result.damages))),
        (say("run.section_files"), lines),
        (say("run.section_loaded"), [load_summary(result.loads)] if result.loads else []),
        (say("run.section_warnings"), warning),
        (say("run.section_work"), [work_line(work_done(result.generation))] if result.generation else []),
    ]


def unlike_lines(result: NightlyResult) -> list[str]:
    return [say("run.unlike_table", table=u.table, changed=u.only_changed, whole=u.only_whole) for u in result.unlike]


def _close_log(log: RunLog, code: int, title: str, lines: list[str]) -> None:
    from rjh_warehouse.operation.run_log import write_run

    log.sections.append((say("run.section_blocking"), lines))
    write_run(log, code, title, None, "; ".join(lines))
