"""What is said beside a question's rows: that there are none, that sums lack a part, that they are simulated, that
they are of another organisation than today's.
"""

from __future__ import annotations

from collections.abc import Sequence

from rjh_warehouse.messages import Language, catalogue, say
from rjh_warehouse.report.answer import Answer, Row
from rjh_warehouse.report.number import is_number, shown
from rjh_warehouse.report.question import Column


def notes(answer: Answer, language: Language) -> list[str]:
    """Everything that is said of an answer, as the lines of a sheet."""
    lines = [empty_line(answer, language), simulated_line([answer], language), *incomplete_lines(answer, language)]
    return [line for line in (*lines, note_line(answer, language)) if line is not None]


def empty_line(answer: Answer, language: Language) -> str | None:
    """Why there are no rows; None where there are."""
    if answer.missing:
        return say("page.not_in_file", language, table=answer.question.table)
    if answer.rows:
        return None
    empty = f"page.empty.{answer.question.name}"
    return say(empty if empty in catalogue() else "page.no_rows", language)


def note_line(answer: Answer, language: Language) -> str | None:
    """How the rows are to be read, where the catalogue has it."""
    note = f"page.note.{answer.question.name}"
    return say(note, language) if note in catalogue() and answer.rows else None


def simulated_line(own: Sequence[Answer], language: Language) -> str | None:
    """How many rows are simulated."""
    rows = sum(row.get("is_simulated", False) is not None for a in own for row in a.rows)
    simulated = sum(a.simulated_count for a in own)
    if not simulated:
        return None
    return say(
        "page.simulated_all" if simulated == rows else "page.simulated_some", language, count=simulated, rows=rows
    )


def incomplete_lines(answer: Answer, language: Language) -> list[str]:
    """A line for each way in which an answer's sums are not whole, or not comparable with last year's, and for which
    rows.
    """
    lines = []
    if answer.incomplete:
        months = max(int(row.get("missing_month_count") or 0) for row in answer.incomplete)
        told = "page.incomplete" if months else "page.incomplete_parts"
        lines.append(say(told, language, names=_names(answer, answer.incomplete, language), months=months))
    for column in ("submitted_missing_count", "budget_missing_count"):
        partial = [row for row in answer.rows if row.get(column)]
        if partial:
            lines.append(say(f"page.{column}", language, names=_names(answer, partial, language)))
    now = [row for row in answer.rows if row.get("is_reorganised") and row.get("organisation_name")]
    before = [row for row in answer.rows if row.get("is_prior_year_reorganised") and not row.get("is_reorganised")]
    for told, own in (("is_reorganised", now), ("is_prior_year_reorganised", before)):
        lines += [say(f"page.{told}", language, names=_organisations(own, language))] if own else []
    return lines


def _organisations(rows: list[Row], language: Language) -> str:
    names = [(language == "en" and row.get("organisation_name_en")) or row.get("organisation_name") for row in rows]
    return ", ".join(dict.fromkeys(str(name) for name in names))


def _names(answer: Answer, rows: list[Row], language: Language) -> str:
    """What the rows are called on the page: their first column, else the organisation."""
    first = next((c for c in answer.question.columns if not is_number(c.kind)), Column("organisation_name"))
    english = f"{first.name}_en" if language == "en" else first.name
    return ", ".join(dict.fromkeys(shown(r.get(english) or r.get(first.name), first.kind, language) for r in rows))


def remark(row: Row, language: Language, marks: Sequence[str] = ("is_reorganised",)) -> str:
    """What is said beside a row's mark in a picture or chart: that it is not whole, or of another organisation."""
    told = [say("page.mark_incomplete", language)] if row.get("is_complete") is False else []
    told += [say("page.picture.reorganised", language)] if any(row.get(mark) for mark in marks) else []
    return f" ({', '.join(told)})" if told else ""
