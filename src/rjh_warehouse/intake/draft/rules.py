"""The contract's row rules from what the rows of a table were found to be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from rjh_warehouse.contract.contract import UNANSWERED
from rjh_warehouse.intake.draft.across import literal
from rjh_warehouse.intake.draft.evidence import total_word
from rjh_warehouse.intake.draft.layout import FoundTable, Row
from rjh_warehouse.reading.table.cell import cell_text

MAX_NOTES = 8
_CODE = re.compile(r"\d{1,6}")


def row_rules(table: FoundTable) -> tuple[dict[str, Any], list[Row]]:
    """The rules (total, subtotal, note, end), and the sums that no rule tells from data: they are a question.

    Roles are set so that they are what the rules make of the rows.
    """
    rules: dict[str, Any] = {}
    lost: list[Row] = []
    for role in ("subtotal", "total"):
        pattern, untold = _pattern([r for r in table.rows if r.role == role and r.has_label], table)
        lost += untold
        if pattern:
            rules[role] = pattern
    lost += [r for r in table.rows if r.role == "total" and not r.has_label]
    if lost and (empty := _empty_column(lost, table)) is not None:
        rules["total_where_empty"] = empty
        for row in lost:
            row.role = "total"
        lost = []
    for row in lost:
        rules[row.role] = UNANSWERED
    notes = [r for r in table.rows if r.role == "note"]
    if pattern := _note_pattern(notes, [r.label for r in table.rows if r.role != "note"]):
        rules["note"] = pattern
    for row in notes:
        if not (pattern and re.search(pattern, row.label, re.IGNORECASE)):
            row.role = "data"
    if table.ends_at_blank:
        rules["end_at_blank"] = True
    if table.end is not None:
        rules["end"] = begins(table.end)
    return rules, lost


def _pattern(rows: Sequence[Row], table: FoundTable) -> tuple[str | None, list[Row]]:
    """One pattern for the labels of sums that takes no other row, and the rows that it cannot take."""
    others = [r.label for r in table.rows if r.role != (rows[0].role if rows else "")]
    parts: dict[str, None] = {}
    untold = []
    lengths = {len(r.label) for r in rows if _CODE.fullmatch(r.label)}
    for row in rows:
        ways = [rf"^{literal(row.label)}$"]
        if total_word(row.label):
            word = row.label.split()[0].rstrip(":")
            ways.insert(0, rf"^{literal(word)}\b" if total_word(word) else rf"^{literal(row.label)}\b")
        elif _CODE.fullmatch(row.label):
            ways.insert(0, rf"^\d{{1,{max(lengths)}}}$")
        way = next((w for w in ways if not _takes(w, others)), None)
        if way is None:
            untold.append(row)
        else:
            parts[way] = None
    return _joined(list(parts)), untold


def _empty_column(sums: Sequence[Row], table: FoundTable) -> int | None:
    """The position of a column that is empty in these rows and filled in all data."""

    def has(row: Row, index: int) -> bool:
        return index < len(row.cells) and bool(cell_text(row.cells[index]))

    data = [r for r in table.rows if r.role == "data"]
    fits = (i for i in range(table.width) if not any(has(r, i) for r in sums) and all(has(r, i) for r in data))
    return next(fits, None)


def _takes(pattern: str, labels: Sequence[str]) -> bool:
    return any(re.search(pattern, label, re.IGNORECASE) for label in labels)


def _joined(parts: Sequence[str]) -> str | None:
    """^(A|B)\\b for patterns of one form, else each by itself."""
    for end in (r"\b", "$"):
        if len(parts) > 1 and all(p.startswith("^") and p.endswith(end) and "|" not in p for p in parts):
            return "^(" + "|".join(p[1 : -len(end)] for p in parts) + ")" + end
    return "|".join(parts) or None


def _note_pattern(notes: Sequence[Row], others: Sequence[str]) -> str | None:
    """A pattern for the notes that takes no other row."""
    texts = [n.label for n in notes[:MAX_NOTES]]
    ways = dict.fromkeys(r"^#" if t.startswith("#") else begins(t) for t in texts)
    return "|".join(w for w in ways if not _takes(w, others)) or None


def begins(text: str) -> str:
    """A pattern for texts that begin so; digits may be others in another file."""
    return "^" + re.sub(r"\d+", r"\\d+", literal(text[:60]))
