"""`rjh diff A B`: what two publications say differently, table by table, and what lies behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from rjh_warehouse.build.generation import Generation, generations
from rjh_warehouse.build.publish import NotComplete, write_unpublished
from rjh_warehouse.folders import is_file
from rjh_warehouse.lake.closed_month import PUBLISHED, find_release
from rjh_warehouse.lake.kept import kept
from rjh_warehouse.release.compare import TableDifference, compare, published_tables
from rjh_warehouse.release.verify import grains
from rjh_warehouse.scratch import scratch
from rjh_warehouse.settings import Project

BUILT = "built"  # the newest build, whether or not it was published


class NothingToCompare(Exception):
    """A name that is none of `published`, `built`, a build or kept publication, a month (2024-04/r1), a published file.

    So is a build that has not been audited.
    """


@dataclass(frozen=True)
class Cause:
    """One thing that is otherwise on the two sides, and can move figures.

    `kind` is delivered, gone, withdrawn, restored, state, override, model or as_of; `name` is the file, audit or
    model; `detail` what more there is to know (a delivery, who and why).
    """

    kind: str
    name: str
    detail: str | None = None


@dataclass
class TableChange:
    """A table that differs, and the causes that reach it."""

    difference: TableDifference
    causes: list[Cause] = field(default_factory=list)


@dataclass
class Difference:
    """What differs between two publications; `equal_count` tables do not."""

    left: str
    right: str
    equal_count: int
    tables: list[TableChange]
    causes: list[Cause]


def publication(project: Project, name: str, folder: Path) -> Path:
    """The published file that a name stands for; that of a build which was not published is written to be read once.

    Args:
        name: `published`, `built`, a build or kept publication by its id, a closed month, or a published file.
        folder: where such a file is written.

    Raises:
        NothingToCompare: there is none; or NoSuchRelease for a month that is not closed.
    """
    if name == "published":
        path = project.published
    elif Path(name).suffix == ".duckdb":
        path = Path(name)
    elif earlier := next((k for k in kept(project.published) if k.path.stem == name), None):
        path = earlier.path
    elif build := _build(project, name):
        path = _as_published(project, build, folder)
    else:
        path = find_release(project.releases, name).folder / PUBLISHED
    if not is_file(path):
        raise NothingToCompare(name)
    return path


def _build(project: Project, name: str) -> Generation | None:
    """The newest build, or the one of an id."""
    found = generations(project.generations)
    return next((g for g in reversed(found) if name in (BUILT, g.generation_id)), None)


def _as_published(project: Project, build: Generation, folder: Path) -> Path:
    path = folder / f"{build.generation_id}.duckdb"
    if not is_file(path):
        try:
            write_unpublished(path, project, build)
        except NotComplete as error:
            raise NothingToCompare(build.generation_id) from error
    return path


def diff(
    project: Project,
    left: str,
    right: str,
    schemas: tuple[str, ...] = ("mart",),
    progress: Callable[[str], None] = lambda table: None,
) -> Difference:
    """Hold two publications against each other.

    Args:
        left, right: as `publication` takes them; left is the earlier.
        schemas: of the tables to compare.
        progress: called with each table's name.
    """
    with scratch() as folder:
        return _diff(left, right, [publication(project, name, folder) for name in (left, right)], schemas, progress)


def _diff(
    left: str, right: str, paths: list[Path], schemas: tuple[str, ...], progress: Callable[[str], None]
) -> Difference:
    keys = grains(paths[1]) | grains(paths[0])
    found: list[TableChange] = []
    equal = 0
    with duckdb.connect() as connection:
        for name, path in zip(("left_file", "right_file"), paths, strict=True):
            text = str(path).replace("'", "''")
            connection.execute(f"ATTACH '{text}' AS {name} (READ_ONLY)")
        tables = [published_tables(connection, name) for name in ("left_file", "right_file")]
        causes = _causes(connection)
        reach = _reach(connection)
        for table in sorted({*tables[0], *tables[1]}):
            if table.split(".")[0] not in schemas:
                continue
            progress(table)
            ours, theirs = ((f"{n}.{table}" if table in t else None) for n, t in zip(_NAMES, tables, strict=True))
            sides = (ours or f"(SELECT * FROM {theirs} WHERE FALSE)", theirs or f"(SELECT * FROM {ours} WHERE FALSE)")
            difference = compare(connection, table, *sides, keys.get(table, []))
            if difference.is_equal:
                equal += 1
            else:
                behind = [c for c, sources in causes if not sources or sources & reach.get(table, {table})]
                found.append(TableChange(difference, behind))
    return Difference(left, right, equal, found, [c for c, _ in causes])


_NAMES = ("left_file", "right_file")


def _causes(connection: duckdb.DuckDBPyConnection) -> list[tuple[Cause, set[str]]]:
    """Each thing that is otherwise, and the models where it enters (none: it can reach any table)."""
    found: list[tuple[Cause, set[str]]] = []
    deliveries = [_rows(connection, f"SELECT * FROM {n}.quality.delivery", "delivery_id") for n in _NAMES]
    contracts = _entries(connection)
    for delivery_id in sorted({*deliveries[0], *deliveries[1]}):
        before, after = (side.get(delivery_id) for side in deliveries)
        kind, detail = _delivery_change(before, after)
        if kind:
            row = after or before or {}
            cause = Cause(kind, row["file_name"], f"{delivery_id}{detail}")
            found.append((cause, contracts.get(row["contract_code"], set())))
    overridden = [_overrides(connection, n) for n in _NAMES]
    for audit in sorted({*overridden[0], *overridden[1]}):
        if overridden[0].get(audit) != overridden[1].get(audit):
            found.append((Cause("override", audit, overridden[1].get(audit) or overridden[0].get(audit)), {"-"}))
    models = [_rows(connection, f"SELECT * FROM {n}.meta.model", "model_name") for n in _NAMES]
    for name in sorted({*models[0], *models[1]}):
        hashes = [side.get(name, {}).get("definition_hash") for side in models]
        if hashes[0] != hashes[1]:
            found.append((Cause("model", name), {name}))
    days = [next(iter(_rows(connection, f"SELECT * FROM {n}.meta.release", "release_id").values())) for n in _NAMES]
    if days[0]["as_of"] != days[1]["as_of"]:
        found.append((Cause("as_of", str(days[1]["as_of"] or "–"), str(days[0]["as_of"] or "–")), set()))
    return found


def _delivery_change(before: dict[str, Any] | None, after: dict[str, Any] | None) -> tuple[str | None, str]:
    if before is None:
        return "delivered", f" ({after['state']})" if after and after["state"] != "accepted" else ""
    if after is None:
        return "gone", ""
    if before["state"] != after["state"]:
        named = "restored" if before["state"] == "withdrawn" else "state"
        return "withdrawn" if after["state"] == "withdrawn" else named, f" ({before['state']} → {after['state']})"
    return None, ""


def _entries(connection: duckdb.DuckDBPyConnection) -> dict[str, set[str]]:
    """By contract the lake tables that its files' rows stand in."""
    found: dict[str, set[str]] = {}
    for n in _NAMES:
        for contract, table in connection.execute(f"SELECT * FROM {n}.meta.contract").fetchall():
            found.setdefault(contract, set()).add(f"lake.{table}")
    return found


