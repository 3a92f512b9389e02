"""`rjh query`: one question to the published file, and its answer as a table, as JSON, or as text for Excel."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import chain
from typing import Any

import click

from rjh_warehouse.answers.bounds import MEMORY_MB, MOST_ROWS, SECONDS, THREADS
from rjh_warehouse.cli.base import WRONG, as_typed, fail, json_option, project_command, show
from rjh_warehouse.cli.table import show_table
from rjh_warehouse.messages import say
from rjh_warehouse.settings import Project

Batch = tuple[list[str], list[tuple[Any, ...]]]
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@click.command(
    help=f"""Ask the published file one question in SQL (read only).

    One SELECT (also FROM, WITH, DESCRIBE, SHOW, SUMMARIZE) over the published tables. Files, network, extensions and
    settings cannot be reached from it. Bounds: {SECONDS} seconds, {MEMORY_MB} MB, {THREADS} threads,
    {MOST_ROWS} rows.

    Example: rjh query "SELECT label, difference_sek, verdict FROM mart.frame_reconciliation"
    """
)
@click.argument("sql", callback=as_typed)
@json_option
@click.option(
    "--csv", "as_csv", is_flag=True, help="Print text for Swedish Excel: semicolons, decimal comma, UTF-8 with mark."
)
@project_command
def query(project: Project, sql: str, as_json: bool, as_csv: bool) -> None:
    import duckdb

    from rjh_warehouse.answers.reader import BadQuestion, ask

    try:
        batches = ask(project, sql)
        if as_json:
            _show_json(batches)
        elif as_csv:
            _write_csv(batches)
        else:
            _show_rows(batches)
    except BadQuestion as error:
        fail(WRONG, say(error.code, **error.places))
    except duckdb.Error as error:
        fail(WRONG, f"{say('query.not_answered')}\n{error}")


def _show_json(batches: Iterable[Batch]) -> None:
    """A list with one row a line, written as it comes."""
    separator = "[\n"
    for names, rows in batches:
        for row in rows:
            text = json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False, default=str)
            show(separator + text, end="")
            separator = ",\n"
    show("[]" if separator == "[\n" else "\n]")


def _write_csv(batches: Iterable[Batch]) -> None:
    """Bytes to standard output: Excel knows UTF-8 by its mark only, and lines end as Windows ends them."""
    out = sys.stdout.buffer
    for number, (names, rows) in enumerate(batches):
        text = io.StringIO(newline="")
        writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
        if number == 0:
            writer.writerow([_csv_cell(name) for name in names])
        writer.writerows([_csv_cell(value) for value in row] for row in rows)
        mark = "\ufeff" if number == 0 and not sys.stdout.isatty() else ""
        out.write((mark + text.getvalue()).encode("utf-8", "replace"))
    out.flush()


def _csv_cell(value: Any) -> str:
    """A value as Swedish Excel reads it; a text that it would compute is shown as text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "SANT" if value else "FALSKT"
    if isinstance(value, float):
        value = Decimal(repr(value))
    if isinstance(value, Decimal):
        return format(value, "f").replace(".", ",")
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_STARTS_FORMULA) else text


def _show_rows(batches: Iterator[Batch]) -> None:
    names, rows = next(batches)
    cells = (["" if v is None else str(v) for v in row] for row in chain(rows, *(more for _, more in batches)))
    show_table(names, cells, width=160, fold=True)
