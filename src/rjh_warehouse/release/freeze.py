"""`rjh close 2024-04`: what is published, frozen with everything it was made from.

Written beside and moved in whole: a kill leaves the earlier closings and a folder that the next closing removes.
"""

from __future__ import annotations

import datetime as dt
import importlib.metadata
import platform
import shutil
import stat
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import duckdb

from rjh_warehouse.build.generation import generations
from rjh_warehouse.build.inputs import MODEL_FOLDERS, build_inputs
from rjh_warehouse.build.publish import publish
from rjh_warehouse.contract.contract import read_contracts
from rjh_warehouse.folders import entries, files_below, folders, is_file, is_folder
from rjh_warehouse.lake.closed_month import (
    FILES,
    LAKE,
    PROJECT,
    PUBLISHED,
    ROWS,
    TABLES,
    Release,
    digests,
    is_month,
    releases,
    write_manifest,
)  # fmt: skip
from rjh_warehouse.lake.durable import sync
from rjh_warehouse.lake.publication import publication
from rjh_warehouse.lake.store import DeliveryRecord, Lake
from rjh_warehouse.release.compare import content_digests, published_tables
from rjh_warehouse.release.readiness import Reason, reasons_against
from rjh_warehouse.settings import Project

LAKE_NOTES = ("acceptances", "disclosure", "overrides", "refused", "withdrawals")  # what persons and publications said
PROJECT_FILES = ("config.yaml", "config.py", "external_models.yaml", "pyproject.toml", "requirements.lock")


class CannotClose(Exception):
    """A month that cannot be closed: `code` of the message catalogue and what fills it, or the reasons against."""

    def __init__(self, code: str, reasons: list[Reason] | None = None, **places: object) -> None:
        super().__init__(code)
        self.code, self.reasons, self.places = code, reasons or [], places


def close(
    project: Project,
    month: str,
    closed_by: str,
    reason: str | None = None,
    progress: Callable[[str], None] = lambda step: None,
) -> Release:
    """Freeze what is published as the closing of a month. The caller holds the build lock.

    Args:
        month: e.g. 2024-04.
        closed_by: the name of who answers for it.
        reason: why it is closed again; needed when it has been closed before.
        progress: called with each step's name (`freeze`, `inputs`, `seal`).

    Raises:
        CannotClose: the month is not ready, what is published is not current, or something is not said.
    """
    if not is_month(month):
        raise CannotClose("close.no_month", found=month)
    if not closed_by.strip():
        raise CannotClose("close.no_name")
    release = publication(project.published).release
    if release is None:
        raise CannotClose("run.no_publication")
    inputs = build_inputs(project, release["as_of"])
    if release["fingerprint"] != inputs["fingerprint"]:
        raise CannotClose("close.stale")
    earlier = releases(project.releases, month)
    if earlier and not (reason or "").strip():
        raise CannotClose("close.no_reason", release=earlier[-1].name)
    if earlier and _stands_on(earlier[-1]) == release["fingerprint"]:
        raise CannotClose("close.nothing_new", release=earlier[-1].name)
    if reasons := reasons_against(project.published, month):
        raise CannotClose("close.not_ready", reasons, month=month)
    number = earlier[-1].number + 1 if earlier else 1
    target = project.releases / month / f"r{number}"
    beside = target.with_name(f".r{number}.part")
    target.parent.mkdir(parents=True, exist_ok=True)
    _remove(beside)
    beside.mkdir()
    said = {"month": month, "release": f"r{number}", "closed_by": closed_by.strip(), "reason": reason}
    said |= {"day": inputs["day"], "overrides": inputs["overrides"]}
    write_manifest(beside, said | _freeze(project, beside, release, progress))
    _lock(beside)
    beside.rename(target)
    sync(target.parent)
    return Release(target)


