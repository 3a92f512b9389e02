"""`rjh build`: the lake as known by a day → a new generation, its models built by SQLMesh.

A build happens in a folder that no reader knows. One that fails or is killed is thrown away by the
next: SQLMesh has no transactions across statements on DuckDB, so an unclean generation is never mended.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import gc
import hashlib
import json
import logging
import shutil
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rjh_warehouse.build.generation import Generation, built_deliveries, new_generation
from rjh_warehouse.build.override import overrides
from rjh_warehouse.build.pinned import pinned
from rjh_warehouse.build.publish import published_id
from rjh_warehouse.contract.contract import read_contracts
from rjh_warehouse.folders import entries, files_below
from rjh_warehouse.lake.proof import Damage, LakeDamaged, complete_journal, prove
from rjh_warehouse.lake.store import Lake
from rjh_warehouse.lake.views import known_deliveries, register_lake
from rjh_warehouse.settings import Project

if TYPE_CHECKING:
    from sqlmesh import Context
    from sqlmesh.core.model.definition import AuditResult
    from sqlmesh.core.snapshot import Snapshot

MODEL_FOLDERS = ("models", "seeds", "audits", "macros")


def build_inputs(project: Project, as_of: dt.date | None, today: dt.date | None = None) -> dict[str, Any]:
    """What decides a build: deliveries, model files, and the day it looks from.

    Args:
        as_of: only deliveries known by this day count (None: all).
        today: the day on which acceptances and overrides are looked at where there is no `as_of` (None: this day).

    Returns:
        `fingerprint` (64 hex digits over the rest), `deliveries` (ids), `data_version`,
        `model_version` (16 hex digits each), `as_of` (ISO date or None), `overrides` in force, and, outside the
        fingerprint, `day`: the day that it looks from.
    """
    day = as_of or today or dt.date.today()
    records = known_deliveries(Lake(project.lake), as_of, day)
    deliveries = [f"{r.delivery_id}:{r.state}" for r in records]
    models = hashlib.sha256()
    named = {p.relative_to(project.root): p for f in MODEL_FOLDERS for p in files_below(project.root / f)}
    named |= {p.relative_to(project.root): p for p in entries(project.contracts, ".yaml")}
    named |= {Path("config.py"): project.root / "config.py"}
    package = Path(__file__).parents[1]
    named |= {Path("src") / p.relative_to(package): p for p in files_below(package, ".py")}
    for name, path in sorted(named.items()):  # by the names in the project: where it stands must not matter
        if path.suffix != ".pyc":
            models.update(name.as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    inputs = {
        "as_of": as_of.isoformat() if as_of else None,
        "data_version": hashlib.sha256("\n".join(sorted(deliveries)).encode()).hexdigest()[:16],
        "model_version": models.hexdigest()[:16],
        "deliveries": [r.delivery_id for r in records],
        "overrides": sorted(f"{audit} on {model}" for audit, model in overrides(project.overrides, day)),
    }
    inputs["fingerprint"] = hashlib.sha256(json.dumps(inputs, sort_keys=True).encode()).hexdigest()
    return inputs | {"day": day.isoformat()}


class BuildFailed(Exception):
    """A model could not be computed; `failures` names each with the engine's words."""

    def __init__(self, failures: list[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{name}: {text}" for name, text in failures))
        self.failures = failures


@dataclass(frozen=True)
class Session:
    """An open SQLMesh context on one generation's database, with what failed in it so far."""

    generation: Generation
    context: Context
    failures: list[tuple[str, str]]  # model, text
    audited: dict[str, list[AuditResult]] = field(default_factory=dict)  # by snapshot name, while building
    snapshots: dict[str, Snapshot] = field(default_factory=dict)  # by name, once built: asking again costs seconds


def prove_lake(project: Project, *, whole: bool = True) -> list[Damage]:
    """Hold the lake against its records; what is found that touches no figure.

    Args:
        whole: read every file; else only those that look changed.

    Raises:
        LakeDamaged: a figure could be wrong or missing.
    """
    lake = Lake(project.lake)
    complete_journal(lake)
    found = prove(lake, built_deliveries(project.generations), whole=whole)
    if any(d.stops_publication for d in found):
        raise LakeDamaged(found)
    return found


def begin(project: Project, as_of: dt.date | None = None, today: dt.date | None = None) -> Generation:
    """A new generation with the lake as known by `as_of` in it (None: all), and no model yet.

    Args:
        today: as for `build_inputs`.

    Raises:
        LakeDamaged: what the lake holds is not what was put into it.
    """
    prove_lake(project)
    inputs = build_inputs(project, as_of, today)
    generation = new_generation(project.generations, inputs["fingerprint"], published_id(project))
    generation.write("inputs", inputs)
    lake = Lake(project.lake)
    contracts = read_contracts(project.contracts)
    generation.write("contracts", {c.contract: [t.name for t in c.tables] for c in contracts.values()})
    register_lake(generation.database, lake, contracts, known_deliveries(lake, as_of, today), as_of)
    return generation


def build_models(session: Session) -> None:
    """Compute every model of a generation.

    SQLMesh audits each model when it is built, and would stop at the first that blocks. Here the results
    are kept for `audit`, which decides over all of them at once; a generation that fails is thrown away.

    Raises:
        BuildFailed: the SQL of a model failed.
    """
    from sqlmesh.core.snapshot import SnapshotEvaluator

    run_audits = SnapshotEvaluator.audit

    def keep_results(self: SnapshotEvaluator, snapshot: Snapshot, **settings: Any) -> list[AuditResult]:
        session.audited[snapshot.name] = run_audits(self, snapshot, **settings)
        return []

    SnapshotEvaluator.audit = keep_results  # on the class: a plan evaluates with a copy of the instance
    try:
        plan = session.context.plan(auto_apply=True, no_prompts=True, skip_tests=True)
        session.snapshots.update({s.name: s for s in plan.snapshots.values()})
    except Exception as error:
        if not session.failures:
            raise BuildFailed([("plan", str(error))]) from error
    finally:
        SnapshotEvaluator.audit = run_audits
    if session.failures:
        raise BuildFailed(session.failures)


def build(
    project: Project,
    as_of: dt.date | None = None,
    progress: Callable[[int, int, str], None] = lambda done, total, name: None,
) -> Generation:
    """Build every model in a new generation. The caller holds the build lock.

    Args:
        as_of: only deliveries known by this day count (None: all).
        progress: called after each model with how many are done, how many there are, and its name.

    Raises:
        BuildFailed: the models cannot be read, or the SQL of one failed.
    """
    generation = begin(project, as_of)
    with sqlmesh_session(project, generation, progress) as session:
        build_models(session)
    return generation


@contextlib.contextmanager
def seldom_collected() -> Iterator[None]:
    """Let the garbage collector look seldom: the models' parsed queries are millions of objects that stay.

    At Python's own threshold a sixth of a build's CPU goes to looking through them; memory grows by a tenth.
    """
    usual = gc.get_threshold()
    gc.set_threshold(50_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


@contextlib.contextmanager
def sqlmesh_session(
    project: Project,
    generation: Generation,
    progress: Callable[[int, int, str], None] = lambda done, total, name: None,
) -> Iterator[Session]:
    """SQLMesh on a generation's database; opening one costs seconds, so steps in one process share it.

    SQLMesh keeps what it has parsed for the next session of the same configuration and modification times.
    Hence the database's bare name, opened from its own folder, and a cache of its own for each model version.

    Raises:
        BuildFailed: the models cannot be read.
    """
    cache = _parsed_models(project, generation.read("inputs")["model_version"])
    settings = pinned(generation.folder, RJH_DATABASE=generation.database.name, RJH_CACHE=str(cache))
    warnings.filterwarnings("ignore", category=Warning, module=r"sqlmesh|<string>")
    logging.getLogger("sqlmesh").setLevel(logging.CRITICAL)  # failures reach the console object instead
    with seldom_collected():
        from sqlmesh import Context
        from sqlmesh.core.console import set_console

        from rjh_warehouse.build.console import BuildConsole

        console = BuildConsole(progress)
        set_console(console)
        with contextlib.chdir(generation.folder):
            try:
                context = Context(paths=[str(project.root)], config_loader_kwargs=settings)
                context.engine_adapter.fetchone("SELECT 1")  # opens the database while its folder is the current one
            except Exception as error:
                raise BuildFailed([("models/", str(error))]) from error
        try:
            yield Session(generation, context, console.failures)
        finally:
            context.close()
            context.engine_adapter.close()  # which the context closes only where models were evaluated


def _parsed_models(project: Project, model_version: str) -> Path:
    """Where SQLMesh keeps the parsed models of a version; those of other versions are removed."""
    folder = project.root / ".cache" / "builds" / model_version
    for other in entries(folder.parent):
        if other != folder:
            shutil.rmtree(other, ignore_errors=True)
    return folder
