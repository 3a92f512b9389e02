"""`rjh build`: the lake as known by a day → a new generation, its models computed by their recipe.

A build happens in a folder that no reader knows. It begins from a copy of the last complete one, and makes what has
moved since. One that fails or is killed is thrown away by the next: an unclean one is never mended, nor copied.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from collections.abc import Iterator
from dataclasses import dataclass

import duckdb

from rjh_warehouse.build.compute import Computation, Progress
from rjh_warehouse.build.earlier import Notes, begin_from, earlier_build, note_digest, read_notes, write_notes
from rjh_warehouse.build.generation import Generation, new_generation, published_id
from rjh_warehouse.build.inputs import build_inputs, prove_lake
from rjh_warehouse.build.recipe import Recipe, code_version, recipe_of
from rjh_warehouse.contract.contract import read_contracts
from rjh_warehouse.lake.counted import known_deliveries
from rjh_warehouse.lake.store import Lake
from rjh_warehouse.lake.views import GENERATION_CONFIG, register_lake
from rjh_warehouse.settings import Project


@dataclass
class Session:
    """A generation's open database, the recipe that it is built by, and the notes of what its tables hold.

    `earlier`: the build that it began from, and its notes; None where it makes everything.
    """

    project: Project
    generation: Generation
    recipe: Recipe
    connection: duckdb.DuckDBPyConnection
    notes: Notes
    earlier: tuple[Generation, Notes] | None = None


def begin(
    project: Project, as_of: dt.date | None = None, today: dt.date | None = None, *, whole: bool = False
) -> Generation:
    """A new generation with the lake as known by `as_of` in it (None: all), and the tables of the build before it.

    Args:
        today: as for `build_inputs`.
        whole: begin from nothing, so that every table is made.

    Raises:
        LakeDamaged: what the lake holds is not what was put into it.
    """
    prove_lake(project)
    inputs = build_inputs(project, as_of, today)
    code = code_version()
    earlier = None if whole else earlier_build(project.generations, code)
    generation = new_generation(project.generations, inputs["fingerprint"], published_id(project))
    generation.write("inputs", inputs)
    lake = Lake(project.lake)
    contracts = read_contracts(project.contracts)
    generation.write("contracts", {c.contract: [t.name for t in c.tables] for c in contracts.values()})
    if earlier and not begin_from(earlier[0], generation.database):
        earlier = None
    stands_on = register_lake(generation.database, lake, contracts, known_deliveries(lake, as_of, today), as_of)
    notes = Notes(code, earlier[0].generation_id if earlier else None)
    notes.lake = {f"lake.{name}": digest for name, digest in stands_on.items()}
    write_notes(generation, notes)
    return generation


def build_models(session: Session, progress: Progress = lambda done, total, name: None) -> None:
    """Bring every model of a generation up to date.

    Raises:
        BuildFailed: the SQL of a model failed.
    """
    Computation(
        session.connection,
        session.recipe,
        session.project.root,
        session.generation,
        session.notes,
        session.earlier[1] if session.earlier else None,
    ).run(progress)
    write_notes(session.generation, session.notes)


def build(
    project: Project,
    as_of: dt.date | None = None,
    progress: Progress = lambda done, total, name: None,
    *,
    whole: bool = False,
) -> Generation:
    """Build every model in a new generation. The caller holds the build lock.

    Args:
        as_of: only deliveries known by this day count (None: all).
        progress: called after each model with how many are done, how many there are, and its name.
        whole: make every table, whatever an earlier build holds.

    Raises:
        BuildFailed: the models cannot be read, or the SQL of one failed.
    """
    generation = begin(project, as_of, whole=whole)
    with opened(project, generation) as session:
        build_models(session, progress)
    return generation


@contextlib.contextmanager
def opened(project: Project, generation: Generation) -> Iterator[Session]:
    """A generation's database, open for building and auditing.

    Raises:
        BuildFailed: the models cannot be read.
    """
    recipe = recipe_of(project, generation.read("inputs")["model_version"])
    notes = read_notes(generation) or Notes(code_version())
    before = Generation(project.generations / notes.began_from) if notes.began_from else None
    said = read_notes(before) if before else None
    earlier = (before, said) if before and said else None
    with duckdb.connect(str(generation.database), config=_engine_settings()) as connection:
        yield Session(project, generation, recipe, connection, notes, earlier)
    note_digest(generation)


def _engine_settings() -> dict[str, str | bool | int | float | list[str]]:
    """How the engine writes a generation; RJH_MEMORY_LIMIT ("4GB") bounds it, and what is above goes to disk."""
    limit = os.environ.get("RJH_MEMORY_LIMIT")
    # Trying fsst on every text column costs more than computing it, and saves no space over the others.
    settings = GENERATION_CONFIG | {"disabled_compression_methods": "fsst"}
    return settings | ({"memory_limit": limit} if limit else {})