def _stands_on(release: Release) -> str | None:
    """The fingerprint that a closing was made of; None where its manifest is damaged, which `rjh verify` tells."""
    try:
        return str(release.manifest()["publication"]["fingerprint"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def publish_again(project: Project) -> None:
    """Have the published file tell of the closing, where the build that it was made from is still there."""
    release = publication(project.published).release
    for generation in generations(project.generations):
        if release and generation.generation_id == release["release_id"]:
            publish(project, generation)


def _freeze(project: Project, folder: Path, release: dict[str, Any], progress: Callable[[str], None]) -> dict[str, Any]:
    progress("freeze")
    shutil.copy(project.published, folder / PUBLISHED)
    tables = _write_tables(folder)
    progress("inputs")
    records = _copy_lake(project, folder)
    _archive_project(project, folder / PROJECT)
    progress("seal")
    with duckdb.connect(str(folder / PUBLISHED), read_only=True) as connection:
        audits = connection.execute("SELECT * FROM quality.audit_result ORDER BY ALL").fetch_arrow_table().to_pylist()
    return {
        "closed_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "publication": release,
        "deliveries": [_delivery(r) for r in records],
        "audits": {state: sum(a["state"] == state for a in audits) for state in sorted({a["state"] for a in audits})},
        "audits_not_passed": [a for a in audits if a["state"] != "passed"],
        # SQLMesh takes in what a macro imports where the code stands below the project: another definition.
        "code_is_below_project": Path(__file__).resolve().is_relative_to(project.root),
        "python": platform.python_version(),
        "packages": {d.name: d.version for d in sorted(importlib.metadata.distributions(), key=lambda d: d.name)},
        "tables": tables,
        "files": digests(folder),
    }


def _delivery(record: DeliveryRecord) -> dict[str, Any]:
    names = ("delivery_id", "contract_code", "subject", "file_name", "file_sha256", "state", "known_on", "is_simulated")
    known = asdict(record)
    return {name: known[name] for name in names}


def _write_tables(folder: Path) -> dict[str, dict[str, Any]]:
    """Each published table as parquet; rows and an order-free digest of them, by table."""
    (folder / TABLES).mkdir()
    with duckdb.connect(str(folder / PUBLISHED), read_only=True) as connection:
        names = published_tables(connection)
        for name in names:
            target = str(folder / TABLES / f"{name}.parquet").replace("'", "''")
            connection.execute(f"COPY {name} TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
        return content_digests(connection, names)


def _copy_lake(project: Project, folder: Path) -> list[DeliveryRecord]:
    """The delivered files and what is noted of them; rows only where no contract of today reads the file as then."""
    lake = Lake(project.lake)
    prints = {c.fingerprint for c in read_contracts(project.contracts).values()}
    records = lake.records()
    for record in records:
        _copy(lake.record_file(record.delivery_id), folder / LAKE / "deliveries")
        archived = lake.archived_file(record.file_sha256, record.file_name)
        for path in entries(archived.parent):
            _copy(path, folder / FILES / record.file_sha256)
        if record.contract_fingerprint not in prints:
            for table in record.tables:
                _copy(lake.rows_file(table, record.delivery_id), folder / ROWS / "rows" / table)
            _copy(lake.rejections_file(record.delivery_id), folder / ROWS / "rejections")
            _copy(lake.non_data_file(record.delivery_id), folder / ROWS / "non_data")
    for name in LAKE_NOTES:
        if is_folder(lake.root / name):
            shutil.copytree(lake.root / name, folder / LAKE / name)
    return records


def _copy(path: Path, folder: Path) -> None:
    if is_file(path):
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, folder / path.name)


def _archive_project(project: Project, folder: Path) -> None:
    """Everything that decides a build but the deliveries, file by file: models, contracts and the code that ran."""
    package = Path(__file__).parents[1]
    places = {name: project.root / name for name in (*MODEL_FOLDERS, "contracts", *PROJECT_FILES)}
    for name, place in (places | {f"src/{package.name}": package}).items():
        for path in files_below(place) if is_folder(place) else [place] if is_file(place) else []:
            if "__pycache__" not in path.parts:
                target = folder / name / path.relative_to(place)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)


def _lock(folder: Path) -> None:
    """Take away the right to write, down through the folder, and bring it all to disk."""
    for path in files_below(folder):
        sync(path)
        path.chmod(stat.S_IMODE(path.stat().st_mode) & 0o444)
    for path in _folders_below(folder):
        sync(path)
        path.chmod(stat.S_IMODE(path.stat().st_mode) & 0o555)


def _remove(folder: Path) -> None:
    """Remove what a killed closing left, whose files may be locked already."""
    if is_folder(folder):
        for path in (folder, *_folders_below(folder)):
            path.chmod(0o755)
        shutil.rmtree(folder)


def _folders_below(folder: Path) -> list[Path]:
    return [found for below in folders(folder) for found in (below, *_folders_below(below))]
