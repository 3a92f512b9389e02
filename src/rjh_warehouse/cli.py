"""The command line: the only place that prints. Each command calls the module of its name.

Exit codes: 0 done · 1 done, but some delivered cells or files were rejected · 2 wrong usage ·
3 not published, an audit or a model stopped it · 4 another run is under way · 5 nothing to work on.
"""

from __future__ import annotations

import datetime as dt
import functools
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rjh_warehouse import __version__
from rjh_warehouse.messages import say
from rjh_warehouse.settings import Project, ProjectNotFound, find_project

if TYPE_CHECKING:
    from rjh_warehouse.audit import AuditOutcome
    from rjh_warehouse.load import LoadOutcome

OK, REJECTED, STOPPED, BUSY, NOTHING = 0, 1, 3, 4, 5
Command = Callable[..., Any]


def _print(text: str = "") -> None:
    click.echo(text)


def _fail(code: int, text: str) -> None:
    click.echo(text, err=True)
    sys.exit(code)


def _project_command(command: Command) -> Command:
    """Give a command the project, and the ways to point at another one."""

    @click.option("--project", "root", type=click.Path(path_type=Path), help="Project folder.")
    @click.option("--data", type=click.Path(path_type=Path), help="Data folder [default: <project>/data].")
    @functools.wraps(command)
    def wrapped(root: Path | None, data: Path | None, **options: Any) -> Any:
        from rjh_warehouse.generation import BuildUnderWay

        try:
            return command(project=find_project(root, data), **options)
        except ProjectNotFound as error:
            return _fail(NOTHING, say("run.no_project", path=error))
        except BuildUnderWay as error:
            return _fail(BUSY, say("run.busy", path=error))

    return wrapped


def _json_option(command: Command) -> Command:
    return click.option("--json", "as_json", is_flag=True, help="Print JSON for a machine to read.")(command)


def _as_of_option(command: Command) -> Command:
    return click.option(
        "--as-of",
        type=click.DateTime(["%Y-%m-%d"]),
        callback=lambda _c, _p, value: value.date() if value else None,
        help="Only deliveries known by this day count.",
    )(command)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="rjh")
def main() -> None:
    """Budget follow-up from delivered files to a published DuckDB file.

    Example: rjh nightly
    """


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@_json_option
@_project_command
def load(project: Project, paths: tuple[Path, ...], as_json: bool) -> None:
    """Load files or folders into the lake (default: everything new under deliveries/).

    Example: rjh load deliveries/inbox/huvudbok_RS_202404.csv
    """
    from rjh_warehouse.contract import read_contracts
    from rjh_warehouse.lake import Lake
    from rjh_warehouse.load import load_files
    from rjh_warehouse.nightly import load_new

    watch = (lambda _: None) if as_json else _print_load
    if paths:
        outcomes = load_files(paths, Lake(project.lake), read_contracts(project.contracts), watch)
    else:
        outcomes = load_new(project, None, watch)
    if as_json:
        _print(json.dumps([_load_json(o) for o in outcomes], ensure_ascii=False, indent=1))
    elif outcomes:
        _print(_load_summary(outcomes))
    else:
        _print(say("load.no_files", path=project.deliveries))
    sys.exit(REJECTED if any(_has_trouble(o) for o in outcomes) else OK)


def _has_trouble(outcome: LoadOutcome) -> bool:
    if outcome.status == "known":
        return False
    return outcome.record is None or outcome.status == "blocked" or outcome.record.count("rows_rejected") > 0


def _print_load(outcome: LoadOutcome) -> None:
    _print(_load_line(outcome))


def _control_reasons(record: Any) -> list[str]:
    """The failed controls of a delivery in words."""
    return [
        say(
            f"control.{c['check']}",
            count=c["failed_count"],
            rows=", ".join(map(str, c["row_numbers"])),
            **_some(c),
        )
        for c in record.controls
        if c["state"] == "failed"
    ]


