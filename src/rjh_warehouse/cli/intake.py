"""Commands for who sends files: load, accept, check, simulate."""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rjh_warehouse.cli.base import (
    NOTHING,
    OK,
    REJECTED,
    fail,
    json_option,
    name_open_drafts,
    project_command,
    show,
    show_error,
)
from rjh_warehouse.messages import say
from rjh_warehouse.settings import Project

if TYPE_CHECKING:
    from rjh_warehouse.contract.person import PersonColumns
    from rjh_warehouse.intake.controls import ControlResult
    from rjh_warehouse.intake.judge import JudgedDelivery
    from rjh_warehouse.intake.load import LoadOutcome
    from rjh_warehouse.lake.store import DeliveryRecord


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@json_option
@project_command
def load(project: Project, paths: tuple[Path, ...], as_json: bool) -> None:
    """Load files or folders into the lake. Default: everything new under deliveries/.

    Example: rjh load deliveries/inbox/huvudbok_RS_202404.csv
    """
    from rjh_warehouse.contract.contract import read_contracts
    from rjh_warehouse.intake.load import load_files
    from rjh_warehouse.lake.counted import simulated_aside
    from rjh_warehouse.lake.store import Lake
    from rjh_warehouse.operation.nightly import load_new

    watch = (lambda _: None) if as_json else show_load
    contracts = read_contracts(project.contracts)
    name_open_drafts(project)
    outcomes = load_files(paths, Lake(project.lake), contracts, watch) if paths else load_new(project, None, watch)
    if as_json:
        show(json.dumps([_load_json(o) for o in outcomes], ensure_ascii=False, indent=1))
    elif outcomes:
        show(load_summary(outcomes))
    else:
        show(say("load.no_files", path=project.deliveries))
    if not as_json:
        if outcomes and (aside := simulated_aside(Lake(project.lake), None)):
            show(say("run.simulated_aside", count=aside))
        _show_system_files(paths or (project.deliveries,))
    sys.exit(REJECTED if any(has_trouble(o) for o in outcomes) else OK)


def _show_system_files(paths: tuple[Path, ...]) -> None:
    """One line about the files that the system itself has put in the folders."""
    from rjh_warehouse.intake.files import system_files

    if names := system_files(paths):
        show(say("load.system_files", count=len(names), found=", ".join(names[:5])))


def has_trouble(outcome: LoadOutcome) -> bool:
    """Whether somebody should look: refused, blocked, cells rejected, a check that failed or lacks its register."""
    if outcome.status in ("known", "left"):
        return False
    record = outcome.record
    if record is None or outcome.status == "blocked" or record.count("rows_rejected") > 0:
        return True
    return bool(_questions(record))


def show_load(outcome: LoadOutcome) -> None:
    show(load_line(outcome))


def control_reasons(record: DeliveryRecord, persons: PersonColumns | None = None) -> list[str]:
    """The failed controls of a delivery, those that lack their register, and what else to know of it, in words.

    Args:
        persons: contracts whose numbers are left out, for readers who have not sent the file.
    """
    from rjh_warehouse.intake.controls import NOTED, ControlResult
    from rjh_warehouse.intake.report import explain_control, kept_to_itself

    noted = [c for c in (ControlResult(**c) for c in record.controls) if c.state == NOTED]
    found = (kept_to_itself(c, record.contract_code, persons or {}) for c in (*_questions(record), *noted))
    return [explain_control(c) for c in found]


def _questions(record: DeliveryRecord) -> list[ControlResult]:
    from rjh_warehouse.intake.controls import ControlResult

    results = [ControlResult(**c) for c in record.controls]
    return [c for c in results if c.state == "failed" or c.lacks_register]


def load_line(outcome: LoadOutcome, persons: PersonColumns | None = None) -> str:
    """What became of a file, in words; for `persons` see `control_reasons`."""
    from rjh_warehouse.intake.files import shown_name
    from rjh_warehouse.intake.months import shown_with_month
    from rjh_warehouse.intake.report import first_rows_kept

    name = shown_with_month(shown_name(outcome.path), outcome.month)
    if outcome.error:
        places = outcome.error.places
        reason = say(outcome.error.code, **(places if persons is None else first_rows_kept(outcome.error.code, places)))
        return say("load.refused", file=name, reason=reason)
    if outcome.status == "left":
        return say("load.left", file=name)
    assert outcome.record
    tells = outcome.status != "known" or outcome.record.state == "blocked"
    reasons = control_reasons(outcome.record, persons) if tells else []
    return "\n      ".join([_load_state(outcome, name), *reasons])


