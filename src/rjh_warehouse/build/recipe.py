"""What a model version is, as SQLMesh reads it: every model rendered to SQL, its audits, order and descriptions.

SQLMesh is opened once for a model version. What it says is kept, and every build of that version, whole or of what has
changed, is plain SQL on the engine in the order that is written here.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import importlib.metadata
import logging
import re
import shutil
import warnings
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from rjh_warehouse.build.generation import BuildFailed
from rjh_warehouse.build.pinned import pinned
from rjh_warehouse.build.reach import Reach, reach_of
from rjh_warehouse.folders import entries
from rjh_warehouse.lake.durable import file_sha256
from rjh_warehouse.lake.sealed import Damaged, read_note, seal
from rjh_warehouse.lake.views import ABOUT_DELIVERIES
from rjh_warehouse.scratch import scratch
from rjh_warehouse.settings import Project, package_digest

if TYPE_CHECKING:
    from sqlglot import exp
    from sqlmesh import Context

Kind = Literal["seed", "view", "table", "python"]
NOTE = "recipe.json"
CATALOG = "warehouse"  # the name that a generation's database has while it is open
TIMES = re.compile(r"@(start|end|execution|latest)_(ds|dt|date|ts|tstz|epoch|millis|hour)\b", re.IGNORECASE)
ABOUT = frozenset({"delivery_id", "part_key"})  # a table of this grain is about deliveries
DECIDING = ("duckdb", "numpy", "pandas", "polars", "pyarrow", "scipy", "sqlglot", "sqlmesh", "great_expectations")


@dataclass(frozen=True)
class Audit:
    """An audit of a model: the query whose rows are the failures, the tables it reads, the model's columns it tests."""

    name: str
    is_blocking: bool
    sql: str
    reads: tuple[str, ...]
    tests: tuple[str, ...]


@dataclass(frozen=True)
class Model:
    """A model by its name in the warehouse.

    `sql`: of a table or view, the query; of a Python model its file, of a seed its rows in parquet, as paths.
    `reads`: every table that it reads. `slices`: of those that have rows about deliveries, the tables by whose
    deliveries alone it can see any; `columns_seen`: of those that it does not see all columns of, names among which are
    those that it does (`build.slices`). `reach`: how far a change in them reaches (`build.reach`). `definition`:
    changes with what it is defined as.
    `is_volatile`: reads something else than tables, and is computed each time.
    """

    name: str
    kind: Kind
    sql: str
    columns: dict[str, str]  # name → type, of seeds and Python models
    reads: tuple[str, ...]
    slices: dict[str, tuple[str, ...]]
    columns_seen: dict[str, tuple[str, ...]]
    reach: Reach | None
    grain: tuple[str, ...]
    definition: str
    is_volatile: bool
    owner: str | None
    marts: tuple[str, ...]  # that read it, directly or through others, itself included
    audits: tuple[Audit, ...]


@dataclass(frozen=True)
class Recipe:
    """Every model, parents first; the published models' descriptions, and all models' hashes and parents.

    `folder`: where it is kept, with the seeds' rows; `seeds`: the SHA-256 of each file of them.
    """

    folder: Path
    models: tuple[Model, ...]
    descriptions: dict[str, dict[str, Any]]
    definitions: dict[str, dict[str, Any]]
    seeds: dict[str, str]


def code_version() -> str:
    """Changes with this package and with the packages that decide what a model gives (16 hex digits).

    What another version of the code has computed is never taken over: it may have read the lake otherwise.
    """
    digest = hashlib.sha256(package_digest().encode())
    for name in DECIDING:
        digest.update(f"{name} {importlib.metadata.version(name)}\0".encode())
    return digest.hexdigest()[:16]


def recipe_of(project: Project, model_version: str) -> Recipe:
    """The recipe of the project's models as they stand: the one that was kept, else made by SQLMesh and kept.

    Raises:
        BuildFailed: the models cannot be read.
    """
    folder = project.root / ".cache" / "builds" / f"{model_version}-{code_version()}"
    with contextlib.suppress(FileNotFoundError, Damaged, KeyError, TypeError):
        return read_recipe(folder)
    for other in entries(folder.parent):
        shutil.rmtree(other, ignore_errors=True)
    return make_recipe(project, folder)


