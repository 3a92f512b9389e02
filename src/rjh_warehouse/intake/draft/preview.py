"""A drafted contract shown on the sample itself: every row coloured by what it would be, as a page or a workbook."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from pathlib import Path

from rjh_warehouse.intake.draft.contract_draft import DraftContract
from rjh_warehouse.intake.draft.words import render_draft
from rjh_warehouse.messages import Language, say
from rjh_warehouse.reading.table.cell import cell_text

MOST_ROWS = 1_000  # of each sheet
COLOURS = {"header": "CFE2F3", "data": "FFFFFF", "total": "D9EAD3", "subtotal": "E2F0D9", "note": "FFF2CC",
           "rejected": "F4CCCC", "left_out": "D9D9D9"}  # fmt: skip
_SAME = {"repeated_header": "header"}


def preview_html(draft: DraftContract, *, language: Language | None = None) -> str:
    """The draft as one page: its words, a key of the colours, and the sheets' rows."""
    parts = [f"<p>{html.escape(line)}</p>" for line in render_draft(draft, language=language)]
    key = " ".join(_mark(role, say(f"role.{role}", language)) for role in COLOURS)
    parts.append(f"<p>{key}</p>")
    for sheet, rows in _sheets(draft):
        lines = (_line(number, role, texts, language) for number, role, texts in rows)
        parts.append(f"<h2>{html.escape(sheet or draft.sample.path.name)}</h2><table>{''.join(lines)}</table>")
    title = html.escape(draft.sample.path.name)
    style = "body{font-family:sans-serif}table{border-collapse:collapse}td,th{border:1px solid #999;padding:2px 6px}"
    return (
        f'<!DOCTYPE html><html lang="{language or "sv"}"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{style}</style></head><body><h1>{title}</h1>{''.join(parts)}</body></html>"
    )


def write_preview_xlsx(draft: DraftContract, path: Path, *, language: Language | None = None) -> None:
    """The draft as a workbook: a first sheet with its words, then a marked copy of the sample's sheets (as text)."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        words = book.add_worksheet("rjh")
        for place, line in enumerate(render_draft(draft, language=language)):
            words.write_string(place, 0, line)
        forms = {role: book.add_format({"bg_color": f"#{colour}", "border": 1}) for role, colour in COLOURS.items()}
        for at, (_, rows) in enumerate(_sheets(draft), start=1):
            sheet = book.add_worksheet(f"{at}")
            for place, (number, role, texts) in enumerate(rows):
                for column, text in enumerate([str(number), say(f"role.{role}", language), *texts]):
                    sheet.write_string(place, column, text[:32_000], forms[role])


def _line(number: int, role: str, texts: Sequence[str], language: Language | None) -> str:
    cells = "".join(f"<td>{html.escape(t)}</td>" for t in (say(f"role.{role}", language), *texts))
    return f'<tr style="background:#{COLOURS[role]}"><th scope="row">{number}</th>{cells}</tr>'


def _mark(role: str, text: str) -> str:
    return f'<span style="background:#{COLOURS[role]};border:1px solid #999;padding:2px 6px">{html.escape(text)}</span>'


def _sheets(draft: DraftContract) -> Iterator[tuple[str | None, list[tuple[int, str, list[str]]]]]:
    """Each sheet's rows: number, role and texts."""
    roles = draft.trial.roles if draft.trial else {}
    for grid in draft.sample.grids:
        rows = []
        for number, cells in grid.rows[:MOST_ROWS]:
            role = roles.get((grid.sheet, number), "left_out")
            role = _SAME.get(role, role)
            rows.append((number, role if role in COLOURS else "left_out", [cell_text(c) for c in cells]))
        yield grid.sheet, rows