def _load_state(outcome: LoadOutcome, name: str) -> str:
    assert outcome.record
    kind = outcome.status
    if kind == "known" and (outcome.newer or outcome.record.state == "blocked"):
        kind = "known_replaced" if outcome.newer else "known_blocked"
    return say(
        f"load.{kind}",
        file=name,
        newer=outcome.newer.file_name if outcome.newer else None,
        newer_id=outcome.newer.delivery_id if outcome.newer else None,
        contract=outcome.record.contract_code,
        delivery_id=outcome.record.delivery_id,
        loaded=outcome.record.count("rows_loaded"),
        rejected=outcome.record.count("rows_rejected"),
    )


def _load_json(outcome: LoadOutcome) -> dict[str, Any]:
    from rjh_warehouse.intake.files import shown_path

    record = outcome.record
    return {
        "file": shown_path(outcome.path),
        "status": outcome.status,
        "delivery_id": record.delivery_id if record else None,
        "contract": record.contract_code if record else None,
        "replaced_by": outcome.newer.delivery_id if outcome.newer else None,
        "controls": record.controls if record else [],
        **{n: record.count(n) if record else 0 for n in ("rows_read", "rows_loaded", "rows_rejected")},
        "error": {"code": outcome.error.code, **outcome.error.places} if outcome.error else None,
    }


def load_summary(outcomes: list[LoadOutcome]) -> str:
    new = [o.record for o in outcomes if o.record and o.status != "known"]
    from rjh_warehouse.intake.controls import COULD_NOT_RUN, ControlResult

    results = [ControlResult(**c) for r in new for c in r.controls]
    unheld = sum(c.state == COULD_NOT_RUN and not c.lacks_register for c in results)
    summary = say(
        "load.summary",
        files=len(outcomes),
        **{s: sum(o.status == s for o in outcomes) for s in ("loaded", "known", "blocked", "refused")},
        read=sum(r.count("rows_read") for r in new),
        rows_loaded=sum(r.count("rows_loaded") for r in new),
        rejected=sum(r.count("rows_rejected") for r in new),
    )
    return f"{summary}\n  {say('load.could_not_run', count=unheld)}" if unheld else summary


