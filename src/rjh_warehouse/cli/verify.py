"""`rjh verify`: whether what is stored is what was stored, and putting it right."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rjh_warehouse.cli.base import NOTHING, OK, STOPPED, damage_lines, fail, json_option, project_command, show
from rjh_warehouse.cli.month_end import show_difference
from rjh_warehouse.messages import say
from rjh_warehouse.settings import Project

if TYPE_CHECKING:
    from rjh_warehouse.release.verify import Verification


@click.command()
@click.argument("month", required=False)
@click.option("--lake", "of_lake", is_flag=True, help="Read every file of the lake and hold it against its record.")
@click.option("--repair", is_flag=True, help="Put right what can be: from the journal, or read again.")
@json_option
@project_command
def verify(project: Project, month: str | None, of_lake: bool, repair: bool, as_json: bool) -> None:
    """Prove that what is stored is what was stored.

    MONTH is a closed month (2024-04: its latest closing; 2024-04/r1), or the folder of a closing from elsewhere. It is
    built again from the files and models archived with it, and compared row by row with what was frozen.

    Exit code 0: everything is as it was put there (or has been put right). 3: something is not; each thing is named,
    and whether --repair can put it right.

    Example: rjh verify 2024-04
    """
    if of_lake == (month is not None) or (month and repair):
        fail(2, say("verify.what"))
    if month:
        _verify_month(project, month, as_json)
    _verify_lake(project, repair, as_json)


def _verify_month(project: Project, month: str, as_json: bool) -> None:
    from rjh_warehouse.folders import is_file
    from rjh_warehouse.lake.closed_month import MANIFEST, NoSuchRelease, Release, find_release, releases
    from rjh_warehouse.lake.store import Lake
    from rjh_warehouse.release.verify import verify as prove

    try:
        here = Path(month)
        release = Release(here.resolve()) if is_file(here / MANIFEST) else find_release(project.releases, month)
    except NoSuchRelease:
        known = ", ".join(r.name for r in releases(project.releases)) or "–"
        fail(NOTHING, say("verify.no_release", month=month, found=known))
    told = (lambda step: None) if as_json else (lambda step: show(say(f"verify.step_{step}") + " …"))
    found = prove(release, Lake(project.lake), told)
    if as_json:
        state = {**asdict(found), "release": release.name, "is_proved": found.is_proved}
        show(json.dumps(state, ensure_ascii=False, indent=1, default=str))
    else:
        _show_month(found)
    sys.exit(OK if found.is_proved else STOPPED)


def _show_month(found: Verification) -> None:
    for name in found.damaged:
        show("  • " + say("verify.month_damaged", file=name, path=found.release.folder))
    for name in found.lake:
        show("  • " + say("verify.month_lake", file=name, path=found.release.folder))
    for name in found.unlike:
        show("  • " + say("verify.unlike", file=name))
    if found.failed:
        show("  • " + say("verify.failed", found=found.failed))
    for difference in found.tables:
        show_difference(difference)
    if not found.is_proved:
        for name, then, now in found.packages:
            show("  • " + say("verify.package", name=name, then=then, now=now))
    code = "verify.proved" if found.is_proved else "verify.not_proved"
    show(say(code, release=found.release.name, count=found.equal_count))


def _verify_lake(project: Project, repair: bool, as_json: bool) -> None:
    from rjh_warehouse.build.generation import building, built_deliveries
    from rjh_warehouse.contract.contract import read_contracts
    from rjh_warehouse.intake.repair import Repair, in_order
    from rjh_warehouse.lake.kept import damaged_copies
    from rjh_warehouse.lake.proof import complete_journal, prove
    from rjh_warehouse.lake.store import Lake

    lake, healed, lost = Lake(project.lake), [], damaged_copies(project.published)
    damages = prove(lake, built_deliveries(project.generations))
    if repair:
        with building(project.build_lock):
            complete_journal(lake)
            for _ in range(2):  # a record that has been put back may show more
                healer = Repair(lake, read_contracts(project.contracts), project.deliveries)
                healed += [d for d in in_order(damages) if healer.heal(d)]
                damages = prove(lake, built_deliveries(project.generations))
    if as_json:
        show(
            json.dumps(
                {
                    "healed": [_json(d) for d in healed],
                    "damages": [_json(d) for d in damages],
                    "kept_damaged": [str(p) for p in lost],
                },
                indent=1,
            )
        )
    else:
        for damage in healed:
            show(say("verify.healed", path=damage.path))
        for line in damage_lines(damages):
            show(line)
        for path in lost:
            show(say("verify.kept_damaged", path=path))
        show(say("verify.whole" if not damages else "verify.damaged", count=len(lake.records()), left=len(damages)))
    sys.exit(STOPPED if any(d.state != "unproved" for d in damages) else OK)


def _json(damage: Any) -> dict[str, Any]:
    names = ("kind", "state", "delivery_id", "file_name", "stops_publication")
    return {"path": str(damage.path), **{n: getattr(damage, n) for n in names}}
