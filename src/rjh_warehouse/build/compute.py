"""The tables of a build, parents first: each is computed where what it reads has moved, else it stands as it was.

What has moved is told by content, not by time: a table that is computed again and comes out the same stops the change
there. Everything that decides a table is an input of it: its definition, what it can see of every table that it reads
(the lake's too), and the code, which must be the same or nothing is taken over (`build.earlier`).
"""

from __future__ import annotations

import importlib.util
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from rjh_warehouse.build.content import Sums, columns_of, content_of, digest_of, digest_of_sums
from rjh_warehouse.build.earlier import Notes, Table, taken_over
from rjh_warehouse.build.generation import BuildFailed, Generation
from rjh_warehouse.build.moved import MOST_ASIDE, Moved
from rjh_warehouse.build.recipe import Model, Recipe

Progress = Callable[[int, int, str], None]


@dataclass
class Computation:
    """One build's way through the models.

    `before` is what the copied database holds, as its notes say (None: the database is new). `notes` are this build's.
    """

    connection: duckdb.DuckDBPyConnection
    recipe: Recipe
    folder: Path  # of the project: Python models stand there
    generation: Generation
    notes: Notes
    before: Notes | None = None
    failures: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._moved = Moved(self.connection, wanted_of(self.recipe))

    def run(self, progress: Progress = lambda done, total, name: None) -> None:
        """Bring every table up to date. Raises BuildFailed with every model whose SQL failed."""
        standing = self._standing()
        for schema in sorted({m.name.split(".")[0] for m in self.recipe.models}):
            self.connection.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
        for place in standing.keys() - {m.name for m in self.recipe.models}:
            self.connection.execute(f"DROP {standing[place]} {place}")
        below: set[str] = set()  # models that failed, and those that read them
        count = len(self.recipe.models)
        for number, model in enumerate(self.recipe.models, 1):
            if below & set(model.reads):
                below.add(model.name)
                continue
            try:
                if self._bring(model, standing.get(model.name)):
                    progress(number, count, model.name)
            except duckdb.Error as error:
                below.add(model.name)
                self.failures.append((model.name, str(error)))
            except Exception as error:  # of a Python model
                below.add(model.name)
                self.failures.append((model.name, f"{type(error).__name__}: {error}"))
        if self.failures:
            raise BuildFailed(self.failures)
        self._moved.forget()
        self._keep_keys()

    def _standing(self) -> dict[str, str]:
        """What the database has outside the lake's schema: name → TABLE or VIEW."""
        found = self.connection.execute(
            "SELECT schema_name || '.' || table_name, 'TABLE' FROM duckdb_tables()"
            " WHERE database_name = current_database() AND NOT internal AND schema_name <> 'lake'"
            " UNION ALL SELECT schema_name || '.' || view_name, 'VIEW' FROM duckdb_views()"
            " WHERE database_name = current_database() AND NOT internal AND schema_name <> 'lake'"
        )
        return dict(found.fetchall())

    def _bring(self, model: Model, standing: str | None) -> bool:
        """Bring one table up to date; whether it was computed."""
        last = self.before.tables.get(model.name) if self.before and standing else None
        inputs = {table: self._seen_by(model, table, last) for table in model.reads}
        why = _why(model, inputs, last)
        if last and not why:
            self.notes.tables[model.name] = taken_over(last)
            return False
        began = time.process_time()
        sums, part = self._replaced(model, why, last), True
        if sums is None:
            part = False
            self._make_room(model, standing, last)
            create(self.connection, model, self.recipe.folder, self.folder)
        if model.kind == "view":
            content = digest_of(model.definition, *sorted(inputs.items()))
        elif sums is not None:
            content = digest_of_sums(columns_of(self.connection, model.name), sums)
        else:
            content, sums = content_of(self.connection, model.name)
            self._moved.note_whole(model.name)
        seconds = round(time.process_time() - began, 4)
        whole_seconds = last.whole_seconds if last and part else seconds
        made_in = self.generation.generation_id
        self.notes.tables[model.name] = Table(
            model.definition, inputs, content, sums, seconds, whole_seconds, made_in, tuple(why), part
        )
        return True

    def _make_room(self, model: Model, standing: str | None, last: Table | None) -> None:
        """Have nothing of another kind stand in a table's place, and what others compare with stand aside."""
        if standing and standing != ("VIEW" if model.kind == "view" else "TABLE"):
            self.connection.execute(f"DROP {standing} {model.name}")
        elif last and last.sums and (last.sums.rows <= MOST_ASIDE or model.name in self._moved.wanted):
            self._moved.put_aside(model.name)

    def _replaced(self, model: Model, why: list[str], last: Table | None) -> Sums | None:
        """Bring a table up to date by the keys that have moved; None where it is to be made whole."""
        reach = model.reach
        if reach is None or last is None or last.sums is None or not set(why) <= set(reach.of):
            return None
        if not set(why) <= self._moved.changed.keys():
            return None
        return self._moved.replace(model.name, reach, last.sums)

    def _keep_keys(self) -> None:
        """Note the grain of the rows that have changed, so that a publication can change the same ones."""
        for model in self.recipe.models:
            if model.grain and model.name in self.recipe.descriptions and model.name in self._moved.changed:
                target = keys_file(self.generation, model.name)
                target.parent.mkdir(exist_ok=True)
                keys = f"SELECT DISTINCT {', '.join(model.grain)} FROM {self._moved.changed[model.name]}"
                place = str(target).replace("'", "''")
                self.connection.execute(f"COPY ({keys}) TO '{place}' (FORMAT parquet)")

    def _seen_by(self, model: Model, table: str, last: Table | None) -> str:
        """What a model sees of a table: as it was noted where what has changed there is nothing that it sees."""
        by = model.slices.get(table)
        seen = self.seen_of(table, by)
        before, columns = last.inputs.get(table) if last else None, model.columns_seen.get(table)
        if before is None or seen == before or columns is None or table not in self._moved.aside:
            return seen
        noted = self.notes.tables[table]
        if noted.sums is None or noted.sums.rows > MOST_ASIDE or last is None or model.definition != last.definition:
            return seen
        return before if self._moved.looks_the_same(table, columns, _where(by)) else seen

    def seen_of(self, table: str, by: tuple[str, ...] | None = None) -> str:
        """What can be seen of a table: all that it holds, or its slice by the deliveries of other tables."""
        whole = self._content(table)
        if by is None:
            return whole
        name = f"{table} by {', '.join(by)}"
        of = [whole, *(self._content(t) for t in by)]
        for notes in (self.notes, self.before):
            if notes and notes.slices.get(name, [])[:-1] == of:
                self.notes.slices[name] = notes.slices[name]
                return notes.slices[name][-1]
        content, _ = content_of(self.connection, table, _where(by))
        self.notes.slices[name] = [*of, content]
        return content

    def _content(self, table: str) -> str:
        try:
            return self.notes.content(table)
        except KeyError:  # a table of the lake that is asked for the first time
            self.notes.lake[table], _ = content_of(self.connection, table)
            return self.notes.lake[table]


