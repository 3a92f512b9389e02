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
@click.option("--column", help="Which amount of a row whose amounts stand on different cells (default: its first).")
@json_option
@project_command
def trace(project: Project, table: str, condition: str, column: str | None, as_json: bool) -> None:
    """Go from published rows to the delivered cells: file, sheet, row, column, text as delivered, and document.

    Each cell comes first; then the row's key and the figures that the question names. --json has every column.

    The texts are those of the file as it was delivered, under its own headings. A row of a month mart sums postings:
    shown are the files, how many rows of each and their sum, and the first rows. A forecast, an evaluation or a rule
    leads to what it was computed from. Where no cells stand behind a row, it is said why.

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
        show_traced(table, found)


def show_traced(table: str, found: Any) -> None:
    """What stands behind one row, then its key and the figures that were asked for."""
    for month in found.months:
        show_month(month)
    if not found.months and found.cell_count:
        show(say("trace.one_cell" if found.cell_count == 1 else "trace.cells", count=found.cell_count))
    for cell in found.cells:
        show_cell(cell)
    if found.cell_count > len(found.cells):
        show(say("trace.more", count=found.cell_count - len(found.cells), shown=len(found.cells)))
    for file, count in found.files.items():
        show("  " + say("trace.more_files", file=file, count=count))
    for sentence in found.said:
        show(sentence)
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
    label = column_label(month.column)
    if month.is_input:
        span = {"first": f"{month.first_month:%Y-%m}", "last": f"{month.last_month:%Y-%m}"}
        source = say(f"trace.source.{month.source}")
        show(say("trace.input", column=label, value=month.value_sek, counted=month.counted_sek, source=source, **span))
    else:
        show(say("trace.month", column=label, value=month.value_sek, counted=month.counted_sek))
    if month.counted_sek != month.delivered_sek:
        show(say("trace.month_differs", delivered=month.delivered_sek))
    show(say("trace.month_rows", count=month.row_count, files=len(month.files)))
    for file in month.files:
        show("  " + say("trace.month_file", file=file.file_name, count=file.row_count, amount=file.amount_sek))


def show_cell(cell: Any) -> None:
    """Where a cell stands, its text there, the document that it was taken from and the row it is part of."""
    mark = f"[{say('report.simulated')}] " if cell.is_simulated else ""
    address = " ".join(x for x in (cell.column_name, f"({cell.cell})" if cell.cell else None) if x)
    text = cell.texts.get(cell.column_name)
    if text is not None and cell.unit and cell.unit not in f"{text} {cell.column_name}".lower():
        text = say("trace.unit", text=text, unit=cell.unit)
    show(
        f"  • {mark}"
        + say(
            "trace.cell",
            file=cell.file_name,
            sheet=say("trace.sheet", sheet=cell.sheet) if cell.sheet else "",
            place=place_of(cell),
            column=say("trace.column", column=address) if address else "",
        )
        + (f": {on_one_line(text)}" if text is not None else "")
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
    if cell.texts:
        row = "; ".join(f"{k}: {v}" for k, v in cell.texts.items() if v)
        show("    " + say("trace.delivered", delivered=on_one_line(row)))
    show("    " + say("trace.archived", path=cell.archived_file))


def place_of(cell: Any) -> str:
    """The lines of a text file, the row of a sheet, or where in a line that several records share."""
    if cell.row_number is None:
        return say("trace.whole_file")
    first, last = cell.lines or (cell.row_number, cell.row_number)
    if cell.place is not None:
        return say("trace.at_character", row=first, character=cell.place)
    return say("trace.at_row", row=first if first == last else f"{first}–{last}")


def on_one_line(text: str) -> str:
    """A text whose line breaks are seen, and break no line of the answer."""
    return text.replace("\r\n", "⏎").replace("\n", "⏎").replace("\r", "⏎")
