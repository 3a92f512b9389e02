"""A build of what had moved, held against a build of everything: once a week, before it is published.

What is taken over from one build to the next stands on a reasoning about inputs. This holds it to its result.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import duckdb

from rjh_warehouse.build.audit import audit
from rjh_warehouse.build.content import content_of
from rjh_warehouse.build.earlier import Notes, read_notes
from rjh_warehouse.build.generation import Generation
from rjh_warehouse.build.session import begin, build_models, opened
from rjh_warehouse.lake.sealed import Damaged, read_note, seal
from rjh_warehouse.settings import Project

COMPARED = "compared.json"  # beside the generations: the day of the last comparison that found no difference
DAYS = 7


@dataclass(frozen=True)
class Unlike:
    """A table whose rows depend on how it was built: how many only the build of changes has, and only the whole one."""

    table: str
    only_changed: int
    only_whole: int


def is_due(project: Project, generation: Generation, today: dt.date) -> bool:
    """Whether a build is to be held against a whole one: it took something over, and a week has passed."""
    notes = read_notes(generation)
    if notes is None or notes.began_from is None:
        return False
    try:
        last = dt.date.fromisoformat(read_note(project.generations / COMPARED)["on"])
    except (FileNotFoundError, Damaged, KeyError, ValueError):
        return True
    return not last <= today < last + dt.timedelta(DAYS)  # a day to come is no day of a comparison


def note_compared(project: Project, generation: Generation, today: dt.date) -> None:
    """Note that a build is whole, or is what a whole one would be."""
    path = project.generations / COMPARED
    beside = path.with_suffix(".part")
    beside.write_bytes(seal({"on": today.isoformat(), "generation_id": generation.generation_id}))
    beside.replace(path)


def compare_with_whole(project: Project, generation: Generation) -> list[Unlike]:
    """Build everything beside a finished build and hold every table, and every audit's result, against it.

    Both builds lose their mark of completion where they differ: neither is published, nor begun from.

    Returns:
        What differs; nothing where all is equal.
    """
    inputs = generation.read("inputs")
    as_of = dt.date.fromisoformat(inputs["as_of"]) if inputs["as_of"] else None
    whole = begin(project, as_of, dt.date.fromisoformat(inputs["day"]), whole=True)
    with opened(project, whole) as session:
        build_models(session)
        audit(project, session)
    found = differences(generation, whole)
    (whole.folder / "complete.json").unlink(missing_ok=True)
    if found:
        (generation.folder / "complete.json").unlink(missing_ok=True)
    return found


def differences(changed: Generation, whole: Generation) -> list[Unlike]:
    """The tables whose rows differ between two builds, and `quality.audit_result` where an audit says otherwise."""
    ours, theirs = (read_notes(g) or Notes("") for g in (changed, whole))
    found = []
    with duckdb.connect() as connection:
        for name, generation in (("changed", changed), ("whole", whole)):
            connection.execute(f"ATTACH '{_quoted(generation.database)}' AS {name} (READ_ONLY)")
        for table in sorted(ours.tables.keys() | theirs.tables.keys()):
            if table in ours.tables and table in theirs.tables and _is_alike(connection, table, ours, theirs):
                continue
            both = table in ours.tables and table in theirs.tables
            is_view = both and ours.tables[table].rows is None
            if not is_view:
                counts = _only(connection, table, "changed", "whole"), _only(connection, table, "whole", "changed")
                found.append(Unlike(table, *counts))
    said, expected = ({repr(o) for o in _outcomes(g)} for g in (changed, whole))
    if said != expected:
        found.append(Unlike("quality.audit_result", len(said - expected), len(expected - said)))
    return found


def _is_alike(connection: duckdb.DuckDBPyConnection, table: str, ours: Notes, theirs: Notes) -> bool:
    """Whether a table holds what the whole build noted: our own note may be what rows that came and went add up to."""
    noted = theirs.tables[table]
    if noted.sums is None or ours.tables[table].content != noted.content:
        return ours.tables[table].content == noted.content
    return content_of(connection, f"changed.{table}")[0] == noted.content


def _only(connection: duckdb.DuckDBPyConnection, table: str, one: str, other: str) -> int:
    """Rows of a table that only one of the builds has; of one that the other cannot be held against, all of them."""
    try:
        rows = connection.execute(
            f"SELECT COUNT(*) FROM (SELECT * FROM {one}.{table} EXCEPT ALL SELECT * FROM {other}.{table})"
        ).fetchone()
    except (duckdb.CatalogException, duckdb.BinderException):
        try:
            rows = connection.execute(f"SELECT COUNT(*) FROM {one}.{table}").fetchone()
        except duckdb.CatalogException:
            return 0
    return int(rows[0]) if rows else 0


def _outcomes(generation: Generation) -> list[tuple[object, ...]]:
    kept = ("audit_name", "model_name", "is_blocking", "state", "failed_row_count", "explanation", "override_by")
    return [tuple(o[name] for name in kept) for o in generation.read("audits").get("outcomes", ())]


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
