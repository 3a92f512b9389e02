"""The command that attacks what is published: disclose."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rjh_warehouse.cli.base import OK, STOPPED, fail, json_option, project_command, show
from rjh_warehouse.messages import say
from rjh_warehouse.settings import Project

if TYPE_CHECKING:
    from rjh_warehouse.answers.disclose import Told
    from rjh_warehouse.answers.leak import Leak


@click.command()
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--with", "others", multiple=True, type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="With FILE: an earlier one that its readers keep; may be given several times.",
)  # fmt: skip
@click.option("--corrected", multiple=True, help="Organisation known to be corrected between them [default: guessed].")
@click.option(
    "--outputs", multiple=True, type=click.Path(exists=True, path_type=Path),
    help="Without FILE: pages, workbooks, tables, pictures or logs (files or folders) to read and search too.",
)  # fmt: skip
@json_option
@project_command
def disclose(
    project: Project,
    file: Path | None,
    others: tuple[Path, ...],
    corrected: tuple[str, ...],
    outputs: tuple[Path, ...],
    as_json: bool,
) -> None:
    """Attack what is published. Say what can be computed of each number that it does not show.

    Without FILE: what stands published, every kept publication and closed month, and the register of publications,
    read together. --outputs also searches what was made of them for the hidden numbers themselves.

    Exit code 3 when one of them has fewer than five possible values, or a hidden number is found.

    Example: rjh disclose --outputs reports
    """
    import duckdb

    from rjh_warehouse.answers.disclose import disclose as attack
    from rjh_warehouse.answers.disclose import disclose_project
    from rjh_warehouse.answers.outputs import files_of

    try:
        if file:
            found, leaks = attack([file, *others], corrected or None), []
        else:
            paths = files_of([*outputs])
            found, leaks = disclose_project(project, paths), _search(project, paths)
    except duckdb.Error as error:
        fail(2, str(error).splitlines()[0])
    given_back = [t for t in found if t.is_given_back]
    if as_json:
        rows = [_told_json(t) for t in found] + [_leak_json(leak) for leak in leaks]
        show(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        for told in found:
            show(("! " if told.is_given_back else "  ") + _told_line(told))
        for leak in leaks:
            show("! " + say("disclose.leak", **_leak_json(leak)))
        show(say("disclose.total", hidden=len(found), given_back=len(given_back)))
        if outputs and not file:
            show(say("disclose.searched", files=len(paths), leaks=len(leaks)))
    sys.exit(STOPPED if given_back or leaks else OK)


def _search(project: Project, paths: list[Path]) -> list[Leak]:
    """The hidden numbers themselves, in files made of what stands published."""
    from rjh_warehouse.answers.leak import search
    from rjh_warehouse.build.generation import generations, published_id

    standing = published_id(project)
    built = [g for g in generations(project.generations) if g.generation_id == standing]
    if paths and not built:
        fail(2, say("disclose.no_build"))
    return search(built[0].database, paths) if paths else []


def _told_line(told: Told) -> str:
    place = told.place
    months = say("disclose.months", year=told.year, first=place.first + 1, last=place.first + place.months)
    high = say("disclose.no_bound") if told.high is None else told.high
    what = say(f"disclose.{told.measure}")
    return f"{told.figure} {place.organisation} {months} {place.gender} {what}: {told.low} – {high}"


def _told_json(told: Told) -> dict[str, object]:
    from dataclasses import asdict

    return {**asdict(told), "place": told.place._asdict(), "is_given_back": told.is_given_back}


def _leak_json(leak: Leak) -> dict[str, object]:
    from dataclasses import asdict

    return {name: str(value) for name, value in asdict(leak).items()}