def make_recipe(project: Project, folder: Path) -> Recipe:
    """Read the project's models by SQLMesh and keep the recipe in a folder that is not there yet.

    Raises:
        BuildFailed: the models cannot be read.
    """
    folder.mkdir(parents=True)
    with sqlmesh_models(project) as context:
        recipe = _make(context, folder)
    beside = folder / f"{NOTE}.part"
    beside.write_bytes(seal(asdict(recipe)))
    beside.replace(folder / NOTE)
    return read_recipe(folder)


def read_recipe(folder: Path) -> Recipe:
    """The recipe that a folder keeps.

    Raises:
        FileNotFoundError: there is none.
        Damaged: it, or a seed's rows, are not as they were written.
        KeyError, TypeError: another version of the code wrote it.
    """
    return _from_note(read_note(folder / NOTE), folder)


def _from_note(note: dict[str, Any], folder: Path) -> Recipe:
    models = []
    for m in note["models"]:
        audits = tuple(Audit(**a | {name: tuple(a[name]) for name in ("reads", "tests")}) for a in m["audits"])
        slices, seen = ({parent: tuple(by) for parent, by in m[name].items()} for name in ("slices", "columns_seen"))
        said = m["reach"]
        reach = Reach(tuple(said["of"]), tuple(said["by"]), said["sql"]) if said else None
        lists = {name: tuple(m[name]) for name in ("reads", "marts", "grain")}
        models.append(Model(**m | lists | {"audits": audits, "slices": slices, "columns_seen": seen, "reach": reach}))
    if any(file_sha256(folder / name) != digest for name, digest in note["seeds"].items()):
        raise Damaged(folder, "a seed has other rows than were kept")
    return Recipe(folder, tuple(models), note["descriptions"], note["definitions"], note["seeds"])


