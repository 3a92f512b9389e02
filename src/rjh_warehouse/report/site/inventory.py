"""What a published file says of itself: tables, columns, codes, audits, lineage, and its answers to the questions."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from rjh_warehouse.answers.question_list import Question
from rjh_warehouse.answers.reader import BadQuestion, in_time, only_reads

MOST_CODES = 60  # of one column; more than that is no list of codes
MOST_ROWS = 40  # of an answer that are shown
CODED = re.compile(r"(_code|_kind|_level|_basis|_step|_side)$|^(side|state|severity|verdict|direction)$")
UNITS = ("sek", "pct", "count", "fte", "days")  # a column's name ends with its unit
WORDS = ("name", "text", "label")
TABLE = re.compile(r"\b(?:mart|core|quality|meta)\.\w+")
Place = tuple[str, str]
LISTED = """
SELECT col.schema_name || '.' || col.table_name, tab.comment, col.column_name, col.data_type, col.comment,
  dict.is_in_grain
FROM duckdb_columns() AS col
JOIN duckdb_tables() AS tab ON tab.table_oid = col.table_oid
LEFT JOIN meta.dictionary AS dict
  ON dict.table_name = col.schema_name || '.' || col.table_name AND dict.column_name = col.column_name
ORDER BY 1, col.column_index
"""
LINEAGE = (
    "SELECT table_name, column_name, parent_table_name, parent_column_name FROM meta.lineage"
    " ORDER BY table_name, column_name, parent_table_name, parent_column_name"
)


@dataclass(frozen=True)
class Code:
    """A code that a column holds, with the words beside it in the same row where the table has them."""

    code: str
    words: str


@dataclass(frozen=True)
class Column:
    """`parents` and `children` are columns one step away, `sources` the delivered and listed ones it begins in."""

    name: str
    data_type: str
    meaning: str
    unit: str | None
    is_in_grain: bool
    codes: tuple[Code, ...]
    parents: tuple[Place, ...]
    children: tuple[Place, ...]
    sources: tuple[Place, ...]


@dataclass(frozen=True)
class Audit:
    """An audit of a table, as it ended when the file was made."""

    name: str
    rule: str
    severity: str
    state: str
    failed_row_count: int
    overridden_by: str | None


@dataclass(frozen=True)
class Table:
    """A published table. `simulated_count` is None where its rows do not say whether they are simulated."""

    name: str
    description: str
    row_count: int
    simulated_count: int | None
    columns: tuple[Column, ...]
    audits: tuple[Audit, ...]
    parents: tuple[str, ...]
    children: tuple[str, ...]

    @property
    def grain(self) -> tuple[str, ...]:
        return tuple(c.name for c in self.columns if c.is_in_grain)


@dataclass(frozen=True)
class Answered:
    """A question and the file's answer; `more` rows are left out, and `refused` is why there is none."""

    question: Question
    names: tuple[str, ...] = ()
    rows: tuple[tuple[Any, ...], ...] = ()
    more: bool = False
    refused: str | None = None

    @property
    def tables(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(TABLE.findall(self.question.sql)))


def tables(connection: duckdb.DuckDBPyConnection, language: str) -> list[Table]:
    """Every published table, by name: what its comments say, and its key where the dictionary gives one."""
    listed = _rows(connection, LISTED)
    described: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for row in listed:
        described[row[0]].append(row)
    up: dict[Place, list[Place]] = defaultdict(list)
    down: dict[Place, list[Place]] = defaultdict(list)
    for table, column, parent, parent_column in _rows(connection, LINEAGE):
        up[table, column].append((parent, parent_column))
        down[parent, parent_column].append((table, column))
    parents, children = _models(connection)
    audits = _audits(connection, language)
    return [
        Table(
            name,
            own[0][1] or "",
            _number(connection, f"SELECT COUNT(*) FROM {name}") or 0,
            _simulated(connection, name, own),
            tuple(_column(connection, row, own, up, down, language) for row in own),
            tuple(audits[name]),
            tuple(parents[name]),
            tuple(children[name]),
        )
        for name, own in described.items()
    ]


