"""Reading the published file and nothing else: the only way that the warehouse's own commands open it.

A question is one SELECT over the published tables. It runs without access to files, network or extensions, on a
connection that is read only and whose settings are locked, within bounds of memory and time.
"""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from rjh_warehouse.answers.bounds import MEMORY_MB, MOST_ROWS, SECONDS, THREADS
from rjh_warehouse.lake.durable import file_sha256
from rjh_warehouse.lake.publication import NoPublication, client_logs, copy_of, is_noted, publication, shut_out
from rjh_warehouse.scratch import scratch
from rjh_warehouse.settings import Project

BATCH_ROWS = 10_000
TABLE_FUNCTIONS = {
    *("range", "generate_series", "unnest", "repeat", "json_each", "json_tree", "pragma_table_info"),
    *(f"duckdb_{what}" for what in ("tables", "columns", "schemas", "functions", "keywords", "types", "databases")),
}


class BadQuestion(Exception):
    """The SQL is not one SELECT over published tables, or went beyond the bounds; `code` and `places` say which."""

    def __init__(self, code: str, **places: Any) -> None:
        super().__init__(code)
        self.code = code
        self.places = places


@contextlib.contextmanager
def published_reader(project: Project) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that can read the published release, also while a client holds the file for writing.

    Raises:
        NoPublication: see there.
    """
    path = project.published
    state = publication(path).state
    if state != "whole":
        raise NoPublication("run.no_publication" if state == "none" else "run.publication_changed", path)
    with contextlib.suppress(OSError):
        shut_out(path)
    with contextlib.ExitStack() as stack:
        try:
            if client_logs(path):
                raise duckdb.IOException("a log that could not be removed")
            connection = _connect(path)
        except duckdb.IOException:  # held for writing by somebody: what was published is read from a copy
            folder = stack.enter_context(scratch())
            connection = _connect(_verified_copy(path, folder))
        yield stack.enter_context(connection)


@contextlib.contextmanager
def sealed_reader(path: Path, sha256: str, changed: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that can read a closed month's or a kept publication's file, by its digest.

    Args:
        changed: the message of a file that is not what its digest says.

    Raises:
        NoPublication: the file is not there, or is another.
    """
    with contextlib.ExitStack() as stack:
        try:
            if file_sha256(path) != sha256:
                raise NoPublication(changed, path)
            if client_logs(path):
                path = copy_of(path, stack.enter_context(scratch()))
        except FileNotFoundError as error:
            raise NoPublication(changed, path) from error
        yield stack.enter_context(_connect(path))


def ask(project: Project, sql: str) -> Iterator[tuple[list[str], list[tuple[Any, ...]]]]:
    """The answer to a question: column names with each batch of rows, at least one.

    Raises:
        BadQuestion: see there; also `duckdb.Error`, for what the engine has to say of the SQL.
    """
    only_reads(sql)
    with published_reader(project) as connection, in_time(connection):
        result = connection.execute(sql)
        names = [c[0] for c in result.description or []]
        count = 0
        while True:
            rows = result.fetchmany(BATCH_ROWS)
            count += len(rows)
            if count > MOST_ROWS:
                raise BadQuestion("query.too_many_rows", most=MOST_ROWS)
            if rows or not count:
                yield names, rows
            if len(rows) < BATCH_ROWS:
                return


def only_reads(sql: str) -> dict[str, Any]:
    """Hold a text to one SELECT whose table functions read nothing but the published file.

    Returns:
        The statement as the engine's parser sees it.

    Raises:
        BadQuestion: it is something else.
    """
    with duckdb.connect() as connection:
        row = connection.execute("SELECT json_serialize_sql(?)", [sql]).fetchone()
    parsed: dict[str, Any] = json.loads(row[0]) if row else {"error": True}
    if parsed["error"]:
        raise BadQuestion("query.not_select", found=parsed.get("error_message"))
    if len(parsed["statements"]) != 1:
        raise BadQuestion("query.one_question", count=len(parsed["statements"]))
    for name in _table_functions(parsed):
        if name not in TABLE_FUNCTIONS:
            raise BadQuestion("query.not_here", name=name)
    return dict(parsed["statements"][0])


def rows_where(
    connection: duckdb.DuckDBPyConnection, table: str, condition: str, most: int
) -> list[dict[str, Any]] | None:
    """The rows of a published table that meet a SQL condition; None when no such table is published.

    Raises:
        BadQuestion: the condition is more than a condition; also `duckdb.Error`.
    """
    named = "SELECT 1 FROM duckdb_tables() WHERE schema_name || '.' || table_name = ?"
    if not connection.execute(named, [table]).fetchone():
        return None
    sql = f"SELECT * FROM {table} WHERE (\n{condition}\n) LIMIT {most}"
    parsed = only_reads(sql)["node"]
    source = parsed.get("from_table", {})
    if parsed["type"] != "SELECT_NODE" or f"{source.get('schema_name')}.{source.get('table_name')}" != table:
        raise BadQuestion("query.not_condition", condition=condition)
    with in_time(connection):
        result = connection.execute(sql)
        names = [c[0] for c in result.description]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


@contextlib.contextmanager
def in_time(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Interrupt what takes longer than `SECONDS`, and say in our words what went beyond the bounds."""
    timer = threading.Timer(SECONDS, connection.interrupt)
    timer.daemon = True
    timer.start()
    try:
        yield
    except duckdb.InterruptException as error:
        raise BadQuestion("query.too_long", seconds=SECONDS) from error
    except duckdb.OutOfMemoryException as error:
        raise BadQuestion("query.too_large", megabytes=MEMORY_MB) from error
    finally:
        timer.cancel()


def _table_functions(parsed: object) -> Iterator[str]:
    if isinstance(parsed, dict):
        if parsed.get("type") == "TABLE_FUNCTION":
            yield str(parsed["function"].get("function_name"))
        for value in parsed.values():
            yield from _table_functions(value)
    elif isinstance(parsed, list):
        for value in parsed:
            yield from _table_functions(value)


def _connect(path: Path) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(
        str(path),
        read_only=True,
        config={
            "enable_external_access": False,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "allow_community_extensions": False,
            "memory_limit": f"{MEMORY_MB}MB",
            "threads": THREADS,
            "temp_directory": "",  # nothing is written, not even to make room
        },
    )
    connection.execute("SET python_enable_replacements = FALSE")  # no variable of the program is a table
    connection.execute("SET lock_configuration = TRUE")
    return connection


def _verified_copy(path: Path, folder: Path) -> Path:
    """A copy of the file whose digest is that of a release: what holds the file may be changing it."""
    copy = copy_of(path, folder)
    if not is_noted(path, copy):
        raise NoPublication("run.publication_changed", path)
    return copy
