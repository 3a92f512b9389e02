"""The way back: `rjh trace`, from a published row to the cells it stands on."""

from __future__ import annotations

import json
from typing import Any

import click

from rjh_warehouse.cli.base import NOTHING, as_typed, fail, json_option, project_command, show
from rjh_warehouse.messages import catalogue, say
from rjh_warehouse.settings import Project


@click.command()
@click.argument("table")
@click.option(
    "--where", "condition", required=True, callback=as_typed, help="SQL condition that picks the rows to trace."
)
@click.option("--column", help="Which amount of a month mart's row (default: its outcome).")
@json_option
@project_command
def trace(project: Project, table: str, condition: str, column: str | None, as_json: bool) -> None:
    """Go from published rows to the delivered cells: file, sheet, row, column, text as delivered, and document.

    Each cell comes first; then the row's key and the figures that the question names. --json has every column.

    A row of mart.cost_development, cost_summary, cost_bridge or year_end_forecast sums postings: shown are the files,
    how many rows of each and their sum, and the first rows.

    The condition may ask the published file and nothing else, as in rjh query.

    Example: rjh trace mart.investment --where "amount_sek = -21730000"
    """
    from dataclasses import asdict

    from rjh_warehouse.answers.reader import BadQuestion
    from rjh_warehouse.answers.trace import TraceError
    from rjh_warehouse.answers.trace import as_json as plain
    from rjh_warehouse.answers.trace import trace as find_cells

    try:
        traced = find_cells(project, table, condition, column)
    except TraceError as error:
        fail(NOTHING, str(error))
    except BadQuestion as error:
        fail(NOTHING, say(error.code, **error.places))
    if as_json:
        show(json.dumps([asdict(t) for t in traced], ensure_ascii=False, indent=1, default=plain))
        return
    for found in traced:
        if found.month:
            show_month(found.month)
        else:
            show(say("trace.one_cell" if found.cell_count == 1 else "trace.cells", count=found.cell_count))
        for cell in found.cells:
            show_cell(cell)
        if found.cell_count > len(found.cells):
            show(say("trace.more", count=found.cell_count - len(found.cells), shown=len(found.cells)))
        mark = f"[{say('report.simulated')}] " if found.row.get("is_simulated") else ""
        show(f"  {mark}{say('trace.row', table=table)}")
        for name in found.told:
            if found.row[name] is not None:
                show(f"    {column_label(name)}: {found.row[name]}")


def column_label(name: str) -> str:
    """A column as a controller calls it; its name in the warehouse where the catalogue has none."""
    code = f"label.{name}"
    return say(code) if code in catalogue() else name


def show_month(month: Any) -> None:
    """The sum that the row stands on, and each file's share of it."""
    show(say("trace.month", column=column_label(month.column), value=month.value_sek, counted=month.counted_sek))
    if month.counted_sek != month.delivered_sek:
        show(say("trace.month_differs", delivered=month.delivered_sek))
    show(say("trace.month_rows", count=month.row_count, files=len(month.files)))
    for file in month.files:
        show("  " + say("trace.month_file", file=file.file_name, count=file.row_count, amount=file.amount_sek))


def show_cell(cell: Any) -> None:
    mark = f"[{say('report.simulated')}] " if cell.is_simulated else ""
    address = " ".join(x for x in (cell.column_name, f"({cell.cell})" if cell.cell else None) if x)
    show(
        f"  • {mark}"
        + say(
            "trace.cell",
            file=cell.file_name,
            sheet=say("trace.sheet", sheet=cell.sheet) if cell.sheet else "",
            row=cell.row_number,
            column=say("trace.column", column=address) if address else "",
        )
        + (f": {cell.texts[cell.column_name]}" if cell.column_name in cell.texts else "")
    )
    if cell.document_code:
        lines = cell.delivered.get("source_line") or (
            "–".join(str(n) for n in cell.source_lines) if cell.source_lines else None
        )
        show(
            "    "
            + say(
                "trace.origin",
                document=cell.document_code,
                heading=cell.heading,
                source_file=cell.source_file,
                lines=lines,
            )
        )
    show("    " + say("trace.delivered", delivered="; ".join(f"{k}: {v}" for k, v in cell.texts.items())))
    show("    " + say("trace.archived", path=cell.archived_file))
