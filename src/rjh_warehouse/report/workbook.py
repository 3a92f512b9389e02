"""The report as a workbook: a sheet a question, with its chart, and where every figure of it comes from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from rjh_warehouse.answers.workbook import Book, new_book
from rjh_warehouse.messages import say
from rjh_warehouse.report.answer import Answer, Row
from rjh_warehouse.report.chart import add_charts
from rjh_warehouse.report.figure import origin_line
from rjh_warehouse.report.note import notes
from rjh_warehouse.report.number import NUMBERS, is_number, shown
from rjh_warehouse.report.page import About, heading, month_words
from rjh_warehouse.report.question import Column
from rjh_warehouse.report.sections import SECTIONS, TERMS

TOP = 3  # the row of a sheet's headings, from 0
_DATES = ("month", "day")


def write_workbook(about: About, answered: Mapping[str, Answer], path: Path) -> None:
    """Write the workbook.

    A cell's number has the unit of its heading and every digit of the file; a value that is missing or not shown
    leaves its cell empty.

    Raises:
        OSError: the file cannot be written.
    """
    built = about.release.get("built_at") or ""
    created = dt.datetime.fromisoformat(built) if built else None
    origins: list[tuple[Any, ...]] = []
    with new_book(path, created) as book:
        first = book.add_sheet(say("page.book.report", about.language))
        contents = []
        for section in SECTIONS:
            for question in section.questions:
                name = say(f"page.question.{question.name}", about.language)
                sheet = book.add_sheet(name)
                answer = answered[question.name]
                origins += _question(book, sheet, answer, about)
                contents.append((say(f"page.section.{section.name}", about.language), sheet, name, len(answer.rows)))
        _terms(book, about)
        _origins(book, about, origins)
        _front(book, first, about, contents)


def _question(book: Book, sheet: Any, answer: Answer, about: About) -> list[tuple[Any, ...]]:
    """One sheet; returns a line of origin for each figure on it."""
    language, question = about.language, answer.question
    book.write(sheet, 0, 0, say(f"page.question.{question.name}", language), book.format(bold=True, font_size=13))
    columns = list(question.columns)
    headings = [heading(c, language) for c in columns]
    kinds: list[str] = [c.kind for c in columns]
    marks = [mark for mark in ("is_simulated", "is_complete") if any(mark in row for row in answer.rows)]
    rows = [[_value(c, row, about) for c in columns] + [_yes(row.get(m), about) for m in marks] for row in answer.rows]
    headings += [say(f"page.book.{mark}", language) for mark in marks]
    kinds += ["text"] * len(marks)
    width = book.write_table(sheet, TOP, headings, rows, kinds)
    book.write_note(sheet, 1, " ".join(notes(answer, language)), len(headings), width)
    add_charts(book, sheet, answer, about.language, TOP, len(headings))
    return [
        (*_cell(sheet.get_name(), TOP + 1 + number, place), *_origin(answer, column, row))
        for number, row in enumerate(answer.rows)
        for place, column in enumerate(columns)
        if is_number(column.kind) and row.get(column.name) is not None
    ]


def _cell(sheet_name: str, row: int, column: int) -> tuple[str, str]:
    from xlsxwriter.utility import xl_rowcol_to_cell

    return sheet_name, xl_rowcol_to_cell(row, column)


def _value(column: Column, row: Row, about: About) -> Any:
    """A figure as a number in the unit of its heading, a date as a date, everything else in words."""
    value = row.get(column.name)
    if value is None:
        return None
    if is_number(column.kind):
        return Decimal(str(value)) / NUMBERS[column.kind][0]
    if column.kind in _DATES and isinstance(value, dt.date):
        return value
    if column.kind == "year":
        return value
    english = row.get(f"{column.name}_en") if about.language == "en" else None
    return shown(english or value, column.kind, about.language)


def _yes(value: Any, about: About) -> str | None:
    return None if value is None else shown(bool(value), "flag", about.language)


def _origin(answer: Answer, column: Column, row: Row) -> tuple[Any, ...]:
    """The published row and column of a figure, its file where one cell has it, and the line that traces it."""
    question = answer.question
    table, key = column.table or question.table, column.key or question.key
    picked = {name: row.get(name) for name in key}
    return (
        row[column.name],
        question.name,
        table,
        column.name,
        ", ".join(f"{k} = {v}" for k, v in picked.items()),
        row.get("file_name"),
        row.get("sheet"),
        row.get("row_number"),
        origin_line(answer, table, picked, column.name),
    )


_ORIGIN = ("sheet", "cell", "value", "question", "table", "column", "key", "file", "file_sheet", "file_row", "trace")


def _origins(book: Book, about: About, origins: list[tuple[Any, ...]]) -> None:
    sheet = book.add_sheet(say("page.book.origins", about.language))
    book.write(sheet, 0, 0, say("page.book.origins", about.language), book.format(bold=True, font_size=13))
    headings = [say(f"page.book.origin_{name}", about.language) for name in _ORIGIN]
    kinds = ["plain" if name == "value" else "year" if name == "file_row" else "text" for name in _ORIGIN]
    width = book.write_table(sheet, TOP, headings, origins, kinds)
    book.write_note(sheet, 1, say("page.book.origins_how", about.language), len(_ORIGIN), width)


def _terms(book: Book, about: About) -> None:
    sheet = book.add_sheet(say("page.section.terms", about.language))
    rows = [[say(f"page.{part}.{term}", about.language) for part in ("term", "meaning")] for term in TERMS]
    headings = [say("page.book.term", about.language), say("page.book.meaning", about.language)]
    book.write_table(sheet, 0, headings, rows, ["text", "text"])


def _front(book: Book, sheet: Any, about: About, contents: list[tuple[str, Any, str, int]]) -> None:
    """What the workbook is of, which file it stands on, and its sheets with a link to each."""
    language = about.language
    title = say("page.title", language, month=month_words(about.month, language), board=about.board_name)
    kind = "page.from_published" if about.source == "published" else "page.from_closed"
    told = say(kind, language, source=about.source, **{**about.release, "as_of": about.release.get("as_of") or "–"})
    book.write(sheet, 0, 0, title, book.format(bold=True, font_size=14))
    headings = [say(f"page.book.{name}", language) for name in ("section", "question", "rows")]
    rows = [[section, name, count] for section, _, name, count in contents]
    width = book.write_table(sheet, TOP, headings, rows, ["text", "text", "count"])
    book.write_note(sheet, 1, told, 3, width)
    link = book.format(font_color="#0563C1", underline=1)
    for number, (_, target, name, _) in enumerate(contents, TOP + 1):
        sheet.write_url(number, 1, f"internal:'{target.get_name().replace(chr(39), chr(39) * 2)}'!A1", link, name)
    sheet.activate()
