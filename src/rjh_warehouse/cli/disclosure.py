"""The command that attacks a publication: disclose."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from rjh_warehouse.cli.base import OK, STOPPED, fail, json_option, show
from rjh_warehouse.messages import say


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--with", "others", multiple=True, type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="An earlier release that its readers keep; may be given several times.",
)  # fmt: skip
@click.option("--corrected", multiple=True, help="Organisation known to be corrected between them [default: guessed].")
@json_option
def disclose(file: Path, others: tuple[Path, ...], corrected: tuple[str, ...], as_json: bool) -> None:
    """Attack a published file. Say what can be computed of each number that it does not show.

    Exit code 3 when one of them has fewer than five possible values.

    Example: rjh disclose data/published/rjh.duckdb
    """
    from dataclasses import asdict

    import duckdb

    from rjh_warehouse.answers.disclose import disclose as attack

    try:
        found = attack([file, *others], corrected or None)
    except duckdb.Error as error:
        fail(2, str(error).splitlines()[0])
    given_back = [t for t in found if t.is_given_back]
    if as_json:
        rows = [{**asdict(t), "place": t.place._asdict(), "is_given_back": t.is_given_back} for t in found]
        show(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        for told in found:
            show(("! " if told.is_given_back else "  ") + _told_line(told))
        show(say("disclose.total", hidden=len(found), given_back=len(given_back)))
    sys.exit(STOPPED if given_back else OK)


def _told_line(told: Any) -> str:
    place = told.place
    months = say("disclose.months", year=told.year, first=place.first + 1, last=place.first + place.months)
    high = say("disclose.no_bound") if told.high is None else told.high
    what = say(f"disclose.{told.measure}")
    return f"{told.figure} {place.organisation} {months} {place.gender} {what}: {told.low} – {high}"