@contextlib.contextmanager
def seldom_collected() -> Iterator[None]:
    """Let the garbage collector look seldom: the models' parsed queries are millions of objects that stay.

    At Python's own threshold a sixth of the CPU goes to looking through them; memory grows by a tenth.
    """
    usual = gc.get_threshold()
    gc.set_threshold(50_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


@contextlib.contextmanager
def sqlmesh_models(project: Project) -> Iterator[Context]:
    """SQLMesh with the project's models read and linted; what it parses is kept for this once only.

    Raises:
        BuildFailed: the models cannot be read.
    """
    with seldom_collected(), scratch() as folder:
        settings = pinned(folder, RJH_DATABASE=f"{CATALOG}.duckdb", RJH_CACHE=str(folder))
        warnings.filterwarnings("ignore", category=Warning, module=r"sqlmesh|<string>")
        logging.getLogger("sqlmesh").setLevel(logging.CRITICAL)  # failures reach the console object instead
        from sqlmesh import Context
        from sqlmesh.core.console import set_console

        from rjh_warehouse.build.console import BuildConsole

        console = BuildConsole()
        set_console(console)
        with contextlib.chdir(folder):
            try:
                context = Context(paths=[str(project.root)], config_loader_kwargs=settings)
                context.lint_models(list(context.models.values()), raise_on_error=True)
            except Exception as error:
                raise BuildFailed(console.failures or [("models/", str(error))]) from error
            try:
                yield context
            finally:
                context.close()


def _make(context: Context, folder: Path) -> Recipe:
    from rjh_warehouse.build.console import plain_name
    from rjh_warehouse.build.describe import definitions, descriptions

    models, failures = [], []
    about = {plain_name(fqn) for fqn, model in context.models.items() if _grain(model) and _grain(model) <= ABOUT}
    about |= {f"lake.{name}" for name, schema in ABOUT_DELIVERIES.items() if "delivery_id" in schema.names}
    for fqn in context.dag.sorted:
        model = context.models.get(fqn)
        if model is None or model.kind.is_external:
            continue
        try:
            models.append(_model(context, model, folder, about))
        except Exception as error:
            failures.append((plain_name(fqn), str(error)))
    if failures:
        raise BuildFailed(failures)
    seeds = {m.sql: file_sha256(folder / m.sql) for m in models if m.kind == "seed"}
    return Recipe(folder, tuple(models), descriptions(context), definitions(context), seeds)


def _model(context: Context, model: Any, folder: Path, about: set[str]) -> Model:
    from rjh_warehouse.build.console import plain_name
    from rjh_warehouse.build.describe import WORKING_TAG
    from rjh_warehouse.build.slices import columns_seen, is_volatile, slices, tables_read

    name, query = plain_name(model.fqn), None
    if model.kind.is_seed:
        kind: Kind = "seed"
        sql = _keep_seed(model, folder, name)
    elif model.is_python:
        kind, sql = "python", str(Path(model._path).relative_to(context.path))
    else:
        if not (model.kind.is_view or model.kind.is_embedded or model.kind.is_full):
            raise ValueError(f"kind {model.kind.name}: a build makes tables and views whole")
        told_by_no_clock(str(model.query))
        query = _expanded(context, model)
        kind, sql = "table" if model.kind.is_full else "view", query.sql("duckdb")
    reads = tables_read(query) if query is not None else sorted(plain_name(p) for p in model.depends_on)
    downstream = (model.fqn, *context.dag.downstream(model.fqn))
    below = {plain_name(n) for n in downstream if WORKING_TAG not in context.models[n].tags}
    types = {c: t.sql("duckdb") for c, t in (model.columns_to_types or {}).items()} if query is None else {}
    hashed = context.snapshots[model.fqn].fingerprint.data_hash
    return Model(
        name=name,
        kind=kind,
        sql=sql,
        columns=types,
        reads=tuple(reads),
        slices=slices(query, about) if query is not None else {},
        columns_seen=columns_seen(query) if query is not None else {},
        reach=reach_of(model.tags, query, model.columns_to_types or ()) if query is not None else None,
        grain=tuple(sorted(_grain(model))),
        definition=hashlib.sha256(f"{kind}\0{hashed}\0{sql if query is not None else ''}".encode()).hexdigest()[:16],
        is_volatile=query is not None and is_volatile(query),
        owner=model.owner,
        marts=tuple(sorted(n for n in below if n.startswith("mart."))),
        audits=() if model.kind.is_seed or model.kind.is_embedded else tuple(_audits(model, name)),
    )


def _expanded(context: Context, model: Any) -> exp.Query:
    """A model's query, with the embedded models that it reads written out: what it depends on are tables."""
    from sqlglot import exp

    rendered = model.render_query()
    if rendered is None:
        raise ValueError("the query cannot be rendered")
    query: exp.Query = rendered.copy()
    for table in list(query.find_all(exp.Table)):
        read = context.get_model(f"{table.db}.{table.name}") if table.db else None
        if read is not None and read.kind.is_embedded:
            table.replace(_expanded(context, read).subquery(table.alias_or_name))
    return query


def told_by_no_clock(text: str) -> None:
    """A query is rendered once for many builds: SQLMesh's variables of time would stand still in it.

    Raises:
        ValueError: it has one.
    """
    if found := TIMES.search(text):
        raise ValueError(f"{found[0]}: what is computed follows from deliveries and an as-of day, not from a clock")


def _grain(model: Any) -> frozenset[str]:
    return frozenset(column.name for stated in model.grains for column in (stated.expressions or [stated.unnest()]))


def _audits(model: Any, name: str) -> Iterator[Audit]:
    from rjh_warehouse.build.figures import columns_tested
    from rjh_warehouse.build.slices import is_volatile, tables_read

    columns = list(model.columns_to_types or {})
    for audit, given in model.audits_with_args:
        told_by_no_clock(str(audit.query))
        arguments = dict(given)
        said = arguments.pop("blocking", None)
        is_blocking = audit.blocking if said is None else str(said).lower() == "true"
        query = model.render_audit_query(audit, **arguments)
        if is_volatile(query):
            raise ValueError(f"{audit.name}: an audit reads tables only: its result is kept while they stand")
        reads = tuple(sorted({name, *tables_read(query)}))
        tests = tuple(columns_tested(query, columns))
        yield Audit(audit.name, is_blocking, query.sql("duckdb"), reads, tests)


def _keep_seed(model: Any, folder: Path, name: str) -> str:
    """Write a seed's rows, read by SQLMesh, as parquet in its declared types; the file's name in the folder."""
    import duckdb

    types = ", ".join(f"{c} {t.sql('duckdb')}" for c, t in model.columns_to_types.items())
    columns = ", ".join(model.columns_to_types)
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE kept ({types})")
        for frame in model.render_seed():
            connection.register("incoming", frame)
            connection.execute(f"INSERT INTO kept ({columns}) SELECT {columns} FROM incoming")
            connection.unregister("incoming")
        target = str(folder / f"{name}.parquet").replace("'", "''")
        connection.execute(f"COPY kept TO '{target}' (FORMAT parquet)")
    return f"{name}.parquet"
