"""`rjh publish`: a complete generation → `data/published/rjh.duckdb`, swapped in at once.

It begins as a copy of the published one, of which only the tables that have moved are written again.
The published file holds real tables with comments in a storage version that old drivers read.
Readers that have the old file open keep it; whoever opens it next sees the new one (`lake.publication`).
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Any

import duckdb

from rjh_warehouse.build.about import (
    META_TABLES,
    comment,
    quoted,
    write_audits,
    write_build,
    write_closed_months,
    write_dictionary,
    write_models,
    write_release,
)
from rjh_warehouse.build.compute import keys_file
from rjh_warehouse.build.content import content_of
from rjh_warehouse.build.describe import DESCRIPTIONS, PUBLISHED_SCHEMAS
from rjh_warehouse.build.earlier import copy_database, read_notes
from rjh_warehouse.build.generation import Generation
from rjh_warehouse.build.reach import in_moved
from rjh_warehouse.folders import stands
from rjh_warehouse.lake.disclosure_register import note_published
from rjh_warehouse.lake.kept import forget_taken_back, keep
from rjh_warehouse.lake.publication import halves, is_noted, landing, publication, swap_in
from rjh_warehouse.lake.store import Lake
from rjh_warehouse.settings import Project

STORAGE_VERSION = "v1.0.0"
CHANGED_SHARE = 0.25  # of a table: above it, the table is written whole
FREE_SHARE = 0.25  # a file that would be free space to more than this is written anew
Described = dict[str, dict[str, Any]]


class NotComplete(Exception):
    """The generation has not passed its blocking audits."""


def publish(project: Project, generation: Generation) -> dict[str, Any]:
    """Make the published file of a complete generation and swap it in.

    Returns:
        The row of `meta.release`.

    Raises:
        NotComplete: an audit that blocks has failed or was not run, or the build did not note its descriptions.
        PublishedFileHeld: the system does not let go of the file while a program has it open.
    """
    described = generation.read(DESCRIPTIONS)
    if not generation.is_complete or not described:
        raise NotComplete(generation.generation_id)
    target = landing(project.published)
    for folder in {project.published.parent, target.parent}:
        folder.mkdir(parents=True, exist_ok=True)
    for half in unfinished(project):
        half.unlink(missing_ok=True)
    beside = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        release = _write(beside, project, generation, described)
        note_published(Lake(project.lake), generation.database)
        swap_in(beside, project.published, release)
        forget_taken_back(project.published)
        keep(project.published)
    finally:
        for left in (beside, Path(f"{beside}.wal")):
            left.unlink(missing_ok=True)
    return release


def write_unpublished(target: Path, project: Project, generation: Generation) -> None:
    """Write the file that a generation would be published as, whether or not its audits let it be.

    Raises:
        NotComplete: it has not been audited.
    """
    described = generation.read(DESCRIPTIONS)
    if not described:
        raise NotComplete(generation.generation_id)
    _fill(target, project, generation, described, None)


def unfinished(project: Project) -> list[Path]:
    """What killed publications left beside the published file. Means nothing while one is under way."""
    return halves(project.published)


def _write(target: Path, project: Project, generation: Generation, described: Described) -> dict[str, Any]:
    """Make the file: from a copy of the published one, in which what has moved is replaced, or from nothing."""
    standing = publication(project.published).release
    if standing is not None:
        copy_database(landing(project.published), target)
        if is_noted(project.published, target):  # of the copy: what a disk has let go of shows in no time of the file
            with contextlib.suppress(duckdb.Error):  # e.g. a file of before there was meta.build
                release, free_share = _fill(target, project, generation, described, standing)
                if free_share <= FREE_SHARE:
                    return release
        for left in (target, Path(f"{target}.wal")):
            left.unlink(missing_ok=True)
    return _fill(target, project, generation, described, None)[0]


def _fill(
    target: Path, project: Project, generation: Generation, described: Described, standing: dict[str, Any] | None
) -> tuple[dict[str, Any], float]:
    """Bring a file to what a generation holds; its row of `meta.release`, and the share of it that is free space.

    Args:
        standing: the release that the file has (None: it is new).
    """
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{quoted(target)}' AS target (STORAGE_VERSION '{STORAGE_VERSION}')")
        connection.execute(f"ATTACH '{quoted(generation.database)}' AS built (READ_ONLY)")
        for schema in (*PUBLISHED_SCHEMAS, "meta"):
            connection.execute(f"CREATE SCHEMA IF NOT EXISTS target.{schema}")
        kept = _kept(connection, generation, described) if standing else set()
        version = standing["model_version"] if standing else None
        is_same_version = version == generation.read("inputs")["model_version"]
        if standing and is_same_version:
            kept |= {name for name in described.keys() - kept if _changed(connection, generation, name, standing)}
        for table in _tables(connection) - kept - (META_TABLES.keys() if is_same_version else set()):
            connection.execute(f"DROP TABLE target.{table}")
        for name in described.keys() - kept:
            connection.execute(f"CREATE TABLE target.{name} AS SELECT * FROM built.{name}")
        connection.execute("BEGIN")
        for name in sorted(described.keys() - (kept if is_same_version else set())):
            comment(connection, name, described[name]["description"], described[name]["meanings"])
        connection.execute("COMMIT")
        write_audits(connection, generation)
        write_closed_months(connection, project.releases)
        write_models(connection, generation)
        write_build(connection, generation)
        if not is_same_version:
            write_dictionary(connection, described)
        release = write_release(connection, generation)
        connection.execute("CHECKPOINT target")
        size = "SELECT total_blocks, free_blocks FROM pragma_database_size() WHERE database_name = 'target'"
        total, free = connection.execute(size).fetchone() or (0, 0)
        connection.execute("DETACH target")
    return release, free / total if total else 0.0


def _changed(
    connection: duckdb.DuckDBPyConnection, generation: Generation, name: str, standing: dict[str, Any]
) -> bool:
    """Change the rows of a published table that this build has changed; False where it is to be written whole.

    That is so where the build did not begin from what stands, where a large part of the table has changed, or where
    the file holds many rows that are only marked as gone. What comes out is held to what the build noted.
    """
    notes, keys = read_notes(generation), keys_file(generation, name)
    if notes is None or notes.began_from != standing["release_id"] or not stands(keys):
        return False
    noted, source = notes.tables[name], f"read_parquet('{quoted(keys)}')"
    described = connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
    moved = in_moved([row[0] for row in described], source)
    (count,) = connection.execute(f"SELECT COUNT(*) FROM built.{name} AS kept WHERE {moved}").fetchone() or (0,)
    written = _written(connection).get(name)
    if written is None or noted.rows is None or max(count, written - noted.rows) > noted.rows * CHANGED_SHARE:
        return False
    connection.execute(f"DELETE FROM target.{name} AS kept WHERE {moved}")
    connection.execute(f"INSERT INTO target.{name} SELECT * FROM built.{name} AS kept WHERE {moved}")
    return content_of(connection, f"target.{name}")[0] == noted.content


def _written(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """The tables of the file, each with the number of rows in it, those that are only marked as gone counted."""
    name = "schema_name || '.' || table_name"
    query = f"SELECT {name}, estimated_size FROM duckdb_tables() WHERE database_name = 'target'"
    return dict(connection.execute(query).fetchall())


def _tables(connection: duckdb.DuckDBPyConnection) -> set[str]:
    return set(_written(connection))


def _kept(connection: duckdb.DuckDBPyConnection, generation: Generation, described: Described) -> set[str]:
    """The described tables that the file has as the generation has them, by what it says itself (`meta.build`)."""
    notes = read_notes(generation)
    if notes is None:
        return set()
    said = dict(connection.execute("SELECT table_name, content_hash FROM target.meta.build").fetchall())
    same = {name for name, table in notes.tables.items() if said.get(name) == table.content}
    return same & described.keys() & _tables(connection)
