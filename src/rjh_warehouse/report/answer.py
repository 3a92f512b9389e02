"""The questions of a report, asked of one file."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import duckdb

from rjh_warehouse.answers.reader import in_time
from rjh_warehouse.report.question import Question
from rjh_warehouse.report.sections import SECTIONS

Row = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """A question's rows; `missing` is what the engine says where the file lacks its table or a column.

    `asked` is the SELECT with its places filled, on one line.
    """

    question: Question
    rows: list[Row]
    missing: str | None = None
    asked: str = ""

    @property
    def simulated_count(self) -> int:
        return sum(bool(row.get("is_simulated")) for row in self.rows)

    @property
    def incomplete(self) -> list[Row]:
        """Rows whose sums lack months, or that are not sums of all parts."""
        return [row for row in self.rows if row.get("is_complete") is False]


def answers(connection: duckdb.DuckDBPyConnection, month: dt.date, board: str) -> dict[str, Answer]:
    """Every question's answer by its name. `board` is a board's code, or that of the whole region."""
    places = {"month": month, "board": board, "region": region(connection)}
    found = {q.name: _answer(connection, q, places) for section in SECTIONS for q in section.questions}
    english = {code: en for code, (_, en) in boards(connection).items()}
    for row in (row for answer in found.values() for row in answer.rows if "organisation_name" in row):
        row["organisation_name_en"] = english.get(row["organisation_code"])
    return found


def region(connection: duckdb.DuckDBPyConnection) -> str:
    """The code of the whole region, to which every board belongs; empty in a file without organisations."""
    found = connection.execute(
        "SELECT organisation_code FROM core.organisation"
        " WHERE organisation_level = 'region' AND parent_organisation_code IS NULL"
    ).fetchone()
    return found[0] if found else ""


def boards(connection: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, str]]:
    """The boards that the file knows, and the region: code → Swedish and English name."""
    rows = connection.execute(
        "SELECT organisation_code, organisation_name, organisation_name_en FROM core.organisation"
        " WHERE organisation_level IN ('board', 'region') ORDER BY organisation_code"
    ).fetchall()
    return {code: (sv, en or sv) for code, sv, en in rows}


def has_month(answered: dict[str, Answer]) -> bool:
    """Whether the file holds any row of the month itself."""
    return any(answered[name].rows for name in ("result", "published", "delivery", "requirement", "forecast"))


def _answer(connection: duckdb.DuckDBPyConnection, question: Question, known: dict[str, Any]) -> Answer:
    sql = question.sql
    places = {k: v for k, v in known.items() if f"${k}" in sql}
    asked = sql.replace("$month", f"DATE '{known['month']}'")
    for name in ("board", "region"):
        asked = asked.replace(f"${name}", f"'{known[name]}'")
    asked = " ".join(asked.split())
    try:
        with in_time(connection):
            result = connection.execute(sql, places)
            names = [c[0] for c in result.description or []]
            return Answer(question, [dict(zip(names, row, strict=True)) for row in result.fetchall()], asked=asked)
    except (duckdb.CatalogException, duckdb.BinderException) as error:  # an older file has not every table
        return Answer(question, [], str(error).splitlines()[0], asked)
