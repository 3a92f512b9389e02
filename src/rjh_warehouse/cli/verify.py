"""`rjh verify`: whether what is stored is what was stored, and putting it right."""

from __future__ import annotations

import json
import sys
from typing import Any

import click

from rjh_warehouse.cli.base import OK, STOPPED, damage_lines, fail, json_option, project_command, show
from rjh_warehouse.messages import say
from rjh_warehouse.settings import Project


@click.command()
@click.option("--lake", "of_lake", is_flag=True, help="Read every file of the lake and hold it against its record.")
@click.option("--repair", is_flag=True, help="Put right what can be: from the journal, or read again.")
@json_option
@project_command
def verify(project: Project, of_lake: bool, repair: bool, as_json: bool) -> None:
    """Prove that what is stored is what was stored.

    Exit code 0: everything is as it was put there (or has been put right). 3: something is not; each thing is named,
    and whether --repair can put it right.

    Example: rjh verify --lake --repair
    """
    if not of_lake:
        fail(2, say("verify.what"))
    _verify_lake(project, repair, as_json)


def _verify_lake(project: Project, repair: bool, as_json: bool) -> None:
    from rjh_warehouse.build.generation import building, built_deliveries
    from rjh_warehouse.contract.contract import read_contracts
    from rjh_warehouse.intake.repair import Repair, in_order
    from rjh_warehouse.lake.proof import complete_journal, prove
    from rjh_warehouse.lake.store import Lake

    lake, healed = Lake(project.lake), []
    damages = prove(lake, built_deliveries(project.generations))
    if repair:
        with building(project.build_lock):
            complete_journal(lake)
            for _ in range(2):  # a record that has been put back may show more
                healer = Repair(lake, read_contracts(project.contracts), project.deliveries)
                healed += [d for d in in_order(damages) if healer.heal(d)]
                damages = prove(lake, built_deliveries(project.generations))
    if as_json:
        show(json.dumps({"healed": [_json(d) for d in healed], "damages": [_json(d) for d in damages]}, indent=1))
    else:
        for damage in healed:
            show(say("verify.healed", path=damage.path))
        for line in damage_lines(damages):
            show(line)
        show(say("verify.whole" if not damages else "verify.damaged", count=len(lake.records()), left=len(damages)))
    sys.exit(STOPPED if any(d.state != "unproved" for d in damages) else OK)


def _json(damage: Any) -> dict[str, Any]:
    names = ("kind", "state", "delivery_id", "file_name", "stops_publication")
    return {"path": str(damage.path), **{n: getattr(damage, n) for n in names}}