def _overrides(connection: duckdb.DuckDBPyConnection, name: str) -> dict[str, str]:
    rows = connection.execute(
        "SELECT audit_name || ' (' || model_name || ')', override_by || ': ' || override_reason"
        f" FROM {name}.quality.audit_result WHERE NOT override_by IS NULL"
    ).fetchall()
    return dict(rows)


def _reach(connection: duckdb.DuckDBPyConnection) -> dict[str, set[str]]:
    """For each published table everything above it, itself included, on either side."""
    parents: dict[str, set[str]] = {}
    for n in _NAMES:
        for name, names in connection.execute(f"SELECT model_name, parent_names FROM {n}.meta.model").fetchall():
            parents.setdefault(name, set()).update(p.strip() for p in (names or "").split(",") if p.strip())
    found: dict[str, set[str]] = {}
    for name in parents:
        above, waiting = {name}, [name]
        while waiting:
            for parent in parents.get(waiting.pop(), set()) - above:
                above.add(parent)
                waiting.append(parent)
        found[name] = above
    return found


def _rows(connection: duckdb.DuckDBPyConnection, query: str, key: str) -> dict[str, dict[str, Any]]:
    result = connection.execute(query)
    names = [c[0] for c in result.description or []]
    return {row[names.index(key)]: dict(zip(names, row, strict=True)) for row in result.fetchall()}
