"""The rows of a found table that are plain data, and the contract's rules that set the others apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from rjh_warehouse.intake.draft.across import literal
from rjh_warehouse.intake.draft.sample import is_number
from rjh_warehouse.intake.draft.tables import MOSTLY, SUBTOTAL, TOTAL, FoundTable
from rjh_warehouse.reading.table.cell import GridCell, cell_text

MAX_NOTES = 8
FEW_FOOTERS = 3
LONG_NOTE = 80  # characters from which a lone text is no label of a row
_NOTE = re.compile(r"[#*¹²³]|(?:not|anm|anmärkning|källa|obs|source|note|quelle|fuente)\b", re.IGNORECASE)


def row_rules(found: FoundTable) -> tuple[list[Sequence[GridCell]], dict[str, Any]]:
    """The plain rows, and the rules (total, subtotal, note, end) for those that are not.

    A lone text is a note where it cannot be a row: by its wording or length, in a column of numbers or dates, or
    below the last row of a table that has no lone texts elsewhere. Any other row is data.
    """
    labels: dict[str, list[str]] = {"total": [], "subtotal": [], "note": []}
    plain: list[Sequence[GridCell]] = []
    notes: list[Sequence[GridCell]] = []
    rows = [row for _, row in found.rows]
    typed = _typed_columns(rows)
    footer = _footer(rows)
    for number, row in enumerate(rows):
        filled = [i for i, c in enumerate(row) if cell_text(c)]
        first = cell_text(row[filled[0]])
        if SUBTOTAL.match(first):
            labels["subtotal"].append(first)
        elif TOTAL.match(first):
            labels["total"].append(first)
        elif len(filled) == 1 and not is_number(first) and (
            number >= footer or filled[0] in typed or _NOTE.match(first) or len(first) > LONG_NOTE
        ):  # fmt: skip
            labels["note"].append(first)
            notes.append(row)
        else:
            plain.append(row)
    rules: dict[str, Any] = {}
    for name in ("total", "subtotal"):
        if labels[name]:
            words = dict.fromkeys(label.split()[0].rstrip(":") for label in labels[name])
            rules[name] = "^(" + "|".join(literal(w) for w in words) + r")\b"
    note = _note_pattern(labels["note"], plain)
    if note:
        rules["note"] = note
    plain += [r for r, t in zip(notes, labels["note"], strict=True) if not (note and re.search(note, t, re.IGNORECASE))]
    if found.ends_at_blank:
        rules["end_at_blank"] = True
    if found.end is not None:
        rules["end"] = _begins(found.end)
    return plain, rules


def _typed_columns(rows: Sequence[Sequence[GridCell]]) -> set[int]:
    """Columns that hold numbers or days."""
    width = max(map(len, rows), default=0)
    typed = set()
    for i in range(width):
        cells = [c for row in rows if i < len(row) and cell_text(c := row[i])]
        if cells and sum(is_number(c) or bool(re.match(r"\d{4}-", cell_text(c))) for c in cells) >= MOSTLY * len(cells):
            typed.add(i)
    return typed


def _footer(rows: Sequence[Sequence[GridCell]]) -> int:
    """Where a few lone texts at the end begin; the number of rows when there are many, or some above them too."""
    lone = [sum(bool(cell_text(c)) for c in row) == 1 for row in rows]
    end = len(rows)
    while end and lone[end - 1]:
        end -= 1
    width = max((sum(bool(cell_text(c)) for c in row) for row in rows), default=0)
    return end if width > 2 and len(rows) - end <= FEW_FOOTERS and not any(lone[:end]) else len(rows)


def _note_pattern(notes: Sequence[str], plain: Sequence[Sequence[GridCell]]) -> str | None:
    """A pattern for the notes that takes no plain row."""
    firsts = {next((t for c in row if (t := cell_text(c))), "") for row in plain}
    patterns = []
    for begin in dict.fromkeys(r"^#" if n.startswith("#") else _begins(n) for n in notes[:MAX_NOTES]):
        if not any(re.search(begin, text, re.IGNORECASE) for text in firsts):
            patterns.append(begin)
    return "|".join(patterns) or None


def _begins(text: str) -> str:
    """A pattern for texts that begin so; digits may be others in another file."""
    return "^" + re.sub(r"\d+", r"\\d+", literal(text[:60]))