def answered(connection: duckdb.DuckDBPyConnection, questions: Sequence[Question]) -> list[Answered]:
    """Each question's answer, inside the bounds of every question to the file."""
    found = []
    for question in questions:
        try:
            only_reads(question.sql)
            with in_time(connection):
                result = connection.execute(question.sql)
                names = tuple(c[0] for c in result.description or [])
                rows = result.fetchmany(MOST_ROWS + 1)
            found.append(Answered(question, names, tuple(rows[:MOST_ROWS]), len(rows) > MOST_ROWS))
        except (BadQuestion, duckdb.Error) as error:
            found.append(Answered(question, refused=str(error).splitlines()[0]))
    return found


def _column(
    connection: duckdb.DuckDBPyConnection,
    row: tuple[Any, ...],
    own: list[tuple[Any, ...]],
    up: dict[Place, list[Place]],
    down: dict[Place, list[Place]],
    language: str,
) -> Column:
    table, _, name, data_type, meaning, is_in_grain = row
    place = (table, name)
    return Column(
        name,
        data_type,
        meaning or "",
        next((unit for unit in UNITS if name.endswith(f"_{unit}")), None),
        bool(is_in_grain),
        _codes(connection, table, name, [c[2] for c in own], language) if data_type == "VARCHAR" else (),
        tuple(up.get(place, ())),
        tuple(down.get(place, ())),
        tuple(_sources(place, up)),
    )


def _codes(
    connection: duckdb.DuckDBPyConnection, table: str, column: str, beside: list[str], language: str
) -> tuple[Code, ...]:
    """The codes that a column holds, where it is a column of codes and they are few."""
    if not CODED.search(column):
        return ()
    stem = column.removesuffix("_code")
    named = [f"{stem}_{word}{end}" for end in (("_en", "") if language == "en" else ("",)) for word in WORDS]
    words = next((name for name in named if name in beside), None)
    found = _rows(
        connection,
        f"SELECT {column}, MIN({words or 'NULL'}) FROM {table} WHERE {column} IS NOT NULL"
        f" GROUP BY {column} ORDER BY {column} LIMIT {MOST_CODES + 1}",
    )
    return tuple(Code(code, text or "") for code, text in found) if len(found) <= MOST_CODES else ()


def _sources(place: Place, up: dict[Place, list[Place]]) -> list[Place]:
    """The columns that a column comes from and that come from no other, by name."""
    seen, waiting, found = {place}, [place], set()
    while waiting:
        at = waiting.pop()
        if not up.get(at) and at != place:
            found.add(at)
        new = [parent for parent in up.get(at, ()) if parent not in seen]
        seen.update(new)
        waiting += new
    return sorted(found)


def _models(connection: duckdb.DuckDBPyConnection) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """The models that each reads, and those that read it."""
    parents: dict[str, list[str]] = defaultdict(list)
    children: dict[str, list[str]] = defaultdict(list)
    for name, read in _rows(connection, "SELECT model_name, parent_names FROM meta.model ORDER BY model_name"):
        for parent in (read or "").split(", "):
            if parent:
                parents[name].append(parent)
                children[parent].append(name)
    return parents, children


def _audits(connection: duckdb.DuckDBPyConnection, language: str) -> dict[str, list[Audit]]:
    rule = "rule_en" if language == "en" else "rule"
    found: dict[str, list[Audit]] = defaultdict(list)
    for model, *rest in _rows(
        connection,
        f"SELECT model_name, audit_name, COALESCE({rule}, audit_name), severity, state, failed_row_count, override_by"
        " FROM quality.audit_result ORDER BY model_name, state = 'passed', audit_name",
    ):
        found[model].append(Audit(*rest))
    return found


def _simulated(connection: duckdb.DuckDBPyConnection, table: str, own: Iterable[tuple[Any, ...]]) -> int | None:
    if not any(row[2] == "is_simulated" for row in own):
        return None
    return _number(connection, f"SELECT COUNT(*) FROM {table} WHERE is_simulated") or 0


def _number(connection: duckdb.DuckDBPyConnection, sql: str) -> int | None:
    rows = _rows(connection, sql)
    return int(rows[0][0]) if rows else None


def _rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    """An older file has not every table; what it lacks has no rows."""
    try:
        with in_time(connection):
            rows: list[tuple[Any, ...]] = connection.execute(sql).fetchall()
            return rows
    except (duckdb.CatalogException, duckdb.BinderException):
        return []
