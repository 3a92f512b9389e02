"""`rjh verify 2024-04`: a closed month built again from what was archived with it, and held against what was frozen."""

from __future__ import annotations

import importlib.metadata
import json
import os
import platform
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from rjh_warehouse.folders import files_below, is_folder
from rjh_warehouse.lake.closed_month import PROJECT, PUBLISHED, Release, damage
from rjh_warehouse.lake.durable import file_sha256
from rjh_warehouse.lake.proof import prove
from rjh_warehouse.lake.store import Lake
from rjh_warehouse.release.compare import TableDifference, compare, published_tables
from rjh_warehouse.scratch import scratch

# What says when and where a file was made is not the same when it is made again.
NOT_COMPARED = {"meta.release": ["release_id", "built_at"], "quality.audit_result": ["audited_at", "rows_file"]}
DECIDING = ("duckdb", "numpy", "pandas", "polars", "pyarrow", "python", "scipy", "sqlglot", "sqlmesh", "statsmodels")
# Other months' closings are no input of this one, and what was computed or taken over says how it was built, not what.
NOT_REBUILT = ("quality.closed_month", "meta.build")


@dataclass
class Verification:
    """What the proof of a closed month came to.

    `damaged`: files of the release that are not what they were. `lake`: files of the lake that are no longer what
    was closed on. `tables`: those that differ when built again. `unlike`: delivered files that give other rows.
    `packages`: (name, version then, version now). `failed`: why it could not be built again.
    """

    release: Release
    damaged: list[str] = field(default_factory=list)
    lake: list[str] = field(default_factory=list)
    tables: list[TableDifference] = field(default_factory=list)
    equal_count: int = 0
    unlike: list[str] = field(default_factory=list)
    packages: list[tuple[str, str | None, str | None]] = field(default_factory=list)
    failed: str | None = None

    @property
    def is_proved(self) -> bool:
        return not (self.damaged or self.lake or self.tables or self.unlike or self.failed)


def verify(release: Release, lake: Lake | None, progress: Callable[[str], None] = lambda step: None) -> Verification:
    """Prove a closed month, on this machine or another.

    Args:
        lake: of the project that closed it (None: elsewhere; only what lies in the release is looked at).
        progress: called with each step's name (`digests`, `rebuild`, `compare`).
    """
    found = Verification(release)
    progress("digests")
    found.damaged = damage(release)
    if found.damaged:
        return found  # what was built of damaged inputs would prove nothing
    manifest = release.manifest()
    found.packages = _other_packages(manifest)
    if lake is not None and is_folder(lake.root):
        found.lake = _changed_in_lake(release, lake, manifest)
    with scratch() as folder:
        progress("rebuild")
        root = folder / "project"
        _lay_out(release.folder / PROJECT, root)
        built = _rebuild(release, root, found)
        if built is None:
            return found
        progress("compare")
        _compare(release, built, found)
    return found


def _lay_out(archived: Path, root: Path) -> None:
    """Copy the archived project to where it can be built; a closing of before 2026-12 has it packed in one file."""
    if not is_folder(archived):
        with tarfile.open(archived.with_name(f"{archived.name}.tar.gz")) as packed:
            packed.extractall(root, filter="data")
        return
    for path in files_below(archived):
        target = root / path.relative_to(archived)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)


def _other_packages(manifest: dict[str, Any]) -> list[tuple[str, str | None, str | None]]:
    now = {d.name: d.version for d in importlib.metadata.distributions()} | {"python": platform.python_version()}
    then = manifest["packages"] | {"python": manifest["python"]}
    return [(n, then.get(n), now.get(n)) for n in sorted(DECIDING) if then.get(n) != now.get(n)]


def _changed_in_lake(release: Release, lake: Lake, manifest: dict[str, Any]) -> list[str]:
    """Files of the lake, by path below it, that are not those that the month was closed on; the rows as read, too."""
    of_month = {said["delivery_id"] for said in manifest["deliveries"]}
    changed = [d.path for d in prove(lake) if d.delivery_id in of_month and d.state != "unproved"]
    for said in manifest["deliveries"]:
        archived = lake.archived_file(said["file_sha256"], said["file_name"])
        record = lake.record_file(said["delivery_id"])
        frozen = manifest["files"].get(f"lake/deliveries/{record.name}")
        for path, digest in ((archived, said["file_sha256"]), (record, frozen)):
            try:
                same = file_sha256(path) == digest
            except OSError:
                same = False
            if not same:
                changed.append(path)
    return sorted({path.relative_to(lake.root).as_posix() for path in changed})


def _rebuild(release: Release, root: Path, found: Verification) -> Path | None:
    """Run the archived code on the archived inputs; the published file that it made."""
    from rjh_warehouse.release.rebuild import WATCHED

    result, code = root.parent / "result.json", root / "src"
    if not release.manifest()["code_is_below_project"]:
        code = code.rename(root.parent / "code")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("RJH_", "SQLMESH__"))}
    environment |= {"PYTHONPATH": str(code), "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "rjh_warehouse.release.rebuild", str(release.folder.resolve()), str(root)]
    command += [str(result), WATCHED]
    parent, kept_open = os.pipe()  # ends for the child when this process does
    try:
        done = subprocess.run(
            command, cwd=root, env=environment, stdin=parent, capture_output=True, text=True, check=False
        )
    finally:
        os.close(parent)
        os.close(kept_open)
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()
        found.failed = said[-1] if said else str(done.returncode)
        return None
    found.unlike = json.loads(result.read_text(encoding="utf-8"))["unlike"]
    return root / "data" / "published" / PUBLISHED


def _compare(release: Release, built: Path, found: Verification) -> None:
    keys = grains(release.folder / PUBLISHED)
    with duckdb.connect() as connection:
        for name, path in (("frozen", release.folder / PUBLISHED), ("built", built)):
            connection.execute(f"ATTACH '{_quoted(path)}' AS {name} (READ_ONLY)")
        again = set(published_tables(connection, "built"))
        for table in release.manifest()["tables"]:
            if table in NOT_REBUILT:
                continue
            left_out = NOT_COMPARED.get(table, [])
            excluded = f" EXCLUDE ({', '.join(left_out)})" if left_out else ""
            sides = [f"read_parquet('{_quoted(release.table(table))}')", f"built.{table}"]
            if table not in again:
                sides[1] = f"(SELECT * FROM frozen.{table} WHERE FALSE)"
            left, right = (f"(SELECT *{excluded} FROM {side})" for side in sides)
            difference = compare(connection, table, left, right, keys.get(table, []))
            if difference.is_equal:
                found.equal_count += 1
            else:
                found.tables.append(difference)


def grains(published: Path) -> dict[str, list[str]]:
    """The columns that tell each published table's rows apart, as its dictionary says."""
    with duckdb.connect(str(published), read_only=True) as connection:
        rows = connection.execute(
            "SELECT table_name, list(column_name ORDER BY column_position) FROM meta.dictionary"
            " WHERE is_in_grain GROUP BY table_name"
        ).fetchall()
    return {table: list(columns) for table, columns in rows}


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
