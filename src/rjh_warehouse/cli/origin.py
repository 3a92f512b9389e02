"""The command that says where a file comes from: origin."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from rjh_warehouse.cli import progress
from rjh_warehouse.cli.base import NOTHING, REJECTED, fail, show
from rjh_warehouse.messages import say


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--title", help="What the file is.")
@click.option("--producer", help="Who made it.")
@click.option("--dated", help="The file's own date, YYYY-MM-DD.")
@click.option("--received", "received_on", help="The day it was received, YYYY-MM-DD [default: the day of the load].")
@click.option("--unit", help="Unit of the amounts where the file does not say: kr, tkr or mkr.")
@click.option("--status", help="förslag, fastställd or reviderad (draft, adopted, revised).")
@click.option("--decision", help="The decision paragraph of an adopted document.")
@click.option("--decided-by", help="Who decided.")
@click.option("--case-number", help="Case number (dnr).")
@click.option("--document", "document_code", help="The plan document that the file is a table of.")
@click.option("--attribute", "attributes", multiple=True, metavar="NAME=VALUE", help="A fact that the models read.")
@click.option("--simulated", "is_simulated", is_flag=True, help="The figures are simulated.")
def origin(file: Path, attributes: tuple[str, ...], **fields: Any) -> None:
    """Write the origin file beside a delivered file. At a terminal, what is not given is asked for.

    Example: rjh origin deliveries/inbox/huvudbok_RS_202404.csv --title Huvudbok --producer Ekonomi --dated 2024-05-05
    """
    from rjh_warehouse.contract.fault import explain_fault
    from rjh_warehouse.intake.origin_file import ASKED, NEEDED, origin_place, write_origin

    place = origin_place(file)
    if sys.stdin.isatty():
        for name in (n for n in ASKED if not fields[n]):
            progress.pause()
            fields[name] = click.prompt(say(f"origin.ask_{name}"), default="" if name not in NEEDED else None)
    if lacking := [n for n in NEEDED if not fields[n]]:
        fail(NOTHING, say("origin.lacking", options=", ".join(f"--{n}" for n in lacking)))
    pairs = dict(pair.partition("=")[::2] for pair in attributes)
    try:
        written = write_origin(file, fields | {"attributes": pairs})
    except FileExistsError:
        fail(NOTHING, say("origin.exists", path=place))
    except ValueError as error:
        fail(REJECTED, say("error.origin_invalid", found=explain_fault(error)))
    except OSError as error:
        fail(NOTHING, say("origin.unwritable", path=place, found=error.strerror))
    show(say("origin.done", path=written))