def _some(control: dict[str, Any]) -> dict[str, Any]:
    return {name: control[name] for name in ("column", "found", "expected")}


def _load_line(outcome: LoadOutcome) -> str:
    name = outcome.path.name
    if outcome.error:
        reason = say(outcome.error.code, **outcome.error.places)
        return say("load.refused", file=name, reason=reason)
    assert outcome.record
    reasons = [] if outcome.status == "known" else _control_reasons(outcome.record)
    return "\n      ".join([_load_state(outcome, name), *reasons])


def _load_state(outcome: LoadOutcome, name: str) -> str:
    assert outcome.record
    return say(
        f"load.{outcome.status}",
        file=name,
        contract=outcome.record.contract_code,
        delivery_id=outcome.record.delivery_id,
        loaded=outcome.record.count("rows_loaded"),
        rejected=outcome.record.count("rows_rejected"),
    )


def _load_json(outcome: LoadOutcome) -> dict[str, Any]:
    record = outcome.record
    return {
        "file": str(outcome.path),
        "status": outcome.status,
        "delivery_id": record.delivery_id if record else None,
        "contract": record.contract_code if record else None,
        **{n: record.count(n) if record else 0 for n in ("rows_read", "rows_loaded", "rows_rejected")},
        "error": {"code": outcome.error.code, **outcome.error.places} if outcome.error else None,
    }


def _load_summary(outcomes: list[LoadOutcome]) -> str:
    new = [o.record for o in outcomes if o.record and o.status != "known"]
    return say(
        "load.summary",
        files=len(outcomes),
        **{s: sum(o.status == s for o in outcomes) for s in ("loaded", "known", "blocked", "refused")},
        read=sum(r.count("rows_read") for r in new),
        rows_loaded=sum(r.count("rows_loaded") for r in new),
        rejected=sum(r.count("rows_rejected") for r in new),
    )


@main.command()
@_as_of_option
@_project_command
def build(project: Project, as_of: dt.date | None) -> None:
    """Build every model in a new generation; nothing is published yet.

    Example: rjh build --as-of 2024-05-10
    """
    from rjh_warehouse.build import BuildFailed
    from rjh_warehouse.build import build as build_models
    from rjh_warehouse.generation import building, sweep

    with building(project.build_lock):
        sweep(project.generations, keep=1)
        try:
            generation = build_models(project, as_of, _print_model)
        except BuildFailed as error:
            _fail(STOPPED, _build_failures(error))
    _print(say("run.generation", generation_id=generation.generation_id))


def _build_failures(error: Any) -> str:
    return "\n".join(say("run.build_failed", model=m, text=t) for m, t in error.failures)


def _print_model(done: int, total: int, name: str) -> None:
    _print(f"  {done}/{total} {name}")


@main.command()
@_json_option
@_project_command
def audit(project: Project, as_json: bool) -> None:
    """Run every audit on the newest build and say what failed, and where the rows are.

    Example: rjh audit --json
    """
    from dataclasses import asdict

    from rjh_warehouse.audit import audit as run_audits
    from rjh_warehouse.build import sqlmesh_session
    from rjh_warehouse.generation import building

    with building(project.build_lock):
        generation = _newest(project)
        with sqlmesh_session(project, generation) as session:
            outcomes = run_audits(project, session)
    if as_json:
        _print(json.dumps([asdict(o) for o in outcomes], ensure_ascii=False, indent=1))
    else:
        _print_audits(outcomes, generation.folder)
    sys.exit(STOPPED if any(o.stops_publication for o in outcomes) else OK)


def _newest(project: Project) -> Any:
    from rjh_warehouse.generation import generations

    found = generations(project.generations)
    if not found:
        _fail(NOTHING, say("run.no_generation"))
    return found[-1]


