"""`rjh publish`: a complete generation → `data/published/rjh.duckdb`, swapped in at once.

The published file holds real tables with comments in a storage version that old drivers read.
Readers that have the old file open keep it; whoever opens it next sees the new one (`lake.publication`).
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import duckdb

from rjh_warehouse.build.about import (
    comment,
    quoted,
    write_audits,
    write_closed_months,
    write_dictionary,
    write_models,
    write_release,
)
from rjh_warehouse.build.describe import DESCRIPTIONS, PUBLISHED_SCHEMAS
from rjh_warehouse.build.generation import Generation
from rjh_warehouse.lake.disclosure import note_published
from rjh_warehouse.lake.kept import forget_taken_back, keep
from rjh_warehouse.lake.publication import halves, landing, publication, swap_in
from rjh_warehouse.lake.store import Lake
from rjh_warehouse.settings import Project

STORAGE_VERSION = "v1.0.0"


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
        release = _write(beside, generation, described, project.releases)
        note_published(Lake(project.lake), generation.database)
        swap_in(beside, project.published, release)
        forget_taken_back(project.published)
        keep(project.published)
    finally:
        for left in (beside, Path(f"{beside}.wal")):
            left.unlink(missing_ok=True)
    return release


def unfinished(project: Project) -> list[Path]:
    """What killed publications left beside the published file. Means nothing while one is under way."""
    return halves(project.published)


def published_id(project: Project) -> str | None:
    """Which generation is published, if any."""
    release = publication(project.published).release
    return release["release_id"] if release else None


def _write(target: Path, generation: Generation, described: dict[str, dict[str, Any]], closed: Path) -> dict[str, Any]:
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{quoted(target)}' AS target (STORAGE_VERSION '{STORAGE_VERSION}')")
        connection.execute(f"ATTACH '{quoted(generation.database)}' AS built (READ_ONLY)")
        for schema in (*PUBLISHED_SCHEMAS, "meta"):
            connection.execute(f"CREATE SCHEMA IF NOT EXISTS target.{schema}")
        for name in described:
            connection.execute(f"CREATE TABLE target.{name} AS SELECT * FROM built.{name}")
        connection.execute("BEGIN")
        for name, about in described.items():
            comment(connection, name, about["description"], about["meanings"])
        connection.execute("COMMIT")
        write_audits(connection, generation)
        write_closed_months(connection, closed)
        write_models(connection, generation)
        write_dictionary(connection, described)
        release = write_release(connection, generation)
        connection.execute("CHECKPOINT target")
        connection.execute("DETACH target")
    return release
