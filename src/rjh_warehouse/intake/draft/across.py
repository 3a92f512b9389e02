"""Headings that are values, months, quarters or years, as the `across` of a cross-table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from rjh_warehouse.contract.contract import UNANSWERED
from rjh_warehouse.intake.draft.column_type import seems_quarterly
from rjh_warehouse.intake.draft.evidence import share_of_numbers, total_word
from rjh_warehouse.reading.table.cell import GridCell
from rjh_warehouse.reading.table.header import month_of

MAX_LABELS = 8
_YEAR_HEADING = re.compile(r"(?P<label>.*?)\s*(?P<year>(?:19|20)\d{2})(?P<rest>\D*|\s*\[YR\d{4}\])")
_MONTH = r"(?:19|20)\d{2}-?(?:0[1-9]|1[0-2])|[^\W\d_]{3,9}\.?[ -]?(?:(?:19|20)\d{2}|\d{2})"
_MONTH_HEADING = re.compile(rf"(?P<label>.*?)\s*(?P<period>{_MONTH})")
_PART = r"(?:[KQ]V?\.? ?|kvartal ?|quarter ?)[1-4]"
_QUARTER = rf"(?:19|20)\d{{2}}[ -]?{_PART}|{_PART}[ -]?(?:19|20)\d{{2}}"
_QUARTER_HEADING = re.compile(rf"(?P<label>.*?)\s*(?P<period>{_QUARTER})", re.IGNORECASE)
_YEAR_AND_MONTH = re.compile(r"(?P<fiscal_year>(?:19|20)\d{2}) (?P<month_label>[^\W\d_]{3,9}\.?)")
_TOTAL = re.compile(r"(?:helår|året|hela året|ack|ackumulerat|full year|year to date|ytd|jan-dec)\b", re.IGNORECASE)

Found = tuple[dict[str, Any] | None, list[int]]


def literal(text: str) -> str:
    """A text as a regular expression, escaped only where it must be."""
    return re.sub(r"\\([ \-&#~])", r"\1", re.escape(text))


def find_across(headings: Sequence[str], columns: Sequence[Sequence[GridCell]]) -> Found:
    """Headings that are values (months, quarters or years), as the `across` of a cross-table, and their positions."""
    numeric = [share_of_numbers(c) >= 0.5 for c in columns]
    empty = [not any(c) for c in columns]
    totals = [i for i, h in enumerate(headings) if numeric[i] and (total_word(h) or _TOTAL.match(h))]
    for find in (_periods, _months, _years):
        across, used = find(headings, numeric, empty)
        if across is not None:
            beside = [i for i in totals if i > used[0] and i not in used]
            if beside:
                across["total"] = "^(" + "|".join(literal(headings[i]) for i in beside) + ")$"
            return across, [*used, *beside]
    return None, []


def _periods(headings: Sequence[str], numeric: Sequence[bool], empty: Sequence[bool]) -> Found:
    """Months or quarters that say their year."""
    for form, pattern in ((_MONTH_HEADING, _MONTH), (_QUARTER_HEADING, f"(?i:{_QUARTER})")):
        found = {i: m for i, h in enumerate(headings) if (m := form.fullmatch(h)) and (numeric[i] or empty[i])}
        if form is _MONTH_HEADING:
            found = {i: m for i, m in found.items() if month_of(m["period"])}
        labels = dict.fromkeys(m["label"].strip() for m in found.values())
        if len(found) < 3 or len(labels) > MAX_LABELS or not any(numeric[i] for i in found):
            continue
        is_quarter = form is _QUARTER_HEADING
        kind = "text" if is_quarter else "month"
        if not is_quarter and seems_quarterly([m["period"] for m in found.values()]):
            kind = UNANSWERED
        return _grouped({"period": kind}, f"(?P<period>{pattern})", labels), list(found)
    both = {i: m for i, h in enumerate(headings) if (m := _YEAR_AND_MONTH.fullmatch(h)) and month_of(m["month_label"])}
    if len({m["fiscal_year"] for m in both.values()}) > 1:
        groups = {"fiscal_year": "year", "month_label": "text"}
        return {"header": f"^{_YEAR_AND_MONTH.pattern}$", "groups": groups}, list(both)
    return None, []


def _months(headings: Sequence[str], numeric: Sequence[bool], empty: Sequence[bool]) -> Found:
    """Months that say no year, or one year above them all."""
    months = [i for i, h in enumerate(headings) if h and month_of(h.split(" ")[-1] if " " in h else h)]
    return ({"months": True}, months) if len(months) >= 3 else (None, [])


def _years(headings: Sequence[str], numeric: Sequence[bool], empty: Sequence[bool]) -> Found:
    years = {i: m for i, h in enumerate(headings) if (m := _YEAR_HEADING.fullmatch(h)) and (numeric[i] or empty[i])}
    labels = dict.fromkeys(m["label"].strip() for m in years.values())
    filled = sum(numeric[i] for i in years)
    if filled < 2 or len(labels) > MAX_LABELS or len(labels) == len(years) > 2:
        return None, []
    if filled < len(years) and len(labels) > 1:
        years = {i: m for i, m in years.items() if numeric[i]}
    ends = dict.fromkeys(m["rest"].strip() for m in years.values())
    if len(labels) == 1 < len(ends) <= MAX_LABELS and all(ends):  # "FY2023 Actual", "FY2024 Adopted"
        end, label = "|".join(map(literal, ends)), literal(next(iter(labels)))
        groups = {"fiscal_year": "year", "heading_label": "text"}
        return {"header": rf"^{label}\s*(?P<fiscal_year>\d{{4}})\s*(?P<heading_label>{end})$", "groups": groups}, list(
            years
        )
    rest = r"(?:\D*|\s*\[YR\d{4}\])" if any(ends) else ""
    return _grouped({"fiscal_year": "year"}, rf"(?P<fiscal_year>\d{{4}}){rest}", labels), list(years)


def _grouped(groups: dict[str, str], pattern: str, labels: Sequence[str] | dict[str, None]) -> dict[str, Any]:
    """The header's pattern, with the words before the period as a group of their own where there are any."""
    if not any(labels):
        return {"header": f"^{pattern}$", "groups": groups}
    options = "|".join(literal(label) for label in labels)
    return {"header": rf"^(?P<heading_label>{options})\s*{pattern}$", "groups": {"heading_label": "text", **groups}}