@click.command()
@click.argument("delivery_id")
@click.option("--by", "accepted_by", required=True, help="Who takes the responsibility.")
@click.option("--reason", required=True, help="Why the delivery may count all the same.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), required=True, help="Last day it counts.")
@project_command
def accept(project: Project, delivery_id: str, accepted_by: str, reason: str, until: dt.datetime) -> None:
    """Let a blocked delivery count until a day. It shows in quality.acceptance from then on.

    Example: rjh accept 4f0c1d2e --by "Ekonomidirektör" --reason "Rättas i maj" --until 2024-05-31
    """
    from rjh_warehouse.lake.acceptance import NothingToAccept
    from rjh_warehouse.lake.acceptance import accept as note
    from rjh_warehouse.lake.store import Lake

    try:
        given = note(Lake(project.lake), delivery_id, accepted_by, reason, until.date())
    except NothingToAccept as error:
        fail(NOTHING, say(error.code, **error.places))
    show(say("accept.done", **given.__dict__))


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--contract", "contract_code", help="Read against this contract, whatever the file is called.")
@click.option("--mark", "marked", type=click.Path(path_type=Path), help="Folder for marked copies of bad files.")
@click.option("--all", "everything", is_flag=True, help="List all rejected cells and non-data rows.")
@json_option
@project_command
def check(
    project: Project,
    paths: tuple[Path, ...],
    contract_code: str | None,
    marked: Path | None,
    everything: bool,
    as_json: bool,
) -> None:
    """Say what would become of files if they were loaded, without loading them.

    Every cell is read against the contract and every control is run against what the lake holds, which is
    only read. Exit code 0: everything would be loaded, and no control questions it. 1: a file would be refused
    or blocked, a cell rejected, or a control warns. 5: no such contract, or no project. That a file is already
    loaded is said, and is no fault.

    Example: rjh check deliveries/inbox/budget_RS_2024_adopted.xlsx --mark returned/
    """
    from rjh_warehouse.contract.contract import read_contracts
    from rjh_warehouse.intake.check import check_files
    from rjh_warehouse.intake.report import SHOWN, check_json, render_check
    from rjh_warehouse.lake.counted import would_step_aside
    from rjh_warehouse.lake.store import Lake

    contracts = read_contracts(project.contracts)
    name_open_drafts(project)
    if contract_code and contract_code not in contracts:
        fail(NOTHING, say("check.no_contract_code", contract=contract_code, known=", ".join(contracts)))
    report = check_files(paths, contracts, lake=Lake(project.lake), contract=contract_code)
    if as_json:
        show(json.dumps(check_json(report), ensure_ascii=False, indent=1, default=str))
    else:
        for line in render_check(report, with_non_data=everything, limit=None if everything else SHOWN):
            show(line)
        if aside := would_step_aside(Lake(project.lake), [f.record for f in report.files if f.record]):
            show(say("check.simulated_aside", count=aside))
        _show_system_files(paths)
    if marked:
        _write_marked([f for f in report.files if not f.is_good], marked)
    sys.exit(OK if report.is_good else REJECTED)


def _write_marked(bad: list[JudgedDelivery], folder: Path) -> None:
    """Write the marked copies; what is said of them goes to standard error, clear of the report."""
    from rjh_warehouse.intake.mark import marked_copy, place_in
    from rjh_warehouse.intake.report import explain_error
    from rjh_warehouse.reading.table.result import DeliveryError

    folder.mkdir(parents=True, exist_ok=True)
    written: set[Path] = set()
    for check in bad:
        out = place_in(folder, check.path, written)
        written.add(out)
        try:
            copy = marked_copy(check, out)
        except DeliveryError as error:
            show_error(explain_error(error))
        except (ValueError, OSError) as error:
            show_error(str(error))
        else:
            show_error(say("check.marked", path=copy))


@click.command()
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same files.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="An empty or new folder.")
@click.option("--rows", type=int, default=200_000, show_default=True, help="About so many ledger rows.")
@click.option("--months", type=int, default=40, show_default=True, help="Months of ledger.")
@click.option("--newest", default="2024-04", show_default=True, help="The newest month.")
@click.option("--format", "ledger_format", type=click.Choice(["csv", "parquet"]), default="csv")
@click.option("--no-faults", is_flag=True, help="Plant no faults.")
@click.option("--only-ledger", is_flag=True, help="Nothing but the ledger and the truth, for large volumes.")
@json_option
def simulate(
    seed: int,
    out: Path,
    rows: int,
    months: int,
    newest: str,
    ledger_format: str,
    no_faults: bool,
    only_ledger: bool,
    as_json: bool,
) -> None:
    """Make a simulated region's deliveries, marked as simulated. The truth is written beside them.

    Example: rjh simulate --seed 7 --out deliveries/inbox/simulerad
    """
    from rjh_warehouse.simulate import FAULT_KINDS, SimulationSettings
    from rjh_warehouse.simulate import simulate as make

    try:
        settings = SimulationSettings(
            seed=seed,
            rows=rows,
            months=months,
            newest_month=newest,
            ledger_format="parquet" if ledger_format == "parquet" else "csv",
            faults=frozenset() if no_faults else frozenset(FAULT_KINDS),
            only_ledger=only_ledger,
        )
        made = make(settings, out)
    except (ValueError, FileExistsError) as error:
        fail(2, str(error))
    if as_json:
        report = {
            "files": made.files_by_contract,
            "truth": str(made.truth_file),
            "ledger_rows": made.ledger_rows,
        }
        show(json.dumps(report, ensure_ascii=False, indent=1))
        return
    for name, count in sorted(made.files_by_contract.items()):
        show(f"  {name}: {count}")
    show(say("simulate.made", rows=made.ledger_rows, faults=len(made.faults), out=out, truth=made.truth_file))
