"""`rjh export`: what is published, and the contracts, in the forms that others take."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from rjh_warehouse.cli.base import WRONG, fail, project_command, show, show_error
from rjh_warehouse.messages import say
from rjh_warehouse.settings import Project

FORMS = ("parquet", "datapackage", "planning", "contracts")


@click.command()
@click.argument("form", type=click.Choice(FORMS))
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="The folder to write to.")
@click.option("--table", "wanted", multiple=True, help="Only this table, e.g. mart.frame; may be given several times.")
@click.option("--month", type=click.DateTime(["%Y-%m"]), help="planning: only values of periods that end with it.")
@project_command
def export(project: Project, form: str, out: Path, wanted: tuple[str, ...], month: dt.datetime | None) -> None:
    """Write what is published, or the contracts, in a form that others take.

    \b
    parquet      a file a table (mart, quality, meta); column meanings in the files
    datapackage  a Frictionless data package of the marts: CSV and a descriptor with types, keys and fiscal concepts
    planning     a tab-separated file for planning systems: unit, date, measure, value
    contracts    the contracts in the Open Data Contract Standard (v3.1), a YAML file each

    A text that a spreadsheet would compute begins with an apostrophe. Simulated measures begin with SIM_ in planning.

    Example: rjh export datapackage --out export --table mart.frame --table mart.budget
    """
    from rjh_warehouse.answers.export.table import NoSuchTable

    out.mkdir(parents=True, exist_ok=True)
    try:
        if form == "contracts":
            _contracts(project, out)
        elif form == "planning":
            _planning(project, out, month.date() if month else None)
        else:
            _tables(project, form, out, wanted)
    except NoSuchTable as error:
        fail(WRONG, say("export.no_table", table=error, known=", ".join(error.known)))


def _contracts(project: Project, out: Path) -> None:
    from rjh_warehouse.contract.contract import read_contracts
    from rjh_warehouse.contract.odcs import odcs_yaml
    from rjh_warehouse.lake.durable import write_text

    contracts = read_contracts(project.contracts)
    for name, contract in contracts.items():
        write_text(out / f"{name}.odcs.yaml", odcs_yaml(contract))
    show(say("export.contracts", count=len(contracts), path=out))


def _planning(project: Project, out: Path, month: dt.date | None) -> None:
    from rjh_warehouse.answers.export.planning import write_planning
    from rjh_warehouse.answers.reader import published_reader

    with published_reader(project) as connection:
        path, count, simulated = write_planning(connection, month, out)
    show(say("export.rows", path=path, count=count))
    if simulated:
        show_error(say("export.simulated", count=simulated))


def _tables(project: Project, form: str, out: Path, wanted: tuple[str, ...]) -> None:
    from rjh_warehouse.answers.export.datapackage import write_package
    from rjh_warehouse.answers.export.parquet import write_parquet
    from rjh_warehouse.answers.export.table import about, tables, write_about
    from rjh_warehouse.answers.reader import published_reader

    schemas = ("mart",) if form == "datapackage" else ("mart", "quality", "meta")
    with published_reader(project) as connection:
        chosen = tables(connection, wanted, schemas)
        if form == "datapackage":
            show(say("export.tables", count=len(chosen), path=write_package(connection, chosen, out)))
            return
        for table in chosen:
            write_parquet(connection, table, out)
        show(say("export.tables", count=len(chosen), path=write_about(out, about(connection))))