def _print_audits(outcomes: list[AuditOutcome], folder: Path) -> None:
    for outcome in (o for o in outcomes if o.state != "passed"):
        _print(
            "  "
            + say(
                "run.audit_failed",
                severity=say("run.severity_block" if outcome.is_blocking else "run.severity_warn"),
                audit=outcome.audit_name,
                model=outcome.model_name,
                count=outcome.failed_row_count,
                rows=folder / outcome.rows_file if outcome.rows_file else outcome.explanation,
                marts=", ".join(outcome.affected_marts) or None,
            )
        )
    blocked = sum(o.stops_publication for o in outcomes)
    passed = sum(o.state == "passed" for o in outcomes)
    warned = len(outcomes) - passed - blocked
    _print("  " + say("run.audits_passed", passed=passed, warned=warned, blocked=blocked))


@main.command()
@_project_command
def publish(project: Project) -> None:
    """Swap the newest audited build in as the published file.

    Example: rjh publish
    """
    from rjh_warehouse.generation import building
    from rjh_warehouse.publish import NotComplete
    from rjh_warehouse.publish import publish as swap_in

    with building(project.build_lock):
        generation = _newest(project)
        try:
            swap_in(project, generation)
        except NotComplete as error:
            _fail(STOPPED, say("run.not_complete", generation_id=error))
    _print(say("run.published", path=project.published))


@main.command()
@_as_of_option
@_project_command
def nightly(project: Project, as_of: dt.date | None) -> None:
    """Load what is new, build, audit and publish. Nothing new: nothing done.

    Example: rjh nightly
    """
    from rjh_warehouse.build import BuildFailed
    from rjh_warehouse.nightly import NightlyProgress
    from rjh_warehouse.nightly import nightly as run

    watch = NightlyProgress(
        step=lambda name: _print(say(f"run.{name}") + " …"),
        file=lambda outcome: _print("  " + _load_line(outcome)),
        model=_print_model,
    )
    try:
        result = run(project, as_of=as_of, progress=watch)
    except BuildFailed as error:
        _fail(STOPPED, _build_failures(error))
    if result.loads:
        _print("  " + _load_summary(result.loads))
    if not result.generation:
        _print(say("run.nothing_new"))
    else:
        _print_audits(result.audits, result.generation.folder)
    if result.blocking:
        _fail(STOPPED, say("run.not_published", count=len(result.blocking)))
    _print_report(project)
    sys.exit(REJECTED if any(_has_trouble(o) for o in result.loads) else OK)


def _print_report(project: Project) -> None:
    from rich.console import Console
    from rich.table import Table

    from rjh_warehouse.report import QUERIES, closing_report

    report = closing_report(project)
    console = Console(width=None if sys.stdout.isatty() else 140)
    deliveries = Table(title=say("report.contracts"), title_justify="left")
    deliveries.add_column(say("report.contract"))
    for name in ("deliveries", "read", "loaded", "rejected"):
        deliveries.add_column(say(f"report.{name}"), justify="right")
    for line in report.contracts:
        mark = f" ({say('report.simulated')})" if line.is_simulated else ""
        deliveries.add_row(
            line.contract_code + mark,
            *(_whole(n) for n in (line.delivery_count, line.rows_read, line.rows_loaded, line.rows_rejected)),
        )
    console.print(deliveries)
    differing = Table(title=say("report.reconciliations", exact=report.exact_count), title_justify="left")
    differing.add_column(say("report.check"))
    differing.add_column(say("report.difference"), justify="right")
    differing.add_column(say("report.verdict"))
    differing.add_column(say("report.explanation"))
    for check in report.reconciliations:
        difference = _whole(check.difference_sek) if check.difference_sek is not None else "–"
        differing.add_row(check.label, difference, check.verdict, check.explanation or "")
    console.print(differing)
    _print(say("report.published", path=report.published))
    _print(say("report.queries"))
    for title, query in QUERIES:
        _print(f"\n-- {say(title)}\n{query};")


def _whole(number: Any) -> str:
    return f"{number:,.0f}".replace(",", " ").replace("-", "−")


