"""`rjh query`: one question to the published file, and its answer as a table, as JSON, or as text for Excel."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import Any

import click

from rjh_warehouse.answers.bounds import MEMORY_MB, MOST_ROWS, SECONDS, THREADS
from rjh_warehouse.cli import progress
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
@click.option("--xlsx", "workbook", type=click.Path(path_type=Path, dir_okay=False), help="Write a workbook.")
@project_command
def query(project: Project, sql: str, as_json: bool, as_csv: bool, workbook: Path | None) -> None:
    import duckdb

    from rjh_warehouse.answers.reader import BadQuestion, ask

    try:
        batches = ask(project, sql)
        if as_json:
            _show_json(batches)
        elif as_csv:
            _write_csv(batches)
        elif workbook:
            show(say("query.written", path=workbook, count=_write_workbook(batches, workbook)))
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
    progress.pause()
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


def _write_workbook(batches: Iterable[Batch], path: Path) -> int:
    """A sheet with the answer's rows; returns how many."""
    from rjh_warehouse.answers.workbook import MOST_SHEET_ROWS, new_book

    names: list[str] = []
    rows: list[tuple[Any, ...]] = []
    for names, more in batches:  # noqa: B007
        rows += more
    if len(rows) > MOST_SHEET_ROWS:
        fail(WRONG, say("query.too_many_for_sheet", count=len(rows), most=MOST_SHEET_ROWS))
    with new_book(path) as book:
        sheet = book.add_sheet(say("query.sheet"))
        book.write_table(sheet, 0, names, rows, [_kind(n, [r[k] for r in rows]) for k, n in enumerate(names)])
    return len(rows)


def _kind(name: str, values: Sequence[Any]) -> str:
    """How a column's numbers are shown: kronor with öre, per cent, a year without a space in it."""
    if not any(isinstance(v, int | float | Decimal) and not isinstance(v, bool) for v in values):
        return "text"
    if name.endswith(("_sek", "_pct")):
        return "amount"
    return "year" if all(v is None or isinstance(v, int) for v in values) else "plain"


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