def create(connection: duckdb.DuckDBPyConnection, model: Model, recipe_folder: Path, project_folder: Path) -> None:
    """Compute one model whose parents are there, in place of what stands by its name."""
    if model.kind == "view":
        connection.execute(f"CREATE OR REPLACE VIEW {model.name} AS {model.sql}")
    elif model.kind == "table":
        connection.execute(f"CREATE OR REPLACE TABLE {model.name} AS {model.sql}")
    else:
        types = ", ".join(f"{column} {kind}" for column, kind in model.columns.items())
        connection.execute(f"CREATE OR REPLACE TABLE {model.name} ({types})")
        if model.kind == "seed":
            path = str(recipe_folder / model.sql).replace("'", "''")
            connection.execute(f"INSERT INTO {model.name} SELECT * FROM read_parquet('{path}')")
        else:
            _run_python(connection, model, project_folder / model.sql)


def _run_python(connection: duckdb.DuckDBPyConnection, model: Model, path: Path) -> None:
    columns = ", ".join(model.columns)
    for frame in _execute_of(path)(Tables(connection.cursor(), model)):
        connection.register("python_rows", frame)
        connection.execute(f"INSERT INTO {model.name} ({columns}) SELECT {columns} FROM python_rows")
        connection.unregister("python_rows")


def wanted_of(recipe: Recipe) -> dict[str, tuple[str, ...]]:
    """By table, the columns that its changed rows are asked for: by the reach of models, and by a publication."""
    wanted: dict[str, set[str]] = {m.name: set(m.grain) for m in recipe.models if m.name in recipe.descriptions}
    for model in recipe.models:
        if model.reach:
            for table in (model.name, *model.reach.of):
                wanted.setdefault(table, set()).update(model.reach.by)
    return {table: tuple(sorted(columns)) for table, columns in wanted.items() if columns}


def keys_file(generation: Generation, table: str) -> Path:
    """Where the grain stands of a table's rows that are others than in the generation that this one began from."""
    return generation.folder / "changed" / f"{table}.parquet"


def _where(by: tuple[str, ...] | None) -> str:
    """SQL: the rows of a table about deliveries that are about those of other tables."""
    return " OR ".join(f"delivery_id IN (SELECT delivery_id FROM {t})" for t in by or ()) or "TRUE"


def _why(model: Model, inputs: dict[str, str], last: Table | None) -> list[str]:
    """Why a model is computed: nothing where what stands is what it would give."""
    if last is None:
        return ["first"]
    if model.is_volatile:
        return ["always"]
    if model.definition != last.definition:
        return ["definition"]
    return sorted(
        {t for t, seen in inputs.items() if last.inputs.get(t) != seen} | (last.inputs.keys() - inputs.keys())
    )


class Undeclared(Exception):
    """A Python model asks for a table that it does not declare: a change there would not reach it."""


@dataclass(frozen=True)
class Tables:
    """What a Python model is given to read by: a cursor, and the names of the tables that it declares.

    It has the names of SQLMesh's `ExecutionContext`, so that the models run under SQLMesh as well.
    """

    cursor: duckdb.DuckDBPyConnection
    model: Model

    @property
    def engine_adapter(self) -> Tables:
        return self

    def resolve_table(self, name: str) -> str:
        """The table's name in the database. Raises Undeclared."""
        if name not in self.model.reads:
            raise Undeclared(f"{self.model.name} reads {name}, which is not in its depends_on")
        return name


def _execute_of(path: Path) -> Any:
    """A Python model's `execute`."""
    spec = importlib.util.spec_from_file_location(f"rjh_model_{path.parent.name}_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise ImportError(str(path))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.execute
