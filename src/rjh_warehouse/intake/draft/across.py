"""Headings that are values, months or years, as the `across` of a cross-table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from rjh_warehouse.intake.draft.sample import is_number
from rjh_warehouse.reading.table.cell import GridCell, cell_text
from rjh_warehouse.reading.table.header import month_of

MAX_LABELS = 8
_YEAR_HEADING = re.compile(r"(?P<label>.*?)\s*(?P<year>(?:19|20)\d{2})(?P<rest>\D*)")


def literal(text: str) -> str:
    """A text as a regular expression, escaped only where it must be."""
    return re.sub(r"\\([ \-&#~])", r"\1", re.escape(text))


def find_across(
    headings: Sequence[str], columns: Sequence[Sequence[GridCell]]
) -> tuple[dict[str, Any] | None, list[int]]:
    """Headings that are values (months or years), as the `across` of a cross-table, and their positions."""
    months = [i for i, h in enumerate(headings) if h and month_of(h.split(" ")[-1] if " " in h else h)]
    totals = [i for i, h in enumerate(headings) if re.match(r"(?:summa|total|helår|året|hela året)", h, re.IGNORECASE)]
    if len(months) >= 3:
        across: dict[str, Any] = {"months": True}
        totals = [i for i in totals if i > months[0] and _is_numeric(columns[i])]
        if totals:
            across["total"] = _any_of([headings[i] for i in totals])
        return across, [*months, *totals]
    years: dict[int, re.Match[str]] = {
        i: m for i, h in enumerate(headings) if (m := _YEAR_HEADING.fullmatch(h)) and _is_numeric(columns[i])
    }
    labels = dict.fromkeys(m["label"].strip() for m in years.values())
    if len(years) < 2 or len(labels) > MAX_LABELS or len(labels) == len(years) > 2:
        return None, []
    rest = "" if all(not m["rest"] for m in years.values()) else r"\D*"
    groups = {"fiscal_year": "year"}
    if any(labels):
        groups = {"heading_label": "text", **groups}
        options = "|".join(literal(label) for label in labels)
        header = rf"^(?P<heading_label>{options})\s*(?P<fiscal_year>\d{{4}}){rest}$"
    else:
        header = rf"^(?P<fiscal_year>\d{{4}}){rest}$"
    across = {"header": header, "groups": groups}
    totals = [i for i in totals if i > min(years) and i not in years and _is_numeric(columns[i])]
    if totals:
        across["total"] = _any_of([headings[i] for i in totals])
    return across, [*years, *totals]


def _any_of(texts: Sequence[str]) -> str:
    return "^(" + "|".join(literal(t) for t in texts) + ")$"


def _is_numeric(cells: Sequence[GridCell]) -> bool:
    filled = [c for c in cells if cell_text(c)]
    return bool(filled) and sum(map(is_number, filled)) >= len(filled) / 2
