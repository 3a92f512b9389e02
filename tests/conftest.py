"""What many tests stand on: one whole run over the documents' deliveries, made once."""

from __future__ import annotations

import fcntl
import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import plain_models
import pytest
from project_runs import copy_project, rjh

gc.set_threshold(50_000, 50, 100)  # a test process keeps many objects, and looking through them took a sixth of its CPU


@pytest.fixture(scope="session", autouse=True)
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of this run, one for all workers: what takes long is made there once."""
    own = tmp_path_factory.getbasetemp()
    plain_models.FOLDER = own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own
    return plain_models.FOLDER


@pytest.fixture(scope="session")
def documents_project(shared: Path) -> Path:
    """A project with the documents' deliveries, run once for all workers; tests only read it."""
    project = shared / "documents"
    with (shared / "documents.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not project.exists():
            making = shared / "documents.making"
            shutil.rmtree(making, ignore_errors=True)
            copy_project(making)
            done = rjh("nightly", data=making / "data", project=making)
            assert done.returncode == 1, done.stdout + done.stderr  # the plan's own totals do not hold, and it is said
            (making / "nightly.out").write_text(done.stdout, encoding="utf-8")
            making.rename(project)
    return project


@pytest.fixture
def published(documents_project: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection to the published file of the documents."""
    with duckdb.connect(str(documents_project / "data" / "published" / "rjh.duckdb"), read_only=True) as found:
        yield found