@main.command()
@_json_option
@_project_command
def status(project: Project, as_json: bool) -> None:
    """Say what is published, what the lake holds, what was refused and what is left over.

    Example: rjh status
    """
    from rjh_warehouse.lake import Lake
    from rjh_warehouse.nightly import is_current
    from rjh_warehouse.publish import published_release

    lake = Lake(project.lake)
    release, records, refusals = published_release(project), lake.records(), lake.refusals()
    blocked = [r for r in records if r.state == "blocked"]
    as_of = release["as_of"] if release else None
    current = is_current(project, as_of)
    leftovers = lake.leftovers()
    if as_json:
        state = {
            "published": str(project.published) if release else None,
            "release": release,
            "is_current": current,
            "deliveries": {"accepted": len(records) - len(blocked), "blocked": len(blocked)},
            "refused": refusals,
            "leftovers": [str(p) for p in leftovers],
        }
        _print(json.dumps(state, ensure_ascii=False, indent=1, default=str))
        return
    _print(
        say("status.published", path=project.published, **release) if release else say("run.no_publication")
    )
    _print(
        say(
            "status.deliveries",
            accepted=len(records) - len(blocked),
            blocked=len(blocked),
            refused=len(refusals),
        )
    )
    for refusal in refusals:
        _print(
            "  "
            + say(
                "status.refused", reason=say(refusal["code"], file=refusal["file_name"], **_places(refusal))
            )
        )
    for record in blocked:
        reasons = "; ".join(_control_reasons(record))
        _print(
            "  "
            + say("status.blocked", file=record.file_name, delivery_id=record.delivery_id, reasons=reasons)
        )
    if release:
        _print(say("status.current" if current else "status.stale"))
    if leftovers:
        _print(say("status.leftovers", count=len(leftovers)))


def _places(refusal: dict[str, Any]) -> dict[str, Any]:
    return {k: refusal.get(k) for k in ("sheet", "row", "column", "found", "expected")}


@main.command()
@_project_command
def clean(project: Project) -> None:
    """Remove what interrupted loads and builds left behind; deliveries are never touched.

    Example: rjh clean
    """
    from rjh_warehouse.generation import building, generations, sweep
    from rjh_warehouse.lake import Lake

    with building(project.build_lock):
        try:
            gone = Lake(project.lake).clean()
        except BlockingIOError:
            _fail(BUSY, say("clean.busy"))
        newest_is_unclean = (found := generations(project.generations)) and not found[-1].is_complete
        gone += [g.folder for g in sweep(project.generations, keep=0 if newest_is_unclean else 1)]
    for path in gone:
        _print(say("clean.removed", path=path))
    if not gone:
        _print(say("clean.nothing"))


@main.command()
@click.argument("delivery_id")
@click.option("--by", "accepted_by", required=True, help="Who takes the responsibility.")
@click.option("--reason", required=True, help="Why the delivery may count all the same.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), required=True, help="Last day it counts.")
@_project_command
def accept(project: Project, delivery_id: str, accepted_by: str, reason: str, until: dt.datetime) -> None:
    """Let a blocked delivery count until a day; shown in quality.acceptance from then on.

    Example: rjh accept 4f0c1d2e --by "Ekonomidirektör" --reason "Rättas i maj" --until 2024-05-31
    """
    from rjh_warehouse.accept import NothingToAccept
    from rjh_warehouse.accept import accept as note
    from rjh_warehouse.lake import Lake

    try:
        given = note(Lake(project.lake), delivery_id, accepted_by, reason, until.date())
    except NothingToAccept as error:
        _fail(NOTHING, say("accept.nothing", delivery_id=error))
    _print(say("accept.done", **given.__dict__))


@main.command()
@click.argument("sql")
@_json_option
@click.option("--csv", "as_csv", is_flag=True, help="Print semicolon-separated text.")
@_project_command
def query(project: Project, sql: str, as_json: bool, as_csv: bool) -> None:
    """Ask the published file one question in SQL (read only).

    Example: rjh query "SELECT label, difference_sek, verdict FROM mart.frame_reconciliation"
    """
    import duckdb

    if not project.published.exists():
        _fail(NOTHING, say("run.no_publication"))
    try:
        with duckdb.connect(str(project.published), read_only=True) as connection:
            result = connection.execute(sql)
            names = [c[0] for c in result.description or []]
            rows = result.fetchall()
    except duckdb.Error as error:
        _fail(2, str(error))
    if as_json:
        _print(
            json.dumps(
                [dict(zip(names, r, strict=True)) for r in rows], ensure_ascii=False, indent=1, default=str
            )
        )
    elif as_csv:
        import csv

        writer = csv.writer(sys.stdout, delimiter=";", lineterminator="\n")
        writer.writerow(names)
        writer.writerows(rows)
    else:
        _print_table(names, rows)


def _print_table(names: list[str], rows: list[tuple[Any, ...]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table()
    for name in names:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*("" if v is None else str(v) for v in row))
    Console(width=None if sys.stdout.isatty() else 160).print(table)


@main.command()
@click.argument("table")
@click.option("--where", "condition", required=True, help="SQL condition that picks the rows to trace.")
@_json_option
@_project_command
def trace(project: Project, table: str, condition: str, as_json: bool) -> None:
    """Go from published rows to the delivered cells: file, sheet, row, column, document.

    Example: rjh trace mart.investment --where "amount_sek = -21730000"
    """
    from dataclasses import asdict

    from rjh_warehouse.trace import TraceError
    from rjh_warehouse.trace import as_json as plain
    from rjh_warehouse.trace import trace as find_cells

    try:
        traced = find_cells(project, table, condition)
    except TraceError as error:
        _fail(NOTHING, str(error))
    if as_json:
        _print(json.dumps([asdict(t) for t in traced], ensure_ascii=False, indent=1, default=plain))
        return
    for found in traced:
        _print(say("trace.row", table=table))
        for name, value in found.row.items():
            if value is not None:
                _print(f"  {name} = {value}")
        _print(say("trace.cells", count=found.cell_count))
        for cell in found.cells:
            _print_cell(cell)
        if found.cell_count > len(found.cells):
            _print(say("trace.more", count=found.cell_count - len(found.cells), shown=len(found.cells)))


def _print_cell(cell: Any) -> None:
    mark = f"[{say('report.simulated')}] " if cell.is_simulated else ""
    address = " ".join(x for x in (cell.column_name, f"({cell.cell})" if cell.cell else None) if x)
    _print(
        f"  • {mark}"
        + say(
            "trace.cell",
            file=cell.file_name,
            sheet=say("trace.sheet", sheet=cell.sheet) if cell.sheet else "",
            row=cell.row_number,
            column=say("trace.column", column=address) if address else "",
        )
    )
    if cell.document_code:
        lines = cell.delivered.get("source_line") or (
            "–".join(str(n) for n in cell.source_lines) if cell.source_lines else None
        )
        _print(
            "    "
            + say(
                "trace.origin",
                document=cell.document_code,
                heading=cell.heading,
                source_file=cell.source_file,
                lines=lines,
            )
        )
    _print(
        "    " + say("trace.delivered", delivered=", ".join(f"{k}={v}" for k, v in cell.delivered.items()))
    )
    _print("    " + say("trace.archived", path=cell.archived_file))


@main.command()
@click.option("--check", "only_check", is_flag=True, help="Write nothing; fail when a file is stale.")
@_project_command
def generate(project: Project, only_check: bool) -> None:
    """Write the generated files: external models, dictionary, lineage, command reference.

    Example: rjh generate --check
    """
    from rjh_warehouse.generate import generated_files

    stale = [
        (path, text)
        for path, text in generated_files(project, main).items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    for path, text in stale:
        _print(str(path.relative_to(project.root)))
        if not only_check:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
    sys.exit(REJECTED if stale and only_check else OK)
